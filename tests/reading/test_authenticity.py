"""What a file tells about its making, as facts."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
import zxingcpp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from registry.assessment.reuse import PICTURE_BITS
from registry.datafiles import data_path
from registry.model.certificate import AuthenticityFacts
from registry.model.findings import Finding
from registry.reading import intake
from registry.reading.authenticity import perceptual_hash, read_facts
from tests.reading import badfiles

PAGE = badfiles.pdf(badfiles.words("Certificate of Analysis", "Sample ID: ST-1"))


def facts(data: bytes, media_type: str = intake.PDF) -> AuthenticityFacts:
    return read_facts(data, media_type, "a.pdf")[0]


def findings(data: bytes) -> list[Finding]:
    return list(read_facts(data, intake.PDF, "a.pdf")[1])


def changed(change: object) -> bytes:
    with pikepdf.open(io.BytesIO(PAGE)) as pdf:
        change(pdf)  # type: ignore[operator]
        return badfiles.saved(pdf)


def test_producer_creator_and_dates_are_told() -> None:
    def told(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Producer"] = "Specimen LIMS 3"
        pdf.docinfo["/CreationDate"] = "D:20260112190654+02'00'"
        pdf.docinfo["/ModDate"] = "yesterday"

    read = facts(changed(told))
    assert (read.producer, read.creator, read.created, read.modified) == ("Specimen LIMS 3", None, "2026-01-12T19:06:54+02:00", "yesterday")


def test_a_later_save_is_a_second_revision_and_writing_for_the_web_is_none() -> None:
    later = IncrementalPdfFileWriter(io.BytesIO(PAGE))
    later.root["/Lang"] = later.root["/Type"]
    later.update_root()
    out = io.BytesIO()
    later.write(out)
    with pikepdf.open(io.BytesIO(PAGE)) as pdf:
        linear = badfiles.saved(pdf, linearize=True)
    assert [facts(data).revisions for data in (PAGE, out.getvalue(), linear)] == [1, 2, 1]


def test_a_second_end_that_lists_no_object_is_how_office_programs_save_once() -> None:
    twice = PAGE + b"xref\r\n0 0\r\ntrailer\r\n<</Size 7/Root 1 0 R/Prev 116/XRefStm 90>>\r\nstartxref\r\n900\r\n%%EOF"
    assert facts(twice).revisions == 1


def test_a_certificate_saved_again_keeps_its_hashes_and_another_one_is_further_off() -> None:
    """Specimens of one layout share head and lines: the distances that comparing allows lie between the two."""
    one, other = ((data_path("specimens") / name).read_bytes() for name in ("s21_first_issue.pdf", "s22_revised.pdf"))
    with pikepdf.open(io.BytesIO(one)) as pdf:
        again = badfiles.saved(pdf, linearize=True)
    first, second, third = (int(facts(data).page_hashes[0], 16) for data in (one, again, other))
    assert first == second
    assert (first ^ third).bit_count() > PICTURE_BITS


def test_encryption_by_the_owner_is_a_fact() -> None:
    assert facts(badfiles.locked("")).encrypted
    assert not facts(PAGE).encrypted


def test_fonts_are_named() -> None:
    assert facts(PAGE).fonts == ("Helvetica",)


def test_attached_files_and_scripts_are_named_and_left_alone() -> None:
    def carry(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["results.xlsx"] = b"PK"
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))

    assert [(f.code, f.details.get("name")) for f in findings(changed(carry))] == [
        ("embedded-file-ignored", "results.xlsx"),
        ("script-ignored", None),
    ]
    assert findings(PAGE) == []


def code_of(text: str) -> Image.Image:
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(zxingcpp.write_barcode_to_image(barcode, scale=6))


def scan(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "PDF", resolution=100)
    return out.getvalue()


def test_a_code_on_a_page_is_read_with_its_box_and_the_page_is_known_as_a_picture() -> None:
    sheet = Image.new("L", (850, 1100), "white")
    sheet.paste(code_of("https://lab.example/coa/ST-1"), (500, 600))
    read = facts(scan(sheet))
    (code,) = read.qr_codes
    assert code.text == "https://lab.example/coa/ST-1"
    assert code.evidence is not None
    assert code.evidence.box is not None
    assert 0.58 < code.evidence.box.x0 < 0.65
    assert 0.54 < code.evidence.box.y0 < 0.60
    assert read.image_only_pages == (1,)
    assert facts(PAGE).image_only_pages == ()


def test_hashes_of_a_page_stay_alike_when_it_is_scaled_and_differ_for_another() -> None:
    sheet = Image.new("L", (850, 1100), "white")
    sheet.paste(code_of("one"), (100, 100))
    other = Image.new("L", (850, 1100), "white")
    other.paste("black", (0, 700, 850, 1100))
    one, small, another = (int(perceptual_hash(image), 16) for image in (sheet, sheet.resize((425, 550)), other))
    assert (one ^ small).bit_count() <= 4
    assert (one ^ another).bit_count() > 16


def test_the_pictures_of_a_page_are_hashed_but_not_its_icons() -> None:
    assert len(facts(scan(Image.effect_noise((400, 400), 90))).image_hashes) == 1
    assert facts(scan(Image.new("L", (80, 80)))).image_hashes == ()


def test_a_photograph_tells_its_camera_and_a_page_hash() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Specimen", "Phone 3", "Editor 2"
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "grey").save(out, "JPEG", exif=exif)
    read = facts(out.getvalue(), "image/jpeg")
    assert (read.creator, read.producer, read.image_only_pages, len(read.page_hashes)) == ("Specimen Phone 3", "Editor 2", (1,), 1)


@pytest.fixture(scope="module")
def signed() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Specimen Signer")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    packed = serialization.pkcs12.serialize_key_and_certificates(b"signer", key, certificate, None, serialization.NoEncryption())
    signer = signers.SimpleSigner.load_pkcs12_data(packed, other_certs=[], passphrase=None)
    assert signer is not None
    about = signers.PdfSignatureMetadata(field_name="Signature", md_algorithm="sha256")
    out = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(PAGE)), about, signer=signer)
    return bytes(out.getbuffer())


def test_an_intact_signature_over_the_whole_file_says_so(signed: bytes) -> None:
    assert facts(signed).signatures == ("Specimen Signer: intact, covers the whole file",)


def test_a_changed_byte_breaks_the_signature(signed: bytes) -> None:
    place = signed.index(b"/MediaBox")
    forged = signed[: place + 12] + bytes([signed[place + 12] ^ 1]) + signed[place + 13 :]
    assert facts(forged).signatures == ("Specimen Signer: broken, covers the whole file",)
    assert [(f.code, f.details["signer"]) for f in findings(forged)] == [("signature-broken", "Specimen Signer")]


def test_something_added_after_signing_is_told(signed: bytes) -> None:
    later = IncrementalPdfFileWriter(io.BytesIO(signed))
    later.root["/Lang"] = later.root["/Type"]
    later.update_root()
    out = io.BytesIO()
    later.write(out)
    assert facts(out.getvalue()).signatures == ("Specimen Signer: intact, covers an earlier state of the file",)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_a_damaged_file_gives_the_facts_it_still_tells(seed: int) -> None:
    (mutant,) = badfiles.mutants(PAGE, 1, seed)
    assert isinstance(facts(mutant), AuthenticityFacts)
