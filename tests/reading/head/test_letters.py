"""Letters and sheets whose head stands in sentences, in large print or in the wrong place: beside the label, not behind it."""

from __future__ import annotations

from datetime import date

import pytest

from registry.model.certificate import ReadText
from registry.reading.head.header import HeaderFields, read_header
from tests.reading.printed import Placed, document, page


def head(*placed: Placed) -> HeaderFields:
    return read_header(document(page(*placed, (40, 460, "Mitragynine 1.2 %"))))


def text(field: ReadText | None) -> str | None:
    return field.text if field else None


def letter(*lines: str) -> HeaderFields:
    top: list[Placed] = [(200, 50, "EASTMARCH STATE UNIVERSITY", 14), (40, 90, "May 27, 2026"), (40, 110, "Drowsy Otter Company")]
    return head(*top, (40, 120, "12 Example Road, Ashlow, OH 43999"), *((40.0, 150 + 11.0 * n, line) for n, line in enumerate(lines)))


@pytest.mark.parametrize(
    ("lines", "product", "lot", "sample"),
    [
        (
            (
                "Two unopened pouches of “Drowsy Otter Green Malay, 60 g” (lot DO2605-G2) were received",
                "on May 6, 2026 and entered as sample EM-26-220-1. The contents were pooled and dried.",
            ),
            "Drowsy Otter Green Malay, 60 g",
            "DO2605-G2",
            "EM-26-220-1",
        ),
        (
            (
                "We received one bottle of Drowsy Otter Red Bali Capsules, lot no. 77-A3, on May 6, 2026, which",
                "was logged as laboratory number 260551. It was kept at room temperature until analysis.",
            ),
            "Drowsy Otter Red Bali Capsules",
            "77-A3",
            "260551",
        ),
        (
            (
                "The sample, a powder in a sealed bag marked Drowsy Otter Gold Powder (Batch No. OG-117), was received",
                "on 6 May 2026 in good condition and given sample ID E-2260. It was ground before use.",
            ),
            "Drowsy Otter Gold Powder",
            "OG-117",
            "E-2260",
        ),
        (
            ("Das Muster „Drowsy Otter Rotes Pulver“ (Charge DO-77) ist am 06.05.2026 bei uns im Labor eingegangen.",),
            "Drowsy Otter Rotes Pulver",
            "DO-77",
            None,
        ),
    ],
)
def test_a_sentence_of_receipt_names_product_lot_and_sample(lines: tuple[str, ...], product: str, lot: str, sample: str | None) -> None:
    read = letter(*lines)
    assert (text(read.product_name), text(read.lot), text(read.sample_id)) == (product, lot, sample)


def test_a_sentence_about_another_lot_says_nothing_of_the_sample() -> None:
    read = letter("The method was validated with lot RM-2025-1 of a reference material of known content before use.")
    assert (text(read.lot), text(read.sample_id)) == (None, None)


def test_the_batch_of_a_quality_control_is_no_lot_of_a_letters_sample() -> None:
    closing = "Kept frozen until the pouches that were received have been released from storage by the laboratory."
    read = letter("Lot Number:", "Quality control that was run with this batch (QN-0512)", closing)
    assert text(read.lot) is None


def test_the_subject_of_a_letter_gives_the_reports_number_and_no_product() -> None:
    read = letter("Re: Report EM/2026/220: alkaloids in two pouches of kratom powder")
    assert (text(read.report_id), text(read.product_name)) == ("EM/2026/220", None)


def test_the_subject_of_a_letter_may_call_the_report_by_its_whole_title() -> None:
    read = letter("Re: Report of analysis EMC-26-220, Sample EM-4410")
    assert (text(read.report_id), text(read.sample_id), text(read.product_name)) == ("EMC-26-220", "EM-4410", None)


def test_a_sentence_of_receipt_says_of_what_material_the_sample_is_by_the_plants_latin_name() -> None:
    read = letter("The Mitragyna speciosa leaf powder was received in a sealed pouch on May 6, 2026 and is kept here.")
    assert text(read.matrix) == "Mitragyna speciosa leaf powder"


@pytest.mark.parametrize(
    "line",
    [
        "The pouches that were received on May 6, 2026 are consistent with Mitragyna speciosa under the microscope.",
        "The method was validated with Mitragyna speciosa leaf powder of known content before it was used here.",
    ],
)
def test_a_plant_without_what_was_made_of_it_or_of_another_sample_is_no_material(line: str) -> None:
    assert letter(line).matrix is None


def test_what_was_examined_was_tested() -> None:
    read = letter("The pouches were given their number and were examined between May 8 and May 20, 2026 as described.")
    assert read.dates.completed is not None
    assert read.dates.completed.value == date(2026, 5, 20)


def test_the_last_day_on_which_a_sentence_says_that_they_analyzed_completes_the_tests() -> None:
    read = letter("The pouches came on May 6, 2026 and were analyzed between May 8 and May 20, 2026 as described below.")
    assert read.dates.completed is not None
    assert read.dates.completed.value == date(2026, 5, 20)


@pytest.mark.parametrize(
    "line", ["We analyzed the pouches that were collected on May 2, 2026.", "We tested what we received on May 2, 2026."]
)
def test_the_day_on_which_what_they_analyzed_was_taken_completes_nothing(line: str) -> None:
    assert letter(line).dates.completed is None


def test_days_of_analyses_in_a_column_go_on_over_the_titles_of_groups() -> None:
    rows = [("Lead", "05/11/2026"), ("Tin", "05/12/2026"), ("Microbiology", ""), ("Yeast", "05/19/2026"), ("Mould", "05/18/2026")]
    placed: list[Placed] = [(40, 150, "Test"), (300, 150, "Analyzed"), (40, 164, "Metals")]
    placed += [(x, 178 + 14.0 * n, cell) for n, row in enumerate(rows) for x, cell in zip((40.0, 300.0), row, strict=True) if cell]
    read = head((40, 60, "Sample ID: 1-23"), *placed)
    assert read.dates.completed is not None
    assert read.dates.completed.value == date(2026, 5, 19)


def test_the_number_of_a_laboratory_behind_its_standard_is_no_sample() -> None:
    read = head(
        (40, 50, "12 Example Road, Ashlow, OH 43999, ISO/IEC 17025:2017, Lab No. 4471-Q"), (40, 90, "Sample ID"), (120, 90, "QH26-88.01")
    )
    assert text(read.sample_id) == "QH26-88.01"


@pytest.mark.parametrize("street", ["508 Foxglove Court, Asheton, NC", "12 Example Rd, Ashlow, OH"])
def test_the_name_over_a_street_with_its_state_is_the_client(street: str) -> None:
    read = head(
        (200, 40, "Quill Hill Laboratories, 9 Mill Lane, Ashlow, OH 43999", 10),
        (40, 80, "Drowsy Otter Trading"),
        (40, 90, street),
        (300, 80, "Sample: QH-1"),
    )
    assert text(read.client) == "Drowsy Otter Trading"


@pytest.mark.parametrize("joint", [" · ", ", ", " | "])
def test_the_name_in_large_print_that_stands_before_its_address_is_the_client_where_another_tested(joint: str) -> None:
    read = head(
        (200, 60, "Drowsy Otter Botanicals", 22),
        (40, 120, "Batch #: DO-77"),
        (300, 120, "Tested by: Quill Hill Analytical Services (ISO 17025 accredited)"),
        (100, 760, f"Drowsy Otter Botanicals{joint}508 Foxglove Court, Asheton, NC 28999"),
    )
    assert (text(read.client), text(read.lab)) == ("Drowsy Otter Botanicals", "Quill Hill Analytical Services")
    assert text(read.accreditation) == "ISO 17025 accredited"


@pytest.mark.parametrize(("verdict", "said"), [("FAILED", "fail"), ("PASSED", "pass")])
def test_a_box_before_its_label_or_over_it_in_larger_print_speaks_for_the_whole(verdict: str, said: str) -> None:
    panels: list[Placed] = [(40, 200, "Pesticides"), (40, 210, "PASSED"), (140, 200, "Metals"), (140, 210, "FAILED")]
    assert head(*panels, (400, 400, verdict, 12), (460, 400, "Overall batch result")).overall_status == said
    assert head(*panels, (400, 400, verdict, 12), (396, 414, "Overall result")).overall_status == said


@pytest.mark.parametrize("said", ["Released for sale", "The batch was examined and is released for sale.", "Held in quarantine"])
def test_what_an_owner_decides_of_its_goods_is_no_verdict_of_a_laboratory(said: str) -> None:
    assert head((40, 90, "Lot: DO-77"), (40, 400, f"Conclusion: {said}")).overall_status is None


def test_a_verdict_before_what_an_owner_decides_counts() -> None:
    assert head((40, 90, "Lot: DO-77"), (40, 400, "Disposition: PASS - released for sale")).overall_status == "pass"


@pytest.mark.parametrize("line", ["Révfalu, 2026. 04. 03.", "Ashlow, 3 April 2026", "Ashlow, den 03.04.2026."])
def test_the_day_behind_a_place_at_the_end_dates_the_report_with_or_without_a_full_stop(line: str) -> None:
    reported = head((40, 120, "Sample: Green Vein Powder"), (40, 600, line)).dates.reported
    assert reported is not None
    assert reported.value == date(2026, 4, 3)


@pytest.mark.parametrize("label", ["Analysis", "Testing", "Vizsgálat ideje:", "Date of Analysis"])
def test_the_end_of_the_days_under_a_bare_word_for_the_work_completes_it(label: str) -> None:
    read = head((40, 120, "Received"), (40, 131, "10.04.2026"), (240, 120, label), (240, 131, "13.04.2026 – 21.04.2026"))
    assert read.dates.completed is not None
    assert read.dates.completed.value == date(2026, 4, 21)


def test_the_day_beside_the_word_for_taking_a_sample_is_that_of_its_collection() -> None:
    read = head((40, 120, "Sampling"), (40, 131, "08.04.2026, by client"), (240, 120, "Received"), (240, 131, "10.04.2026"))
    assert read.dates.collected is not None
    assert read.dates.collected.value == date(2026, 4, 8)
