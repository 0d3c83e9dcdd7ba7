"""Small papers made for the tests: real PDFs and scans, drawn when needed."""

import io
import sys
from pathlib import Path

from PIL import Image

_LAYOUT = "pymupdf.layout"  # a model that is not needed to draw; it is loaded where it is asked for
_loaded = sys.modules.pop(_LAYOUT, None)
sys.modules[_LAYOUT] = None  # type: ignore[assignment]
import pymupdf  # noqa: E402

sys.modules.pop(_LAYOUT)
if _loaded is not None:
    sys.modules[_LAYOUT] = _loaded

SENTENCES = (
    "Facture d'électricité du mois de novembre",
    "Montant à payer avant le 25 novembre 2025",
    "Le reçu de loyer est joint à ce courrier",
    "Veuillez agréer nos salutations distinguées",
)


def write_pdf(path: Path, pages: list[str], *, password: str = "", title: str = "") -> Path:
    """A born-digital PDF with these texts."""
    with pymupdf.open() as document:
        for text in pages:
            document.new_page(width=595, height=842).insert_text((72, 100), text, fontsize=14)
        if title:
            document.set_metadata({"title": title})
        if password:
            document.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password, owner_pw=password + "x")
        else:
            document.save(path)
    return path


def write_scan(path: Path, pages: list[str], *, dpi: int = 150) -> Path:
    """A PDF of pictures only: its words are there for OCR alone."""
    with pymupdf.open() as document:
        for text in pages:
            page = document.new_page(width=595, height=842)
            page.insert_image(page.rect, stream=picture(text, dpi=dpi))
        document.save(path)
    return path


def picture(text: str, *, dpi: int = 150, file_format: str = "PNG") -> bytes:
    """An A4 page with this text as a picture."""
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        page.insert_text((72, 100), text, fontsize=16)
        pixels = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    image = Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)
    out = io.BytesIO()
    image.save(out, file_format, dpi=(dpi, dpi))
    return out.getvalue()
