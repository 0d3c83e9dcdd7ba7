"""Models over the API: which are known and here, what they take; load and unload."""

from typing import Annotated

from fastapi import APIRouter, Path

from lexo.app import Lexo
from lexo.document import Reason
from lexo.errors import UnknownModel
from lexo.web import schemas
from lexo.web.deps import CurrentLexo, CurrentThreads, Language
from lexo.web.language import say
from lexo.web.openapi import problems
from lexo.web.views import models

ModelName = Annotated[str, Path(max_length=200, description="Name of a model, as in the list")]

router = APIRouter(prefix="/api/v1/models", tags=["models"])


@router.get("")
def list_models(lexo: CurrentLexo, language: Language) -> schemas.ModelList:
    """List all models that LEXO knows, best first within a role, and the memory that models take. Loads nothing."""
    items = tuple(_shape(model, language) for model in models.all_models(lexo))
    memory, waiting = lexo.models.memory(), lexo.models.must_wait()
    return schemas.ModelList(
        items=items,
        total=len(items),
        memory=schemas.MemoryShape.model_validate(
            {name: getattr(memory, name) for name in schemas.MemoryShape.model_fields}
        ),
        waiting=_notice(waiting, language),
    )


@router.get("/{name}", responses=problems(_404="LEXO knows no such model"))
def get_model(lexo: CurrentLexo, language: Language, name: ModelName) -> schemas.ModelShape:
    """One model: whether it is installed, fits, is loaded."""
    return _shape(_find(lexo, name), language)


@router.post(
    "/{name}/load",
    responses=problems(
        _404="LEXO knows no such model", _503="It is not installed, damaged, too large, or failed; `code` says which"
    ),
)
async def load_model(lexo: CurrentLexo, threads: CurrentThreads, name: ModelName) -> schemas.ModelLoaded:
    """Load a model and wait until it is there; others that were not used lately may be unloaded for it."""
    await threads.load(lexo.models.load, name)
    return schemas.ModelLoaded(name=name, is_loaded=True)


@router.post("/{name}/unload", responses=problems(_404="LEXO knows no such model"))
async def unload_model(lexo: CurrentLexo, threads: CurrentThreads, name: ModelName) -> schemas.ModelLoaded:
    """Give a model's memory back; it is loaded again when it is needed."""
    await threads.load(lexo.models.unload, name)
    return schemas.ModelLoaded(name=name, is_loaded=False)


def _find(lexo: Lexo, name: str) -> models.ModelView:
    found = models.find_model(lexo, name)
    if found is None:
        raise UnknownModel(model=name, known=", ".join(model.name for model in models.all_models(lexo)))
    return found


def _shape(model: models.ModelView, language: str) -> schemas.ModelShape:
    same = {name: getattr(model, name) for name in schemas.ModelShape.model_fields if hasattr(model, name)}
    return schemas.ModelShape.model_validate(
        {
            **same,
            "engine": model.engine or None,
            "problem": _notice(model.problem, language),
            "command": None if model.is_installed else model.command,
        }
    )


def _notice(reason: Reason | None, language: str) -> schemas.Notice | None:
    return schemas.Notice(code=reason.code, message=say(reason, language)) if reason else None
