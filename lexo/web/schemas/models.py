"""Models on this machine: which are known, which are here, what they take."""

from typing import Literal

from pydantic import Field

from lexo.inference.base import Role
from lexo.web.schemas.base import Notice, Shape

Fit = Literal["yes", "tight", "no", "unknown"]


class ModelShape(Shape):
    """A model that LEXO knows, on this machine or not."""

    name: str = Field(examples=["glm-ocr-8bit"])
    role: Role
    repo: str = Field(examples=["mlx-community/GLM-OCR-8bit"])
    family: str
    engine: str | None = Field(description="the reading engine that it is, for role `ocr`")
    licence: str
    revision: str
    size_mb: int | None = Field(description="what its files take")
    memory_mb: int | None = Field(description="what it takes at its peak, or is expected to")
    fits: Fit = Field(description="whether that is within the memory allowed for models")
    is_installed: bool
    is_loaded: bool
    is_busy: bool
    last_used_at: str | None
    problem: Notice | None = Field(description="why it cannot be used")
    command: str | None = Field(description="what fetches it, where it is not installed")


class MemoryShape(Shape):
    """Memory of the models, in MB: used now, allowed, in this machine, the most that was used."""

    used_mb: int
    limit_mb: int
    total_mb: int
    peak_mb: int


class ModelList(Shape):
    """All known models, best first within a role."""

    items: tuple[ModelShape, ...]
    next: str | None = None
    total: int
    memory: MemoryShape
    waiting: Notice | None = Field(description="why background work with models waits: battery, heat")


class ModelLoaded(Shape):
    """Whether a model is in memory now."""

    name: str
    is_loaded: bool
