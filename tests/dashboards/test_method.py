"""What the method page says is what the modules say of themselves, and every word that pages link to has its meaning there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dashboards
from dashboards.glossary import GLOSSARY, glossary, term
from dashboards.screens.method import METHODS, explained, slug
from registry.assessment import exposure, label

SOURCES = sorted(Path(dashboards.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize(("title", "page", "module"), METHODS, ids=[title for title, _, _ in METHODS])
def test_every_method_is_told_in_its_modules_own_words(title: str, page: str, module: object) -> None:
    lead, paragraphs = explained(module)  # type: ignore[arg-type]
    assert lead.endswith((".", "uncertainty."))
    assert all("`" not in part for part in (lead, *paragraphs))
    assert slug(title)
    assert Path(dashboards.__file__).with_name("screens").joinpath(f"{page}.py").exists()


def test_what_is_told_is_what_stands_in_the_code() -> None:
    assert "nothing here recommends one." in explained(exposure)[1][0]
    assert "A basis is crossed only by a mass" in explained(label)[1][0]


def test_every_word_that_a_page_links_to_has_its_meaning() -> None:
    linked = {key for path in SOURCES for key in re.findall(r'term\("([^"]+)"', path.read_text(encoding="utf-8"))}
    assert linked
    assert linked <= set(GLOSSARY)
    assert 'href="method#word-loq"' in term("loq")
    assert 'id="word-loq"' in glossary()
