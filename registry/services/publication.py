"""What others take from the registry by its address: whole tables, and the feed of what is new and of what fails."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pandas as pd

from registry.assessment.judging import judge
from registry.assessment.limits import RulePack, demand_in_words, load_pack
from registry.assessment.records import records
from registry.assessment.verdict_parts import judged, judging_kinds
from registry.reports.bulk import BulkKind, Subject, write_table
from registry.reports.feed import Judging, Publication, atom
from registry.reports.wording import in_words, with_unit
from registry.services.public_journal import PublicJournal
from registry.services.reporting import DEFAULT_RULES
from registry.storage.filters import Filters
from registry.storage.reader import Reader

_IN_FEED: Final = 50
_LOOKED_AT: Final = 500
"""The newest certificates among which the feed of failing ones looks."""
_FAILING: Final = ("does not conform", "probably does not conform", "outside")
_one_at_a_time = threading.Lock()


class Publishing(PublicJournal):
    def bulk_file(self, subject: Subject, kind: BulkKind, *, specimen: bool = False) -> Path:
        """Every published result, every label claim, or the whole journal as anybody may read it, as a file.

        It is made once for each state of the registry, and kept until the next. The certificates' own files are never in it.
        Raises ReportError where it cannot be written.
        """
        specimen = specimen and subject != "journal"  # one journal tells of both sets
        folder = self.settings.home / "bulk"
        with self._store.read() as reader:
            head = reader.head()[1]
        name = f"{'SPECIMEN-' if specimen else ''}kratom-{subject}.{kind}"
        path = folder / head[:16] / name
        with _one_at_a_time:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                self.write_bulk(subject, kind, path.with_name(f".{name}"), specimen=specimen)
                path.with_name(f".{name}").replace(path)
                _forget(folder, path.parent)
        return path

    def write_bulk(self, subject: Subject, kind: BulkKind, path: Path, *, specimen: bool = False) -> None:
        """Writes every published result, label claim or entry of the journal to `path`. Raises ReportError where it cannot be written."""
        filters = Filters(specimen=specimen)
        with self._store.read() as reader:
            if kind == "schema.json":
                frame = pd.DataFrame()
            elif subject == "journal":
                frame = self._journal_frame(reader)
            else:
                frame = reader.results_frame(filters) if subject == "results" else reader.claims_frame(filters)
        write_table(frame, subject, kind, path)

    def feed(self, base: str, *, specimen: bool = False, failing: bool = False, rules: str | None = None, on: date | None = None) -> bytes:
        """The newest published certificates as Atom; with `failing` those with a result that does not meet the rules.

        `rules` is a rule pack (None: DEFAULT_RULES), in force on the day `on` (None: today); feed and entries name both.
        Raises RulePackError (unknown pack).
        """
        pack, day = load_pack(rules or DEFAULT_RULES), on or datetime.now(UTC).date()
        with self._store.read() as reader:
            published = reader.publications(_LOOKED_AT if failing else _IN_FEED, specimen=specimen)
            ids = tuple(certificate_id for certificate_id, _ in published)
            results = reader.results_frame(Filters(specimen=specimen, certificates=ids)) if ids else pd.DataFrame()
            first = reader.journal(0, 1, newest_first=False)
            failures = _failures(judged(_verdicts(results, pack, day))) if len(results) else {}
            wanted = [(c, e) for c, e in published if not failing or c in failures][:_IN_FEED]
            told = [
                Publication(
                    certificate_id=c, entry=e.hash, at=e.at, failing=tuple(failures.get(c, ())), **_about(reader, results, c)
                )
                for c, e in wanted
            ]  # fmt: skip
        asked = {"failing": "1" if failing else None, "specimens": "1" if specimen else None, "rules": rules, "date": on}
        query = urlencode({name: value for name, value in asked.items() if value is not None})
        own = f"{base}feed.atom{'?' if query else ''}{query}"
        judging, registry = Judging(rules=pack.title, on=day), first[0].hash if first else ""
        return atom(told, registry=registry, base=base, self_url=own, specimen=specimen, judging=judging, failing=failing)


def _verdicts(results: pd.DataFrame, pack: RulePack, on: date) -> pd.DataFrame:
    return judge(results, pack, on=on, include=judging_kinds(pack), list_missing=False)


def _forget(folder: Path, kept: Path) -> None:
    """Takes away the files of earlier states."""
    for earlier in folder.iterdir():
        if earlier != kept and earlier.is_dir():
            for file in earlier.iterdir():
                file.unlink(missing_ok=True)
            earlier.rmdir()


def _about(reader: Reader, results: pd.DataFrame, certificate_id: str) -> dict[str, str | tuple[str, ...]]:
    rows = results[results["certificate_id"] == certificate_id] if len(results) else results
    if not len(rows):
        draft = reader.certificate(certificate_id).current
        return {"subject": draft.product_name.text if draft.product_name else certificate_id, "laboratory": "", "panels": ()}
    row = rows.iloc[0]
    lot = f"lot {row['lot']}" if row["lot"] else "no lot printed"
    names = [str(row["brand"]), str(row["product"])]
    named = names[1:] if names[0] in names[1] else names
    panels = tuple(in_words(str(panel)) for panel in dict.fromkeys(rows["panel"].astype(str)))
    return {"subject": ", ".join(filter(None, (*named, lot))), "laboratory": str(row["laboratory"]), "panels": panels}


def _failures(verdicts: pd.DataFrame) -> dict[str, list[str]]:
    """What is not met, by certificate, as sentences."""
    failed = verdicts[verdicts["verdict"].astype(str).isin(_FAILING)]
    out: dict[str, list[str]] = {}
    for row in records(failed):
        measured = with_unit(str(row["text"]), "" if str(row["unit"]) == "presence" else str(row["unit"]))
        sentence = f"{row['analyte']} {measured} against {demand_in_words(str(row['rule']))} ({row['cite']}): {row['verdict']}."
        out.setdefault(str(row["certificate_id"]), []).append(sentence)
    return out
