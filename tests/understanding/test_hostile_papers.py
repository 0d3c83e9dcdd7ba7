"""Papers made to harm: understanding them takes no longer than ordinary text does, and never fails."""

import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import cycle, islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexo.document import BBox, Block, BlockKind, Line, PageText, Word
from lexo.facts import Field, Source, Understanding, Verdict
from lexo.store import insights
from lexo.understanding.paper import Paper, paper_of
from lexo.understanding.stack import splits
from lexo.understanding.understand import understand

PAGES, WORDS = 5, 1000
MOST = 8  # times what as many signs of ordinary text take
AT_LEAST_S = 0.5  # below, nobody waits, and clocks are rough
ORDINARY = """Nous accusons réception de votre courrier du mois dernier par lequel vous nous demandez de bien vouloir
revoir les conditions de votre abonnement. Après étude de votre dossier nos services vous proposent une remise de 12 %
sur la part fixe, soit 8,40 € par mois à compter du 1er mars 2026. Notre service se tient à votre disposition au
01 99 00 12 34 ou par courriel à contact@exemple.fr pour toute question. Facture n° FA-17, total TTC 80,50 €."""
LABELS = (
    "IBAN|Total|Total TTC|facture n°|Net à payer|TVA 20 %|SIRET|RCS Paris|BIC|tél.|date limite de paiement|né le|Nom|"
    "loyer|du 01/01/2026 au|contrat n°|Vendeur|Client|Référence|RUM|ICS|NIR|INE|VIN|PDL|entre|ci-après|Madame|"
    "SAS au capital de|IDFRA|P<FRA|article 1|sous 15 jours|fait à|Solde|www.|Quantité prix unitaire montant|deux mille|"
    "code APE|Rendu|Invoice number|Rechnung Nr.|2D-DOC|avant le|période|le bailleur|Objet :"
).split("|")
VALUES = (
    "12,50|1 234,56 €|12/05/2026|12 mai 2026|FR76 3000 6000 0112 3456 7890 189|404 833 048|404 833 048 00022|"
    "01 99 00 12 34|a.b@c.fr|FR 83 404833048|20 %|1|123456789012345|AB-123-CD|75001 Paris|12 rue de la Paix|1.234,89|"
    "€|-|:|°|(|[|<<|/|.|,|'|_|A|é|0|00|٣|e\u0301|\u0301|\u200fא|שלום|你好|\u200b|\xa0|\x00|\x85|\u2028|ﬁ|İ|²|Ⅷ|\ud800|"
    'a.|a-|a@|1.|1/|12:|A1|A-|x.y.|http://a|{|\\|#|*|=|~|+|"'
).split("|")


def page(rows: Sequence[Sequence[str]], *, dpi: int | None = None, height: float = 0.8) -> PageText:
    """Words in rows over the whole page; with no height, their boxes have no size at all."""
    count = max(len(rows), 1)
    lines = [
        Line(
            tuple(
                Word(text, BBox(at / len(row), y / count, (at + height) / len(row), (y + height) / count))
                for at, text in enumerate(row)
            )
        )
        for y, row in enumerate(rows)
        if row
    ]
    block = Block(BlockKind.TEXT, BBox(0, 0, 1, 1), tuple(lines))
    return PageText(595, 842, (block,), engine="made", dpi=dpi, language="fra")


def filled(texts: Sequence[str], columns: int, *, words: int = WORDS, **more: float | int | None) -> list[PageText]:
    """Pages full of these texts, over and over."""
    signs = list(islice(cycle(word for text in texts for word in text.split(" ") if word), words))
    rows = [signs[at : at + columns] for at in range(0, len(signs), columns)]
    return [page(rows, **more)] * PAGES  # type: ignore[arg-type]


def paper(pages: Sequence[PageText]) -> Paper:
    return paper_of(list(enumerate(pages, start=1)), "fra")


def seconds(pages: Sequence[PageText]) -> float:
    begun = time.process_time()
    made = paper(pages)
    splits(made.pages, understand(made).fields, "fra")
    return time.process_time() - begun


def long_word(part: str, length: int = 40_000) -> list[PageText]:
    return [page([[part * (length // len(part))]])]


HOSTILE: dict[str, Callable[[], Iterator[list[PageText]]]] = {
    "one text again and again": lambda: (filled([each], 40) for each in (*LABELS[:12], *VALUES[:12])),
    "a label in each row": lambda: (filled([each], max(each.count(" ") + 1, 2)) for each in LABELS[::4]),
    "labels and values": lambda: (filled([a, b], 25) for a, b in zip(LABELS[::3], VALUES[::4], strict=False)),
    "labels and values, read from pixels": lambda: (
        filled([a, b], 25, dpi=200) for a, b in zip(LABELS[::4], VALUES, strict=False)
    ),
    "boxes without a size": lambda: iter([filled([*LABELS, *VALUES], 10, height=0.0)]),
    "a table of 2,000 rows": lambda: iter([[page([["art", "Miel", "2", "12,50", "25,00"]] * 2000)] * 2]),
    "a row of 5,000 cells": lambda: (filled([each], 5000, words=5000)[:2] for each in VALUES[:12]),
    "one long word": lambda: (long_word(each.replace(" ", "")) for each in (*VALUES, *LABELS[:6])),
    "one long word with spaces": lambda: (long_word(each + " ") for each in (*VALUES[:16], *LABELS[:6])),
}


@pytest.fixture(scope="module")
def ordinary() -> float:
    """Seconds for one sign of ordinary text. The first paper costs what is imported at first use."""
    pages = filled([" ".join(ORDINARY.split())], 12)
    seconds(pages)
    return min(seconds(pages) for _ in range(2)) / sum(len(each.text) for each in pages)


@pytest.mark.parametrize("how", HOSTILE)
def test_hostile_paper_takes_no_longer_than_ordinary_text_does(how: str, ordinary: float) -> None:
    for pages in HOSTILE[how]():
        took = seconds(pages)
        allowed = max(MOST * ordinary * sum(len(each.text) for each in pages), AT_LEAST_S)
        if took > allowed:
            took = seconds(pages)  # the machine may have been busy with something else
        assert took <= allowed, f"{took:.2f} s for {pages[0].text[:60]!r}, {allowed:.2f} s are allowed"


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Labels, values and noise anywhere on up to three pages."""
    text = st.one_of(
        st.sampled_from(LABELS), st.sampled_from(VALUES), st.text(max_size=12), st.text("0123456789 ,.€", max_size=16)
    )
    edge = st.floats(0, 1)
    pages = []
    for _ in range(draw(st.integers(1, 3))):
        lines = []
        for texts in draw(st.lists(st.lists(text, min_size=1, max_size=6), max_size=14)):
            left, top = draw(edge), draw(edge)
            right, bottom = draw(st.floats(left, 1)), draw(st.floats(top, min(top + 0.05, 1)))
            words = [word for each in texts for word in each.split(" ") if word]
            step = (right - left) / max(len(words), 1)
            sure = draw(st.one_of(st.none(), st.floats(0, 1)))
            placed = [
                Word(word, BBox(left + at * step, top, min(left + (at + 0.9) * step, 1.0), bottom), sure)
                for at, word in enumerate(words)
            ]
            lines += [Line(tuple(placed))] if placed else []
        block = Block(BlockKind.TEXT, BBox(0, 0, 1, 1), tuple(lines))
        height = draw(st.sampled_from([842, 0, 1]))
        pages.append(PageText(595, height, (block,), engine="made", dpi=draw(st.sampled_from([None, 200]))))
    return paper(pages)


@given(papers())
@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_paper_is_understood_and_what_is_said_of_it_holds(paper: Paper) -> None:
    failed: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: failed.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("lexo")
    log.addHandler(handler)
    try:
        found = understand(paper)
    finally:
        log.removeHandler(handler)
    assert failed == []
    for field in found.fields:
        check(field, len(paper.pages))
    check_journey(found)


def check(field: Field, page_count: int) -> None:
    """What holds of every field of the rules."""
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,59}", field.name)
    assert field.source not in (Source.PERSON, Source.MODEL)
    assert 0 <= field.confidence <= 1
    assert field.proof.page is None or 1 <= field.proof.page <= page_count
    assert all(0 <= edge <= 1 for box in field.proof.boxes for edge in box)
    assert field.verdict is not Verdict.UNVERIFIED
    assert field.rule or field.verdict is not Verdict.VERIFIED
    assert field.normalized or field.rows
    if re.fullmatch(r"(?:issue|due|payment|expiry|birth|effective)_date", field.name):
        date.fromisoformat(field.normalized)
    if re.fullmatch(r"(?:grand|tax|tax_basis)_total|due_payable|prepaid|net_pay|gross_pay", field.name):
        assert Decimal(field.normalized).is_finite()


def check_journey(found: Understanding) -> None:
    """All of it survives the way to the server, within the bounds that hold there, but for control characters."""
    assert len(found.fields) <= insights.MAX_FIELDS
    arrived = insights.decode(insights.encode(found))
    assert insights.decode(insights.encode(arrived)) == arrived
    assert [(each.name, each.verdict, each.proof.boxes) for each in arrived.fields] == [
        (each.name, each.verdict, each.proof.boxes) for each in found.fields
    ]
