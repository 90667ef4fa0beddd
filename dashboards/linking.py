"""What a draft is about: brand, product, lot, the origin of its sample and what the label claims; then publish or send back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeVar

import streamlit as st
from pydantic import ValidationError

from dashboards import certificates, links, session
from dashboards.components.empty import note
from dashboards.components.markup import Html, join, link, tag
from dashboards.components.measurement import day, moment
from dashboards.components.result_table import Column, Row, table
from dashboards.waiting import ordered
from dashboards.words import analyte_name, words
from registry.errors import RecordError, RegistryError
from registry.model.certificate import Acquisition, AcquisitionKind, Certificate, Subject
from registry.model.evidence import Source
from registry.model.product import ClaimState, Form, LabelClaim, Product
from registry.model.units import Basis, PackFacts
from registry.services import Filters, Proposal, Registry

Kind = TypeVar("Kind", bound=StrEnum)
PROMPT: Final = "Choose from the lists, or type a new name. Leave empty what the pack does not say: nothing is assumed."
NO_BASIS: Final = "If the label does not say, choose Not stated: the claim is then kept and never compared."
UNLINKED: Final = "No lot number on the pack"
BASES: Final = (Basis.PER_SERVING, Basis.PER_UNIT, Basis.PER_PACKAGE, Basis.MASS_FRACTION, Basis.PER_VOLUME, Basis.UNKNOWN)
UNITS: Final = {
    Basis.PER_SERVING: "mg",
    Basis.PER_UNIT: "mg",
    Basis.PER_PACKAGE: "mg",
    Basis.MASS_FRACTION: "mg/g",
    Basis.PER_VOLUME: "mg/mL",
    Basis.UNKNOWN: "mg",
}
PACK: Final = {
    "unit_mass_g": "Mass of one unit, g",
    "serving_mass_g": "Mass of one serving, g",
    "units_per_serving": "Units in a serving",
    "units_per_package": "Units in the package",
    "serving_volume_ml": "Volume of a serving, mL",
    "package_mass_g": "Mass of the package, g",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as typed."""

    brand: str
    product: str
    form: Form
    lot: str
    kind: AcquisitionKind
    pack: dict[str, str]
    claim_state: str
    analyte: str
    amount: str
    basis: Basis
    serving: str
    seen_on: date | None
    address: str
    replaced: str | None


def show(certificate: Certificate) -> None:
    """The form under a draft, and the two ways out of it."""
    st.subheader("What is it about?", anchor=False)
    st.html(tag("p", PROMPT, class_="kr kr-soft"))
    proposed = session.registry().proposal(certificate.id)
    if proposed is not None:
        st.html(note(f"{proposed.who} proposed what stands below, {moment(proposed.at)}. Read it against the page before you publish."))
    typed = _form(certificate, proposed.proposal if proposed else Proposal())
    if not session.may_publish():
        _propose_button(certificate, typed)
        return
    _keep_button(certificate, typed)
    left, right = st.columns(2, gap="large")
    with left:
        if st.button("Accept and publish", type="primary", width="stretch", disabled=not (typed.brand and typed.product)):
            _publish(certificate, typed)
        if not (typed.brand and typed.product):
            st.html(tag("p", "Publishing needs a brand and a product.", class_="kr kr-small kr-soft"))
    with right, st.popover("Send back", width="stretch"):
        why = st.text_area("What has to be mended?", key=f"why-back:{certificate.id}")
        if st.button("Send it back", disabled=not why.strip()):
            _send_back(certificate, why.strip())


def _keep_button(certificate: Certificate, typed: Typed) -> None:
    """Keeps what was typed without deciding anything: the lists then offer it to whoever goes on."""
    if st.button("Keep brand, product, lot and claim for later", disabled=not (typed.brand and typed.product)):
        try:
            _keep_subject(session.registry(), certificate, typed, session.who())
        except RegistryError as error:
            st.error(f"{error} (code {error.code})")
        else:
            st.success("Kept. The draft still waits for a reviewer.")


def _propose_button(certificate: Certificate, typed: Typed) -> None:
    """Keeps what an uploader typed as a proposal: it links nothing, and the reviewer finds it in these fields."""
    if not st.button("Propose this to the reviewer", type="primary"):
        return
    stated = {name: getattr(typed, name) for name in ("brand", "product", "lot", "claim_state", "analyte", "amount", "serving", "address")}
    seen_on = typed.seen_on.isoformat() if typed.seen_on else ""
    try:
        proposal = Proposal(**stated, form=typed.form.value, kind=typed.kind.value, basis=typed.basis.value, seen_on=seen_on)
        session.registry().propose(certificate.id, proposal, session.who())
    except ValidationError:
        st.error("A field holds more text than a label does. Shorten it, then propose again.")
    except RegistryError as error:
        st.error(f"{error} (code {error.code})")
    else:
        st.success("Kept with the draft. A reviewer reads it before anything is published.")


def _known_product(certificate: Certificate) -> Product | None:
    """The product that bears the name printed on the certificate, None where none does."""
    printed = certificates.printed_product(certificate).casefold()
    known = session.registry().products(specimen=certificate.invented)
    return next((product for product in known if product.name.casefold() == printed), None)


def _form(certificate: Certificate, said: Proposal) -> Typed:
    registry, specimen, key = session.registry(), certificate.invented, certificate.id
    draft = certificate.current
    known = {b.name: b.key for b in registry.brands(specimen=specimen)}
    same = _known_product(certificate)
    suggested_brand = said.brand or next((name for name, k in known.items() if same and k == same.brand), "")
    names = _with_proposed(known, said.brand)
    one, two, three, four = st.columns(4)
    brand = one.selectbox(
        "Brand",
        names,
        index=names.index(suggested_brand) if suggested_brand else None,
        accept_new_options=True,
        placeholder="Choose or type",
        key=f"brand:{key}",
        persist_state="session",
    )
    products = {p.name: p for p in registry.products(known[brand], specimen=specimen)} if brand in known else {}
    suggested_product = said.product if brand == said.brand else ""
    suggested_product = suggested_product or (same.name if same and same.name in products else "")
    offered = _with_proposed(products, suggested_product)
    product = two.selectbox(
        "Product",
        offered,
        index=offered.index(suggested_product) if suggested_product else None,
        accept_new_options=True,
        placeholder="Choose or type",
        key=f"product:{key}:{known.get(brand or '', 'new')}",
        persist_state="session",
    )
    chosen = products.get(product or "")
    forms = list(Form)
    form = three.selectbox(
        "Form",
        forms,
        index=forms.index(chosen.form if chosen else _one_of(Form, said.form, Form.UNKNOWN)),
        format_func=words,
        key=f"form:{key}:{product}",
        disabled=chosen is not None,
    )
    lot = four.text_input(
        "Lot on the pack",
        value=said.lot or (draft.lot.text if draft.lot else ""),
        placeholder=UNLINKED,
        key=f"lot:{key}",
        persist_state="session",
    )
    kinds: list[AcquisitionKind] = (
        [AcquisitionKind.SPECIMEN] if specimen else [k for k in AcquisitionKind if k is not AcquisitionKind.SPECIMEN]
    )
    stated = _one_of(AcquisitionKind, said.kind, certificate.acquisition.kind)
    suggested = stated if stated in kinds else kinds[0]
    replaced = _replaced(certificate)
    kind = st.selectbox("How the sample came to be tested", kinds, index=kinds.index(suggested), format_func=words, key=f"kind:{key}")
    pack = _pack(certificate, chosen)
    if chosen is not None:
        _claims_known(registry.claims(chosen.key))
    claim_state, analyte, amount, basis, serving, seen_on, address = _claim(certificate, said)
    return Typed(
        (brand or "").strip(),
        (product or "").strip(),
        form,
        lot.strip(),
        kind,
        pack,
        claim_state,
        analyte,
        amount,
        basis,
        serving,
        seen_on,
        address,
        replaced,
    )


def _with_proposed(known: Iterable[str], name: str) -> list[str]:
    """The names to choose from, with a proposed one that the registry does not know yet."""
    return list(dict.fromkeys((*known, *((name,) if name else ()))))


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


def _claim(certificate: Certificate, said: Proposal) -> tuple[str, str, str, Basis, str, date | None, str]:
    """The fields of a label claim, filled with what the certificate prints of one."""
    key, draft = certificate.id, certificate.current
    printed = next((r for r in draft.results if r.label_claim is not None and r.analyte_key), None)
    states = ("unseen", ClaimState.CLAIMED.value, ClaimState.NO_CLAIM.value)
    labels = {"unseen": "I have not seen the label", "claimed": "The label states an amount", "no-claim": "The label states no amount"}
    st.html(tag("p", tag("strong", "What does the label claim?"), class_="kr"))
    state = st.radio(
        "Label",
        states,
        index=states.index(said.claim_state) if said.claim_state in states else 1 if printed else 0,
        format_func=labels.__getitem__,
        horizontal=True,
        key=f"claim:{key}",
        label_visibility="collapsed",
    )
    if state == "unseen":
        return state, "", "", Basis.UNKNOWN, "", None, ""
    measured = list(dict.fromkeys(r.analyte_key for r in draft.results if r.analyte_key and r.panel == "potency"))
    analytes = [*measured, "total_alkaloids", "not_specified"]
    one, two, three, four = st.columns(4)
    first = said.analyte or (printed.analyte_key if printed and printed.analyte_key else "")
    start = analytes.index(first) if first in analytes else 0
    analyte = one.selectbox("Of what", analytes, index=start, format_func=analyte_name, key=f"analyte:{key}")
    amount, basis, serving = "", Basis.UNKNOWN, ""
    if state == "claimed":
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
    return state, analyte or "", amount.strip(), basis, serving.strip(), seen_on if isinstance(seen_on, date) else None, where.strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # a proposal is text as typed
        return None


# --- the two ways out ------------------------------------------------------------------------------


def _publish(certificate: Certificate, typed: Typed) -> None:
    try:
        published = _write(session.registry(), certificate, typed, session.who())
    except RegistryError as error:
        st.error(f"{error} (code {error.code})")
        return
    specimen = published.invented
    done = join(
        [
            Html("Published. "),
            link("Open the certificate", links.certificate(published.id, specimen=specimen)),
            Html(" · "),
            link("See it in the comparison", links.address("compare", specimen=specimen)),
            Html(" · "),
            _next_draft(specimen=specimen),
        ]
    )
    st.session_state["published"] = done
    st.rerun()


def _next_draft(*, specimen: bool) -> Html:
    """The draft to go on with: the first of the queue, or the queue itself where nothing waits."""
    waiting = ordered(session.registry().queue(specimen=specimen))
    where = links.review(waiting[0].certificate_id) if waiting else links.address("review", specimen=specimen)
    return link("Next in the queue", where)


def _write(registry: Registry, certificate: Certificate, typed: Typed, who: str) -> Certificate:
    """What it is about, then the certificate itself. Raises RegistryError; nothing is published then."""
    subject = _keep_subject(registry, certificate, typed, who)
    return registry.publish(certificate.id, subject, Acquisition(kind=typed.kind), who, supersedes=typed.replaced)


def _keep_subject(registry: Registry, certificate: Certificate, typed: Typed, who: str) -> Subject:
    """Brand, product, lot, pack and claim as typed. Raises RegistryError before anything is made where a number is none."""
    pack = PackFacts(**{name: _decimal(label, typed.pack[name]) for name, label in PACK.items()})
    amount = _decimal("the claimed amount", typed.amount) if typed.claim_state == "claimed" else None
    if typed.claim_state == "claimed" and amount is None:
        raise RecordError(
            "The label is said to state an amount, and none is entered.", next_step="Enter it, or choose that the label states none."
        )
    brand = registry.create_brand(typed.brand, who, specimen=certificate.invented)
    product = registry.create_product(brand.key, typed.product, who, form=typed.form, pack=pack)
    registry.state_pack(product.key, pack, who)
    lot = registry.create_lot(product.key, typed.lot or None, who)
    if typed.claim_state != "unseen":
        source = Source(url=typed.address) if typed.address else certificate.source
        registry.add_claim(
            product.key,
            typed.analyte,
            source,
            who,
            state=ClaimState(typed.claim_state),
            amount=amount,
            unit=UNITS[typed.basis] if amount is not None else None,
            basis=typed.basis,
            serving_text=typed.serving or None,
            seen_on=typed.seen_on,
        )
    return Subject(brand=brand.key, product=product.key, lot=lot.key)


def _decimal(label: str, printed: str) -> Decimal | None:
    """A number typed into a field, None where it is empty."""
    if not printed.strip():
        return None
    try:
        number = Decimal(printed.strip().replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number <= 0:
        raise RecordError(f"{label}: {printed!r} is not a number above zero.", next_step="Write it like 0.5 or 12.")
    return number


def _send_back(certificate: Certificate, why: str) -> None:
    try:
        session.registry().send_back(certificate.id, session.who(), why)
    except RegistryError as error:
        st.error(f"{error} (code {error.code})")
        return
    st.session_state["published"] = note("Sent back, with the reason.")
    st.rerun()
