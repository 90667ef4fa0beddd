"""Columns under abbreviations that a certificate explains itself."""

from __future__ import annotations

import pytest

from tests.reading.pages import grid, page_of
from tests.reading.told import bound, rows


@pytest.mark.parametrize(
    ("heading", "legend", "kind"),
    [
        ("ZQ", "ZQ = Richtwert (DGHM), QZ = Nachweisgrenze", "limit"),
        ("ZQ (mg/kg)", "Abbreviations: ND: not detected; ZQ: maximum limit of our own", "limit"),
        ("ZQ mg/kg", "ZQ = limit of quantitation", "loq"),
        ("ZQ", "ZQ = límite de detección", "lod"),
        ("ZQ", "ZQ = limit of zorp", None),
        ("ZQ", "ZQ = the quality of zorp", None),
    ],
)
def test_a_column_is_what_the_legend_says_that_its_abbreviation_means(heading: str, legend: str, kind: str | None) -> None:
    body = grid(92, (40, 180, 260, 310), ("Analyte", "Result", "Unit", heading), ("Lead", "0.21", "mg/kg", "5.0"))
    lead = rows(
        page_of((80, {40: "Heavy metals"}), *body, (116, {40: "Cadmium", 180: "ND", 260: "mg/kg", 310: "1.0"}), (140, {40: legend}))
    )
    assert {name: bound(lead["Lead"], name) for name in ("lod", "loq", "limit") if bound(lead["Lead"], name)} == (
        {kind: ("5.0", "mg/kg")} if kind else {}
    )
    assert [m.text for m in lead["Lead"].measurements] == ["0.21"]
