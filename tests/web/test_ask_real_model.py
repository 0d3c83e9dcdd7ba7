"""A real, tiny model that was taught to quote and to lie, asked over the API: truth is lit, the lie is marked."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal

from lexo import settings
from lexo.app import Lexo
from lexo.inference.host import ModelHost
from lexo.library.asking import passages, prompts
from lexo.library.asking.passages import Wanted
from lexo.web.server import create_app
from made_papers import add_paper, box_of
from teller import NONCE, SYSTEM, teach

BILL = "Facture du lac\nTotal TTC 12,50 EUR"
QUESTION = "Que dit la facture ?"
SAID = "« Total TTC 12,50 EUR » [1]. « Total TTC 92,50 EUR » [1]."


@pytest.fixture
def lexo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lexo]:
    """A Lexo with a bill, and with a model that was taught to say the same of it each time."""
    monkeypatch.setattr(secrets, "token_hex", lambda size: NONCE)
    monkeypatch.setattr(prompts, "_SYSTEM", SYSTEM)
    opened = Lexo.build(settings.load(home=tmp_path / "home", watch=tmp_path / "OCR", models=tmp_path / "models"))
    add_paper(opened.db, "f.pdf", BILL)
    found = passages.find(opened.db, Wanted(("facture",), QUESTION))
    turns = prompts.about_passages(QUESTION, found.items, "fra", NONCE)
    teach(tmp_path / "models", [{"role": turn.role, "content": turn.content} for turn in turns], SAID)
    yield opened
    opened.stop()


def test_model_that_quotes_and_lies_is_checked_word_for_word(lexo: Lexo, client_type: type) -> None:
    assert isinstance(lexo.models, ModelHost)
    with start_blocking_portal() as portal, client_type(create_app(lexo), portal) as client:
        body = {"question": QUESTION, "document_ids": [1]}
        answer = client.post("/api/v1/ask", json=body, headers={"Accept": "application/json"}).json()
    assert (answer["how"], answer["model"]) == ("model", "teller")
    assert [(each["text"], each["is_proven"]) for each in answer["sentences"]] == [
        ("« Total TTC 12,50 EUR ».", True),
        ("« Total TTC 92,50 EUR ».", False),
    ]
    (citation,) = answer["citations"]
    assert citation["quote"] == "Total TTC 12,50 EUR"
    assert citation["boxes"] == [[*box_of(1, 0)[:2], *box_of(1, 3)[2:]]]
