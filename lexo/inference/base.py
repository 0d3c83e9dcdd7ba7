"""What a model does for the rest of LEXO, whoever runs it: MLX in this process, or a server that a person named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Literal, Protocol

from lexo.document import PageImage


class Role(StrEnum):
    """What a model is for."""

    OCR = "ocr"
    TEXT = "text"
    EMBEDDING = "embedding"
    LAYOUT = "layout"


class Priority(IntEnum):
    """Who waits: smaller is served first, whatever came before it."""

    PERSON = 0
    PAGE = 10
    BACKGROUND = 20


class Finish(StrEnum):
    """Why an answer ended. Only `STOP` is an answer the model itself called whole."""

    STOP = "stop"
    LENGTH = "length"
    TIMEOUT = "timeout"
    LOOP = "loop"  # it repeated itself and was stopped
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Generation:
    """The limits of one answer. `json_schema` (JSON text, every string and array bounded) constrains it."""

    max_tokens: int = 4096
    temperature: float = 0.0
    timeout_s: float = 120.0
    stop: tuple[str, ...] = ()
    json_schema: str | None = None
    seed: int | None = None
    priority: Priority = Priority.PAGE


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Generated:
    """A finished answer; `text` is all that was written, whatever ended it."""

    text: str
    finish: Finish
    model: str
    prompt_tokens: int = 0
    tokens: int = 0
    seconds: float = 0.0


class Stream(Protocol):
    """An answer that is being written. Iterating gives its pieces; `result` waits for the end.

    Both raise what ended it: ModelMissing, ModelDamaged, ModelUnsafe, ModelTooLarge, ModelFailed, RemoteFailed.
    """

    def __iter__(self) -> Iterator[str]: ...

    def result(self) -> Generated: ...

    def cancel(self) -> None:
        """End it within one token; `result` then says `CANCELLED`. Also called when whoever waits goes away."""
        ...


class TextModel(Protocol):
    """Writes text."""

    name: str

    def write(self, messages: Sequence[Message], limits: Generation) -> Stream: ...


class VisionModel(Protocol):
    """Writes what it sees on a picture. `prompt` is the model's own phrase, without template or image sign."""

    name: str

    def look(self, picture: PageImage, prompt: str, limits: Generation) -> Stream: ...


@dataclass(frozen=True, slots=True)
class Vectors:
    """One vector a text, in order: `dimensions` float32, little-endian, of length 1."""

    model: str
    dimensions: int
    values: tuple[bytes, ...]


class Purpose(StrEnum):
    """What a text is to be compared as: models may want a prompt before questions, another before passages."""

    PLAIN = "plain"  # as it stands
    QUERY = "query"
    PASSAGE = "passage"


class Embedder(Protocol):
    """Texts -> vectors whose dot product says how alike their meanings are."""

    name: str

    @property
    def version(self) -> str:
        """Which files it is: vectors of one version can be compared. Raises ModelAbsent, ModelDamaged, ModelUnsafe."""
        ...

    @property
    def max_tokens(self) -> int:
        """Of one text; what is longer is cut off. Raises as `version` does."""
        ...

    def embed(
        self, texts: Sequence[str], priority: Priority = Priority.BACKGROUND, purpose: Purpose = Purpose.PLAIN
    ) -> Vectors: ...
