"""Lines of JSON are answered one after the other, and nothing that a line holds ends the rest."""

import json
from typing import Any

import pytest
from scripted_host import SENTENCES, TEXT, ScriptedHost, ScriptedText

from lexo.errors import ModelAbsent
from lexo.inference.base import Priority
from lexo.ipc.desk import TOO_LONG, Desk, Line, serve


def answers(host: ScriptedHost, *lines: Line | dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """All that is answered to the lines."""
    said: list[dict[str, Any]] = []
    raw = [json.dumps(line).encode() if isinstance(line, dict) else line for line in lines]
    serve(raw, said.append, Desk(host, **more))  # type: ignore[arg-type]
    return said


def test_ping_is_answered_without_a_model() -> None:
    host = ScriptedHost()
    assert answers(host, {"command": "ping"}) == [{"success": True, "message": "pong"}]
    assert host.loaded == set()


@pytest.mark.parametrize("given", ["a", 0, -7, 1 << 60])
def test_id_comes_back_in_every_line_that_answers_it(given: object) -> None:
    said = answers(ScriptedHost(), {"command": "generate", "prompt": "x", "stream": True, "id": given})
    assert [line["id"] for line in said] == [given] * 3


def test_id_comes_back_with_what_is_wrong() -> None:
    (said,) = answers(ScriptedHost(), {"command": "embed", "id": "e1"})
    assert (said["id"], said["success"], said["code"]) == ("e1", False, "invalid_request")
    assert "text" in said["error"]


def test_id_that_is_none_is_not_carried() -> None:
    (said,) = answers(ScriptedHost(), {"command": "ping", "id": [1]})
    assert "id" not in said
    assert said["code"] == "invalid_request"


def test_one_text_is_answered_with_a_list_of_one_and_its_vector() -> None:
    (said,) = answers(ScriptedHost(), {"command": "embed", "text": "abc"})
    assert said == {
        "success": True,
        "embeddings": [[3.0, 0.5]],
        "dimensions": 2,
        "model": SENTENCES.name,
        "embedding": [3.0, 0.5],
    }


def test_texts_are_answered_in_their_order() -> None:
    (said,) = answers(ScriptedHost(), {"command": "embed", "text": ["abc", "a", ""], "model": SENTENCES.repo})
    assert said["embeddings"] == [[3.0, 0.5], [1.0, 0.5], [0.0, 0.5]]
    assert "embedding" not in said


def test_prompt_is_answered_whole_unless_pieces_are_asked_for() -> None:
    host = ScriptedHost()
    (said,) = answers(host, {"command": "generate", "prompt": "Salut", "max_tokens": 9, "temperature": 0, "seed": 4})
    assert said == {
        "success": True,
        "done": True,
        "text": "Bonjour",
        "finish": "stop",
        "model": TEXT.name,
        "prompt_tokens": 5,
        "tokens": 2,
    }
    ((messages, limits),) = host.asked
    assert [(message.role, message.content) for message in messages] == [("user", "Salut")]
    assert (limits.max_tokens, limits.temperature, limits.seed, limits.priority) == (9, 0, 4, Priority.PERSON)


def test_conversation_is_answered_piece_by_piece() -> None:
    host = ScriptedHost()
    turns = [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}]
    said = answers(host, {"command": "chat", "messages": turns, "stop": ["\n"]})
    assert said[:2] == [{"success": True, "token": "Bon"}, {"success": True, "token": "jour"}]
    assert (said[2]["done"], said[2]["text"]) == (True, "Bonjour")
    assert [message.role for message in host.asked[0][0]] == ["system", "user"]
    assert host.asked[0][1].stop == ("\n",)


def test_models_are_listed_and_unloaded() -> None:
    host = ScriptedHost()
    said = answers(
        host, {"command": "embed", "text": "a"}, {"command": "models"}, {"command": "unload"}, {"command": "models"}
    )
    assert {model["name"]: model["is_loaded"] for model in said[1]["models"]} == {
        TEXT.name: False,
        SENTENCES.name: True,
    }
    assert said[2] == {"success": True, "unloaded": [SENTENCES.name]}
    assert not any(model["is_loaded"] for model in said[3]["models"])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b"null", "bad_json"),
        (b'"ping"', "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'{"command": "ping"}\x00', "bad_json"),
        (b'{"command": "p\xffng"}', "bad_json"),
        (b'{"command": "\\ud800"}', "bad_json"),
        (b'{"command": "ping", "id": 1' + b"0" * 10_000 + b"}", "bad_json"),
        (b'{"command": "ping", "id": 1.5}', "invalid_request"),
        (TOO_LONG, "line_too_long"),
        (b"{}", "unknown_command"),
        (b'{"command": 5}', "unknown_command"),
        (b'{"command": "delete"}', "unknown_command"),
        (b'{"command": "ping", "more": 1}', "invalid_request"),
        (b'{"command": "embed", "text": 5}', "invalid_request"),
        (b'{"command": "embed", "text": []}', "invalid_request"),
        (b'{"command": "embed", "text": ["a", null]}', "invalid_request"),
        (b'{"command": "embed", "text": "a", "model": "nope"}', "unknown_model"),
        (b'{"command": "generate", "prompt": ""}', "invalid_request"),
        (b'{"command": "generate", "prompt": "a", "max_tokens": "9"}', "invalid_request"),
        (b'{"command": "generate", "prompt": "a", "max_tokens": 0}', "invalid_request"),
        (b'{"command": "generate", "prompt": "a", "temperature": NaN}', "bad_json"),
        (b'{"command": "generate", "prompt": "a", "temperature": 9}', "invalid_request"),
        (b'{"command": "generate", "prompt": "a", "seed": -1}', "invalid_request"),
        (b'{"command": "chat", "messages": []}', "invalid_request"),
        (b'{"command": "chat", "messages": [{"role": "tool", "content": "a"}]}', "invalid_request"),
        (b'{"command": "unload", "model": "nope"}', "unknown_model"),
    ],
)
def test_line_that_cannot_be_answered_gets_an_error_and_the_next_its_answer(line: Line, code: str) -> None:
    wrong, right = answers(ScriptedHost(), line, {"command": "ping"})
    assert (wrong["success"], wrong["code"]) == (False, code)
    assert wrong["error"]
    assert right["message"] == "pong"


def test_errors_do_not_repeat_what_was_sent() -> None:
    secret = "CANARI-8F3A"
    lines = [
        {"command": secret},
        {"command": "generate", "prompt": secret, "max_tokens": secret},
        {"command": "embed", "text": secret, "temperature": 1},
    ]
    assert secret not in json.dumps(answers(ScriptedHost(), *lines))


def test_text_may_hold_any_character() -> None:
    (said,) = answers(ScriptedHost(), {"command": "embed", "text": "a\x00\u2028é\n"})
    assert said["embedding"] == [5.0, 0.5]


def test_missing_model_is_told_by_its_role() -> None:
    host = ScriptedHost()
    host.installed = set()
    said = answers(host, {"command": "generate", "prompt": "a"}, {"command": "embed", "text": "a"})
    assert [line["code"] for line in said] == ["no_model_for_this"] * 2
    assert "lexo models" in said[0]["error"]


def test_server_that_a_person_named_writes_where_no_model_is_here() -> None:
    host = ScriptedHost(("ici",))
    host.installed = set()
    (said,) = answers(host, {"command": "generate", "prompt": "a"}, other=ScriptedText(host))
    assert said["text"] == "ici"


@pytest.mark.parametrize("error", [ModelAbsent(model="m"), ValueError("CANARI-8F3A"), RecursionError()])
def test_model_that_fails_is_told_and_the_next_line_answered(error: Exception, caplog) -> None:
    host = ScriptedHost()
    host.error = error
    wrong, right = answers(host, {"command": "generate", "prompt": "CANARI-8F3A"}, {"command": "ping"})
    assert wrong["code"] == getattr(error, "code", "internal")
    assert "CANARI-8F3A" not in wrong["error"] + caplog.text
    assert right["success"]


def test_answer_that_nobody_hears_is_cancelled_at_its_next_piece() -> None:
    host = ScriptedHost(["a"] * 1000)
    (said,) = answers(host, {"command": "generate", "prompt": "x"}, is_heard=lambda: False)
    assert said["finish"] == "cancelled"
    assert (len(host.streams[0].taken), host.streams[0].is_cancelled) == (1, True)


def test_answer_that_cannot_be_written_any_more_is_cancelled() -> None:
    class Closed(Exception):
        pass

    def put(reply: object) -> None:
        raise Closed

    host = ScriptedHost(["a"] * 1000)
    with pytest.raises(Closed):
        serve([b'{"command": "generate", "prompt": "x", "stream": true}'], put, Desk(host))  # type: ignore[arg-type]
    assert (len(host.streams[0].taken), host.streams[0].is_cancelled) == (1, True)
