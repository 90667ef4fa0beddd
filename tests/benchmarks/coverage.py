"""Do the intervals cover what they promise? Brands and lots are drawn from a known truth and put through the registry's own pooling.

    python -m tests.benchmarks coverage [--runs N]    (5,000 runs a cell take some minutes)

The spread of lots within a product is 1; the spread between brands is `ratio`. With one lot a brand it cannot be estimated and is
stated, as from a measurement uncertainty.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from registry.assessment.pooling import Level, Within, pool

CHUNK = 125


@dataclass(frozen=True)
class Cell:
    brands: int
    lots: int
    ratio: float


CELLS = tuple(Cell(brands, lots, ratio) for brands in (5, 10, 30) for lots in (1, 3, 8) for ratio in (0.3, 1.0, 3.0))


@dataclass(frozen=True)
class Coverage:
    """Shares of runs (mean) or of brands in runs (estimates, ranks) whose 95 % interval holds the truth."""

    mean: float
    estimates: float
    ranks: float


def coverage(cell: Cell, *, runs: int, draws: int, seed: int) -> Coverage:
    random = np.random.default_rng([seed, cell.brands, cell.lots, int(cell.ratio * 10)])
    chunks = [_chunk(cell, min(CHUNK, runs - start), draws, random) for start in range(0, runs, CHUNK)]
    weights = [min(CHUNK, runs - start) for start in range(0, runs, CHUNK)]
    return Coverage(*(float(np.average(column, weights=weights)) for column in zip(*chunks, strict=True)))


def _chunk(cell: Cell, runs: int, draws: int, random: np.random.Generator) -> tuple[float, float, float]:
    truth = random.standard_normal((runs, cell.brands)) * cell.ratio
    lots = truth[:, :, None] + random.standard_normal((runs, cell.brands, cell.lots))
    means = lots.mean(axis=2)
    freedom = cell.brands * (cell.lots - 1)
    squares = ((lots - means[:, :, None]) ** 2).sum(axis=(1, 2))
    within = Within(squares / freedom, float(freedom)) if freedom else Within(np.ones(runs), math.inf)
    level = Level(means, np.full(cell.brands, 1 / cell.lots), np.zeros(runs), 0, 0.0)
    pooled = pool([level], within, random, draws)
    _, low, high = pooled.estimates()
    _, first, last, _ = pooled.ranks()
    rank = np.argsort(np.argsort(-truth, axis=1), axis=1) + 1
    return (
        float(((pooled.mean_low <= 0) & (pooled.mean_high >= 0)).mean()),
        float(((low <= truth) & (truth <= high)).mean()),
        float(((first <= rank) & (rank <= last)).mean()),
    )


def run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks coverage", description="Whether ranking intervals cover the truth.")
    parser.add_argument("--runs", type=int, default=5000)
    runs = parser.parse_args(arguments).runs
    print(f"{runs} runs a cell; shares of 95 % intervals that hold the truth")
    print("brands  lots  between/within   mean   estimates  ranks")
    for cell in CELLS:
        found = coverage(cell, runs=runs, draws=1000, seed=1)
        print(
            f"{cell.brands:6d} {cell.lots:5d} {cell.ratio:12.1f} {found.mean:10.3f} {found.estimates:9.3f} {found.ranks:8.3f}", flush=True
        )
    return 0
