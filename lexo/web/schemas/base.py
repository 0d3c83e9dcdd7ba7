"""What all shapes share: boxes, reasons in words, problems."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Box = tuple[float, float, float, float]
Health = Literal["pass", "warn", "fail"]


class Shape(BaseModel):
    """Base of all shapes."""

    model_config = ConfigDict(frozen=True)


class ProblemShape(Shape):
    """An error (RFC 9457). `code` is stable; `title` and `detail` are sentences in the language asked for."""

    type: str = Field(examples=["/api/errors/document_not_found"])
    title: str
    status: int
    detail: str
    code: str = Field(examples=["document_not_found"])


class Notice(Shape):
    """A reason in words, with its stable code."""

    code: str
    message: str
