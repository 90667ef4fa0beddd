"""Legal status in words for a page: one place beside its rules, and all places as a table. Nothing here knows Streamlit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from dashboards import links
from dashboards.components.markup import Child, Html, join, link, tag, text
from dashboards.components.measurement import day, in_days
from dashboards.components.result_table import Column, Row
from dashboards.glossary import term
from dashboards.words import words
from registry.assessment.legal_status import NO_ADVICE, LegalState, LegalStatus, Standing, legal_statuses, statuses_of

COLUMNS: Final = (
    Column("Place"),
    Column("Kratom"),
    Column("7-OH"),
    Column("Age from", number=True),
    Column("Since when"),
    Column("Law, and where it was read"),
)
STATES: Final = tuple(state.value for state in LegalState)


def chosen(query: str, states: Iterable[str]) -> tuple[LegalStatus, ...]:
    """The rows in which every word of `query` stands (place, law or status), of the chosen states, by place."""
    asked, kinds = query.casefold().split(), frozenset(states)
    found = [row for row in legal_statuses() if (not kinds or row.state in kinds) and all(word in _text(row) for word in asked)]
    return tuple(sorted(found, key=lambda row: (not row.jurisdiction.startswith("US-federal"), row.place)))


def _text(row: LegalStatus) -> str:
    parts = (row.place, row.jurisdiction, row.about, row.kratom_status, row.seven_oh_status, row.law, row.note)
    return " ".join(parts).casefold()


def rows(found: Iterable[LegalStatus], on: date) -> tuple[Row, ...]:
    """One row for each status, told for the day `on`; the place leads to its rules where it has some."""
    return tuple(_row(row, on) for row in found)


def _row(row: LegalStatus, on: date) -> Row:
    rules = link("Judge by its rules", links.address("contaminants", pack=row.pack, on=on.isoformat())) if row.pack else None
    about = None if row.subject == "kratom" else tag("span", f"About {row.about}", class_="kr-small kr-soft")
    under = [tag("span", part, class_="kr-small") for part in (about, rules) if part]
    when = tag("span", join([tag("span", in_days(sentence), class_="kr-why") for sentence in row.told(on)]), class_="kr-house")
    more = row.kratom_status
    state = [tag("span", words(row.state.value), class_="kr-tag")]
    for said in (f"{row.state.value}; ", f"{row.state.value}, "):  # the tag has said it
        more = more.removeprefix(said)
    state += [text(in_days(more))] if more not in ("n/a", row.state.value) else []
    law: list[Child] = [
        text(in_days(row.law) or "law not named"),
        join(_read_at(row), ", "),
        *([tag("span", in_days(row.note), class_="kr-why")] if row.note else []),
    ]
    return Row(
        (
            join([text(row.place), *under], Html("<br>")),
            join(state, Html("<br>")),
            tag("span", in_days(row.seven_oh_status), class_="kr-house"),
            str(row.min_age) if row.min_age else "–",
            when,
            tag("span", join([text(part) for part in law], Html("<br>")), class_="kr-breaks"),
        ),
        anchor=f"place-{row.jurisdiction.casefold()}" if row.subject == "kratom" else None,
    )


def _read_at(row: LegalStatus) -> list[Html]:
    """The addresses a row was read at, with what is said of one behind it."""
    ways = [link("read here", row.source)]
    if row.cross_check:
        address, _, remark = row.cross_check.partition(" ")
        compared = link("compared with", address) if "://" in address else text(f"compared with {address}")
        ways.append(join([compared, text(f" {remark}" if remark else "")]))
    return ways


def notice(place: str, on: date) -> Html:
    """What is recorded of the place whose rules are chosen, on that day; empty where the rules are no place's."""
    found = statuses_of(place)
    if not found:
        return Html("")
    heading = f"Legal status of {found[0].place}, told for {day(on)}"
    more = [tag("summary", "Since when, by which law, and where it was read")]
    more += [
        tag("p", in_days(" ".join(row.told(on))), " ", in_days(row.law) or "Law not named", ": ", join(_read_at(row), ", "), ".")
        for row in found
    ]
    said = [tag("p", tag("strong", heading)), *(tag("p", in_days(_told(row, on))) for row in found)]
    advice = tag("p", in_days(NO_ADVICE), " ", link("All places", "legal"), " · ", term("kcpa", "What KCPA means"), class_="kr-soft")
    return tag("div", join(said), tag("details", join(more)), advice, class_="kr kr-note kr-small")


def _told(row: LegalStatus, on: date) -> str:
    """The status, and before it where the record does not reach that day."""
    if row.standing(on) in (Standing.HOLDS, Standing.START_UNKNOWN):
        return _status(row)
    return f"{row.told(on)[0]} As it was recorded: {_status(row)}"


def _status(row: LegalStatus) -> str:
    if row.subject != "kratom":
        return f"{words(row.about)}: {row.seven_oh_status}."
    age = f" Sold from {row.min_age} years of age." if row.min_age else ""
    return f"Kratom: {row.kratom_status}. 7-OH: {row.seven_oh_status}.{age}"
