"""Dates as laboratories print them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.reading.head.dates import Order, find_dates, settle_order


def days(text: str, order: Order | None = None) -> list[date | None]:
    return [printed.day(order) for printed in find_dates(text)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-12", date(2026, 1, 12)),
        ("2022-05-06 22:58:30", date(2022, 5, 6)),
        ("2026/01/12", date(2026, 1, 12)),
        ("16.1.2026", date(2026, 1, 16)),
        ("16. 1. 2026", date(2026, 1, 16)),
        ("02.13.2026", date(2026, 2, 13)),
        ("1/31/2026", date(2026, 1, 31)),
        ("31/1/2026", date(2026, 1, 31)),
        ("03/17/23", date(2023, 3, 17)),
        ("05/25/2022 03:31 PM", date(2022, 5, 25)),
        ("12-Jan-2026", date(2026, 1, 12)),
        ("12JAN2026", date(2026, 1, 12)),
        ("12/Jan/2026", date(2026, 1, 12)),
        ("Jan-12-2026", date(2026, 1, 12)),
        ("2026-01-12T09:30:00Z", date(2026, 1, 12)),
        ("Mar 21, 2023 | Client", date(2023, 3, 21)),
        ("January 5th, 2026", date(2026, 1, 5)),
        ("5 March 2026", date(2026, 3, 5)),
        ("3. března 2026", date(2026, 3, 3)),
        ("3. März 2026", date(2026, 3, 3)),
        ("4 de febrero de 2026", date(2026, 2, 4)),
        ("12 août 2026", date(2026, 8, 12)),
        ("5 Agustus 2026", date(2026, 8, 5)),
        ("5. mája 2026", date(2026, 5, 5)),
        ("2026. május 5.", date(2026, 5, 5)),
        ("2026. 05. 05.", date(2026, 5, 5)),
        ("5. marraskuuta 2026", date(2026, 11, 5)),
        ("5 Kasım 2026", date(2026, 11, 5)),
        ("5 май 2026", date(2026, 5, 5)),
        ("ngày 05 tháng 11 năm 2026", date(2026, 11, 5)),
        ("5 Ogos 2026", date(2026, 8, 5)),
    ],
)
def test_a_date_in_any_common_form_names_its_day(text: str, day: date) -> None:
    assert days(text) == [day]


def test_a_range_gives_both_ends() -> None:
    assert days("16.1.2026 - 22.1.2026") == [date(2026, 1, 16), date(2026, 1, 22)]


@pytest.mark.parametrize("text", ["03.05.2026-09.05.2026", "2026-05-03/2026-05-09", "2026-05-03 / 2026-05-09", "03.05.2026 s/d 09.05.2026"])
def test_a_range_of_whole_days_gives_both_with_or_without_spaces(text: str) -> None:
    assert days(text) == [date(2026, 5, 3), date(2026, 5, 9)]


def test_a_range_of_days_with_strokes_gives_both_without_spaces_too() -> None:
    assert days("12/03/2026-15/03/2026", Order.DAY_FIRST) == [date(2026, 3, 12), date(2026, 3, 15)]


@pytest.mark.parametrize("text", ["23/04 - 09/05/2026", "23/04 au 09/05/2026", "4-09/05/2026"])
def test_a_range_with_strokes_whose_start_lacks_the_year_gives_its_end(text: str) -> None:
    assert days(text, Order.DAY_FIRST) == [date(2026, 5, 9)]


def test_a_range_that_only_one_order_keeps_short_settles_it() -> None:
    assert settle_order([], ["02/02/2026", "03/02/2026 - 05/02/2026"]) is Order.DAY_FIRST
    assert settle_order([], ["02/03/2026 - 02/06/2026"]) is Order.MONTH_FIRST


def test_a_range_whose_start_lacks_month_and_year_gives_its_end() -> None:
    assert days("19. – 26.1.2026") == [date(2026, 1, 26)]


@pytest.mark.parametrize(
    "text",
    [
        "3-9 May 2026",
        "3.-9. May 2026",
        "3 - 9 May 2026",
        "3rd to 9th May 2026",
        "May 3-9, 2026",
        "from 3 to 9 May 2026",
        "vom 3. bis 9. Mai 2026",
        "3.–9. Mai 2026",
        "03.05.-09.05.2026",
        "03.05. bis 09.05.2026",
        "3. 5. - 9. 5. 2026",
        "od 3. do 9. května 2026",
        "du 3 au 9 mai 2026",
        "del 3 al 9 de mayo de 2026",
        "3 s/d 9 Mei 2026",
        "3 s.d. 9 Mei 2026",
        "3 sampai dengan 9 Mei 2026",
        "3 até 9 de maio de 2026",
        "3 tot en met 9 mei 2026",
        "3.-09.05.2026",
        "3. bis 09.05.2026",
        "3-09.05.2026",
    ],
)
def test_a_range_inside_one_month_gives_its_end(text: str) -> None:
    assert days(text) == [date(2026, 5, 9)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "27675_0002407047",
        "2666808-231221-951",
        "12-34-5678",
        "1.2.3",
        "32.1.2026",
        "13/13/2026",
        "version 1.10.2",
        "11.07.22-LIC",
        "10-12-03-2026",
        "AB-12.03.2026-1",
    ],
)
def test_codes_and_impossible_days_are_no_dates(text: str) -> None:
    assert find_dates(text) == ()


def test_a_numeric_date_of_two_meanings_names_no_day_by_itself() -> None:
    assert days("03/02/2026") == [None]
    assert days("03/02/2026", Order.DAY_FIRST) == [date(2026, 2, 3)]
    assert days("03/02/2026", Order.MONTH_FIRST) == [date(2026, 3, 2)]


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/02/2026", "25/02/2026"], Order.DAY_FIRST),
        (["03/02/2026", "02/25/2026"], Order.MONTH_FIRST),
        (["03/02/2026", "25/02/2026", "02/25/2026"], None),
        (["03/02/2026"], None),
    ],
)
def test_the_other_dates_of_a_certificate_settle_its_order(texts: list[str], order: Order | None) -> None:
    assert settle_order(texts) is order


def test_dates_that_only_one_order_keeps_in_sequence_settle_it() -> None:
    assert settle_order([], ["03/02/2026", "10/02/2026", "11/02/2026"]) is Order.DAY_FIRST


def test_a_us_address_settles_what_the_dates_leave_open() -> None:
    assert settle_order(["03/02/2026"], us_address=True) is Order.MONTH_FIRST


@given(st.text(max_size=60))
def test_any_text_gives_dates_or_none(text: str) -> None:
    for printed in find_dates(text):
        assert 0 <= printed.start < printed.end <= len(text)


@given(st.dates(date(2000, 1, 1), date(2068, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y"]))
def test_a_printed_day_is_read_back(day: date, form: str) -> None:
    assert days(f"Received: {day.strftime(form)}") == [day]
