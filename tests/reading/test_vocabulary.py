"""The words of result tables: the file is consistent, and headings and shapes are what a reader would say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.datafiles import words_of
from registry.model.certificate import Panel
from registry.reading.control_words import no_results
from registry.reading.head.fields import label_key, spaced
from registry.reading.heading_roles import read_heading
from registry.reading.shapes import Shape, cell_shape, verdict
from registry.reading.vocabulary import PAIRED, Role, term_key, unit_text, word_key

TABLES = words_of("tables")


def test_a_heading_stands_in_one_role_only() -> None:
    where = Counter()
    for languages in TABLES["roles"].values():
        where.update({term_key(word) for words in languages.values() for word in words})
    assert [word for word, count in where.items() if count > 1] == []


def _lists(said: object, *path: str) -> Iterator[tuple[str, list[str]]]:
    """Each list of words under its place in the file."""
    if isinstance(said, dict):
        for name, inner in said.items():
            yield from _lists(inner, *path, name)
    elif isinstance(said, list) and all(isinstance(word, str) for word in said):
        yield "/".join(path), said


@pytest.mark.parametrize(
    ("file", "section", "key"),
    [
        ("fields", "fields", label_key),
        ("fields", "other", label_key),
        ("fields", "words", spaced),
        ("fields", "status", spaced),
        ("tables", "roles", term_key),
        ("tables", "analytes", str.casefold),
        ("tables", "panels", str.casefold),
        ("results", "words", word_key),
        ("results", "limit", str.casefold),
        ("results", "prefix", str.casefold),
    ],
)
def test_a_list_of_words_says_none_twice(file: str, section: str, key: Callable[[str], str]) -> None:
    for place, words in _lists(words_of(file)[section], section):
        told = Counter(key(word).strip() or word for word in words)
        assert [word for word, count in told.items() if count > 1] == [], place


def test_every_role_and_panel_is_known() -> None:
    assert {Role(role) for role in TABLES["roles"]} | set(PAIRED) == set(Role)
    assert {Panel(panel) for panel in (*TABLES["panels"], *TABLES["analytes"])} <= set(Panel)


@pytest.mark.parametrize(
    ("text", "role", "unit"),
    [
        ("Analyte", Role.NAME, None),
        ("Result (mg/g)", Role.RESULT, "mg/g"),
        ("LOD %", Role.LOD, "%"),
        ("Mass %", Role.RESULT, "%"),
        ("LOD/LOQ (µg/g)", Role.LOD_LOQ, "µg/g"),
        ("Action Level", Role.LIMIT, None),
        ("Rpt. Limit", Role.LOQ, None),
        ("Guide level", Role.LIMIT, None),
        ("Permitted concentration (mg/kg)", Role.LIMIT, "mg/kg"),
        ("Maximum values", Role.LIMIT, None),
        ("LIMIT (µg/g) / STATUS", Role.LIMIT, "µg/g"),
        ("Výsledek*", Role.RESULT, None),
        ("Limitní hodnota", Role.LIMIT, None),
        ("% of Label Claim", Role.CLAIM_SHARE, None),
        ("% ten opzichte van declaratie", Role.CLAIM_SHARE, None),
        ("% rispetto al dichiarato", Role.CLAIM_SHARE, None),
        ("Label claim (%)", Role.CLAIM, "%"),
        ("Label Claim (mg/tablet)", Role.CLAIM, "mg/tablet"),
        ("mg/unit", None, "mg/unit"),
        ("Recovery (%)", Role.QC, "%"),
        ("Hasil", Role.RESULT, None),
        ("Nachweisgrenze", Role.LOD, None),
        ("Test parameter, unit", Role.NAME, None),
        ("Parametr, jednotka", Role.NAME, None),
        ("Parameter, Einheit", Role.NAME, None),
        ("Result, unit", Role.UNIT, None),
        ("Units of measure: µg/g (ppm)", Role.UNIT, "µg/g"),
        ("Limit mg/kg (ppm)", Role.LIMIT, "mg/kg"),
        ("mg/serving*", None, "mg/serving"),
        ("Limite / dichiarato", Role.LIMIT, None),
        ("Result (% w/w†)", Role.RESULT, "% w/w"),
    ],
)
def test_a_heading_names_its_role_and_unit(text: str, role: Role | None, unit: str | None) -> None:
    heading = read_heading(text)
    assert (heading.role, heading.unit) == (role, unit)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("0.0214", Shape.NUMBER), ("11.83 %", Shape.NUMBER), ("< 0,01", Shape.NUMBER), ("1.00E+03", Shape.NUMBER),
        ("1,0.10³", Shape.NUMBER),
        ("12 000", Shape.NUMBER), ("ND", Shape.WORD), ("<LOQ", Shape.WORD), ("Negative/1g", Shape.WORD), ("Not Detected in 1g", Shape.WORD),
        ("Pass", Shape.VERDICT), ("0.04/0.10", Shape.PAIR), ("90.0 - 110.0 %", Shape.RANGE), ("±0.96", Shape.SPREAD), ("-", Shape.BLANK),
        ("N/A", Shape.BLANK), ("mg/kg", Shape.UNIT), ("06/23/22", Shape.DATE), ("3-Carene", Shape.TEXT), ("SOP 70.4", Shape.TEXT),
    ],
)  # fmt: skip
def test_a_cell_has_the_shape_that_a_reader_sees(text: str, shape: Shape) -> None:
    assert cell_shape(text) is shape


def test_quality_control_titles_are_no_results() -> None:
    assert no_results("Quality control - spike recovery (batch QC-26-0427)")
    assert no_results("Laboratory Quality Control Data")
    assert not no_results("Alkaloids by HPLC-DAD")
    assert not no_results("Quality Control Laboratory")


@pytest.mark.parametrize(
    ("text", "said"), [("PASS", "pass"), ("V", "pass"), ("Vn", "pass"), ("N", "fail"), ("X", None), ("-", None), ("Tested", None)]
)
def test_verdict_letters(text: str, said: str | None) -> None:
    assert verdict(text) == said


@given(st.text(max_size=60))
def test_any_text_has_a_shape_a_heading_and_perhaps_a_unit(text: str) -> None:
    assert isinstance(cell_shape(text), Shape)
    assert read_heading(text).role is None or isinstance(read_heading(text).role, Role)
    unit_text(text)
