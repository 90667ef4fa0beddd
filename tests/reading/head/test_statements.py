"""What a report says about itself, in several languages, and that no person's name is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.draft import StatementKind
from registry.reading.head.statements import read_statements
from tests.reading.pages import document_of, page_of, words_at


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Certificate of Analysis", "title"),
        ("Protokol o zkoušce č. 12/2026", "title"),
        ("PRÜFBERICHT", "title"),
        ("Page 1 of 2", "end_mark"),
        ("Strana 1 z 2", "end_mark"),
        ("*** End of report ***", "end_mark"),
        ("Approved by: Jane Doe", "authoriser"),
        ("Schválil: Jan Novák", "authoriser"),
        ("Results relate only to the items tested.", "items_only"),
        ("Les résultats ne concernent que les objets soumis à essai.", "items_only"),
        ("Decision rule: simple acceptance (ILAC-G8).", "decision_rule"),
        ("Sampling plan SP-7, sampled by the client", "sampling"),
        ("Plan de muestreo 7", "sampling"),
        ("Method deviations: see page 2", "deviation"),
        ("* Analysis subcontracted", "external_provider"),
        ("Heavy metals: im Unterauftrag vergeben", "external_provider"),
    ],
)
def test_a_statement_is_known_by_its_words(line: str, kind: str) -> None:
    (statement,) = read_statements(document_of(page_of((60, {40: line}))))
    assert statement.kind == kind
    assert statement.evidence is not None
    assert statement.evidence.page == 1
    assert statement.evidence.box is not None


def test_the_name_of_a_person_is_never_kept() -> None:
    (statement,) = read_statements(document_of(page_of((60, {40: "Approved by: Jane Doe"}))))
    assert "jane" not in statement.model_dump_json().lower()


def test_a_sentence_may_run_over_lines_and_the_first_page_that_says_it_counts() -> None:
    first = page_of((60, {40: "These results relate"}), (70, {40: "only to the items tested."}))
    found = read_statements(document_of(first, page_of((60, {40: "relate only to the samples"}), number=2)))
    assert [(s.kind, s.text) for s in found] == [(StatementKind.ITEMS_ONLY, "relate only to")]
    assert found[0].evidence is not None
    assert found[0].evidence.page == 1


def test_the_title_is_the_largest_print_of_its_words_and_the_evidence_is_what_is_printed() -> None:
    page = page_of((60, {40: "This test report may not be copied."}))
    page = replace(page, words=(*page.words, *words_at(40, 90, "CERTIFICATE OF ANALYSIS", size=16)))
    (statement,) = [s for s in read_statements(document_of(page)) if s.kind is StatementKind.TITLE]
    assert statement.text == "certificate of analysis"
    assert statement.evidence is not None
    assert statement.evidence.text == "CERTIFICATE OF ANALYSIS"


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_any_text_gives_at_most_one_statement_of_each_kind(text: str) -> None:
    kinds = [statement.kind for statement in read_statements(document_of(page_of((60, {40: text}))))]
    assert len(kinds) == len(set(kinds))
