"""The dashboard's navigation and page configuration; start it with ``registry serve``."""

from __future__ import annotations

import streamlit as st

from dashboards import session
from dashboards.components import navigation
from dashboards.faults import guarded
from dashboards.screens import (
    brand,
    browse,
    certificate,
    compare,
    contaminants,
    data,
    home,
    laboratory,
    legal,
    lot,
    method,
    product,
    review,
    upload,
)

st.set_page_config(page_title="Kratom Certificate Registry", page_icon="🌿", layout="wide", initial_sidebar_state="auto")
navigation.dress()

pages = {
    "Look": [
        st.Page(guarded(home.show), title="Home", default=True),
        st.Page(guarded(lot.show), title="Look up a lot", url_path="lot"),
        st.Page(guarded(browse.show), title="Certificates", url_path="browse"),
        st.Page(guarded(product.show), title="Product", url_path="product", visibility="hidden"),
        st.Page(guarded(brand.show), title="Brand", url_path="brand", visibility="hidden"),
        st.Page(guarded(laboratory.show), title="Laboratory", url_path="laboratory", visibility="hidden"),
        st.Page(guarded(certificate.show), title="Certificate", url_path="certificate", visibility="hidden"),
    ],
    "Judge": [
        st.Page(guarded(compare.show), title="Compare", url_path="compare"),
        st.Page(guarded(contaminants.show), title="Contaminants", url_path="contaminants"),
        st.Page(guarded(legal.show), title="Legal status", url_path="legal"),
    ],
    "Contribute": [
        st.Page(guarded(upload.show), title="Upload", url_path="upload"),
        st.Page(guarded(review.show), title="Review", url_path="review"),
    ],
    "Trust": [
        st.Page(guarded(data.show), title="Data", url_path="data"),
        st.Page(guarded(method.show), title="Method", url_path="method"),
    ],
}
chosen = st.navigation(pages, position="hidden")
navigation.menu(pages, chosen)
session.data_set_switch()
navigation.follow_links()
chosen.run()
