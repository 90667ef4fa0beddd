"""The right of reply, and what uploaders say about a draft: said by anybody, shown or used once a reviewer has read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import Field

from registry.errors import NotFound, RecordError
from registry.model.certificate import OPEN, Certificate, State
from registry.model.evidence import Record
from registry.services.opening import Opening
from registry.services.review import text_at
from registry.storage.journal import JournalEntry
from registry.storage.reader import Reader

SPEAKING: Final = ("dispute", "reply")
"""Journal actions by which a brand, a laboratory or anybody it concerns speaks about a certificate."""
MOST_CHARACTERS: Final = 4000
LONGEST_CONTACT: Final = 200


@dataclass(frozen=True, slots=True)
class Statement:
    """A dispute or a reply. `number` is that of its journal entry; `shown` once a reviewer let it stand beside the figure."""

    number: int
    certificate_id: str
    kind: str
    who: str
    at: datetime
    text: str
    shown: bool
    path: str = ""
    """The figure it is about, as a correction names it; empty for the whole certificate."""
    waiting: bool = False
    """No reviewer has decided about it yet."""


class Proposal(Record):
    """What an uploader says a draft is about. Every field is text as typed; nothing of it counts before a reviewer publishes."""

    brand: str = Field(default="", max_length=200)
    product: str = Field(default="", max_length=200)
    lot: str = Field(default="", max_length=200)
    form: str = Field(default="", max_length=40)
    kind: str = Field(default="", max_length=40)
    claim_state: str = Field(default="", max_length=40)
    analyte: str = Field(default="", max_length=80)
    amount: str = Field(default="", max_length=40)
    basis: str = Field(default="", max_length=40)
    serving: str = Field(default="", max_length=200)
    seen_on: str = Field(default="", max_length=10)
    address: str = Field(default="", max_length=1000)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with who made it and when."""

    proposal: Proposal
    who: str
    at: datetime


class Statements(Opening):
    def dispute(
        self, certificate_id: str, who: str, text: str, *, path: str = "", sender: str | None = None, contact: str = ""
    ) -> JournalEntry:
        """Records that `who` disputes the certificate or one figure (`path`); the figure stays.

        Anybody may. It stands beside the figure once a reviewer shows it (`show_statement`), at once where `sender`, the person
        at the keyboard (`who` where None), is a reviewer. `contact`, how a reviewer reaches them, is never published: it stands in
        no journal and can be deleted (`forget_contact`). Raises NotFound, RecordError (no text, or more than 4000 characters).
        """
        return self._say(certificate_id, "dispute", who, text, path, sender, contact)

    def reply(
        self, certificate_id: str, who: str, text: str, *, path: str = "", sender: str | None = None, contact: str = ""
    ) -> JournalEntry:
        """Records the brand's or the laboratory's reply; everything else as with `dispute`."""
        return self._say(certificate_id, "reply", who, text, path, sender, contact)

    def waiting_statements(self) -> tuple[Statement, ...]:
        """The disputes and replies about any certificate that no reviewer has decided about, oldest first."""
        with self._store.read() as reader:
            return tuple(said for said in statements_in(reader.decisions((*SPEAKING, "show", "hide"))) if said.waiting)

    def contact(self, certificate_id: str, number: int, who: str) -> str | None:
        """How to reach who made a statement, for a reviewer; None where nobody said, or it was deleted. Raises NotPermitted, NotFound."""
        self._require_reviewer(who)
        with self._store.read() as reader:
            _statement(reader, certificate_id, number)
            return reader.contact(number)

    def forget_contact(self, certificate_id: str, number: int, who: str) -> bool:
        """Deletes it for good, as the party may ask; whether there was one. What was said stays. Raises NotPermitted, NotFound."""
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            _statement(writer, certificate_id, number)
            return writer.forget_contact(number)

    def statements(self, certificate_id: str) -> tuple[Statement, ...]:
        """Disputes and replies about a certificate, oldest first, those still to be read by a reviewer among them. Raises NotFound."""
        with self._store.read() as reader:
            reader.certificate(certificate_id)
            return statements_in(reader.entries_about(f"certificate:{certificate_id}"))

    def show_statement(self, certificate_id: str, number: int, who: str) -> None:
        """Lets a statement stand beside the figure. Raises NotPermitted, NotFound."""
        self._judge(certificate_id, number, who, "show", "")

    def hide_statement(self, certificate_id: str, number: int, who: str, why: str) -> None:
        """Takes a statement from beside the figure, with the reason. Raises NotPermitted, NotFound, RecordError."""
        self._judge(certificate_id, number, who, "hide", _said(why, certificate_id))

    def propose(self, certificate_id: str, proposal: Proposal, who: str) -> JournalEntry:
        """Keeps what an uploader says a draft is about, for the reviewer to read. Anybody may.

        Raises NotFound, RecordError (it is no draft any more, or nothing was said).
        """
        if proposal == Proposal():
            raise RecordError("Nothing was proposed.", where=certificate_id, next_step="Say at least brand, product or lot.")
        with self._store.write(who) as writer:
            _open(writer.certificate(certificate_id))
            return writer.remark(certificate_id, "propose", proposal.model_dump(exclude_defaults=True))

    def proposal(self, certificate_id: str) -> Proposed | None:
        """The newest proposal about a certificate, None where there is none. Raises NotFound."""
        with self._store.read() as reader:
            reader.certificate(certificate_id)
            made = [e for e in reader.entries_about(f"certificate:{certificate_id}") if e.action == "propose"]
        if not made:
            return None
        fields = {name: made[-1].payload[name] for name in Proposal.model_fields if name in made[-1].payload}
        return Proposed(Proposal.model_validate(fields), made[-1].actor, made[-1].at)

    def answer(self, certificate_id: str, who: str, text: str) -> Certificate:
        """The uploader's answer to a draft that was sent back: it waits for a reviewer again. Raises NotFound, RecordError."""
        with self._store.write(who) as writer:
            if writer.certificate(certificate_id).state is not State.SENT_BACK:
                raise RecordError("Only what was sent back can be answered.", where=certificate_id)
            return writer.set_state(certificate_id, State.DRAFT, "answer", _said(text, certificate_id))

    def _say(self, certificate_id: str, action: str, who: str, text: str, path: str, sender: str | None, contact: str) -> JournalEntry:
        said = _said(text, certificate_id)
        if len(contact.strip()) > LONGEST_CONTACT:
            raise RecordError(
                f"The contact is longer than {LONGEST_CONTACT} characters.", where=certificate_id, next_step="Give one address."
            )
        shown = self.is_reviewer(sender or who)
        with self._store.write(who) as writer:
            if path:
                text_at(writer.certificate(certificate_id).current, path)  # refuses a figure that is not there
            payload = {"text": said, "path": path, "shown": shown, "by": sender or who}
            disputed = shown and action == "dispute"
            entry = (
                writer.note(certificate_id, action, payload, disputed=True) if disputed else writer.remark(certificate_id, action, payload)
            )
            if contact.strip():
                writer.keep_contact(entry.seq, contact.strip())
            return entry

    def _judge(self, certificate_id: str, number: int, who: str, action: str, why: str) -> None:
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            _statement(writer, certificate_id, number)
            said = statements_in(writer.entries_about(f"certificate:{certificate_id}"))
            disputed = any(s.kind == "dispute" and (s.shown if s.number != number else action == "show") for s in said)
            writer.note(certificate_id, action, {"statement": number, "why": why}, disputed=disputed)


def statements_in(entries: tuple[JournalEntry, ...]) -> tuple[Statement, ...]:
    """The disputes and replies among a certificate's journal entries, each with whether it is shown now."""
    decided = {int(e.payload["statement"]): e.action == "show" for e in entries if e.action in ("show", "hide")}
    return tuple(
        Statement(
            number=e.seq,
            certificate_id=e.subject.partition(":")[2],
            kind=e.action,
            who=e.actor,
            at=e.at,
            text=str(e.payload.get("text", "")),
            shown=decided.get(e.seq, bool(e.payload.get("shown", True))),
            path=str(e.payload.get("path", "")),
            waiting=e.seq not in decided and not e.payload.get("shown", True),
        )
        for e in entries
        if e.action in SPEAKING
    )


def _statement(reader: Reader, certificate_id: str, number: int) -> None:
    """Raises NotFound where the certificate, or its statement of that number, is not there."""
    reader.certificate(certificate_id)
    if number not in {said.number for said in statements_in(reader.entries_about(f"certificate:{certificate_id}"))}:
        raise NotFound(f"No statement has the number {number}.", where=certificate_id)


def _said(text: str, certificate_id: str) -> str:
    if not text.strip():
        raise RecordError("There is no text to record.", where=certificate_id, next_step="Say what is disputed or answered.")
    if len(text.strip()) > MOST_CHARACTERS:
        raise RecordError(f"The text is longer than {MOST_CHARACTERS} characters.", where=certificate_id, next_step="Say it shorter.")
    return text.strip()


def _open(certificate: Certificate) -> None:
    if certificate.state not in OPEN:
        raise RecordError(f"A certificate that is {certificate.state.value} takes no proposal.", where=certificate.id)
