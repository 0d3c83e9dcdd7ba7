"""What a page does not show is never used: numbers in hidden text come last, contradicted, with a warning."""

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from lexo.document import MediaType, ReadingOptions
from lexo.facts import Field, Understanding, Verdict
from lexo.pages.document_file import open_file
from lexo.pipeline import tasks
from lexo.pipeline.reading import read_page
from lexo.pipeline.understanding import understand_file
from lexo.store.pages import packed

IBAN, OTHER = "FR76 3000 6000 0112 3456 7890 189", "FR14 2004 1010 0505 0001 3M02 606"
NEARLY = "FR76 3000 6000 0112 3456 7890 188"  # one digit of IBAN apart, so that its check fails
BILL = """LUMIERE DU SUD SAS - 12 rue des Forges, 13001 Marseille
SIREN 404 833 048

FACTURE n° LS-0417 du 03/03/2026

Total HT            50,00 EUR
TVA 20 %            10,00 EUR
Total TTC           {total}

IBAN : {iban}
"""
Page = pymupdf.Page


def bill(iban: str = IBAN, total: str = "60,00 EUR") -> str:
    return BILL.format(iban=iban, total=total)


def understood(path: Path) -> Understanding:
    """A file as the pipeline reads and understands it."""
    with open_file(path, MediaType.PDF, None) as source:
        page = read_page(source, 1, ReadingOptions())
        scratch = path.with_suffix(".pages")
        tasks.write_pages(scratch, [(1, packed(page))])
        task = tasks.Understand(
            path, MediaType.PDF, None, scratch, ((1, 0),), 1, "fra", trust=path.with_suffix(".trust")
        )
        return understand_file(source, task)


def written(path: Path, change: Callable[[Page], None] = lambda page: None, text: str = "") -> Path:
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        page.insert_text((60, 100), text or bill(), fontsize=12)
        change(page)
        document.save(path)
    return path


def drawn_over(path: Path, seen: str, layer: str) -> Path:
    """A picture of one text with the other as its invisible text, as OCR programs write it."""
    with pymupdf.open(written(path.with_name("seen.pdf"), text=seen)) as shown, pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        page.insert_image(page.rect, pixmap=shown[0].get_pixmap(dpi=200))
        page.insert_text((60, 100), layer, fontsize=12, render_mode=3)
        document.save(path)
    return path


def ibans(found: Understanding) -> list[Field]:
    return [each for each in found.fields if each.name == "iban"]


def compact(text: str) -> str:
    return text.replace(" ", "")


def warns(found: Understanding) -> bool:
    return "hidden_text_differs" in [each.code for each in found.warnings]


def under_a_picture(page: Page) -> None:
    page.insert_text((60, 500), f"IBAN {OTHER}", fontsize=12)
    blank = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 10, 10), False)
    blank.clear_with(255)
    page.insert_image(pymupdf.Rect(40, 480, 400, 520), pixmap=blank, keep_proportion=False)


HIDING: dict[str, Callable[[Page], None]] = {
    "never painted": lambda page: page.insert_text((60, 500), f"IBAN {OTHER}", fontsize=12, render_mode=3),
    "white on white": lambda page: page.insert_text((60, 500), f"IBAN {OTHER}", fontsize=12, color=(1, 1, 1)),
    "a point high": lambda page: page.insert_text((60, 500), f"IBAN {OTHER}", fontsize=0.5),
    "off the page": lambda page: page.insert_text((60, 1200), f"IBAN {OTHER}", fontsize=12),
    "half off the page": lambda page: page.insert_text((590, 500), f"IBAN {OTHER}", fontsize=12),
    "under a picture": under_a_picture,
}


@pytest.mark.parametrize("how", HIDING)
def test_account_that_nobody_sees_is_never_the_one_to_pay(how: str, tmp_path: Path) -> None:
    found = understood(written(tmp_path / "bill.pdf", HIDING[how]))
    assert ibans(found)[0].normalized == compact(IBAN)
    assert all(each.verdict is Verdict.CONTRADICTED for each in ibans(found)[1:])


def test_bill_with_nothing_hidden_has_no_warning(tmp_path: Path) -> None:
    assert not warns(understood(written(tmp_path / "bill.pdf")))


def test_searchable_scan_that_says_what_it_shows_has_no_warning(tmp_path: Path) -> None:
    assert not warns(understood(drawn_over(tmp_path / "bill.pdf", bill(), bill())))


@pytest.mark.parametrize("layer", [OTHER, NEARLY], ids=["another account", "a digit apart"])
def test_account_of_the_pixels_is_used_where_the_text_has_another(layer: str, tmp_path: Path) -> None:
    found = understood(drawn_over(tmp_path / "bill.pdf", bill(), bill(layer)))
    assert ibans(found)[0].normalized == compact(IBAN)
    assert {each.verdict for each in ibans(found)[1:]} <= {Verdict.CONTRADICTED}
    assert warns(found) == (layer == OTHER)  # a number that fails its check is no account to warn of


def test_account_of_the_text_is_not_proven_where_the_pixels_show_a_false_one(tmp_path: Path) -> None:
    found = understood(drawn_over(tmp_path / "bill.pdf", bill(NEARLY), bill(IBAN)))
    assert [each for each in ibans(found) if each.verdict is Verdict.VERIFIED] == []


def test_total_of_the_pixels_is_used_where_the_text_has_another(tmp_path: Path) -> None:
    found = understood(drawn_over(tmp_path / "bill.pdf", bill(total="960,00 EUR"), bill()))
    assert "60.00" not in used(found, "grand_total")


def test_account_that_a_picture_covers_is_warned_of_and_not_used(tmp_path: Path) -> None:
    found = understood(patched(tmp_path / "bill.pdf", IBAN, bill(OTHER)))
    assert compact(IBAN) not in used(found, "iban")
    assert warns(found)


def test_total_of_a_picture_pasted_over_another_is_the_one_that_counts_and_warned_of(tmp_path: Path) -> None:
    found = understood(patched(tmp_path / "bill.pdf", "60,00 EUR", bill(total="960,00 EUR")))
    assert used(found, "grand_total") == ["960.00"]
    assert warns(found)


def used(found: Understanding, name: str) -> list[str]:
    """The values of a fact that nothing speaks against."""
    return [each.normalized for each in found.fields if each.name == name and each.verdict is not Verdict.CONTRADICTED]


def patched(path: Path, printed: str, seen: str) -> Path:
    """The bill with a picture over its line with `printed`, cut out of the same place of another bill."""
    written(path.with_name("seen.pdf"), text=seen)
    written(path.with_name("plain.pdf"))
    with pymupdf.open(path.with_name("seen.pdf")) as shown, pymupdf.open(path.with_name("plain.pdf")) as document:
        page = document[0]
        (at, *_) = page.search_for(printed)
        clip = pymupdf.Rect(40, at.y0, 560, at.y1)
        page.insert_image(clip, pixmap=shown[0].get_pixmap(dpi=200, clip=clip))
        document.save(path)
    return path
