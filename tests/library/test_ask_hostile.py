"""Any question and any history, and models that write anything: an answer in plain text comes, soon, and no error."""

import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answering_models import Scripted
from lexo.inference.base import Finish
from lexo.library.asking.answers import Answer, Citation, How, Sentence
from lexo.library.asking.ask import Asker, Means, Question
from lexo.library.asking.followups import Exchange
from lexo.store.database import Database
from made_papers import add_paper

PIECES = (
    "combien", "ai-je payé à", "Énergie du Lac", "en 2024", "en mars", "total", "l'avoir de", "?", "et en 2023 ?",
    "son échéance", "how much", "«", "»", '"', "…", "[1]", "<script>alert(1)</script>", "\x00", "\u202e", "\u200b",
    "\ud800", "9" * 60, "(", "NEAR", "after:2024", "½", "İ", "ﬁ", "\n", "\t", "a" * 300, "[x](http://example.org)",
    "n'est pas", "![i](//example.org)", "XIV", "quatre-vingt", "deux mille euros", "1 234,50 EUR", "01/13/2024",
    "<think>", "1.",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.builds(lambda piece, times: (piece * times)[:30_000], st.sampled_from(PIECES), st.integers(1, 4_000)),
)
ANSWERS = st.builds(
    lambda how, document_id: Answer(how, (Sentence("x", is_proven=True),), (Citation(1, document_id, "t", 1, "q"),)),
    st.sampled_from(list(How)),
    st.integers(-1, 5),
)
HISTORIES = st.lists(st.builds(Exchange, TEXTS, ANSWERS), max_size=3).map(tuple)
HIDDEN = ("Cc", "Cf", "Cs")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("hostile") / "lexo.db"
    database = Database(path)
    add_paper(database, "energie.pdf", "Énergie du Lac\nFacture du 3 mars 2024\nTotal 1 080,50 EUR", "mot " * 2_000)
    add_paper(
        database, "loyer.pdf", "\u202eLoyer <script>alert(1)</script> [a](http://example.org) \u200b\n" + "1 " * 2_000
    )
    yield database
    database.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, HISTORIES, st.one_of(st.none(), TEXTS), st.sampled_from(list(Finish)))
def test_any_question_is_answered_in_plain_text(
    db: Database, asked: str, history: tuple[Exchange, ...], written: str | None, finish: Finish
) -> None:
    model = None if written is None else Scripted(written, finish)
    means = Means(text_model=lambda: model, today=lambda: date(2024, 11, 20))

    answer = Asker(db, means).answer(Question(f"Énergie du Lac {asked}" if written else asked, history=history))

    assert not [sign for sign in answer.text if unicodedata.category(sign) in HIDDEN]
    assert not [mark for mark in ("<script", "http://", "](") if mark in answer.text]
    assert {number for each in answer.sentences for number in each.citations} <= set(
        range(1, len(answer.citations) + 1)
    )


class _Silent:
    """A model that writes nothing, for ever."""

    name = "silent"
    pieces = 0

    def write(self, messages: object, limits: object) -> "_Silent":
        return self

    def __iter__(self) -> Iterator[str]:
        while self.pieces < 1_000_000:
            self.pieces += 1
            yield ""

    def cancel(self) -> None:
        pass


def test_a_model_that_writes_nothing_for_ever_is_stopped(db: Database) -> None:
    model = _Silent()

    answer = Asker(db, Means(text_model=lambda: model)).answer(Question("Que dit Énergie du Lac ?"))  # type: ignore[arg-type, return-value]

    assert answer.how is How.REFUSED
    assert model.pieces < 100_000
