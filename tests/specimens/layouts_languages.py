"""Layouts in other languages: Czech with uncertainty and verdict letters, a horizontal microbiology report, German, Spanish."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.specimens.content import Row, Sample, Value
from tests.specimens.layouts_leaf import Sheet, said
from tests.specimens.paper import Look, fields, line, masthead, power, preamble, put, table, title
from tests.specimens.scenario import Column, Order, amount, potency, quantified, result, total

CZECH_METALS = (
    ("rtuť", "0,011", "0,001", "0,1"),
    ("olovo", "0,64", "0,08", "3,0"),
    ("kadmium", "0,02", "0,003", "1,0"),
    ("arsen", "0,13", "0,02", "0,5"),
    ("nikl", "1,28", "0,19", ""),
)
GERMAN = {
    "mitragynine": "Mitragynin",
    "7oh": "7-Hydroxymitragynin",
    "paynantheine": "Paynanthein",
    "speciogynine": "Speciogynin",
    "speciociliatine": "Speciociliatin",
}
SPANISH = {
    "mitragynine": "Mitraginina",
    "7oh": "7-Hidroximitraginina",
    "paynantheine": "Painanteína",
    "speciogynine": "Especioginina",
    "speciociliatine": "Especiociliatina",
    "corynantheidine": "Corinanteidina",
}


def dotted(day: date | None) -> str:
    return f"{day.day}.{day.month}.{day.year}" if day else ""


def czech(orders: tuple[Order, ...]) -> Sheet:
    """Decimal comma, expanded uncertainty (k = 2), verdict letters V and X against a decree's limits."""
    (order,) = orders
    order = replace(order, header=replace(order.header, matrix="Kratom", product_name="Specimen Heron zelený kratom prášek"))
    h = order.header
    look = Look(paper="a4", font="Libertinus Serif", size=9, rules="grid", accent="#111111", watermark=False)
    percent = Column("% hm.", Decimal("0.1"), digits=3, mark=",")
    mit, seven = result(order, "mitragynine", percent), result(order, "7oh", percent)
    rows = [
        Row(
            "potency",
            "mitragynin",
            (mit,),
            uncertainty=amount("0,11", "% hm.", ","),
            k=2,
            limit=amount("2,5", "% hm.", ","),
            status="pass",
            method="KM 20",
        ),
        Row(
            "potency",
            "7-hydroxymitragynin",
            (seven,),
            uncertainty=amount("0,0012", "% hm.", ","),
            k=2,
            limit=amount("0,1", "% hm.", ","),
            status="pass",
            method="KM 20",
        ),
    ]
    for name, text, u, limit in CZECH_METALS:
        method = "SOP 70.4" if name == "rtuť" else "SOP 70.75"
        rows.append(
            Row(
                "heavy_metals",
                name,
                (said(text, "mg/kg", ","),),
                uncertainty=amount(u, "mg/kg", ","),
                k=2,
                limit=amount(limit, "mg/kg", ",") if limit else None,
                status="pass" if limit else None,
                method=method,
            )
        )
    rows.append(Row("mycotoxins", "aflatoxin B1", (said("< 2,0", "µg/kg", ","),), method="KM 06"))
    body = [
        [
            r.analyte,
            r.values[0].text,
            f"± {r.uncertainty.printed}" if r.uncertainty else "-",
            str(r.values[0].unit),
            str(r.method),
            "V" if r.status else "X",
            r.limit.printed if r.limit else "-",
        ]
        for r in rows
    ]
    labels = [
        ("Protokol o zkouškách č.:", str(h.report_id)),
        ("Zákazník:", str(h.client)),
        ("Předmět zkoušení:", "Kratom"),
        ("Označení vzorku:", h.product_name),
        ("Šarže:", str(h.lot)),
        ("Datum přijetí vzorku:", dotted(h.received)),
        ("Datum provedení zkoušek:", f"{dotted(h.received)} - {dotted(h.completed)}"),
        ("Datum vystavení protokolu:", dotted(h.reported)),
    ]
    source = (
        preamble(look, f"{h.lab}, protokol {h.report_id}", "cs")
        + masthead(h.lab, order.laboratory["address"], "Protokol o zkouškách", look)
        + line(str(h.accreditation), 8)
        + put(fields(labels, columns=1, gap="5pt"))
        + put(
            table(
                body,
                [["Analyt", "Výsledek", "Rozšířená nejistota", "Jednotky", "Zkušební metoda", "Hodnocení výsledků", "Limitní hodnota"]],
                ("2fr", "1fr", "1.1fr", "1fr", "1.1fr", "1.1fr", "1fr"),
                "lrrlccr",
            )
        )
        + line("Rozšířená nejistota je uvedena pro koeficient rozšíření k = 2. „<“ znamená pod mezí stanovitelnosti.", 8)
        + line("V - vyhovuje, N - nevyhovuje, X - nehodnoceno. Výsledky se týkají pouze zkoušeného vzorku. Vzorek odebral: zadavatel.", 8)
    )
    return Sheet(source, (Sample(h, tuple(rows)),))


def horizontal_microbiology(orders: tuple[Order, ...]) -> Sheet:
    """One horizontal row of counts: organisms as columns, the unit in the table's title, 7,2·10⁴ with a superscript."""
    (order,) = orders
    h = replace(order.header, product_name="Specimen Heron zelený kratom prášek", matrix=None)
    look = Look(paper="a4", font="Libertinus Serif", size=10, rules="grid", accent="#111111", watermark=False)
    unit = "cfu/g"
    rows = (
        Row("microbials", "CPM", (Value("7,2·10⁴", unit, "eq", Decimal(72000)),)),
        Row("microbials", "kvasinky", (said("< 50", unit, ","),)),
        Row("microbials", "plísně", (Value("3,5·10²", unit, "eq", Decimal(350)),)),
        Row("microbials", "E. coli", (said("< 10", unit, ","),)),
        Row("microbials", "r. Salmonella", (Value("negativní", "v 25 g", "absent"),)),
    )
    head = [["Vzorek", "CPM", "kvasinky", "plísně", "E. coli", "r. Salmonella [v 25 g]"]]
    body = [["1", power("7,2", 4), "< 50", power("3,5", 2), "< 10", "negativní"]]
    labels = [
        ("Protokol o zkoušce vzorku č.:", str(h.report_id)),
        ("Zadavatel:", str(h.client)),
        ("Název vzorku:", h.product_name),
        ("Šarže:", str(h.lot)),
        ("Datum příjmu:", dotted(h.received)),
        ("Datum provedení rozboru:", f"{dotted(h.received)} - {dotted(h.completed)}"),
        ("Datum vystavení:", dotted(h.reported)),
    ]
    source = (
        preamble(look, f"{h.lab}, protokol č. {h.report_id}", "cs")
        + masthead(h.lab, order.laboratory["address"], "PROTOKOL O ZKOUŠCE VZORKU", look)
        + line(str(h.accreditation), 8)
        + put(fields(labels, columns=1))
        + title("Výsledky mikrobiologického rozboru [cfu/g]", look)
        + put(table(body, head, ("auto", "1fr", "1fr", "1fr", "1fr", "1.6fr"), "lccccc"))
        + line("CPM - celkový počet mikroorganismů. Výsledky se týkají pouze zkoušeného vzorku.", 8)
    )
    return Sheet(source, (Sample(h, rows, notes="Nothing is evaluated: no limits, no verdict."),))


def german(orders: tuple[Order, ...]) -> Sheet:
    """Decimal comma, Bestimmungsgrenze in a column of its own, units in a column, KBE/g, n.n. for not detected."""
    (order,) = orders
    h = replace(order.header, product_name="Specimen Heron Kratompulver grün", matrix="Blattpulver")
    look = Look(paper="a4", size=8.5, rules="rows", accent="#1c2833")
    column = Column("mg/g", nd="n.n.", low="< BG", mark=",")
    found = potency(order, (column,), GERMAN)
    found = tuple(replace(r, loq=amount("0,03", "mg/g", ","), method="LC-DAD") for r in found)
    metal = tuple(
        Row("heavy_metals", n, (said(t, "mg/kg", ","),), loq=amount("0,01", "mg/kg", ","), limit=amount(lim, "mg/kg", ","), method="ICP-MS")
        for n, t, lim in (("Arsen", "0,21", "1,0"), ("Blei", "0,83", "3,0"), ("Cadmium", "0,034", "1,0"), ("Quecksilber", "< 0,01", "0,1"))
    )
    microbes = (
        Row("microbials", "Aerobe mesophile Keimzahl", (said("41000", "KBE/g"),), method="ISO 4833-1"),
        Row("microbials", "Hefen", (said("< 100", "KBE/g"),), method="ISO 21527-2"),
        Row("microbials", "Schimmelpilze", (said("300", "KBE/g"),), method="ISO 21527-2"),
        Row("microbials", "Salmonella spp.", (Value("n.n.", "in 25 g", "nd"),), method="ISO 6579-1"),
    )
    dry = (Row("moisture", "Feuchte", (quantified("7,4", "%", ","),), method="Gravimetrie"),)

    def part(name: str, rows: tuple[Row, ...]) -> str:
        body = [
            [
                r.analyte,
                str(r.method),
                r.values[0].text,
                str(r.values[0].unit),
                r.loq.printed if r.loq else "-",
                r.limit.printed if r.limit else "-",
            ]
            for r in rows
        ]
        return title(name, look) + put(
            table(
                body,
                [["Parameter", "Verfahren", "Ergebnis", "Einheit", "BG", "Grenzwert"]],
                ("2fr", "1.2fr", "1fr", "1fr", "0.8fr", "1fr"),
                "llrlrr",
            )
        )

    labels = [
        ("Prüfbericht-Nr.:", str(h.report_id)),
        ("Proben-Nr.:", str(h.sample_id)),
        ("Auftraggeber:", str(h.client)),
        ("Probenbezeichnung:", h.product_name),
        ("Charge:", str(h.lot)),
        ("Matrix:", str(h.matrix)),
        ("Probeneingang:", dotted(h.received)),
        ("Prüfende:", dotted(h.completed)),
        ("Berichtsdatum:", dotted(h.reported)),
    ]
    source = (
        preamble(look, f"{h.lab}, {order.laboratory['address']}", "de")
        + masthead(h.lab, order.laboratory["address"], "Prüfbericht", look)
        + line(str(h.accreditation), 8)
        + put(fields(labels, columns=2))
        + part("Alkaloide", found)
        + part("Schwermetalle", metal)
        + part("Mikrobiologie", microbes)
        + part("Trockenverlust", dry)
        + line(
            "BG = Bestimmungsgrenze, n.n. = nicht nachweisbar. Die Ergebnisse beziehen sich ausschließlich auf die untersuchte Probe.", 7.5
        )
    )
    return Sheet(source, (Sample(h, (*found, *metal, *microbes, *dry)),))


def spanish(orders: tuple[Order, ...]) -> Sheet:
    """A liquid in mg/mL with decimal comma, LD and LC, and a verdict in words."""
    (order,) = orders
    h = replace(order.header, product_name="Specimen Kestrel extracto de kratom 60 mL", matrix="Extracto líquido")
    look = Look(paper="a4", font="DejaVu Sans", size=7.5, rules="rows", accent="#943126", watermark=False)
    column = Column("mg/mL", nd="No detectado", low="< LC", mark=",")
    found = potency(order, (column,), SPANISH, limits_in=column)
    found = (*found, total(found, "Alcaloides totales", mark=","))
    metal = tuple(
        Row("heavy_metals", n, (said(t, "mg/kg", ","),), limit=amount(lim, "mg/kg", ","), status="pass")
        for n, t, lim in (
            ("Arsénico", "< 0,02", "1,0"),
            ("Cadmio", "0,031", "0,5"),
            ("Plomo", "0,118", "1,0"),
            ("Mercurio", "< 0,01", "0,1"),
        )
    )
    microbes = (
        Row("microbials", "Aerobios mesófilos", (said("< 10", "UFC/mL"),), limit=amount("10000", "UFC/mL"), status="pass"),
        Row("microbials", "Mohos y levaduras", (said("20", "UFC/mL"),), limit=amount("1000", "UFC/mL"), status="pass"),
    )
    labels = [
        ("Informe n.º:", str(h.report_id)),
        ("Muestra n.º:", str(h.sample_id)),
        ("Cliente:", str(h.client)),
        ("Producto:", h.product_name),
        ("Lote:", str(h.lot)),
        ("Matriz:", str(h.matrix)),
        ("Fecha de recepción:", slashed(h.received)),
        ("Fecha de finalización:", slashed(h.completed)),
        ("Fecha de emisión:", slashed(h.reported)),
        ("Densidad:", "1,017 g/mL"),
    ]

    def verdicts(rows: tuple[Row, ...]) -> list[list[str]]:
        return [[r.analyte, r.values[0].text, r.limit.printed if r.limit else "", "Conforme"] for r in rows]

    source = (
        preamble(look, f"{h.lab}, {order.laboratory['address']}", "es")
        + masthead(h.lab, order.laboratory["address"], "Informe de ensayo", look)
        + line(str(h.accreditation), 7)
        + put(fields(labels))
        + title("Alcaloides (HPLC-DAD)", look)
        + put(
            table(
                [[r.analyte, r.lod.printed if r.lod else "", r.loq.printed if r.loq else "", r.values[0].text] for r in found],
                [["Analito", "LD (mg/mL)", "LC (mg/mL)", "Resultado (mg/mL)"]],
                ("2fr", "1fr", "1fr", "1fr"),
                "lrrr",
            )
        )
        + title("Metales pesados (ICP-MS)", look)
        + put(
            table(
                verdicts(metal), [["Elemento", "Resultado (mg/kg)", "Límite (mg/kg)", "Evaluación"]], ("2fr", "1fr", "1fr", "1fr"), "lrrc"
            )
        )
        + title("Microbiología", look)
        + put(
            table(
                verdicts(microbes),
                [["Parámetro", "Resultado (UFC/mL)", "Límite (UFC/mL)", "Evaluación"]],
                ("2fr", "1fr", "1fr", "1fr"),
                "lrrc",
            )
        )
        + line("LD: límite de detección. LC: límite de cuantificación. Los resultados se refieren únicamente a la muestra ensayada.", 7)
    )
    return Sheet(source, (Sample(h, (*found, *metal, *microbes)),))


def slashed(day: date | None) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day else ""


def french(orders: tuple[Order, ...]) -> Sheet:
    """Decimal comma, LD and LQ, n.d., a thin space for thousands, conformity in words."""
    (order,) = orders
    h = replace(order.header, product_name="Specimen Kestrel extrait de kratom 45 %", matrix="Extrait en poudre")
    look = Look(paper="a4", size=8.5, rules="grid", accent="#1b4f72", watermark=False)
    column = Column("mg/g", nd="n.d.", low="< LQ", mark=",")
    names = {
        "mitragynine": "Mitragynine",
        "7oh": "7-Hydroxymitragynine",
        "paynantheine": "Paynanthéine",
        "speciogynine": "Spéciogynine",
        "speciociliatine": "Spéciociliatine",
    }
    found = potency(order, (column,), names, limits_in=column)
    found = (*found, total(found, "Alcaloïdes totaux", mark=","))
    metal = tuple(
        Row("heavy_metals", n, (said(t, "mg/kg", ","),), limit=amount(lim, "mg/kg", ","), status="pass")
        for n, t, lim in (("Arsenic", "0,32", "1,0"), ("Cadmium", "< 0,02", "1,0"), ("Plomb", "0,95", "3,0"), ("Mercure", "< 0,01", "0,1"))
    )
    microbes = (
        Row(
            "microbials",
            "Flore aérobie totale",
            (Value("12 000", "UFC/g", "eq", Decimal(12000)),),
            limit=amount("50000", "UFC/g"),
            status="pass",
        ),
        Row("microbials", "Levures et moisissures", (said("< 10", "UFC/g"),), limit=amount("500", "UFC/g"), status="pass"),
    )
    labels = [
        ("Rapport n° :", str(h.report_id)),
        ("Échantillon n° :", str(h.sample_id)),
        ("Client :", str(h.client)),
        ("Produit :", h.product_name),
        ("Lot :", str(h.lot)),
        ("Matrice :", str(h.matrix)),
        ("Date de réception :", slashed(h.received)),
        ("Date de fin d'analyse :", slashed(h.completed)),
        ("Date d'émission :", slashed(h.reported)),
    ]

    def verdicts(rows: tuple[Row, ...]) -> list[list[str]]:
        return [[r.analyte, r.values[0].text, str(r.values[0].unit), r.limit.printed if r.limit else "", "Conforme"] for r in rows]

    head = [["Paramètre", "Résultat", "Unité", "Limite", "Conformité"]]
    source = (
        preamble(look, f"{h.lab}, {order.laboratory['address']}", "fr")
        + masthead(h.lab, order.laboratory["address"], "Rapport d'essai", look)
        + line(str(h.accreditation), 7.5)
        + put(fields(labels))
        + title("Alcaloïdes (CLHP-UV)", look)
        + put(
            table(
                [[r.analyte, r.lod.printed if r.lod else "", r.loq.printed if r.loq else "", r.values[0].text] for r in found],
                [["Analyte", "LD (mg/g)", "LQ (mg/g)", "Résultat (mg/g)"]],
                ("2fr", "1fr", "1fr", "1fr"),
                "lrrr",
            )
        )
        + title("Métaux lourds (ICP-MS)", look)
        + put(table(verdicts(metal), head, ("2fr", "1fr", "1fr", "1fr", "1fr"), "lrlrc"))
        + title("Microbiologie", look)
        + put(table(verdicts(microbes), head, ("2fr", "1fr", "1fr", "1fr", "1fr"), "lrlrc"))
        + line(
            "LD : limite de détection. LQ : limite de quantification. n.d. : non détecté. Les résultats ne concernent que l'échantillon.",
            7.5,
        )
    )
    return Sheet(source, (Sample(h, (*found, *metal, *microbes)),))


def indonesian(orders: tuple[Order, ...]) -> Sheet:
    """One numbered table with the unit and the method in columns, decimal comma, koloni/g, 'tidak terdeteksi'."""
    (order,) = orders
    h = replace(order.header, product_name="Specimen Lantern daun kratom rajangan", matrix="Daun kering")
    look = Look(paper="a4", size=9, rules="grid", accent="#0b5345", watermark=False)
    percent = Column("%", Decimal("0.1"), nd="Tidak terdeteksi", low="< LOQ", mark=",")
    names = {"mitragynine": "Mitraginin", "7oh": "7-Hidroksimitraginin", "paynantheine": "Painantein", "speciogynine": "Spesioginin"}
    rows = (
        *(replace(r, method="KCKT") for r in potency(order, (percent,), names)),
        Row("heavy_metals", "Timbal (Pb)", (said("0,44", "mg/kg", ","),), method="ICP-MS"),
        Row("heavy_metals", "Kadmium (Cd)", (said("< 0,01", "mg/kg", ","),), method="ICP-MS"),
        Row("heavy_metals", "Arsen (As)", (said("0,17", "mg/kg", ","),), method="ICP-MS"),
        Row("heavy_metals", "Merkuri (Hg)", (said("< 0,005", "mg/kg", ","),), method="ICP-MS"),
        Row("microbials", "Angka Lempeng Total", (Value("2,4 x 10³", "koloni/g", "eq", Decimal(2400)),), method="SNI 2897"),
        Row("microbials", "Kapang dan Khamir", (said("< 10", "koloni/g", ","),), method="SNI 2897"),
        Row("microbials", "Salmonella spp.", (Value("Negatif", "per 25 g", "absent"),), method="SNI 2897"),
        Row("moisture", "Kadar Air", (quantified("9,8", "%", ","),), method="Gravimetri"),
    )
    shown_as: dict[str, str] = {"Angka Lempeng Total": power("2,4", 3, " x ")}
    body = [
        [str(n), r.analyte, shown_as.get(r.analyte, r.values[0].text), str(r.values[0].unit), str(r.method)]
        for n, r in enumerate(rows, start=1)
    ]
    labels = [
        ("Nomor Laporan:", str(h.report_id)),
        ("Nomor Sampel:", str(h.sample_id)),
        ("Pelanggan:", str(h.client)),
        ("Nama Sampel:", h.product_name),
        ("Nomor Lot:", str(h.lot)),
        ("Matriks:", str(h.matrix)),
        ("Tanggal Diterima:", dotted(h.received)),
        ("Tanggal Selesai:", dotted(h.completed)),
        ("Tanggal Terbit:", dotted(h.reported)),
    ]
    source = (
        preamble(look, f"{h.lab}, {order.laboratory['address']}", "id")
        + masthead(h.lab, order.laboratory["address"], "Laporan Hasil Uji", look)
        + line(str(h.accreditation), 8)
        + put(fields(labels, columns=1))
        + title("Hasil Pengujian", look)
        + put(table(body, [["No.", "Parameter", "Hasil", "Satuan", "Metode"]], ("auto", "2fr", "1.3fr", "1fr", "1fr"), "clrll"))
        + line("Hasil uji hanya berlaku untuk sampel yang diuji.", 8)
    )
    return Sheet(source, (Sample(h, rows),))
