"""How quickly the pages answer with 100,000 certificates and 4 million results, beside Streamlit's own hello-world in the same browser.

python -m tests.benchmarks dashboard              first view and filter change of every page as ratios to the floor; memory
python -m tests.benchmarks dashboard --only home compare --rounds 9
python -m tests.benchmarks dashboard --certificates 2000 --home small

The registry is made once, in --home, of invented data in the SPECIMEN set; the pages are opened with that set on show.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote_plus

from playwright.sync_api import Browser, Error, Page, sync_playwright

import dashboards
from registry.services import Filters, Registry, load_settings
from tests.benchmarks import _large_registry
from tests.browser import finding
from tests.waiting import answers, free_port, until

CERTIFICATES: Final = 100_000
FIRST_VIEW, FILTER_CHANGE, GIGABYTES = 2.0, 3.0, 1.5
"""The bar: times the floor, and the memory of the server with SESSIONS people on it."""
SESSIONS: Final = 20
PATIENCE_MS: Final = 60_000
BESIDE: Final = 5
"""Pages between two measurements of the floor, each of which is as noisy as theirs."""
HELLO: Final = """
import streamlit as st
st.title("Hello, world")
chosen = st.selectbox("Choice", ["one", "two", "three", "four"])
typed = st.text_input("Text")
st.write(f"Hello, {chosen} {typed}")
"""
# A view is there once the script has ended and everything it sent is drawn.
DRAWN: Final = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.getAttribute('data-test-script-state') !== 'notRunning') return false;
  const main = document.querySelector('[data-testid="stMain"]');
  if (!main || !main.querySelector('h1, h2, h3') || document.querySelector('[data-testid="stSkeleton"]')) return false;
  const charts = [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')];
  return charts.every(chart => chart.querySelector('canvas, svg')) && performance.now();
}"""
# From the reader's click or key to the end of the run that answers it, by the browser's own clock.
WATCH: Final = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  window.acted = window.answered = 0;
  const begin = () => { window.acted = performance.now(); };
  for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, begin, {capture: true, once: true});
  const look = () => {
    const running = app.getAttribute('data-test-script-state') !== 'notRunning';
    if (running) window.answered = 0; else if (window.acted) setTimeout(() => { window.answered = performance.now(); });
  };
  const seen = {attributes: true, attributeFilter: ['data-test-script-state'], childList: true, characterData: true, subtree: true};
  new MutationObserver(look).observe(app, seen);
}"""
# Quiet for a while: what changes at once (the chosen word in its field) is not the answer.
ANSWERED: Final = """() => window.answered && performance.now() - window.answered > 300 && !document.querySelector('[data-stale="true"]')
  && window.answered - window.acted"""
POLL_MS: Final = 5


@dataclass(frozen=True)
class View:
    """A page: its name, its address, and the filter that is changed on it (its label), if it has one."""

    name: str
    address: str
    control: str = ""
    typed: str = ""
    """What is typed; where nothing is, an option is chosen."""


def views(registry: Registry) -> tuple[View, ...]:
    """Every page, on records with much evidence."""
    filters = Filters(specimen=True)
    answer = registry.search("", filters, size=1)
    row, laboratory = answer.rows[0], answer.facets["laboratory"][0].value
    of_brand = registry.search("", Filters(specimen=True, brands=(answer.facets["brand"][0].value,)), size=1).rows[0]
    one, other = (quote_plus(product.key) for product in registry.measured_products("mitragynine", filters, size=2).rows)
    return (
        View("home", "", "Look up", "heron"),
        View("certificates", "browse", "Laboratory"),
        View("certificates, searched", "browse?q=otter+red", "Order"),
        View("lot", f"lot?number={quote_plus(row.lot)}", "Lot number", of_brand.lot),
        View("product", f"product?key={quote_plus(of_brand.product_key)}", "Alkaloid"),
        View("brand", f"brand?key={quote_plus(of_brand.brand_key)}"),
        View("laboratory", f"laboratory?name={quote_plus(laboratory)}"),
        View("certificate", f"certificate?id={row.certificate_id}"),
        View("compare", "compare", "Tolerance"),
        View("compare, a brand", f"compare?brand={quote_plus(of_brand.brand_key)}", "Analyte"),
        View("contaminants", "contaminants", "Rules"),
        View("contaminants, all products", "contaminants?view=all", "Rules"),
        View("compare, brands", "compare?view=brands", "Tolerance"),
        View("head to head", f"compare?a={one}&b={other}", "Tolerance"),
        View("legal", "legal", "Find a place or a law", "utah"),
        View("data", "data"),
        View("method", "method"),
        View("upload", "upload"),
        View("review", "review"),
    )


def run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks dashboard", description="How quickly the pages answer.")
    parser.add_argument("--home", type=Path, help="Where the registry is made and kept (else in the user's cache folder).")
    parser.add_argument("--certificates", type=int, default=CERTIFICATES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--only", nargs="*", default=[], help="Pages whose name holds one of these words.")
    asked = parser.parse_args(arguments)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = asked.home or cache / "kratom-registry" / f"benchmark-{asked.certificates}"
    _made(home, asked.certificates)
    with Registry(load_settings(home, {})) as registry:
        pages = [v for v in views(registry) if not asked.only or any(word in v.name for word in asked.only)]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        hello = Path(folder) / "hello.py"
        hello.write_text(HELLO, encoding="utf-8")
        with _served(hello, {}, Path(folder)) as (floor, _), _served(_app(), {"REGISTRY_HOME": str(home)}, Path(folder)) as (site, process):
            path = finding.installed(playwright.chromium.executable_path)
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            _report(browser, floor, site, pages, asked.rounds)
            _memory(browser, site, pages, asked.sessions, process.pid)
            browser.close()
    return 0


def _made(home: Path, certificates: int) -> None:
    done = home / f"{certificates}-certificates"
    if done.exists():
        return
    if home.exists() and any(home.iterdir()):
        sys.exit(f"{home} holds something else, or a registry that was not finished: empty it, or choose another --home.")
    start = time.monotonic()
    _large_registry.make(home, certificates, lambda said: print(f"  {time.monotonic() - start:5.0f} s  {said}", flush=True))
    done.touch()
    print(f"{certificates:,} invented certificates made in {home}")


def _app() -> Path:
    return Path(dashboards.__file__).with_name("server.py")


@contextmanager
def _served(app: Path, environment: dict[str, str], folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of the application on a server of its own, with the dashboard's settings."""
    port, log = free_port(), folder / f"{app.stem}.log"
    flags = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REGISTRY_", "STREAMLIT_"))}
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(app), *flags],
            env=kept | environment | {"PYTHONPATH": str(_app().parent.parent)},
            stdout=written,
            stderr=written,
            cwd=_app().parent.parent,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        until(lambda: answers(f"{address}/_stcore/health"), seconds=120, process=process, log=log)
        yield address, process
    finally:
        process.terminate()
        process.wait(20)


def _report(browser: Browser, floor: str, site: str, pages: list[View], rounds: int) -> None:
    cold = {}
    for view in pages:
        cold[view.name] = _measured(browser, _at(site, view), view, rounds)
        print(f"{view.name}: first ever {cold[view.name][0]:.1f} s", flush=True)
    hello = (View("hello", "", "Choice"), View("hello", "", "Text", "words"))
    for view in hello:
        _measured(browser, floor, view)
    seen: dict[View, list[tuple[float, float | None]]] = {view: [] for view in (*hello, *pages)}
    for number in range(rounds):
        for place, view in enumerate(pages):
            if place % BESIDE == 0:  # the floor of the same minutes
                for plain in hello:
                    seen[plain].append(_measured(browser, floor, plain))
            seen[view].append(_measured(browser, _at(site, view), view, turn=number))
    firsts = {view: statistics.median(first for first, _ in found) for view, found in seen.items()}
    answered = {view: [change for _, change in found if change is not None] for view, found in seen.items() if view.control}
    changes = {view: statistics.median(found) if found else math.nan for view, found in answered.items()}
    base = sum(firsts[view] for view in hello) / len(hello)
    print(
        f"floor: first view {1000 * base:.0f} ms, filter change {1000 * changes[hello[0]]:.0f} ms, typed {1000 * changes[hello[1]]:.0f} ms"
    )
    print(f"{'page':28} {'first view':>10} {'':4} {'filter':>7} {'':4} {'first ever, s':>14}")
    for view in pages:
        first, second = firsts[view] / base, f"{'–':>7}     "
        if view in changes:
            change = changes[view] / changes[hello[bool(view.typed)]]
            second = f"{change:7.2f} {_mark(change, FILTER_CHANGE)}"
        print(f"{view.name:28} {first:10.2f} {_mark(first, FIRST_VIEW)} {second} {cold[view.name][0]:14.2f}")


def _mark(ratio: float, bar: float) -> str:
    return "ok  " if ratio <= bar else "over"


def _at(site: str, view: View) -> str:
    return f"{site}/{view.address}{'&' if '?' in view.address else '?'}specimens=1"


def _measured(browser: Browser, address: str, view: View, turn: int = 0) -> tuple[float, float | None]:
    """Seconds until a new session sees the view, and until a changed filter is answered (None where there is no filter)."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    try:
        page.goto(address)
        first = _awaited(page, DRAWN)
        if "specimens=1" in address and not page.get_by_text("SPECIMEN DATA").count():
            sys.exit(f"{view.name}: the invented data is not on the page")
        return first, _changed(page, view, turn) if view.control else None
    except Error as error:
        print(f"{view.name}: {error.message.splitlines()[0]}")
        return float("nan"), None
    finally:
        context.close()


def _changed(page: Page, view: View, turn: int) -> float:
    """Seconds from choosing (or typing) to the answer; each turn chooses another, so that no answer is kept from the last."""
    page.wait_for_timeout(300)  # what the browser does after the first view is not the filter's
    page.set_default_timeout(20_000)
    act = _typing(page, view) if view.typed else _choosing(page, view, turn)
    page.evaluate(WATCH)
    act()
    page.set_default_timeout(PATIENCE_MS)
    return _awaited(page, ANSWERED)


def _awaited(page: Page, condition: str) -> float:
    """The milliseconds that the condition answers with once it holds, in seconds."""
    return float(page.wait_for_function(condition, polling=POLL_MS).json_value()) / 1000


def _typing(page: Page, view: View) -> Callable[[], None]:
    field = page.get_by_label(view.control, exact=True).first
    field.fill(view.typed[:-1])
    page.wait_for_timeout(700)  # a field that searches while one types has answered

    def act() -> None:
        field.press(view.typed[-1])
        field.press("Enter")

    return act


def _choosing(page: Page, view: View, turn: int) -> Callable[[], None]:
    ways = page.get_by_role("list", name=view.control, exact=True).locator("a:not([aria-current])")
    if count := ways.count():
        ways.nth(turn % count).scroll_into_view_if_needed()
        return ways.nth(turn % count).click
    field = page.get_by_role("combobox", name=re.compile(re.escape(view.control))).first
    field.scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # scrolling closes a list that is open
    field.click()
    options = page.get_by_role("option")
    options.first.wait_for()
    others = page.locator('[role="option"]:not([aria-selected="true"])')  # what is chosen already would change nothing
    option = others.nth(turn % others.count())
    return lambda: option.click()


def _memory(browser: Browser, site: str, pages: list[View], sessions: int, server: int) -> None:
    contexts = []
    for number in range(sessions):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(_at(site, pages[number % len(pages)]))
        _awaited(page, DRAWN)
        contexts.append(context)
    resident = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{server}/status").read_text())
    gigabytes = int(resident[1]) / 1e6 if resident else float("nan")
    print(f"memory of the server with {sessions} sessions: {gigabytes:.2f} GB {_mark(gigabytes, GIGABYTES)}")
    for context in contexts:
        context.close()
