"""Columns that hold two things: a bound of measuring with a limit, a number with the same in another unit behind it."""

from __future__ import annotations

import pytest

from registry.reading.heading_roles import Heading, read_heading, two_units
from registry.reading.vocabulary import Role
from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows


@pytest.mark.parametrize(
    ("text", "role", "unit"),
    [
        ("LOQ / Limit", Role.LOQ_LIMIT, None),
        ("RL/Action Level", Role.LOQ_LIMIT, None),
        ("LOQ / Limit ppm", Role.LOQ_LIMIT, "ppm"),
        ("LOD / Spec.", Role.LOD_LIMIT, None),
        ("Limit / LOQ", Role.LIMIT_LOQ, None),
        ("BG / Grenzwert", Role.LOQ_LIMIT, None),
        ("Nachweisgrenze / Bestimmungsgrenze", Role.LOD_LOQ, None),
        ("Rapportagegrens / Norm max", Role.LOQ_LIMIT, None),
        ("Limit / Status", Role.LIMIT, None),
    ],
)
def test_a_heading_of_two_bounds_says_which_half_is_which(text: str, role: Role, unit: str | None) -> None:
    assert read_heading(text) == Heading(role, unit, exact=True)


@pytest.mark.parametrize(
    ("cell", "loq", "limit"),
    [
        ("0.02 / 0.2", "0.02", "0.2"),
        ("0.02/0.2", "0.02", "0.2"),
        ("100 / 1 x 10⁵", "100", "100000"),
        ("100 /1x 10⁵", "100", "100000"),
        ("– / 0.65", None, "0.65"),
        ("–/4", None, "4"),
        ("0.5 / –", "0.5", None),
        ("– / Absent", None, None),
        ("0.5", None, None),
    ],
)
def test_loq_and_limit_in_one_cell_are_each_read(cell: str, loq: str | None, limit: str | None) -> None:
    lines = grid(100, (48, 248, 341, 404, 508), ("Test", "Result", "Unit", "LOQ / Limit", "P/F"), ("Lead", "0.04", "ppm", cell, "Pass"))
    found = rows(page_of(*lines))["Lead"]
    read = {name: quantity[0] if (quantity := bound(found, name)) else None for name in ("loq", "limit")}
    assert {name: value and f"{float(value):g}" for name, value in read.items()} == {
        "loq": loq and f"{float(loq):g}",
        "limit": limit and f"{float(limit):g}",
    }
    assert (found.lod, found.status) == (None, "pass")


@pytest.mark.parametrize(
    ("heading", "units"),
    [
        ("% w/w (mg/g)", ("% w/w", "mg/g")),
        ("mg/g (%)", ("mg/g", "%")),
        ("Result % (mg/g)", ("%", "mg/g")),
        ("Result (mg/g)", None),
        ("% (%)", None),
        ("Total THC (mg/g)", None),
    ],
)
def test_a_heading_names_the_units_of_a_number_and_of_the_one_in_brackets(heading: str, units: tuple[str, str] | None) -> None:
    assert two_units(heading) == units


def test_a_number_and_the_one_in_brackets_behind_it_are_two_values() -> None:
    entries = (("Mitragynine", "1.370 (13.70)"), ("Paynantheine", "ND"), ("Speciogynine", "<LOQ"))
    found = rows(page_of(*grid(100, (50, 142), ("Alkaloid", "% w/w (mg/g)"), *entries)))
    assert printed(found["Mitragynine"]) == [("1.370", "% w/w"), ("13.70", "mg/g")]
    assert printed(found["Paynantheine"]) == [("ND", "% w/w")]


def test_a_list_of_panels_cites_what_sets_their_limits_and_holds_no_result() -> None:
    summary = grid(
        100,
        (40, 160, 400),
        ("Test requested", "Requirement", "Conclusion"),
        ("Heavy metals", "Applicant's specification QX-7", "Pass"),
        ("Mycotoxins", "GB 2761-2017", "Pass"),
        ("Microbiology", "Applicant's specification QX-7", "Pass"),
    )
    table = grid(200, (40, 160, 240, 320), ("Test item", "Unit", "Result", "Conclusion"), ("Lead", "mg/kg", "0.87", "Pass"))
    assert list(rows(page_of(*summary, *table))) == ["Lead"]
