"""Alignment on real pages: their true text as a perfect model would write it, and the same with sentences put in."""

from pathlib import Path

import pytest
from scripted_model import engine_of

from lexo.document import MediaType, PageImage, PageText, ReadingOptions, Strategy
from lexo.ocr.align import align
from lexo.ocr.second_look import look
from lexo.ocr.vision.fold import fold
from lexo.ocr.vision.ink import Ink
from lexo.ocr.vision.markdown import pieces_of_markdown
from lexo.ocr.vision.pieces import page_of
from lexo.pages import document_file
from lexo.pipeline import reading

INVENTED = (
    "The unpaid balance attracts interest at nine percent per year.",
    "Le présent contrat est renouvelé tacitement pour une durée de trois ans.",
)
PAGES = ("scan__singlecol_01.png", "scan__table_08.png")

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module", params=PAGES)
def paper(request: pytest.FixtureRequest, corpus: Path) -> tuple[str, PageText, PageImage]:
    """True text, first reading and picture of one page."""
    path = corpus / "dev" / request.param
    file = document_file.open_file(path, MediaType.PNG)
    first = reading.read_page(file, 1, ReadingOptions(strategy=Strategy.OCR))
    return path.with_name(path.name + ".gt.txt").read_text("utf-8"), first, file.render(1, 150, grey=False)


def test_true_words_stand_on_the_print(paper: tuple[str, PageText, PageImage]) -> None:
    text, first, picture = paper
    result = align(page_of(pieces_of_markdown(text), picture), first, Ink(picture))
    assert result.support > 0.98
    assert result.found > 0.98


def test_invented_sentences_are_marked_wherever_they_stand(paper: tuple[str, PageText, PageImage]) -> None:
    text, first, picture = paper
    lines = text.split("\n")
    for number, sentence in enumerate(INVENTED, start=1):
        lines.insert(len(lines) * number // 3, sentence)
    result = align(page_of(pieces_of_markdown("\n".join(lines)), picture), first, Ink(picture))
    invented = {fold(word) for sentence in INVENTED for word in sentence.split() if len(word) > 5}
    marked = {fold(word.text) for word in result.page.words if word.confidence is not None and word.confidence <= 0.3}
    assert len(invented - marked) <= 1
    assert "words_unseen" in result.page.warnings


def test_second_look_takes_the_true_text_and_no_other(paper: tuple[str, PageText, PageImage]) -> None:
    text, first, picture = paper
    told = look(engine_of("glm-ocr", text, max_pixels=100_000_000), first, picture, ("fra", "eng"))
    assert told.tried[-1].outcome == "kept"
    story = " ".join(INVENTED * 5)
    other = look(engine_of("glm-ocr", story, max_pixels=100_000_000), first, picture, ("fra", "eng"))
    assert other.tried[-1].outcome == "worse"
    assert other.blocks == first.blocks
