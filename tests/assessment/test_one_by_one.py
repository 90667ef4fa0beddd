"""The judging of columns says of any frame what judging one record after another says."""

import math
from collections import defaultdict
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.assessment.conformity import Decision
from registry.assessment.judging import Question, judge
from registry.assessment.laid_out import LaidOut
from registry.assessment.limits import load_pack
from registry.assessment.uncertainty import UncertaintyModel
from registry.model.measurement import Qualifier
from registry.model.units import Basis
from tests.assessment.frames import results
from tests.assessment.one_by_one import judged, speaking

PACKS = ("US-UT", "US-RI", "US-FL", "US-TX", "CZ", "USP-2232", "USP-2023", "US-CA-Prop-65", "US-federal")
numbers = st.sampled_from([math.nan, 0.0, 1e-9, 5e-4, 1.2e-3, 0.4, 1.0, 30.0, 1e4, 1e6])
tops = st.sampled_from([0.0, 0.0, 0.0, 0.1, math.inf])
keys = st.sampled_from(
    [
        *("mitragynine", "7oh", "paynantheine", "total_mitragyna_alkaloids", "mgm15"),
        *("lead", "arsenic", "arsenic_inorganic", "salmonella", "tymc", "e_coli"),
    ]
)
FORMS = {"a": "powder", "b": "liquid", "c": "unknown"}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    top = row.pop("more")
    return row | {"high": row["low"] + top, "form": FORMS[row["certificate_id"]]}


rows = st.fixed_dictionaries(
    {
        "certificate_id": st.sampled_from(["a", "b", "c"]),
        "analyte_key": keys,
        "basis": st.sampled_from(["mass_fraction"] * 4 + [basis.value for basis in Basis]),
        "qualifier": st.sampled_from(["eq"] * 4 + [qualifier.value for qualifier in Qualifier]),
        "low": numbers,
        "more": tops,
        "u": st.sampled_from([math.nan, math.nan, 0.01, 1e-5]),
        "unit_mass_g": st.sampled_from([math.nan, 0.0, 0.6]),
        "serving_mass_g": st.sampled_from([math.nan, 2.4]),
        "moisture": st.sampled_from([math.nan, 0.1]),
        "test_portion": st.sampled_from(["", "10 g", "25 g"]),
        "column": st.integers(0, 1),
    }
).map(_row)
frames = st.lists(rows, min_size=1, max_size=10).map(
    lambda many: results(*({**row, "row": n if not row["column"] else max(0, n - 1)} for n, row in enumerate(many)))
)


@settings(max_examples=60, deadline=None)
@given(
    frames,
    st.sampled_from(PACKS),
    st.sampled_from([None, date(2026, 11, 1)]),
    st.sampled_from([UncertaintyModel.HORWITZ, UncertaintyModel.NONE]),
)
def test_columns_and_records_give_the_same_verdicts(frame: pd.DataFrame, pack: str, on: date | None, model: UncertaintyModel) -> None:
    asked = Question(load_pack(pack), on, decision=Decision(model=model))
    told = judge(frame, asked.pack, on=on, decision=asked.decision)
    told = told[(told["certificate_id"].astype("string").fillna("") != "") & told["rule_id"].isin([rule.id for rule in speaking(asked)])]
    columns: dict[tuple[str, str, int, int], list[Any]] = defaultdict(list)
    for row in told.to_dict("records"):
        columns[row["certificate_id"], row["rule_id"], row["row"], row["column"]].append((row["verdict"], row["p_low"], row["p_high"]))
    records: dict[tuple[str, str, int, int], list[Any]] = defaultdict(list)
    for certificate, group in frame.groupby("certificate_id", sort=False):
        for said in judged(group.to_dict("records"), speaking(asked), asked):
            chances = tuple(math.nan if p is None else p for p in (said.p_low, said.p_high))
            records[str(certificate), said.rule.id, said.row, said.column].append((said.verdict.value, *chances))
    assert columns.keys() == records.keys()
    for key, found in columns.items():
        for one, other in zip(found, records[key], strict=True):
            assert one[0] == other[0], (key, one, other)
            assert one[1:] == pytest.approx(other[1:], abs=1e-9, nan_ok=True), (key, one, other)


def test_results_laid_out_for_several_packs_are_judged_as_for_each_alone() -> None:
    frame = results({"amount": 15.0}, {"analyte_key": "7oh", "amount": 0.2, "row": 1}, {"analyte_key": "lead", "amount": 1e-3, "row": 2})
    packs = [load_pack(code) for code in PACKS]
    laid_out = LaidOut(frame, packs)
    for pack in packs:
        pd.testing.assert_frame_equal(judge(laid_out, pack, on=None), judge(frame, pack, on=None))
