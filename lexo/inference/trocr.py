"""Reading lines of text with TrOCR: pictures in, texts with confidence out. Everything here runs in the MLX thread."""

import json
import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from lexo.document import PageImage
from lexo.errors import ModelFailed
from lexo.inference.base import Priority
from lexo.inference.libraries import library

BATCH = 8  # lines at once; the base model needs about 60 MB for each
MAX_TOKENS = 128  # of one line; a line of print has 20 to 60
_GREY = (0.299, 0.587, 0.114)  # ITU-R BT.601


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line: its text, and how sure the model is of it, 0-1. A line that found no end has a confidence of 0."""

    text: str
    confidence: float


class LineReader(Protocol):
    """Reads pictures of one line each, in order."""

    name: str

    def read(self, lines: Sequence[PageImage], priority: Priority = Priority.PAGE) -> tuple[ReadLine, ...]: ...


class TrocrRunner:
    """A loaded TrOCR model."""

    is_shareable = True

    def __init__(self, name: str, snapshot: Path) -> None:
        """Load from an absolute folder. Raises ModelFailed for files that are no TrOCR model's."""
        from lexo.inference import trocr_model

        self.name = name
        try:
            self._model = trocr_model.load(snapshot)
        except (KeyError, ValueError) as error:
            raise ModelFailed(model=name, why="weights") from error
        self._tokenizer = library("transformers").AutoTokenizer.from_pretrained(
            str(snapshot), local_files_only=True, trust_remote_code=False
        )
        self._mean, self._deviation = _scale(snapshot)

    def read(self, lines: Sequence[PageImage]) -> Generator[None, None, tuple[ReadLine, ...]]:
        """Read lines, dark on light or light on dark, grey or RGB; yields after each token.

        Lines of like width are read together: they tend to end together.
        """
        order = sorted(range(len(lines)), key=lambda at: lines[at].width_px / max(lines[at].height_px, 1))
        found = [ReadLine("", 0.0)] * len(lines)
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            read = yield from self._batch([lines[at] for at in places])
            for at, line in zip(places, read, strict=True):
                found[at] = line
        return tuple(found)

    def _batch(self, lines: Sequence[PageImage]) -> Generator[None, None, list[ReadLine]]:
        """Greedy: the most likely token each time, until each line has ended."""
        mx = library("mlx.core")
        model = self._model
        cross = model.see(mx.array(self._pixels(lines)))
        cache: list[Any] = [None] * len(cross)
        ids = mx.full((len(lines), 1), model.start, mx.int32)
        tokens: list[list[int]] = [[] for _ in lines]
        chances: list[list[float]] = [[] for _ in lines]
        open_lines = set(range(len(lines)))
        for _ in range(min(MAX_TOKENS, model.max_tokens)):
            logits = model.write(ids, cross, cache).astype(mx.float32)
            best = mx.argmax(logits, axis=-1)
            sure = mx.max(logits, axis=-1) - mx.logsumexp(logits, axis=-1)
            mx.eval(best, sure)
            for at, (token, chance) in enumerate(zip(best.tolist(), sure.tolist(), strict=True)):
                if at in open_lines:
                    chances[at].append(chance)
                    if token == model.end:
                        open_lines.discard(at)
                    else:
                        tokens[at].append(token)
            if not open_lines:
                break
            ids = best[:, None].astype(mx.int32)
            yield
        return [
            ReadLine(self._text(tokens[at]), 0.0 if at in open_lines else _mean_chance(chances[at]))
            for at in range(len(lines))
        ]

    def _text(self, tokens: list[int]) -> str:
        text: str = self._tokenizer.decode(tokens, skip_special_tokens=True)
        return " ".join(text.split())

    def _pixels(self, lines: Sequence[PageImage]) -> Any:
        """(B, S, S, 3) float32: each line squeezed into a square, as the model was trained; grey in three channels."""
        np = library("numpy")
        size = self._model.image_size
        squares = np.stack([_resized(_grey(line), size) for line in lines]) / 255.0
        scaled = (squares[..., None] - np.array(self._mean)) / np.array(self._deviation)
        return scaled.astype(np.float32)


def _scale(snapshot: Path) -> tuple[list[float], list[float]]:
    """Mean and deviation of the channels, as the checkpoint's preprocessor has them; TrOCR's are 0.5."""
    try:
        said = json.loads((snapshot / "preprocessor_config.json").read_text("utf-8"))
    except (OSError, ValueError):
        said = {}
    return said.get("image_mean") or [0.5] * 3, said.get("image_std") or [0.5] * 3


def _grey(line: PageImage) -> Any:
    """(H, W) float32, 0-255, dark on light."""
    np = library("numpy")
    pixels = np.frombuffer(line.pixels, np.uint8).reshape(line.height_px, line.width_px, line.channels)
    grey = pixels[..., 0] if line.channels == 1 else pixels @ np.array(_GREY, np.float32)
    grey = grey.astype(np.float32)
    return 255.0 - grey if np.median(grey) < 100 else grey


def _resized(grey: Any, size: int) -> Any:
    """(size, size): Pillow's bilinear filter, which widens with the scale, as two products of matrices."""
    rows, columns = _filter(grey.shape[0], size), _filter(grey.shape[1], size)
    return library("numpy").clip(rows @ grey @ columns.T, 0.0, 255.0)


def _filter(length: int, size: int) -> Any:
    """(size, length): how much each old pixel counts in each new one."""
    np = library("numpy")
    scale = length / size
    support = max(scale, 1.0)
    centres = (np.arange(size) + 0.5) * scale
    weights = np.maximum(1.0 - np.abs(np.arange(length)[None] + 0.5 - centres[:, None]) / support, 0.0)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def _mean_chance(chances: Sequence[float]) -> float:
    """The geometric mean of the tokens' chances."""
    return math.exp(sum(chances) / len(chances)) if chances else 0.0
