"""Method: how every figure is made, in the words the program itself uses, and what is not known."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboards import session
from dashboards.components import interval_plot, verdict
from dashboards.components.markup import Html, join, tag
from dashboards.components.source import GRADES, KINDS
from registry.assessment.conformity import Decision
from registry.assessment.label import REFUSALS
from registry.assessment.tolerance import TOLERANCES

GLOSSARY: Final = {
    "Certificate of analysis": "What a laboratory reported of one sample. It speaks of the lot only where it names a sampling plan.",
    "Lot": "What was made in one go and carries one number on the pack.",
    "LOD": "Limit of detection: below it the laboratory cannot tell that something is there at all.",
    "LOQ": "Limit of quantification: below it the laboratory sees something and cannot say how much.",
    "ND": "Not detected: the amount lies somewhere from zero to the LOD. It is never counted as zero here.",
    "Basis": "What an amount is counted against: mass, serving, unit or package. Two meet only where a stated mass or count leads across.",
    "Uncertainty": "How far the true amount may lie from the printed one. Printed on few certificates; an assumption is named as one.",
    "7-OH": "7-hydroxymitragynine, an alkaloid that leaf holds in traces.",
    "Specimen": "An invented certificate to try the registry on. It never stands in one figure with real data.",
}
NOT_KNOWN: Final = (
    "Which samples were not published. A certificate is chosen by whoever shows it.",
    "Whether the sample was taken from what is sold: most were handed in by the vendor.",
    "What was not on the panel. An analyte that nobody looked for is not absent.",
    "Whether a laboratory or a product made the difference between two figures, unless the same product was tested at two laboratories.",
)


def show() -> None:
    st.title("How it is done", anchor=False)
    st.html(tag("p", "Every figure here can be followed back to a page, a box on it, and a rule.", class_="kr kr-lead"))
    _section("From a page to a number", _reading())
    _section("A non-detect is a bound", Html(str(interval_plot.key(claims=True, band="the tolerance chosen"))))
    _section("Verdicts", join([tag("p", Decision().sentence()), verdict.key()]))
    _section("Tolerances for label claims", _list([t.sentence() for t in TOLERANCES.values()]))
    _section("Why a comparison is refused", _list(list(REFUSALS.values())))
    kinds = [word for key, word in KINDS.items() if key != "specimen"]
    _section(
        "Kinds of evidence",
        join([tag("p", "Kept apart in every figure: " + "; ".join(kinds) + "."), _list([f"Grade {g}: {w}." for g, w in GRADES.items()])]),
    )
    _section("What is not known", _list(list(NOT_KNOWN)))
    _section("Words", tag("dl", join([join([tag("dt", word), tag("dd", meaning)]) for word, meaning in GLOSSARY.items()])))
    state = session.registry().state()
    st.html(
        tag("p", f"Registry {state.version}, reader {state.reader_version}, state {state.state_hash[:16]}.", class_="kr kr-small kr-soft")
    )


def _reading() -> Html:
    return _list(
        [
            "A file is opened in a process of its own with limits, and its words are read with their places on the page.",
            "Tables are found by their columns and headers, not by the laboratory. A unit is read, never guessed from position.",
            "Every value keeps its text as printed, its page and its box. What was not understood becomes a finding.",
            "A person reads each draft before it is published. A correction stands beside what was read, with who, when and why.",
        ]
    )


def _section(title: str, body: Html) -> None:
    st.subheader(title, anchor=False)
    st.html(tag("div", body, class_="kr"))


def _list(sentences: list[str]) -> Html:
    return tag("ul", join([tag("li", sentence) for sentence in sentences]))
