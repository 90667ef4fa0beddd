"""`registry compare`, `report`, `reproduce` and `export`: questions to the registry."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from registry.cli.options import OUT_FILE, home_option, opened, specimen_option
from registry.errors import ConfigurationError, ReportError
from registry.services import DEFAULT_RULES, BulkKind, BulkSubject, Filters, Registry

_REPORTS = ("pdf", "xlsx", "csv", "html", "zip")
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option("--analyte", required=True, help="A key of data/reference/analytes.csv, e.g. mitragynine or 7oh.")
@click.option("--out", type=OUT_FILE, help="The report; its ending says which kind: .pdf, .xlsx, .csv, .html or .zip (a data package).")
@click.option("--brand", "brands", multiple=True, help="Only this brand (its key); may be given several times.")
@click.option("--product", "products", multiple=True, help="Only this product (its key); two put them head to head.")
@click.option("--tolerance", help="A named tolerance rule, e.g. 90-110.")
@click.option("--on", type=_DAY, help="Compare with the claims in force on this day (YYYY-MM-DD), not on each certificate's own.")
@specimen_option
@home_option
def compare(
    analyte: str,
    out: Path | None,
    brands: tuple[str, ...],
    products: tuple[str, ...],
    tolerance: str | None,
    on: datetime | None,
    specimen: bool,
    home: Path | None,
) -> None:
    """Compare what labels claim with what laboratories measured; print a table, or write a report.

    \b
    Example:
      registry compare --analyte mitragynine --out report.pdf
      registry compare --analyte 7oh --brand acme
    """
    filters = Filters(brands=brands, products=products, specimen=specimen)
    day = on.date() if on else None
    with opened(home) as registry:
        if out is None:
            click.echo(_table(registry, analyte, filters, on=day, tolerance=tolerance))
        else:
            _written(out, registry.report(_kind(out, _REPORTS), analyte, filters, on=day, tolerance=tolerance))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@home_option
def reproduce(file: Path, home: Path | None) -> None:
    """Make a report again from the question it carries, and compare the two byte for byte.

    \b
    Example:
      registry reproduce report.pdf
    """
    with opened(home) as registry:
        found = registry.reproduce(file.read_bytes())
    click.echo(f"{file.name}: asked on {found.statement.provenance.made_on} of journal head {found.statement.provenance.journal_head}")
    if not found.same_data:
        raise ReportError(found.sentence, where=file.name, next_step="Make it anew to see what the registry answers today.")
    click.echo(found.sentence)


@click.command()
@click.argument("about", metavar="[ID|PRODUCT]", default="")
@click.option("--out", required=True, type=OUT_FILE, help="The report; its ending says which kind: .pdf, .xlsx, .csv, .html or .zip.")
@click.option("--rules", help=f"The rule pack that judges, else {DEFAULT_RULES}.")
@click.option("--on", type=_DAY, help="Judge as of this day (YYYY-MM-DD); else today.")
@click.option(
    "--grams-per-day", type=click.FloatRange(min=0, min_open=True), help="For doses and limits per day; else the registry's stated default."
)
@specimen_option
@home_option
def report(
    about: str, out: Path, rules: str | None, on: datetime | None, grams_per_day: float | None, specimen: bool, home: Path | None
) -> None:
    """Write a report on one certificate, on one product (its key), or, with neither, on every result under a rule pack.

    \b
    Example:
      registry report 3f2a9c01b7de-1 --out certificate.pdf
      registry report acme/gold-powder --rules US-UT --on 2026-11-01 --out product.xlsx
      registry report --rules US-UT --on 2026-11-01 --out verdicts.pdf
    """
    kind, day = _kind(out, _REPORTS), on.date() if on else None
    with opened(home) as registry:
        if not about:
            filters = Filters(specimen=specimen)
            content = registry.contaminant_report(rules or DEFAULT_RULES, kind, filters, on=day, grams_per_day=grams_per_day)
        elif registry.is_certificate(about):
            content = registry.certificate_report(about, kind)
        else:
            content = registry.product_report(about, kind, rules=rules, on=day, grams_per_day=grams_per_day)
        _written(out, content)


@click.command()
@click.option(
    "--out",
    required=True,
    type=OUT_FILE,
    help="The file; its ending says which kind: .csv, .parquet, .json, or .schema.json (what the columns mean).",
)
@click.option("--claims", is_flag=True, help="Label claims instead of results.")
@click.option(
    "--journal", is_flag=True, help="The journal as anybody may read it, without what no reviewer has accepted, instead of results."
)
@specimen_option
@home_option
def export(out: Path, claims: bool, journal: bool, specimen: bool, home: Path | None) -> None:
    """Write every published result (or label claim, or entry of the journal) as a table, one measurement a row.

    \b
    Example:
      registry export --out results.csv
      registry export --claims --out claims.parquet
      registry export --journal --out journal.csv
      registry export --out results.schema.json   (what each column of results.json means)
    """
    if claims and journal:
        raise ConfigurationError("One table goes into one file.", next_step="Ask for --claims and for --journal one after the other.")
    subject: BulkSubject = "claims" if claims else "journal" if journal else "results"
    described = out.name.endswith(".schema.json")
    kind: BulkKind = "schema.json" if described else _kind(out, ("csv", "parquet", "json"))
    with opened(home) as registry:
        registry.write_bulk(subject, kind, _placed(out), specimen=specimen)
    _told(out)


def _kind(out: Path, kinds: tuple[str, ...]) -> Any:
    kind = out.suffix.removeprefix(".").lower()
    if kind not in kinds:
        raise ConfigurationError(f"{out.name!r} does not say which kind of file to write.", next_step=f"End it in .{', .'.join(kinds)}.")
    return kind


def _placed(out: Path) -> Path:
    """`out`, its folder made."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(out, error) from error
    return out


def _written(out: Path, content: bytes) -> None:
    try:
        _placed(out).write_bytes(content)
    except OSError as error:
        raise _unwritable(out, error) from error
    _told(out)


def _unwritable(out: Path, error: OSError) -> ReportError:
    return ReportError(f"The file cannot be written: {error}.", where=str(out), next_step="Choose another place.")


def _told(out: Path) -> None:
    click.echo(f"{out}: {out.stat().st_size:,} bytes".replace(",", " "))


def _table(registry: Registry, analyte: str, filters: Filters, **asked: Any) -> str:
    answer = registry.compare(analyte, filters, **asked)
    lines = [f"{len(answer.lots)} comparisons, {len(answer.not_comparable)} that cannot be made:"]
    for row in answer.lots.to_dict("records"):
        low, high = row["measured_low"], row["measured_high"]
        measured = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        lines.append(f"  {row['brand']}, {row['product']}, lot {row['lot'] or 'not printed'}")
        lines.append(f"    measured {measured}, claimed {row['claimed']:g} {row['unit']}: {row['verdict']}")
    reasons = (answer.not_comparable["what"] + ": " + answer.not_comparable["reason"]).value_counts()
    return "\n".join(lines + [f"  {count} x {reason}" for reason, count in reasons.items()])
