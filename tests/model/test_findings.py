"""The catalogue of findings: every code speaks plainly and accuses nobody."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import registry
from registry.model.evidence import Box, Evidence
from registry.model.findings import CATALOGUE, Code, Finding, Severity, told_once, told_together

NAMED = re.findall(
    r"[a-z-]+",
    """
    file-empty file-truncated file-encrypted file-type-mismatch file-type-unknown file-too-large too-many-pages page-too-large
    reading-timeout reading-memory not-a-certificate no-results table-not-understood analyte-unknown unit-unknown unit-missing
    number-unreadable number-ambiguous value-doubtful loq-above-limit lod-above-loq value-between-lod-loq date-future date-order
    date-stale date-ambiguous lot-blank lab-missing lab-unknown accreditation-missing report-id-missing duplicate-file
    report-number-reused status-contradicts-value total-mismatch percent-mg-mismatch verdict-not-evaluated text-layer-garbled
    page-image-only page-blank embedded-file-ignored script-ignored specimen-marked signature-broken photo-missing method-unfit
    panel-missing matrix-form-mismatch same-numbers-other-lot one-sample-two-products reports-swapped
""",
)
ACCUSING = re.compile(r"\b(fake|forg|fraud|tamper|manipulat|lying|cheat|suspicio|bogus|doctored|invalid|illegal)", re.IGNORECASE)


@pytest.mark.parametrize("code", NAMED)
def test_a_promised_code_is_in_the_catalogue(code: str) -> None:
    assert code in CATALOGUE


@pytest.mark.parametrize("code", CATALOGUE.values(), ids=lambda code: code.code)
def test_a_code_speaks_in_plain_sentences(code: Code) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code.code)
    assert code.title
    assert not code.title.endswith(".")
    assert len(code.title) <= 45
    assert code.template.endswith(".")
    assert code.next_step.endswith(".")
    assert not ACCUSING.search(f"{code.title} {code.template} {code.next_step}")


@pytest.mark.parametrize("code", CATALOGUE.values(), ids=lambda code: code.code)
def test_a_message_takes_in_every_detail(code: Code) -> None:
    details = {name: f"<{name}>" for name in re.findall(r"\{(\w+)\}", code.template)}
    message = Finding(code=code.code, details=details).message
    assert all(detail in message for detail in details.values())
    assert "{" not in message


def test_a_missing_detail_is_said_to_be_missing() -> None:
    assert Finding(code="lab-unknown").message == "The laboratory (not stated) is not in the registry's list."


def test_a_page_of_the_finding_fills_its_sentence() -> None:
    assert Finding(code="page-blank", page=3).message == "Page 3 is blank."


def test_a_finding_knows_its_severity_and_what_to_do() -> None:
    finding = Finding(code="file-empty", details={"file": "coa.pdf"})
    assert (finding.severity, finding.title) == (Severity.ERROR, "Empty file")
    assert finding.message == "coa.pdf holds no bytes."
    assert finding.next_step


def test_what_two_noticed_on_one_page_is_told_once() -> None:
    def unknown(name: str, page: int, left: float) -> Finding:
        box = Box(x0=left, y0=0.1, x1=left + 0.1, y1=0.12)
        return Finding(code="analyte-unknown", details={"analyte": name}, evidence=Evidence(page=page, box=box))

    name, value, other, later = unknown("X", 1, 0.1), unknown("X", 1, 0.5), unknown("Y", 1, 0.1), unknown("X", 2, 0.1)
    assert told_once((name, value, other, later)) == (name, other, later)


def test_findings_that_differ_in_one_name_are_one_sentence_that_names_each() -> None:
    def unrated(analyte: str, page: int = 1) -> Finding:
        return Finding(code="verdict-not-evaluated", details={"analyte": analyte}, page=page)

    told = told_together((unrated("Zinc"), Finding(code="lot-blank"), unrated("Tin"), unrated("Zinc"), unrated("Iron", page=2)))
    assert [(one.message, one.page) for one in told if one.code == "verdict-not-evaluated"] == [
        (unrated("Zinc, Tin").message, 1),
        (unrated("Iron").message, 2),
    ]
    assert len(told) == 3


def test_findings_that_differ_in_more_than_one_detail_stay_apart() -> None:
    one, other = (Finding(code="date-order", details={"earlier": a, "later": b}) for a, b in (("x", "y"), ("u", "v")))
    assert told_together((one, other)) == (one, other)


def test_a_code_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(ValidationError):
        Finding(code="no-such-code")


@given(st.sampled_from(sorted(CATALOGUE)), st.dictionaries(st.text(max_size=8), st.text(max_size=30), max_size=4))
def test_any_details_give_a_sentence(code: str, details: dict[str, str]) -> None:
    assert Finding(code=code, details=details).message


def test_every_code_that_the_program_raises_as_a_finding_is_in_the_catalogue() -> None:
    root = Path(registry.__file__).parent
    raised = {code for path in root.rglob("*.py") for code in finding_codes(ast.parse(path.read_text(encoding="utf-8")))}
    assert raised <= set(CATALOGUE)


def finding_codes(tree: ast.AST) -> set[str]:
    """Literal codes given to Finding(...)."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding"]
    values = [word.value for call in calls for word in call.keywords if word.arg == "code"]
    return {value.value for value in values if isinstance(value, ast.Constant)}
