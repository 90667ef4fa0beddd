"""Files that do harm or are broken, made by code: each is what somebody could upload by accident or on purpose."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterator

import pikepdf
from PIL import Image


def pdf(*contents: bytes, width: float = 612, height: float = 792) -> bytes:
    """A small PDF, one page for each content stream, with Helvetica as /F1."""
    made = pikepdf.new()
    font = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))
    for content in contents:
        page = made.add_blank_page(page_size=(min(width, 14_400), min(height, 14_400)))
        page.obj.MediaBox = pikepdf.Array([0, 0, width, height])
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = made.make_stream(content)
    return saved(made)


def saved(made: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()


def words(*lines: str) -> bytes:
    """A content stream that prints the lines one under the other."""
    escaped = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    return ("BT /F1 10 Tf 14 TL 50 740 Td " + " ".join(f"({line}) Tj T*" for line in escaped) + " ET").encode("latin-1")


def locked(password: str, *, owner: str = "owner") -> bytes:
    with pikepdf.open(io.BytesIO(pdf(words("Certificate of Analysis")))) as made:
        return saved(made, encryption=pikepdf.Encryption(user=password, owner=owner))


def many_pages(count: int) -> bytes:
    """`count` blank pages, each an object of its own."""
    kids = " ".join(f"{n + 3} 0 R" for n in range(count))
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode()]
    bodies += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"] * count
    return assembled(bodies)


def assembled(bodies: list[bytes]) -> bytes:
    """A PDF of the numbered object bodies (the first is the catalogue) with a right cross-reference table."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, table))
    return out.getvalue()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n" % (entries, len(content)) + content + b"\nendstream"


def page_tree_loop() -> bytes:
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 3/Kids[3 0 R]/Parent 3 0 R>>",
            b"<</Type/Pages/Count 3/Kids[2 0 R]/Parent 2 0 R>>",
        ]
    )


def font_loop() -> bytes:
    """A Type 3 font whose only glyph shows itself."""
    glyph = b"1000 0 0 0 750 750 d1 BT /F1 1 Tf (aaaaaaaaaa) Tj ET"
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 750 750]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</a 6 0 R>>"
        b"/Encoding<</Type/Encoding/Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[1000]/Resources<</Font<</F1 5 0 R>>>>>>"
    )
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(b"BT /F1 12 Tf 50 700 Td (aaaaaaaa) Tj ET"),
            font,
            stream(glyph),
        ]
    )


def descendant_loop() -> bytes:
    """A composite font whose descendant is itself, and whose character map uses itself."""
    font = b"<</Type/Font/Subtype/Type0/BaseFont/Loop/Encoding 6 0 R/DescendantFonts[5 0 R]/ToUnicode 6 0 R>>"
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            stream(b"BT /F1 12 Tf 50 700 Td <00410042> Tj ET"),
            font,
            stream(b"/Loop usecmap", b"/Type/CMap/CMapName/Loop/UseCMap 6 0 R"),
        ]
    )


def deep_page_tree(depth: int) -> bytes:
    """One page under `depth` nodes, each the only child of the one above."""
    nodes = [b"<</Type/Pages/Count 1/Kids[%d 0 R]%s>>" % (n + 3, b"/Parent %d 0 R" % (n + 1) if n else b"") for n in range(depth)]
    return assembled([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 612 792]>>" % (depth + 1)])


def nested_arrays(depth: int) -> bytes:
    """A catalogue that holds an array in an array in an array."""
    return assembled([b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * depth + b"]" * depth + b">>", b"<</Type/Pages/Count 0/Kids[]>>"])


def directory_loop() -> bytes:
    """A TIFF whose second directory is its first."""
    data = bytearray(frames(1))
    first = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, first)[0]
    struct.pack_into("<I", data, first + 2 + 12 * entries, first)
    return bytes(data)


def vast_jpeg() -> bytes:
    """A small JPEG whose head says that it is 65,000 pixels squared."""
    out = io.BytesIO()
    Image.new("L", (16, 16), 255).save(out, "JPEG")
    data = bytearray(out.getvalue())
    struct.pack_into(">HH", data, data.index(b"\xff\xc0") + 5, 65_000, 65_000)
    return bytes(data)


def locked_member(workbook: bytes) -> bytes:
    """The workbook with the mark on each member that says it is encrypted."""
    data = bytearray(workbook)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def form_loop() -> bytes:
    """Two form objects that draw each other, twice each: 2^depth drawings where nobody counts."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</A 5 0 R/B 6 0 R>>>>"
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</A 5 0 R/B 6 0 R>>>>>>",
            stream(b"/A Do /B Do"),
            stream(b"/B Do /B Do", form),
            stream(b"/A Do /A Do", form),
        ]
    )


def bomb(megabytes: int) -> bytes:
    """A page whose content stream unpacks to `megabytes` MB of text operators."""
    packer = zlib.compressobj(9)
    line = b"BT /F1 9 Tf 50 700 Td (0.123) Tj ET\n" * 29_000  # about 1 MB
    packed = b"".join([*(packer.compress(line) for _ in range(megabytes)), packer.flush()])
    return _page_with(stream(packed, b"/Filter/FlateDecode"))


def nested_bomb(gigabytes: int) -> bytes:
    """The same packed twice: a few kB that unpack to gigabytes of spaces."""
    packer = zlib.compressobj(9)
    megabyte = b" " * (1 << 20)
    once = b"".join([*(packer.compress(megabyte) for _ in range(gigabytes * 1024)), packer.flush()])
    return _page_with(stream(zlib.compress(once, 9), b"/Filter[/FlateDecode/FlateDecode]"))


def image_bomb(side: int) -> bytes:
    """A page that shows one grey picture of `side` × `side` pixels, packed to almost nothing."""
    packer = zlib.compressobj(9)
    row = bytes(side)
    packed = b"".join([*(packer.compress(row) for _ in range(side)), packer.flush()])
    image = stream(
        packed, b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode" % (side, side)
    )
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
            stream(b"612 0 0 792 0 0 cm /I Do"),
            image,
        ]
    )


def _page_with(content: bytes) -> bytes:
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            content,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


def png(width: int = 400, height: int = 300, colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def packed_png(side: int) -> bytes:
    """The start of a white PNG that says it is `side` × `side` pixels large."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1 + side // 8) * 100, 9)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def frames(count: int) -> bytes:
    """A TIFF of so many blank pages."""
    out = io.BytesIO()
    first, *others = [Image.new("1", (8, 8), 1) for _ in range(count)]
    first.save(out, "TIFF", save_all=True, append_images=others)
    return out.getvalue()


def cut_jpeg() -> bytes:
    """A grainy photograph whose second half did not arrive."""
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 60).save(out, "JPEG")
    return out.getvalue()[: len(out.getvalue()) // 2]


def table_loop() -> bytes:
    """A cross-reference table whose earlier version is itself."""
    whole = pdf(words("Certificate of Analysis"))
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole)) as made:
        made.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = plain.getvalue()
    at = data.rindex(b"xref", 0, data.rindex(b"startxref"))
    return data.replace(b"trailer <<", b"trailer << /Prev %d" % at, 1)


def mutants(original: bytes, count: int, seed: int) -> Iterator[bytes]:
    """`count` copies with one to forty bytes changed, or a piece cut out, doubled or cut off; the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        data = bytearray(original)
        kind = chance.random()
        place = chance.randrange(len(data))
        if kind < 0.7:
            for _ in range(chance.randint(1, 40)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        elif kind < 0.8:
            del data[place : place + chance.randint(1, 2000)]
        elif kind < 0.9:
            data[place:place] = data[place : place + chance.randint(1, 2000)]
        else:
            del data[max(place, 1) :]
        yield bytes(data)
