"""Waiting for a process that serves: a free port, and a bounded wait that shows the log when it fails."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(ready: Callable[[], bool], *, seconds: float, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns once `ready()` holds; fails with the log's end where the process stops first or the time runs out."""
    end = time.monotonic() + seconds
    while not ready():
        stopped = process.poll() is not None
        if stopped or time.monotonic() > end:
            tail = log.read_text(encoding="utf-8", errors="replace")[-3000:]
            raise AssertionError(f"The server {'stopped' if stopped else f'was not ready within {seconds:.0f} s'}; its log ends:\n{tail}")
        time.sleep(0.3)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
