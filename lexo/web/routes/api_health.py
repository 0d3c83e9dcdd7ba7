"""Health: alive, ready, well; the reading engines; the whole way from file to answer."""

from typing import Any

from fastapi import APIRouter, Response
from starlette.responses import JSONResponse

from lexo import __version__
from lexo.ocr.engine import EngineStatus
from lexo.web import health, i18n, schemas
from lexo.web.deps import CurrentLexo, Language
from lexo.web.openapi import HEALTH_JSON

PREFIX = "/api/v1/health"
LOADED = i18n.N_("Engines have been loaded by the reader processes.")
NOT_LOADED = i18n.N_("Engines load when the first page is read.")
UNWELL: dict[int | str, dict[str, Any]] = {503: {"model": schemas.HealthShape, "description": "Something fails"}}


class HealthJson(JSONResponse):
    """The media type of draft-inadarei-api-health-check."""

    media_type = HEALTH_JSON


router = APIRouter(prefix=PREFIX, tags=["health"], default_response_class=HealthJson)


@router.get("", responses=UNWELL)
def get_health(lexo: CurrentLexo, language: Language, response: Response) -> schemas.HealthShape:
    """Whether all is well, part by part: database, disk, watched folder, queue, engines, readers, settings."""
    checks = health.checks(lexo, language)
    status = health.worst([check.status for check in checks.values()])
    response.status_code = 503 if status == "fail" else 200
    return schemas.HealthShape(status=status, version=__version__, checks=checks)


@router.get("/live")
async def get_live() -> schemas.HealthShape:
    """Whether the process answers."""
    return schemas.HealthShape(status="pass", version=__version__)


@router.get("/ready", responses=UNWELL)
def get_ready(lexo: CurrentLexo, response: Response) -> schemas.HealthShape:
    """Whether requests can be served: the database answers."""
    is_ready = health.is_ready(lexo)
    response.status_code = 200 if is_ready else 503
    return schemas.HealthShape(status="pass" if is_ready else "fail", version=__version__)


@router.get("/ocr")
def get_ocr_health(lexo: CurrentLexo, language: Language) -> schemas.OcrHealth:
    """The reading engines. None is loaded before the first page is read."""
    return schemas.OcrHealth(
        ocr_engines_initialized=lexo.ocr_initialized,
        message=i18n.translate(LOADED if lexo.ocr_initialized else NOT_LOADED, language),
        engines=tuple(_engine(status) for status in lexo.engines()),
    )


@router.get("/pipeline")
def get_pipeline_health(lexo: CurrentLexo, language: Language) -> schemas.PipelineHealth:
    """Each stage and component; `degraded` and what is missing, when it works with less than it could."""
    return health.pipeline(lexo, language)


def _engine(status: EngineStatus) -> schemas.EngineShape:
    return schemas.EngineShape(
        name=status.name,
        available=status.available,
        version=status.version or None,
        languages=status.languages,
        hint=status.hint or None,
    )
