"""What becomes of bad files: the corpus of bombs, loops and breaks, and broken copies of the project's own specimens of every kind.

python -m tests.benchmarks bad_files                 the corpus, then 2,000 mutants (half an hour on two cores)
python -m tests.benchmarks bad_files --mutants 200   fewer
"""

from __future__ import annotations

import argparse
import io
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image

from registry.datafiles import data_path
from registry.reading import sandbox
from tests.reading import badfiles
from tests.reading.test_bad_files import CORPUS, LIMITS

SPECIMENS = {
    "s12_horizontal_microbiology.pdf": 10,
    "s11_mixed_table.pdf": 10,
    "s05_czech.pdf": 10,
    "s03_half_tables.pdf": 10,
    "s17_export.csv": 10,
    "s18_export.xlsx": 10,
    "s19_export.json": 10,
}
"""Specimens with their parts of all mutants; pictures have the rest."""
PICTURES = {"JPEG": 5, "PNG": 5, "TIFF": 5, "WEBP": 5, "HEIF": 5, "PDF": 5}
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
    ends: dict[str, Counter[str]] = defaultdict(Counter)
    start = time.monotonic()
    slowest = 0.0
    files = list(_files(count))
    for outcome in sandbox.read_many(files, limits=MUTANT_LIMITS):
        code = outcome.error.code if outcome.error else "read"
        ends[outcome.name.rpartition(".")[2]][code] += 1
        slowest = max(slowest, outcome.seconds)
    seconds = time.monotonic() - start
    print(
        f"\n{len(files)} mutants in {seconds:.0f} s, the slowest {slowest:.1f} s (allowed {MUTANT_LIMITS.seconds:.0f}, and as much for OCR)"
    )
    print(
        f"the process that asked for them, {os.getpid()}, lives; {sandbox.read_safely(_sound(), 'whole.pdf')[0].pages} page read after them"
    )
    codes = sorted({code for counts in ends.values() for code in counts}, key=lambda code: -sum(c[code] for c in ends.values()))
    print(f"{'ends with':24s}" + "".join(f"{kind:>7s}" for kind in ends) + f"{'all':>7s}")
    for code in codes:
        numbers = [ends[kind][code] for kind in ends]
        print(f"{code:24s}" + "".join(f"{number:7d}" for number in numbers) + f"{sum(numbers):7d}")


def _files(count: int) -> Iterator[tuple[str, bytes]]:
    originals = {name: (data_path("specimens", name).read_bytes(), part) for name, part in SPECIMENS.items()}
    originals |= {f"photograph.{kind.lower()}": (_picture(kind), part) for kind, part in PICTURES.items()}
    parts = sum(part for _, part in originals.values())
    for which, (name, (original, part)) in enumerate(originals.items()):
        stem, _, ending = name.rpartition(".")
        for number, data in enumerate(badfiles.mutants(original, round(count * part / parts), seed=which)):
            yield f"{stem} {number}.{ending}", data


def _picture(kind: str) -> bytes:
    """A strip of the photographed specimen in the kind's coding; TIFF has two pages of it."""
    strip = Image.open(data_path("specimens", "s16_photograph.jpg")).convert("RGB").crop((200, 220, 1640, 620)).resize((720, 200))
    out = io.BytesIO()
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.from_pillow(strip).save(out, quality=70)
    elif kind == "TIFF":
        strip.save(out, kind, save_all=True, append_images=[strip])
    else:
        strip.save(out, kind)
    return out.getvalue()


def _sound() -> bytes:
    return data_path("specimens", next(iter(SPECIMENS))).read_bytes()
