"""`registry add`, `show` and `import-claims`: records in, records out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from registry.cli.options import actor_option, home_option, opened, show_progress, specimen_option
from registry.errors import ConfigurationError, ReadingError, RecordError
from registry.services import Added, Registry


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@home_option
@actor_option
@click.option("--password", help="For files that ask for one. It is not kept; a copy that opens without it is, to show its pages.")
@click.option("--specimen", is_flag=True, help="The files are invented, for demonstration or tests.")
def add(files: tuple[Path, ...], home: Path | None, who: str, password: str | None, specimen: bool) -> None:
    """Keep certificates; each becomes a draft that waits for a reviewer.

    The same bytes twice are one certificate. A file that cannot be read is kept as well and named with the reason; the
    exit code is then 3.

    \b
    Example:
      registry add certificates/*.pdf
    """
    contents = [(_content(path), path.name) for path in files]
    with opened(home) as registry:
        progress = show_progress if len(files) > 1 else None
        added = registry.add_many(contents, who, progress=progress, password=password, specimen=specimen)
    for each in added:
        click.echo(_told(each))
    if any(each.failure for each in added):
        raise click.exceptions.Exit(ReadingError.exit_code)


@click.command()
@click.argument("certificate_id")
@home_option
@click.option("--json", "as_json", is_flag=True, help="The whole record, with corrections and history.")
def show(certificate_id: str, home: Path | None, as_json: bool) -> None:
    """Show one certificate: what it says now, what was decided about it, and where it came from.

    \b
    Example:
      registry show 3f2a9c01b7de-1
      registry show 3f2a9c01b7de-1 --json
    """
    with opened(home) as registry:
        click.echo(_record(registry, certificate_id) if as_json else _page(registry, certificate_id))


@click.command("import-claims")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@home_option
@actor_option
@specimen_option
def import_claims(file: Path, home: Path | None, who: str, specimen: bool) -> None:
    """Take label claims from a CSV; brands and products are made as needed.

    Columns: brand, product, form, analyte, amount, unit, basis, serving_text, seen_on, source_url, note. A row that is not
    right is left out and named with its line, the others are taken; the exit code is then 4. The analyte is a key of
    data/reference/analytes.csv; an empty amount means that the label was seen and states none.

    \b
    Example:
      registry import-claims labels.csv
    """
    with opened(home) as registry:
        imported = registry.import_claims(_text(file), who, specimen=specimen)
    click.echo(f"{imported.added} claims added, {imported.already_there} already there, {len(imported.errors)} rows left out.")
    for error in imported.errors:
        click.echo(f"{file}, line {error.line}: {error.reason}", err=True)
    if imported.errors:
        raise click.exceptions.Exit(RecordError.exit_code)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"The file cannot be opened: {error.strerror}.", where=str(path), next_step="Check its rights.") from error


def _text(path: Path) -> str:
    try:
        return _content(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError(f"This is no text in UTF-8: {error}.", where=str(path), next_step="Save it as CSV UTF-8.") from error


def _told(added: Added) -> str:
    if added.failure:
        return f"{added.file_name}: kept, not read: {added.failure.reason} [{added.failure.code}] {added.failure.next_step or ''}".rstrip()
    known = "already there: " if added.duplicate else ""
    return f"{added.file_name}: {known}{' '.join(added.certificate_ids)}"


def _record(registry: Registry, certificate_id: str) -> str:
    certificate = registry.certificate(certificate_id).model_dump(mode="json")
    history = [
        {"at": e.at.isoformat(), "actor": e.actor, "action": e.action, "payload": e.payload} for e in registry.history(certificate_id)
    ]
    return json.dumps({**certificate, "history": history}, ensure_ascii=False, indent=1)


def _page(registry: Registry, certificate_id: str) -> str:
    certificate = registry.certificate(certificate_id)
    current, subject = certificate.current, certificate.subject
    lines = [f"Certificate {certificate.id}: {certificate.state.value}, {certificate.acquisition.kind.value}"]
    lines += [f"  source      {certificate.source.file_name or certificate.source.url}"]
    lines += [f"  product     {registry.brand(subject.brand).name}, {registry.product(subject.product).name}"] if subject else []
    fields = (("laboratory", current.lab), ("report", current.report_id), ("lot", current.lot), ("issued", current.dates.reported))
    lines += [f"  {name:<11} {field.text}" for name, field in fields if field]
    for result in current.results:
        values = "  ".join(m.text if not m.unit or m.unit in m.text else f"{m.text} {m.unit}" for m in result.measurements)
        lines.append(f"  {result.panel.value:<18} {result.analyte:<40} {values}")
    lines += [f"  {entry.at:%Y-%m-%d %H:%M} UTC  {entry.action} by {entry.actor}" for entry in registry.history(certificate_id)]
    return "\n".join(lines)
