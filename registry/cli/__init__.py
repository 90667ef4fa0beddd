"""The command `registry`: arguments in, exit code out. Each failure says what happened, where and what to do, and has its exit code."""

from __future__ import annotations

import sys

import click

from registry.cli.custody import backup, restore, verify
from registry.cli.questions import check, compare, export, report, reproduce
from registry.cli.reading import read
from registry.cli.records import add, import_claims, show
from registry.cli.serving import demo, serve
from registry.errors import RegistryError
from registry.services import code_version


class Commands(click.Group):
    """The commands in the order of a certificate's way, and our errors as sentences with their exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(self.commands)

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


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(code_version(), package_name="kratom-registry")
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


for command in (demo, serve, read, add, show, compare, report, reproduce, check, export, import_claims, verify, backup, restore):
    main.add_command(command)
