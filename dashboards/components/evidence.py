"""The evidence viewer: a page of a certificate with the box of every value, beside the values."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import streamlit as st

from dashboards.readings import Mark, ValueRow

_HERE = Path(__file__).parent
_viewer = st.components.v2.component(
    "kratom_evidence",
    html='<div class="viewer"></div>',
    css=(_HERE / "evidence.css").read_text(encoding="utf-8"),
    js=(_HERE / "evidence.js").read_text(encoding="utf-8"),
)


def viewer(
    image: bytes,
    marks: tuple[Mark, ...],
    rows: tuple[ValueRow, ...],
    columns: tuple[str, ...],
    *,
    key: str,
    page: int,
    pages: int,
    alt: str,
    selected: str | None,
    on_select: Callable[[str], None],
    on_page: Callable[[int], None],
) -> None:
    """Draw `page` (a PNG) with its boxes beside the values; without rows the page stands alone.

    What the reader chooses is answered through `on_select` (a row's id) and `on_page`, before the page is drawn again.
    """

    def chosen(what: str, answer: Callable[[Any], None]) -> Callable[[], None]:
        return lambda: answer(st.session_state[key][what])

    _viewer(
        key=key,
        data={
            "image": "data:image/png;base64," + base64.b64encode(image).decode("ascii"),
            "alt": alt,
            "page": page,
            "pages": pages,
            "selected": selected,
            "columns": list(columns),
            "rows": [asdict(row) | {"cells": list(row.cells)} for row in rows],
            "boxes": [{"id": m.id, "label": m.label, "doubtful": m.doubtful, **m.box.model_dump()} for m in marks],
        },
        on_selected_change=chosen("selected", on_select),
        on_page_change=chosen("page", on_page),
    )
