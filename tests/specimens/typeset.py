"""Sets every specimen of the scenario: ``python -m tests.specimens.typeset [FILE ...]`` writes `data/specimens/`.

Each file gets the reading that anybody must get from it, in `expected/STEM.json`, derived from what was set.
A file with several samples has a list of readings there, in the order of the samples.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from registry.datafiles import data_path
from tests.specimens import exports, layouts_languages, layouts_leaf, layouts_tablet, layouts_type, pictures
from tests.specimens.content import Sample, reading
from tests.specimens.layouts_leaf import Sheet
from tests.specimens.paper import compile_pdf, compile_png
from tests.specimens.scenario import Order, orders

PAPER: dict[str, Callable[[tuple[Order, ...]], Sheet]] = {
    layout.__name__: layout
    for layout in (
        layouts_leaf.summary_boxes,
        layouts_leaf.panel_pages,
        layouts_leaf.half_tables,
        layouts_leaf.transposed,
        layouts_leaf.tall_header,
        layouts_leaf.continued,
        layouts_leaf.two_bases,
        layouts_type.three_across,
        layouts_type.right_names,
        layouts_tablet.tablet_claim,
        layouts_tablet.one_cell_limits,
        layouts_tablet.mixed_table,
        layouts_tablet.not_tested,
        layouts_tablet.one_line,
        layouts_tablet.defects,
        layouts_tablet.two_samples,
        layouts_languages.czech,
        layouts_languages.horizontal_microbiology,
        layouts_languages.german,
        layouts_languages.spanish,
        layouts_languages.french,
        layouts_languages.indonesian,
    )
}
EXPORTS: dict[str, Callable[[tuple[Order, ...]], tuple[bytes, tuple[Sample, ...], int]]] = {
    layout.__name__: layout for layout in (exports.long_csv, exports.wide_xlsx, exports.json_reading)
}
DPI = 200


def make(file: str, samples: tuple[Order, ...]) -> tuple[bytes, list[dict[str, Any]]]:
    """The file's bytes and its expected readings, one for each sample."""
    layout = samples[0].layout
    if layout in PAPER:
        return _on_paper(PAPER[layout](samples), samples[0].picture), readings_of(file, samples)
    content, set_samples, pages = EXPORTS[layout](samples)
    return content, [reading(s, file, pages) for s in set_samples]


def readings_of(file: str, samples: tuple[Order, ...]) -> list[dict[str, Any]]:
    """The expected readings of a file on paper, without setting it."""
    sheet = PAPER[samples[0].layout](samples)
    return [reading(s, file, sheet.pages) for s in sheet.samples]


def _on_paper(sheet: Sheet, picture: str | None) -> bytes:
    if picture is None:
        return compile_pdf(sheet.source)
    (page,) = compile_png(sheet.source, DPI)
    return pictures.scan(page, DPI) if picture == "scan" else pictures.photograph(page)


def expected_json(readings: list[dict[str, Any]]) -> str:
    return json.dumps(readings[0] if len(readings) == 1 else readings, ensure_ascii=False, indent=1) + "\n"


def write(names: list[str]) -> None:
    """Writes the named files (all where none is named) and their expected readings."""
    folder = data_path("specimens")
    (folder / "expected").mkdir(exist_ok=True)
    for file, samples in orders().items():
        if names and file not in names:
            continue
        content, readings = make(file, samples)
        (folder / file).write_bytes(content)
        (folder / "expected" / f"{Path(file).stem}.json").write_text(expected_json(readings), encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1:])
