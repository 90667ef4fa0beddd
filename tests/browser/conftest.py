"""A real browser before a real server, over a registry of invented certificates.

The server lives as long as the session, the browser as long as a module: while Playwright runs, no other event loop can start.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

import dashboards
from registry.datafiles import data_path
from registry.services import Registry, load_settings
from registry.settings import name_local_reviewer
from tests.browser import finding
from tests.dashboards.demonstration import fill
from tests.waiting import answers, free_port, until

expect.set_options(timeout=20_000)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        path = finding.installed(own) or finding.got(own)
        if path is None:
            pytest.fail(finding.HOW)
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard over two published specimens and one draft."""
    with _served(tmp_path_factory.mktemp("site"), lambda registry: fill(registry, data_path("specimens"))) as address:
        yield address


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard over the published results that ship, and the specimens of `site` as the other set."""

    def both(registry: Registry) -> None:
        registry.load_published()
        fill(registry, data_path("specimens"))

    with _served(tmp_path_factory.mktemp("demo"), both) as address:
        yield address


@contextmanager
def _served(folder: Path, filled: Callable[[Registry], None]) -> Iterator[str]:
    """The address of a server of its own over a new registry, until the block ends."""
    home = folder / "home"
    name_local_reviewer(home)
    with Registry(load_settings(home, {})) as registry:
        filled(registry)
    port, log = free_port(), folder / "server.log"
    app = Path(dashboards.__file__).with_name("server.py")
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(app),
        f"--server.port={port}",
        "--server.address=127.0.0.1",
        "--server.headless=true",
    ]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REGISTRY_", "STREAMLIT_"))}
    with log.open("wb") as written:
        server = subprocess.Popen(command, env=kept | {"REGISTRY_HOME": str(home)}, stdout=written, stderr=written, cwd=app.parent.parent)
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: answers(f"{address}/_stcore/health"), seconds=60, process=server, log=log)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own for each test, on a wide screen."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()
