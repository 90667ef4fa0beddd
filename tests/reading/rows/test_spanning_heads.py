"""Heads over several headings: by what mass the columns under them count, in what unit, and what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.model.certificate import Result
from registry.reading.heading_roles import Heading, read_under
from registry.reading.vocabulary import Role, heads_dry
from tests.reading.pages import page_of, words_at
from tests.reading.told import bound, printed, rows

LEFT = (190.0, 250.0, 310.0, 370.0)
WIDTH = 4.0
"""Of a letter in `pages`."""

BASES = [
    ("As received", "Dry basis"),
    ("As is", "Anhydrous"),
    ("Wet", "Dry"),
    ("Original sample", "Dried sample"),
    ("Sample as received", "Sample, dried"),
    ("OS", "TS"),
    ("Frischmasse", "Trockenmasse"),
    ("Sur brut", "Sur sec"),
    ("Tal cual", "Base seca"),
    ("W stanie dostarczonym", "W suchej masie"),
]


def in_columns(y: float, texts: tuple[str, ...]) -> tuple[float, dict[float, str]]:
    return y, dict(zip(LEFT, texts, strict=True))


def over(first: int, last: int, text: str, how: str) -> dict[float, str]:
    """A head over the columns `first` to `last`, each some 30 points wide."""
    left, right = LEFT[first], LEFT[last] + 30
    start = {"left": left, "right": right - WIDTH * len(text), "middle": (left + right - WIDTH * len(text)) / 2}[how]
    return {start: text}


def dried(result: Result) -> list[bool]:
    return [m.dry_weight for m in result.measurements]


def uncertain(result: Result) -> str | None:
    return str(result.uncertainty.value) if result.uncertainty else None


@pytest.mark.parametrize("how", ["left", "middle"])
@pytest.mark.parametrize(("wet", "dry"), BASES)
@pytest.mark.parametrize(("result", "spread"), [("Result", "U"), ("Conc.", "MU"), ("Found", "± U")])
def test_each_basis_has_its_result_and_an_uncertainty_is_none(how: str, wet: str, dry: str, result: str, spread: str) -> None:
    found = rows(
        page_of(
            (90, over(0, 1, wet, how) | over(2, 3, dry, how)),
            (100, {40: "Alkaloid", 150: "Unit", 430: "LOQ"} | in_columns(100, (result, spread, result, spread))[1]),
            (114, {40: "Mitragynine", 150: "mg/g", 430: "0.03"} | in_columns(114, ("15.27", "0.76", "16.66", "0.83"))[1]),
            (126, {40: "Speciogynine", 150: "mg/g", 430: "0.03"} | in_columns(126, ("1.742", "0.11", "1.901", "0.12"))[1]),
            (138, {40: "Corynoxine", 150: "mg/g", 430: "0.03"} | in_columns(138, ("ND", "-", "ND", "-"))[1]),
        )
    )
    assert printed(found["Speciogynine"]) == [("1.742", "mg/g"), ("1.901", "mg/g")]
    assert (dried(found["Speciogynine"]), uncertain(found["Speciogynine"])) == ([False, True], "0.11")
    assert [m.uncertainty and str(m.uncertainty.value) for m in found["Speciogynine"].measurements] == [None, "0.12"]
    assert (printed(found["Corynoxine"]), bound(found["Corynoxine"], "loq")) == ([("ND", "mg/g"), ("ND", "mg/g")], ("0.03", "mg/g"))


@pytest.mark.parametrize("head", ["Mass fraction, mg/g", "Content (mg/g)"])
@pytest.mark.parametrize("how", ["left", "middle"])
def test_a_unit_over_results_and_their_uncertainty_is_that_of_all(head: str, how: str) -> None:
    found = rows(
        page_of(
            (90, over(1, 3, head, how)),
            (100, {40: "Alkaloid"} | in_columns(100, ("LOQ", "As received", "U (k = 2)", "Dry basis"))[1]),
            (114, {40: "Mitragynine"} | in_columns(114, ("0.030", "15.27", "0.76", "16.66"))[1]),
            (126, {40: "Speciogynine"} | in_columns(126, ("0.030", "1.742", "0.11", "1.901"))[1]),
        )
    )
    assert printed(found["Mitragynine"]) == [("15.27", "mg/g"), ("16.66", "mg/g")]
    assert (dried(found["Mitragynine"]), uncertain(found["Mitragynine"])) == ([False, True], "0.76")
    assert bound(found["Mitragynine"], "loq") == ("0.030", "mg/g")


@pytest.mark.parametrize(
    ("first", "second", "read"),
    [
        ("Result (mg/g)", "Uncertainty (mg/g)", (["15.27", "16.66"], None, "0.76")),
        ("Limit (mg/g)", "Result (mg/g)", (["0.76", "0.83"], "15.27", None)),
        ("Result (mg/g)", "LOQ (mg/g)", (["15.27", "16.66"], None, None)),
    ],
)
def test_one_basis_under_two_heads_is_told_apart_by_them(first: str, second: str, read: tuple[list[str], str | None, str | None]) -> None:
    found = rows(
        page_of(
            (90, over(0, 1, first, "left") | over(2, 3, second, "left")),
            (100, {40: "Alkaloid"} | in_columns(100, ("As is", "Dry", "As is", "Dry"))[1]),
            (114, {40: "Mitragynine"} | in_columns(114, ("15.27", "16.66", "0.76", "0.83"))[1]),
            (126, {40: "Speciogynine"} | in_columns(126, ("11.74", "12.90", "0.71", "0.72"))[1]),
        )
    )["Mitragynine"]
    values, limit, spread = read
    assert [text for text, unit in printed(found) if unit == "mg/g"] == values == [text for text, _ in printed(found)]
    assert (str(found.limit.value) if found.limit else None, uncertain(found)) == (limit, spread)


def test_a_result_is_in_the_unit_behind_it_where_each_basis_has_a_column_of_units() -> None:
    found = rows(
        page_of(
            (90, over(0, 1, "As received", "middle") | over(2, 3, "Dry matter", "middle")),
            (100, {40: "Alkaloid"} | in_columns(100, ("Result", "Unit", "Result", "Unit"))[1]),
            (114, {40: "Mitragynine"} | in_columns(114, ("15.27", "mg/g", "1.666", "%"))[1]),
            (126, {40: "Speciogynine"} | in_columns(126, ("1.742", "mg/g", "0.190", "%"))[1]),
        )
    )["Mitragynine"]
    assert (printed(found), dried(found)) == ([("15.27", "mg/g"), ("1.666", "%")], [False, True])


def test_the_first_line_of_one_heading_is_no_head_of_its_neighbours() -> None:
    found = rows(
        page_of(
            (90, {262: "Action"}),
            (100, {190: "LOQ", 262: "Level", 310: "Value", 370: "Result"}),
            (110, {40: "Metal", 190: "µg/g", 262: "µg/g", 310: "µg/g"}),
            (124, {40: "Lead", 190: "0.01", 262: "0.50", 310: "0.12", 370: "Pass"}),
            (136, {40: "Cadmium", 190: "0.01", 262: "0.30", 310: "0.08", 370: "Pass"}),
        )
    )["Lead"]
    assert (printed(found), bound(found, "limit"), bound(found, "loq")) == ([("0.12", "µg/g")], ("0.50", "µg/g"), ("0.01", "µg/g"))


@pytest.mark.parametrize(
    ("head", "own", "role", "unit"),
    [
        ("Mass fraction, mg/g", "U (k = 2)", Role.UNCERTAINTY, "mg/g"),
        ("Limits, mg/g", "LOD", Role.LOD, "mg/g"),
        ("Limit (ppm)", "As received", Role.LIMIT, "ppm"),
        ("As received", "%", Role.RESULT, "%"),
        ("Results (mg/g)", "Method", Role.METHOD, None),
        ("Result ± U", "Sur sec", Role.RESULT, None),
    ],
)
def test_a_column_is_what_its_own_heading_says_and_has_from_the_head_what_that_leaves_open(
    head: str, own: str, role: Role, unit: str | None
) -> None:
    assert read_under(head, own) == Heading(role, unit, exact=True)


@pytest.mark.parametrize(
    ("heading", "dry"),
    [
        ("Anhydrous", True),
        ("Oven-dried", True),
        ("TS", True),
        ("Undried", False),
        ("Not dried", False),
        ("Air-dried", False),
        ("Wet", False),
    ],
)
def test_a_heading_says_dry_in_words_that_a_name_may_hold_too(heading: str, dry: bool) -> None:
    assert heads_dry(heading) is dry


def test_dry_matter_is_measured_in_the_sample_as_it_came() -> None:
    found = rows(
        page_of((100, {40: "Parameter", 200: "Result (%)"}), (112, {40: "Dry matter", 200: "91.7"}), (124, {40: "Ash", 200: "6.1"}))
    )
    assert dried(found["Dry matter"]) == [False]


@pytest.mark.parametrize("heading", ["MU ± (% dry)", "U, % dry weight", "Uncertainty (dry basis)"])
def test_an_uncertainty_by_the_dried_sample_is_that_of_the_result_that_is_too(heading: str) -> None:
    found = rows(
        page_of(
            (90, {165: "Concentration (%)"}),
            (102, {40: "Analyte", 140: "as received", 220: "dry weight", 300: heading}),
            (116, {40: "CBDA", 140: "8.412", 220: "9.185", 300: "0.533"}),
            (128, {40: "CBD", 140: "0.732", 220: "0.799", 300: "0.046"}),
        )
    )
    assert printed(found["CBD"]) == [("0.732", "%"), ("0.799", "%")]
    assert uncertain(found["CBD"]) is None
    wet, dry = (m.uncertainty for m in found["CBD"].measurements)
    assert (wet, dry and (str(dry.value), dry.unit)) == (None, ("0.046", "%"))


@pytest.mark.parametrize("remark", ["M-14, UHPLC-PDA. Analyst A. Bell", "Analyst A. Bell, method M-14", "M-14. Date of analysis 12 May"])
@pytest.mark.parametrize("size", [10, 11, 14])
def test_a_remark_at_the_far_end_of_a_large_title_heads_none_of_the_columns_under_it(remark: str, size: float) -> None:
    title = [*words_at(40, 88, "Kratom alkaloids", size=size), *words_at(330, 88, remark, size=8)]
    page = page_of(
        (100, {44: "Alkaloid", 150: "CAS no.", 220: "LOQ (mg/mL)", 290: "mg/mL", 350: "mg/serving", 420: "mg/bottle"}),
        (112, {44: "Mitragynine", 150: "4098-40-2", 235: "0.0050", 290: "2.519", 362: "74.31", 436: "148.6"}),
        (124, {44: "Paynantheine", 150: "4697-66-9", 235: "0.0050", 290: "0.404", 362: "11.91", 436: "23.81"}),
        (136, {44: "Corynoxine", 150: "6877-32-3", 235: "0.0050", 290: "ND", 362: "ND", 436: "ND"}),
    )
    found = rows(replace(page, words=(*title, *page.words)))
    assert printed(found["Paynantheine"]) == [("0.404", "mg/mL"), ("11.91", "mg/serving"), ("23.81", "mg/bottle")]
    assert bound(found["Corynoxine"], "loq") == ("0.0050", "mg/mL")
