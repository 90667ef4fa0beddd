"""The benchmarks run: small here, in full by `python -m tests.benchmarks assessment` and `coverage`."""

import re

import pytest

from registry.assessment.columns import RESULTS
from tests.benchmarks.assessment import ROWS, invented, run
from tests.benchmarks.coverage import run as run_coverage


def test_invented_certificates_have_the_columns_of_results_and_are_specimens() -> None:
    frame = invented(3)
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == RESULTS
    assert len(frame) == 3 * len(ROWS) == 120
    assert frame["specimen"].all()


def test_the_speed_benchmark_prints_its_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--certificates", "500"]) == 0
    assert re.search(r"one record after another .* times as long", capsys.readouterr().out)


def test_the_coverage_benchmark_prints_every_cell(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_coverage(["--runs", "4"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2 + 27
