"""The process that reads: a small server that forks one child for each file, and what such a child does.

`registry.reading.sandbox` starts the server with ``python -c``, so nothing of the user's own program is imported again
(the standard library's forkserver runs `__main__` anew, which for a dashboard page is the page itself). The server
reads a page of its own, a specimen and no file; a child inherits what these loaded (libraries, words, patterns) and dies with its file.

A request is one frame, a reply is one frame: four bytes of length, JSON, then raw bytes.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import importlib
import json
import os
import selectors
import signal
import socket
import struct
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

from pydantic import TypeAdapter

from registry.datafiles import data_path
from registry.errors import RegistryError
from registry.model.certificate import AuthenticityFacts, DraftCertificate
from registry.model.checks import noticed
from registry.model.findings import Finding, told_once
from registry.reading import intake, limits, render

Facts = tuple[AuthenticityFacts, tuple[Finding, ...]]
DRAFTS: Final = TypeAdapter(tuple[DraftCertificate, ...])
FACTS: Final = TypeAdapter(Facts)
SPECIMEN: Final = "s02_panel_pages.pdf"
"""The specimen with the most panels."""
SELDOM: Final = (50_000, 20, 100)
"""How seldom a child looks for garbage: a page makes some 10,000 objects, and looking for it took a twentieth of the reading."""
_LENGTH: Final = struct.Struct("!Q")
STATUS: Final = struct.Struct("!ii")
"""How a child ended: wait status, and the resident memory it reached in MB."""


def send(channel: socket.socket, head: dict[str, Any], body: bytes = b"") -> None:
    """One frame: `head` as JSON and `body` as it is."""
    text = json.dumps(head).encode()
    channel.sendall(_LENGTH.pack(len(text)) + _LENGTH.pack(len(body)) + text)
    channel.sendall(body)


def receive(channel: socket.socket) -> tuple[dict[str, Any], bytes]:
    """The other side's frame. Raises EOFError where it ended before the frame did."""
    text, body = _LENGTH.unpack(_exactly(channel, 8))[0], _LENGTH.unpack(_exactly(channel, 8))[0]
    head: dict[str, Any] = json.loads(_exactly(channel, text))
    return head, _exactly(channel, body)


def _exactly(channel: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = channel.recv(min(size - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def serve(control_fd: int) -> NoReturn:
    """Fork a child for every pair of sockets that comes over the control socket, until the parent closes it."""
    control = socket.socket(fileno=control_fd)
    unprepared = list(PREPARATIONS)
    _prepare(unprepared.pop(0))
    wakened, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    running: dict[int, socket.socket] = {}
    with selectors.DefaultSelector() as ready:
        ready.register(control, selectors.EVENT_READ)
        ready.register(wakened, selectors.EVENT_READ)
        while True:
            asked = ready.select(timeout=0 if unprepared else None)
            if not asked:  # nobody waits: prepare for what comes less often, or after a reading
                _prepare(unprepared.pop(0))
            for key, _ in asked:
                if key.fileobj is control:
                    _fork(control, running)
                else:
                    os.read(wakened, 512)
            _reap(running)


def prepare() -> None:
    """Load once what every child needs: libraries, words, patterns, the catalogue."""
    for preparation in PREPARATIONS:
        _prepare(preparation)


def _prepare(preparation: Callable[[], object]) -> None:
    with contextlib.suppress(Exception):  # a child then meets the same error and reports it
        preparation()
    gc.freeze()  # what the children inherit is nobody's garbage; looking for some in it would copy it into each of them
    gc.set_threshold(*SELDOM)  # a reading makes records, hardly any circles of them, and its process ends with the file


def _text_page(*lines: str) -> bytes:
    """A PDF of one page: each line's cells, parted by two spaces, in columns."""
    drawn = "".join(
        f"1 0 0 1 {90 * column} {800 - 20 * row} Tm ({cell}) Tj\n"
        for row, line in enumerate(lines, start=1)
        for column, cell in enumerate(line.split("  "), start=1)
    )
    content = f"BT /F 10 Tf {drawn} ET"
    return f"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length {len(content)}>> stream
{content}
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
%%EOF""".encode()


FIRST_PAGE: Final = _text_page(
    "Certificate of Analysis",
    "Sample: SPECIMEN",
    "Reported: 2026-01-31",
    "Analyte  Result  Unit  LOQ  Status",
    "Lead  0.1  mg/kg  0.05  Pass",
    "Arsenic  <LOQ  mg/kg  0.05  Pass",
)


def _fork(control: socket.socket, running: dict[int, socket.socket]) -> None:
    byte, descriptors, _, _ = socket.recv_fds(control, 1, 2)
    if not byte:
        for pid in running:
            os.kill(pid, signal.SIGKILL)
        os._exit(0)
    work, status = (socket.socket(fileno=descriptor) for descriptor in descriptors)
    pid = os.fork()
    if pid == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in (control, status, *running.values()):
            other.close()
        _work(work)
    work.close()
    running[pid] = status


def _reap(running: dict[int, socket.socket]) -> None:
    while running:
        pid, wait_status, usage = os.wait4(-1, os.WNOHANG)
        if pid == 0:
            return
        with running.pop(pid) as status, contextlib.suppress(OSError):
            status.sendall(STATUS.pack(wait_status, usage.ru_maxrss // 1024))


def _work(channel: socket.socket) -> NoReturn:
    try:
        request, data = receive(channel)
        limits.hold_to(limits.Limits(**request.pop("limits")))
        head, body = _answer(request, data)
        # What was read is safe; only sending it may need a little more than the reading was allowed.
        send(channel, head, body)
    except (OSError, EOFError):
        os._exit(1)
    os._exit(0)


def _answer(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        return {"done": True}, _TASKS[request.pop("task")](data, **request)
    except RegistryError as error:
        return {"error": [type(error).__name__, error.what, error.where, error.next_step, error.code]}, b""
    except MemoryError:
        return {"died": "memory"}, b""
    except RecursionError:
        return {"died": "crashed", "why": "its structure is nested too deeply"}, b""
    except Exception as problem:  # noqa: BLE001 - the border of the process: whatever the file set off ends here, and is told
        place = traceback.extract_tb(problem.__traceback__)[-1]
        return {"died": "crashed", "why": f"{type(problem).__name__} in {place.name}, {problem}"[:300]}, b""


def _read(data: bytes, name: str, password: str | None) -> bytes:
    admitted = intake.admit(data, name, limits.current(), password)
    from registry.reading import pipeline  # imported by the server before; here for a file refused earlier not to need it

    drafts = pipeline.read_document(admitted.data, name, password=password)
    about: dict[str, Any] = {"sha256": hashlib.sha256(data).hexdigest(), "media_type": admitted.media_type, "pages": admitted.pages}
    today = datetime.now(UTC).date()
    told = (told_once((*admitted.findings, *draft.findings, *noticed(draft, today))) for draft in drafts)
    return DRAFTS.dump_json(tuple(draft.model_copy(update=about | {"findings": found}) for draft, found in zip(drafts, told, strict=True)))


def _page(data: bytes, media_type: str, page: int, width: int, password: str | None) -> bytes:
    return render.page_png(data, media_type, page, width=width, password=password)


def _facts(data: bytes, name: str, media_type: str, password: str | None) -> bytes:
    from registry.reading.authenticity import read_facts

    return FACTS.dump_json(read_facts(data, media_type, name, password=password))


_TASKS: Final[dict[str, Callable[..., bytes]]] = {"read": _read, "page": _page, "facts": _facts, "unlock": intake.without_password}
PREPARATIONS: Final[tuple[Callable[[], object], ...]] = (
    lambda: _read(FIRST_PAGE, "", None),
    lambda: _facts(FIRST_PAGE, "", intake.PDF, None),
    lambda: _read(data_path("specimens", SPECIMEN).read_bytes(), SPECIMEN, None),
    lambda: importlib.import_module("openpyxl"),
)
"""In the order in which files need them: one invented page read, and its facts; a whole specimen read, for Python's code runs faster once
it has run some times, and the usual words of certificates are known; what reads workbooks."""
