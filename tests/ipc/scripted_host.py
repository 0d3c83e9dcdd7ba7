"""A host of models that write and embed what a test says, without MLX."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lexo.errors import UnknownModel
from lexo.inference.base import Finish, Generated, Generation, Message, Priority, Role, Vectors
from lexo.inference.host import ModelState
from lexo.inference.manifest import ModelSpec, known

TEXT = next(spec for spec in known() if spec.role is Role.TEXT)
SENTENCES = next(spec for spec in known() if spec.role is Role.EMBEDDING)


class Written:
    """A stream of given pieces."""

    def __init__(self, pieces: Sequence[str], model: str) -> None:
        self.pieces, self.model = pieces, model
        self.taken: list[str] = []
        self.is_cancelled = False

    def __iter__(self) -> Iterator[str]:
        for piece in self.pieces:
            self.taken.append(piece)
            yield piece

    def result(self) -> Generated:
        written = self.taken if self.is_cancelled else list(self.pieces)
        finish = Finish.STOP if len(written) == len(self.pieces) else Finish.CANCELLED
        return Generated("".join(written), finish, self.model, 5, len(written))

    def cancel(self) -> None:
        self.is_cancelled = True


class ScriptedHost:
    """`ModelHost` as far as doors use it."""

    def __init__(self, pieces: Sequence[str] = ("Bon", "jour")) -> None:
        self.pieces = pieces
        self.installed = {TEXT.name, SENTENCES.name}
        self.loaded: set[str] = set()
        self.asked: list[tuple[tuple[Message, ...], Generation]] = []
        self.streams: list[Written] = []
        self.error: Exception | None = None

    def first(self, role: Role) -> ModelSpec | None:
        return next((spec for spec in (TEXT, SENTENCES) if spec.role is role and spec.name in self.installed), None)

    def states(self) -> tuple[ModelState, ...]:
        return tuple(
            ModelState(spec, spec.name in self.installed, spec.name in self.loaded, False, 900, None, None)
            for spec in (TEXT, SENTENCES)
        )

    def text(self, name: str) -> "ScriptedText":
        self._check(name, TEXT)
        return ScriptedText(self)

    def embedder(self, name: str) -> "ScriptedEmbedder":
        self._check(name, SENTENCES)
        return ScriptedEmbedder(self)

    def unload(self, name: str) -> None:
        self._check(name, TEXT, SENTENCES)
        self.loaded.discard(name)

    def stop(self, _: float) -> None: ...

    def _check(self, name: str, *specs: ModelSpec) -> None:
        if all(name not in (spec.name, spec.repo) for spec in specs):
            raise UnknownModel(model=name, known=", ".join(spec.name for spec in specs))


class ScriptedText:
    """Writes its host's pieces."""

    name = TEXT.name

    def __init__(self, host: ScriptedHost) -> None:
        self._host = host

    def write(self, messages: Sequence[Message], limits: Generation) -> Written:
        if self._host.error is not None:
            raise self._host.error
        self._host.asked.append((tuple(messages), replace(limits)))
        self._host.loaded.add(self.name)
        stream = Written(self._host.pieces, self.name)
        self._host.streams.append(stream)
        return stream


class ScriptedEmbedder:
    """Embeds a text as its length and a half."""

    name = SENTENCES.name

    def __init__(self, host: ScriptedHost) -> None:
        self._host = host

    def embed(self, texts: Sequence[str], priority: Priority = Priority.BACKGROUND) -> Vectors:
        assert priority is Priority.PERSON
        self._host.loaded.add(self.name)
        return Vectors(self.name, 2, tuple(struct.pack("<2f", len(text), 0.5) for text in texts))
