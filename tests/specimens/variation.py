"""One certificate set in any way: fonts, rulings, column order, units and where they stand, language and marks vary, contents too."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.specimens.content import Header, Row, Sample, Value
from tests.specimens.layouts_leaf import Sheet
from tests.specimens.paper import Look, Raw, cell, fields, line, masthead, preamble, put, table, title
from tests.specimens.scenario import amount


@dataclass(frozen=True)
class Tongue:
    """The words of a language on a certificate."""

    heading: str
    panel: str
    analyte: str
    result: str
    lod: str
    loq: str
    labels: tuple[str, ...]
    """Of report, sample, product, client, lot, matrix, received, completed, reported."""
    day: str
    mark: str
    nd: str
    low: str
    names: tuple[str, ...]


TONGUES = {
    key: Tongue(**{name: tuple(said) if isinstance(said, list) else said for name, said in words.items()})
    for key, words in tomllib.loads((Path(__file__).parent / "tongues.toml").read_text(encoding="utf-8")).items()
}


@dataclass(frozen=True)
class Variation:
    """Everything that is drawn. `milligrams` are the contents in 1/1000 mg/g, one for each row; `columns` are result units in order."""

    tongue: str
    font: str
    size: float
    rules: str
    paper: str
    watermark: bool
    units_in: str
    """header (in brackets), second line, or same cell."""
    columns: tuple[str, ...]
    limits_first: bool
    milligrams: tuple[int, ...]
    indents: int
    prose: bool

    @property
    def decisive(self) -> bool:
        """Whether a number on the page can be read in one way only: `12,345` alone is twelve thousand or twelve."""
        words = TONGUES[self.tongue]
        printed = [_in(n, unit) for n in self.milligrams if n >= LOQ for unit in self.columns]
        numbers = [_text(n, words).partition(words.mark) for n in (*printed, *(_in(limit, self.columns[0]) for limit in (LOD, LOQ)))]
        return words.mark == "." or any(mark and (whole == "0" or len(decimals) != 3) for whole, mark, decimals in numbers)


LOD, LOQ = 12, 36  # in 1/1000 mg/g


def set_variation(v: Variation) -> Sheet:
    """The page and the sample set on it."""
    words = TONGUES[v.tongue]
    look = Look(font=v.font, size=v.size, rules=v.rules, paper=v.paper, watermark=v.watermark, inset=f"(x: {4 + v.indents}pt, y: 2.6pt)")
    rows = tuple(_row(name, thousandths, v, words) for name, thousandths in zip(words.names, v.milligrams, strict=False))
    header = Header(
        lab="Specimen Varying Laboratory",
        report_id="SVL-26-0042",
        sample_id="SVL-0042-01",
        product_name="Specimen Leaf Powder",
        client="Specimen Heron",
        lot="HG-77",
        matrix="Leaf Powder",
        received=date(2026, 3, 17),
        completed=date(2026, 3, 24),
        reported=date(2026, 3, 25),
    )
    values = [header.report_id, header.sample_id, header.product_name, header.client, header.lot, header.matrix]
    values += [words.day.format(d=day.day, m=day.month, y=day.year) for day in (header.received, header.completed, header.reported) if day]
    source = (
        preamble(look, "Specimen Varying Laboratory", v.tongue)
        + masthead(header.lab, "1 Example Quay, Norhill", words.heading, look)
        + put(fields([(label, str(value)) for label, value in zip(words.labels, values, strict=True)], columns=1 + v.indents % 2))
        + title(words.panel, look)
        + put(_table(rows, v, words))
        + (line("SPECIMEN 2026: 3 of 4 scoops (12.5 g) were mixed on 03/18/2026 before 0.5 g was weighed in.", 7) if v.prose else "")
    )
    return Sheet(source, (Sample(header, rows),))


def _row(name: str, thousandths: int, v: Variation, words: Tongue) -> Row:
    values = []
    for unit in v.columns:
        if thousandths < LOD:
            values.append(Value(words.nd, unit, "nd"))
        elif thousandths < LOQ:
            values.append(Value(words.low, unit, "lt_loq"))
        else:
            number = _in(thousandths, unit)
            values.append(Value(_text(number, words), unit, "eq", number))
    first = v.columns[0]
    lod, loq = (amount(_text(_in(limit, first), words), first, words.mark) for limit in (LOD, LOQ))
    return Row("potency", name, tuple(values), lod=lod, loq=loq)


def _in(thousandths: int, unit: str) -> Decimal:
    factor = {"mg/g": "0.001", "% w/w": "0.0001", "mg/kg": "1", "mg/unit": "0.004", "mg/serving": "0.002"}[unit]
    return (thousandths * Decimal(factor)).normalize() + 0


def _text(number: Decimal, words: Tongue) -> str:
    return f"{number:f}".replace(".", words.mark)


def _table(rows: tuple[Row, ...], v: Variation, words: Tongue) -> str:
    limits = [(words.lod, v.columns[0]), (words.loq, v.columns[0])]
    results = [(words.result, unit) for unit in v.columns]
    columns = limits + results if v.limits_first else results + limits
    body = []
    for row in rows:
        bounds = [row.lod.printed if row.lod else "", row.loq.printed if row.loq else ""]
        found = [value.text for value in row.values]
        body.append([row.analyte, *(bounds + found if v.limits_first else found + bounds)])
    if v.units_in == "second line":
        head = [[words.analyte, *(name for name, _ in columns)], ["", *(f"({unit})" for _, unit in columns)]]
    elif v.units_in == "same cell":
        head = [[words.analyte, *(Raw(f"[#{cell(name)} \\ #{cell(unit)}]") for name, unit in columns)]]
    else:
        head = [[words.analyte, *(Raw(f"[#{cell(name)} #box({cell(f'({unit})')})]") for name, unit in columns)]]
    return table(body, head, ("1.8fr", *["1fr"] * len(columns)), "l" + "r" * len(columns))
