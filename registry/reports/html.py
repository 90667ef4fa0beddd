"""A report as one self-contained HTML page: no script, nothing fetched, figures drawn beside their numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Final

from registry.reports import wording
from registry.reports.comparison import CHOSEN_SAMPLE, SPECIMEN_NOTICE, Compared, Comparison, Figures, Ranked
from registry.reports.document import Report, Table
from registry.reports.statement import token_of

_WIDTH: Final = 220
_AXIS: Final = "Share of claim, 0 to 200 %"
_WHOLE: Final = 14
_NARROW: Final = 4
"""Columns that a phone shows beside each other; a row of more stands there as a card, each cell under its heading."""
_TONES: Final = {
    **dict.fromkeys(("conforms", "within", "probably conforms"), "yes"),
    **dict.fromkeys(("does not conform", "outside", "probably does not conform"), "no"),
}
_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1b1f22;--quiet:#5a6468;--line:#d4dadc;--accent:#17505f;--band:#dfeaf0;--paper:#fff}
:root{--yes:light-dark(#17548f,#8cc2f7);--no:light-dark(#9c2f08,#ffa57c)}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecee;--quiet:#a3adb1;--line:#3a4347;--accent:#7cc0d2;--band:#22343c;--paper:#14181a}}
body{font:16px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:76rem;margin:0 auto;padding:1rem}
h1{color:var(--accent);line-height:1.2;font-size:clamp(1.35rem,6vw,2rem)}h2{color:var(--accent);margin-top:2.2rem}.quiet{color:var(--quiet)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;color:var(--quiet);padding:.3rem 0}
th,td{text-align:left;padding:.35rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
.specimen{border:3px solid #8a1538;color:#8a1538;background:#fdf3f6;padding:.6rem 1rem;font-weight:700;position:sticky;top:0}
td.whole,.facts td:first-child{white-space:nowrap}td.yes,td.no{font-weight:600;color:var(--yes)}td.no{color:var(--no)}
caption.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr.group th{background:var(--band);padding-top:.7rem}
svg{display:block}li,p,h1,.facts td:last-child{overflow-wrap:anywhere}
@media(max-width:640px){.facts td:first-child{white-space:normal}
table.wide,.wide caption,.wide tbody,.wide tr,.wide td,.wide tr.group th{display:block}
.wide thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.wide tbody tr{border-bottom:1px solid var(--line);padding:.45rem 0}.wide td{border:0;padding:.1rem .5rem;overflow-wrap:anywhere}
.wide td::before{content:attr(data-label) ": ";color:var(--quiet);font-weight:400}.wide td:empty{display:none}.wide tr.group{padding:0}}
@media print{.specimen{position:static}}
"""


def comparison_html(comparison: Comparison) -> bytes:
    """The page's bytes; equal comparisons made on one day give equal bytes."""
    c = comparison
    parts = [
        _table("Asked", ("What", "Value"), wording.asked(c)),
        _table("How much evidence", ("What", "Number"), [(name, str(count)) for name, count in wording.counted(c)]),
        f'<p class="quiet">{escape(CHOSEN_SAMPLE)}</p>',
        *_ranks(c),
        "<h2>Products</h2>",
        _figures(c),
        "<h2>Every measurement</h2>",
        _measurements(c),
        "<h2>What could not be compared, and why</h2>",
        _refused(c),
        "<h2>Method</h2>",
        _list(c.method),
    ]
    return _page(c, parts, "comparison")


def _refused(c: Comparison) -> str:
    """What could not be compared, under its reasons."""
    head = ("What", "Brand", "Product", "Lot", "As printed")
    lines = []
    for reason, alike in groupby(c.refused, key=lambda r: r.reason):
        lines.append(_over(reason, len(head)))
        lines += [_line(head, (r.what, r.brand, r.product, r.lot, wording.with_unit(r.text, r.unit))) for r in alike]
    return _framed("Each measurement and claim under its reason", head, lines) if lines else '<p class="quiet">Everything was compared.</p>'


def report_html(report: Report) -> bytes:
    """A report of facts and tables as a page; equal reports made on one day give equal bytes."""
    r = report
    parts = [
        f"<p>{escape(r.summary)}</p>",
        f'<p class="quiet">{escape(r.caveat)}</p>',
        _table("Facts", ("What", "Value"), r.facts),
        *(part for table in r.tables for part in _section(table)),
        "<h2>Method</h2>",
        _list(r.method),
    ]
    return _page(r, parts, "report")


def _section(table: Table) -> list[str]:
    if not table.rows:
        return [f"<h2>{escape(table.title)}</h2>", f'<p class="quiet">{escape(table.nothing)}</p>']
    shown = table.shown()
    head = [table.columns[n].header for n in shown]
    lines = []
    for name, rows in table.groups():
        if name:
            lines.append(_over(name, len(head)))
        lines += [_line(head, [wording.cell(row[n]) for n in shown]) for row in rows]
    note = f'<p class="quiet">{escape(table.note)}</p>' if table.note else ""
    return [f"<h2>{escape(table.title)}</h2>", _framed(table.title, head, lines, named_above=True), note]


def _over(name: str, columns: int) -> str:
    """The line over the rows that `name` holds for."""
    return f'<tr class="group"><th scope="rowgroup" colspan="{columns}"><span>{escape(wording.unbroken(name))}</span></th></tr>'


def _line(head: Sequence[str], cells: Sequence[str], drawn: str = "") -> str:
    told = head if _is_wide(head) else [""] * len(head)
    figure = f"<td{_label(told[-1])}>{drawn}</td>" if drawn else ""
    return f"<tr>{''.join(_cell(text, name) for text, name in zip(cells, told, strict=False))}{figure}</tr>"


def _is_wide(head: Sequence[str]) -> bool:
    return len(head) > _NARROW


def _label(name: str) -> str:
    """The heading of a cell where it stands on a card."""
    return f' data-label="{escape(name)}"' if name else ""


def _cell(text: str, name: str) -> str:
    """A cell; a date, a key or a number with its unit is never broken over two lines, and a verdict stands out as on every page."""
    kind = _TONES.get(text) or ("whole" if len(text) <= _WHOLE and " " not in text else "")
    toned = f' class="{kind}"' if kind else ""
    return f"<td{toned}{_label(name)}>{_linked(text)}</td>"


def _framed(caption: str, head: Sequence[str], lines: Sequence[str], *, named_above: bool = False) -> str:
    """A table that scrolls by itself; `named_above`: a heading says the caption already, which then is for screen readers alone."""
    hidden = ' class="unseen"' if named_above else ""
    wide = ' class="wide"' if _is_wide(head) else ' class="facts"' if len(head) == 2 else ""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    inside = f"<caption{hidden}>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>\n<tbody>{chr(10).join(lines)}</tbody>"
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table{wide}>{inside}</table></div>'


def _page(report: Comparison | Report, parts: Sequence[str], name: str) -> bytes:
    """The whole page: the notice of invented data, the title, `parts`, and how to verify; the data embedded under `name`."""
    notice = f'<p class="specimen" role="note">{escape(SPECIMEN_NOTICE)}</p>' if report.specimen else ""
    verify = [
        "<h2>How to verify this report</h2>",
        _list(wording.verify_steps(report)),
        _table("State", ("What", "Value"), wording.state(report)),
    ]
    title = f"{'SPECIMEN - ' if report.specimen else ''}{report.title}"
    data = json.dumps(report.model_dump(mode="json"), ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    meta = f'<meta name="report" content="{token_of(report)}">'
    settings = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head = f"{settings}{meta}<title>{escape(title)}</title><style>{_STYLE}</style>"
    body = "\n".join(part for part in (notice, f"<h1>{escape(report.title)}</h1>", *parts, *verify) if part)
    embedded = f'<script type="application/json" id="{name}">{data}</script>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body><main>\n{body}\n</main>{embedded}</body></html>\n'.encode()


def _ranks(c: Comparison) -> list[str]:
    """Brands beside each other, where the comparison could rank any."""
    if not c.ranked:
        return []
    head = ("Brand", "Source of samples", "Products", "Lots", "Pooled estimate", "95 % interval", "Place, 95 % interval", "Note")
    rows = [
        (
            r.brand,
            wording.in_words(r.acquisition),
            str(r.products),
            str(r.lots),
            "-" if r.estimate is None else wording.share(r.estimate),
            wording.between(r.low, r.high),
            wording.place(r),
            r.note,
        )
        for r in c.ranked
    ]
    drawn = [_ranked_plot(c, r) for r in c.ranked]
    said = "Nearest to the label first. A place is an interval of ranks: brands whose intervals overlap cannot be told apart."
    return ["<h2>Brands beside each other</h2>", f'<p class="quiet">{escape(said)}</p>', _table("Pooled estimates", head, rows, drawn)]


def _ranked_plot(c: Comparison, r: Ranked) -> str:
    if r.estimate is None:
        return "-"
    return _plot(c, r.estimate, r.estimate, None if r.low is None or r.high is None else (r.low, r.high))


def _figures(c: Comparison) -> str:
    rows = [
        (
            f.brand,
            f.product,
            wording.in_words(f.acquisition),
            str(f.lots),
            wording.mean_share(f),
            wording.interval(f),
            f"{f.within} / {f.outside} / {f.undecided}",
            f.note,
        )
        for f in c.products
    ]
    drawn = [_plot(c, f.mean_low or 0.0, f.mean_high, _whisker(f)) for f in c.products]
    head = ("Brand", "Product", "Source of samples", "Lots", "Mean of claim", "95 % interval", "Lots within / outside / open", "Note")
    return _table("Means over lots, as shares of the label claim", head, rows, drawn)


def _whisker(f: Figures) -> tuple[float, float] | None:
    return None if f.interval_low is None or f.interval_high is None else (f.interval_low, f.interval_high)


def _measurements(c: Comparison) -> str:
    """Each measurement, under its product and the claim it is held against."""
    head = ("Lot", "Laboratory", "Issued", "Measured, as printed", "Share of claim", "Verdict", "Probability", "Source", _AXIS)
    caption = "Each measurement against the claim in force"
    groups: dict[str, list[Compared]] = {}
    for r in c.compared:
        groups.setdefault(_against(r), []).append(r)
    lines = []
    for name, alike in groups.items():
        lines.append(_over(name, len(head)))
        lines += [_line(head, _measurement(r), _plot(c, r.share_low, r.share_high)) for r in alike]
    return _framed(caption, head, lines) if lines else f'<p class="quiet">{escape(caption)}: none.</p>'


def _against(r: Compared) -> str:
    claim = f"{wording.amount(r.claim_amount)} {r.claim_unit} {wording.basis(r.claim_basis)}"
    seen = f"label seen {wording.day(r.claim_seen_on)}" if r.claim_seen_on else "label not dated"
    return f"{r.brand}, {r.product} · {wording.in_words(r.acquisition).lower()} · label claim {claim}, {seen}"


def _measurement(r: Compared) -> tuple[str, ...]:
    return (
        r.lot or "none printed",
        r.laboratory,
        wording.day(r.reported),
        f"{r.text} {r.measured_unit}",
        wording.measured_share(r),
        r.verdict,
        wording.probability(r),
        r.source_url or f"certificate {r.certificate_id}",
    )


def _plot(c: Comparison, low: float, high: float | None, whisker: tuple[float, float] | None = None) -> str:
    """A share on the common axis from 0 to twice the claim. The row's numbers say the same: the drawing is hidden from a screen reader."""

    def at(share: float) -> float:
        return round(6 + (_WIDTH - 12) * min(1.0, max(0.0, share / 2)), 1)

    left = at(c.tolerance_lower) if c.tolerance_lower is not None else at(0)
    right = at(c.tolerance_upper) if c.tolerance_upper is not None else at(2)
    marks = [
        f'<rect x="{left}" width="{right - left:.1f}" height="18" fill="var(--band)"/>',
        f'<path d="M{at(1)} 0v18" stroke="var(--quiet)"/>',
    ]
    if whisker:
        marks.append(f'<path d="M{at(whisker[0])} 9H{at(whisker[1])}" stroke="var(--accent)" stroke-width="2"/>')
    if low > 2:
        marks.append(f'<path d="M{_WIDTH - 4} 9l-7 -5v10z" fill="var(--accent)"/>')
    elif low == high:
        marks.append(f'<circle cx="{at(low)}" cy="9" r="4" fill="var(--accent)"/>')
    else:
        end = at(2 if high is None else high)
        marks.append(f'<path d="M{at(low)} 9H{end}" stroke="var(--accent)" stroke-dasharray="2 2"/>')
        if high is not None:
            marks.append(f'<path d="M{at(low)} 9l6 -4v8z" fill="var(--accent)"/>')
            marks.append(f'<circle cx="{end}" cy="9" r="4" fill="var(--paper)" stroke="var(--accent)"/>')
    return f'<svg width="{_WIDTH}" height="18" viewBox="0 0 {_WIDTH} 18" aria-hidden="true">{"".join(marks)}</svg>'


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], drawn: Sequence[str] = ()) -> str:
    told = (*head, *([_AXIS] if drawn else []))
    lines = [_line(told, row, drawn[number] if drawn else "") for number, row in enumerate(rows)]
    if not lines:
        return f'<p class="quiet">{escape(caption)}: none.</p>'
    return _framed(caption, told, lines)


def _linked(text: str) -> str:
    if text.startswith(("https://", "http://")) and " " not in text:
        return f'<a href="{escape(text)}" rel="noopener noreferrer">{escape(text)}</a>'
    return escape(wording.unbroken(text))


def _list(sentences: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(s)}</li>" for s in sentences) + "</ul>"
