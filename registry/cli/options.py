"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from registry.services import LOCAL_REVIEWER, Progress, Registry, load_settings

F = TypeVar("F", bound=Callable[..., Any])
OUT_FILE = click.Path(dir_okay=False, path_type=Path)


def home_option(command: F) -> F:
    """`--home DIR`: where the registry lives."""
    return click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        help="The registry's folder (else REGISTRY_HOME, else your data folder).",
    )(command)


def actor_option(command: F) -> F:
    """`--as NAME`: whom the journal names."""
    return click.option(
        "--as", "who", envvar="REGISTRY_USER", default=LOCAL_REVIEWER, show_default=True, help="Who does this; the journal keeps the name."
    )(command)


def specimen_option(command: F) -> F:
    """`--specimen`: the invented set instead of the real one."""
    return click.option("--specimen", is_flag=True, help="The invented specimens instead of real data; the two never mix.")(command)


def opened(home: Path | None) -> Registry:
    """The registry of these settings; close it, or use it in a `with`. What opening it waits for is said on standard error."""
    return Registry(load_settings(home), tell=_say)


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def show_progress(progress: Progress) -> None:
    """One line on standard error for each file that is done."""
    click.echo(f"[{progress.done:>{len(str(progress.total))}}/{progress.total}] {progress.name}", err=True)
