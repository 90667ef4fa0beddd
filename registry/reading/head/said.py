"""Names in the sentences that say whose certificate it is: who tested, who must be asked before it is copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_NAME: Final = r"([A-ZÀ-Ž0-9][\w&.'-]*(?: (?:of|and|&|[A-ZÀ-Ž0-9][\w&.'-]*)){0,5}(?:, (?:LLC|Inc|Ltd|Corp|GmbH|s\.r\.o)\.?)?)"
_INDEPENDENT: Final = r"independent|third[- ]party|accredited|contract|external|outside|qualified|commercial"
_TESTED_BY: Final = (
    # "an independent laboratory: X Laboratories, Inc., report 12"; the line may break before "laboratory"
    re.compile(rf"(?i:(?:^|\b(?:{_INDEPENDENT}) )(?:testing )?laborator(?:y|ies)(?: named| called)?[:,(]?) \(?{_NAME}"),
    re.compile(
        r"(?i:\b(?:tested|analy[sz]ed|testing|analysis) (?:was |were )?(?:performed |carried out |done |conducted )?(?:at|by)) (?:the )?"
        rf"{_NAME}"
    ),
)
_SAID: Final = (
    re.compile(rf"(?:tested|performed|issued|prepared|analy[sz]ed) by (?:the )?{_NAME}"),
    re.compile(rf"(?:(?:approval|permission|consent)(?: of|,? from)|established by) (?:the )?{_NAME}"),
    re.compile(
        rf"(?:^\W*|\. ){_NAME} (?:is (?:an?|accredited|certified|ISO)\b|makes no|can provide|does not|certif|may use|shall not|reserves"
        r"|assumes no|warrants|operates)"
    ),
    re.compile(rf"(?:©|\(c\)|[Cc]opyright)\s*(?:\d{{4}})?\s*{_NAME}"),
)
_FORM: Final = re.compile(r", (?:Inc|Ltd|Corp|s\.r\.o)\.$")
_GOES_ON: Final = re.compile(r"\s+(?:using|all|may|can|is|are|for|in|under|certification|certificate|report)\b", re.IGNORECASE)


def names_said(sentence: str) -> Iterator[tuple[str, bool]]:
    """The names that a sentence gives for the laboratory, each with whether it says outright that this one tested."""
    for patterns, surely in ((_TESTED_BY, True), (_SAID, False)):
        for pattern in patterns:
            for match in pattern.finditer(sentence):
                name = _GOES_ON.split(match[1])[0].rstrip(" ,;")
                yield name if _FORM.search(name) else name.rstrip("."), surely
