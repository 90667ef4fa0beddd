"""The catalogue: what a printed name means, and a lint of the file it comes from."""

from __future__ import annotations

import csv
import re
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.datafiles import data_path
from registry.errors import NotFound
from registry.model.analytes import Analyte, Outcome, is_short, load_catalogue, name_key
from registry.model.certificate import Panel
from registry.model.units import Basis, parse_unit

PRINTED = [
    ("Mitragynine", "mitragynine"),
    ("MITRAGYNINE", "mitragynine"),
    ("mitragynin", "mitragynine"),  # Czech and German
    ("mitraginina", "mitragynine"),  # Spanish
    ("Mitragynine (MG)", "mitragynine"),
    ("Mitragynine (mg/g)", "mitragynine"),
    ("MG", "mitragynine"),
    ("7-OH-Mitragynine", "7oh"),
    ("7-hydroxymitragynin", "7oh"),
    ("7-Hydroxymitragynine (7-OH)", "7oh"),
    ("7‑Hydroxymitragynine", "7oh"),  # non-breaking hyphen
    ("7-oh", "7oh"),
    ("Mitraciliatine*", "mitraciliatine"),
    ("11-Hydroxymitragynine‡", "11oh_mitragynine"),
    ("Corynoxine A", "corynoxine_a"),
    ("Corynoxine B", "corynoxine_b"),
    ("Mitragynine Pseudoindoxyl", "mitragynine_pseudoindoxyl"),
    ("Total Alkaloids", "total_mitragyna_alkaloids"),
    ("7-OH as % of Total Alkaloids", "derived:7oh_pct_of_alkaloids"),
    ("7-Hydroxymitragynine (% of total alkaloids)", "derived:7oh_pct_of_alkaloids"),
    ("7-OH, % of total alkaloids", "derived:7oh_pct_of_alkaloids"),
    ("7-OH / Total Alkaloids (%)", "derived:7oh_pct_of_alkaloids"),
    ("% 7-Hydroxymitragynine of total alkaloids", "derived:7oh_pct_of_alkaloids"),
    ("Lead (Pb)", "lead"),
    ("Pb", "lead"),
    ("olovo", "lead"),
    ("Arsenic", "arsenic"),
    ("As", "arsenic"),
    ("arsen", "arsenic"),
    ("Total Arsenic", "arsenic"),
    ("Arsenic (inorganic)", "arsenic_inorganic"),
    ("rtuť", "mercury"),
    ("kadmium", "cadmium"),
    ("nikl", "nickel"),
    ("CPM", "tamc"),
    ("Celkový počet mikroorganismů (CPM)", "tamc"),
    ("Total Viable Aerobic Bacteria (TAC)", "tamc"),
    ("kvasinky", "yeasts"),
    ("plísně", "moulds"),
    ("Total Yeast & Mold", "tymc"),
    ("E.coli", "e_coli"),
    ("E. Coli", "e_coli"),
    ("r. Salmonella [v 25 g]", "salmonella"),
    ("Salmonella spp.", "salmonella"),
    ("Shiga toxin–producing Escherichia coli", "stec"),
    ("B1", "aflatoxin_b1"),
    ("AFLATOXIN B1", "aflatoxin_b1"),
    ("aflatoxiny (suma B1, B2, G1 a G2)", "aflatoxins_total"),
    ("Suma benzo[a]pyrene, benz[a]anthracene, benzo[b]fluoranthene, chrysene", "pah4"),
    ("1 2-Dichloroethane", "1_2_dichloroethane"),
    ("Xylenes (o-, m-, and p-)", "xylenes"),
    ("o-Xylene", "o_xylene"),
    ("Butanes", "butanes_total"),
    ("n-Butane", "n_butane"),
    ("TOTAL CONTAMINANT LOAD METALS", "contaminant_load_metals"),
    ("Spinosad", "spinosad"),
    ("PENTACHLORONITROBENZENE (PCNB) *", "pentachloronitrobenzene"),
    ("PARATHION-METHYL *", "methyl_parathion"),
    ("Ethoprop(hos)*", "ethoprophos"),
    ("Loss on Drying (LOD)", "moisture"),
    ("Water Activity", "water_activity"),
    ("AW", "water_activity"),
    ("ปรอท", "mercury"),
    ("Water activity (at 25°C)", "water_activity"),
]

UNKNOWN = [
    "", "Total", "mg", "as", "mit", "PB", "v", "Analyte", "LOD", "LOQ", "Mitragynin e base content", "E. coli (O157:H7 variant)",
    "Mitragynine (as hydrochloride)", "Lead (Cd)", "Not Detected", "Δ9-THC", "Total contaminant load", "Mitragynine (% of alkaloids)",
    "Mitragynine (% of label claim)", "7-OH/Mitragynine", "7-OH : Mitragynine",
]  # fmt: skip


@pytest.mark.parametrize(("printed", "key"), PRINTED)
def test_a_printed_name_means_one_analyte(printed: str, key: str) -> None:
    found = load_catalogue().match(printed)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("printed", UNKNOWN)
def test_a_name_that_only_resembles_one_stays_unknown(printed: str) -> None:
    assert load_catalogue().match(printed) is None


def test_a_short_name_counts_only_in_its_own_panel() -> None:
    assert load_catalogue().match("V", Panel.HEAVY_METALS) is not None
    assert load_catalogue().match("V", Panel.POTENCY) is None


def test_mold_among_foreign_matter_is_no_mould_count() -> None:
    assert load_catalogue().match("Mold", Panel.FOREIGN_MATTER) is None
    assert load_catalogue().match("Mold", Panel.MICROBIALS) is not None


def test_a_long_name_is_known_in_any_section() -> None:
    found = load_catalogue().match("Moisture", Panel.OTHER)
    assert found is not None
    assert found.key == "moisture"


def test_an_unknown_key_is_our_error() -> None:
    with pytest.raises(NotFound):
        load_catalogue().get("no such analyte")


@given(st.text(max_size=60), st.none() | st.sampled_from(Panel))
def test_any_text_is_one_analyte_or_none(text: str, panel: Panel | None) -> None:
    found = load_catalogue().match(text, panel)
    assert found is None or found.key in load_catalogue()


@given(st.sampled_from(list(load_catalogue())), st.sampled_from(["", "*", " †", "¹"]), st.booleans())
def test_every_name_finds_its_own_analyte_in_any_dress(analyte: Analyte, mark: str, upper: bool) -> None:
    for name in (analyte.name, *analyte.synonyms):
        dressed = name.upper() if upper and not is_short(name) and name.isascii() else name
        assert load_catalogue().match(dressed + mark) is analyte, dressed + mark


# --- the file -------------------------------------------------------------------------------------------------------------------


def rows() -> list[dict[str, str]]:
    with data_path("reference", "analytes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_has_one_field_count() -> None:
    with data_path("reference", "analytes.csv").open(encoding="utf-8", newline="") as file:
        assert len({len(row) for row in csv.reader(file)}) == 1


def test_the_catalogue_holds_the_216_gathered_analytes_and_25_more_that_certificates_print() -> None:
    assert len(rows()) == len(load_catalogue()) == 216 + 25
    assert sum(a.panel is Panel.PESTICIDES for a in load_catalogue()) == 77 + 1
    assert sum(a.panel is Panel.RESIDUAL_SOLVENTS for a in load_catalogue()) == 37 + 18


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["key"])
def test_a_row_of_the_catalogue_is_sound(row: dict[str, str]) -> None:
    analyte = load_catalogue().get(row["key"])
    assert analyte.source
    unit = parse_unit(analyte.canonical_unit)
    assert unit.basis is not Basis.UNKNOWN
    assert (unit.basis is Basis.PRESENCE) == (analyte.outcome is Outcome.PRESENCE)
    assert not analyte.usual_test_portion or re.fullmatch(r"\d+ g", analyte.usual_test_portion)
    if analyte.cas:
        assert cas_check_digit_holds(analyte.cas)
    if analyte.molar_mass:
        assert analyte.formula
        assert analyte.molar_mass_source
        assert abs(molar_mass(analyte.formula) - float(analyte.molar_mass)) < 0.15


def test_no_name_belongs_to_two_analytes() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for analyte in load_catalogue():
        for name in (analyte.name, *analyte.synonyms):
            owners[name if is_short(name) else name_key(name)].add(analyte.key)
    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}


def test_no_name_stands_twice_on_one_row() -> None:
    for analyte in load_catalogue():
        names = [name if is_short(name) else name_key(name) for name in (analyte.name, *analyte.synonyms)]
        assert len(names) == len(set(names)), analyte.key


def cas_check_digit_holds(cas: str) -> bool:
    """CAS Registry Number check digit: the digits from the right, weighted 1, 2, 3 ..., modulo 10."""
    digits, check = cas.replace("-", "")[:-1], int(cas[-1])
    return re.fullmatch(r"\d{2,7}-\d\d-\d", cas) is not None and sum(i * int(d) for i, d in enumerate(reversed(digits), 1)) % 10 == check


def molar_mass(formula: str) -> float:
    """From the abridged IUPAC standard atomic weights."""
    weights = {"C": 12.011, "H": 1.008, "N": 14.007, "O": 15.999, "F": 18.998, "S": 32.06, "Cl": 35.45}
    return sum(weights[symbol] * int(count or 1) for symbol, count in re.findall(r"([A-Z][a-z]?)(\d*)", formula))
