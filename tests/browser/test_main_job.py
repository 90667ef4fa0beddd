"""The main job in a real browser: a certificate goes in, a comparison comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.datafiles import data_path

pytestmark = pytest.mark.browser

BRAND, PRODUCT = "Specimen Journey Brand", "Specimen Journey Powder"


def _choose(page: Page, label: str, option: str) -> None:
    """Chooses an option of a select box, or makes it a new one by typing it."""
    box = page.get_by_role("combobox", name=label).first
    box.click()
    box.fill(option)
    page.get_by_role("option").first.wait_for()
    box.press("Enter")
    expect(box).to_have_value(option)


def _settled(page: Page) -> None:
    """Waits until the server has answered everything it was asked."""
    page.wait_for_timeout(300)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=30_000)


def test_a_certificate_goes_in_and_a_comparison_comes_out(page: Page, site: str, tmp_path: Path) -> None:
    page.goto(f"{site}/upload?specimens=1")
    page.locator("input[type=file]").set_input_files(str(data_path("specimens", "s02_panel_pages.pdf")))
    page.get_by_role("button", name="Read and keep").click()
    page.get_by_role("link", name="Review the first of them").click()

    expect(page.get_by_role("heading", name="What is it about?")).to_be_visible()
    _choose(page, "Brand", BRAND)
    _settled(page)
    _choose(page, "Product", PRODUCT)
    _settled(page)
    page.get_by_label("Mass of one serving, g").fill("2")
    page.get_by_text("The label states an amount").click()
    _settled(page)
    page.get_by_label("Amount, mg").fill("30")
    page.get_by_label("Amount, mg").press("Enter")
    _settled(page)
    page.get_by_role("button", name="Accept and publish").click()
    page.get_by_role("link", name="See it in the comparison").click()

    row = page.get_by_role("row", name=re.compile(PRODUCT)).first
    expect(row).to_contain_text("30\u202fmg/serving")
    page.get_by_text("Take it with you").click()
    page.get_by_role("button", name="Make the PDF").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save the PDF report").click()
    report = tmp_path / "report.pdf"
    coming.value.save_as(report)
    assert coming.value.suggested_filename.startswith("SPECIMEN-")
    assert report.read_bytes().startswith(b"%PDF-")

    row.get_by_role("link", name="see the value").click()
    expect(page.get_by_role("heading", name=PRODUCT)).to_be_visible()
    expect(page.locator(".box.lit").first).to_be_visible()


def test_a_value_lights_its_box_and_back_undoes_it(page: Page, site: str) -> None:
    page.goto(f"{site}/browse?specimens=1&q=lantern")
    page.get_by_role("link", name=re.compile("Lantern Gummies")).first.click()
    expect(page.locator("button.name", has_text="Arsenic")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.locator("button.name", has_text="Arsenic").click()
    expect(page.locator(".box.lit").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"value=results\.\d+"))
    page.go_back()
    expect(page).not_to_have_url(re.compile("value="))
    page.go_back()
    expect(page).to_have_url(re.compile("browse.*q=lantern"))
    expect(page.get_by_role("heading", name="Certificates", exact=True)).to_be_visible()


def test_a_mark_of_the_plot_is_drawn_and_leads_to_its_evidence(page: Page, site: str) -> None:
    page.goto(f"{site}/compare?specimens=1")
    mark = page.locator(".kr-plot a").first
    expect(mark).to_have_attribute("aria-label", re.compile("mg/serving"))
    mark.click()
    expect(page).to_have_url(re.compile(r"certificate\?id=.*value=results"))
    expect(page.locator(".box.lit").first).to_be_visible()


def test_a_filter_has_an_address_that_opens_the_same_view(page: Page, site: str) -> None:
    page.goto(f"{site}/browse?specimens=1")
    search = page.get_by_label("Search")
    search.fill("heron")
    search.press("Enter")
    expect(page).to_have_url(re.compile("q=heron"))
    expect(page.get_by_text("Specimen Lantern Company")).to_have_count(0)
    shared = page.url
    page.goto("about:blank")
    page.goto(shared)
    expect(page.get_by_role("link", name=re.compile("Heron Green Vein")).first).to_be_visible()
    expect(page.get_by_text("Specimen Lantern Company")).to_have_count(0)


def test_invented_data_carries_its_banner_and_real_data_does_not(page: Page, site: str) -> None:
    page.goto(f"{site}/browse")
    expect(page.get_by_text("No certificate yet")).to_be_visible()
    expect(page.get_by_text("SPECIMEN DATA.")).to_have_count(0)
    page.get_by_text("Show specimens").click()
    expect(page.get_by_text("SPECIMEN DATA.")).to_be_visible()
    expect(page).to_have_url(re.compile("specimens=1"))


def test_nothing_is_fetched_from_elsewhere(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in ("", "compare?specimens=1", "method"):
        page.goto(f"{site}/{address}")
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        _settled(page)
    assert [url for url in asked if not url.startswith((site, "data:", "blob:", site.replace("http", "ws")))] == []
