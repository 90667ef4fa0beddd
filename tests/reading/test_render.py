"""Pages as pictures, of bounded size."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from registry.errors import ReadingError
from registry.reading import intake, render
from tests.reading import badfiles


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def turned_photograph() -> bytes:
    """A photograph 40 wide and 20 high as stored, its left half black, to be shown turned by a quarter clockwise."""
    image = Image.new("RGB", (40, 20), "white")
    image.paste("black", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def fax(pages: int) -> bytes:
    out = io.BytesIO()
    first, *others = [Image.new("L", (100, 50 + page)) for page in range(pages)]
    first.save(out, "TIFF", save_all=True, append_images=others)
    return out.getvalue()


def test_a_page_is_drawn_as_wide_as_asked() -> None:
    assert opened(render.page_png(badfiles.pdf(b"", width=300, height=600), intake.PDF, 1, width=150)).size == (150, 300)


def test_a_locked_page_is_drawn_with_its_password() -> None:
    assert opened(render.page_png(badfiles.locked("secret"), intake.PDF, 1, width=100, password="secret")).width == 100


def test_a_photograph_is_shown_upright() -> None:
    shown = opened(render.page_png(turned_photograph(), "image/jpeg", 1, width=20))
    assert shown.size == (20, 40)
    assert shown.getpixel((10, 5)) < (40, 40, 40) < (200, 200, 200) < shown.getpixel((10, 35))


def test_transparent_parts_are_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    assert render.picture(out.getvalue(), "image/png").getpixel((1, 1)) == (255, 255, 255)


def test_every_page_of_a_fax_is_counted_and_drawn() -> None:
    data = fax(3)
    assert render.page_count(data, "image/tiff") == 3
    assert opened(render.page_png(data, "image/tiff", 3, width=100)).size == (100, 52)


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_is_not_there_is_an_error(page: int) -> None:
    for data, media_type in ((badfiles.pdf(b""), intake.PDF), (badfiles.png(), "image/png")):
        with pytest.raises(ReadingError, match="There is no page"):
            render.page_png(data, media_type, page)


def test_an_endless_strip_is_drawn_within_the_bound() -> None:
    shown = render.page_image(badfiles.pdf(b"", width=10, height=14_000), intake.PDF, 1, width=2000)
    assert shown.width * shown.height <= render.MAX_PIXELS * 1.01


@pytest.mark.parametrize(("data", "media_type"), [(b"%PDF-1.7 nothing", intake.PDF), (b"\x89PNG\r\n\x1a\nxx", "image/png")])
def test_what_cannot_be_drawn_is_an_error(data: bytes, media_type: str) -> None:
    with pytest.raises(ReadingError) as error:
        render.page_png(data, media_type, 1)
    assert error.value.code == "file-unreadable"
