"""OpenAI's API on the models of this machine: off unless set, its own shapes, its own errors, and the guard's rules."""

import asyncio
import base64
import json
import struct
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from scripted_host import SENTENCES, TEXT, ScriptedHost, Written

from lexo import settings
from lexo.app import Lexo
from lexo.errors import ModelAbsent, PromptTooLong
from lexo.inference.base import Priority
from lexo.web.server import create_app

PORT = 8000
ASK = {"model": TEXT.name, "messages": [{"role": "user", "content": "Salut"}]}


@pytest.fixture(scope="module")
def lexo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lexo]:
    """One Lexo for all tests here, which answers as OpenAI's API does and reads nothing."""
    home = tmp_path_factory.mktemp("openai")
    loaded = settings.load(
        home=home / "home",
        watch=home / "OCR",
        models=home / "models",
        port=PORT,
        readers=1,
        watch_events=False,
        openai_api=True,
    )
    opened = Lexo.build(loaded)
    yield opened
    opened.readers.stop(0)
    opened._viewers.stop(0)
    opened.db.close()


@pytest.fixture(scope="module")
def client(lexo: Lexo, client_type: type) -> Iterator[Any]:
    """Asks its app."""
    app = create_app(lexo)
    with start_blocking_portal() as portal, client_type(app, portal) as made:
        yield made


@pytest.fixture
def host(lexo: Lexo, monkeypatch: pytest.MonkeyPatch) -> ScriptedHost:
    """Its models, which do what a test says."""
    made = ScriptedHost()
    monkeypatch.setattr(lexo, "models", made)
    return made


def chunks(text: str) -> list[Any]:
    """The events of a stream; the last is the word that ends it."""
    events = [event.removeprefix("data: ") for event in text.split("\n\n") if event]
    return [json.loads(event) if event != "[DONE]" else event for event in events]


def test_addresses_are_not_there_unless_switched_on(client: Any, lexo: Lexo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexo, "settings", lexo.settings.model_copy(update={"openai_api": False}))
    for answer in (
        client.get("/v1/models"),
        client.get("/v1/models/x"),
        client.post("/v1/embeddings", json={"input": "a"}),
        client.post("/v1/chat/completions", json=ASK),
    ):
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "openai_off"
        assert "openai_api" in answer.json()["error"]["message"]


def test_models_are_those_that_can_be_asked(client: Any, host: ScriptedHost) -> None:
    host.installed = {TEXT.name}
    listed = client.get("/v1/models").json()
    assert listed["object"] == "list"
    assert [(model["id"], model["object"], model["role"]) for model in listed["data"]] == [(TEXT.name, "model", "text")]
    assert client.get(f"/v1/models/{TEXT.name}").json()["id"] == TEXT.name
    missing = client.get(f"/v1/models/{SENTENCES.name}")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "unknown_model")


def test_texts_become_vectors_in_their_order(client: Any, host: ScriptedHost) -> None:
    body = {"model": SENTENCES.name, "input": ["abc", "a"], "user": "passed over"}
    answer = client.post("/v1/embeddings", json=body).json()
    assert [each["embedding"] for each in answer["data"]] == [[3.0, 0.5], [1.0, 0.5]]
    assert [each["index"] for each in answer["data"]] == [0, 1]
    assert (answer["object"], answer["model"]) == ("list", SENTENCES.name)
    assert answer["usage"] == {"prompt_tokens": 0, "total_tokens": 0}


def test_vectors_come_in_base64_where_that_is_asked_for(client: Any, host: ScriptedHost) -> None:
    answer = client.post("/v1/embeddings", json={"input": "abc", "encoding_format": "base64", "dimensions": 2}).json()
    assert struct.unpack("<2f", base64.b64decode(answer["data"][0]["embedding"])) == (3.0, 0.5)


def test_vectors_are_not_cut(client: Any, host: ScriptedHost) -> None:
    answer = client.post("/v1/embeddings", json={"input": "abc", "dimensions": 1})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "dimensions_fixed")


def test_conversation_is_answered_whole(client: Any, host: ScriptedHost) -> None:
    turns = [
        {"role": "developer", "content": "Sois bref."},
        {"role": "user", "content": [{"type": "text", "text": "Sa"}, {"type": "text", "text": "lut"}]},
        {"role": "assistant", "content": None},
        {"role": "user", "content": "?"},
    ]
    body = {"model": "default", "messages": turns, "max_tokens": 7, "temperature": 0.5, "stop": "\n", "seed": -1}
    answer = client.post("/v1/chat/completions", json=body).json()
    assert answer["object"] == "chat.completion"
    assert answer["model"] == TEXT.name
    assert answer["choices"] == [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "Bonjour", "refusal": None},
            "logprobs": None,
            "finish_reason": "stop",
        }
    ]
    assert answer["usage"] == {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}
    ((messages, limits),) = host.asked
    assert [(each.role, each.content) for each in messages] == [
        ("system", "Sois bref."),
        ("user", "Salut"),
        ("assistant", ""),
        ("user", "?"),
    ]
    assert (limits.max_tokens, limits.temperature, limits.stop, limits.seed) == (7, 0.5, ("\n",), (1 << 63) - 1)
    assert limits.priority is Priority.PERSON


def test_conversation_is_answered_in_pieces(client: Any, host: ScriptedHost) -> None:
    body = {**ASK, "stream": True, "stream_options": {"include_usage": True}, "max_completion_tokens": 3}
    answer = client.post("/v1/chat/completions", json=body)
    assert answer.headers["content-type"].startswith("text/event-stream")
    *events, done = chunks(answer.text)
    assert done == "[DONE]"
    assert len({event["id"] for event in events}) == 1
    assert {event["object"] for event in events} == {"chat.completion.chunk"}
    assert events[0]["choices"][0]["delta"]["role"] == "assistant"
    assert [event["choices"][0]["delta"].get("content") for event in events[1:3]] == ["Bon", "jour"]
    assert events[3]["choices"][0]["finish_reason"] == "stop"
    assert (events[4]["choices"], events[4]["usage"]["total_tokens"]) == ([], 7)
    assert host.asked[0][1].max_tokens == 3


def test_empty_answer_is_a_stream_too(client: Any, host: ScriptedHost) -> None:
    host.pieces = ()
    *events, done = chunks(client.post("/v1/chat/completions", json={**ASK, "stream": True}).text)
    assert done == "[DONE]"
    assert [event["choices"][0]["finish_reason"] for event in events] == [None, "stop"]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"type": "text"}, None),
        ({"type": "json_object"}, {"type": "object"}),
        ({"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "string"}}}, {"type": "string"}),
    ],
)
def test_answer_is_held_to_a_schema(client: Any, host: ScriptedHost, asked: object, kept: object) -> None:
    assert client.post("/v1/chat/completions", json={**ASK, "response_format": asked}).status_code == 200
    schema = host.asked[0][1].json_schema
    assert (json.loads(schema) if schema else None) == kept


@pytest.mark.parametrize(
    "schema", [{"type": "strng"}, {"$ref": "http://other.example/schema"}, {"type": "string", "pattern": "("}, None, {}]
)
def test_schema_that_cannot_be_used_reaches_no_model(client: Any, host: ScriptedHost, schema: object) -> None:
    asked = {"type": "json_schema", "json_schema": {"name": "a", "schema": schema}}
    answer = client.post("/v1/chat/completions", json={**ASK, "response_format": asked})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_schema")
    assert host.asked == []


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "tool", "content": "a"}]}, "messages"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]}, "messages"),
        ({"n": 2}, "n"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"temperature": 3}, "temperature"),
        ({"tools": [{"type": "function"}]}, "tools"),
        ({"stop": ["a"] * 17}, "stop"),
    ],
)
def test_what_cannot_be_done_is_named(client: Any, host: ScriptedHost, more: dict[str, object], part: str) -> None:
    answer = client.post("/v1/chat/completions", json={**ASK, **more})
    error = answer.json()["error"]
    assert (answer.status_code, error["type"], error["code"]) == (422, "invalid_request_error", "invalid_request")
    assert part in error["param"]
    assert "Salut" not in answer.text
    assert host.asked == []


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (ModelAbsent(model="m"), 503, "server_error"),
        (PromptTooLong(model="m", tokens=9, limit=8), 413, "invalid_request_error"),
    ],
)
def test_model_that_cannot_answer_says_so_by_its_status(
    client: Any, host: ScriptedHost, stream: bool, error: Exception, status: int, kind: str
) -> None:
    host.error = error
    answer = client.post("/v1/chat/completions", json={**ASK, "stream": stream})
    assert (answer.status_code, answer.json()["error"]["type"]) == (status, kind)
    assert answer.json()["error"]["code"] == error.code  # type: ignore[attr-defined]


def test_model_that_fails_half_way_ends_the_stream_with_its_reason(
    client: Any, host: ScriptedHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Written) -> Any:
        yield "Bon"
        raise ModelAbsent(model="m")

    monkeypatch.setattr(Written, "__iter__", broken)
    *_, last = chunks(client.post("/v1/chat/completions", json={**ASK, "stream": True}).text)
    assert last["error"]["code"] == "model_absent"


def test_model_that_is_not_known_is_not_found(client: Any, host: ScriptedHost) -> None:
    for path, body in (("chat/completions", ASK), ("embeddings", {"input": "a"})):
        answer = client.post(f"/v1/{path}", json={**body, "model": "gpt-4o"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_model")


def test_no_model_here_is_told_with_what_fetches_one(client: Any, host: ScriptedHost) -> None:
    host.installed = set()
    answer = client.post("/v1/chat/completions", json={**ASK, "model": ""})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "no_model_for_this")
    assert client.get("/v1/models").json()["data"] == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # as curl and programs send it
        ({"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://localhost:3000", "sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"host": "evil.example"}, 421),
    ],
)
def test_pages_of_other_sites_cannot_ask(client: Any, host: ScriptedHost, headers: dict[str, str], status: int) -> None:
    sent = {"content-type": "application/json", **headers}
    answer = client.post("/v1/chat/completions", content=json.dumps(ASK), headers=sent)
    assert answer.status_code == status
    assert len(host.asked) == (status == 200)
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert status == 200 or answer.json()["error"]["message"]


def test_preflight_of_another_site_is_refused(client: Any) -> None:
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = client.request("OPTIONS", "/v1/chat/completions", headers=asked)
    assert answer.status_code in (403, 405)
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_body_has_a_limit(client: Any, host: ScriptedHost) -> None:
    body = {"messages": [{"role": "user", "content": "x" * (2 << 20)}]}
    answer = client.post("/v1/chat/completions", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "upload_too_large")
    assert host.asked == []


def test_what_is_not_json_is_told_in_their_form(client: Any, host: ScriptedHost) -> None:
    answer = client.post("/v1/embeddings", content=b"{", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")
    assert client.get("/v1/nothing").json()["error"]["code"] == "not_found"


def test_only_so_many_answers_are_written_at_once(client: Any, host: ScriptedHost) -> None:
    answers = client.app.state.threads.answers
    held = [object() for _ in range(int(answers.total_tokens))]
    for each in held:
        client.portal.call(answers.acquire_on_behalf_of_nowait, each)
    answer = client.post("/v1/chat/completions", json=ASK)
    assert (answer.status_code, answer.json()["error"]["type"]) == (429, "rate_limit_error")
    for each in held:
        client.portal.call(answers.release_on_behalf_of, each)
    assert client.post("/v1/chat/completions", json={**ASK, "stream": True}).status_code == 200
    assert client.post("/v1/chat/completions", json=ASK).status_code == 200
    assert answers.borrowed_tokens == 0


class Slow(Written):
    """Writes on and on, until it is cancelled."""

    def __init__(self) -> None:
        super().__init__((), TEXT.name)
        self._end = threading.Event()

    def __iter__(self) -> Any:
        while not self._end.wait(0.01):
            self.taken.append("a")
            yield "a"

    def result(self) -> Any:
        self._end.wait(10)
        return super().result()

    def cancel(self) -> None:
        super().cancel()
        self._end.set()


@pytest.mark.parametrize("stream", [False, True])
def test_client_that_goes_away_ends_its_answer(
    client: Any, host: ScriptedHost, monkeypatch: pytest.MonkeyPatch, stream: bool
) -> None:
    slow = Slow()
    monkeypatch.setattr("scripted_host.ScriptedText.write", lambda *_: slow)
    body = json.dumps({**ASK, "stream": stream}).encode()
    headers = [(b"host", b"127.0.0.1:8000"), (b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/v1/chat/completions",
        "raw_path": b"/v1/chat/completions",
        "query_string": b"",
        "headers": [*headers, (b"content-length", str(len(body)).encode())],
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", PORT),
    }

    async def ask() -> None:
        asked = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> Any:
            if (message := next(asked, None)) is not None:
                return message
            await asyncio.sleep(0.3)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None: ...

        await asyncio.wait_for(client.app(scope, receive, send), 5)

    client.portal.call(ask)
    assert slow.is_cancelled
    assert client.app.state.threads.answers.borrowed_tokens == 0


def test_addresses_are_described_with_their_errors(client: Any) -> None:
    described = client.get("/api/openapi.json").json()
    chat = described["paths"]["/v1/chat/completions"]["post"]
    assert chat["responses"]["404"]["content"] == {
        "application/json": {"schema": {"$ref": "#/components/schemas/OpenAiProblem"}}
    }
    assert "/v1/embeddings" in client.get("/api/docs").text
