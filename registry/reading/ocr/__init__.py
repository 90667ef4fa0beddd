"""Pictures of text -> pages of words: scans, photographs, and PDF pages whose text layer is missing or wrong.

`pages` holds the stages in order: `dust` is taken out of a picture, `imaging` lays it flat, upright and level, `overprint` takes stamps
out of it, `engine` finds and reads its lines (with `chevrons` for `<` and `>` alone), `words` parts and measures what was read,
`typewriter` sets it to its grid, `specks` tells what is left of dust by the columns.
"""

from __future__ import annotations

from registry.reading.ocr.pages import ocr_page, ocr_pdf_page, read_image

OCR_ADDRESS_SPACE_BYTES = 3 << 30
"""Address space (RLIMIT_AS) a reading child needs once it may call OCR: 2.4 GB was reached on a dense page at 200 dpi with two
threads and pandas loaded (0.8 GB of it resident); 1.75 GB was too little."""

__all__ = ["OCR_ADDRESS_SPACE_BYTES", "ocr_page", "ocr_pdf_page", "read_image"]
