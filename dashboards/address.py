"""The address bar as the one memory of what a page shows: widgets take their value from it and write it back.

Streamlit's own binding replaces the entry in the browser's history and puts labels into the address; this pushes an entry
(so that back undoes a filter) and keeps keys.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboards import links
from dashboards.components.markup import tag

PARTS: Final = ("page", "part", "measured", "verdicts", "certificates")
"""Names under which an address says which page of a long answer is on show: another question begins at its first."""
MEANT: Final = 20
"""Choices that a word may mean which is typed into a field: of more, nobody meant all."""


def value(name: str, default: str = "") -> str:
    """What the address says of `name`."""
    return str(st.query_params.get(name, default))


def values(name: str) -> list[str]:
    """Everything the address says of `name`, in order."""
    return [str(v) for v in st.query_params.get_all(name)]


def asked() -> dict[str, list[str]]:
    """Everything the address says, and which set of data is on show, which a session may know by itself."""
    found = {name: values(name) for name in st.query_params}
    return {**found, "specimens": ["1"]} if st.session_state.get("specimens") else found


def here(**changes: str | int | Sequence[str] | None) -> str:
    """The address of this page with `changes`, the rest of it as it stands; None takes a name out."""
    found: dict[str, Any] = {**asked(), **changes}
    return links.address("", **found) or "?"


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


def _bound(
    name: str, current: object, written: Callable[[Any], list[str]], begins: Mapping[str, Any], said: object = None
) -> dict[str, Any]:
    """How a widget is tied to the address: it `begins` with the `current` value. It is told the value anew only where it shows another
    one (after the browser's back, say) or where choices are called otherwise (`said`): a widget that is told draws itself once more.
    """
    key, told = f"address:{name}", f"address:{name}:said"
    renamed = bool(current) and st.session_state.get(told) != said  # what shows nothing shows no old name
    if key in st.session_state and (st.session_state[key] != current or renamed):
        st.session_state[key] = current
        begins = {}
    st.session_state[told] = said
    return {"key": key, "on_change": _write, "args": (name, key, written), **begins}


def _one(default: str) -> Callable[[Any], list[str]]:
    return lambda chosen: [] if chosen in (None, "", default) else [str(chosen)]


def search(label: str, name: str, **options: Any) -> str:
    """A search field."""
    current = value(name)
    found = st.text_input(label, type="search", **_bound(name, current, _one(""), {"value": current}), **options)
    return (found or "").strip()


def select(
    label: str, name: str, options: Sequence[str], *, default: str | None = None, format_func: Callable[[str], str] = str, **more: Any
) -> str:
    """One of `options` (keys); the first, or `default`, where the address names none of them."""
    fallback = default if default is not None and default in options else options[0]
    asked = value(name)
    current = asked if asked in options else fallback
    bound = _bound(name, current, _one(fallback), {"index": options.index(current)}, [format_func(key) for key in options])
    chosen: str | None = st.selectbox(label, options, format_func=format_func, **bound, **more)
    return chosen or fallback


def segments(label: str, name: str, options: Sequence[str], **more: Any) -> str:
    """One of a few `options` (keys), all in sight; the first where the address names none."""
    asked = value(name)
    current = asked if asked in options else options[0]
    bound = _bound(name, current, _one(options[0]), {"default": current})
    chosen = st.segmented_control(label, options, required=True, **bound, **more)
    return str(chosen or options[0])


def among(name: str, options: Container[str]) -> tuple[str, ...]:
    """What the address says of `name`, without what is no option: what `several` answers, where its field is not on the page."""
    return tuple(v for v in values(name) if v in options)


def several(
    label: str,
    name: str,
    options: Sequence[str],
    beyond: Callable[[str], Sequence[str]] | None = None,
    *,
    format_func: Callable[[str], str] = str,
    **more: Any,
) -> tuple[str, ...]:
    """Any of `options` (keys). Where `beyond` is given, the field takes what is typed too: it answers with the keys that may be meant."""
    current, listed, missed = list(among(name, options)), frozenset(options), f"address:{name}:missed"

    def written(picked: Sequence[str]) -> list[str]:
        keys: dict[str, None] = {}
        for choice in picked:
            meant = [choice] if choice in listed or beyond is None else beyond(choice)
            if 0 < len(meant) <= MEANT:
                keys |= dict.fromkeys(meant)
            else:
                st.session_state[missed] = choice
        return list(keys)

    def said(key: str) -> str:
        return format_func(key) if key in listed else key  # what is typed is called so until its keys are found

    bound = _bound(name, current, written, {"default": current}, [said(key) for key in options])
    if beyond is not None:
        more |= {"accept_new_options": True, "select_all": False}  # what is listed is not all
    chosen = tuple(st.multiselect(label, options, format_func=said, **bound, **more))
    if typed := st.session_state.pop(missed, None):
        st.html(tag("p", f"“{typed}” is in no name here, or in too many: type more of a name.", class_="kr kr-small"))
    return chosen


def day_asked(name: str, default: date | None = None) -> date | None:
    """The day that the address names, written as YYYY-MM-DD, or `default`."""
    try:
        return date.fromisoformat(value(name))
    except ValueError:
        return default


def day(label: str, name: str, default: date | None, **more: Any) -> date | None:
    """A day, written as YYYY-MM-DD in the address."""
    current = day_asked(name, default)
    bound = _bound(name, current, lambda chosen: [] if chosen in (None, default) else [chosen.isoformat()], {"value": current})
    chosen = st.date_input(label, format="YYYY-MM-DD", **bound, **more)
    return chosen if isinstance(chosen, date) else None


def number(label: str, name: str, default: float, least: float, most: float, step: float, **more: Any) -> float:
    """A number between `least` and `most`."""
    try:
        current = min(most, max(least, float(value(name))))
    except ValueError:
        current = default
    bound = _bound(name, current, lambda chosen: [] if chosen in (None, default) else [f"{chosen:g}"], {"value": current})
    chosen = st.number_input(label, min_value=least, max_value=most, step=step, **bound, **more)
    return default if chosen is None else float(chosen)
