"""One verdict, drawn the same everywhere: a word and a shape say it, colour only repeats it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dashboards.components.markup import Html, join, tag


@dataclass(frozen=True, slots=True)
class Look:
    """How one verdict shows: its words, the class that colours it, and its shape; both are drawn by look.css."""

    words: str
    tone: str
    shape: str


LOOKS: Final[dict[str, Look]] = {
    "conforms": Look("Conforms", "kr-yes", "disc"),
    "within": Look("Within", "kr-yes", "disc"),
    "probably_conforms": Look("Probably conforms", "kr-yes", "half"),
    "cannot_decide": Look("Cannot decide", "kr-open", "diamond"),
    "probably_does_not_conform": Look("Probably does not conform", "kr-no", "triangle"),
    "does_not_conform": Look("Does not conform", "kr-no", "square"),
    "outside": Look("Outside", "kr-no", "square"),
    "not_evaluated": Look("Not evaluated", "kr-open", "bar"),
    "not_tested": Look("Not tested", "kr-never", "dots"),
    "no_limit_here": Look("Tested, no limit", "kr-open", "bar"),
}


def look_of(verdict: str) -> Look:
    """The look of a verdict by its word, however it is joined; an unknown word is shown as it is, as undecided."""
    key = verdict.strip().lower().replace(" ", "_").replace("-", "_")
    return LOOKS.get(key) or Look(verdict or "Not judged", "kr-open", "diamond")


def badge(verdict: str, why: str = "") -> Html:
    """The verdict's badge, with the reason under it where one is given."""
    look = look_of(verdict)
    shown = tag("span", look.words, class_=f"kr-verdict kr-shape-{look.shape} {look.tone}")
    return join([shown, tag("span", why, class_="kr-why")]) if why else shown


def key() -> Html:
    """Every verdict with what it means, for the method page."""
    meaning = {
        "conforms": "the probability that the true amount meets the limit is at least 0.975",
        "probably_conforms": "at least 0.8",
        "cannot_decide": "the result and its uncertainty allow both answers, or the limit lies below what the laboratory could see",
        "probably_does_not_conform": "at most 0.2",
        "does_not_conform": "at most 0.025",
        "within": "no uncertainty is known: the number itself lies within the limit (simple acceptance, no probability)",
        "outside": "no uncertainty is known: the number itself lies outside the limit",
        "not_evaluated": "there is no amount, or no limit with a number, to judge by; never a pass",
        "not_tested": "no result for this on any certificate here",
        "no_limit_here": "there are results, and the rules chosen set no limit to hold them against",
    }
    rows = [join([tag("dt", badge(verdict)), tag("dd", words)]) for verdict, words in meaning.items()]
    return tag("div", tag("dl", join(rows)), class_="kr")
