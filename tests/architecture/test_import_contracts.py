"""Who may import whom is a test: the contracts stand in pyproject.toml."""

from __future__ import annotations

from pathlib import Path

from importlinter import api, cli

ROOT = Path(__file__).resolve().parents[2]


def test_every_import_obeys_the_contracts(monkeypatch, capsys) -> None:
    monkeypatch.chdir(ROOT)
    # the linter sets logging up for its whole process, which would silence our loggers in every test after this one
    monkeypatch.setattr(cli.logging_config, "dictConfig", lambda _: None)
    configuration = api.read_configuration(str(ROOT / "pyproject.toml"))
    assert len(configuration["contracts_options"]) >= 4

    outcome = cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert outcome == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_folder_of_code_is_a_package_so_that_no_contract_skips_it() -> None:
    bare = [
        folder
        for top in ("registry", "dashboards")
        for folder in [ROOT / top, *(ROOT / top).rglob("*/")]
        if any(folder.glob("*.py")) and not (folder / "__init__.py").exists()
    ]
    assert not bare
