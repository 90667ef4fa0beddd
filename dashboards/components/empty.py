"""An empty page that says what is missing and what to do about it."""

from __future__ import annotations

from dashboards.components.markup import Html, join, link, tag


def empty(title: str, *sentences: str, links: tuple[tuple[str, str], ...] = ()) -> Html:
    """A framed notice: `title`, what it means, and `links` as (label, address) to what can be done next."""
    ways = join([link(label, address) for label, address in links], " · ")
    return tag(
        "div",
        tag("h2", title),
        join([tag("p", sentence) for sentence in sentences]),
        tag("p", ways) if links else None,
        class_="kr kr-empty",
    )


def note(*sentences: str | Html) -> Html:
    """Something to know before reading on."""
    return tag("div", join([tag("p", sentence) for sentence in sentences]), class_="kr kr-note")
