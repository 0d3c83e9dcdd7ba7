"""The guard, against every route there is: rebinding, cross-site requests, headers, sizes."""

import asyncio
import re
import resource
import sqlite3
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from lexo.app import Lexo
from lexo.web.security import SMALL_BODY_BYTES

PORT = 8000
OWN = f"http://127.0.0.1:{PORT}"
FOREIGN_HOSTS = [
    "evil.example",
    f"evil.example:{PORT}",
    f"localhost.evil.example:{PORT}",
    "127.0.0.1.evil.example",
    f"localhost:{PORT + 1}",
    f"0.0.0.0:{PORT}",
    "169.254.1.1",
    f"[::ffff:127.0.0.1]:{PORT}",
    f"127.0.0.1:{PORT}@evil.example",
    f"127.0.0.1:{PORT},evil.example",
    f"127.1:{PORT}",
    "127.0.0.1",
    "",
]
CANARY = "CANARI-8F3A"


def addresses(app: FastAPI) -> list[tuple[str, str]]:
    """Each method and path of the app, parameters filled in: mounts, pages, the API and its description."""
    app.state.later.load()
    found = []
    for route in iter_route_contexts(route for route in app.routes if route is not app.state.later):
        path = re.sub(r"\{\w+:path\}", "lexo.css", route.path or "/")
        path = re.sub(r"\{\w+\}", "1", path)
        methods = route.methods or {"GET"}
        if route.methods is None:  # a mount
            path = f"{path}/icons.svg"
        found += [(method, path) for method in sorted(methods)]
    return found


def is_endless(path: str) -> bool:
    return path.endswith("/events")


def test_addresses_of_the_app_are_many(client: Any) -> None:
    found = addresses(client.app)

    assert len(found) > 30
    assert ("POST", "/api/v1/documents/upload-and-process") in found
    assert ("GET", "/api/openapi.json") in found
    assert ("GET", "/static/icons.svg") in found


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_every_route_with_a_foreign_host_is_refused(client: Any, add: Callable[..., int], host: str) -> None:
    add(f"{CANARY}.pdf")

    for method, path in addresses(client.app):
        answer = client.request(method, path, headers={"Host": host})

        assert answer.status_code == 421, (method, path)
        assert answer.json()["code"] == "forbidden_host" if method != "HEAD" else True
        assert "set-cookie" not in answer.headers
        assert CANARY not in answer.text


@pytest.mark.parametrize("host", [f"LOCALHOST:{PORT}", f"[::1]:{PORT}", f"localhost:{PORT}", f"127.0.0.1:{PORT}"])
def test_own_names_are_answered(client: Any, host: str) -> None:
    assert client.get("/api/v1/health/live", headers={"Host": host}).status_code == 200


def test_two_hosts_or_a_whole_address_as_target_are_refused(client: Any) -> None:
    own = (b"host", f"127.0.0.1:{PORT}".encode())

    assert asyncio.run(status_of(client.app, "/api/v1/health/live", [own, own])) == 421
    assert asyncio.run(status_of(client.app, "/api/v1/health/live", [])) == 421
    assert asyncio.run(status_of(client.app, f"{OWN}/api/v1/health/live", [own])) == 421
    assert asyncio.run(status_of(client.app, "http://evil.example/", [own])) == 421
    assert asyncio.run(status_of(client.app, "/api/v1/health/live", [own])) == 200


async def status_of(app: FastAPI, path: str, headers: list[tuple[bytes, bytes]]) -> int:
    """The status of a GET that no client library would send."""
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", PORT),
    }
    await app(scope, receive, send)
    return statuses[0]


SITES = ["cross-site", "same-site", "same-origin", "none", None]
ORIGINS = [OWN, "null", "http://localhost:9999", "https://evil.example", f"https://127.0.0.1:{PORT}", None]


def is_ours(site: str | None, origin: str | None) -> bool:
    """The rule in one line, said differently than in the code under test."""
    if site is None:
        return origin in (OWN, None)
    return site in ("same-origin", "none") and origin in (OWN, "null", None)


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("origin", ORIGINS)
def test_every_changing_route_answers_only_our_own_pages_and_programs(
    client: Any, site: str | None, origin: str | None
) -> None:
    headers = {name: value for name, value in (("Sec-Fetch-Site", site), ("Origin", origin)) if value is not None}
    changing = [(method, path) for method, path in addresses(client.app) if method not in ("GET", "HEAD")]
    assert len(changing) > 8

    for method, path in changing:
        answer = client.request(method, path, headers=headers)

        assert (answer.status_code != 403) == is_ours(site, origin), (method, path, answer.status_code)
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_reading_from_another_site_is_refused_except_by_navigation(client: Any, site: str) -> None:
    embedded = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    link = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}

    assert client.get("/api/v1/documents", headers=embedded).status_code == 403
    assert client.get("/api/v1/documents", headers=link).status_code == 200


def test_preflight_is_refused_and_nothing_allows_another_origin(client: Any) -> None:
    preflight = {"Origin": "https://evil.example", "Access-Control-Request-Method": "DELETE"}

    for path in sorted({path for _, path in addresses(client.app)}):
        answer = client.request("OPTIONS", path, headers=preflight)

        assert answer.status_code in (403, 405), path
        assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_every_answer_has_the_headers(client: Any, add: Callable[..., int]) -> None:
    add()

    for method, path in addresses(client.app):
        if is_endless(path):
            continue
        answer = client.request(method, path)

        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "cache-control" in answer.headers
        if path.startswith("/api/v1/documents") and "image" not in path:
            assert answer.headers["cache-control"] == "no-store"


def test_json_in_a_plain_form_is_refused(client: Any, add: Callable[..., int]) -> None:
    path = f"/api/v1/documents/{add()}/password"
    body = b'{"password": "x", "ignored": "="}'

    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        answer = client.post(path, content=body, headers={"Content-Type": content_type})

        assert answer.status_code == 415, content_type
        assert answer.json()["code"] == "content_type"
    assert client.post(path, content=body, headers={"Content-Type": "application/json"}).status_code == 202


def test_get_changes_nothing(client: Any, lexo: Lexo, add: Callable[..., int]) -> None:
    add()
    before = dump(lexo)

    for method, path in addresses(client.app):
        if method in ("GET", "HEAD") and not is_endless(path):
            client.request(method, path)

    assert dump(lexo) == before


def dump(lexo: Lexo) -> list[str]:
    """The whole database as SQL."""
    connection = sqlite3.connect(lexo.settings.database)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


async def pieces(size_bytes: int) -> AsyncIterator[bytes]:
    """A multipart upload of that size, without a length said beforehand."""
    yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-'
    for _ in range(size_bytes >> 16):
        yield b"0" * (1 << 16)
    yield b"\r\n--x--\r\n"


def test_upload_beyond_the_limit_is_refused_as_it_comes(client: Any, lexo: Lexo) -> None:
    for path in ("/api/v1/documents", "/api/v1/documents/upload-and-process", "/api/v1/ocr/process"):
        answer = client.post(path, content=pieces(3 << 20), headers={"Content-Type": "multipart/form-data; boundary=x"})

        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.json()["code"], answer.json()["limit_mb"]) == ("upload_too_large", 1)
        assert answer.headers["connection"] == "close"
    assert list((lexo.settings.home / "tmp").iterdir()) == []


def test_announced_size_beyond_the_limit_is_refused_before_a_byte_is_taken(client: Any) -> None:
    answer = client.post("/api/v1/documents", files={"file": ("a.pdf", b"%PDF-" + b"0" * (2 << 20))})

    assert answer.status_code == 413


def test_json_beyond_a_megabyte_is_refused(client: Any, add: Callable[..., int]) -> None:
    body = b'{"password": "' + b"x" * SMALL_BODY_BYTES + b'"}'
    answer = client.post(
        f"/api/v1/documents/{add()}/password", content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 413


def test_refused_upload_leaves_memory_as_it_was(client: Any) -> None:
    client.post(
        "/api/v1/documents", content=pieces(2 << 20), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    client.post(
        "/api/v1/documents", content=pieces(1 << 30), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 20_000


def test_unexpected_exception_is_said_without_its_text(
    app: FastAPI, client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError(CANARY)

    answer = client.get("/api/v1/broken")

    assert answer.status_code == 500
    assert answer.json()["code"] == "internal"
    assert CANARY not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["x-frame-options"] == "DENY"
    assert "GET /api/v1/broken failed" in caplog.text
