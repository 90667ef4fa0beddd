"""Certificates beside each other: the same file, report number, numbers or picture where they are not expected, exchanged reports.

Every finding says what was seen and leaves the explanation open: a revision, a second part of one report, one maker behind two brands and a
laboratory's own letterhead are ordinary. Nothing here is an accusation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Final

import numpy as np

from registry.assessment.vectors import Numbers, agreeing, numbers_of, same_vectors
from registry.model.certificate import Certificate, State
from registry.model.findings import Finding

PICTURE_BITS: Final = 3
"""Perceptual hashes (64 bits) that differ in at most so many bits show the same picture."""
LETTERHEAD_FROM: Final = 3
"""A picture on so many certificates of one laboratory is its letterhead, seal or signature."""


@dataclass(frozen=True, slots=True)
class CrossFinding:
    """A finding about `certificate` in the light of `other` (both ids)."""

    certificate: str
    other: str
    finding: Finding


@dataclass(frozen=True)
class Entry:
    """What of a certificate can be compared with others. Keys and names are "" where unknown."""

    id: str
    sha256: str = ""
    laboratory: str = ""
    report_id: str = ""
    sample_id: str = ""
    lot: str = ""
    brand_key: str = ""
    product_key: str = ""
    product: str = ""
    """The linked product's name."""
    printed_product: str = ""
    specimen: bool = False
    supersedes: str = ""
    pictures: tuple[tuple[str, int], ...] = ()
    """Perceptual hash and page of every picture; page 0 where it is not known."""
    numbers: Numbers = field(default_factory=Numbers)


def entry_of(certificate: Certificate, *, product_name: str = "") -> Entry:
    """What can be compared of a certificate as it stands, with its reviewer's corrections. `product_name` is that of the linked product."""
    draft, subject = certificate.current, certificate.subject
    names = ("lab", "report_id", "sample_id", "lot", "product_name")
    lab, report, sample, lot, printed = ((getattr(draft, name).text.strip() if getattr(draft, name) else "") for name in names)
    return Entry(
        id=certificate.id,
        sha256=certificate.source.sha256 or "",
        laboratory=lab,
        report_id=report,
        sample_id=sample,
        lot=lot,
        brand_key=subject.brand if subject else "",
        product_key=subject.product if subject else "",
        product=product_name,
        printed_product=printed,
        specimen=draft.specimen,
        supersedes=certificate.supersedes or "",
        pictures=(*((h, 0) for h in draft.authenticity.image_hashes), *((h, n) for n, h in enumerate(draft.authenticity.page_hashes, 1))),
        numbers=numbers_of(draft),
    )


def entries_of(certificates: Iterable[Certificate], product_names: dict[str, str] | None = None) -> tuple[Entry, ...]:
    """Entries of the certificates that stand: superseded and withdrawn ones are left out. Names by product key."""
    names = product_names or {}
    standing = (c for c in certificates if c.state not in (State.SUPERSEDED, State.WITHDRAWN))
    return tuple(entry_of(c, product_name=names.get(c.subject.product, "") if c.subject else "") for c in standing)


def across(entries: Sequence[Entry]) -> tuple[CrossFinding, ...]:
    """Every finding between two certificates, each pair once, the later entry named first. Specimens meet specimens only."""
    checks = (_same_file, _same_report_number, _one_sample, _same_numbers, _exchanged, _same_pictures)
    found: list[CrossFinding] = []
    for specimen in (False, True):
        group = [entry for entry in entries if entry.specimen is specimen]
        for check in checks:
            found.extend(check(group))
    return tuple(found)


def beside(one: Entry, entries: Sequence[Entry]) -> tuple[CrossFinding, ...]:
    """The findings of `across` that name one certificate, from those of the others that have anything in common with it."""
    pictures = [bits for text, _ in one.pictures if (bits := _bits(text)) is not None]
    others = [entry for entry in entries if entry.id != one.id and _in_common(one, entry, pictures)]
    position = {entry.id: n for n, entry in enumerate(entries)}
    ordered = sorted([*others, one], key=lambda entry: position.get(entry.id, len(position)))
    return tuple(found for found in across(ordered) if one.id in (found.certificate, found.other))


def _in_common(one: Entry, other: Entry, pictures: Sequence[int]) -> bool:
    same = ("sha256", "report_id", "sample_id")
    if any(getattr(one, name) and _plain(getattr(one, name)) == _plain(getattr(other, name)) for name in same):
        return True
    if one.brand_key and one.brand_key == other.brand_key and not _names(other.printed_product, other.product):
        return True
    hashes = (bits for text, _ in other.pictures if (bits := _bits(text)) is not None)
    return any((own ^ bits).bit_count() <= PICTURE_BITS for bits in hashes for own in pictures) or bool(
        agreeing(one.numbers, other.numbers)
    )


# --- the checks ---------------------------------------------------------------------------------------------------


def _pairs(groups: Iterable[Sequence[Entry]]) -> Iterator[tuple[Entry, Entry]]:
    """Later and earlier entry of every two that meet, without a report and the one it replaces."""
    for group in groups:
        for earlier, later in combinations(group, 2):
            if later.supersedes != earlier.id and earlier.supersedes != later.id:
                yield later, earlier


def _grouped(entries: Iterable[Entry], key: str) -> Iterable[Sequence[Entry]]:
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if value := getattr(entry, key):
            groups[value].append(entry)
    return groups.values()


def _same_file(entries: Sequence[Entry]) -> Iterator[CrossFinding]:
    """One file linked to two products; two samples in one file have numbers of their own and are no reuse."""
    for later, earlier in _pairs(_grouped(entries, "sha256")):
        if _differ(later.product_key, earlier.product_key) and later.numbers.values == earlier.numbers.values:
            yield _cross(later, earlier, "same-file-other-product", product=_product(later), other=_product(earlier))


def _same_report_number(entries: Sequence[Entry]) -> Iterator[CrossFinding]:
    for later, earlier in _pairs(_by_report(entries)):
        if later.sha256 and later.sha256 == earlier.sha256:
            continue
        if _differ(later.lot, earlier.lot) or _differ(later.product_key, earlier.product_key):
            lot = f"lot {earlier.lot}" if _differ(later.lot, earlier.lot) else _product(earlier)
            yield _cross(later, earlier, "report-number-reused", report_id=later.report_id, certificate=earlier.id, detail=lot)


def _one_sample(entries: Sequence[Entry]) -> Iterator[CrossFinding]:
    """One laboratory sample number behind two products."""
    groups: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.sample_id:
            groups[_plain(entry.laboratory), _plain(entry.sample_id)].append(entry)
    for later, earlier in _pairs(groups.values()):
        if _differ(later.product_key, earlier.product_key):
            yield _cross(later, earlier, "one-sample-two-products", products=f"{_product(later)} and {_product(earlier)}")


def _same_numbers(entries: Sequence[Entry]) -> Iterator[CrossFinding]:
    """The same numbers under another brand or lot; copies of one report are found by their number."""
    by_id = {entry.id: entry for entry in entries}
    for later, earlier, count in same_vectors([(entry.id, entry.numbers) for entry in entries]):
        one, other = by_id[later], by_id[earlier]
        same_report = _plain(one.report_id) == _plain(other.report_id) != "" and _plain(one.laboratory) == _plain(other.laboratory)
        if same_report or (one.sha256 and one.sha256 == other.sha256) or earlier == one.supersedes or later == other.supersedes:
            continue
        if _differ(one.brand_key, other.brand_key):
            shown = {"count": str(count), "certificate": other.id, "brand": other.brand_key}
            yield _cross(one, other, "same-numbers-other-brand", **shown)
        elif _differ(one.lot, other.lot):
            yield _cross(one, other, "same-numbers-other-lot", count=str(count), certificate=other.id, lot=other.lot)


def _exchanged(entries: Sequence[Entry]) -> Iterator[CrossFinding]:
    """Two products of one brand that show each other's certificates."""
    strange = [entry for entry in entries if entry.product and entry.printed_product and not _names(entry.printed_product, entry.product)]
    for later, earlier in _pairs(_grouped(strange, "brand_key")):
        crossed = _names(later.printed_product, earlier.product) and _names(earlier.printed_product, later.product)
        if crossed and _differ(later.product_key, earlier.product_key):
            yield _cross(later, earlier, "reports-swapped", product=later.product, sample=later.printed_product)


def _same_pictures(entries: Sequence[Entry]) -> Iterator[CrossFinding]:
    """A picture of an earlier certificate of another file, unless many certificates of that laboratory carry it."""
    places: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)  # position and page by hash
    for position, entry in enumerate(entries):
        for text, page in entry.pictures:
            value = _bits(text)
            if value is not None and 8 <= value.bit_count() <= 56:  # a blank or black picture resembles every other
                places[value].append((position, page))
    close = _close_pairs(list(places))
    together: defaultdict[int, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for first, second in close:
        for here, there in {(first, second), (second, first)}:
            for position, _ in places[there]:
                together[here][_plain(entries[position].laboratory)].add(entries[position].id)

    def seen(value: int) -> list[tuple[int, int]]:
        common = {laboratory for laboratory, ids in together[value].items() if len(ids) >= LETTERHEAD_FROM}
        return [place for place in places[value] if _plain(entries[place[0]].laboratory) not in common]

    told: set[tuple[int, int]] = set()
    for first, second in close:
        for one, other in product(seen(first), seen(second)):
            (earlier_at, _), (later_at, page) = sorted((one, other))
            later, earlier = entries[later_at], entries[earlier_at]
            known = later_at == earlier_at or (later.sha256 and later.sha256 == earlier.sha256) or (later_at, earlier_at) in told
            if known or earlier.id == later.supersedes:
                continue
            told.add((later_at, earlier_at))
            place = {"page": page} if page else {}
            details = {"certificate": earlier.id} | ({} if page else {"page": "of the file"})
            yield CrossFinding(later.id, earlier.id, Finding(code="same-picture", details=details, **place))


# --- small comparisons --------------------------------------------------------------------------------------------


def _by_report(entries: Sequence[Entry]) -> Iterable[Sequence[Entry]]:
    groups: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.report_id:
            groups[_plain(entry.laboratory), _plain(entry.report_id)].append(entry)
    return groups.values()


def _differ(one: str, other: str) -> bool:
    """Both are stated and are not the same, whatever their case, spaces and hyphens."""
    return bool(one and other) and _plain(one) != _plain(other)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _names(printed: str, product: str) -> bool:
    """Whether the printed name of a sample holds the words of a product's name."""
    words = set(re.findall(r"\w+", product.casefold()))
    return bool(words) and words <= set(re.findall(r"\w+", printed.casefold()))


def _product(entry: Entry) -> str:
    return entry.product or entry.printed_product or entry.product_key


def _cross(later: Entry, earlier: Entry, code: str, **details: str) -> CrossFinding:
    return CrossFinding(later.id, earlier.id, Finding(code=code, details=details))


def _bits(text: str) -> int | None:
    try:
        return int(text, 16)
    except ValueError:
        return None


def _close_pairs(values: Sequence[int]) -> list[tuple[int, int]]:
    """Every two of these different hashes within PICTURE_BITS, each also with itself: four bands of 16 bits, one of which is then equal."""
    hashes = np.array(values, dtype=np.uint64)
    pairs = {(value, value) for value in values}
    for band in range(PICTURE_BITS + 1):
        bits = (hashes >> np.uint64(16 * band)) & np.uint64(0xFFFF)
        order = np.argsort(bits, kind="stable")
        for bucket in np.split(order, np.flatnonzero(np.diff(bits[order])) + 1):
            for n in range(len(bucket) - 1):
                near = bucket[n + 1 :][np.bitwise_count(hashes[bucket[n + 1 :]] ^ hashes[bucket[n]]) <= PICTURE_BITS]
                pairs.update((values[min(bucket[n], other)], values[max(bucket[n], other)]) for other in near)
    place = {value: n for n, value in enumerate(values)}
    return sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]]))
