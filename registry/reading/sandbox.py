"""Reading where it can do no harm: each file in a child process with limits on memory, time, pages and size.

Whatever a file does (crash a library, loop, swell), the caller gets drafts or one ReadingError, and lives.
Works from any thread and any kind of program: a command, a server, a test.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from registry import errors
from registry.errors import ReadingError, RegistryError
from registry.model.certificate import AuthenticityFacts, DraftCertificate
from registry.reading import child, intake
from registry.reading.limits import Limits

DEFAULT_LIMITS: Final = Limits()
_ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its drafts, or the error; `seconds` by the clock on the wall."""

    name: str
    drafts: tuple[DraftCertificate, ...] = ()
    error: RegistryError | None = None
    seconds: float = field(default=0.0, compare=False)


def read_safely(data: bytes, name: str, *, limits: Limits = DEFAULT_LIMITS, password: str | None = None) -> tuple[DraftCertificate, ...]:
    """The drafts of one file (one for each sample it reports), read in a child process.

    Raises ReadingError: what intake, reading and layout raise, and `reading-timeout`, `reading-memory`, `reading-crashed`
    where the child did not end by itself; NotACertificate where the file is something else.
    """
    media_type = intake.sniff(data, name, limits)  # size and header first: an oversized file is not even sent
    body = _SERVER.run({"task": "read", "name": name, "password": password}, data, name, limits)
    facts, findings = _facts(data, name, media_type, limits, password)
    drafts = child.DRAFTS.validate_json(body)
    return tuple(draft.model_copy(update={"authenticity": facts, "findings": draft.findings + findings}) for draft in drafts)


def _facts(data: bytes, name: str, media_type: str, limits: Limits, password: str | None) -> child.Facts:
    """The file's own facts, from a child of their own: whatever goes wrong there costs no reading."""
    request = {"task": "facts", "name": name, "media_type": media_type, "password": password}
    try:
        return child.FACTS.validate_json(_SERVER.run(request, data, name, limits))
    except ReadingError:
        return AuthenticityFacts(), ()


def page_png(
    data: bytes,
    media_type: str,
    page: int,
    *,
    width: int = 1200,
    password: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> bytes:
    """`render.page_png` in a child process, for files nobody has looked at yet."""
    request = {"task": "page", "media_type": media_type, "page": page, "width": width, "password": password}
    return _SERVER.run(request, data, f"page {page}", limits)


def without_password(data: bytes, name: str, password: str, *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """A copy of a locked PDF that opens without its password, made in a child process. Raises ReadingError."""
    return _SERVER.run({"task": "unlock", "password": password}, data, name, limits)


def read_many(
    files: Sequence[tuple[str, bytes | Path]],
    workers: int | None = None,
    on_done: Callable[[Outcome], None] | None = None,
    *,
    limits: Limits = DEFAULT_LIMITS,
    password: str | None = None,
) -> Iterator[Outcome]:
    """One outcome for each (name, bytes or path), in the order given; several files are read at once.

    `on_done` is called in the consuming thread as soon as a file is done, in whatever order that is. A failure is an
    outcome and stops nothing. Closing the iterator early drops the files not begun yet.
    """
    workers = workers or os.cpu_count() or 1
    waiting = deque(files)
    running: deque[Future[Outcome]] = deque()
    told: set[Future[Outcome]] = set()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="reading")
    try:
        while waiting or running:
            while waiting and len(running) < 4 * workers:  # files wait on disk, not in memory
                running.append(pool.submit(_outcome, *waiting.popleft(), limits, password))
            done, _ = wait([f for f in running if f not in told] or running, return_when=FIRST_COMPLETED)
            for future in done - told:
                told.add(future)
                if on_done is not None:
                    on_done(future.result())
            while running and running[0] in told:
                told.discard(running[0])
                yield running.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _outcome(name: str, content: bytes | Path, limits: Limits, password: str | None) -> Outcome:
    start = time.monotonic()
    try:
        data = content if isinstance(content, bytes) else _bytes_of(content, limits)
        return Outcome(name, read_safely(data, name, limits=limits, password=password), seconds=time.monotonic() - start)
    except RegistryError as error:
        return Outcome(name, error=error, seconds=time.monotonic() - start)


def _bytes_of(path: Path, limits: Limits) -> bytes:
    """The file, or a little more than the limit of it: enough for intake to refuse it."""
    try:
        with path.open("rb") as stream:
            return stream.read(limits.file_bytes + 1)
    except OSError as problem:
        raise ReadingError(
            f"The file cannot be opened: {problem.strerror or problem}.",
            where=str(path),
            next_step="Check its name and rights.",
            code="file-unreadable",
        ) from problem


class _Server:
    """The reading server's other end; started when first needed, and again where it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def run(self, request: dict[str, Any], data: bytes, name: str, limits: Limits) -> bytes:
        """The reply's bytes. Raises the error the child reports, or a ReadingError where it died."""
        work, status = self._hand_over()
        with work, status:
            patience = limits.seconds + limits.pages * limits.ocr_seconds_per_page + 30
            work.settimeout(patience)
            status.settimeout(30)
            try:
                child.send(work, request | {"limits": asdict(limits)}, data)
                head, body = child.receive(work)
            except (EOFError, OSError, ValueError):
                raise _death(status, name, limits) from None
        if head.get("done"):
            return body
        if "died" in head:
            raise _died(head["died"], name, limits, head.get("why", ""))
        kind, what, where, next_step, code = head["error"]
        raise getattr(errors, kind)(what, where=where or name, next_step=next_step, code=code)

    def _hand_over(self) -> tuple[socket.socket, socket.socket]:
        """Two sockets whose other ends a new child and the server hold."""
        work, childs_work = socket.socketpair()
        status, servers_status = socket.socketpair()
        ends = [childs_work.fileno(), servers_status.fileno()]
        with childs_work, servers_status, self._lock:
            try:
                socket.send_fds(self._running(), [b"+"], ends)
            except OSError:  # the server has died since: start another
                self.stop()
                socket.send_fds(self._running(), [b"+"], ends)
        return work, status

    def _running(self) -> socket.socket:
        if self._control is None or self._owner != os.getpid():  # a fork of this process starts its own
            mine, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, and no word from outside
                    [sys.executable, "-P", "-c", _ENTRY, str(_ROOT), str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C belongs to the parent; closing the socket ends the server
                    env=os.environ | _ENVIRONMENT,
                )
            self._control, self._owner = mine, os.getpid()
        return self._control

    def stop(self) -> None:
        """End the server and whatever it still reads. The next file starts another."""
        if self._control is None or self._process is None or self._owner != os.getpid():
            return
        self._control.close()
        self._control = None
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


_ENTRY: Final = "import sys; sys.path.insert(0, sys.argv[1]); from registry.reading.child import serve; serve(int(sys.argv[2]))"
# One thread and few arenas: threads do not survive a fork, and each arena reserves 64 MB of address space.
_ENVIRONMENT: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_SERVER: Final = _Server()
atexit.register(_SERVER.stop)


def _death(status: socket.socket, name: str, limits: Limits) -> ReadingError:
    try:
        wait_status, resident_mb = child.STATUS.unpack(status.recv(child.STATUS.size, socket.MSG_WAITALL))
    except (OSError, struct.error):
        return _died("crashed", name, limits, "the reading process ended")
    if not os.WIFSIGNALED(wait_status):
        return _died("crashed", name, limits, "the child ended without an answer")
    ended_by = os.WTERMSIG(wait_status)
    if ended_by == signal.SIGALRM:
        return _died("timeout", name, limits, "")
    # A library whose allocation fails aborts; the kernel kills where the whole machine is out of memory.
    if ended_by in (signal.SIGKILL, signal.SIGABRT) or resident_mb * 1024 * 1024 > limits.memory // 2:
        return _died("memory", name, limits, "")
    return _died("crashed", name, limits, signal.Signals(ended_by).name)


def _died(how: str, name: str, limits: Limits, why: str) -> ReadingError:
    what, next_step = {
        "timeout": ("Reading took longer than allowed and was stopped.", "Send fewer pages, or a cleaner scan."),
        "memory": (f"Reading needed more than {limits.memory // 2**20} MB and was stopped.", "Send the pages of the certificate alone."),
        "crashed": (f"Reading broke off{': ' + why if why else ''}.", "The file may be damaged: download or scan it again."),
    }[how]
    return ReadingError(what, where=name, next_step=next_step, code=f"reading-{how}")
