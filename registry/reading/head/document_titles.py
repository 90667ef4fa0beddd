"""The title of a certificate or report, and what stands before or behind it on its line."""

from __future__ import annotations

import re
from typing import Final

from registry.reading.head.fields import load_fields, squeezed
from registry.reading.head.phrases import Phrase

_REPORT: Final = re.compile(
    r"report|certificat|\bcoa\b|protokol|bericht|zertifikat|informe|rapport|laporan|sertifikat|laudo|relat[oó]rio|sprawozdan|certifik|zpráva|zprava"
    r"|bulletin|atest|รายงาน",
    re.IGNORECASE,
)
ABOUT: Final = ("-", "–", "—", "for", "|")
"""Between a title and what it is about: "Certificate of Analysis - Green Malay"."""


def title_end(phrase: Phrase) -> int:
    """How many words of a phrase are the title of a certificate or report; 0 where it begins otherwise."""
    if not load_fields().may_begin_title(phrase.words[0].text):
        return 0
    titles = load_fields().titles
    words = [word.text for word in phrase.words[:6]]
    ends = (n for n in range(len(words), 0, -1) if squeezed(words[n - 1]) and squeezed("".join(words[:n])) in titles)
    end = next(ends, 0)
    return end if _REPORT.search(" ".join(words[:end])) else 0


def without_title(phrase: Phrase) -> str:
    """The text of a line before a dash and the document's title: "Ridge Labs - certificate of analysis"."""
    for n, word in enumerate(phrase.words[1:-1], start=1):
        if word.text in ABOUT and load_fields().is_title(" ".join(w.text for w in phrase.words[n + 1 :])):
            return " ".join(w.text for w in phrase.words[:n])
    return phrase.text


def says_report(label: str) -> bool:
    """Whether a label's words call what it numbers a report or a certificate, in any language."""
    return _REPORT.search(label) is not None
