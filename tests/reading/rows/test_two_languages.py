"""Tables whose headings and words stand in two languages, over one line or three: every column keeps what it says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from registry.reading.document import Page
from registry.reading.heading_roles import read_heading
from registry.reading.shapes import Shape, cell_shape, verdict
from registry.reading.vocabulary import Role
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


SMALL = 6.0
NUMBERED = (40.0, 70.0, 170.0, 270.0, 350.0, 420.0, 500.0)
WIDE_HEADS = (40.0, 100.0, 170.0, 270.0, 350.0, 420.0, 500.0)
"""Headings set over the middle of their columns: names begin left of theirs."""
SPREAD_HEADS = ("Lp.", "Parametr", "Metoda", "Wynik ± U", "Jedn.", "Wymaganie", "Ocena"), (
    "No.", "Parameter", "Test method", "Result ± U", "Unit", "Requirement", "Assessment",
)  # fmt: skip
Twice = tuple[tuple[str, str, str, str, str, str, str], tuple[str, str, str, str, str, str, str]]


def in_small_print_below(*body: Twice, size: float = SMALL, pitch: float = 20.0) -> Page:
    """A table with each row's second language right under the first, in print of `size`."""
    lines = [(100.0, WIDE_HEADS, *SPREAD_HEADS), *((125.0 + n * pitch, NUMBERED, *row) for n, row in enumerate(body))]
    words = [
        word
        for n, (y, columns, *both) in enumerate(lines)
        for lower, texts in enumerate(both)
        for x, text in zip(columns, texts, strict=True)
        if text
        for word in words_at(x, y + 8 * lower, text, size=size if lower else 8.0, index=10000 * n + 1000 * lower + int(x))
    ]
    return replace(page_of((80, {40: "Metale / Metals"})), words=(*words_at(40, 80, "Metale / Metals", index=90000), *words))


CADMIUM: Twice = (("1", "Kadm", "PB-1", "0,21 ± 0,04", "mg/kg", "≤ 0,50", "zgodny"), ("", "Cadmium", "", "", "", "", "compliant"))
LEAD: Twice = (("2", "Ołów", "PB-1", "3,4 ± 0,5", "mg/kg", "≤ 3,0", "niezgodny"), ("", "Lead", "", "", "", "", "non-compliant"))
ARSENIC: Twice = (("3", "Arsen", "PB-2,", "nie wykryto", "mg/kg", "-", "-"), ("", "Arsenic", "wyd. 2", "not detected", "", "", ""))
MERCURY: Twice = (("4", "Rtęć", "PB-3", "0,0061 ±", "mg/kg", "≤ 0,10", "zgodny"), ("", "Mercury", "(A)", "0,0013", "", "", "compliant"))


@pytest.mark.parametrize("body", [(CADMIUM,), (CADMIUM, LEAD), (CADMIUM, LEAD, ARSENIC), (MERCURY, LEAD), (LEAD, ARSENIC, MERCURY)])
def test_a_verdict_and_a_name_once_more_in_small_print_are_the_row_above(body: tuple[Twice, ...]) -> None:
    told = {
        "Kadm Cadmium": ("0.21", "0.04", "0.50", "pass"),
        "Ołów Lead": ("3.4", "0.5", "3.0", "fail"),
        "Arsen Arsenic": ("None", "None", "None", None),
        "Rtęć Mercury": ("0.0061", "0.0013", "0.10", "pass"),
    }
    found = {
        name: (str(m.value), str(m.uncertainty.value if m.uncertainty else None), (bound(r, "limit") or ("None",))[0], r.status)
        for name, r in rows(in_small_print_below(*body)).items()
        for m in r.measurements
    }
    assert found == {f"{upper[1]} {lower[1]}": told[f"{upper[1]} {lower[1]}"] for upper, lower in body}


def test_a_name_in_two_languages_is_whole_where_only_one_reaches_under_its_heading() -> None:
    long: Twice = (("1", "Substancja obca ogółem", "PB-4", "0,2", "%", "≤ 2,0", "zgodny"), ("", "Filth", "", "", "", "", "compliant"))
    short: Twice = (("2", "Piasek", "PB-4", "0,1", "%", "≤ 1,0", "zgodny"), ("", "Sand and other minerals", "", "", "", "", "compliant"))
    found = rows(in_small_print_below(long, short))
    assert {name: printed(r) for name, r in found.items()} == {
        "Substancja obca ogółem Filth": [("0,2", "%")], "Piasek Sand and other minerals": [("0,1", "%")],
    }  # fmt: skip


def test_rows_of_verdicts_in_one_print_are_rows_though_their_words_differ() -> None:
    lines = grid(100, (50, 230, 400), ("Test", "Result", "Status"), ("Odor", "Pass", ""), ("Color", "Conforms", ""), pitch=10)
    assert list(rows(page_of(*lines))) == ["Odor", "Color"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("zgodny compliant", "pass"),
        ("niezgodny non-compliant", "fail"),
        ("spełnia wymagania meets requirements", "pass"),
        ("zgodny non-compliant", None),
        ("zgodny zorpazit", None),
    ],
)
def test_a_verdict_told_in_two_languages_one_after_the_other_is_one_verdict(text: str, said: str | None) -> None:
    assert verdict(text) == said


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("nie wykryto not detected", Shape.WORD),
        ("zgodny compliant", Shape.VERDICT),
        ("not detected positive", Shape.TEXT),
        ("- n/a", Shape.BLANK),
    ],
)
def test_a_finding_told_in_two_languages_looks_like_one(text: str, shape: Shape) -> None:
    assert cell_shape(text) is shape


def test_a_heading_told_twice_with_a_spread_each_time_is_that_of_results() -> None:
    for text in ("Wynik ± U Result ± U", "Ergebnis ± U Result ± U", "Result ± U"):
        assert (read_heading(text).role, read_heading(text).exact) == (Role.RESULT, True)
    assert read_heading("± U").role is Role.UNCERTAINTY


TWICE = (50.0, 230.0, 330.0)
TWICE_HEADINGS = ("Parameter", "Result (mg/kg)", "Limit (mg/kg)")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Blei", "Kadmium", "Quecksilber"), ("Lead", "Cadmium", "Mercury")),
        (("Olovo", "Kadmium", "Rtuť"), ("Lead", "Cadmium", "Mercury")),
        (("Lead", "Cadmium", "Mercury"), ("Plomo", "Cadmio", "Mercurio")),
        (("Blei", "Cadmium", "Quecksilber"), ("Lead", "Cadmium", "Mercury")),
    ],
)
def test_a_result_that_stands_on_a_line_for_each_language_is_one_row(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    said = (("0.31", "1.0"), ("<0.02", "0.5"), ("ND", "0.1"))
    lines = [(name, *cells) for names, cells in zip(zip(first, second, strict=True), said, strict=True) for name in names]
    found = rows(page_of(*grid(100, TWICE, TWICE_HEADINGS, *lines)))
    assert list(found) == [a if a == b else f"{a} / {b}" for a, b in zip(first, second, strict=True)]
    assert [printed(row) for row in found.values()] == [[(value, "mg/kg")] for value, _ in said]
    assert [bound(row, "limit") for row in found.values()] == [(limit, "mg/kg") for _, limit in said]
    assert [row.analyte_key for row in found.values()] == ["lead", "cadmium", "mercury"]


@pytest.mark.parametrize(
    "lines",
    [
        [("Blei", "0.31", "1.0"), ("Lead", "0.31", "1.0"), ("Arsenic", "0.02", "1.0"), ("Mercury", "0.05", "0.1")],
        [("Blei", "0.31", "1.0"), ("Lead", "0.29", "1.0"), ("Kadmium", "0.02", "0.5"), ("Cadmium", "0.03", "0.5")],
        [("Blei", "0.31", "1.0"), ("Lead", "0.31", "2.0"), ("Kadmium", "0.02", "0.5"), ("Cadmium", "0.02", "0.3")],
        [("Lead", "ND", "1.0"), ("Arsenic", "ND", "1.0"), ("Cadmium", "ND", "1.0"), ("Mercury", "ND", "1.0")],
    ],
    ids=["one alone", "other results", "other limits", "other analytes"],
)
def test_rows_that_do_not_all_say_the_same_again_are_rows_of_their_own(lines: list[tuple[str, str, str]]) -> None:
    assert list(rows(page_of(*grid(100, TWICE, TWICE_HEADINGS, *lines)))) == [name for name, *_ in lines]
