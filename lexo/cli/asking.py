"""`lexo ask`: by the server that runs, which has its model loaded; without one, by the library itself."""

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lexo.cli.output import put, put_json, say, visible
from lexo.errors import BY_CODE, LexoError, SystemProblem

if TYPE_CHECKING:
    from lexo.cli.running import Server
    from lexo.settings import Loaded

NOT_SAID = 11  # exit code: the papers do not say
CONNECT_S = 10.0

Told = tuple[str, dict[str, Any]]  # name and data of an event, as the API sends them


def ask(
    question: Annotated[list[str], typer.Argument(help="In French or English, in plain words.")],
    document: Annotated[
        list[int] | None, typer.Option("--document", min=1, metavar="ID", help="Only this one; several times for more.")
    ] = None,
    page: Annotated[int | None, typer.Option(min=1, help="Only this page of the one document.")] = None,
    conversation: Annotated[int | None, typer.Option(min=1, metavar="ID", help="Go on with this one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Ask your papers. Each sentence comes with its proof; exit code 11 where the papers do not say."""
    from lexo.cli.running import find_server
    from lexo.settings import load

    loaded = load()
    body = {
        "question": " ".join(question)[:2000],
        "document_ids": document or [],
        "page": page,
        "conversation_id": conversation,
    }
    server = find_server(loaded.settings.home)
    told = _from_server(server, body) if server is not None else _from_library(loaded, body)
    done = _last(told, is_quiet=as_json or not sys.stderr.isatty())
    if as_json:
        put_json(done)
    else:
        _put_answer(done)
    if done["how"] == "refused":
        raise typer.Exit(NOT_SAID)


def _last(told: Iterator[Told], *, is_quiet: bool) -> dict[str, Any]:
    """The checked answer; words that come before it are shown to whoever watches."""
    has_begun = False
    for name, data in told:
        if name == "done":
            if has_begun:
                say("\n")
            return data
        if name == "token" and not is_quiet:
            print(visible(data["text"]), end="", file=sys.stderr, flush=True)
            has_begun = True
    raise SystemProblem


def _from_server(server: "Server", body: dict[str, Any]) -> Iterator[Told]:
    """The events of the running server. Raises what it says."""
    import httpx

    url, headers = f"{server.url}/api/v1/ask", {"Accept": "text/event-stream"}
    timeout = httpx.Timeout(None, connect=CONNECT_S)
    try:
        # No proxy between this and loopback.
        with (
            httpx.Client(trust_env=False, timeout=timeout) as client,
            client.stream("POST", url, json=body, headers=headers) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                answer.read()
                raise _error(answer.json())
            yield from _events(answer.iter_lines())
    except (httpx.HTTPError, ValueError) as error:
        raise SystemProblem from error


def _events(lines: Iterator[str]) -> Iterator[Told]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            data = json.loads(line.removeprefix("data: "))
            if name == "error":
                raise _error(data)
            yield name, data


def _error(problem: dict[str, Any]) -> LexoError:
    """What a server said went wrong, as it would be here."""
    about = {"type", "title", "status", "detail", "code", "errors"}
    details = {key: value for key, value in problem.items() if key not in about and isinstance(value, str | int)}
    return BY_CODE.get(str(problem.get("code")), LexoError)(**details)


def _from_library(loaded: "Loaded", body: dict[str, Any]) -> Iterator[Told]:
    """The same without a server: the library is opened, and a model is loaded for this one question."""
    from lexo import guard, log
    from lexo.app import Lexo
    from lexo.library.asking.answers import Done, Token
    from lexo.library.asking.conversing import Said, talk
    from lexo.web import present_answers

    log.configure("ERROR", loaded.settings.log_format)
    lexo = Lexo.build(loaded)
    try:
        guard.install(lexo.reachable)
        said = Said(body["question"], tuple(body["document_ids"]), body["page"], body["conversation_id"])
        talking = talk(lexo.db, lexo.asker, said)
        for event in talking:
            if isinstance(event, Token):
                yield "token", {"text": event.text}
            elif isinstance(event, Done):
                yield "done", present_answers.result(event.answer, talking.kept, "en").model_dump(mode="json")
    finally:
        lexo.stop()


def _put_answer(done: dict[str, Any]) -> None:
    """Sentences with the numbers of their proofs, then the proofs."""
    for sentence in done["sentences"]:
        marks = "".join(f" [{number}]" for number in sentence["citations"])
        put(f"{visible(sentence['text'])}{marks}{'' if sentence['is_proven'] else '  (not proven by your papers)'}")
    for cited in done["citations"]:
        page = f", p. {cited['page']}" if cited["page"] else ""
        quote = f": {visible(cited['quote'])}" if cited["quote"] else ""
        put(f"[{cited['number']}] {cited['document_id']}{page}  {visible(cited['title'])}{quote}")
    for reason in done["reasons"]:
        say(reason["message"])
