"""Cells -> passages: running text over one line or several, with the words behind every piece of it; results that a sentence states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from registry.reading.control_words import titles_controls
from registry.reading.document import Word
from registry.reading.layout.cells import Cell, cell_of, lines_of
from registry.reading.layout.loose import Statement, is_value, stated_bound
from registry.reading.portions import without_portion
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import sentence_words, unit_text

JOINED = 1.6
"""In sizes: cells of one line of prose stand closer."""
PITCH = (0.9, 1.75)
"""In sizes: how far apart the lines of one passage are."""
FULL_LINE = 28
"""In sizes: a line that goes on below is at least so long."""
SAME_SIZE = 0.12
INDENT = 2.5
LONGEST_NAME = 60
MOST_NAME_WORDS = 10


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text and, in the order of the text, where each word begins in it."""

    text: str
    words: tuple[tuple[int, Word], ...]

    @property
    def top(self) -> float:
        """The baseline of its first line."""
        return self.words[0][1].baseline

    def cell(self, start: int, end: int) -> Cell:
        """The words of one piece of the text, as a cell that prints that piece."""
        inside = [word for at, word in self.words if at < end and at + len(word.text) > start]
        cell = cell_of(inside)
        cell.text = self.text[start:end].strip()
        return cell


def find_passages(cells: Sequence[Cell]) -> list[Passage]:
    """The passages among `cells`, top to bottom; a line that nothing goes on from or to is one by itself."""
    out: list[list[list[Word]]] = []
    near: list[list[list[Word]]] = []
    reach = PITCH[1] * max([c.size for c in cells], default=0.0)
    for line in lines_of(cells):
        near = [lines for lines in near if line[0].baseline - lines[-1][0].baseline < 2 * reach]
        for run in _runs(line):
            home = next((lines for lines in reversed(near) if _goes_on(lines[-1], run)), None)
            if home is None:
                out.append([run])
                near += [out[-1]] if _is_full(run) else []
            else:
                home.append(run)
    return [_passage(lines) for lines in out]


def _runs(line: Sequence[Cell]) -> Iterator[list[Word]]:
    run = list(line[0].words)
    for cell in line[1:]:
        if cell.x0 - run[-1].x1 < JOINED * cell.size and abs(cell.size - run[-1].size) < 2 * SAME_SIZE * cell.size:
            run += cell.words
        else:
            yield run
            run = list(cell.words)
    yield run


def _goes_on(above: Sequence[Word], below: Sequence[Word]) -> bool:
    first, last, next_ = above[0], above[-1], below[0]
    size = first.size
    return (
        PITCH[0] * size < next_.baseline - first.baseline < PITCH[1] * size
        and abs(next_.size - last.size) <= SAME_SIZE * size
        and abs(next_.x0 - first.x0) < INDENT * size
        and _is_full(above)
    )


def _is_full(line: Sequence[Word]) -> bool:
    """Whether a line is long enough to go on below, as few are."""
    return line[-1].x1 - line[0].x0 > FULL_LINE * line[0].size


def _passage(lines: Sequence[Sequence[Word]]) -> Passage:
    text = ""
    words: list[tuple[int, Word]] = []
    for line in lines:
        for place, word in enumerate(line):
            glued = not text or (place == 0 and _PARTED_WORD.search(text))
            text += "" if glued else " "
            words.append((len(text), word))
            text += word.text
    return Passage(text, tuple(words))


_PARTED_WORD = re.compile(r"[^\W\d_][/-]$")
_BEFORE_BRACKET = re.compile(r"[^(),;]+")
_FIGURE = re.compile(r"(?:[<>≤≥~]\s*)?\d[\d.,]*(?:\s*[x×]\s*10\S+)?")
_THREE_WORDS = re.compile(r"\s*(?P<words>\S+(?: \S+){0,2})")
_SENTENCE_ENDS = re.compile(r"(?<=[\w%)\]])(?<!\b[A-Z])[.;]\s+(?=[^\W\d_])")
"""A full stop behind one capital letter is a genus' ("E. coli")."""
_REMARK = r"(?:\s*\([^()]*\))?(?:,? at \d+ ?°C|,? bei \d+ ?°C)?"
_CLAUSE = re.compile(r"[,;(]")
"""Where what is said of a value ends, and something else begins."""
_SHARE_OF = re.compile(r" (?:of|der|des|vom|von|del?|du|z|ze|dari|van|di) ", re.IGNORECASE)
"""Behind a value that is a share of something else: "66 % of the total alkaloids"."""
_TWO = re.compile(r"\s*\((?P<more>[^()]*)\)")


@cache
def _says_again() -> re.Pattern[str]:
    """What joins a value with the same in another unit: "21.9 mg per gummy, which equals 5.38 mg/g"."""
    return re.compile(rf"\s*,?\s*(?:{'|'.join(map(re.escape, sentence_words('equals')))})\s+", re.IGNORECASE)


def find_stated(passages: Sequence[Passage], is_name: Callable[[str], bool]) -> list[Statement]:
    """The results that sentences state: "Loss on drying (105 °C) was 7.3 %. Water activity at 25 °C was 0.48."."""
    out: list[Statement] = []
    for passage in passages:
        if len(passage.text.split()) < FEWEST_IN_LIST or not _may_state().search(passage.text):
            continue
        spans = list(_sentences(passage.text))
        found = [
            (s, len(passage.text[start:end].split())) for start, end in spans if (s := _stated(passage, start, end, is_name)) is not None
        ]
        out += [s for s, words in found if words >= (FEWEST_WORDS if len(found) == 1 else FEWEST_IN_LIST)]
    return out


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE_ENDS.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text.rstrip(" ."))


@cache
def _may_state() -> re.Pattern[str]:
    """What joins a name with its value."""
    return re.compile(rf"[:=]|\b(?:{'|'.join(map(re.escape, sentence_words('states')))})\b", re.IGNORECASE)


@cache
def _no_result() -> re.Pattern[str]:
    """What says that a number is no result."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sentence_words('no_result')))})", re.IGNORECASE)


@cache
def _says() -> re.Pattern[str]:
    """A name, a remark on it, what joins it with its value, and the rest of the sentence."""
    verbs = "|".join(map(re.escape, sentence_words("states")))
    articles = "|".join(map(re.escape, sentence_words("articles")))
    return re.compile(
        rf"(?:(?:{articles})\s+)?(?P<name>[^\s:=(<>≤≥±][^:=()<>≤≥±]{{1,{LONGEST_NAME}}}?){_REMARK}\s*(?:(?P<colon>[:=])|\b(?:{verbs})\b)\s*(?P<rest>.*)",
        re.IGNORECASE,
    )


def _stated(passage: Passage, start: int, end: int, is_name: Callable[[str], bool]) -> Statement | None:
    said = _says().fullmatch(passage.text[start:end])
    if said is None or not _is_whole_name(said["name"], is_name):
        return None
    at, rest = start + said.start("rest"), said["rest"]
    explained = _says().fullmatch(rest) if said["colon"] else None
    if explained is not None and explained["name"].split()[0].casefold() in sentence_words("sums"):
        at, rest = at + explained.start("rest"), explained["rest"]  # "Total alkaloids: the sum of all of them is 21.9 mg/g"
    length = _value_length(rest) or (_word_length(rest) if said["colon"] else 0)
    if not length:
        return None
    spans = [(at, at + length)]
    again = _says_again().match(rest, length)
    if again is not None and (further := _value_length(rest[again.end() :])):
        spans.append((at + again.end(), at + again.end() + further))
    more = _TWO.match(rest, length)
    limit = stated_bound(more["more"]) if more else None
    if more and limit is None and is_value(more["more"]) and cell_shape(more["more"]) is Shape.NUMBER:  # not "(absent)", a criterion
        spans.append((at + more.start("more"), at + more.end("more")))
    clause = passage.text[start : at + length] + _CLAUSE.split(passage.text[at + length : end])[0]
    if titles_controls(clause) or _no_result().search(clause) or _SHARE_OF.match(passage.text[at + length : end]):
        return None
    name = passage.cell(start + said.start("name"), start + said.end("name"))
    return Statement(name, [passage.cell(*span) for span in spans], limit=limit)


FEWEST_WORDS, FEWEST_IN_LIST = 5, 3
"""A shorter line is a label with its value, which is read as such; in a list of several ("Yeast: <10 CFU/g; mold: ...") it is not."""


def _word_length(text: str) -> int:
    """How many characters of the text are a finding in words that it begins with, up to a bracket or the end: "absent in 25 g (absent)"."""
    found = _BEFORE_BRACKET.match(text)
    said = found[0].strip(" .") if found else ""
    return len(said) if cell_shape(said) is Shape.WORD else 0


def _is_whole_name(text: str, is_name: Callable[[str], bool]) -> bool:
    """Whether the text is a name from its first word on, and not only holds one: "Uncertainty of plate counts" is none."""
    words = text.split()
    if is_name(without_portion(text)) and words[0].casefold() in sentence_words("sums"):
        return len(words) <= MOST_NAME_WORDS
    return len(words) <= MOST_NAME_WORDS and is_name(text) and any(is_name(" ".join(words[: n + 1])) for n in range(min(len(words), 3)))


def _value_length(text: str) -> int:
    """How many characters of the text are the value that it begins with: number and unit, or a number alone where the sentence ends."""
    number = _FIGURE.match(text)
    if number is None:
        return 0
    end = len(text[: number.end()].rstrip(".,"))
    behind = _THREE_WORDS.match(text[end:])
    words = behind["words"].split(" ") if behind else []
    for count in range(len(words), 0, -1):
        unit = " ".join(words[:count]).rstrip(".,;")
        if unit_text(unit) is not None:
            return end + text[end:].index(words[0]) + len(unit)
    return end if not text[end:].strip(" .,;") else 0
