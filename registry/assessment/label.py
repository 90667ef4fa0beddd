"""Labelled against measured: every comparison that the evidence allows, and why the others are refused.

One measurement meets one claim in the figures: the claim in force. Its meetings with every other version of the claim
stay visible as history. A basis is crossed only by a mass, a density or a count that certificate or label states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.columns import AGGREGATES, CLAIMS, LABEL_LOTS, NOT_COMPARABLE, RESULTS, RETIRED
from registry.assessment.conformity import Decision
from registry.assessment.conformity_columns import Bounds, columns_of, judge_columns
from registry.assessment.crossing import crossings
from registry.assessment.label_figures import brand_figures, by_lot, product_figures
from registry.assessment.salts import CROSSED, claims_of_free_base, with_free_bases
from registry.assessment.tolerance import Tolerance
from registry.model.units import CANONICAL, Basis

TOTAL_ALKALOIDS: Final = "total_mitragyna_alkaloids"
_CROSSABLE: Final = (Basis.MASS_FRACTION, Basis.MASS_FRACTION_DRY, Basis.PER_VOLUME, Basis.PER_SERVING, Basis.PER_UNIT, Basis.PER_PACKAGE)
"""Bases in which a label can state an amount of an alkaloid."""

REFUSALS: Final[dict[str, str]] = {
    "no-amount": "The certificate gives no amount for it (not tested, not reported or illegible).",
    "retired": "The certificate was superseded or withdrawn.",
    "source-lost": "Its source cannot be looked up again, so it supports no verdict.",
    "aggregate": "The figure is an aggregate (a mean or a range over several samples), so it enters no product's or brand's figure.",
    "unbranded": "The sample is not tied to a named brand and product.",
    "repeated": "The same measurement is already counted from another entry of the same report.",
    "no-label": "No label of this product is on record.",
    "no-claim": "The label was seen and states no amount of it.",
    "no-claim-then": "No label of this product had been seen by that date.",
    "measured-basis": "The unit of the measurement does not say what the amount is counted against.",
    "salt": "It is printed as a salt whose molar mass is not on file, so its free base cannot be told.",
    "claim-basis": "The claim does not say whether it is per serving, unit, package or gram, so it is never compared.",
    "claim-amount": "The claim states no amount above zero.",
    "claim-analyte": "The claim does not say which alkaloid it counts.",
    "no-measurement": "No measurement of this product is on record.",
}


@dataclass(frozen=True)
class LabelComparison:
    """Frames: `lots` (columns.LABEL_LOTS, one row a measurement, against the claim in force), `history` (the same columns: every
    measurement against every version of its claim). `method` says in sentences how the figures came about; `products` and `brands`
    are those figures, `not_comparable` is what `refused` makes: all three are made when they are first asked for.
    """

    lots: pd.DataFrame
    history: pd.DataFrame
    refused: Callable[[], pd.DataFrame]
    method: tuple[str, ...]
    tolerance: Tolerance

    @property
    def not_comparable(self) -> pd.DataFrame:
        """columns.NOT_COMPARABLE: measurements and claims that meet nothing, each with the reason."""
        return self.refused()

    @cached_property
    def products(self) -> pd.DataFrame:
        """columns.LABEL_FIGURES, one row for each product within a kind of acquisition."""
        return product_figures(self.lots, self._by_lot, self.tolerance)

    @cached_property
    def brands(self) -> pd.DataFrame:
        """The same for each brand."""
        return brand_figures(self.lots, self._by_lot, self.tolerance)

    @cached_property
    def _by_lot(self) -> pd.DataFrame:
        return by_lot(self.lots)


@dataclass(frozen=True)
class Meetings:
    """Every measurement of one analyte beside the claims of its product: all of a comparison that is the same under every tolerance.

    `pairs` are those whose bases meet, with the `factor` between them; `told` says of each what columns.LABEL_LOTS asks for, save what a
    tolerance decides; `refused` makes columns.NOT_COMPARABLE, once. Claims are those in force `on` a day, or on each certificate's own.
    """

    pairs: pd.DataFrame
    told: pd.DataFrame
    refused: Callable[[], pd.DataFrame]
    on: date | None

    def under(self, tolerance: Tolerance, decision: Decision) -> LabelComparison:
        """The comparison under one tolerance."""
        history = pd.concat([self.told, _judged(self.pairs, tolerance, decision)], axis=1)[list(LABEL_LOTS)]
        lots = history if history["in_force"].all() else history[history["in_force"]].reset_index(drop=True)
        return LabelComparison(lots, history, self.refused, _method(tolerance, decision, self.on), tolerance)


def compare_labels(
    results: pd.DataFrame, claims: pd.DataFrame, *, analyte: str, tolerance: Tolerance, decision: Decision, on: date | None = None
) -> LabelComparison:
    """Compare measured with labelled amounts of one analyte (a catalogue key) under one tolerance: `meetings`, and what it says of them."""
    return meetings(results, claims, analyte=analyte, on=on).under(tolerance, decision)


def meetings(results: pd.DataFrame, claims: pd.DataFrame, *, analyte: str, on: date | None = None) -> Meetings:
    """Bring measured and labelled amounts of one analyte (a catalogue key) together.

    `results` has columns.RESULTS, `claims` has columns.CLAIMS. The claim in force is the latest one seen on or before `on`;
    where `on` is None, on or before each certificate's own date, or else the first one seen after it (and the row says so).
    Specimens and kinds of acquisition are never mixed in one figure. Nothing raises: what cannot be compared stands in
    `not_comparable` with its reason.
    """
    relevant, unspecified = _relevant_claims(claims_of_free_base(claims, analyte), analyte)
    usable = cache(lambda: _usable_results(with_free_bases(results), analyte))
    met = _met(usable()[0], relevant, on) if len(relevant) else _nothing_met()

    @cache
    def refused() -> pd.DataFrame:
        measured, refused_results = usable()
        parts = (
            refused_results,
            _unmatched(measured, met.pairs, met.refused, met.compared[met.compared["in_force"]], unspecified),
            met.refused[met.refused["in_force"]],
            _refused_claims(relevant, unspecified),
            _claims_without_measurement(relevant, measured),
        )
        frames = [_refusal_frame(frame) for frame in parts if len(frame)]
        return pd.concat(frames, ignore_index=True) if frames else _empty(NOT_COMPARABLE)

    return Meetings(met.compared, met.told, refused, on)


class _Met(NamedTuple):
    """Measurements beside claims: all pairs, those whose bases meet, those refused with the missing fact, and what the met ones tell."""

    pairs: pd.DataFrame
    compared: pd.DataFrame
    refused: pd.DataFrame
    told: pd.DataFrame


def _met(measured: pd.DataFrame, claims: pd.DataFrame, on: date | None) -> _Met:
    pairs = _pairs(measured, claims)
    pairs["in_force"] = _in_force(pairs, on)
    compared, refused = _crossed(pairs[pairs["refused_claim"] == ""])
    return _Met(pairs, compared, refused, _told(compared))


@cache
def _nothing_met() -> _Met:
    """What is met where no label names the analyte: known without looking at the measurements."""
    return _met(_empty(RESULTS), _empty(CLAIMS).assign(refused_claim=pd.Series(dtype=object)), None)


# --- what may be compared at all ---------------------------------------------------------------------------------


def _usable_results(results: pd.DataFrame, analyte: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = results[results["analyte_key"] == analyte].reset_index(drop=True)
    low, high = (rows[end].to_numpy(dtype=np.float64, na_value=np.nan) for end in ("low", "high"))
    codes = _first_reason(
        len(rows),
        (
            ("retired", rows["state"].isin(RETIRED)),
            ("source-lost", ~rows["source_found"].astype(bool)),
            ("aggregate", rows["granularity"].fillna("").isin(AGGREGATES)),
            ("unbranded", (rows["brand_key"].fillna("") == "") | (rows["product_key"].fillna("") == "")),
            ("no-amount", np.isnan(low) | np.isnan(high)),
            ("salt", (rows[CROSSED].fillna("") != "") & (rows["basis"] == Basis.UNKNOWN) if CROSSED in rows else np.zeros(len(rows))),
            ("measured-basis", ~rows["basis"].isin([basis.value for basis in _CROSSABLE])),
        ),
    )
    codes = np.where(codes == "", np.where(_repeats(rows, codes), "repeated", ""), codes)
    return rows[codes == ""].reset_index(drop=True), _refused(rows[codes != ""], codes[codes != ""], "measurement")


def _repeats(rows: pd.DataFrame, codes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Rows that repeat a measurement known from another entry; the certificate on file stands before a published copy of it.

    The same measurement: the same laboratory's report number, product, lot, amount and basis; or, where an entry names no report,
    the same amount of the same product and lot on the same day of issue.
    """
    numbered = rows["report_id"].fillna("") != ""
    exact = (rows["low"] == rows["high"]) & (rows["low"] > 0) & rows["reported"].notna()
    order = rows.assign(_published=rows["grade"].fillna("") != "").sort_values("_published", kind="stable").index
    amount = ["product_key", "lot_key", "low", "high", "basis"]
    repeated = np.zeros(len(rows), dtype=bool)
    for identity, known in ((["laboratory", "report_id", *amount], numbered), (["reported", *amount], exact)):
        candidates = rows.loc[order][((codes == "") & known)[order]]
        groups = candidates.groupby(identity, dropna=False, sort=False)
        again = candidates["certificate_id"] != groups["certificate_id"].transform("first")
        if "report_id" not in identity:  # two report numbers are two reports, whatever they agree in
            again &= ~numbered[candidates.index] | (groups["report_id"].transform("first").fillna("") == "")
        repeated[candidates.index[again]] = True
    return repeated


def _relevant_claims(claims: pd.DataFrame, analyte: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What labels say of the analyte, each with the code of why it cannot be compared ("" where it can); and labels that name no alkaloid.

    A label that states no amount, or none that can be compared, takes part in the question of which claim was in force.
    """
    keys = {analyte} | ({"total_alkaloids"} if analyte == TOTAL_ALKALOIDS else set())
    rows = claims[claims["analyte_key"].isin(keys)].reset_index(drop=True)
    unspecified = claims[(claims["analyte_key"] == "not_specified") & (claims["state"] == "claimed")].reset_index(drop=True)
    if rows.empty:
        return rows.assign(refused_claim=pd.Series(dtype=object)), unspecified
    amount = rows["canonical_amount"].to_numpy(dtype=np.float64, na_value=np.nan)
    printed = rows["amount"].to_numpy(dtype=np.float64, na_value=np.nan)
    codes = _first_reason(
        len(rows),
        (
            ("no-claim", rows["state"] != "claimed"),
            ("claim-amount", ~(printed > 0) | ~np.isfinite(printed)),
            ("salt", np.isnan(amount) & rows["note"].fillna("").str.contains("no molar mass of this salt", regex=False)),
            ("claim-basis", ~rows["basis"].isin([basis.value for basis in _CROSSABLE]) | ~(amount > 0)),
        ),
    )
    return rows.assign(refused_claim=codes), unspecified


def _refused_claims(relevant: pd.DataFrame, unspecified: pd.DataFrame) -> pd.DataFrame:
    """Claims that never meet a measurement, with the reason; a label without an amount is a state and no claim."""
    rows = relevant[~relevant["refused_claim"].isin(["", "no-claim"])]
    codes = [*rows["refused_claim"], *(["claim-analyte"] * len(unspecified))]
    return _refused(pd.concat([rows, unspecified], ignore_index=True), np.array(codes, dtype=object), "claim")


def _first_reason(size: int, tests: Iterable[tuple[str, object]]) -> npt.NDArray[np.object_]:
    """The code of the first test that is true of each row, "" where none is."""
    codes = np.full(size, "", dtype=object)
    for code, failed in tests:
        codes[(codes == "") & np.asarray(failed, dtype=bool)] = code
    return codes


# --- measurement meets claim -------------------------------------------------------------------------------------

_CLAIM_COLUMNS: Final = {
    "claim_key": "claim_key",
    "amount": "claim_amount",
    "unit": "claim_unit",
    "basis": "claim_basis",
    "canonical_amount": "claimed",
    "seen_on": "claim_seen_on",
    "source_url": "claim_source_url",
    "note": "claim_note",
}


def _pairs(measured: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Every usable measurement beside every usable claim of its product, real with real and specimen with specimen."""
    renamed = claims[["product_key", "specimen", "refused_claim", *_CLAIM_COLUMNS]].rename(columns=_CLAIM_COLUMNS)
    return measured.merge(renamed, on=["product_key", "specimen"], how="inner").reset_index(drop=True)


def _crossed(pairs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The pairs whose bases meet, one measurement column for each row and claim; and the pairs refused, with the missing fact.

    Where a row is printed in several units, the one in the claim's own basis is used before one that has to be crossed.
    """
    found = crossings(pairs, pairs["claim_basis"])
    order = np.where(np.isnan(found.factor), 2, found.said != "")
    said = found.said
    if CROSSED in pairs:
        said = np.array(["; ".join(filter(None, ways)) for ways in zip(pairs[CROSSED].fillna(""), said, strict=True)], dtype=object)
    pairs = pairs.assign(factor=found.factor, crossing=said, refusal=found.refusal, _crossed=order)
    meeting = ["certificate_id", "row", "claim_key"]
    best = pairs.sort_values([*meeting, "_crossed", "column"], kind="stable").drop_duplicates(meeting).sort_index()
    refused = best[best["_crossed"] == 2]
    return (
        best[best["_crossed"] < 2].reset_index(drop=True),
        _refused(refused, np.full(len(refused), "basis", dtype=object), "measurement", refused["refusal"]),
    )


_DECIDED: Final = ("verdict", "p_low", "p_high", "uncertainty", "reason")
"""The columns of LABEL_LOTS that a tolerance and a decision rule decide."""


def _judged(pairs: pd.DataFrame, tolerance: Tolerance, decision: Decision) -> pd.DataFrame:
    """The verdict on each pair; the claim is carried into the measurement's basis, where its uncertainty lives."""
    target = pairs["claimed"].to_numpy(dtype=np.float64) / pairs["factor"].to_numpy(dtype=np.float64)
    bounds = Bounds(
        lower=target * (np.nan if tolerance.lower is None else tolerance.lower),
        upper=target * (np.nan if tolerance.upper is None else tolerance.upper),
    )
    verdicts = judge_columns(columns_of(pairs), bounds, decision).frame(pairs.index)
    printed = (verdicts["uncertainty"] == "printed U") & (pairs["u_source"].fillna("") != "")
    uncertainty = verdicts["uncertainty"].astype("string").mask(printed, pairs["u_source"].astype("string"))
    return _as(verdicts.assign(uncertainty=uncertainty), {name: LABEL_LOTS[name] for name in _DECIDED})


def _told(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with their shares of the claim."""
    claimed, factor = (pairs[name].to_numpy(dtype=np.float64) for name in ("claimed", "factor"))
    low, high, u = (pairs[name].to_numpy(dtype=np.float64, na_value=np.nan) * factor for name in ("low", "high", "u"))
    measured = {
        "measured_low": low,
        "measured_high": high,
        "share_low": low / claimed,
        "share_high": high / claimed,
        "share_u": u / claimed,
    }
    unit = pairs["claim_basis"].map({basis.value: symbol for basis, symbol in CANONICAL.items()})
    later = pairs["in_force"] & (pairs["claim_seen_on"] > pairs["reported"])
    note = pairs["claim_note"].fillna("")
    remark = (note + " The label was first seen after the certificate's date.").str.strip()
    told = pairs.assign(measured_unit=pairs["unit"], unit=unit, claim_note=note.mask(later, remark), **measured)
    return _as(told, {name: kind for name, kind in LABEL_LOTS.items() if name not in _DECIDED})


def _in_force(pairs: pd.DataFrame, on: date | None) -> npt.NDArray[np.bool_]:
    """Which pair of each measurement has the claim in force; an undated claim counts as the earliest (model.product.claim_in_force).

    Without a day asked for, the certificate's own date counts, and where no label had been seen by then the first one seen afterwards.
    """
    seen = _days(pairs["claim_seen_on"], missing=-_NEVER)
    day = _days(pairs["reported"].fillna(pairs["completed"]), missing=_NEVER) if on is None else np.full(len(pairs), _days_of(on))
    late = seen > day
    order = pairs[["certificate_id", "row", "claim_key"]].assign(late=late, distance=np.abs(day - seen))
    meeting = ["certificate_id", "row"]
    first = order.sort_values([*meeting, "late", "distance"], kind="stable").drop_duplicates(meeting)
    chosen = pd.MultiIndex.from_frame(order[[*meeting, "claim_key"]]).isin(pd.MultiIndex.from_frame(first[[*meeting, "claim_key"]]))
    return chosen if on is None else chosen & ~late


_NEVER: Final = 10_000_000  # days


def _days(column: pd.Series, *, missing: int) -> npt.NDArray[np.int64]:
    days = column.to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(days), missing, days.astype(np.int64))


def _days_of(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _as(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    return frame[list(columns)].astype(columns)


# --- what could not be compared ----------------------------------------------------------------------------------


def _unmatched(
    measured: pd.DataFrame, pairs: pd.DataFrame, crossing_refused: pd.DataFrame, lots: pd.DataFrame, unspecified: pd.DataFrame
) -> pd.DataFrame:
    """Measurements that meet no claim in force, once a row, each with the nearest reason."""
    once = measured.drop_duplicates(_ROW)
    rows = pd.MultiIndex.from_frame(once[_ROW])
    codes = np.where(once["product_key"].isin(unspecified["product_key"]), "claim-analyte", "no-label").astype(object)
    codes[rows.isin(pd.MultiIndex.from_frame(pairs[_ROW]))] = "no-claim-then"
    force = pairs[pairs["in_force"] & (pairs["refused_claim"] != "")].drop_duplicates(_ROW)
    reason = pd.Series(force["refused_claim"].to_numpy(dtype=object), index=pd.MultiIndex.from_frame(force[_ROW]))
    refused = rows.isin(reason.index)
    codes[refused] = reason.reindex(rows[refused]).to_numpy()
    told = crossing_refused.loc[crossing_refused["in_force"], _ROW]
    left = ~rows.isin(pd.MultiIndex.from_frame(lots[_ROW])) & ~rows.isin(pd.MultiIndex.from_frame(told))
    return _refused(once[left], codes[left], "measurement")


_ROW: Final = ["certificate_id", "row"]


def _claims_without_measurement(relevant: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    alone = relevant[(relevant["refused_claim"] == "") & ~relevant["product_key"].isin(measured["product_key"])]
    return _refused(alone, np.full(len(alone), "no-measurement", dtype=object), "claim")


def _refused(rows: pd.DataFrame, codes: npt.NDArray[np.object_], what: str, reasons: pd.Series | None = None) -> pd.DataFrame:
    said = pd.Series([REFUSALS.get(str(code), "") for code in codes], index=rows.index, dtype="string") if reasons is None else reasons
    told = rows[[name for name in rows if name in NOT_COMPARABLE or name in _TOLD_OF]]
    return told.assign(what=what, reason_code=codes, reason=said)


_TOLD_OF: Final = frozenset({"amount", "in_force"})
"""What else is asked of a refused row before it is told."""


def _refusal_frame(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of results or of claims in the shape of NOT_COMPARABLE; a field that a row does not have is empty."""
    if "amount" in rows:
        amount = rows["amount"].map(lambda value: "" if pd.isna(value) else f"{value:g}")
        rows = rows.assign(text=(amount + " " + rows["unit"].fillna("")).str.strip())
    missing = {
        name: pd.Series("" if kind == "string" else pd.NA, index=rows.index, dtype=kind)
        for name, kind in NOT_COMPARABLE.items()
        if name not in rows
    }
    return _as(rows.assign(**missing), NOT_COMPARABLE)


def _empty(columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})


def _method(tolerance: Tolerance, decision: Decision, on: date | None) -> tuple[str, ...]:
    when = f"as of {on.isoformat()}" if on else "on each certificate's own date (or the first one seen after it, which is then said)"
    return (
        f"The claim in force is the latest label seen {when}; every other version stays in the history and enters no figure.",
        "A measurement is counted once, however many versions of the claim it meets.",
        "Amounts meet in the claim's own basis; another is crossed only by a mass, density or count that certificate or label states.",
        "Vendor-supplied, retail-bought, state-sampled and research results stay apart, and specimens never meet real data.",
        f"Tolerance: {tolerance.sentence()}",
        f"Decision rule: {decision.sentence()}",
        "Means are over lots, intervals are 95 % t intervals over lots; of a brand with several products, over product means.",
        "No lot holds less than nothing: an interval that would reach below 0 ends at 0, which leaves out nothing that can be true.",
        "A lot known only as a bound turns the mean into a range without an interval.",
        "Published certificates are a sample chosen by whoever published them.",
    )
