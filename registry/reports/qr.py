"""An address as a QR code, drawn here: nothing is asked of anybody to make one."""

from __future__ import annotations

from typing import Final

import numpy as np
import zxingcpp

QUIET: Final = 4
"""Modules of white that readers need around a code (ISO/IEC 18004)."""


def qr_svg(text: str) -> str:
    """The code as an SVG picture of black modules on white, a unit each, that takes any size. `text` holds up to 2 900 characters."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    dark = np.asarray(code.to_image(scale=1, add_quiet_zones=False)) < 128
    side = dark.shape[0] + 2 * QUIET
    path = "".join(f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, x in np.argwhere(dark))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{path}"/></svg>'
    )
