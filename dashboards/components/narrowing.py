"""Ways that narrow a list: the choices of each facet with their counts, and what is chosen, to take out again.

Links and no fields: each choice is in sight and has an address, and a page of few fields answers sooner.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboards import address
from dashboards.components.markup import Html, heading, join, link, stack, tag
from dashboards.components.unfolding import unfolding
from registry.services import FacetCount

IN_SIGHT: Final = 8
"""Choices of a facet that are not folded, those of most certificates first."""
LISTED: Final = 50
"""Choices of a facet that are listed at all; whoever wants another one searches for it."""


@dataclass(frozen=True, slots=True)
class Facet:
    """What a list can be narrowed by: its `name` in the address, its `label`, its `choices`, most frequent first, and the keys `chosen`."""

    name: str
    label: str
    choices: Sequence[FacetCount]
    chosen: Sequence[str]

    @property
    def unfolded(self) -> str:
        """What the address calls the rest of its choices."""
        return f"more-{self.name}"

    @property
    def listed(self) -> list[FacetCount]:
        """The choices with most certificates, and all that are chosen."""
        found = {choice.value: choice for choice in self.choices}
        chosen = (found.get(key, FacetCount(key, key, 0)) for key in self.chosen)
        return list(dict.fromkeys((*self.choices[:LISTED], *chosen)))

    def turned(self, key: str) -> list[str]:
        """What is chosen once `key` is chosen as well, or no longer."""
        return [value for value in self.chosen if value != key] if key in self.chosen else [*self.chosen, key]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The `facets` of a list that `begins` at a place on its page."""

    facets: Sequence[Facet]
    begins: str

    def choices(self) -> Html:
        """Every facet with a choice, as lists of links."""
        shown = [self._facet(facet) for facet in self.facets if facet.listed]
        return tag("nav", heading("Narrow down"), *shown, class_="kr kr-narrow", aria_label="Narrow down") if shown else Html("")

    def chosen(self) -> Html:
        """What the list is narrowed to, each to be taken out again; nothing where it is whole."""
        chosen = [(facet, choice) for facet in self.facets for choice in facet.listed if choice.value in facet.chosen]
        if not chosen:
            return Html("")
        ways = [
            link(
                f"{f.label}: {c.label}",
                self._address({f.name: f.turned(c.value)}),
                rel="nofollow",
                aria_label=f"Remove {f.label}: {c.label}",
            )
            for f, c in chosen
        ]
        if len(ways) > 1:
            ways.append(link("Remove all", self._address({facet.name: () for facet in self.facets}), rel="nofollow"))
        return tag("p", *ways, class_="kr kr-small kr-chosen")

    def _facet(self, facet: Facet) -> Html:
        name, listed = f"narrow-{facet.name}", facet.listed
        most = IN_SIGHT if len(listed) > IN_SIGHT + 2 else len(listed)  # to unfold one or two is more work than to pass them
        sight = [choice for number, choice in enumerate(listed) if number < most or choice.value in facet.chosen]
        rest = [choice for choice in listed if choice not in sight]
        said = [tag("h3", facet.label, id=name), self._list(facet, sight)]
        if rest:
            said.append(self._unfolding(facet, rest))
        return join(said)

    def _unfolding(self, facet: Facet, rest: Sequence[FacetCount]) -> Html:
        beyond = len(facet.choices) > LISTED
        found = tag("p", "The others are found by the search.", class_="kr kr-small kr-soft") if beyond else Html("")
        return unfolding(
            f"The next {len(rest)}" if beyond else f"{len(rest)} more",
            facet.unfolded,
            lambda: stack([self._list(facet, rest), found]),
        )

    def _list(self, facet: Facet, choices: Sequence[FacetCount]) -> Html:
        items = [
            link(
                join([tag("span", choice.label), tag("span", choice.count)], " "),
                self._address({facet.name: facet.turned(choice.value)}),
                rel="nofollow",
                id=f"{facet.name}:{choice.value}",
                aria_current="true" if choice.value in facet.chosen else None,
            )
            for choice in choices
        ]
        return tag("ul", *(tag("li", item) for item in items), aria_labelledby=f"narrow-{facet.name}")

    def _address(self, changes: Mapping[str, Sequence[str]]) -> str:
        """Of the list with `changes`, which is another one and begins at its first page."""
        return f"{address.here(**dict.fromkeys(address.PARTS), **changes)}#{self.begins}"
