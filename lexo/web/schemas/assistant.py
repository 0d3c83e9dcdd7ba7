"""Questions of assistants."""

from typing import Annotated

from pydantic import Field

from lexo.web.schemas.base import Shape

Id = Annotated[int, Field(ge=1, lt=1 << 63)]


class AssistantQuestion(Shape):
    """A question of all papers that an assistant may know of, or of some."""

    question: str = Field(max_length=2_000)
    document_ids: tuple[Id, ...] = Field((), max_length=200)
