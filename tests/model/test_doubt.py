"""What a person has to look at on a draft: header fields, results and names alike."""

from __future__ import annotations

from registry.model.certificate import Dates, ReadDate, ReadText
from registry.model.doubt import HEADER_PATHS, doubtful, doubtful_rows, field
from tests.builders import draft, measurement, result


def test_an_unsure_reading_and_an_unknown_name_have_to_be_looked_at() -> None:
    drafted = draft(
        result("Mitragynine", measurement("12.5", confidence=0.6)),
        result("Mitraphylline?", analyte_key=None),
        result("Speciogynine"),
    )
    assert doubtful_rows(drafted) == ("results.0", "results.1")


def test_what_a_reviewer_looked_at_is_no_longer_doubtful() -> None:
    drafted = draft(result("Mitragynine", measurement("12.5", confidence=0.6)))
    assert doubtful_rows(drafted, frozenset({"results.0.measurements.0"})) == ()


def test_a_value_a_person_entered_is_not_doubtful() -> None:
    assert not doubtful(None)


def test_header_fields_count_and_come_first() -> None:
    unsure = {"client": ReadText(text="Acrne", confidence=0.5), "lot": ReadText(text="L-1", confidence=0.99)}
    dates = Dates(reported=ReadDate(text="2026-0S-01", value=None, confidence=0.3))
    drafted = draft(result("Mitragynine", measurement("12.5", confidence=0.6)), dates=dates, **unsure)
    assert doubtful_rows(drafted) == ("client", "dates.reported", "results.0")
    assert doubtful_rows(drafted, {"client", "dates.reported"}) == ("results.0",)


def test_every_header_path_leads_to_a_field_of_a_draft() -> None:
    found = {path: read.text for path in HEADER_PATHS if (read := field(draft(), path)) is not None}
    assert found["lot"] == "L-1"
