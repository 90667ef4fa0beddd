"""Reports: comparisons, certificates, products and verdicts as files that carry their question, and can be made again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Final

import pandas as pd

from registry.assessment.conformity import Decision
from registry.assessment.exposure import exposure
from registry.assessment.judging import DEFAULT_GRAMS_PER_DAY, judge
from registry.assessment.label import compare_labels
from registry.assessment.limits import RulePack, load_pack
from registry.assessment.ranking import rank_brands, shares
from registry.assessment.tolerance import tolerance_named
from registry.assessment.verdict_parts import judging_kinds
from registry.errors import NotFound
from registry.model.analytes import load_catalogue
from registry.model.certificate import Certificate, State
from registry.model.product import Brand, Product
from registry.reports.certificate import Voice, certificate_report
from registry.reports.comparison import Comparison, Provenance, Selection, compared_of, comparison_of
from registry.reports.document import Asked, Report
from registry.reports.judged import judged_report
from registry.reports.making import ReportKind, made
from registry.reports.product import Known, product_report
from registry.reports.reproduction import Reproduction, reproduce
from registry.reports.statement import Statement
from registry.services.answers import ProgressReport, Step, no_step, steps
from registry.services.provenance import StateOf
from registry.services.questions import DEFAULT_TOLERANCE, Questions
from registry.services.sampling import with_sampling_plan
from registry.services.statements import statements_in
from registry.storage.filters import Filters
from registry.storage.reader import Reader

DEFAULT_RULES: Final = "US-UT"
"""The pack that judges a product where none is named: the one with limits for metals and microbes that was written for kratom."""
_SHOWN: Final = (State.PUBLISHED, State.SUPERSEDED)


class Reporting(Questions, StateOf):
    def comparison(
        self,
        analyte: str,
        filters: Filters | None = None,
        *,
        on: date | None = None,
        tolerance: str | None = None,
        step: Step = no_step,
    ) -> Comparison:
        """What a comparison report says: the answer of `compare` with its question, ranks, and the state of the registry that answered."""
        asked = filters or Filters()
        rule = tolerance_named(tolerance or DEFAULT_TOLERANCE)
        selection = Selection(
            analyte=analyte,
            analyte_name=load_catalogue().get(analyte).name,
            on=on,
            tolerance=rule.key,
            filters=self._narrowing(asked),
            question=_written(asked),
        )
        answer = self.compare(analyte, asked, on=on, tolerance=rule.key)
        step("Labels compared with measurements")
        ranking = rank_brands(shares(answer.lots), better="near")
        step("Brands placed")
        return comparison_of(answer, ranking, rule, selection, self._provenance(), specimen=asked.specimen)

    def report(
        self,
        kind: ReportKind,
        analyte: str,
        filters: Filters | None = None,
        *,
        on: date | None = None,
        tolerance: str | None = None,
        progress: ProgressReport | None = None,
    ) -> bytes:
        """The comparison of `compare` as a file, with method, sources, date and the registry's state hash in it.

        `progress` hears, here and below, of each step that is done.
        """
        step = steps(progress, 3)
        return _set(kind, self.comparison(analyte, filters, on=on, tolerance=tolerance, step=step), step)

    def certificate_report(self, certificate_id: str, kind: ReportKind = "pdf", *, progress: ProgressReport | None = None) -> bytes:
        """One certificate as a file: as printed, with what was noticed and corrected and where it comes from. Raises NotFound."""
        step = steps(progress, 2)
        return _set(kind, self._certificate_report(Asked(about="certificate", key=certificate_id), step), step)

    def product_report(
        self,
        product: str,
        kind: ReportKind = "pdf",
        *,
        rules: str | None = None,
        on: date | None = None,
        grams_per_day: float | None = None,
        progress: ProgressReport | None = None,
    ) -> bytes:
        """One product (its key) as a file: lots, claims, measurements, doses, findings, evidence, and verdicts under `rules` as of `on`.

        `rules` None is DEFAULT_RULES, `on` None today, `grams_per_day` None the registry's stated default. Raises NotFound, RulePackError.
        """
        step = steps(progress, 4)
        return _set(kind, self._product_report(_judging("product", product, rules, on, grams_per_day), step), step)

    def contaminant_report(
        self,
        rules: str,
        kind: ReportKind = "pdf",
        filters: Filters | None = None,
        *,
        on: date | None = None,
        grams_per_day: float | None = None,
        progress: ProgressReport | None = None,
    ) -> bytes:
        """Every published result of the selection under the rule pack `rules` as of `on` (None: today). Raises RulePackError."""
        asked = _judging("contaminants", "", rules, on, grams_per_day).model_copy(update={"filters": _written(filters or Filters())})
        step = steps(progress, 3)
        return _set(kind, self._contaminant_report(asked, step), step)

    def is_certificate(self, key: str) -> bool:
        """Whether a certificate has this id."""
        with self._store.read() as reader:
            return reader.has_certificate(key)

    def reproduce(self, content: bytes) -> Reproduction:
        """Asks again what the report in `content` asked, makes it again and compares the two.

        Raises ReportError where the file carries no statement of a report.
        """
        return reproduce(content, self._asked_again)

    def _asked_again(self, statement: Statement) -> Comparison | Report:
        question = statement.selection
        if isinstance(question, Selection):
            filters = Filters.model_validate_json(question.question or "{}")
            return self.comparison(question.analyte, filters, on=question.on, tolerance=question.tolerance)
        makers = {"certificate": self._certificate_report, "product": self._product_report, "contaminants": self._contaminant_report}
        return makers[question.about](question)

    def _certificate_report(self, asked: Asked, step: Step = no_step) -> Report:
        with self._store.read() as reader:
            certificate = reader.certificate(asked.key)
            names: tuple[str, ...] = ()
            if subject := certificate.subject:
                lot = reader.lot(subject.lot).number if subject.lot else None
                names = (reader.brand(subject.brand).name, reader.product(subject.product).name, f"lot {lot}" if lot else "")
            voices = _voices(reader, [certificate])
        step("Certificate looked up")
        return certificate_report(certificate, names, voices, asked, self._provenance())

    def _product_report(self, asked: Asked, step: Step = no_step) -> Report:
        pack, tolerance = load_pack(asked.rules), tolerance_named(DEFAULT_TOLERANCE)
        with self._store.read() as reader:
            product = reader.product(asked.key)
            brand = reader.brand(product.brand)
            filters = Filters(specimen=brand.specimen, products=(product.key,))
            results, claims_frame = reader.results_frame(filters), reader.claims_frame(filters)
            claims = reader.claims(product.key, specimen=brand.specimen)
            certificates = tuple(reader.certificates(filters.model_copy(update={"states": _SHOWN})))
            lots, voices = reader.lots(product.key), _voices(reader, certificates)
            planned = with_sampling_plan(reader, filters)
        step("Lots, labels and results gathered")
        catalogue = load_catalogue()
        claimed = [key for key in dict.fromkeys(claim.analyte for claim in claims) if key in catalogue]
        compared = tuple(
            (key, row)
            for key in claimed
            for row in compared_of(compare_labels(results, claims_frame, analyte=key, tolerance=tolerance, decision=Decision()))
        )
        step("Labels compared with measurements")
        verdicts = _judged(results, pack, asked, planned)
        doses = exposure(results, [asked.grams_per_day or DEFAULT_GRAMS_PER_DAY])
        step("Judged by the rules")
        known = Known(brand, product, lots, claims, certificates, results, compared, verdicts, doses, voices)
        return product_report(known, pack, tolerance, asked, self._provenance())

    def _contaminant_report(self, asked: Asked, step: Step = no_step) -> Report:
        pack, filters = load_pack(asked.rules), Filters.model_validate_json(asked.filters or "{}")
        with self._store.read() as reader:
            results, planned = reader.results_frame(filters), with_sampling_plan(reader, filters)
        step("Results gathered")
        verdicts = _judged(results, pack, asked, planned)
        step("Judged by the rules")
        return judged_report(verdicts, pack, asked, self._provenance(), narrowing=self._narrowing(filters), specimen=filters.specimen)

    def _narrowing(self, filters: Filters) -> tuple[tuple[str, str], ...]:
        """The filters that narrow, as names and values in text; brands and products by their names."""
        stated = filters.model_dump(mode="json", exclude_defaults=True)
        with self._store.read() as reader:
            stated["brands"] = [_name(reader.brand, key) for key in filters.brands]
            stated["products"] = [_name(reader.product, key) for key in filters.products]
        told = ((name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)) for name, value in sorted(stated.items()))
        return tuple((name, value) for name, value in told if value)

    def _provenance(self) -> Provenance:
        state = self.state()
        return Provenance(
            journal_head=state.head,
            journal_entries=state.entries,
            state_hash=state.state_hash,
            code_version=state.version,
            reader_version=state.reader_version,
            made_on=_today(),
        )


def _judged(results: pd.DataFrame, pack: RulePack, asked: Asked, planned: tuple[str, ...]) -> pd.DataFrame:
    kinds = judging_kinds(pack)
    return judge(results, pack, on=asked.on, grams_per_day=asked.grams_per_day, include=kinds, sampling_plans=planned)


def _set(kind: ReportKind, report: Comparison | Report, step: Step) -> bytes:
    content = made(kind, report)
    step("File set")
    return content


def _judging(about: str, key: str, rules: str | None, on: date | None, grams: float | None) -> Asked:
    pack = load_pack(rules or DEFAULT_RULES)
    asked = {"about": about, "key": key, "rules": pack.code, "on": on or _today(), "grams_per_day": grams or DEFAULT_GRAMS_PER_DAY}
    return Asked.model_validate(asked)


def _today() -> date:
    return datetime.now(UTC).date()


def _voices(reader: Reader, certificates: Sequence[Certificate]) -> tuple[Voice, ...]:
    """Disputes and replies that stand beside the certificates, in the order they were published."""
    return tuple(
        Voice(certificate_id=c.id, kind=said.kind, who=said.who, on=said.at.date(), said=said.text)
        for c in certificates
        for said in statements_in(reader.entries_about(f"certificate:{c.id}"))
        if said.shown
    )


def _written(filters: Filters) -> str:
    return filters.model_dump_json(exclude_defaults=True)


def _name(look_up: Callable[[str], Brand | Product], key: str) -> str:
    """The name behind a key, the key itself where nothing has it: a question may name what is not there."""
    try:
        return look_up(key).name
    except NotFound:
        return key
