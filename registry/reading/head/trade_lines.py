"""Lines in smaller print between a business' name and its address: of what trade it is, since when, in whose trust."""

from __future__ import annotations

from typing import Final

from registry.reading.head.addresses import is_address
from registry.reading.head.businesses import COMPANY, like_a_name, says_kind, says_laboratory
from registry.reading.head.labels import TaggedPage
from registry.reading.head.phrases import Phrase

_MOST_LINES: Final = 3
"""Lines of smaller print between a name and its address: of what trade the business is, since when."""
_LARGER: Final = 1.1
"""So many times as large as its trade is a name set."""
_UPPER: Final = 0.16
"""Share of page one's height in which a letterhead stands."""


def heads_address(page: TaggedPage, name: Phrase) -> bool:
    """Whether an address stands under a line, or under lines of smaller print below it, and no laboratory in larger print over it."""
    above = page.grid.above(name, pitch=1.8)
    if above is not None and above.size > _LARGER * name.size and says_laboratory(above.text) and like_a_name(above.text):
        return False
    line = page.grid.below(name)
    for _ in range(_MOST_LINES):
        if line is None or is_address(line.text):
            return line is not None
        if line.size * _LARGER > name.size:
            return False
        line = page.grid.below(line)
    return False


def business_over(page: TaggedPage, trade: Phrase) -> Phrase | None:
    """The business of some form in larger print right over a line at the head of page one that says of its trade and nothing else."""
    above = page.grid.above(trade, pitch=1.8)
    if above is None or above.size <= _LARGER * trade.size or trade.baseline > _UPPER * page.grid.page.height:
        return None
    formed = COMPANY.search(above.text) or COMPANY.search(above.text.title())
    named = formed is not None and like_a_name(above.text) and not is_address(above.text) and not page.is_label(above)
    plain = all(word.islower() or word.isdigit() or says_kind(word) for word in trade.text.split())
    return above if named and plain and not says_laboratory(above.text) else None
