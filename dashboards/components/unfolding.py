"""What stands folded within an answer, and is open where its address says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dashboards import address, links
from dashboards.components.markup import Html, link, stack, tag


def unfolding(
    label: str, name: str, place: str, kept: Mapping[str, Sequence[str]], made: Callable[[], Html], *, specimen: bool = False
) -> Html:
    """A way under `label` that unfolds what `made` gives, and folds it again, in place; `name` is what the address calls it.

    `kept` is the rest of the address of `place`. A field of Streamlit's would be drawn again with every message of its page.
    """
    is_open = bool(address.value(name))
    where = links.address(place, specimen=specimen, **{**kept, name: None if is_open else "1"})
    way = link(label, f"{where}#{name}", aria_expanded="true" if is_open else "false", class_="kr-unfold")
    return tag("div", stack([tag("p", way, class_="kr"), *([made()] if is_open else [])]), id=name)
