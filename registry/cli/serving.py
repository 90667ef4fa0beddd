"""`registry demo` and `serve`: the dashboard in a browser."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path

import click

from registry.cli.options import home_option, opened, show_progress
from registry.errors import ConfigurationError
from registry.services import Loaded
from registry.settings import LOCAL_REVIEWER, Settings, load_settings, name_local_reviewer

_DEFAULT_PORT = 8501
_PATIENCE_SECONDS = 60
_OWN_MACHINE = ("localhost", "127.0.0.1", "::1")


@click.command()
@home_option
@click.option("--port", type=click.IntRange(1, 65535), help=f"Where the dashboard answers (else {_DEFAULT_PORT}, or a free one).")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def demo(home: Path | None, port: int | None, no_browser: bool) -> None:
    """Build a registry with the published results and the specimens that ship, and open its dashboard.

    The specimens go through the real reader and stay a set of their own. A second start finds everything there.

    \b
    Example:
      registry demo
      registry demo --home try --port 8600 --no-browser
    """
    settings = load_settings(home)
    name_local_reviewer(settings.home)
    click.echo(f"The registry lives in {settings.home}", err=True)
    with opened(settings.home) as registry:
        _tell("Published results and label claims", registry.load_published(progress=show_progress))
        _tell("Specimens", registry.load_specimens(progress=show_progress))
    _serve(settings, "localhost", port, browser=not no_browser)


@click.command()
@home_option
@click.option("--port", type=click.IntRange(1, 65535), help=f"Where the dashboard answers (else {_DEFAULT_PORT}, or a free one).")
@click.option("--address", default="localhost", show_default=True, help="Which address to listen on; 0.0.0.0 answers other machines too.")
@click.option("--browser", is_flag=True, help="Open it in a browser.")
def serve(home: Path | None, port: int | None, address: str, browser: bool) -> None:
    """Open the dashboard of a registry as it is.

    \b
    Example:
      REGISTRY_DATABASE_URL=postgresql://registry@db/registry registry serve --address 0.0.0.0
    """
    settings = load_settings(home)
    _refuse_strangers_as_reviewers(settings, address)
    with opened(settings.home) as registry:
        registry.state()  # a database that cannot be reached is said here, not on a page
    _serve(settings, address, port, browser=browser)


def _refuse_strangers_as_reviewers(settings: Settings, address: str) -> None:
    """Whoever opens the page without a login is the local reviewer: that is for one's own machine alone."""
    secrets = settings.home / ".streamlit" / "secrets.toml"
    has_login = secrets.exists() and "[auth" in secrets.read_text(encoding="utf-8", errors="replace")
    if settings.is_reviewer(LOCAL_REVIEWER) and not has_login and address not in _OWN_MACHINE:
        raise ConfigurationError(
            f"At {address} everybody who opens the page would be the {LOCAL_REVIEWER} and could publish.",
            next_step=f"Set up a login in {secrets} and name reviewers by their e-mail in REGISTRY_REVIEWERS, or serve on localhost.",
        )


def _tell(what: str, loaded: Loaded) -> None:
    parts = [(loaded.certificates, "certificates"), (loaded.claims, "label claims"), (loaded.already_there, "there already")]
    click.echo(f"{what}: {', '.join(f'{count} {name}' for count, name in parts if count) or 'nothing'}", err=True)
    for name, failure in loaded.failures:
        click.echo(f"  {name} could not be read: {failure.reason} [{failure.code}]", err=True)


def _serve(settings: Settings, address: str, port: int | None, *, browser: bool) -> None:
    """Runs the dashboard until it ends or is interrupted. Raises ConfigurationError where it cannot start."""
    app, shown = _dashboard() / "server.py", "localhost" if address in ("0.0.0.0", "::") else address  # noqa: S104
    if port and _taken(shown, port):  # else what answers there would be taken for the dashboard
        raise ConfigurationError(f"Something else answers at port {port} already.", next_step="Close it, or choose another --port.")
    settings.home.mkdir(parents=True, exist_ok=True)
    _place_look(settings.home)
    chosen = port or _free_port(address)
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(chosen), "--server.address", address]
    places = {"REGISTRY_HOME": str(settings.home), "REGISTRY_FILES": str(settings.files), "REGISTRY_DATABASE_URL": settings.database_url}
    environment = {**os.environ, **places}  # its server runs in another folder, where a relative path would mean another place
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it ends its server too
    server = subprocess.Popen(command, cwd=settings.home, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 (our own command)
    try:
        url = f"http://{shown}:{chosen}"
        _until(lambda: _answers(url), server)
        click.echo(f"The dashboard is open at {url}  (Ctrl-C ends it)")
        if browser:
            webbrowser.open(url)
        server.wait()
    except KeyboardInterrupt:
        click.echo("Closed.", err=True)
    finally:
        _end(server)


def _dashboard() -> Path:
    found = importlib.util.find_spec("dashboards")
    if found is None or not found.submodule_search_locations:
        raise ConfigurationError("The dashboard is not installed.", next_step="Install kratom-registry again.")
    return Path(found.submodule_search_locations[0])


def _place_look(home: Path) -> None:
    """The dashboard's own settings, where its server looks for them: `.streamlit` in the folder it runs in."""
    folder = _dashboard()
    for shipped in (folder / "streamlit" / "config.toml", folder.parent / ".streamlit" / "config.toml"):
        if shipped.exists():
            (home / ".streamlit").mkdir(exist_ok=True)
            shutil.copyfile(shipped, home / ".streamlit" / "config.toml")
            return


def _free_port(address: str) -> int:
    """The usual port, or any free one where somebody else has it."""
    for candidate in (_DEFAULT_PORT, 0):
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.bind((address, candidate))
            port: int = probe.getsockname()[1]
            return port
    raise ConfigurationError(f"Nothing can listen on {address}.", next_step="Choose another --address.")


def _taken(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=2).close()
    except OSError:
        return False
    return True


def _until(ready: Callable[[], bool], server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not ready():
        if server.poll() is not None or time.monotonic() > end:
            raise ConfigurationError("The dashboard did not start.", next_step="Choose another --port, or see the message above.")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as response:  # noqa: S310
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=5)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
