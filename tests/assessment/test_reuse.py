"""Certificates beside each other: what is said, and above all what is not."""

from typing import Any

import pytest

from registry.assessment.reuse import Entry, across, beside, entries_of
from registry.assessment.vectors import numbers_of
from registry.model.certificate import AuthenticityFacts, Panel, State, Subject
from tests.builders import certificate, draft, measurement, read_text, result

VALUES = {"mitragynine": "12.53", "7oh": "0.117", "speciogynine": "1.34", "paynantheine": "2.08", "speciociliatine": "0.861"}


def potency(values: dict[str, str] = VALUES, unit: str = "mg/g") -> list[Any]:
    return [result(key, measurement(text, unit), analyte_key=key) for key, text in values.items()]


def all_nd() -> list[Any]:
    return [result(f"Pesticide {n}", measurement("ND", "ppm"), panel=Panel.PESTICIDES, analyte_key=None) for n in range(40)]


def entry(name: str, rows: list[Any] | None = None, **fields: Any) -> Entry:
    return Entry(**({"id": name, "sha256": name, "laboratory": "Works", "numbers": numbers_of(draft(*(rows or potency())))} | fields))


def codes(*entries: Entry) -> list[str]:
    return [found.finding.code for found in across(entries)]


class TestNumbers:
    def test_the_same_numbers_under_another_lot(self) -> None:
        assert codes(entry("a", lot="1"), entry("b", lot="2")) == ["same-numbers-other-lot"]

    def test_the_same_numbers_under_another_brand(self) -> None:
        assert codes(entry("a", brand_key="x"), entry("b", brand_key="y")) == ["same-numbers-other-brand"]

    def test_rounding_and_another_unit_do_not_hide_them(self) -> None:
        rounded = {"mitragynine": "1.25", "7oh": "0.012", "speciogynine": "0.134", "paynantheine": "0.208", "speciociliatine": "0.0861"}
        assert codes(entry("a", lot="1"), entry("b", potency(rounded, "%"), lot="2")) == ["same-numbers-other-lot"]

    def test_one_different_number_is_another_measurement(self) -> None:
        assert codes(entry("a", lot="1"), entry("b", potency(VALUES | {"paynantheine": "2.11"}), lot="2")) == []

    def test_panels_in_which_nothing_was_found_say_nothing(self) -> None:
        assert codes(entry("a", all_nd(), lot="1"), entry("b", all_nd(), lot="2")) == []

    def test_a_few_coarse_numbers_can_agree_by_chance(self) -> None:
        coarse = {"mitragynine": "1.3", "7oh": "0.1", "speciogynine": "0.2", "paynantheine": "0.3"}
        assert codes(entry("a", potency(coarse), lot="1"), entry("b", potency(coarse), lot="2")) == []

    def test_a_copy_of_one_report_is_not_a_second_finding(self) -> None:
        same = {"report_id": "R-1", "lot": "1"}
        assert codes(entry("a", **same), entry("b", **same)) == []

    def test_an_amended_report_shares_its_predecessors_numbers(self) -> None:
        assert codes(entry("a", lot="1"), entry("b", lot="1-A", supersedes="a")) == []

    def test_the_same_lot_measured_twice_is_no_reuse(self) -> None:
        assert codes(entry("a", lot="1"), entry("b", lot="1")) == []


class TestReports:
    def test_a_report_number_on_another_lot(self) -> None:
        one, other = entry("a", report_id="R 1", lot="1"), entry("b", potency(VALUES | {"7oh": "0.2"}), report_id="r-1", lot="2")
        assert codes(one, other) == ["report-number-reused"]
        assert codes(one, entry("b", report_id="R 1", lot="2", laboratory="Another")) == ["same-numbers-other-lot"]

    def test_one_file_for_two_products(self) -> None:
        pair = (entry("a", sha256="f", product_key="x", product="Red"), entry("b", sha256="f", product_key="y", product="White"))
        assert codes(*pair) == ["same-file-other-product"]

    def test_two_samples_in_one_file_are_ordinary(self) -> None:
        other = potency(VALUES | {"mitragynine": "9.87"})
        assert codes(entry("a", sha256="f", product_key="x"), entry("b", other, sha256="f", product_key="y")) == []

    def test_one_sample_number_for_two_products(self) -> None:
        other = potency(VALUES | {"mitragynine": "9.87"})
        assert codes(entry("a", sample_id="S1", product_key="x"), entry("b", other, sample_id="S1", product_key="y")) == [
            "one-sample-two-products"
        ]

    def test_two_products_that_show_each_others_reports(self) -> None:
        sour = entry("a", brand_key="x", product_key="sour", product="Sour Apple", printed_product="7-OH Green Apple tablet")
        green = entry(
            "b", potency({"7oh": "27.4"}), brand_key="x", product_key="green", product="Green Apple", printed_product="Sour Apple"
        )
        assert codes(sour, green) == ["reports-swapped"]
        right = Entry(id="c", brand_key="x", product_key="green", product="Green Apple", printed_product="Green Apple")
        assert codes(sour, right) == []


class TestPictures:
    PICTURE = "f0e1d2c3b4a59687"
    ALIKE = "f0e1d2c3b4a59686"

    def one(self, name: str, picture: str, **fields: Any) -> Entry:
        return Entry(id=name, sha256=name, laboratory="Works", pictures=((picture, 1),), **fields)

    def test_a_picture_seen_before(self) -> None:
        assert codes(self.one("a", self.PICTURE), self.one("b", self.ALIKE)) == ["same-picture"]

    def test_another_picture(self) -> None:
        assert codes(self.one("a", self.PICTURE), self.one("b", "0123456789abcdef")) == []

    def test_a_letterhead_is_on_every_certificate(self) -> None:
        assert codes(*(self.one(name, self.PICTURE) for name in "abc")) == []

    @pytest.mark.parametrize("picture", ["0000000000000000", "ffffffffffffffff", "", "not a hash"])
    def test_a_blank_picture_or_no_hash_resembles_nothing(self, picture: str) -> None:
        assert codes(self.one("a", picture), self.one("b", picture)) == []


def test_specimens_never_meet_real_certificates() -> None:
    assert codes(entry("a", lot="1", specimen=True), entry("b", lot="2")) == []


def test_entries_are_taken_from_certificates_that_stand() -> None:
    drafted = draft(*potency(), lot=read_text("1"), authenticity=AuthenticityFacts(page_hashes=("00ff",)))
    one = certificate(drafted, name="a", subject=Subject(brand="b", product="p"), state=State.PUBLISHED)
    gone = certificate(drafted, name="b", state=State.WITHDRAWN)
    found = entries_of([one, gone], {"p": "Red"})
    assert [(e.lot, e.product, e.pictures, len(e.numbers.values)) for e in found] == [("1", "Red", (("00ff", 1),), 5)]


def test_a_hundred_certificates_of_different_lots_raise_nothing() -> None:
    many = [
        entry(str(n), potency({key: f"{float(text) * (1 + n / 50):.4g}" for key, text in VALUES.items()}), lot=str(n)) for n in range(100)
    ]
    assert codes(*many) == []


def test_every_finding_says_what_was_seen_and_what_to_do() -> None:
    for found in across([entry("a", lot="1"), entry("b", lot="2")]):
        assert "(not stated)" not in found.finding.message
        assert found.finding.next_step


def test_what_names_one_certificate_is_the_same_beside_all_others() -> None:
    entries = [
        entry("a", lot="1"),
        entry("b", lot="2"),
        entry("c", report_id="R-9", lot="3"),
        Entry(id="d", sha256="d", laboratory="Works", pictures=(("f0e1d2c3b4a59687", 1),)),
        Entry(id="e", sha256="e", laboratory="Works", pictures=(("f0e1d2c3b4a59686", 1),)),
    ]
    found = across(entries)
    assert found
    for one in entries:
        assert beside(one, entries) == tuple(cross for cross in found if one.id in (cross.certificate, cross.other))


def test_a_letterhead_whose_picture_varies_a_little_is_still_one() -> None:
    pictures = [f"{0xF0E1D2C3B4A59687 ^ (1 << bit):016x}" for bit in range(6)]
    assert codes(*(Entry(id=p, sha256=p, laboratory="Works", pictures=((p, 1),)) for p in pictures)) == []


@pytest.mark.parametrize(("one", "other"), [("1.0", "1.04"), ("0.98", "1.02"), ("12.5", "12.46")])
def test_the_same_numbers_are_found_in_two_roundings(one: str, other: str) -> None:
    coarse = potency({**VALUES, "mitragynine": one})
    fine = potency({**VALUES, "mitragynine": other})
    assert codes(entry("a", coarse, lot="1", report_id="A"), entry("b", fine, lot="2", report_id="B")) == (
        [] if one == "0.98" else ["same-numbers-other-lot"]
    )
