"""A page run by Streamlit's own test runner, and what it says."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from registry.services import Filters, Registry


def opened(name: str, /, **query: str) -> AppTest:
    """The page of that name, run once with the address given."""
    script = f"from dashboards import faults\nfrom dashboards.screens.{name} import show\nfaults.guarded(show)()\n"
    test = AppTest.from_string(script, default_timeout=60)
    for key, value in query.items():
        test.query_params[key] = value
    return test.run()


def said_by(test: AppTest) -> str:
    """Everything the page says in its own markup and in headings."""
    markup = [element.proto.body for element in test.get("html")]
    return "\n".join([*markup, *(h.value for h in test.header), *(h.value for h in test.subheader), *(t.value for t in test.title)])


def id_of(registry: Registry, file: str) -> str:
    """The specimen certificate read from `file`, draft or published."""
    drafts = {e.file_name: e.certificate_id for e in registry.queue(specimen=True)}
    published = {
        r.certificate_id: registry.certificate(r.certificate_id).source.file_name for r in registry.search("", Filters(specimen=True)).rows
    }
    return {**{str(name): key for key, name in published.items()}, **drafts}[file]
