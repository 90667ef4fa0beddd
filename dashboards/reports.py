"""The download of a comparison report: made on click, with a sign that it is being made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from dashboards import session
from dashboards.components.markup import tag
from registry.errors import RegistryError
from registry.services import Filters, ReportKind

KINDS: Final[dict[ReportKind, tuple[str, str]]] = {
    "pdf": ("PDF", "application/pdf"),
    "xlsx": ("Excel (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv"),
    "html": ("web page (HTML)", "text/html"),
    "zip": ("data package (ZIP)", "application/zip"),
}


@st.fragment
def offer(analyte: str, filters: Filters, tolerance: str) -> None:
    """One button for each kind of file; the file is made when it is asked for, and then offered to save."""
    st.subheader("Take it with you", anchor=False)
    said = (
        "The report holds these figures with their methods, sources and date, and the registry's state hash, so that anybody can check it."
    )
    st.html(tag("p", said, class_="kr kr-soft"))
    selection = (analyte, filters.model_dump_json(), tolerance, session.token())
    with st.container(horizontal=True):
        for kind, (name, _) in KINDS.items():
            if st.button(f"Make the {name}", key=f"make:{kind}"):
                _make(kind, analyte, filters, tolerance, selection)
    made = st.session_state.get("report")
    if made is not None and made["selection"] == selection:
        name, mime = KINDS[made["kind"]]
        st.download_button(
            f"Save the {name} report", made["content"], file_name=made["file_name"], mime=mime, type="primary", on_click="ignore"
        )


def _make(kind: ReportKind, analyte: str, filters: Filters, tolerance: str, selection: tuple[str, ...]) -> None:
    with st.spinner(f"Making the {KINDS[kind][0]} report …", show_time=True):
        try:
            content = session.registry().report(kind, analyte, filters, tolerance=tolerance)
        except RegistryError as error:
            st.error(str(error))
            return
    stamp = datetime.now(UTC).strftime("%Y-%m-%d")
    prefix = "SPECIMEN-" if filters.specimen else ""
    st.session_state["report"] = {
        "selection": selection,
        "kind": kind,
        "content": content,
        "file_name": f"{prefix}kratom-comparison-{analyte}-{stamp}.{kind}",
    }
