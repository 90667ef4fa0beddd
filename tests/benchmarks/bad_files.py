"""What becomes of bad files: the corpus of bombs, loops and breaks, and byte-flipped copies of the project's own specimens.

python -m tests.benchmarks bad_files                 the corpus, then 2,000 mutants (half an hour on two cores)
python -m tests.benchmarks bad_files --mutants 200   fewer
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from registry.datafiles import data_path
from registry.reading import sandbox
from tests.reading import badfiles
from tests.reading.test_bad_files import CORPUS, LIMITS

SPECIMENS = ("s12_horizontal_microbiology.pdf", "s11_mixed_table.pdf", "s05_czech.pdf", "s03_half_tables.pdf")
MUTANT_LIMITS = replace(LIMITS, seconds=10, ocr_seconds_per_page=10)


def run(arguments: Sequence[str]) -> int:
    """Print both tables; 1 where a file ended otherwise than the corpus allows."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks bad_files", description=__doc__)
    options.add_argument("--mutants", type=int, default=2000)
    count = options.parse_args(arguments).mutants
    wrong = _corpus()
    _mutants(count)
    return 1 if wrong else 0


def _corpus() -> int:
    wrong = 0
    print(f"{'file':44s}{'MB':>8s}{'seconds':>9s}  ends with")
    for title, bad in CORPUS.items():
        data = bad.make()
        (outcome,) = sandbox.read_many([(bad.name, data)], limits=LIMITS, password=bad.password)
        code = outcome.error.code if outcome.error else None
        said = (
            code
            or f"{len(outcome.drafts[0].results)} rows; {', '.join(f.code for f in outcome.drafts[0].findings if f.code in bad.findings)}"
        )
        print(f"{title:44s}{len(data) / 2**20:8.2f}{outcome.seconds:9.2f}  {said}")
        wrong += code not in (bad.codes or (None,))
    return wrong


def _mutants(count: int) -> None:
    ends: Counter[str] = Counter()
    start = time.monotonic()
    slowest = 0.0
    for outcome in sandbox.read_many(list(_files(count)), limits=MUTANT_LIMITS):
        ends[outcome.error.code if outcome.error else "read"] += 1
        slowest = max(slowest, outcome.seconds)
    print(f"\n{sum(ends.values())} mutants in {time.monotonic() - start:.0f} s, the slowest {slowest:.1f} s")
    for code, number in ends.most_common():
        print(f"  {code:24s}{number:6d}")


def _files(count: int) -> Iterator[tuple[str, bytes | Path]]:
    for which, specimen in enumerate(SPECIMENS):
        original = data_path("specimens", specimen).read_bytes()
        for number, data in enumerate(badfiles.mutants(original, count // len(SPECIMENS), seed=which)):
            yield f"{specimen} {number}.pdf", data
