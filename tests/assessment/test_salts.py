"""Amounts printed as a salt: crossed to the free base by cited molar masses, and refused without them."""

import csv
from datetime import date

import pytest

from registry.assessment.alkaloids import compositions
from registry.assessment.conformity import Decision
from registry.assessment.judging import judge
from registry.assessment.label import compare_labels
from registry.assessment.limits import load_pack
from registry.assessment.tolerance import tolerance_named
from registry.assessment.uncertainty import UncertaintyModel
from registry.datafiles import data_path
from registry.model.analytes import load_catalogue
from registry.model.salts import salts, with_salts
from tests.assessment.frames import claims, results

SIMPLE = Decision(model=UncertaintyModel.NONE)
SHARE = 398.5 / 434.96
HYDROCHLORIDE = {"analyte_key": "mitragynine_hcl", "analyte": "Mitragynine HCl"}


def test_every_salt_and_its_base_stand_in_the_catalogue() -> None:
    with data_path("reference", "salts.csv").open(encoding="utf-8", newline="") as file:
        assert len({row["salt"] for row in csv.DictReader(file)}) == len(salts())
    for salt in salts().values():
        assert {salt.salt, salt.free_base} <= {analyte.key for analyte in load_catalogue()}
        assert load_catalogue().get(salt.free_base).molar_mass_source
    assert load_catalogue().match("Mitragynine HCl") == load_catalogue().get("mitragynine_hcl")
    assert with_salts("mitragynine") == ("mitragynine", "mitragynine_hcl")


def compared(rows: list[dict[str, object]], label: dict[str, object]):  # type: ignore[no-untyped-def]
    return compare_labels(results(*rows), claims(label), analyte="mitragynine", tolerance=tolerance_named("90-110"), decision=SIMPLE)


def test_a_salt_meets_a_claim_on_the_free_base_by_molar_masses_and_says_so() -> None:
    # 20 mg/g of the hydrochloride hold 20 · 398.5 / 434.96 = 18.324 mg/g of the base, 91.6 % of 20
    lot = compared([{**HYDROCHLORIDE, "amount": 20}], {"amount": 20}).lots.iloc[0]
    assert lot["share_low"] == pytest.approx(0.91617, abs=1e-5)
    assert lot["crossing"] == "printed as Mitragynine hydrochloride: free base is 0.9162 of it (398.5 / 434.96 g/mol)"
    assert lot["text"] == "20"


def test_a_claim_on_the_salt_is_one_on_its_base() -> None:
    comparison = compared([{"amount": 18.324}], {"amount": 20, "analyte_key": "mitragynine_hcl"})
    assert comparison.lots.iloc[0]["share_low"] == pytest.approx(1, abs=1e-4)
    assert "398.5 / 434.96" in comparison.lots.iloc[0]["claim_note"]


def test_a_printed_base_stands_before_its_salt() -> None:
    rows = [{"certificate_id": "c", "amount": 18}, {"certificate_id": "c", **HYDROCHLORIDE, "amount": 20, "row": 1}]
    assert compared(rows, {"amount": 20}).lots["text"].tolist() == ["18"]


def test_without_a_cited_molar_mass_the_crossing_is_refused_in_words() -> None:
    row = {"analyte_key": "7oh_hcl", "analyte": "7-OH HCl", "amount": 0.1}
    verdict = judge(results(row), load_pack("US-RI"), on=date(2026, 11, 1))
    one = verdict[(verdict["rule_id"] == "7oh") & (verdict["certificate_id"] != "")].iloc[0]
    assert (one["verdict"], one["text"]) == ("cannot decide", "0.1")
    assert "no molar mass of this salt is on file" in one["reason"]
    refused = compare_labels(
        results(row), claims({"amount": 1, "analyte_key": "7oh"}), analyte="7oh", tolerance=tolerance_named("90-110"), decision=SIMPLE
    )
    assert "salt" in refused.not_comparable["reason_code"].tolist()
    assert refused.lots.empty


def test_a_limit_on_the_base_judges_the_salt_with_the_crossing_beside_it() -> None:
    frame = judge(
        results({**HYDROCHLORIDE, "amount": 100, "serving_mass_g": 1.6}), load_pack("US-GA"), on=date(2026, 11, 1), decision=SIMPLE
    )
    one = frame[frame["rule_id"] == "mitragynine-per-serving"].iloc[0]
    # 100 mg/g · 1.6 g = 160 mg of the salt, 146.6 mg of the base: within 150
    assert one["measured_low"] == pytest.approx(160 * SHARE)
    assert one["verdict"] == "within"
    assert "398.5 / 434.96" in one["crossing"]


def test_the_share_of_7_oh_counts_the_base_of_a_salt() -> None:
    rows = [{"certificate_id": "c", **HYDROCHLORIDE, "amount": 10}, {"certificate_id": "c", "analyte_key": "7oh", "amount": 0.1, "row": 1}]
    one = compositions(results(*rows), SIMPLE).iloc[0]
    assert one["share_high"] == pytest.approx(100 * 0.1 / (0.1 + 10 * SHARE))
    assert one["alkaloids"] == 2
