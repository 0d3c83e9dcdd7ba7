"""Text models, by mlx-lm. Everything here runs in the MLX thread."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

from lexo.errors import PromptTooLong
from lexo.inference.base import Generated, Generation, Message
from lexo.inference.libraries import library
from lexo.inference.loops import LoopGuard
from lexo.inference.structured import SchemaTokenizer
from lexo.inference.work import Work
from lexo.inference.writing import WithinVocabulary, halt_if_ended, width_of, write

PREFILL = 512  # prompt tokens between two looks at whether it was cancelled
CONTEXT = 8192  # tokens, where a model does not say how many it takes


class TextRunner:
    """A loaded text model. Several answers may be half written at once: each has its own cache."""

    is_shareable = True

    def __init__(self, name: str, snapshot: Path, room: int) -> None:
        """Load from an absolute folder; never runs a program that lies in it. `room`: tokens there is memory for."""
        self.name = name
        self._model, self._tokenizer, config = library("mlx_lm").load(
            str(snapshot), return_config=True, trust_remote_code=False
        )
        self._context = min(int(config.get("max_position_embeddings") or CONTEXT), room)
        self._width = width_of(config)
        self._schemas: SchemaTokenizer | None = None

    def write(
        self, messages: Sequence[Message], limits: Generation, work: Work[Generated], emit: Callable[[str], None]
    ) -> Generator[None, None, Generated]:
        """Write one answer. Raises PromptTooLong if the conversation is longer than the model takes."""
        prompt = self._prompt(messages)
        room = self._context - len(prompt)
        if room <= 0:
            raise PromptTooLong(model=self.name, tokens=len(prompt), limit=self._context)
        responses = library("mlx_lm").stream_generate(
            self._model,
            self._tokenizer,
            prompt,
            max_tokens=min(limits.max_tokens, room),
            sampler=self._sampler(limits),
            logits_processors=self._processors(limits),
            prefill_step_size=PREFILL,
            prompt_progress_callback=lambda done, total: halt_if_ended(work),
        )
        return (yield from write(responses, work, limits, LoopGuard(self._tokenizer.decode), emit))

    def _prompt(self, messages: Sequence[Message]) -> list[int]:
        turns = [{"role": message.role, "content": message.content} for message in messages]
        # Models that can think aloud are asked not to: it would be taken for the answer.
        ids = self._tokenizer.apply_chat_template(turns, add_generation_prompt=True, enable_thinking=False)
        return list(ids)

    def _sampler(self, limits: Generation) -> Any:
        if limits.seed is not None and limits.temperature > 0:
            draw: Any = _Seeded(limits.seed, limits.temperature)
        else:
            draw = library("mlx_lm.sample_utils").make_sampler(temp=limits.temperature)
        known = len(self._tokenizer._tokenizer)
        if known >= self._width:
            return draw
        # Not among the processors: for them mlx-lm puts all tokens so far into one array at each token.
        within = WithinVocabulary(known, self._width)
        return lambda chances: draw(within(None, chances))

    def _processors(self, limits: Generation) -> list[Any] | None:
        if limits.json_schema is None:
            return None
        return [self._schema_tokenizer().constrain(limits.json_schema)]

    def _schema_tokenizer(self) -> SchemaTokenizer:
        if self._schemas is None:
            ends = sorted(self._tokenizer.eos_token_ids)
            self._schemas = SchemaTokenizer(self._tokenizer._tokenizer, self._width, ends)
        return self._schemas


class _Seeded:
    """Draws tokens from a stream of chance of its own: MLX's is shared with answers that are written in between."""

    def __init__(self, seed: int, temperature: float) -> None:
        self._random = library("mlx.core").random
        self._key, self._temperature = self._random.key(seed), temperature

    def __call__(self, chances: Any) -> Any:
        self._key, key = self._random.split(self._key)
        return self._random.categorical(chances * (1 / self._temperature), key=key)
