"""The right of reply: what brands, laboratories and others say about a figure, beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dashboards.components.markup import Html, join, tag
from dashboards.components.measurement import moment
from registry.services import Statement

KINDS: Final = {"dispute": "Disputed", "reply": "Reply"}


def replies(statements: Sequence[Statement]) -> Html:
    """The statements that a reviewer lets stand beside the figures; empty where there is none."""
    shown = [said for said in statements if said.shown]
    return tag("ul", join([_item(said) for said in shown]), class_="kr kr-findings") if shown else Html("")


def _item(said: Statement) -> Html:
    about = f" about {said.path}" if said.path else ""
    return tag("li", tag("strong", KINDS[said.kind]), f" by {said.who}, {moment(said.at)}{about}: ", said.text, class_="kr-warning")
