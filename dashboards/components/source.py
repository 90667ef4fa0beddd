"""Where a number comes from, in one line: kind of evidence, laboratory, report, date, and the way to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from dashboards.components.markup import Html, join, link, tag, text
from dashboards.components.measurement import issued

KINDS: Final = {
    "vendor-supplied": "supplied by the vendor",
    "retail-bought": "bought at retail",
    "state-sampled": "sampled by a state",
    "research": "research sample",
    "unknown": "origin of the sample not stated",
    "specimen": "invented specimen",
}


def kind_name(kind: str) -> str:
    """How a sample came to be tested, as a heading."""
    said = KINDS.get(kind, kind)
    return said[:1].upper() + said[1:]


GRADES: Final = {"A": "read in the report itself", "B": "from a notice or abstract", "C": "second hand"}


def specimen_tag() -> Html:
    """The mark on everything invented."""
    return tag("span", "SPECIMEN, invented", class_="kr-tag kr-tag-specimen")


def line(
    laboratory: str,
    report_id: str,
    reported: date | datetime | None,
    kind: str,
    grade: str = "",
    address: str = "",
    label: str = "Open the certificate",
    *,
    specimen: bool = False,
) -> Html:
    """One source line. `address` is a page here or the publication's own; without one the line says so."""
    parts = [text(laboratory or "laboratory not named")]
    if report_id:
        parts.append(text(f"report {report_id}"))
    parts.append(text(issued(reported)))
    parts.append(text(KINDS.get(kind, kind)))
    if grade:
        parts.append(text(f"grade {grade}: {GRADES.get(grade[:1], 'not graded')}"))
    parts.append(link(label, address) if address else text("address not recorded"))
    return tag("span", specimen_tag() if specimen else None, " " if specimen else None, join(parts, " · "), class_="kr-source")
