"""Legal status: what is recorded of each place on a day, with its law and where that was read."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboards import address, legal
from dashboards.components.empty import empty, note
from dashboards.components.markup import join, tag, text
from dashboards.components.measurement import day, in_days
from dashboards.components.result_table import table
from dashboards.glossary import term
from dashboards.words import words
from registry.assessment.legal_status import NO_ADVICE


def show() -> None:
    st.title("Legal status", anchor=False)
    lead = "Where kratom and 7-OH may be sold, by the sources named in each row, and since when."
    st.html(tag("p", lead, class_="kr kr-lead"))
    st.html(note(in_days(NO_ADVICE)))
    one, two, three = st.columns([2, 2, 1])
    with one:
        query = address.search("Find a place or a law", "q", placeholder="Utah, HB 757, Schedule I …")
    with two:
        states = address.several("Status", "status", legal.STATES, format_func=words, placeholder="All")
    with three:
        today = datetime.now(UTC).date()
        on = (
            address.day("As of", "on", today, help="What is recorded for this day; where the record starts later, the row says so.")
            or today
        )
    found = legal.chosen(query, states)
    if not found:
        st.html(
            empty("No place on record matches", "Nothing is recorded of places that are not in the list.", links=(("All places", "legal"),))
        )
        return
    counted = f"{len(found)} {'entry' if len(found) == 1 else 'entries'}"
    told = f"{counted}. The words are those of the sources. Told for {day(on)}. See also "
    caption = join([text(told), term("kcpa"), text(" and "), term("schedule-i"), text(".")])
    st.html(table(legal.COLUMNS, legal.rows(found, on), "Legal status by place", caption, dense=True))
