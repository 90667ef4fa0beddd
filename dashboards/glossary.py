"""Words that a reader may not know, each with an address of its own to which pages link."""

from __future__ import annotations

from typing import Final

from dashboards.components.markup import Html, join, link, tag

GLOSSARY: Final[dict[str, tuple[str, str]]] = {
    "certificate": (
        "Certificate of analysis",
        "What a laboratory reported of one sample. It speaks of the lot only where it names a sampling plan.",
    ),
    "lot": ("Lot", "What was made in one go and carries one number on the pack. Also called batch."),
    "lod": ("LOD", "Limit of detection: below it the laboratory cannot tell that something is there at all."),
    "loq": ("LOQ", "Limit of quantification: below it the laboratory sees something and cannot say how much."),
    "nd": ("ND, not detected", "The amount lies somewhere from zero to the LOD. It is never counted as zero here."),
    "basis": (
        "Basis",
        "What an amount is counted against: mass, serving, unit or package. Two meet only where a stated mass or count leads across.",
    ),
    "uncertainty": (
        "Uncertainty",
        "How far the true amount may lie from the printed one. Printed on few certificates; an assumption is named as one.",
    ),
    "tolerance": (
        "Tolerance",
        "How far a measurement may lie from the label before it counts as outside. A choice; no law sets one.",
    ),
    "interval": (
        "95 % interval",
        "Where the true figure lies with 95 % confidence, judged by how much the lots differ. Few lots make it wide.",
    ),
    "next-lot": (
        "Next lot, 95 %",
        "Where a further lot of the same product would be expected: always wider than the interval of the mean.",
    ),
    "pooled": (
        "Pooled estimate",
        "A brand's mean drawn towards the others, the more so the less is known of the brand: one lucky lot makes no leader.",
    ),
    "place": ("Place", "The rank of a brand, as an interval of ranks that the evidence allows. Overlapping places are not told apart."),
    "supported-label": (
        "Label the evidence supports",
        "The amount a label could name so that later lots would meet at least 80 % of it (21 CFR 101.9(g), by analogy). From four lots on.",
    ),
    "rule-pack": ("Rules, rule pack", "The dated and cited limits of one place or standard. Only limits in force on the chosen day judge."),
    "test-portion": ("Test portion", "How much was searched for an organism: not found in 10 g says nothing about 25 g."),
    "cfu": ("CFU", "Colony-forming units: how many living microbes were counted, per gram or millilitre."),
    "panel": ("Panel", "What a laboratory looked for in one go: potency, heavy metals, microbials, mycotoxins, pesticides, solvents."),
    "7oh": ("7-OH", "7-hydroxymitragynine, an alkaloid that leaf holds in traces."),
    "mitragynine": ("Mitragynine", "The main alkaloid of kratom leaf, and what most labels state."),
    "grade": (
        "Grade A, B, C",
        "How near a published figure is to its report: read in it, from a notice or abstract, second hand.",
    ),
    "probability": (
        "P, probability",
        "How likely it is, with the uncertainty of the result, that the true amount meets the limit. The verdict follows from it.",
    ),
    "horwitz": (
        "Horwitz-Thompson",
        "A rule for how far laboratories usually differ at a given amount (Thompson 2000). It stands in where no uncertainty is printed.",
    ),
    "spread": ("Spread, points", "How much lots differ: a standard deviation, in percentage points of the claim."),
    "sampling-plan": ("Sampling plan", "How the sample was drawn from the lot. Only a certificate that names one speaks of the lot."),
    "superseded": ("Superseded", "Replaced by an amended report of the same laboratory. It stays readable and enters no figure."),
    "state-hash": (
        "State hash, head",
        "A sum over data, rules and program, or over the journal. The same sum: nothing changed. A report that names it can be made again.",
    ),
    "sha256": ("SHA-256", "A fingerprint of a file: any change to the file gives another one."),
    "parquet": (
        "Parquet, JSON Schema",
        "A table for programs that keeps the type of each column; and a description of what each field of a file means.",
    ),
    "schedule-i": ("Schedule I", "The strictest list of controlled substances: of federal law (21 U.S.C. 812), or of a state's own."),
    "kcpa": (
        "KCPA",
        "Kratom Consumer Protection Act: a state law that allows sale under rules of age, labels, tests or 7-OH. Each state has its own.",
    ),
    "specimen": ("Specimen", "An invented certificate to try the registry on. It never stands in one figure with real data."),
}
"""By the last part of each word's address: the word and what it means."""


def term(key: str, words: str = "") -> Html:
    """A link to the meaning of a word of the glossary; `words` where a sentence says it differently."""
    return link(words or GLOSSARY[key][0], f"method#word-{key}")


def glossary() -> Html:
    """All words with their meanings, in alphabetical order."""
    ordered = sorted(GLOSSARY.items(), key=lambda item: item[1][0].casefold())
    return tag("dl", join([join([tag("dt", word, id=f"word-{key}"), tag("dd", meaning)]) for key, (word, meaning) in ordered]))
