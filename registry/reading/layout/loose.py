"""Results outside tables: `Total THC: 19.25%` in a line, a figure in a box above or below its label, a row without a heading."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from registry.errors import NumberFormatError
from registry.model.printed import ParsedLimit, parse_limit
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import LINE_JITTER, Cell, cell_of, join_cells, lines_of
from registry.reading.shapes import Shape, cell_shape
from registry.reading.single_tests import has_no_unit
from registry.reading.vocabulary import BOUNDS, Role
from registry.remembered import remembered

BOX_REACH = 3.6
"""In sizes of the larger print: how far a figure in a box stands from its label."""
BESIDE_REACH = 64
"""In sizes: how far behind its label a figure may stand at the right edge of its column."""
LONGEST_LABEL = 60
_DECIMAL = re.compile(r"\d{1,2}[.,]\d+")
_BRACKET = re.compile(r"\s*[()]\s*")
_NO_FIGURE = re.compile(r"[^\d.,<>≤≥~\s]")
_BEGUN = re.compile(r"(?i)(?:total|sum of|total \w+|other|water|foreign|loss on|max(?:imum)? \w+)")
"""A label that says nothing yet."""
_GOES_ON = re.compile(r"(?i)per\b|\(")
_STATEMENT = re.compile(r"(?P<name>[^:=]{2,60}?)\s*[:=]\s*(?P<value>[^:;=]{1,40})")
_TOTAL = re.compile(r"(?i)(?P<name>(?:total|sum of)\s[^\d:=]{2,40}?)\s+(?P<value>(?:[<>]\s*)?\d[\d.,]*\s*[^\s\d]\S{0,11})")
"""A total with its figure and unit in one run of words: "Total THC 17.71 %"."""
_SENTENCE = re.compile(r"[a-z)]{2,}\. |\b(?:LOQ|LOD|MDL|RL)$")
_BEHIND_A_SENTENCE = re.compile(r":\s.*[^\W\d_]{2,}\. ")
"""What a label never holds: another one with its own words and their full stop, "Overall result: PASS. Mitragynine loss"."""
_SENTENCE_END = re.compile(r"(?:\d|%|/g|/kg)\.$")
_ENDS_BARE = re.compile(r"[:=]\s*[<>]?\d[\d.,]*$")
_FORMULA = re.compile(r"[=×*]\s*\(?\d?|\+\s*\(?\d*\.\d|\+\s*\(")
"""A sum of two names is no formula: "Total 7-OH + Mitragynine"."""


@dataclass(slots=True, eq=False)
class Statement:
    """One result that stands by itself: its label, its values, a verdict and a limit printed with it."""

    name: Cell
    values: list[Cell]
    verdict: Cell | None = None
    limit: str | None = None
    boxed: bool = field(default=False)
    listed: bool = field(default=False)
    """Whether it stands in a list of results, whatever its name."""
    lod: str | None = None
    loq: str | None = None
    claim: str | None = None
    """What the label claims, where that is printed with it."""


def find_statements(cells: Sequence[Cell], is_name: Callable[[str], bool]) -> list[Statement]:
    """The loose results among `cells`; `is_name` tells an analyte's name from any other label."""
    out: list[Statement] = []
    rest: list[Cell] = []
    for cell in _with_units(cells, is_name):
        whole = _with_unit_below(cell, cell, cells) if _ENDS_BARE.search(cell.text) else cell
        parts = _sentences(whole)
        statements = [statement for part in parts if (statement := _in_one_cell(part, is_name)) is not None]
        if statements:
            out += statements
        else:
            rest += parts if whole is cell else _sentences(cell)
    labels = _labels(rest, is_name)
    words = [c for c in rest if read_heading(c.text).role in (Role.LOD, Role.LOQ)]
    figures = [c for c in rest if _is_figure(c) and not (words and _stands_behind(c, words))]
    homes: dict[int, list[Cell]] = {}
    boxed: list[Cell] = []
    bare: list[Cell] = []
    for figure in figures:
        home = _beside(figure, labels, rest)
        if home is not None:
            homes.setdefault(id(home), []).append(figure)
        elif is_value((whole := _with_unit_under(figure, rest)).text):
            boxed.append(whole)
        else:
            bare.append(figure)
    for held in homes.values():
        boxed += _of_larger_print(held)
    judged = {key for key, held in homes.items() if all(cell_shape(f.text) is Shape.VERDICT for f in held)}  # "Moisture PASS" over "8.4 %"
    free = [label for label in labels if id(label) not in homes or id(label) in judged]
    for figure in boxed:
        home = _over_or_under(figure, free)
        if home is not None and (id(home) not in judged or cell_shape(figure.text) is not Shape.VERDICT):
            homes.setdefault(id(home), []).append(figure)
    for figure in bare:
        home = _over_or_under(figure, free)
        if home is not None and has_no_unit(home.text):
            homes.setdefault(id(home), []).append(figure)
    for label in (label for label in labels if id(label) in homes):
        values = sorted((_with_unit_below(figure, label, rest) for figure in homes[id(label)]), key=lambda c: c.x0)
        out.append(_statement(label, values, rest))
    out = [statement for statement in out if statement.values]
    return sorted((_with_bounds_behind(statement, rest) for statement in out), key=lambda s: (s.name.baseline, s.name.x0))


def _stands_behind(figure: Cell, words: Sequence[Cell]) -> bool:
    """Whether a figure stands right behind a word for a limit of detection or quantitation, and so is that limit: "LOD  0.10 mg/g"."""
    return any(0 <= figure.x0 - w.x1 < figure.size and abs(figure.baseline - w.baseline) < LINE_JITTER * figure.size for w in words)


_OWN_UNIT = re.compile(r"[%A-DF-WYZa-df-wyzµμ]")
"""Letters of a unit; x and e stand in numbers too."""
UNIT_REACH = 10.0
"""In sizes: how far behind its figure a unit may stand in a column of its own."""


def _with_units(cells: Sequence[Cell], is_name: Callable[[str], bool]) -> list[Cell]:
    """The cells, a figure joined with the unit that stands behind it in its line: "14,9 (± 1,5)" and "g/kg"."""
    joined: dict[int, Cell] = {}
    taken: set[int] = set()
    for line in lines_of(cells):
        for lead, figure, unit in zip(line, line[1:], line[2:], strict=False):
            apart = unit.x0 - figure.x1
            if (
                may_label(lead, is_name)
                and cell_shape(figure.text) in (Shape.NUMBER, Shape.WORD)
                and cell_shape(unit.text) is Shape.UNIT
                and (not _OWN_UNIT.search(figure.text) or cell_shape(figure.text) is Shape.WORD)
                and apart < UNIT_REACH * figure.size
            ):
                joined[id(figure)] = join_cells([figure, unit])
                taken.add(id(unit))
    return [joined.get(id(c), c) for c in cells if id(c) not in taken]


def _sentences(cell: Cell) -> list[Cell]:
    """A cell parted behind each figure that ends a sentence: "Total THC (THC + 0.877*THCA): 61.85 %. Total CBD: 0.04 %."."""
    ends = [n + 1 for n, word in enumerate(cell.words) if word.text.endswith(".") and _SENTENCE_END.search(word.text)]
    if not ends:
        return [cell]
    cuts = [0, *(n for n in ends if n < len(cell.words)), len(cell.words)]
    parts = [cell_of(cell.words[a:b]) for a, b in pairwise(cuts)]
    for part in parts:
        part.text = part.text.rstrip(". ")
    return parts


def _in_one_cell(cell: Cell, is_name: Callable[[str], bool]) -> Statement | None:
    """`Moisture: 10.7%` as label and value."""
    match = (_STATEMENT.fullmatch(cell.text) if ":" in cell.text or "=" in cell.text else None) or _TOTAL.fullmatch(cell.text)
    if (
        match is None
        or len(cell.words) > 12
        or not is_name(match["name"])
        or _SENTENCE.search(match["name"])
        or _states_limit(match["name"])
    ):
        return None
    if match["name"].count("(") > match["name"].count(")"):
        return None  # a remark in a title: "Alkaloids (LOQ: 0.05 mg/g)"
    whole = match["value"].strip()
    texts = [whole] if is_value(whole) else [t.strip() for t in _BRACKET.split(whole) if t.strip()]
    plain = has_no_unit(match["name"]) and _DECIMAL.fullmatch(whole) is not None
    if not texts or whole.startswith(_ALLOWS) or not (plain or all(map(is_value, texts))):
        return None
    count = len(match["name"].rstrip(" :=").split())
    name, value = cell.words[:count], [w for w in cell.words[count:] if w.text not in (":", "=")]
    if not value:
        return None
    label, figures = cell_of(name), [cell_of(value) for _ in texts]
    label.text = match["name"].strip()
    for figure, text in zip(figures, texts, strict=True):
        figure.text = text
    return Statement(label, figures)


def _states_limit(text: str) -> bool:
    """Whether a text begins as a heading of limits does: "LOQ for all plate counts", "Detection limit of coliforms"."""
    words = text.split()
    begins = (read_heading(" ".join(words[:n])) for n in range(1, min(4, len(words))))
    return any(heading.exact and heading.role in BOUNDS for heading in begins)


def is_value(text: str) -> bool:
    """Whether the text is a number with its unit, a word in a number's place or a verdict."""
    shape = cell_shape(text)
    if shape is Shape.NUMBER:
        return _NO_FIGURE.search(text) is not None
    return shape in (Shape.WORD, Shape.VERDICT)


def _is_figure(cell: Cell) -> bool:
    return is_value(cell.text) or (cell_shape(cell.text) is Shape.NUMBER and "." in cell.text)


def may_label(cell: Cell, is_name: Callable[[str], bool]) -> bool:
    """Whether a cell is words, or a name that is a unit too: "aw", "pH:"."""
    shape = cell_shape(cell.text)
    return shape is Shape.TEXT or (is_name(cell.text.rstrip(" :")) and (shape is Shape.UNIT or cell.text.endswith(":")))


def _labels(cells: Sequence[Cell], is_name: Callable[[str], bool]) -> list[Cell]:
    """Cells that name an analyte, a label on two lines joined."""
    out: list[Cell] = []
    joined: set[int] = set()
    lower = sorted([(c.baseline, place) for place, c in enumerate(cells) if cell_shape(c.text) is Shape.TEXT])
    for cell in cells:
        if (
            id(cell) in joined
            or not may_label(cell, is_name)
            or len(cell.text) > LONGEST_LABEL
            or len(cell.words) > 7
            or _FORMULA.search(cell.text)
            or _BEHIND_A_SENTENCE.search(cell.text)
        ):
            continue
        start, end = bisect_right(lower, (cell.baseline + 0.8 * cell.size,)), bisect_right(lower, (cell.baseline + 1.5 * cell.size,))
        below = next((c for c in (cells[place] for place in sorted([p for _, p in lower[start:end]])) if _stacked(cell, c)), None)
        if (
            below is not None
            and len(below.text) < 25
            and not below.text.endswith(":")
            and (_asks_for_more(cell.text) or _GOES_ON.match(below.text))
            and not (_has_figure(cell, cells) and _has_figure(below, cells))
        ):
            whole = join_cells([cell, below])
            if is_name(whole.text):
                joined.add(id(below))
                out.append(whole)
                continue
        if is_name(cell.text.rstrip(" :")):
            out.append(cell)
    return out


def _has_figure(label: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a figure stands on a label's own line, which makes it a result by itself."""
    return any(c.x0 > label.x1 and abs(c.baseline - label.baseline) < 0.2 * label.size and _is_figure(c) for c in cells)


def _stacked(a: Cell, b: Cell) -> bool:
    return abs(a.middle - b.middle) < a.size or abs(a.x0 - b.x0) < 0.3 * a.size


def _asks_for_more(text: str) -> bool:
    return _BEGUN.fullmatch(text.strip()) is not None


def _beside(figure: Cell, labels: Sequence[Cell], cells: Sequence[Cell]) -> Cell | None:
    """The label on a figure's left in its line, with nothing between them."""
    size = figure.size
    left = [
        label
        for label in labels
        if label.words[0].baseline - 0.4 * size < figure.baseline < label.words[-1].baseline + 0.4 * size
        and label.x1 <= figure.x0 < label.x1 + BESIDE_REACH * size
    ]
    if not left:
        return None
    nearest = max(left, key=lambda label: label.x1)
    between = [
        c
        for c in cells
        if nearest.x1 <= c.x0 and c.x1 <= figure.x0 and abs(c.baseline - figure.baseline) < 0.4 * size and not _is_figure(c)
    ]
    return None if between else nearest


LARGER = 1.4
"""So many times the usual print is that of a figure in a box."""


def _of_larger_print(figures: list[Cell]) -> list[Cell]:
    """Take out of a line's figures those in much larger print than its others: a box beside the list, as high as this line."""
    usual = min(f.size for f in figures)
    larger = [f for f in figures if f.size > LARGER * usual]
    figures[:] = [f for f in figures if f not in larger]
    return larger


def _with_unit_below(figure: Cell, label: Cell, cells: Sequence[Cell]) -> Cell:
    """A figure beside its label with the unit that the next line begins with: "Total CBD/Container : 810.67" over "mg"."""
    if is_value(figure.text):
        return figure
    below = (c for c in cells if 0.8 * figure.size < c.baseline - figure.baseline < 1.6 * figure.size and _is_unit(c))
    unit = next((c for c in below if _stacked(label, c) or c.overlap(figure.x0, figure.x1) > 0), None)
    return join_cells([figure, unit]) if unit is not None else figure


def _with_unit_under(figure: Cell, cells: Sequence[Cell]) -> Cell:
    """A bare number of a card with the unit that stands right under it."""
    if is_value(figure.text):
        return figure
    below = (c for c in cells if 0.8 * figure.size < c.baseline - figure.baseline < UNDER * figure.size and _stacked(figure, c))
    unit = min(filter(_is_unit, below), key=lambda c: c.baseline, default=None)
    return join_cells([figure, unit]) if unit is not None else figure


def _is_unit(cell: Cell) -> bool:
    """Whether a cell is a unit, and not the name of what has none ("pH")."""
    return cell_shape(cell.text) is Shape.UNIT and cell.text.casefold() != "ph"


UNDER = 1.8
"""In sizes: how far under its figure a unit stands in a card."""


def _over_or_under(figure: Cell, labels: Sequence[Cell]) -> Cell | None:
    """The nearest label above or below a figure in a box."""
    best: tuple[float, Cell] | None = None
    for label in labels:
        size = max(figure.size, label.size)
        rise = (
            abs(label.words[-1].baseline - figure.baseline) if label.baseline < figure.baseline else abs(label.baseline - figure.baseline)
        )
        shared = label.overlap(figure.x0, figure.x1)
        if rise > BOX_REACH * size or shared < -2.2 * label.size:
            continue
        distance = rise / size + (0.0 if shared > 0 else 0.3)
        if best is None or distance < best[0]:
            best = (distance, label)
    return best[1] if best else None


@remembered(4096)
def stated_bound(text: str) -> str | None:
    """The limit that a text beside a result states: "NMT 1,000 CFU/g", "limit 10", "Limit: ≤ 1.0"; None for anything else."""
    text = text.strip()
    if not any(map(str.isdigit, text)):
        return None  # nearly always
    if (named := named_bound(text)) is not None:
        return named
    limit = _parsed_limit(text)
    return text if limit is not None and limit.comparator in ("<=", "<") else None


def named_bound(text: str) -> str | None:
    """The limit that a text names one: "limit 10", "Limit: ≤ 1.0"; None for anything else."""
    labelled = _LABELLED_BOUND.fullmatch(text)
    if labelled is None or read_heading(labelled["label"]).role is not Role.LIMIT:
        return None
    return labelled["bound"] if _parsed_limit(labelled["bound"]) is not None else None


def named_detection(text: str) -> tuple[Role, str] | None:
    """The LOD or LOQ that a text names one: "LOQ: 0.01", "(LOD 0.3 mg/kg)"; None for anything else."""
    labelled = _LABELLED_BOUND.fullmatch(text.strip("()[]")) if any(map(str.isdigit, text)) else None
    heading = read_heading(labelled["label"]) if labelled else None
    if labelled is None or heading is None or heading.role not in (Role.LOD, Role.LOQ) or not heading.exact:
        return None
    return (heading.role, labelled["bound"]) if _parsed_limit(labelled["bound"]) is not None else None


def _parsed_limit(text: str) -> ParsedLimit | None:
    """The most that is allowed; None where a text states no such amount."""
    try:
        limit = parse_limit(text)
    except NumberFormatError:
        return None
    return limit if limit.value is not None and limit.minimum is None else None


_LABELLED_BOUND = re.compile(r"(?P<label>[^\d<>≤≥:]+?)[:\s]+(?P<bound>[<≤]?\s*\d.*)")


_LIMIT = re.compile(r"(?i)(?:limit:?\s*([<≤]?\s*\d\S*(?: \S+)?)|([<≤]?\s*\d\S*(?: \S+)?)\s*limit)")


def _statement(label: Cell, figures: list[Cell], cells: Sequence[Cell]) -> Statement:
    top, bottom = min([label.baseline, *(f.baseline for f in figures)]), max([label.baseline, *(f.baseline for f in figures)])
    x0, x1 = min([label.x0, *(f.x0 for f in figures)]), max([label.x1, *(f.x1 for f in figures)])
    inside = [c for c in cells if top <= c.baseline <= bottom and c.overlap(x0, x1) > 0 and c is not label]
    verdict = next((c for c in [*figures, *inside] if cell_shape(c.text) is Shape.VERDICT), None)
    limit = next(
        (m[1] or m[2] for c in inside if (m := _LIMIT.fullmatch(c.text))),
        None,
    )
    values = [f for f in figures if cell_shape(f.text) is not Shape.VERDICT] or figures
    bounds = [f for f in values if f.text.startswith(_ALLOWS)]
    values = [f for f in values if f not in bounds] or [f for f in figures if f not in bounds]
    limit = limit or next((f.text for f in bounds if stated_bound(f.text)), None)
    return Statement(label, values, verdict, limit, boxed=top != bottom)


BEHIND_REACH = 4.0
"""In sizes: how far behind a result on its line limit and verdict may stand."""


NAMED_REACH = 26.0
"""In sizes: how far behind a result a limit of detection may stand that names itself."""


def _with_bounds_behind(statement: Statement, cells: Sequence[Cell]) -> Statement:
    """The result with the limit and verdict that follow it on its line: "Fraction: 0.54 %   (specification NMT 2.0 %)   Pass".

    A limit of detection that names itself may stand further behind: "Lead   0.51 mg/kg       LOQ: 0.005".
    """
    figure = statement.values[-1]
    end = figure.x1
    level = [c for c in cells if abs(c.baseline - figure.baseline) < LINE_JITTER * figure.size and c.x0 >= end]
    level.sort(key=attrgetter("x0"))
    near = bool(level) and not statement.boxed and level[0].x0 - end < NAMED_REACH * figure.size
    named = named_detection(level[0].text) if near else None
    if named is not None and named[0] is Role.LOQ:
        statement.loq = statement.loq or named[1]
    elif named is not None:
        statement.lod = statement.lod or named[1]
    if not statement.name.words[-1].text.endswith(":"):
        return statement
    for cell in level:
        bound = stated_bound(cell.text.strip("()[]"))
        judges = bound is None and cell_shape(cell.text) is Shape.VERDICT
        if cell.x0 - end > BEHIND_REACH * figure.size or not (bound or judges):
            break
        statement.limit = statement.limit or bound
        statement.verdict = statement.verdict or (cell if judges else None)
        end = cell.x1
    return statement


_ALLOWS = ("≤", "≥")
"""Signs of what is allowed, which no result bears."""
