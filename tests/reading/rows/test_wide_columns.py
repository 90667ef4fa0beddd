"""Headings set left over numbers set right in wide columns: which column is whose, where the next heading is nearer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from registry.model.certificate import Result
from registry.reading.document import Page
from tests.reading.pages import page_of
from tests.reading.told import bound, printed, rows

LETTER, SPACE = 4.0, 2.0
"""Widths in `pages`."""


def ends_at(right: float, text: str) -> float:
    """Where a text begins that is set right."""
    return right - LETTER * len(text.replace(" ", "")) - SPACE * text.count(" ")


def wide(top: float, columns: Sequence[tuple[float, float]], heads: Sequence[str], *body: Sequence[str]) -> Page:
    """Names at the left, and columns whose headings are set left and whose cells are set right."""
    name, *headings = heads
    lines = [(top, {40.0: name} | {left: text for (left, _), text in zip(columns, headings, strict=True)})]
    for n, (name, *cells) in enumerate(body, start=1):
        set_right = {ends_at(right, text): text for (_, right), text in zip(columns, cells, strict=True) if text}
        lines.append((top + 12 * n, {40.0: name} | set_right))
    return page_of(*lines)


def uncertain(result: Result) -> tuple[str, str | None] | None:
    return (str(result.uncertainty.value), result.uncertainty.unit) if result.uncertainty else None


@pytest.mark.parametrize("width", [60, 80, 110, 160])
def test_a_number_nearer_to_the_next_heading_is_under_its_own(width: float) -> None:
    columns = [(150 + width * n, 150 + width * n + width - 5) for n in range(3)]
    found = rows(
        wide(
            100,
            columns,
            ("Analyte", "Result mg/g", "U", "LOQ"),
            ("Mitragynine", "15.27", "0.76", "0.05"),
            ("7-Hydroxymitragynine", "0.21", "0.02", "0.05"),
            ("Speciogynine", "ND", "-", "0.05"),
        )
    )
    assert [printed(r) for r in found.values()] == [[("15.27", "mg/g")], [("0.21", "mg/g")], [("ND", "mg/g")]]
    assert [uncertain(r) for r in found.values()] == [("0.76", "mg/g"), ("0.02", "mg/g"), None]
    assert {bound(r, "loq") for r in found.values()} == {("0.05", "mg/g")}


@pytest.mark.parametrize(
    ("loq", "limit", "read"),
    [
        ("0.01", "0.5", (("0.01", "mg/kg"), ("0.5", "mg/kg"))),
        ("0.01", "", (("0.01", "mg/kg"), None)),
        ("", "0.5", (None, ("0.5", "mg/kg"))),
    ],
)
def test_a_heading_with_nothing_under_it_takes_nothing_of_its_neighbours(loq: str, limit: str, read: tuple[object, object]) -> None:
    found = rows(
        wide(
            100,
            [(150, 235), (240, 325), (330, 415)],
            ("Metal", "Result mg/kg", "LOQ mg/kg", "Limit"),
            ("Lead", "0.12", loq, limit),
            ("Arsenic", "<0.01", loq, limit),
        )
    )
    assert [printed(r) for r in found.values()] == [[("0.12", "mg/kg")], [("<0.01", "mg/kg")]]
    assert {(bound(r, "loq"), bound(r, "limit")) for r in found.values()} == {read}


def test_the_only_row_of_a_wide_table_is_read_to_its_end() -> None:
    [row] = rows(
        wide(
            100,
            [(160, 265), (270, 375), (380, 485)],
            ("Analyte", "Result (mg/g)", "LOQ (mg/g)", "Limit"),
            ("Mitragynine", "1.2", "0.05", "9"),
        )
    ).values()
    assert (printed(row), bound(row, "loq"), bound(row, "limit")) == ([("1.2", "mg/g")], ("0.05", "mg/g"), ("9", "mg/g"))


def test_numbers_of_a_box_beside_a_table_whose_last_column_is_empty_are_none_of_its() -> None:
    page = page_of(
        (100, {40: "Metal", 150: "Result mg/kg", 240: "Limit"}),
        (112, {40: "Lead", 150: "0.12", 400: "Sample weight", 480: "2.5"}),
        (124, {40: "Arsenic", 150: "0.05", 400: "Batch size", 480: "9.5"}),
    )
    assert [bound(r, "limit") for r in rows(page).values()] == [None, None]


REPEATED = {
    "left": (160, 310),
    "over the middle": (210, 365),
    "right": (256, 414),
}


@pytest.mark.parametrize("heads", REPEATED.values(), ids=REPEATED)
@pytest.mark.parametrize("right", [True, False], ids=["set right", "set left"])
@pytest.mark.parametrize("wrapped", [False, True])
def test_heads_over_repeated_headings_follow_in_their_order_wherever_they_are_set(
    heads: tuple[float, float], right: bool, wrapped: bool
) -> None:
    lefts = (160.0, 235.0, 310.0, 385.0)
    under = (("Result", "U", "Result", "U"), ("(mg/g)", "(k=2)", "(mg/g)", "(k=2)"))[: 2 if wrapped else 1]
    body = {"Mitragynine": ("15.27", "0.76", "16.66", "0.83"), "Speciogynine": ("1.742", "0.11", "1.901", "0.12")}
    lines = [(90.0, {heads[0]: "As received", heads[1]: "Dry basis"})]
    lines += [(100.0 + 10 * n, dict(zip(lefts, texts, strict=True))) for n, texts in enumerate(under)]
    lines[-1][1][40.0] = "Alkaloid"
    for n, (name, cells) in enumerate(body.items()):
        places = [ends_at(left + 65, text) if right else left for left, text in zip(lefts, cells, strict=True)]
        lines.append((126.0 + 12 * n, {40.0: name} | dict(zip(places, cells, strict=True))))
    found = rows(page_of(*lines))
    assert {name: [m.text for m in row.measurements] for name, row in found.items()} == {n: [c[0], c[2]] for n, c in body.items()}
    assert {name: [m.dry_weight for m in row.measurements] for name, row in found.items()} == {name: [False, True] for name in body}
    assert {name: u and u[0] for name, row in found.items() for u in [uncertain(row)]} == {n: c[1] for n, c in body.items()}


@pytest.mark.parametrize(
    "remark", ["Tested on 03/24/2026 TW 4", "not requested by the client", "see note 4 on the last page", "Not tested (see note 4)"]
)
@pytest.mark.parametrize("below", [True, False])
def test_a_remark_across_two_columns_makes_no_single_one_of_them(remark: str, below: bool) -> None:
    names = ("Methanol", "Hexane", "Toluene")
    lines = [(112.0 + 12 * n, {40.0: name, 252.0: "25", 328.0: "ND", 380.0: "Pass"}) for n, name in enumerate(names)]
    lines.append((148.0, ({} if below else {40.0: "Butane"}) | {248.0: remark, 380.0: "by TW"}))
    found = rows(page_of((100, {40: "Solvent", 158: "Limit of quantitation (ppm)", 290: "Result (ppm)", 380: "Status"}), *lines))
    assert [(printed(found[name]), bound(found[name], "loq")) for name in names] == [([("ND", "ppm")], ("25", "ppm"))] * 3


def test_cells_broken_now_and_then_are_still_of_one_column() -> None:
    body = [("Lead", "BAM Ch. 18", "0.1"), ("Cadmium", "BAM Ch. 18", "0.2"), ("Arsenic", "BAM Ch. 18", "0.3")]
    lines = [(112.0 + 12 * n, {40.0: name, 150.0: method, 300.0: value}) for n, (name, method, value) in enumerate(body)]
    broken = [(148.0, {40.0: "Mercury", 150.0: "BAM", 180.0: "18", 300.0: "0.4"}), (160.0, {40.0: "Nickel", 150.0: "BAM", 180.0: "18"})]
    found = rows(page_of((100, {40: "Metal", 150: "Method", 300: "Result (ppm)"}), *lines, *broken))
    assert [printed(row) for row in found.values()] == [[(value, "ppm")] for value in ("0.1", "0.2", "0.3", "0.4")]
