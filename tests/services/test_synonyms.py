"""A printed name mapped once: every next certificate carries the correction, the journal tells of it, and it can be taken back."""

from __future__ import annotations

import pytest

from registry.errors import NotFound, NotPermitted, RecordError
from registry.model.certificate import Panel
from registry.services import Registry
from tests.builders import draft, measurement, read_text, result
from tests.services.stand_in import REVIEWER, UPLOADER, VENDOR, file_of, subject

UNKNOWN = "Mitragynin-Alkaloid A"


def _handed_in(registry: Registry, number: str, *, panel: Panel = Panel.POTENCY) -> str:
    row = result(UNKNOWN, measurement("12.5"), panel=panel, analyte_key=None)
    return registry.add(file_of(draft(row, report_id=read_text(number))), f"{number}.pdf", UPLOADER).certificate_ids[0]


def _keys(registry: Registry, certificate_id: str) -> list[str | None]:
    return [row.analyte_key for row in registry.certificate(certificate_id).current.results]


def test_a_mapped_name_is_known_on_the_next_certificate_and_what_was_read_stays(registry_on_both: Registry) -> None:
    registry = registry_on_both
    earlier = _handed_in(registry, "R-1")
    registry.map_name(UNKNOWN, "mitragynine", REVIEWER)
    later = _handed_in(registry, "R-2")
    assert (_keys(registry, earlier), _keys(registry, later)) == ([None], ["mitragynine"])
    certificate = registry.certificate(later)
    assert certificate.draft.results[0].analyte == UNKNOWN
    (correction,) = certificate.corrections
    assert (correction.before, correction.after, correction.stamp.who) == (UNKNOWN, "Mitragynine", REVIEWER)
    assert "mapped for every certificate" in correction.why
    assert registry.verify().sound


def test_a_draft_that_waits_is_offered_the_names_mapped_since_and_takes_them_on_request(registry_on_both: Registry) -> None:
    registry = registry_on_both
    waiting = _handed_in(registry, "R-1")
    assert registry.names_to_map(waiting) == ()
    registry.map_name(UNKNOWN, "mitragynine", REVIEWER)
    assert [(c.path, c.before, c.after) for c in registry.names_to_map(waiting)] == [("results.0.analyte", UNKNOWN, "Mitragynine")]
    assert _keys(registry, waiting) == [None], "nothing changes by looking"
    with pytest.raises(NotPermitted):
        registry.apply_names(waiting, UPLOADER)
    (correction,) = registry.apply_names(waiting, REVIEWER).corrections
    assert correction.why.endswith(f"by {REVIEWER}")
    assert (_keys(registry, waiting), registry.names_to_map(waiting)) == (["mitragynine"], ())
    registry.undo(waiting, REVIEWER)
    assert _keys(registry, waiting) == [None]
    assert registry.verify().sound


def test_what_is_published_keeps_its_names(registry: Registry) -> None:
    published = _handed_in(registry, "R-1")
    registry.publish(published, subject(registry), VENDOR, REVIEWER)
    registry.map_name(UNKNOWN, "mitragynine", REVIEWER)
    assert registry.names_to_map(published) == ()
    assert registry.apply_names(published, REVIEWER).corrections == ()


def test_a_name_is_the_same_however_it_is_spaced_and_cased(registry: Registry) -> None:
    registry.map_name(f"  {UNKNOWN.upper().replace('-', ' ')} ", "mitragynine", REVIEWER)
    assert _keys(registry, _handed_in(registry, "R-1")) == ["mitragynine"]


def test_a_mapping_is_taken_back_for_what_comes_next_and_on_one_certificate_by_itself(registry: Registry) -> None:
    registry.map_name(UNKNOWN, "mitragynine", REVIEWER)
    mapped = _handed_in(registry, "R-1")
    registry.unmap_name(UNKNOWN, REVIEWER)
    assert registry.synonyms() == ()
    assert _keys(registry, _handed_in(registry, "R-2")) == [None]
    assert _keys(registry, mapped) == ["mitragynine"], "what was mapped stays so"
    ((number, _),) = registry.corrections(mapped)
    registry.undo(mapped, REVIEWER, number)
    assert _keys(registry, mapped) == [None]
    assert [e.action for e in registry.public_journal(newest_first=False) if e.subject.startswith("synonym:")] == ["map-name", "unmap-name"]
    assert registry.verify().sound


def test_a_name_may_be_mapped_anew(registry: Registry) -> None:
    registry.map_name(UNKNOWN, "7oh", REVIEWER)
    registry.map_name(UNKNOWN, "mitragynine", REVIEWER)
    assert [synonym.analyte for synonym in registry.synonyms()] == ["mitragynine"]


def test_a_panel_that_knows_no_such_analyte_is_left_as_read(registry: Registry) -> None:
    registry.map_name(UNKNOWN, "mitragynine", REVIEWER)
    assert _keys(registry, _handed_in(registry, "R-1", panel=Panel.TERPENES)) == [None]


@pytest.mark.parametrize(
    ("name", "analyte", "error", "said"),
    [
        ("MG", "mitragynine", RecordError, "too short"),
        ("  ", "mitragynine", RecordError, "too short"),
        ("Mitragynine", "7oh", RecordError, "it is Mitragynine"),
        (UNKNOWN, "nonsense", NotFound, "No analyte has the key"),
    ],
)
def test_a_name_that_is_known_or_says_too_little_is_not_mapped(
    registry: Registry, name: str, analyte: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        registry.map_name(name, analyte, REVIEWER)


def test_only_a_reviewer_maps_and_takes_back(registry: Registry) -> None:
    with pytest.raises(NotPermitted):
        registry.map_name(UNKNOWN, "mitragynine", UPLOADER)
    with pytest.raises(NotPermitted):
        registry.unmap_name(UNKNOWN, UPLOADER)
    with pytest.raises(NotFound, match="No reviewer has mapped"):
        registry.unmap_name(UNKNOWN, REVIEWER)
