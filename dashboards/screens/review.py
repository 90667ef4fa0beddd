"""Review: the queue of drafts, and one draft beside its page until it is published or sent back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards import address, amendments, certificates, linking, links, mapping, photographs, readings, session, speaking, views
from dashboards import waiting as drafts
from dashboards.components import evidence
from dashboards.components.empty import empty, note
from dashboards.components.markup import Html, join, link, stack, tag, text
from dashboards.components.measurement import moment
from dashboards.components.pager import page_asked, pager
from dashboards.components.result_table import Column, Row, table
from dashboards.words import words
from registry.errors import RegistryError
from registry.model.analytes import load_catalogue
from registry.model.certificate import OPEN, Certificate, State
from registry.model.doubt import doubtful_rows
from registry.services import QueueEntry

SIZE: Final = 25


def show() -> None:
    if notice := st.session_state.pop("published", None):
        st.html(note(notice))
    certificate_id = address.value("id")
    if certificate_id:
        _workspace(session.certificate(session.token(), certificate_id))
    else:
        _queue()


# --- the queue -----------------------------------------------------------------------------------


def _queue() -> None:
    st.title("Waiting for review", anchor=False)
    specimen = session.show_specimens()
    every = session.registry().queue(specimen=specimen)
    speaking.waiting()
    mapping.show()
    if not every:
        ways = (("Upload certificates", "upload"), ("Published certificates", links.address("browse", specimen=specimen)))
        st.html(empty("Nothing waits", "Every draft has been published or sent back. New uploads appear here.", links=ways))
        return
    st.html(tag("p", f"{len(every)} waiting. Each needs a person to look at it before it counts.", class_="kr kr-soft"))
    counts = Counter(drafts.kind_of(entry) for entry in every) + Counter({"": len(every)})
    one, two, three = st.columns(3)
    with one:
        kind = address.select("Show", "kind", list(drafts.KINDS), format_func=lambda k: f"{drafts.KINDS[k]} ({counts[k]})")
    with two:
        order = address.select("Order", "sort", list(drafts.ORDERS), format_func=drafts.ORDERS.__getitem__)
    with three:
        asked = address.search("Find a draft", "q", placeholder="File, product, laboratory, lot")
    entries = drafts.ordered(drafts.narrowed(every, kind, asked), order)
    if not entries:
        whole = ("The whole queue", links.address("review", specimen=specimen))
        st.html(empty("No draft is like that", "Others wait: take a filter away.", links=(whole,)))
        return
    page = page_asked(address.value("page"), len(entries), SIZE)
    columns = (
        Column("Draft"),
        Column("Laboratory"),
        Column("Lot"),
        Column("Results", number=True),
        Column("To look at"),
        Column("Added"),
    )
    shown = entries[(page - 1) * SIZE : page * SIZE]
    turned = pager(len(entries), page, SIZE, "drafts")
    st.html(stack([table(columns, [_queue_row(e) for e in shown], "Drafts waiting for review"), turned]))


def _queue_row(entry: QueueEntry) -> Row:
    name = link(entry.product_name or entry.file_name, links.review(entry.certificate_id))
    under = [tag("span", entry.file_name, class_="kr-small kr-soft")]
    if entry.state is State.SENT_BACK:
        under.append(tag("span", "Sent back", class_="kr-tag"))
    look = f"{entry.doubtful or 'no'}\u00a0{'value' if entry.doubtful == 1 else 'values'}"
    if entry.errors or entry.warnings:
        noticed = entry.errors + entry.warnings
        look += f", {noticed}\u00a0{'finding' if noticed == 1 else 'findings'}"
    return Row(
        (
            join([name, Html("<br>"), join(under, " ")]),
            entry.laboratory or "not read",
            views.lot_cell(entry.lot),
            str(entry.results),
            look,
            join([text(entry.added_by), Html("<br>"), tag("span", moment(entry.added_at), class_="kr-small kr-soft kr-nowrap")]),
        ),
        specimen=entry.specimen,
    )


# --- one draft -----------------------------------------------------------------------------------


def _workspace(certificate: Certificate) -> None:
    specimen = certificate.invented
    session.match_set(specimen=certificate.invented)
    st.html(
        tag(
            "p",
            link("Waiting for review", links.address("review", specimen=specimen)),
            " › ",
            certificates.file_name(certificate),
            class_="kr kr-small",
        )
    )
    st.title(certificates.printed_product(certificate), anchor=False)
    if certificate.state not in OPEN:
        where = links.certificate(certificate.id, specimen=specimen)
        st.html(
            note(
                join(
                    [
                        Html("This one is decided: "),
                        tag("strong", words(certificate.state)),
                        Html(". "),
                        link("Open the certificate", where),
                    ]
                )
            )
        )
        return
    reviewed = frozenset(c.path for c in certificate.corrections)
    waiting = doubtful_rows(certificate.current, reviewed)
    st.html(_progress(certificate, waiting))
    _said_so_far(certificate)
    mapping.offer(certificate)
    if not session.may_publish():
        st.html(note("You may read this draft and propose what it is about. Correcting and publishing need a reviewer."))
    _editor(certificate, waiting, reviewed)
    amendments.decided(certificate)
    _page(certificate, waiting, reviewed)
    if certificate.current.findings:
        st.subheader("What the reading noticed", anchor=False)
        st.html(certificates.findings(certificate.current.findings))
    photographs.show(certificate)
    linking.show(certificate)


def _said_so_far(certificate: Certificate) -> None:
    """Why a draft was sent back and what its uploader answered, and other files with the same report number."""
    exchange = [e for e in session.registry().history(certificate.id) if e.action in ("send-back", "answer")]
    names = {"send-back": "Sent back", "answer": "Answered"}
    if exchange:
        st.html(note(*(f"{names[e.action]}: {e.payload.get('why', '')}" for e in exchange[-4:])))
    if certificate.state is State.SENT_BACK:
        with st.form(f"answer:{certificate.id}", border=False, clear_on_submit=True):
            text = st.text_area("Your answer to the reviewer", help="The draft then waits for a reviewer again, with what you say.")
            if st.form_submit_button("Answer, and hand it in again"):
                _answer(certificate.id, text)
    if same := session.registry().same_report(certificate.id):
        specimen = certificate.invented
        ways = [link(f"certificate {one}", links.certificate(one, specimen=specimen)) for one in same[:5]]
        st.html(
            note(
                join([Html("The same laboratory's report number came in another file: "), join(ways, ", "), Html(". Compare them first.")])
            )
        )


def _answer(certificate_id: str, text: str) -> None:
    try:
        session.registry().answer(certificate_id, session.who(), text)
    except RegistryError as error:
        st.error(f"{error} (code {error.code})")
        return
    st.rerun()


def _progress(certificate: Certificate, waiting: tuple[str, ...]) -> Html:
    results, pages = len(certificate.draft.results), certificate.draft.pages or 1
    left = f"{len(waiting)} to look at" if waiting else "nothing left that the reader was unsure of"
    said = f"{results} {'result' if results == 1 else 'results'} on {pages} {'page' if pages == 1 else 'pages'}; {left}"
    onward = Html("") if waiting else join([Html(" "), link("Say what it is about, and decide", f"#{linking.PLACE}")])
    return tag("p", f"{said}; {len(certificate.corrections)} decided.", onward, class_="kr")


def _chosen(waiting: tuple[str, ...]) -> str | None:
    """The row in hand: the one in the address, else the first doubtful one."""
    asked = address.value("value")
    return asked or (waiting[0] if waiting else None)


def _page(certificate: Certificate, waiting: tuple[str, ...], reviewed: frozenset[str]) -> None:
    draft = certificate.current
    rows = readings.header_rows(draft, reviewed) + readings.result_rows(draft, reviewed)
    if not certificates.has_pages(certificate):
        st.html(certificates.plain_table(certificate, lit=address.value("value")))
        return
    selected = _chosen(waiting)
    page = certificates.page_shown(draft, selected, address.value("page"))
    evidence.viewer(
        session.page_image(certificate.id, page),
        readings.marks(draft, page, reviewed),
        rows,
        readings.COLUMNS,
        key=f"review:{certificate.id}",
        page=page,
        pages=max(1, draft.pages),
        alt=f"Page {page} of {certificates.file_name(certificate)}",
        selected=selected,
        on_select=lambda row: address.put(value=row, page=None),
        on_page=lambda turned: address.put(page=str(turned)),
    )


def _editor(certificate: Certificate, waiting: tuple[str, ...], reviewed: frozenset[str]) -> None:
    """The fields of the row in hand. Enter saves; the next doubtful row follows by itself."""
    row = _chosen(waiting)
    fields = readings.editable(certificate.current, row) if row else ()
    with st.container(border=True, key="editor"):
        if not row or not fields:
            st.html(tag("p", "Choose a value below to accept or correct it.", class_="kr"))
            _undo(certificate)
            return
        state = " · to look at" if row in waiting else " · looked at" if any(f.path in reviewed for f in fields) else ""
        st.html(tag("p", tag("strong", readings.name_of(certificate.current, row)), tag("span", state, class_="kr-soft"), class_="kr"))
        with st.form(f"edit:{certificate.id}:{row}", border=False):
            # in one row: the page below is to be in sight with them
            *columns, last = st.columns(len(fields) + 1)
            typed = _inputs(columns, certificate.id, fields, len(session.registry().history(certificate.id)))
            why = last.text_input("Why (for a correction)", placeholder="e.g. prints 0.52, read 0.62", key=f"why:{certificate.id}:{row}")
            off = not session.may_publish()
            everywhere = any(f.unknown for f in fields) and st.checkbox(
                "Map this name for every next certificate too",
                disabled=off,
                key=f"everywhere:{certificate.id}:{row}",
                help="With the analyte you choose. The journal keeps it, each certificate shows it, and it can be taken back.",
            )
            with st.container(horizontal=True):
                accept = st.form_submit_button("Accept as read", type="primary", disabled=off, shortcut="alt+a")
                save = st.form_submit_button("Save correction", disabled=off, shortcut="alt+s")
                absent = st.form_submit_button("Not printed", disabled=off, shortcut="alt+p", help="The page prints no such value.")
        with st.container(horizontal=True):
            _onward(row, waiting)
            _undo(certificate)
        if accept:
            _decide(certificate, row, waiting, {f.path: f.text for f in fields}, "")
        elif save:
            changed: dict[str, str | None] = {f.path: typed[f.path] for f in fields if typed[f.path] != f.text}
            if everywhere and not mapping.keep({f.text: typed[f.path] for f in fields if f.unknown and f.path in changed}):
                return
            _decide(certificate, row, waiting, changed, why)
        elif absent:
            _decide(certificate, row, waiting, {f.path: None for f in fields if not f.path.endswith(".analyte")}, why)


def _onward(row: str, waiting: tuple[str, ...]) -> None:
    """To the next doubtful row without deciding this one."""
    following = _following(row, waiting)
    if following != row and st.button("Next doubtful", shortcut="alt+n", type="tertiary"):
        address.put(value=following, page=None)
        st.rerun()


def _following(row: str, waiting: tuple[str, ...]) -> str:
    """The doubtful row after `row`, from the start again after the last; `row` itself where no other is left."""
    rest = [w for w in waiting if w != row]
    position = waiting.index(row) if row in waiting else -1
    return next((w for w in rest if waiting.index(w) > position), rest[0] if rest else row)


def _inputs(columns: Sequence[DeltaGenerator], certificate_id: str, fields: tuple[readings.Field, ...], decided: int) -> dict[str, str]:
    """A field for each text of the row in a column of its own; a name that the catalogue does not know offers the names it does.

    `decided` counts what was ever decided, so that a field whose text comes back (undo) does not remember what was typed then.
    """
    typed = {}
    for field, column in zip(fields, columns, strict=True):
        key = f"typed:{certificate_id}:{field.path}:{decided}"
        if field.unknown:
            names = [field.text, *(analyte.name for analyte in load_catalogue())]
            chosen = column.selectbox(
                f"{field.name} (not in the catalogue)", names, key=key, accept_new_options=True, help="Which one is it?"
            )
            typed[field.path] = str(chosen)
        else:
            typed[field.path] = column.text_input(field.name, value=field.text, key=key, help="As printed on the page")
    return typed


def _decide(certificate: Certificate, row: str, waiting: tuple[str, ...], after: dict[str, str | None], why: str) -> None:
    registry, person = session.registry(), session.who()
    before = {f.path: f.text for f in readings.editable(certificate.current, row)}
    if not after:
        st.info("Nothing was changed. Type what the page prints, then save.")
        return
    try:
        for path, text in after.items():
            if text == before[path] and text:
                registry.accept_value(certificate.id, path, person)
            elif text != before[path]:
                registry.correct(certificate.id, path, text or None, person, why)
                _same_names(certificate, path, before[path], text, person)
    except RegistryError as error:
        st.error(f"{error} (code {error.code})")
        return
    following = _following(row, waiting)
    address.put(value=following, page=None)
    st.rerun()


def _same_names(certificate: Certificate, path: str, before: str, after: str | None, person: str) -> None:
    """Gives every other row with the same unknown name the name that a reviewer chose: once for this certificate."""
    if not after or not path.endswith(".analyte"):
        return
    for index, result in enumerate(certificate.current.results):
        other = f"results.{index}.analyte"
        if other != path and result.analyte == before and result.analyte_key is None:
            session.registry().correct(certificate.id, other, after, person, "the same name on this certificate")


def _undo(certificate: Certificate) -> None:
    if not certificate.corrections or not session.may_publish():
        return
    last = certificate.corrections[-1]
    label = f"Undo: {readings.name_of(certificate.current, readings.row_of(last.path))}"
    if st.button(
        label, type="tertiary", shortcut="alt+z", help=f"{last.before or 'nothing'} → {last.after or 'not printed'}, by {last.stamp.who}"
    ):
        session.registry().undo(certificate.id, session.who())
        address.put(value=readings.row_of(last.path))
        st.rerun()
