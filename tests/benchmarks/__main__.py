"""`python -m tests.benchmarks NAME [options]`: runs the benchmark in the module of that name in this folder."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))
    if not arguments or arguments[0] not in names:
        print(f"usage: python -m tests.benchmarks {{{','.join(names)}}} [options]", file=sys.stderr)
        return 2
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # times are those of one core, as reading's own processes have it
    result: int = importlib.import_module(f"tests.benchmarks.{arguments[0]}").run(arguments[1:])
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
