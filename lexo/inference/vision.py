"""Vision models, by mlx-vlm. Everything here runs in the MLX thread."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from lexo.document import PageImage
from lexo.errors import ModelFailed
from lexo.inference.base import Generated, Generation
from lexo.inference.libraries import library, quiet
from lexo.inference.loops import LoopGuard
from lexo.inference.structured import SchemaTokenizer
from lexo.inference.work import Work
from lexo.inference.writing import WithinVocabulary, width_of, write

# transformers 5.12 and 5.17 lost the spaces of DeepSeek-OCR (mlx-vlm #2300): a tokenizer must give back what it took.
PROBE = "Hello  world\n| a |"

Options = dict[str, object]


def _deepseek(processor: Any) -> Options:
    """The whole page at the checkpoint's base size, and 2 to 9 crops of 640 pixels of pages larger than that.

    Other crop sizes fail: 640 is hard-coded beside them (mlx_vlm/models/deepseekocr/processing_deepseekocr.py).
    """
    return {"base_size": int(processor.candidate_resolutions[0][0]), "image_size": 640, "cropping": True}


# What a family's processor is told beyond picture and prompt.
OPTIONS: dict[str, Callable[[Any], Options]] = {"deepseek-ocr": _deepseek}


class VisionRunner:
    """A loaded vision model.

    One answer at a time: many of these keep positions of the page they are at in the model itself.
    """

    is_shareable = False

    def __init__(self, name: str, snapshot: Path, family: str) -> None:
        """Load from an absolute folder, and see that its tokenizer gives back what it took. Raises ModelFailed."""
        self.name = name
        self._model, self._processor = library("mlx_vlm").load(str(snapshot), trust_remote_code=False)
        self._tokenizer = self._processor.tokenizer
        given = self._tokenizer.decode(self._tokenizer.encode(PROBE, add_special_tokens=False))
        if given != PROBE:
            raise ModelFailed(model=name, why="tokenizer")
        self._options = OPTIONS[family](self._processor) if family in OPTIONS else {}
        self._width = width_of(self._model.config)
        self._schemas: SchemaTokenizer | None = None

    def look(
        self, picture: PageImage, prompt: str, limits: Generation, work: Work[Generated], emit: Callable[[str], None]
    ) -> Generator[None, None, Generated]:
        """Write what is seen on the picture. Pixels only: mlx-vlm would fetch a string that looks like an address."""
        vlm = library("mlx_vlm")
        # Always the family's own template: DeepSeek-OCR's processor drops the last token, which the template adds.
        asked = vlm.apply_chat_template(self._processor, self._model.config, prompt, num_images=1)
        responses = vlm.stream_generate(
            self._model,
            self._processor,
            asked,
            image=[_opened(picture)],
            max_tokens=limits.max_tokens,
            # What is left out comes from the checkpoint's generation_config.json.
            temperature=limits.temperature,
            top_p=1.0,
            top_k=0,
            seed=limits.seed,
            logits_processors=self._processors(limits),
            **self._options,
        )
        return (yield from write(_quietly_begun(responses), work, limits, LoopGuard(self._tokenizer.decode), emit))

    def _processors(self, limits: Generation) -> list[Any] | None:
        if limits.json_schema is not None:
            if self._schemas is None:
                ends = sorted(self._tokenizer.stopping_criteria.eos_token_ids)
                self._schemas = SchemaTokenizer(self._tokenizer, self._width, ends)
            return [self._schemas.constrain(limits.json_schema)]
        known = len(self._tokenizer)
        return [WithinVocabulary(known, self._width)] if known < self._width else None


def _opened(picture: PageImage) -> Any:
    from PIL import Image

    mode = "L" if picture.channels == 1 else "RGB"
    return Image.frombytes(mode, (picture.width_px, picture.height_px), picture.pixels).convert("RGB")


def _quietly_begun(responses: Generator[Any, None, None]) -> Generator[Any, None, None]:
    """The same responses, without what the processor prints while it prepares the picture."""
    try:
        with quiet():
            first = next(responses, None)
        if first is not None:
            yield first
            yield from responses
    finally:
        responses.close()
