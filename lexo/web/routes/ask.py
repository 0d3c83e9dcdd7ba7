"""Questions put to the papers, and what was answered."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from lexo.library.asking.conversing import Said, talk
from lexo.store import conversations
from lexo.web import render
from lexo.web.deps import CurrentLexo
from lexo.web.routes.forms import back_to
from lexo.web.views import asking

Ids = r"^(?:[0-9]{1,18}(?: [0-9]{1,18}){0,199})?$"  # of the papers it is about, a space between them
ConversationId = Annotated[int, Path(ge=1, lt=1 << 63)]

router = APIRouter(prefix="/ask", include_in_schema=False)


@router.get("")
def show_form(
    request: Request,
    lexo: CurrentLexo,
    q: Annotated[str, Query(max_length=2000)] = "",
    documents: Annotated[str, Query(pattern=Ids)] = "",
    page: Annotated[int | None, Query(ge=1, lt=1 << 31)] = None,
) -> Response:
    """The form, and what was asked before; nothing is answered yet."""
    begun = asking.Begun(q.strip(), _ids(documents), page)
    return render.page(request, "ask/index.html", view=asking.new_question(lexo, begun))


@router.post("")
def ask(
    lexo: CurrentLexo,
    question: Annotated[str, Form(max_length=2000)],
    documents: Annotated[str, Form(pattern=Ids)] = "",
    conversation: Annotated[int | None, Form(ge=1, lt=1 << 63)] = None,
    page: Annotated[int | None, Form(ge=1, lt=1 << 31)] = None,
    to: Annotated[str, Form(max_length=200)] = "",
) -> RedirectResponse:
    """Answer, and show the conversation: how a browser without scripts asks."""
    talking = talk(lexo.db, lexo.asker, Said(question, _ids(documents), page, conversation))
    talking.answer()
    return back_to(to or f"/ask/{talking.kept.conversation_id}#last")


@router.get("/{conversation_id}")
def show_conversation(request: Request, lexo: CurrentLexo, conversation_id: ConversationId) -> Response:
    """What was asked and answered, and the form to ask on."""
    return render.page(request, "ask/index.html", view=asking.conversation(lexo, conversation_id))


@router.post("/{conversation_id}/delete")
def forget(lexo: CurrentLexo, conversation_id: ConversationId) -> RedirectResponse:
    """Erase a conversation."""
    conversations.delete(lexo.db, conversation_id)
    return back_to("/ask")


def _ids(documents: str) -> tuple[int, ...]:
    return tuple(map(int, documents.split()))
