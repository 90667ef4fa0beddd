"""Layouts of leaf and extract certificates in English: summary boxes, a panel on each page, half tables, tall headers, continued tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from tests.specimens.content import Row, Sample, Value
from tests.specimens.paper import PAGE_BREAK, Look, Raw, fields, line, masthead, preamble, put, side_by_side, span, table, title
from tests.specimens.scenario import Column, Order, amount, potency, quantified, total

PERCENT = Column("% w/w", Decimal("0.1"))
MG_G = Column("mg/g")
METALS = ("Arsenic", "Cadmium", "Lead", "Mercury")
PESTICIDES = (
    "Abamectin", "Acephate", "Acetamiprid", "Azoxystrobin", "Bifenazate", "Bifenthrin", "Boscalid", "Carbaryl", "Carbofuran",
    "Chlorantraniliprole", "Chlorfenapyr", "Chlorpyrifos", "Clofentezine", "Cyfluthrin", "Cypermethrin", "Daminozide", "Diazinon",
    "Dichlorvos", "Dimethoate", "Ethoprophos", "Etofenprox", "Etoxazole", "Fenhexamid", "Fenoxycarb", "Fenpyroximate", "Fipronil",
    "Flonicamid", "Fludioxonil", "Hexythiazox", "Imazalil", "Imidacloprid", "Kresoxim-methyl", "Malathion", "Metalaxyl", "Methiocarb",
    "Methomyl", "Mevinphos", "Myclobutanil", "Naled", "Oxamyl", "Paclobutrazol", "Permethrins", "Phosmet", "Piperonyl Butoxide",
    "Prallethrin", "Propiconazole", "Propoxur", "Pyridaben", "Spinosad", "Spiromesifen", "Spirotetramat", "Spiroxamine", "Tebuconazole",
    "Thiacloprid", "Thiamethoxam", "Trifloxystrobin",
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A specimen ready to be set: typst source, the samples set in it, and its number of pages."""

    source: str
    samples: tuple[Sample, ...]
    pages: int = 1


def us(day: object) -> str:
    """A date as printed in the United States, month first."""
    return f"{day.month:02d}/{day.day:02d}/{day.year}" if day else ""  # type: ignore[attr-defined]


def results_relate(order: Order) -> str:
    rule = "Results relate only to the item tested, as received. This report shall not be reproduced except in full without the approval of"
    return f"{rule} {order.header.lab}."


def english_fields(order: Order) -> list[tuple[str, str]]:
    h = order.header
    pairs = [
        ("Report ID:", h.report_id), ("Sample ID:", h.sample_id), ("Sample Name:", h.product_name), ("Lot Number:", h.lot or ""),
        ("Client:", h.client), ("Matrix:", h.matrix), ("Date Collected:", us(h.collected)), ("Date Received:", us(h.received)),
        ("Date Completed:", us(h.completed)), ("Date Reported:", us(h.reported)),
    ]  # fmt: skip
    return [(label, value) for label, value in pairs if value or label == "Lot Number:"]


def limits(row: Row) -> tuple[str, str]:
    return (row.lod.printed if row.lod else "", row.loq.printed if row.loq else "")


def metals(unit: str, values: dict[str, str], loq: str, limit: dict[str, str], page: int = 1) -> tuple[Row, ...]:
    """Metal rows; a text that starts with `<` is below its number."""
    return tuple(
        Row("heavy_metals", name, (said(text, unit),), page, loq=amount(loq, unit), limit=amount(limit[name], unit), status="pass")
        for name, text in values.items()
    )


def said(text: str, unit: str | None, mark: str = ".") -> Value:
    """A printed result in words or figures: `<10`, ND, <LOQ, Absent, 0.064."""
    words = {
        "ND": "nd",
        "<LOQ": "lt_loq",
        "BQL": "lt_loq",
        "NT": "not_tested",
        "Absent": "absent",
        "Not Detected": "nd",
        "n.n.": "nd",
        "negativní": "absent",
        "No detectado": "nd",
        "Ausencia": "absent",
        "TNTC": "tntc",
    }
    if text in words:
        return Value(text, unit, words[text])
    if text.startswith("<"):
        return Value(text, unit, "lt", Decimal(text[1:].strip().replace(mark, ".").replace(" ", "")))
    return quantified(text, unit, mark)


def summary_boxes(orders: tuple[Order, ...]) -> Sheet:
    """One page: boxes that repeat three results, a box that is the only place of the moisture, then the table."""
    (order,) = orders
    look = Look(rules="rows")
    rows = potency(order, (PERCENT, MG_G), limits_in=PERCENT)
    sum_row = total(rows)
    moisture = Row("moisture", "Moisture", (quantified("6.4", "%"),))
    boxes = [
        ("Mitragynine", rows[0].values[0]),
        ("7-Hydroxymitragynine", rows[1].values[0]),
        ("Total Alkaloids", sum_row.values[0]),
        ("Moisture", moisture.values[0]),
    ]
    box = ", ".join(_box(name, f"{v.text}{'' if v.unit == '%' else ' '}{v.unit}", look) for name, v in boxes)
    body = [[r.analyte, *limits(r), r.values[0].text, r.values[1].text] for r in rows]
    body.append([Raw('strong("Total Alkaloids")'), "", "", *(v.text for v in sum_row.values)])
    head = [["Analyte", "LOD (% w/w)", "LOQ (% w/w)", "Result (% w/w)", "Result (mg/g)"]]
    source = (
        preamble(look, f"{order.header.lab}, {order.laboratory['address']}")
        + masthead(str(order.header.lab), order.laboratory["address"], "Certificate of Analysis", look)
        + line(str(order.header.accreditation), 7.5)
        + put(fields(english_fields(order)))
        + put(f"grid(columns: (1fr, 1fr, 1fr, 1fr), column-gutter: 8pt, {box})")
        + title("Alkaloid Profile by HPLC-DAD", look)
        + put(table(body, head, ("1.6fr", "1fr", "1fr", "1fr", "1fr"), "lrrrr"))
        + line(
            "ND = not detected (below LOD). <LOQ = detected below the limit of quantitation. LOD = limit of detection. Method SAW-SOP-014.",
            7,
        )
        + line(results_relate(order), 7)
        + line(f"Authorised by: S. Specimen, Laboratory Director    {us(order.header.reported)}", 8)
    )
    return Sheet(
        source,
        (
            Sample(
                order.header,
                (*rows, sum_row, moisture),
                notes="The boxes repeat three values of the table; the moisture stands in its box only.",
            ),
        ),
    )


def _box(name: str, figure: str, look: Look) -> str:
    body = f'[#text(size: 13pt, weight: "bold", "{figure}") #linebreak() #text(size: 7.5pt, "{name}")]'
    return f'box(width: 100%, inset: 6pt, stroke: 0.6pt + rgb("{look.accent}"), align(center){body})'


def panel_pages(orders: tuple[Order, ...]) -> Sheet:
    """A cover with a summary by panel, then a page for each group of panels, every one with the header's short form."""
    (order,) = orders
    look = Look(font="DejaVu Sans", size=7.5, accent="#5b2c6f", rules="grid", watermark=False)
    found = potency(order, (MG_G, PERCENT), limits_in=MG_G)
    found = tuple(replace(r, page=2) for r in (*found, total(found)))
    metal = metals(
        "µg/g",
        {"Arsenic": "0.131", "Cadmium": "0.022", "Lead": "0.644", "Mercury": "<0.010"},
        "0.010",
        {"Arsenic": "2.0", "Cadmium": "0.82", "Lead": "1.2", "Mercury": "0.4"},
        3,
    )
    counts = (
        ("Total Aerobic Microbial Count", "5200", "10000000"),
        ("Total Yeast and Mold", "<100", "100000"),
        ("Coliforms", "<10", "1000"),
    )
    microbes = tuple(Row("microbials", n, (said(t, "CFU/g"),), 3, limit=amount(lim, "CFU/g"), status="pass") for n, t, lim in counts)
    absences = tuple(
        Row("microbials", n, (Value("Not Detected", "per 25 g", "nd"),), 3, limit_text="Not Detected", status="pass")
        for n in ("Salmonella spp.", "Escherichia coli")
    )
    toxins = tuple(
        Row("mycotoxins", n, (said(t, "µg/kg"),), 4, loq=amount("1.0", "µg/kg"), limit=amount("20", "µg/kg"), status="pass")
        for n, t in (
            ("Aflatoxin B1", "<1.0"),
            ("Aflatoxin B2", "ND"),
            ("Aflatoxin G1", "ND"),
            ("Aflatoxin G2", "ND"),
            ("Ochratoxin A", "1.8"),
        )
    )
    water = (
        Row("moisture", "Moisture Content", (quantified("7.1", "%"),), 4, limit=amount("12.0", "%"), status="pass"),
        Row("water_activity", "Water Activity", (quantified("0.48", "aw"),), 4, limit=amount("0.65", "aw"), status="pass"),
    )
    short = line(f"{order.header.product_name}   Lot {order.header.lot}   Report {order.header.report_id}", 7)
    pf = [
        ["Potency", "04/02/2026", "Tested"],
        ["Heavy Metals", "03/30/2026", "Pass"],
        ["Microbiology", "04/01/2026", "Pass"],
        ["Mycotoxins", "03/31/2026", "Pass"],
        ["Moisture and Water Activity", "03/27/2026", "Pass"],
    ]
    cover = (
        masthead(str(order.header.lab), order.laboratory["address"], "CERTIFICATE OF ANALYSIS", look)
        + line(str(order.header.accreditation), 7)
        + put(fields(english_fields(order), columns=1))
        + title("Summary", look)
        + put(table(pf, [["Test", "Date Tested", "Status"]], ("2fr", "1fr", "1fr"), "lcc"))
        + line("Overall Result: PASS", 12)
        + line(results_relate(order), 7)
    )
    p2 = title("Potency - LC-DAD", look) + put(
        table(
            [[r.analyte, *limits(r), *(v.text for v in r.values)] for r in found],
            [["Analyte", "LOD", "LOQ", "Result", "Result"], ["", "mg/g", "mg/g", "mg/g", "% w/w"]],
            ("2fr", "1fr", "1fr", "1fr", "1fr"),
            "lrrrr",
        )
    )
    p3 = (
        title("Heavy Metals - ICP-MS", look)
        + put(
            table(
                [[r.analyte, r.values[0].text, r.loq.printed if r.loq else "", r.limit.printed if r.limit else "", "Pass"] for r in metal],
                [["Element", "Result (µg/g)", "LOQ (µg/g)", "Limit (µg/g)", "Status"]],
                ("2fr", "1fr", "1fr", "1fr", "1fr"),
                "lrrrc",
            )
        )
        + title("Microbiology", look)
        + put(
            table(
                [[r.analyte, r.values[0].text, r.limit.printed if r.limit else "", "Pass"] for r in microbes],
                [["Organism", "Result (CFU/g)", "Limit (CFU/g)", "Status"]],
                ("2fr", "1fr", "1fr", "1fr"),
                "lrrc",
            )
        )
        + put(
            table(
                [[r.analyte, r.values[0].text, r.limit_text, "Pass"] for r in absences],
                [["Organism", "Result (per 25 g)", "Limit", "Status"]],
                ("2fr", "1fr", "1fr", "1fr"),
                "lrrc",
            )
        )
    )
    p4 = (
        title("Mycotoxins - LC-MS/MS", look)
        + put(
            table(
                [[r.analyte, r.values[0].text, r.loq.printed if r.loq else "", r.limit.printed if r.limit else "", "Pass"] for r in toxins],
                [["Analyte", "Result (µg/kg)", "LOQ (µg/kg)", "Limit (µg/kg)", "Status"]],
                ("2fr", "1fr", "1fr", "1fr", "1fr"),
                "lrrrc",
            )
        )
        + title("Moisture and Water Activity", look)
        + put(
            table(
                [[r.analyte, r.values[0].text, str(r.values[0].unit), r.limit.printed if r.limit else "", "Pass"] for r in water],
                [["Test", "Result", "Unit", "Limit", "Status"]],
                ("2fr", "1fr", "1fr", "1fr", "1fr"),
                "lrlrc",
            )
        )
        + line("End of report.", 7)
    )
    source = (
        preamble(look, f"{order.header.lab}   {order.header.report_id}") + cover + "".join(PAGE_BREAK + short + p for p in (p2, p3, p4))
    )
    return Sheet(
        source, (Sample(order.header, (*found, *metal, *microbes, *absences, *toxins, *water), "pass", "The cover repeats no result."),), 4
    )


def half_tables(orders: tuple[Order, ...]) -> Sheet:
    """Two half tables side by side with different row pitch: alkaloids on the left, pesticides in ppb on the right."""
    (order,) = orders
    look = Look(size=8, rules="none", accent="#7a4b00")
    found = potency(order, (replace(MG_G, nd="Not Detected"), replace(PERCENT, nd="Not Detected")), limits_in=None)
    found = (*found, total(found, "TOTAL ALKALOIDS"))
    sprayed = {"Chlorpyrifos": "14.2", "Imidacloprid": "31", "Permethrins": "<LOQ"}
    residues = tuple(
        Row("pesticides", name, (said(sprayed.get(name, "ND"), "ppb"),), loq=amount("10", "ppb"), limit=amount("200", "ppb"), status="pass")
        for name in PESTICIDES[:24]
    )
    left = table(
        [[r.analyte, r.values[0].text, r.values[1].text] for r in found], [["Alkaloid", "mg/g", "% w/w"]], ("1fr", "auto", "auto"), "lrr"
    )
    right = table(
        [[r.analyte, r.values[0].text, "10", "200", "Pass"] for r in residues],
        [["Pesticide", "Result", "LOQ", "Limit", "Status"], ["", "ppb", "ppb", "ppb", ""]],
        ("1fr", "auto", "auto", "auto", "auto"),
        "lrrrc",
    )
    spaced = f"{{ set table(inset: (x: 4pt, y: 5.3pt)); {left} }}"
    tight = f"{{ set table(inset: (x: 3pt, y: 2pt)); set text(size: 7pt); {right} }}"
    source = (
        preamble(look, f"{order.header.lab} {order.laboratory['address']}")
        + masthead(str(order.header.lab), order.laboratory["address"], "Certificate of Analysis", look)
        + line(str(order.header.accreditation), 7)
        + put(fields(english_fields(order)))
        + side_by_side(
            f'[#text(weight: "bold", size: 10pt, "Alkaloids by UHPLC") #v(4pt) #{spaced}]',
            f'[#text(weight: "bold", size: 10pt, "Pesticides by LC-MS/MS") #v(4pt) #{tight}]',
            widths="1fr, 1.25fr",
        )
        + line("ND = not detected; LOQ = limit of quantitation. " + results_relate(order), 7)
    )
    return Sheet(source, (Sample(order.header, (*found, *residues)),))


def transposed(orders: tuple[Order, ...]) -> Sheet:
    """Analytes as columns, `mg/g`, `mg/unit` and LOD as rows."""
    (order,) = orders
    look = Look(size=8, rules="grid", accent="#0b5345", watermark=False)
    per_unit = Column("mg/unit", order.unit_mass)
    found = potency(order, (MG_G, per_unit))
    found = (*(replace(r, lod=amount("0.005", "mg/g")) for r in found), total(found))
    names = [r.analyte for r in found]
    lines = [
        ["mg/g", *(r.values[0].text for r in found)],
        ["mg/unit", *(r.values[1].text for r in found)],
        ["LOD (mg/g)", *(r.lod.printed if r.lod else "" for r in found)],
    ]
    metal = metals(
        "ppb",
        {"Arsenic": "41", "Cadmium": "<10", "Lead": "88", "Mercury": "<5"},
        "5",
        {"Arsenic": "1500", "Cadmium": "500", "Lead": "1000", "Mercury": "1500"},
    )
    metal = tuple(replace(r, loq=None) for r in metal)
    body = [[r.analyte, r.values[0].text, r.limit.printed if r.limit else "", "PASS"] for r in metal]
    source = (
        preamble(look, f"{order.header.lab} {order.laboratory['address']}")
        + masthead(str(order.header.lab), order.laboratory["address"], "Certificate of Analysis", look)
        + line(str(order.header.accreditation), 7)
        + put(fields([*english_fields(order), ("Unit Mass:", "4.0 g")]))
        + title("Potency", look)
        + put(table(lines, [["", *names]], ("auto", *["1fr"] * len(names)), "l" + "r" * len(names)))
        + title("Heavy Metals", look)
        + put(table(body, [["Metal", "Result (ppb)", "Limit (ppb)", "Status"]], ("2fr", "1fr", "1fr", "1fr"), "lrrc"))
        + line("ND: not detected. One unit is one gummy. " + results_relate(order), 7)
    )
    return Sheet(source, (Sample(order.header, (*found, *metal)),))


def tall_header(orders: tuple[Order, ...]) -> Sheet:
    """A header over three lines with the units in the third, and a solvents panel with limits for an extract."""
    (order,) = orders
    look = Look(font="Libertinus Serif", size=9, rules="rows", accent="#333333")
    found = potency(order, (PERCENT, MG_G), limits_in=MG_G)
    found = tuple(replace(r, limit=None, method=None) for r in (*found, total(found)))
    head = [
        [span("Alkaloid", rows=3), span("Method limits", 2), span("Found in sample", 2)],
        ["Detection", "Quantitation", "Mass fraction", "Content"],
        ["(mg/g)", "(mg/g)", "(% w/w)", "(mg/g)"],
    ]
    solvents = (
        ("Ethanol", "1840", "5000"),
        ("Methanol", "<50", "3000"),
        ("Acetone", "112", "5000"),
        ("Ethyl Acetate", "ND", "5000"),
        ("n-Hexane", "ND", "290"),
    )
    solvent = tuple(
        Row("residual_solvents", n, (said(t, "ppm"),), loq=amount("50", "ppm"), limit=amount(lim, "ppm"), status="pass")
        for n, t, lim in solvents
    )
    source = (
        preamble(look, f"{order.header.lab} {order.laboratory['address']}")
        + masthead(str(order.header.lab), order.laboratory["address"], "Certificate of Analysis", look)
        + line(str(order.header.accreditation), 7.5)
        + put(fields(english_fields(order)))
        + title("Alkaloids by UHPLC-PDA", look)
        + put(
            table([[r.analyte, *limits(r), *(v.text for v in r.values)] for r in found], head, ("2fr", "1fr", "1fr", "1fr", "1fr"), "lrrrr")
        )
        + title("Residual Solvents by Headspace GC-MS", look)
        + put(
            table(
                [[r.analyte, r.values[0].text, "50", r.limit.printed if r.limit else "", "Pass"] for r in solvent],
                [["Solvent", "Result", "LOQ", "Action Limit", "Status"], ["", "(ppm)", "(ppm)", "(ppm)", ""]],
                ("2fr", "1fr", "1fr", "1fr", "1fr"),
                "lrrrc",
            )
        )
        + line("ND = not detected. " + results_relate(order), 7)
    )
    return Sheet(source, (Sample(order.header, (*found, *solvent)),))


def continued(orders: tuple[Order, ...]) -> Sheet:
    """A pesticide table that goes on over the page without its header, then a page of quality control that holds no result."""
    (order,) = orders
    look = Look(size=8.5, rules="rows", accent="#1a5276", watermark=False)
    found = potency(order, (PERCENT,), limits_in=PERCENT)
    found = (*found, total(found))
    hits = {"Bifenthrin": "0.021", "Permethrins": "0.034"}
    residues = tuple(
        Row(
            "pesticides", n, (said(hits.get(n, "ND"), "mg/kg"),), loq=amount("0.010", "mg/kg"), limit=amount("0.50", "mg/kg"), status="pass"
        )
        for n in PESTICIDES[:46]
    )
    cut = 30
    residues = tuple(replace(r, page=1 if i < cut else 2) for i, r in enumerate(residues))
    widths, align = ("2fr", "1fr", "1fr", "1fr", "1fr"), "lrrrc"
    lines = [[r.analyte, r.values[0].text, "0.010", "0.50", "Pass"] for r in residues]
    qc = [
        ["Chlorpyrifos", "0.050", "0.0487", "97.4", "70 - 120"],
        ["Malathion", "0.050", "0.0521", "104.2", "70 - 120"],
        ["Method blank", "0", "ND", "", "ND"],
        ["Mitragynine CRM", "1.000", "0.991", "99.1", "90 - 110"],
    ]
    source = (
        preamble(look, f"{order.header.lab}   {order.header.report_id}")
        + masthead(str(order.header.lab), order.laboratory["address"], "Certificate of Analysis", look)
        + line(str(order.header.accreditation), 7)
        + put(fields(english_fields(order)))
        + title("Alkaloids", look)
        + put(
            table(
                [[r.analyte, *limits(r), r.values[0].text] for r in found],
                [["Analyte", "LOD (% w/w)", "LOQ (% w/w)", "Result (% w/w)"]],
                ("2fr", "1fr", "1fr", "1fr"),
                "lrrr",
            )
        )
        + title("Pesticides", look)
        + put(table(lines[:cut], [["Compound", "Result (mg/kg)", "LOQ (mg/kg)", "Limit (mg/kg)", "Status"]], widths, align))
        + PAGE_BREAK
        + put(table(lines[cut:], [], widths, align))
        + line("ND = not detected. " + results_relate(order), 7)
        + PAGE_BREAK
        + title("Quality Control Report", look)
        + line("Laboratory control sample, batch QC-26-0520: spike recovery")
        + put(table(qc, [["Analyte", "Spiked (mg/kg)", "Found (mg/kg)", "Recovery (%)", "Acceptance (%)"]], widths, "lrrrr"))
        + line("These control samples are not part of the client's sample.", 7)
    )
    return Sheet(source, (Sample(order.header, (*found, *residues), notes="Page 3 is quality control: no result of the sample."),), 3)


def two_bases(orders: tuple[Order, ...]) -> Sheet:
    """A liquid in mg/mL and mg per bottle with its density; a revision says what it supersedes and why."""
    (order,) = orders
    look = Look(rules="rows", accent="#512e5f")
    volume = Decimal(order.product["pack"]["unit_volume_ml"])
    columns = (Column("mg/mL"), Column("mg/bottle", volume))
    found = potency(order, columns, limits_in=columns[0])
    found = (*found, total(found))
    h = order.header
    why = "The density of the previous report was entered twice; the results of this report replace it." if h.supersedes else ""
    revision = line(f"This report supersedes report {h.supersedes}. {why}", 9) if h.supersedes else ""
    source = (
        preamble(look, f"{h.lab} {order.laboratory['address']}")
        + masthead(
            str(h.lab), order.laboratory["address"], "Amended Certificate of Analysis" if h.supersedes else "Certificate of Analysis", look
        )
        + line(str(h.accreditation), 7.5)
        + put(
            fields(
                [
                    *english_fields(order),
                    ("Revision:", "01" if h.supersedes else "00"),
                    ("Density:", "1.017 g/mL"),
                    ("Unit Volume:", "60 mL"),
                ]
            )
        )
        + revision
        + title("Alkaloids by LC-MS/MS", look)
        + put(
            table(
                [[r.analyte, *limits(r), *(v.text for v in r.values)] for r in found],
                [["Analyte", "LOD (mg/mL)", "LOQ (mg/mL)", "Result (mg/mL)", "Result (mg/bottle)"]],
                ("1.6fr", "1fr", "1fr", "1fr", "1fr"),
                "lrrrr",
            )
        )
        + line("ND = not detected. " + results_relate(order), 7)
    )
    return Sheet(source, (Sample(h, found),))
