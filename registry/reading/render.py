"""Pages as pictures: PNG for people, pixels for OCR, QR codes and hashes; every picture of bounded size.

PDFium is not safe to use from two threads at once, so rendering takes turns.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Final

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from registry.errors import ConfigurationError, ReadingError

MAX_PIXELS: Final = 24_000_000
"""Of one rendered page: 11 × 17 inches at 350 dpi."""
SQUASHED: Final = (1.3, 3.0)
"""Ratio of the two resolutions that a picture states where its pixels are no squares."""
PDFIUM: Final = threading.RLock()

# Pillow's own words for a file it cannot follow, over all its decoders.
_PICTURE_ERRORS: Final = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError,
)  # fmt: skip


def page_count(data: bytes, media_type: str, password: str | None = None) -> int:
    """How many pages can be shown. Raises ReadingError where the file cannot be opened."""
    if media_type == "application/pdf":
        with open_pdf(data, password) as pdf:
            return len(pdf)
    return picture_size(data, media_type)[0]


def page_png(data: bytes, media_type: str, page: int, *, width: int = 1200, password: str | None = None) -> bytes:
    """Page `page` (1-based) of a PDF or picture as PNG, `width` pixels wide or less where the page is extremely long.

    Raises ReadingError where the page does not exist or cannot be drawn.
    """
    image = page_image(data, media_type, page, width=width, password=password)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3)
    return out.getvalue()


def page_image(
    data: bytes, media_type: str, page: int, *, width: int | None = None, dpi: float | None = None, password: str | None = None
) -> Image.Image:
    """The page as an RGB picture: `width` pixels wide, or at `dpi`, or (a picture, neither given) as it is."""
    if media_type == "application/pdf":
        with open_pdf(data, password) as pdf:
            return pdf_page_image(pdf, page, width=width, dpi=dpi)
    image = picture(data, media_type, page)
    if width is not None:
        image = image.resize(_bounded(width, width * image.height / max(image.width, 1)), Image.Resampling.LANCZOS)
    return image


def pdf_page_image(pdf: pypdfium2.PdfDocument, page: int, *, width: int | None = None, dpi: float | None = None) -> Image.Image:
    """One page of an open PDF as an RGB picture, rotation and annotations applied."""
    with pdf_page(pdf, page) as shown:
        return drawn(shown, width=width, dpi=dpi).convert("RGB")


@contextmanager
def pdf_page(pdf: pypdfium2.PdfDocument, page: int) -> Iterator[pypdfium2.PdfPage]:
    """Page `page` (1-based) of an open PDF, to be drawn and asked; what PDFium cannot do with it is a ReadingError."""
    with PDFIUM:
        if not 1 <= page <= len(pdf):
            raise _no_such_page(page, len(pdf))
        try:
            with closing(pdf[page - 1]) as shown:
                yield shown
        except (pypdfium2.PdfiumError, ZeroDivisionError, ValueError, OSError) as problem:
            raise ReadingError(
                f"Page {page} cannot be drawn.", next_step="Open the original file instead.", code="page-unreadable"
            ) from problem


def drawn(shown: pypdfium2.PdfPage, *, width: int | None = None, dpi: float | None = None) -> Image.Image:
    """An open page as a picture of RGB and a fourth byte that says nothing: PDFium's own pixels, not copied."""
    across, down = shown.get_size()
    scale = width / across if width is not None else (dpi or 144) / 72
    scale = min(scale, (MAX_PIXELS / (across * down)) ** 0.5)
    image: Image.Image = shown.render(scale=scale, may_draw_forms=False, prefer_bgrx=True, rev_byteorder=True).to_pil()
    return image


@contextmanager
def open_pdf(data: bytes, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF, held for this thread alone until the block ends."""
    with PDFIUM:
        try:
            pdf = pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError as problem:
            if "assword" in str(problem):
                raise ReadingError(
                    "The file is locked with a password.", next_step="Give it (--password).", code="file-encrypted"
                ) from problem
            raise ReadingError(
                "The PDF is damaged and cannot be drawn.", next_step="Download or scan it again.", code="file-unreadable"
            ) from problem
        try:
            yield pdf
        finally:
            pdf.close()


def picture(data: bytes, media_type: str, page: int = 1) -> Image.Image:
    """Frame `page` of a picture file, upright (EXIF rotation applied), in square pixels, RGB, transparent parts white."""
    with _opened(data, media_type, None) as image:
        frames = getattr(image, "n_frames", 1)
        if not 1 <= page <= frames:
            raise _no_such_page(page, frames)
        image.seek(page - 1)
        upright = ImageOps.exif_transpose(_with_square_pixels(image))
        if upright.mode in ("RGBA", "LA", "P", "PA"):
            upright = upright.convert("RGBA")
            ground = Image.new("RGBA", upright.size, "white")
            return Image.alpha_composite(ground, upright).convert("RGB")
        if upright.mode.startswith("I;16"):
            upright = upright.point(lambda level: level / 256).convert("L")
        return upright.convert("RGB")


def _with_square_pixels(image: Image.Image) -> Image.Image:
    """A fax of 204 by 98 dots per inch, twice as high; any other picture as it is."""
    across, down = (float(stated or 0.0) for stated in image.info.get("dpi", (0.0, 0.0)))
    if not across or not down or not SQUASHED[0] <= max(across, down) / min(across, down) <= SQUASHED[1]:
        return image
    size = (round(image.width * max(1.0, down / across)), round(image.height * max(1.0, across / down)))
    plain = image.convert("L" if image.mode in ("1", "L") else "RGB")
    return plain.resize(size, Image.Resampling.BICUBIC)


def picture_size(data: bytes, media_type: str, name: str | None = None) -> tuple[int, int, int]:
    """Frames, width and height of a picture file, without decoding it."""
    with _opened(data, media_type, name) as image:
        return getattr(image, "n_frames", 1), image.width, image.height


@contextmanager
def _opened(data: bytes, media_type: str, name: str | None) -> Iterator[Any]:
    if media_type == "image/heic":
        _register_heic()
    try:
        with Image.open(io.BytesIO(data)) as image:
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise ReadingError(
            "The picture has more pixels than any certificate.", where=name, next_step="Send it in its real size.", code="page-too-large"
        ) from problem
    except _PICTURE_ERRORS as problem:
        raise ReadingError(
            "The picture is damaged.", where=name, next_step="Photograph or scan it again.", code="file-unreadable"
        ) from problem


def _register_heic() -> None:
    try:
        import pillow_heif
    except ImportError as problem:
        raise ConfigurationError(
            "HEIC photographs need a decoder that is not installed.",
            next_step="Install kratom-registry[heif], or save the photograph as JPEG.",
            code="heic-decoder-missing",
        ) from problem
    pillow_heif.register_heif_opener()


def _bounded(width: float, height: float) -> tuple[int, int]:
    scale = min(1.0, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _no_such_page(page: int, pages: int) -> ReadingError:
    return ReadingError(f"There is no page {page}; the file has {pages}.", next_step="Choose another page.", code="page-unreadable")
