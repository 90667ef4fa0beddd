"""Names that the catalogue mends: accents that pictures lose, footnote numbers that became digits."""

from __future__ import annotations

import pytest

from registry.reading.layout.cells import build_cells, join_cells
from registry.reading.rows.names import accented_name, analyte_of, clean_name, without_mark, without_unit
from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows


@pytest.mark.parametrize(
    ("recognised", "name"),
    [
        ("rtuf", "rtuť"),
        ("rtu", "rtuť"),
        ("plisn", "plísně"),
        ("Rtut", "Rtut"),  # known as it stands: nothing to put back
        ("plsn", "plísně"),
        ("pisn", "pisn"),  # another letter is missing too
        ("Mn", "Mn"),
        ("Mitragynine", "Mitragynine"),
        ("something else", "something else"),
    ],
)
def test_the_one_name_that_differs_in_accented_letters_alone_is_put_back(recognised: str, name: str) -> None:
    assert accented_name(recognised) == name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("7-Hydroxymitragynine1", "7-Hydroxymitragynine"),
        ("Lead (Pb)2", "Lead (Pb)"),
        ("Aflatoxin B1", "Aflatoxin B1"),
        ("Something new1", "Something new1"),
        ("Mitragynine 1", "Mitragynine 1"),
        ("MGM-15b", "MGM-15"),
        ("Mitragyninea", "Mitragynine"),
        ("Mitraciliatina", "Mitraciliatina"),  # Spanish, where German says Mitraciliatin
    ],
)
def test_a_digit_or_letter_glued_to_a_known_name_is_its_footnote(printed: str, name: str) -> None:
    assert without_mark(printed) == name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Lead (Pb) (*)", "Lead (Pb)"),
        ("Zorp count(**)", "Zorp count"),
        ("Zorp (†)", "Zorp"),
        ("Zorp (s)", "Zorp (s)"),
        ("(*) Zorp", "(*) Zorp"),
        ("(*)", "(*)"),
    ],
)
def test_a_mark_in_brackets_behind_a_name_is_no_part_of_it(printed: str, name: str) -> None:
    assert clean_name(printed) == name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Zorpine, mg/g", "Zorpine"),
        ("Lead (Pb) (*), mg/kg", "Lead (Pb)"),
        ("Salmonella (†), /25 g", "Salmonella"),
        ("Ash, total, %", "Ash, total"),
        ("Ash, total", "Ash, total"),
        ("1,2-Dichloroethane, ppm", "1,2-Dichloroethane"),
        ("Total Zorpines (%)", "Total Zorpines (%)"),
        (", mg/kg", ", mg/kg"),
    ],
)
def test_a_unit_behind_a_comma_is_no_part_of_a_name(printed: str, name: str) -> None:
    assert without_unit(printed) == name


def test_a_name_broken_behind_the_place_of_its_group_keeps_its_hyphen_and_no_space() -> None:
    upper, lower = (build_cells(page_of((y, {40.0: text})))[0] for y, text in ((80.0, "7-"), (90.0, "Hydroxymitragynine")))
    assert join_cells([upper, lower]).text == "7-Hydroxymitragynine"


@pytest.mark.parametrize(
    "printed",
    [
        "Assay (Mitragynine)",
        "Assay: Mitragynine",
        "Assay of Mitragynine",
        "Mitragynine Assay",
        "Mitragynine content",
        "Content of mitragynine",
        "Marker Compound: Mitragynine",
        "Active Ingredient (Mitragynine)",
    ],
)
def test_a_name_is_known_beside_the_words_of_a_heading(printed: str) -> None:
    analyte = analyte_of(printed)
    assert analyte is not None
    assert analyte.key == "mitragynine"


@pytest.mark.parametrize("printed", ["Plwmix/Lead", "Lead/Plwmix", "Plwmix | Lead", "Plwmix / Lead (Pb)"])
def test_the_known_one_of_names_that_a_stroke_parts_decides(printed: str) -> None:
    analyte = analyte_of(printed)
    assert analyte is not None
    assert analyte.key == "lead"


@pytest.mark.parametrize("printed", ["Lead/Cadmium", "Aflatoxins B1/B2", "Mitragynine/Total", "Fenpyroximate E/Z", "Lead/kg"])
def test_a_stroke_within_a_name_parts_no_languages(printed: str) -> None:
    assert analyte_of(printed) is None


@pytest.mark.parametrize(
    "printed", ["Ratio of Mitragynine", "Loss of Mitragynine", "Lead limit", "Heavy Metals (as Pb)", "Zzq (Mitragynine)"]
)
def test_other_words_beside_a_name_make_it_another(printed: str) -> None:
    assert analyte_of(printed) is None


@pytest.mark.parametrize(
    "name", ["7-OH, % of Total Alkaloids", "7-OH (% of total alkaloids)", "7-Hydroxymitragynine, % of alkaloids", "7-OH of total alkaloids"]
)
def test_the_share_of_an_alkaloid_among_others_is_no_amount_of_it(name: str) -> None:
    lines = grid(
        100, (40, 250, 300, 350), ("Analyte", "Result", "Unit", "Limit"), ("7-OH", "148", "ppm", "400"), (name, "0.62", "%", "2.0")
    )
    found = rows(page_of(*lines))
    assert list(found) == ["7-OH", name]
    assert (found["7-OH"].analyte_key, found[name].analyte_key) == ("7oh", "derived:7oh_pct_of_alkaloids")
    assert (printed(found[name]), bound(found[name], "limit")) == ([("0.62", "%")], ("2.0", "%"))
