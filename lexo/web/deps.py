"""What routes ask for: the one Lexo, the language of the answer, a received file, threads for what takes long."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, TypeVar, cast

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, File, Form, Path, UploadFile
from starlette.requests import Request

from lexo.app import Lexo
from lexo.web.language import language_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Threads:
    """Threads apart from those of the other routes: however many wait here, lists and searches go on."""

    reading: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(4))
    images: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(4))
    models: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2))
    writing: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(8))
    answers: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(8))  # each waits in one of those above

    async def read(self, work: Callable[..., T], *args: object, **named: object) -> T:
        """Run what waits for a whole document to be read."""
        return await to_thread.run_sync(partial(work, *args, **named), limiter=self.reading)

    async def draw(self, work: Callable[..., T], *args: object) -> T:
        """Run what makes an image of a page."""
        return await to_thread.run_sync(partial(work, *args), limiter=self.images)

    async def load(self, work: Callable[..., T], *args: object) -> T:
        """Run what waits until a model is loaded or unloaded."""
        return await to_thread.run_sync(partial(work, *args), limiter=self.models)

    async def write(self, work: Callable[..., T], *args: object) -> T:
        """Run what waits for a model's words; whoever is cancelled meanwhile does not wait for them."""
        return await to_thread.run_sync(partial(work, *args), limiter=self.writing, abandon_on_cancel=True)


# `async`, though nothing is awaited: FastAPI would send a plain function to a thread and back.
async def current_lexo(request: Request) -> Lexo:
    """The Lexo that this app serves."""
    return cast(Lexo, request.app.state.lexo)


async def current_threads(request: Request) -> Threads:
    """The threads of this app."""
    return cast(Threads, request.app.state.threads)


async def answer_language(request: Request) -> str:
    """The language that the request asks for."""
    return language_of(request.headers)


CurrentLexo = Annotated[Lexo, Depends(current_lexo)]
CurrentThreads = Annotated[Threads, Depends(current_threads)]
Language = Annotated[str, Depends(answer_language)]
DocumentId = Annotated[int, Path(ge=1, lt=1 << 63, description="Id of a document")]
PageNumber = Annotated[int, Path(ge=1, lt=1 << 31, description="Number of a page, from 1")]
JobId = Annotated[int, Path(ge=1, lt=1 << 63, description="Id of a job")]
Upload = Annotated[UploadFile, File(description="PDF, PNG, JPEG, TIFF, WebP, HEIC, BMP or GIF")]
Password = Annotated[str | None, Form(max_length=1024, description="Of a protected PDF; kept in memory only")]
