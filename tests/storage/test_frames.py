"""Frames: bounds stay bounds, every amount in the canonical unit of its own basis, exactly the columns that assessment names."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from registry.assessment.columns import CLAIMS, RESULTS
from registry.model.certificate import Panel
from registry.model.crossing import PackFacts
from registry.model.evidence import Source
from registry.model.measurement import Measurement, Qualifier, Uncertainty
from registry.model.product import ClaimState, LabelClaim
from registry.model.units import Basis
from registry.storage.filters import Filters, Grade
from registry.storage.frames import canonical_amount
from registry.storage.store import Store
from tests.builders import certificate, draft, measurement, quantity, read_text, result
from tests.storage.kept import REVIEWER, publish, subject


def row_of(store: Store, *measurements: Measurement, **fields: object) -> dict[str, object]:
    """The first row of the frame of a certificate with one result."""
    publish(store, certificate(draft(result("Mitragynine", *measurements, **fields))))
    with store.read() as reader:
        return dict(reader.results_frame(Filters()).iloc[0])


def test_frames_have_the_named_columns_and_types_even_when_empty(store: Store) -> None:
    with store.read() as reader:
        empty = (reader.results_frame(Filters()), reader.claims_frame(Filters()))
    row_of(store)
    with store.read() as reader:
        filled = (reader.results_frame(Filters()), reader.claims_frame(Filters()))
    for results, claims in (empty, filled):
        assert {name: str(dtype) for name, dtype in results.dtypes.items()} == RESULTS
        assert {name: str(dtype) for name, dtype in claims.dtypes.items()} == CLAIMS


def limits(lod: str | None = None, loq: str | None = None, unit: str | None = "mg/g") -> dict[str, object]:
    return {"lod": quantity(lod, unit) if lod else None, "loq": quantity(loq, unit) if loq else None}


@pytest.mark.parametrize(
    ("printed", "row", "low", "high"),
    [
        (measurement("1.5", "%"), {}, 15.0, 15.0),
        (measurement("250", "ppb"), {}, 0.00025, 0.00025),
        (measurement("22.78", "mg/serv"), {}, 22.78, 22.78),
        (measurement("<0.5", qualifier=Qualifier.LT), {}, 0.0, 0.5),
        (measurement("ND", qualifier=Qualifier.ND), limits("0.02", "0.05"), 0.0, 0.02),
        (measurement("ND", qualifier=Qualifier.ND), limits(None, "0.05"), 0.0, 0.05),
        (measurement("ND", qualifier=Qualifier.ND), {}, 0.0, math.inf),
        (measurement("<LOQ", qualifier=Qualifier.LT_LOQ), limits("0.02", "0.05"), 0.0, 0.05),
        (measurement("ND", "%", qualifier=Qualifier.ND), limits("20", None, "ppm"), 0.0, 0.02),
        (measurement("ND", "mg/serving", qualifier=Qualifier.ND), limits("0.02", None, "mg/g"), 0.0, math.inf),
        (measurement(">1000", "CFU/g", qualifier=Qualifier.GT), {}, 1000.0, math.inf),
        (measurement("7", "scoops"), {}, 7.0, 7.0),
        (measurement("NT", qualifier=Qualifier.NOT_TESTED), {}, None, None),
        (measurement("Absent", None, qualifier=Qualifier.ABSENT, test_portion="25 g"), {}, None, None),
        (measurement("Pass", None, qualifier=Qualifier.PASS), {}, None, None),
    ],
)  # fmt: skip
def test_a_result_is_an_interval_in_its_own_basis(
    store: Store, printed: Measurement, row: dict[str, object], low: float | None, high: float | None
) -> None:
    found = row_of(store, printed, **row)
    assert found["text"] == printed.text
    for name, expected in (("low", low), ("high", high)):
        value = found[name]
        assert isinstance(value, float)
        assert math.isnan(value) if expected is None else value == expected


def test_a_row_printed_in_two_units_gives_two_rows(store: Store) -> None:
    publish(store, certificate(draft(result("Mitragynine", measurement("1.25", "%"), measurement("12.5", "mg/g")), result("Speciogynine"))))
    with store.read() as reader:
        frame = reader.results_frame(Filters())
    assert frame[["row", "column", "analyte", "unit", "low"]].to_numpy().tolist() == [
        [0, 0, "Mitragynine", "%", 12.5],
        [0, 1, "Mitragynine", "mg/g", 12.5],
        [1, 0, "Speciogynine", "mg/g", 12.5],
    ]


def test_of_a_sample_tested_at_several_times_the_last_counts_and_is_no_second_measurement(store: Store) -> None:
    times = (measurement(text, time_point=time) for text, time in (("15.3", "Initial"), ("15.2", "3 M"), ("14.9", "12 M")))
    water = result("Moisture", *(measurement(t, "%", time_point=m) for t, m in (("3.8", "Initial"), ("4.4", "12 M"))), panel=Panel.MOISTURE)
    publish(store, certificate(draft(result("Mitragynine", *times), water)))
    with store.read() as reader:
        frame = reader.results_frame(Filters())
    assert frame[["row", "column", "text", "moisture"]].to_numpy().tolist() == [[0, 2, "14.9", 0.044], [1, 1, "4.4", 0.044]]


@pytest.mark.parametrize("unit", ["%", "% w/w", "% of alkaloids"])
def test_a_share_of_the_alkaloids_is_no_amount_of_one_whatever_its_unit_says(store: Store, unit: str) -> None:
    share = result("7-OH, % of total alkaloids", measurement("0.62", unit), analyte_key="derived:7oh_pct_of_alkaloids")
    publish(store, certificate(draft(result(), share)))
    with store.read() as reader:
        row = reader.results_frame(Filters()).iloc[1]
    assert (row["unit"], row["basis"], row["low"]) == (unit, "share_of_alkaloids", 0.62)


def test_a_share_that_was_not_determined_stands_among_the_shares_too(store: Store) -> None:
    share = result("7-OH, % of total alkaloids", measurement("NT", "%"), analyte_key="derived:7oh_pct_of_alkaloids")
    publish(store, certificate(draft(result(), share)))
    with store.read() as reader:
        row = reader.results_frame(Filters()).iloc[1]
    assert (row["qualifier"], row["basis"]) == ("not_tested", "share_of_alkaloids")


def test_a_bare_percentage_of_a_liquid_has_no_basis(store: Store) -> None:
    publish(store, certificate(draft(result("Mitragynine", measurement("1.5", "%")), density=quantity("1.02", "g/mL"))))
    with store.read() as reader:
        row = reader.results_frame(Filters()).iloc[0]
    assert (row["basis"], row["low"], row["density_g_per_ml"]) == ("unknown", 1.5, 1.02)


@pytest.mark.parametrize(
    ("printed", "uncertainty", "u", "said"),
    [
        (measurement("1.5", "%"), Uncertainty(value=Decimal("0.2"), unit="%", k=Decimal(2)), 1.0, "printed U, k = 2"),
        (measurement("12.5"), Uncertainty(value=Decimal("0.3"), unit=None, k=Decimal(3)), 0.1, "printed U, k = 3"),
        (measurement("12.5"), Uncertainty(value=Decimal("0.5"), unit="mg/g"), 0.25, "printed U, k not printed (2 assumed)"),
        (measurement("12.5"), Uncertainty(value=Decimal(8), unit="%", k=Decimal(2)), 0.5, "printed U, k = 2"),
        (measurement("12.5"), Uncertainty(value=Decimal(8), unit="mg/serving", k=Decimal(2)), None, ""),
        (measurement("1.5", "%", dry_weight=True), Uncertainty(value=Decimal("0.2"), unit="%", k=Decimal(2)), 1.0, "printed U, k = 2"),
        (measurement("12.5", dry_weight=True), Uncertainty(value=Decimal(8), unit="%", k=Decimal(2)), 0.5, "printed U, k = 2"),
        (measurement("ND", qualifier=Qualifier.ND), Uncertainty(value=Decimal(8), unit="%", k=Decimal(2)), None, ""),
        (measurement("12.5"), None, None, ""),
    ],
)
def test_a_printed_uncertainty_is_divided_by_its_coverage_factor(
    store: Store, printed: Measurement, uncertainty: Uncertainty | None, u: float | None, said: str
) -> None:
    row = row_of(store, printed, uncertainty=uncertainty)
    assert row["u_source"] == said
    assert isinstance(row["u"], float)
    assert math.isnan(row["u"]) if u is None else row["u"] == pytest.approx(u, rel=1e-12)


def test_masses_of_the_certificate_come_before_those_of_the_pack(store: Store) -> None:
    about = subject(store)
    with store.write(REVIEWER) as writer:
        pack = PackFacts(unit_mass_g=Decimal("0.5"), serving_mass_g=Decimal(2), units_per_package=Decimal(10))
        writer.change_product(writer.product(about.product).model_copy(update={"pack": pack}))
    moisture = result("Moisture", measurement("8.5", "%"), panel=Panel.MOISTURE)
    publish(store, certificate(draft(result(), moisture, serving_mass=quantity("2500", "mg"), unit_mass=quantity("30", "mL"))), about)
    with store.read() as reader:
        row = reader.results_frame(Filters()).iloc[0]
    facts = {name: row[name] for name in ("unit_mass_g", "serving_mass_g", "unit_volume_ml", "units_per_package", "moisture")}
    assert facts == {"unit_mass_g": 0.5, "serving_mass_g": 2.5, "unit_volume_ml": 30.0, "units_per_package": 10.0, "moisture": 0.085}
    assert math.isnan(row["package_mass_g"])


def test_a_published_result_without_a_file_is_a_certificate_with_an_address(store: Store) -> None:
    source = Source(url="https://journal.example/table-2", grade="C", granularity="aggregate")
    publish(store, certificate(draft(reader_version=""), source=source))
    with store.read() as reader:
        row = reader.results_frame(Filters()).iloc[0]
    assert (row["part_of"], row["source_url"], row["grade"], row["granularity"]) == (source.url, source.url, "C", "aggregate")


def test_real_and_specimen_results_never_come_together(store: Store) -> None:
    publish(store, certificate(name="real"))
    publish(store, certificate(draft(specimen=True), name="invented"))
    with store.read() as reader:
        for specimen in (False, True):
            frame = reader.results_frame(Filters(specimen=specimen))
            assert frame["specimen"].tolist() == [specimen]


def test_only_what_is_asked_for_comes(store: Store) -> None:
    lead = result("Lead", measurement("0.2", "ppm"), panel=Panel.HEAVY_METALS)
    publish(store, certificate(draft(result(), lead, lab=read_text("One")), name="a"))
    publish(store, certificate(draft(result(), lab=read_text("Two")), name="b"))
    with store.read() as reader:
        assert reader.results_frame(Filters(analytes=("lead",)))[["laboratory", "analyte"]].to_numpy().tolist() == [["One", "Lead"]]
        assert reader.results_frame(Filters(panels=(Panel.HEAVY_METALS,)))["analyte"].tolist() == ["Lead"]
        assert reader.results_frame(Filters(laboratories=("Two",)))["analyte"].tolist() == ["Mitragynine"]


@pytest.mark.parametrize(
    ("amount", "unit", "basis", "canonical"),
    [
        ("30", "mg", Basis.PER_UNIT, 30.0),
        ("0.03", "g", Basis.PER_SERVING, 30.0),
        ("500", "µg", Basis.PER_PACKAGE, 0.5),
        ("1.5", "%", Basis.MASS_FRACTION, 15.0),
        ("12", "mg/g", Basis.MASS_FRACTION, 12.0),
        ("30", "mg", Basis.UNKNOWN, None),
        ("30", "mg", Basis.MASS_FRACTION, None),
        ("30", "mg/g", Basis.PER_UNIT, None),
        ("30", "scoops", Basis.PER_UNIT, None),
        (None, None, Basis.PER_UNIT, None),
    ],
)
def test_a_claim_has_a_canonical_amount_only_where_unit_and_basis_go_together(
    amount: str | None, unit: str | None, basis: Basis, canonical: float | None
) -> None:
    value = Decimal(amount) if amount else None
    claim = LabelClaim(key="c", product="p", analyte="7oh", amount=value, unit=unit, basis=basis, source=Source(url="https://shop.example"))
    assert canonical_amount(claim) == canonical


def test_claims_come_with_their_product_and_their_state(store: Store) -> None:
    about = subject(store)
    said = {"product": about.product, "source": Source(url="https://shop.example")}
    with store.write(REVIEWER) as writer:
        writer.put_claim(LabelClaim(key="1", analyte="mitragynine", amount=Decimal(25), unit="mg", basis=Basis.PER_SERVING, **said))
        writer.put_claim(LabelClaim(key="2", analyte="7oh", state=ClaimState.NO_CLAIM, **said))
        frame = writer.claims_frame(Filters())
        assert len(writer.claims_frame(Filters(brands=("nobody",)))) == 0
        assert len(writer.claims_frame(Filters(specimen=True))) == 0
    assert frame[["analyte_key", "brand", "product", "form", "state", "unit"]].to_numpy().tolist() == [
        ["7oh", "Acme", "Gold Powder", "powder", "no-claim", ""],
        ["mitragynine", "Acme", "Gold Powder", "powder", "claimed", "mg"],
    ]


def test_results_are_narrowed_to_their_evidence_grade_and_to_reports_on_file(store: Store) -> None:
    for name, grade in (("1", None), ("2", "A"), ("3", "C")):
        graded = certificate(name=name)
        publish(store, graded.model_copy(update={"source": graded.source.model_copy(update={"grade": grade})}))

    def kept(*grades: Grade) -> list[str]:
        with store.read() as reader:
            return sorted(reader.results_frame(Filters(grades=grades))["grade"])

    assert kept() == ["", "A", "C"]
    assert kept(Grade.A) == ["A"]
    assert kept(Grade.ON_FILE, Grade.C) == ["", "C"]
    assert kept(Grade.B) == []
