"""No page has a serious accessibility fault (axe-core), in light and dark, and every page can be read at 390 pixels."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

import dashboards

pytestmark = pytest.mark.browser

ADDRESSES = (
    "",
    "lot?specimens=1&number=HG-2601",
    "browse?specimens=1",
    "compare?specimens=1",
    "contaminants?specimens=1",
    "contaminants?specimens=1&view=all",
    "legal?status=banned",
    "compare?specimens=1&grade=on-file&form=powder",
    "contaminants?specimens=1&pack=US-UT",
    "upload?specimens=1",
    "review?specimens=1",
    "data",
    "method",
)
SUBJECTS = ("certificate", "product", "brand", "laboratory")
"""Pages that stand in no menu: the list of certificates leads to them."""
SCREENS = sorted(path.stem for path in Path(dashboards.__file__).with_name("screens").glob("*.py") if path.stem != "__init__")


def _settled(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1).first).to_be_visible(timeout=30_000)
    page.wait_for_timeout(700)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=30_000)


def _faults(page: Page) -> list[str]:
    """The serious and critical violations, as rule and element."""
    found = Axe().run(page).response["violations"]
    serious = [(v["id"], node) for v in found if v["impact"] in ("serious", "critical") for node in v["nodes"]]
    return [f"{rule}: {node['html'][:200]} {node['failureSummary'][:200]}" for rule, node in serious]


def _opened(browser: Browser, scheme: Literal["light", "dark"]) -> Page:
    return browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme, reduced_motion="reduce").new_page()


def _led_to(page: Page, site: str) -> tuple[str, ...]:
    """The addresses of every page, those of one certificate and its subjects as the list of certificates gives them."""
    _settled(page, f"{site}/browse?specimens=1&q=HG-2601")
    found = []
    for name in SUBJECTS:
        if name == "product":
            _settled(page, f"{site}/lot?specimens=1&number=HG-2601")
        href = page.locator(f".stMain a[href^='{name}?']").first.get_attribute("href")
        assert href is not None
        found.append(href)
    keys = page.evaluate("[...new Set([...document.querySelectorAll('.stMain a[href*=\"product=\"]')].map((a) => a.href))]")
    first = re.search(r"product=([^&]+)", keys[0])
    assert first is not None
    pair = f"compare?specimens=1&a={first[1]}&b=specimen-lantern-company%2Fspecimen-lantern-gummies-25-mg"
    _settled(page, f"{site}/review?specimens=1")
    draft = page.locator(".stMain a[href^='review?id=']").first.get_attribute("href")
    assert draft is not None
    return (*ADDRESSES, *found, pair, draft)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_fault(browser: Browser, site: str, scheme: Literal["light", "dark"]) -> None:
    page, faults = _opened(browser, scheme), {}
    addresses = _led_to(page, site)
    opened = {re.split(r"[?]", address)[0] or "home" for address in addresses}
    assert sorted(opened) == SCREENS, "a new page is looked at here too"
    for address in addresses:
        _settled(page, f"{site}/{address}")
        if found := _faults(page):
            faults[address or "home"] = found
    page.context.close()
    assert faults == {}


def test_every_page_fits_a_narrow_screen(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    too_wide = []
    for address in _led_to(page, site):
        _settled(page, f"{site}/{address}")
        try:
            page.wait_for_function("document.querySelector('.stMain').scrollWidth <= innerWidth", timeout=5000)
        except TookTooLong:
            too_wide.append(address)
    context.close()
    assert too_wide == []
