"""What contaminants and certificate pages share: a rule pack, a day and grams chosen, and the verdicts under them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import Final, NamedTuple

import pandas as pd
import streamlit as st

from dashboards import address, doses, judgement, links, session
from dashboards.components.empty import empty, note
from dashboards.components.markup import Html, heading, join, stack, tag, text
from dashboards.components.measurement import day, number
from dashboards.components.pager import SHOWN, page_asked, pager
from dashboards.components.result_table import table
from dashboards.components.unfolding import unfolding
from dashboards.glossary import term
from registry.assessment import verdict_parts
from registry.assessment.conformity import Decision
from registry.assessment.judging import DEFAULT_GRAMS_PER_DAY, judge
from registry.assessment.limits import Kind, RulePack, load_pack
from registry.assessment.verdict_parts import judging_kinds
from registry.services import DEFAULT_RULES, Filters

DAILY: Final = f"Limits per day need it. {DEFAULT_GRAMS_PER_DAY:g} g, four servings of 2.4 g, is only where this begins; no recommendation."

AS_OF: Final = "Rules are dated: only those in force on this day judge. Cleared, it is today again."

PART: Final = "verdicts"
"""What the address calls the page of that table, and where it stands."""
SILENT, DOSES = "silent", "doses"
"""What it calls the rules that judge nothing and the doses of every certificate, where they are unfolded."""


class Bench(NamedTuple):
    """Under what is judged."""

    pack: str
    on: date
    grams: float

    @property
    def rules(self) -> RulePack:
        return load_pack(self.pack)

    @property
    def kinds(self) -> frozenset[Kind]:
        return judging_kinds(self.rules)


def ask() -> Bench:
    """The fields for rules, day and grams, in one row. No day means today, here as in every report and command."""
    packs = dict(session.registry().rule_packs())
    one, two, three = st.columns([2, 1, 1])
    with one:
        pack = address.select("Rules", "pack", list(packs), default=DEFAULT_RULES, format_func=packs.__getitem__)
    with two:
        today = datetime.now(UTC).date()
        on = address.day("As of", "on", today, help=AS_OF) or today
    with three:
        grams = address.number("Grams taken in a day", "grams", DEFAULT_GRAMS_PER_DAY, 0.1, 100.0, 0.5, help=DAILY, format="%g")
    return Bench(pack, on, grams)


class Answer(NamedTuple):
    """What the rules say of a choice: results that met a rule, limits nobody has tested, rules that judge nothing."""

    bench: Bench
    filters: Filters
    results: pd.DataFrame
    met: pd.DataFrame
    missing: pd.DataFrame
    silent: pd.DataFrame


@st.cache_resource(max_entries=60, show_spinner=False)  # read by all sessions, changed by none
def judged(token: str, bench: Bench, filters: Filters) -> Answer:
    """Verdicts on the results that `filters` ask for, in the parts that a page tells."""
    results = session.results(token, filters)
    frame = judge(
        results, bench.rules, on=bench.on, grams_per_day=bench.grams, include=bench.kinds, sampling_plans=_planned(token, filters)
    )
    met, missing, silent = verdict_parts.judged(frame), verdict_parts.untested(frame), verdict_parts.silent(frame)
    return Answer(bench, filters, results, met, missing, silent)


@st.cache_resource(max_entries=60, show_spinner=False)
def _planned(token: str, filters: Filters) -> tuple[str, ...]:
    """The certificates that name a sampling plan, whatever rules they are judged by."""
    del token
    return session.registry().sampling_plans(filters)


def dosed(token: str, bench: Bench, filters: Filters) -> doses.Doses:
    """The metals that `filters` ask for as doses. Most packs set no limit per day and lend those of another one: what they say is then
    the same under each of them.
    """
    limits = bench._replace(pack=doses.limits_of(bench.rules).code)
    return _dosed(token, limits, tuple(sorted(bench.kinds)), filters)


@st.cache_resource(max_entries=60, show_spinner=False)
def _dosed(token: str, limits: Bench, kinds: tuple[Kind, ...], filters: Filters) -> doses.Doses:
    results = session.results(token, filters)
    return doses.of(results, limits.rules, on=limits.on, grams=limits.grams, kinds=frozenset(kinds))


def prepare(token: str, filters: Filters) -> None:
    """Judges what `filters` ask for under what pages begin with."""
    bench = Bench(DEFAULT_RULES, datetime.now(UTC).date(), DEFAULT_GRAMS_PER_DAY)
    judged(token, bench, filters)
    dosed(token, bench, filters)


@st.cache_resource(max_entries=60, show_spinner=False)
def mapped(token: str, bench: Bench, filters: Filters) -> pd.DataFrame:
    """Verdicts on the results of many products, whose limits that nobody tested are no part of a map."""
    results = session.results(token, filters)
    return verdict_parts.judged(
        judge(results, bench.rules, on=bench.on, grams_per_day=bench.grams, include=bench.kinds, list_missing=False)
    )


def told(answer: Answer, *, level: int = 2) -> Html:
    """Counts, one page of the table of verdicts, and what was never tested; `level` of the heading over them."""
    bench, met, missing = answer.bench, answer.met, answer.missing
    said = [note(f"{bench.rules.title} is no law. It judges here because it was chosen.")] if bench.kinds != {Kind.LIMIT} else []
    if met.empty:
        sentences = ["No rule of this pack judges a published result of this choice on that day."]
        if len(missing):
            sentences.append("Nobody tested it for: " + "; ".join(judgement.untested_names(missing)) + ".")
        all_of_them = links.address("browse", specimen=answer.filters.specimen)
        ways = (("Add a certificate", links.address("upload")), ("All certificates", all_of_them))
        return stack([*said, empty("Nothing to judge", *sentences, links=ways)])
    gravest = f"Gravest verdict: {judgement.headline(met).lower()}"
    page = page_asked(address.value(PART), len(met), SHOWN)
    ppm = " 1 ppm is 1 mg/kg." if met["rule"].astype(str).str.contains("ppm", regex=False).any() else ""
    sentences_said = f"{judgement.scope(met)} {Decision().sentence()}{ppm} See also ".lstrip()
    caption = join(
        [text(sentences_said), term("probability"), text(", "), term("horwitz"), text(" and "), term("sampling-plan"), text(".")]
    )
    rows = judgement.rows(met.iloc[(page - 1) * SHOWN : page * SHOWN], answer.results)
    said += [
        tag("p", tag("strong", gravest), class_="kr") if level > 2 else heading(gravest),
        judgement.counted(met, missing),
        tag("div", table(judgement.COLUMNS, rows, "Verdicts", caption), id=PART),
    ]
    if len(met) > SHOWN:
        said.append(pager(len(met), page, SHOWN, "verdicts, newest certificate first", name=PART, anchor=PART))
    if len(missing):
        named = "; ".join(judgement.untested_names(missing))
        said.append(note(join([tag("strong", "Limited here and never tested, so not known: "), text(named)])))
    return stack(said)


def told_silent(silent: pd.DataFrame) -> Html:
    """The rules that judge nothing, folded."""
    if silent.empty:
        return Html("")
    rules = "1 rule of this pack that judges" if len(silent) == 1 else f"{len(silent)} rules of this pack that judge"
    label = f"{rules} nothing here, and why"
    return unfolding(label, SILENT, partial(_silent_rules, silent))


def _silent_rules(silent: pd.DataFrame) -> Html:
    return table(judgement.SHOWN_COLUMNS, judgement.silent_rows(silent), "Rules that judge nothing")


def told_doses(bench: Bench, found: doses.Doses) -> Html:
    """Metals as micrograms a day beside the limits per day, and which of them limits the daily amount first; empty without metals.

    The doses of every certificate stand folded where the highest ones are not all.
    """
    if not found.highest:
        return Html("")
    rules = doses.limits_of(bench.rules)
    lent = f" These rules set no limit per day: the limits of {rules.title} stand beside for comparison."
    borrowed = "" if rules is bench.rules else lent
    caption = f"{doses.CAPTION}{borrowed} Limits in force on {day(bench.on)}."
    said = [
        heading(f"As a dose, at {number(bench.grams, 2)} g a day"),
        tag("p", found.first, class_="kr") if found.first else Html(""),
        table(doses.COLUMNS, found.highest, "Micrograms a day", caption, dense=True),
    ]
    if found.count > len(found.highest):
        said.append(unfolding(f"Every certificate as a dose: {found.count} rows", DOSES, partial(_every_dose, found)))
    return stack(said)


def _every_dose(found: doses.Doses) -> Html:
    return table(doses.COLUMNS, found.every(), "Micrograms a day, every certificate", dense=True)
