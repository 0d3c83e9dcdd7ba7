"""Models that write what a test says, word for word, whatever they are asked; and they remember what that was."""

import threading
from collections.abc import Callable, Iterator, Sequence

from lexo.document import PageImage
from lexo.errors import LexoError
from lexo.inference.base import Finish, Generated, Generation, Message


class Stream:
    """An answer in pieces of a few characters; `gate` is called before each."""

    def __init__(self, text: str, finish: Finish, gate: Callable[[], None], error: LexoError | None) -> None:
        self._text, self._finish, self._gate, self._error = text, finish, gate, error
        self.was_cancelled = threading.Event()
        self.given = 0

    def __iter__(self) -> Iterator[str]:
        if self._error is not None:
            raise self._error
        for at in range(0, len(self._text), 7):
            self._gate()
            if self.was_cancelled.is_set():
                return
            self.given += 1
            yield self._text[at : at + 7]

    def result(self) -> Generated:
        """What was written in the end."""
        finish = Finish.CANCELLED if self.was_cancelled.is_set() else self._finish
        return Generated(self._text, finish, "scripted")

    def cancel(self) -> None:
        """Stop before the next piece."""
        self.was_cancelled.set()


class Scripted:
    """A text and a vision model. `answer` may be a function of what it is asked."""

    name = "scripted"

    def __init__(
        self,
        answer: str | Callable[[str], str],
        finish: Finish = Finish.STOP,
        *,
        gate: Callable[[], None] = lambda: None,
        errors: Sequence[LexoError] = (),
    ) -> None:
        self._answer, self._finish, self._gate, self._errors = answer, finish, gate, list(errors)
        self.asked: list[str] = []
        self.systems: list[str] = []
        self.limits: list[Generation] = []
        self.pictures: list[PageImage] = []
        self.streams: list[Stream] = []

    def write(self, messages: Sequence[Message], limits: Generation) -> Stream:
        """As a text model."""
        self.systems += [message.content for message in messages if message.role == "system"]
        return self._begin("\n".join(message.content for message in messages if message.role == "user"), limits)

    def look(self, picture: PageImage, prompt: str, limits: Generation) -> Stream:
        """As a vision model."""
        self.pictures.append(picture)
        return self._begin(prompt, limits)

    def _begin(self, asked: str, limits: Generation) -> Stream:
        self.asked.append(asked)
        self.limits.append(limits)
        text = self._answer if isinstance(self._answer, str) else self._answer(asked)
        error = self._errors.pop(0) if self._errors else None
        self.streams.append(Stream(text, self._finish, self._gate, error))
        return self.streams[-1]
