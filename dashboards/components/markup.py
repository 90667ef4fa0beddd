"""HTML that cannot be broken by what it shows: text is escaped unless it already is `Html`."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Final


class Html(str):
    """Markup made here, safe to insert as it is."""

    __slots__ = ()


Child = str | int | None
_VOID: Final = frozenset({"br", "hr", "img", "input"})


def text(value: Child) -> Html:
    """`value` as markup: escaped, `Html` untouched, None as nothing."""
    if value is None:
        return Html("")
    return value if isinstance(value, Html) else Html(html.escape(str(value), quote=True))


def tag(name: str, *children: Child, **attributes: str | None) -> Html:
    """One element. Attribute names lose a trailing underscore (`class_`), others become hyphens; None leaves one out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(value, quote=True)}"' for key, value in attributes.items() if value is not None
    )
    inner = "".join(text(child) for child in children)
    return Html(f"<{name}{written}>" if name in _VOID else f"<{name}{written}>{inner}</{name}>")


def join(children: list[Html] | tuple[Html, ...], between: str = "") -> Html:
    """The elements one after another, with escaped text `between` them."""
    return Html(str(text(between)).join(children))


def link(label: Child, address: str, **attributes: str | None) -> Html:
    """A link inside the registry, or out of it (an address with a scheme opens a new tab; look.css draws the arrow that tells it)."""
    if "://" in address:
        if not address.startswith(("https://", "http://")):
            return text(label)
        return tag("a", label, href=address, target="_blank", rel="noopener noreferrer", **attributes)
    return tag("a", label, href=address, target="_self", **attributes)


def heading(words: str) -> Html:
    """A heading within a piece of markup, as the page's other headings look."""
    return tag("h2", words, class_="kr-heading")


def title(words: str) -> Html:
    """The title of a page as part of what stands under it."""
    return tag("h1", words)


def headed(over: Html | str, words: str) -> Html:
    """The title of a page under what it belongs to, in one piece."""
    return tag("div", tag("p", over, class_="kr kr-eyebrow"), title(words))


def stack(children: Iterable[Html]) -> Html:
    """One piece of markup in place of many elements of a page, as far from each other as they would stand: a page of few pieces is
    there sooner. What is empty takes no room.
    """
    return tag("div", *(child for child in children if child), class_="kr-stack")
