"""What a certificate lacks and where it contradicts itself: what the reader's checks notice, and what only an assessor asks for.

Graded observations with a next step, never an accusation: every one has honest explanations. The sentences and marks that
ISO/IEC 17025:2017 clause 7.8.2.1 asks for are looked for only where the reader of the pages looked for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from registry.assessment.health_rows import row_findings
from registry.datafiles import words_of
from registry.model.certificate import DraftCertificate, Panel, ReadText
from registry.model.checks import noticed
from registry.model.draft import StatementKind
from registry.model.findings import Finding
from registry.model.laboratory import Laboratories, load_laboratories
from registry.model.product import Form

STALE_AFTER_MONTHS = 12
_EVENTS = {"received": "received", "completed": "tested", "reported": "reported"}
_STATEMENTS_SINCE = (1, 1)
"""The reader's first version that reads statements."""
_EXPECTED = (Panel.POTENCY, Panel.HEAVY_METALS, Panel.MICROBIALS)
"""What any kratom product is commonly tested for; extracts also for solvents."""
_WHERE_RELEVANT = {StatementKind.DEVIATION: "deviation-stated", StatementKind.EXTERNAL_PROVIDER: "external-provider-stated"}
"""Statements that are printed only where there is something to tell (ISO/IEC 17025:2017 clause 7.8.2.1 n and p)."""


def examine(
    draft: DraftCertificate, today: date, *, form: Form = Form.UNKNOWN, laboratories: Laboratories | None = None
) -> tuple[Finding, ...]:
    """The findings of a certificate's health, each once, without those it already carries from its reading.

    `model.checks.noticed` holds a certificate against itself; added here is what a certificate should carry (ISO/IEC 17025 7.8.2, the
    panels of its product, its age) and what its rows leave open. `form` is the form of the product it is about, where it is known.
    `laboratories` default to those that ship.
    """
    known = {(finding.code, finding.details.get("analyte")) for finding in draft.findings}
    asked = (*_identity(draft, laboratories or load_laboratories()), *_dates(draft, today), *_product(draft, form), *_statements(draft))
    found = (*noticed(draft, today), *asked, *row_findings(draft))
    return tuple(finding for finding in found if (finding.code, finding.details.get("analyte")) not in known)


# --- who, what, which ---------------------------------------------------------------------------------------------


def _identity(draft: DraftCertificate, laboratories: Laboratories) -> Iterator[Finding]:
    if not _text(draft.client):
        yield Finding(code="customer-missing")
    if not _text(draft.product_name) and not _text(draft.matrix):
        yield Finding(code="item-missing")
    if _text(draft.revision) and re.search(r"[1-9]", _text(draft.revision)) and not _text(draft.supersedes):
        yield _seen(draft.revision, "revision-unlinked", revision=_text(draft.revision))
    if _text(draft.lab):
        yield from _laboratory(draft, laboratories)


def _laboratory(draft: DraftCertificate, laboratories: Laboratories) -> Iterator[Finding]:
    name = _text(draft.lab)
    laboratory = laboratories.match(name)
    if laboratory is not None and laboratory.accreditation and _text(draft.accreditation):
        numbers = re.findall(r"\d[\d.]*\d", laboratory.accreditation.split("(")[0])
        if numbers and not any(number in _text(draft.accreditation) for number in numbers):
            known = {"printed": _text(draft.accreditation), "lab": laboratory.name, "known": laboratory.accreditation}
            yield _seen(draft.accreditation, "accreditation-differs", **known)
    if _text(draft.client) and _text(draft.client).casefold() == name.casefold():
        yield _seen(draft.client, "customer-is-laboratory", lab=name)


# --- dates --------------------------------------------------------------------------------------------------------


def _dates(draft: DraftCertificate, today: date) -> Iterator[Finding]:
    read = {name: getattr(draft.dates, name) for name in _EVENTS}
    yield from (Finding(code="date-missing", details={"event": event}) for name, event in _EVENTS.items() if read[name] is None)
    tested = next((field for field in (read["completed"], read["reported"]) if field is not None and field.value is not None), None)
    if tested is not None and (months := _months(tested.value, today)) > STALE_AFTER_MONTHS:
        yield _seen(tested, "date-stale", date=tested.value.isoformat(), months=str(months), today=today.isoformat())


def _months(since: date, today: date) -> int:
    """Whole months from one day to the other."""
    return (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)


# --- product ------------------------------------------------------------------------------------------------------


def _product(draft: DraftCertificate, form: Form) -> Iterator[Finding]:
    panels = {result.panel for result in draft.results}
    expected = (*_EXPECTED, *((Panel.RESIDUAL_SOLVENTS,) if form is Form.EXTRACT else ()))
    for panel in expected:
        if draft.results and panel not in panels:
            yield Finding(code="panel-missing", details={"panel": panel.value.replace("_", " ")})
    if draft.authenticity.page_hashes and not draft.authenticity.image_hashes:
        yield Finding(code="photo-missing")
    described = forms_named(_text(draft.matrix))
    if described and form not in (Form.UNKNOWN, Form.OTHER, *described):
        yield _seen(draft.matrix, "matrix-form-mismatch", matrix=_text(draft.matrix), form=form.value)


def forms_named(text: str) -> frozenset[Form]:
    """The forms of product that a sample's description names."""
    words = set(re.findall(r"\w+", text.casefold()))
    return frozenset(form for form, names in _form_words().items() if words & names)


@cache
def _form_words() -> dict[Form, frozenset[str]]:
    return {Form(form): frozenset(words) for form, words in _vocabulary()["forms"].items()}


@cache
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    return words_of("health")


# --- statements ---------------------------------------------------------------------------------------------------


def _statements(draft: DraftCertificate) -> Iterator[Finding]:
    """One note for each statement of ISO/IEC 17025 7.8.2.1 that no page prints, and for what a report tells of its own exceptions.

    Nothing is missed where nobody looked for it.
    """
    for statement in draft.statements:
        if (code := _WHERE_RELEVANT.get(statement.kind)) is not None:
            page = statement.evidence.page if statement.evidence else None
            yield Finding(code=code, details={"words": statement.text}, page=page, evidence=statement.evidence)
    version = re.fullmatch(r"(\d+)\.(\d+)", draft.reader_version)
    on_pages = draft.media_type == "application/pdf" or draft.media_type.startswith("image/")
    if not on_pages or version is None or (int(version[1]), int(version[2])) < _STATEMENTS_SINCE:
        return
    stated = {statement.kind for statement in draft.statements}
    yield from (Finding(code=f"{kind.replace('_', '-')}-missing") for kind in StatementKind if kind not in (*stated, *_WHERE_RELEVANT))


def names_sampling_plan(draft: DraftCertificate) -> bool:
    """Whether the certificate names a sampling plan, so that its verdicts speak of the lot; who took the sample is not one."""
    words = _vocabulary()["sampling_plan"]["words"]
    said = (statement.text.casefold() for statement in draft.statements if statement.kind is StatementKind.SAMPLING)
    return any(text.startswith(word) for text in said for word in words)


def _text(field: ReadText | None) -> str:
    return field.text.strip() if field is not None else ""


def _seen(place: ReadText | None, code: str, **details: str) -> Finding:
    """A finding with the place where the header field stands."""
    evidence = place.evidence if place is not None else None
    return Finding(code=code, details=details, page=evidence.page if evidence else None, evidence=evidence)
