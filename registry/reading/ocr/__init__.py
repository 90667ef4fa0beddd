"""Pictures of text -> pages of words: scans, photographs, and PDF pages whose text layer is missing or wrong."""

from __future__ import annotations

from registry.reading.ocr.pages import ocr_page, ocr_pdf_page, read_image

OCR_ADDRESS_SPACE_BYTES = 2 << 30
"""Address space (RLIMIT_AS) a reading child needs once it may call OCR; measured peak 1.4 GB with two threads and pandas loaded."""

__all__ = ["OCR_ADDRESS_SPACE_BYTES", "ocr_page", "ocr_pdf_page", "read_image"]
