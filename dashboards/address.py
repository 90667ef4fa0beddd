"""The address bar as the one memory of what a page shows: widgets take their value from it and write it back.

Streamlit's own binding replaces the entry in the browser's history and puts labels into the address; this pushes an entry
(so that back undoes a filter) and keeps keys.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

PARTS: Final = ("page", "verdicts", "certificates")
"""Names under which an address says which page of a long answer is on show: another question begins at its first."""


def value(name: str, default: str = "") -> str:
    """What the address says of `name`."""
    return str(st.query_params.get(name, default))


def values(name: str) -> list[str]:
    """Everything the address says of `name`, in order."""
    return [str(v) for v in st.query_params.get_all(name)]


def put(**changes: str | None) -> None:
    """Changes the address; None takes a name out."""
    for name, new in changes.items():
        if new:
            st.query_params[name] = new
        else:
            st.query_params.pop(name, None)


def _write(name: str, key: str, written: Callable[[Any], list[str]]) -> None:
    new = written(st.session_state[key])
    for part in PARTS:
        st.query_params.pop(part, None)
    if new:
        st.query_params[name] = new
    else:
        st.query_params.pop(name, None)


def _bound(name: str, current: object, written: Callable[[Any], list[str]]) -> dict[str, Any]:
    key = f"address:{name}"
    st.session_state[key] = current
    return {"key": key, "on_change": _write, "args": (name, key, written)}


def _one(default: str) -> Callable[[Any], list[str]]:
    return lambda chosen: [] if chosen in (None, "", default) else [str(chosen)]


def search(label: str, name: str, **options: Any) -> str:
    """A search field."""
    found = st.text_input(label, type="search", **_bound(name, value(name), _one("")), **options)
    return (found or "").strip()


def select(label: str, name: str, options: Sequence[str], *, default: str | None = None, **more: Any) -> str:
    """One of `options` (keys); the first, or `default`, where the address names none of them."""
    fallback = default if default is not None and default in options else options[0]
    current = value(name)
    chosen: str | None = st.selectbox(label, options, **_bound(name, current if current in options else fallback, _one(fallback)), **more)
    return chosen or fallback


def segments(label: str, name: str, options: Sequence[str], **more: Any) -> str:
    """One of a few `options` (keys), all in sight; the first where the address names none."""
    current = value(name)
    bound = _bound(name, current if current in options else options[0], _one(options[0]))
    chosen = st.segmented_control(label, options, required=True, **bound, **more)
    return str(chosen or options[0])


def among(name: str, options: Container[str]) -> tuple[str, ...]:
    """What the address says of `name`, without what is no option: what `several` answers, where its field is not on the page."""
    return tuple(v for v in values(name) if v in options)


def several(label: str, name: str, options: Sequence[str], **more: Any) -> tuple[str, ...]:
    """Any of `options` (keys)."""
    current = list(among(name, options))
    return tuple(st.multiselect(label, options, **_bound(name, current, lambda picked: [str(p) for p in picked]), **more))


def day_asked(name: str, default: date | None = None) -> date | None:
    """The day that the address names, written as YYYY-MM-DD, or `default`."""
    try:
        return date.fromisoformat(value(name))
    except ValueError:
        return default


def day(label: str, name: str, default: date | None, **more: Any) -> date | None:
    """A day, written as YYYY-MM-DD in the address."""
    current = day_asked(name, default)
    bound = _bound(name, current, lambda chosen: [] if chosen in (None, default) else [chosen.isoformat()])
    chosen = st.date_input(label, format="YYYY-MM-DD", **bound, **more)
    return chosen if isinstance(chosen, date) else None


def number(label: str, name: str, default: float, least: float, most: float, step: float, **more: Any) -> float:
    """A number between `least` and `most`."""
    try:
        current = min(most, max(least, float(value(name))))
    except ValueError:
        current = default
    bound = _bound(name, current, lambda chosen: [] if chosen in (None, default) else [f"{chosen:g}"])
    chosen = st.number_input(label, min_value=least, max_value=most, step=step, **bound, **more)
    return default if chosen is None else float(chosen)
