"""What is to be given away."""

from typing import Annotated

from pydantic import BaseModel, Field

from lexo.library.export.formats import Format


class ExportBody(BaseModel):
    """Some papers by their ids, or all; each in these formats, and as it came."""

    ids: list[Annotated[int, Field(ge=1, lt=1 << 63)]] = Field(default=[], examples=[[12, 13]])
    all: bool = False
    formats: list[Format] = Field(default=[Format.MARKDOWN], max_length=len(Format))
    originals: bool = False
