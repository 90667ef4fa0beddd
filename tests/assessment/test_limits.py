"""Rule packs: their syntax, their dates, and every gathered row accounted for."""

import contextlib
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.assessment.limits import InForce, Kind, PartialDate, Quantity, Rule, RulePack, about, load_pack, packs, parse_pack, subject_of
from registry.datafiles import data_path
from registry.errors import RulePackError
from registry.model.units import Basis

ALL = [(pack.code, rule) for pack in packs().values() for rule in pack.rules]


def rule(pack: str, name: str) -> Rule:
    return next(rule for rule in load_pack(pack).rules if rule.id == name)


def rule_text(**fields: object) -> str:
    base: dict[str, object] = {
        "id": "lead",
        "origin": 1,
        "kind": "limit",
        "cite": "Rule 1",
        "quantity": "amount",
        "analyte": "lead",
        "comparator": "<",
        "limit": 1.2,
        "unit": "ppm",
        "basis": "mass_fraction",
        "from": "2021-04-02",
        "quote": "Lead <1.2 ppm",
        "source": "https://example.org/rule",
    }
    lines = [
        f"{name} = {value if isinstance(value, (int, float)) else repr(value)}" for name, value in (base | fields).items() if value != ""
    ]
    return 'code = "X"\ntitle = "X"\n\n[[rule]]\n' + "\n".join(lines) + "\n"


def test_every_gathered_row_is_in_a_pack() -> None:
    origins = Counter(rule.origin for _, rule in ALL)
    assert {origin for origin in origins if isinstance(origin, int)} == set(range(1, 215))
    # rows with two units, and a rule that names four substances, give several rules
    assert {origin for origin, count in origins.items() if count > 1} == {52, 67, 93}


def test_every_pack_states_its_syntax_and_its_code_is_its_file_name() -> None:
    files = sorted(data_path("reference", "rules").glob("*.toml"))
    assert {path.stem for path in files} == {code.lower() for code in packs()}
    assert all("from inclusive, to exclusive" in path.read_text(encoding="utf-8") for path in files)


def test_every_rule_keeps_its_citation_and_its_source() -> None:
    for code, rule in ALL:
        assert rule.quote, (code, rule.id)
        assert rule.source or not rule.source_recorded, (code, rule.id)


def test_what_rests_on_recall_never_supports_a_verdict() -> None:
    unsupported = {rule.origin for _, rule in ALL if not rule.supports_verdicts}
    # 16 solvents and one cadmium figure without any page, 12 class 3 solvents and the model act whose figure was not seen, one lost path
    assert unsupported == {69, 99, 180, *range(181, 209)}


def test_inhalation_is_marked() -> None:
    assert [(code, rule.analyte) for code, rule in ALL if rule.route == "inhalation"] == [("US-CA-Prop-65", "cadmium")]


@pytest.mark.parametrize(
    ("pack", "name", "words", "canonical"),
    [
        ("US-UT", "lead", "< 1.2 ppm", "0.0012"),
        ("US-RI", "7oh-per-serving", "<= 1 mg/serving", "1"),
        ("US-MS", "7oh-per-package", "<= 0.5 mg/package", "0.5"),
        ("US-CO", "7oh-share", "< 2 % of alkaloids", "2"),
        ("US-FL", "mitragynine-to-7oh", ">= 100", "100"),
        ("CZ", "mercury", "<= 0.10 mg/kg", "0.00010"),
        ("USP-2232", "lead-per-day", "<= 5 µg/day", "0.005"),
        ("USP-2023", "tymc", "<= 1000 CFU/g (read as 2000)", "2000"),
        ("US-UT", "salmonella", "absent in 100 g", None),
        ("US-CA", "7oh", "<= 2 %", None),
        ("US-OH", "mgm15", "prohibited in any amount", None),
    ],
)
def test_a_limit_in_words_and_in_its_canonical_unit(pack: str, name: str, words: str, canonical: str | None) -> None:
    assert rule(pack, name).words == words
    assert rule(pack, name).canonical_limit == (None if canonical is None else Decimal(canonical))


@pytest.mark.parametrize(
    ("pack", "name", "day", "expected"),
    [
        ("US-UT", "lead", "2021-04-01", InForce.NOT_YET),
        ("US-UT", "lead", "2021-04-02", InForce.YES),
        # Utah's 2 % cap: last day 2026-05-05
        ("US-UT", "7oh-share", "2026-05-05", InForce.YES),
        ("US-UT", "7oh-share", "2026-05-06", InForce.ENDED),
        # Florida: one rule at a time on the day of the change
        ("US-FL", "7oh", "2025-08-18", InForce.YES),
        ("US-FL", "7oh", "2025-08-19", InForce.ENDED),
        ("US-FL", "7oh-2", "2025-08-19", InForce.YES),
        # Oklahoma: 2 % until some day of 2025, 1 % from some day of 2025
        ("US-OK", "7oh-share", "2024-12-31", InForce.YES),
        ("US-OK", "7oh-share", "2025-06-01", InForce.UNCLEAR),
        ("US-OK", "7oh-share", "2026-01-01", InForce.ENDED),
        ("US-OK", "7oh-share-2", "2025-06-01", InForce.UNCLEAR),
        ("US-OK", "7oh-share-2", "2025-12-31", InForce.YES),
        # Ohio: the emergency rule and its permanent successor
        ("US-OH", "7oh", "2026-06-09", InForce.YES),
        ("US-OH", "7oh", "2026-06-10", InForce.ENDED),
        ("US-OH", "7oh-2", "2026-06-10", InForce.YES),
        ("USP-232", "lead-per-day", "2026-06-10", InForce.UNDATED),
    ],
)
def test_a_rule_is_in_force_from_its_first_day_to_before_its_last(pack: str, name: str, day: str, expected: InForce) -> None:
    assert rule(pack, name).in_force(date.fromisoformat(day)) is expected


def test_a_date_keeps_its_precision() -> None:
    assert (PartialDate("2024-02").first, PartialDate("2024-02").last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (PartialDate("2025").first, PartialDate("2025").last) == (date(2025, 1, 1), date(2025, 12, 31))


def test_no_two_limits_on_the_same_thing_are_in_force_at_once_except_two_kinds_of_level_of_one_law() -> None:
    for day in (date(2024, 6, 1), date(2026, 3, 1), date(2026, 11, 1)):
        found = [(pack.code, a.id, b.id) for pack in packs().values() for a, b in pack.contradictions(day)]
        assert found == [], found
    assert [(a.id, b.id) for a, b in load_pack("US-CA-Prop-65").contradictions()] == [("lead-per-day", "lead-per-day-2")]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "law"}, "kind"),
        ({"basis": "per_serving"}, "basis"),
        ({"unit": "furlongs"}, "unit"),
        ({"analyte": "unobtainium"}, "catalogue"),
        ({"from": "2021-13-01"}, "from"),
        ({"from": "2022", "to": "2021"}, "ends after it starts"),
        ({"source": ""}, "address"),
        ({"limit": ""}, "needs comparator"),
        ({"colour": "red"}, "colour"),
        ({"quantity": "demands", "demands": ""}, "demands"),
    ],
)
def test_a_pack_that_breaks_its_syntax_is_refused_with_the_place(fields: dict[str, object], said: str) -> None:
    with pytest.raises(RulePackError, match=said):
        parse_pack(rule_text(**fields), where="x.toml")


def test_the_base_of_those_cases_is_valid() -> None:
    pack = parse_pack(rule_text(), where="x.toml")
    assert pack.rules[0].basis is Basis.MASS_FRACTION
    assert pack.rules[0].limit == Decimal("1.2")


@given(st.text(max_size=200))
def test_any_text_is_a_pack_or_one_of_our_errors(text: str) -> None:
    with contextlib.suppress(RulePackError):
        assert isinstance(parse_pack(text, where="x.toml"), RulePack)


def test_an_unknown_pack_names_those_that_exist() -> None:
    assert load_pack("us-ut").code == "US-UT"
    with pytest.raises(RulePackError, match="US-UT"):
        load_pack("US-XX")


def test_proposals_summaries_and_fees_are_facts() -> None:
    facts = {rule.origin for _, rule in ALL if rule.kind is Kind.FACT}
    assert facts == {66, 67, 68, 69, 70, 75, 80, 81, 83, 94, 98}
    assert all(rule.quantity is not Quantity.AMOUNT or rule.kind is not Kind.REQUIREMENT for _, rule in ALL)


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        ("lead", "lead"),
        ("lead-per-day-2", "lead"),
        ("e-coli-6", "e_coli"),
        ("arsenic-inorganic-per-day", "arsenic_inorganic"),
        ("mgm15", "mgm15"),
    ],
)
def test_a_rule_is_about_what_its_id_names_whatever_its_basis_and_number(rule: str, subject: str) -> None:
    assert subject_of(rule) == subject


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("lead-per-day-2", "Lead"),
        ("7oh-share-2", "7-Hydroxymitragynine, share of alkaloids"),
        ("mitragynine-to-7oh", "Mitragynine to 7-Hydroxymitragynine"),
        ("min-age", "Min age"),
    ],
)
def test_what_a_rule_is_about_is_said_by_the_analytes_own_names(rule: str, said: str) -> None:
    assert about(rule) == said
