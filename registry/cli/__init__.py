"""The command `registry`: arguments in, exit code out. Each failure says what happened, where and what to do, and has its exit code."""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import click

from registry.errors import RegistryError

COMMANDS: Final = {
    "demo": ("serving", "Build a registry with the published results and the specimens that ship, and open its dashboard."),
    "serve": ("serving", "Open the dashboard of a registry as it is."),
    "read": ("reading", "Read certificates and print what they say; nothing is kept."),
    "add": ("records", "Keep certificates; each becomes a draft that waits for a reviewer."),
    "show": ("records", "Show one certificate: what it says now, what was decided about it, and where it came from."),
    "compare": ("questions", "Compare what labels claim with what laboratories measured; print a table, or write a report."),
    "report": (
        "questions",
        "Write a report on one certificate, on one product (its key), or, with neither, on every result under a rule pack.",
    ),
    "reproduce": ("questions", "Make a report again from the question it carries, and compare the two byte for byte."),
    "check": ("check", "Judge one certificate, a file or one in the registry, by a rule pack on a day."),
    "legal": (
        "legal",
        "Say what is recorded of the legal status of kratom in a place on a day, with law and source; without a place, list all.",
    ),
    "export": ("questions", "Write every published result (or label claim, or entry of the journal) as a table, one measurement a row."),
    "propose": ("statements", "Say what a draft is about: brand, product, lot and label; a reviewer reads it before it counts."),
    "answer": ("statements", "Answer the reviewer who sent a draft back; it then waits for a reviewer again."),
    "dispute": (
        "statements",
        "Dispute a certificate or one figure; it stands beside the figure once a reviewer shows it, and the figure stays.",
    ),
    "reply": ("statements", "Reply for a brand or a laboratory; it stands beside the figure once a reviewer shows it."),
    "statements": (
        "statements",
        "List what was said about a certificate, or (without one) what waits for a reviewer; show or hide a statement.",
    ),
    "import-claims": ("records", "Take label claims from a CSV; brands and products are made as needed."),
    "withhold": ("custody", "Show neither a certificate's file nor its pages any more, where law demands it."),
    "verify": ("custody", "Check the journal's chain, every stored file and every record; name each change."),
    "backup": ("custody", "Write every row and every file into one archive; it can be restored into SQLite and PostgreSQL alike."),
    "restore": ("custody", "Fill an empty registry from an archive of `registry backup`, and verify it."),
}
"""Each command's module and its first sentence: what there is to do is said without loading what does it."""


class Commands(click.Group):
    """The commands in the order of a certificate's way, and our errors as sentences with their exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"{__name__}.{COMMANDS[cmd_name][0]}"), cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except RegistryError as error:
            click.echo(f"registry: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            # whoever read the output has seen enough (`registry read ... | head`)
            sys.stderr.close()
            ctx.exit(0)


def _say_version(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        try:
            click.echo(f"registry, version {version('kratom-registry')}")
        except PackageNotFoundError:
            click.echo("registry, version not installed")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Show the version and exit.")
def main() -> None:
    """A registry of laboratory results for kratom: certificates of analysis whose every value points to where it was read.

    \b
    Exit codes
      0  done                       5  the database or the files; `verify` found a change
      1  an error of the registry   6  not permitted: only a reviewer may
      2  an option or a setting     7  rules or statistics cannot answer
      3  a file cannot be read      8  a report could not be made
      4  a record is not right

    Settings come from the option, then the environment (REGISTRY_HOME, REGISTRY_DATABASE_URL, REGISTRY_FILES,
    REGISTRY_REVIEWERS), then registry.toml in the registry's home.
    """
