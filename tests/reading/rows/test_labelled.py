"""Tables on their side: a line of names, then lines that say of themselves what they hold."""

from __future__ import annotations

import pytest

from registry.model.certificate import Result
from tests.reading.pages import grid, page_of
from tests.reading.told import rows

COLUMNS = (40.0, 160.0, 260.0, 360.0)


def told(result: Result) -> tuple[object, ...]:
    limits = [getattr(result, name) for name in ("loq", "limit")]
    return (*[(m.text, m.unit) for m in result.measurements], *[q and str(q.value) for q in limits], result.status)


@pytest.mark.parametrize(
    "lines",
    [
        [
            ("Test", "Aerobic Plate Count", "Yeast", "Mold"),
            ("Method", "BAM Ch. 3", "BAM Ch. 18", "BAM Ch. 18"),
            ("Units", "CFU/g", "CFU/g", "CFU/g"),
            ("Result", "240,000", "1,300", "TNTC"),
            ("Requirement (NMT)", "10,000,000", "100,000", "100,000"),
            ("Disposition", "Within", "Within", "Outside"),
            ("Media control", "No growth", "No growth", "No growth"),
        ],
        [
            ("Organism", "Aerobic Plate Count", "Yeast", "Mold"),
            ("Negative control", "< 10", "< 10", "< 10"),
            ("Limit (CFU/g)", "10,000,000", "100,000", "100,000"),
            ("Unit", "CFU/g", "CFU/g", "CFU/g"),
            ("Status", "Pass", "Pass", "Fail"),
            ("Result", "240,000", "1,300", "TNTC"),
        ],
        [
            ("Parametr", "Aerobic Plate Count", "Yeast", "Mold"),
            ("Jednotka", "CFU/g", "CFU/g", "CFU/g"),
            ("Výsledek", "240,000", "1,300", "TNTC"),
            ("Limit", "10,000,000", "100,000", "100,000"),
            ("Hodnocení", "vyhovuje", "vyhovuje", "nevyhovuje"),
        ],
        [
            ("Parameter", "Aerobic Plate Count", "Yeast", "Mold"),
            ("Methode", "ISO 4833-2", "ISO 21527-2", "ISO 21527-2"),
            ("Einheit", "CFU/g", "CFU/g", "CFU/g"),
            ("Grenzwert", "10,000,000", "100,000", "100,000"),
            ("Ergebnis", "240,000", "1,300", "TNTC"),
            ("Bewertung", "entspricht", "entspricht", "entspricht nicht"),
        ],
        [
            ("", "Aerobic Plate Count", "Yeast", "Mold"),
            ("Metode", "ISO 4833-1", "ISO 21527-2", "ISO 21527-2"),
            ("Satuan", "CFU/g", "CFU/g", "CFU/g"),
            ("Hasil Uji", "240,000", "1,300", "TNTC"),
            ("Batas Maksimum", "10,000,000", "100,000", "100,000"),
            ("Kesimpulan", "memenuhi", "memenuhi", "tidak memenuhi"),
        ],
    ],
)
def test_lines_are_results_limits_and_verdicts_by_what_they_are_called(lines: list[tuple[str, ...]]) -> None:
    found = rows(page_of((80, {40: "Microbiology"}), *grid(100, COLUMNS, *lines, pitch=13)))
    assert {name: told(r) for name, r in found.items()} == {
        "Aerobic Plate Count": (("240,000", "CFU/g"), None, "10000000", "pass"),
        "Yeast": (("1,300", "CFU/g"), None, "100000", "pass"),
        "Mold": (("TNTC", "CFU/g"), None, "100000", "fail"),
    }


def test_a_blank_is_no_result_and_two_lines_of_results_are_two_values() -> None:
    page = page_of(
        (60, {40: "Elements (ICP-MS, mg/kg)"}),
        *grid(
            80,
            COLUMNS,
            ("Test", "Arsenic", "Cadmium", "Lead"),
            ("Result", "0.21", "0.048", "0.77"),
            ("Report Limit", "0.020", "0.010", "0.020"),
            ("Digestion blank", "< 0.020", "< 0.010", "< 0.020"),
            pitch=13,
        ),
        (160, {40: "Alkaloids"}),
        (176, {160: "7-Hydroxy-"}),
        (180, {40: "Test", 260: "Paynantheine", 360: "Total alkaloids"}),
        (184.5, {160: "mitragynine"}),
        *grid(198, COLUMNS, ("Result, % w/w", "0.009", "0.22", "1.58"), ("Result, mg/bag", "0.27", "6.6", "47.4"), pitch=13),
    )
    found = rows(page)
    assert told(found["Lead"]) == (("0.77", "mg/kg"), "0.020", None, None)
    assert told(found["7-Hydroxymitragynine"]) == (("0.009", "% w/w"), ("0.27", "mg/bag"), None, None, None)
    assert list(found) == ["Arsenic", "Cadmium", "Lead", "7-Hydroxymitragynine", "Paynantheine", "Total alkaloids"]


def test_a_heading_over_three_columns_of_one_word_each_is_no_line_of_names() -> None:
    lines = grid(100, COLUMNS, ("Test", "Result", "Limit", "Method"), ("Lead", "0.4 mg/kg", "1.0 mg/kg", "ICP-MS"))
    assert list(rows(page_of(*lines))) == ["Lead"]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (
            [("7-HYDROXY-", "", ""), ("MITRA-", "MITRA-", "TOTAL"), ("GYNINE", "GYNINE", "ALKALOIDS")],
            ["7-HYDROXYMITRAGYNINE", "MITRAGYNINE", "TOTAL ALKALOIDS"],
        ),
        (
            [("", "MITRAGYNINE", ""), ("PAYNAN-", "PSEUDO-", "CORY-"), ("THEINE", "INDOXYL", "NOXINE A")],
            ["PAYNANTHEINE", "MITRAGYNINE PSEUDOINDOXYL", "CORYNOXINE A"],
        ),
        (
            [("7-Hydroxy-", "", ""), ("mitra-", "Specio-", "Total"), ("gynine", "ciliatine", "alkaloids")],
            ["7-Hydroxymitragynine", "Speciociliatine", "Total alkaloids"],
        ),
    ],
)
def test_names_over_three_narrow_lines_are_whole(lines: list[tuple[str, ...]], names: list[str]) -> None:
    columns = (160.0, 260.0, 360.0)
    page = page_of(
        (80, {40: "Alkaloids by UPLC"}),
        *grid(100, columns, *lines, pitch=9),
        *grid(140, (40.0, *columns), ("%", "1.437", "0.0118", "2.219"), ("mg/g", "14.37", "0.118", "22.19"), pitch=13),
        (182, {40: "Sum of quantified alkaloids per serving of 4 capsules: 54.44 mg. J1: matrix-matched calibration."}),
    )
    found = rows(page)
    assert list(found) == [*names, "Sum of quantified alkaloids per serving of 4 capsules"]
    assert [(m.text, m.unit) for m in found[names[0]].measurements] == [("1.437", "%"), ("14.37", "mg/g")]
    assert [m.unit for m in found["Sum of quantified alkaloids per serving of 4 capsules"].measurements] == ["mg/serving"]


@pytest.mark.parametrize("title", ["Terpenes (GC-MS), LOQ", "Cannabinoids by HPLC, LOD"])
def test_a_titles_limit_of_the_method_is_no_result(title: str) -> None:
    lines = [(88.0, {50.0: title, 190.0: "0.20 mg/g"}), *grid(110, (50, 200, 280), ("Terpene", "mg/g", "%"), ("Linalool", "1.58", "0.158"))]
    assert list(rows(page_of(*lines))) == ["Linalool"]


def test_a_number_right_behind_a_word_for_a_limit_is_no_result_of_the_title_over_it() -> None:
    body = grid(120, (40, 240), ("Cannabinoid", "mg/g"), ("THCA", "274.18"), ("CBD", "<LOQ"))
    found = rows(page_of((80, {40: "Cannabinoids"}), (96, {40: "LOD", 58: "0.10 mg/g", 120: "for each cannabinoid."}), *body))
    assert set(found) == {"THCA", "CBD"}
