"""Judgement: rule packs, doses, ranks, and certificates held beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from registry.assessment.conformity import Decision
from registry.assessment.exposure import exposure
from registry.assessment.judging import judge
from registry.assessment.label import LabelComparison
from registry.assessment.limits import load_pack, packs
from registry.assessment.ranking import Ranking, rank_brands, shares
from registry.assessment.requirements import DemandCheck, check_demands
from registry.assessment.reuse import CrossFinding, across, entries_of
from registry.errors import AssessmentError
from registry.model.certificate import AcquisitionKind
from registry.services.opening import Opening
from registry.storage.filters import Filters
from registry.storage.reader import Reader


class Judgement(Opening):
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
        reason and no certificate. `on` None asks for no day. `grams_per_day` None is the registry's stated default. Raises
        NotFound, RulePackError (unknown pack), AssessmentError (nothing named).
        """
        rules = load_pack(pack)
        return judge(self._results_of(certificate, product), rules, on=on, grams_per_day=grams_per_day, decision=decision)

    def demands(self, pack: str, certificate: str, on: date) -> tuple[DemandCheck, ...]:
        """What the rule pack demands of a certificate itself (fields, age, accreditation), demand by demand, on that day."""
        rules = load_pack(pack)
        with self._store.read() as reader:
            return check_demands(reader.certificate(certificate).current, rules, on)

    def dose(self, grams_per_day: Sequence[float], *, certificate: str | None = None, product: str | None = None) -> pd.DataFrame:
        """Micrograms of each metal a day, as lower and upper bound, for each number of grams a day: `exposure.EXPOSURE`."""
        return exposure(self._results_of(certificate, product), grams_per_day)

    def rank(self, comparison: LabelComparison) -> Ranking:
        """Brands by how near their lots come to the label, from an answer of `compare`; each kind of acquisition apart."""
        return rank_brands(shares(comparison.lots), better="near")

    def cross_findings(self, *, specimen: bool = False) -> tuple[CrossFinding, ...]:
        """What is seen when the certificates of the set are held beside each other, drafts included: the same file, report number,
        numbers or picture where they are not expected. The later certificate is named first; nothing here is an accusation.
        """
        with self._store.read() as reader:
            names = {product.key: product.name for product in reader.products(None, specimen=specimen)}
            return across(entries_of(reader.certificates(Filters(specimen=specimen, states=())), names))

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
