"""Heads as laboratories of many countries print them: each layout with the fields that a reader of the page would name."""

from __future__ import annotations

import pytest

from registry.model.certificate import ReadText
from registry.reading.header import HeaderFields, read_header
from tests.reading.printed import Placed, block, document, page

Wanted = dict[str, str | None]

BODY: list[Placed] = [
    *block(40, 400, "Analyte", "Mitragynine", "7-Hydroxymitragynine", "Lead"),
    *block(240, 400, "Result", "1.42", "0.011", "0.12"),
    *block(340, 400, "Unit", "%", "%", "mg/kg"),
]


def columns(x: tuple[float, ...], y: float, *rows: tuple[str, ...], pitch: float = 12) -> list[Placed]:
    """Rows of cells, each from its column's left edge; empty cells left out."""
    return [(at, y + n * pitch, cell) for n, row in enumerate(rows) for at, cell in zip(x, row, strict=True) if cell]


def fields_of(read: HeaderFields) -> dict[str, str | None]:
    """Texts by field, days by name of the date as YYYY-MM-DD."""
    texts = {name: value.text for name, value in read.for_draft().items() if isinstance(value, ReadText)}
    days = {name: str(printed.value) for name, printed in read.dates if printed is not None and printed.value is not None}
    return {**texts, **days, "overall_status": read.overall_status}


LAYOUTS: dict[str, tuple[list[Placed], Wanted]] = {
    "a title with the report's number under it, client by code": (
        [
            (460, 40, "ANALYTICAL REPORT"),
            (460, 50, "AR-26-QX-004411-01"),
            (460, 60, "Client Code: SF0001"),
            (40, 46, "Specimen Food Integrity Testing US, Inc.", 12),
            (40, 58, "2200 Placeholder St, Springfield"),
            *columns(
                (40, 200),
                90,
                ("Sample Code:", "447-2026-03180022"),
                ("Sample Description:", "Specimen Kratom Capsules"),
                ("Sample Registration Date:", "18-Mar-2026"),
            ),
            (40, 160, "QA1R3 - Alkaloids (LC-UV)"),
            (300, 160, "Completed: 24-Mar-2026"),
            (40, 172, "QA2R1 - Metals (ICP-MS)"),
            (300, 172, "Completed: 26-Mar-2026"),
            (40, 720, "Report date: 27-Mar-2026. Results pertain only to the items tested."),
        ],
        {
            "lab": "Specimen Food Integrity Testing US, Inc.",
            "report_id": "AR-26-QX-004411-01",
            "sample_id": "447-2026-03180022",
            "product_name": "Specimen Kratom Capsules",
            "client": None,
            "received": "2026-03-18",
            "completed": "2026-03-26",
            "reported": "2026-03-27",
        },
    ),
    "an inspection company: To, the following sample was submitted as": (
        [
            (40, 40, "Specimen Inspection Services (Thailand) Limited", 12),
            (40, 54, "100 Rama Road, Bangkok 10120"),
            (240, 80, "TEST REPORT", 12),
            *columns((40, 330), 100, ("Report No.: BKK26-04471", "Date: 12 May 2026"), ("Page: 1 of 3", "")),
            *block(40, 130, "Applicant: Specimen Herb Export Co., Ltd.", "Address: 9 Moo 4, Chumphon 86000"),
            *block(
                40,
                160,
                "Sample Description: Kratom leaf powder",
                "Lot No.: KT-260401",
                "Sample Received Date: 29 April 2026",
                "Testing Period: 30 April 2026 - 11 May 2026",
            ),
        ],
        {
            "lab": "Specimen Inspection Services (Thailand) Limited",
            "report_id": "BKK26-04471",
            "client": "Specimen Herb Export Co., Ltd.",
            "product_name": "Kratom leaf powder",
            "lot": "KT-260401",
            "received": "2026-04-29",
            "completed": "2026-05-11",
            "reported": "2026-05-12",
        },
    ),
    "a state laboratory in monospaced text, colons in a column": (
        [
            (200, 40, "SPECIMEN STATE UNIVERSITY"),
            (180, 50, "Natural Products Analytical Laboratory"),
            (220, 60, "REPORT OF ANALYSIS"),
            *columns(
                (40, 100, 290, 350),
                90,
                ("Submitted by", ": Specimen Consumer Office", "Lab No.", ": NP-2026-0551"),
                ("Sample", ": Specimen Red Vein Extract", "Batch", ": none stated"),
                ("Received", ": 2026/02/11", "Issued", ": 2026/02/19"),
            ),
        ],
        {
            "lab": "SPECIMEN STATE UNIVERSITY, Natural Products Analytical Laboratory",
            "sample_id": "NP-2026-0551",
            "product_name": "Specimen Red Vein Extract",
            "client": "Specimen Consumer Office",
            "lot": None,
            "received": "2026-02-11",
            "reported": "2026-02-19",
        },
    ),
    "the product in the title line, a name with a bar and its mail address": (
        [
            (430, 42, "info@specimen-analytics.example"),
            (40, 48, "specimen|analytics"),
            (40, 72, "Certificate of Analysis — Specimen Tropic Shot 60 mL", 10),
            *columns((40, 250, 400), 90, ("Company: Specimen Tropic Co", "Lab ID: SA-5521-2", "Lot Code: TS60-26A")),
            *columns((40, 250, 400), 104, ("Matrix: Beverage", "Date Received: 2026-05-06", "Report Date: 2026-05-15")),
        ],
        {
            "lab": "specimen|analytics",
            "product_name": "Specimen Tropic Shot 60 mL",
            "client": "Specimen Tropic Co",
            "sample_id": "SA-5521-2",
            "lot": "TS60-26A",
        },
    ),
    "name, address and accreditation in one line": (
        [
            (40, 45, "Specimen Coastal Labs, LLC 1 Made-up Rd, Nowhere FL Accredited to ISO/IEC 17025 (SPEC L26-01)", 12),
            (40, 66, "Certificate of Analysis"),
            *columns((80, 220, 360, 480), 84, ("SAMPLE ID", "BATCH #", "MATRIX", "RECEIVED")),
            *columns((80, 220, 360, 480), 98, ("CL-26-07710", "WB-0091", "Plant powder", "Jun 2, 2026")),
        ],
        {"lab": "Specimen Coastal Labs, LLC", "sample_id": "CL-26-07710", "lot": "WB-0091", "received": "2026-06-02"},
    ),
    "a German contract laboratory without the word laboratory": (
        [
            (40, 46, "SPECIMEN ANALYTIK GmbH", 12),
            (40, 60, "Musterweg 3, 00000 Nirgendwo"),
            (400, 46, "Prüfbericht Nr. 26-5531-1", 12),
            *block(
                40,
                95,
                "Auftraggeber: Specimen Import GmbH",
                "Probenbezeichnung: Kratompulver rot",
                "Charge: R-2605",
                "Probeneingang: 11.05.2026",
                "Prüfzeitraum: 12.05.2026 - 20.05.2026",
                "Berichtsdatum: 21.05.2026",
            ),
        ],
        {
            "lab": "SPECIMEN ANALYTIK GmbH",
            "report_id": "26-5531-1",
            "client": "Specimen Import GmbH",
            "product_name": "Kratompulver rot",
            "lot": "R-2605",
            "received": "2026-05-11",
            "completed": "2026-05-20",
            "reported": "2026-05-21",
        },
    ),
    "a German letter: the addressee above, the subject as the title": (
        [
            (40, 40, "Institut Specimen für Lebensmitteluntersuchung GmbH", 11),
            (40, 54, "Beispielstraße 12, 99999 Musterstadt"),
            *block(40, 90, "Specimen Naturwaren GmbH", "Am Markt 4", "04109 Leipzig"),
            (40, 150, "Prüfbericht 2026-11873", 11),
            *columns(
                (40, 180),
                170,
                ("Probe Nr.", "2026-11873-001"),
                ("Bezeichnung", "Kratom Pulver grün"),
                ("Chargen-Nr.", "G-77"),
                ("Eingangsdatum", "03.02.2026"),
                ("Prüfende", "12.02.2026"),
            ),
            (40, 700, "Musterstadt, den 13.02.2026"),
        ],
        {
            "lab": "Institut Specimen für Lebensmitteluntersuchung GmbH",
            "client": "Specimen Naturwaren GmbH",
            "report_id": "2026-11873",
            "sample_id": "2026-11873-001",
            "product_name": "Kratom Pulver grün",
            "lot": "G-77",
            "received": "2026-02-03",
            "completed": "2026-02-12",
            "reported": "2026-02-13",
        },
    ),
    "an Indonesian test report, colons in a column of their own": (
        [
            (180, 40, "PT SPECIMEN LABORATORIUM NUSANTARA", 12),
            (180, 54, "Jl. Contoh No. 12, Jakarta 10110"),
            (220, 80, "LAPORAN HASIL UJI", 12),
            *columns(
                (40, 190, 200),
                100,
                ("Nomor Laporan", ":", "LHU/2026/04/0871"),
                ("Nama Pelanggan", ":", "PT Specimen Borneo Herbal"),
                ("Nama Sampel", ":", "Serbuk daun kratom"),
                ("Kode Sampel", ":", "26.04.0871-1"),
                ("No. Batch", ":", "BH-0426"),
                ("Tanggal Penerimaan", ":", "6 April 2026"),
                ("Tanggal Pengujian", ":", "7 April 2026 - 20 April 2026"),
                ("Tanggal Terbit", ":", "21 April 2026"),
            ),
        ],
        {
            "lab": "PT SPECIMEN LABORATORIUM NUSANTARA",
            "report_id": "LHU/2026/04/0871",
            "client": "PT Specimen Borneo Herbal",
            "product_name": "Serbuk daun kratom",
            "sample_id": "26.04.0871-1",
            "lot": "BH-0426",
            "received": "2026-04-06",
            "completed": "2026-04-20",
            "reported": "2026-04-21",
        },
    ),
    "a Spanish test report": (
        [
            (40, 40, "Laboratorio Specimen de Ensayos, S.L.", 12),
            (40, 54, "C/ Ejemplo 5, 28999 Madrid"),
            (350, 40, "INFORME DE ENSAYO Nº 26/03311", 11),
            *columns(
                (40, 190),
                90,
                ("Cliente:", "Specimen Hierbas, S.A."),
                ("Denominación de la muestra:", "Polvo de kratom verde"),
                ("Código de muestra:", "M-26-9981"),
                ("Lote:", "PK-18"),
                ("Fecha de recepción:", "02/03/2026"),
                ("Fecha de inicio:", "03/03/2026"),
                ("Fecha de finalización:", "16/03/2026"),
                ("Fecha de emisión:", "17/03/2026"),
            ),
        ],
        {
            "lab": "Laboratorio Specimen de Ensayos, S.L.",
            "report_id": "26/03311",
            "client": "Specimen Hierbas, S.A.",
            "product_name": "Polvo de kratom verde",
            "sample_id": "M-26-9981",
            "lot": "PK-18",
            "received": "2026-03-02",
            "completed": "2026-03-16",
            "reported": "2026-03-17",
        },
    ),
    "a US contract laboratory: boxes with small captions over values": (
        [
            (40, 40, "Specimen Botanical Sciences", 14),
            (40, 54, "44 Example Ave, Boulder, CO 80301"),
            (40, 64, "(303) 555-0100 | specimenbotanical.com"),
            (400, 40, "CERTIFICATE OF ANALYSIS", 11),
            *columns((40, 200, 360), 90, ("PREPARED FOR", "SAMPLE NAME", "SAMPLE NUMBER")),
            *columns((40, 200, 360), 102, ("Specimen Leaf Traders LLC", "Maeng Da Powder", "26-0417-03")),
            *columns((40, 200, 360), 120, ("LOT", "RECEIVED", "REPORTED")),
            *columns((40, 200, 360), 132, ("MD-0426-A", "April 14, 2026", "April 22, 2026")),
        ],
        {
            "lab": "Specimen Botanical Sciences",
            "client": "Specimen Leaf Traders LLC",
            "product_name": "Maeng Da Powder",
            "sample_id": "26-0417-03",
            "lot": "MD-0426-A",
            "received": "2026-04-14",
            "reported": "2026-04-22",
        },
    ),
    "a letterhead that is a name, an address and nothing that says laboratory": (
        [
            (40, 40, "Specimen Quillhill Group", 16),
            (40, 54, "350 Sample Parkway, Austin, TX 78701"),
            (40, 64, "ISO/IEC 17025:2017 Accredited, Certificate 9999.01"),
            (40, 90, "Certificate of Analysis", 12),
            *block(40, 110, "Client: Specimen Leaf Traders LLC", "Product: Red Bali Capsules", "Lot: RB-11", "Sample #: 771902"),
        ],
        {
            "lab": "Specimen Quillhill Group",
            "client": "Specimen Leaf Traders LLC",
            "product_name": "Red Bali Capsules",
            "lot": "RB-11",
            "sample_id": "771902",
        },
    ),
    "a summary card: product, matrix and business one under the other without labels": (
        [
            (40, 47, "SPECIMEN VERITAS LAB", 15),
            (480, 40, "Certificate of Analysis"),
            (480, 49, "Order SV-20260401-07"),
            (480, 57, "Issued 04/09/2026"),
            (40, 78, "Specimen Green Malay", 11),
            (40, 88, "Kratom Powder"),
            (40, 96, "Specimen Forest Goods"),
            *columns((316, 520), 76, ("Batch", "GM-118"), ("Sample ID", "SV-20260401-07-1"), ("Received", "04/01/2026"), pitch=10.5),
        ],
        {
            "lab": "SPECIMEN VERITAS LAB",
            "report_id": "SV-20260401-07",
            "product_name": "Specimen Green Malay",
            "matrix": "Kratom Powder",
            "client": "Specimen Forest Goods",
            "lot": "GM-118",
            "sample_id": "SV-20260401-07-1",
        },
    ),
    "a pharmaceutical contract laboratory: everything on short lines, a blank lot": (
        [
            (230, 42, "SPECIMEN CONTRACT LABS", 9),
            (260, 52, "Report of Analysis", 9),
            *columns((40, 165, 230), 72, ("Client: Specimen Rocket LLC", "Lab #: 88231", "Sample: Specimen Rocket Tabs 15 mg")),
            *columns((40, 90, 165), 84, ("Lot No:", "Date In: 2026-08-03", "Date Out: 2026-08-07")),
        ],
        {
            "lab": "SPECIMEN CONTRACT LABS",
            "client": "Specimen Rocket LLC",
            "sample_id": "88231",
            "product_name": "Specimen Rocket Tabs 15 mg",
            "lot": None,
            "received": "2026-08-03",
            "reported": "2026-08-07",
        },
    ),
    "days of testing in the panels' titles": (
        [
            (400, 44, "Specimen Ridge Laboratory", 11),
            (400, 54, "lab@specimenridge.example"),
            *columns((40, 300), 95, ("Sample Name: Trainwreck Capsule", "Report Number: SR-009120"), ("Batch Number: TW-88", "")),
            *columns((40, 300), 135, ("Alkaloid Profile – HPLC-PDA, tested 2026-07-06", "Microbiology – plate counts, tested 2026-07-05")),
        ],
        {"lab": "Specimen Ridge Laboratory", "report_id": "SR-009120", "lot": "TW-88", "completed": "2026-07-06"},
    ),
    "a laboratory's own number between Sample and the number sign": (
        [
            *block(40, 40, "Specimen Testing Laboratories", "12 Example Road", "Ashlow, OH 43999"),
            *columns(
                (40, 220), 100, ("Client: Down Farms", "Sample QHL #: 2301CTB0082-001"), ("Product Name: Petrol Station", "Lot ID: 0524")
            ),
        ],
        {"lab": "Specimen Testing Laboratories", "sample_id": "2301CTB0082-001", "client": "Down Farms", "lot": "0524"},
    ),
    "a business over its address, far left of the report's title": (
        [
            (300, 40, "Analytical Test Report", 10),
            *columns((100, 260, 370, 560), 60, ("Client:", "Final Report", "QH-S22-10010 Rev.01.00", "Laboratory:")),
            *columns(
                (100, 560),
                72,
                ("Specimen Alternative Care", "Specimen Hill Labs"),
                ("30 Example Blvd", "85 Sample St."),
                ("Taunton, MA 02780", ""),
            ),
            *columns((100, 190, 300), 130, ("Sample ID #", "Sample Name", "Date Received")),
            *columns((100, 190, 300), 145, ("QH-S22-", "Milk Chocolate", "22 February")),
            *columns((100, 190, 300), 155, ("10010", "Drops", "2022")),
        ],
        {
            "lab": "Specimen Hill Labs",
            "client": "Specimen Alternative Care",
            "report_id": "QH-S22-10010 Rev.01.00",
            "sample_id": "QH-S22-10010",
            "product_name": "Milk Chocolate Drops",
            "received": "2022-02-22",
        },
    ),
    "a French report with its reference in the title": (
        [
            (40, 40, "Laboratoire Specimen d'Analyses", 12),
            (40, 54, "8 rue de l'Exemple, 69999 Lyon"),
            (300, 80, "RAPPORT D'ANALYSE N° 26-001877", 11),
            *columns(
                (40, 180),
                100,
                ("Client :", "Specimen Plantes SARL"),
                ("Désignation :", "Poudre de kratom"),
                ("Lot :", "F-0926"),
                ("Reçu le :", "04/03/2026"),
                ("Édité le :", "18/03/2026"),
            ),
        ],
        {
            "lab": "Laboratoire Specimen d'Analyses",
            "report_id": "26-001877",
            "client": "Specimen Plantes SARL",
            "product_name": "Poudre de kratom",
            "lot": "F-0926",
            "received": "2026-03-04",
            "reported": "2026-03-18",
        },
    ),
    "a logo without text: the name in the footer with its address and telephone": (
        [
            (40, 60, "CERTIFICATE OF ANALYSIS", 14),
            *block(40, 90, "Customer: Specimen Leaf Traders", "Sample Description: White Thai Powder", "Lot: WT-5", "Report No: 2604-118"),
            (60, 770, "Specimen Ridgeway Analytical, Inc. · 44 Example Ave · Boulder, CO 80301 · (303) 555-0100"),
        ],
        {
            "lab": "Specimen Ridgeway Analytical, Inc.",
            "client": "Specimen Leaf Traders",
            "product_name": "White Thai Powder",
            "lot": "WT-5",
            "report_id": "2604-118",
        },
    ),
    "a Czech accredited report": (
        [
            (40, 40, "Specimen Zkušební ústav, s.r.o.", 12),
            (40, 54, "Vzorová 12, 166 28 Praha 6"),
            (200, 80, "PROTOKOL O ZKOUŠCE č. 1187/2026", 11),
            *columns(
                (40, 180),
                100,
                ("Zákazník:", "Specimen Byliny s.r.o."),
                ("Název vzorku:", "Kratom zelený, prášek"),
                ("Číslo vzorku:", "26/04418"),
                ("Šarže:", "L0426"),
                ("Datum příjmu:", "14. 4. 2026"),
                ("Datum vystavení:", "22. 4. 2026"),
            ),
        ],
        {
            "lab": "Specimen Zkušební ústav, s.r.o.",
            "report_id": "1187/2026",
            "client": "Specimen Byliny s.r.o.",
            "product_name": "Kratom zelený, prášek",
            "sample_id": "26/04418",
            "lot": "L0426",
            "received": "2026-04-14",
            "reported": "2026-04-22",
        },
    ),
    "a title that says what it is about": (
        [
            *block(40, 40, "Specimen Testing Laboratories", "12 Example Road", "Ashlow, OH 43999"),
            (40, 90, "Certificate of Analysis for Green Sumatra 100 ct", 12),
            *block(40, 110, "Prepared for: Specimen Leaf Traders", "Batch/Lot: GS-100", "Certificate: 55-2210"),
        ],
        {"product_name": "Green Sumatra 100 ct", "client": "Specimen Leaf Traders", "lot": "GS-100", "report_id": "55-2210"},
    ),
    "labels listed with commas over values listed with commas": (
        [
            (40, 50, "Specimen Cannery Labs", 14),
            (40, 64, "12 Example Road, Ashlow, OH 43999"),
            *columns((40,), 100, ("COLLECTED, RECEIVED",), ("11/02/202615:06, 11/03/2026 08:48",)),
            *columns((40,), 140, ("DISTRIBUTOR INFO",), ("SPECIMEN CORP",), ("11630 EXAMPLE ST",), pitch=10),
            *columns((40,), 190, ("CULTIVATOR INFO",), ("Specimen Brands",), ("12 Farm Rd",), pitch=10),
        ],
        {"lab": "Specimen Cannery Labs", "client": "SPECIMEN CORP", "collected": "2026-11-02", "received": "2026-11-03"},
    ),
    "a Thai exporter's report: bilingual labels": (
        [
            (40, 40, "Specimen Central Laboratory (Thailand) Co., Ltd.", 12),
            (40, 54, "2179 Example Road, Bangkok 10900"),
            (230, 80, "TEST REPORT / ใบรายงานผล", 11),
            *columns(
                (40, 200),
                100,
                ("Report No. / เลขที่ :", "TRBK26/11873"),
                ("Customer / ลูกค้า :", "Specimen Siam Herb Co., Ltd."),
                ("Sample name / ชื่อตัวอย่าง :", "Kratom powder"),
                ("Lot No. / รุ่น :", "S-0426"),
                ("Date received / วันที่รับ :", "6 April 2026"),
                ("Report date / วันที่ออก :", "21 April 2026"),
            ),
        ],
        {
            "lab": "Specimen Central Laboratory (Thailand) Co., Ltd.",
            "report_id": "TRBK26/11873",
            "client": "Specimen Siam Herb Co., Ltd.",
            "product_name": "Kratom powder",
            "lot": "S-0426",
            "received": "2026-04-06",
            "reported": "2026-04-21",
        },
    ),
    "a bilingual report: two languages in one label": (
        [
            (40, 40, "PT Specimen Sertifikasi Indonesia", 12),
            (40, 54, "Jl. Contoh Raya 7, Bogor 16111"),
            (220, 80, "SERTIFIKAT ANALISIS / CERTIFICATE OF ANALYSIS", 11),
            *columns(
                (40, 220),
                100,
                ("No. Sertifikat / Certificate No.", ": SA-26-0418"),
                ("Nama Pelanggan / Customer Name", ": PT Specimen Kapuas"),
                ("Nama Sampel / Sample Name", ": Daun kratom kering"),
                ("Tanggal Terima / Date Received", ": 06-04-2026"),
                ("Tanggal Terbit / Date of Issue", ": 21-04-2026"),
            ),
        ],
        {
            "lab": "PT Specimen Sertifikasi Indonesia",
            "report_id": "SA-26-0418",
            "client": "PT Specimen Kapuas",
            "product_name": "Daun kratom kering",
            "received": "2026-04-06",
            "reported": "2026-04-21",
        },
    ),
    "a work order of an environmental laboratory: project, client sample number, attention": (
        [
            (40, 40, "Specimen Environmental Testing, LLC", 12),
            (40, 54, "9 Example Park Dr, Kelso, WA 98626"),
            (260, 80, "Analytical Report", 12),
            *columns(
                (40, 110, 330, 420),
                100,
                ("Client:", "Specimen Evergreen Teas", "Work Order:", "K2604417"),
                ("Attn:", "Jane Example", "Date Collected:", "04/10/26 09:15"),
                ("Project:", "Kratom QC 2026", "Date Received:", "04/14/26 10:40"),
                ("Sample Name:", "Maeng Da Powder", "Lab Code:", "K2604417-001"),
            ),
        ],
        {
            "lab": "Specimen Environmental Testing, LLC",
            "report_id": "K2604417",
            "client": "Specimen Evergreen Teas",
            "product_name": "Maeng Da Powder",
            "sample_id": "K2604417-001",
            "collected": "2026-04-10",
            "received": "2026-04-14",
        },
    ),
    "a sample table with one row under its head": (
        [
            (220, 40, "Specimen Pharma Analytics", 14),
            (220, 54, "CERTIFICATE OF ANALYSIS"),
            (40, 80, "To: Specimen Leaf Traders LLC"),
            (40, 92, "1 Trade Way, Reno, NV 89501"),
            *columns((40, 130, 260, 360, 460), 120, ("Lab ID", "Sample Description", "Lot Number", "Date Received", "Date Completed")),
            *columns((40, 130, 260, 360, 460), 134, ("SPA-10442", "Green Horn Powder", "GH2604", "4/14/2026", "4/22/2026")),
        ],
        {
            "lab": "Specimen Pharma Analytics",
            "client": "Specimen Leaf Traders LLC",
            "sample_id": "SPA-10442",
            "product_name": "Green Horn Powder",
            "lot": "GH2604",
            "received": "2026-04-14",
            "completed": "2026-04-22",
        },
    ),
    "a manufacturer's own certificate: item, lot, dates of manufacture and expiry": (
        [
            (200, 40, "SPECIMEN BOTANICALS INC.", 14),
            (190, 54, "77 Example Street, Tampa, FL 33601"),
            (220, 80, "CERTIFICATE OF ANALYSIS", 12),
            *columns(
                (40, 160, 330, 450),
                100,
                ("Product Name:", "Red Maeng Da Extract", "Lot #:", "RMD-2604"),
                ("Item Code:", "EX-100", "Manufacture Date:", "04/01/2026"),
                ("Country of Origin:", "Indonesia", "Expiration Date:", "04/01/2028"),
                ("Tested By:", "Specimen Ridge Laboratories", "Date of Issue:", "04/22/2026"),
            ),
        ],
        {"lab": "Specimen Ridge Laboratories", "product_name": "Red Maeng Da Extract", "lot": "RMD-2604", "reported": "2026-04-22"},
    ),
    "labels in capitals over values, two businesses side by side": (
        [
            (40, 40, "QH LABS", 18),
            (400, 40, "Certificate of Analysis", 12),
            (40, 62, "12 Example Road, Ashlow, OH 43999 | Lic. 00012 | www.qhlabs.example"),
            *columns((40, 300), 90, ("PRODUCER", "CLIENT"), ("Specimen Farms", "Specimen Retail LLC"), ("8 Field Ln", "9 Shop St")),
            *columns((40, 200, 340), 140, ("SAMPLE", "BATCH NO.", "REPORTED"), ("QH-7781-2", "B-2261", "22 Apr 2026")),
        ],
        {"lab": "QH LABS", "client": "Specimen Retail LLC", "sample_id": "QH-7781-2", "lot": "B-2261", "reported": "2026-04-22"},
    ),
    "labels with dotted leaders": (
        [
            *block(40, 40, "Specimen Testing Laboratories", "12 Example Road", "Ashlow, OH 43999", size=11, pitch=14),
            *block(
                40,
                100,
                "Customer ............ Specimen Leaf Traders",
                "Product ............. Green Vein Capsules",
                "Lot No. ............. GV-118",
                "Date Received ....... 2026-04-14",
            ),
        ],
        {"client": "Specimen Leaf Traders", "product_name": "Green Vein Capsules", "lot": "GV-118", "received": "2026-04-14"},
    ),
    "labels with a dash or an equals sign for a colon": (
        [
            *block(40, 40, "Specimen Testing Laboratories", "12 Example Road", "Ashlow, OH 43999", size=11, pitch=14),
            *block(
                40, 100, "Client Name - Specimen Leaf Traders", "Sample ID - ST-0417", "Lot Number - GV-118", "Date Received - 04/14/2026"
            ),
        ],
        {"client": "Specimen Leaf Traders", "sample_id": "ST-0417", "lot": "GV-118", "received": "2026-04-14"},
    ),
    "a state's laboratory under its department": (
        [
            (180, 40, "Specimen State Department of Agriculture", 12),
            (180, 54, "Consumer Protection Laboratory", 11),
            (180, 66, "1 Capitol Plaza, Salem, OR 97301"),
            (230, 90, "Laboratory Report", 11),
            *columns(
                (40, 330),
                110,
                ("Laboratory Number: 26-0417", "Date Reported: 4/22/2026"),
                ("Collected By: Inspector 12", "Date Collected: 4/10/2026"),
            ),
            *block(40, 140, "Product: Kratom powder, green, 100 g", "Lot Code: none", "Establishment: Specimen Smoke Shop"),
        ],
        {
            "lab": "Specimen State Department of Agriculture, Consumer Protection Laboratory",
            "sample_id": "26-0417",
            "product_name": "Kratom powder, green, 100 g",
            "client": "Specimen Smoke Shop",
            "lot": None,
            "collected": "2026-04-10",
            "reported": "2026-04-22",
        },
    ),
    "several verdicts of panels and none for the whole": (
        [
            *block(40, 40, "Specimen Testing Laboratories", "12 Example Road", "Ashlow, OH 43999", size=11, pitch=14),
            *columns((40, 140, 240), 100, ("PASS", "PASS", "FAIL"), ("Metals", "Microbials", "Pesticides")),
            (40, 140, "Sample: 5512-A"),
        ],
        {"sample_id": "5512-A", "overall_status": None},
    ),
    "boxes of labels with colons over their values": (
        [
            (40, 40, "CERTIFICATE OF ANALYSIS", 11),
            (40, 60, "Prepared for:"),
            (40, 74, "SPECIMEN WELLNESS CO", 12),
            (40, 86, "100 Example Way, Denver CO USA 80216"),
            (40, 110, "Kratom Tincture 500 mg", 14),
            *columns((40, 200, 330, 460), 130, ("Batch ID or Lot Number:", "Test:", "Reported:", "Started:")),
            *columns((40, 200, 330, 460), 142, ("KT-500-11", "Potency", "15Jan2026", "12Jan2026")),
            *columns((40, 200, 330, 460), 158, ("Matrix:", "Test ID:", "Received:", "Status:")),
            *columns((40, 200, 330, 460), 170, ("Unit", "T000123456", "11Jan2026", "Active")),
            (
                40,
                740,
                "Testing results are based solely upon the sample submitted to Specimen Acor Laboratories, LLC, in the condition received.",
            ),
            (40, 750, "© 2026 Specimen Acor Laboratories, LLC"),
        ],
        {
            "lab": "Specimen Acor Laboratories, LLC",
            "client": "SPECIMEN WELLNESS CO",
            "product_name": "Kratom Tincture 500 mg",
            "lot": "KT-500-11",
            "sample_id": "T000123456",
            "reported": "2026-01-15",
            "received": "2026-01-11",
        },
    ),
    "labels without colons, two on a line, the product in large print": (
        [
            (40, 40, "Specimen Pharm Labs", 16),
            (300, 36, "Certificate of Analysis"),
            (300, 46, "ISO/IEC 17025:2017 Certification L17-427-1 | Accreditation #85368"),
            (40, 80, "Sample Mango Kratom Shot", 11),
            *columns((40, 300), 95, ("Sample ID SD260413-022 (12345)", "Matrix Liquid (Ingestible)")),
            *columns((40, 200, 330), 107, ("Tested for Specimen Shots LLC", "Received Apr 13, 2026", "Reported Apr 14, 2026")),
        ],
        {
            "lab": "Specimen Pharm Labs",
            "sample_id": "SD260413-022 (12345)",
            "client": "Specimen Shots LLC",
            "received": "2026-04-13",
            "reported": "2026-04-14",
        },
    ),
    "a report number with its revision, product identity, laboratory ID": (
        [
            (40, 40, "Specimen Columbia Laboratories", 14),
            (40, 54, "12423 Example Way, Portland, OR 97230"),
            (40, 64, "www.specimencolumbialabs.com"),
            *columns(
                (330, 430),
                40,
                ("Report Number:", "26-001234/D02.R00"),
                ("Report Date:", "02/13/2026"),
                ("ORELAP#:", "OR100028"),
                ("Purchase Order:", "4471"),
                ("Received:", "01/29/26 12:00"),
            ),
            *columns(
                (40, 140),
                120,
                ("Customer:", "Specimen Hemp Holdings"),
                ("Product identity:", "Green Vein Softgel"),
                ("Client/Metrc ID:", "."),
                ("Sample Date:", "01/28/26"),
                ("Laboratory ID:", "26-001234-0001"),
            ),
        ],
        {
            "lab": "Specimen Columbia Laboratories",
            "report_id": "26-001234/D02.R00",
            "client": "Specimen Hemp Holdings",
            "product_name": "Green Vein Softgel",
            "sample_id": "26-001234-0001",
            "collected": "2026-01-28",
            "received": "2026-01-29",
            "reported": "2026-02-13",
        },
    ),
    "a botanical laboratory that numbers samples under its own name": (
        [
            (200, 40, "Specimen Kemist Labs", 16),
            (200, 60, "CERTIFICATE OF ANALYSIS", 12),
            *columns(
                (40, 150, 330, 430),
                90,
                ("Client:", "Specimen Leaf Traders", "Kemist Labs #:", "26104ABC1"),
                ("Product Name:", "Kratom leaf powder", "Date Received:", "04/14/2026"),
                ("Client Lot#:", "KLP-0426", "Date Completed:", "04/22/2026"),
                ("Botanical Name:", "Mitragyna speciosa", "Plant Part:", "leaf"),
            ),
        ],
        {
            "lab": "Specimen Kemist Labs",
            "sample_id": "26104ABC1",
            "client": "Specimen Leaf Traders",
            "product_name": "Kratom leaf powder",
            "lot": "KLP-0426",
            "completed": "2026-04-22",
        },
    ),
    "order and sample numbers with number signs and no colons": (
        [
            (40, 40, "Specimen Green Scientific Labs", 14),
            (40, 56, "4001 Example Blvd, Davie, FL 33314"),
            *columns(
                (40, 150, 330, 430),
                90,
                ("Order #", "260414-1", "Sample #", "AAAD-118"),
                ("Order Date", "04/13/2026", "Sampling Date", "04/13/2026"),
                ("Batch #", "KR-77", "Lab Batch Date", "04/14/2026"),
                ("Client", "Specimen Kava House", "Completion Date", "04/20/2026"),
            ),
        ],
        {
            "report_id": "260414-1",
            "sample_id": "AAAD-118",
            "lot": "KR-77",
            "client": "Specimen Kava House",
            "collected": "2026-04-13",
            "completed": "2026-04-20",
        },
    ),
    "a letter of results: dear, re, and a signature": (
        [
            (40, 40, "Specimen Zyme, Inc.", 14),
            (40, 54, "2202 Example Rd, Durham, NC 27703"),
            (40, 80, "April 22, 2026"),
            *block(
                40,
                100,
                "Customer: Specimen Leaf Traders",
                "Sample Identification: Kratom Extract Powder",
                "Lot: KE-4",
                "Date of Receipt: April 14, 2026",
            ),
            (40, 700, "John Example, Ph.D."),
            (40, 710, "Laboratory Director"),
            (40, 720, "04/22/2026"),
        ],
        {
            "lab": "Specimen Zyme, Inc.",
            "client": "Specimen Leaf Traders",
            "product_name": "Kratom Extract Powder",
            "lot": "KE-4",
            "received": "2026-04-14",
            "reported": "2026-04-22",
        },
    ),
    "a certificate whose laboratory is a label at the end": (
        [
            (200, 40, "CERTIFICATE OF ANALYSIS", 14),
            *block(40, 70, "Product: Red Dragon Capsules", "Lot: RD-118", "Customer: Specimen Leaf Traders"),
            *block(40, 720, "Testing Laboratory: Specimen Ridge Research", "Approved by: Jane Example   Date: 04/22/2026"),
        ],
        {"lab": "Specimen Ridge Research", "product_name": "Red Dragon Capsules", "lot": "RD-118", "reported": "2026-04-22"},
    ),
    "customer and laboratory as two address blocks side by side": (
        [
            *block(40, 40, "Specimen Mar Analytics", "250 Example Ct #40", "Novato, CA 94949", "Lic# C8-0000047"),
            *block(350, 40, "Specimen Leaf Traders", "1 Trade Way", "Reno, NV 89501"),
            (200, 100, "Certificate of Analysis", 14),
            (40, 120, "White Maeng Da", 12),
            *columns((40, 200, 380), 134, ("Sample ID: 2604MAR118", "Lot: WMD-5", "Produced: 04/01/2026")),
            *columns((40, 200, 380), 146, ("Collected: 04/10/2026", "Received: 04/14/2026", "Completed: 04/20/2026")),
        ],
        {
            "lab": "Specimen Mar Analytics",
            "client": "Specimen Leaf Traders",
            "product_name": "White Maeng Da",
            "sample_id": "2604MAR118",
            "lot": "WMD-5",
            "collected": "2026-04-10",
            "completed": "2026-04-20",
        },
    ),
    "a date and time in one value, days in words": (
        [
            *block(40, 40, "Specimen Testing Laboratories", "12 Example Road", "Ashlow, OH 43999", size=11, pitch=14),
            *block(40, 100, "Received: Tuesday, April 14, 2026 10:22 AM", "Reported: 22-APR-26", "Test Date(s): 04/15/2026 to 04/20/2026"),
        ],
        {"received": "2026-04-14", "reported": "2026-04-22", "completed": "2026-04-20"},
    ),
    "sampled and received in one label": (
        [
            *block(40, 40, "Specimen Testing Laboratories", "12 Example Road", "Ashlow, OH 43999", size=11, pitch=14),
            *block(
                40,
                100,
                "Sample Name: Bali Gold",
                "Sample Lot/Batch: BG-9",
                "Date Analyzed/Reported: 04/22/2026",
                "Client/Company: Specimen Leaf Traders",
            ),
        ],
        {"product_name": "Bali Gold", "lot": "BG-9", "client": "Specimen Leaf Traders"},
    ),
    "an addressee under a drawn logo is no laboratory": (
        [
            *block(40, 50, "Specimen Leaf Traders LLC", "1 Trade Way", "Reno, NV 89501"),
            (200, 110, "CERTIFICATE OF ANALYSIS", 14),
            *block(40, 140, "Sample Name: White Thai", "Lot: WT-4"),
        ],
        {"lab": None, "client": "Specimen Leaf Traders LLC", "product_name": "White Thai", "lot": "WT-4"},
    ),
    "a title with what kind of certificate it is behind a dash": (
        [
            *block(40, 40, "Specimen Testing Laboratories", "12 Example Road", "Ashlow, OH 43999", size=11, pitch=14),
            (40, 90, "Certificate of Analysis - Regulatory Compliance", 12),
            *block(40, 110, "Prepared for: Specimen Leaf Traders", "Batch: GS-100"),
        ],
        {"product_name": None, "client": "Specimen Leaf Traders", "lot": "GS-100"},
    ),
    "the year, a page and a standard beside a title are no number": (
        [
            *block(40, 40, "Specimen Testing Laboratories", "12 Example Road", "Ashlow, OH 43999", size=11, pitch=14),
            (40, 90, "Certificate of Analysis", 12),
            (190, 90, "04/22/2026"),
            (40, 100, "ISO/IEC 17025:2017"),
            *block(40, 120, "Client: Specimen Leaf Traders", "Batch: GS-100"),
        ],
        {"report_id": None, "lot": "GS-100"},
    ),
    "a test report number on the line of its title": (
        [
            *block(40, 40, "Specimen Testing Laboratories", "12 Example Road", "Ashlow, OH 43999", size=11, pitch=14),
            (40, 90, "TEST REPORT STL-2026-00417 Rev. 1", 12),
            *block(40, 110, "Customer: Specimen Leaf Traders", "Item: Kratom tablets 20 ct", "Lot/Serial: T-20-4"),
        ],
        {"report_id": "STL-2026-00417 Rev. 1", "client": "Specimen Leaf Traders", "product_name": "Kratom tablets 20 ct"},
    ),
    "a Spanish certificate in two columns": (
        [
            (40, 40, "SPECIMEN CONTROL ANALÍTICO, S.A.", 12),
            (40, 54, "Polígono Ejemplo, 28999 Madrid"),
            (220, 80, "CERTIFICADO DE ANÁLISIS", 12),
            *columns(
                (40, 330),
                100,
                ("Nº de informe: CA-26-118", "Fecha de informe: 17-03-2026"),
                ("Solicitante: Specimen Hierbas, S.A.", "Fecha de entrada: 02-03-2026"),
                ("Producto: Kratom en polvo", "Nº de lote: PK-18"),
            ),
        ],
        {
            "lab": "SPECIMEN CONTROL ANALÍTICO, S.A.",
            "report_id": "CA-26-118",
            "client": "Specimen Hierbas, S.A.",
            "product_name": "Kratom en polvo",
            "lot": "PK-18",
            "received": "2026-03-02",
            "reported": "2026-03-17",
        },
    ),
    "a German table of the sample without colons": (
        [
            (40, 40, "Specimen Labor für Umwelt und Lebensmittel", 12),
            (40, 54, "Musterweg 3 · 00000 Nirgendwo · Tel. +49 30 555 0100"),
            (40, 90, "Analysenzertifikat Nr. 26-118-2", 12),
            *columns(
                (40, 200),
                110,
                ("Kunde", "Specimen Import GmbH"),
                ("Probenbezeichnung", "Kratom Pulver rot"),
                ("Proben-Nr.", "26-118-2-01"),
                ("Charge", "R-2605"),
                ("Probeneingang", "11.05.2026"),
                ("Untersuchungszeitraum", "11.05. - 20.05.2026"),
                ("Ausstellungsdatum", "21.05.2026"),
            ),
        ],
        {
            "lab": "Specimen Labor für Umwelt und Lebensmittel",
            "report_id": "26-118-2",
            "client": "Specimen Import GmbH",
            "product_name": "Kratom Pulver rot",
            "sample_id": "26-118-2-01",
            "lot": "R-2605",
            "received": "2026-05-11",
            "completed": "2026-05-20",
            "reported": "2026-05-21",
        },
    ),
    "labels right of a picture, the product wrapped, a strain beside": (
        [
            (40, 40, "Specimen Encore Labs", 14),
            (40, 52, "75 Example St, Pasadena, CA 91103"),
            (40, 62, "(626) 555-0100"),
            (200, 100, "Maeng Da 10x Extract Capsules", 13),
            (200, 114, "Sample ID: 2604SEL0118_0456"),
            *columns(
                (200, 400),
                126,
                ("Strain: Maeng Da", "Collected: 04/10/2026"),
                ("Matrix: Concentrates & Extracts", "Received: 04/14/2026"),
                ("Batch#: MD10-4", "Completed: 04/20/2026"),
            ),
            *columns(
                (200, 400),
                164,
                ("Distributor", "Producer"),
                ("Specimen Leaf Traders", "Specimen Farms"),
                ("Lic. # C11-0001", "Lic. # P-7"),
                ("1 Trade Way, Reno, NV 89501", "9 Field Ln, Ukiah, CA 95482"),
            ),
        ],
        {
            "lab": "Specimen Encore Labs",
            "product_name": "Maeng Da 10x Extract Capsules",
            "sample_id": "2604SEL0118_0456",
            "matrix": "Concentrates & Extracts",
            "lot": "MD10-4",
            "client": "Specimen Leaf Traders",
            "collected": "2026-04-10",
            "completed": "2026-04-20",
        },
    ),
    "business name, licence and address for client, a certificate number": (
        [
            (40, 40, "Specimen DB Laboratories", 14),
            (40, 52, "4439 Example Dr, Las Vegas, NV 89103"),
            (400, 40, "Certificate of Analysis", 12),
            (400, 52, "Certificate: 118-2604"),
            *columns(
                (40, 300),
                90,
                ("Business Name: Specimen Leaf Traders", "Sample Name: Green Borneo"),
                ("License #: 0001", "Sample Type: Powder"),
                ("Address: 1 Trade Way, Reno, NV 89501", "Lot Number: GB-118"),
            ),
        ],
        {
            "lab": "Specimen DB Laboratories",
            "report_id": "118-2604",
            "client": "Specimen Leaf Traders",
            "product_name": "Green Borneo",
            "lot": "GB-118",
        },
    ),
    "order, sample and dates in one row separated by bars": (
        [
            (40, 40, "Specimen QA Labs", 14),
            (40, 52, "12 Example Road, Ashlow, OH 43999"),
            (40, 80, "Report #: QA-2604-118 | Received: 04/14/2026 | Reported: 04/22/2026"),
            (40, 92, "Client: Specimen Leaf Traders | Sample: Red Kali | Lot: RK-7"),
        ],
        {
            "report_id": "QA-2604-118",
            "client": "Specimen Leaf Traders",
            "product_name": "Red Kali",
            "lot": "RK-7",
            "received": "2026-04-14",
        },
    ),
    "a name set in two lines, the second its kind": (
        [
            (40, 44, "QUILLHILL", 20),
            (40, 60, "LABORATORIES", 9),
            (400, 44, "Certificate of Analysis", 12),
            *block(40, 90, "Client: Specimen Leaf Traders", "Sample: Green Vein Powder", "Lot: GV-8"),
            (40, 770, "12 Example Road, Ashlow, OH 43999"),
        ],
        {"lab": "QUILLHILL LABORATORIES", "client": "Specimen Leaf Traders", "product_name": "Green Vein Powder", "lot": "GV-8"},
    ),
    "a client's mail address is not the laboratory's": (
        [
            (40, 44, "Quill Hill Labs", 16),
            (40, 58, "12 Example Road, Ashlow, OH 43999"),
            *block(40, 90, "Client:", "Drowsy Otter LLC", "6 Ben Road", "Quincy, FL 32351", "office@drowsyotter.com"),
            *columns((300,), 90, ("Product Name: Red Bali",), ("Batch Number: RB-2",), ("Received:04/14/2026",), ("Reported:22Apr2026",)),
        ],
        {
            "lab": "Quill Hill Labs",
            "client": "Drowsy Otter LLC",
            "product_name": "Red Bali",
            "lot": "RB-2",
            "received": "2026-04-14",
            "reported": "2026-04-22",
        },
    ),
    "prepared for at the left, the laboratory at the right": (
        [
            *block(40, 44, "Prepared for", "Drowsy Otter LLC", "6 Ben Road", "Quincy, FL 32351"),
            *block(400, 44, "Prepared by", "Quill Hill Research", "12 Example Road", "Ashlow, OH 43999"),
            (200, 110, "Certificate of Analysis", 14),
            *columns((40, 200, 360), 130, ("Product", "Lot", "Received"), ("Red Bali Powder", "RB-2", "14 Apr 2026")),
        ],
        {
            "lab": "Quill Hill Research",
            "client": "Drowsy Otter LLC",
            "product_name": "Red Bali Powder",
            "lot": "RB-2",
            "received": "2026-04-14",
        },
    ),
    "labels in small print under their values": (
        [
            (40, 44, "Quill Hill Labs", 16),
            (40, 58, "12 Example Road, Ashlow, OH 43999"),
            *[(x, 100.0, t, 11) for x, t in ((40, "QH-26-1180"), (220, "RB-2"), (400, "Apr 22, 2026"))],
            *[(x, 110.0, t, 6) for x, t in ((40, "Sample ID"), (220, "Batch Number"), (400, "Report Date"))],
        ],
        {"lab": "Quill Hill Labs", "sample_id": "QH-26-1180", "lot": "RB-2", "reported": "2026-04-22"},
    ),
    "a number for each: report, order, sample, lot, licence": (
        [
            (40, 44, "Quill Hill Labs", 16),
            (40, 58, "12 Example Road, Ashlow, OH 43999"),
            *columns(
                (40, 160, 330, 450),
                90,
                ("Certificate ID:", "C-118", "Order ID:", "O-77"),
                ("Laboratory Sample ID:", "S-2604", "Client Sample ID:", "Bali Gold 1 kg"),
                ("Lot ID:", "BG-1", "License #:", "L-9001"),
                ("PO Number:", "4500117", "Instrument:", "LC-2"),
            ),
        ],
        {"report_id": "C-118", "sample_id": "S-2604", "product_name": "Bali Gold 1 kg", "lot": "BG-1"},
    ),
    "a Czech report without colons, a number in its title": (
        [
            (40, 40, "Univerzita Specimen", 12),
            (40, 54, "Laboratoř přírodních látek"),
            (40, 66, "Vzorová 5, 166 28 Praha 6"),
            (40, 100, "Protokol o zkoušce č. 26/118", 12),
            *columns(
                (40, 200),
                120,
                ("Objednatel", "Specimen Byliny s.r.o."),
                ("Označení vzorku", "Kratom červený"),
                ("Číslo šarže", "C-0426"),
                ("Datum přijetí vzorku", "6.4.2026"),
                ("Datum provedení zkoušek", "7.4. - 20.4.2026"),
                ("Datum vystavení protokolu", "21.4.2026"),
            ),
        ],
        {
            "lab": "Univerzita Specimen, Laboratoř přírodních látek",
            "report_id": "26/118",
            "client": "Specimen Byliny s.r.o.",
            "product_name": "Kratom červený",
            "lot": "C-0426",
            "received": "2026-04-06",
            "completed": "2026-04-20",
            "reported": "2026-04-21",
        },
    ),
    "a card of captions with colons at the right edge of their column": (
        [
            (40, 44, "Quill Hill Labs", 16),
            (40, 58, "12 Example Road, Ashlow, OH 43999"),
            *[
                (140 - 4 * len(t), 90 + 12 * n, t)
                for n, t in enumerate(("Customer:", "Sample Description:", "Lot:", "Date Sampled:", "Date Rec'd:"))
            ],
            *columns((146,), 90, ("Specimen Leaf Traders",), ("Yellow Vietnam Powder",), ("YV-3",), ("4/10/2026",), ("4/14/2026",)),
        ],
        {
            "client": "Specimen Leaf Traders",
            "product_name": "Yellow Vietnam Powder",
            "lot": "YV-3",
            "collected": "2026-04-10",
            "received": "2026-04-14",
        },
    ),
    "a blank beside every second label": (
        [
            (40, 44, "Quill Hill Labs", 16),
            (40, 58, "12 Example Road, Ashlow, OH 43999"),
            *columns(
                (40, 130, 300, 400),
                90,
                ("Client:", "Specimen Leaf Traders", "Sample ID:", "QH-118"),
                ("Lot #:", "", "Collected:", ""),
                ("Matrix:", "Powder", "Received:", "04/14/2026"),
            ),
        ],
        {
            "client": "Specimen Leaf Traders",
            "sample_id": "QH-118",
            "lot": None,
            "matrix": "Powder",
            "received": "2026-04-14",
            "collected": None,
        },
    ),
    "not stated, in words": (
        [
            (40, 44, "Quill Hill Labs", 16),
            (40, 58, "12 Example Road, Ashlow, OH 43999"),
            *block(40, 90, "Product: Kratom shot", "Batch: none stated", "Lot Number: Not Indicated", "Client: Specimen Smoke Shop"),
        ],
        {"product_name": "Kratom shot", "lot": None, "client": "Specimen Smoke Shop"},
    ),
    "the head repeated on a band: report number and page": (
        [
            (40, 30, "Report No.: QH-26-118 Page 1 of 4"),
            (40, 54, "Quill Hill Laboratory Services", 14),
            (40, 68, "12 Example Road, Ashlow, OH 43999 · Tel. (330) 555-0100"),
            *block(
                40,
                100,
                "Report issued to: Specimen Leaf Traders",
                "Sample described as: Kratom leaf, crushed",
                "Date of receipt: 14-Apr-2026",
            ),
        ],
        {"lab": "Quill Hill Laboratory Services", "report_id": "QH-26-118", "client": "Specimen Leaf Traders", "received": "2026-04-14"},
    ),
    "a French report with values under capitals": (
        [
            (40, 44, "SPECIMEN ANALYSES SAS", 14),
            (40, 58, "8 rue de l'Exemple, 69999 Lyon"),
            (300, 44, "CERTIFICAT D'ANALYSE", 12),
            (300, 58, "N° 26-0118"),
            *columns((40, 200, 360), 100, ("CLIENT", "PRODUIT", "LOT"), ("Specimen Plantes SARL", "Feuille de kratom", "F-7")),
            *columns(
                (40, 200, 360), 130, ("DATE DE RÉCEPTION", "DATE D'ANALYSE", "DATE D'ÉMISSION"), ("04/03/2026", "17/03/2026", "18/03/2026")
            ),
        ],
        {
            "lab": "SPECIMEN ANALYSES SAS",
            "report_id": "26-0118",
            "client": "Specimen Plantes SARL",
            "product_name": "Feuille de kratom",
            "lot": "F-7",
            "received": "2026-03-04",
            "completed": "2026-03-17",
            "reported": "2026-03-18",
        },
    ),
    "an Indonesian certificate for export": (
        [
            (160, 40, "BALAI PENGUJIAN MUTU SPECIMEN", 12),
            (160, 54, "Jl. Contoh 3, Pontianak 78111, Telp. (0561) 555010"),
            (200, 80, "SERTIFIKAT HASIL UJI", 12),
            *columns(
                (40, 180),
                100,
                ("No. Sertifikat", ": 118/SHU/IV/2026"),
                ("Nama Perusahaan", ": CV Specimen Kapuas Hulu"),
                ("Jenis Contoh", ": Remahan daun kratom"),
                ("Kode Contoh", ": K-118"),
                ("Tgl. Penerimaan", ": 06 April 2026"),
                ("Tgl. Selesai", ": 20 April 2026"),
            ),
            (350, 700, "Pontianak, 21 April 2026"),
        ],
        {
            "lab": "BALAI PENGUJIAN MUTU SPECIMEN",
            "report_id": "118/SHU/IV/2026",
            "client": "CV Specimen Kapuas Hulu",
            "sample_id": "K-118",
            "received": "2026-04-06",
            "completed": "2026-04-20",
            "reported": "2026-04-21",
        },
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_head_is_read_as_its_layout_means_it(layout: str) -> None:
    placed, wanted = LAYOUTS[layout]
    read = fields_of(read_header(document(page(*placed, *BODY))))
    assert {name: read.get(name) for name in wanted} == wanted
