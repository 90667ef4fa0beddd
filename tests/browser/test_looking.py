"""Looking in a real browser: a mark leads to its evidence, values and boxes light each other, and the keyboard is enough."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_mark_in_a_comparison_opens_its_value_on_the_certificate(page: Page, site: str) -> None:
    page.goto(f"{site}/compare?specimens=1")
    page.locator(".kr-plot a").first.click()
    expect(page).to_have_url(re.compile(r"/certificate\?id=.*value=results\.\d+"))
    expect(page.locator("tr.lit")).to_be_visible()


def test_arrows_go_from_value_to_value_and_signs_change_the_size_of_the_page(page: Page, site: str) -> None:
    page.goto(f"{site}/browse?specimens=1&q=HG-2601")
    page.get_by_role("link", name="Specimen Heron Green Vein Powder").first.click()
    first = page.locator("tr.value .name").first
    first.click()
    expect(page).to_have_url(re.compile(r"value=results\.0"))
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile(r"value=results\.1"))
    expect(page.locator("tr.lit")).to_have_attribute("data-id", "results.1")
    before = page.locator(".sheet").bounding_box()
    page.locator(".stage").focus()
    page.keyboard.press("+")
    after = page.locator(".sheet").bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"]


def test_a_box_lights_its_value_and_takes_the_address_with_it(page: Page, site: str) -> None:
    page.goto(f"{site}/browse?specimens=1&q=HG-2601")
    page.get_by_role("link", name="Specimen Heron Green Vein Powder").first.click()
    box = page.locator(".box[data-id='lot']").first
    box.click()
    expect(page).to_have_url(re.compile(r"value=lot"))
    expect(page.locator("tr.lit")).to_have_attribute("data-id", "lot")


@pytest.mark.parametrize("place", ["word-loq", "metals-as-a-dose", "what-is-not-known"])
def test_an_address_leads_to_its_place_on_the_page(page: Page, site: str, place: str) -> None:
    page.goto(f"{site}/method#{place}")
    expect(page.locator(f"#{place}")).to_be_in_viewport(timeout=30_000)


def test_a_word_on_a_page_leads_to_its_meaning(page: Page, site: str) -> None:
    page.goto(f"{site}/browse?specimens=1&q=HG-2601")
    page.get_by_role("link", name="Specimen Heron Green Vein Powder").first.click()
    page.locator(".stMain a[href^='product?']").first.click()
    page.get_by_role("link", name="95 % interval").first.click()
    expect(page).to_have_url(re.compile(r"/method.*#word-interval"))
    expect(page.locator("#word-interval")).to_be_in_viewport(timeout=30_000)


def test_a_page_chosen_from_the_menu_of_a_phone_is_not_left_under_the_menu(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/?specimens=1")
    page.get_by_test_id("stExpandSidebarButton").click()
    way = page.get_by_role("navigation", name="Pages").get_by_role("link", name="Compare")
    way.click()
    expect(page.get_by_role("heading", name="Labelled against measured")).to_be_visible()
    expect(way).not_to_be_in_viewport()
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(way).to_be_in_viewport()


def test_the_menu_marks_the_page_on_show_and_keeps_whoever_goes_through_it_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/browse?specimens=1")
    menu = page.get_by_role("navigation", name="Pages")
    expect(menu.locator("[aria-current=page]")).to_have_text("Certificates")
    page.wait_for_function("window.kratomLinks")  # until then the browser follows links by itself
    page.evaluate("window.loaded = 1")
    menu.get_by_role("link", name="Compare").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Labelled against measured")).to_be_visible()
    expect(page).to_have_url(f"{site}/compare")
    expect(menu.locator("[aria-current=page]")).to_have_text("Compare")
    expect(menu.get_by_role("link", name="Compare")).to_be_focused()
    assert page.evaluate("window.loaded"), "the page was loaded again"
    page.go_back()
    expect(menu.locator("[aria-current=page]")).to_have_text("Certificates")
    expect(page.get_by_role("heading", level=1, name="Certificates")).to_be_visible()


def test_the_next_part_of_a_list_comes_without_a_new_load_and_begins_in_sight(page: Page, demo: str) -> None:
    page.goto(f"{demo}/browse")
    first = page.locator(".stMain tbody tr").first
    expect(first).to_be_visible()
    page.wait_for_function("window.kratomLinks")
    page.evaluate("window.loaded = 1")
    before = first.inner_text()
    page.get_by_role("link", name="Next", exact=True).last.focus()
    page.keyboard.press("Enter")
    expect(first).not_to_have_text(before, use_inner_text=True)
    expect(first).to_be_in_viewport()
    expect(page).to_have_url(f"{demo}/browse?page=2")
    expect(page.get_by_role("link", name="Next", exact=True).first).to_be_focused()
    assert page.evaluate("window.loaded"), "the page was loaded again"
    page.go_back()
    expect(first).to_have_text(before, use_inner_text=True)


def test_what_an_answer_folds_is_unfolded_in_place_and_by_back_folded_again(page: Page, demo: str) -> None:
    page.goto(f"{demo}/contaminants?specimens=1&pack=US-UT")
    way = page.get_by_role("link", name="rules of this pack that judge nothing here")
    expect(way).to_have_attribute("aria-expanded", "false")
    page.wait_for_function("window.kratomLinks")
    page.evaluate("window.loaded = 1")
    way.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Rules that judge nothing")).to_be_visible()
    expect(way).to_have_attribute("aria-expanded", "true")
    expect(way).to_be_focused()
    assert page.evaluate("window.loaded"), "the page was loaded again"
    page.go_back()
    expect(page.get_by_role("region", name="Rules that judge nothing")).to_have_count(0)


def test_a_list_is_narrowed_and_widened_again_in_place_by_the_keyboard_and_by_back(page: Page, demo: str) -> None:
    page.goto(f"{demo}/browse?page=2")
    way = page.get_by_role("list", name="Laboratory").get_by_role("link").first
    expect(way).to_be_visible()
    laboratory, count = way.locator("span").all_inner_texts()
    page.wait_for_function("window.kratomLinks")
    page.evaluate("window.loaded = 1")
    way.focus()
    page.keyboard.press("Enter")
    expect(way).to_have_attribute("aria-current", "true")
    expect(way).to_be_focused()
    expect(page).to_have_url(re.compile(r"browse\?laboratory=[^&]+$"))
    expect(page.locator("#found")).to_contain_text(re.compile(rf"\b{count} certificates"))
    page.get_by_role("link", name=f"Remove Laboratory: {laboratory}").click()
    expect(page).to_have_url(f"{demo}/browse")
    expect(way).not_to_have_attribute("aria-current", "true")
    assert page.evaluate("window.loaded"), "the page was loaded again"
    page.go_back()
    expect(way).to_have_attribute("aria-current", "true")


def test_what_is_unfolded_keeps_what_was_chosen_since_the_fold_was_drawn(page: Page, demo: str) -> None:
    page.goto(f"{demo}/compare")
    fold = page.get_by_role("link", name="Narrow down")
    expect(fold).to_have_attribute("aria-expanded", "false")
    page.wait_for_function("window.kratomLinks")
    page.get_by_role("combobox", name="Tolerance").click()
    page.get_by_role("option").last.click()
    expect(page).to_have_url(re.compile("tolerance="))
    chosen = page.url
    fold.click()
    expect(page.get_by_role("combobox", name="Brand")).to_be_visible()
    expect(page).to_have_url(f"{chosen}&narrow=1")
    fold.click()
    expect(page.get_by_role("combobox", name="Brand")).to_have_count(0)
    expect(page).to_have_url(chosen)
