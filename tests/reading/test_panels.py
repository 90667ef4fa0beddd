"""Which panel a printed title or an analyte's name tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.certificate import Panel
from registry.reading.panels import name_panel, title_panel


@pytest.mark.parametrize(
    ("name", "panel"),
    [
        ("7-Hydroxymitragynine", Panel.POTENCY), ("Δ9-THC", Panel.POTENCY),
        ("Withanoside IV", Panel.POTENCY), ("12-Deoxywithastramonolide", Panel.POTENCY),
        ("Witanolidy (suma)", Panel.POTENCY), ("Witaferyna A", Panel.POTENCY),
        ("β-Myrcene", Panel.TERPENES),
        ("Lead (Pb)", Panel.HEAVY_METALS),
        ("rtuť", Panel.HEAVY_METALS), ("E.coli", Panel.MICROBIALS), ("Aflatoxin B1", Panel.MYCOTOXINS),
        ("Thiophanate-Methyl", Panel.PESTICIDES),
        ("n-Hexane", Panel.RESIDUAL_SOLVENTS), ("Loss on Drying (LOD)", Panel.MOISTURE), ("Dry loss 103 °C", Panel.MOISTURE),
        ("Total", None),
        ("Liquid Chromatography Diode Array Detector", None), ("Total Contaminant Load", Panel.OTHER),
        ("TOTAL CONTAMINANT LOAD (PESTICIDES)", Panel.PESTICIDES), ("TOTAL CONTAMINANT LOAD METALS", Panel.HEAVY_METALS),
    ],
)  # fmt: skip
def test_an_analytes_name_tells_its_panel(name: str, panel: Panel | None) -> None:
    assert name_panel(name) is panel


@pytest.mark.parametrize(
    ("name", "panel"),
    [
        ("Green leaf (acetone colour)", Panel.OTHER),
        ("Identity, methanol extract", Panel.OTHER),
        ("Extractable matter (ethanol 60 %)", Panel.OTHER),
        ("Hexane-soluble matter", Panel.OTHER),
        ("Kadar Sari Larut Etanol", Panel.OTHER),
        ("IPA (isopropyl alcohol)", Panel.RESIDUAL_SOLVENTS),
        ("Acetone (propanone)", Panel.RESIDUAL_SOLVENTS),
        ("Residual ethanol", Panel.RESIDUAL_SOLVENTS),
    ],
)
def test_the_solvent_that_a_test_was_made_with_is_no_residue(name: str, panel: Panel) -> None:
    assert name_panel(name) is panel


def test_titles_tell_panels_even_when_letter_spaced() -> None:
    assert title_panel("CANNAB IN OID S U MMA RY") is Panel.POTENCY
    assert title_panel("Residual Solvents - FL") is Panel.RESIDUAL_SOLVENTS
    assert title_panel("Certificate of Analysis") is None


@pytest.mark.parametrize("text", ["Metalli", "Metais e metaloides", "METALE", "Metalen"])
def test_a_short_word_for_metals_names_its_panel_as_a_whole_word(text: str) -> None:
    assert title_panel(text) is Panel.HEAVY_METALS


@pytest.mark.parametrize("text", ["Metallic odour", "Metalized pouch", "Metalaxyl"])
def test_a_longer_word_that_begins_like_one_for_metals_names_no_panel(text: str) -> None:
    assert title_panel(text) is None


@pytest.mark.parametrize(("text", "panel"), [("Average tablet mass", None), ("ETM (ICP-MS)", Panel.HEAVY_METALS), ("PAHs", Panel.OTHER)])
def test_a_short_abbreviation_begins_a_word(text: str, panel: Panel | None) -> None:
    assert title_panel(text) is panel


@pytest.mark.parametrize(
    "names",
    [
        "Tebuconazole Tebuconazol Tebuconazolo Tebukonazol",
        "Cypermethrin Cipermetrina Cypermetryna",
        "Chlorpyrifos Clorpirifos Chloropiryfos",
        "Azoxystrobin Azossistrobina Azoksystrobina",
        "Dimethoate Dimethoat Dimetoato",
        "Glyphosate Glyphosat Glifosato Glifosat",
        "Imidacloprid Imidachlopryd",
        "Thiabendazole Tiabendazol",
        "Difenoconazole Difenoconazol Difenokonazol",
        "Chlorate Chlorat Clorato Chloraat",
    ],
)
def test_a_pesticide_is_known_by_the_spellings_of_other_languages(names: str) -> None:
    assert {name_panel(name) for name in names.split()} == {Panel.PESTICIDES}


@pytest.mark.parametrize(
    "name", ["Beta-glucans", "β-Glucan", "Total glucans", "Ergosterol", "Hericenone C", "Triterpenes", "Polysaccharides"]
)
def test_what_is_told_of_mushrooms_is_of_no_panel_of_its_own(name: str) -> None:
    assert name_panel(name) is Panel.OTHER


@pytest.mark.parametrize("title", ["Beta-Glucans, Mushroom and Yeast", "Triterpenes and Sterols", "ZQ12 - Triterpenoids by HPLC"])
def test_a_title_is_that_of_its_longest_known_word(title: str) -> None:
    assert title_panel(title) is Panel.OTHER


@given(st.text(max_size=60))
def test_any_text_names_a_panel_or_none(text: str) -> None:
    for panel in (name_panel(text), title_panel(text)):
        assert panel is None or isinstance(panel, Panel)
