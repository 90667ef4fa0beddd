"""What one reading may cost: size, pages, memory and time, and how a child process holds itself to that.

The parent only names the limits; the child applies them to itself before it looks at a file (`hold_to`). Optical
character recognition needs more of both, and asks for it when it starts (`allow_ocr`).
"""

from __future__ import annotations

import resource
import signal
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file. Memory is address space in bytes; times are seconds of the clock on the wall."""

    file_bytes: int = 64 * MEGABYTE
    pages: int = 200
    page_points: float = 14_400
    """Longest side of a page: 200 inches, the largest a PDF viewer must show."""
    picture_pixels: int = 80_000_000
    memory: int = 1024 * MEGABYTE
    """Without OCR: of 14 certificates measured the largest needs 0.26 GB of address space to be read, 0.33 GB for its facts."""
    seconds: float = 60
    ocr_memory: int = 3072 * MEGABYTE
    """With OCR: recognising one A4 page at 200 dpi reached 1.2 GB of address space (0.8 GB resident)."""
    ocr_seconds_per_page: float = 120
    """A page takes 4 to 10 seconds of one core, the densest 12; a small or busy machine is given ten times that."""


_current: Limits | None = None


def hold_to(limits: Limits) -> None:
    """Bind this process to `limits`: beyond the memory an allocation fails, beyond the time SIGALRM ends the process.

    For a child process only: neither bound is lifted again. The alarm keeps its default action on purpose, so that it
    ends a loop inside a C library too.
    """
    global _current
    _current = limits
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    _limit_memory(limits.memory, max(limits.memory, limits.ocr_memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def current() -> Limits:
    """The limits this process is held to; the default ones outside a child."""
    return _current or Limits()


def allow_ocr(pages: int) -> None:
    """Give a child that is about to recognise `pages` pages the memory and time of OCR; does nothing outside a child."""
    if _current is None:
        return
    _limit_memory(max(_current.memory, _current.ocr_memory), max(_current.memory, _current.ocr_memory))
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    signal.setitimer(signal.ITIMER_REAL, left + pages * _current.ocr_seconds_per_page)


def _limit_memory(soft: int, hard: int) -> None:
    _, ceiling = resource.getrlimit(resource.RLIMIT_AS)
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
