"""Results against rule packs: which rules judge, what they say, and what the others say instead."""

import math
from datetime import date
from typing import Any

import pandas as pd
import pytest

from registry.assessment import verdict_parts
from registry.assessment.columns import JUDGED_RESULT, VERDICTS
from registry.assessment.conformity import Decision, grounds
from registry.assessment.judging import judge
from registry.assessment.limits import Kind, load_pack, packs
from registry.assessment.uncertainty import UncertaintyModel
from tests.assessment.frames import results

SIMPLE = Decision(model=UncertaintyModel.NONE)
NOVEMBER = date(2026, 11, 1)


def metal(key: str, ppm: float, high: float | None = None, **more: Any) -> dict[str, Any]:
    censored = {} if high is None else {"qualifier": "nd"}
    return {
        "certificate_id": "c", "form": "powder", "panel": "heavy_metals", "analyte_key": key, "unit": "ppm",
        "low": ppm / 1000, "high": (ppm if high is None else high) / 1000, **censored, **more,
    }  # fmt: skip


def judged(*rows: dict[str, Any], pack: str = "US-UT", on: date | None = NOVEMBER, **more: Any) -> pd.DataFrame:
    return judge(results(*rows), load_pack(pack), on=on, **more)


def verdict(frame: pd.DataFrame, rule: str) -> pd.Series:
    found = frame[(frame["rule_id"] == rule)]
    assert len(found) == 1, found[["rule_id", "verdict", "reason"]]
    return found.iloc[0]


def test_the_frame_has_the_columns_that_are_drawn_for_every_pack_and_for_nothing() -> None:
    for pack in packs().values():
        for rows in (results(metal("lead", 1.0)), results()):
            frame = judge(rows, pack, on=NOVEMBER)
            assert list(frame) == [*JUDGED_RESULT, *VERDICTS]
            assert set(frame["rule_id"]) == {rule.id for rule in pack.rules} if len(rows) else True
            assert frame["reason"].notna().all()


class TestLeadAtUtahsLimit:
    """A hypothetical leaf at 1.2 ppm."""

    leaf = metal("lead", 1.2)

    def test_utahs_strict_limit_is_not_met_under_simple_acceptance(self) -> None:
        assert verdict(judged(self.leaf, decision=SIMPLE), "lead")["verdict"] == "outside"

    def test_with_uncertainty_it_cannot_be_decided(self) -> None:
        row = verdict(judged(self.leaf), "lead")
        assert row["verdict"] == "cannot decide"
        assert row["p_low"] == pytest.approx(0.5)

    @pytest.mark.parametrize(("grams", "said", "p"), [(9.6, "probably does not conform", 0.18), (12, "does not conform", 0.009)])
    def test_the_dose_decides_against_ten_micrograms_a_day(self, grams: float, said: str, p: float) -> None:
        row = verdict(
            judged(self.leaf, pack="NSF-ANSI-173", on=None, grams_per_day=grams, include=frozenset({Kind.VENDOR})), "lead-per-day"
        )
        assert row["verdict"] == said
        assert row["p_low"] == pytest.approx(p, abs=0.002)
        assert row["measured_low"] * 1000 == pytest.approx(1.2 * grams)

    def test_it_is_23_times_californias_half_microgram(self) -> None:
        row = verdict(judged(self.leaf, pack="US-CA-Prop-65", on=None, grams_per_day=9.6), "lead-per-day")
        assert row["measured_low"] / row["limit"] == pytest.approx(23.04)
        assert row["verdict"] == "does not conform"


class TestWhichRulesJudge:
    def test_an_undated_rule_is_shown_and_decides_nothing_on_a_day(self) -> None:
        row = verdict(judged(metal("lead", 1.2), pack="USP-232"), "lead-per-day")
        assert (row["verdict"], row["certificate_id"], row["rule_state"]) == ("not evaluated", "", "undated")

    def test_a_rule_whose_source_is_not_recorded_never_judges(self) -> None:
        rows = judged({"analyte_key": "benzene", "amount": 1.0}, pack="USP-467", on=None)
        assert (rows["verdict"] == "not evaluated").all()
        assert rows["reason"].str.contains("source cannot be looked up").all()

    def test_an_inhalation_limit_never_judges_an_oral_product(self) -> None:
        row = verdict(judged(metal("cadmium", 1.0), pack="US-CA-Prop-65", on=None), "cadmium-per-day")
        assert row["verdict"] == "not evaluated"
        assert "inhalation" in row["reason"]

    def test_guidance_judges_only_when_chosen(self) -> None:
        leaf = metal("lead", 1.2)
        assert verdict(judged(leaf, pack="consumer-rules", on=None), "lead")["verdict"] == "not evaluated"
        chosen = judged(leaf, pack="consumer-rules", on=None, include=frozenset({Kind.GUIDANCE}))
        assert verdict(chosen, "lead")["verdict"] == "probably does not conform"

    def test_a_rule_that_has_ended_is_shown(self) -> None:
        row = verdict(judged({"analyte_key": "7oh", "amount": 0.1}), "7oh-share")
        assert row["rule_state"] == "no longer in force"
        assert verdict(judged({"analyte_key": "7oh", "amount": 0.1}, on=date(2026, 5, 5)), "7oh-share")["verdict"] != "not evaluated"

    def test_a_limit_that_holds_up_to_a_daily_amount(self) -> None:
        chosen: dict[str, Any] = {"pack": "AHPA", "include": frozenset({Kind.GUIDANCE})}
        assert verdict(judged(metal("lead", 1.2), grams_per_day=9.6, **chosen), "lead-per-day")["verdict"] == "not evaluated"
        assert verdict(judged(metal("lead", 1.2), grams_per_day=4.0, **chosen), "lead-per-day")["verdict"] == "conforms"

    def test_a_certificate_without_a_result_says_so(self) -> None:
        row = verdict(judged(metal("lead", 1.0)), "cadmium")
        assert (row["certificate_id"], row["verdict"], row["row"]) == ("c", "not evaluated", -1)
        assert verdict(judged(metal("lead", 1.0), list_missing=False), "lead")["certificate_id"] == "c"

    def test_a_liquid_is_judged_by_the_liquid_half_of_a_rule(self) -> None:
        liquid = {"analyte_key": "7oh", "form": "liquid", "basis": "per_volume", "unit": "mg/mL", "amount": 2.0}
        frame = judged(liquid, pack="US-FL", decision=SIMPLE)
        assert verdict(frame, "7oh-per-volume")["verdict"] == "outside"
        assert "other forms" in verdict(frame, "7oh-3")["reason"]


class TestNonDetects:
    def test_a_loq_above_the_limit_cannot_decide(self) -> None:
        row = verdict(judged(metal("lead", 0, 2.0)), "lead")
        assert row["verdict"] == "cannot decide"
        assert "limit of detection or quantification" in row["reason"]

    def test_a_pass_printed_for_it_is_not_our_verdict(self) -> None:
        row = verdict(judged(metal("lead", 0, 2.0, status="pass")), "lead")
        assert (row["printed_status"], row["verdict"], row["status_agrees"]) == ("pass", "cannot decide", "")

    def test_a_printed_status_is_held_against_ours(self) -> None:
        assert verdict(judged(metal("lead", 3.0, status="pass")), "lead")["status_agrees"] == "differs"
        assert verdict(judged(metal("lead", 0.1, status="pass")), "lead")["status_agrees"] == "agrees"


class TestSpecies:
    def test_a_total_within_bounds_the_species(self) -> None:
        # 0.1 ppm of total arsenic at 9.6 g a day is 0.96 µg against 15 µg of inorganic arsenic
        row = verdict(judged(metal("arsenic", 0.1), pack="USP-2232"), "arsenic-inorganic-per-day")
        assert row["verdict"] == "conforms"
        assert "bounds the species" in row["reason"]

    def test_a_total_above_decides_nothing(self) -> None:
        row = verdict(judged(metal("arsenic", 5.0), pack="USP-2232"), "arsenic-inorganic-per-day")
        assert row["verdict"] == "cannot decide"
        assert "speciation" in row["reason"]

    def test_a_measured_species_comes_before_its_total(self) -> None:
        frame = judged(metal("arsenic", 5.0), metal("arsenic_inorganic", 0.1, row=1), pack="USP-2232")
        assert verdict(frame, "arsenic-inorganic-per-day")["verdict"] == "conforms"


class TestBases:
    def test_a_limit_per_serving_is_refused_without_the_serving(self) -> None:
        row = verdict(judged({"analyte_key": "7oh", "amount": 0.1, "unit": "mg/g"}, pack="US-RI"), "7oh-per-serving")
        assert row["verdict"] == "cannot decide"
        assert "mass of one serving" in row["reason"]

    def test_a_limit_per_serving_with_the_serving(self) -> None:
        row = verdict(judged({"analyte_key": "7oh", "amount": 0.1, "serving_mass_g": 2.5}, pack="US-RI"), "7oh-per-serving")
        assert row["measured_low"] == pytest.approx(0.25)
        assert row["verdict"] == "conforms"

    def test_a_limit_on_dry_matter_needs_the_moisture_to_conform_but_not_to_fail(self) -> None:
        day = date(2026, 1, 1)
        leaf = {"analyte_key": "7oh", "amount": 0.39}
        assert verdict(judged(leaf, pack="US-FL", on=day, decision=SIMPLE), "7oh-2")["verdict"] == "cannot decide"
        # 0.39 / (1 - 0.1) = 0.433 mg/g = 433 ppm dry
        assert verdict(judged(leaf | {"moisture": 0.1}, pack="US-FL", on=day, decision=SIMPLE), "7oh-2")["verdict"] == "outside"
        assert (
            verdict(judged({"analyte_key": "7oh", "amount": 0.41}, pack="US-FL", on=day, decision=SIMPLE), "7oh-2")["verdict"] == "outside"
        )

    def test_of_a_row_in_two_units_one_verdict(self) -> None:
        frame = judged(
            {"certificate_id": "c", "analyte_key": "7oh", "amount": 0.4, "unit_mass_g": 0.5, "units_per_serving": 1.0, "column": 0},
            {"certificate_id": "c", "analyte_key": "7oh", "amount": 0.2, "unit": "mg/serving", "basis": "per_serving", "column": 1},
            pack="US-RI",
        )
        assert verdict(frame, "7oh-per-serving")["column"] == 1
        assert verdict(frame, "7oh")["column"] == 0

    def test_an_unknown_basis_is_never_judged(self) -> None:
        row = verdict(judged({"analyte_key": "7oh", "amount": 0.1, "basis": "unknown", "unit": "%"}, pack="US-RI"), "7oh")
        assert row["verdict"] == "cannot decide"
        assert "does not say what its amount is counted against" in row["reason"]


class TestShares:
    def test_the_7_oh_share_by_both_bounds(self) -> None:
        pair = ({"certificate_id": "c", "analyte_key": "mitragynine", "amount": 4.95}, {"certificate_id": "c", "analyte_key": "7oh"})
        below = pair[1] | {"low": 0.0, "high": 0.1, "qualifier": "lt", "row": 1}
        share = verdict(judged(pair[0], below, pack="US-TX", decision=SIMPLE), "7oh-share")
        assert share["measured_high"] == pytest.approx(1.98, abs=0.001)
        assert share["verdict"] == "within"
        above = pair[1] | {"amount": 0.2, "row": 1}
        share = verdict(judged(pair[0], above, pack="US-TX", decision=SIMPLE), "7oh-share")
        assert share["verdict"] == "cannot decide"  # 3.9 % at most, but unmeasured alkaloids could lower it

    def test_a_concentrate_fails_a_share_whatever_else_it_holds(self) -> None:
        tablet = {"certificate_id": "c", "analyte_key": "7oh", "amount": 60.0}
        assert verdict(judged(tablet, pack="US-TX"), "7oh-share")["verdict"] == "does not conform"

    def test_the_white_leaf_on_floridas_line(self) -> None:
        rows = (
            {"certificate_id": "c", "analyte_key": "mitragynine", "amount": 16.0, "u": 1.0, "form": "powder"},
            {"certificate_id": "c", "analyte_key": "7oh", "amount": 0.16, "u": 0.01, "row": 1, "form": "powder"},
        )
        ratio = verdict(judged(*rows, pack="US-FL"), "mitragynine-to-7oh")
        assert ratio["verdict"] == "cannot decide"
        assert ratio["p_low"] == pytest.approx(0.5)

    def test_synthetic_alkaloids(self) -> None:
        made = verdict(judged({"analyte_key": "mgm15", "amount": 2.0}, pack="US-TX"), "synthetic-alkaloids")
        assert made["verdict"] == "outside"
        leaf = verdict(judged({"analyte_key": "mitragynine", "amount": 15.0}, pack="US-TX"), "synthetic-alkaloids")
        assert leaf["verdict"] == "cannot decide"


class TestMicrobes:
    def test_absence_needs_its_test_portion(self) -> None:
        def found(**more: Any) -> str:
            row = {"analyte_key": "salmonella", "basis": "presence", "qualifier": "absent", "panel": "microbials", **more}
            return str(verdict(judged(row), "salmonella")["verdict"])

        assert found(test_portion="100 g") == "within"
        assert found(test_portion="25 g") == "cannot decide"
        assert found() == "cannot decide"
        assert found(qualifier="present", test_portion="25 g") == "outside"

    def test_a_count_is_judged_on_the_log_scale_with_the_rules_factor(self) -> None:
        count = {"analyte_key": "tymc", "basis": "count_per_mass", "unit": "CFU/g", "amount": 1500, "form": "powder"}
        frame = judged(count, pack="USP-2023", on=None, decision=SIMPLE)
        assert frame[frame["certificate_id"] != ""].set_index("rule_id").loc["tymc", "verdict"] == "within"

    def test_absence_in_a_portion_answers_a_count_limit(self) -> None:
        row = {"analyte_key": "e_coli", "basis": "presence", "qualifier": "absent", "test_portion": "10 g"}
        assert verdict(judged(row, pack="CZ"), "e-coli")["verdict"] == "within"


def test_pah4_is_summed_from_its_members_with_bounds() -> None:
    members = ("benz_a_anthracene", "chrysene", "benzo_b_fluoranthene", "benzo_a_pyrene")
    rows = [{"certificate_id": "c", "analyte_key": key, "amount": 1e-5, "row": n} for n, key in enumerate(members)]
    rows[3] = {"certificate_id": "c", "analyte_key": members[3], "low": 0.0, "high": 2e-5, "qualifier": "lt", "row": 3}
    row = verdict(judged(*rows, pack="CZ", decision=SIMPLE), "pah4")
    assert (row["measured_low"] * 1e6, row["measured_high"] * 1e6) == pytest.approx((30, 50))
    assert row["verdict"] == "within"
    assert verdict(judged(*rows[:3], pack="CZ"), "pah4")["verdict"] == "not evaluated"


def test_prohibited_in_any_amount() -> None:
    assert verdict(judged({"analyte_key": "mgm15", "amount": 0.5}, pack="US-federal"), "mgm15")["verdict"] == "does not conform"
    not_found = {"analyte_key": "mgm15", "low": 0.0, "high": math.inf, "qualifier": "nd"}
    assert verdict(judged(not_found, pack="US-federal"), "mgm15")["verdict"] == "cannot decide"


def test_every_retest_of_a_certificate_is_judged() -> None:
    frame = judged(metal("lead", 1.0), metal("lead", 3.0, row=1))
    assert frame.loc[frame["rule_id"] == "lead", "verdict"].tolist() == ["probably conforms", "does not conform"]


def test_usp_rounds_to_the_digits_of_the_limit_and_both_are_said() -> None:
    # 5.4 µg/day rounds to 5 against "not more than 5"
    row = verdict(judged(metal("lead", 5.4 / 9.6), pack="USP-2232", decision=SIMPLE), "lead-per-day")
    assert row["verdict"] == "outside"
    assert "Rounded to the digits" in row["reason"]
    assert row["rounded_verdict"] == "within"


@pytest.mark.parametrize(
    ("a_day", "verdict_said", "rounded"), [(4.4, "within", "within"), (5.4, "outside", "within"), (5.5, "outside", "outside")]
)
def test_a_rule_that_rounds_gives_the_verdict_on_the_rounded_result_beside_its_own(a_day: float, verdict_said: str, rounded: str) -> None:
    row = verdict(judged(metal("lead", a_day / 9.6), pack="USP-2232", decision=SIMPLE), "lead-per-day")
    assert (row["verdict"], row["rounded_verdict"]) == (verdict_said, rounded)


def test_a_rule_that_does_not_round_says_nothing_of_rounding() -> None:
    assert verdict(judged(metal("lead", 1.0)), "lead")["rounded_verdict"] == ""


def test_where_a_source_is_lost_its_results_lose_their_verdicts_and_what_nobody_measured_stays_untested() -> None:
    frame = judged(metal("lead", 0.1, source_found=False))
    assert [str(rule) for rule in verdict_parts.judged(frame)["rule_id"]] == ["lead"]
    assert verdict(frame, "lead")["reason"].startswith("The source of this result cannot be looked up")
    assert {"cadmium", "salmonella"} <= set(verdict_parts.untested(frame)["rule_id"])


def test_verdicts_are_told_by_certificate_the_newest_first_an_undated_one_last_and_in_each_the_gravest_first() -> None:
    frame = judged(
        metal("lead", 0.01, certificate_id="undated", reported=pd.NaT),
        metal("lead", 0.01, certificate_id="old", reported=pd.Timestamp("2024-02-01")),
        metal("cadmium", 0.01, certificate_id="twin", reported=pd.Timestamp("2026-02-01")),
        metal("cadmium", 0.01, certificate_id="new", reported=pd.Timestamp("2026-02-01")),
        metal("lead", 9.0, certificate_id="new", reported=pd.Timestamp("2026-02-01")),
    )
    told = verdict_parts.judged(frame)
    assert list(zip(told["certificate_id"], told["rule_id"].astype(str), strict=True)) == [
        ("new", "lead"), ("new", "cadmium"), ("twin", "cadmium"), ("old", "lead"), ("undated", "lead"),
    ]  # fmt: skip
    assert told["verdict"].astype(str).tolist()[0] == "does not conform"


@pytest.mark.parametrize(
    ("reason", "uncertainty", "said"),
    [
        ("The result is judged with its uncertainty.", "printed U, k = 2", "Uncertainty printed U, k = 2."),
        ("Both ends of the interval give this verdict.", "assumed: fixed RSD",
         "Both ends of the interval give this verdict. Uncertainty assumed: fixed RSD."),
        ("No uncertainty is known: simple acceptance.", "none", "No uncertainty is known: simple acceptance."),
    ],
)  # fmt: skip
def test_grounds_say_what_a_probability_rests_on_and_not_that_it_rests_on_something(reason: str, uncertainty: str, said: str) -> None:
    assert grounds(reason, uncertainty) == said
