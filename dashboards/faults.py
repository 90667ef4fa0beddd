"""What a reader sees when something goes wrong: a sentence and a code to report, never a traceback; the work is kept."""

from __future__ import annotations

import functools
import hashlib
import logging
import traceback
from collections.abc import Callable

import streamlit as st

from dashboards.components.markup import Html, join, link, tag
from registry.errors import NotFound, RegistryError

logger = logging.getLogger("kratom_registry.dashboard")


def fault_code(error: BaseException) -> str:
    """A short code that is the same each time the same line fails in the same way, and stands in the log with the traceback."""
    last = traceback.extract_tb(error.__traceback__)[-1] if error.__traceback__ else None
    place = f"{type(error).__name__}:{last.name}:{last.lineno}" if last else type(error).__name__
    return "F-" + hashlib.sha256(place.encode()).hexdigest()[:8].upper()


def show(error: RegistryError) -> None:
    """One of our own errors in words: what happened, where, and what to do next."""
    if isinstance(error, NotFound):
        _not_found(error)
        return
    where = tag("p", error.where, class_="kr-soft kr-small") if error.where else Html("")
    step = tag("p", error.next_step) if error.next_step else Html("")
    code = tag("p", f"Code: {error.code}", class_="kr-soft kr-small")
    st.html(tag("div", tag("h2", "That did not work"), tag("p", error.what), where, step, code, class_="kr kr-empty", role="alert"))


def _not_found(error: NotFound) -> None:
    """An address that leads to nothing is mended by a search: what else the error proposes needs a list that is not on the page."""
    st.title("Not in this registry", anchor=False)
    ways = join([link("Search the registry", "./"), link("All certificates", "browse"), link("Look up a lot", "lot")], " · ")
    code = tag("p", f"Code: {error.code}", class_="kr-soft kr-small")
    said = "The address may be old or mistyped, or what it names is in another registry."
    st.html(tag("div", tag("p", error.what), tag("p", said), tag("p", ways), code, class_="kr kr-empty", role="alert"))


def guarded(page: Callable[[], None]) -> Callable[[], None]:
    """The page as the navigation takes it: an error becomes a notice on it, and what a reader changes on it runs the page again and
    nothing around it (a fragment), which answers in a third of the time.
    """

    @st.fragment
    @functools.wraps(page)
    def shown() -> None:
        try:
            page()
        except RegistryError as error:
            show(error)
        except Exception as error:
            code = fault_code(error)
            logger.exception("fault %s", code)
            _fault(code)

    return shown


def _fault(code: str) -> None:
    body = (
        "Nothing that was saved is lost: drafts, corrections and files live in the registry, not on this page. "
        "Load the page again, or report the code."
    )
    st.html(
        tag(
            "div",
            tag("h2", "This page has a fault"),
            tag("p", body),
            tag("p", f"Code: {code}", class_="kr-num"),
            class_="kr kr-empty",
            role="alert",
        )
    )
