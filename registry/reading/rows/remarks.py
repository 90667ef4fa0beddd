"""Limits that stand in words: limits of detection and quantitation and upper limits in notes, remarks and titles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from registry.model.certificate import Panel
from registry.model.measurement import Quantity
from registry.reading.document import Page
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import LINE_JITTER, Cell, place
from registry.reading.layout.passages import Passage
from registry.reading.page_tables import PageTables
from registry.reading.panels import is_of_other_family, title_panel
from registry.reading.rows.names import analyte_of
from registry.reading.rows.values import ValueReader, one_unit
from registry.reading.sayings import each_place
from registry.reading.vocabulary import Role, bound_words, heading_words, sentence_words, unit_text
from registry.remembered import remembered

SURE = 0.9
"""How sure a limit is that words name and no column."""
SHORT = 4
"""Letters: a shorter abbreviation counts only as it is written ("BG", not "bg")."""
OF_ONE_METHOD = frozenset({Panel.POTENCY, Panel.TERPENES, Panel.PESTICIDES, Panel.RESIDUAL_SOLVENTS, Panel.HEAVY_METALS, Panel.MYCOTOXINS})
"""Panels whose results share a limit that a note states without naming any."""
LIMITS = (Role.LOD, Role.LOQ, Role.LIMIT)


@dataclass(frozen=True, slots=True)
class SaidLimit:
    """One limit that a passage states; `of`: the analyte that it is for, None where it is for all of them."""

    role: Role
    quantity: Quantity
    cell: Cell
    top: float
    """The baseline of the passage's first line."""
    of: str | None = None
    panel: Panel | None = None
    """The panel that the words beside it name: "for all metals", "LOQ of the solvents", "metals 0.01 mg/kg"."""
    general: bool = False
    """Whether the words say that it holds for all of them, whatever their unit."""
    table: str | None = None
    """The number of the table that its sentence names: "for every alkaloid of Table 1"."""


def said_limits(passages: Sequence[Passage], page: Page, values: ValueReader) -> list[SaidLimit]:
    """All limits that the passages of one page state with their units, in their order."""
    whole = "\n".join([passage.text for passage in passages]).lower()
    printed = sorted(set(_WORD.findall(whole)))
    begun = {word[:length] for word in printed for length in (1, 2, 3)}
    terms = [word for word in _begin_terms() if word[:3] in begun and _begins_any(word, printed)]
    bounds = [word for word in _bounds() if word in whole and _bounds_number(word, whole)]
    out: list[SaidLimit] = []
    for passage in passages if terms or bounds else ():  # most pages say few of these words
        text = _lower(passage.text)
        starts = sorted({at for term in terms if term in text for at in each_place(term, text) if _begins_word(at, text)})
        if starts and _DIGIT.search(text, starts[0]):
            out += _listed(passage, starts, page, values)
        if any(_bounds_number(bound, text) for bound in bounds):
            out += _bounded(passage, page, values)
    return out


_DIGIT = re.compile(r"\d")


def _lower(text: str) -> str:
    """The text in small letters, each in its place: a Turkish İ alone would become two."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(s if len(s := c.lower()) == 1 else c for c in text)


def _begins_any(begin: str, words: Sequence[str]) -> bool:
    """Whether one of the words, which are in order, begins so."""
    at = bisect_left(words, begin)
    return at < len(words) and words[at].startswith(begin)


def _begins_word(at: int, text: str) -> bool:
    return at == 0 or not (text[at - 1].isalnum() or text[at - 1] == "_")


def _bounds_number(word: str, text: str) -> bool:
    """Whether a number follows the word anywhere in the text."""
    return any(text[at + len(word) : at + len(word) + 8].lstrip()[:1].isdigit() for at in each_place(word, text))


_UNIT = r"% ?[wmv]/[wmv]|[^\s\d.,;()]+/ ?\d+ ?[a-z]{1,2}\b|[^\s\d.,;()]+"
_NUMBER = r"\d[\d.,]*\d|\d"
_NAME = r"(?:\d-)?[^\W\d][^\s,;:.()]*(?: [^\s,;:.()\d]+){0,2}?"
_EACH = r"(?:for )?each\b|je\b|jeweils\b|chacun\b|cada un[oa]\b|masing-masing\b"
_AND = r"(?:and|und|et|y|dan|a)\b"
_STATES = "is|are|was|were|ist|beträgt|est|es|adalah"


def _words_for(role: Role) -> list[str]:
    """The words for one kind of limit, the longest first."""
    return sorted((w for w in heading_words(role) if len(w) > 1 and not re.search(r"[/&]", w)), key=len, reverse=True)


@cache
def _begin_terms() -> frozenset[str]:
    """What the words for limits begin with."""
    return frozenset(begin[0] for role in LIMITS for word in _words_for(role) if (begin := _WORD.search(word.lower())))


_WORD = re.compile(r"\w+")


@cache
def _scope() -> str:
    """Words behind those for a limit that make it hold for everything: "for all analytes", "(all metals)"."""
    for_, every = ("|".join(map(re.escape, sentence_words(group))) for group in ("for", "every"))
    return rf"(?P<scope>\s*\(?(?i:(?:\b(?:{for_})\s+)?\b(?:{every})\s+[^\W\d]+(?: (?!is\b|are\b|was\b|were\b)[^\W\d]+)?)\)?)"


@cache
def _both() -> re.Pattern[str]:
    """The words for both limits at once, and the two numbers behind them: "LOD/LOQ: 0.005 / 0.01 %"."""
    lod_first, loq_first = ("|".join(re.escape(w).replace(r"\ ", " ?") for w in _pair_words(role)) for role in (Role.LOD_LOQ, Role.LOQ_LOD))
    two = rf"(?P<first>{_NUMBER})\s*(?P<unit1>{_UNIT})?\s*(?:[/;,]|{_AND})\s*(?P<second>{_NUMBER})\s*(?P<unit2>{_UNIT})"
    joins = r"\s*(?:[:=(]|(?:is|are|was|were)\b)?\s*"
    return re.compile(
        rf"(?<!\w)(?:(?P<lod_first>{lod_first})|(?P<loq_first>{loq_first}))s?{_scope()}?{joins}(?P<two>{two})?", re.IGNORECASE
    )


def _pair_words(role: Role) -> list[str]:
    return sorted(heading_words(role), key=len, reverse=True)


@cache
def _terms() -> re.Pattern[str]:
    """The words for each kind of limit, the longest first."""
    groups = []
    for role in LIMITS:
        words = _words_for(role)
        long = "|".join(re.escape(w) for w in words if len(w) >= SHORT and (role is not Role.LIMIT or "limit" in w or len(w) > 2 * SHORT))
        short = "|".join(re.escape(w.upper()) for w in words if len(w) < SHORT and role is not Role.LIMIT)
        groups.append(f"(?P<{role.value}>(?i:{long})" + (f"|{short}" if short else "") + ")")
    of_method = r"(?:s|en|es)?(?: \([A-Z]{2,4}\))?(?: (?:of|for|der|des|del|du) (?:the |la )?(?i:method[eo]?)s?)?"
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)}){of_method}{_scope()}?\s*(?P<joins>[:=(]|(?:of|{_STATES})\b)?\s*")


@cache
def _item() -> re.Pattern[str]:
    """One limit of a list: "0.01 % w/w for each alkaloid", "Pb 0.02 mg/kg"."""
    return re.compile(
        rf"(?:(?P<name>{_NAME})\s+)?(?P<number>{_NUMBER})\s*(?:(?P<each>{_EACH})|(?P<unit>{_UNIT}))"
        rf"(?:\s+(?:for|für|pour|para|untuk|pro|per)\s+(?P<of>{_NAME})(?=\s*(?:[;,.)]|$|{_AND})))?(?P<next>\s*(?:[;,]|{_AND})\s*(?!$))?",
        re.IGNORECASE,
    )


@cache
def _of_several() -> re.Pattern[str]:
    """One limit of one analyte or several: "Aflatoxin B2, G1, G2 = 0.15 µg/kg"."""
    name = r"[^,;:=.()\n]{1,30}?"
    return re.compile(
        rf"(?P<names>(?=[^\W\d]){name}(?:,\s*{name})*)\s*[=:]\s*(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})(?P<next>\s*[;,]\s*(?!$))?"
    )


_BETWEEN_NAMES = re.compile(rf"\s*,\s*(?:{_AND}\s*)?|\s+{_AND}\s*")


def _whole_names(text: str) -> list[str]:
    """The names of a list whose later ones leave out what they share: "Aflatoxin B2", "Aflatoxin G1" of "Aflatoxin B2, G1"."""
    first, *others = _BETWEEN_NAMES.split(text.strip())
    shared = first.rpartition(" ")[0]
    return [first, *(name if _analyte(name) or not shared else f"{shared} {name}" for name in others)]


def _listed(passage: Passage, starts: Sequence[int], page: Page, values: ValueReader) -> Iterator[SaidLimit]:
    """Limits behind the words for them, one or a list of several; `starts`: where such words may begin."""
    done = 0
    whose: Panel | None = None
    for start in starts:
        if start >= done and (both := _both().match(passage.text, start)) is not None:
            yield from _pair(both, passage, page, values)
            done = both.end()
            continue
        term = _terms().match(passage.text, start) if start >= done else None
        if term is None or _tells_of_unlisted(passage.text, start):
            continue
        scope = term["scope"]
        role = next(role for role in LIMITS if term[role.value])
        named, begin = _panel_named(passage.text, start, term)
        same = done > 0 and _CLAUSE.search(passage.text, done, start) is None  # "All alkaloids: LOD 0.002 %, LOQ 0.005 %"
        whose = title_panel(scope) if scope else named or (whose if same else None)
        done = begin
        at: int | None = begin
        while at is not None:
            several = _of_several().match(passage.text, at)
            names = _whole_names(several["names"]) if several is not None else []
            if several is not None and all(map(_analyte, names)):
                cell = passage.cell(term.start(), several.end())
                quantity = values.quantity(several["number"], unit_text(several["unit"].rstrip(".")), cell, page, SURE)
                if quantity is not None and quantity.unit is not None:
                    yield from (SaidLimit(role, quantity, cell, passage.top, name) for name in names)
                at = several.end() if several["next"] else None
                continue
            item = _item().match(passage.text, at)
            at = None
            unit = unit_text(item["unit"].rstrip(".")) if item and item["unit"] else None
            if item is None or (unit is None and not item["each"]):
                break
            said = item["name"] or item["of"]
            of = said if said and _analyte(said) else None
            panel = whose or (title_panel(said) if said and of is None else None)
            if (item["name"] and of is None and (panel is None or _terms().match(item["name"]))) or (role is Role.LIMIT and of is None):
                break
            cell = passage.cell(term.start(), item.end())
            quantity = values.quantity(item["number"], unit, cell, page, SURE)
            if quantity is not None:
                behind = _for_all().match(passage.text, item.end())
                panel = panel or (title_panel(behind["scope"]) if of is None and behind and behind["scope"] else None)
                all_of = item["of"] if of is None and panel is not None else None  # "for every alkaloid", and no kavalactone
                of_all = all_of is not None and not is_of_other_family(all_of)
                general = scope is not None or whose is not None or behind is not None or of_all
                yield SaidLimit(role, quantity, cell, passage.top, of, panel, general=general, table=_table_named(passage.text, start))
                yield from _excepted(passage, item.end(), role, unit, page, values)
            done = max(done, item.end())
            at = item.end() if item["next"] else None


def _excepted(passage: Passage, at: int, role: Role, unit: str | None, page: Page, values: ValueReader) -> Iterator[SaidLimit]:
    """The limit in brackets of one analyte for which another number holds, in the same unit: "LOQ 20 µg/g (benzene 1)"."""
    said = _EXCEPTED.match(passage.text, at)
    if said is None or _analyte(said["name"]) is None:
        return
    cell = passage.cell(said.start("name"), said.end("number"))
    if (quantity := values.quantity(said["number"], unit, cell, page, SURE)) is not None:
        yield SaidLimit(role, quantity, cell, passage.top, said["name"])


_EXCEPTED = re.compile(rf"\s*[(;,]\s*(?:except )?(?P<name>{_NAME})[:=]? (?P<number>{_NUMBER})\s*\)")


MOST_WORDS = 3
"""Of what names a panel in front of the words for a limit: "Residual solvents: LOQ 50 ppm"."""


def _panel_named(text: str, start: int, term: re.Match[str]) -> tuple[Panel | None, int]:
    """The panel that the words for a limit name behind them ("LOQ of the solvents:") or before, and where its numbers may begin."""
    behind = _about().match(text, term.start("joins") if term["joins"] else term.end())
    if behind is not None and _analyte(behind["words"]) is None and (panel := title_panel(behind["words"])) is not None:
        return panel, behind.end()
    before = _without_for().sub("", _CLAUSE.split(text[:start])[-1].strip(" :–-(,"))
    told = title_panel(before) if before and len(before.split()) <= MOST_WORDS and _analyte(before) is None else None
    return told, term.end()


_CLAUSE = re.compile(r"[.;\n]\s*")


@cache
def _about() -> re.Pattern[str]:
    """What a limit is of, before the words that join it to its number: "of the solvents:", "(metals) =", "for pesticides is"."""
    for_, articles = ("|".join(map(re.escape, sentence_words(group))) for group in ("for", "articles"))
    joins = rf"(?:[:=]|(?:{_STATES})\b)"
    words = rf"(?:(?:{articles})\s+)?(?P<words>[^\W\d]+(?:[- ][^\W\d]+){{0,2}}?)"
    return re.compile(rf"\s*(?:\((?:(?:{for_})\s+)?|(?:{for_})\s+){words}\)?\s*{joins}\s*", re.IGNORECASE)


@cache
def _without_for() -> re.Pattern[str]:
    """The words that begin "for the alkaloid assay"."""
    for_, articles = ("|".join(map(re.escape, sentence_words(group))) for group in ("for", "articles"))
    return re.compile(rf"^(?:{for_})\s+(?:(?:{articles})\s+)?", re.IGNORECASE)


def _table_named(text: str, start: int) -> str | None:
    """The number of the table that the sentence at `start` is about; a number's own point ends no sentence."""
    ends = text.find(". ", start)
    named = _TABLE.search(text, start, ends if ends > 0 else len(text))
    return named[1] if named else None


_TABLE = re.compile(r"(?i)\btab(?:le|elle|leau|la|ela|ella|el|ulka|\.)\s+(\d{1,2})\b")
"""A table by its number, as sentences and titles of several languages have it."""


def numbered(title: str) -> str | None:
    """The number that a table's title begins with: "Table 1. Alkaloids"."""
    begins = _TABLE.match(title)
    return begins[1] if begins else None


def _tells_of_unlisted(text: str, end: int) -> bool:
    """Whether a sentence says before `end` that it tells of what no row lists: "substances not listed are below the LOQ of 0.01 mg/kg"."""
    before = _lower(text[max(0, text.rfind(". ", 0, end)) : end])
    return any(map(before.__contains__, sentence_words("unlisted")))


def _pair(both: re.Match[str], passage: Passage, page: Page, values: ValueReader) -> Iterator[SaidLimit]:
    """The two limits of "LOD/LOQ: 0.005 / 0.01 %"; none where the words stand without two numbers."""
    unit = unit_text(both["unit2"].rstrip(".")) if both["two"] else None
    if unit is None:
        return
    first = unit_text(both["unit1"]) if both["unit1"] else unit
    roles = (Role.LOD, Role.LOQ) if both["lod_first"] else (Role.LOQ, Role.LOD)
    cell, panel = passage.cell(both.start(), both.end()), title_panel(both["scope"]) if both["scope"] else None
    for role, number, own in zip(roles, (both["first"], both["second"]), (first, unit), strict=True):
        if (quantity := values.quantity(number, own, cell, page, SURE)) is not None:
            yield SaidLimit(role, quantity, cell, passage.top, None, panel, general=both["scope"] is not None)


@cache
def _for_all() -> re.Pattern[str]:
    """Words behind a limit that make it hold for everything: "0.05 mg/g for all analytes", "unless otherwise noted"."""
    return re.compile(rf"{_scope()}|[\s,(]*(?:{'|'.join(map(re.escape, sentence_words('unless')))})\b", re.IGNORECASE)


@cache
def _bounds() -> tuple[str, ...]:
    """Words before the number of an upper limit, the longest first."""
    return tuple(word.lower() for word in sorted(bound_words(), key=len, reverse=True) if len(word) >= SHORT - 1)


@cache
def _upper() -> re.Pattern[str]:
    bounds = "|".join(map(re.escape, _bounds()))
    return re.compile(
        rf"(?P<name>{_NAME})\s+(?:(?:is|are|of|ist|es|est)\s+)?(?:{bounds})\s*(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})", re.IGNORECASE
    )


def _bounded(passage: Passage, page: Page, values: ValueReader) -> Iterator[SaidLimit]:
    """Upper limits of named analytes: "arsenic not more than 1.0 µg/g, cadmium not more than 0.5 µg/g"."""
    for said in _upper().finditer(passage.text):
        unit = unit_text(said["unit"].rstrip("."))
        name = next((n for n in _endings(said["name"]) if _analyte(n)), None)
        if unit is None or name is None:
            continue
        cell = passage.cell(said.start(), said.end())
        if (quantity := values.quantity(said["number"], unit, cell, page, SURE)) is not None:
            yield SaidLimit(Role.LIMIT, quantity, cell, passage.top, name)


def _endings(text: str) -> Iterator[str]:
    """The text, and what remains of it without its first words."""
    words = text.split()
    return (" ".join(words[n:]) for n in range(len(words)))


def _analyte(name: str) -> str | None:
    """What tells an analyte from others: its key in the catalogue; None for a name that the catalogue does not know."""
    found = analyte_of(name)
    return found.key if found else None


def limit_for(named: Sequence[SaidLimit], role: Role, name: str, units: Sequence[str | None]) -> Quantity | None:
    """The limit of that role that is stated for the analyte `name`, in a unit of its results."""
    key = _analyte(name) if named else None
    return limit_in((s for s in named if key is not None and s.of and _analyte(s.of) == key), role, units)


def of_whole_panels(said: Iterable[SaidLimit]) -> dict[tuple[Panel, Role], SaidLimit]:
    """What remarks anywhere in a document say of a panel as a whole, where none says otherwise: "LOQ 0.005 % w/w for every alkaloid"."""
    out: dict[tuple[Panel, Role], SaidLimit] = {}
    unsure: set[tuple[Panel, Role]] = set()
    for one in said:
        if one.panel is not None and one.of is None and one.general:
            first = out.setdefault((one.panel, one.role), one)
            if (first.quantity.value, first.quantity.unit) != (one.quantity.value, one.quantity.unit):
                unsure.add((one.panel, one.role))
    return {key: one for key, one in out.items() if key not in unsure}


def limit_in(said: Iterable[SaidLimit], role: Role, units: Sequence[str | None]) -> Quantity | None:
    """The first limit of that role whose unit is one of the results', or any where they print none."""
    printed = [unit for unit in units if unit]
    stated = (s.quantity for s in said if s.role is role and s.quantity.unit is not None)  # "LOQ 1.0 each" is for the title's own table
    return next((q for q in stated if not printed or any(one_unit(u, q.unit) for u in printed)), None)


def said_in_block(said: Sequence[SaidLimit], page: PageTables, label: Cell) -> list[SaidLimit]:
    """What is said for all results on the line of the title over `label`, or between the two."""
    heads = _heads(page)
    top = max((y for y in heads if y <= label.baseline + 1), default=None)
    if top is None:
        return []
    return [s for s in said if s.of is None and top - LINE_JITTER * label.size <= s.cell.baseline < label.baseline - 1]


def said_in_notes(said: Sequence[SaidLimit], page: PageTables) -> list[SaidLimit]:
    """What is said for all results on lines that hold no title."""
    heads = _heads(page)
    return [s for s in said if s.of is None and not any(abs(s.cell.baseline - y) < LINE_JITTER * s.cell.size for y in heads)]


def _heads(page: PageTables) -> list[float]:
    """The baselines of the page's titles, labels of results left out."""
    labels = {place(word) for s in page.statements for word in s.name.words}
    return [t.cell.baseline for t in page.titles if t.panel is not None and labels.isdisjoint(map(place, t.cell.words))]


@remembered(1024)
def bounds_in_title(title: str) -> dict[Role, str]:
    """The LOD and LOQ that a group's title states in brackets for its rows: "Pesticides (LC-MS/MS; LOQ = 0.010 mg/kg)"."""
    _, bracket, inside = title.partition("(")
    stated = [_IN_TITLE.fullmatch(clause.strip()) for clause in _CLAUSES.split(inside)] if bracket else []
    said = [(heading, one["bound"]) for one in stated if one and (heading := read_heading(one["name"])).exact]
    return {heading.role: bound for heading, bound in said if heading.role in (Role.LOD, Role.LOQ)}


_CLAUSES = re.compile(r"[;()]|,\s")
_IN_TITLE = re.compile(r"(?P<name>[^\W\d][^\d=:]*?)\s*[=:]\s*(?P<bound>\d.*)")
