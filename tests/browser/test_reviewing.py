"""Two journeys in a real browser: a brand uploads and corrects what it handed in, a reviewer works the queue by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from registry.datafiles import data_path

pytestmark = pytest.mark.browser

PANEL = "s02_panel_pages.pdf"


def _copy(name: str, tmp_path: Path, mark: str) -> Path:
    """A specimen as a file of its own: the same pages in other bytes."""
    copy = tmp_path / f"{mark}.pdf"
    copy.write_bytes((data_path("specimens") / name).read_bytes() + f"\n% {mark}".encode())
    return copy


def _settled(page: Page) -> None:
    """Waits until the server has answered everything it was asked."""
    page.wait_for_timeout(400)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)


def _upload(page: Page, site: str, *files: Path) -> None:
    page.goto(f"{site}/upload?specimens=1")
    page.locator("input[type=file]").set_input_files([str(file) for file in files])
    # before the field has taken them all in, a click would hand in fewer
    expect(page.get_by_test_id("stFileChip")).to_have_count(len(files))
    expect(page.get_by_test_id("stFileChipIconSpinner")).to_have_count(0)
    page.get_by_role("button", name="Read and keep").click()
    expect(page).to_have_url(re.compile("batch="))


def _serious(page: Page) -> list[str]:
    """The serious faults that axe-core finds in the page's own part."""
    found = Axe().run(page, context=".stMain").response["violations"]
    return [f"{v['id']}: {node['html'][:150]}" for v in found if v["impact"] in ("serious", "critical") for node in v["nodes"]]


def test_a_brand_uploads_leaves_comes_back_and_answers(page: Page, site: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 cut short")
    _upload(page, site, _copy(PANEL, tmp_path, "brand"), broken)
    receipt = page.url
    page.goto("about:blank")
    page.goto(receipt)
    outcome = page.get_by_role("region", name="Outcome of the upload")
    expect(outcome.get_by_role("row", name=re.compile("broken.pdf"))).to_contain_text("Not readable", timeout=60_000)
    expect(outcome.get_by_role("row", name=re.compile("brand.pdf")).get_by_role("link").first).to_be_visible(timeout=60_000)
    _settled(page)
    assert _serious(page) == []

    page.get_by_role("link", name="Review the first of them").click()
    expect(page.get_by_role("button", name="Send back")).to_be_visible()
    _settled(page)  # what still comes in above would move the opened form out of sight
    page.get_by_role("button", name="Send back").click()
    page.get_by_label("What has to be mended?").fill("Which lot is it?")
    page.get_by_role("button", name="Send it back").click()
    # leaving before the server has answered would leave the decision undone
    expect(page.get_by_text("Sent back: Which lot is it?")).to_be_visible()

    page.goto(receipt)
    row = page.get_by_role("row", name=re.compile("brand.pdf"))
    expect(row).to_contain_text("Sent back")
    row.get_by_role("link").first.click()
    expect(page.get_by_text("Sent back: Which lot is it?")).to_be_visible()
    page.get_by_role("textbox", name="Your answer to the reviewer").fill("The one on the first page.")
    page.get_by_role("button", name="Answer, and hand it in again").click()
    expect(page.get_by_text("Answered: The one on the first page.")).to_be_visible()
    _settled(page)
    assert _serious(page) == []
    page.goto(receipt)
    expect(page.get_by_role("row", name=re.compile("brand.pdf"))).not_to_contain_text("Sent back")


def test_a_file_of_a_kind_that_is_not_read_says_so_beside_its_name(page: Page, site: str, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("No certificate.")
    page.goto(f"{site}/upload?specimens=1")
    page.locator("input[type=file]").set_input_files(str(note))
    why = page.get_by_test_id("stFileChip").get_by_role("alert")
    expect(why).to_contain_text("not allowed")
    box = why.bounding_box()
    assert box is not None
    assert box["width"] > 100  # for every eye, not for a screen reader alone


def test_a_reviewer_works_a_draft_with_the_keyboard_alone(page: Page, site: str, tmp_path: Path) -> None:
    _upload(page, site, _copy("s01_summary_boxes.pdf", tmp_path, "keyboard"))
    expect(page.get_by_role("link", name="Review the first of them")).to_be_visible(timeout=60_000)
    page.goto(f"{site}/review?specimens=1&q=keyboard")
    page.get_by_role("link", name=re.compile("SPECIMEN|Specimen")).last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("Accept as read"))).to_contain_text(re.compile(r"Alt\W*A"))
    page.goto(f"{page.url}&value=lot")
    field = page.get_by_role("textbox", name="Lot", exact=True)
    expect(field).to_have_value(re.compile("."))
    read = field.input_value()

    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("KEY-7")
    page.keyboard.press("Tab")
    page.keyboard.press("Alt+s")
    expect(page.get_by_role("button", name="Undo: Lot")).to_be_visible()
    page.keyboard.press("Alt+z")
    expect(page.get_by_role("button", name="Undo: Lot")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Lot", exact=True)).to_have_value(read)
    page.keyboard.press("Alt+a")
    expect(page.get_by_role("button", name="Undo: Lot")).to_be_visible()
    _settled(page)
    assert _serious(page) == []


def test_the_queue_and_an_upload_fit_a_narrow_screen(page: Page, site: str, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    _upload(page, site, _copy("s10_one_cell_limits.pdf", tmp_path, "narrow"))
    expect(page.get_by_role("link", name="Review the first of them")).to_be_visible(timeout=60_000)
    for place in (page.url, f"{site}/review?specimens=1", f"{site}/review?specimens=1&q=nothing-like-it", f"{site}/upload?batch=none"):
        page.goto(place)
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        _settled(page)
        page.wait_for_function("document.querySelector('.stMain').scrollWidth <= innerWidth", timeout=5000)
        assert _serious(page) == []
