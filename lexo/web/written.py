"""Answers of models on their way to a client: waited for in threads, and cancelled as soon as the client goes away."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Protocol, TypeVar

from anyio import WouldBlock
from starlette.requests import Request

from lexo.errors import TooManyAnswers
from lexo.web.deps import CurrentThreads, Threads

T = TypeVar("T")


class Ending(Protocol):
    """What is being written, and can be ended."""

    def cancel(self) -> None:
        """End it within one token."""
        ...


async def one_answer(threads: CurrentThreads) -> AsyncIterator[None]:
    """A place among the answers that are being written, given back at the end. Raises TooManyAnswers."""
    borrower = object()
    try:
        threads.answers.acquire_on_behalf_of_nowait(borrower)
    except WouldBlock as error:
        raise TooManyAnswers from error
    try:
        yield
    finally:
        threads.answers.release_on_behalf_of(borrower)


async def while_heard(request: Request, threads: Threads, stream: Ending, work: Callable[[], T]) -> T:
    """Run what waits for a stream, in a thread; where the client goes away, or it fails, the stream is cancelled."""
    watching = asyncio.create_task(_cancel_when_gone(request, stream))
    try:
        return await threads.write(work)
    except BaseException:
        stream.cancel()
        raise
    finally:
        watching.cancel()


async def pieces(first: str | None, rest: Iterator[str], threads: Threads) -> AsyncIterator[str]:
    """What a stream writes, the first piece taken already."""
    piece = first
    while piece is not None:
        yield piece
        piece = await threads.write(next, rest, None)


async def _cancel_when_gone(request: Request, stream: Ending) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue
    stream.cancel()
