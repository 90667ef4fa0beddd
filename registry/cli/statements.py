"""`registry propose`, `answer`, `dispute`, `reply` and `statements`: what people say, and what a reviewer lets stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from registry.cli.options import F, actor_option, home_option, opened
from registry.errors import ConfigurationError
from registry.services import JournalEntry, Proposal, Registry, Statement

_ASKED = (
    ("brand", "The brand on the pack."),
    ("product", "The product's name on the pack."),
    ("lot", "The lot number on the pack."),
    ("form", "powder, capsule, tablet, ..."),
    ("kind", "How the sample came to be tested: vendor-supplied, retail-bought, ..."),
    ("analyte", "What the label claims: a key of data/reference/analytes.csv."),
    ("amount", "How much of it, as printed."),
    ("basis", "Counted against what: per_serving, per_unit, ..."),
    ("serving", "The serving as the label prints it."),
    ("seen-on", "The day the label was seen (YYYY-MM-DD)."),
    ("address", "Where the label can be seen."),
)


def _proposal_options(command: F) -> F:
    for name, help_text in reversed(_ASKED):
        command = click.option(f"--{name}", default="", help=help_text)(command)
    return command


@click.command()
@click.argument("certificate_id")
@_proposal_options
@home_option
@actor_option
def propose(certificate_id: str, home: Path | None, who: str, **asked: str) -> None:
    """Say what a draft is about: brand, product, lot and label; a reviewer reads it before it counts.

    \b
    Example:
      registry propose 3f2a9c01b7de-1 --brand Acme --product "Gold Powder" --lot L-7
    """
    with opened(home) as registry:
        entry = registry.propose(certificate_id, Proposal.model_validate(asked), who)
    click.echo(f"{certificate_id}: proposed by {who} (journal entry {entry.seq}); a reviewer reads it.")


@click.command()
@click.argument("certificate_id")
@click.argument("text")
@home_option
@actor_option
def answer(certificate_id: str, text: str, home: Path | None, who: str) -> None:
    """Answer the reviewer who sent a draft back; it then waits for a reviewer again.

    \b
    Example:
      registry answer 3f2a9c01b7de-1 "The second page is in the new file."
    """
    with opened(home) as registry:
        registry.answer(certificate_id, who, text)
    click.echo(f"{certificate_id}: answered; it waits for a reviewer again.")


def _speaking_options(command: F) -> F:
    """What `dispute` and `reply` ask alike."""
    for option in (
        actor_option,
        home_option,
        click.option("--contact", default="", help="How a reviewer reaches them; kept apart, never published, deleted on request."),
        click.option("--about", "path", default="", help="One figure, as results.0.measurements.0; else the whole certificate."),
        click.option("--by", "party", required=True, help="Who says so; the name that stands beside the figure."),
        click.argument("text"),
        click.argument("certificate_id"),
    ):
        command = option(command)
    return command


@click.command()
@_speaking_options
def dispute(certificate_id: str, text: str, **asked: Any) -> None:
    """Dispute a certificate or one figure; it stands beside the figure once a reviewer shows it, and the figure stays.

    \b
    Example:
      registry dispute 3f2a9c01b7de-1 "Not our lot." --by "Acme" --contact quality@acme.example
    """
    _spoken(lambda registry: registry.dispute, certificate_id, text, **asked)


@click.command()
@_speaking_options
def reply(certificate_id: str, text: str, **asked: Any) -> None:
    """Reply for a brand or a laboratory; it stands beside the figure once a reviewer shows it.

    \b
    Example:
      registry reply 3f2a9c01b7de-1 "The lot was retested." --by "Acme"
    """
    _spoken(lambda registry: registry.reply, certificate_id, text, **asked)


def _spoken(
    speak: Callable[[Registry], Callable[..., JournalEntry]],
    certificate_id: str,
    text: str,
    *,
    party: str,
    path: str,
    contact: str,
    home: Path | None,
    who: str,
) -> None:
    with opened(home) as registry:
        entry = speak(registry)(certificate_id, party, text, path=path, sender=who, contact=contact)
    shown = "stands beside the figure" if entry.payload["shown"] else "a reviewer reads it first"
    click.echo(f"{certificate_id}: statement {entry.seq} is kept; {shown}.")


@click.command()
@click.argument("certificate_id", default="")
@click.option("--show", "shown", type=int, metavar="NUMBER", help="Let this statement stand beside the figure.")
@click.option("--hide", "hidden", type=int, metavar="NUMBER", help="Take this statement from beside the figure, or refuse it; say --why.")
@click.option("--why", default="", help="The reason for hiding; it stands in the journal.")
@click.option("--contact", type=int, metavar="NUMBER", help="Print how to reach who made this statement.")
@click.option("--forget", type=int, metavar="NUMBER", help="Delete how to reach who made this statement.")
@click.option("--json", "as_json", is_flag=True, help="Print the statements as JSON.")
@home_option
@actor_option
def statements(certificate_id: str, why: str, home: Path | None, who: str, *, as_json: bool, **asked: int | None) -> None:
    """List what was said about a certificate, or (without one) what waits for a reviewer; show or hide a statement.

    \b
    Example:
      registry statements
      registry statements 3f2a9c01b7de-1 --show 812
      registry statements 3f2a9c01b7de-1 --hide 812 --why "names a private person"
      registry statements 3f2a9c01b7de-1 --forget 812
    """
    wanted = {name: number for name, number in asked.items() if number is not None}
    if len(wanted) > 1 or (wanted and not certificate_id):
        raise ConfigurationError("One thing is done to one statement.", next_step="Name the certificate, and one of the options.")
    with opened(home) as registry:
        for name, number in wanted.items():
            click.echo(_decided(registry, certificate_id, name, number, who, why))
            return
        found = registry.statements(certificate_id) if certificate_id else registry.waiting_statements()
    if as_json:
        click.echo(json.dumps([_record(said) for said in found], ensure_ascii=False, indent=2))
    else:
        click.echo(
            "\n".join(map(_line, found)) or "Nothing was said." if certificate_id else "\n".join(map(_line, found)) or "Nothing waits."
        )


def _decided(registry: Registry, certificate_id: str, what: str, number: int, who: str, why: str) -> str:
    if what == "shown":
        registry.show_statement(certificate_id, number, who)
        return f"{certificate_id}: statement {number} stands beside the figure."
    if what == "hidden":
        registry.hide_statement(certificate_id, number, who, why)
        return f"{certificate_id}: statement {number} is not shown; the journal says why."
    if what == "contact":
        return registry.contact(certificate_id, number, who) or "No contact is kept."
    return "The contact is deleted." if registry.forget_contact(certificate_id, number, who) else "No contact was kept."


def _line(said: Statement) -> str:
    state = "shown" if said.shown else "waits for a reviewer" if said.waiting else "hidden"
    about = f" about {said.path}" if said.path else ""
    return f"{said.number}  {said.certificate_id}  {said.kind} by {said.who}, {said.at:%Y-%m-%d}{about} ({state}): {said.text}"


def _record(said: Statement) -> dict[str, Any]:
    return {name: getattr(said, name) for name in ("number", "certificate_id", "kind", "who", "text", "shown", "waiting", "path")} | {
        "at": said.at.isoformat()
    }
