"""Whole journeys in a real browser: a buyer with a lot, a researcher who downloads and reproduces, a regulator with a pack and a date."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import openpyxl
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LOT = "HG-2601"
PRODUCT = "Specimen Heron Green Vein Powder"


def saved(page: Page, kind: str, folder: Path) -> Path:
    """The report that the page makes on a click, saved under the name it comes with."""
    page.get_by_role("button", name=f"Make the {kind}", exact=True).click()
    with page.expect_download() as coming:
        page.get_by_role("button", name=re.compile(f"Save the {re.escape(kind)}")).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def test_a_buyer_goes_from_the_lot_on_the_pack_to_its_values_and_to_the_comparison(page: Page, demo: str) -> None:
    page.goto(f"{demo}/?specimens=1")
    page.get_by_label("Look up").fill(LOT)
    page.get_by_label("Look up").press("Enter")
    page.get_by_role("link", name=LOT, exact=True).first.click()
    expect(page.get_by_role("heading", name=f"Lot {LOT} was tested")).to_be_visible()
    expect(page.get_by_text("Not tested for").first).to_be_visible()

    page.get_by_role("link", name="Mitragynine", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/certificate\?id=.*value=results"))
    expect(page.locator(".box.lit").first).to_be_visible()
    expect(page.locator("tr.lit")).to_contain_text("Mitragynine")

    page.go_back()
    page.get_by_role("link", name="Compare label and measurement").click()
    expect(page.get_by_role("row", name=re.compile(PRODUCT)).first).to_contain_text("30\u202fmg/serving")


def test_a_lot_nobody_tested_is_said_to_be_unknown_and_no_sign_of_safety(page: Page, demo: str) -> None:
    page.goto(f"{demo}/lot?number=NOBODY-1")
    expect(page.get_by_text("Nothing is known of lot NOBODY-1")).to_be_visible()
    expect(page.get_by_text("not a sign of safety or of danger")).to_be_visible()


def test_a_researcher_downloads_everything_and_makes_a_report_again(page: Page, demo: str, tmp_path: Path) -> None:
    page.goto(f"{demo}/data")
    table = saved(page, "CSV", tmp_path)
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    assert len(rows) > 100
    assert {row["specimen"] for row in rows} == {"False"}
    fetched = page.request.get(f"{demo}/data/results.json").json()
    jsonschema.validate(fetched, page.request.get(f"{demo}/data/results.schema.json").json())
    assert len(fetched) == len(rows)

    page.goto(f"{demo}/compare?analyte=7oh")
    page.get_by_text("Take it with you").click()
    package = saved(page, "data package (ZIP)", tmp_path)
    assert json.loads(zipfile.ZipFile(package).read("datapackage.json"))["selection"]["analyte"] == "7oh"
    page.goto(f"{demo}/data")
    page.locator("input[type=file]").set_input_files(str(package))
    expect(page.get_by_text("The report was made again and is the same, byte for byte.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Check the journal")).click()
    expect(page.get_by_text("Sound as of")).to_be_visible(timeout=60_000)


def test_a_regulator_judges_by_a_pack_and_a_date_and_takes_the_report(page: Page, demo: str, tmp_path: Path) -> None:
    page.goto(f"{demo}/contaminants?view=all&pack=US-UT&on=2026-11-01")
    page.get_by_role("link", name=re.compile("Kratom Red")).first.click()
    expect(page).to_have_url(re.compile("product=.*pack=US-UT"))
    page.goto(page.url + "&on=2026-11-01")
    expect(page.get_by_text("Gravest verdict").first).to_be_visible()
    lead = page.get_by_role("row", name=re.compile("Lead")).first
    expect(lead).to_contain_text("1.2 ppm")
    expect(lead.get_by_role("link", name=re.compile("R70-580"))).to_have_attribute("href", re.compile("^https://"))

    page.get_by_text("Take it with you").click()
    book = openpyxl.load_workbook(saved(page, "Excel (XLSX)", tmp_path))
    head, *rows = book["Verdicts"].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    (judged,) = [row for row in found if row["Analyte (catalogue)"] == "lead"]
    assert (judged["Verdict"], judged["Rule"]) == ("conforms", "< 1.2 ppm")
    assert "R70-580" in str(judged["Provision"])
    facts = {str(row[0]): str(row[1]) for row in book["Facts"].iter_rows(values_only=True)}
    assert facts["As of"] == "2026-11-01"


def test_programs_find_the_feed_and_the_health_beside_the_pages(page: Page, demo: str) -> None:
    feed = page.request.get(f"{demo}/feed.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    links = [link.get("href", "") for link in ET.fromstring(feed.body()).iter("{http://www.w3.org/2005/Atom}link")]
    assert len(links) > 10
    page.goto(links[-1])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.request.get(f"{demo}/health").json()["status"] == "ok"
    assert page.request.get(f"{demo}/data/secrets.csv").status == 404
