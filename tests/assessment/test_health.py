"""Certificate health: each code by a certificate that shows it, and one that does not."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.assessment.health import examine, forms_named
from registry.model.certificate import AuthenticityFacts, Dates, DraftCertificate, Panel, ReadDate
from registry.model.draft import Statement, StatementKind
from registry.model.findings import CATALOGUE, Finding
from registry.model.laboratory import Laboratories, Laboratory
from registry.model.measurement import Qualifier, Quantity, Uncertainty
from registry.model.product import Form
from tests.builders import draft, measurement, quantity, read_text, result

TODAY = date(2026, 11, 1)
KNOWN = Laboratories([Laboratory(key="specimen", name="Specimen Analytical Works", accreditation="1234.5 (ISO/IEC 17025)")])


def day(year: int, month: int, number: int) -> ReadDate:
    return ReadDate(text=f"{year}-{month}-{number}", value=date(year, month, number))


DATES = Dates(received=day(2026, 9, 1), completed=day(2026, 9, 8), reported=day(2026, 9, 10))


def row(analyte: str = "Mitragynine", key: str = "mitragynine", text: str = "1.25", unit: str | None = "mg/g", **fields: Any) -> Any:
    own = {name: fields.pop(name) for name in ("qualifier", "test_portion", "value") if name in fields}
    return result(analyte, measurement(text, unit, **own), **({"analyte_key": key, "method": "HPLC"} | fields))


def whole(*rows: Any, **fields: Any) -> DraftCertificate:
    """A certificate that lacks nothing."""
    given: dict[str, Any] = {
        "client": read_text("A customer"),
        "accreditation": read_text("1234.5"),
        "dates": DATES,
        "specimen": True,
        **fields,
    }
    others = (
        row("Lead", "lead", "0.12", "ppm", panel=Panel.HEAVY_METALS),
        row("Salmonella", "salmonella", "Absent in 25 g", None, panel=Panel.MICROBIALS),
    )
    return draft(*(rows or (row(),)), *others, **given)


def codes(certificate: DraftCertificate, **more: Any) -> list[str]:
    return [finding.code for finding in examine(certificate, TODAY, laboratories=KNOWN, **more)]


def test_a_certificate_that_lacks_nothing_has_no_findings() -> None:
    assert codes(whole()) == []


CASES: list[tuple[str, DraftCertificate]] = [
    ("lab-missing", whole(lab=None)),
    ("lab-unknown", whole(lab=read_text("Nobody's Laboratory"), specimen=False)),
    ("accreditation-missing", whole(accreditation=None)),
    ("accreditation-differs", whole(accreditation=read_text("9999.9"))),
    ("report-id-missing", whole(report_id=None)),
    ("lot-blank", whole(lot=None)),
    ("customer-missing", whole(client=None)),
    ("customer-is-laboratory", whole(client=read_text("Specimen Analytical Works"))),
    ("item-missing", whole(product_name=None, matrix=None)),
    ("revision-unlinked", whole(revision=read_text("Rev. 2"))),
    ("date-missing", whole(dates=DATES.model_copy(update={"received": None}))),
    ("date-future", whole(dates=DATES.model_copy(update={"reported": day(2027, 1, 1)}))),
    ("date-order", whole(dates=DATES.model_copy(update={"received": day(2026, 9, 9)}))),
    ("date-stale", whole(dates=Dates(received=day(2025, 9, 1), completed=day(2025, 9, 8), reported=day(2025, 9, 10)))),
    ("panel-missing", draft(row(), client=read_text("A"), accreditation=read_text("1234.5"), dates=DATES, specimen=True)),
    ("photo-missing", whole(authenticity=AuthenticityFacts(page_hashes=("00",)))),
    ("loq-above-limit", whole(row("Lead", "lead", "<2", "ppm", loq=quantity("2", "ppm"), limit=quantity("1.2", "ppm")))),
    ("lod-above-loq", whole(row(lod=quantity("0.2"), loq=quantity("0.1")))),
    ("value-between-lod-loq", whole(row(text="0.15", lod=quantity("0.1"), loq=quantity("0.2")))),
    ("value-below-lod", whole(row(text="0.05", lod=quantity("0.1"), loq=quantity("0.2")))),
    ("status-contradicts-value", whole(row("Lead", "lead", "3.0", "ppm", limit=quantity("1.2", "ppm"), status="pass"))),
    ("status-contradicts-value", whole(row("Lead", "lead", "0.3", "ppm", limit=quantity("1.2", "ppm"), status="fail"))),
    ("uncertainty-missing", whole(row("Lead", "lead", "1.15", "ppm", limit=quantity("1.2", "ppm"), status="pass"))),
    ("verdict-without-limit", whole(row(status="pass"))),
    (
        "overall-contradicts-rows",
        whole(row("Lead", "lead", "3.0", "ppm", limit=quantity("1.2", "ppm"), status="fail"), overall_status="pass"),
    ),
    ("percent-mg-mismatch", whole(result("Mitragynine", measurement("1.50", "%"), measurement("16.0", "mg/g"), method="HPLC"))),
    ("total-mismatch", whole(row(), row("Paynantheine", "paynantheine", "0.25"), row("Total", "total_mitragyna_alkaloids", "1.90"))),
    ("zero-result", whole(row(text="0.00"))),
    ("value-doubtful", whole(row(text="-0.4", value=Decimal("-0.4"), qualifier=Qualifier.EQ))),
    ("value-doubtful", whole(row(text="1200"))),
    ("nd-without-limit", whole(row(text="ND"))),
    ("portion-missing", whole(row("E. coli", "e_coli", "Absent", None, panel=Panel.MICROBIALS))),
    ("method-unfit", whole(row("7-Hydroxymitragynine", "7oh", "0.12", method="GC-MS"))),
    ("method-missing", whole(row(method=None))),
    ("species-above-total", whole(row("Inorganic arsenic", "arsenic_inorganic", "0.5", "ppm"), row("Arsenic", "arsenic", "0.3", "ppm"))),
    ("serving-mass-missing", whole(row(text="22.78", unit="mg/serving"))),
    ("too-round", whole(*(row(text=f"{n}.50") for n in range(1, 10)))),
]


@pytest.mark.parametrize(("code", "certificate"), CASES, ids=[code for code, _ in CASES])
def test_a_certificate_that_shows_it(code: str, certificate: DraftCertificate) -> None:
    assert code in codes(certificate)


@pytest.mark.parametrize(("code", "certificate"), CASES, ids=[code for code, _ in CASES])
def test_every_sentence_takes_in_its_details(code: str, certificate: DraftCertificate) -> None:
    for finding in examine(certificate, TODAY, laboratories=KNOWN):
        assert "(not stated)" not in finding.message, finding
        assert set(finding.details) <= {*re.findall(r"{(\w+)}", CATALOGUE[finding.code].template), "analyte"}


def test_at_least_twenty_five_codes_of_health_are_shown_by_a_certificate() -> None:
    assert len({code for code, _ in CASES}) >= 25


def test_the_form_of_the_product_is_held_against_the_sample() -> None:
    powder = whole(matrix=read_text("Kratom powder"))
    assert "matrix-form-mismatch" in codes(powder, form=Form.TABLET)
    assert "matrix-form-mismatch" not in codes(powder, form=Form.POWDER)
    assert forms_named("Powdered leaf") == {Form.POWDER, Form.LEAF}


def test_an_extract_is_expected_to_be_tested_for_solvents() -> None:
    assert codes(whole(), form=Form.EXTRACT) == ["panel-missing"]


@pytest.mark.parametrize(
    "clean",
    [
        whole(row(text="0.15", lod=quantity("0.1"), loq=quantity("0.15"))),
        whole(
            row(
                "Cadmium",
                "cadmium",
                "1.2",
                "ppm",
                limit=quantity("1.2", "ppm"),
                status="pass",
                uncertainty=Uncertainty(value=Decimal("0.1")),
            )
        ),
        whole(result("Mitragynine", measurement("1.25", "%"), measurement("12.5", "mg/g"), method="HPLC")),
        whole(row(), row("Paynantheine", "paynantheine", "<0.05"), row("Total", "total_mitragyna_alkaloids", "1.25")),
        whole(row("7-Hydroxymitragynine", "7oh", "0.12", method="HPLC and GC-MS")),
        whole(row(text="ND", lod=quantity("0.1"))),
        whole(row(text="22.78", unit="mg/serving"), serving_mass=Quantity(value=Decimal(1), unit="g")),
        whole(revision=read_text("Rev. 2"), supersedes=read_text("R-0")),
        whole(revision=read_text("0")),
    ],
)
def test_ordinary_rows_are_no_findings(clean: DraftCertificate) -> None:
    assert codes(clean) == []


def test_what_the_reader_noted_is_not_said_twice() -> None:
    assert codes(whole(lot=None, findings=(Finding(code="lot-blank"),))) == []


def test_nothing_is_an_accusation() -> None:
    accusing = re.compile(r"\b(fake|forg|fraud|tamper|cheat)", re.IGNORECASE)
    for _, certificate in CASES:
        for finding in examine(certificate, TODAY, laboratories=KNOWN):
            assert not accusing.search(finding.message + finding.next_step)


texts = st.sampled_from(["1.2", "<0.5", "ND", "0", "-1", "Absent", "12 %", "TNTC", "n/a", "1e9"])
units = st.sampled_from(["mg/g", "%", "ppm", "mg/serving", "CFU/g", "furlongs", None])


@given(
    st.lists(st.tuples(texts, units, st.sampled_from(["mitragynine", "7oh", "lead", "total_mitragyna_alkaloids", None])), max_size=6),
    st.dates(),
)
def test_any_rows_and_any_day_give_findings_with_sentences(rows: list[tuple[str, str | None, str | None]], today: date) -> None:
    drafted = draft(*(row("X", key, text, unit, loq=quantity("0.3", unit), limit=quantity("1", unit)) for text, unit, key in rows))
    assert all(finding.message for finding in examine(drafted, today, laboratories=KNOWN))


NOT_STATED = ["title-missing", "end-mark-missing", "authoriser-missing", "items-only-missing", "decision-rule-missing", "sampling-missing"]


def test_statements_are_missed_only_on_pages_whose_reader_looked_for_them() -> None:
    pages = whole(media_type="application/pdf", reader_version="1.1")
    assert codes(pages) == NOT_STATED
    only_where_relevant = {StatementKind.DEVIATION, StatementKind.EXTERNAL_PROVIDER}
    stated = tuple(Statement(kind=kind, text="said") for kind in StatementKind if kind not in only_where_relevant)
    assert codes(pages.model_copy(update={"statements": stated})) == []
    for other in ({"reader_version": "1.0"}, {"reader_version": "published rows"}, {"media_type": "text/csv"}):
        assert codes(pages.model_copy(update=other)) == []


def test_what_a_report_tells_of_its_own_exceptions_is_noted_in_its_words() -> None:
    told = (
        Statement(kind=StatementKind.EXTERNAL_PROVIDER, text="subcontracted"),
        Statement(kind=StatementKind.DEVIATION, text="method deviation"),
    )
    (elsewhere, otherwise) = examine(whole(statements=told), TODAY, laboratories=KNOWN)
    assert (elsewhere.code, otherwise.code) == ("external-provider-stated", "deviation-stated")
    assert "subcontracted" in elsewhere.message
    assert "method deviation" in otherwise.message
