"""A browser to drive: one that is installed, else one that is got, else a sentence that says how to get one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/usr/bin/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
HOW = (
    "No browser was found and none could be got. Install Chromium or Chrome (Debian: `apt-get install chromium`), "
    "or run `playwright install chromium`."
)


def installed(own: str) -> str | None:
    """The path of Playwright's `own` browser or of an installed one."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in (*PLACES, own) if Path(place).exists()), None)


def got(own: str) -> str | None:
    """The path of a browser after trying Playwright's download, then (as root on Debian) the package."""
    _try([sys.executable, "-m", "playwright", "install", "chromium"], seconds=300)
    if not Path(own).exists() and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        _try(["apt-get", "update", "-q"], seconds=300)
        _try(["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"], seconds=900)
    return installed(own)


def _try(command: list[str], *, seconds: float) -> None:
    try:
        subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return
