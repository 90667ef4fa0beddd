"""Values that confirm one another are surer; values a power of ten apart are not both right."""

from __future__ import annotations

import pytest

from registry.model.certificate import Result
from registry.reading.confidence import weighed
from registry.reading.rows.values import SURE
from tests.builders import measurement, result


def row(analyte: str, *values: tuple[str, str], sure: float = 0.8) -> Result:
    return result(analyte, *(measurement(text, unit, confidence=sure) for text, unit in values), confidence=sure)


def sureness(*rows: Result) -> list[list[float]]:
    return [[m.confidence or 0.0 for m in result.measurements] for result in weighed(rows)]


@pytest.mark.parametrize(
    ("values", "surer"),
    [
        ([("24.71", "%"), ("247.1", "mg/g")], True),
        ([("0.09", "%"), ("0.9", "mg/g")], False),  # one digit alone agrees too often by chance
        ([("5899.59", "ppm"), ("5.90", "mg/g")], True),
        ([("24.71", "%"), ("251.3", "mg/g")], False),
        ([("24.71", "%"), ("24.71", "%")], False),  # a repeat in one unit may be one mistake
        ([("12.4", "mg/g"), ("12.4", "mg/serving")], False),
        ([("ND", "%"), ("ND", "mg/g")], True),
        ([("ND", "%"), ("<LOQ", "mg/g")], False),
    ],
)
def test_the_same_amount_in_another_unit_confirms_both(values: list[tuple[str, str]], surer: bool) -> None:
    (sure,) = sureness(row("Mitragynine", *values))
    assert sure == ([pytest.approx(sure[0])] * 2)
    assert (sure[0] > 0.8) is surer


@pytest.mark.parametrize(
    "values",
    [
        [("24.71", "%"), ("247.1", "%")],
        [("1.78", "%"), ("1.78", "mg/g")],
        [("1.50", "mg/g"), ("1500", "mg/g")],
    ],
)
def test_a_power_of_ten_between_two_amounts_is_a_doubt_about_both(values: list[tuple[str, str]]) -> None:
    (sure,) = sureness(row("Mitragynine", *values, sure=0.99))
    assert max(sure) < 0.6


def test_rows_that_add_up_to_their_total_are_surer() -> None:
    rows = [row(name, (text, "mg/g")) for name, text in (("Mitragynine", "12.41"), ("Paynantheine", "1.32"), ("Speciogynine", "0.85"))]
    assert min(map(min, sureness(*rows, row("Total alkaloids", ("14.58", "mg/g"))))) > 0.9
    assert max(map(max, sureness(*rows, row("Total alkaloids", ("15.58", "mg/g"))))) == 0.8


def test_a_sum_confirms_the_column_that_adds_up_and_no_other() -> None:
    parts = [("Alpha", "12", "3.01"), ("Beta", "2.5", "4.23"), ("Gamma", "3.5", "1.11")]
    rows = [row(name, (bottle, "mg/bottle"), (share, "%")) for name, bottle, share in parts]
    found = sureness(*rows, row("Total Alkaloids", ("7.2", "mg/bottle"), ("8.35", "%")))
    assert all(share > 0.9 and bottle <= 0.8 for bottle, share in found)


@pytest.mark.parametrize(
    ("values", "doubted"),
    [
        (("136", "0.131", "20.4"), [True, False, False]),
        (("1.36", "0.131", "204"), [False, False, True]),
        (("1.36", "0.131", "20.4"), [False, False, False]),
        (("1.36", "0.197", "20.4"), [False, False, False]),
    ],
    ids=["a lost point", "another lost point", "in proportion", "out of proportion, by no power of ten"],
)
def test_a_row_out_of_the_proportion_of_its_table_by_a_power_of_ten_is_in_doubt_where_no_other_column_bears_it_out(
    values: tuple[str, str, str], doubted: list[bool]
) -> None:
    def of(name: str, *texts: str) -> Result:
        return row(name, *zip(texts, ("mg/mL", "% w/w", "mg/bottle"), strict=True))

    others = [of("Alpha", "9.41", "0.907", "141"), of("Beta", "0.088", "0.00848", "1.32"), of("Gamma", "2.62", "0.252", "39.3")]
    assert [sure < 0.5 for sure in sureness(*others, of("Delta", *values))[-1]] == doubted


def words(*texts: str, sure: float = 0.99) -> list[Result]:
    return [row(f"Pesticide {n}", (text, "ppb"), sure=sure) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("others", "surer"),
    [
        (["<LOQ"] * 4, True),
        (["<LOQ"] * 3, False),  # too few to know the certificate's own word by
        (["<LOQ"] * 8 + ["<LOD"], False),  # where both are printed, one may be the other misread
        (["<LOQ"] * 4 + ["ND"] * 4, True),  # no ND is read as <LOQ
        (["12.1"] * 8, False),
    ],
)
def test_a_doubtful_non_detect_is_surer_where_the_certificate_prints_it_again_and_again(others: list[str], surer: bool) -> None:
    *_, (sure,) = sureness(*words(*others), *words("<LOQ", sure=0.85))
    assert (sure >= 0.95) is surer


def test_a_word_in_a_doubtful_column_stays_doubtful() -> None:
    *_, (sure,) = sureness(*words(*["<LOQ"] * 8), *words("<LOQ", sure=0.69))
    assert sure == 0.69


def test_nothing_is_surer_than_a_sound_text_layer() -> None:
    given = row("Mitragynine", ("24.71", "%"), ("247.1", "mg/g"), sure=SURE)
    assert weighed([given]) == [given]
