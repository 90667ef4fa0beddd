"""`registry withhold`, `verify`, `backup` and `restore`: keeping the registry lawful and sound."""

from __future__ import annotations

from pathlib import Path

import click

from registry.cli.options import OUT_FILE, actor_option, home_option, opened
from registry.errors import IntegrityBroken
from registry.services import Verification


@click.command()
@home_option
@click.option("--head", help="A hash printed on a report: shows a journal that was rebuilt or cut off since.")
def verify(home: Path | None, head: str | None) -> None:
    """Check the journal's chain, every stored file and every record; name each change. Exit code 5 where there is one.

    \b
    Example:
      registry verify
      registry verify --head 9f2c…   (the hash printed on the report)
    """
    with opened(home) as registry:
        _end(registry.verify(head))


@click.command()
@click.argument("certificate_id")
@click.option("--why", required=True, help="The law or order that asks for it; it stands in the journal.")
@click.option("--undo", is_flag=True, help="Show it again.")
@home_option
@actor_option
def withhold(certificate_id: str, why: str, undo: bool, home: Path | None, who: str) -> None:
    """Show neither a certificate's file nor its pages any more, where law demands it.

    Its results, the file's hash, the day and the reason stay. Of a file that reports several samples no certificate shows it.

    \b
    Example:
      registry withhold 3f2a9c01b7de-1 --why "order of the district court, 2026-11-03"
      registry withhold 3f2a9c01b7de-1 --undo --why "order lifted"
    """
    with opened(home) as registry:
        if undo:
            registry.release(certificate_id, who, why)
        else:
            registry.withhold(certificate_id, who, why)
    click.echo(f"{certificate_id}: {'shown again' if undo else 'withheld'}; the journal says so.")


@click.command()
@click.argument("file", type=OUT_FILE)
@home_option
def backup(file: Path, home: Path | None) -> None:
    """Write every row and every file into one archive; it can be restored into SQLite and PostgreSQL alike.

    \b
    Example:
      registry backup registry-2026-11-22.zip
    """
    with opened(home) as registry:
        registry.backup(file)
        state = registry.state()
    click.echo(
        f"{file}: {state.entries} journal entries, {state.certificates} certificates, {state.specimens} specimens, head {state.head}"
    )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@home_option
def restore(file: Path, home: Path | None) -> None:
    """Fill an empty registry from an archive of `registry backup`, and verify it.

    \b
    Example:
      registry restore registry-2026-11-22.zip --home restored
    """
    with opened(home) as registry:
        _end(registry.restore(file))


def _end(verification: Verification) -> None:
    for problem in verification.problems:
        click.echo(problem)
    checked = f"{verification.entries} journal entries, {verification.files} files, {verification.certificates} certificates"
    click.echo(f"{'Sound' if verification.sound else f'{len(verification.problems)} problems'}: {checked}. Head {verification.head}")
    if not verification.sound:
        raise click.exceptions.Exit(IntegrityBroken.exit_code)
