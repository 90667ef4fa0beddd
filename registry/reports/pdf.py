"""A report as a PDF: tagged and archivable (PDF/A-3a and PDF/UA-1), figures as vectors, its data attached as JSON."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

import typst

from registry.assessment.conformity import Verdict
from registry.errors import ReportError
from registry.reports import wording
from registry.reports.comparison import CHOSEN_SAMPLE, SPECIMEN_NOTICE, Compared, Comparison, Figures, Ranked, canonical_json
from registry.reports.document import Report, Table
from registry.reports.statement import token_of

TEMPLATES: Final = Path(__file__).parent
Standard = Literal["a-3a", "ua-1"]
STANDARDS: Final[tuple[Standard, ...]] = ("a-3a", "ua-1")


def comparison_pdf(comparison: Comparison) -> bytes:
    """The report's bytes; equal comparisons made on one day give equal bytes. Raises ReportError where it cannot be set."""
    return typeset("comparison.typ", _content(comparison), comparison.provenance.made_on)


def typeset(template: str, content: dict[str, Any], made_on: Any) -> bytes:
    """The template filled with `content`, as PDF. Only the compiler's own fonts are used, so that every machine sets the same page.

    A name in a script those fonts lack breaks the archival standards; the page is then set without them, boxes for the
    glyphs, rather than refused.
    """
    midnight = int(datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC).timestamp())
    inputs = {"report": json.dumps(content, ensure_ascii=False)}

    def compiled(standards: list[Standard]) -> bytes:
        return typst.compile(
            TEMPLATES / template,
            root=TEMPLATES,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=[*standards],
            timestamp=midnight,
        )

    try:
        return compiled(list(STANDARDS))
    except typst.TypstError:
        pass
    try:
        return compiled([])
    except typst.TypstError as error:
        raise ReportError("The report's page could not be set.", where=template, next_step=f"Report this: {error}") from error


def _content(c: Comparison) -> dict[str, Any]:
    numbers = _source_numbers(c)
    addresses = _address_numbers(c, len(numbers))
    day = c.provenance.made_on
    axis = _axis(c)
    return {
        "title": c.title,
        "summary": _summary(c),
        "keywords": ["kratom", "label claim", c.selection.analyte_name, token_of(c)],
        "specimen": c.specimen,
        "notice": SPECIMEN_NOTICE,
        "made": {"year": day.year, "month": day.month, "day": day.day},
        "made-text": wording.day(day),
        "fingerprint": c.fingerprint,
        "asked": wording.asked(c),
        "caveat": CHOSEN_SAMPLE,
        "verdicts": _verdicts(c),
        "tolerance": wording.tolerance(c),
        "lower": c.tolerance_lower,
        "upper": c.tolerance_upper,
        "axis": axis,
        "ticks": [tick / 2 for tick in range(int(axis * 2) + 1)],
        "brands": [_figures(f, (f.brand, wording.in_words(f.acquisition))) for f in c.brands],
        "products": [_figures(f, (f.brand, f.product)) for f in c.products],
        "ranked": [_ranked(r) for r in c.ranked],
        "notes": _notes(c),
        "compared": _groups(c, numbers, addresses),
        "nothing": "No measurement could be held against a label claim on the same basis. The table below says why.",
        "reasons": _reasons(c),
        "refused": _refused(c, addresses),
        "method": c.method,
        "sources": _sources(c, numbers) + [[str(n), "", "", "", url] for url, n in addresses.items()],
        "state": wording.state(c),
        "verify": wording.verify_steps(c),
        "attachment": canonical_json(c.model_dump(mode="json")).decode("utf-8"),
    }


def report_pdf(report: Report) -> bytes:
    """A report of facts and tables; equal reports made on one day give equal bytes. Raises ReportError where it cannot be set."""
    r, day = report, report.provenance.made_on
    content = {
        "title": r.title,
        "summary": r.summary,
        "keywords": ["kratom", r.selection.about, token_of(r)],
        "specimen": r.specimen,
        "notice": SPECIMEN_NOTICE,
        "made": {"year": day.year, "month": day.month, "day": day.day},
        "made-text": wording.day(day),
        "fingerprint": r.fingerprint,
        "caveat": r.caveat,
        "facts": r.facts,
        "tables": [_table(table) for table in r.tables],
        "method": r.method,
        "state": wording.state(r),
        "verify": wording.verify_steps(r),
        "attachment": canonical_json(r.model_dump(mode="json")).decode("utf-8"),
        "record": r.record,
    }
    return typeset("report.typ", content, day)


def _table(table: Table) -> dict[str, Any]:
    shown = table.shown()
    columns = [table.columns[n] for n in shown]
    return {
        "title": table.title,
        "note": table.note,
        "nothing": table.nothing,
        "heads": [c.header for c in columns],
        "widths": [c.width for c in columns],
        "right": [c.kind in ("integer", "number") for c in columns],
        "groups": [
            {"name": wording.unbroken(name), "rows": [[wording.unbroken(wording.cell(row[n])) for n in shown] for row in rows]}
            for name, rows in table.groups()
        ],
    }


def _ranked(r: Ranked) -> dict[str, Any]:
    pooled = "-" if r.estimate is None else wording.share(r.estimate)
    return {
        "names": [r.brand, wording.in_words(r.acquisition)],
        "counts": [str(r.products), str(r.lots)],
        "pooled": pooled,
        "interval": wording.between(r.low, r.high),
        "place": wording.place(r),
        "low": r.estimate,
        "high": r.estimate,
        "whisker": None if r.low is None or r.high is None else [max(0.0, r.low), r.high],
        "note": r.note,
    }


def _summary(c: Comparison) -> str:
    facts = dict(wording.counted(c))
    compared = ", ".join(wording.plural(facts[f"{thing}s"], thing) for thing in ("lot", "product", "brand"))
    left_out = wording.plural(facts["measurements not comparable"], "measurement"), wording.plural(facts["claims not comparable"], "claim")
    first = wording.plural(facts["measurements compared"], "measurement")
    return f"{first} compared ({compared}); {left_out[0]} and {left_out[1]} could not be compared."


def _axis(c: Comparison) -> float:
    """The share at the right end of the axis: half steps, at least 1.5 and at most 3 times the claim."""
    shares = [r.share_high or r.share_low for r in c.compared] + [f.interval_high or 0.0 for f in (*c.products, *c.brands)]
    return min(3.0, max(1.5, -(-max(shares, default=1.0) // 0.5) * 0.5))


def _notes(c: Comparison) -> list[tuple[str, str]]:
    """Each remark on the figures once, with the products it is about."""
    products: dict[str, list[str]] = {}
    for f in c.products:
        if f.note:
            products.setdefault(f.note, []).append(f"{f.brand}, {f.product}")
    return [(note, "; ".join(names)) for note, names in products.items()]


def _verdicts(c: Comparison) -> list[tuple[str, str]]:
    counts = Counter(r.verdict for r in c.compared)
    return [(v.value, str(counts[v.value])) for v in Verdict if counts[v.value] or v.value in _FIVE]


_FIVE: Final = frozenset(v.value for v in Verdict if v not in (Verdict.WITHIN, Verdict.OUTSIDE, Verdict.NOT_EVALUATED))


def _figures(f: Figures, names: tuple[str, str]) -> dict[str, Any]:
    whisker = None if f.interval_low is None or f.interval_high is None else [f.interval_low, f.interval_high]
    return {
        "names": names,
        "lots": str(f.lots),
        "mean": wording.mean_share(f),
        "interval": wording.interval(f),
        "counts": f"{f.within} / {f.outside} / {f.undecided}",
        "low": f.mean_low if f.mean_low is not None else 0.0,
        "high": f.mean_high,
        "whisker": whisker,
    }


_ORIGIN: Final = {"unknown": "origin of the sample not stated"}


def _groups(c: Comparison, numbers: dict[str, int], addresses: dict[str, int]) -> list[dict[str, Any]]:
    """The measurements by product and claim, in their order."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for r in c.compared:
        kind = "" if c.specimen else f" ({_ORIGIN.get(r.acquisition, r.acquisition)})"
        groups.setdefault((f"{r.brand}, {r.product}{kind}", _claim(r, addresses)), []).append(_compared(r, numbers[r.certificate_id]))
    return [{"product": product, "claim": claim, "rows": rows} for (product, claim), rows in groups.items()]


def _claim(r: Compared, addresses: dict[str, int]) -> str:
    seen = f", label seen {wording.day(r.claim_seen_on)}" if r.claim_seen_on else ", label not dated"
    note = f" ({r.claim_note})" if r.claim_note else ""
    source = f", source {addresses[r.claim_source_url]}" if r.claim_source_url else ""
    return f"Claim {wording.amount(r.claim_amount)} {r.claim_unit} {wording.basis(r.claim_basis)}{seen}{note}{source}"


def _refused(c: Comparison, addresses: dict[str, int]) -> list[dict[str, Any]]:
    """What could not be compared, by reason."""
    groups: dict[str, list[dict[str, str]]] = {}
    for r in c.refused:
        about = ", ".join(filter(None, (r.brand, r.product)))
        source = str(addresses[r.source_url]) if r.source_url else ""
        row = {"what": r.what, "about": about, "lot": r.lot, "printed": wording.with_unit(r.text, r.unit), "source": source}
        groups.setdefault(r.reason, []).append(row)
    return [{"reason": reason, "rows": rows} for reason, rows in groups.items()]


def _address_numbers(c: Comparison, after: int) -> dict[str, int]:
    """Numbers of the addresses of claims and of what was refused, each address once, after the certificates."""
    urls = [r.claim_source_url for r in c.compared] + [r.source_url for r in c.refused]
    return {url: n for n, url in enumerate(dict.fromkeys(filter(None, urls)), start=after + 1)}


def _compared(r: Compared, source: int) -> dict[str, Any]:
    return {
        "lot": r.lot or "none printed",
        "laboratory": r.laboratory,
        "source": str(source),
        "issued": wording.day(r.reported),
        "printed": f"{r.text} {r.measured_unit}".strip(),
        "share": wording.measured_share(r),
        "low": r.share_low,
        "high": r.share_high,
        "verdict": r.verdict,
        "probability": wording.probability(r),
        "basis": "" if r.uncertainty == "none" else r.uncertainty,
    }


def _reasons(c: Comparison) -> list[tuple[str, str, str]]:
    measured = Counter(r.reason for r in c.refused if r.what == "measurement")
    claims = Counter(r.reason for r in c.refused if r.what == "claim")
    return [(reason, str(measured[reason]), str(claims[reason])) for reason, _ in (measured + claims).most_common()]


def _source_numbers(c: Comparison) -> dict[str, int]:
    return {certificate: n for n, certificate in enumerate(dict.fromkeys(r.certificate_id for r in c.compared), start=1)}


def _sources(c: Comparison, numbers: dict[str, int]) -> list[list[str]]:
    first = {r.certificate_id: r for r in reversed(c.compared)}
    out = []
    for certificate, n in numbers.items():
        r = first[certificate]
        evidence = f"grade {r.grade}" if r.grade else f"page {r.page}" if r.page else "on file"
        out.append(
            [
                str(n),
                certificate,
                f"{r.laboratory}, {wording.day(r.reported)}".strip(", "),
                evidence,
                r.source_url or "file held by the registry",
            ]
        )
    return out
