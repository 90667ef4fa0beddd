"""What a jurisdiction demands of a certificate: fields, panels, age, accreditation, a photograph.

Each demand is met, not met, or left for a person to see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from registry.assessment.limits import InForce, Kind, Quantity, Rule, RulePack
from registry.model.certificate import DraftCertificate, Panel, ReadText


class Answer(StrEnum):
    MET = "met"
    NOT_MET = "not met"
    CANNOT_TELL = "cannot tell"
    """The reading does not hold it: a person has to look."""


@dataclass(frozen=True, slots=True)
class DemandCheck:
    """One demand of one rule. `decides` is False for a rule that is undated, not in force or unclear on the day: shown, and no verdict."""

    pack: str
    rule_id: str
    cite: str
    demand: str
    answer: Answer
    reason: str
    state: InForce
    decides: bool
    source: str


def check_demands(draft: DraftCertificate, pack: RulePack, on: date) -> tuple[DemandCheck, ...]:
    """Every demand of the pack on a certificate, on the day it is held against (its registration or sale).

    A requirement that is not about a certificate (an age limit, a fee, a label) is not listed here: `pack.rules` shows it.
    """
    checks = []
    for rule in pack.rules:
        if rule.kind is Kind.REQUIREMENT and rule.quantity is Quantity.DEMANDS:
            checks += [_checked(draft, pack, rule, demand, on) for demand in rule.demands]
    return tuple(checks)


def _checked(draft: DraftCertificate, pack: RulePack, rule: Rule, demand: str, on: date) -> DemandCheck:
    answer, reason = _CHECKS[demand](draft, on)
    state = rule.in_force(on)
    decides = state is InForce.YES and rule.supports_verdicts
    return DemandCheck(pack.code, rule.id, rule.cite, demand, answer, reason, state, decides, rule.source)


Check = Callable[[DraftCertificate, date], tuple[Answer, str]]


def _analyte(key: str, name: str) -> Check:
    def check(draft: DraftCertificate, _: date) -> tuple[Answer, str]:
        stated = any(result.analyte_key == key and result.measurements for result in draft.results)
        return (Answer.MET, f"{name} is reported.") if stated else (Answer.NOT_MET, f"{name} is not reported.")

    return check


def _panel(panel: Panel, name: str) -> Check:
    def check(draft: DraftCertificate, _: date) -> tuple[Answer, str]:
        stated = any(result.panel is panel for result in draft.results)
        return (Answer.MET, f"{name} are reported.") if stated else (Answer.NOT_MET, f"Nothing is reported on {name.casefold()}.")

    return check


def _field(read: Callable[[DraftCertificate], ReadText | None], name: str) -> Check:
    def check(draft: DraftCertificate, _: date) -> tuple[Answer, str]:
        field = read(draft)
        stated = field is not None and field.text.strip()
        return (Answer.MET, f"{name}: {field.text.strip()}.") if field and stated else (Answer.NOT_MET, f"No {name.casefold()} is printed.")

    return check


def _address(read: Callable[[DraftCertificate], ReadText | None], name: str) -> Check:
    def check(draft: DraftCertificate, _: date) -> tuple[Answer, str]:
        field = read(draft)
        if field is None or not field.text.strip():
            return Answer.NOT_MET, f"No {name} is printed."
        return Answer.CANNOT_TELL, f"The {name} is {field.text.strip()}; whether the address stands beside it, a person has to see."

    return check


def _methods(draft: DraftCertificate, _: date) -> tuple[Answer, str]:
    without = sum(not result.method for result in draft.results)
    if not draft.results:
        return Answer.NOT_MET, "No result is reported."
    return (
        (Answer.NOT_MET, f"{without} of {len(draft.results)} rows name no method.")
        if without
        else (Answer.MET, "Every row names its method.")
    )


def _photo(draft: DraftCertificate, _: date) -> tuple[Answer, str]:
    if draft.authenticity.image_hashes:
        return Answer.CANNOT_TELL, "The file holds pictures; whether one shows the product, a person has to see."
    known = bool(draft.authenticity.page_hashes)
    return (Answer.NOT_MET, "The file holds no picture.") if known else (Answer.CANNOT_TELL, "Pictures were not looked for in this file.")


def _accreditation(draft: DraftCertificate, _: date) -> tuple[Answer, str]:
    if draft.accreditation is None or not draft.accreditation.text.strip():
        return Answer.NOT_MET, "No accreditation is printed."
    said = f"The certificate prints {draft.accreditation.text.strip()}"
    return Answer.CANNOT_TELL, f"{said}; whether it covers these methods stands in the scope at the accreditation body."


def _age(draft: DraftCertificate, on: date) -> tuple[Answer, str]:
    tested = draft.dates.completed
    if tested is None or tested.value is None:
        return Answer.CANNOT_TELL, "The day on which the tests were completed is not known."
    if tested.value > on:
        return Answer.CANNOT_TELL, f"The tests were completed on {tested.value.isoformat()}, after {on.isoformat()}."
    answer = Answer.MET if _within_months(tested.value, on, _MONTHS) else Answer.NOT_MET
    return answer, f"The tests were completed on {tested.value.isoformat()}; {_MONTHS} months are asked for on {on.isoformat()}."


_MONTHS: Final = 6


def _within_months(since: date, on: date, months: int) -> bool:
    return (on.year - since.year) * 12 + on.month - since.month - (on.day <= since.day) < months


_CHECKS: Final[dict[str, Check]] = {
    "mitragynine": _analyte("mitragynine", "Mitragynine"),
    "7oh": _analyte("7oh", "7-Hydroxymitragynine"),
    "alkaloids": _panel(Panel.POTENCY, "Alkaloids"),
    "foreign matter": _panel(Panel.FOREIGN_MATTER, "Foreign matter results"),
    "microbials": _panel(Panel.MICROBIALS, "Microbials"),
    "heavy metals": _panel(Panel.HEAVY_METALS, "Heavy metals"),
    "lot": _field(lambda draft: draft.lot, "Lot number"),
    "completion date": _field(lambda draft: draft.dates.completed, "Date of completion"),
    "method of each test": _methods,
    "product photo": _photo,
    "customer address": _address(lambda draft: draft.client, "customer"),
    "laboratory address": _address(lambda draft: draft.lab, "laboratory"),
    "accreditation": _accreditation,
    "age up to 6 months": _age,
}
