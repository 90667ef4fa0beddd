"""`serve` and `demo`: the dashboard answers, with its own look, and ends when it is told to."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from registry.cli import main, serving
from registry.errors import ConfigurationError
from registry.services import LOCAL_REVIEWER, Loaded, Registry
from registry.settings import load_settings, name_local_reviewer
from tests.waiting import free_port, until


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def fetched(port: int, place: str) -> Any:
    with urllib.request.urlopen(f"http://localhost:{port}/{place}", timeout=10) as response:
        return json.load(response)


def heeds_interrupts() -> None:
    """A shell starts what it runs behind itself deaf to interrupts, and a suite started so would hand that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_port_where_something_else_answers_is_not_taken_for_the_dashboard(tmp_path: Path) -> None:
    with socket.create_server(("localhost", 0)) as other:
        port = other.getsockname()[1]
        refused = CliRunner().invoke(main, ["serve", "--home", str(tmp_path), "--port", str(port)])
    assert refused.exit_code == ConfigurationError.exit_code
    assert f"Something else answers at port {port} already. Close it, or choose another --port." in refused.stderr


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_until_it_is_told_to_end(tmp_path: Path, told: signal.Signals) -> None:
    port, log, home = free_port(), tmp_path / "log", tmp_path / "home"
    command = [sys.executable, "-m", "registry.cli", "serve", "--home", str(home), "--port", str(port)]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            cwd=tmp_path,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            preexec_fn=heeds_interrupts,
        )
        try:
            until(lambda: b"open at" in log.read_bytes(), seconds=60, process=server, log=log)
            assert answers(port)
            assert fetched(port, "health")["status"] == "ok"
            assert f"http://localhost:{port}" in log.read_text()
            assert "gatherUsageStats = false" in (home / ".streamlit" / "config.toml").read_text()
        finally:
            server.send_signal(told)
            try:
                assert server.wait(timeout=30) == 0
            finally:
                server.kill()
                server.wait()
    assert not answers(port)


@pytest.fixture
def never_serves(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What `demo` would have served."""
    served: list[tuple[object, ...]] = []
    monkeypatch.setattr(serving, "_serve", lambda settings, address, port, browser: served.append((settings.home, address, port, browser)))
    return served


def test_demo_builds_a_registry_with_a_local_reviewer_and_serves_it(
    tmp_path: Path, never_serves: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Registry, "load_specimens", lambda self, progress=None: Loaded(certificates=1)
    )  # the real reader has tests of its own
    home = tmp_path / "home"
    done = CliRunner().invoke(main, ["demo", "--home", str(home), "--port", "8600", "--no-browser"])
    assert done.exit_code == 0, done.output
    assert "Published results and label claims: 108 certificates, 230 label claims" in done.stderr
    assert never_serves == [(home, "localhost", 8600, False)]
    assert load_settings(home, {}).reviewers == (LOCAL_REVIEWER,)
    again = CliRunner().invoke(main, ["demo", "--home", str(home)])
    assert "338 there already" in again.stderr


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("localhost", 8501))
            taken.listen()
        except OSError:
            pass  # somebody else has it: the same thing
        assert serving._free_port("localhost") != 8501


def test_an_address_of_another_machine_cannot_be_listened_on() -> None:
    with pytest.raises(ConfigurationError, match="Nothing can listen"):
        serving._free_port("192.0.2.1")


def test_nobody_becomes_the_local_reviewer_from_another_machine(tmp_path: Path, never_serves: list[tuple[object, ...]]) -> None:
    name_local_reviewer(tmp_path)
    arguments = ["serve", "--home", str(tmp_path), "--address", "0.0.0.0"]
    refused = CliRunner().invoke(main, arguments)
    assert refused.exit_code == ConfigurationError.exit_code
    assert "everybody who opens the page would be the local reviewer" in refused.stderr
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text("[auth]\n")
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert CliRunner().invoke(main, ["serve", "--home", str(tmp_path)]).exit_code == 0
    assert [address for _, address, *_ in never_serves] == ["0.0.0.0", "localhost"]
