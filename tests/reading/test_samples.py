"""Files that hold several samples, and files that only seem to."""

from __future__ import annotations

from registry.reading.pipeline import read_certificates
from tests.reading.pages import document_of, grid, page_of

HEAD = [(40.0, {40.0: "Harbour Analytical Laboratories"}), (60.0, {40.0: "Certificate of Analysis"})]


def test_pages_of_quality_control_that_name_another_sample_belong_to_the_certificate_and_give_no_draft() -> None:
    results = page_of(
        *HEAD,
        (80, {40: "Sample ID: 26-003417-0002"}),
        (100, {40: "Alkaloids"}),
        *grid(112, (40, 220), ("Analyte", "Result (%)"), ("Mitragynine", "1.38"), ("Paynantheine", "0.32")),
    )
    control = page_of(
        *HEAD,
        (80, {40: "Laboratory Quality Control Results"}),
        (100, {40: "Sample Duplicate", 220: "Sample ID: 26-003402-0001"}),
        *grid(112, (40, 220, 330), ("Analyte", "Result", "RPD"), ("Mitragynine", "1.52", "1.95"), ("Paynantheine", "0.30", "1.34")),
        number=2,
    )
    (draft,) = read_certificates(document_of(results, control))
    assert [row.analyte for row in draft.results] == ["Mitragynine", "Paynantheine"]
    assert draft.sample_id is not None
    assert draft.sample_id.text == "26-003417-0002"
