"""The docstring of each folder of the reader is its map: where everything lives, for those who come new."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import registry.reading

READING = Path(registry.reading.__path__[0])
FOLDERS = sorted(path.parent for path in READING.rglob("__init__.py"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folders_docstring_names_each_of_its_modules_and_nothing_else(folder: Path) -> None:
    told = re.findall(r"`(\w+)`", ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or "")
    held = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()} - {"__init__"}
    assert sorted(told) == sorted(held)
