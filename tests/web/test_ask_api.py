"""Questions over the API: events as they come, one JSON answer, conversations; and a reader who goes away."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from answering_models import Scripted
from lexo.app import Lexo
from lexo.store import documents, private
from made_papers import add_paper, box_of

BILL = "Energie du Lac\nFacture FA-2026-017 du 3 mars 2026\nTotal TTC 1 080,50 EUR\nA payer avant le 02/04/2026"
QUESTION = "Que dit la facture Energie du Lac sur le règlement ?"
TRUE = "Il faut payer « Total TTC 1 080,50 EUR » [1]."
LIE = "Il faut payer « Total TTC 2 080,50 EUR » [1]."
JSON = {"Accept": "application/json"}

Answering = Callable[[Scripted | None], None]


@pytest.fixture
def answering(lexo: Lexo, monkeypatch: pytest.MonkeyPatch) -> Answering:
    """Says which model writes in this library."""

    def say(model: Scripted | None) -> None:
        monkeypatch.setattr(lexo, "text_model", lambda: model)

    say(None)
    return say


@pytest.fixture
def bill(lexo: Lexo) -> int:
    return add_paper(lexo.db, "energie.pdf", BILL)


def events(text: str) -> list[tuple[str, Any]]:
    found = []
    for part in text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in part.split("\n"))
        found.append((lines["event"], json.loads(lines["data"])))
    return found


def test_ask_streams_words_then_citations_then_the_checked_answer(client: Any, answering: Answering, bill: int) -> None:
    answering(Scripted(f"{TRUE} {LIE}"))
    response = client.post("/api/v1/ask", json={"question": QUESTION, "document_ids": [bill]})
    assert response.headers["content-type"].startswith("text/event-stream")
    names = [name for name, _ in events(response.text)]
    assert names == ["token"] * names.count("token") + ["citation", "done"]
    done = events(response.text)[-1][1]
    assert [sentence["is_proven"] for sentence in done["sentences"]] == [True, False]
    assert done["citations"] == [
        {
            "number": 1,
            "document_id": bill,
            "title": "energie.pdf",
            "page": 1,
            "quote": "Total TTC 1 080,50 EUR",
            "boxes": [[*box_of(2, 0)[:2], *box_of(2, 4)[2:]]],
        }
    ]
    said = "".join(data["text"] for name, data in events(response.text) if name == "token")
    assert said == "Il faut payer « Total TTC 1 080,50 EUR ». Il faut payer « Total TTC 2 080,50 EUR »."


def test_ask_by_accept_answers_one_json_object(client: Any, answering: Answering, bill: int) -> None:
    answering(Scripted(TRUE))
    answer = client.post("/api/v1/ask", json={"question": QUESTION}, headers=JSON).json()
    assert (answer["how"], answer["model"], answer["question"]) == ("model", "scripted", QUESTION)
    assert answer["text"] == "Il faut payer « Total TTC 1 080,50 EUR »."
    assert answer["sentences"][0]["citations"] == [1]


def test_ask_without_a_model_shows_passages_and_says_why(client: Any, answering: Answering, bill: int) -> None:
    answer = client.post("/api/v1/ask", json={"question": "facture Energie Lac règlement"}, headers=JSON).json()
    assert answer["how"] == "passages"
    assert [reason["code"] for reason in answer["reasons"]] == ["no_text_model"]
    assert answer["citations"][0]["document_id"] == bill


def test_ask_what_no_paper_says_is_refused_in_the_question_s_language(client: Any, answering: Answering) -> None:
    answer = client.post("/api/v1/ask", json={"question": "Who won the cup?"}, headers=JSON).json()
    assert (answer["how"], answer["language"]) == ("refused", "eng")
    assert answer["text"].startswith("Your papers do not say so")


def test_ask_about_a_paper_that_is_not_there_is_a_problem(client: Any) -> None:
    response = client.post("/api/v1/ask", json={"question": "quoi ?", "document_ids": [99]})
    assert (response.status_code, response.json()["code"]) == (404, "document_not_found")
    assert response.headers["content-type"] == "application/problem+json"


def test_ask_in_a_conversation_that_is_not_there_is_a_problem(client: Any) -> None:
    response = client.post("/api/v1/ask", json={"question": "quoi ?", "conversation_id": 7})
    assert (response.status_code, response.json()["code"]) == (404, "conversation_not_found")


UNUSABLE = [{}, {"question": 1}, {"question": "a", "document_ids": [0]}, {"question": "x" * 2001}]
HOSTILE = ["", " \n", "\u202e\x00", "???", "😀", "« »", "a" * 2000, "'; DROP TABLE pages --"]


def test_ask_with_an_unusable_body_is_a_problem(client: Any) -> None:
    assert [client.post("/api/v1/ask", json=body).status_code for body in UNUSABLE] == [422] * len(UNUSABLE)


def test_ask_any_text_is_a_question(client: Any, answering: Answering, bill: int) -> None:
    answering(Scripted("Rien."))
    asked = [client.post("/api/v1/ask", json={"question": text}, headers=JSON).status_code for text in HOSTILE]
    assert asked == [200] * len(HOSTILE)


def test_conversation_goes_on_is_listed_read_and_erased(client: Any, answering: Answering, bill: int) -> None:
    model = Scripted(TRUE)
    answering(model)
    first = client.post("/api/v1/ask", json={"question": QUESTION}, headers=JSON).json()
    more = {"question": "et sa référence ?", "conversation_id": first["conversation_id"]}
    client.post("/api/v1/ask", json=more, headers=JSON)
    assert QUESTION in model.asked[-1]
    (listed,) = client.get("/api/v1/conversations").json()["items"]
    assert listed["title"] == QUESTION
    at = f"/api/v1/conversations/{first['conversation_id']}"
    read = client.get(at).json()
    assert [turn["question"] for turn in read["turns"]] == [QUESTION, "et sa référence ?"]
    assert read["turns"][0]["answer"]["sentences"] == first["sentences"]
    assert client.delete(at).status_code == 204
    assert client.get(at).status_code == 404
    assert client.get("/api/v1/conversations").json()["total"] == 0


def test_conversation_leaves_out_papers_that_became_private_or_are_gone(
    client: Any, lexo: Lexo, answering: Answering, bill: int
) -> None:
    other = add_paper(lexo.db, "bail.pdf", "Loyer mensuel 650,00 EUR")
    answering(Scripted("« Total TTC 1 080,50 EUR ». « Loyer mensuel 650,00 EUR »."))
    asked = client.post("/api/v1/ask", json={"question": QUESTION, "document_ids": [bill, other]}, headers=JSON).json()
    assert {each["document_id"] for each in asked["citations"]} == {bill, other}
    private.set_private(lexo.db, bill, is_private=True)
    documents.move_to_trash(lexo.db, other)
    (turn,) = client.get(f"/api/v1/conversations/{asked['conversation_id']}").json()["turns"]
    assert turn["answer"]["citations"] == []
    assert [sentence["is_proven"] for sentence in turn["answer"]["sentences"]] == [False, False]


def test_ask_stops_the_model_when_the_reader_goes_away(client: Any, answering: Answering, bill: int) -> None:
    began, may_go_on = threading.Event(), threading.Event()

    def gate() -> None:
        began.set()
        assert may_go_on.wait(10)

    model = Scripted("mot " * 500, gate=gate)
    answering(model)

    async def leave() -> None:
        body = json.dumps({"question": QUESTION}).encode()
        is_sent = False

        async def receive() -> dict[str, Any]:
            nonlocal is_sent
            if not is_sent:
                is_sent = True
                return {"type": "http.request", "body": body, "more_body": False}
            from anyio import to_thread

            await to_thread.run_sync(began.wait)
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None: ...

        headers = [(b"host", b"127.0.0.1:8000"), (b"content-type", b"application/json")]
        scope = {
            "type": "http", "method": "POST", "path": "/api/v1/ask", "raw_path": b"/api/v1/ask", "query_string": b"",
            "headers": headers, "scheme": "http", "http_version": "1.1", "server": ("127.0.0.1", 8000),
            "client": ("127.0.0.1", 5000), "root_path": "", "asgi": {"version": "3.0", "spec_version": "2.3"},
        }  # fmt: skip
        await client.app(scope, receive, send)

    client.portal.call(leave)
    assert model.streams[0].was_cancelled.wait(10)
    may_go_on.set()
    assert model.streams[0].given <= 1
    assert client.get("/api/v1/conversations").json()["total"] == 0
