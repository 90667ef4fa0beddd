"""Columns of verdicts: wherever they stand, and where no known word heads them."""

from __future__ import annotations

import pytest

from tests.reading.pages import grid, page_of
from tests.reading.told import bound, rows

_LIMITED = (("Analyte", "Result (mg/kg)", "Limit"), ("Arsenic", "0.21", "1.0"), ("Lead", "1.31", "1.0"), ("Nickel", "2.2", "-"))


@pytest.mark.parametrize("heading", ["Conf.", "Assess.", "C/NC", "Zzq"])
@pytest.mark.parametrize("good", ["C", "P"])
def test_letters_beside_the_limits_are_verdicts_whatever_stands_over_them(heading: str, good: str) -> None:
    bad = {"C": "NC", "P": "F"}[good]
    letters = (heading, good, bad, "-")
    read = rows(page_of(*grid(100, (40, 140, 240, 300), *((*row, letter) for row, letter in zip(_LIMITED, letters, strict=True)))))
    assert [read[name].status for name in ("Arsenic", "Lead", "Nickel")] == ["pass", "fail", None]


def test_letters_under_the_limits_own_heading_are_verdicts_where_only_some_rows_have_a_limit() -> None:
    page = page_of(
        (100, {40: "Analyte", 140: "Result (mg/kg)", 240: "Limit value Zzq"}),
        (112, {40: "Arsenic", 140: "0.21", 240: "1.0", 285: "C"}),
        (124, {40: "Lead", 140: "0.31", 240: "1.0", 285: "C"}),
        (136, {40: "Nickel", 140: "2.2", 244: "-", 285: "-"}),
    )
    read = rows(page)
    assert [read[name].status for name in ("Arsenic", "Lead", "Nickel")] == ["pass", "pass", None]
    assert bound(read["Arsenic"], "limit") == ("1.0", "mg/kg")


def test_one_letter_in_every_row_under_unknown_words_is_no_verdict() -> None:
    letters = ("Zzq", "C", "C", "C")
    lines = [(*row[:2], "1.0" if n else row[2], letter) for n, (row, letter) in enumerate(zip(_LIMITED, letters, strict=True))]
    assert rows(page_of(*grid(100, (40, 140, 240, 300), *lines)))["Lead"].status is None


@pytest.mark.parametrize(
    ("heading", "good", "bad"),
    [
        ("Complies", "Yes", "No"),
        ("Complies", "Complies", "Does not comply"),
        ("Complies?", "Y", "N"),
        ("Pass", "✓", "✗"),
        ("Conforms", "Yes", "No"),
        ("Acceptable", "Yes", "No"),
        ("Vyhovuje", "ano", "ne"),
        ("Konform", "ja", "nein"),
        ("Conforme", "Sí", "No"),
    ],
)
@pytest.mark.parametrize("columns", [(40, 200, 290, 380, 470), (40, 290, 380, 470, 200)])
def test_a_verdicts_word_over_verdicts_is_a_heading_wherever_it_stands(
    heading: str, good: str, bad: str, columns: tuple[float, ...]
) -> None:
    lines = (
        ("Analyte", "Result", "Unit", "Limit", heading),
        ("Lead", "0.12", "mg/kg", "0.5", good),
        ("Arsenic", "0.9", "mg/kg", "0.5", bad),
    )
    read = rows(page_of(*grid(120, columns, *lines)))
    assert [(row.status, bound(row, "limit"), len(row.measurements)) for row in read.values()] == [
        ("pass", ("0.5", "mg/kg"), 1), ("fail", ("0.5", "mg/kg"), 1),
    ]  # fmt: skip


def test_what_is_described_and_judged_by_yes_is_a_row() -> None:
    lines = (
        ("Test", "Specification", "Result", "Complies"),
        ("Appearance", "Green powder", "Green powder", "Yes"),
        ("Odour", "Leafy", "Burnt", "No"),
    )
    read = rows(page_of(*grid(120, (40, 200, 290, 380), *lines)))
    assert [(name, row.status, [(m.text, m.qualifier.value) for m in row.measurements]) for name, row in read.items()] == [
        ("Appearance", "pass", [("Yes", "pass")]), ("Odour", "fail", [("No", "fail")]),
    ]  # fmt: skip


def test_a_verdict_of_the_table_beside_is_no_heading() -> None:
    beside = (320, 430, 480, 530)
    page = page_of(
        *grid(96, beside, ("Analyte", "Result", "Limit", "Status"), ("Lead", "0.1", "0.5", "Pass"), ("Arsenic", "0.2", "0.5", "Pass")),
        *grid(120, (40, 150, 200), ("Analyte", "Result", "Limit"), ("Acetone", "ND", "5000"), ("Hexane", "12", "290")),
        *grid(132, beside, ("Cadmium", "ND", "0.3", "Pass"), ("Mercury", "ND", "0.1", "Pass")),
    )
    passed = dict.fromkeys(("Lead", "Arsenic", "Cadmium", "Mercury"), "pass")
    assert {name: row.status for name, row in rows(page).items()} == {**passed, "Acetone": None, "Hexane": None}


def test_verdicts_may_stand_right_of_the_last_heading() -> None:
    lines = grid(100, (40, 180, 250, 320), ("Microbe", "Limit", "Result", ""), ("Yeast", "1,000 CFU/g", "<10 CFU/g", "PASS"))
    more = grid(112 + 12, (40, 180, 250, 320), ("Mold", "1,000 CFU/g", "20 CFU/g", "FAIL"), ("E. coli", "100 CFU/g", "<10 CFU/g", "PASS"))
    assert [row.status for row in rows(page_of(*lines, *more)).values()] == ["pass", "fail", "pass"]


def test_notes_that_are_verdicts_are_the_verdict_column() -> None:
    lines = grid(
        100, (40, 180, 280, 360), ("Analyte", "Specification", "Result (mg/mL)", "Notes"),
        ("Mitragynine", "Report Results", "14.11", ""), ("7-Hydroxymitragynine", "NMT 1.00", "0.22", "Pass"),
    )  # fmt: skip
    assert [row.status for row in rows(page_of(*lines)).values()] == [None, "pass"]


def test_verdicts_may_stand_behind_a_sign_in_a_column_without_a_heading() -> None:
    found = rows(
        page_of(
            (80, {40: "Heavy Metals"}),
            *grid(92, (40, 200, 260, 320), ("Metal", "Limit (ppm)", "Result (ppm)", ""), ("Lead", "0.5", "ND", "● Pass")),
            *grid(116, (40, 200, 260, 320), ("Arsenic", "0.2", "0.3", "● Fail"), ("Mercury", "0.1", "ND", "● Pass")),
        )
    )
    assert [found[name].status for name in ("Lead", "Arsenic", "Mercury")] == ["pass", "fail", "pass"]


def test_a_verdict_column_left_of_the_names_belongs_to_its_own_half_of_the_table() -> None:
    headings = ("Verdict", "Pesticide", "Found (ppb)", "Limit")
    left = grid(100, (40, 80, 180, 240), headings, ("PASS", "Abamectin", "ND", "500"), ("FAIL", "Captan", "900", "700"))
    right = grid(100, (320, 360, 470, 530), headings, ("PASS", "Naled", "ND", "100"), ("PASS", "Oxamyl", "ND", "500"))
    found = rows(page_of((80, {40: "Pesticides"}), *((y, {**a, **b}) for (y, a), (_, b) in zip(left, right, strict=True))))
    assert {name: row.status for name, row in found.items()} == {"Abamectin": "pass", "Captan": "fail", "Naled": "pass", "Oxamyl": "pass"}


@pytest.mark.parametrize("heading", ["Determination", "Test", "Notes", "Assay"])
def test_a_word_for_names_over_verdicts_heads_no_second_column_of_names(heading: str) -> None:
    lines = grid(
        100,
        (40, 180, 260, 340),
        ("Parameter", "Limit (%)", "Result (%)", heading),
        ("Total THC", "0.300", "0.239", "PASS"),
        ("Moisture", "12.0", "13.1", "FAIL"),
    )
    assert [row.status for row in rows(page_of(*lines)).values()] == ["pass", "fail"]


@pytest.mark.parametrize(
    ("lines", "good", "bad", "legend"),
    [
        (("Minő-", "sítés"), "M", "NM", "M = megfelel; NM = nem felel meg"),
        (("Bewer-", "tung"), "e", "ü", "e = eingehalten, ü = überschritten"),
        (("Confor-", "mity"), "C", "NC", "C: conforms; NC: does not conform"),
    ],
)
def test_a_word_broken_over_two_lines_heads_the_column_of_letters_that_a_legend_explains(
    lines: tuple[str, str], good: str, bad: str, legend: str
) -> None:
    page = page_of(
        (90, {300: lines[0]}),
        (95, {40: "Parameter", 140: "Result (mg/kg)", 240: "Limit"}),
        (100, {303: lines[1]}),
        (114, {40: "Lead", 140: "0.11", 240: "0.6", 305: good}),
        (126, {40: "Arsenic", 140: "2.71", 240: "2.0", 305: bad}),
        (138, {40: "Nickel", 140: "2.7", 240: "-", 305: "-"}),
        (180, {40: legend}),
    )
    assert [rows(page)[name].status for name in ("Lead", "Arsenic", "Nickel")] == ["pass", "fail", None]


ANSWERED = [("Lead", "0.12", "0.5"), ("Arsenic", "<0.01", "1.5"), ("Cadmium", "0.72", "0.5")]


@pytest.mark.parametrize("heading", ["", "Within", "Check"])
@pytest.mark.parametrize(("good", "bad"), [("Yes", "No"), ("Ja", "Nein"), ("Ano", "Ne"), ("Sí", "No")])
@pytest.mark.parametrize("place", [295.0, 315.0])
def test_answers_beside_limits_are_verdicts_under_no_heading_and_under_one_that_nobody_knows(
    heading: str, good: str, bad: str, place: float
) -> None:
    body = [(*cells, said) for cells, said in zip(ANSWERED, (good, good, bad), strict=True)]
    found = rows(page_of(*grid(100, (40.0, 160.0, 250.0, place), ("Metal", "Result (mg/kg)", "Limit", heading), *body)))
    assert [row.status for row in found.values()] == ["pass", "pass", "fail"]


@pytest.mark.parametrize("heading", ["Accredited", "Subcontracted", "Akkr.", "Akreditace"])
def test_answers_under_a_heading_that_asks_something_else_judge_nothing(heading: str) -> None:
    body = [(*cells, said) for cells, said in zip(ANSWERED, ("Yes", "Yes", "No"), strict=True)]
    found = rows(page_of(*grid(100, (40.0, 160.0, 250.0, 320.0), ("Metal", "Result (mg/kg)", "Limit", heading), *body)))
    assert [row.status for row in found.values()] == [None, None, None]


def test_answers_under_no_heading_judge_nothing_where_the_table_states_no_limit() -> None:
    body = [(name, value, "Yes") for name, value, _ in ANSWERED]
    found = rows(page_of(*grid(100, (40.0, 160.0, 240.0), ("Metal", "Result (mg/kg)", ""), *body)))
    assert [row.status for row in found.values()] == [None, None, None]


@pytest.mark.parametrize("bound_heading", ["LOQ (%)", "LOD (%)", "Limit (%)"])
def test_verdicts_that_stand_nearest_to_the_heading_of_an_empty_column_of_bounds_are_verdicts(bound_heading: str) -> None:
    lines = (
        (100, {40: "Test", 160: "Result (%)", 250: "Specification", 340: bound_heading}),
        (112, {40: "Moisture", 165: "8.1", 395: "Pass"}),
    )
    lines = (*lines, (124, {40: "Ash", 165: "6.0", 395: "Fail"}))
    found = rows(page_of(*lines))
    assert [(found[name].status, bound(found[name], "loq")) for name in ("Moisture", "Ash")] == [("pass", None), ("fail", None)]


SIGNED = ("Test", "Specification", "Result", "Method", "")
SIGNS = (("Mitragynine", "NLT 45.0 %", "46.37 %", "ZM-51", "C"), ("Paynantheine", "Report", "7.84 %", "ZM-51", "I"),
         ("Speciogynine", "Report", "5.26 %", "ZM-51", "I"), ("Lead", "NMT 1.0 ppm", "1.36 ppm", "ZM-233", "NC"),
         ("Cadmium", "NMT 0.5 ppm", "0.08 ppm", "ZM-233", "C"), ("Mercury", "NMT 0.3 ppm", "<0.02 ppm", "ZM-233", "C"))  # fmt: skip


@pytest.mark.parametrize(
    ("note", "status"),
    [
        ("C = complies; NC = does not comply; I = for information; ND = not detected", {"C": "pass", "NC": "fail", "I": None}),
        ("C – complies, NC – does not comply, I – for information", {"C": "pass", "NC": "fail", "I": None}),
        ("C = cultured, NC = not cultured, I = imported", {"C": None, "NC": None, "I": None}),
        ("", {"C": None, "NC": None, "I": None}),
    ],
)
def test_letters_beside_a_table_under_an_empty_heading_are_the_verdicts_that_the_page_says_they_are(note: str, status: dict) -> None:
    body = grid(100, (40, 160, 280, 370, 440), SIGNED, *SIGNS, pitch=14)
    found = rows(page_of(*body, *([(260, {40: note})] if note else [])))
    assert {row[0]: found[row[0]].status for row in SIGNS} == {row[0]: status[row[4]] for row in SIGNS}
    assert found["Lead"].method == "ZM-233"
