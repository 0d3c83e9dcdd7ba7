"""A text model adds to papers that are understood already, and is believed only where the paper bears it out."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from lexo import settings
from lexo.app import Lexo
from lexo.document import Document
from lexo.errors import ModelFailed
from lexo.facts import Field, Source, Verdict
from lexo.inference.base import Finish, Generated, Generation, Message
from lexo.store import documents, due, facts
from papers import write_pdf

LETTER = """Syndicat des Eaux de Ville-Exemple

Madame, votre raccordement est suivi par le service technique sous la
reference RAC 2231, et la visite aura lieu le 14 mars 2027 au matin.
"""


class Stream:
    def __init__(self, text: str, finish: Finish) -> None:
        self._written = Generated(text, finish, "scripted")

    def __iter__(self) -> Iterator[str]:
        return iter((self._written.text,))

    def result(self) -> Generated:
        return self._written

    def cancel(self) -> None: ...


class Model:
    """Writes what it is told to, whatever it is asked; remembers what it was asked."""

    name = "scripted"

    def __init__(self, answer: str, finish: Finish = Finish.STOP, act: Callable[[], None] = lambda: None) -> None:
        self.asked: list[Sequence[Message]] = []
        self._answer, self._finish, self._act = answer, finish, act

    def write(self, messages: Sequence[Message], limits: Generation) -> Stream:
        self.asked.append(messages)
        assert limits.json_schema is not None
        self._act()
        return Stream(self._answer, self._finish)


def answer(*said: tuple[str, str], title: str = "", summary: str = "", kind: str = "other") -> str:
    fields = [{"name": name, "value": value, "page": 1} for name, value in said]
    return json.dumps({"kind": kind, "title": title, "summary": summary, "fields": fields})


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Callable[..., tuple[Lexo, Document]]]:
    opened: list[Lexo] = []

    def read(model: Model, text: str = LETTER) -> tuple[Lexo, Document]:
        lexo = Lexo.build(settings.load(home=tmp_path / "home", watch=tmp_path / "watch", readers=1))
        opened.append(lexo)
        lexo._reading.has_text_model = lambda: True
        lexo.looker._text_model = lambda: model
        lexo.worker.start()
        lexo.looker.start()
        with write_pdf(tmp_path / "lettre.pdf", [text]).open("rb") as file:
            document = lexo.wait_until_read(lexo.add_upload(file.fileno(), "lettre.pdf").document_id, 60)
        deadline = time.monotonic() + 60
        while due.count(lexo.db, due.Stage.MODEL) or not model.asked:
            assert time.monotonic() < deadline, "the model is never asked"
            lexo.looker.nudge()
            time.sleep(0.05)
        return lexo, documents.get(lexo.db, document.id)

    yield read
    for lexo in opened:
        lexo.stop()


def fields_of(lexo: Lexo, document: Document) -> dict[str, list[Field]]:
    found: dict[str, list[Field]] = {}
    for kept in facts.list_fields(lexo.db, document.id):
        found.setdefault(kept.field.name, []).append(kept.field)
    return found


def test_model_names_the_paper_in_words_that_it_bears_out(read: Any) -> None:
    _, document = read(Model(answer(title="Visite du service des eaux", summary="Une visite aura lieu.")))
    assert (document.title, document.summary) == ("Visite du service des eaux", "Une visite aura lieu.")


def test_amount_that_the_paper_does_not_say_never_enters_its_title(read: Any) -> None:
    _, document = read(Model(answer(title="Facture de 960,00 €", summary="Il faut payer 960,00 €.")))
    assert "960" not in document.title + document.summary


def test_value_that_is_not_printed_stays_unverified_and_gives_no_deadline(read: Any) -> None:
    bill = "FACTURE n° A-1\nDate : 03/09/2026\nTotal TTC 60,00 EUR\nVeuillez regler a reception"
    lexo, document = read(Model(answer(("iban", "FR1420041010050500013M02606"), ("due_date", "2026-12-31"))), bill)
    said = [field for same in fields_of(lexo, document).values() for field in same if field.source is Source.MODEL]
    assert {field.verdict for field in said} <= {Verdict.UNVERIFIED}
    assert all(not field.proof.boxes for field in said)
    with lexo.db.read() as connection:
        assert connection.execute("SELECT count(*) FROM deadlines WHERE date = '2026-12-31'").fetchone()[0] == 0


@pytest.mark.parametrize(
    "model",
    [
        Model("no JSON at all"),
        Model('{"kind": "poem", "extra": 1}'),
        Model(answer(title="cut"), Finish.LENGTH),
    ],
    ids=["nonsense", "another form", "cut off"],
)
def test_answer_that_cannot_be_used_changes_nothing(read: Any, model: Model) -> None:
    lexo, document = read(model)
    assert document.title.startswith("Syndicat des Eaux")
    assert all(field.source is not Source.MODEL for same in fields_of(lexo, document).values() for field in same)


def test_model_that_fails_leaves_the_paper_as_rules_made_it(read: Any) -> None:
    def fail() -> None:
        raise ModelFailed(model="scripted")

    lexo, document = read(Model("", act=fail))
    assert document.title.startswith("Syndicat des Eaux")
    assert lexo.looker.page is None
