"""Make the example papers in examples/: an electricity bill, a rent receipt, and a scanned insurance certificate.

Everybody and everything in them is invented. The same code gives the same papers.
Usage: python scripts/make_examples.py [FOLDER]
"""

import io
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pymupdf
from PIL import Image, ImageFilter

from example_texts import BILL, CERTIFICATE, RECEIPT, euros

Color = tuple[float, float, float]
INK: Color = (0.13, 0.15, 0.18)
GREY: Color = (0.42, 0.45, 0.49)
LINE: Color = (0.80, 0.83, 0.85)
TEAL: Color = (0.03, 0.37, 0.36)
PALE: Color = (0.91, 0.96, 0.95)
SUN: Color = (0.96, 0.71, 0.16)
NAVY: Color = (0.10, 0.17, 0.36)
WHITE: Color = (1.0, 1.0, 1.0)
LEFT, RIGHT, WIDTH, HEIGHT = 50.0, 545.0, 595.0, 842.0  # points; A4
SCAN_DPI = 200


@dataclass
class Sheet:
    """One page that is written on; y goes down, text stands on it."""

    page: pymupdf.Page
    fonts: dict[str, pymupdf.Font] = field(default_factory=dict)

    def write(  # a line of print has this many sides
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9,
        font: str = "helv",
        color: Color = INK,
        align: str = "left",
    ) -> float:
        """Write one line; `x` is its left, right or middle. Return the x behind it."""
        width = self._font(font).text_length(text, size)
        left = {"left": x, "right": x - width, "center": x - width / 2}[align]
        self.page.insert_text((left, y), text, fontsize=size, fontname=f"x{font}", color=color)
        return left + width

    def paragraph(self, x: float, y: float, text: str, width: float, size: float = 9, font: str = "helv") -> float:
        """Write a paragraph, broken into lines no wider than `width`. Return the y of the next line."""
        line = ""
        for word in [*text.split(), ""]:
            longer = f"{line} {word}".strip()
            if word and self._font(font).text_length(longer, size) <= width:
                line = longer
                continue
            self.write(x, y, line, size, font)
            y, line = y + size * 1.42, word
        return y

    def lines(self, x: float, y: float, text: str, size: float = 9, font: str = "helv", color: Color = INK) -> float:
        """Write the lines of `text` below each other. Return the y of the next line."""
        for line in text.strip().splitlines():
            self.write(x, y, line, size, font, color)
            y += size * 1.42
        return y

    def rule(self, y: float, left: float = LEFT, right: float = RIGHT, color: Color = LINE, width: float = 0.7) -> None:
        self.page.draw_line((left, y), (right, y), color=color, width=width)

    def fill(self, box: tuple[float, float, float, float], color: Color, radius: float | None = None) -> None:
        self.page.draw_rect(pymupdf.Rect(box), color=None, fill=color, radius=radius)

    def _font(self, name: str) -> pymupdf.Font:
        if name not in self.fonts:
            self.fonts[name] = pymupdf.Font(name)
            self.page.insert_font(fontname=f"x{name}", fontbuffer=self.fonts[name].buffer)
        return self.fonts[name]


def new_sheet(document: pymupdf.Document) -> Sheet:
    return Sheet(document.new_page(width=WIDTH, height=HEIGHT))


def to_bytes(document: pymupdf.Document, title: str, author: str) -> bytes:
    """The document with nothing in it that differs from run to run."""
    document.set_metadata({"title": title, "author": author, "creationDate": "D:20260316080000Z"})
    document.subset_fonts()
    saved: bytes = document.tobytes(garbage=4, deflate=True, no_new_id=True)
    return saved


# The electricity bill, two pages


def bill() -> bytes:
    document = pymupdf.open()
    first = new_sheet(document)
    for draw in (bill_head, bill_amount, bill_summary, bill_history, bill_payment, bill_foot):
        draw(first)
    second = new_sheet(document)  # which takes `first` out of reach
    for draw in (bill_details, bill_explanations, bill_foot):
        draw(second)
    return to_bytes(document, "Facture d’électricité du 16 mars 2026", BILL.company)


def bill_head(sheet: Sheet) -> None:
    sheet.fill((0, 0, WIDTH, 6), TEAL)
    sheet.page.draw_circle((66, 54), 15, color=None, fill=SUN)
    sheet.page.draw_bezier((46, 64), (58, 44), (74, 78), (90, 56), color=TEAL, width=4)
    sheet.write(100, 53, BILL.company, 17, "hebo", TEAL)
    sheet.write(100, 68, BILL.motto, 8.5, color=GREY)
    y = sheet.lines(LEFT, 108, BILL.references, 8.5)
    sheet.write(LEFT, y + 6, BILL.phone, 8.5, "hebo")
    sheet.lines(330, 132, BILL.customer, 10)


def bill_amount(sheet: Sheet) -> None:
    sheet.write(LEFT, 236, "Votre facture d’électricité", 19, "hebo", TEAL)
    sheet.write(LEFT, 253, f"Facture n° {BILL.number} du {BILL.issued}", 9.5, color=GREY)
    sheet.fill((LEFT, 270, RIGHT, 330), PALE, radius=0.12)
    sheet.write(LEFT + 16, 293, "Montant à payer TTC", 10, "hebo", TEAL)
    sheet.write(LEFT + 16, 310, f"Prélevé sur votre compte le {BILL.due}", 9)
    sheet.write(RIGHT - 16, 311, euros(BILL.total), 26, "hebo", TEAL, align="right")


def bill_summary(sheet: Sheet) -> None:
    sheet.write(LEFT, 362, "Le résumé de votre facture", 11, "hebo", TEAL)
    y = 384.0
    for label, amount in BILL.summary:
        is_total = label.startswith("Total")
        sheet.write(LEFT, y, label, 9.5, "hebo" if is_total else "helv")
        sheet.write(302, y, euros(amount), 9.5, "hebo" if is_total else "helv", align="right")
        sheet.rule(y + 6, right=302, color=TEAL if is_total else LINE)
        y += 20


def bill_history(sheet: Sheet) -> None:
    left, base = 340.0, 492.0
    sheet.write(left, 362, "Votre consommation (kWh)", 11, "hebo", TEAL)
    for place, (month, used) in enumerate(BILL.history):
        x, top = left + 4 + place * 33.5, base - used * 0.21
        sheet.fill((x, top, x + 21, base), SUN if place == len(BILL.history) - 1 else TEAL)
        sheet.write(x + 10.5, top - 4, str(used), 7.5, align="center")
        sheet.write(x + 10.5, base + 11, month, 7.5, color=GREY, align="center")
    sheet.rule(base, left=left, color=GREY)


def bill_payment(sheet: Sheet) -> None:
    sheet.write(LEFT, 546, "Votre contrat", 11, "hebo", TEAL)
    sheet.lines(LEFT, 564, BILL.contract, 9)
    sheet.write(340, 546, "Votre paiement", 11, "hebo", TEAL)
    sheet.lines(340, 564, BILL.payment, 9)
    sheet.fill((LEFT, 664, RIGHT, 733), PALE, radius=0.08)
    sheet.write(LEFT + 16, 686, "Bon à savoir", 10, "hebo", TEAL)
    sheet.paragraph(LEFT + 16, 703, BILL.good_to_know, RIGHT - LEFT - 32)


def bill_foot(sheet: Sheet) -> None:
    sheet.rule(790)
    sheet.lines(LEFT, 802, BILL.legal, 6.5, color=GREY)
    sheet.write(RIGHT, 820, f"Page {sheet.page.number + 1} / 2", 7, color=GREY, align="right")


def bill_details(sheet: Sheet) -> None:
    sheet.fill((0, 0, WIDTH, 6), TEAL)
    sheet.write(LEFT, 50, "Le détail de votre facture", 15, "hebo", TEAL)
    sheet.write(RIGHT, 50, f"Facture n° {BILL.number}", 8.5, color=GREY, align="right")
    columns = (LEFT + 6, 318.0, 396.0, 466.0, RIGHT - 6)
    y = 84.0
    for row in BILL.details:
        if len(row) == 1:
            y += 14 if row != BILL.details[0] else 0
            sheet.fill((LEFT, y - 12, RIGHT, y + 5), TEAL)
        for x, cell in zip(columns, row, strict=False):
            font = "hebo" if len(row) == 1 or cell.startswith(("Sous-total", "Total")) else "helv"
            color = WHITE if len(row) == 1 else INK
            sheet.write(x, y, cell, 8.5, font, color, "left" if x == columns[0] else "right")
        if len(row) > 1:
            sheet.rule(y + 5.5)
        y += 18


def bill_explanations(sheet: Sheet) -> None:
    sheet.write(LEFT, 512, "Comprendre votre facture", 11, "hebo", TEAL)
    for x, texts in ((LEFT, BILL.explanations[:2]), (310.0, BILL.explanations[2:])):
        y = 534.0
        for title, text in texts:
            sheet.write(x, y, title, 8.5, "hebo")
            y = sheet.paragraph(x, y + 12.5, text, 232, 8.5) + 6


# The rent receipt, one page


def receipt() -> bytes:
    document = pymupdf.open()
    sheet = new_sheet(document)
    sheet.lines(70, 92, RECEIPT.landlord, 10.5, "tiro")
    sheet.lines(350, 150, RECEIPT.tenant, 10.5, "tiro")
    sheet.write(WIDTH / 2, 262, "QUITTANCE DE LOYER", 19, "tibo", align="center")
    sheet.write(WIDTH / 2, 284, RECEIPT.period, 12, "tiit", align="center")
    sheet.rule(298, 230, 365, INK)
    y = sheet.lines(70, 336, RECEIPT.dwelling, 11, "tiro")
    y = sheet.paragraph(70, y + 14, RECEIPT.text, 455, 11, "tiro") + 16
    for label, amount in RECEIPT.amounts:
        font = "tibo" if label.startswith("Total") else "tiro"
        sheet.write(96, y, label, 11, font)
        sheet.write(500, y, euros(amount), 11, font, align="right")
        sheet.rule(y + 7, 90, 506, INK if font == "tibo" else LINE)
        y += 24
    sheet.write(70, y + 22, RECEIPT.place_and_date, 11, "tiro")
    sheet.write(370, y + 46, "Le bailleur,", 11, "tiit")
    signature(sheet, 372, y + 84)
    sheet.write(370, y + 124, RECEIPT.signer, 11, "tiro")
    sheet.paragraph(70, 730, RECEIPT.notice, 455, 8.5, "tiit")
    return to_bytes(document, "Quittance de loyer, mars 2026", RECEIPT.signer)


def signature(sheet: Sheet, x: float, y: float) -> None:
    """A hand that writes fast: Bezier curves, one after the other."""
    strokes = (
        ((0, 8), (10, -38), (22, -30), (8, 14)),
        ((8, 14), (20, -8), (30, -20), (30, 6)),
        ((30, 6), (38, -14), (48, -12), (46, 4)),
        ((46, 4), (62, -26), (70, 16), (92, -8)),
        ((92, -8), (60, 12), (30, 16), (112, 8)),
    )
    for stroke in strokes:
        points = [(x + right, y + down) for right, down in stroke]
        sheet.page.draw_bezier(*points, color=NAVY, width=1.3)


# The insurance certificate, as a flatbed scanner gives it


def certificate() -> bytes:
    document = pymupdf.open()
    sheet = new_sheet(document)
    sheet.page.draw_polyline(
        [(70, 62), (88, 54), (106, 62), (104, 84), (88, 98), (72, 84), (70, 62)], color=NAVY, fill=NAVY, width=0.5
    )
    sheet.write(88, 81, "M", 15, "tibo", WHITE, "center")
    sheet.write(118, 76, CERTIFICATE.company, 17, "tibo", NAVY)
    sheet.write(118, 91, CERTIFICATE.motto, 9, "tiit", NAVY)
    sheet.lines(70, 132, CERTIFICATE.references, 9.5)
    sheet.lines(340, 132, CERTIFICATE.insured, 10.5)
    sheet.write(WIDTH / 2, 252, "ATTESTATION D’ASSURANCE HABITATION", 15, "hebo", NAVY, "center")
    sheet.rule(262, 130, 465, NAVY, 1.2)
    y = 296.0
    for text in CERTIFICATE.paragraphs:
        y = sheet.paragraph(70, y, text, 455, 10.5) + 9
    y += 10
    for label, value in CERTIFICATE.facts:
        sheet.write(84, y, label, 10)
        sheet.write(255, y, value, 10, "hebo")
        sheet.rule(y + 6, 78, 517)
        y += 20
    y = sheet.paragraph(70, y + 16, CERTIFICATE.closing, 455, 10.5)
    sheet.write(340, y + 20, CERTIFICATE.place_and_date, 10.5)
    sheet.write(340, y + 38, "Pour la société, la directrice", 10.5)
    signature(sheet, 350, y + 74)
    sheet.rule(762, 70, 525)
    sheet.lines(70, 775, CERTIFICATE.legal, 7.5, color=GREY)
    return scanned(sheet.page)


def scanned(page: pymupdf.Page) -> bytes:
    """The page as a grey JPEG: a little skewed, unevenly lit, soft, with the grain of the sensor."""
    pixmap = page.get_pixmap(dpi=SCAN_DPI, colorspace=pymupdf.csGRAY)
    image = Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples)
    image = image.rotate(-1.1, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.7))
    light = np.asarray(image, dtype=np.float32) / 255
    down, across = np.mgrid[0 : light.shape[0], 0 : light.shape[1]]
    paper = 0.955 - 0.05 * across / light.shape[1] - 0.03 * (down / light.shape[0]) ** 2
    grain = np.random.default_rng(7).normal(0, 0.02, light.shape)
    pixels = np.clip((0.10 + 0.90 * light) * paper + grain, 0, 1) * 255
    out = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(out, "JPEG", quality=50, dpi=(SCAN_DPI, SCAN_DPI), optimize=True)
    return out.getvalue()


PAPERS = {
    "facture-electricite.pdf": bill,
    "quittance-loyer.pdf": receipt,
    "attestation-assurance.jpg": certificate,
}

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "examples"
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAPERS.items():
        (folder / name).write_bytes(make())
