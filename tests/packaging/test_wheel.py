"""The wheel, installed somewhere else, is whole: it finds its data, its migrations and its dashboard, and starts the demo."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.waiting import free_port, until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's content and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT], check=True)
    (wheel,) = folder.glob("kratom_registry-*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", folder / "site", wheel], check=True)
    return folder / "site"


def _environment(site: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(site), "PYTHONSAFEPATH": "1"}


def test_an_installed_wheel_finds_its_own_data(installed: Path, tmp_path: Path) -> None:
    code = "import registry.datafiles as d; print(d.data_path('reference', 'analytes.csv'))"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=_environment(installed), check=True, capture_output=True, text=True
    )
    assert Path(found.stdout.strip()).is_relative_to(installed)


def test_an_installed_wheel_builds_the_demo_and_serves_it(installed: Path, tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "registry.cli", "demo", "--no-browser", "--port", str(port), "--home", str(tmp_path / "home")]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=tmp_path, env=_environment(installed), stdout=log, stderr=subprocess.STDOUT)
    try:
        until(lambda: _answers(f"http://127.0.0.1:{port}/_stcore/health"), seconds=300, process=server, log=tmp_path / "log")
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
