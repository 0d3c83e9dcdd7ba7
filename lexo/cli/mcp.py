"""`lexo mcp`: the papers for an assistant on this machine, to find and to read."""

import os
import select
import signal
import threading
from functools import cached_property, partial
from types import FrameType
from typing import TYPE_CHECKING, Any

from lexo.errors import DocumentNotFound, SystemProblem

if TYPE_CHECKING:
    from lexo.inference.base import TextModel
    from lexo.inference.host import ModelHost
    from lexo.library.asking.answers import Answer
    from lexo.library.asking.ask import Asker
    from lexo.library.assistant import Papers
    from lexo.settings import Settings
    from lexo.store.database import Database

ASK_S = 300.0  # for an answer of the running LEXO, whose model may have to be loaded first
GRACE_S = 3.0  # for the token in hand


def mcp() -> None:
    """Serve the papers to an assistant by the Model Context Protocol, on standard input and output. Changes nothing."""
    from lexo import guard, log
    from lexo.cli.library import settings_in_force
    from lexo.wiring import endpoint_of

    settings = settings_in_force()
    log.configure("WARNING", settings.log_format)  # before the SDK sets up its own
    endpoint, _ = endpoint_of(settings.text_url, settings.text_model, settings.remote_key)
    guard.install((endpoint.target,) if endpoint else ())
    from lexo.mcp import server_of

    room = Room(settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, partial(_end, room))
    _end_with_the_reader(room)
    try:
        server_of(lambda: room.papers).run("stdio")
    except* (BrokenPipeError, ConnectionError):  # the assistant is gone
        pass
    _end(room)


def _end_with_the_reader(room: "Room") -> None:
    """Watch the other end of standard output: the SDK would wait for one more line before it saw that it is closed."""
    poll = select.poll()
    poll.register(os.dup(1), 0)

    def watch() -> None:
        poll.poll()
        _end(room, signal.SIGPIPE)

    threading.Thread(target=watch, name="lexo-reader", daemon=True).start()


def _end(room: "Room", number: int = 0, _: FrameType | None = None) -> None:
    """End at once where a thread still waits, for its input or for a model: the SDK would wait for it too."""
    room.close()
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
    if number or any(not thread.daemon for thread in others):
        os._exit(0)


class Room:
    """The library and, where no LEXO runs that has them, the models: each opened when it is first needed."""

    def __init__(self, settings: "Settings") -> None:
        self._settings = settings
        self._lock = threading.Lock()

    @property
    def papers(self) -> "Papers":
        """Raises LibraryMissing, LibraryOld, DatabaseNewer, until there is one to open."""
        with self._lock:
            return self._papers

    def close(self) -> None:
        """Let models go; the database is only ever read."""
        if "_host" in self.__dict__:
            self._host.stop(GRACE_S)

    @cached_property
    def _papers(self) -> "Papers":
        from lexo.library.assistant import Papers

        return Papers(self._db, self._ask)

    @cached_property
    def _db(self) -> "Database":
        from lexo.store.database import Database

        return Database(self._settings.database, read_only=True)

    def _ask(self, question: str, document_ids: tuple[int, ...]) -> "Answer":
        """By the LEXO that runs, as its models are loaded; else here."""
        from lexo.cli.running import find_server
        from lexo.library.asking.ask import Question

        server = find_server(self._settings.home)
        if server is not None:
            return _asked(server.url, question, document_ids)
        return self._asker.answer(Question(question, document_ids))

    @cached_property
    def _asker(self) -> "Asker":
        from lexo.library.asking.ask import Asker, Means

        return Asker(self._db, Means(self._text_model))

    @cached_property
    def _host(self) -> "ModelHost":
        from lexo.inference.host import ModelHost
        from lexo.wiring import limits_of

        return ModelHost(self._settings.models, limits_of(self._settings))

    def _text_model(self) -> "TextModel | None":
        from lexo.inference.base import Role
        from lexo.wiring import endpoint_of

        spec = self._host.first(Role.TEXT)
        if spec is not None:
            return self._host.text(spec.name)
        settings = self._settings
        endpoint, _ = endpoint_of(settings.text_url, settings.text_model, settings.remote_key)
        if endpoint is None:
            return None
        from lexo.inference.remote import RemoteModel

        return RemoteModel(endpoint)


def _asked(url: str, question: str, document_ids: tuple[int, ...]) -> "Answer":
    """An answer of the running LEXO. Raises DocumentNotFound, SystemProblem."""
    import httpx

    body = {"question": question, "document_ids": list(document_ids)}
    try:
        with httpx.Client(trust_env=False, timeout=ASK_S) as client:  # no proxy between this and loopback
            answer = client.post(f"{url}/api/v1/assistant/ask", json=body)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise SystemProblem from error
    if answer.status_code == httpx.codes.NOT_FOUND and "id" in told:
        raise DocumentNotFound(id=told["id"])
    if answer.status_code != httpx.codes.OK:
        raise SystemProblem
    return _answer_of(told)


def _answer_of(told: dict[str, Any]) -> "Answer":
    from lexo.document import Reason
    from lexo.library.asking.answers import Answer, Citation, How, Sentence

    return Answer(
        How(told["how"]),
        tuple(Sentence(each["text"], each["is_proven"], tuple(each["citations"])) for each in told["sentences"]),
        tuple(
            Citation(each["number"], each["document_id"], each["title"], each["page"], each["quote"])
            for each in told["citations"]
        ),
        told["language"],
        told["model"],
        tuple(Reason(each["code"]) for each in told["reasons"]),
    )
