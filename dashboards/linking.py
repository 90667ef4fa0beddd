"""What a draft is about, decided: proposed to a reviewer, kept for later, published, or sent back."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

import streamlit as st
from pydantic import ValidationError

from dashboards import links, session, subject_form
from dashboards.components import reason
from dashboards.components.empty import note
from dashboards.components.markup import Html, join, link, tag
from dashboards.components.measurement import moment
from dashboards.subject_form import PACK, UNSEEN, Typed
from dashboards.waiting import ordered
from registry.errors import RecordError, RegistryError
from registry.model.certificate import Acquisition, Certificate, Subject
from registry.model.crossing import PackFacts
from registry.model.evidence import Source
from registry.model.product import ClaimState
from registry.model.units import Basis
from registry.services import Proposal, Registry

PLACE: Final = "about"
"""Where the form stands on its page, for the address of a link to it."""
PROMPT: Final = "Choose from the lists, or type a new name. Leave empty what the pack does not say: nothing is assumed."
UNITS: Final = {
    Basis.PER_SERVING: "mg",
    Basis.PER_UNIT: "mg",
    Basis.PER_PACKAGE: "mg",
    Basis.MASS_FRACTION: "mg/g",
    Basis.PER_VOLUME: "mg/mL",
    Basis.UNKNOWN: "mg",
}


def show(certificate: Certificate) -> None:
    """The form under a draft, and the two ways out of it."""
    st.html(tag("div", tag("h2", "What is it about?", class_="kr-heading"), tag("p", PROMPT, class_="kr kr-soft"), id=PLACE))
    proposed = session.registry().proposal(certificate.id)
    if proposed is not None:
        st.html(note(f"{proposed.who} proposed what stands below, {moment(proposed.at)}. Read it against the page before you publish."))
    typed = subject_form.fields(certificate, proposed.proposal if proposed else Proposal())
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
        if why := reason.ask("What has to be mended?", "Send it back", f"back:{certificate.id}", long=True):
            _send_back(certificate, why)


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
    claim = typed.claim
    try:
        proposal = Proposal(
            brand=typed.brand,
            product=typed.product,
            lot=typed.lot,
            form=typed.form.value,
            kind=typed.kind.value,
            claim_state=claim.state,
            analyte=claim.analyte,
            amount=claim.amount,
            basis=claim.basis.value,
            serving=claim.serving,
            seen_on=claim.seen_on.isoformat() if claim.seen_on else "",
            address=claim.address,
        )
        session.registry().propose(certificate.id, proposal, session.who())
    except ValidationError:
        st.error("A field holds more text than a label does. Shorten it, then propose again.")
    except RegistryError as error:
        st.error(f"{error} (code {error.code})")
    else:
        st.success("Kept with the draft. A reviewer reads it before anything is published.")


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
    claim = typed.claim
    amount = _decimal("the claimed amount", claim.amount) if claim.state == ClaimState.CLAIMED.value else None
    if claim.state == ClaimState.CLAIMED.value and amount is None:
        raise RecordError(
            "The label is said to state an amount, and none is entered.", next_step="Enter it, or choose that the label states none."
        )
    brand = registry.create_brand(typed.brand, who, specimen=certificate.invented)
    product = registry.create_product(brand.key, typed.product, who, form=typed.form, pack=pack)
    registry.state_pack(product.key, pack, who)
    lot = registry.create_lot(product.key, typed.lot or None, who)
    if claim.state != UNSEEN:
        registry.add_claim(
            product.key,
            claim.analyte,
            Source(url=claim.address) if claim.address else certificate.source,
            who,
            state=ClaimState(claim.state),
            amount=amount,
            unit=UNITS[claim.basis] if amount is not None else None,
            basis=claim.basis,
            serving_text=claim.serving or None,
            seen_on=claim.seen_on,
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
