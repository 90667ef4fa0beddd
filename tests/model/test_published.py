"""Published results and label claims: every gathered row is accounted for, and none says more than its source.

Counts are those of the gathered tables: 209 result rows, of which nine compare three tablets with three claims each, and 230 claim rows.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from registry.datafiles import data_path
from registry.model.analytes import load_catalogue
from registry.model.certificate import AcquisitionKind, Certificate, State
from registry.model.evidence import DisplayRight, Stage
from registry.model.measurement import Measurement, Qualifier, parse_printed
from registry.model.product import ClaimState, LabelClaim, claim_in_force
from registry.model.published import Published, key_of, load_published
from registry.model.units import Basis

TABLETS = ["sour-apple", "green-apple", "fruit-punch"]


def rows(name: str) -> list[dict[str, str]]:
    with data_path("published", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def everything() -> Published:
    return load_published()


@pytest.mark.parametrize("name", ["results.csv", "claims.csv"])
def test_every_row_has_one_field_count_and_a_source(name: str) -> None:
    with data_path("published", name).open(encoding="utf-8", newline="") as file:
        assert len({len(row) for row in csv.reader(file)}) == 1
    for row in rows(name):
        assert re.match(r"https?://\S+$", row["source_url"]), row
        assert row["source_found"] in ("yes", "no")
        if "path not recorded" in f"{row['source_detail']} {row['note']}":
            assert row["source_found"] == "no"


def test_every_gathered_result_row_is_in_exactly_one_row() -> None:
    gathered = [int(n) for row in rows("results.csv") for n in row["gathered_rows"].split(";")]
    assert sorted(gathered) == list(range(1, 210))


def test_every_gathered_claim_row_is_in_exactly_one_row() -> None:
    gathered = [row["gathered_from"] for row in rows("claims.csv")]
    assert len(gathered) == len(set(gathered))
    assert sorted(int(g.split()[1]) for g in gathered if g.startswith("label_claims")) == list(range(1, 231))


def test_nine_rows_of_three_tablets_are_three_measurements(everything: Published) -> None:
    tablets = [c for c in everything.certificates if c.subject and c.subject.brand == "7-oh-boys"]
    measured = [(m.text, m.value, m.unit) for c in tablets for r in c.draft.results for m in r.measurements]
    assert measured == [(text, Decimal(text), "mg/serv") for text in ("22.78", "27.40", "30.05")]
    assert all(c.draft.lot is None and c.subject and c.subject.lot for c in tablets)
    assert [r.label_claim and r.label_claim.value for c in tablets for r in c.draft.results] == [45, 45, 45]


@pytest.mark.parametrize(
    ("on", "amounts"),
    [
        (date(2025, 2, 24), [None, None, None]),
        (date(2025, 2, 25), [45, 45, 45]),  # the specification column
        (date(2025, 2, 28), [30, 30, 45]),  # the shop of 2025-02-27
        (date(2025, 3, 1), [27, 23, 30]),
        (None, [27, 23, 30]),
    ],
)
def test_the_tablets_claims_have_a_history(everything: Published, on: date | None, amounts: list[int | None]) -> None:
    in_force = [claim_in_force(claims_of(everything, f"7-oh-boys/{name}"), on) for name in TABLETS]
    assert [claim.amount if claim else None for claim in in_force] == amounts


def test_the_tablets_claims_can_be_compared_with_their_measurements(everything: Published) -> None:
    for name in TABLETS:
        versions = claims_of(everything, f"7-oh-boys/{name}")
        assert len(versions) == 3
        assert {claim.basis for claim in versions} == {Basis.PER_SERVING}


def claims_of(everything: Published, product: str) -> tuple[LabelClaim, ...]:
    return tuple(claim for claim in everything.claims if claim.product == product)


def test_ranges_have_two_ends_and_no_made_up_middle(everything: Published) -> None:
    ranges = [m for m in measurements(everything) if m.qualifier is Qualifier.RANGE]
    assert len(ranges) == 14
    for m in ranges:
        assert f"{m.value}-{m.value_high}" == m.text


def test_none_of_eight_positive_is_no_zero(everything: Published) -> None:
    (found,) = [m for m in measurements(everything) if m.text == "0 of 8 positive"]
    assert (found.qualifier, found.value) == (Qualifier.ABSENT, None)


def test_a_recall_notice_is_no_result(everything: Published) -> None:
    notices = [m for m in measurements(everything) if m.qualifier is Qualifier.NOT_REPORTED]
    assert len(notices) == sum(row["statement"] == "notice" for row in rows("results.csv"))
    assert all(m.interval() is None for m in notices)
    assert {"potential contamination", "more than label (no figure)"} <= {m.text for m in notices}


def measurements(everything: Published) -> list[Measurement]:
    return [m for c in everything.certificates for r in c.draft.results for m in r.measurements]


def test_every_result_is_unambiguous_and_in_the_catalogue() -> None:
    for row in rows("results.csv"):
        assert row["analyte_key"] in load_catalogue()
        if row["statement"] == "result" and not row["high"] and not row["tested"]:
            assert not parse_printed(row["text"]).ambiguous, row


def test_numbers_equal_the_gathered_ones(everything: Published) -> None:
    values = {m.text: m.value for m in measurements(everything)}
    assert values["7,2.10^4"] == 72000
    assert values["0,0067"] == Decimal("0.0067")
    assert values["<2,0"] == Decimal("2.0")
    assert values["1.140"] == Decimal("1.140")


def test_one_report_is_one_certificate(everything: Published) -> None:
    green = [c for c in everything.certificates if c.subject and c.subject.lot and c.subject.lot.endswith("l08202504")]
    assert {c.draft.report_id and c.draft.report_id.text: len(c.draft.results) for c in green} == {
        "ML 63/26 (print 24/26)": 7,
        "ML 131/26 (print 58/26)": 18,
        "50P/2026": 5,
    }
    assert len({c.subject for c in green}) == 1  # three wordings of one product's name


def test_every_result_row_is_in_a_certificate(everything: Published) -> None:
    cells = [m.evidence and m.evidence.cell for m in measurements(everything)]
    assert sorted(cells, key=str) == sorted((f"row {n} of published/results.csv" for n in range(2, 205)), key=str)


def test_published_certificates_have_no_file_and_say_where_they_come_from(everything: Published) -> None:
    assert len({c.id for c in everything.certificates}) == len(everything.certificates)
    for c in everything.certificates:
        assert c.state is State.PUBLISHED
        assert (c.source.sha256, c.source.display) == (None, DisplayRight.LINK_ONLY)
        assert c.source.grade in ("A", "B", "C")
        assert c.source.granularity
        assert all(m.evidence and m.evidence.stage is Stage.CELL for r in c.draft.results for m in r.measurements)
        assert Certificate.model_validate_json(c.model_dump_json()) == c


def test_figures_of_many_products_belong_to_no_brand(everything: Published) -> None:
    aggregates = [c for c in everything.certificates if c.source.granularity == "aggregate"]
    assert len(aggregates) == 18
    assert all(c.subject is None for c in aggregates)
    (white_and_yellow,) = [c for c in everything.certificates if c.source.granularity == "brand range"]
    assert white_and_yellow.subject
    assert white_and_yellow.subject.lot is None


def test_how_a_sample_was_obtained_is_what_the_row_says(everything: Published) -> None:
    kinds = Counter(c.acquisition.kind for c in everything.certificates)
    assert AcquisitionKind.SPECIMEN not in kinds
    assert all(c.acquisition.note for c in everything.certificates)
    two = {
        c.draft.lab and c.draft.lab.text: c.acquisition.kind
        for c in everything.certificates
        if c.subject and c.subject.brand == "pious-lion"
    }
    assert two == {
        "North Carolina Department of Agriculture and Consumer Services": AcquisitionKind.STATE_SAMPLED,
        "independent laboratory hired by the firm (not named)": AcquisitionKind.VENDOR_SUPPLIED,
    }


def test_every_record_survives_json_exactly(everything: Published) -> None:
    for record in (*everything.brands, *everything.products, *everything.lots, *everything.claims):
        assert type(record).model_validate_json(record.model_dump_json()) == record


def test_keys_refer_to_records_that_are_there(everything: Published) -> None:
    brands, products, lots = ({record.key for record in group} for group in everything[:3])
    assert (len(brands), len(products), len(lots)) == (len(everything.brands), len(everything.products), len(everything.lots))
    assert {p.brand for p in everything.products} <= brands
    assert {lot.product for lot in everything.lots} <= products
    assert {claim.product for claim in everything.claims} <= products
    assert len({claim.key for claim in everything.claims}) == len(everything.claims)
    for c in everything.certificates:
        if c.subject:
            assert c.subject.brand in brands
            assert c.subject.product in products
            assert c.subject.lot is None or c.subject.lot in lots


def test_survey_means_and_servings_are_no_claims(everything: Published) -> None:
    notes = [row for row in rows("claims.csv") if row["kind"] == "note"]
    assert len(notes) == 5  # three means of a survey, one serving, one product that nobody names
    assert len(everything.claims) == 235 - 5
    (leafy,) = [p for p in everything.products if p.key == "happy-go-leafy/kratom-powder"]
    assert leafy.pack.serving_mass_g == Decimal("2.4")


def test_the_state_registrys_amounts_have_no_basis(everything: Published) -> None:
    registry = [claim for claim in everything.claims if "wvda" in (claim.source.url or "")]
    assert len(registry) == 201
    assert {(claim.basis, claim.unit, claim.seen_on) for claim in registry} == {(Basis.UNKNOWN, "mg", date(2026, 8, 14))}


def test_a_claim_names_an_analyte_a_total_or_says_that_it_does_not(everything: Published) -> None:
    for claim in everything.claims:
        assert claim.analyte in load_catalogue() or claim.analyte in ("total_alkaloids", "not_specified")
    assert sum(claim.analyte == "mitragynine" for claim in everything.claims) == 97  # 96 claimed and one label that states none


def test_a_label_that_states_no_amount_is_no_claim(everything: Published) -> None:
    silent = [claim for claim in everything.claims if claim.state is ClaimState.NO_CLAIM]
    assert {(claim.product, claim.analyte, claim.amount) for claim in silent} == {
        ("k-shot/k-shot-black", "mitragynine", None),
        ("k-shot/k-shot-black", "speciociliatine", None),
    }


def test_an_upper_bound_on_a_label_is_no_amount(everything: Published) -> None:
    (bound,) = [claim for claim in everything.claims if claim.note and claim.note.startswith("< 400 ppm")]
    assert (bound.amount, bound.unit, bound.basis) == (None, None, Basis.MASS_FRACTION_DRY)


def test_a_key_is_plain_and_stable() -> None:
    assert key_of("7 OH Boys!", "Sour Apple") == "7-oh-boys/sour-apple"
    assert key_of("Plody země") == "plody-zeme"
