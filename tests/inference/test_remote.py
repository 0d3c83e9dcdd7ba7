"""The remote engine's model against a server on loopback that behaves, and against many that do not."""

import base64
import gzip
import logging
import socket
import ssl
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from lexo.document import PageImage
from lexo.errors import BadSetting, RemoteFailed, RemoteOff
from lexo.inference import remote_answer
from lexo.inference.base import Finish, Generation, Message
from lexo.inference.endpoint import endpoint
from lexo.inference.remote import RemoteModel, RemoteStream, cancel_all
from remote_server import Answer, Handler, Server, endless, event, hanging, raw, serving, streamed, whole

LIMITS = Generation(timeout_s=20)
ASKED = (Message("user", "CANARI-ASKED"),)
KEY = "sk-CANARI-KEY"


def model(server: Server) -> RemoteModel:
    return RemoteModel(endpoint(server.url, "some-model", KEY))


def ask(server: Server, limits: Generation = LIMITS) -> RemoteStream:
    return model(server).write(ASKED, limits)


def why(server: Server, limits: Generation = LIMITS) -> str:
    """In which words an answer fails."""
    with pytest.raises(RemoteFailed) as caught:
        ask(server, limits).result()
    assert caught.value.details["host"] == "127.0.0.1"
    return str(caught.value.details["why"])


def test_write_gives_the_pieces_and_the_whole() -> None:
    with serving(streamed("Bonjour", ", ", "monde é")) as server:
        stream = ask(server)
        assert list(stream) == ["Bonjour", ", ", "monde é"]
        said = stream.result()
    assert (said.text, said.finish, said.model) == ("Bonjour, monde é", Finish.STOP, "some-model@127.0.0.1")
    assert (said.prompt_tokens, said.tokens) == (11, 7)


def test_write_sends_what_was_asked_and_nothing_else() -> None:
    limits = Generation(99, 0.5, 20, ("END",), '{"type": "object"}', 3)
    with serving(streamed("ok")) as server:
        ask(server, limits).result()
        path, headers, body = server.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {KEY}"
    known = "host accept accept-encoding content-type user-agent authorization content-length connection"
    assert set(map(str.lower, headers)) == set(known.split())
    assert body == {
        "model": "some-model",
        "messages": [{"role": "user", "content": "CANARI-ASKED"}],
        "max_tokens": 99,
        "temperature": 0.5,
        "stream": True,
        "stop": ["END"],
        "seed": 3,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": {"type": "object"}},
        },
    }


@pytest.mark.parametrize("channels", [1, 3])
def test_look_sends_the_pixels_as_a_png(channels: int) -> None:
    import io

    import PIL.Image

    pixels = bytes(range(256))[: 6 * 4 * channels]
    with serving(streamed("seen")) as server:
        model(server).look(PageImage(pixels, 6, 4, channels, 200), "Read.", LIMITS).result()
        picture, prompt = server.asked[0][2]["messages"][0]["content"]
    assert prompt == {"type": "text", "text": "Read."}
    kind, _, data = picture["image_url"]["url"].partition(",")
    assert kind == "data:image/png;base64"
    with PIL.Image.open(io.BytesIO(base64.b64decode(data))) as image:
        assert (image.size, image.tobytes()) == ((6, 4), pixels)
        assert round(image.info["dpi"][0]) == 200


def test_a_server_without_a_key_gets_no_such_header() -> None:
    with serving(streamed("ok")) as server:
        RemoteModel(endpoint(server.url)).write(ASKED, LIMITS).result()
        assert "authorization" not in server.asked[0][1]


def test_a_server_that_does_not_stream_is_understood() -> None:
    with serving(whole("all at once", "length")) as server:
        said = ask(server).result()
    assert (said.text, said.finish) == ("all at once", Finish.LENGTH)


def test_events_cut_anywhere_are_put_together() -> None:
    """Lines end in CR LF here, comments keep the line open, an é is cut in two, the last event says why it ended."""
    data = b": processing\r\n\r\nevent: message\r\n" + event("caf\u00e9 ", None) + event("noir", "stop")
    data = data.replace(b"\\u00e9", "é".encode())

    def answer(handler: Handler) -> None:
        handler.begin()
        for byte in data:
            handler.say(bytes([byte]))

    with serving(answer) as server:
        assert ask(server).result().text == "café noir"


def test_an_empty_answer_is_an_answer() -> None:
    with serving(streamed()) as server:
        assert ask(server).result().text == ""


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (raw(b"<html>hello</html>", media_type="text/html"), "neither JSON nor"),
        (raw(b"%PDF-1.7", media_type="application/pdf"), "neither JSON nor"),
        (raw(b"not json", media_type="application/json"), "cannot be understood"),
        (raw(b'["a", "list"]', media_type="application/json"), "cannot be understood"),
        (raw(b'{"choices": [{"message": {"content": 5}}]}', media_type="application/json"), "cannot be understood"),
        (raw(b"data: {oops\n\n"), "cannot be understood"),
        (raw(b"data: \xff\xfe\n\n"), "cannot be understood"),
        (raw(event("half a")), "broke off"),
        (raw(b""), "broke off"),
        (raw(event(None, None, error={"message": "CANARI"})), "an error of its own"),
        (raw(gzip.compress(b"data: [DONE]"), content_encoding="gzip"), "packed"),
        (raw(event(None, "content_filter")), "refused"),
        (raw(b"", 301, location="http://192.0.2.1/"), "another address"),
        (raw(b"", 307, location="/elsewhere"), "another address"),
        (raw(b"{}", 400), "did not accept"),
        (raw(b"{}", 401), "remote_key"),
        (raw(b"{}", 404), "no such model"),
        (raw(b"{}", 413), "too large"),
        (raw(b"CANARI", 500), "error 500"),
        (raw(b"", 204), "error 204"),
    ],
)
def test_a_server_that_misbehaves_fails_in_plain_words(answer: Answer, words: str) -> None:
    with serving(answer) as server:
        said = why(server)
        assert words in said
        assert "CANARI" not in said
        assert len(server.asked) == 1


def test_a_redirect_is_not_followed() -> None:
    with serving(streamed("stolen")) as other, serving(raw(b"", 307, location=other.url)) as server:
        why(server)
        assert other.asked == []


def test_a_busy_server_is_asked_again() -> None:
    with serving(raw(b"", 429, retry_after="0"), raw(b"", 503, retry_after="0"), streamed("at last")) as server:
        assert ask(server).result().text == "at last"
        assert len(server.asked) == 3


def test_a_server_that_stays_busy_is_asked_three_times() -> None:
    with serving(raw(b"", 429, retry_after="0")) as server:
        assert "too much to do" in why(server)
        assert len(server.asked) == 3


def test_a_server_that_names_a_long_wait_is_waited_for_no_longer_than_allowed() -> None:
    with serving(raw(b"", 429, retry_after="86400")) as server:
        assert "no answer within" in why(server, Generation(timeout_s=0.3))


def test_nobody_there_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        nobody = RemoteModel(endpoint(f"http://127.0.0.1:{taken.getsockname()[1]}/v1"))
        with pytest.raises(RemoteFailed, match="cannot be reached"):
            nobody.write(ASKED, LIMITS).result()


@pytest.mark.parametrize("is_begun", [True, False])
def test_a_server_that_hangs_is_given_up_and_hung_up_on(is_begun: bool) -> None:
    with serving(hanging(is_begun=is_begun)) as server:
        assert "no answer within" in why(server, Generation(timeout_s=0.4))
        assert server.hung_up.wait(10)


def test_a_server_that_hangs_half_way_gives_what_it_said() -> None:
    with serving(hanging(event("so far"))) as server:
        stream = ask(server, Generation(timeout_s=0.6))
        assert list(stream) == ["so far"]
        assert stream.result().finish is Finish.TIMEOUT
        assert server.hung_up.wait(10)


def test_a_server_that_never_ends_is_ended_at_the_limit() -> None:
    with serving(endless(event("word "))) as server:
        said = ask(server, Generation(max_tokens=20, timeout_s=20)).result()
        assert said.finish is Finish.LENGTH
        assert said.text == "word " * 21
        assert server.hung_up.wait(10)


def test_a_server_that_goes_round_in_circles_is_ended() -> None:
    with serving(endless(event("round and round "))) as server:
        said = ask(server, Generation(max_tokens=100_000, timeout_s=20)).result()
        assert said.finish is Finish.LOOP
        assert server.hung_up.wait(10)


@pytest.mark.parametrize("begin", [event("x"), b""])
def test_a_huge_answer_is_refused(monkeypatch: pytest.MonkeyPatch, begin: bytes) -> None:
    """Once in many lines that say nothing, once in one line without an end."""
    monkeypatch.setattr(remote_answer, "MAX_BYTES", 300_000)
    monkeypatch.setattr(remote_answer, "MAX_EVENT_BYTES", 100_000)
    with serving(endless(b": noise\n" * 1000 if begin else b"data: " + b"x" * 8000, begin)) as server:
        assert "far more than an answer" in why(server)
        assert server.hung_up.wait(10)


def test_cancel_ends_at_once_while_the_server_thinks() -> None:
    with serving(hanging(is_begun=False)) as server:
        stream = ask(server)
        while not server.asked:
            threading.Event().wait(0.01)
        stream.cancel()
        assert stream.result().finish is Finish.CANCELLED
        assert server.hung_up.wait(10)


def test_cancel_all_ends_what_is_under_way() -> None:
    with serving(hanging(is_begun=False)) as server:
        streams = [ask(server), ask(server)]
        cancel_all()
        assert [stream.result().finish for stream in streams] == [Finish.CANCELLED] * 2


def test_leaving_off_half_way_cancels() -> None:
    with serving(hanging(event("one "), event("two "))) as server:
        stream = ask(server)
        for piece in stream:
            assert piece == "one "
            break
        del piece
        assert stream.result().finish is Finish.CANCELLED
        assert server.hung_up.wait(10)


def test_cancel_after_the_end_changes_nothing() -> None:
    with serving(streamed("done")) as server:
        stream = ask(server)
        assert stream.result().finish is Finish.STOP
        stream.cancel()
        assert stream.result().finish is Finish.STOP


def test_many_at_once_do_not_mix() -> None:
    def echo(handler: Handler) -> None:
        asked = next(body for _, headers, body in handler.server.asked if headers == dict(handler.headers))
        streamed(str(asked["seed"]), "!")(handler)

    with serving(echo) as server:
        streams = [
            RemoteModel(endpoint(server.url, key=f"k{number}")).write(ASKED, Generation(seed=number))
            for number in range(8)
        ]
        assert [stream.result().text for stream in streams] == [f"{number}!" for number in range(8)]


def test_neither_key_nor_words_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), serving(streamed("CANARI-SAID"), raw(b"CANARI", 500)) as server:
        ask(server).result()
        why(server)
        assert server.asked
    assert "127.0.0.1" in caplog.text  # the libraries do log
    assert "CANARI" not in caplog.text
    assert "CANARI" not in repr(model(server).endpoint)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(streamed("mine")) as server, serving(streamed("stolen")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.server_port}")
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy.server_port}")
        assert ask(server).result().text == "mine"


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And taken once the system's list holds it."""
    pem = tmp_path / "own.pem"
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    command = [*made.split(), "-keyout", str(pem), "-out", str(tmp_path / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)
    with serving(streamed("secret")) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "cert.pem", pem)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *arguments: None  # type: ignore[method-assign]  # a handshake that failed
        stream: Any = RemoteModel(endpoint(f"https://localhost:{server.server_port}/v1")).write(ASKED, LIMITS)
        with pytest.raises(RemoteFailed, match="cannot be reached"):
            stream.result()
        assert server.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        trusting = RemoteModel(endpoint(f"https://localhost:{server.server_port}/v1")).write(ASKED, LIMITS)
        assert trusting.result().text == "secret"


@pytest.mark.parametrize(
    ("url", "full", "target"),
    [
        ("http://localhost:1234/v1", "http://localhost:1234/v1/chat/completions", ("localhost", 1234)),
        ("http://127.0.0.1:11434/v1/", "http://127.0.0.1:11434/v1/chat/completions", ("127.0.0.1", 11434)),
        ("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1/chat/completions", ("openrouter.ai", 443)),
        ("https://a.example/v1/chat/completions", "https://a.example/v1/chat/completions", ("a.example", 443)),
        ("http://[::1]:8080", "http://[::1]:8080/chat/completions", ("::1", 8080)),
        ("http://studio.local:1234/v1", "http://studio.local:1234/v1/chat/completions", ("studio.local", 1234)),
        ("http://192.168.1.20:8000/v1", "http://192.168.1.20:8000/v1/chat/completions", ("192.168.1.20", 8000)),
    ],
)
def test_endpoint_of_a_good_address(url: str, full: str, target: tuple[str, int]) -> None:
    found = endpoint(url)
    assert (found.url, found.target) == (full, target)


@pytest.mark.parametrize(
    "url",
    [
        "localhost:1234",
        "ftp://localhost/v1",
        "http://",
        "http://localhost:99999/v1",
        "http://user:secret@localhost/v1",
        "https://a.example/v1?key=secret",
        "http://a.example/v1",
        "http://8.8.8.8/v1",
        "http://[::1",
    ],
)
def test_endpoint_of_a_bad_address_is_a_bad_setting(url: str) -> None:
    with pytest.raises(BadSetting) as caught:
        endpoint(url)
    assert caught.value.details["name"] == "remote_url"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("model", "label"),
    [("", "default@localhost"), ("org/name", "org/name@localhost"), ("/some/where/name/", "name@localhost")],
)
def test_endpoint_s_label_names_no_folder(model: str, label: str) -> None:
    assert endpoint("http://localhost/v1", model).label == label


def test_endpoint_of_none_is_off() -> None:
    with pytest.raises(RemoteOff):
        endpoint(" ")


def test_endpoint_of_a_key_with_a_line_break_is_a_bad_setting() -> None:
    with pytest.raises(BadSetting):
        endpoint("http://localhost/v1", key="a\r\nx-evil: 1")


def test_nothing_is_loaded_before_it_is_asked() -> None:
    code = "import sys, lexo.inference.remote; print('httpx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
