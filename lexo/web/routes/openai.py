"""OpenAI's API on the models of this machine, for other programs on it. Off unless a person switches it on."""

import base64
import json
import secrets
import struct
import time
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import StreamingResponse

from lexo.app import Lexo
from lexo.errors import BadSchema, DimensionsFixed, LexoError, NoModelForThis, OpenAiOff, UnknownModel
from lexo.inference.base import Finish, Generated, Generation, Message, Priority, Role, Stream, Vectors
from lexo.web.deps import CurrentLexo, CurrentThreads, Language, Threads
from lexo.web.openai_errors import shape
from lexo.web.openapi import problems
from lexo.web.schemas import openai as schemas
from lexo.web.schemas.openai import ChatBody, EmbeddingsBody, ResponseFormat
from lexo.web.written import one_answer, pieces, while_heard

SERVED = (Role.TEXT, Role.EMBEDDING)
BEST = ("", "default")  # names that mean the best model there is
MAX_TOKENS = 4096  # unless asked for more or less
TIMEOUT_S = 600.0  # for one answer, once its model writes
ANY_OBJECT = '{"type": "object"}'
MAX_SCHEMA = 100_000  # characters
REFUSED = problems(
    _404="It is switched off (openai_api), or there is no such model",
    _429="Too many answers are being written",
    _503="No model is here for this, or it failed; `code` says which",
)


async def switched_on(lexo: CurrentLexo) -> None:
    """Raises OpenAiOff."""
    if not lexo.settings.openai_api:
        raise OpenAiOff


router = APIRouter(prefix="/v1", tags=["openai"], responses=REFUSED, dependencies=[Depends(switched_on)])


@router.get("/models")
def list_openai_models(lexo: CurrentLexo) -> schemas.OpenAiModels:
    """List the text and sentence models that are on this machine."""
    return schemas.OpenAiModels(data=tuple(_models(lexo)))


@router.get("/models/{name}")
def get_openai_model(
    lexo: CurrentLexo, name: Annotated[str, Path(max_length=200, description="As in the list")]
) -> schemas.OpenAiModel:
    """Get one of them."""
    found = {model.id: model for model in _models(lexo)}
    if name not in found:
        raise UnknownModel(model=name, known=", ".join(found))
    return found[name]


@router.post("/embeddings", dependencies=[Depends(one_answer)])
async def create_embeddings(lexo: CurrentLexo, threads: CurrentThreads, body: EmbeddingsBody) -> schemas.Embeddings:
    """Turn texts into vectors of length 1, by a sentence model."""
    texts = (body.input,) if isinstance(body.input, str) else body.input
    vectors = await threads.write(_embed, lexo, body.model, texts)
    if body.dimensions not in (None, vectors.dimensions):
        raise DimensionsFixed(model=vectors.model, dimensions=vectors.dimensions)
    is_packed = body.encoding_format == "base64"
    data = tuple(
        schemas.EmbeddingShape(index=index, embedding=_in_base64(value) if is_packed else _as_numbers(value))
        for index, value in enumerate(vectors.values)
    )
    return schemas.Embeddings(data=data, model=vectors.model)


@router.post(
    "/chat/completions",
    response_model=schemas.ChatCompletion,
    dependencies=[Depends(one_answer)],
    responses={200: {"content": {"text/event-stream": {}}, "description": "The answer, or pieces of it as events"}},
)
async def create_chat_completion(
    request: Request, lexo: CurrentLexo, threads: CurrentThreads, language: Language, body: ChatBody
) -> Any:
    """Write the next message of a conversation, by a text model; with `stream`, as server-sent events."""
    stream = await threads.write(_begin, lexo, body)
    if not body.stream:
        return _completion(await while_heard(request, threads, stream, stream.result))
    iterator = iter(stream)
    # What keeps a model from writing at all shows before the first piece, and so as a status.
    first = await while_heard(request, threads, stream, lambda: next(iterator, None))
    told = pieces(first, iterator, threads)
    return StreamingResponse(_events(body, language, stream, told, threads), media_type="text/event-stream")


async def _events(
    body: ChatBody, language: str, stream: Stream, told: AsyncIterator[str], threads: Threads
) -> AsyncIterator[str]:
    """The chunks of a stream, as OpenAI orders them: who speaks, pieces, why it ended, what it took."""
    chunk = {"id": _id(), "object": "chat.completion.chunk", "created": int(time.time()), "model": body.model}
    with_usage = body.stream_options is not None and body.stream_options.include_usage
    more = {"usage": None} if with_usage else {}
    yield _event({**chunk, "choices": [_delta({"role": "assistant", "content": ""})], **more})
    try:
        async for piece in told:
            yield _event({**chunk, "choices": [_delta({"content": piece})], **more})
        written = await threads.write(stream.result)
    except LexoError as error:
        yield _event({"error": shape(error, language)})
        return
    finally:
        stream.cancel()
    chunk["model"] = written.model
    yield _event({**chunk, "choices": [_delta({}, _finish_reason(written.finish))], **more})
    if with_usage:
        yield _event({**chunk, "choices": [], "usage": _usage(written).model_dump()})
    yield "data: [DONE]\n\n"


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def _delta(delta: dict[str, str], finish_reason: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}


def _begin(lexo: Lexo, body: ChatBody) -> Stream:
    """Let the model write; returns at once. Raises UnknownModel, NoModelForThis, BadSchema."""
    turns = [Message("system" if turn.role == "developer" else turn.role, turn.text) for turn in body.messages]
    stop = (body.stop,) if isinstance(body.stop, str) else body.stop or ()
    limits = Generation(
        body.max_completion_tokens or body.max_tokens or MAX_TOKENS,
        body.temperature or 0.0,
        TIMEOUT_S,
        stop,
        json_schema=_schema(body.response_format),
        seed=None if body.seed is None else body.seed % (1 << 63),
        priority=Priority.PERSON,
    )
    return lexo.models.text(_named(lexo, body.model, Role.TEXT)).write(turns, limits)


def _schema(asked: ResponseFormat | None) -> str | None:
    """The schema that an answer is held to, as text. Raises BadSchema."""
    if asked is None or asked.type == "text":
        return None
    if asked.type == "json_object":
        return ANY_OBJECT
    schema = json.dumps(asked.json_schema.definition) if asked.json_schema and asked.json_schema.definition else ""
    from lexo.inference.schema_check import is_usable  # brings llguidance in, for those who ask for it

    if not schema or len(schema) > MAX_SCHEMA or not is_usable(schema):
        raise BadSchema
    return schema


def _embed(lexo: Lexo, name: str, texts: tuple[str, ...]) -> Vectors:
    return lexo.models.embedder(_named(lexo, name, Role.EMBEDDING)).embed(texts, Priority.PERSON)


def _named(lexo: Lexo, name: str, role: Role) -> str:
    """The model that is meant. Raises NoModelForThis where none is named and none is here."""
    if name not in BEST:
        return name
    spec = lexo.models.first(role)
    if spec is None:
        raise NoModelForThis(role=role)
    return spec.name


def _models(lexo: Lexo) -> Iterator[schemas.OpenAiModel]:
    for state in lexo.models.states():
        if state.is_installed and state.spec.role in SERVED and state.problem is None:
            owner = state.spec.repo.partition("/")[0] or "local"
            yield schemas.OpenAiModel(id=state.spec.name, owned_by=owner, role=state.spec.role)


def _as_numbers(vector: bytes) -> tuple[float, ...]:
    return struct.unpack(f"<{len(vector) // 4}f", vector)


def _in_base64(vector: bytes) -> str:
    return base64.b64encode(vector).decode("ascii")


def _completion(written: Generated) -> schemas.ChatCompletion:
    message = schemas.ChatMessage(content=written.text)
    choice = schemas.ChatChoice(message=message, finish_reason=_finish_reason(written.finish))
    return schemas.ChatCompletion(
        id=_id(), created=int(time.time()), model=written.model, choices=(choice,), usage=_usage(written)
    )


def _usage(written: Generated) -> schemas.Usage:
    return schemas.Usage(
        prompt_tokens=written.prompt_tokens,
        completion_tokens=written.tokens,
        total_tokens=written.prompt_tokens + written.tokens,
    )


def _finish_reason(finish: Finish) -> str:
    """OpenAI knows two ends; whatever broke an answer off is the one that says so."""
    return "stop" if finish is Finish.STOP else "length"


def _id() -> str:
    return f"chatcmpl-{secrets.token_hex(12)}"
