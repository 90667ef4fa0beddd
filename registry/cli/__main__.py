"""`python -m registry.cli` is the command `registry`."""

from registry.cli import main

main(prog_name="registry")
