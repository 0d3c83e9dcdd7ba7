"""Health: alive, ready, well; the reading engines; the whole way from file to answer."""

from typing import Any

from fastapi import APIRouter, Response
from starlette.responses import JSONResponse

from lexo import __version__
from lexo.web import health, schemas
from lexo.web.deps import CurrentLexo, Language
from lexo.web.openapi import HEALTH_JSON

PREFIX = "/api/v1/health"
UNWELL: dict[int | str, dict[str, Any]] = {503: {"model": schemas.HealthShape, "description": "Something fails"}}


class HealthJson(JSONResponse):
    """The media type of draft-inadarei-api-health-check."""

    media_type = HEALTH_JSON


router = APIRouter(prefix=PREFIX, tags=["health"], default_response_class=HealthJson)
ocr_router = APIRouter(prefix="/api/v1/ocr", tags=["ocr"])


@router.get("", responses=UNWELL)
def get_health(lexo: CurrentLexo, language: Language, response: Response) -> schemas.HealthShape:
    """Whether all is well, part by part: database, disk, watched folder, queue, engines, readers, models, settings."""
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
    """The reading engines, models among them. None is loaded before the first page is read."""
    return health.engines(lexo, language)


@ocr_router.get("/health")
def get_health_of_ocr(lexo: CurrentLexo, language: Language) -> schemas.OcrHealth:
    """The same as /api/v1/health/ocr."""
    return health.engines(lexo, language)


@router.get("/pipeline")
def get_pipeline_health(lexo: CurrentLexo, language: Language) -> schemas.PipelineHealth:
    """Each stage and component; `degraded` and what is missing, when it works with less than it could."""
    return health.pipeline(lexo, language)
