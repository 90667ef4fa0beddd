"""Columns under abbreviations that a certificate explains itself."""

from __future__ import annotations

import pytest

from tests.reading.pages import grid, page_of
from tests.reading.told import bound, rows


@pytest.mark.parametrize(
    ("heading", "legend", "kind"),
    [
        ("ZQ", "ZQ = Richtwert (DGHM), QZ = Nachweisgrenze", "limit"),
        ("ZQ (mg/kg)", "Abbreviations: ND: not detected; ZQ: maximum limit of our own", "limit"),
        ("ZQ mg/kg", "ZQ = limit of quantitation", "loq"),
        ("ZQ", "ZQ = límite de detección", "lod"),
        ("ZQ", "ZQ = limit of zorp", None),
        ("ZQ", "ZQ = the quality of zorp", None),
    ],
)
def test_a_column_is_what_the_legend_says_that_its_abbreviation_means(heading: str, legend: str, kind: str | None) -> None:
    body = grid(92, (40, 180, 260, 310), ("Analyte", "Result", "Unit", heading), ("Lead", "0.21", "mg/kg", "5.0"))
    lead = rows(
        page_of((80, {40: "Heavy metals"}), *body, (116, {40: "Cadmium", 180: "ND", 260: "mg/kg", 310: "1.0"}), (140, {40: legend}))
    )
    assert {name: bound(lead["Lead"], name) for name in ("lod", "loq", "limit") if bound(lead["Lead"], name)} == (
        {kind: ("5.0", "mg/kg")} if kind else {}
    )
    assert [m.text for m in lead["Lead"].measurements] == ["0.21"]


@pytest.mark.parametrize(
    ("text", "legend", "read"),
    [
        ("n.a.", "n.a. = niet aantoonbaar (kleiner dan de detectiegrens)", ["nd"]),
        ("n.a.", "kve: kolonievormende eenheden; n.a.: niet aangetoond.", ["nd"]),
        ("-", "- = not detected; NT = not tested", ["nd"]),
        ("n.a.", "n.a. = not applicable", None),
        ("NA", "NA: not analyzed", None),
        ("NA", "NA: none detected", ["nd"]),
        ("n.a.", "n.d. = not detected", None),
        ("-", "k = 2 - 3: not detected below", None),
    ],
)
def test_what_stands_for_no_report_elsewhere_is_a_non_detect_where_the_legend_says_so(
    text: str, legend: str, read: list[str] | None
) -> None:
    body = grid(92, (40, 180, 260), ("Parameter", "Result", "Unit"), ("Lead", "0.21", "mg/kg"), ("Cadmium", text, "mg/kg"))
    found = rows(page_of((80, {40: "Heavy metals"}), *body, (150, {40: legend})))
    assert [m.qualifier.value for m in found["Cadmium"].measurements] == read if read else "Cadmium" not in found


@pytest.mark.parametrize(
    ("text", "legend", "read"),
    [
        ("n.r.", "n.r.: non rilevabile. U.M.: unità di misura.", "nd"),
        ("NR", "NR = none detected NT = not tested", "nd"),
        ("NR", "NR: not reported", "not_tested"),
        ("NR", "A figure after < is a limit; NR means not detected by this method", "nd"),
        ("n.r.", "n.r. bedeutet nicht nachweisbar", "nd"),
        ("ND", "ND: not determined", "not_tested"),
        ("ZQ", "ZQ = below the limit of quantification", "lt_loq"),
        ("ZQ", "ZQ: below detection limit; ND: not detected", "lt_lod"),
        ("ZQ", "Zinc: not detected", None),
        ("ZQ", "ZQ = of no quality", None),
    ],
)
def test_what_stands_in_place_of_a_number_means_what_the_legend_says(text: str, legend: str, read: str | None) -> None:
    body = grid(92, (40, 180, 260), ("Parameter", "Result", "Unit"), ("Lead", "0.21", "mg/kg"), ("Cadmium", text, "mg/kg"))
    found = rows(page_of((80, {40: "Heavy metals"}), *body, (150, {40: legend})))
    assert [m.qualifier.value for m in found["Cadmium"].measurements] == [read] if read else "Cadmium" not in found


@pytest.mark.parametrize(
    ("headings", "read"),
    [
        (("Prova", "Risultato", "Unità di misura", "Incertezza"), "nd"),
        (("Parameter", "Result", "Unit", "Uncertainty"), "not_tested"),
        (("Paramètre", "Résultat", "Unité", "Incertitude"), "not_tested"),
    ],
)
def test_without_a_legend_the_language_of_the_headings_tells(headings: tuple[str, ...], read: str) -> None:
    body = grid(92, (40, 180, 260, 400), headings, ("Cd", "0,21", "mg/kg", "0,02"), ("Pb", "n.r.", "mg/kg", ""))
    found = rows(page_of((80, {40: "Metals"}), *body))
    assert [m.qualifier.value for m in found["Pb"].measurements] == [read]


@pytest.mark.parametrize(
    ("letter", "legend", "status"),
    [
        ("e", "Beurteilung: e = eingehalten, ü = überschritten, – = keine Beurteilung.", "pass"),
        ("ü", "Beurteilung: e = eingehalten, ü = überschritten, – = keine Beurteilung.", "fail"),
        ("k", "k: within limits; x: outside limits", "pass"),
        ("e", "k = within limits", None),
        ("e", "e = estimated, k = within limits", None),
        ("E", "e = within limits", None),
        ("F", "F = within limits", "fail"),  # what everybody knows is not asked for
        ("+", "k = within limits", "pass"),
        ("+", "Assessment: “+“ complies with the maximum level, “-“ does not comply.", "pass"),
        ("-", "Assessment: “+“ complies with the maximum level, “-“ does not comply.", "fail"),
        ("-", "+ = complies, - = does not comply", "fail"),
        ("-", "+ = complies", None),
        ("—", "P: meets the limit. —: no limit set.", None),
        ("-", "- = no", "fail"),
        ("+", "+ = exceeds the limit", "fail"),
        ("+", "+ = positive", None),
    ],
)
def test_a_letter_is_the_verdict_that_the_legend_says_it_means(letter: str, legend: str, status: str | None) -> None:
    columns = (40, 180, 240, 310, 380)
    body = grid(
        92, columns, ("Parameter", "Result", "Unit", "Limit", "Beurt."), ("Lead", "0.21", "mg/kg", "5.0", letter),
        ("Cadmium", "ND", "mg/kg", "1.0", "–"),
    )  # fmt: skip
    found = rows(page_of((80, {40: "Heavy metals"}), *body, (150, {40: legend})))
    assert (found["Lead"].status, found["Cadmium"].status) == (status, None)


def test_prose_below_a_table_does_not_hide_where_its_columns_begin() -> None:
    heading = (92.0, {40.0: "Parameter", 222.0: "Resultaat", 260.0: "Eenheid", 330.0: "Norm"})
    prose = [
        (180.0 + 11 * n, {40.0: "The results relate to the sample as it was received and to no other one, whatever its name."})
        for n in range(9)
    ]
    body = grid(
        104, (40, 232, 260, 330), ("lood", "0,21", "mg/kg", "3,0"), ("zink", "4,17", "mg/kg", "9,0"), ("kwik", "0,03", "mg/kg", "0,1"),
        ("arseen", "0,22", "mg/kg", "1,0"),
    )  # fmt: skip
    touching = (152.0, {40.0: "cadmium", 242.0: "n.a. mg/kg", 330.0: "1,0"})
    found = rows(page_of((80, {40: "Metalen"}), heading, *body, touching, *prose, (300.0, {40.0: "n.a. = niet aantoonbaar"})))
    assert [(m.qualifier.value, m.unit) for m in found["cadmium"].measurements] == [("nd", "mg/kg")]


@pytest.mark.parametrize(
    ("legend", "qualifier"),
    [
        ("U = not detected at or above the LOQ; J = estimated", "lt"),
        ("U - Not detected, B - found in the blank", "lt"),
        ("U: below LOQ", "lt"),
        ("U = uncertain", "eq"),
        ("J = not detected", "eq"),
        ("", "eq"),
    ],
)
@pytest.mark.parametrize("apart", [True, False])
def test_a_flag_beside_a_number_makes_a_bound_of_it_where_the_legend_says_so(legend: str, qualifier: str, apart: bool) -> None:
    heading = ("Analyte", "Result", "Q" if apart else "", "Units", "LOQ")
    lead = ("Lead", "0.005" if apart else "0.005 U", "U" if apart else "", "mg/kg", "0.005")
    body = grid(100, (40, 200, 250, 280, 340), heading, lead, ("Arsenic", "0.118", "", "mg/kg", "0.005"))
    note = (200.0, {40.0: legend}) if legend else (200.0, {40.0: "Results relate to the sample"})
    found = rows(page_of((80, {40: "Heavy metals"}), *body, note))
    assert [(m.qualifier.value, str(m.value), m.unit) for m in found["Lead"].measurements] == [(qualifier, "0.005", "mg/kg")]
    assert [m.qualifier.value for m in found["Arsenic"].measurements] == ["eq"]
