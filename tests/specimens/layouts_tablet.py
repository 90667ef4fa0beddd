"""Layouts of tablets and gummies in English: a label claim as specification, two result columns, mixed tables, several samples, defects."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.specimens.content import Row, Sample, Value
from tests.specimens.layouts_leaf import MG_G, Sheet, english_fields, limits, results_relate, said, us
from tests.specimens.paper import PAGE_BREAK, Look, fields, line, masthead, preamble, put, table, title
from tests.specimens.scenario import NAMES, Column, Order, amount, potency, quantified, result, total

SHORT = {"7oh": "7-Hydroxymitragynine (7-OH)", "mitragynine": "Mitragynine (MG)"}


def per_tablet(order: Order, low: str = "BQL") -> Column:
    return Column("mg/tablet", order.unit_mass, low=low)


def opening(order: Order, look: Look, heading: str = "Certificate of Analysis", extra: tuple[tuple[str, str], ...] = ()) -> str:
    return (
        preamble(look, f"{order.header.lab}, {order.laboratory['address']}")
        + masthead(str(order.header.lab), order.laboratory["address"], heading, look)
        + line(str(order.header.accreditation), 7.5)
        + put(fields([*english_fields(order), *extra]))
    )


def tablet_claim(orders: tuple[Order, ...]) -> Sheet:
    """The specification column is the customer's label claim; a spike-recovery table at the end holds no result."""
    (order,) = orders
    look = Look(size=8, rules="grid", accent="#333366", watermark=False)
    claims = {"7oh": amount("15", "mg/tablet"), "mitragynine": amount("1", "mg/tablet")}
    names = {k: SHORT.get(k, NAMES[k]) for k in order.content}
    found = []
    for (key, name), row in zip(names.items(), potency(order, (per_tablet(order), replace(MG_G, low="BQL")), names), strict=True):
        claim = claims.get(key)
        first = row.values[0]
        share = (Value("-", None),) if claim is None else (quantified(f"{first.value / claim.value * 100:.1f}", "% of label claim"),)  # type: ignore[operator]
        values = (first, *(share if claim else ()), row.values[1])
        loq = amount("0.010", "mg/tablet")
        found.append(Row("potency", name, values, loq=loq, label_claim=claim, status="pass" if claim else None))
    lines = []
    for row in found:
        claim_text, share_text, verdict = (row.label_claim.printed, row.values[1].text, "PASS") if row.label_claim else ("-", "-", "-")
        lines.append([row.analyte, "0.010", claim_text, row.values[0].text, share_text, row.values[-1].text, verdict])
    head = [
        [
            "Analysis (LC-MS/MS)",
            "LOQ (mg/tablet)",
            "Label Claim (mg/tablet)",
            "Result (mg/tablet)",
            "% of Label Claim",
            "Result (mg/g)",
            "Result",
        ]
    ]
    spiked = [
        ["7-Hydroxymitragynine", "10.0", "9.87", "98.7", "80 - 120 %"],
        ["Mitragynine", "1.00", "1.03", "103.0", "80 - 120 %"],
        ["Method blank", "0", "ND", "-", "ND"],
    ]
    source = (
        opening(order, look, extra=(("Serving Size:", "1/2 Tablet (7.5 mg 7-OH)"), ("Avg. Tablet Weight:", "512.4 mg (n = 20)")))
        + put(table(lines, head, ("2.2fr", "1fr", "1fr", "1fr", "1fr", "1fr", "0.8fr"), "lrrrrrc"))
        + line(
            "BQL = below quantitation limit; ND = not detected. Label claims are provided by the Customer. mg/tablet is per whole tablet.",
            7,
        )
        + line("Disposition: PASS", 11)
        + title("Quality control - spike recovery", look)
        + put(
            table(
                spiked,
                [["Analyte", "Spiked (mg/tablet)", "Found (mg/tablet)", "Recovery (%)", "Acceptance"]],
                ("2fr", "1fr", "1fr", "1fr", "1fr"),
                "lrrrr",
            )
        )
        + line(f"Quality Manager    {us(order.header.reported)}", 8)
        + line(results_relate(order), 7)
    )
    return Sheet(
        source, (Sample(order.header, tuple(found), "pass", "The label claim is no limit; the spike-recovery table is no result."),)
    )


def one_cell_limits(orders: tuple[Order, ...]) -> Sheet:
    """LOD and LOQ in one cell, two columns both headed RESULT with their units below, limit and status under one header."""
    (order,) = orders
    look = Look(size=8.5, rules="rows", accent="#7b241c")
    found = potency(order, (MG_G, Column("mg/unit", order.unit_mass)), limits_in=MG_G)
    found = (*found, total(found))
    rows = [[r.analyte, f"{r.lod.printed}/{r.loq.printed}" if r.lod and r.loq else "", r.values[0].text, r.values[1].text] for r in found]
    measured = {"Arsenic": ("0.18", "1.5"), "Cadmium": ("<0.02", "0.5"), "Lead": ("0.61", "0.5"), "Mercury": ("<0.01", "1.5")}
    metal = tuple(
        Row("heavy_metals", n, (said(t, "µg/g"),), limit=amount(lim, "µg/g"), status="fail" if n == "Lead" else "pass")
        for n, (t, lim) in measured.items()
    )
    source = (
        opening(order, look, extra=(("Unit Mass:", "4.0 g"),))
        + title("POTENCY", look)
        + put(
            table(
                rows,
                [["COMPOUND", "LOD/LOQ", "RESULT", "RESULT"], ["", "(mg/g)", "(mg/g)", "(mg/unit)"]],
                ("2fr", "1.2fr", "1fr", "1fr"),
                "lcrr",
            )
        )
        + title("HEAVY METALS", look)
        + put(
            table(
                [[r.analyte, r.values[0].text, f"{r.limit.printed} {str(r.status).upper()}"] for r in metal if r.limit],
                [["ELEMENT", "RESULT (µg/g)", "LIMIT (µg/g) / STATUS"]],
                ("2fr", "1fr", "1.4fr"),
                "lrr",
            )
        )
        + line("Overall: FAIL", 11)
        + line("ND = not detected. <LOQ = below the limit of quantitation. One unit is one gummy. " + results_relate(order), 7)
    )
    return Sheet(source, (Sample(order.header, (*found, *metal), "fail"),))


def mixed_table(orders: tuple[Order, ...]) -> Sheet:
    """One table whose panel is named on each row, with methods and specifications in words (NMT, Absent)."""
    (order,) = orders
    look = Look(font="Libertinus Serif", size=9, rules="grid", accent="#222222", watermark=False)
    unit = per_tablet(order, low="<LOQ")
    seven, mit = result(order, "7oh", unit), result(order, "mitragynine", unit)
    rows = (
        Row("potency", SHORT["7oh"], (seven,), label_claim=amount("15", "mg/tablet"), method="LC-MS/MS"),
        Row("potency", SHORT["mitragynine"], (mit,), label_claim=amount("1", "mg/tablet"), method="LC-MS/MS"),
        Row(
            "heavy_metals",
            "Lead",
            (said("0.06", "ppm"),),
            limit=amount("0.5", "ppm"),
            limit_text="NMT 0.5 ppm",
            status="pass",
            method="USP <233>",
        ),
        Row(
            "heavy_metals",
            "Cadmium",
            (said("<0.02", "ppm"),),
            limit=amount("0.5", "ppm"),
            limit_text="NMT 0.5 ppm",
            status="pass",
            method="USP <233>",
        ),
        Row(
            "microbials",
            "Total Aerobic Microbial Count",
            (said("120", "CFU/g"),),
            limit=amount("1000", "CFU/g"),
            limit_text="NMT 1000 CFU/g",
            status="pass",
            method="USP <2021>",
        ),
        Row(
            "microbials",
            "Salmonella spp.",
            (Value("Absent", "per 10 g", "absent"),),
            limit_text="Absent",
            status="pass",
            method="USP <2022>",
        ),
        Row(
            "moisture",
            "Loss on Drying",
            (quantified("3.1", "%"),),
            limit=amount("5.0", "%"),
            limit_text="NMT 5.0 %",
            status="pass",
            method="USP <731>",
        ),
    )
    panels = {"potency": "Potency", "heavy_metals": "Heavy Metals", "microbials": "Microbiology", "moisture": "Moisture"}
    body = [
        [
            panels[r.panel],
            r.analyte,
            r.method or "",
            f"Label claim {r.label_claim.printed} {r.label_claim.unit}" if r.label_claim else r.limit_text,
            r.values[0].text,
            str(r.values[0].unit),
            "Pass" if r.status else "-",
        ]
        for r in rows
    ]
    source = (
        opening(order, look, extra=(("Avg. Tablet Weight:", "512.4 mg"),))
        + put(
            table(
                body,
                [["Panel", "Test", "Method", "Specification", "Result", "Units", "Status"]],
                ("auto", "2fr", "auto", "1.8fr", "auto", "auto", "auto"),
                "llllrlc",
            )
        )
        + line("NMT = not more than. <LOQ = below the limit of quantitation (0.020 mg/g). " + results_relate(order), 7)
    )
    return Sheet(source, (Sample(order.header, rows),))


def not_tested(orders: tuple[Order, ...]) -> Sheet:
    """A potency panel, and two panels printed in full with every row NT."""
    (order,) = orders
    look = Look(size=8.5, rules="rows", accent="#145a32")
    found = potency(order, (per_tablet(order), MG_G), limits_in=MG_G)
    found = (*found, total(found))
    metal = tuple(
        Row("heavy_metals", n, (Value("NT", "ppm", "not_tested"),), limit=amount(lim, "ppm"))
        for n, lim in (("Arsenic", "1.5"), ("Cadmium", "0.5"), ("Lead", "0.5"), ("Mercury", "1.5"))
    )
    microbes = tuple(
        Row("microbials", n, (Value("NT", "CFU/g", "not_tested"),), limit=amount(lim, "CFU/g"))
        for n, lim in (("Total Aerobic Microbial Count", "10000"), ("Total Yeast and Mold", "1000"), ("Coliforms", "100"))
    )
    small = [[[r.analyte, r.values[0].text, r.limit.printed if r.limit else "", "NT"] for r in panel] for panel in (metal, microbes)]
    source = (
        opening(order, look, extra=(("Avg. Tablet Weight:", "512.4 mg"),))
        + title("Alkaloids", look)
        + put(
            table(
                [[r.analyte, *limits(r), *(v.text for v in r.values)] for r in found],
                [["Analyte", "LOD (mg/g)", "LOQ (mg/g)", "Result (mg/tablet)", "Result (mg/g)"]],
                ("2fr", "1fr", "1fr", "1fr", "1fr"),
                "lrrrr",
            )
        )
        + title("Heavy Metals", look)
        + put(table(small[0], [["Element", "Result (ppm)", "Limit (ppm)", "Status"]], ("2fr", "1fr", "1fr", "1fr"), "lrrc"))
        + title("Microbiology", look)
        + put(table(small[1], [["Organism", "Result (CFU/g)", "Limit (CFU/g)", "Status"]], ("2fr", "1fr", "1fr", "1fr"), "lrrc"))
        + line("NT = not tested. ND = not detected. " + results_relate(order), 7)
    )
    return Sheet(source, (Sample(order.header, (*found, *metal, *microbes), notes="Two panels were not ordered: NT in every row."),))


def one_line(orders: tuple[Order, ...]) -> Sheet:
    """One result per serving against the customer's specification, no verdict, no lot, as on a contract laboratory's short form."""
    (order,) = orders
    order = replace(order, header=replace(order.header, accreditation=None, report_id=None))
    look = Look(size=10, rules="grid", accent="#1b2631", watermark=False)
    h = order.header
    row = Row(
        "potency",
        "7-OH-Mitragynine",
        (result(order, "7oh", Column("mg/serv", order.unit_mass)),),
        label_claim=amount("15", "mg/serv"),
        method="LC-MS/MS",
    )
    pairs = [
        ("Sample ID:", str(h.sample_id)),
        ("Date Received:", us(h.received)),
        ("Sample Name:", h.product_name),
        ("Lot Number:", str(h.lot)),
        ("Customer:", str(h.client)),
        ("Matrix:", str(h.matrix)),
    ]
    source = (
        preamble(look, f"{h.lab}, {order.laboratory['address']}")
        + masthead(h.lab, order.laboratory["address"], "Certificate of Analysis", look)
        + put(fields(pairs, gap="9pt"))
        + put(
            table(
                [[row.analyte, "LC-MS/MS", "15", row.values[0].text, "mg/serv"]],
                [["Analysis", "Method", "Specification", "Result", "Units"]],
                ("2fr", "1fr", "1fr", "1fr", "1fr"),
                "llrrl",
            )
        )
        + line("Serving Size = 1 Tablet    serv = Serving Size", 9)
        + line("Specifications provided by the Customer. The result is for the sample submitted.", 8)
        + line(f"Report Date: {us(h.reported)}", 9)
    )
    return Sheet(source, (Sample(h, (row,)),))


def defects(orders: tuple[Order, ...]) -> Sheet:
    """Things to find: LOQ above limit, issue date in the future, blank lot, a total that disagrees, unknown analyte and unit."""
    (order,) = orders
    look = Look(size=8.5, rules="rows", accent="#7d6608")
    found = potency(order, (per_tablet(order), MG_G), limits_in=MG_G)
    summed = total(found)
    wrong = replace(summed, values=tuple(quantified(f"{v.value + 5:.2f}", v.unit) for v in summed.values if v.value is not None))
    odd = Row(
        "potency",
        "Specimenogynine",
        (said("0.44", "mg/tablet"), said("0.859", "mg/g")),
        lod=amount("0.004", "mg/g"),
        loq=amount("0.02", "mg/g"),
    )
    found = (*found, odd, wrong)
    metal = (
        Row("heavy_metals", "Lead", (said("<5.0", "ppm"),), loq=amount("5.0", "ppm"), limit=amount("0.5", "ppm"), status="pass"),
        Row("heavy_metals", "Arsenic", (said("0.22", "ppm"),), loq=amount("0.05", "ppm"), limit=amount("1.5", "ppm"), status="pass"),
        Row("heavy_metals", "Cadmium", (said("0.9", "ppm"),), loq=amount("0.05", "ppm"), limit=amount("0.5", "ppm"), status="pass"),
    )
    gram = Row("microbials", "Total Yeast and Mold", (Value("40", "blobs/g", "eq", Decimal(40)),))
    source = (
        opening(order, look, extra=(("Avg. Tablet Weight:", "512.4 mg"),))
        + title("Alkaloids", look)
        + put(
            table(
                [[r.analyte, *limits(r), *(v.text for v in r.values)] for r in found],
                [["Analyte", "LOD (mg/g)", "LOQ (mg/g)", "Result (mg/tablet)", "Result (mg/g)"]],
                ("2fr", "1fr", "1fr", "1fr", "1fr"),
                "lrrrr",
            )
        )
        + title("Heavy Metals", look)
        + put(
            table(
                [[r.analyte, r.values[0].text, r.loq.printed if r.loq else "", r.limit.printed if r.limit else "", "Pass"] for r in metal],
                [["Element", "Result (ppm)", "LOQ (ppm)", "Limit (ppm)", "Status"]],
                ("2fr", "1fr", "1fr", "1fr", "1fr"),
                "lrrrc",
            )
        )
        + title("Microbiology", look)
        + put(table([[gram.analyte, "40", "blobs/g"]], [["Organism", "Result", "Units"]], ("2fr", "1fr", "1fr"), "lrl"))
        + line("ND = not detected. " + results_relate(order), 7)
    )
    wanted = (
        *("loq-above-limit", "date-future", "lot-blank", "total-mismatch"),
        *("analyte-unknown", "unit-unknown", "status-contradicts-value"),
    )
    return Sheet(
        source, (Sample(order.header, (*found, *metal, gram), notes="Made with defects, so that findings can be shown.", findings=wanted),)
    )


def two_samples(orders: tuple[Order, ...]) -> Sheet:
    """Two samples of one job in one file, a page each."""
    look = Look(size=8.5, rules="grid", accent="#0e6251", watermark=False)
    samples, pages = [], []
    for page, order in enumerate(orders, start=1):
        found = potency(order, (per_tablet(order), MG_G), limits_in=MG_G)
        found = tuple(replace(r, page=page) for r in (*found, total(found)))
        samples.append(Sample(order.header, found))
        pages.append(
            masthead(str(order.header.lab), order.laboratory["address"], "Certificate of Analysis", look)
            + line(str(order.header.accreditation), 7.5)
            + put(fields([*english_fields(order), ("Avg. Tablet Weight:", "512.4 mg")]))
            + title("Alkaloids by LC-MS/MS", look)
            + put(
                table(
                    [[r.analyte, *limits(r), *(v.text for v in r.values)] for r in found],
                    [["Analyte", "LOD (mg/g)", "LOQ (mg/g)", "Result (mg/tablet)", "Result (mg/g)"]],
                    ("2fr", "1fr", "1fr", "1fr", "1fr"),
                    "lrrrr",
                )
            )
            + line("BQL = below quantitation limit. ND = not detected. " + results_relate(order), 7)
        )
    order = orders[0]
    return Sheet(preamble(look, f"{order.header.lab}, {order.laboratory['address']}") + PAGE_BREAK.join(pages), tuple(samples), len(orders))
