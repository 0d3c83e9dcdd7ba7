"""What a server says, piece by piece: server-sent events of the OpenAI kind, or one JSON body, within limits."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ValidationError

MAX_BYTES = 32 << 20  # of one answer as it comes; 8,192 tokens take about 3 MB
MAX_EVENT_BYTES = 1 << 20
_DATA = b"data:"
_DONE = b"[DONE]"


class BadAnswer(Exception):
    """The server said something else than an answer; the text says what, in plain words."""


class _Delta(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    delta: _Delta | None = None  # in events
    message: _Delta | None = None  # in one body
    finish_reason: str | None = None

    @property
    def text(self) -> str:
        said = self.delta or self.message
        return (said.content if said else None) or ""


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class Part(BaseModel):
    """One event, or the whole answer of a server that does not stream."""

    choices: list[_Choice] = []
    usage: _Usage | None = None
    error: object | None = None

    @property
    def text(self) -> str:
        return self.choices[0].text if self.choices else ""

    @property
    def finish_reason(self) -> str | None:
        return self.choices[0].finish_reason if self.choices else None


def parts(media_type: str, chunks: Iterable[bytes]) -> Iterator[Part]:
    """The parts of an answer, the last one with a `finish_reason` where the server gave one.

    Raises BadAnswer for what is neither events nor JSON, for more than MAX_BYTES, and for an end that came too early.
    """
    if media_type == "text/event-stream":
        yield from _events(chunks)
    elif media_type == "application/json":
        yield _part(b"".join(_limited(chunks)))
    else:
        raise BadAnswer("it answered with something that is neither JSON nor a stream of events")


def _events(chunks: Iterable[bytes]) -> Iterator[Part]:
    has_ended = False
    for line in _lines(_limited(chunks)):
        if not line.startswith(_DATA):
            continue  # comments that keep the line open, names and numbers of events
        data = line[len(_DATA) :].strip()
        if data == _DONE:
            return
        part = _part(data)
        has_ended = has_ended or part.finish_reason is not None
        yield part
    if not has_ended:
        raise BadAnswer("it broke off in the middle of its answer")


def _part(data: bytes) -> Part:
    try:
        part = Part.model_validate_json(data)
    except ValidationError as error:
        raise BadAnswer("its answer cannot be understood") from error
    if part.error:
        raise BadAnswer("it reported an error of its own")
    return part


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from (line.rstrip(b"\r") for line in lines)
        if len(rest) > MAX_EVENT_BYTES:
            raise BadAnswer("it sent far more than an answer")
    yield rest.rstrip(b"\r")


def _limited(chunks: Iterable[bytes]) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > MAX_BYTES:
            raise BadAnswer("it sent far more than an answer")
        yield chunk
