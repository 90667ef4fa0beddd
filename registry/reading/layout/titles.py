"""Titles of sections: the short lines that name a panel, and which of them stands over a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from registry.model.analytes import load_catalogue
from registry.model.certificate import Panel
from registry.model.units import Basis, parse_unit
from registry.reading.control_words import no_results
from registry.reading.head.fields import OTHER, label_key, load_fields
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import Cell
from registry.reading.panels import tells_trade, title_panel
from registry.reading.shapes import Shape, cell_shape
from registry.reading.unit_exceptions import without_exceptions
from registry.reading.vocabulary import Role, sentence_words, unit_text
from registry.remembered import remembered

LONGEST_TITLE = 80
MOST_WORDS = 14
SENTENCE_WORDS = 6
SURE_LABEL = 3
"""The rank of labels that name their field and nothing else."""


@dataclass(frozen=True, slots=True, eq=False)
class Title:
    """A line that names a panel, or says that what follows is no result."""

    cell: Cell
    panel: Panel | None
    quality_control: bool
    heads_rows: bool = False
    """Whether it stands over some rows of a table, with others above it or below: "4. Elements (µg/g)" before "5. Microbes"."""

    @property
    def unit(self) -> str | None:
        """The unit that stands in the title, e.g. "Heavy Metals (ppm)", "Pesticides, all units ppm", "Water Activity (aw)"."""
        return unit_of_title(self.cell.text)


@remembered(1024)
def unit_of_title(text: str) -> str | None:
    """The unit that a title states for all that stands under it."""
    return stated_unit(text) or _pure_number(text)


BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SAYS_UNIT = re.compile(
    r"(?i)\b(?:units?|results?|values?|concentrations?|amounts?)\b(?:\s+(?:are|is))?"
    r"(?:\s+(?:reported|expressed|given|stated|listed|shown))?\s*(?:in|as|[:=])?\s+(.+)"
)
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
"""What stands in brackets at the end and was no unit: "Residual solvents, ppm (GC-MS)"."""
_AT_END = re.compile(r"(?:\s[-–—|]|[,:]|\bin)\s+(\S+(?: \S+){0,2})$|^(?:[^\W\d]+ ){1,3}([^\W\d]+/[^\W\d]+)$")
"""A unit behind a sign or "in", or one with a stroke behind words alone: "Microbiology CFU/mL"."""


def stated_unit(text: str) -> str | None:
    """The unit that a title or the line below it states for all results: in brackets, after "units" or "in", behind a dash."""
    for match in BRACKETED.finditer(text):
        if (unit := _plain_unit(without_exceptions(match[1])) or stated_unit(match[1])) is not None:
            return unit
    if (says := _SAYS_UNIT.search(text)) is not None:
        words = says[1].split()
        for count in (3, 2, 1):
            if (unit := _plain_unit(" ".join(words[:count]))) is not None:
                return unit
    end = _AT_END.search(_REMARK.sub("", text))
    if end and (unit := _plain_unit(end[1] or end[2])) is not None:
        return unit
    clauses = map(str.strip, _CLAUSES.split(BRACKETED.sub("", text))[1:])  # "Pesticides, ppm (LC-MS/MS), LOQ 0.01"
    return next(filter(None, (*map(_plain_unit, clauses), *map(_clause_unit, _CLAUSES.split(text)))), None)


def _pure_number(text: str) -> str | None:
    """What a pure number is called, in brackets behind the one thing that is counted so: "Water Activity (aw)", "pH (SU)"."""
    last = BRACKETED.search(text)
    unit = unit_text(last[1]) if last is not None and last.end() == len(text.rstrip(" :.")) else None
    if last is None or unit is None or load_catalogue().match(text[: last.start()].strip()) is None:
        return None
    return unit if parse_unit(unit).basis is Basis.PURE_NUMBER else None


def unit_of_line(cell: Cell) -> str | None:
    """The unit that a line over a table states; of a long one only what a label says: "Method: EN 15662 Units: mg/kg Analyzed: ..."."""
    first = cell.text.partition("; ")[0]  # "Angaben in mg/kg; HG = Höchstgehalt nach ..."
    if len(first.split()) <= MOST_WORDS and (unit := stated_unit(first)) is not None:
        return unit
    words = [word.text for word in cell.words]
    labels = (n for n, word in enumerate(words, start=1) if word.endswith(":") and read_heading(word[:-1]).role is Role.UNIT)
    parts = (" ".join(words[n : n + count]) for n in labels for count in (2, 1))
    return next(filter(None, map(_plain_unit, parts)), None)


def unit_of_note(text: str) -> str | None:
    """The unit in which a note below a table says that its results are: "Counts and limits in CFU/g. ND: not detected"."""
    for sentence in _SENTENCES.split(text):
        said = next((part for part in (sentence, sentence.partition(": ")[2]) if part.casefold().startswith(_result_words())), "")
        words = said.split()
        for n in range(1, min(len(words), MOST_WORDS)):
            if any(map(str.isdigit, words[n - 1])):
                break  # an amount itself
            behind = words[n - 1].endswith(":") or words[n - 1].casefold() in sentence_words("counted_in")
            unit = next(filter(None, (_plain_unit(" ".join(words[n : n + count])) for count in (3, 2, 1))), None) if behind else None
            if unit is not None:
                return unit
    return None


@cache
def _result_words() -> tuple[str, ...]:
    return tuple(word + end for word in sentence_words("results") for end in (" ", ": "))


_SENTENCES = re.compile(r"[.;]\s+")
_CLAUSES = re.compile(r"[,;]\s+")


def _clause_unit(text: str) -> str | None:
    """A share named by a clause of its own: "mg per serving (1 tablet)" in "Found, mg per serving (1 tablet); HPLC-UV"."""
    clause = _REMARK.sub("", text)
    return _plain_unit(clause) if _PER.search(clause) else None


_PER = re.compile(r"/| per ")


def _plain_unit(text: str) -> str | None:
    """A unit of a concentration or count; a bare "g" or "mg" is a mass that a title mentions."""
    return unit_text(text.rstrip(" .")) if len(text) > 2 or text == "%" else None


def find_titles(cells: Sequence[Cell]) -> list[Title]:
    """The titles among `cells`, top to bottom; what stands on a line of the certificate's head is none."""
    out = []
    for cell in cells:
        if (
            cell.text.startswith(":")
            or len(cell.text) > LONGEST_TITLE
            or len(cell.words) > MOST_WORDS
            or cell_shape(cell.text) is not Shape.TEXT
        ):
            continue
        panel, bad = title_panel(cell.text), no_results(cell.text) and not _is_sentence(cell)
        if (panel is not None or bad) and not tells_trade(cell.text) and not _in_head(cell, cells):
            out.append(Title(cell, panel, bad))
    return out


_HEAD_FIELDS = frozenset({"report_id", "sample_id", "product_name", "client", "lot", "matrix", "collected", "received", "reported"})


def _in_head(cell: Cell, cells: Iterable[Cell]) -> bool:
    """True for a fact on one line with labels of the head: "Extract Solvent   Ethanol   Expiry Date   May 2, 2028"."""
    beside = [c for c in cells if abs(c.baseline - cell.baseline) < 0.35 * c.size and c is not cell]
    return any(_is_head_label(c, any(cell_shape(o.text) is Shape.DATE and o.x0 > c.x1 for o in beside)) for c in beside)


def _is_head_label(cell: Cell, dated: bool) -> bool:
    fields, key = load_fields(), label_key(cell.text)
    label = fields.labels.get(key)
    if label is None or key in fields.of_analysis:
        return False
    return (label.field in _HEAD_FIELDS and label.rank >= SURE_LABEL) or (dated and label.field == OTHER)


def _is_sentence(cell: Cell) -> bool:
    """True for a remark such as "The tests noted by an asterisk are outside the scope of accreditation.", which heads no table."""
    return cell.text.endswith(".") and len(cell.words) >= SENTENCE_WORDS


def title_over(titles: Sequence[Title], x0: float, x1: float, y: float, floor: float = float("-inf")) -> Title | None:
    """The nearest title above `y` that stands over the span x0..x1; larger print wins among near neighbours."""
    above = [t for t in titles if floor < t.cell.baseline < y and t.cell.overlap(x0 - 12, x1) > 0]
    if not above:
        return None
    nearest = max(above, key=lambda t: t.cell.baseline)
    bigger = [
        t for t in above if t.cell.size > 1.15 * nearest.cell.size and nearest.cell.baseline - t.cell.baseline < 7 * nearest.cell.size
    ]
    return max(bigger, key=lambda t: t.cell.baseline) if bigger else nearest


SMALL_PRINT = 0.8
"""In usual sizes of a page: no title is set smaller."""


def last_title(titles: Sequence[Title], cells: Sequence[Cell]) -> Title | None:
    """The title that the next page may go on with: the lowest one of a page with these cells, remarks in small print left out."""
    usual = median([cell.size for cell in cells]) if titles else 0.0
    return max((t for t in titles if t.cell.size >= SMALL_PRINT * usual), key=lambda t: t.cell.baseline, default=None)


def stands_on(title: Title, cells: Sequence[Cell]) -> bool:
    """Whether another page, of these cells, prints the title at the same place, as the foot of every page is."""
    return any(c.text == title.cell.text and abs(c.baseline - title.cell.baseline) < c.size for c in cells)
