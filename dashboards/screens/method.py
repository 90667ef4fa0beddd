"""Method: how every figure is made, in the words the program itself uses, and what is not known."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import ModuleType
from typing import Final

import streamlit as st

from dashboards import links, session
from dashboards.components import interval_plot, verdict
from dashboards.components.markup import Child, Html, join, link, tag, text
from dashboards.components.measurement import day
from dashboards.components.result_table import Column, Row, table
from dashboards.components.source import GRADES, KINDS
from dashboards.glossary import glossary
from registry.assessment import (
    alkaloids,
    censored,
    conformity,
    exposure,
    health,
    judging,
    label,
    label_figures,
    laboratories,
    legal_status,
    limits,
    patterns,
    presence,
    ranking,
    reuse,
    sums,
    uncertainty,
)
from registry.assessment.conformity import Decision
from registry.assessment.label import REFUSALS
from registry.assessment.limits import InForce, Kind, packs
from registry.assessment.tolerance import TOLERANCES

NOT_KNOWN: Final = (
    "Which samples were not published. A certificate is chosen by whoever shows it.",
    "Whether the sample was taken from what is sold: most were handed in by the vendor.",
    "What was not on the panel. An analyte that nobody looked for is not absent.",
    "Whether a laboratory or a product made the difference between two figures, unless the same product was tested at two laboratories.",
    "How alkaloids change between the test and the day a pack is opened.",
    "What any amount does to a person. Nothing here is medical advice.",
)
READING: Final = (
    "A file is opened in a process of its own with limits, and its words are read with their places on the page.",
    "Tables are found by their columns and headers, not by the laboratory. A unit is read, never guessed from position.",
    "Every value keeps its text as printed, its page and its box. What was not understood becomes a finding.",
    "A person reads each draft before it is published. A correction stands beside what was read, with who, when and why.",
)
METHODS: Final[tuple[tuple[str, str, ModuleType], ...]] = (
    ("Label against measurement", "compare", label),
    ("Mean, interval, next lot and supported label", "compare", label_figures),
    ("Brands beside each other", "compare", ranking),
    ("Laboratory or brand", "compare", laboratories),
    ("Summaries with non-detects", "compare", censored),
    ("Does a result meet a limit", "contaminants", conformity),
    ("Uncertainty", "contaminants", uncertainty),
    ("Which rules judge", "contaminants", judging),
    ("Dates of rules", "contaminants", limits),
    ("What is lawful where", "legal", legal_status),
    ("Organisms that must be absent", "contaminants", presence),
    ("Sums that a rule limits", "contaminants", sums),
    ("7-OH as a share of the alkaloids", "contaminants", alkaloids),
    ("Metals as a dose", "contaminants", exposure),
    ("What is noticed on a certificate", "browse", health),
    ("Certificates beside each other", "browse", reuse),
    ("Patterns over many results", "browse", patterns),
)
"""Each figure in plain words, the page that shows it, and the module that makes it: what is said of it here is what it says of itself."""


def show() -> None:
    st.title("How it is done", anchor=False)
    st.html(tag("p", "Every figure here can be followed back to a page, a box on it, and a rule.", class_="kr kr-lead"))
    _section("From a page to a number", _list(READING))
    _section("A non-detect is a bound", Html(str(interval_plot.key(claims=True, band="the tolerance chosen"))))
    _section("Figures", join([_method(*named) for named in METHODS]))
    _section("Verdicts", join([tag("p", Decision().sentence()), verdict.key()]))
    _section("Tolerances for label claims", _list([t.sentence() for t in TOLERANCES.values()]))
    _section("Why a comparison is refused", _list(list(REFUSALS.values())))
    kinds = [word for key, word in KINDS.items() if key != "specimen"]
    apart = "Kept apart in every figure: " + "; ".join(kinds) + "."
    _section("Kinds of evidence", join([tag("p", apart), _list([f"Grade {g}: {w}." for g, w in GRADES.items()])]))
    _section("What is not known", _list(NOT_KNOWN))
    st.subheader("Limits and their sources", anchor="limits-and-their-sources")
    st.html(_packs())
    _section("Words", glossary())
    state = session.registry().state()
    st.html(
        tag("p", f"Registry {state.version}, reader {state.reader_version}, state {state.state_hash[:16]}.", class_="kr kr-small kr-soft")
    )


def slug(title: str) -> str:
    """The last part of a section's address."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")


def _section(title: str, body: Html) -> None:
    st.subheader(title, anchor=slug(title))
    st.html(tag("div", body, class_="kr"))


def _list(sentences: tuple[str, ...] | list[str]) -> Html:
    return tag("ul", join([tag("li", sentence) for sentence in sentences]))


def _method(title: str, page: str, module: ModuleType) -> Html:
    lead, paragraphs = explained(module)
    where = tag("p", link("Where it is shown", page), f" · {module.__name__}", class_="kr-small kr-soft")
    body = join([tag("p", paragraph) for paragraph in paragraphs])
    return tag("details", tag("summary", tag("strong", title), ". ", lead), body, where, class_="kr-method", id=slug(title))


def explained(module: ModuleType) -> tuple[str, tuple[str, ...]]:
    """What a module says of itself: its first sentence, and the paragraphs that are for readers (those that name code are not)."""
    first, *rest = re.split(r"\n\s*\n", (module.__doc__ or "").strip())
    plain = [re.sub(r"\s+", " ", paragraph).strip() for paragraph in rest if "`" not in paragraph]
    return re.sub(r"\s+", " ", first.replace("`", "")).strip(), tuple(plain)


def _packs() -> Html:
    today = datetime.now(UTC).date()
    rows = []
    for code, pack in packs().items():
        limiting = [rule for rule in pack.rules if rule.kind is Kind.LIMIT]
        live = sum(rule.in_force(today) is InForce.YES and rule.supports_verdicts for rule in limiting)
        sources = sorted({rule.source for rule in pack.rules if rule.source})
        shown: list[Child] = [link(str(n + 1), source) for n, source in enumerate(sources[:6])]
        lost = sum(not rule.supports_verdicts for rule in pack.rules)
        rows.append(
            Row(
                (
                    link(pack.title, links.address("contaminants", pack=code)),
                    str(len(pack.rules)),
                    str(live),
                    str(lost) if lost else "–",
                    join([text(part) for part in shown], " ") if shown else "not recorded",
                )
            )
        )
    titles = ("Rules", f"Limits in force on {day(today)}", "Shown only: source or figure not confirmed")
    columns = (Column("Place or standard"), *(Column(title, number=True) for title in titles), Column("Read at"))
    return table(columns, rows, "Rule packs", "A rule whose source cannot be looked up again never supports a verdict.", dense=True)
