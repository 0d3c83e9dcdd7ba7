"""What `lexo mcp` asks of a server that runs, as it has the models: questions whose answers are not kept."""

from fastapi import APIRouter, Depends, Request

from lexo.errors import DocumentNotFound, ModelFailed
from lexo.library.asking.answers import Answer, Done
from lexo.library.asking.ask import Asking, Question
from lexo.store import shown
from lexo.web import present_answers, schemas
from lexo.web.deps import CurrentLexo, CurrentThreads, Language
from lexo.web.openapi import problems
from lexo.web.schemas.assistant import AssistantQuestion
from lexo.web.written import one_answer, while_heard

router = APIRouter(prefix="/api/v1/assistant", tags=["ask"])


@router.post(
    "/ask",
    dependencies=[Depends(one_answer)],
    responses=problems(_404="There is no such document for an assistant", _429="Too many answers are being written"),
)
async def ask_for_assistant(
    request: Request, lexo: CurrentLexo, threads: CurrentThreads, language: Language, body: AssistantQuestion
) -> schemas.AnswerShape:
    """Ask the papers for an assistant: no conversation is kept, and private papers do not exist."""
    with lexo.db.read() as connection:
        papers = shown.papers(connection, body.document_ids)
    for document_id in body.document_ids:
        if document_id not in papers:
            raise DocumentNotFound(id=document_id)
    asking = await threads.write(lexo.asker.ask, Question(body.question, body.document_ids))
    answer = await while_heard(request, threads, asking, lambda: _whole(asking))
    return present_answers.answer(answer, language)


def _whole(asking: Asking) -> Answer:
    for event in asking:
        if isinstance(event, Done):
            return event.answer
    raise ModelFailed(model="")  # it was cancelled: nobody hears this
