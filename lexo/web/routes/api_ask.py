"""Questions put to the papers, answered as they are written; and the conversations they are kept in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from lexo.errors import LexoError
from lexo.library.asking.answers import Answer, Cited, Done, Event, Token
from lexo.library.asking.conversing import Said, Talking, talk
from lexo.store import conversations
from lexo.web import errors, present_answers, schemas
from lexo.web.deps import CurrentLexo, CurrentThreads, Language, Threads
from lexo.web.openapi import problems
from lexo.web.written import one_answer

T = TypeVar("T")
ConversationId = Annotated[int, Path(ge=1, lt=1 << 63, description="Id of a conversation")]
ASKED: dict[int | str, dict[str, Any]] = {
    200: {
        "model": schemas.AskResult,
        "description": "The answer; or events `token`, `citation`, `done` (the answer), `error` (a problem)",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    },
    **problems(_404="No such document or conversation", _429="Too many answers are being written"),
}

router = APIRouter(prefix="/api/v1", tags=["ask"])


@router.post("/ask", response_class=Response, responses=ASKED, dependencies=[Depends(one_answer)])
async def ask_papers(
    request: Request, lexo: CurrentLexo, threads: CurrentThreads, language: Language, body: schemas.AskBody
) -> Response:
    """Ask the papers. Server-sent events, or one JSON object with `Accept: application/json`."""
    said = Said(body.question, body.document_ids, body.page, body.conversation_id)
    talking = await threads.write(lambda: talk(lexo.db, lexo.asker, said))
    if not _wants_json(request):
        stream = _stream(threads, talking, language)
        return EventSourceResponse(stream, headers={"Cache-Control": "no-cache"})
    answer = await _while_heard(request, threads, talking, talking.answer)
    return JSONResponse(_result(talking, answer, language).model_dump(mode="json"))


@router.get("/conversations")
def list_conversations(
    lexo: CurrentLexo,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(pattern=r"^[0-9]{1,9}$", description="`next` of the page before")] = None,
) -> schemas.ConversationPage:
    """List conversations, the last asked first."""
    return present_answers.conversations(conversations.list_conversations(lexo.db, limit, cursor))


@router.get("/conversations/{conversation_id}", responses=problems(_404="No such conversation"))
def get_conversation(
    lexo: CurrentLexo, language: Language, conversation_id: ConversationId
) -> schemas.ConversationShape:
    """Get a conversation with all that was asked and answered in it."""
    return present_answers.conversation(lexo.db, conversations.get(lexo.db, conversation_id), language)


@router.delete("/conversations/{conversation_id}", status_code=204, responses=problems(_404="No such conversation"))
def delete_conversation(lexo: CurrentLexo, conversation_id: ConversationId) -> None:
    """Erase a conversation. Papers stay as they are."""
    conversations.delete(lexo.db, conversation_id)


def _wants_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/event-stream" not in accepted


async def _stream(threads: Threads, talking: Talking, language: str) -> AsyncIterator[bytes]:
    """The events of one answer. Where the reader goes away this ends, and the model stops within one token."""
    try:
        while (event := await threads.write(next, talking, None)) is not None:
            yield _encoded(talking, event, language)
    except LexoError as error:
        yield format_sse_event(data_str=bytes(errors.problem(error, language).body).decode(), event="error")
    finally:
        talking.cancel()


def _encoded(talking: Talking, event: Event, language: str) -> bytes:
    name, shape = _event(talking, event, language)
    return format_sse_event(data_str=shape.model_dump_json(), event=name)


def _event(talking: Talking, event: Event, language: str) -> tuple[str, BaseModel]:
    match event:
        case Token():
            return "token", schemas.TokenShape(text=event.text)
        case Cited():
            return "citation", present_answers.citation(event.citation)
        case Done():
            return "done", _result(talking, event.answer, language)


def _result(talking: Talking, answer: Answer, language: str) -> schemas.AskResult:
    return present_answers.result(answer, talking.kept, language)


async def _while_heard(request: Request, threads: Threads, talking: Talking, work: Callable[[], T]) -> T:
    """Run what waits for an answer, in a thread; where the client goes away the answer is given up."""
    watching = asyncio.create_task(_cancel_when_gone(request, talking))
    try:
        return await threads.write(work)
    finally:
        talking.cancel()
        watching.cancel()


async def _cancel_when_gone(request: Request, talking: Talking) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue
    talking.cancel()
