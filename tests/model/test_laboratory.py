"""Which laboratory a printed line names."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.datafiles import data_path
from registry.model.laboratory import Laboratories, Laboratory, load_laboratories

PRINTED = [
    ("KCA Laboratories", "kca-laboratories"),
    ("KCA LABORATORIES", "kca-laboratories"),
    ("CTLA Contract Testing Laboratories of America", "ctla"),
    ("CTLA", "ctla"),
    ("Contract Testing Laboratories of America (CTLA), Spanish Fork UT", "ctla"),
    ("Vysoká škola chemicko-technologická v Praze, Metrologická a zkušební laboratoř VŠCHT Praha", "vscht-mzl"),
    ("VYSOKÁ ŠKOLA CHEMICKO - TECHNOLOGICKÁ V PRAZE, Zkušební laboratoř Ústavu biochemie a mikrobiologie", "vscht-ubm"),
    ("VSCHT Praha, ZL UBM (1316.3, ISO/IEC 17025)", "vscht-ubm"),
    ("Sante Laboratories", "sante-laboratories"),
    ("https://www.acslab.com/verify?id=1", "acs-laboratory"),
    ("coa@portal.goldstandardanalytics.com", "gold-standard-analytics"),
    ("Cora Science LLC, Austin TX (ISO/IEC 17025, PJLA 116374)", "cora-science"),
]


@pytest.mark.parametrize(("printed", "key"), PRINTED)
def test_a_printed_line_names_a_laboratory(printed: str, key: str) -> None:
    found = load_laboratories().match(printed)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "Laboratory",
        "A CTLA B",  # an acronym inside other words
        "https://notacslab.com",
        "https://acslab.com.example.org",
        "KCA Laboratories and Kaycha Labs",  # two laboratories: nobody is named
    ],
)
def test_a_line_that_names_none_or_two_names_none(printed: str) -> None:
    assert load_laboratories().match(printed) is None


def test_the_longer_name_counts() -> None:
    labs = Laboratories([Laboratory(key="a", name="Green Leaf Lab"), Laboratory(key="b", name="Green Leaf Lab North")])
    found = labs.match("Green Leaf Lab North, Oregon")
    assert found is not None
    assert found.key == "b"


@given(st.text(max_size=80))
def test_any_text_names_one_laboratory_or_none(text: str) -> None:
    found = load_laboratories().match(text)
    assert found is None or isinstance(found, Laboratory)


def test_the_file_is_sound() -> None:
    with data_path("reference", "laboratories.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["key"] for row in rows}) == len(rows) == len(load_laboratories())
    assert all(row["source"] for row in rows)
    for laboratory in load_laboratories():
        for name in (laboratory.name, *laboratory.aliases):
            assert load_laboratories().match(name) is laboratory, name
