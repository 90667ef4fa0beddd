"""What every first view needs once, asked for behind the server while nobody waits for it yet."""

from __future__ import annotations

import gc
import logging
import threading
import time
from typing import Final

from streamlit import runtime

from registry.errors import RegistryError

PATIENCE_SECONDS: Final = 60
_NAME: Final = "warming"
_log = logging.getLogger("kratom_registry.dashboard")


def begin() -> threading.Thread:
    """Warms the server in a thread of its own; a page that is opened meanwhile waits for no more than it needs itself."""
    # no page runs in that thread, which Streamlit would say at each kept answer
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(_is_elsewhere)
    thread = threading.Thread(target=_in_time, name=_NAME, daemon=True)
    thread.start()
    return thread


def _is_elsewhere(_: logging.LogRecord) -> bool:
    return threading.current_thread().name != _NAME


def _in_time() -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not runtime.exists() and time.monotonic() < end:  # answers are kept by the runtime
        time.sleep(0.05)
    try:
        warm()
    except RegistryError as error:  # whoever opens a page is told
        _log.warning("%s", error)


def warm() -> None:
    """Asks what the first views ask of the whole registry, and keeps the answers. Raises what opening the registry raises."""
    from dashboards import session  # a second to import, which no server waits for
    from dashboards.screens import browse, compare, contaminants, home

    token = session.token()
    for screen in (home, browse, contaminants, compare):
        for specimen in (False, True):
            screen.prepare(token, specimen=specimen)
    # what is there now stays: Python's collector need not walk it again while somebody waits
    gc.collect()
    gc.freeze()
