"""How fast 100,000 invented certificates (4 million results) are judged, ranked and examined, beside the record-by-record way.

Seconds are of one core (processor time), so that other work on the machine does not count.

python -m tests.benchmarks assessment             conformity, comparison, ranking, one certificate
python -m tests.benchmarks assessment --coverage  whether the intervals of the ranking cover what they promise (minutes)
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd

from registry.assessment.columns import CLAIMS, RESULTS
from registry.assessment.conformity import Decision
from registry.assessment.crossing import FACTS
from registry.assessment.health import examine
from registry.assessment.judging import Question, verdicts
from registry.assessment.judging import judge as judge_pack
from registry.assessment.label import compare_labels
from registry.assessment.laid_out import LaidOut
from registry.assessment.limits import load_pack
from registry.assessment.ranking import rank_brands, shares
from registry.assessment.tolerance import tolerance_named
from registry.assessment.verdict_frame import verdict_frame
from registry.model.certificate import DraftCertificate
from tests.assessment.one_by_one import Said, judged, speaking
from tests.builders import draft, measurement, quantity, read_text, result

T = TypeVar("T")
CERTIFICATES = 100_000
ASKED = (
    ("US-UT", date(2026, 5, 1)),  # counts, absence in a portion, metals, the 7-OH share, synthetic markers
    ("US-RI", date(2026, 11, 1)),  # amounts by mass and per serving, the 7-OH share
    ("US-FL", date(2026, 11, 1)),  # by form of product, mitragynine : 7-OH
    ("CZ", date(2026, 11, 1)),  # counts and metals
    ("USP-2232", date(2026, 11, 1)),  # doses a day, species bounded by totals
)
"""Packs that hold every kind of limit, each on a day on which it is in force."""
SAMPLE = 1_000
"""Certificates judged record by record; the time of all is extrapolated from them."""
# The forty rows of an invented certificate: analyte, panel, basis, unit, middle of its values in the canonical unit.
_ALKALOIDS = ("mitragynine", "7oh", "speciogynine", "speciociliatine", "paynantheine", "mitraciliatine", "corynantheidine", "corynoxine_a")
_METALS = ("arsenic", "cadmium", "lead", "mercury", "nickel", "chromium")
_MICROBES = ("tamc", "tymc", "coliforms", "bile_tolerant_gnb", "e_coli")
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
    ("salmonella", "microbials", "presence", "", np.nan),
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
        "qualifier": pd.Series(pd.Categorical.from_codes(np.where(np.isnan(value), 2, censored), ["eq", "lt", "absent"])).astype("string"),
        "test_portion": pd.Series(pd.Categorical.from_codes(np.isnan(value).astype(int), ["", "25 g"])).astype("string"),
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


def judged_in_columns(results: pd.DataFrame, questions: Sequence[Question]) -> None:
    """Prints, for every limit of the packs, the seconds of judging in columns and record by record, and how often the one fits the other.

    From the frame of results to a verdict on every row that a limit speaks of, all kinds of limit. Record by record starts from rows
    that are records already, and makes the same verdicts; both are then timed with the citations beside each verdict.
    """
    laid_out, laying = _timed(lambda: LaidOut(results, [asked.pack for asked in questions]))
    print(f"laid out once for {len(questions)} packs: {laying:.2f} s")
    records = _records(results.head(SAMPLE * len(ROWS)))
    scale = len(results) / (len(records) * len(ROWS))
    sums = np.array([laying, laying, 0.0, 0.0])
    for asked in questions:
        found, in_columns = _timed(lambda asked=asked: verdicts(laid_out, asked))  # type: ignore[misc]
        frame, words = _timed(lambda found=found: verdict_frame(found))  # type: ignore[misc]
        plain, one_by_one = _timed(lambda asked=asked: _one_by_one(records, asked, cited=False))  # type: ignore[misc]
        _, cited = _timed(lambda asked=asked: _one_by_one(records, asked, cited=True))  # type: ignore[misc]
        times = np.array([in_columns, in_columns + words, one_by_one * scale, cited * scale])
        sums += times
        print(f"  {asked.pack.code:9}{len(frame):>10,} verdicts ({plain * scale:,.0f} record by record): {_ratios(times)}")
        del frame, found
    print(f"  all, laying out included: {_ratios(sums)}; {_peak_gb():.2f} GB")


def _ratios(seconds: np.ndarray) -> str:
    columns, framed, records, cited = seconds
    verdicts_, citations = f"{records / columns:.0f} times", f"{cited / framed:.0f} times"
    return f"{columns:.2f} s against {records:.1f} s, {verdicts_}; with citations {framed:.2f} s against {cited:.1f} s, {citations}"


def _records(results: pd.DataFrame) -> list[list[dict[str, object]]]:
    """The rows of each certificate as records: what judging reads and what a verdict carries."""
    read = ("certificate_id", "product", "lot", "laboratory", "analyte_key", "form", "basis", "qualifier", "low", "high", "u", *FACTS)
    columns = results[[*read, "row", "column", "test_portion", "text", "unit", "status", "source_url"]]
    rows = [{str(name): value for name, value in row.items()} for row in columns.to_dict("records")]
    return [rows[n : n + len(ROWS)] for n in range(0, len(rows), len(ROWS))]


def _one_by_one(records: Sequence[Sequence[dict[str, object]]], asked: Question, *, cited: bool) -> int:
    """Judges certificate by certificate; `cited` puts the row and the rule beside each verdict. The number of verdicts."""
    rules, count = speaking(asked), 0
    for rows in records:
        found = judged(rows, rules, asked)
        count += len(found)
        if cited:
            by_row = {row["row"]: row for row in rows}
            [_cited(by_row.get(said.row, {}), said, asked) for said in found]
    return count


def _cited(row: dict[str, object], said: Said, asked: Question) -> dict[str, object]:
    rule = said.rule
    told = {"verdict": said.verdict, "p_low": said.p_low, "p_high": said.p_high, "pack": asked.pack.code, "rule_id": rule.id}
    words = {"cite": rule.cite, "quote": rule.quote, "rule": rule.words, "source": rule.source, "limit": rule.canonical_limit}
    return row | told | words | {"from": rule.start, "to": rule.end, "note": rule.note, "unverified": rule.unverified}


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
    decision, questions = Decision(), [Question(load_pack(code), day) for code, day in ASKED]
    results, seconds = _timed(lambda: invented(certificates))
    print(f"{len(results):,} results of {certificates:,} invented certificates, made in {seconds:.1f} s; {_peak_gb():.2f} GB")
    judged_in_columns(results, questions)
    first = questions[0]
    frame, seconds = _timed(lambda: judge_pack(results, first.pack, on=first.on))
    print(f"{first.pack.code} alone, from results to a frame with citations: {len(frame):,} verdicts in {seconds:.2f} s")
    del frame
    compared, seconds = _timed(
        lambda: compare_labels(results, claims_of(results), analyte="mitragynine", tolerance=tolerance_named("90-110"), decision=decision)
    )
    print(f"labelled against measured: {len(compared.lots):,} lots of {len(compared.products):,} products in {seconds:.2f} s")
    ranking, seconds = _timed(lambda: rank_brands(shares(compared.lots), better="near"))
    print(f"ranking {len(ranking.brands):,} brands: {seconds:.2f} s")
    one = results.head(len(ROWS))
    for asked in questions:
        _, seconds = _timed(lambda asked=asked: [judge_pack(one, asked.pack, on=asked.on) for _ in range(20)])  # type: ignore[misc]
        print(f"one certificate against {asked.pack.code}: {seconds / 20 * 1000:.1f} ms")
    drafted = _drafted()
    _, seconds = _timed(lambda: [examine(drafted, date(2026, 11, 1)) for _ in range(20)])
    print(f"health of one certificate with {len(drafted.results)} rows: {seconds / 20 * 1000:.1f} ms")
    print(f"peak memory {_peak_gb():.2f} GB")


def _drafted() -> DraftCertificate:
    """One invented certificate as read, with forty rows."""
    rows = [result(key, measurement("0.123", unit), analyte_key=key, loq=quantity("0.05", unit)) for key, _, _, unit, _ in ROWS]
    return draft(*rows, client=read_text("Customer"))
