"""The loop around a library's token generator: stop words, limits, the loop guard, cancelling. In the MLX thread."""

import time
from collections.abc import Callable, Generator, Sequence
from typing import Any

from lexo.inference.base import Finish, Generated, Generation
from lexo.inference.loops import LoopGuard
from lexo.inference.work import Work


class Halted(Exception):
    """Ends a prompt that is still being read."""


def halt_if_ended(work: Work[Generated]) -> None:
    """Called while a prompt is read, where nothing is yielded yet. Raises Halted."""
    if work.is_cancelled or work.is_late:
        raise Halted


class StopText:
    """Passes text on up to the first stop word; holds back what may be the beginning of one."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = tuple(filter(None, words))
        self._held = ""
        self.has_stopped = False

    def feed(self, piece: str) -> str:
        """The next piece; returns what is surely text."""
        if not self._words:
            return piece
        held = self._held + piece
        found = [at for word in self._words if (at := held.find(word)) >= 0]
        self.has_stopped = bool(found)
        end = min(found) if found else len(held) - self._begun(held)
        self._held = "" if found else held[end:]
        return held[:end]

    def rest(self) -> str:
        """What was held back, at the end."""
        return self._held

    def _begun(self, text: str) -> int:
        """How many characters at the end of `text` may be the beginning of a stop word."""
        lengths = (n for word in self._words for n in range(1, len(word)) if text.endswith(word[:n]))
        return max(lengths, default=0)


def write(
    responses: Generator[Any, None, None],
    work: Work[Generated],
    limits: Generation,
    guard: LoopGuard,
    emit: Callable[[str], None],
) -> Generator[None, None, Generated]:
    """Hand out what mlx-lm's or mlx-vlm's `stream_generate` writes; yields after each token.

    The generator is closed here, in the thread that began it, and so the model's cache of this answer is let go.
    """
    began = time.monotonic()
    stop = StopText(limits.stop)
    pieces: list[str] = []
    response: Any = None
    finish: Finish | None = None
    try:
        for response in responses:
            if piece := stop.feed(response.text):
                pieces.append(piece)
                emit(piece)
            if (finish := _finish(response, stop, work)) or (guard.loops(response.token) and (finish := Finish.LOOP)):
                break
            yield
    except Halted:
        finish = Finish.CANCELLED if work.is_cancelled else Finish.TIMEOUT
    finally:
        responses.close()
    if rest := stop.rest():
        pieces.append(rest)
        emit(rest)
    return Generated(
        text="".join(pieces),
        finish=finish or Finish.LENGTH,  # a library that ends without a reason has used up its tokens
        model=work.model,
        prompt_tokens=response.prompt_tokens if response else 0,
        tokens=response.generation_tokens if response else 0,
        seconds=time.monotonic() - began,
    )


def _finish(response: Any, stop: StopText, work: Work[Generated]) -> Finish | None:
    if stop.has_stopped or response.finish_reason == "stop":
        return Finish.STOP
    if response.finish_reason is not None:
        return Finish.LENGTH
    if work.is_cancelled:
        return Finish.CANCELLED
    return Finish.TIMEOUT if work.is_late else None


def width_of(config: Any) -> int:
    """How many ids the model's logits are for, by its config: a dict, or mlx-vlm's dataclass."""
    for part in ("text_config", "language_config", None):
        inner = config if part is None else _value(config, part)
        if inner is not None and (width := _value(inner, "vocab_size")):
            return int(width)
    return 0


def _value(config: Any, name: str) -> Any:
    return config.get(name) if isinstance(config, dict) else getattr(config, name, None)


class WithinVocabulary:
    """A logits processor that takes away the ids a padded vocabulary has beyond the tokenizer's."""

    def __init__(self, known: int, width: int) -> None:
        import mlx.core as mx

        self._bias = mx.where(mx.arange(width) < known, 0.0, -mx.inf)

    def __call__(self, tokens: Any, logits: Any) -> Any:
        return logits + self._bias.astype(logits.dtype)
