"""Answers lines, one after the other, out of the models of this machine. Knows no pipes, no library and no server."""

import logging
import struct
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any

from lexo.errors import InvalidRequest, LexoError, LineTooLong, NoModelForThis
from lexo.inference.base import Embedder, Generation, Message, Priority, Role, Stream, TextModel
from lexo.inference.host import ModelHost, ModelState
from lexo.ipc.commands import Chat, Command, Embed, Generate, Models, Ping, Unload, command_of, id_of, values_of

log = logging.getLogger(__name__)

MAX_LINE_BYTES = 16 << 20
TOO_LONG = None  # stands for a line of which nothing was kept

Line = bytes | None
Reply = dict[str, Any]  # written as one line of JSON


def serve(lines: Iterable[Line], put: Callable[[Reply], None], desk: "Desk") -> None:
    """Answer each line before the next is looked at. What `put` raises ends it, and the answer in hand."""
    for line in lines:
        answers = desk.answer(line)
        try:
            for reply in answers:
                put(reply)
        finally:
            answers.close()


class Desk:
    """What stands behind the lines: models by name, or the best one of a role."""

    def __init__(
        self, host: ModelHost, other: TextModel | None = None, is_heard: Callable[[], bool] = lambda: True
    ) -> None:
        """`other` writes where no text model is here; nothing is written on for whom is no longer there to hear."""
        self._host = host
        self._other = other
        self._is_heard = is_heard

    def answer(self, line: Line) -> Generator[Reply, None, None]:
        """The lines that answer one; whatever it holds, there is at least one, and nothing is raised."""
        carried: Reply = {}
        try:
            if line is TOO_LONG:
                raise LineTooLong(limit_mb=MAX_LINE_BYTES >> 20)
            values = values_of(line)
            if (asked_id := id_of(values)) is not None:
                carried = {"id": asked_id}
            for reply in self._do(command_of(line, values)):
                yield {**carried, "success": True, **reply}
        except LexoError as error:
            yield {**carried, "success": False, "error": _sentence(error), "code": error.code}
        except Exception as error:  # one line's trouble must not end the rest; its message may quote the line
            log.error("a command failed: %s", type(error).__name__)
            unknown = LexoError()
            yield {**carried, "success": False, "error": str(unknown), "code": unknown.code}

    def _do(self, command: Command) -> Iterator[Reply]:
        match command:
            case Ping():
                yield {"message": "pong"}
            case Embed():
                yield self._embed(command)
            case Generate() | Chat():
                yield from self._write(command)
            case Models():
                yield {"models": [_shape(state) for state in self._host.states()]}
            case Unload():
                yield {"unloaded": self._unload(command.model)}

    def _embed(self, command: Embed) -> Reply:
        vectors = self._embedder(command.model).embed(command.texts, Priority.PERSON)
        lists = [list(struct.unpack(f"<{vectors.dimensions}f", value)) for value in vectors.values]
        reply = {"embeddings": lists, "dimensions": vectors.dimensions, "model": vectors.model}
        return {**reply, "embedding": lists[0]} if isinstance(command.text, str) else reply

    def _write(self, command: Generate | Chat) -> Iterator[Reply]:
        """Each piece as a line of its own where that is asked for; then all of it. Left half-way, it is cancelled."""
        stream = self._begun(command.model, command.turns, command.limits)
        try:
            for piece in stream:
                if not self._is_heard():
                    break
                if command.stream and piece:
                    yield {"token": piece}
        finally:
            stream.cancel()  # no more than a word for one that has ended
        written = stream.result()
        yield {
            "done": True,
            "text": written.text,
            "finish": str(written.finish),
            "model": written.model,
            "prompt_tokens": written.prompt_tokens,
            "tokens": written.tokens,
        }

    def _begun(self, name: str | None, turns: Sequence[Message], limits: Generation) -> Stream:
        if name is not None:
            return self._host.text(name).write(turns, limits)
        if (spec := self._host.first(Role.TEXT)) is not None:
            return self._host.text(spec.name).write(turns, limits)
        if self._other is None:
            raise NoModelForThis(role=Role.TEXT)
        return self._other.write(turns, limits)

    def _embedder(self, name: str | None) -> Embedder:
        if name is not None:
            return self._host.embedder(name)
        spec = self._host.first(Role.EMBEDDING)
        if spec is None:
            raise NoModelForThis(role=Role.EMBEDDING)
        return self._host.embedder(spec.name)

    def _unload(self, name: str | None) -> list[str]:
        names = [name] if name else [state.spec.name for state in self._host.states() if state.is_loaded]
        for each in names:
            self._host.unload(each)
        return names


def _shape(state: ModelState) -> Reply:
    return {
        "name": state.spec.name,
        "role": str(state.spec.role),
        "is_installed": state.is_installed,
        "is_loaded": state.is_loaded,
        "is_busy": state.is_busy,
        "memory_mb": state.memory_mb,
        "problem": state.problem.code if state.problem else None,
    }


def _sentence(error: LexoError) -> str:
    """What happened and what to do; of a request that is not usable, which parts."""
    if isinstance(error, InvalidRequest) and "what" in error.details:
        return f"{error.title} {error.details['what']}"
    return str(error)
