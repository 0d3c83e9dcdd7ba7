"""Whether all is well, and what errors mean."""

from pydantic import Field

from lexo.web.schemas.base import Health, Notice, Shape


class ErrorShape(Shape):
    """What a code means; values that belong to one case show as a dash."""

    code: str
    title: str
    detail: str
    status: int = Field(description="HTTP status")
    exit_code: int = Field(description="of the command line")
    retryable: bool


class ErrorList(Shape):
    """All codes."""

    items: tuple[ErrorShape, ...]
    next: str | None = None
    total: int


class CheckShape(Shape):
    """One thing that was looked at."""

    status: Health
    message: str | None = None
    values: dict[str, str | int | float | bool | None] = {}


class HealthShape(Shape):
    """Whether all is well: `warn` works but wants attention, `fail` does not work."""

    status: Health
    version: str
    checks: dict[str, CheckShape] = {}


class EngineShape(Shape):
    """A reading engine."""

    name: str
    available: bool
    version: str | None
    languages: tuple[str, ...]
    hint: str | None = Field(description="what to do to have it")


class OcrHealth(Shape):
    """The reading engines; they are loaded when the first page is read."""

    ocr_engines_initialized: bool
    message: str
    engines: tuple[EngineShape, ...]


class ComponentShape(Shape):
    """A part of the way from file to answer."""

    name: str
    stage: str
    status: Health
    message: str | None


class PipelineHealth(Shape):
    """The way from file to answer; `degraded`: it works, with less than it could."""

    status: Health
    degraded: bool
    missing: tuple[Notice, ...]
    components: tuple[ComponentShape, ...]
