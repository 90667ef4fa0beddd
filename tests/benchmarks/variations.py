"""Whether reading what was set stays exact over many more settings than the tests draw.

python -m tests.benchmarks variations                 2,000 of each kind (about two minutes)
python -m tests.benchmarks variations --count 200     fewer
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from registry.errors import ReadingError
from registry.reading.pipeline import read_document
from tests.specimens.agreement import differences
from tests.specimens.arrangement import set_arrangement
from tests.specimens.content import reading
from tests.specimens.layouts_leaf import Sheet
from tests.specimens.paper import compile_pdf
from tests.specimens.test_variations import arrangements, variations
from tests.specimens.variation import set_variation

SHOWN = 5


def run(arguments: Sequence[str]) -> int:
    """Print how many of each kind were read exactly, and the first that were not; 1 where one was not."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks variations", description=__doc__)
    options.add_argument("--count", type=int, default=2000)
    count = options.parse_args(arguments).count
    wrong = _drawn("fonts, units and languages", variations, set_variation, count)
    wrong += _drawn("arrangements", arrangements, set_arrangement, count)
    return 1 if wrong else 0


def _drawn(title: str, strategy: SearchStrategy[Any], set_page: Callable[[Any], Sheet], count: int) -> int:
    wrong: list[tuple[Any, list[str]]] = []
    drawn = 0

    @settings(
        max_examples=count, deadline=None, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(strategy)
    def each(setting: Any) -> None:
        nonlocal drawn
        drawn += 1
        if found := _differences(set_page(setting)):
            wrong.append((setting, found))

    each()
    print(f"{title:32s}{drawn - len(wrong):6d} of {drawn} read exactly")
    for setting, found in wrong[:SHOWN]:
        print(f"  {setting}\n    {found[:3]}")
    return len(wrong)


def _differences(sheet: Sheet) -> list[str]:
    try:
        (draft,) = read_document(compile_pdf(sheet.source), "varied.pdf")
    except ReadingError as error:
        return [error.code]
    return differences(reading(sheet.samples[0], "varied.pdf", 1), draft.reading())
