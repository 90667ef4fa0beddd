"""Whole certificates of one language each: labels, headings, dates, findings, verdicts and names of substances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from registry.model.certificate import Panel
from registry.reading.head.header import read_header
from registry.reading.rows.results import read_results
from tests.reading.pages import document_of, grid, page_of


@dataclass(frozen=True)
class Language:
    """What a certificate of one language prints."""

    labels: tuple[str, ...]
    """Report, sample, product, client, lot, received, completed, reported."""
    days: tuple[str, str, str]
    headings: tuple[str, ...]
    """Name, unit, result, uncertainty, limit, verdict."""
    metals: tuple[str, str]
    """The section's title and lead."""
    germs: tuple[str, str, str, str]
    """The section's title, yeasts and moulds, the unit of counts, and what says that no Salmonella was found."""
    moisture: str
    not_found: str
    verdicts: tuple[str, str]
    """Passes, fails."""
    laboratory: str = "SPECIMEN Valley Laboratories Ltd."


NUMERIC = ("04.05.2026", "11.05.2026", "12.05.2026")
LANGUAGES = {
    "Slovak": Language(
        (
            "Protokol o skúške č.:",
            "Číslo vzorky:",
            "Názov vzorky:",
            "Zákazník:",
            "Šarža:",
            "Dátum prijatia:",
            "Dátum ukončenia:",
            "Dátum vystavenia:",
        ),
        ("4. mája 2026", "11. mája 2026", "12. mája 2026"),
        ("Ukazovateľ", "Jednotka", "Výsledok", "Neistota", "Limitná hodnota", "Hodnotenie"),
        ("Ťažké kovy", "Olovo"),
        ("Mikrobiologické ukazovatele", "Kvasinky a plesne", "KTJ/g", "negatívny v 25 g"),
        "Vlhkosť",
        "nezistené",
        ("vyhovuje", "nevyhovuje"),
        laboratory="SPECIMEN skúšobné laboratórium, a. s.",
    ),
    "Hungarian": Language(
        (
            "Vizsgálati jegyzőkönyv száma:",
            "Minta azonosító:",
            "Minta megnevezése:",
            "Megrendelő:",
            "Tételszám:",
            "Beérkezés dátuma:",
            "Vizsgálat vége:",
            "Kiadás dátuma:",
        ),
        ("2026. május 4.", "2026. május 11.", "2026. május 12."),
        ("Vizsgált paraméter", "Mértékegység", "Eredmény", "Mérési bizonytalanság", "Határérték", "Értékelés"),
        ("Nehézfémek", "Ólom"),
        ("Mikrobiológiai vizsgálatok", "Élesztő- és penészszám", "TKE/g", "negatív/25 g"),
        "Nedvességtartalom",
        "nem kimutatható",
        ("megfelelő", "nem megfelelő"),
        laboratory="SPECIMEN Vizsgálólaboratórium Kft.",
    ),
    "Romanian": Language(
        (
            "Raport de încercare nr.:",
            "Cod probă:",
            "Denumire probă:",
            "Beneficiar:",
            "Număr lot:",
            "Data primirii:",
            "Data finalizării:",
            "Data emiterii:",
        ),
        ("4 mai 2026", "11 mai 2026", "12 mai 2026"),
        ("Parametru", "Unitate de măsură", "Rezultat", "Incertitudine", "Limita maximă admisă", "Conformitate"),
        ("Metale grele", "Plumb"),
        ("Analize microbiologice", "Drojdii și mucegaiuri", "UFC/g", "absent în 25 g"),
        "Umiditate",
        "nedetectat",
        ("corespunde", "nu corespunde"),
        laboratory="SPECIMEN Laborator de Încercări SRL",
    ),
    "Croatian": Language(
        (
            "Izvještaj o ispitivanju br.:",
            "Oznaka uzorka:",
            "Naziv uzorka:",
            "Naručitelj:",
            "Broj serije:",
            "Datum zaprimanja:",
            "Datum završetka:",
            "Datum izdavanja:",
        ),
        ("4. svibnja 2026.", "11. svibnja 2026.", "12. svibnja 2026."),
        ("Parametar", "Mjerna jedinica", "Rezultat", "Mjerna nesigurnost", "Granična vrijednost", "Ocjena"),
        ("Teški metali", "Olovo"),
        ("Mikrobiološke analize", "Kvasci i plijesni", "CFU/g", "nije nađeno u 25 g"),
        "Vlaga",
        "nije detektirano",
        ("odgovara", "ne odgovara"),
        laboratory="SPECIMEN Laboratorij d.o.o.",
    ),
    "Bulgarian": Language(
        (
            "Протокол от изпитване №:",
            "Лабораторен номер:",
            "Наименование на пробата:",
            "Клиент:",
            "Партида:",
            "Дата на получаване:",
            "Дата на приключване:",
            "Дата на издаване:",
        ),
        ("4 май 2026", "11 май 2026", "12 май 2026"),
        ("Показател", "Мерна единица", "Резултат", "Неопределеност", "Норма", "Съответствие"),
        ("Тежки метали", "Олово"),
        ("Микробиологични показатели", "Дрожди и плесени", "КОЕ/g", "не се открива в 25 g"),
        "Влажност",
        "не се открива",
        ("съответства", "не съответства"),
    ),
    "Turkish": Language(
        (
            "Rapor No:",
            "Numune No:",
            "Numune Adı:",
            "Müşteri Adı:",
            "Parti No:",
            "Numune Kabul Tarihi:",
            "Analiz Bitiş Tarihi:",
            "Rapor Tarihi:",
        ),
        ("4 Mayıs 2026", "11 Mayıs 2026", "12 Mayıs 2026"),
        ("PARAMETRE", "BİRİM", "SONUÇ", "ÖLÇÜM BELİRSİZLİĞİ", "SINIR DEĞER", "DEĞERLENDİRME"),
        ("Ağır Metaller", "Kurşun"),
        ("Mikrobiyolojik Analizler", "Maya ve Küf", "KOB/g", "Yok/25 g"),
        "Rutubet",
        "Tespit edilemedi",
        ("UYGUN", "UYGUN DEĞİL"),
        laboratory="SPECIMEN Gıda Analiz Laboratuvarı",
    ),
    "Swedish": Language(
        (
            "Rapportnummer:",
            "Provnummer:",
            "Provbeskrivning:",
            "Uppdragsgivare:",
            "Batchnr:",
            "Ankomstdatum:",
            "Analysen avslutad:",
            "Utfärdat:",
        ),
        ("4 maj 2026", "11 maj 2026", "12 maj 2026"),
        ("Parameter", "Enhet", "Resultat", "Mätosäkerhet", "Gränsvärde", "Bedömning"),
        ("Tungmetaller", "Bly"),
        ("Mikrobiologi", "Jäst och mögel", "cfu/g", "Ej påvisad i 25 g"),
        "Vattenhalt",
        "ej påvisad",
        ("godkänd", "underkänd"),
        laboratory="SPECIMEN Laboratoriet AB",
    ),
    "Danish": Language(
        ("Analyserapport nr.:", "Prøvenr.:", "Produktnavn:", "Rekvirent:", "Batchnr.:", "Modtaget:", "Analyse afsluttet:", "Udstedt:"),
        ("4. maj 2026", "11. maj 2026", "12. maj 2026"),
        ("Parameter", "Enhed", "Resultat", "Usikkerhed", "Grænseværdi", "Vurdering"),
        ("Tungmetaller", "Bly"),
        ("Mikrobiologi", "Gær og skimmel", "KDE/g", "Ikke påvist i 25 g"),
        "Vandindhold",
        "ikke påvist",
        ("godkendt", "ikke godkendt"),
    ),
    "Norwegian": Language(
        ("Rapportnummer:", "Prøvenr.:", "Produktnavn:", "Oppdragsgiver:", "Batchnr.:", "Mottatt:", "Analyse avsluttet:", "Utstedt:"),
        NUMERIC,
        ("Parameter", "Enhet", "Resultat", "Måleusikkerhet", "Grenseverdi", "Vurdering"),
        ("Tungmetaller", "Bly"),
        ("Mikrobiologi", "Gjær og mugg", "CFU/g", "Ikke påvist i 25 g"),
        "Vanninnhold",
        "ikke påvist",
        ("godkjent", "ikke godkjent"),
    ),
    "Finnish": Language(
        (
            "Testausselosteen numero:",
            "Näytenumero:",
            "Näytteen nimi:",
            "Tilaaja:",
            "Eränumero:",
            "Saapumispäivä:",
            "Tutkimus valmis:",
            "Raportointipäivä:",
        ),
        ("4. toukokuuta 2026", "11. toukokuuta 2026", "12. toukokuuta 2026"),
        ("Määritys", "Yksikkö", "Tulos", "Mittausepävarmuus", "Enimmäismäärä", "Arvio"),
        ("Raskasmetallit", "Lyijy"),
        ("Mikrobiologiset määritykset", "Hiivat ja homeet", "pmy/g", "ei todettu/25 g"),
        "Kosteus",
        "ei todettu",
        ("hyväksytty", "hylätty"),
        laboratory="SPECIMEN Laboratoriot Oy",
    ),
    "Vietnamese": Language(
        ("Số phiếu:", "Mã số mẫu:", "Tên mẫu:", "Khách hàng:", "Số lô:", "Ngày nhận mẫu:", "Ngày hoàn thành:", "Ngày ban hành:"),
        ("04 tháng 5 năm 2026", "11 tháng 5 năm 2026", "12 tháng 5 năm 2026"),
        ("Chỉ tiêu", "Đơn vị", "Kết quả", "Độ không đảm bảo đo", "Mức giới hạn", "Đánh giá"),
        ("Kim loại nặng", "Chì"),
        ("Vi sinh", "Tổng số nấm men và nấm mốc", "CFU/g", "Không phát hiện/25 g"),
        "Độ ẩm",
        "KPH",
        ("Đạt", "Không đạt"),
        laboratory="SPECIMEN Phòng thí nghiệm Sông Xanh",
    ),
    "Malay": Language(
        (
            "Nombor Laporan:",
            "Nombor Sampel:",
            "Nama Sampel:",
            "Nama Syarikat:",
            "Nombor Kelompok:",
            "Tarikh Terima:",
            "Tarikh Siap:",
            "Tarikh Laporan:",
        ),
        ("4 Mei 2026", "11 Mei 2026", "12 Mei 2026"),
        ("Parameter Ujian", "Unit", "Keputusan", "Ketidakpastian", "Had Maksimum", "Pematuhan"),
        ("Logam berat", "Plumbum"),
        ("Mikrobiologi", "Yis dan kulat", "CFU/g", "Tidak dikesan/25 g"),
        "Kelembapan",
        "Tidak dikesan",
        ("Mematuhi", "Tidak mematuhi"),
        laboratory="SPECIMEN Makmal Lembah Hijau",
    ),
    "Thai": Language(
        ("เลขที่รายงาน:", "รหัสตัวอย่าง:", "ชื่อตัวอย่าง:", "ชื่อลูกค้า:", "เลขที่รุ่น:", "วันที่รับตัวอย่าง:", "วันที่วิเคราะห์เสร็จ:", "วันที่ออกรายงาน:"),
        NUMERIC,
        ("รายการทดสอบ", "หน่วย", "ผลการทดสอบ", "ความไม่แน่นอน", "เกณฑ์กำหนด", "สรุปผล"),
        ("โลหะหนัก", "ตะกั่ว"),
        ("จุลินทรีย์", "ยีสต์และรา", "CFU/g", "ไม่พบ"),
        "ความชื้น",
        "ตรวจไม่พบ",
        ("ผ่าน", "ไม่ผ่าน"),
    ),
}


def head_of(said: Language) -> list[tuple[float, dict[float, str]]]:
    values = ("SP-4512/26", "26-0417", "Kratom Green", "Specimen Leaf", "L-0417", *said.days)
    return [
        (36, {40: said.laboratory}),
        *((70 + 12 * n, {40: label, 230: value}) for n, (label, value) in enumerate(zip(said.labels, values, strict=True))),
    ]


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_head_is_read_in_its_language(name: str) -> None:
    said = LANGUAGES[name]
    head = read_header(document_of(page_of(*head_of(said), *table_of(said))))
    told = (head.report_id, head.sample_id, head.product_name, head.client, head.lot)
    assert [text.text if text else None for text in told] == ["SP-4512/26", "26-0417", "Kratom Green", "Specimen Leaf", "L-0417"]
    days = (head.dates.received, head.dates.completed, head.dates.reported)
    assert [day.value if day else None for day in days] == [date(2026, 5, 4), date(2026, 5, 11), date(2026, 5, 12)]
    assert (head.lab.text if head.lab else None) == said.laboratory


def table_of(said: Language) -> list[tuple[float, dict[float, str]]]:
    passes, fails = said.verdicts
    return grid(
        200,
        (40, 220, 300, 380, 460, 540),
        said.headings,
        (said.metals[0], "", "", "", "", ""),
        (said.metals[1], "mg/kg", "0,71", "± 0,11", "0,5", fails),
        ("Cd", "mg/kg", said.not_found, "-", "1,0", passes),
        (said.germs[0], "", "", "", "", ""),
        (said.germs[1], said.germs[2], "80", "-", "1000", passes),
        ("Salmonella spp.", "-", said.germs[3], "-", "-", passes),
        (said.moisture, "%", "7,45", "± 0,35", "12,0", passes),
    )


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_table_is_read_in_its_language(name: str) -> None:
    said = LANGUAGES[name]
    results, _ = read_results(document_of(page_of(*head_of(said), *table_of(said))))
    read = {r.analyte: r for r in results}
    facts = {
        name: (r.panel, r.measurements[0].qualifier, r.measurements[0].unit, r.limit and str(r.limit.value), r.status)
        for name, r in read.items()
    }
    assert facts == {
        said.metals[1]: (Panel.HEAVY_METALS, "eq", "mg/kg", "0.5", "fail"),
        "Cd": (Panel.HEAVY_METALS, "nd", "mg/kg", "1.0", "pass"),
        said.germs[1]: (Panel.MICROBIALS, "eq", said.germs[2], "1000", "pass"),
        "Salmonella spp.": (Panel.MICROBIALS, facts["Salmonella spp."][1], None, None, "pass"),
        said.moisture: (Panel.MOISTURE, "eq", "%", "12.0", "pass"),
    }
    assert facts["Salmonella spp."][1] in ("nd", "absent")
    assert read[said.metals[1]].uncertainty is not None
