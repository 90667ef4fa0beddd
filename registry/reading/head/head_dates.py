"""The dates of a certificate: collected, received, completed, reported.

`completed` is the latest date of an analysis where no completion date is printed; `reported` is the date of issue, else of
the signature; a range gives its end where something was completed, its beginning where something was collected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Final

from registry.datafiles import words_of
from registry.model.certificate import Dates, ReadDate
from registry.model.evidence import Evidence
from registry.model.findings import Finding
from registry.reading.head.candidates import LATER_PAGE_PENALTY, PLACE_PENALTY, confidence_of, later_penalty, tags_of
from registry.reading.head.dates import Order, PrintedDate, all_days, find_dates, settle_order
from registry.reading.head.fields import RANKS, load_fields, spaced, squeezed
from registry.reading.head.labels import BELOW, RIGHT, Tag, TaggedPage, Value
from registry.reading.head.phrases import Phrase, evidence_of
from registry.reading.head.said_days import WITHIN_RANGE, days_said
from registry.reading.panels import title_panel

# "CANNABINOID TEST RESULTS - 11/17/2021": the day a panel was tested, in its title.
_PANEL_TITLE: Final = re.compile(r"\b(?:results?|analysis|screen|panel|výsledky|ergebnisse)\b.{0,12}\d", re.IGNORECASE)
# "Alkaloid Profile - HPLC, tested 2026-07-06": the word right before the day says it.
_TESTED: Final = re.compile(
    r"\b(?:tested|analy[sz]ed?|performed|completed|geprüft|analysiert|analizado|ensayado|analysé|testé|diuji)(?: on| am| el| le)?[\s:]*$",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(r"[^\W\d_][^\d,:]{2,30},\s(?:(?:den|am|dne|le|el|a)\s)?")
_OF_THE_DAY: Final = re.compile(r"^(?:.*\d\s)?(?:vom|ze dne|dated|du|del|tertanggal)\s(?=\d)", re.IGNORECASE)
_TIME: Final = re.compile(r"[\s,T@]*\d{1,2}:\d\d(?::\d\d)?(?:\s*[AaPp]\.?[Mm]\b\.?)?")
COLUMN_GAP: Final = 6
"""In sizes: how far apart days of one column may stand, with other lines of the table between them."""


_AMERICAN: Final = re.compile(r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b|\b(?:USA|California|Florida|Colorado|Texas)\b")


def read_dates(pages: tuple[TaggedPage, ...]) -> tuple[Dates, tuple[Finding, ...]]:
    """The dates, and a finding for each that can be read in two ways."""
    return _Reader(pages).read()


@dataclass(frozen=True)
class _Printed:
    """A text that holds dates, with its place."""

    text: str
    phrases: tuple[Phrase, ...]
    found: tuple[PrintedDate, ...]
    confidence: float


@dataclass(frozen=True)
class _Reader:
    pages: tuple[TaggedPage, ...]

    def read(self) -> tuple[Dates, tuple[Finding, ...]]:
        printed = {name: self._printed_date(name) for name in ("collected", "received", "completed", "reported")}
        printed |= {name: printed[name] or self._said(name) for name in ("collected", "received", "completed")}
        printed["reported"] = printed["reported"] or self._placed() or self._signed()
        tested = self._tested()
        told = {**printed, "completed": printed["completed"] or (tested[0] if len({p.text for p in tested}) == 1 else None)}
        order = self._order([p for p in told.values() if p])
        if printed["completed"] is None and tested:
            printed["completed"] = max(tested, key=lambda p: max(all_days(p.found, order), default=date.min))
        printed["completed"] = printed["completed"] or self._said("tested")
        read: dict[str, ReadDate] = {}
        findings: list[Finding] = []
        for name, entry in printed.items():
            if entry is None:
                continue
            day = _chosen_day(entry.found, name, order)
            evidence = evidence_of(entry.phrases)
            if day is None and any(p.day(order) is None for p in entry.found):
                findings.append(_ambiguous(entry, evidence))
            read[name] = ReadDate(text=entry.text, value=day, evidence=evidence, confidence=entry.confidence if day else 0.3)
        return Dates(**read), tuple(findings)

    @cached_property
    def _all_date_texts(self) -> list[str]:
        return [phrase.text for page in self.pages for phrase in page.grid.phrases if len(phrase.text) < 120]

    def _order(self, printed: list[_Printed]) -> Order | None:
        text = " ".join([phrase.text for page in self.pages[:1] for phrase in page.grid.phrases])
        american = bool(_AMERICAN.search(text))
        return settle_order(self._all_date_texts, [entry.text for entry in printed], us_address=american)

    def _printed_date(self, name: str) -> _Printed | None:
        options: list[tuple[float, _Printed]] = []
        for number, page, tag in (*tags_of(self.pages, name), *self._columns(name), *(self._captions() if name == "reported" else ())):
            for value, penalty in _date_places(page, tag):
                text, found = _dates_alone(value.text)
                if not found and len(value.lines[0].words) <= 3:
                    value = page.wrapped(value)  # "22 February" over "2022" in a narrow cell
                    text, found = _dates_alone(value.text)
                place = _place_in_list(page, tag)
                if place is not None and place < len(dates := find_dates(value.text)):
                    text, found = _dates_alone(value.text[dates[place].start : dates[place].end])
                if found:
                    each = name == "completed" and (tag.colon or value.place == BELOW)  # each section or row may say it: the latest counts
                    later = 0 if each else number
                    score = tag.label.rank - penalty - later_penalty(later, tag)
                    confidence = min(confidence_of(score), *(line.confidence for line in value.lines))
                    options.append((score, _Printed(text, value.lines, found, confidence)))
                    if name == "completed" and value.place == BELOW:  # a column of them, one for each test
                        options += [(score, _printed_in(p, confidence)) for p in _column_under(page, tag) if find_dates(p.text)]
                    break
        if not options:
            return None
        top = max(score for score, _ in options)
        level = top - PLACE_PENALTY[RIGHT] if name == "completed" else top  # right of its label or behind it: both are days of completion
        best = [entry for score, entry in options if score >= level]
        if name == "completed" or (name == "reported" and top < 2):  # one for each analysis, or each signature: the latest
            return max(best, key=_latest)
        if name == "reported":  # a test a page, each reported by itself: the last of them
            further = [entry for score, entry in options if abs(score - top + LATER_PAGE_PENALTY) < 1e-9]
            return max([best[0], *(p for p in further if p.phrases[0].page is not best[0].phrases[0].page)], key=_latest)
        return best[0]

    def _columns(self, name: str) -> Iterator[tuple[int, TaggedPage, Tag]]:
        """The labels on later pages that head a column of days when each test was completed."""
        for number, page in enumerate(self.pages[1:] if name == "completed" else (), start=1):
            for tag in page.tags:
                if tag.label.field == name and not tag.colon and any(find_dates(p.text) for p in _column_under(page, tag)):
                    yield number, page, tag

    def _captions(self) -> Iterator[tuple[int, TaggedPage, Tag]]:
        """The labels on later pages right under the day of issue, as under a signature."""
        for number, page in enumerate(self.pages[1:], start=1):
            for tag in page.tags:
                sure = tag.label.field == "reported" and tag.label.rank >= RANKS["best"] and not tag.colon and tag.inline is None
                over = page.grid.above(tag.phrase, pitch=2.6) if sure else None
                if over is not None and (found := find_dates(over.text)) and found[0].end - found[0].start == len(over.text):
                    yield number, page, tag

    @cached_property
    def _lines(self) -> list[tuple[Phrase, str]]:
        """All words of each page as one line, and as `spaced` writes them."""
        lines = [Phrase(page.grid.page, page.grid.page.words) for page in self.pages]
        return [(line, f" {' '.join(''.join([spaced(word.text) for word in line.words]).split())} ") for line in lines]

    def _said(self, name: str) -> _Printed | None:
        """The date of a sentence: "The sample was received in our laboratory on February 26, 2026"; of several completions the latest."""
        said = list(self._all_said(name))
        return max(said, key=_latest, default=None) if name == "completed" else next(iter(said), None)

    def _all_said(self, name: str) -> Iterator[_Printed]:
        for line, plain in self._lines:
            if not load_fields().says(f"said_{name}", plain):
                continue
            days = days_said(line.text)
            told = [day for day in days if name in day.before]
            if name == "tested":  # the last of several analyses
                told = told[-1:]
            else:
                told += [day for day in days if name in day.after and not day.before]  # "ist am 16.03.2026 eingegangen"
            for day in told:
                first = line.text.count(" ", 0, day.start)
                part = line.part(first, first + line.text.count(" ", day.start, day.end) + 1)
                if part is not None:
                    yield _printed_in(part, 0.85)

    def _tested(self) -> list[_Printed]:
        """Dates of single analyses: beside their labels, or in a column headed by one."""
        out: list[_Printed] = []
        for page in self.pages:
            for tag in (t for t in page.tags if t.label.field == "tested"):
                inline, right = tag.inline, page.grid.right_of(tag.phrase)
                beside = inline or (right if tag.colon and right is not None and find_dates(right.text) else None)
                places = [beside] if beside is not None else _column_under(page, tag)
                if page.is_caption(tag) and (value := page.value(tag)) is not None:
                    places.extend(value.lines)
                if beside is None and right is not None:
                    places.append(right)
                out += [_printed_in(p, 0.85) for p in places if find_dates(p.text) and len(p.text) < 60]
            out += [_printed_in(p, 0.85) for p in page.grid.phrases if len(p.words) <= 12 and _says_when_tested(p.text)]
            out += [_printed_in(p, 0.8) for tag in page.tags for p in _days_of_analyses(page, tag)]
        return out

    def _placed(self) -> _Printed | None:
        """The day behind a place, as letters begin or end ("Berlin, den 13.02.2026"), or after a report number ("vom 13.02.2026")."""
        for page in self.pages:
            for phrase in (p for p in page.grid.phrases if len(p.words) <= 7 and not page.is_label(p)):
                dates = find_dates(phrase.text)
                placed = dates and phrase.text[dates[0].end :] in ("", ".") and _PLACE.fullmatch(phrase.text[: dates[0].start])
                if placed and not page.is_labelled(phrase):
                    return _printed_in(phrase, 0.8)
        for phrase in self.pages[0].grid.phrases:
            if (dated := _OF_THE_DAY.search(phrase.text)) is not None and find_dates(phrase.text[dated.end() :]):
                return _printed_in(phrase, 0.8)
        return None

    def _signed(self) -> _Printed | None:
        """The latest date that stands alone by a signatory's title."""
        out: list[_Printed] = []
        for page in self.pages:
            for title in (p for p in page.grid.phrases if len(p.words) <= 6 and load_fields().has("job_title", p.text)):
                near = (page.grid.below(title, pitch=2.5), page.grid.above(title, pitch=2.5), page.grid.right_of(title))
                short = [p for p in near if p is not None and len(p.words) <= 3]
                out += [_printed_in(p, 0.8) for p in short if find_dates(p.text)]
            out += [_printed_in(last, 0.75) for p in page.grid.phrases if (last := _signed_at_end(p)) is not None]
        return max(out or self._lone_dates() or self._under_letterhead(), key=_latest, default=None)

    def _under_letterhead(self) -> list[_Printed]:
        """The first date that is all its line says in the upper third of page one, as letters begin."""
        page = self.pages[0]
        upper = [p for p in page.grid.phrases if p.baseline < 0.33 * page.grid.page.height and len(p.words) <= 4 and not page.is_label(p)]
        taken = {id(line) for tag in page.tags if (value := page.value(tag)) is not None for line in value.lines}
        alone = [p for p in upper if id(p) not in taken]
        dated = (p for p in alone if (found := find_dates(p.text)) and found[0].start == 0 and found[0].end == len(p.text))
        return [_printed_in(p, 0.6) for p in list(dated)[:1]]

    def _lone_dates(self) -> list[_Printed]:
        """Dates without any label in the lower half of the first or last page, where certificates are signed."""
        pages = {id(page): page for page in (self.pages[0], self.pages[-1])}.values()
        low = [p for page in pages for p in page.grid.phrases if p.baseline > 0.5 * page.grid.page.height and len(p.words) == 1]
        dated = [(p, found) for p in low if (found := find_dates(p.text)) and found[0].end == len(p.text)]
        return [_printed_in(p, 0.7) for p, _ in dated]


def _signed_at_end(phrase: Phrase) -> Phrase | None:
    """The day that ends a line right behind a signatory's title: "T. Alvarez, Laboratory Director, 01/24/2026"."""
    if not find_dates(phrase.words[-1].text):
        return None
    before, last = phrase.part(0, -1), phrase.part(-1)
    if before is None or find_dates(before.text[-20:]):
        return None
    return last if load_fields().has("job_title", before.text[-32:]) else None


def _place_in_list(page: TaggedPage, tag: Tag) -> int | None:
    """Which of the values listed below is the label's, where labels are listed too: "COLLECTED, RECEIVED"; None where they are not."""
    place, first = 0, tag.phrase
    while True:
        left = next((p for p in page.grid.beside(first) if 0 <= first.x0 - p.x1 <= first.size), None)
        if left is None or not left.text.endswith(",") or not page.is_label(left):
            break
        place, first = place + 1, left
    return place if place or tag.phrase.text.endswith(",") else None


def _dates_alone(text: str) -> tuple[str, tuple[PrintedDate, ...]]:
    """The first date of `text` with its time, or the range that it begins, without the sentence around it."""
    dates = find_dates(text)
    if not dates:
        return text, ()
    first, end = dates[0], _after_time(text, dates[0].end)
    ranged = len(dates) > 1 and dates[1].start - end <= WITHIN_RANGE
    found = (first, dates[1]) if ranged else (first,)
    if ranged:
        end = _after_time(text, dates[1].end)
    alone = text[first.start : end]
    return alone, tuple(replace(d, start=d.start - first.start, end=d.end - first.start) for d in found)


def _printed_in(phrase: Phrase, confidence: float) -> _Printed:
    text, found = _dates_alone(phrase.text)
    return _Printed(text, (phrase,), found, confidence)


def _says_when_tested(text: str) -> bool:
    dates = find_dates(text)
    if not dates:
        return False
    before = text[: dates[0].start]
    title = ":" not in before and title_panel(before) is not None  # "Potency HPLC · 2026-03-06"
    by_technique = squeezed(re.split(r"[,;·|]", before.rstrip(" ,;·|-–"))[-1]) in _techniques()  # "MB-07, qPCR, 09/09/2025"
    return title or by_technique or _PANEL_TITLE.search(text) is not None or _TESTED.search(before) is not None


@cache
def _techniques() -> frozenset[str]:
    """What tests are made with: "qPCR", "ICP-MS"."""
    return frozenset(map(squeezed, words_of("analytes")["remarks"]))


def _after_time(text: str, end: int) -> int:
    time = _TIME.match(text, end)
    return time.end() if time else end


def _latest(entry: _Printed) -> date:
    return max(all_days(entry.found, Order.MONTH_FIRST), default=date.min)


def _date_places(page: TaggedPage, tag: Tag) -> Iterator[tuple[Value, float]]:
    """Where a label's date may stand: beside it, right of it, below it, or (a signature) above it."""
    value = page.value(tag)
    if value is not None:
        yield value, PLACE_PENALTY[value.place]
    if tag.inline is None:
        if (below := page.grid.below(tag.phrase, pitch=2.6)) is not None and not page.is_label(below):
            yield Value(tag, (below,), BELOW), 0.35
        if (above := page.grid.above(tag.phrase, pitch=4)) is not None and not page.is_label(above) and not tag.colon:
            yield Value(tag, (above,), BELOW), 0.4


def _days_of_analyses(page: TaggedPage, tag: Tag) -> list[Phrase]:
    """The days under a bare "Date" that heads a column of them, or beside one on a line that tells of the analysis."""
    if tag.label.field != "reported" or tag.label.rank > RANKS["weak"]:
        return []
    inline = tag.inline
    if inline is not None:
        line = " ".join(p.text for p in (tag.phrase, *page.grid.beside(tag.phrase)))
        return [inline] if find_dates(inline.text) and load_fields().has("analysis", line) else []
    days = [p for p in _column_under(page, tag) if find_dates(p.text) and len(p.words) <= 2]
    return days if len(days) > 1 and not tag.colon else []


def _column_under(page: TaggedPage, tag: Tag) -> list[Phrase]:
    """The dates under a column heading, down to the first wide gap."""
    out: list[Phrase] = []
    last, line = tag.phrase, tag.phrase.baseline
    for phrase in page.grid.phrases:
        if phrase.baseline <= tag.phrase.baseline:
            continue
        if phrase.baseline - line > 3 * last.size:
            break
        line = max(line, phrase.baseline)  # of a row without a day, or of the title of a group of rows
        if phrase.x0 > tag.phrase.x1 + 10 or phrase.x1 < tag.phrase.x0 - 10:
            continue
        if phrase.baseline - last.baseline > COLUMN_GAP * last.size or page.is_label(phrase):
            break
        out.append(phrase)
        last = phrase
    return out


def _chosen_day(found: tuple[PrintedDate, ...], name: str, order: Order | None) -> date | None:
    """Of a range, the end for `completed` and `reported`, the beginning for `collected` and `received`."""
    days = all_days(found, order)
    if not days:
        return None
    return days[-1] if name in ("completed", "reported") else days[0]


def _ambiguous(entry: _Printed, evidence: Evidence) -> Finding:
    printed = next(p for p in entry.found if p.certain is None)
    details = {"text": entry.text, "date": str(printed.month_first), "other": str(printed.day_first)}
    return Finding(code="date-ambiguous", details=details, page=evidence.page, evidence=evidence)
