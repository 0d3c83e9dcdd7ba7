"""What each error code means: where the `type` of a problem leads."""

from typing import Annotated

from fastapi import APIRouter, Path

from lexo.document import Reason
from lexo.errors import BY_CODE, NotFound
from lexo.web import i18n, schemas
from lexo.web.deps import Language
from lexo.web.language import say
from lexo.web.openapi import problems

router = APIRouter(prefix="/api/errors", tags=["errors"])


@router.get("")
async def list_errors(language: Language) -> schemas.ErrorList:
    """Every code that LEXO gives as an error or as a reason."""
    return schemas.ErrorList(items=tuple(_explanation(code, language) for code in sorted(BY_CODE)), total=len(BY_CODE))


@router.get("/{code}", responses=problems(_404="There is no such code"))
async def explain_error(code: Annotated[str, Path(max_length=100)], language: Language) -> schemas.ErrorShape:
    """What happened, and what to do."""
    if code not in BY_CODE:
        raise NotFound()
    return _explanation(code, language)


def _explanation(code: str, language: str) -> schemas.ErrorShape:
    error = BY_CODE[code]
    return schemas.ErrorShape(
        code=code,
        title=i18n.title_of(Reason(code), language),
        detail=say(Reason(code), language),
        status=error.status,
        exit_code=error.exit_code,
        retryable=error.retryable,
    )
