"""The fields under a draft: brand, product, lot, the origin of its sample, the pack, and what the label claims; as typed, nothing kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards import certificates, session
from dashboards.components.empty import note
from dashboards.components.markup import link, tag
from dashboards.components.measurement import day
from dashboards.components.result_table import Column, Row, table
from dashboards.words import analyte_name, words
from registry.model.certificate import AcquisitionKind, Certificate
from registry.model.product import ClaimState, Form, LabelClaim, Product
from registry.model.units import Basis
from registry.services import Filters, Proposal

Kind = TypeVar("Kind", bound=StrEnum)
NO_BASIS: Final = "If the label does not say, choose Not stated: the claim is then kept and never compared."
UNLINKED: Final = "No lot number on the pack"
UNSEEN: Final = "unseen"
LABEL: Final = {
    UNSEEN: "I have not seen the label",
    ClaimState.CLAIMED.value: "The label states an amount",
    ClaimState.NO_CLAIM.value: "The label states no amount",
}
BASES: Final = (Basis.PER_SERVING, Basis.PER_UNIT, Basis.PER_PACKAGE, Basis.MASS_FRACTION, Basis.PER_VOLUME, Basis.UNKNOWN)
PACK: Final = {
    "unit_mass_g": "Mass of one unit, g",
    "serving_mass_g": "Mass of one serving, g",
    "units_per_serving": "Units in a serving",
    "units_per_package": "Units in the package",
    "serving_volume_ml": "Volume of a serving, mL",
    "package_mass_g": "Mass of the package, g",
}


@dataclass(frozen=True, slots=True)
class TypedClaim:
    """What the label claims, as typed. `state` is one of LABEL's keys; the rest is empty where no amount is stated."""

    state: str
    analyte: str = ""
    amount: str = ""
    basis: Basis = Basis.UNKNOWN
    serving: str = ""
    seen_on: date | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as typed. `pack` has PACK's keys; `replaced` is the certificate that this one takes the place of."""

    brand: str
    product: str
    form: Form
    lot: str
    kind: AcquisitionKind
    replaced: str | None
    pack: dict[str, str]
    claim: TypedClaim


def fields(certificate: Certificate, said: Proposal) -> Typed:
    """The fields, filled with what an uploader proposed, else with what the certificate prints; and what stands in them now."""
    brand, product, form, lot, chosen = _subject(certificate, said)
    replaced = _replaced(certificate)
    kind = _kind(certificate, said)
    pack = _pack(certificate, chosen)
    if chosen is not None:
        _claims_known(session.registry().claims(chosen.key))
    return Typed(brand, product, form, lot, kind, replaced, pack, _claim(certificate, said))


def _subject(certificate: Certificate, said: Proposal) -> tuple[str, str, Form, str, Product | None]:
    """Brand, product, form and lot as typed; last the product where the registry knows it under that brand."""
    registry, specimen, key = session.registry(), certificate.invented, certificate.id
    known = {b.name: b.key for b in registry.brands(specimen=specimen)}
    same = _known_product(certificate)
    one, two, three, four = st.columns(4)
    suggested = said.brand or next((name for name, k in known.items() if same and k == same.brand), "")
    brand = _name(one, "Brand", known, suggested, f"brand:{key}")
    products = {p.name: p for p in registry.products(known[brand], specimen=specimen)} if brand in known else {}
    suggested = (said.product if brand == said.brand else "") or (same.name if same and same.name in products else "")
    product = _name(two, "Product", products, suggested, f"product:{key}:{known.get(brand, 'new')}")
    chosen = products.get(product)
    forms = list(Form)
    form = three.selectbox(
        "Form",
        forms,
        index=forms.index(chosen.form if chosen else _one_of(Form, said.form, Form.UNKNOWN)),
        format_func=words,
        key=f"form:{key}:{product}",
        disabled=chosen is not None,
    )
    printed = certificate.current.lot
    lot = four.text_input(
        "Lot on the pack",
        value=said.lot or (printed.text if printed else ""),
        placeholder=UNLINKED,
        key=f"lot:{key}",
        persist_state="session",
    )
    return brand.strip(), product.strip(), form, lot.strip(), chosen


def _name(place: DeltaGenerator, label: str, known: Iterable[str], suggested: str, key: str) -> str:
    """A known name chosen, or a new one typed; the suggested one is offered even where the registry does not know it yet."""
    offered = list(dict.fromkeys((*known, *((suggested,) if suggested else ()))))
    name = place.selectbox(
        label,
        offered,
        index=offered.index(suggested) if suggested else None,
        accept_new_options=True,
        placeholder="Choose or type",
        key=key,
        persist_state="session",
    )
    return name or ""


def _kind(certificate: Certificate, said: Proposal) -> AcquisitionKind:
    specimen = AcquisitionKind.SPECIMEN
    kinds = [specimen] if certificate.invented else [kind for kind in AcquisitionKind if kind is not specimen]
    stated = _one_of(AcquisitionKind, said.kind, certificate.acquisition.kind)
    index = kinds.index(stated) if stated in kinds else 0
    return st.selectbox("How the sample came to be tested", kinds, index=index, format_func=words, key=f"kind:{certificate.id}")


def _known_product(certificate: Certificate) -> Product | None:
    """The product that bears the name printed on the certificate, None where none does."""
    printed = certificates.printed_product(certificate).casefold()
    known = session.registry().products(specimen=certificate.invented)
    return next((product for product in known if product.name.casefold() == printed), None)


def _one_of(kind: type[Kind], text: str, otherwise: Kind) -> Kind:
    """The member that a proposal names; `otherwise` where it names none."""
    return next((member for member in kind if member.value == text), otherwise)


def _replaced(certificate: Certificate) -> str | None:
    """The certificate that this report says it replaces, once a person confirms it; None where it names none."""
    said = certificate.current.supersedes
    if said is None:
        return None
    found = session.registry().search(said.text, Filters(specimen=certificate.invented), size=20).rows
    same = {
        row.certificate_id: f"{row.report_id}, {row.product}, {row.lot}" for row in found if row.report_id and row.report_id in said.text
    }
    if not same:
        st.html(note(f"The report says it replaces {said.text}, which is not in this registry."))
        return None
    return st.selectbox(f"It says it replaces {said.text}", [*same, None], format_func=lambda i: same[i] if i else "None of these")


def _pack(certificate: Certificate, chosen: Product | None) -> dict[str, str]:
    """What certificate or pack states about masses and counts: without it an amount per gram cannot meet a claim per serving."""
    draft = certificate.current
    read = {
        "unit_mass_g": f"{draft.unit_mass.value}" if draft.unit_mass and draft.unit_mass.unit == "g" else "",
        "serving_mass_g": f"{draft.serving_mass.value}" if draft.serving_mass and draft.serving_mass.unit == "g" else "",
    }
    typed = {}
    columns = st.columns(3)
    for position, (name, label) in enumerate(PACK.items()):
        stated = getattr(chosen.pack, name) if chosen else None
        value = f"{stated}" if stated is not None else read.get(name, "")
        typed[name] = columns[position % 3].text_input(
            label, value=value, placeholder="not stated", key=f"{name}:{certificate.id}:{chosen.key if chosen else ''}"
        )
    return typed


def _claims_known(claims: tuple[LabelClaim, ...]) -> None:
    if not claims:
        return
    rows = [
        Row(
            (
                analyte_name(c.analyte),
                _claimed(c),
                words(c.basis),
                day(c.seen_on, "not dated"),
                link("source", c.source.url) if c.source.url else "the certificate",
            )
        )
        for c in claims
    ]
    columns = (Column("Label claim of this product"), Column("Amount"), Column("Basis"), Column("Seen on"), Column("Where"))
    st.html(table(columns, rows, "Label claims already known"))


def _claimed(claim: LabelClaim) -> str:
    return "no amount on the label" if claim.state is ClaimState.NO_CLAIM else f"{claim.amount} {claim.unit or ''}"


def _claim(certificate: Certificate, said: Proposal) -> TypedClaim:
    """The fields of a label claim, filled with what the certificate prints of one."""
    key, draft = certificate.id, certificate.current
    printed = next((r for r in draft.results if r.label_claim is not None and r.analyte_key), None)
    states = list(LABEL)
    st.html(tag("p", tag("strong", "What does the label claim?"), class_="kr"))
    state = st.radio(
        "Label",
        states,
        index=states.index(said.claim_state) if said.claim_state in states else 1 if printed else 0,
        format_func=LABEL.__getitem__,
        horizontal=True,
        key=f"claim:{key}",
        label_visibility="collapsed",
    )
    if state == UNSEEN:
        return TypedClaim(state)
    measured = list(dict.fromkeys(r.analyte_key for r in draft.results if r.analyte_key and r.panel == "potency"))
    analytes = [*measured, "total_alkaloids", "not_specified"]
    one, two, three, four = st.columns(4)
    first = said.analyte or (printed.analyte_key if printed and printed.analyte_key else "")
    start = analytes.index(first) if first in analytes else 0
    analyte = one.selectbox("Of what", analytes, index=start, format_func=analyte_name, key=f"analyte:{key}")
    amount, basis, serving = "", Basis.UNKNOWN, ""
    if state == ClaimState.CLAIMED.value:
        amount = two.text_input(
            "Amount, mg",
            value=said.amount or (f"{printed.label_claim.value}" if printed and printed.label_claim else ""),
            key=f"amount:{key}",
        )
        basis_said = _one_of(Basis, said.basis, BASES[0])
        start = BASES.index(basis_said) if basis_said in BASES else 0
        basis = three.selectbox("Counted per", BASES, index=start, format_func=words, key=f"basis:{key}", help=NO_BASIS)
        serving = four.text_input("Serving as on the label", value=said.serving, placeholder="e.g. 1 tablet", key=f"serving:{key}")
    five, six = st.columns(2)
    seen_on = five.date_input("Label seen on", value=_day(said.seen_on), format="YYYY-MM-DD", key=f"seen:{key}")
    where = six.text_input(
        "Address where the label is shown", value=said.address, placeholder="empty: it stands on the certificate itself", key=f"where:{key}"
    )
    return TypedClaim(
        state, analyte or "", amount.strip(), basis, serving.strip(), seen_on if isinstance(seen_on, date) else None, where.strip()
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # a proposal is text as typed
        return None
