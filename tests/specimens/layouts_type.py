"""Layouts whose type makes them hard: three tables across, names broken over lines or set to the right, letter-spaced headings."""

from __future__ import annotations

from dataclasses import replace

from tests.specimens.content import Row, Sample
from tests.specimens.layouts_leaf import METALS, MG_G, PERCENT, Sheet, english_fields, limits, metals, results_relate, said
from tests.specimens.paper import Look, Raw, fields, line, masthead, preamble, put, side_by_side, table
from tests.specimens.scenario import Order, potency, total


def three_across(orders: tuple[Order, ...]) -> Sheet:
    """Three narrow tables across the page; long names are broken over two lines, some with a hyphen."""
    (order,) = orders
    look = Look(size=7.5, rules="none", accent="#117864", watermark=False)
    found = potency(order, (MG_G,))
    found = (*found, total(found))
    metal = metals("ppm", {"Arsenic": "0.22", "Cadmium": "0.04", "Lead": "0.71", "Mercury": "<0.02"}, "0.02", dict.fromkeys(METALS, "1.5"))
    metal = tuple(replace(r, loq=None, limit=None, status=None) for r in metal)
    names = ("Chlorantraniliprole", "Kresoxim-methyl", "Piperonyl Butoxide", "Thiophanate-methyl", "Bifenthrin", "Permethrins", "Spinosad")
    hits = {"Permethrins": "0.041"}
    residues = tuple(Row("pesticides", n, (said(hits.get(n, "ND"), "ppm"),)) for n in names)
    broken = {
        "Chlorantraniliprole": "Chlorantrani-\nliprole",
        "Kresoxim-methyl": "Kresoxim-\nmethyl",
        "Piperonyl Butoxide": "Piperonyl\nButoxide",
    }
    blocks = (("Alkaloids", "mg/g", found), ("Heavy Metals", "ppm", metal), ("Pesticides", "ppm", residues))
    drawn = [f'[#text(weight: "bold", size: 9.5pt, "{name}") #v(3pt) #{narrow(rows, unit, broken)}]' for name, unit, rows in blocks]
    source = (
        preamble(look, f"{order.header.lab} {order.laboratory['address']}")
        + masthead(str(order.header.lab), order.laboratory["address"], "Certificate of Analysis", look)
        + line(str(order.header.accreditation), 7)
        + put(fields(english_fields(order)))
        + side_by_side(*drawn, widths="1.2fr, 1fr, 1.1fr")
        + line("ND = not detected. " + results_relate(order), 7)
    )
    return Sheet(source, (Sample(order.header, (*found, *metal, *residues)),))


def narrow(rows: tuple[Row, ...], unit: str, broken: dict[str, str]) -> str:
    body = [[broken.get(r.analyte, r.analyte), r.values[0].text] for r in rows]
    return table(body, [["Analyte", f"Result ({unit})"]], ("1fr", "auto"), "lr")


def right_names(orders: tuple[Order, ...]) -> Sheet:
    """Names set to the right, letter-spaced headings, footnote marks, one Pass for all metals, and the total in a sentence."""
    (order,) = orders
    look = Look(size=8.5, rules="rows", accent="#784212")
    marks = {"Speciociliatine": "*", "Corynantheidine": "*"}
    found = potency(order, (PERCENT, MG_G), limits_in=PERCENT)
    found = tuple(replace(r, analyte=r.analyte + marks.get(r.analyte, "")) for r in found)
    summed = total(found)
    body = [[r.analyte, r.values[0].text, r.values[1].text, *limits(r)] for r in found]
    metal = metals("ppm", {"Arsenic": "0.14", "Cadmium": "0.03", "Lead": "0.58", "Mercury": "<0.01"}, "0.01", dict.fromkeys(METALS, "2.0"))
    metal_body: list[list[str]] = [[r.analyte, r.values[0].text, "0.01", "2.0"] for r in metal]
    metal_body[0].append(Raw(f'table.cell(rowspan: {len(metal)}, align: horizon, "Pass")'))
    spaced = f'text(tracking: 2.2pt, size: 10pt, weight: "bold", fill: rgb("{look.accent}"), {{}})'
    source = (
        preamble(look, f"{order.header.lab}, {order.laboratory['address']}")
        + masthead(str(order.header.lab), order.laboratory["address"], "Certificate of Analysis", look)
        + line(str(order.header.accreditation), 7.5)
        + put(fields(english_fields(order)))
        + put(spaced.format('"ALKALOIDS"'))
        + put(table(body, [["ANALYTE", "% w/w", "mg/g", "LOD (% w/w)", "LOQ (% w/w)"]], ("1.6fr", "1fr", "1fr", "1fr", "1fr"), "rrrrr"))
        + line(f"Total Alkaloids: {summed.values[0].text} % w/w ({summed.values[1].text} mg/g)", 9)
        + put(spaced.format('"HEAVY METALS"'))
        + put(
            table(
                metal_body,
                [["ELEMENT", "RESULT (ppm)", "LOQ (ppm)", "LIMIT (ppm)", "STATUS"]],
                ("1.6fr", "1fr", "1fr", "1fr", "1fr"),
                "rrrrc",
            )
        )
        + line("* outside the scope of accreditation. ND = not detected. " + results_relate(order), 7)
    )
    return Sheet(
        source, (Sample(order.header, (*found, summed, *metal), notes="The total stands in a sentence; one Pass stands for all metals."),)
    )
