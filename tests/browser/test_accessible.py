"""No page has a serious accessibility fault (axe-core), in light and dark, and every page can be read at 390 pixels."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

pytestmark = pytest.mark.browser

ADDRESSES = (
    "",
    "lot?specimens=1&number=HG-2601",
    "browse?specimens=1",
    "compare?specimens=1",
    "contaminants?specimens=1",
    "upload?specimens=1",
    "review?specimens=1",
    "data",
    "method",
)
STREAMLITS_OWN = {
    "stSidebarNavItems": "with sections, Streamlit's navigation puts headings among the items of its list",
    "stSidebarNavLink": "the items of that same list",
}
"""Test id of a part of Streamlit's own page: why its fault is not ours to mend."""


def _settled(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1).first).to_be_visible(timeout=30_000)
    page.wait_for_timeout(700)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=30_000)


def _faults(page: Page) -> list[str]:
    """The serious and critical violations outside Streamlit's own faults, as rule and element."""
    found = Axe().run(page).response["violations"]
    serious = [(v["id"], node) for v in found if v["impact"] in ("serious", "critical") for node in v["nodes"]]
    return [f"{rule}: {node['html'][:200]} {node['failureSummary'][:200]}" for rule, node in serious if not _streamlits(rule, node["html"])]


def _streamlits(rule: str, html: str) -> bool:
    return rule in ("list", "listitem") and any(part in html for part in (*STREAMLITS_OWN, "st-emotion-cache"))


def _opened(browser: Browser, scheme: Literal["light", "dark"]) -> Page:
    return browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme, reduced_motion="reduce").new_page()


@pytest.mark.parametrize(("scheme", "addresses"), [("light", ADDRESSES), ("dark", ADDRESSES[3:6])])
def test_no_page_has_a_serious_fault(browser: Browser, site: str, scheme: Literal["light", "dark"], addresses: tuple[str, ...]) -> None:
    page, faults = _opened(browser, scheme), {}
    for address in addresses:
        _settled(page, f"{site}/{address}")
        if found := _faults(page):
            faults[address or "home"] = found
    page.context.close()
    assert faults == {}


def test_a_certificate_beside_its_page_has_no_serious_fault(browser: Browser, site: str) -> None:
    page = _opened(browser, "light")
    _settled(page, f"{site}/browse?specimens=1&q=HG-2601")
    page.get_by_role("link", name="Specimen Heron Green Vein Powder").first.click()
    expect(page.locator(".box").first).to_be_visible()
    faults = _faults(page)
    page.context.close()
    assert faults == []


def test_every_page_fits_a_narrow_screen(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    too_wide = []
    for address in ("", "compare?specimens=1", "contaminants?specimens=1", "browse?specimens=1", "upload"):
        _settled(page, f"{site}/{address}")
        try:
            page.wait_for_function("document.querySelector('.stMain').scrollWidth <= innerWidth", timeout=5000)
        except TookTooLong:
            too_wide.append(address)
    context.close()
    assert too_wide == []
