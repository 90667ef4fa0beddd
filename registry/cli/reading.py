"""`registry read`: what files say, without keeping them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from registry.cli.options import show_progress
from registry.errors import ConfigurationError, ReadingError
from registry.model.certificate import DraftCertificate
from registry.services import ReadOutcome, Registry
from registry.settings import load_settings


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print readings as JSON (data/schema/reading.schema.json); several as a list.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write STEM.json for each file into this folder.")
@click.option("--overlay", type=click.Path(path_type=Path), help="Draw each page with boxes around what was read: FILE.png, or a folder.")
@click.option("--password", help="For files that ask for one.")
def read(files: tuple[Path, ...], as_json: bool, out: Path | None, overlay: Path | None, password: str | None) -> None:
    """Read certificates and print what they say; nothing is kept.

    Several files are read at once, with progress on standard error. A file that cannot be read gives an error record
    {file, error: {code, reason, page, next_step}} and exit code 3 at the end; the others go on. With --out a file with
    several samples gives STEM.json for the first, then STEM-2.json and so on.

    --overlay shows what was read on the pages themselves, in a colour for each role: FILE.png for a page alone, FILE-1.png
    and so on for several; a folder holds STEM-1.png and so on for each file.

    \b
    Example:
      registry read certificates/*.pdf --out readings
      registry read leaf.pdf --json
      registry read leaf.pdf --overlay leaf.png
    """
    if overlay is not None and overlay.suffix.lower() == ".png" and len(files) > 1:
        raise ConfigurationError("Several files cannot be drawn into one.", where=str(overlay), next_step="Give --overlay a folder.")
    registry = Registry(load_settings())
    outcomes = registry.read(files, password=password, progress=show_progress if len(files) > 1 else None)
    if out is not None:
        _write(out, files, outcomes)
    elif as_json:
        records = [record for outcome, path in zip(outcomes, files, strict=True) for record in _records(outcome, path)]
        click.echo(_json(records[0] if len(records) == 1 else records))
    else:
        for outcome in outcomes:
            click.echo("\n\n".join(_told(draft) for draft in outcome.drafts), nl=bool(outcome.drafts))
    if overlay is not None:
        _draw(registry, overlay, files, outcomes, password)
    _end(outcomes)


def _records(outcome: ReadOutcome, path: Path) -> list[dict[str, Any]]:
    if outcome.failure is None:
        return [draft.reading() for draft in outcome.drafts]
    failure = outcome.failure
    error = {"code": failure.code, "reason": failure.reason, "page": failure.page, "next_step": failure.next_step}
    return [{"file": path.name, "error": error}]


def _write(out: Path, files: Sequence[Path], outcomes: Sequence[ReadOutcome]) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        taken: set[str] = set()
        for path, outcome in zip(files, outcomes, strict=True):
            stem = _free_stem(path, taken)
            for n, record in enumerate(_records(outcome, path), start=1):
                (out / (f"{stem}.json" if n == 1 else f"{stem}-{n}.json")).write_text(_json(record) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"The readings cannot be written: {error}.", where=str(out), next_step="Choose another --out.") from error


def _draw(registry: Registry, to: Path, files: Sequence[Path], outcomes: Sequence[ReadOutcome], password: str | None) -> None:
    """The pages of each file that was read, drawn with their boxes; a file without pages is named on standard error."""
    alone = to.suffix.lower() == ".png"
    taken: set[str] = set()
    try:
        (to.parent if alone else to).mkdir(parents=True, exist_ok=True)
        for path, outcome in zip(files, outcomes, strict=True):
            stem = to.with_suffix("") if alone else to / _free_stem(path, taken)
            count = outcome.drafts[0].pages if outcome.drafts else 0
            number = 0
            for number, page in enumerate(registry.overlays(path, outcome.drafts, password=password), start=1):
                (to if alone and count == 1 else stem.with_name(f"{stem.name}-{number}.png")).write_bytes(page)
            if outcome.drafts and not number:
                click.echo(f"registry: {path.name} is a table without pages; nothing is drawn.", err=True)
    except OSError as error:
        raise ConfigurationError(f"The pages cannot be written: {error}.", where=str(to), next_step="Choose another --overlay.") from error


def _free_stem(path: Path, taken: set[str]) -> str:
    """The file's stem; with its ending where another file of the same stem came before, and a number where that is taken too."""
    names = [path.stem, path.name, *(f"{path.name}-copy{n}" for n in range(2, len(taken) + 3))]
    stem = next(name for name in names if name not in taken)
    taken.add(stem)
    return stem


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _told(draft: DraftCertificate) -> str:
    """A certificate as a few lines for the eye."""
    head = [
        ("laboratory", draft.lab),
        ("report", draft.report_id),
        ("product", draft.product_name),
        ("lot", draft.lot),
        ("issued", draft.dates.reported),
    ]
    lines = [f"{draft.file}: {len(draft.results)} results"]
    lines += [f"  {name:<11} {field.text}" for name, field in head if field]
    for result in draft.results:
        values = "  ".join(m.text if not m.unit or m.unit in m.text else f"{m.text} {m.unit}" for m in result.measurements)
        lines.append(f"  {result.panel.value:<18} {result.analyte:<40} {values}  {result.status or ''}".rstrip())
    lines += [f"  ! {finding.message}" for finding in draft.findings]
    return "\n".join(lines)


def _end(outcomes: Sequence[ReadOutcome]) -> None:
    """Names the files that could not be read, and ends with their exit code."""
    failed = [outcome.failure for outcome in outcomes if outcome.failure]
    for failure in failed:
        click.echo(f"registry: {failure.reason} [{failure.code}] {failure.next_step or ''}".rstrip(), err=True)
    if failed:
        raise click.exceptions.Exit(ReadingError.exit_code)
