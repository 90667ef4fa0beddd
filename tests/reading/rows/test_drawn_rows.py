"""Tables whose rows are parted by drawn lines."""

from __future__ import annotations

import pytest

from registry.reading.document import Ruling
from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows


def rules(*heights: float) -> tuple[Ruling, ...]:
    return tuple(Ruling(40, y, 560, y) for y in heights)


def test_drawn_lines_part_rows_whose_cells_wrap() -> None:
    lines = [
        (100.0, {50.0: "Test", 200.0: "Specification", 340.0: "Result", 480.0: "Pass / Fail"}),
        (114.0, {50.0: "Mitragynine", 200.0: "Report", 340.0: "41.8 mg/capsule", 480.0: "N/A"}),
        (124.0, {340.0: "7.61 % w/w"}),
        (138.0, {50.0: "Total Aerobic", 200.0: "NMT 10,000", 340.0: "480 CFU/g", 480.0: "Pass"}),
        (148.0, {50.0: "Microbial Count", 200.0: "CFU/g"}),
        (162.0, {50.0: "Lead", 200.0: "NMT 1.0 ppm", 340.0: "0.61 ppm", 480.0: "Pass"}),
        (180.0, {50.0: "Total Alkaloids: 54.5 mg/capsule"}),
        (190.0, {50.0: "HEAVY METALS"}),
    ]
    found = rows(page_of(*lines, rulings=rules(90, 103, 127, 151, 166)))
    assert printed(found["Mitragynine"]) == [("41.8 mg/capsule", "mg/capsule"), ("7.61 % w/w", "% w/w")]
    assert printed(found["Total Aerobic Microbial Count"]) == [("480 CFU/g", "CFU/g")]
    assert bound(found["Total Aerobic Microbial Count"], "limit") == ("10000", "CFU/g")
    assert printed(found["Total Alkaloids"]) == [("54.5 mg/capsule", "mg/capsule")]


@pytest.mark.parametrize("missing", [114, 125, 158])
def test_rows_stay_apart_where_one_of_the_lines_between_them_is_not_seen(missing: int) -> None:
    names = (
        "Abamectin",
        "Acephate",
        "Aldicarb",
        "Captan",
        "Naled",
        "Oxamyl",
        "Phosmet",
        "Propoxur",
        "Pyridaben",
        "Spinosad",
        "Boscalid",
        "Diazinon",
    )
    table = grid(
        100, (40, 160, 220, 290), ("Pesticide", "LOQ", "Limit", "Result (ppm)"), *((n, "0.01", "0.2", "ND") for n in names), pitch=11
    )
    found = rows(page_of((80, {40: "Pesticides"}), *table, rulings=rules(*(y for y in range(103, 240, 11) if y != missing))))
    assert list(found) == list(names)
    assert {bound(row, "loq") for row in found.values()} == {("0.01", "ppm")}


def test_a_verdict_in_a_cell_drawn_over_several_rows_is_the_verdict_of_each() -> None:
    table = grid(
        100,
        (40, 180, 260, 420),
        ("Metal", "Result (ppm)", "Limit", "Method"),
        ("Lead", "0.52", "1.0", "ICP-MS"),
        ("Arsenic", "0.21", "1.5", "ICP-MS"),
        ("Cadmium", "0.066", "0.5", "ICP-MS"),
        ("Nickel", "3.1", "2.0", "ICP-MS"),
        pitch=22,
    )
    words = [(y, cells) for y, cells in table]
    words += [(100, {340: "Verdict"}), (133, {340: "PASS"}), (188, {340: "FAIL"})]
    edges = [(30, 170), (170, 250), (250, 330), (410, 500)]
    rulings = [Ruling(x0, y, x1, y + 0.5) for y in (108, 130, 152, 174, 196) for x0, x1 in edges]
    rulings += [Ruling(330, y, 410, y + 0.5) for y in (108, 152, 174, 196)]
    found = rows(page_of((60, {40: "Heavy Metals"}), *words, rulings=tuple(rulings)))
    assert {name: (printed(row)[0][0], row.status) for name, row in found.items()} == {
        "Lead": ("0.52", "pass"),
        "Arsenic": ("0.21", "pass"),
        "Cadmium": ("0.066", None),
        "Nickel": ("3.1", "fail"),
    }


EDGES = ((30, 170), (170, 250), (250, 330))


def judged_once(verdict_at: float, seen: tuple[int, int]) -> dict[str, str | None]:
    """Verdicts of four rows; of the lines inside the pairs of rows a picture shows the part `seen`, and none in the verdicts' column."""
    body = (("Lead", "0.52", "1.0"), ("Arsenic", "0.21", "1.5"), ("Cadmium", "0.66", "0.5"), ("Nickel", "3.1", "2.0"))
    table = grid(100, (40, 180, 260), ("Metal", "Result (ppm)", "Limit"), *body, pitch=22)
    words = [*table, (100, {340: "Verdict"}), (verdict_at, {340: "PASS"}), (verdict_at + 44, {340: "FAIL"})]
    whole = [Ruling(x0, y, x1, y + 0.5) for y in (108, 152, 196) for x0, x1 in (*EDGES, (330, 410))]
    inside = [Ruling(seen[0], y, seen[1], y + 0.5) for y in (130, 174)]
    found = rows(page_of((60, {40: "Heavy Metals"}), *words, rulings=(*whole, *inside)))
    return {name: row.status for name, row in found.items()}


@pytest.mark.parametrize("seen", EDGES)
def test_a_verdict_amid_two_rows_is_of_both_whichever_part_of_the_line_between_them_is_seen(seen: tuple[int, int]) -> None:
    assert judged_once(133, seen) == {"Lead": "pass", "Arsenic": "pass", "Cadmium": "fail", "Nickel": "fail"}


@pytest.mark.parametrize("seen", EDGES[1:])
def test_a_verdict_on_a_rows_own_line_is_of_that_row_where_the_names_are_not_seen_parted(seen: tuple[int, int]) -> None:
    assert judged_once(122, seen) == {"Lead": "pass", "Arsenic": None, "Cadmium": "fail", "Nickel": None}
