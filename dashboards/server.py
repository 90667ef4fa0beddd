"""The dashboard with what programs fetch beside it, in one process: the feed, whole tables, and a sign of health."""

from __future__ import annotations

import logging
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, get_args

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboards import warming
from registry.errors import NotFound, RegistryError, RulePackError
from registry.services import BulkKind, BulkSubject, Registry

MEDIA: Final[dict[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "schema.json": "application/schema+json",
}


@cache
def registry() -> Registry:
    """The registry that the settings name, opened once."""
    return Registry(tell=logging.getLogger("kratom_registry.dashboard").warning)


def feed(request: Request) -> Response:
    """Atom of the newest certificates; ``?failing=1`` those that do not meet the rules, ``?specimens=1`` the invented ones.

    ``?rules=US-CO&date=2026-11-01`` chooses the rule pack that judges and the day of which it is in force.
    """
    asked = request.query_params
    try:
        on = date.fromisoformat(asked["date"]) if asked.get("date") else None
    except ValueError:
        return PlainTextResponse("The date is no day. Write it as 2026-11-01.", status_code=400)
    chosen = {"specimen": asked.get("specimens") == "1", "failing": asked.get("failing") == "1"}
    content = registry().feed(str(request.base_url), rules=asked.get("rules") or None, on=on, **chosen)
    return Response(content, media_type="application/atom+xml", headers={"Cache-Control": "max-age=300"})


def table(request: Request) -> Response:
    """``/data/results.csv``: a whole table, results, claims or journal, of published data; ``?specimens=1`` of the invented set."""
    subject, _, kind = request.path_params["name"].partition(".")
    if subject not in get_args(BulkSubject) or kind not in get_args(BulkKind):
        known = ", ".join(f"{s}.{k}" for s in get_args(BulkSubject) for k in get_args(BulkKind))
        return PlainTextResponse(f"There is no such table. There are {known}.", status_code=404)
    path = registry().bulk_file(subject, kind, specimen=request.query_params.get("specimens") == "1")
    return FileResponse(path, media_type=MEDIA[kind], filename=path.name)


def health(_: Request) -> Response:
    """Whether the registry answers, and its state."""
    state = registry().state()
    return JSONResponse({"status": "ok", "version": state.version, "journal_entries": state.entries, "journal_head": state.head})


def unable(_: Request, error: Exception) -> Response:
    """A sentence instead of a traceback."""
    return PlainTextResponse(str(error), status_code=404 if isinstance(error, NotFound | RulePackError) else 503)


warming.begin()
app = st.App(
    Path(__file__).with_name("app.py"),
    routes=[Route("/feed.atom", feed), Route("/data/{name}", table), Route("/health", health)],
    exception_handlers={RegistryError: unable},
)
