"""What an answer becomes on a page, and the way from a citation to its words, lit."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lexo.app import Lexo
from lexo.document import BBox
from lexo.library.asking.answers import Answer, Citation, How, Sentence
from lexo.web.views.answers import AnswerView, answer_view
from made_papers import add_paper, box_of

BILL = "Facture du 3 mars 2026\nTotal TTC 1 080,50 EUR\nMerci de votre confiance"


@pytest.fixture
def bill(lexo: Lexo) -> int:
    return add_paper(lexo.db, "facture.pdf", "couverture", BILL)


def shown(lexo: Lexo, document_id: int, *sentences: Sentence, how: How = How.MODEL) -> AnswerView:
    citation = Citation(1, document_id, "facture.pdf", 2, "Total TTC 1 080,50 EUR", (BBox(0.1, 0.2, 0.3, 0.4),))
    return answer_view(lexo, Answer(how, sentences, (citation,), "eng", "scripted"))


def test_answer_view_counts_what_is_not_proven(lexo: Lexo, bill: int) -> None:
    view = shown(lexo, bill, Sentence("a", is_proven=True, citations=(1,)), Sentence("b", is_proven=False))
    assert (view.unproven, view.language, len(view.paragraphs)) == (1, "en", 1)


def test_answer_view_of_passages_has_a_paragraph_for_each(lexo: Lexo, bill: int) -> None:
    view = shown(lexo, bill, Sentence("a", is_proven=True), Sentence("b", is_proven=True), how=How.PASSAGES)
    assert [len(paragraph) for paragraph in view.paragraphs] == [1, 1]


def test_answer_view_of_an_erased_paper_has_no_picture(lexo: Lexo) -> None:
    (citation,) = shown(lexo, 77, Sentence("a", is_proven=True)).citations
    assert citation.picture is None


def test_citation_leads_to_its_page_with_the_quote_lit(client: Any, lexo: Lexo, bill: int) -> None:
    (citation,) = shown(lexo, bill, Sentence("a", is_proven=True)).citations
    assert parse_qs(urlsplit(citation.href).query) == {"page": ["2"], "quote": ["Total TTC 1 080,50 EUR"]}
    page = client.get(citation.href).text
    lit = [float(left) for left in re.findall(r'<rect class="hit" x="([-\d.]+)"', page)]
    assert lit == pytest.approx([1000 * box_of(1, word).left for word in range(5)], abs=3)
    assert " ".join(re.findall(r"<mark>([^<]*)</mark>", page)) == "Total TTC 1 080,50 EUR"


def test_quote_that_the_page_does_not_say_lights_nothing(client: Any, bill: int) -> None:
    page = client.get(f"/documents/{bill}?page=2&quote=Total+TTC+2+080%2C50+EUR").text
    assert 'class="hit"' not in page
