"""Reports of one certificate, one product and a rule pack's verdicts, from the stored records to the file, and back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from registry.errors import NotFound, ReportError, RulePackError
from registry.model.certificate import Acquisition, AcquisitionKind, Panel
from registry.model.crossing import PackFacts
from registry.model.evidence import Source
from registry.model.units import Basis
from registry.services import Filters, Progress, Registry, ReportKind
from tests.builders import draft, measurement, read_text, result
from tests.services.stand_in import REVIEWER, open_registry, publish, subject

KINDS: tuple[ReportKind, ...] = get_args(ReportKind)
DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A powder (12.5 mg/g of 2 g a serving, 30 mg claimed; 0.2 ppm lead) and a specimen; the tests only look."""
    home = tmp_path_factory.mktemp("shelf")
    with open_registry(f"sqlite:///{home / 'registry.db'}", home) as registry:
        about = subject(registry, "Acme", "Gold Powder", "G-1")
        registry.state_pack(about.product, PackFacts(serving_mass_g=Decimal(2)), REVIEWER)
        label = Source(url="https://shop.example")
        registry.add_claim(about.product, "mitragynine", label, REVIEWER, amount=Decimal(30), unit="mg", basis=Basis.PER_SERVING)
        lead = result("Lead", measurement("0.2", "ppm"), panel=Panel.HEAVY_METALS)
        certificate = publish(registry, draft(result(), lead, report_id=read_text("R-100")), about)
        registry.reply(certificate, "Acme", "The next lot was retested.", sender=REVIEWER)
        invented = subject(registry, "Acme", "Gold Powder", "G-1", specimen=True)
        publish(registry, draft(specimen=True, report_id=read_text("R-900")), invented, Acquisition(kind=AcquisitionKind.SPECIMEN))
        yield registry


def certificate_of(shelf: Registry) -> str:
    return shelf.search("R-100").rows[0].certificate_id


def tables(content: bytes) -> dict[str, list[dict[str, str]]]:
    """The tables of a data package by name."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(archive.read(name).decode())))
        for name in archive.namelist()
        if name.endswith(".csv")
    }


def descriptor(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("datapackage.json"))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_report_is_made_again_from_itself_although_the_registry_has_grown(shelf: Registry, kind: ReportKind) -> None:
    made = (
        shelf.certificate_report(certificate_of(shelf), kind),
        shelf.product_report("acme/gold-powder", kind, rules="US-UT", on=DAY, grams_per_day=5),
        shelf.contaminant_report("US-UT", kind, on=DAY),
        shelf.report(kind, "mitragynine"),
    )
    shelf.create_brand(f"Unrelated {kind}", REVIEWER)
    assert [shelf.reproduce(content).same_bytes for content in made] == [True] * 4


def test_a_product_report_holds_lots_claims_comparison_verdicts_doses_evidence_and_replies(shelf: Registry) -> None:
    found = tables(shelf.product_report("acme/gold-powder", "zip", rules="US-UT", on=DAY, grams_per_day=5))
    assert [(row["lot"], row["panels"]) for row in found["lots"]] == [("G-1", "Potency, Heavy metals")]
    assert [(row["amount"], row["unit"], row["basis"]) for row in found["label_claims"]] == [("30.0", "mg", "per serving")]
    (compared,) = found["label_comparison"]
    assert float(compared["share_low"]) == pytest.approx(25 / 30)  # 12.5 mg/g x 2 g of 30 mg
    (lead,) = found["verdicts"]
    assert (lead["analyte"], lead["verdict"], lead["certificate_id"]) == ("Lead", "conforms", certificate_of(shelf))
    (dose,) = found["doses"]
    assert (dose["dose"], dose["low"], dose["high"]) == ("1.0", "1.0", "1.0")  # 0.2 ug/g x 5 g
    assert [row["report"] for row in found["evidence"]] == ["R-100"]
    assert [(row["who"], row["said"]) for row in found["replies"]] == [("Acme", "The next lot was retested.")]
    assert len(found["measurements"]) == 2


def test_a_product_report_keeps_the_results_of_a_lot_together_in_whatever_order_they_were_published(tmp_path: Path) -> None:
    with open_registry(f"sqlite:///{tmp_path / 'registry.db'}", tmp_path) as registry:
        for number, lot in enumerate(("L-2", "L-1", "L-2")):
            about = subject(registry, "Acme", "Gold Powder", lot)
            lead = result("Lead", measurement("0.2", "ppm"), analyte_key="lead", panel=Panel.HEAVY_METALS)
            publish(registry, draft(result(), lead, file=str(number), report_id=read_text(f"R-{number}")), about)
        found = tables(registry.product_report(about.product, "zip", rules="US-UT", on=DAY))
        assert [row["lot"] for row in found["measurements"]] == ["L-1"] * 2 + ["L-2"] * 4
        assert [row["lot"] for row in found["doses"]] == ["L-1", "L-2", "L-2"]


def test_a_dose_has_the_digits_of_its_result_and_its_ends_in_full(tmp_path: Path) -> None:
    with open_registry(f"sqlite:///{tmp_path / 'registry.db'}", tmp_path) as registry:
        about = subject(registry, "Acme", "Gold Powder", "G-1")
        metals = [
            result(name, measurement(text, "ppm"), analyte_key=name.lower(), panel=Panel.HEAVY_METALS)
            for name, text in (("Lead", "0.131"), ("Nickel", "0,83"), ("Cadmium", "<0.02"), ("Arsenic", "ND"))
        ]
        publish(registry, draft(*metals), about)
        found = tables(registry.product_report(about.product, "zip", rules="US-UT", on=DAY, grams_per_day=9.6))["doses"]
        assert [(row["dose"], row["low"], row["high"]) for row in found] == [
            ("1.26", "1.2576", "1.2576"),
            ("8.0", "7.968", "7.968"),
            ("below 0.19", "0.0", "0.192"),
            ("no bound", "0.0", ""),
        ]


def test_an_analyte_has_one_name_whatever_language_its_certificate_prints(tmp_path: Path) -> None:
    with open_registry(f"sqlite:///{tmp_path / 'registry.db'}", tmp_path) as registry:
        about = subject(registry, "Acme", "Gold Powder", "G-1")
        lead = result("olovo", measurement("0,2", "mg/kg"), analyte_key="lead", panel=Panel.HEAVY_METALS)
        publish(registry, draft(lead), about)
        found = tables(registry.product_report(about.product, "zip", rules="US-UT", on=DAY))
        (verdict,) = [row for row in found["verdicts"] if row["analyte_key"] == "lead"]
        assert (verdict["name"], verdict["analyte"]) == ("Lead", "olovo")
        assert [row["analyte"] for row in found["doses"]] == ["Lead"]


def test_a_report_names_the_products_and_brands_that_it_was_narrowed_to(shelf: Registry) -> None:
    narrow = Filters(products=("acme/gold-powder", "acme/not-there"), brands=("acme",))
    page = shelf.contaminant_report("US-UT", "html", narrow, on=DAY).decode()
    assert "<td>Gold Powder, acme/not-there</td>" in page
    assert ">Acme</td>" in page


def test_a_contaminant_report_holds_every_verdict_with_its_rule_and_citation_and_what_was_never_tested(shelf: Registry) -> None:
    found = tables(shelf.contaminant_report("us-ut", "zip", on=DAY))
    (lead,) = found["verdicts"]
    assert (lead["product"], lead["verdict"], lead["rule"], lead["measured"]) == ("Acme, Gold Powder", "conforms", "< 1.2 ppm", "0.2 ppm")
    assert "R70-580" in lead["cite"]
    assert lead["rule_source"].startswith("https://")
    (untested,) = found["untested"]
    assert "Salmonella" in untested["untested"]
    assert "Lead" not in untested["untested"]


def test_a_share_that_no_row_prints_stands_in_a_report_as_calculated(tmp_path: Path) -> None:
    with open_registry(f"sqlite:///{tmp_path / 'registry.db'}", tmp_path) as registry:
        alkaloids = {
            "Mitragynine": ("mitragynine", "30"),
            "7-Hydroxymitragynine": ("7oh", "10"),
            "Total Alkaloids": ("total_alkaloids", "40"),
        }
        found = [result(name, measurement(text, "mg/g"), analyte_key=key) for name, (key, text) in alkaloids.items()]
        publish(registry, draft(*found), subject(registry, "Acme", "Gold Powder", "G-1"))
        rows = tables(registry.contaminant_report("AKA-GMP", "zip", on=DAY))["verdicts"]
        (share,) = [row for row in rows if row["name"] == "7-Hydroxymitragynine, share of alkaloids"]
        # 10 of the 40 mg/g measured, and of a whole gram where all the rest were alkaloids that nobody looked for
        assert share["measured"] == "1 to 25 % of alkaloids, calculated"


def test_products_that_lack_the_same_tests_stand_under_one_list_of_them(tmp_path: Path) -> None:
    with open_registry(f"sqlite:///{tmp_path / 'registry.db'}", tmp_path) as registry:
        for number, name in enumerate(("Gold", "Red", "White")):
            metal = ("Lead", "lead") if name != "Red" else ("Cadmium", "cadmium")
            found = result(metal[0], measurement("0.2", "ppm"), analyte_key=metal[1], panel=Panel.HEAVY_METALS)
            about = subject(registry, "Acme", f"{name} Powder", "L-1")
            publish(registry, draft(found, file=name, report_id=read_text(f"R-{number}")), about)
        untested = tables(registry.contaminant_report("US-UT", "zip", on=DAY))["untested"]
        lists = [row["untested"] for row in untested]
        assert [row["product"] for row in untested] in (
            ["Acme, Gold Powder", "Acme, White Powder", "Acme, Red Powder"],
            ["Acme, Red Powder", "Acme, Gold Powder", "Acme, White Powder"],
        )
        page = registry.contaminant_report("US-UT", "html", on=DAY).decode().replace("\u00a0", " ")
        assert all(page.count(said.replace("<", "&lt;")) == 1 for said in set(lists))


def test_specimens_and_real_data_have_reports_of_their_own(shelf: Registry) -> None:
    assert "specimen" not in descriptor(shelf.contaminant_report("US-UT", "zip", on=DAY))["keywords"]
    invented = shelf.contaminant_report("US-UT", "zip", Filters(specimen=True), on=DAY)
    assert "specimen" in descriptor(invented)["keywords"]
    assert tables(invented)["verdicts"] == []  # the specimen has no metal and no microbe tested
    (product,) = shelf.products(specimen=True)
    assert "specimen" in descriptor(shelf.product_report(product.key, "zip"))["keywords"]


def test_a_report_says_under_which_day_and_grams_it_was_judged(shelf: Registry) -> None:
    asked = descriptor(shelf.product_report("acme/gold-powder", "zip", on=DAY))["selection"]
    assert (asked["rules"], asked["on"], asked["grams_per_day"]) == ("US-UT", "2026-11-01", 9.6)


def test_a_correction_after_the_report_shows(registry: Registry) -> None:
    certificate = publish(registry, draft())
    report = registry.certificate_report(certificate)
    registry.correct(certificate, "lot", "L-2", REVIEWER, "A misread sign.")
    assert registry.reproduce(report).same_data is False


def test_an_unknown_product_certificate_or_pack_is_named(shelf: Registry) -> None:
    with pytest.raises(NotFound):
        shelf.product_report("nobody/nothing")
    with pytest.raises(NotFound):
        shelf.certificate_report("ffffffffffff-1")
    with pytest.raises(RulePackError):
        shelf.contaminant_report("XX-YY")
    with pytest.raises(ReportError):
        shelf.reproduce(b"no report")


@pytest.mark.parametrize("about", ["comparison", "certificate", "product", "contaminants"])
def test_a_report_tells_of_every_step_until_it_is_whole(shelf: Registry, about: str) -> None:
    heard: list[Progress] = []
    make = {
        "comparison": lambda: shelf.report("csv", "mitragynine", progress=heard.append),
        "certificate": lambda: shelf.certificate_report(certificate_of(shelf), "csv", progress=heard.append),
        "product": lambda: shelf.product_report("acme/gold-powder", "csv", on=DAY, progress=heard.append),
        "contaminants": lambda: shelf.contaminant_report("US-UT", "csv", on=DAY, progress=heard.append),
    }
    make[about]()
    assert [step.done for step in heard] == list(range(1, heard[0].total + 1))
    assert heard[-1].name == "File set"


def test_a_report_by_the_rules_of_a_place_tells_its_legal_status_for_that_day(shelf: Registry) -> None:
    said = shelf.contaminant_report("US-UT", "html", on=DAY).decode()
    assert "Recorded from 2019-05-14 on (Title 4 ch. 45)." in said
    assert "It is not legal advice" in said
    assert "legal advice" not in shelf.contaminant_report("USP-2232", "html", on=DAY).decode()
