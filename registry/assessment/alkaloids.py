"""Sum and shares of alkaloids, as bounds: what a certificate shows of the 7-OH share, the mitragynine ratio, and synthetic markers.

A statute's share has the alkaloid fraction as its denominator, and a certificate measures only some alkaloids. With h the
7-OH interval and o the intervals of the others (own derivation):

- upper bound of the share: h_high / (h_high + Σ o_low), because anything not measured can only enlarge the denominator;
- lower bound: h_low / (h_low + Σ o_high) where the panel is declared complete, and never less than 7-OH as % w/w of the
  product, because alkaloids cannot exceed the product.

Check: 7-OH below 0.01 % and mitragynine 0.495 % give an upper bound of 1.98 %. No comparison with a natural profile is made:
no cited profile of the plant is on file, so there is not enough data for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.coded import Coded, coded
from registry.assessment.conformity import Decision, SourceCode
from registry.assessment.conformity_columns import Columns, columns_of, ends_of
from registry.assessment.salts import with_free_bases
from registry.assessment.uncertainty import Floats
from registry.model.analytes import load_catalogue
from registry.model.certificate import Panel
from registry.model.salts import salts
from registry.model.units import Basis

MITRAGYNINE: Final = "mitragynine"
SEVEN_OH: Final = "7oh"
TOTAL: Final = "total_mitragyna_alkaloids"
PRINTED_SHARE: Final = "derived:7oh_pct_of_alkaloids"
SYNTHETIC_MARKERS: Final = ("mgm15", "mgm16", "7acetoxymitragynine", "11f_mitragynine", "mitragynine_pseudoindoxyl")
"""Compounds not found in leaf above a trace: a quantified one says that something was made, its absence says nothing."""
_BASES: Final = (
    Basis.MASS_FRACTION,
    Basis.MASS_FRACTION_DRY,
    Basis.PER_VOLUME,
    Basis.PER_SERVING,
    Basis.PER_UNIT,
    Basis.PER_PACKAGE,
)

COMPOSITION: Final[dict[str, str]] = {
    "certificate_id": "string",
    "basis": "string",  # the basis the amounts are in: the first of the usual ones that 7-OH is printed in
    "alkaloids": "int64",  # how many single alkaloids have a result
    "sum_low": "float64",  # canonical unit of `basis`
    "sum_high": "float64",
    "share_low": "float64",  # 7-OH as % of the alkaloids
    "share_high": "float64",
    "u_share_low": "float64",  # standard uncertainty of each bound, 0 where none is known
    "u_share_high": "float64",
    "ratio_low": "float64",  # mitragynine : 7-OH
    "ratio_high": "float64",
    "u_ratio_low": "float64",
    "u_ratio_high": "float64",
    "source": "int8",  # conformity.SourceCode
    "markers_found": "string",  # synthetic markers with a quantified amount, by catalogue key
    "markers_tested": "int64",
}


@cache
def single_alkaloids() -> frozenset[str]:
    """Catalogue keys of single alkaloids: the potency panel without totals, derived figures, kava, and salts (counted as their base)."""
    not_one = ("total_", "derived:", "flavokawain")
    return frozenset(a.key for a in load_catalogue() if a.panel is Panel.POTENCY and a.key not in salts() and not a.key.startswith(not_one))


def compositions(results: pd.DataFrame, decision: Decision, *, complete: bool = False) -> pd.DataFrame:
    """One row (COMPOSITION) for each certificate that reports an alkaloid. `complete`: the panel is declared to hold every alkaloid.

    A bound that does not exist is NaN (no 7-OH result), a ratio without an upper bound is inf. Amounts of one certificate in
    different bases are not added: the first basis in which 7-OH is printed counts. Results whose source is lost do not enter.
    """
    results = with_free_bases(results)
    rows = results[results["analyte_key"].isin(alkaloid_keys()) & results["source_found"].astype(bool)]
    certificate, names = pd.factorize(rows["certificate_id"], sort=True)
    analyte, keys = pd.factorize(rows["analyte_key"])
    basis = coded(rows["basis"])
    found, columns = compose(certificate, analyte, tuple(keys), basis, columns_of(rows), decision, complete=complete)
    out = {"certificate_id": np.asarray(names, dtype=object)[found]} | columns
    return pd.DataFrame(out)[list(COMPOSITION)].astype(COMPOSITION)


@cache
def alkaloid_keys() -> frozenset[str]:
    """Catalogue keys that a composition is made of: single alkaloids, the printed total, the printed share."""
    return single_alkaloids() | {TOTAL, PRINTED_SHARE}


def compose(
    certificate: npt.NDArray[np.intp],
    analyte: npt.NDArray[np.intp],
    keys: tuple[str, ...],
    basis: Coded,
    columns: Columns,
    decision: Decision,
    *,
    complete: bool,
) -> tuple[npt.NDArray[np.intp], dict[str, npt.NDArray[Any]]]:
    """`compositions` of bare columns: the numbers of the certificates that report an alkaloid, and the columns of COMPOSITION for them.

    `analyte` numbers `keys`; rows of other analytes do not matter.
    """
    rank = _rank(basis)
    printed_share = analyte == _position(keys, PRINTED_SHARE)
    single = np.array([*(key in single_alkaloids() for key in keys), False], dtype=bool)[analyte]
    known = ~np.isnan(columns.low) & ~np.isnan(columns.high)
    usable = (single | (analyte == _position(keys, TOTAL)) | printed_share) & known & (printed_share == (rank == _SHARE))
    kept = np.flatnonzero(usable & (rank != _UNKNOWN))
    present = np.bincount(certificate[kept]) > 0
    found, number = np.flatnonzero(present), (np.cumsum(present) - 1)[certificate[kept]]
    chosen = _chosen_basis(number, analyte[kept] == _position(keys, SEVEN_OH), rank[kept], len(found))
    of_basis = (rank[kept] == chosen[number]) | (rank[kept] == _SHARE)
    kept, number = kept[of_basis], number[of_basis]
    amounts = _merged(number, analyte[kept], columns.take(kept), decision, len(found), len(keys))
    table = _Table(len(found), keys, amounts)
    h, m, t, p = (table.of(key) for key in (SEVEN_OH, MITRAGYNINE, TOTAL, PRINTED_SHARE))
    alone = np.array([*(key in single_alkaloids() for key in keys), False], dtype=bool)[amounts.analyte]
    others = table.sums(alone & (amounts.analyte != _position(keys, SEVEN_OH)))
    every = table.sums(alone)
    markers, tested = table.markers()
    return found, {
        "basis": np.array([b.value for b in _BASES] + [Basis.SHARE_OF_ALKALOIDS.value], dtype=object)[chosen],
        "alkaloids": every.count,
        "sum_low": every.low,
        "sum_high": every.high,
        **_share(h, t, p, others, chosen == 0, complete=complete),
        **_ratio(m, h),
        "source": _source(h, p, others).astype(np.int8),
        "markers_found": markers,
        "markers_tested": tested,
    }


_SHARE: Final = -1
"""Rank of a printed share, which is no amount and stands beside any basis."""


_UNKNOWN: Final = -2


def _rank(basis: Coded) -> npt.NDArray[np.int64]:
    """Position of each basis among those an alkaloid is printed in; _SHARE, or _UNKNOWN for any other."""
    order = {b.value: n for n, b in enumerate(_BASES)} | {Basis.SHARE_OF_ALKALOIDS.value: _SHARE}
    ranks = np.array([*(order.get(word, _UNKNOWN) for word in basis.words), _UNKNOWN], dtype=np.int64)
    return np.asarray(ranks[basis.codes])


def _position(keys: tuple[str, ...], key: str) -> int:
    """Number of the analyte, -2 where no certificate reports it."""
    return keys.index(key) if key in keys else -2


def _chosen_basis(
    certificate: npt.NDArray[np.intp], seven_oh: npt.NDArray[np.bool_], rank: npt.NDArray[np.int64], size: int
) -> npt.NDArray[np.int64]:
    """For each certificate the first basis 7-OH is printed in, else the first of any alkaloid; _SHARE where only a share is printed."""
    best = np.full(size, 2 * len(_BASES), dtype=np.int64)
    amount = rank != _SHARE
    np.minimum.at(best, certificate[amount], np.where(seven_oh, rank, rank + len(_BASES))[amount])
    return np.where(best == 2 * len(_BASES), _SHARE, best % len(_BASES))


@dataclass(frozen=True, slots=True)
class _Amounts:
    """Amounts of alkaloids, one for each certificate and analyte, with the standard uncertainty at both ends."""

    certificate: npt.NDArray[np.intp]
    analyte: npt.NDArray[np.intp]
    low: Floats
    high: Floats
    u_low: Floats
    u_high: Floats
    source: npt.NDArray[np.int8]


def _merged(
    certificate: npt.NDArray[np.intp], analyte: npt.NDArray[np.intp], columns: Columns, decision: Decision, size: int, keys: int
) -> _Amounts:
    """The same analyte twice in one certificate (a summary and a table) is one amount with the wider bounds."""
    ends = ends_of(columns, decision)
    source, u_low, u_high = ends.source, ends.u_low, ends.u_high
    place = np.full(size * keys, -1, dtype=np.int64)
    cell = analyte * size + certificate
    cells = np.flatnonzero(np.bincount(cell, minlength=size * keys))
    place[cells] = np.arange(len(cells))
    at = place[cell]
    if len(cells) == len(cell):  # as a rule: no analyte stands twice
        order = np.empty(len(cells), dtype=np.intp)
        order[at] = np.arange(len(cells))
        low, high, top_low, top_high = (values[order] for values in (columns.low, columns.high, u_low, u_high))
        return _Amounts(cells % size, cells // size, low, high, top_low, top_high, source[order])
    low, high = np.full(len(cells), np.inf), np.full(len(cells), -np.inf)
    np.minimum.at(low, at, columns.low)
    np.maximum.at(high, at, columns.high)
    top_low, top_high, worst = np.zeros(len(cells)), np.zeros(len(cells)), np.full(len(cells), 127, dtype=np.int8)
    np.maximum.at(top_low, at, u_low)
    np.maximum.at(top_high, at, u_high)
    np.minimum.at(worst, at, source)
    return _Amounts(cells % size, cells // size, low, high, top_low, top_high, worst)


@dataclass(frozen=True, slots=True)
class _One:
    """One analyte of every certificate; NaN (source: NONE) where it is not reported."""

    low: Floats
    high: Floats
    u_low: Floats
    u_high: Floats
    source: Floats


@dataclass(frozen=True, slots=True)
class _Sums:
    count: Floats
    low: Floats
    high: Floats
    square_low: Floats
    square_high: Floats
    worst: Floats
    best: Floats


@dataclass(frozen=True, slots=True)
class _Table:
    size: int
    keys: tuple[str, ...]
    amounts: _Amounts

    def of(self, key: str) -> _One:
        rows = np.flatnonzero(self.amounts.analyte == _position(self.keys, key))
        where = self.amounts.certificate[rows]
        fields = []
        for name in ("low", "high", "u_low", "u_high", "source"):
            values = np.full(self.size, np.nan)
            values[where] = getattr(self.amounts, name)[rows]
            fields.append(values)
        return _One(*fields)

    def sums(self, rows: npt.NDArray[np.bool_]) -> _Sums:
        a, where = self.amounts, self.amounts.certificate[rows]

        def total(values: Floats) -> Floats:
            return np.asarray(np.bincount(where, values[rows], self.size), dtype=np.float64)

        # A lower bound of zero brings no uncertainty with it.
        worst, best = np.full(self.size, 127.0), np.zeros(self.size)
        counts = rows & (a.low > 0)
        for code in SourceCode:
            found = np.bincount(a.certificate[counts & (a.source == code)], minlength=self.size) > 0
            worst[found], best[found] = np.minimum(worst[found], code), code
        count = np.bincount(where, minlength=self.size).astype(float)
        high = np.where(count > 0, total(a.high), np.inf)
        return _Sums(count, total(a.low), high, total(a.u_low**2), total(a.u_high**2), worst, best)

    def markers(self) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int64]]:
        """Names of the synthetic markers quantified on each certificate, and how many were tested for."""
        marker = np.isin(self.amounts.analyte, [n for n, key in enumerate(self.keys) if key in SYNTHETIC_MARKERS])
        tested = np.bincount(self.amounts.certificate[marker], minlength=self.size)
        found = np.full(self.size, "", dtype=object)
        for row in np.flatnonzero(marker & (self.amounts.low > 0)):
            where, name = self.amounts.certificate[row], self.keys[self.amounts.analyte[row]]
            found[where] = ", ".join(sorted({*filter(None, found[where].split(", ")), name}))
        return found, tested


def _share(h: _One, t: _One, p: _One, others: _Sums, by_mass: npt.NDArray[np.bool_], *, complete: bool) -> dict[str, Floats]:
    """The bounds of 7-OH as % of the alkaloids; a printed total can only make the denominator larger, and a printed share stands in."""
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        rest = np.maximum(others.low, np.nan_to_num(t.low - h.high, nan=0.0, neginf=0.0))
        rest_high = np.where(others.count > 0, others.high, 0.0)
        high = np.where(np.isinf(h.high), 1.0, h.high / (h.high + rest))
        u_high = np.sqrt((rest * h.u_high) ** 2 + h.high**2 * others.square_low) / (h.high + rest) ** 2
        low = np.where(np.isinf(rest_high) | (h.low + rest_high == 0), 0.0, h.low / (h.low + rest_high)) * complete
        u_low = np.sqrt((rest_high * h.u_low) ** 2 + h.low**2 * others.square_high) / (h.low + rest_high) ** 2
    of_product = np.where(by_mass, h.low / 1000, 0.0)
    product_wins = of_product >= low
    shares = {
        "share_low": np.where(product_wins, of_product, low) * 100,
        "share_high": high * 100,
        "u_share_low": np.nan_to_num(np.where(product_wins, np.where(by_mass, h.u_low / 1000, 0.0), u_low)) * 100,
        "u_share_high": np.nan_to_num(u_high) * 100,
    }
    printed = np.isnan(h.low) & ~np.isnan(p.low)
    stated = (p.low, p.high, p.u_low, p.u_high)
    return {
        name: np.where(printed, own, np.where(np.isnan(h.low), np.nan, value))
        for (name, value), own in zip(shares.items(), stated, strict=True)
    }


def _ratio(m: _One, h: _One) -> dict[str, Floats]:
    """Bounds of mitragynine : 7-OH; inf above where 7-OH may be absent."""
    ends = (("low", m.low, m.u_low, h.high, h.u_high), ("high", m.high, m.u_high, h.low, h.u_low))
    out: dict[str, Floats] = {}
    for end, over, u_over, under, u_under in ends:
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.where(np.isinf(under), 0.0, over / under)
            relative = np.sqrt((u_over / over) ** 2 + (u_under / under) ** 2)
            out[f"ratio_{end}"] = ratio
            out[f"u_ratio_{end}"] = np.where(np.isfinite(ratio) & np.isfinite(relative), ratio * relative, 0.0)
    return out


def _source(h: _One, p: _One, others: _Sums) -> Floats:
    """The uncertainty that the figures rest on: none where one contributor has none; of a printed and an assumed one the assumed."""
    known = (h.source > 0) & (others.worst != SourceCode.NONE)
    return np.where(known, np.fmax(h.source, others.best), np.where(np.isnan(h.source), np.nan_to_num(p.source), SourceCode.NONE))
