"""`registry check`: one certificate under the rules of one place on one day, as text or as JSON."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import click
import pandas as pd

from registry.assessment.conformity import Decision, Verdict
from registry.assessment.legal_status import NO_ADVICE, statuses_of
from registry.assessment.limits import load_pack
from registry.assessment.requirements import DemandCheck
from registry.cli.legal import told
from registry.cli.options import home_option, opened
from registry.errors import ReadingError
from registry.services import Registry
from registry.settings import Settings

_FIELDS: Final = (
    "rule_id", "cite", "rule", "analyte", "analyte_key", "text", "unit", "page", "row", "verdict", "rounded_verdict", "p_low", "p_high",
    "reason", "scope",
    "measured_low", "measured_high", "limit", "limit_unit", "grams_per_day", "crossing", "uncertainty", "printed_status", "status_agrees",
    "rule_state", "from", "to", "rule_source", "unverified", "quote", "rule_note",
)  # fmt: skip


@click.command()
@click.argument("what", metavar="FILE|ID")
@click.option("--rules", required=True, help="A rule pack, e.g. US-UT.")
@click.option("--on", type=click.DateTime(formats=["%Y-%m-%d"]), help="Judge as of this day (YYYY-MM-DD); else today.")
@click.option(
    "--grams-per-day", type=click.FloatRange(min=0, min_open=True), help="For limits per day; else the registry's stated default."
)
@click.option("--json", "as_json", is_flag=True, help="Print every verdict with its rule, and every demand, as JSON.")
@home_option
def check(what: str, rules: str, on: datetime | None, grams_per_day: float | None, as_json: bool, home: Path | None) -> None:
    """Judge one certificate, a file or one in the registry, by a rule pack on a day.

    \b
    Example:
      registry check leaf.pdf --rules US-UT --on 2026-11-01
      registry check 3f2a9c01b7de-1 --rules US-UT --grams-per-day 5
      registry check leaf.pdf --rules US-UT --json
    """
    day = on.date() if on else datetime.now(UTC).date()
    load_pack(rules)  # an unknown pack is said before a file is read
    with _named(what, home) as (registry, certificate_ids):
        answers = [
            (each, registry.judge(rules, certificate=each, on=day, grams_per_day=grams_per_day), registry.demands(rules, each, day))
            for each in certificate_ids
        ]
    if as_json:
        click.echo(json.dumps([_record(*answer, day) for answer in answers], ensure_ascii=False, indent=2, allow_nan=False))
    else:
        found = statuses_of(rules)
        click.echo(
            "\n\n".join(
                [
                    *(_text(verdicts, demands, day) for _, verdicts, demands in answers),
                    *(told(status, day) for status in found),
                    *([NO_ADVICE] if found else []),
                ]
            )
        )


@contextmanager
def _named(what: str, home: Path | None) -> Iterator[tuple[Registry, tuple[str, ...]]]:
    """The registry that holds the certificate, and its id; of a file with several samples, several."""
    path = Path(what)
    if not path.is_file():
        with opened(home) as registry:
            yield registry, (what,)
        return
    with tempfile.TemporaryDirectory() as folder:
        # a registry for a moment: the file goes the same way as any other
        place = Path(folder)
        settings = Settings(home=place, database_url=f"sqlite:///{place / 'registry.db'}", files=place / "files")
        with Registry(settings) as registry:
            added = registry.add(path.read_bytes(), path.name, "check")
            if added.failure:
                raise ReadingError(added.failure.reason, code=added.failure.code, next_step=added.failure.next_step)
            yield registry, added.certificate_ids


def _rows(verdicts: pd.DataFrame) -> list[dict[str, Any]]:
    """The verdicts as plain values; None for what is not there."""

    def plain(value: Any) -> Any:
        if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
            return "unbounded" if isinstance(value, float) and math.isinf(value) else None
        return value.item() if hasattr(value, "item") else value

    return [{str(name): plain(value) for name, value in row.items()} for row in verdicts.to_dict("records")]


def _is_judged(row: dict[str, Any]) -> bool:
    return bool(row["certificate_id"]) and row["verdict"] != Verdict.NOT_EVALUATED.value


# --- text ---------------------------------------------------------------------------------------------------------


def _text(verdicts: pd.DataFrame, demands: tuple[DemandCheck, ...], day: date) -> str:
    """The verdicts that rest on this certificate, what it says nothing of, what it must carry, and the rules that judge nothing."""
    rows = _rows(verdicts)
    judged = [row for row in rows if _is_judged(row)]
    lines = [f"{len(judged)} verdicts under {rows[0]['pack']} as of {day.isoformat()}:"]
    for row in judged:
        lines += _verdict(row)
    scopes = sorted({row["scope"] for row in judged if row["scope"]})
    lines += [f"Each verdict is about {scope}." for scope in scopes]
    lines += [Decision().sentence()] if judged else []
    untested = dict.fromkeys(f"{row['rule_id']} ({row['rule']})" for row in rows if row["certificate_id"] and not _is_judged(row))
    if untested:
        lines.append(f"The rules limit this too, and the certificate gives no amount to judge: {', '.join(untested)}.")
    if demands:
        lines += ["What it demands of the certificate itself:", *map(_demand, demands)]
    silent: dict[str, int] = {}
    for row in rows:
        if not row["certificate_id"]:
            silent[row["reason"]] = silent.get(row["reason"], 0) + 1
    return "\n".join(lines + [f"  {count} rules not judged: {reason}" for reason, count in silent.items()])


def _verdict(row: dict[str, Any]) -> list[str]:
    measured = " ".join(str(row[name]) for name in ("analyte", "text", "unit") if row[name])
    shown = measured or str(row["quantity"]).replace("-", " ")
    probability = "" if row["p_low"] is None or row["p_low"] != row["p_high"] else f" (P {row['p_low']:.2f})"
    notes = [row["reason"]]
    if row["rounded_verdict"] not in ("", row["verdict"]):
        notes.append(f"Rounded to the digits of the limit: {row['rounded_verdict']}.")
    if row["crossing"]:
        notes.append(f"Crossed: {row['crossing']}.")
    if row["grams_per_day"] is not None:
        notes.append(f"Counted for {row['grams_per_day']:g} g a day.")
    if row["status_agrees"] == "differs":
        notes.append(f"The certificate itself prints {row['printed_status']}.")
    if row["unverified"]:
        notes.append(f"Of this rule rests on recall: {row['unverified']}.")
    return [f"  {shown} against {row['rule']} [{row['cite']}]", f"    {row['verdict']}{probability}. {' '.join(notes)}".rstrip()]


def _demand(demand: DemandCheck) -> str:
    weight = "" if demand.decides else f" (the rule is {demand.state.value}: shown, and it decides nothing)"
    return f"  {demand.demand} [{demand.cite}]: {demand.answer.value}{weight}. {demand.reason}"


# --- JSON ---------------------------------------------------------------------------------------------------------


def _record(certificate_id: str, verdicts: pd.DataFrame, demands: tuple[DemandCheck, ...], day: date) -> dict[str, Any]:
    rows = _rows(verdicts)
    return {
        "certificate": certificate_id,
        "rules": rows[0]["pack"],
        "on": day.isoformat(),
        "decision_rule": Decision().sentence(),
        "legal_status": [status.model_dump(mode="json") | {"told": status.told(day)} for status in statuses_of(rows[0]["pack"])],
        "verdicts": [{name: row[name] for name in _FIELDS} for row in rows if row["certificate_id"]],
        "rules_not_judged": [
            {name: row[name] for name in ("rule_id", "cite", "rule", "reason", "rule_source")} for row in rows if not row["certificate_id"]
        ],
        "demands": [
            {"rule_id": d.rule_id, "cite": d.cite, "demand": d.demand, "answer": d.answer.value, "reason": d.reason,
             "rule_state": d.state.value, "decides": d.decides, "rule_source": d.source}
            for d in demands
        ],
    }  # fmt: skip
