"""Pages as pictures, of bounded size."""

from __future__ import annotations

import io
import sys

import pillow_heif
import pytest
from PIL import Image

from registry.errors import ConfigurationError, ReadingError
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


def stored(mode: str, kind: str, colour: object, **options: object) -> bytes:
    """A picture of one colour, 60 × 30, as a file of that kind."""
    out = io.BytesIO()
    Image.new(mode, (60, 30), colour).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type", "grey"),
    [
        (stored("RGB", "WEBP", (200, 200, 200), lossless=True), "image/webp", 200),
        (stored("CMYK", "JPEG", (0, 0, 0, 55), quality=95), "image/jpeg", 200),
        (stored("I;16", "PNG", 200 * 257), "image/png", 200),
        (stored("1", "PNG", 1), "image/png", 255),
        (stored("1", "TIFF", 1, compression="group4"), "image/tiff", 255),
        (stored("P", "PNG", 0), "image/png", 0),
        (stored("LA", "PNG", (10, 0)), "image/png", 255),
    ],
    ids=["WebP", "CMYK for print", "16 bits", "1 bit", "fax", "palette", "transparent grey"],
)
def test_every_way_to_store_a_picture_is_shown_as_bright_as_it_is(data: bytes, media_type: str, grey: int) -> None:
    shown = render.picture(data, media_type)
    assert (shown.mode, shown.size) == ("RGB", (60, 30))
    assert all(abs(level - grey) <= 3 for level in shown.getpixel((30, 15)))


def test_a_heic_photograph_is_shown() -> None:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), (200, 200, 200))).save(out, quality=90)
    assert intake.sniff(out.getvalue(), "IMG_1.HEIC") == "image/heic"
    shown = render.picture(out.getvalue(), "image/heic")
    assert shown.size == (64, 48)
    assert all(abs(level - 200) <= 6 for level in shown.getpixel((30, 20)))


def test_a_heic_photograph_without_its_decoder_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(ConfigurationError, match="HEIC") as error:
        render.picture(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heic")
    assert error.value.code == "heic-decoder-missing"
    assert "save the photograph as JPEG" in (error.value.next_step or "")


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


def test_a_fax_of_flat_dots_is_shown_in_its_true_proportions() -> None:
    out = io.BytesIO()
    Image.new("1", (1728, 1100), 1).save(out, "TIFF", compression="group4", dpi=(204, 98))
    shown = render.picture(out.getvalue(), "image/tiff")
    assert shown.size == (1728, 2290)


def test_square_dots_stay_as_they_are() -> None:
    out = io.BytesIO()
    Image.new("1", (1728, 2200), 1).save(out, "TIFF", compression="group4", dpi=(204, 196))
    assert render.picture(out.getvalue(), "image/tiff").size == (1728, 2200)
