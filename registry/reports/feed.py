"""The Atom feed (RFC 4287) of what was published, newest first, and of what does not meet the rules."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final
from xml.etree import ElementTree as ET

from registry.model.evidence import Record

_ATOM: Final = "http://www.w3.org/2005/Atom"
_NAMESPACE: Final = uuid.UUID("6a1f5f0e-4f0b-5f0a-9f2c-7a1d3c5e8b10")


class Publication(Record):
    """One certificate as a feed tells it. `entry` is the hash of the journal entry that published it; `failing` names what is not met."""

    certificate_id: str
    entry: str
    at: datetime
    subject: str
    """Brand, product and lot."""
    laboratory: str
    panels: tuple[str, ...]
    failing: tuple[str, ...]


class Judging(Record):
    """Which rules decide what is called failing: their title, and the day of which they are in force."""

    rules: str
    on: date

    @property
    def sentence(self) -> str:
        return f"the rules of {self.rules} as of {self.on.isoformat()}"


def atom(
    publications: Sequence[Publication], *, registry: str, base: str, self_url: str, specimen: bool, judging: Judging, failing: bool
) -> bytes:
    """The feed's bytes. `registry` names this registry for good (its first journal entry), `base` is its address and ends in a slash."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    what = f"certificates that do not meet {judging.sentence}" if failing else "new certificates"
    _add(feed, "id", _id(f"{registry}:{self_url.rpartition('/')[2]}"))
    _add(feed, "title", f"{'SPECIMEN - ' if specimen else ''}Kratom Certificate Registry: {what}")
    _add(feed, "subtitle", f"Each judged by {judging.sentence}, for the sample tested. Published certificates are a chosen sample.")
    newest = max((p.at for p in publications), default=datetime.fromtimestamp(0, UTC))
    _add(feed, "updated", _moment(newest))
    _add(_add(feed, "author"), "name", "Kratom Certificate Registry")
    _add(feed, "link", rel="self", type="application/atom+xml", href=self_url)
    _add(feed, "link", rel="alternate", type="text/html", href=base)
    for publication in publications:
        _entry(feed, publication, base, judging, specimen=specimen)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ET.Element, p: Publication, base: str, judging: Judging, *, specimen: bool) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", _id(p.entry))
    said = f"{'Not met: ' if p.failing else ''}{p.subject}"
    _add(entry, "title", f"SPECIMEN - {said}" if specimen else said)
    _add(entry, "updated", _moment(p.at))
    _add(entry, "published", _moment(p.at))
    _add(
        entry,
        "link",
        rel="alternate",
        type="text/html",
        href=f"{base}certificate?id={p.certificate_id}{'&specimens=1' if specimen else ''}",
    )
    _add(entry, "category", term="failing" if p.failing else "new")
    tested = f"{p.laboratory or 'Laboratory not named'}; tested for {', '.join(p.panels) or 'nothing that is listed'}."
    none = "no result is found not to meet its limit; what was not tested is not known."
    judged = f"By {judging.sentence}: {'not met by the sample tested.' if p.failing else none}"
    _add(entry, "summary", " ".join([tested, judged, *p.failing]))


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, _name(name), attributes)
    element.text = None if text is None else "".join(c for c in text if c >= " ")
    return element


def _name(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _id(of: str) -> str:
    return uuid.uuid5(_NAMESPACE, of).urn


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
