"""Results that run on in one line of words: with limit and verdict, as in a bar of totals, and one result behind the other.

"Total Aflatoxins   ND ppb Limit 20 ppb P", "Lead: 0.12 mg/kg Arsenic: <0.01 mg/kg".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from registry.reading.document import Word
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import LINE_JITTER, Cell, cell_of
from registry.reading.layout.loose import LONGEST_LABEL, Statement, is_value, may_label, stated_bound
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape, verdict
from registry.reading.vocabulary import BOUNDS

FEWEST, MOST = 3, 14
"""Words of a value with its limit ("ND Limit 20"), and of the longest such run, its name included."""
_BETWEEN = " ,;:|/–—-·"
"""What parts the pieces of such a run."""
_BRACKETS = "()[]"
_BOUND_OF_RESULT = "<0123456789"
"""What begins the bound of a result that is below it, which is no limit: "ND <0.5"."""

_Names = Callable[[str], bool]


def parted_at_names(cells: Sequence[Cell], is_name: _Names) -> list[Cell]:
    """The cells, those parted that hold several results, each with its name and a colon."""
    out: list[Cell] = []
    for cell in cells:
        cuts = _further_names(cell.words, is_name) if cell.text.count(": ") > 1 else []
        parts = [_cell(cell.words[a:b]) for a, b in pairwise([0, *cuts, len(cell.words)])] if cuts else []
        for part in parts:
            part.text = part.text.rstrip(" .")
        out += parts or [cell]
    return out


def _further_names(words: Sequence[Word], is_name: _Names) -> list[int]:
    """Where the names but the first begin in a run of whole results, each with its name and a colon; none in any other run."""
    colons = [n for n, word in enumerate(words) if word.text.endswith(":") and read_heading(_text(words[n : n + 1])).role not in BOUNDS]
    if not colons or not _is_whole(words[colons[-1] + 1 :]):
        return []
    cuts = []
    for start, colon in pairwise(colons):
        names = range(colon, start, -1)
        at = next((at for at in names if _is_whole(words[start + 1 : at]) and is_name(_text(words[at : colon + 1]))), None)
        if at is None:
            return []
        cuts.append(at)
    return cuts


def _is_whole(words: Sequence[Word]) -> bool:
    """Whether words are a result, with or without its limit and verdict."""
    if sum(word.text.count("(") - word.text.count(")") for word in words):
        return False
    return cell_shape(_text(words)) in VALUE_SHAPES or _parted(words) is not None


def find_run_on(cells: Sequence[Cell], is_name: _Names) -> tuple[list[Statement], list[Cell]]:
    """The results with their limits in one run of words, and the cells that they are read from."""
    statements: list[Statement] = []
    held: list[Cell] = []
    for cell in filter(_may_state_limit, cells):
        line = [c for c in cells if c is not cell and abs(c.baseline - cell.baseline) < LINE_JITTER * cell.size]
        label = max((c for c in line if c.x1 <= cell.x0), key=lambda c: c.x1, default=None)
        named = label is not None and len(label.text) <= LONGEST_LABEL and may_label(label, is_name) and is_name(label.text.rstrip(" :"))
        said = _said(cell, label if named else None, is_name)
        if said is None:
            continue
        chip = min((c for c in line if c.x0 >= cell.x1), key=lambda c: c.x0, default=None)
        judged = said.verdict is None and chip is not None and verdict(chip.text) is not None
        said.verdict = chip if judged else said.verdict
        statements.append(said)
        held += [c for c in (label if said.name is label else None, cell, chip if judged else None) if c is not None]
    return statements, held


def _may_state_limit(cell: Cell) -> bool:
    """Whether a cell is a run of words with a number in it, as few cells are."""
    return FEWEST <= len(cell.words) <= MOST and any(map(str.isdigit, cell.text)) and cell_shape(cell.text) is Shape.TEXT


def _said(cell: Cell, label: Cell | None, is_name: _Names) -> Statement | None:
    """The result that a cell states with its limit, under the name that it begins with or under the label before it."""
    for start in range(len(cell.words) - 1):
        name = _text(cell.words[:start])
        named = ":" not in name and is_name(name) if start else label is not None
        if named and (parts := _parted(cell.words[start:])) is not None:
            value, limit, judged = parts
            return Statement(label if label is not None and not start else _cell(cell.words[:start]), [_cell(value)], judged, limit)
    return None


def _parted(words: Sequence[Word]) -> tuple[Sequence[Word], str, Cell | None] | None:
    """The words of a result, the limit behind it, and the verdict behind that; None for words that are not all that."""
    judged = cell_of(words[-1:]) if words and verdict(_text(words[-1:])) is not None else None
    rest = words[:-1] if judged else words
    for n in range(len(rest) - 1, 0, -1):
        limit = stated_bound(_text(rest[n:])) if rest[n].text[0] not in _BOUND_OF_RESULT else None
        label = _text(rest[n:]).removesuffix(limit) if limit is not None else ""
        if limit is not None and (not label or read_heading(label).exact) and is_value(_text(rest[:n])):
            return rest[:n], limit, judged
    return None


def _text(words: Sequence[Word]) -> str:
    text = " ".join([word.text for word in words]).strip(_BETWEEN)
    whole = text.count("(") == text.count(")") and text.count("[") == text.count("]")
    return text if whole and text[:1] not in _BRACKETS else text.strip(_BETWEEN + _BRACKETS)


def _cell(words: Sequence[Word]) -> Cell:
    cell = cell_of([word for word in words if word.text.strip(_BETWEEN)])
    cell.text = _text(words)
    return cell
