"""Reports to take along: one button for each kind of file, made on click with a sign that it is being made, then offered to save."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

import streamlit as st

from dashboards import session
from dashboards.components.folded import folded
from dashboards.components.markup import tag
from registry.errors import RegistryError
from registry.services import DEFAULT_RULES, Filters, Progress, ProgressReport, ReportKind

KINDS: Final[dict[ReportKind, tuple[str, str]]] = {
    "pdf": ("PDF", "application/pdf"),
    "xlsx": ("Excel (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv"),
    "html": ("web page (HTML)", "text/html"),
    "zip": ("data package (ZIP)", "application/zip"),
}
Make = Callable[[ReportKind, ProgressReport], bytes]
SAID: Final = (
    "The report holds these figures with their methods, sources and date, and the registry's state hash. Anybody can check one under "
    "Data: the registry makes it again and compares."
)


def offer(analyte: str, filters: Filters, tolerance: str) -> None:
    """The comparison on show."""
    _buttons(
        f"comparison-{analyte}",
        (analyte, filters.model_dump_json(), tolerance),
        lambda kind, heard: session.registry().report(kind, analyte, filters, tolerance=tolerance, progress=heard),
        specimen=filters.specimen,
    )


def offer_certificate(certificate_id: str, *, specimen: bool) -> None:
    """One certificate, as printed."""
    _buttons(
        f"certificate-{certificate_id}",
        (certificate_id,),
        lambda kind, heard: session.registry().certificate_report(certificate_id, kind, progress=heard),
        specimen=specimen,
    )


def offer_product(product: str, *, specimen: bool) -> None:
    """Everything about one product, judged by the rules that a page begins with."""
    rules = dict(session.registry().rule_packs())[DEFAULT_RULES]
    _buttons(
        f"product-{product.replace('/', '-')}",
        (product,),
        lambda kind, heard: session.registry().product_report(product, kind, progress=heard),
        specimen=specimen,
        more=f" Lots, labels, measurements, doses, findings and evidence; verdicts by the rules of {rules}, as of today.",
    )


def offer_verdicts(pack: str, on: date, grams: float, filters: Filters) -> None:
    """The verdicts on show."""
    _buttons(
        f"verdicts-{pack}",
        (pack, str(on), str(grams), filters.model_dump_json()),
        lambda kind, heard: session.registry().contaminant_report(pack, kind, filters, on=on, grams_per_day=grams, progress=heard),
        specimen=filters.specimen,
    )


def _buttons(name: str, question: tuple[str, ...], make: Make, *, specimen: bool, more: str = "") -> None:
    """`question` tells one report from another: a file is offered only beside the question that it answers, on the state it was made of."""
    if folded("Take it with you as PDF, Excel, CSV, web page or data package", "report"):
        _choices(name, question, make, specimen=specimen, more=more)


@st.fragment  # a page whose reports nobody asks for carries no more than the fold
def _choices(name: str, question: tuple[str, ...], make: Make, *, specimen: bool, more: str) -> None:
    st.html(tag("p", SAID, more, class_="kr kr-soft"))
    asked = (name, *question, session.token())
    with st.container(horizontal=True):
        for kind, (called, _) in KINDS.items():
            if st.button(f"Make the {called}", key=f"make:{name}:{kind}"):
                _make(kind, make, asked, f"{'SPECIMEN-' if specimen else ''}kratom-{name}-{datetime.now(UTC):%Y-%m-%d}.{kind}")
    ready: dict[str, Any] | None = st.session_state.get("report")
    if ready is not None and ready["asked"] == asked:
        called, mime = KINDS[ready["kind"]]
        size = f"{len(ready['content']) / 1000:,.0f} kB".replace(",", "\u202f")
        st.download_button(
            f"Save the {called} report ({size})",
            ready["content"],
            file_name=ready["file_name"],
            mime=mime,
            type="primary",
            on_click="ignore",
        )


def _make(kind: ReportKind, make: Make, asked: tuple[str, ...], file_name: str) -> None:
    called = f"Making the {KINDS[kind][0]} report"
    bar = st.progress(0.0, text=f"{called} …")

    def heard(progress: Progress) -> None:
        bar.progress(progress.done / progress.total, text=f"{called}: step {progress.done} of {progress.total} done. {progress.name}.")

    try:
        content = make(kind, heard)
    except RegistryError as error:
        st.error(str(error))
        return
    finally:
        bar.empty()
    st.session_state["report"] = {"asked": asked, "kind": kind, "content": content, "file_name": file_name}
