"""Judgement: rule packs, doses, ranks, and certificates held beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cached_property

import pandas as pd

from registry.assessment.alkaloids import compositions
from registry.assessment.censored import Method, Summary, summaries
from registry.assessment.conformity import Decision
from registry.assessment.exposure import daily_amounts, exposure
from registry.assessment.health import examine
from registry.assessment.judging import judge
from registry.assessment.label import LabelComparison, compare_labels
from registry.assessment.limits import Kind, load_pack, packs
from registry.assessment.patterns import exchanged_claims, patterns_of
from registry.assessment.ranking import Ranking, rank_brands, shares
from registry.assessment.requirements import DemandCheck, check_demands
from registry.assessment.reuse import CrossFinding, Entry, across, beside, entries_of
from registry.assessment.salts import with_free_bases
from registry.assessment.tolerance import tolerance_named
from registry.errors import AssessmentError
from registry.model.certificate import AcquisitionKind
from registry.model.findings import Finding
from registry.model.product import Form
from registry.model.salts import with_salts
from registry.services.opening import Opening
from registry.services.sampling import with_sampling_plan
from registry.storage.filters import Filters
from registry.storage.reader import Reader


class Judgement(Opening):
    @cached_property
    def _beside(self) -> dict[bool, tuple[tuple[int, str], tuple[Entry, ...]]]:
        """Journal head and entries by set; replaced whole, so that sessions may read it at once."""
        return {}

    def rule_packs(self) -> tuple[tuple[str, str], ...]:
        """The rule packs that ship: (code, title), by title."""
        return tuple((code, rules.title) for code, rules in packs().items())

    def judge(
        self,
        pack: str,
        *,
        certificate: str | None = None,
        product: str | None = None,
        on: date | None = None,
        grams_per_day: float | None = None,
        decision: Decision | None = None,
    ) -> pd.DataFrame:
        """Verdicts of one certificate, or of every published certificate of a product, under the rule pack `pack` as of `on`.

        A frame: columns.JUDGED_RESULT and columns.VERDICTS, in the order of the pack; rules that judge nothing come with their
        reason and no certificate. `on` None asks for no day. `grams_per_day` None is the registry's stated default. A verdict extends
        to the lot where its certificate names a sampling plan (column `scope`). Raises NotFound, RulePackError (unknown pack),
        AssessmentError (nothing named).
        """
        rules = load_pack(pack)
        with self._store.read() as reader:
            asked = _asked_about(reader, certificate, product)
            results = reader.results_frame(asked)
            planned = with_sampling_plan(reader, asked)
        return judge(results, rules, on=on, grams_per_day=grams_per_day, decision=decision, sampling_plans=planned)

    def sampling_plans(self, filters: Filters) -> tuple[str, ...]:
        """The certificates that `filters` ask for which name a sampling plan: their verdicts are about the lot."""
        with self._store.read() as reader:
            return with_sampling_plan(reader, filters)

    def demands(self, pack: str, certificate: str, on: date) -> tuple[DemandCheck, ...]:
        """What the rule pack demands of a certificate itself (fields, age, accreditation), demand by demand, on that day."""
        rules = load_pack(pack)
        with self._store.read() as reader:
            return check_demands(reader.certificate(certificate).current, rules, on)

    def dose(self, grams_per_day: Sequence[float], *, certificate: str | None = None, product: str | None = None) -> pd.DataFrame:
        """Micrograms of each metal a day, as lower and upper bound, for each number of grams a day: `exposure.EXPOSURE`."""
        return exposure(self._results_of(certificate, product), grams_per_day)

    def daily_amounts(
        self,
        pack: str,
        *,
        certificate: str | None = None,
        product: str | None = None,
        on: date | None = None,
        kinds: frozenset[Kind] = frozenset({Kind.LIMIT}),
    ) -> pd.DataFrame:
        """How many grams a day stay within each limit per day of the pack, and which one limits first: `exposure.DAILY_AMOUNT`."""
        return daily_amounts(self._results_of(certificate, product), load_pack(pack), on=on, kinds=kinds)

    def composition(
        self, *, certificate: str | None = None, product: str | None = None, decision: Decision | None = None, complete: bool = False
    ) -> pd.DataFrame:
        """Sum of the alkaloids, 7-OH share and mitragynine : 7-OH as bounds, and synthetic markers: `alkaloids.COMPOSITION`."""
        return compositions(self._results_of(certificate, product), decision or Decision(), complete=complete)

    def summary(
        self, analyte: str, filters: Filters | None = None, *, method: Method = Method.KAPLAN_MEIER
    ) -> tuple[tuple[str, str, Summary], ...]:
        """What the results of one analyte say together, non-detects as bounds: (kind of acquisition, basis, summary), none mixed."""
        asked = (filters or Filters()).model_copy(update={"analytes": with_salts(analyte)})
        with self._store.read() as reader:
            rows = with_free_bases(reader.results_frame(asked))
        return summaries(rows[rows["analyte_key"] == analyte], method=method)

    def rank(self, comparison: LabelComparison) -> Ranking:
        """Brands by how near their lots come to the label, from an answer of `compare`; each kind of acquisition apart."""
        return rank_brands(shares(comparison.lots), better="near")

    def health(self, certificate: str, today: date | None = None) -> tuple[Finding, ...]:
        """What was noticed about one certificate: the findings of its reading, then what it lacks or leaves open on `today`."""
        with self._store.read() as reader:
            record = reader.certificate(certificate)
            form = reader.product(record.subject.product).form if record.subject else Form.UNKNOWN
        draft = record.current
        return (*draft.findings, *examine(draft, today or datetime.now(UTC).date(), form=form))

    def patterns(self, brand: str, *, pack: str | None = None) -> tuple[Finding, ...]:
        """What many published results of a brand show together: drift from lot to lot, crowding within the limits of `pack`, and labels
        of two products that fit each other's results. Drift and crowding are told from 20 results on; nothing is an accusation.
        """
        rules = [rule for rule in load_pack(pack).rules if rule.kind is Kind.LIMIT and rule.supports_verdicts] if pack else []
        with self._store.read() as reader:
            asked = Filters(brands=(brand,), specimen=reader.brand(brand).specimen)
            results, claims = reader.results_frame(asked), reader.claims_frame(asked)
        found = [patterns_of(results, rules)]
        for analyte in sorted(set(claims["analyte_key"]) & set(results["analyte_key"])):
            compared = compare_labels(results, claims, analyte=analyte, tolerance=tolerance_named("90-110"), decision=Decision())
            found.append(exchanged_claims(compared.history))
        return tuple(finding for findings in found for finding in findings)

    def cross_findings(self, *, specimen: bool = False, certificate: str | None = None) -> tuple[CrossFinding, ...]:
        """What is seen when the certificates of the set are held beside each other, drafts included: the same file, report number,
        numbers or picture where they are not expected. The later certificate is named first; nothing here is an accusation.

        With `certificate` only what names that one, in its own set. Raises NotFound.
        """
        with self._store.read() as reader:
            if certificate is not None:
                record = reader.certificate(certificate)
                specimen = record.draft.specimen or record.acquisition.kind is AcquisitionKind.SPECIMEN
            entries = self._entries(reader, specimen=specimen)
        if certificate is None:
            return across(entries)
        return next((beside(entry, entries) for entry in entries if entry.id == certificate), ())

    def _entries(self, reader: Reader, *, specimen: bool) -> tuple[Entry, ...]:
        """What can be compared of every certificate of the set, kept until the journal grows."""
        head = reader.head()
        known = self._beside.get(specimen)
        if known is None or known[0] != head:
            names = {product.key: product.name for product in reader.products(None, specimen=specimen)}
            known = head, entries_of(reader.certificates(Filters(specimen=specimen, states=())), names)
            self._beside[specimen] = known
        return known[1]

    def _results_of(self, certificate: str | None, product: str | None) -> pd.DataFrame:
        with self._store.read() as reader:
            return reader.results_frame(_asked_about(reader, certificate, product))


def _asked_about(reader: Reader, certificate: str | None, product: str | None) -> Filters:
    """The one certificate in whatever state it is, or what is published about the product."""
    if certificate is not None:
        specimen = reader.certificate(certificate).acquisition.kind is AcquisitionKind.SPECIMEN
        return Filters(certificates=(certificate,), states=(), specimen=specimen)
    if product is not None:
        return Filters(products=(product,), specimen=reader.brand(reader.product(product).brand).specimen)
    raise AssessmentError("Nothing was named to judge.", next_step="Name a certificate or a product.")
