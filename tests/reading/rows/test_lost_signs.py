"""Units of pictures whose first sign was not recognised."""

from __future__ import annotations

from dataclasses import replace

from registry.model.certificate import Result
from registry.model.evidence import Stage
from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows

COLUMNS = (40.0, 180.0, 260.0, 340.0)
HEADINGS = ("Analyte", "Result", "Units", "LOD")


def metals(unit: str, *, stage: Stage = Stage.OCR) -> dict[str, Result]:
    body = (("Lead", "1.38", "µg/g", "0.003"), ("Arsenic", "0.24", "µg/g", "0.003"), ("Cadmium", "ND", unit, "0.005"))
    return rows(replace(page_of((80, {40: "Heavy metals"}), *grid(92, COLUMNS, HEADINGS, *body)), stage=stage))


def test_a_sign_that_most_rows_of_a_picture_print_before_the_unit_is_before_that_of_all() -> None:
    found = metals("g/g")
    assert printed(found["Cadmium"]) == [("ND", "µg/g")]
    assert bound(found["Cadmium"], "lod") == ("0.005", "µg/g")


def test_it_may_stand_behind_the_result_in_its_cell() -> None:
    body = (("Mitragynine", "1.38 % W/W", "0.003"), ("Paynantheine", "0.24 % W/W", "0.003"), ("Corynoxine", "ND W/W", "0.005"))
    page = page_of((80, {40: "Alkaloids"}), *grid(92, COLUMNS[:3], ("Analyte", "Result", "LOD"), *body))
    assert printed(rows(replace(page, stage=Stage.OCR))["Corynoxine"]) == [("ND % W/W", "% W/W")]


def test_a_text_layer_is_taken_at_its_word() -> None:
    assert printed(metals("g/g", stage=Stage.TEXT_LAYER)["Cadmium"]) == [("ND", "g/g")]


def test_units_of_which_as_many_rows_hold_the_one_as_the_other_stay_as_they_are() -> None:
    body = (("Mitragynine", "1.38", "µg/g", "0.003"), ("Paynantheine", "0.24", "g/g", "0.003"))
    found = rows(replace(page_of((80, {40: "Alkaloids"}), *grid(92, COLUMNS, HEADINGS, *body)), stage=Stage.OCR))
    assert [printed(row)[0][1] for row in found.values()] == ["µg/g", "g/g"]
