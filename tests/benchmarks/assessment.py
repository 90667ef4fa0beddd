"""How fast 100,000 invented certificates (4 million results) are judged, ranked and examined, beside the record-by-record way.

Seconds are of one core (processor time), so that other work on the machine does not count.

python -m tests.benchmarks assessment             conformity, comparison, ranking, one certificate
python -m tests.benchmarks assessment --coverage  whether the intervals of the ranking cover what they promise (minutes)
"""

from __future__ import annotations

import argparse
import math
import resource
import time
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

import numpy as np
import pandas as pd

from registry.assessment.columns import CLAIMS, RESULTS
from registry.assessment.conformity import Conformity, Decision, Observation, Requirement, judge
from registry.assessment.conformity_columns import Bounds, Columns, columns_of, judge_columns
from registry.assessment.crossing import cross, facts_of
from registry.assessment.health import examine
from registry.assessment.judging import judge as judge_pack
from registry.assessment.label import compare_labels
from registry.assessment.limits import Kind, Quantity, Rule, RulePack, load_pack
from registry.assessment.ranking import rank_brands, shares
from registry.assessment.tolerance import tolerance_named
from registry.errors import BasisError
from registry.model.certificate import DraftCertificate
from registry.model.units import Basis, PackFacts, convert
from tests.builders import draft, measurement, quantity, read_text, result

T = TypeVar("T")
CERTIFICATES = 100_000
PACK, DAY = "US-RI", date(2026, 11, 1)
RECORDS = 40_000
"""Results judged one by one; the time of all is extrapolated from them."""
# The forty rows of an invented certificate: analyte, panel, basis, unit, middle of its values in the canonical unit.
_ALKALOIDS = ("mitragynine", "7oh", "speciogynine", "speciociliatine", "paynantheine", "mitraciliatine", "corynantheidine", "corynoxine_a")
_METALS = ("arsenic", "cadmium", "lead", "mercury", "nickel", "chromium")
_MICROBES = ("tamc", "tymc", "coliforms", "enterobacteriaceae", "bile_tolerant_gnb", "e_coli")
_SOLVENTS = (
    "ethanol",
    "methanol",
    "isopropanol",
    "acetone",
    "ethyl_acetate",
    "n_hexane",
    "n_heptane",
    "acetonitrile",
    "toluene",
    "xylenes",
)
_PESTICIDES = (
    "aldicarb",
    "carbofuran",
    "chlordane",
    "chlorpyrifos",
    "coumaphos",
    "dichlorvos",
    "dimethoate",
    "fipronil",
    "imazalil",
    "propoxur",
)
ROWS = [
    *((key, "potency", "mass_fraction", "mg/g", 10.0 / 4**n) for n, key in enumerate(_ALKALOIDS)),
    *((key, "heavy_metals", "mass_fraction", "ppm", 4e-4) for key in _METALS),
    *((key, "microbials", "count_per_mass", "CFU/g", 5e3) for key in _MICROBES),
    *((key, "residual_solvents", "mass_fraction", "ppm", 0.2) for key in _SOLVENTS),
    *((key, "pesticides", "mass_fraction", "ppm", 1e-4) for key in _PESTICIDES),
]


def invented(certificates: int, seed: int = 1) -> pd.DataFrame:
    """A RESULTS frame of invented certificates with forty results each, a third of them non-detects."""
    random = np.random.default_rng(seed)
    size, rows = certificates * len(ROWS), len(ROWS)
    keys, panels, bases, units, middles = (np.array(column) for column in zip(*ROWS, strict=True))
    number = np.repeat(np.arange(certificates), rows)
    value = np.tile(middles.astype(float), certificates) * random.lognormal(0, 0.7, size)
    censored = random.random(size) < np.tile(np.where(panels == "potency", 0.05, 0.4), certificates)
    product, brand = random.integers(0, 5000, certificates), None
    brand = product // 10
    columns: dict[str, object] = {
        "certificate_id": pd.Series(pd.Categorical.from_codes(number, [f"c{n:06d}" for n in range(certificates)])).astype("string"),
        "specimen": np.ones(size, dtype=bool),
        "brand_key": _names("brand", brand[number], 500),
        "brand": _names("Brand", brand[number], 500),
        "product_key": _names("product", product[number], 5000),
        "product": _names("Product", product[number], 5000),
        "lot_key": pd.Series(pd.Categorical.from_codes(number, [f"l{n:06d}" for n in range(certificates)])).astype("string"),
        "low": np.where(censored, 0.0, value),
        "high": value,
        "reported": np.datetime64("2026-01-01", "ns") + np.repeat(random.integers(0, 300, certificates), rows).astype("timedelta64[D]"),
        "serving_mass_g": np.repeat(random.choice([1.2, 2.4, np.nan], certificates), rows),
        "row": np.tile(np.arange(rows), certificates),
        "qualifier": pd.Series(pd.Categorical.from_codes(censored.astype(int), ["eq", "lt"])).astype("string"),
    }
    for name, words in (("analyte_key", keys), ("analyte", keys), ("panel", panels), ("basis", bases), ("unit", units)):
        found, codes = np.unique(words, return_inverse=True)
        columns[name] = pd.Series(pd.Categorical.from_codes(np.tile(codes, certificates), found)).astype("string")
    same = {"state": "published", "acquisition": "specimen", "granularity": "lot", "form": "powder", "laboratory": "Specimen Works"}
    same |= {"source_found": True}
    empty = {"string": "", "float64": np.nan, "int64": 0, "bool": False, "Int64": 1}
    for name, kind in RESULTS.items():
        if name not in columns:
            blank = pd.NaT if kind.startswith("datetime") else same.get(name, empty.get(kind))
            columns[name] = pd.Series([blank], dtype=kind).array.take(np.zeros(size, dtype=np.intp))
    return pd.DataFrame({name: columns.pop(name) for name in RESULTS}, copy=False)


def _names(word: str, codes: np.ndarray, count: int) -> pd.Series:
    return pd.Series(pd.Categorical.from_codes(codes, [f"{word}-{n}" for n in range(count)])).astype("string")


def conformity(results: pd.DataFrame, pack: RulePack, decision: Decision) -> tuple[int, float, float]:
    """Every limit on an amount of the pack, from the same amounts: carried into the result's basis and judged.

    Verdicts, and the seconds in columns and one record after another (extrapolated from RECORDS of each limit).
    """
    judged, in_columns, one_by_one = 0, 0.0, 0.0
    for rule in pack.rules:
        if rule.kind is not Kind.LIMIT or rule.quantity is not Quantity.AMOUNT or rule.basis is None:
            continue
        rows = results[results["analyte_key"] == rule.analyte]
        columns, facts, limit = columns_of(rows), facts_of(rows), float(rule.canonical_limit or 0)
        basis, wanted = rows["basis"].to_numpy(dtype=object), np.full(len(rows), rule.basis.value, dtype=object)
        start = time.process_time()
        factor = cross(basis, wanted, facts).factor
        judge_columns(columns, Bounds(upper=limit / factor, upper_strict=rule.comparator == "<"), decision)
        in_columns += time.process_time() - start
        judged += len(rows)
        records = [_record(columns, rows, n) for n in range(min(RECORDS // 8, len(rows)))]
        start = time.process_time()
        for observation, own, stated in records:
            _judged(observation, own, stated, rule, limit, decision)
        one_by_one += (time.process_time() - start) * len(rows) / len(records)
    return judged, in_columns, one_by_one


def _record(columns: Columns, rows: pd.DataFrame, n: int) -> tuple[Observation, Basis, PackFacts]:
    mass = rows["serving_mass_g"].iat[n]
    observation = Observation(float(columns.low[n]), float(columns.high[n]), None, "", 1e-3, False, bool(columns.censored[n]))
    return observation, Basis(rows["basis"].iat[n]), PackFacts(serving_mass_g=None if math.isnan(mass) else Decimal(repr(float(mass))))


def _judged(observation: Observation, basis: Basis, facts: PackFacts, rule: Rule, limit: float, decision: Decision) -> Conformity | str:
    try:
        factor = float(convert(Decimal(1), basis, rule.basis or basis, facts))
    except BasisError as refused:
        return refused.what
    return judge(observation, Requirement(None, limit / factor, False, rule.comparator == "<"), decision)


def claims_of(results: pd.DataFrame) -> pd.DataFrame:
    """An invented claim of mitragynine for every product."""
    one = results.drop_duplicates("product_key")
    amount = np.full(len(one), 10.0)
    stated = {
        "claim_key": one["product_key"],
        "analyte_key": "mitragynine",
        "state": "claimed",
        "amount": amount,
        "canonical_amount": amount,
    }
    frame = one[["brand_key", "brand", "product_key", "product", "form", "specimen"]].assign(
        **stated, unit="mg/g", basis="mass_fraction", serving_text="", seen_on=pd.NaT, source_url="", note=""
    )
    return frame[list(CLAIMS)].astype(CLAIMS).reset_index(drop=True)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    out = work()
    return out, time.process_time() - start


def _peak_gb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks assessment", description="How fast results are assessed.")
    parser.add_argument("--certificates", type=int, default=CERTIFICATES)
    _speed(parser.parse_args(arguments).certificates)
    return 0


def _speed(certificates: int) -> None:
    decision, pack = Decision(), load_pack(PACK)
    results, seconds = _timed(lambda: invented(certificates))
    print(f"{len(results):,} results of {certificates:,} invented certificates, made in {seconds:.1f} s; {_peak_gb():.2f} GB")
    judged, in_columns, one_by_one = conformity(results, pack, decision)
    print(f"conformity for every limit on an amount of {PACK}: {judged:,} verdicts in {in_columns:.2f} s")
    print(f"  one record after another {one_by_one:.1f} s: {one_by_one / in_columns:.0f} times as long")
    verdicts, seconds = _timed(lambda: judge_pack(results, pack, on=DAY, decision=decision))
    print(f"the whole pack, from results to a frame with citations: {len(verdicts):,} verdicts in {seconds:.2f} s; {_peak_gb():.2f} GB")
    del verdicts
    compared, seconds = _timed(
        lambda: compare_labels(results, claims_of(results), analyte="mitragynine", tolerance=tolerance_named("90-110"), decision=decision)
    )
    print(f"labelled against measured: {len(compared.lots):,} lots of {len(compared.products):,} products in {seconds:.2f} s")
    ranking, seconds = _timed(lambda: rank_brands(shares(compared.lots), better="near"))
    print(f"ranking {len(ranking.brands):,} brands: {seconds:.2f} s")
    one = results.head(len(ROWS))
    _, seconds = _timed(lambda: [judge_pack(one, pack, on=DAY, decision=decision) for _ in range(20)])
    print(f"one certificate against the pack: {seconds / 20 * 1000:.1f} ms")
    drafted = _drafted()
    _, seconds = _timed(lambda: [examine(drafted, DAY) for _ in range(20)])
    print(f"health of one certificate with {len(drafted.results)} rows: {seconds / 20 * 1000:.1f} ms")
    print(f"peak memory {_peak_gb():.2f} GB")


def _drafted() -> DraftCertificate:
    """One invented certificate as read, with forty rows."""
    rows = [result(key, measurement("0.123", unit), analyte_key=key, loq=quantity("0.05", unit)) for key, _, _, unit, _ in ROWS]
    return draft(*rows, client=read_text("Customer"))
