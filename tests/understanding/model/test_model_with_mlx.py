"""The whole talk with a real mlx-lm model: a tiny one, whose rubbish is held to the schema."""

import json
from collections.abc import Iterator, Sequence

import pytest
from model_room import TOTAL
from tiny_models import install
from typed import typed

from lexo.facts import Understanding, Verdict
from lexo.inference.base import Finish, Generation, Message
from lexo.inference.host import Limits, ModelHost
from lexo.understanding.model.asking import Subject, ask
from lexo.understanding.model.prompts import Turn, parts_of, question
from lexo.understanding.model.schema import Wanted, read_answer, schema_text

PAPER = typed("Facture du 3 mars 2026\nA payer avant le 02/04/2026")
WANTED = Wanted(("invoice", "other"), ("due_date", "iban"))


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelHost]:
    folder = tmp_path_factory.mktemp("models")
    install(folder, "tiny/chat", "qwen3", {"What is the total?": TOTAL})
    host = ModelHost(folder, Limits())
    yield host
    host.stop(20)


@pytest.mark.parametrize("seed", [1, 2])
def test_answer_of_a_real_model_fits_the_schema(host: ModelHost, seed: int) -> None:
    turns = question(parts_of(PAPER, 2000, "n")[0], WANTED, "fra", "n")
    messages = [Message(turn.role, turn.content) for turn in turns]
    limits = Generation(max_tokens=3500, temperature=1.0, seed=seed, json_schema=schema_text(WANTED))
    answer = host.text("chat").write(messages, limits).result()
    told = json.loads(answer.text)
    assert answer.finish == Finish.STOP
    assert list(told) == ["kind", "title", "summary", "fields"]
    assert (len(told["title"]) <= 90, len(told["summary"]) <= 400, len(told["fields"]) <= 20) == (True, True, True)
    read = read_answer(answer.text, WANTED)
    assert read is not None
    assert read.kind in WANTED.kinds


def test_rubbish_of_a_real_model_makes_no_fact(host: ModelHost) -> None:
    def write(turns: Sequence[Turn], schema: str) -> str:
        messages = [Message(turn.role, turn.content) for turn in turns]
        limits = Generation(max_tokens=3500, temperature=1.0, seed=5, json_schema=schema)
        return host.text("chat").write(messages, limits).result().text

    answer = ask(write, Subject(PAPER, Understanding(), WANTED.kinds, WANTED.names))
    assert answer is not None
    assert [field for field in answer.fields if field.verdict is Verdict.VERIFIED] == []
