"""What stands folded within an answer, and is open where its address says so."""

from __future__ import annotations

from collections.abc import Callable

from dashboards import address
from dashboards.components.markup import Html, link, stack, tag


def way(label: str, name: str, *, is_open: bool) -> Html:
    """The way under `label` to the same page with what `name` calls unfolded, or folded again where it is open."""
    where = address.here(**{name: None if is_open else "1"})
    return tag("div", link(label, f"{where}#{name}", aria_expanded="true" if is_open else "false", class_="kr-unfold"), class_="kr")


def unfolding(label: str, name: str, made: Callable[[], Html]) -> Html:
    """A way under `label` that unfolds what `made` gives, and folds it again, in place; `name` is what the address calls it.

    A field of Streamlit's would be drawn again with every message of its page.
    """
    is_open = bool(address.value(name))
    return tag("div", stack([way(label, name, is_open=is_open), *([made()] if is_open else [])]), id=name)
