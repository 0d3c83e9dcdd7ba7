"""Answers that fit a JSON schema: a logits processor for mlx-lm and mlx-vlm, on the CPU and on Metal alike.

`mlx_vlm.structured` and `outlines` do the same with a Metal kernel and fail without one.
"""

from typing import Any

# Without a fixed form of white space a weak model writes blanks without end.
COMPACT: Any = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}


class SchemaTokenizer:
    """What llguidance needs to know of a tokenizer; about a second for 150 000 tokens, so one for each loaded model."""

    def __init__(self, tokenizer: Any, vocabulary: int, ends: list[int]) -> None:
        """Take a Hugging Face tokenizer, the width of the model's logits and the ids that end an answer."""
        import llguidance.hf

        self._tokenizer = llguidance.hf.from_tokenizer(tokenizer, n_vocab=vocabulary, eos_token=ends)

    def constrain(self, json_schema: str) -> "SchemaProcessor":
        """A processor for one answer. Raises ValueError for a schema that cannot be used."""
        import llguidance

        grammar = llguidance.LLMatcher.grammar_from_json_schema(json_schema, defaults=COMPACT)
        matcher = llguidance.LLMatcher(self._tokenizer, grammar)
        if matcher.get_error():
            raise ValueError(matcher.get_error())
        return SchemaProcessor(matcher, self._tokenizer.vocab_size)


class SchemaProcessor:
    """Leaves only tokens that the schema allows. One for each answer: it follows what is written."""

    def __init__(self, matcher: Any, vocabulary: int) -> None:
        import llguidance.numpy

        self._matcher = matcher
        self._mask = llguidance.numpy.allocate_token_bitmask(1, vocabulary)
        self._has_begun = False

    def __call__(self, tokens: Any, logits: Any) -> Any:
        """Mask `logits` (1, V); `tokens` ends with the last one written, except at the first call: the prompt's."""
        import llguidance.numpy
        import mlx.core as mx
        import numpy as np

        if self._has_begun and not self._matcher.is_stopped():
            self._matcher.consume_token(int(tokens[-1].item()))
        self._has_begun = True
        llguidance.numpy.fill_next_token_bitmask(self._matcher, self._mask, 0)
        allowed = np.unpackbits(self._mask.view(np.uint8), bitorder="little").astype(bool)[: logits.shape[-1]]
        allowed = np.pad(allowed, (0, logits.shape[-1] - allowed.size))
        return mx.where(mx.array(allowed)[None], logits, mx.array(-mx.inf, logits.dtype))
