"""`registry legal`: what is recorded of the law of a place on a day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import click

from registry.assessment.legal_status import NO_ADVICE, LegalStatus, legal_statuses, named_place


@click.command()
@click.argument("place", default="")
@click.option("--on", type=click.DateTime(formats=["%Y-%m-%d"]), help="Told for this day (YYYY-MM-DD); else for today.")
@click.option("--json", "as_json", is_flag=True, help="Print every field as JSON.")
def legal(place: str, on: datetime | None, as_json: bool) -> None:
    """Say what is recorded of the legal status of kratom in a place on a day, with law and source; without a place, list all.

    \b
    Example:
      registry legal
      registry legal US-KY --on 2027-01-15
      registry legal Utah --json
    """
    day = on.date() if on else datetime.now(UTC).date()
    found = named_place(place) if place else legal_statuses()
    if as_json:
        click.echo(json.dumps([row.model_dump(mode="json") | {"told": row.told(day)} for row in found], ensure_ascii=False, indent=2))
        return
    click.echo("\n".join([*(told(row, day) if place else _line(row) for row in found), NO_ADVICE]))


def told(row: LegalStatus, day: date) -> str:
    """One status for a reader at a terminal: what holds, since when, by which law, and where that was read."""
    kratom = f"{row.kratom_status}; 7-OH: " if row.subject == "kratom" else ""
    age = f" From {row.min_age} years of age." if row.min_age else ""
    status = f"{row.place}, {row.about}: {kratom}{row.seven_oh_status}.{age}"
    law = f"  {row.law or 'Law not named'}, read at {row.source}"
    return "\n".join([status, f"  For {day.isoformat()}: {' '.join(row.told(day))}", law, *([f"  {row.note}"] if row.note else [])])


def _line(row: LegalStatus) -> str:
    return f"{row.jurisdiction:<10} {row.place:<24} {row.state.value:<16} {row.about}"
