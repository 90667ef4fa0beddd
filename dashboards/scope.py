"""How much of the registry one page works through: all of it while that is quick, else the products with most evidence, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from dashboards import address, session
from dashboards.components.pager import MOST_PAGES, page_asked
from dashboards.session import ProductName
from registry.services import Filters, MeasuredProducts

WHOLE: Final = 4_000
"""Results of one alkaloid that a page compares in one go."""
AT_ONCE: Final = 25
"""Products of a larger registry on one page: the number that a reader can look through."""
LISTED: Final = 50
"""Choices that one field lists with every answer, those with most evidence first; the others are found by typing."""
OFFERED: Final = 300
"""Products that one field offers; beyond that the brand is chosen first."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The question as one page asks it: `filters` name its products; `page` of the `products` that the whole question is about."""

    filters: Filters
    products: int
    results: int
    page: int = 1
    whole: bool = True


@st.cache_resource(max_entries=200, show_spinner=False)
def _measured(token: str, analyte: str | None, filters: Filters, skip: int, size: int | None) -> MeasuredProducts:
    del token
    answer: MeasuredProducts = session.registry().measured_products(analyte, filters, skip=skip, size=size)
    return answer


@st.cache_resource(max_entries=8, show_spinner=False)
def analytes(token: str, *, specimen: bool) -> dict[str, int]:
    """Published results of each alkaloid, most frequent first."""
    del token
    found: dict[str, int] = session.registry().measured_analytes(specimen=specimen)
    return found


def is_large(measured: Mapping[str, int]) -> bool:
    """Whether there is too much of some alkaloid to work through all of it on a page."""
    return max(measured.values(), default=0) > WHOLE


def of(analyte: str, filters: Filters, written: str) -> Scope:
    """The scope of a question about one alkaloid; `written` is the page as the address has it."""
    token = session.token()
    found = _measured(token, analyte, filters, 0, AT_ONCE)
    if found.results <= WHOLE:
        return Scope(filters, found.products, found.results)
    page = page_asked(written, found.products, AT_ONCE)
    if page > 1:
        found = _measured(token, analyte, filters, (page - 1) * AT_ONCE, AT_ONCE)
    narrowed = filters.model_copy(update={"products": tuple(sorted(row.key for row in found.rows))})
    return Scope(narrowed, found.products, found.results, min(page, MOST_PAGES), whole=False)


def measured_products(*, specimen: bool, brands: Sequence[str] = ()) -> dict[str, ProductName]:
    """The products that a field offers, by name: all with evidence, or those of the chosen brands where there are many."""
    token = session.token()
    filters = Filters(specimen=specimen)
    # the alkaloid with most results tells quickly that there are many; to add up all of them goes through the whole count
    leading = next(iter(analytes(token, specimen=specimen)), None)
    found = _measured(token, leading, filters, 0, OFFERED + 1)
    if found.products <= OFFERED:
        found = _measured(token, None, filters, 0, OFFERED + 1)
    if found.products > OFFERED and brands:
        found = _measured(token, None, filters.model_copy(update={"brands": tuple(brands)}), 0, OFFERED)
    names = session.product_names(token, specimen=specimen)
    asked = [key for field in ("product", "a", "b") for key in address.values(field) if key in names]
    chosen = {*(row.key for row in found.rows[:OFFERED]), *asked}
    return {key: names[key] for key in sorted(chosen, key=lambda key: names[key].full.casefold())}


def called(typed: str, names: Mapping[str, str]) -> list[str]:
    """The keys of the `names` that hold each word that was typed; where one is just that, it alone."""
    words = typed.casefold().split()
    folded = {key: name.casefold() for key, name in names.items()}
    same = [key for key, name in folded.items() if name.split() == words]
    return same or [key for key, name in folded.items() if words and all(word in name for word in words)]


def choose_brands(brands: Mapping[str, str]) -> tuple[str, ...]:
    """A field for any of `brands`, names by key, which come in the order in which a field that cannot list all of them takes them: it
    shows the first, and finds the rest as they are typed.
    """
    listed = {*list(brands)[:LISTED], *address.among("brand", brands)}
    ordered = sorted(listed, key=lambda key: brands[key].casefold())
    if len(brands) <= LISTED:
        return address.several("Brand", "brand", ordered, format_func=brands.__getitem__, placeholder="All")
    beyond, typing = partial(called, names=brands), "All; type to find one"
    return address.several("Brand", "brand", ordered, beyond, format_func=brands.__getitem__, placeholder=typing)


def choose_product(label: str, *, specimen: bool, default: str | None = None, none: str | None = None) -> str:
    """A field for one product; `none` is what is said where no product need be chosen. With many products the brand comes first."""
    names = session.product_names(session.token(), specimen=specimen)
    if len(names) <= OFFERED:
        return _field(label, sorted(names, key=lambda key: names[key].full.casefold()), names, default, none)
    asked = address.value("product") if address.value("product") in names else default
    brands = {name.brand_key: name.brand for name in names.values()}
    known = names[asked].brand_key if asked in names else None
    ordered = sorted(brands, key=lambda key: brands[key].casefold())
    options = ["", *ordered] if none is not None and known is None else ordered
    brand = address.select("Brand", "brand", options, default=known, format_func=lambda key: brands.get(key, "Any brand"))
    of_brand = [key for key, name in names.items() if name.brand_key == brand]
    return _field(label, of_brand, names, asked if asked in of_brand else None, none)


def _field(label: str, keys: Sequence[str], names: Mapping[str, ProductName], default: str | None, none: str | None) -> str:
    options = list(keys) if none is None else ["", *keys]
    return address.select(
        label, "product", options, default=default, format_func=lambda key: names[key].full if key in names else none or ""
    )
