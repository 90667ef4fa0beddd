"""Any record that can be made comes back equal, whatever its texts and digits."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.model.certificate import Acquisition, AcquisitionKind, Certificate, Dates, DraftCertificate, Panel, ReadDate, ReadText, Result
from registry.model.evidence import Box, Evidence, Source, Stage
from registry.model.measurement import Measurement, Qualifier, Quantity
from registry.storage.database import Database
from registry.storage.encoding import from_text, to_text
from registry.storage.filters import Filters
from registry.storage.reader import Reader
from registry.storage.writer import Writer
from tests.storage.kept import keep

texts = st.text(st.characters(exclude_categories=("Cs",)) | st.just("\0"), max_size=30)  # a lone surrogate is no text
some_texts = texts.filter(bool)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e12"), max_value=Decimal("1e12"))
shares = st.floats(0, 1)
boxes = st.tuples(shares, shares, shares, shares).map(
    lambda c: Box(x0=min(c[0], c[1]), x1=max(c[0], c[1]), y0=min(c[2], c[3]), y1=max(c[2], c[3]))
)
evidence = st.builds(
    Evidence, page=st.integers(1, 9), box=st.none() | boxes, cell=st.none() | texts, text=texts, stage=st.sampled_from(Stage)
)
quantities = st.builds(Quantity, value=decimals, unit=st.none() | st.sampled_from(["mg/g", "%", "ppm", "CFU/g", "scoops"]), text=texts)
measurements = st.builds(
    Measurement,
    text=texts,
    qualifier=st.sampled_from(Qualifier),
    value=st.none() | decimals,
    unit=st.none() | st.sampled_from(["mg/g", "%", "ppm", "mg/serving", "scoops"]),
    lod=st.none() | quantities,
    loq=st.none() | quantities,
    evidence=st.none() | evidence,
    confidence=st.none() | shares,
)
results = st.builds(
    Result,
    panel=st.sampled_from(Panel),
    analyte=some_texts,
    analyte_key=st.none() | st.sampled_from(["mitragynine", "7oh", "lead"]),
    page=st.integers(1, 9),
    measurements=st.lists(measurements, max_size=2).map(tuple),
    limit_text=st.none() | texts,
)
read_texts = st.none() | st.builds(ReadText, text=texts, evidence=st.none() | evidence)
drafts = st.builds(
    DraftCertificate,
    file=texts,
    reader_version=st.just("1"),
    lab=read_texts,
    lot=read_texts,
    report_id=read_texts,
    product_name=read_texts,
    dates=st.builds(Dates, reported=st.none() | st.builds(ReadDate, text=texts, value=st.none() | st.dates(min_value=date(1990, 1, 1)))),
    results=st.lists(results, max_size=3).map(tuple),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all examples; each example's transaction is taken back."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('round trip') / 'registry.db'}"
    else:
        url = request.getfixturevalue("postgres_server")
    opened = Database(url)
    yield opened
    opened.close()


class _TakenBackError(Exception):
    pass


def in_passing(database: Database, certificate: Certificate) -> tuple[Certificate, int]:
    """The certificate as it comes back, and its rows in the frame; nothing stays."""
    found: list[tuple[Certificate, int]] = []

    def look_and_take_back() -> None:
        with database.writing() as connection:
            keep(Writer(connection, "somebody"), certificate)
            reader = Reader(connection)
            rows = len(reader.results_frame(Filters(states=(), certificates=(certificate.id,))))
            found.append((reader.certificate(certificate.id), rows))
            raise _TakenBackError

    with pytest.raises(_TakenBackError):
        look_and_take_back()
    return found[0]


numbers = itertools.count()


@given(drafts)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_certificate_comes_back_equal(database: Database, draft: DraftCertificate) -> None:
    sha256 = hashlib.sha256(str(next(numbers)).encode()).hexdigest()
    kept = Certificate(
        id=f"{sha256[:12]}-1", source=Source(sha256=sha256), acquisition=Acquisition(kind=AcquisitionKind.UNKNOWN), draft=draft
    )
    back, rows = in_passing(database, kept)
    assert back == kept
    assert rows == sum(len(result.measurements) for result in draft.results)


@given(drafts)
def test_a_record_as_text_is_the_record_and_the_text_is_stable(draft: DraftCertificate) -> None:
    text = to_text(draft)
    again = from_text(DraftCertificate, text, "here")
    assert again == draft
    assert to_text(again) == text
