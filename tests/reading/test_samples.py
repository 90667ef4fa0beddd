"""Files that hold several samples, and files that only seem to."""

from __future__ import annotations

import pytest

from registry.model.certificate import DraftCertificate
from registry.reading.document import Page
from registry.reading.pipeline import read_certificates
from tests.reading.pages import document_of, grid, page_of

HEAD = [(40.0, {40.0: "Harbour Analytical Laboratories"}), (60.0, {40.0: "Certificate of Analysis"})]


def test_pages_of_quality_control_that_name_another_sample_belong_to_the_certificate_and_give_no_draft() -> None:
    results = page_of(
        *HEAD,
        (80, {40: "Sample ID: 26-003417-0002"}),
        (100, {40: "Alkaloids"}),
        *grid(112, (40, 220), ("Analyte", "Result (%)"), ("Mitragynine", "1.38"), ("Paynantheine", "0.32")),
    )
    control = page_of(
        *HEAD,
        (80, {40: "Laboratory Quality Control Results"}),
        (100, {40: "Sample Duplicate", 220: "Sample ID: 26-003402-0001"}),
        *grid(112, (40, 220, 330), ("Analyte", "Result", "RPD"), ("Mitragynine", "1.52", "1.95"), ("Paynantheine", "0.30", "1.34")),
        number=2,
    )
    (draft,) = read_certificates(document_of(results, control))
    assert [row.analyte for row in draft.results] == ["Mitragynine", "Paynantheine"]
    assert draft.sample_id is not None
    assert draft.sample_id.text == "26-003417-0002"


COLUMNS = (40.0, 180.0, 250.0, 340.0, 430.0)
BODY = (
    ("Mitragynine", "%", "1.31", "1.75", "0.92"),
    ("7-Hydroxymitragynine", "%", "0.011", "<0.01", "0.02"),
    ("Lead", "mg/kg", "0.12", "0.3", "ND"),
)
NUMBERS = ("26-04417-1", "26-04417-2", "26-04417-3")
VEINS = {250.0: "Green Vein", 340.0: "Red Vein", 430.0: "White Vein"}
LOTS = {250.0: "GV-11", 340.0: "RV-12", 430.0: "WV-13"}

Lines = list[tuple[float, dict[float, str]]]


def values(draft: DraftCertificate) -> list[str]:
    return [m.text for row in draft.results for m in row.measurements]


def head(draft: DraftCertificate) -> tuple[str | None, ...]:
    return tuple(text and text.text for text in (draft.sample_id, draft.product_name, draft.lot))


@pytest.mark.parametrize(
    ("over", "headings", "heads"),
    [
        pytest.param([], NUMBERS, [(number, None, None) for number in NUMBERS], id="numbers"),
        pytest.param([], ("Sample 1", "Sample 2", "Sample 3"), [(f"Sample {n}", None, None) for n in (1, 2, 3)], id="numbered"),
        pytest.param([], ("Lot A", "Lot B", "Lot C"), [(f"Lot {n}", None, None) for n in "ABC"], id="lots by letter"),
        pytest.param(
            [(96, {40: "Sample Name", **VEINS}), (108, {40: "Lot", **LOTS})],
            NUMBERS,
            [(n, v, lot) for n, v, lot in zip(NUMBERS, VEINS.values(), LOTS.values(), strict=True)],
            id="names and lots over numbers",
        ),
        pytest.param(
            [(108, {40: "Sample", **VEINS})], ("Result",) * 3, [(None, vein, None) for vein in VEINS.values()], id="names over results"
        ),
        pytest.param(
            [(108, {40: "Lot", **LOTS})], tuple(VEINS.values()), [(None, None, lot) for lot in LOTS.values()], id="lots over names"
        ),
    ],
)
def test_samples_side_by_side_on_a_sheet_give_a_draft_each(
    over: Lines, headings: tuple[str, ...], heads: list[tuple[str | None, ...]]
) -> None:
    sheet = page_of(*HEAD, (80, {40: "Report No.: R-26-118"}), *over, *grid(120, COLUMNS, ("Analyte", "Unit", *headings), *BODY))
    drafts = read_certificates(document_of(sheet))
    assert [values(draft) for draft in drafts] == [[row[n] for row in BODY] for n in (2, 3, 4)]
    assert [head(draft) for draft in drafts] == heads
    assert {draft.report_id and draft.report_id.text for draft in drafts} == {"R-26-118"}
    assert [draft.part for draft in drafts] == [1, 2, 3]
    assert {finding.code for draft in drafts for finding in draft.findings} == {"several-samples"}


@pytest.mark.parametrize(
    ("names", "heads"),
    [
        (("Green Leaf", "Red Leaf", "White Leaf"), [(None, name, None) for name in ("Green Leaf", "Red Leaf", "White Leaf")]),
        (("GREEN BORNEO", "RED BORNEO", "WHITE BORNEO"), [(None, f"{vein} BORNEO", None) for vein in ("GREEN", "RED", "WHITE")]),
        (("KR-2601", "KR-2602", "KR-2603"), [(f"KR-260{n}", None, None) for n in (1, 2, 3)]),
        (("Lot K2601", "Lot K2602", "Lot K2603"), [(None, None, f"K260{n}") for n in (1, 2, 3)]),
    ],
)
@pytest.mark.parametrize("heading", ["Result", "Result (ppm)", "Content"])
@pytest.mark.parametrize("limited", [False, True])
def test_names_over_one_and_the_same_heading_are_samples_without_a_label(
    names: tuple[str, ...], heads: list[tuple[str | None, ...]], heading: str, limited: bool
) -> None:
    columns = (*COLUMNS, 510.0) if limited else COLUMNS
    over = dict(zip(COLUMNS[2:], names, strict=True))
    rest = ("Limit",) if limited else ()
    body = [(*row, "5") if limited else row for row in BODY]
    drafts = read_certificates(
        document_of(page_of(*HEAD, (108, over), *grid(120, columns, ("Analyte", "Unit", *([heading] * 3), *rest), *body)))
    )
    assert [values(draft) for draft in drafts] == [[row[n] for row in BODY] for n in (2, 3, 4)]
    assert [head(draft) for draft in drafts] == heads
    assert all(bool(row.limit) is limited for draft in drafts for row in draft.results)


@pytest.mark.parametrize(
    "said",
    [
        [(76, {40: "Samples: Maple, Birch"})],
        [(76, {40: "Sample 1: Maple"}), (88, {40: "Sample 2: Birch"})],
        [(76, {40: "Product", 140: "Maple"}), (88, {40: "Product", 140: "Birch"})],
    ],
)
@pytest.mark.parametrize("heading", ["Result", "Result (ppm)"])
def test_one_word_over_one_and_the_same_heading_is_a_sample_that_the_head_names(
    said: list[tuple[float, dict[float, str]]], heading: str
) -> None:
    drafts = read_certificates(document_of(page_of(*said, *_two_columns(("Maple", "Birch"), heading))))
    assert [(head(draft)[1], values(draft)) for draft in drafts] == [("Maple", ["0.12", "0.05"]), ("Birch", ["0.22", "0.06"])]


@pytest.mark.parametrize("names", [("Maple", "Birch"), ("Fresh", "Dried")])
def test_one_word_that_the_head_does_not_name_may_as_well_say_what_was_done(names: tuple[str, str]) -> None:
    (draft,) = read_certificates(document_of(page_of((76, {40: "Product: Maple powder"}), *_two_columns(names, "Result"))))
    assert [len(row.measurements) for row in draft.results] == [2, 2]


def _two_columns(names: tuple[str, str], heading: str) -> list[tuple[float, dict[float, str]]]:
    body = (("Lead", "0.12", "0.22"), ("Cadmium", "0.05", "0.06"))
    return [(110, {40: "Heavy metals (ppm)"}), *grid(130, (40.0, 180.0, 260.0), ("", *names), ("Analyte", heading, heading), *body)]


@pytest.mark.parametrize(
    "names",
    [
        ("As received", "Dry basis", "Ash free"),
        ("HPLC", "LC-MS", "GC-MS"),
        ("Day 1", "Day 2", "Day 3"),
        ("Method A", "Method B", "Method C"),
        ("Per Capsule", "Per Serving", "Per Pack"),
        ("before", "after", "later on"),
    ],
)
def test_what_says_how_one_sample_was_measured_names_no_samples(names: tuple[str, ...]) -> None:
    over = dict(zip(COLUMNS[2:], names, strict=True))
    sheet = page_of(*HEAD, (108, over), *grid(120, COLUMNS, ("Analyte", "Unit", *(["Result"] * 3)), *BODY))
    assert len(read_certificates(document_of(sheet))) == 1


def test_what_a_sample_of_several_printed_is_shown_where_it_stands() -> None:
    sheet = page_of(*HEAD, *grid(120, COLUMNS, ("Analyte", "Unit", *NUMBERS), *BODY))
    for draft, x in zip(read_certificates(document_of(sheet)), COLUMNS[2:], strict=True):
        places = [draft.sample_id, *(m for row in draft.results for m in row.measurements)]
        boxes = [place.evidence.box for place in places if place and place.evidence]
        assert [round(box.x0 * 612) for box in boxes if box] == [round(x)] * 4


def test_the_unit_of_all_samples_may_stand_over_their_names() -> None:
    sheet = page_of(*HEAD, *grid(120, (40.0, 250.0, 340.0), ("Analyte (%)", *NUMBERS[:2]), *(row[:1] + row[2:4] for row in BODY[:2])))
    drafts = read_certificates(document_of(sheet))
    assert [[(m.text, m.unit) for row in draft.results for m in row.measurements] for draft in drafts] == [
        [("1.31", "%"), ("0.011", "%")],
        [("1.75", "%"), ("<0.01", "%")],
    ]


@pytest.mark.parametrize("numbers", [("Sample 1", "Sample 2"), NUMBERS[:2]])
def test_a_name_that_reaches_over_the_first_samples_empty_cell_takes_nothing_of_it(numbers: tuple[str, str]) -> None:
    longer = "Sum of the alkaloids that were found by liquid chromatography"
    lines = (("Mitragynine", "1.31", "1.75"), ("Lead", "0.12", "0.3"), (longer, "", "2.05"))
    sheet = page_of(*HEAD, *grid(120, (40.0, 250.0, 340.0), ("Analyte (%)", *numbers), *lines))
    drafts = read_certificates(document_of(sheet))
    assert [values(draft)[:2] for draft in drafts] == [["1.31", "0.12"], ["1.75", "0.3"]]


def test_limits_behind_the_samples_and_tables_without_them_are_of_each() -> None:
    bounded = [(*row, "5") for row in BODY]
    sheet = page_of(
        *HEAD,
        *grid(120, (*COLUMNS, 510.0), ("Analyte", "Unit", *NUMBERS, "Limit"), *bounded),
        (240, {40: "Physical tests"}),
        *grid(252, (40, 250, 340), ("Test", "Result", "Unit"), ("Moisture", "7.4", "%")),
    )
    drafts = read_certificates(document_of(sheet))
    assert [[str(row.limit.value) for row in draft.results if row.limit] for draft in drafts] == [["5"] * 3] * 3
    assert [values(draft)[-1] for draft in drafts] == ["7.4"] * 3


def test_a_table_that_goes_on_over_the_page_keeps_its_samples() -> None:
    more = (("Cadmium", "mg/kg", "0.01", "0.02", "0.03"), ("Arsenic", "mg/kg", "0.04", "0.05", "0.06"))
    first = page_of(*HEAD, *grid(120, COLUMNS, ("Analyte", "Unit", *NUMBERS), *BODY))
    drafts = read_certificates(document_of(first, page_of(*HEAD, *grid(90, COLUMNS, *more), number=2)))
    assert [values(draft)[-2:] for draft in drafts] == [[row[n] for row in more] for n in (2, 3, 4)]


@pytest.mark.parametrize(
    "headings",
    [
        pytest.param(("Result (%)", "Result (mg/g)", "Result (mg/capsule)"), id="units of one result"),
        pytest.param(("Replicate 1", "Replicate 2", "Mean"), id="replicates"),
        pytest.param(("Sample 1", "Sample 2", "Mean"), id="replicates with their mean"),
        pytest.param((NUMBERS[0], "LOQ", "Limit"), id="one sample"),
    ],
)
def test_columns_of_one_sample_are_one_draft(headings: tuple[str, ...]) -> None:
    sheet = page_of(*HEAD, *grid(120, COLUMNS, ("Analyte", "Unit", *headings), *BODY))
    assert len(read_certificates(document_of(sheet))) == 1


def test_a_sample_over_one_of_two_columns_that_nothing_else_heads_is_no_sample_beside_others() -> None:
    columns = (40, 250, 340)
    known = grid(120, columns, ("Test", "Result", "Unit"), ("Moisture", "7.4", "%"))
    open_to_doubt = grid(220, columns, ("", "Sample 1", ""), ("Mitragynine", "1.31", "1.75"), ("Paynantheine", "0.2", "0.3"))
    (draft,) = read_certificates(document_of(page_of(*HEAD, *known, *open_to_doubt)))
    assert values(draft) == ["7.4"]
    assert "table-not-understood" in {finding.code for finding in draft.findings}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_columns_under_references_and_no_heading_of_names_are_samples(count: int) -> None:
    told = [
        ("Our Reference", "UNITS", *NUMBERS),
        ("Your Reference", "", *VEINS.values()),
        ("Type of sample", "", *(["Leaf powder"] * 3)),
        ("Date Sampled", "", *(["2026-03-02"] * 3)),
        *BODY,
    ]
    sheet = page_of(*HEAD, (108, {40: "Alkaloids and metals"}), *grid(120, COLUMNS[: 2 + count], *(line[: 2 + count] for line in told)))
    drafts = read_certificates(document_of(sheet))
    assert [values(draft) for draft in drafts] == [[row[n] for row in BODY] for n in range(2, 2 + count)]
    assert [draft.product_name and draft.product_name.text for draft in drafts] == list(VEINS.values())[:count]
    assert count == 1 or [draft.sample_id and draft.sample_id.text for draft in drafts] == list(NUMBERS)[:count]


SIDE = (40.0, 130.0, 220.0, 320.0, 450.0)
NAMES = ("Mitragynine", "7-Hydroxymitragynine", "Paynantheine")
LINES = (("1.31", "0.011", "0.2"), ("1.75", "<0.01", "0.3"), ("0.92", "0.02", "ND"))


@pytest.mark.parametrize(
    ("labels", "firsts", "heads"),
    [
        (
            ("Sample", "Lot"),
            tuple(zip(VEINS.values(), LOTS.values(), strict=True)),
            [(None, *told) for told in zip(VEINS.values(), LOTS.values(), strict=True)],
        ),
        (
            ("Sample ID", "Product"),
            tuple(zip(NUMBERS, VEINS.values(), strict=True)),
            [(*told, None) for told in zip(NUMBERS, VEINS.values(), strict=True)],
        ),
        (("", "Sample"), tuple(("", vein) for vein in VEINS.values()), [(None, vein, None) for vein in VEINS.values()]),
        (("", "Lot No."), tuple(("", lot) for lot in LOTS.values()), [(None, None, lot) for lot in LOTS.values()]),
        (("", ""), tuple(("", number) for number in NUMBERS), [(number, None, None) for number in NUMBERS]),
    ],
)
@pytest.mark.parametrize("units", ["line", "names"])
def test_samples_below_each_other_under_their_analytes_give_a_draft_each(
    labels: tuple[str, str], firsts: tuple[tuple[str, str], ...], heads: list[tuple[str | None, ...]], units: str
) -> None:
    over = [("", "", "%", "%", "%")] if units == "line" else []
    names = NAMES if over else tuple(f"{name} (%)" for name in NAMES)
    lines = [(*first, *values) for first, values in zip(firsts, LINES, strict=True)]
    drafts = read_certificates(document_of(page_of(*HEAD, *grid(120, SIDE, (*labels, *names), *over, *lines))))
    assert [values(draft) for draft in drafts] == [list(line) for line in LINES]
    assert {m.unit for draft in drafts for row in draft.results for m in row.measurements} == {"%"}
    assert [head(draft) for draft in drafts] == heads


def test_two_analytes_are_enough_where_samples_lead_their_lines() -> None:
    lines = [(vein, *line[:2]) for vein, line in zip(VEINS.values(), LINES, strict=True)]
    drafts = read_certificates(document_of(page_of(*HEAD, *grid(120, SIDE[1:4], ("Sample", "Mitragynine (%)", "7-OH (%)"), *lines))))
    assert [(head(draft)[1], values(draft)) for draft in drafts] == [(vein, list(values)) for vein, *values in lines]


def test_the_line_of_a_sample_among_others_is_shown_where_it_stands() -> None:
    lines = [("", number, *line) for number, line in zip(NUMBERS, LINES, strict=True)]
    drafts = read_certificates(document_of(page_of(*HEAD, *grid(120, SIDE, ("", "Sample", *NAMES), *lines, pitch=20.0))))
    boxes = [[m.evidence.box for row in draft.results for m in row.measurements if m.evidence] for draft in drafts]
    assert [{round(box.y1 * 792) for box in found if box} for found in boxes] == [{142}, {162}, {182}]


@pytest.mark.parametrize("labels", [("Result", "LOQ", "Limit"), ("Found", "Claim", "Limit"), ("Run one", "Run two", "Run three")])
def test_lines_of_one_sample_under_its_analytes_are_one_draft(labels: tuple[str, ...]) -> None:
    lines = [(label, *line) for label, line in zip(labels, LINES, strict=True)]
    assert len(read_certificates(document_of(page_of(*HEAD, *grid(120, SIDE[1:], ("", *NAMES), *lines))))) == 1


def a_test(
    number: int, test: str, *lines: tuple[float, dict[float, str]], label: str = "Test ID", lot: str = "HD-0330", came: str = "2026-11-02"
) -> Page:
    """A page of a lot that prints the number of its test."""
    head = ((80.0, {40.0: "Product: Hemp Distillate", 300.0: f"Received: {came}"}), (104.0, {40.0: f"{label}: {test}"}))
    head += ((92.0, {40.0: f"Batch ID: {lot}"}),) if lot else ()
    return page_of(*HEAD, *head, *lines, number=number)


POTENCY = grid(130, (40, 220), ("Analyte", "Result (%)"), ("Mitragynine", "1.38"), ("Paynantheine", "0.32"))
METALS = grid(130, (40, 220), ("Metal", "Result (ppm)"), ("Lead", "0.083"), ("Arsenic", "ND"))


@pytest.mark.parametrize("label", ["Test ID", "Test No.", "Sample ID"])
@pytest.mark.parametrize("lot", ["HD-0330", ""])
def test_pages_of_one_lot_that_number_each_test_are_one_certificate(label: str, lot: str) -> None:
    pages = a_test(1, "T0088210", *POTENCY, label=label, lot=lot), a_test(2, "T0088211", *METALS, label=label, lot=lot)
    (draft,) = read_certificates(document_of(*pages))
    assert values(draft) == ["1.38", "0.32", "0.083", "ND"]
    assert "several-samples" not in {finding.code for finding in draft.findings}


AGAIN = grid(130, (40, 220), ("Analyte", "Result (%)"), ("Mitragynine", "1.21"), ("Paynantheine", "0.30"))


@pytest.mark.parametrize(
    ("lines", "lot", "came"),
    [(METALS, "HD-0331", "2026-11-02"), (METALS, "", "2026-11-09"), (AGAIN, "HD-0330", "2026-11-02"), (POTENCY, "HD-0330", "2026-11-02")],
    ids=["another lot", "another day", "other results of the same tests", "the same results again"],
)
def test_pages_of_another_lot_or_of_the_same_tests_stay_certificates_of_their_own(lines: Lines, lot: str, came: str) -> None:
    pages = a_test(1, "T0088210", *POTENCY, lot=lot and "HD-0330"), a_test(2, "T0088211", *lines, lot=lot, came=came)
    drafts = read_certificates(document_of(*pages))
    assert [len(draft.results) for draft in drafts] == [2, 2]
