"""The benchmarks run: small here, in full by `python -m tests.benchmarks assessment` and `coverage`."""

import re

import pytest

from registry.assessment.columns import RESULTS
from tests.benchmarks.assessment import ASKED, ROWS, invented, run
from tests.benchmarks.coverage import run as run_coverage


def test_invented_certificates_have_the_columns_of_results_and_are_specimens() -> None:
    frame = invented(3)
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == RESULTS
    assert len(frame) == 3 * len(ROWS) == 120
    assert frame["specimen"].all()


def test_the_speed_benchmark_prints_its_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--certificates", "500"]) == 0
    said = re.findall(r"([\d,]+) verdicts \(([\d,]+) record by record\): .* times; with citations .* times", capsys.readouterr().out)
    assert len(said) == len(ASKED)
    # the columns also list the rules that judge nothing, a line each
    assert all(0 <= int(columns.replace(",", "")) - int(records.replace(",", "")) < 60 for columns, records in said)


def test_the_coverage_benchmark_prints_every_cell(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_coverage(["--runs", "4"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2 + 27
