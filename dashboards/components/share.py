"""A view's own address to hand on: as a link to copy and as a QR code, drawn on this machine."""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

import streamlit as st

from dashboards.components.markup import Html, tag
from registry.services import qr_svg


def absolute(address: str) -> str:
    """The relative `address` with this site before it; as it is where the site does not tell its own address."""
    here = urlsplit(str(st.context.url or ""))
    return f"{here.scheme}://{here.netloc}/{address}" if here.scheme and here.netloc else address


def picture(address: str, what: str) -> Html:
    """The QR code of `address`; `what` says where it leads."""
    drawn = base64.b64encode(qr_svg(address).encode("ascii")).decode("ascii")
    return tag("img", src=f"data:image/svg+xml;base64,{drawn}", alt=f"QR code that leads to {what}", class_="kr-qr")


def share(address: str, what: str) -> Html:
    """A box with the code and the link, which one click marks as a whole."""
    link = absolute(address)
    said = tag("p", f"Scan it, or copy the link to {what}.", class_="kr-small")
    return tag("div", tag("div", picture(link, what), said, class_="kr-share"), tag("code", link, class_="kr-copy"), class_="kr kr-card")
