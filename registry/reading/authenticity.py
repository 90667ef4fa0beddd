"""What a file itself tells about its making, as facts: producer, revisions, signatures, QR codes, fonts, hashes of its pictures.

Nothing here accuses: two honest laboratories print from a spreadsheet, and signing moves the modification date. Embedded
files and scripts are never opened or run, only named.
"""

from __future__ import annotations

import io
import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import imagehash
import pikepdf
import zxingcpp
from PIL import Image

from registry.errors import ReadingError
from registry.model.certificate import AuthenticityFacts, ReadText
from registry.model.evidence import Box, Evidence, Stage
from registry.model.findings import Finding
from registry.reading import intake, render

QR_DPI: Final = 144
QR_PAGES: Final = 5
"""Searched for codes: the first pages, and the last one."""
HASHED_PAGES: Final = 60
HASHED_IMAGES: Final = 12
IMAGE_SIDE: Final = 150
"""Pixels: a smaller picture is an icon or a rule."""
IMAGE_PIXELS: Final = 4_000_000
FONTS: Final = 60
SIGNATURE_SECONDS: Final = 8.0
_EMPTY_TABLE: Final = re.compile(rb"xref\s+0 0\s+trailer")
_CODES: Final = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix))
_ACTIONS: Final = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")
# What a damaged structure makes of pikepdf's objects when they are asked for something.
_BROKEN: Final = (
    pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, NotImplementedError,
    ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, OSError, SyntaxError,
)  # fmt: skip

Facts = tuple[AuthenticityFacts, tuple[Finding, ...]]


def read_facts(data: bytes, media_type: str, name: str, *, password: str | None = None) -> Facts:
    """The facts of one file, and findings on what was left unopened. A fact that cannot be read is left out; never raises for a
    file that could be read."""
    if media_type == intake.PDF:
        return _pdf_facts(data, name, password)
    if media_type in intake.PICTURES:
        return _picture_facts(data, media_type), ()
    if media_type == intake.XLSX:
        return _workbook_facts(data), ()
    return AuthenticityFacts(), ()


def _pdf_facts(data: bytes, name: str, password: str | None) -> Facts:
    told: dict[str, Any] = {"revisions": revisions(data)}
    findings: list[Finding] = []
    try:
        with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
            told |= _told_by_structure(pdf)
            findings += _left_unopened(pdf, name)
    except _BROKEN:
        pass
    told |= _seen_on_pages(data, password)
    signatures, broken = _signatures(data, name, password)
    return AuthenticityFacts(**told, signatures=signatures), (*findings, *broken)


def revisions(data: bytes) -> int:
    """How often the file was saved: its end marks; a file written for the web has one more than its savings.

    Office programs end a file twice in one saving, the second time with a table that lists no object (`xref 0 0`).
    """
    marks = len(re.findall(rb"%%EOF", data))
    empty = len(_EMPTY_TABLE.findall(data))
    return max(1, marks - empty - (b"/Linearized" in data[:2048]))


def _told_by_structure(pdf: pikepdf.Pdf) -> dict[str, Any]:
    info = _or(lambda: {str(key): str(value) for key, value in pdf.docinfo.items()}, {})
    return {
        "producer": info.get("/Producer") or None,
        "creator": info.get("/Creator") or None,
        "created": _iso(info.get("/CreationDate")),
        "modified": _iso(info.get("/ModDate")),
        "encrypted": pdf.is_encrypted,
        "fonts": _or(lambda: tuple(sorted(_fonts(pdf))[:FONTS]), ()),
        "image_hashes": _or(lambda: tuple(_image_hashes(pdf)), ()),
    }


def _or(fact: Callable[[], Any], otherwise: Any = None) -> Any:
    """The fact, or what stands for it where the file's structure is broken at that place."""
    try:
        return fact()
    except _BROKEN:
        return otherwise


def _iso(printed: str | None) -> str | None:
    """``D:20220512190654+02'00'`` as ``2022-05-12T19:06:54+02:00``; other text as it stands."""
    match = re.match(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?", printed or "")
    if not match or not match[2] or not match[3]:
        return printed or None
    clock = f"T{match[4]}:{match[5] or '00'}:{match[6] or '00'}" if match[4] else ""
    zone = f"{match[8]}:{match[9] or '00'}" if match[8] else "+00:00" if match[7] else ""
    return f"{match[1]}-{match[2]}-{match[3]}{clock}{zone if clock else ''}"


def _fonts(pdf: pikepdf.Pdf) -> set[str]:
    """Names of the fonts that pages and the forms drawn on them use; without the tag of a subset."""
    names: set[str] = set()
    for page in pdf.pages[:HASHED_PAGES]:
        holders = [page.obj, *(form for form in _entries(page.obj, "/XObject") if form.get("/Subtype") == "/Form")]
        for holder in holders[:50]:
            for font in _entries(holder, "/Font"):
                names.add(re.sub(r"^[A-Z]{6}\+", "", str(font.get("/BaseFont", "")).lstrip("/")))
    return names - {""}


def _entries(holder: Any, kind: str) -> list[Any]:
    found = _or(lambda: list(holder.get("/Resources", {}).get(kind, {}).values()), [])
    return [entry for entry in found if isinstance(entry, pikepdf.Dictionary | pikepdf.Stream)]


def _image_hashes(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Perceptual hashes of the pictures set on the pages, each once, the larger ones only."""
    seen: set[Any] = set()
    for page in pdf.pages[:HASHED_PAGES]:
        for image in _or(lambda page=page: list(page.get_images().values()), []):  # type: ignore[misc]
            if image.objgen in seen or len(seen) >= HASHED_IMAGES:
                continue
            seen.add(image.objgen)
            width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
            if min(width, height) >= IMAGE_SIDE and width * height <= IMAGE_PIXELS:
                hashed = _or(lambda image=image: _hash_of(image), None)  # type: ignore[misc]
                if hashed is not None:
                    yield hashed


def perceptual_hash(image: Image.Image) -> str:
    """16 hex digits that stay alike when a picture is scaled or saved again (imagehash's phash)."""
    return str(imagehash.phash(image.convert("L")))


def _hash_of(image: Any) -> str:
    """Hash of a picture's own pixels; which of them are shown (its mask) makes no other grey, and takes half as long again."""
    return perceptual_hash(pikepdf.PdfImage(image).as_pil_image(apply_mask=False))


def _left_unopened(pdf: pikepdf.Pdf, name: str) -> list[Finding]:
    attached = _or(lambda: list(pdf.attachments), [])
    findings = [Finding(code="embedded-file-ignored", details={"file": name, "name": str(file)}) for file in attached[:10]]
    if _or(lambda: _has_script(pdf)):
        findings.append(Finding(code="script-ignored", details={"file": name}))
    return findings


def _has_script(pdf: pikepdf.Pdf) -> bool:
    root: Any = pdf.Root
    pages: list[Any] = [page.obj for page in pdf.pages[:HASHED_PAGES]]
    if "/JavaScript" in root.get("/Names", {}) or "/AA" in root or any("/AA" in page for page in pages):
        return True
    action = root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") in _ACTIONS:
        return True
    return any(note.get("/A", {}).get("/S") in _ACTIONS for page in pages for note in page.get("/Annots", []))


def _seen_on_pages(data: bytes, password: str | None) -> dict[str, Any]:
    """Hashes of the drawn pages, codes on them, and which of them are pictures without text."""
    hashes, codes, pictures = [], [], []
    try:
        with render.open_pdf(data, password) as pdf:
            count = len(pdf)
            for number in range(1, min(count, HASHED_PAGES) + 1):
                searched = number <= QR_PAGES or number == count
                with render.pdf_page(pdf, number) as page:
                    image = render.drawn(page, dpi=QR_DPI if searched else 48)
                    grey = image.convert("L")
                    hashes.append(perceptual_hash(grey))
                    codes += qr_codes(grey, number) if searched else []
                    if page.get_textpage().count_chars() == 0 and len(set(image.resize((64, 64)).convert("L").tobytes())) > 1:
                        pictures.append(number)
    except ReadingError:
        pass
    once = {code.text: code for code in reversed(codes)}
    return {"page_hashes": tuple(hashes), "qr_codes": tuple(reversed(once.values())), "image_only_pages": tuple(pictures)}


def qr_codes(image: Image.Image, page: int) -> list[ReadText]:
    """The contents of the QR and DataMatrix codes on a drawn page, with their boxes."""
    found = zxingcpp.read_barcodes(image.convert("L"), formats=_CODES)
    return [ReadText(text=code.text[:2000], evidence=_code_place(code, image, page), confidence=1.0) for code in found if code.text.strip()]


def _code_place(code: Any, image: Image.Image, page: int) -> Evidence:
    corners = [getattr(code.position, corner) for corner in ("top_left", "top_right", "bottom_right", "bottom_left")]
    across = sorted(min(1.0, max(0.0, corner.x / image.width)) for corner in corners)
    down = sorted(min(1.0, max(0.0, corner.y / image.height)) for corner in corners)
    box = Box(x0=round(across[0], 5), y0=round(down[0], 5), x1=round(across[-1], 5), y1=round(down[-1], 5))
    return Evidence(page=page, box=box, text=code.text[:500], stage=Stage.OCR)


def _picture_facts(data: bytes, media_type: str) -> AuthenticityFacts:
    try:
        pages = min(render.page_count(data, media_type), HASHED_PAGES)
        images = [render.picture(data, media_type, number) for number in range(1, pages + 1)]
        exif = _or(lambda: Image.open(io.BytesIO(data)).getexif(), {})
    except ReadingError:
        return AuthenticityFacts()
    camera = " ".join(str(exif.get(tag)).strip("\x00 ") for tag in (0x010F, 0x0110) if exif.get(tag))
    return AuthenticityFacts(
        producer=str(exif.get(0x0131)) if exif.get(0x0131) else None,
        creator=camera or None,
        modified=str(exif.get(0x0132)) if exif.get(0x0132) else None,
        revisions=1,
        image_only_pages=tuple(range(1, pages + 1)),
        page_hashes=tuple(perceptual_hash(image) for image in images),
        qr_codes=tuple(code for number, image in enumerate(images[:QR_PAGES], start=1) for code in qr_codes(image, number)),
    )


def _workbook_facts(data: bytes) -> AuthenticityFacts:
    import openpyxl

    properties = _or(lambda: openpyxl.load_workbook(io.BytesIO(data), read_only=True).properties, None)
    if properties is None:
        return AuthenticityFacts()
    days = [day.isoformat() if isinstance(day, datetime) else None for day in (properties.created, properties.modified)]
    return AuthenticityFacts(creator=properties.creator or None, created=days[0], modified=days[1])


# -- signatures ----------------------------------------------------------------------------------------------------------


def _signatures(data: bytes, name: str, password: str | None) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """A sentence for each embedded signature, and a finding for each that the content no longer matches.

    Without pyhanko (the `signatures` extra) only their presence is told.
    """
    if b"/ByteRange" not in data:
        return (), ()
    try:
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.validation.errors import SignatureValidationError
    except ImportError:
        return ("present, not checked: the signatures part is not installed",), ()
    sentences: list[str] = []
    findings: list[Finding] = []
    try:
        with _within(SIGNATURE_SECONDS):
            reader = PdfFileReader(io.BytesIO(data), strict=False)
            if reader.encrypted:
                reader.decrypt(password or "")
            for signature in reader.embedded_regular_signatures:
                signer, intact, whole = _checked(signature)
                scope = "covers the whole file" if whole else "covers an earlier state of the file"
                sentences.append(f"{signer}: {'intact' if intact else 'broken'}, {scope}")
                if not intact:
                    findings.append(Finding(code="signature-broken", details={"file": name, "signer": signer}))
    except TimeoutError:
        sentences.append("present, not checked: checking took too long")
    except (PdfError, SignatureValidationError, *_BROKEN):
        sentences.append("present, not checked: it cannot be followed")
    return tuple(sentences), tuple(findings)


def _checked(signature: Any) -> tuple[str, bool, bool]:
    """Who signed, whether the signed bytes are unchanged, and whether they are the whole file. Trust is not judged."""
    from pyhanko.sign.validation import SignatureCoverageLevel

    signature.compute_integrity_info(skip_diff=True)
    status = signature.summarise_integrity_info()
    signer = signature.signer_cert.subject.native.get("common_name", "unknown signer")
    intact = bool(_digest_matches(signature))
    return str(signer), intact, status.get("coverage") == SignatureCoverageLevel.ENTIRE_FILE


def _digest_matches(signature: Any) -> bool:
    """Whether the digest over the signed bytes is the one inside the signature, and the signature over it verifies."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    intact, valid = validate_sig_integrity(
        signature.signer_info, signature.signer_cert, expected_content_type="data", actual_digest=signature.compute_digest()
    )
    return bool(intact and valid)


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """TimeoutError after so many seconds of this process' computing; no bound outside the main thread, where none can be set."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
