"""One certificate: its values beside the page they stand on, what was noticed, and what was decided about it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import streamlit as st

from dashboards import address, amendments, certificates, links, photographs, readings, reports, session, speaking, verdicts
from dashboards.components import evidence
from dashboards.components.empty import empty
from dashboards.components.markup import headed, join, link, stack, tag
from dashboards.components.reply import replies
from dashboards.components.result_table import table
from registry.model.certificate import Certificate, State
from registry.model.evidence import DisplayRight
from registry.model.findings import Finding, Severity
from registry.services import Filters

FEW: Final = 3
"""Kinds of notes that are shown without being asked for."""
NOT_PASSED_ON: Final = {
    DisplayRight.LINK_ONLY: "The file may be linked to, not passed on.",
    DisplayRight.WITHHELD: "The file is withheld: its history says since when, by whom and why. Its results stay.",
}


def show() -> None:
    certificate_id = address.value("id")
    if not certificate_id:
        st.title("Certificate", anchor=False)
        st.html(empty("Which certificate?", "The address names none.", links=(("All certificates", links.address("browse")),)))
        return
    certificate = session.certificate(session.token(), certificate_id)
    session.match_set(specimen=certificate.invented)
    _head(certificate)
    _values(certificate)
    amendments.show(certificate)
    _findings(certificate)
    _verdicts(certificate)
    photographs.show(certificate)
    _record(certificate)
    reports.offer_certificate(certificate.id, specimen=certificate.invented)


@st.cache_data(max_entries=500, show_spinner=False)
def _house(token: str, certificate_id: str, *, specimen: bool) -> str:
    """The laboratory's name in the registry, "" where none is named."""
    del token
    found = session.registry().search("", Filters(specimen=specimen, certificates=(certificate_id,), states=()), size=1).rows
    return found[0].laboratory if found else ""


def _head(certificate: Certificate) -> None:
    names = session.subject_names(session.token(), certificate.id)
    summary = certificates.summary(certificate, names, _house(session.token(), certificate.id, specimen=certificate.invented))
    st.html(join([headed("Certificate of analysis", names.product or certificates.printed_product(certificate)), summary]))
    if certificate.state is not State.PUBLISHED:
        st.html(certificates.standing(certificate, session.registry().history(certificate.id)))
    chain = certificates.versions(session.registry().versions(certificate.id), certificate)
    heard = replies(session.registry().statements(certificate.id))
    for part in (chain, heard):
        if part:
            st.html(part)


def _values(certificate: Certificate) -> None:
    draft = certificate.current
    reviewed = frozenset(correction.path for correction in certificate.corrections)
    if not certificates.has_pages(certificate):
        st.subheader("Results as published", anchor=False)
        st.html(certificates.plain_table(certificate, lit=address.value("value")))
        return
    st.subheader("Values and the page they stand on", anchor=False)
    if certificate.source.display is DisplayRight.LINK_ONLY:
        st.html(certificates.plain_table(certificate, lit=address.value("value")))
        return
    how = (
        "Choose a value to see where it was read, or a box to see its value; the address then leads to that very value. "
        "With the page in focus, + and − change its size."
    )
    st.html(tag("p", how, class_="kr kr-soft kr-small"))
    selected = address.value("value") or None
    page = certificates.page_shown(draft, selected, address.value("page"))
    evidence.viewer(
        session.page_image(certificate.id, page),
        readings.marks(draft, page, reviewed),
        readings.published_rows(draft, reviewed, readings.changes(certificate.corrections)),
        readings.COLUMNS,
        key=f"viewer:{certificate.id}",
        page=page,
        pages=max(1, draft.pages),
        alt=f"Page {page} of the certificate {certificates.file_name(certificate)}",
        selected=selected,
        on_select=lambda row: address.put(value=row, page=None),
        on_page=lambda turned: address.put(page=str(turned), value=None),
    )


@st.cache_data(max_entries=500, show_spinner=False)
def _health(token: str, certificate_id: str, today: date) -> tuple[Finding, ...]:
    """What was noticed in reading, and what the certificate lacks or leaves open on that day."""
    del token
    return session.registry().health(certificate_id, today)


def _findings(certificate: Certificate) -> None:
    st.subheader("What was noticed", anchor=False)
    found = _health(session.token(), certificate.id, datetime.now(UTC).date())
    grave = [finding for finding in found if finding.severity is not Severity.NOTE]
    notes = [finding for finding in found if finding.severity is Severity.NOTE]
    if grave:
        st.html(certificates.findings(grave))
    else:
        st.html(tag("p", "Nothing that stands against relying on it was noticed.", class_="kr"))
    if notes:
        kinds = len({finding.code for finding in notes})
        with st.expander(f"{kinds} more {'thing' if kinds == 1 else 'things'} worth knowing: what it leaves open", expanded=kinds <= FEW):
            st.html(certificates.findings(notes))
    st.html(tag("p", "Each of these may have an honest cause; none is an accusation.", class_="kr kr-small kr-soft"))
    _beside(certificate)


@st.fragment
def _beside(certificate: Certificate) -> None:
    """What is seen beside all other certificates; asked for, because it reads them all."""
    if not st.button(
        "Hold it beside all other certificates", help="The same file, report number, numbers or picture where none is expected."
    ):
        return
    with st.spinner("Holding it beside the others …", show_time=True):
        seen = session.registry().cross_findings(certificate=certificate.id)
    if seen:
        st.html(certificates.beside(seen, certificate.id, specimen=certificate.invented))
    else:
        st.html(tag("p", "Nothing was seen that is not expected between two certificates.", class_="kr"))


def _verdicts(certificate: Certificate) -> None:
    st.subheader("Judged by rules of your choice", anchor=False)
    st.html(tag("p", "A printed pass is the laboratory's. Here every verdict names its rule and its uncertainty.", class_="kr kr-soft"))
    specimen = certificate.invented
    bench = verdicts.ask()
    filters = Filters(specimen=specimen, certificates=(certificate.id,), states=())
    answer = verdicts.judged(session.token(), bench, filters)
    st.html(stack([verdicts.told(answer, level=3), verdicts.told_silent(answer.silent)]))
    demands = session.registry().demands(bench.pack, certificate.id, bench.on)
    if demands:
        with st.expander(f"What these rules ask of a certificate: {certificates.demands_met(demands)}"):
            st.html(table(certificates.DEMAND_COLUMNS, certificates.demand_rows(demands), "Demands on the certificate", dense=True))
    where = links.address("contaminants", certificate=certificate.id, pack=bench.pack, grams=f"{bench.grams:g}", specimen=specimen)
    st.html(tag("p", link("With doses, on a page of its own", where), class_="kr kr-small"))


def _record(certificate: Certificate) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("The file", anchor=False)
        st.html(certificates.file_facts(certificate))
        _download(certificate)
        amendments.withhold(certificate)
    with right:
        st.subheader("What was decided, and by whom", anchor=False)
        st.html(certificates.history(session.registry().history(certificate.id), certificate.current))
        speaking.show(certificate)
        amendments.withdraw(certificate)
    st.subheader("To cite", anchor=False)
    st.code(certificates.citation(certificate, session.subject_names(session.token(), certificate.id)), language=None, wrap_lines=True)


def _download(certificate: Certificate) -> None:
    registry = session.registry()
    if certificate.source.sha256 is None:
        return
    if refused := NOT_PASSED_ON.get(certificate.source.display):
        st.html(tag("p", refused, class_="kr kr-small kr-soft"))
        return
    st.download_button(
        "Download the original file",
        data=lambda: registry.file_bytes(certificate.id).content,
        file_name=certificate.source.file_name or f"{certificate.id}",
        mime=certificate.source.media_type or "application/octet-stream",
        on_click="ignore",
    )
