"""How invented data looks: a hatched violet frame round the whole page and a banner that says so."""

from __future__ import annotations

from typing import Final

from dashboards.components.markup import Html, tag

FRAME: Final = """
.stMain { border-left: 10px solid transparent; border-image: repeating-linear-gradient(135deg, #6d3fa0 0 8px, #c6aef2 8px 16px) 10; }
"""


def banner() -> Html:
    """Says that everything on the page is invented; it heads every page while specimens are on show."""
    words = " Every brand, product, laboratory and number on this page is invented, to try the registry on. Switch it off in the menu."
    return tag("div", tag("strong", "SPECIMEN DATA."), words, class_="kr kr-banner", role="status")
