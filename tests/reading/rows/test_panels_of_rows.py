"""Which panel a row is of: told by its analyte before its group's title and its table's."""

from __future__ import annotations

import pytest

from registry.model.certificate import Panel
from tests.reading.pages import grid, page_of
from tests.reading.told import rows

SIGNS = (("Pb", "0.12", "ppm"), ("As", "0.31", "ppm"), ("Cd", "<0.05", "ppm"))


@pytest.mark.parametrize("title", ["", "Results", "Heavy metals"])
@pytest.mark.parametrize("further", [(), (("Mitragynine", "14.2", "mg/g"), ("Moisture", "6.2", "%"))])
def test_signs_of_metals_are_known_where_several_stand_in_a_table(title: str, further: tuple[tuple[str, str, str], ...]) -> None:
    lines = grid(100, (40, 200, 300), ("Analyte", "Result", "Unit"), *SIGNS, *further)
    found = rows(page_of((80, {40: title or "Specimen"}), *lines))
    assert {name: (found[name].panel, found[name].analyte_key) for name, *_ in SIGNS} == {
        "Pb": (Panel.HEAVY_METALS, "lead"), "As": (Panel.HEAVY_METALS, "arsenic"), "Cd": (Panel.HEAVY_METALS, "cadmium"),
    }  # fmt: skip


def test_one_sign_alone_may_be_anything() -> None:
    lines = (("Analyte", "Result", "Unit"), ("Pb", "0.12", "ppm"), ("Mitragynine", "14.2", "mg/g"), ("V", "1.2", "ppm"))
    assert rows(page_of(*grid(100, (40, 200, 300), *lines)))["Pb"].analyte_key is None


def test_a_fumigant_in_a_group_whose_title_names_a_pesticide_is_one() -> None:
    body = ("Ethylene oxide", "< 0.01", "mg/kg"), ("2-Chloroethanol", "< 0.01", "mg/kg"), ("Ethylene oxide (sum)", "< 0.02", "mg/kg")
    lines = grid(100, (40, 240, 340), ("Parameter", "Result", "Unit"), ("Mitragynine", "14.2", "mg/g"))
    group = (124, {40: "ZZ9 Ethylene oxide and 2-chloroethanol", 240: "Method: GC-MS/MS"})
    found = rows(page_of(*lines, group, *grid(136, (40, 240, 340), *body)))
    assert {found[name].panel for name, *_ in body} == {Panel.PESTICIDES}


@pytest.mark.parametrize("group", ["Physical", "Proximate", "Miscellaneous"])
def test_beside_a_group_of_other_tests_the_name_of_a_single_test_tells_the_panel(group: str) -> None:
    body = (("Alkaloids", "Mitragynine", "14.2", "mg/g"), (group, "Moisture", "6.2", "%"), (group, "pH", "5.1", ""))
    found = rows(page_of(*grid(100, (40, 120, 260, 340), ("Group", "Analyte", "Result", "Unit"), *body)))
    assert {name: row.panel for name, row in found.items()} == {
        "Mitragynine": Panel.POTENCY, "Moisture": Panel.MOISTURE, "pH": Panel.OTHER,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("Heavy metals", (("Mitragynine", Panel.POTENCY), ("Paynantheine", Panel.POTENCY), ("Zzqine", Panel.OTHER))),
        ("Alkaloids", (("Moisture", Panel.MOISTURE), ("Salmonella", Panel.MICROBIALS), ("Zzq index", Panel.OTHER))),
        ("Alkaloids", (("Zzqine", Panel.POTENCY), ("Lead", Panel.HEAVY_METALS), ("Zzq base", Panel.POTENCY))),
        ("Alcaloides", (("manganeso", Panel.HEAVY_METALS), ("cinc", Panel.HEAVY_METALS))),
    ],
)
def test_under_a_title_that_nobody_knows_the_names_tell_the_panel(title: str, group: tuple[tuple[str, Panel], ...]) -> None:
    body = [("Lead", "0.1", "ppm"), ("Arsenic", "0.2", "ppm")] if title == "Heavy metals" else [("Speciogynine", "1.9", "mg/g")] * 2
    lines = grid(100, (40, 200, 300), ("Analyte", "Result", "Unit"), *body)
    lines += [(140, {40: "Zzq section"}), *grid(152, (40, 200, 300), *((name, "1.5", "ppm") for name, _ in group))]
    found = rows(page_of((80, {40: title}), *lines))
    assert {name: found[name].panel for name, _ in group} == dict(group)


@pytest.mark.parametrize(
    ("title", "unit", "panel"),
    [
        ("Other", "% v/v", Panel.OTHER),
        ("Physical tests", "% vol", Panel.OTHER),
        ("Residual solvents", "% v/v", Panel.RESIDUAL_SOLVENTS),
        ("Other", "mg/kg", Panel.RESIDUAL_SOLVENTS),
    ],
)
def test_alcohol_by_volume_is_a_strength_where_no_title_says_solvents(title: str, unit: str, panel: Panel) -> None:
    lines = grid(100, (40, 200, 300), ("Test", "Result", "Unit"), ("pH", "4.12", ""), ("Ethanol", "0.21", unit))
    ethanol = rows(page_of((80, {40: title}), *lines))["Ethanol"]
    assert (ethanol.panel, ethanol.measurements[0].unit) == (panel, unit)


@pytest.mark.parametrize("heading", ["Pesticide residues", "Pesticides (selected)", "Pesticidi"])
def test_a_fumigant_in_a_group_of_pesticides_is_no_residual_solvent(heading: str) -> None:
    body = (
        ("Metals", "", ""),
        ("Lead", "0.1", "mg/kg"),
        (heading, "", ""),
        ("Chlorpyrifos", "< 0.01", "mg/kg"),
        ("Ethylene oxide", "ND", "mg/kg"),
    )
    found = rows(page_of(*grid(100, (40, 200, 300), ("Analyte", "Result", "Unit"), *body)))
    assert found["Ethylene oxide"].panel is Panel.PESTICIDES


@pytest.mark.parametrize(
    "name", ["Sum of pyrrolizidine alkaloids (35)", "Tropane alkaloids (sum)", "Pyrrolizidinalkaloide", "Alcaloidi pirrolizidinici"]
)
def test_poisons_of_weeds_are_no_alkaloids_of_the_product(name: str) -> None:
    lines = (("Analyte", "Result", "Unit"), ("Mitragynine", "14.2", "mg/g"), (name, "< 10", "µg/kg"))
    found = rows(page_of(*grid(100, (40, 240, 320), *lines)))
    assert found[name].panel is Panel.OTHER


@pytest.mark.parametrize("group", ["Identity", "Identification", "Botanical identity"])
@pytest.mark.parametrize("found", ["Positive", "Conforms"])
def test_an_alkaloid_that_tells_the_plant_is_of_its_identity_and_what_is_measured_of_it_is_potency(group: str, found: str) -> None:
    columns = (40, 240, 340)
    identity = grid(130, columns, ("Appearance", found, "Pass"), ("Mitragynine, retention time", found, "Pass"))
    assay = grid(174, columns, ("Mitragynine", "47.3 %", "Pass"), ("Paynantheine", "6.92 %", "Pass"))
    lines = (*grid(100, columns, ("Test", "Result", "P/F")), (118, {30: group}), *identity, (162, {30: "Alkaloids"}), *assay)
    told = rows(page_of(*lines))
    assert [told[name].panel for name in ("Mitragynine, retention time", "Mitragynine")] == [Panel.OTHER, Panel.POTENCY]


@pytest.mark.parametrize("title", ["Preservatives and Stimulants by HPLC", "Conservanti", "Stimulants"])
def test_caffeine_among_what_was_added_is_no_active_of_the_product(title: str) -> None:
    body = (("Sodium Benzoate", "0.084 %"), ("Caffeine", "Not Detected"))
    found = rows(page_of((80, {40: title}), *grid(100, (40, 200), ("Analyte", "Result"), *body)))
    assert found["Caffeine"].panel is Panel.OTHER


@pytest.mark.parametrize(("title", "panel"), [("Beverage parameters", Panel.OTHER), ("Alkaloid profile", Panel.POTENCY)])
def test_caffeine_is_an_active_where_its_title_says_so(title: str, panel: Panel) -> None:
    body = (("Caffeine", "12.1", "mg/mL"), ("Ajmalicine", "0.02", "mg/mL") if panel is Panel.POTENCY else ("pH", "3.42", ""))
    found = rows(page_of((80, {40: title}), *grid(100, (40, 200, 300), ("Parameter", "Result", "Unit"), *body)))
    assert found["Caffeine"].panel is panel
