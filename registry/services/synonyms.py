"""Names of analytes that laboratories print and the catalogue lacks: mapped once by a reviewer, used for every next certificate
and offered for the drafts that wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from registry.errors import NotFound, RecordError
from registry.model.analytes import Synonym, is_short, load_catalogue, name_key
from registry.model.certificate import OPEN, Certificate, Correction, DraftCertificate
from registry.model.corrections import corrected
from registry.model.evidence import Stamp
from registry.services.opening import Opening


class Synonyms(Opening):
    def synonyms(self) -> tuple[Synonym, ...]:
        """The mapped names in force, by name."""
        with self._store.read() as reader:
            return reader.synonyms()

    def map_name(self, name: str, analyte: str, who: str) -> Synonym:
        """From the next certificate on, `name` as printed is the analyte of that catalogue key; a name that is mapped is mapped anew.

        Each new certificate then carries a correction that says so and can be taken back there. Raises NotPermitted, NotFound (no
        such analyte), or RecordError for a name that the catalogue knows, or that is too short to mean one thing everywhere.
        """
        self._require_reviewer(who)
        catalogue, printed = load_catalogue(), " ".join(name.split())
        catalogue.get(analyte)
        if not name_key(printed) or is_short(printed):
            raise RecordError(
                f"The name {printed!r} is too short to mean one analyte everywhere.", next_step="Correct it certificate by certificate."
            )
        if known := catalogue.match(printed):
            raise RecordError(f"The catalogue knows {printed!r}: it is {known.name}.", next_step="Read the certificate again.")
        with self._store.write(who) as writer:
            return writer.put_synonym(Synonym(name=printed, analyte=analyte, stamp=Stamp(who=who, when=datetime.now(UTC))), in_force=True)

    def unmap_name(self, name: str, who: str) -> None:
        """Takes a mapping back for every next certificate; what was mapped stays so. Raises NotPermitted, NotFound."""
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            for synonym in writer.synonyms():
                if name_key(synonym.name) == name_key(name):
                    writer.put_synonym(synonym, in_force=False)
                    return
        raise NotFound(f"No reviewer has mapped the name {name!r}.", next_step="Choose one of the mapped names.")

    def names_to_map(self, certificate_id: str) -> tuple[Correction, ...]:
        """What `apply_names` would correct: rows of a draft whose unknown name was mapped after the draft was made. Raises NotFound."""
        with self._store.read() as reader:
            certificate = reader.certificate(certificate_id)
            return mapped(certificate.current, reader.synonyms()) if certificate.state in OPEN else ()

    def apply_names(self, certificate_id: str, who: str) -> Certificate:
        """Gives a draft the names that were mapped since it was made, each by a correction that can be taken back.

        Nothing happens to what is no draft any more. Raises NotPermitted, NotFound.
        """
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            certificate = writer.certificate(certificate_id)
            names = mapped(certificate.current, writer.synonyms()) if certificate.state in OPEN else ()
            for correction in names:
                signed = correction.model_copy(update={"stamp": Stamp(who=who, when=datetime.now(UTC))})
                certificate = writer.correct(certificate_id, signed, "correct")
            return certificate


def mapped(draft: DraftCertificate, synonyms: Iterable[Synonym]) -> tuple[Correction, ...]:
    """A correction for each row of a draft whose unknown name a reviewer has mapped, in that reviewer's name."""
    return tuple(_corrections(draft, {name_key(synonym.name): synonym for synonym in synonyms}))


def _corrections(draft: DraftCertificate, by_key: dict[str, Synonym]) -> Iterator[Correction]:
    for index, row in enumerate(draft.results):
        synonym = by_key.get(name_key(row.analyte)) if row.analyte_key is None else None
        if synonym is None:
            continue
        why = f"mapped for every certificate on {synonym.stamp.when:%Y-%m-%d} by {synonym.stamp.who}"
        stamp = Stamp(who=synonym.stamp.who, when=datetime.now(UTC))
        known = load_catalogue().get(synonym.analyte).name
        correction = Correction(path=f"results.{index}.analyte", before=row.analyte, after=known, stamp=stamp, why=why)
        if corrected(draft, correction).results[index].analyte_key == synonym.analyte:  # a panel of terpenes knows no alkaloid
            yield correction
