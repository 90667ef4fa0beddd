"""Tables whose headings and words stand in two languages, over one line or three: every column keeps what it says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from registry.reading.shapes import verdict
from registry.reading.vocabulary import Role, read_heading
from tests.reading.pages import grid, page_of, words_at
from tests.reading.told import bound, printed, rows

COLUMNS = (50.0, 230.0, 330.0, 440.0)
BODY = (
    ("Olovo / Lead", "0,31", "1,0", "Vyhovuje / Pass"),
    ("Kadmium / Cadmium", "< 0,02", "0,5", "Vyhovuje / Pass"),
    ("Rtuť / Mercury", "Nezjištěno / Not detected", "0,1", "Vyhovuje / Pass"),
)


@pytest.mark.parametrize(
    "headings",
    [
        [("Analyt / Analyte", "Výsledek / Result (mg/kg)", "Limit / Maximum", "Hodnocení / Assessment")],
        [
            ("", "Výsledek / Result", "Limit /", "Slovní"),
            ("Analyt / Analyte", "(mg/kg)", "Maximum level", "hodnocení /"),
            ("", "", "", "Assessment"),
        ],
        [
            ("", "Výsledek / Result", "Limit / Maximum", "Hodnocení výsledků"),
            ("Analyt / Analyte", "(mg/kg)", "level", "/ Assessment of"),
            ("", "", "", "results"),
        ],
        [("Analyt", "Výsledek", "Limit", "Hodnocení"), ("/", "/", "/", "/"), ("Analyte", "Result (mg/kg)", "Maximum level", "Assessment")],
        [("", "Výsledok / Result", "Prípustné / Limit", "Hodnotenie / Assessment"), ("Ukazovateľ / Analyte", "(mg/kg)", "", "")],
    ],
)  # fmt: skip
def test_headings_in_two_languages_keep_results_limits_and_verdicts(headings: list[tuple[str, str, str, str]]) -> None:
    page = page_of((80, {50: "Těžké kovy / Heavy metals"}), *grid(100, COLUMNS, *headings, pitch=9), *grid(132, COLUMNS, *BODY))
    found = rows(page)
    assert [printed(found[name]) for name, *_ in BODY] == [
        [("0,31", "mg/kg")], [("< 0,02", "mg/kg")], [("Nezjištěno / Not detected", "mg/kg")],
    ]  # fmt: skip
    assert [bound(found[name], "limit") for name, *_ in BODY] == [("1.0", "mg/kg"), ("0.5", "mg/kg"), ("0.1", "mg/kg")]
    assert {result.status for result in found.values()} == {"pass"}


def test_a_result_with_its_uncertainty_is_one_column_however_many_lines_its_two_headings_take() -> None:
    headings = (
        ("", "", "", "Wynik ±", "", ""),
        ("Lp.", "Badana cecha /", "Jednostka /", "niepewność /", "Wymagania /", "Ocena /"),
        ("No.", "Parameter", "Unit", "Result ±", "Required", "Assessment"),
        ("", "", "", "uncertainty", "", ""),
    )
    body = (
        ("", "Metale / Metals", "", "", "", ""),
        ("1", "Kadm / Cadmium", "mg/kg", "0,21 ± 0,04", "≤ 0,50", "Z"),
        ("2", "Ołów / Lead", "mg/kg", "3,4 ± 0,5", "≤ 3,0", "NZ"),
        ("", "Wielopierścieniowe węglowodory aromatyczne (WWA) / Polycyclic aromatic hydrocarbons (PAH)", "", "", "", ""),
        ("3", "Chryzen / Chrysene", "µg/kg", "2,9 ± 0,6", "≤ 10", "Z 1)"),
    )
    columns = (40.0, 70.0, 250.0, 330.0, 430.0, 520.0)
    found = rows(page_of(*grid(80, columns, *headings, pitch=9), *grid(130, columns, *body)))
    assert [(printed(r), str(r.measurements[0].uncertainty.value), r.status) for r in found.values() if r.measurements[0].uncertainty] == [
        ([("0,21 ± 0,04", "mg/kg")], "0.04", "pass"),
        ([("3,4 ± 0,5", "mg/kg")], "0.5", "fail"),
        ([("2,9 ± 0,6", "µg/kg")], "0.6", "pass"),
    ]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("nieobecne / not detected", "absent"),
        ("not detected / ausente", "absent"),
        ("nie wykryto / not detected", "nd"),
        ("nicht nachweisbar / negative", "absent"),
    ],
)
def test_what_one_language_calls_absent_and_another_not_detected_is_absent(text: str, qualifier: str) -> None:
    page = page_of(
        *grid(100, (50, 230, 400), ("Parametr / Parameter", "Wynik / Result", "Jednostka / Unit"), ("Salmonella", text, "/25 g"))
    )
    assert [m.qualifier.value for m in rows(page)["Salmonella"].measurements] == [qualifier]


def test_a_finding_in_two_languages_counts_with_its_test_portion_and_a_unit_in_two_is_one_unit() -> None:
    headings = ("Ukazatel / Parameter", "Výsledek / Result (KTJ/g / CFU/g)", "Limit (KTJ/g / CFU/g)", "Hodnocení / Assessment")
    lines = grid(
        100,
        (50, 200, 360, 480),
        headings,
        ("Kvasinky / Yeasts", "1200", "10000", "V"),
        ("Salmonella", "Negativní / Negative v 25 g", "", "V"),
    )
    found = rows(page_of((80, {50: "Mikrobiologie / Microbiology"}), *lines))
    assert [(m.value, m.unit) for m in found["Kvasinky / Yeasts"].measurements] == [(Decimal(1200), "CFU/g")]
    assert [(m.qualifier.value, m.test_portion) for m in found["Salmonella"].measurements] == [("absent", "25 g")]


@pytest.mark.parametrize(
    ("text", "role", "exact"),
    [
        ("Výsledek / Result", Role.RESULT, True),
        ("Výsledek/Result", Role.RESULT, True),
        ("Mez stanovitelnosti / Limit of quantitation (mg/kg)", Role.LOQ, True),
        ("Limit dle vyhl. / Limit acc. to Decree", Role.LIMIT, False),
        ("Compound LOD/LOQ", Role.LOD_LOQ, False),
        ("LOD / LOQ", Role.LOD_LOQ, True),
        ("Limit / Status", Role.LIMIT, True),
        ("Wynik ± niepewność / Result ± uncertainty", Role.RESULT, True),
        ("Wynik ±", Role.RESULT, True),
        ("Result +/- U", Role.RESULT, True),
        ("± U", Role.UNCERTAINTY, True),
        ("Method / Result", Role.RESULT, False),
    ],
)
def test_a_heading_of_two_languages_is_what_both_of_them_say(text: str, role: Role, exact: bool) -> None:
    assert (read_heading(text).role, read_heading(text).exact) == (role, exact)


def test_words_that_disagree_or_that_only_one_language_knows_say_nothing() -> None:
    assert verdict("Vyhovuje / Pass") == "pass"
    assert verdict("Pass / Fail") is None


def test_a_limit_behind_an_abbreviation_that_nobody_knows_is_that_limit_though_the_next_heading_stands_close() -> None:
    together = words_at(300, 100, "ZQ / Richtwert", index=500)
    method = words_at(together[-1].x1 + 5.5, 100, "Methode", index=500 + len("ZQ / Richtwert "))
    start = method[0].x0
    lines = grid(112, (40, 180, 220, start), ("Blei", "0,412", "mg/kg", "ASU L 00"), ("Cadmium", "0,087", "mg/kg", "ASU L 00"))
    limits = [w for y, text in ((112, "5,0"), (124, "1,0")) for w in words_at(together[-1].x1 - 12, y, text)]
    page = page_of((100, {40: "Parameter", 180: "Ergebnis", 220: "Einheit"}), *lines)
    found = rows(replace(page, words=(*page.words, *together, *method, *limits)))
    assert [bound(row, "limit") for row in found.values()] == [("5.0", "mg/kg"), ("1.0", "mg/kg")]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("Zorpazit / Not detected", "nd"),
        ("Not detected / Zorpazit", "nd"),
        ("Absent / Zorpa nazit", "absent"),
        ("Zorpazit / Zorpanit", None),
        ("Detected / Not detected", None),
        ("Zorpazit / Positive", None),
    ],
)
def test_a_finding_of_nothing_beside_a_language_that_nobody_knows_is_a_result(text: str, qualifier: str | None) -> None:
    lines = (("Analyte", "Result", "Unit"), ("Lead", text, "mg/kg"), ("Cadmium", "0.02", "mg/kg"))
    read = rows(page_of(*grid(120, (40, 200, 400), *lines)))
    assert [m.qualifier.value for m in read["Lead"].measurements] == [qualifier] if qualifier else "Lead" not in read
