"""What one verdict, one measurement, one source and one table say, whatever is put into them."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import views
from dashboards.components import measurement, source, verdict
from dashboards.components.markup import join, link, tag, text
from dashboards.components.result_table import Column, Row, table
from registry.assessment.conformity import Verdict


class _Texts(HTMLParser):
    """The text of a piece of markup, and the names of its elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.elements: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append(name)


def _parsed(markup: str) -> _Texts:
    parser = _Texts()
    parser.feed(markup)
    parser.close()
    return parser


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_no_printed_text_becomes_markup(printed: str) -> None:
    parsed = _parsed(tag("p", printed, title=printed))
    assert parsed.elements == ["p"]
    assert "".join(parsed.said) == printed


def test_a_link_with_a_script_in_its_address_is_only_text() -> None:
    assert link("source", "javascript://x%0aalert(1)") == "source"


def test_a_link_out_of_the_registry_opens_a_new_page_and_one_inside_does_not() -> None:
    assert 'target="_blank"' in link("source", "https://example.org/a?b=1&c=2")
    assert 'target="_self"' in link("certificate", "certificate?id=1")


@pytest.mark.parametrize(
    ("qualifier", "low", "high", "basis", "printed", "portion", "said"),
    [
        ("absent", math.nan, math.nan, "presence", "negativní", "25 g", "not detected in 25\u00a0g printed negativní"),
        ("present", math.nan, math.nan, "presence", "positive", "", "detected printed positive"),
        ("eq", 96000.0, 96000.0, "count_per_mass", "9,6.10^4 cfu/g", "", "96\u202f000 \u202f CFU/g printed 9,6.10^4 cfu/g"),
        ("eq", 630.0, 630.0, "count_per_mass", "6,3·10² KTJ/g", "", "630 \u202f CFU/g printed 6,3·10² KTJ/g"),
        ("eq", 0.00035, 0.00035, "mass_fraction", "0,35 mg/kg", "", "0.35 \u202f mg/kg"),
        ("lt", 0.0, 0.000002, "mass_fraction", "<2,0 µg/kg", "", "below 2.0 \u202f µg/kg"),
        ("eq", 0.00002, 0.00002, "mass_fraction", "0,02 mg/kg", "", "0.02 \u202f mg/kg"),
        ("eq", 0.00135, 0.00135, "mass_fraction", "1,350 mg/kg", "", "1.350 \u202f mg/kg printed 1,350 mg/kg"),
        ("nd", 0.0, 0.000015, "mass_fraction", "ND mg/kg", "", "below 0.015 \u202f mg/kg printed ND mg/kg"),
        ("nd", 0.0, 0.000125, "mass_fraction", "ND mg/kg", "", "below 0.125 \u202f mg/kg printed ND mg/kg"),
        ("eq", 0.0009, 0.0009, "mass_fraction", "0.9 ppm", "", "0.9 \u202f mg/kg printed 0.9 ppm"),
        ("lt", 0.0, 0.00002, "mass_fraction", "<0.02 µg/g", "", "below 0.02 \u202f mg/kg printed <0.02 µg/g"),
        ("lt_loq", 0.00002, 0.00005, "mass_fraction", "<LOQ ppm", "", "0.02 – 0.05 \u202f mg/kg printed <LOQ ppm"),
        ("eq", 0.00017637, 0.00017637, "mass_fraction", "5 mg/oz", "", "0.18 \u202f mg/kg printed 5 mg/oz"),
        ("lt", 0.0, 50.0, "count_per_mass", "< 50 cfu/g", "", "below 50 \u202f CFU/g"),
        ("nd", 0.0, math.inf, "unknown", "n.n.", "", "not detected printed n.n."),
        ("eq", 40.0, 40.0, "unknown", "40 blobs/g", "", "40 blobs/g its unit is not known here"),
        ("not_tested", math.nan, math.nan, "unknown", "NT", "", "not tested printed NT"),
    ],
)
def test_one_result_reads_the_same_whatever_a_laboratory_prints(
    qualifier: str, low: float, high: float, basis: str, printed: str, portion: str, said: str
) -> None:
    parsed = _parsed(measurement.outcome(qualifier, low, high, basis, printed, portion))
    assert " ".join(part.strip(" ") for part in parsed.said) == said


def test_joining_escapes_what_stands_between() -> None:
    assert join([text("a"), text("b")], " < ") == "a &lt; b"


@pytest.mark.parametrize("known", [v.value for v in Verdict])
def test_every_verdict_of_the_rules_has_a_look_of_its_own_with_a_word_and_a_shape(known: str) -> None:
    shown = verdict.badge(known)
    assert "kr-shape-" in shown
    assert verdict.look_of(known) in verdict.LOOKS.values()


def test_verdicts_differ_by_more_than_colour() -> None:
    seen = {(look.words, look.shape) for look in verdict.LOOKS.values()}
    assert len({words for words, _ in seen}) == len(verdict.LOOKS)
    for first in verdict.LOOKS.values():
        for second in verdict.LOOKS.values():
            assert first.tone == second.tone or first.shape != second.shape


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.5, 0.5, "0.500"),
        (0.0, 0.05, "below 0.0500"),
        (0.0, math.inf, "below a limit not printed"),
        (300.0, math.inf, "above 300"),
        (1.0, 2.0, "1.00 – 2.00"),
        (math.nan, math.nan, "no amount"),
        (0.0, 0.0, "0"),
    ],
)
def test_an_amount_says_what_kind_of_statement_it_is(low: float, high: float, said: str) -> None:
    assert measurement.amount(low, high) == said


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (22.78, 4, "22.78"),
        (72000, 3, "72\u202f000"),
        (0.0067, 2, "0.0067"),
        (14.8234, 3, "14.8"),
        (1234.5, 5, "1\u202f234.5"),
        (3e-9, 2, "3.0 × 10^-9"),
    ],
)
def test_a_number_keeps_its_digits_and_groups_its_thousands(value: float, digits: int, said: str) -> None:
    assert measurement.number(value, digits) == said


@pytest.mark.parametrize(
    ("value", "said"), [(30.0, "30"), (22.5, "22.5"), (0.05, "0.05"), (1000.0, "1\u202f000"), (100.0, "100"), (0.0, "0")]
)
def test_a_stated_number_gets_no_digits_it_did_not_have(value: float, said: str) -> None:
    assert measurement.stated(value) == said


@given(st.floats(min_value=1e-12, max_value=1e12))
def test_a_number_can_be_read_back(value: float) -> None:
    said = measurement.number(value, 6).replace("\u202f", "").replace(" × 10^", "e")
    assert float(said) == pytest.approx(value, rel=1e-5)


def test_what_is_printed_stands_beside_only_where_it_reads_differently() -> None:
    assert "printed" not in measurement.shown(12.5, 12.5, "mg/g", "12.5 mg/g")
    assert "printed" in measurement.shown(12.5, 12.5, "mg/g", "1.25 %")
    assert "0.05" in measurement.shown(0, 0.5, "mg/g", "<0.05 %")


def test_a_pure_number_is_shown_without_a_unit() -> None:
    said = measurement.outcome("eq", 0.48, 0.48, "pure_number", "0.48 aw")
    assert "kr-unit" not in said
    assert "0.48" in said


def test_a_lot_number_longer_than_a_line_is_broken() -> None:
    assert "kr-nowrap" in views.lot_cell("HG-2601")
    assert "kr-breaks" in views.lot_cell("9" * 40)
    assert "not printed" in views.lot_cell("")


def test_days_cannot_be_misread() -> None:
    assert measurement.day(date(2025, 3, 2)) == "2 Mar 2025"
    assert measurement.day(None) == "no date printed"


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (date(2026, 11, 22), "1 day old"),
        (date(2026, 10, 1), "53 days old"),
        (date(2026, 9, 24), "60 days old"),
        (date(2026, 1, 24), "9 months old"),
        (date(2023, 11, 23), "3 years old"),
        (date(2027, 1, 1), "dated in the future"),
    ],
)
def test_age_is_said_in_honest_units(then: date, said: str) -> None:
    assert measurement.age(then, date(2026, 11, 23)) == said


def test_a_source_line_says_what_is_not_known() -> None:
    said = "".join(_parsed(source.line("", "", None, "unknown")).said)
    assert said == "laboratory not named · no date printed · origin of the sample not stated · address not recorded"


def test_a_source_line_of_something_invented_says_so_first() -> None:
    said = "".join(_parsed(source.line("Works", "R-1", date(2026, 2, 3), "specimen", specimen=True, address="certificate?id=1")).said)
    assert said.startswith("SPECIMEN, invented")


def test_a_table_heads_each_group_once_and_names_each_row() -> None:
    rows = (Row(("A", "1"), group="Potency"), Row(("B", "2"), group="Potency"), Row(("C", "3"), group="Metals"))
    parsed = _parsed(table((Column("Analyte"), Column("Result", number=True)), rows, "Results"))
    assert parsed.said.count("Potency") == 1
    assert parsed.elements.count("th") == 2 + 2 + 3


def test_a_header_does_not_part_a_number_from_its_per_cent() -> None:
    said = _parsed(table((Column("Lot"), Column("Mean, % (95 % interval)")), (), "Figures")).said
    assert said == ["Lot", "Mean, % (95\u00a0% interval)"]


def test_a_row_that_does_not_fit_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="argument"):
        table((Column("Analyte"), Column("Result")), (Row(("A",)),), "Results")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (64.0, 64.0, (6.4, 6.4, "%")),
        (0.0, 0.5, (0.0, 500.0, "mg/kg")),
        (9.9, 9.9, (9900.0, 9900.0, "mg/kg")),
        (0.000002, 0.000002, (2.0, 2.0, "µg/kg")),
    ],
)
def test_what_is_no_alkaloid_is_read_in_the_unit_that_laboratories_print(low: float, high: float, said: tuple[float, float, str]) -> None:
    *ends, unit = measurement.readable(low, high, "mg/g", traces=True)
    assert ends == pytest.approx(said[:2])
    assert unit == said[2]


TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        (date(2026, 3, 1), "1 Mar 2026"),
        (date(2099, 6, 11), "11 Jun 2099 (in\u00a0the\u00a0future)"),
        (datetime(2099, 6, 11, tzinfo=UTC), "11 Jun 2099 (in\u00a0the\u00a0future)"),
        (None, "no date printed"),
    ],
)
def test_a_report_that_is_dated_in_the_future_says_so(dated: date | None, said: str) -> None:
    assert measurement.issued(dated, today=TODAY) == said


def test_reports_span_their_days() -> None:
    assert measurement.span([]) == "no date printed"
    assert measurement.span([date(2025, 2, 25), date(2025, 2, 25)]) == "25 Feb 2025"
    assert measurement.span([date(2025, 2, 25), date(2024, 12, 1)]) == "1 Dec 2024 to 25 Feb 2025"


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        ("Recorded from 2019-05-14 on (Title 4).", "Recorded from 14 May 2019 on (Title 4)."),
        ("It began in 2026-01; unclear for 2026-01-02.", "It began in Jan 2026; unclear for 2 Jan 2026."),
        ("FR 2026-13580, lot 2026-31, 2026-02-30, and 2025 alone.", "FR 2026-13580, lot 2026-31, 2026-02-30, and 2025 alone."),
    ],
)
def test_dates_of_the_records_are_written_as_everywhere_on_a_page(recorded: str, said: str) -> None:
    assert measurement.in_days(recorded) == said


def test_evidence_of_unstated_origin_is_not_only_not_stated() -> None:
    assert source.kind_name("unknown") == "Origin of the sample not stated"
    assert source.kind_name("vendor-supplied") == "Supplied by the vendor"
