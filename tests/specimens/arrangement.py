"""One set of results arranged in any way: half tables, tables on their side, limits and verdicts in one cell, marks, powers of ten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tests.specimens.content import Amount, Header, Row, Sample, Value
from tests.specimens.layouts_leaf import Sheet
from tests.specimens.paper import Look, Raw, cell, fields, masthead, power, preamble, put, side_by_side, table, title

ALKALOIDS = ("Mitragynine", "7-Hydroxymitragynine", "Paynantheine", "Speciogynine", "Speciociliatine", "Corynantheidine")
METALS = ("Arsenic", "Cadmium", "Lead", "Mercury")
COUNTS = ("Total Aerobic Count", "Total Yeast and Mold")
PESTICIDES = (("Chlorantraniliprole", 11), ("Pentachloronitrobenzene", 12), ("Spinosad", 0), ("Bifenthrin", 0))
"""Names with the place where a narrow column breaks them; 0 where it does not."""
LOQ = Decimal("0.05")
METAL_LIMIT = Decimal("0.5")


@dataclass(frozen=True)
class Arrangement:
    """Everything that is drawn. `contents` are hundredths of mg/g, `metals` thousandths of µg/g (below 10 under the LOQ of 0.010)."""

    shape: str
    """plain, halves (two half tables side by side) or side (the alkaloids as columns)."""
    comma: bool
    """Whether the decimal mark is a comma."""
    contents: tuple[int, ...]
    metals: tuple[int, int, int, int]
    counts: tuple[tuple[int, int], tuple[int, int]]
    """Mantissa in tenths (10 to 99) and exponent of each count."""
    notation: str
    """plain, grouped, E or power."""
    verdicts: str
    """apart (limit and status in two columns), together (one cell), or none."""
    marks: str
    """none, star, or number (a small raised 1)."""
    broken: bool
    """Whether a table of pesticides with names broken at hyphens follows."""
    font: str
    rules: str


def set_arrangement(a: Arrangement) -> Sheet:
    """The page and the sample set on it."""
    look = Look(font=a.font, rules=a.rules, watermark=False)
    header = Header(
        lab="Specimen Arranging Laboratory",
        report_id="SAL-26-0107",
        sample_id="SAL-0107-01",
        product_name="Specimen Leaf Powder",
        client="Specimen Heron",
        lot="HG-78",
        matrix="Leaf Powder",
        received=date(2026, 3, 17),
        reported=date(2026, 3, 25),
    )
    labels = ("Report ID:", "Sample ID:", "Sample Name:", "Client:", "Lot Number:", "Matrix:", "Date Received:", "Date Reported:")
    texts = (header.report_id, header.sample_id, header.product_name, header.client, header.lot, header.matrix, "2026-03-17", "2026-03-25")
    alkaloids, metals, counts = _alkaloids(a), _metals(a), _counts(a)
    pesticides = tuple(Row("pesticides", name, (Value("ND", "ppm", "nd"),)) for name, _ in PESTICIDES) if a.broken else ()
    source = (
        preamble(look, "Specimen Arranging Laboratory")
        + masthead(header.lab, "1 Example Quay, Norhill", "Certificate of Analysis", look)
        + put(fields([(label, str(text)) for label, text in zip(labels, texts, strict=True)]))
        + title("Alkaloids by HPLC", look)
        + _alkaloid_tables(alkaloids, a)
        + title("Heavy Metals by ICP-MS", look)
        + put(_metal_table(metals, a))
        + title("Microbiology", look)
        + put(
            table(
                [[row.analyte, _count_printed(value, a)] for row, value in zip(counts, a.counts, strict=True)],
                [["Organism", "CFU/g"]],
                ("2fr", "1fr"),
            )
        )
    )
    if a.broken:
        broken = [[Raw(f"[{cell_broken(name, at)}]"), "ND"] for name, at in PESTICIDES]
        source += title("Pesticides by LC-MS/MS", look) + put(table(broken, [["Analyte", "Result (ppm)"]], ("2.6cm", "2.4cm")))
    return Sheet(source, (Sample(header, (*alkaloids, *metals, *counts, *pesticides)),))


def cell_broken(name: str, at: int) -> str:
    return f"#{cell(name[:at] + '-')} \\ #{cell(name[at:])}" if at else f"#{cell(name)}"


def _alkaloids(a: Arrangement) -> tuple[Row, ...]:
    rows = []
    for name, hundredths in zip(ALKALOIDS, a.contents, strict=False):
        number = Decimal(hundredths).scaleb(-2)
        value = Value("<LOQ", "mg/g", "lt_loq") if number < LOQ else Value(_text(number, a), "mg/g", "eq", number)
        rows.append(Row("potency", name, (value,)))
    if a.marks == "star":
        rows[0] = replace(rows[0], analyte=rows[0].analyte + "*")
    return tuple(rows)


def _metals(a: Arrangement) -> tuple[Row, ...]:
    rows = []
    for name, thousandths in zip(METALS, a.metals, strict=True):
        number = Decimal(thousandths).scaleb(-3)
        low = thousandths < 10
        bound = Decimal("0.010")
        value = Value(f"<{_text(bound, a)}", "µg/g", "lt", bound) if low else Value(_text(number, a), "µg/g", "eq", number)
        limit = None if a.verdicts == "none" else Amount(METAL_LIMIT, "µg/g", _text(METAL_LIMIT, a))
        status = None if a.verdicts == "none" else "fail" if number > METAL_LIMIT else "pass"
        rows.append(Row("heavy_metals", name, (value,), limit=limit, status=status))
    return tuple(rows)


def _counts(a: Arrangement) -> tuple[Row, ...]:
    values = [Decimal(mantissa).scaleb(exponent - 1) for mantissa, exponent in a.counts]
    return tuple(Row("microbials", name, (Value(str(v), "CFU/g", "eq", v),)) for name, v in zip(COUNTS, values, strict=True))


def _count_printed(count: tuple[int, int], a: Arrangement) -> str:
    mantissa, exponent = count
    head = _text(Decimal(mantissa).scaleb(-1), a)
    if a.notation == "power":
        return power(head, exponent)
    if a.notation == "E":
        return f"{head}E+{exponent:02d}"
    whole = mantissa * 10 ** (exponent - 1)
    return f"{whole:,}".replace(",", " " if a.comma else ",") if a.notation == "grouped" else str(whole)


def _alkaloid_tables(rows: tuple[Row, ...], a: Arrangement) -> str:
    if a.shape == "side":
        names = ["", *(_name(row, a) for row in rows)]
        return put(table([["mg/g", *(row.values[0].text for row in rows)]], [names], ("1fr", *["2fr"] * len(rows))))
    body = [[_name(row, a), row.values[0].text] for row in rows]
    head = [["Analyte", "Result (mg/g)"]]
    if a.shape == "halves":
        middle = (len(body) + 1) // 2
        return side_by_side(*(table(half, head, ("2fr", "1fr")) for half in (body[:middle], body[middle:])))
    return put(table(body, head, ("2fr", "1fr")))


def _name(row: Row, a: Arrangement) -> str:
    return Raw(f"[#{cell(row.analyte)}#super[1]]") if a.marks == "number" and row.analyte == ALKALOIDS[1] else row.analyte


def _metal_table(rows: tuple[Row, ...], a: Arrangement) -> str:
    body = [[row.analyte, row.values[0].text] for row in rows]
    head = ["Element", "Result (µg/g)"]
    if a.verdicts == "apart":
        head += ["Limit (µg/g)", "Status"]
        body = [[*cells, row.limit.printed if row.limit else "", (row.status or "").title()] for cells, row in zip(body, rows, strict=True)]
    elif a.verdicts == "together":
        head += ["Limit (µg/g) / Status"]
        body = [
            [*cells, f"{row.limit.printed if row.limit else ''} {(row.status or '').upper()}"]
            for cells, row in zip(body, rows, strict=True)
        ]
    return table(body, [head], ("2fr", *["1fr"] * (len(head) - 1)))


def _text(number: Decimal, a: Arrangement) -> str:
    return f"{number:f}".replace(".", "," if a.comma else ".")
