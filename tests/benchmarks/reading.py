"""How well and how fast certificates are read: `python -m tests.benchmarks reading [--truth DIR]`.

By default the project's own specimens; `--truth DIR` takes any folder with `certificates/` and `truth/` (the published reading
shape). Quality and cost for each file (each in its own child process, as in use), confidence against correctness, and time beside
two libraries on the same pages in the same run, on one core: pdfplumber's words and tables, and pdfium listing every character with
its box. All of it in processes forked for each file, as in use: words and libraries are loaded, one specimen of the project is read
(`registry.reading.child.prepare`), and nothing is remembered from another file.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw as raw
from scipy.stats import beta

from registry.datafiles import data_path
from registry.errors import ReadingError, UnknownUnitError
from registry.model.analytes import name_key
from registry.model.evidence import Stage
from registry.model.units import parse_unit
from registry.reading.authenticity import read_facts
from registry.reading.child import prepare
from registry.reading.document import Page
from registry.reading.intake import PDF
from registry.reading.pdf import open_pdf
from registry.reading.pipeline import read_document

BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 1.01)
FROM_PICTURE = {"page-image-only", "text-layer-garbled"}
NON_DETECTS = {"lt_lod": "nd", "absent": "nd"}


@dataclass
class Score:
    """Counts over rows and values; `confident` holds (confidence, right) of every value read."""

    rows_set: int = 0
    rows_read: int = 0
    rows_hit: int = 0
    values_set: int = 0
    values_read: int = 0
    values_hit: int = 0
    wrong: int = 0
    confident: list[tuple[float, bool]] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        for name in ("rows_set", "rows_read", "rows_hit", "values_set", "values_read", "values_hit", "wrong"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.confident += other.confident
        return self

    def figures(self) -> str:
        rows = 2 * self.rows_hit / max(1, self.rows_set + self.rows_read)
        values = 2 * self.values_hit / max(1, self.values_set + self.values_read)
        return f"{rows:9.3f}{values:10.3f}{self.wrong / max(1, self.values_read):9.4f}"


def run(arguments: Sequence[str]) -> int:
    """Print the three tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks reading", description=__doc__)
    parser.add_argument("--truth", type=Path, help="a folder with certificates/ and truth/ in place of the project's specimens")
    parser.add_argument("--no-speed", action="store_true", help="quality and confidence only")
    options = parser.parse_args(arguments)
    pairs = list(_pairs(options.truth))
    prepare()
    _print_quality(pairs)
    if not options.no_speed:
        _print_speed([path for path, _ in pairs if path.suffix.lower() == ".pdf"])
    return 0


def _pairs(folder: Path | None) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Each certificate with what is printed in it, one entry for each sample."""
    certificates, truths = (
        (folder / "certificates", folder / "truth") if folder else (data_path("specimens"), data_path("specimens", "expected"))
    )
    for truth in sorted(truths.glob("*.json")):
        content = json.loads(truth.read_text(encoding="utf-8"))
        found = [path for path in sorted(certificates.glob(f"{truth.stem}.*")) if path.suffix != ".toml"]
        if found:
            yield found[0], content if isinstance(content, list) else [content]


@dataclass(frozen=True)
class Cost:
    """What one file took in a child process of its own: pages, processor seconds, resident memory in MB, whether by OCR."""

    pages: int
    seconds: float
    megabytes: int
    recognised: bool


def _print_quality(pairs: list[tuple[Path, list[dict[str, Any]]]]) -> None:
    print(f"{'certificate':46s}{'rows_f1':>9s}{'values_f1':>10s}{'wrong':>9s}{'pages':>7s}{'s/page':>8s}{'MB':>6s}")
    whole, costs = Score(), []
    for path, expected in pairs:
        score = Score()
        readings, cost = _in_a_child(path)
        costs.append(cost)
        for sample, read in zip(expected, (readings + [[]] * len(expected))[: len(expected)], strict=True):
            score += compare(sample["results"], read)
        print(f"{path.stem[:45]:46s}{score.figures()}{cost.pages:7d}{cost.seconds / max(1, cost.pages):8.2f}{cost.megabytes:6d}")
        whole += score
    print(f"{f'all {len(pairs)}':46s}{whole.figures()}\n")
    for title, recognised in (("text layer", False), ("OCR", True)):
        if chosen := [cost for cost in costs if cost.recognised is recognised]:
            pages, seconds = sum(cost.pages for cost in chosen), sum(cost.seconds for cost in chosen)
            most = max(cost.megabytes for cost in chosen)
            print(f"{title:12s}{pages:5d} pages, {seconds / pages:7.3f} s a page of processor time, {most} MB at most in a child")
    print()
    _print_reliability(whole.confident)


def _in_a_child(path: Path) -> tuple[list[list[dict[str, Any]]], Cost]:
    """The rows of each sample, and what reading cost."""
    out, into = os.pipe()
    if (pid := os.fork()) == 0:
        start = time.process_time()
        try:
            drafts = read_document(path.read_bytes(), path.name)
            recognised = any(finding.code in FROM_PICTURE for draft in drafts for finding in draft.findings)
            told = [[draft.reading()["results"] for draft in drafts], drafts[0].pages, recognised]
        except ReadingError as error:
            told = [[], 1, False]
            print(f"{path.name}: {error.code}", flush=True)
        with os.fdopen(into, "w", encoding="utf-8") as stream:
            json.dump([*told, time.process_time() - start], stream)
        os._exit(0)
    os.close(into)
    with os.fdopen(out, encoding="utf-8") as stream:
        rows, pages, recognised, seconds = json.load(stream)
    _, _, usage = os.wait4(pid, 0)
    return rows, Cost(pages, seconds, usage.ru_maxrss // 1024, recognised)


def compare(expected: list[dict[str, Any]], read: list[dict[str, Any]]) -> Score:
    """Rows paired by panel and name, values by qualifier, number and unit; a value its row does not print is wrong."""
    score = Score(rows_set=len(expected), rows_read=len(read))
    score.values_set = sum(len(row["values"]) for row in expected)
    score.values_read = sum(len(row["values"]) for row in read)
    left = list(read)
    for row in expected:
        names = {_name(name) for name in (row["analyte"], *(row.get("accept") or []))}
        twins = [r for r in left if _name(r["analyte"]) in names]
        if not twins:
            continue
        twin = max(twins, key=lambda r: (r["panel"] == row["panel"], sum(_same(v, w) for v in row["values"] for w in r["values"])))
        left.remove(twin)
        score.rows_hit += 1
        _compare_values(row, twin, score)
    for row in left:  # a repeat under another name ("Moisture Content" for "Moisture") is right where its panel prints the value
        printed = [v for r in expected if r["panel"] == row["panel"] for v in (*r["values"], *(r.get("also_printed") or []))]
        score.confident += [(_sure(v), any(_same(v, p) for p in printed)) for v in row["values"]]
    return score


def _name(text: str) -> str:
    """A name as both sides may print it: text layers give the delta of a symbol font as its Latin letter ("D9-THC")."""
    return name_key(text).replace("delta", "d")


def _compare_values(row: dict[str, Any], read: dict[str, Any], score: Score) -> None:
    printed = list(row["values"])
    for value in read["values"]:
        match = next((v for v in printed if _same(v, value)), None)
        also = any(_same(v, value) for v in row.get("also_printed") or [])
        score.confident.append((_sure(value), match is not None or also))
        if match is not None:
            printed.remove(match)
            score.values_hit += 1
        elif not also:
            score.wrong += 1


def _sure(value: dict[str, Any]) -> float:
    return float(value.get("confidence") or 0.0)


def _same(a: dict[str, Any], b: dict[str, Any]) -> bool:
    kinds = [NON_DETECTS.get(v["qualifier"], v["qualifier"]) for v in (a, b)]
    if kinds[0] != kinds[1]:
        return False
    if kinds[0] not in ("eq", "lt", "gt"):
        return True
    if a["value"] is None or b["value"] is None or abs(a["value"] - b["value"]) > 1e-6 * max(abs(a["value"]), abs(b["value"])):
        return False
    return not a["unit"] or _unit(a["unit"]) == _unit(b["unit"])


def _unit(text: str | None) -> str:
    try:
        unit = parse_unit(text or "")
    except UnknownUnitError:
        return "".join((text or "").split()).casefold()
    return f"{unit.factor} {unit.canonical}"


def _print_reliability(values: list[tuple[float, bool]]) -> None:
    """Share right in each band of confidence, with the lower end of the 95 % interval (Clopper and Pearson)."""
    print(f"{'confidence':16s}{'values':>8s}{'share':>8s}{'right':>9s}{'at least':>10s}")
    for low, high in pairwise(BINS):
        band = [right for sure, right in values if low <= sure < high]
        right = sum(band)
        bound = float(beta.ppf(0.05, right, len(band) - right + 1)) if right else 0.0
        share = right / len(band) if band else float("nan")
        print(f"{low:.2f} to {min(high, 1):.2f}    {len(band):8d}{len(band) / max(1, len(values)):8.3f}{share:9.4f}{bound:10.4f}")
    print()


def _print_speed(paths: list[Path]) -> None:
    """Milliseconds a page on pages with a text layer, and the two ratios."""
    opened = [open_pdf(path.read_bytes(), path.name, other_engine=_picture) for path in paths]
    kept = [
        (path, document)
        for path, document in zip(paths, opened, strict=True)
        if not any(page.stage is Stage.OCR for page in document.pages)
    ]
    files, pages = [(path.read_bytes(), path.name) for path, _ in kept], sum(len(document.pages) for _, document in kept)
    print(f"{len(files)} files with a text layer, {pages} pages ({PDF})")
    works: dict[str, Callable[[bytes, str], object]] = {
        "full reading": read_document,
        "facts of the file": _facts,
        "pdfium characters": _characters,
        "pdfplumber": _plumb,
    }
    times = {name: sum(_seconds(work, *file) for file in files) / pages for name, work in works.items()}
    for name, seconds in times.items():
        print(f"{name:20s}{1000 * seconds:9.1f} ms a page")
    print(f"{times['pdfplumber'] / times['full reading']:.1f} times as fast as pdfplumber words and tables")
    print(f"{times['full reading'] / times['pdfium characters']:.1f} times as long as pdfium listing every character with its box")


def _picture(_page: object, number: int) -> Page:
    """In place of recognition: a page that would be read from its picture."""
    return Page(number, 0, 0, (), stage=Stage.OCR)


def _seconds(work: Callable[[bytes, str], object], data: bytes, name: str) -> float:
    """Processor seconds of one work on one file in a process of its own."""
    if (pid := os.fork()) == 0:
        with contextlib.suppress(ReadingError):
            work(data, name)
        os._exit(0)
    usage = os.wait4(pid, 0)[2]
    return usage.ru_utime + usage.ru_stime


def _facts(data: bytes, name: str) -> None:
    read_facts(data, PDF, name)


def _characters(data: bytes, _name: str) -> None:
    sides = [ctypes.c_double() for _ in range(4)]
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        text = page.get_textpage()
        listed = []
        for index in range(raw.FPDFText_CountChars(text.raw)):
            raw.FPDFText_GetCharBox(text.raw, index, *sides)
            listed.append((raw.FPDFText_GetUnicode(text.raw, index), *(side.value for side in sides)))
    pdf.close()


def _plumb(data: bytes, _name: str) -> None:
    import io

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_words()
            page.extract_tables()
