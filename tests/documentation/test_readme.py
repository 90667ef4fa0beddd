"""What the README promises is there: its commands, its paths, its pictures."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from registry.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`registry {command}" in README


@pytest.mark.parametrize("example", re.findall(r"`registry ([a-z-]+)", README))
def test_every_command_in_the_readme_exists_and_explains_itself_with_an_example(example: str) -> None:
    outcome = CliRunner().invoke(main, [example, "--help"])
    assert outcome.exit_code == 0
    assert "Example:" in outcome.output


def test_the_set_up_and_the_tests_are_one_line_each() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert [line.rsplit("/", 1)[-1] for line in lines] == ["registry demo", "pytest"]
    assert all("-c constraints.txt" in line for line in lines)


@pytest.mark.parametrize(
    "path", sorted({p.rstrip("/") for p in re.findall(r"[`(]((?:registry|dashboards|data|tests)/[\w./-]+)[`)]", README)})
)
def test_every_path_in_the_readme_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_no_pin_names_a_place() -> None:
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert len(pins) > 100
    assert all(re.fullmatch(r"[A-Za-z0-9_.\[\]-]+==[A-Za-z0-9_.+!-]+", pin) for pin in pins)


def test_every_tracked_file_speaks_of_the_product_alone() -> None:
    """No path of somebody's machine and no address of a package index."""
    words = ("/" + "home/", "/" + "root/", "/" + "work/", "pypi" + ".org", "files.python" + "hosted", "index" + "-url")
    found = subprocess.run(
        ["git", "grep", "-nIF", *(part for word in words for part in ("-e", word)), "--", ".", ":!LICENSE"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stdout == ""
    assert found.returncode == 1  # git looked and found none
