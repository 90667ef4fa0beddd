"""Reports that list their samples, a line for each, and set their results beside each other."""

from __future__ import annotations

import pytest

from registry.model.certificate import DraftCertificate
from registry.reading.pipeline import read_certificates
from tests.reading.pages import document_of, grid, page_of

HEAD = [
    (40.0, {40.0: "Harbour Analytical Laboratories", 480.0: "Report R-26118"}),
    (56.0, {40.0: "Client: Specimen Herb Company", 320.0: "Received: 3 Feb 2026", 440.0: "Tests completed: 13 Feb 2026"}),
]
LIST = grid(
    76, (40, 130, 440, 510), ("Sample no.", "Description", "Lot", "Quantity"),
    ("R-26118-01", "Red Vein Powder", "RV-0131", "250 g"), ("R-26118-02", "White Vein Powder", "WV-0131", "250 g"),
    ("R-26118-03", "Green Vein Powder", "GV-0201", "200 g"),
)  # fmt: skip
COLUMNS = (40.0, 180.0, 230.0, 280.0, 350.0, 420.0, 490.0)
BODY = (
    ("Mitragynine", "% w/w", "0.010", "1.52", "1.71", "1.29", "–"),
    ("Speciogynine", "% w/w", "0.010", "ND", "<LOQ", "0.012", "–"),
    ("Lead", "mg/kg", "0.02", "0.49", "0.62", "1.34 !", "1.0"),
)
HEADS = [
    ("R-26118-01", "Red Vein Powder", "RV-0131"),
    ("R-26118-02", "White Vein Powder", "WV-0131"),
    ("R-26118-03", "Green Vein Powder", "GV-0201"),
]

Lines = list[tuple[float, dict[float, str]]]


def head(draft: DraftCertificate) -> tuple[str | None, ...]:
    return tuple(text and text.text for text in (draft.sample_id, draft.product_name, draft.lot))


def values(draft: DraftCertificate) -> list[str]:
    return [m.text for row in draft.results for m in row.measurements]


def table(*headings: tuple[str, ...], remark: str = "") -> Lines:
    title = {40.0: "Alkaloids", 400.0: remark} if remark else {40.0: "Alkaloids"}
    return [(130.0, title), *grid(142, COLUMNS, *headings, *BODY)]


FIRST = ("Parameter", "Unit", "LOQ")


@pytest.mark.parametrize(
    "headings",
    [
        pytest.param([(*FIRST, "01", "02", "03", "Limit"), ("", "", "", "Red Vein", "White Vein", "Green Vein", "")], id="cut short"),
        pytest.param([(*FIRST, "01", "02", "03", "Limit")], id="by the last part alone"),
        pytest.param([(*FIRST, "Red Vein", "White Vein", "Green Vein", "Limit")], id="by the first words of their names"),
        pytest.param([(*FIRST, "RV-0131", "WV-0131", "GV-0201", "Limit")], id="by their lots alone"),
        pytest.param(
            [("", "", "", "RV-0131", "WV-0131", "GV-0201", ""), (*FIRST, "Result", "Result", "Result", "Limit")], id="lots over results"
        ),
        pytest.param([(*FIRST, "Sample 1", "Sample 2", "Sample 3", "Limit")], id="by the last part of their numbers"),
        pytest.param([(*FIRST, "R-26118-01", "R-26118-02", "R-26118-03", "Limit")], id="by their numbers"),
        pytest.param([(*FIRST, "Lot RV-0131", "Lot WV-0131", "Lot GV-0201", "Limit")], id="by their lots"),
    ],
)
@pytest.mark.parametrize("remark", ["", "HPLC-UV, WI 11; LOQ 0.010 % for each one"])
def test_a_list_says_whose_results_stand_under_each_heading(headings: list[tuple[str, ...]], remark: str) -> None:
    drafts = read_certificates(document_of(page_of(*HEAD, *LIST, *table(*headings, remark=remark))))
    assert [head(draft) for draft in drafts] == HEADS
    read = [[(row.analyte, [m.text for m in row.measurements]) for row in draft.results] for draft in drafts]
    assert read == [[(row[0], [row[n]]) for row in BODY] for n in (3, 4, 5)]
    days = [(draft.dates.received, draft.dates.completed) for draft in drafts]
    assert [tuple(str(day and day.value) for day in pair) for pair in days] == [("2026-02-03", "2026-02-13")] * 3
    assert [str(draft.results[-1].limit and draft.results[-1].limit.value) for draft in drafts] == ["1.0"] * 3


def test_letters_of_listed_samples_head_their_columns() -> None:
    listed = grid(76, (40, 130, 440), ("Sample", "Description", "Lot"), ("A", "Red Vein", "RV-1"), ("B", "White Vein", "WV-1"))
    columns = (40.0, 180.0, 280.0, 350.0)
    body = grid(142, columns, ("Parameter", "Unit", "A", "B"), *((row[0], row[1], row[3], row[4]) for row in BODY))
    drafts = read_certificates(document_of(page_of(*HEAD, *listed, (130, {40: "Alkaloids"}), *body)))
    assert [head(draft) for draft in drafts] == [("A", "Red Vein", "RV-1"), ("B", "White Vein", "WV-1")]
    assert [values(draft) for draft in drafts] == [[row[n] for row in BODY] for n in (3, 4)]


def test_numbers_of_samples_within_their_order_part_them_without_a_list() -> None:
    drafts = read_certificates(document_of(page_of(*HEAD, *table((*FIRST, "01", "02", "03", "Limit")))))
    assert [head(draft)[0] for draft in drafts] == ["01", "02", "03"]
    assert [values(draft) for draft in drafts] == [[row[n] for row in BODY] for n in (3, 4, 5)]


def test_a_list_on_the_first_page_names_the_samples_of_the_next() -> None:
    body = grid(90, COLUMNS, (*FIRST, "01", "02", "03", "Limit"), ("", "", "", "Red Vein", "White Vein", "Green Vein", ""), *BODY)
    drafts = read_certificates(document_of(page_of(*HEAD, *LIST), page_of(*HEAD[:1], (76, {40: "Alkaloids"}), *body, number=2)))
    assert [head(draft) for draft in drafts] == HEADS
    assert [len(draft.results) for draft in drafts] == [3, 3, 3]
    places = [draft.lot.evidence for draft in drafts if draft.lot and draft.lot.evidence]
    assert [place.page for place in places] == [1, 1, 1]
    assert [round(place.box.y1 * 792) for place in places if place.box] == [90, 102, 114]


def test_what_came_of_each_sample_is_no_result() -> None:
    lines = grid(142, (40, 200, 300), ("Analyte", "Unit", "Result"), ("Mitragynine", "%", "1.31"), ("Paynantheine", "%", "0.2"))
    (draft,) = read_certificates(document_of(page_of(*HEAD, *LIST, (130, {40: "Alkaloids"}), *lines)))
    assert [row.analyte for row in draft.results] == ["Mitragynine", "Paynantheine"]


def test_headings_that_the_list_does_not_know_leave_the_names_as_they_stand() -> None:
    drafts = read_certificates(document_of(page_of(*HEAD, *LIST, *table((*FIRST, "K260101", "K260102", "K260103", "Limit")))))
    assert [head(draft)[0] for draft in drafts] == ["K260101", "K260102", "K260103"]
