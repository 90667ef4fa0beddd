"""Results that run on in one line of words: with their limit and verdict, and one behind the other."""

from __future__ import annotations

import pytest

from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows

HEADINGS = ("Analyte", "Result (ppb)", "LOQ (ppb)", "Limit (ppb)", "Status")
COLUMNS = (40.0, 200.0, 270.0, 340.0, 410.0)
TABLE = [
    (86.0, {40.0: "Mycotoxins"}),
    *grid(100, COLUMNS, HEADINGS, ("Aflatoxin B1", "ND", "1.0", "5", "P"), ("Aflatoxin B2", "1.4", "1.0", "5", "P")),
]


@pytest.mark.parametrize(
    ("said", "value", "status"),
    [
        ("ND ppb Limit 20 ppb P", ("ND ppb", "ppb"), "pass"),
        ("3.2 ppb Limit 20 ppb Pass", ("3.2 ppb", "ppb"), "pass"),
        ("<4.0 ppb Limit: 20 ppb", ("<4.0 ppb", "ppb"), None),
        ("31 ppb (Action limit 20 ppb) Fail", ("31 ppb", "ppb"), "fail"),
        ("3.2 ppb | NMT 20 ppb | Pass", ("3.2 ppb", "ppb"), "pass"),
    ],
)
@pytest.mark.parametrize("alone", [False, True], ids=["under a table", "by itself"])
@pytest.mark.parametrize("label", [True, False], ids=["beside its label", "in one cell with it"])
def test_a_bar_says_value_limit_and_verdict_of_its_total(
    said: str, value: tuple[str, str], status: str | None, alone: bool, label: bool
) -> None:
    cells = {40.0: "Total Aflatoxins", 200.0: said} if label else {40.0: f"Total Aflatoxins {said}"}
    found = rows(page_of(*(TABLE[:1] if alone else TABLE), (140.0, cells)))
    total = found["Total Aflatoxins"]
    assert (printed(total), bound(total, "limit"), total.status) == ([value], ("20", "ppb"), status)
    assert alone or [bound(found[name], "limit") for name in ("Aflatoxin B1", "Aflatoxin B2")] == [("5", "ppb"), ("5", "ppb")]


def test_a_limit_that_names_itself_in_another_column_of_its_row_is_the_limit() -> None:
    found = rows(page_of(*TABLE, (136.0, {40.0: "Total Aflatoxins", 200.0: "ND ppb", 270.0: "Limit 20 ppb", 410.0: "P"})))
    assert (bound(found["Total Aflatoxins"], "limit"), bound(found["Total Aflatoxins"], "loq")) == (("20", "ppb"), None)


SEVERAL = {
    "a space": "{} {}",
    "a comma": "{}, {}",
    "a semicolon": "{}; {}",
    "a bar": "{} | {}",
}


@pytest.mark.parametrize("between", SEVERAL.values(), ids=SEVERAL)
def test_each_of_several_results_in_one_line_of_words_is_a_row(between: str) -> None:
    found = rows(
        page_of(
            (86, {40: "Alkaloids"}),
            (100, {40: between.format("Mitragynine: 45.2 mg/g", "7-Hydroxymitragynine: 0.52 mg/g")}),
            (112, {40: between.format("Paynantheine: 4.2 mg/g", "Speciogynine: ND")}),
        )
    )
    assert {name: printed(row) for name, row in found.items()} == {
        "Mitragynine": [("45.2 mg/g", "mg/g")],
        "7-Hydroxymitragynine": [("0.52 mg/g", "mg/g")],
        "Paynantheine": [("4.2 mg/g", "mg/g")],
        "Speciogynine": [("ND", None)],
    }


@pytest.mark.parametrize("apart", [True, False], ids=["apart", "a space between"])
@pytest.mark.parametrize("said", ["{} mg/kg (limit {}) Pass", "{} mg/kg Limit: {} mg/kg Pass", "{} mg/kg (NMT {} mg/kg) - Pass"])
def test_each_of_several_results_in_one_line_keeps_its_own_limit_and_verdict(apart: bool, said: str) -> None:
    lead, arsenic = (f"{name}: {said.format(*numbers)}" for name, numbers in {"Lead": ("0.12", "0.5"), "Arsenic": ("<0.01", "1.5")}.items())
    line = {40.0: lead, 330.0: arsenic.replace("Pass", "Fail")} if apart else {40.0: f"{lead} {arsenic.replace('Pass', 'Fail')}"}
    found = rows(page_of((86, {40: "Heavy Metals"}), (100, line)))
    assert [(name, str(r.measurements[0].value), r.limit and str(r.limit.value), r.status) for name, r in found.items()] == [
        ("Lead", "0.12", "0.5", "pass"),
        ("Arsenic", "0.01", "1.5", "fail"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Total THC: 21.4 % Total CBD: Total CBG: 0.31 %",
        "Lead: 0.12 mg/kg Sample: 24-118",
    ],
)
def test_words_that_are_not_results_throughout_are_not_parted(words: str) -> None:
    assert len(rows(page_of((86, {40: "Analysis"}), (100, {40: words}), (112, {40: "Moisture: 8.1 %"})))) <= 2


@pytest.mark.parametrize(
    ("line", "row", "said", "limit", "status"),
    [
        (
            {40: "7-OH fraction of total alkaloids:", 174: "0.54 %", 206: "(specification NMT 2.0 %)", 316: "Pass"},
            "7-OH fraction of total alkaloids", "0.54 %", ("2.0", "%"), "pass",
        ),
        ({40: "Total alkaloids: 5.4 %", 150: "limit 6.0 %", 210: "Fail"}, "Total alkaloids", "5.4 %", ("6.0", "%"), "fail"),
        ({40: "Moisture:", 90: "8.1 %", 130: "[max. 12 %]", 190: "Conforms"}, "Moisture", "8.1 %", ("12", "%"), "pass"),
        ({40: "Water activity:", 110: "0.41", 150: "Limit: 0.65", 210: "PASS"}, "Water activity", "0.41", ("0.65", None), "pass"),
        ({40: "Total alkaloids: 5.4 %", 150: "Pass"}, "Total alkaloids", "5.4 %", None, "pass"),
        ({40: "Total alkaloids: 5.4 %", 150: "LOQ 0.05 %", 210: "Pass"}, "Total alkaloids", "5.4 %", None, None),
        ({40: "Total alkaloids: 5.4 %", 150: "Moisture: 8.1 %", 240: "NMT 10 %"}, "Total alkaloids", "5.4 %", None, None),
        ({40: "Total alkaloids: 5.4 %", 400: "Pass"}, "Total alkaloids", "5.4 %", None, None),
    ],
)  # fmt: skip
def test_limit_and_verdict_right_behind_a_result_on_its_line_are_its_own(
    line: dict[float, str], row: str, said: str, limit: tuple[str, str | None] | None, status: str | None
) -> None:
    found = rows(page_of((100, {40: "Kratom Alkaloids"}), (120, line)))[row]
    assert (printed(found)[0][0], bound(found, "limit"), found.status) == (said, limit, status)


def test_a_list_set_two_a_line_without_headings_is_read_along_its_lines() -> None:
    places = (40.0, 90.0, 150.0, 200.0)
    halves = [
        [("Lead", "0.12 mg/kg", "0.5 mg/kg", "Pass"), ("Arsenic", "<0.01 mg/kg", "1.5 mg/kg", "Pass")],
        [("Cadmium", "0.02 mg/kg", "0.5 mg/kg", "Pass"), ("Mercury", "ND", "0.1 mg/kg", "Pass")],
    ]
    lines = [
        (100.0 + 12 * n, {x + 230 * side: text for side, half in enumerate(pair) for x, text in zip(places, half, strict=True)})
        for n, pair in enumerate(halves)
    ]
    found = rows(page_of((86, {40: "Heavy Metals"}), *lines))
    assert {name: (*printed(row), row.status) for name, row in found.items()} == {
        "Lead": (("0.12 mg/kg", "mg/kg"), "pass"),
        "Arsenic": (("<0.01 mg/kg", "mg/kg"), "pass"),
        "Cadmium": (("0.02 mg/kg", "mg/kg"), "pass"),
        "Mercury": (("ND", None), "pass"),
    }
