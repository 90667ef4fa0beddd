"""One table of results and one head in each language that the vocabulary speaks: read as the same facts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from registry.model.certificate import Panel, Result
from registry.reading.head.header import read_header
from registry.reading.rows.results import read_results
from tests.reading.pages import document_of, grid, page_of


@dataclass(frozen=True)
class Report:
    """The words of one language's report: headings in the order of its columns, the cells that are words, labels of the head."""

    headings: tuple[str, str, str, str, str, str, str]
    """Name, reporting limit, result, uncertainty, unit, limit, verdict."""
    lead: str
    mould: str
    salmonella: str
    none: str
    most: str
    passes: str
    fails: str
    labels: tuple[str, str, str, str, str]
    """Client, sample's name, lot, received, reported."""
    detection: str
    """Heading of a limit of detection."""


REPORTS = {
    "nl": Report(
        ("Parameter", "RG", "Resultaat", "± U", "Eenheid", "Norm", "Oordeel"),
        "Lood (Pb)", "Schimmels", "Salmonella spp.", "niet aantoonbaar", "max.", "Voldoet", "Voldoet niet",
        ("Opdrachtgever", "Monsteromschrijving", "Partijnummer", "Datum ontvangst", "Datum rapportage"), "Detectiegrens",
    ),
    "it": Report(
        ("Parametro", "LOQ", "Risultato", "Incertezza", "Unità di misura", "Limite", "Giudizio"),
        "Piombo", "Muffe", "Salmonella spp.", "non rilevato", "massimo", "Conforme", "Non conforme",
        ("Committente", "Descrizione del campione", "Lotto", "Data ricevimento", "Data emissione"), "Limite di rilevabilità",
    ),
    "pt": Report(
        ("Parâmetro", "LQ", "Resultado", "Incerteza", "Unidade", "Limite máximo", "Parecer"),
        "Chumbo", "Bolores", "Salmonella spp.", "não detectado", "máximo", "Aprovado", "Reprovado",
        ("Solicitante", "Descrição da amostra", "Número do lote", "Data de recebimento", "Data de emissão"), "Limite de detecção",
    ),
    "pl": Report(
        ("Parametr", "Granica oznaczalności", "Wynik", "Niepewność", "Jednostka", "Wymagania", "Ocena"),
        "Ołów", "Pleśnie", "Salmonella spp.", "nie wykryto", "maks.", "Zgodny", "Niezgodny",
        ("Zleceniodawca", "Nazwa próbki", "Numer partii", "Data przyjęcia", "Data wydania"), "Granica wykrywalności",
    ),
    "de": Report(
        ("Parameter", "BG", "Messwert", "Messunsicherheit", "Einheit", "Grenzwert", "Beurteilung"),
        "Blei", "Schimmelpilze", "Salmonellen", "nicht nachweisbar", "max.", "entspricht", "entspricht nicht",
        ("Auftraggeber", "Probenbezeichnung", "Chargennummer", "Probeneingang", "Berichtsdatum"), "Nachweisgrenze",
    ),
    "es": Report(
        ("Parámetro", "LC", "Resultado", "Incertidumbre", "Unidades", "Límite máximo", "Dictamen"),
        "Plomo", "Mohos", "Salmonella spp.", "no detectado", "máx.", "Cumple", "No cumple",
        ("Solicitante", "Descripción de la muestra", "Nº de lote", "Fecha de recepción", "Fecha de emisión"), "Límite de detección",
    ),
    "fr": Report(
        ("Paramètre", "Limite de quantification", "Résultat", "Incertitude", "Unité", "Valeur limite", "Conformité"),
        "Plomb", "Moisissures", "Salmonella spp.", "non détecté", "max.", "Conforme", "Non conforme",
        ("Demandeur", "Désignation", "Numéro de lot", "Date de réception", "Date d'émission"), "Limite de détection",
    ),
    "cs": Report(
        ("Ukazatel", "Mez stanovitelnosti", "Výsledek", "Nejistota", "Jednotka", "Požadavek", "Hodnocení"),
        "Olovo", "Plísně", "Salmonella spp.", "nenalezeno", "max.", "Vyhovuje", "Nevyhovuje",
        ("Zákazník", "Název vzorku", "Šarže", "Datum příjmu", "Datum vystavení"), "Mez detekce",
    ),
    "id": Report(
        ("Parameter uji", "Batas kuantifikasi", "Hasil", "Ketidakpastian", "Satuan", "Persyaratan", "Kesimpulan"),
        "Timbal", "Kapang", "Salmonella spp.", "tidak terdeteksi", "maks.", "Memenuhi syarat", "Tidak memenuhi syarat",
        ("Pelanggan", "Nama sampel", "Nomor bets", "Tanggal penerimaan", "Tanggal terbit"), "Batas deteksi",
    ),
    "th": Report(
        ("รายการทดสอบ", "ขีดจำกัดการหาปริมาณ", "ผลการทดสอบ", "ความไม่แน่นอน", "หน่วย", "เกณฑ์กำหนด", "สรุปผล"),
        "ตะกั่ว", "รา", "Salmonella spp.", "ไม่พบ", "ไม่เกิน", "ผ่าน", "ไม่ผ่าน",
        ("ชื่อลูกค้า", "ชื่อตัวอย่าง", "หมายเลขการผลิต", "วันที่รับตัวอย่าง", "วันที่ออกรายงาน"), "ขีดจำกัดการตรวจวัด",
    ),
    "it, otherwise": Report(
        ("Prova", "Limite quantif.", "Risultati analitici", "Incertezza estesa", "U.M.", "Limite max ammesso", "Esito prova"),
        "Piombo", "Conta di muffe", "Ricerca di Salmonella", "non riscontrata", "non più di", "nella norma", "oltre il limite",
        ("Committente / Cliente", "Denominazione di vendita", "Lotto nr", "Campione ricevuto il", "Data del documento"),
        "Limite di rivelazione",
    ),
    "de, otherwise": Report(
        ("Prüfmerkmal", "Meldegrenze", "Prüfergebnisse", "Unsicherheit", "Maßeinheit", "Sollbereich", "Einstufung"),
        "Blei", "Schimmelpilze", "Salmonellen", "nicht feststellbar", "höchstens", "in Spezifikation", "über Grenzwert",
        ("Kunde / Auftraggeber", "Bezeichnung des Musters", "Charge / Lot", "Mustereingang", "Ausstellungsdatum"), "Erfassungsgrenze",
    ),
    "nl, otherwise": Report(
        ("Bepaling", "Rapporteergrens", "Meetresultaat", "Onzekerheid", "Eenheid", "Max. waarde", "Uitspraak"),
        "Lood", "Schimmels", "Salmonella", "niet aangetroffen", "maximaal", "binnen de norm", "buiten de norm",
        ("In opdracht van", "Handelsnaam", "Charge / batch", "Datum van ontvangst", "Datum certificaat"), "Aantoonbaarheidslimiet",
    ),
    "pt, otherwise": Report(
        ("Ensaio realizado", "LQM", "Resultado do ensaio", "Incerteza", "Un. medida", "Valor limite", "Julgamento"),
        "Chumbo", "Bolores", "Pesquisa de Salmonella", "não encontrada", "no máximo", "dentro dos limites", "acima do limite",
        ("Nome do solicitante", "Designação da amostra", "Lote do produto", "Amostra recebida em", "Data do certificado"), "LDM",
    ),
    "pl, otherwise": Report(
        ("Rodzaj oznaczenia", "Próg oznaczalności", "Wynik oznaczenia", "Niepewność", "Jednostki miary", "Poziom dopuszczalny", "Werdykt"),
        "Ołów", "Pleśnie", "Obecność Salmonella", "nie wykryta", "nie więcej niż", "spełnia kryteria", "poza normą",
        ("Zleceniodawca badań", "Nazwa handlowa", "Numer lot", "Próbkę przyjęto", "Data certyfikatu"), "Próg detekcji",
    ),
}  # fmt: skip


def rows(report: Report, order: tuple[int, ...]) -> list[Result]:
    lines = (
        report.headings,
        (report.lead, "0,02", "4,6", "0,9", "mg/kg", f"{report.most} 3,0", report.fails),
        ("Cadmium", "0,01", "0,08", "0,02", "mg/kg", f"{report.most} 1,0", report.passes),
        (report.mould, "50", "1150", "", "CFU/g", f"{report.most} 50000", report.passes),
        (report.salmonella, "", report.none, "", "", "", report.passes),
    )
    starts = (20, 125, 225, 320, 400, 475, 570)
    set_so = [tuple(line[i] for i in order) for line in lines]
    return list(read_results(document_of(page_of(*grid(120, starts, *set_so))))[0])


@pytest.mark.parametrize(
    "order", [(0, 1, 2, 3, 4, 5, 6), (0, 4, 2, 3, 1, 5, 6), (0, 2, 3, 4, 5, 6, 1)], ids=["limit first", "unit first", "result first"]
)
@pytest.mark.parametrize("language", REPORTS)
def test_a_table_says_the_same_in_every_language_and_order_of_columns(language: str, order: tuple[int, ...]) -> None:
    report = REPORTS[language]
    found = {r.analyte: r for r in rows(report, order)}
    assert list(found) == [report.lead, "Cadmium", report.mould, report.salmonella]
    lead = found[report.lead]
    assert [(m.value, m.unit) for m in lead.measurements] == [(Decimal("4.6"), "mg/kg")]
    assert lead.loq is not None
    assert lead.limit is not None
    assert lead.uncertainty is not None
    assert (lead.loq.value, lead.limit.value, lead.uncertainty.value) == (Decimal("0.02"), Decimal("3.0"), Decimal("0.9"))
    assert (lead.status, found["Cadmium"].status) == ("fail", "pass")
    assert found[report.salmonella].measurements[0].qualifier == "nd"
    assert [r.panel for r in found.values()] == [Panel.HEAVY_METALS, Panel.HEAVY_METALS, Panel.MICROBIALS, Panel.MICROBIALS]


@pytest.mark.parametrize("language", REPORTS)
def test_a_limit_of_detection_is_no_result_in_any_language(language: str) -> None:
    report = REPORTS[language]
    lines = grid(
        120,
        (40, 150, 300, 400),
        (report.headings[0], report.detection, report.headings[2], report.headings[4]),
        (report.lead, "0,02", "4,6", "mg/kg"),
    )
    (row,) = read_results(document_of(page_of(*lines)))[0]
    assert row.lod is not None
    assert (row.lod.value, [m.value for m in row.measurements]) == (Decimal("0.02"), [Decimal("4.6")])


@pytest.mark.parametrize("language", REPORTS)
def test_a_head_says_the_same_in_every_language(language: str) -> None:
    report = REPORTS[language]
    values = ("Zilte Vloed Handel", "Kratom Maeng Da", "ZV-2605-A", "12.05.2026", "28.05.2026")
    head = read_header(
        document_of(
            page_of(*((60 + 12 * n, {40: label, 200: value}) for n, (label, value) in enumerate(zip(report.labels, values, strict=True))))
        )
    )
    read = [field.text if field else None for field in (head.client, head.product_name, head.lot)]
    assert read == list(values[:3])
    days = [day.value.isoformat() if day and day.value else None for day in (head.dates.received, head.dates.reported)]
    assert days == ["2026-05-12", "2026-05-28"]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Eindoordeel: het monster voldoet niet aan de getoetste normen", "fail"),
        ("Gesamtbeurteilung: Die Probe entspricht den Anforderungen", "pass"),
        ("Giudizio finale: il campione è conforme ai limiti di legge", "pass"),
        ("Parecer final: a amostra não atende à especificação", "fail"),
        ("Overall result: not every parameter complies with its limit", None),
    ],
)
def test_a_verdict_on_the_whole_may_stand_inside_its_sentence(line: str, status: str | None) -> None:
    assert read_header(document_of(page_of((60, {40: line}), (90, {40: "Mitragynine 1.2 %"})))).overall_status == status


@pytest.mark.parametrize(
    ("mark", "passes"),
    [("n.g.", "Voldoet"), ("k.A.", "konform"), ("n.v.t.", "Pass")],
)
def test_a_mark_that_fills_a_column_beside_values_is_no_heading(mark: str, passes: str) -> None:
    lines = grid(
        100,
        (40, 150, 200, 260, 330, 420),
        ("Parameter", "Q", "RG", "Resultaat", "Eenheid", "Oordeel"),
        ("Mitragynine", "Q", "0,02", "1,46", "%", mark),
        ("Speciogynine", "Q", "0,02", "0,21", "%", mark),
        ("Paynantheine", "Q", "0,02", "0,29", "%", mark),
        ("Speciociliatine", "Q", "0,02", "0,24", "%", passes),
    )
    found = {r.analyte: r for r in read_results(document_of(page_of(*lines)))[0]}
    assert {name: [m.text for m in r.measurements] for name, r in found.items()} == {
        "Mitragynine": ["1,46"], "Speciogynine": ["0,21"], "Paynantheine": ["0,29"], "Speciociliatine": ["0,24"]
    }  # fmt: skip
    assert (found["Mitragynine"].status, found["Speciociliatine"].status) == (None, "pass")


@pytest.mark.parametrize(("heading", "bound"), [("Norm", "max. 3,0"), ("Norm", "≤ 3,0"), ("Norm", "höchstens 3,0")])
def test_norm_heads_limits_where_its_cells_are_bounds_and_methods_where_they_are_numbers_of_standards(heading: str, bound: str) -> None:
    (limited,) = read_results(
        document_of(
            page_of(*grid(100, (40, 200, 300, 400), ("Parameter", "Messwert", "Einheit", heading), ("Blei", "4,6", "mg/kg", bound)))
        )
    )[0]
    (by_method,) = read_results(
        document_of(
            page_of(*grid(100, (40, 200, 300, 400), ("Parameter", "Messwert", "Einheit", heading), ("Blei", "4,6", "mg/kg", "EN 15763")))
        )
    )[0]
    assert limited.limit is not None
    assert (limited.limit.value, limited.method) == (Decimal("3.0"), None)
    assert (by_method.limit, by_method.method) == (None, "EN 15763")
