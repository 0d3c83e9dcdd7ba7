"""What a line may ask for: one shape a command, strict, and bounded in every part."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from lexo.errors import BadJson, InvalidRequest, UnknownCommand
from lexo.inference.base import Generation, Message, Priority

MAX_TEXT = 1_000_000  # characters
MAX_TEXTS = 4096
MAX_MESSAGES = 1000
MAX_TOKENS = 32_768
MAX_ID = 200  # characters
MAX_TOLD = 5  # things that are wrong with one line
TIMEOUT_S = 600.0  # for one answer, once its model writes

Id = str | int | None
Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
ModelName = Annotated[str | None, Field(min_length=1, max_length=200)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Command(_Shape):
    id: Id = None


class Ping(_Command):
    """Whether anybody answers. Touches no model."""

    command: Literal["ping"]


class Embed(_Command):
    """Texts into vectors."""

    command: Literal["embed"]
    text: (
        Annotated[str, Field(max_length=MAX_TEXT)]
        | Annotated[tuple[Annotated[str, Field(max_length=MAX_TEXT)], ...], Field(min_length=1, max_length=MAX_TEXTS)]
    )
    model: ModelName = None

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text,) if isinstance(self.text, str) else self.text


class _Writing(_Command):
    model: ModelName = None
    max_tokens: Annotated[int, Field(ge=1, le=MAX_TOKENS)] = 1024
    temperature: Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)] = 0.0
    stop: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(max_length=16)] = ()
    seed: Annotated[int | None, Field(ge=0, lt=1 << 63)] = None

    @property
    def limits(self) -> Generation:
        return Generation(
            self.max_tokens, self.temperature, TIMEOUT_S, self.stop, seed=self.seed, priority=Priority.PERSON
        )


class Generate(_Writing):
    """One text out of another."""

    command: Literal["generate"]
    prompt: Text
    stream: bool = False

    @property
    def turns(self) -> tuple[Message, ...]:
        return (Message("user", self.prompt),)


class Turn(_Shape):
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: Annotated[str, Field(max_length=MAX_TEXT)]


class Chat(_Writing):
    """The next message of a conversation."""

    command: Literal["chat"]
    messages: Annotated[tuple[Turn, ...], Field(min_length=1, max_length=MAX_MESSAGES)]
    stream: bool = True

    @property
    def turns(self) -> tuple[Message, ...]:
        return tuple(Message(turn.role, turn.content) for turn in self.messages)


class Models(_Command):
    """Which models there are."""

    command: Literal["models"]


class Unload(_Command):
    """Give the memory of a model back, or of all of them."""

    command: Literal["unload"]
    model: ModelName = None


Command = Ping | Embed | Generate | Chat | Models | Unload
_KNOWN: dict[str, type[Ping | Embed | Generate | Chat | Models | Unload]] = {
    "ping": Ping,
    "embed": Embed,
    "generate": Generate,
    "chat": Chat,
    "models": Models,
    "unload": Unload,
}


def values_of(line: bytes) -> dict[str, Any]:
    """The object that a line holds. Raises BadJson."""
    try:
        values = from_json(line, allow_inf_nan=False)
    except ValueError as error:
        raise BadJson from error
    if not isinstance(values, dict):
        raise BadJson
    return values


def id_of(values: dict[str, Any]) -> Id:
    """What every line that answers it is to carry; None where it names nothing that can be carried."""
    given = values.get("id")
    if isinstance(given, str) and len(given) <= MAX_ID:
        return given
    return given if isinstance(given, int) and not isinstance(given, bool) and abs(given) < 1 << 63 else None


def command_of(line: bytes, values: dict[str, Any]) -> Command:
    """The command of a line. Raises UnknownCommand, InvalidRequest; `what` of the latter names the parts."""
    name = values.get("command")
    shape = _KNOWN.get(name) if isinstance(name, str) else None
    if shape is None:
        raise UnknownCommand(known=", ".join(_KNOWN))
    try:
        return shape.model_validate_json(line)
    except ValidationError as error:
        raise InvalidRequest(what="; ".join(_told(error))) from error


def _told(error: ValidationError) -> list[str]:
    """What is wrong, part by part; never a value."""
    told = error.errors(include_url=False, include_context=False, include_input=False)
    return [f"{'.'.join(map(str, each['loc'])) or 'line'}: {each['msg']}"[:300] for each in told[:MAX_TOLD]]
