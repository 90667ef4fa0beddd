"""Words of quality control: which titles, samples and headings tell of blanks, spikes and control samples instead of the sample."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from registry.reading.vocabulary import term_key, terms
from registry.remembered import remembered


class Beside(StrEnum):
    """What a heading of quality control tells that may also stand beside the results of a sample."""

    EXPECTED = "expected"
    QUALITY = "quality"
    """How well the method finds what is there: recovery, accuracy."""
    READINGS = "readings"
    """What the instrument read: Cq, a slope."""


@remembered(2048)
def no_results(text: str) -> bool:
    """True where a title says that its table holds no results of the sample: quality control, methods, scope.

    Who controls quality says nothing of the table below: "Quality Control Laboratory" in a letterhead.
    """
    key = term_key(text)
    if _no_results().search(key) is None:
        return False  # nearly always
    people = tuple(terms()["controls"]["people"])
    return any(not key[said.end() :].lstrip().startswith(people) for said in _no_results().finditer(key))


@remembered(2048)
def titles_controls(text: str) -> bool:
    """True where a title says that quality control follows; one that names a department or a person for it does not."""
    key = term_key(text)
    if _whole("controls", "titles").search(key) is None:
        return names_control(text)  # nearly always
    words = terms()["controls"]
    people = any(word.startswith(tuple(words["people"])) for word in key.split())
    return not people or names_control(text) or key in words["titles"]


@remembered(2048)
def is_control_sample(text: str) -> bool:
    """True where a sample's name or number says that it is the laboratory's own: "Method Blank", "LCS 401188/2-A"."""
    return names_control(text) or _whole("controls", "samples").search(term_key(text)) is not None


@remembered(4096)
def names_control(text: str) -> bool:
    """True where the text is the name or number of a control sample and nothing else."""
    words = terms()["controls"]
    return _is_control_code(text) or term_key(text) in words["samples"] or term_key(text) in words["alone"]


def speaks_of_controls(text: str) -> bool:
    """True where any word of a text is one of quality control, whatever else it says: "Spiked sample, batch 17"."""
    return is_control_sample(text) or no_results(text) or _whole("controls", "alone").search(term_key(text)) is not None


@remembered(4096)
def names_surrogate(text: str) -> bool:
    """True where a name or a title says that it is of what the laboratory itself put into the sample: "Surrogate: p-Terphenyl-d14"."""
    return _whole("controls", "surrogates").search(term_key(text)) is not None


_CODE = re.compile(r"[A-Z]{2,4}(?= \S*\d|$)")


def _is_control_code(text: str) -> bool:
    code = _CODE.match(text)
    return code is not None and code[0] in terms()["controls"]["codes"]


@remembered(1024)
def control_beside(heading: str) -> Beside | None:
    """What a heading of quality control tells, where it may stand beside results; None for one that never does, as "Spike level"."""
    key = term_key(_BRACKETS.sub(" ", heading))
    return next((beside for beside in Beside if key in terms()["controls"][beside.value]), None)


_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")


@cache
def _whole(group: str, key: str) -> re.Pattern[str]:
    """Any of the words of one list, each as a whole."""
    return _any_of(terms()[group][key])


@cache
def _no_results() -> re.Pattern[str]:
    """Quality control under its own titles, and whatever else is no result of the sample."""
    return _any_of([*terms()["controls"]["titles"], *terms()["no_results"]["titles"]])


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
