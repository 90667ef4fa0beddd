"""Reading what was set is exact, however it was set."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.reading.pipeline import read_document
from tests.specimens.agreement import differences
from tests.specimens.arrangement import Arrangement, set_arrangement
from tests.specimens.content import reading
from tests.specimens.paper import compile_pdf
from tests.specimens.variation import TONGUES, Variation, set_variation

variations = st.builds(
    Variation,
    tongue=st.sampled_from(sorted(TONGUES)),
    font=st.sampled_from(["Libertinus Serif", "New Computer Modern", "Liberation Sans", "DejaVu Sans"]),
    size=st.sampled_from([7.0, 8.5, 10.0]),
    rules=st.sampled_from(["none", "rows", "grid"]),
    paper=st.sampled_from(["us-letter", "a4"]),
    watermark=st.booleans(),
    units_in=st.sampled_from(["header", "second line", "same cell"]),
    columns=st.lists(st.sampled_from(["mg/g", "% w/w", "mg/kg", "mg/unit", "mg/serving"]), min_size=1, max_size=2, unique=True).map(tuple),
    limits_first=st.booleans(),
    milligrams=st.lists(st.integers(min_value=0, max_value=45_000), min_size=3, max_size=8).map(tuple),
    indents=st.integers(min_value=0, max_value=3),
    prose=st.booleans(),
).filter(lambda v: v.decisive)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(variations)
def test_reading_what_was_set_is_exact(variation: Variation) -> None:
    sheet = set_variation(variation)
    (draft,) = read_document(compile_pdf(sheet.source), "varied.pdf")
    assert differences(reading(sheet.samples[0], "varied.pdf", 1), draft.reading()) == []


arrangements = st.builds(
    Arrangement,
    shape=st.sampled_from(["plain", "halves", "side"]),
    comma=st.booleans(),
    contents=st.lists(st.integers(min_value=0, max_value=4_500), min_size=4, max_size=6).map(tuple),
    metals=st.tuples(*[st.integers(min_value=0, max_value=900)] * 4),
    counts=st.tuples(*[st.tuples(st.integers(min_value=10, max_value=99), st.integers(min_value=2, max_value=6))] * 2),
    notation=st.sampled_from(["plain", "grouped", "E", "power"]),
    verdicts=st.sampled_from(["apart", "together", "none"]),
    marks=st.sampled_from(["none", "star", "number"]),
    broken=st.booleans(),
    font=st.sampled_from(["Libertinus Serif", "Liberation Sans", "DejaVu Sans"]),
    rules=st.sampled_from(["none", "rows", "grid"]),
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(arrangements)
def test_reading_what_was_arranged_is_exact(arrangement: Arrangement) -> None:
    sheet = set_arrangement(arrangement)
    (draft,) = read_document(compile_pdf(sheet.source), "arranged.pdf")
    assert differences(reading(sheet.samples[0], "arranged.pdf", 1), draft.reading()) == []
