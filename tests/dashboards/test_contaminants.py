"""Verdicts on pages: under the rules and on the day that are chosen, in parts of which none is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboards import verdicts
from dashboards.components.measurement import day
from registry.datafiles import data_path
from registry.model.certificate import Acquisition, AcquisitionKind, Subject
from registry.services import LOCAL_REVIEWER, Registry
from tests.dashboards.demonstration import GUMMY, POWDER
from tests.dashboards.opening import id_of, opened, said_by


def test_a_metal_is_judged_by_the_chosen_pack(home: Path, registry: Registry) -> None:
    said = said_by(opened("contaminants", specimens="1", certificate=id_of(registry, GUMMY), pack="US-UT", on="2026-11-23"))
    assert "Utah Admin Code" in said
    assert "0.61 µg/g" in said
    assert "Conforms" in said


def test_a_long_table_of_verdicts_has_pages_of_which_none_is_lost(home: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"specimens": "1", "certificate": id_of(registry, GUMMY), "pack": "US-UT", "on": "2026-11-23"}
    verdict = re.compile(r'<tr class="kr-specimen"><th.*?</tr>')
    table = re.compile(r'aria-label="Verdicts".*?</table>', re.DOTALL)

    def shown(**more: str) -> list[str]:
        return verdict.findall(table.findall(said_by(opened("contaminants", **asked, **more)))[0])

    whole = shown()
    monkeypatch.setattr(verdicts, "SHOWN", len(whole) - 1)
    assert f"1 to {len(whole) - 1} of {len(whole)} verdicts" in said_by(opened("contaminants", **asked))
    assert shown() + shown(verdicts="2") == whole
    assert shown(verdicts="99") == shown(verdicts="2")


def test_the_map_explains_the_signs_that_it_shows_and_no_others(home: Path) -> None:
    said = said_by(opened("contaminants", specimens="1", view="all", pack="US-UT", on="2026-11-23"))
    legend = said[said.index("The signs of this map") :].split("</ul>")[0]
    assert "Conforms" in legend
    assert "Not tested" in legend
    assert "Does not conform" not in legend


def test_rules_judge_on_the_day_they_are_in_force_and_not_after(home: Path, registry: Registry) -> None:
    # Utah's text of 2019 capped 7-hydroxymitragynine at 2 % of the alkaloids; it no longer stands in 2026
    powder = id_of(registry, POWDER)
    then = opened("contaminants", specimens="1", certificate=powder, pack="US-UT", on="2020-06-01")
    now = opened("contaminants", specimens="1", certificate=powder, pack="US-UT", on="2026-11-23")
    share = "≤\u00a02\u00a0% of alkaloids"
    assert share in said_by(then)
    assert share not in said_by(now)


def test_a_cleared_day_is_today_on_the_page_as_in_its_report(home: Path) -> None:
    page = opened("contaminants", specimens="1", pack="US-UT", on="2025-01-01")
    assert "told for 1 Jan 2025" in said_by(page)
    page.date_input[0].set_value(None).run()
    assert f"told for {day(datetime.now(UTC).date())}" in said_by(page)


@pytest.mark.parametrize(
    ("part", "way", "unfolded"),
    [("silent", "judge nothing here, and why", "Why it judges nothing"), ("doses", "Every certificate as a dose", "every certificate")],
)
def test_what_an_answer_folds_is_unfolded_by_its_address_and_keeps_the_rest_of_it(
    home: Path, registry: Registry, part: str, way: str, unfolded: str
) -> None:
    lantern = next(product for product in registry.products(specimen=True) if "Lantern" in product.name)
    subject = Subject(brand=lantern.brand, product=lantern.key)
    metals = (data_path("specimens") / "s02_panel_pages.pdf").read_bytes()
    (second,) = registry.add(metals, "s02.pdf", "a visitor", specimen=True).certificate_ids
    registry.publish(second, subject, Acquisition(kind=AcquisitionKind.SPECIMEN), LOCAL_REVIEWER)
    asked = {"specimens": "1", "product": lantern.key, "pack": "US-UT", "on": "2026-11-01"}
    said = said_by(opened("contaminants", **asked))
    assert way in said
    assert 'aria-expanded="true"' not in said
    assert unfolded not in said
    more = said_by(opened("contaminants", **asked, **{part: "1"}))
    assert unfolded in more
    folds = more.split('aria-expanded="true"')[0].rsplit("<a ", 1)[-1]
    assert "pack=US-UT&amp;on=2026-11-01" in folds
    assert f"{part}=1" not in folds
