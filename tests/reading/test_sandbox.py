"""A file can do no harm: the parent gets a picture, drafts or one named error, and goes on."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from registry.errors import ReadingError
from registry.reading import child, intake, sandbox
from registry.reading.limits import MEGABYTE, Limits
from tests.reading import badfiles

PAGE = badfiles.pdf(badfiles.words("Certificate of Analysis"))


def drawn(data: bytes = PAGE, page: int = 1, limits: Limits = sandbox.DEFAULT_LIMITS) -> bytes:
    return sandbox.page_png(data, intake.PDF, page, width=100, limits=limits)


def test_a_page_comes_back_from_the_child() -> None:
    assert drawn().startswith(b"\x89PNG")


def test_the_page_that_prepares_the_server_is_read_whole() -> None:
    drafts = child.DRAFTS.validate_json(child._read(child.FIRST_PAGE, "first.pdf", None))
    assert [(row.analyte, row.measurements[0].qualifier, row.status) for draft in drafts for row in draft.results] == [
        ("Lead", "eq", "pass"),
        ("Arsenic", "lt_loq", "pass"),
    ]


def test_our_error_crosses_with_everything_it_says() -> None:
    with pytest.raises(ReadingError) as error:
        drawn(page=7)
    assert (error.value.code, error.value.next_step) == ("page-unreadable", "Choose another page.")


def test_a_file_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(ReadingError) as error:
        drawn(badfiles.bomb(60), limits=Limits(seconds=0.3))
    assert error.value.code == "reading-timeout"


def test_a_file_that_swells_is_stopped() -> None:
    with pytest.raises(ReadingError) as error:
        drawn(badfiles.nested_bomb(1), limits=Limits(memory=400 * MEGABYTE, ocr_memory=400 * MEGABYTE))
    assert error.value.code in ("reading-memory", "reading-crashed", "page-unreadable")


def test_the_next_file_is_served_after_a_child_has_died() -> None:
    with pytest.raises(ReadingError):
        drawn(badfiles.bomb(60), limits=Limits(seconds=0.05))
    assert drawn().startswith(b"\x89PNG")


def test_the_server_is_started_again_where_it_was_killed() -> None:
    drawn()
    process = sandbox._SERVER._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert drawn().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("wait_status", "resident_mb", "code"),
    [
        (signal.SIGALRM, 100, "reading-timeout"),
        (signal.SIGKILL, 100, "reading-memory"),
        (signal.SIGABRT, 100, "reading-memory"),
        (signal.SIGSEGV, 900, "reading-memory"),
        (signal.SIGSEGV, 100, "reading-crashed"),
        (1 << 8, 100, "reading-crashed"),
    ],
)
def test_how_a_child_died_is_told_by_its_status(wait_status: int, resident_mb: int, code: str) -> None:
    mine, theirs = socket.socketpair()
    with mine, theirs:
        theirs.sendall(child.STATUS.pack(wait_status, resident_mb))
        assert sandbox._death(mine, "a.pdf", Limits()).code == code


def test_an_oversized_file_is_refused_before_it_is_sent() -> None:
    with pytest.raises(ReadingError) as error:
        sandbox.read_safely(PAGE, "a.pdf", limits=replace(sandbox.DEFAULT_LIMITS, file_bytes=100))
    assert error.value.code == "file-too-large"


def test_several_threads_read_at_once() -> None:
    pictures: list[bytes] = []
    threads = [threading.Thread(target=lambda: pictures.append(drawn())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pictures) == 6
    assert len(set(pictures)) == 1


def test_many_files_are_answered_in_order_and_a_bad_one_stops_nothing(tmp_path: Path) -> None:
    on_disk = tmp_path / "two.pdf"
    on_disk.write_bytes(badfiles.locked("secret"))
    told: list[str] = []
    files: list[tuple[str, bytes | Path]] = [("one.pdf", b""), ("two.pdf", on_disk), ("three.pdf", tmp_path / "absent.pdf")]
    outcomes = list(sandbox.read_many(files, workers=2, on_done=lambda outcome: told.append(outcome.name)))
    assert [(o.name, o.error and o.error.code) for o in outcomes] == [
        ("one.pdf", "file-empty"),
        ("two.pdf", "file-encrypted"),
        ("three.pdf", "file-unreadable"),
    ]
    assert sorted(told) == ["one.pdf", "three.pdf", "two.pdf"]


def test_a_program_without_a_main_guard_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "page.py"
    script.write_text(
        textwrap.dedent(f"""
            from registry.reading import intake, sandbox
            from tests.reading import badfiles
            print("once", len(sandbox.page_png({PAGE!r}, intake.PDF, 1, width=10)) > 0)
        """)
    )
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(root)})
    assert run.stdout.split() == ["once", "True"]
    assert run.stderr == ""
