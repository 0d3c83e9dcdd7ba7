"""Guard against a model that repeats itself, on the tokens it writes."""

import re
from collections.abc import Callable

EVERY = 32  # tokens between two looks
# The end is one unit again and again. DeepSeek's own guard forbids any 30 tokens that come twice within 90; that
# forbids honest tables too, so more rounds are asked for here, and many more where the unit says nothing: empty
# cells, lines of dots.
SHORT_UNIT, SHORT_ROUNDS, SHORT_SPAN = 32, 10, 128
LONG_UNIT, LONG_ROUNDS = 512, 6
EMPTY_SPAN = 1536
# A loop that counts ("Item 7 … Item 8 …") has no period, but hardly a phrase that is new, numbers left out. Tables of
# numbers have few words.
WINDOW, WORDS, PHRASE, FEW = 768, 256, 6, 0.12
_SAYS_NOTHING = re.compile(r"<[^<>]*>|[\W_]+")  # table marks, rules, dots


class LoopGuard:
    """Told every token of one answer; says when the answer goes round in circles."""

    def __init__(self, decode: Callable[[list[int]], str]) -> None:
        """Take the tokenizer's own ids-to-text: what a unit says is asked only when something repeats."""
        self._decode = decode
        self._tokens: list[int] = []

    def loops(self, token: int) -> bool:
        """Note a token; looks every 32 tokens, so that it costs next to nothing."""
        self._tokens.append(token)
        count = len(self._tokens)
        return count % EVERY == 0 and (self._has_period() or (count % WORDS == 0 and self._says_nothing_new()))

    def _has_period(self) -> bool:
        tokens = self._tokens
        last = tokens[-1]
        for unit in range(1, min(LONG_UNIT, len(tokens) // LONG_ROUNDS) + 1):
            if tokens[-1 - unit] == last and self._repeats(unit):
                return True
        return False

    def _repeats(self, unit: int) -> bool:
        """Whether the end is `unit` tokens again and again."""
        short = unit <= SHORT_UNIT
        rounds = max(SHORT_ROUNDS, -(-SHORT_SPAN // unit)) if short else LONG_ROUNDS
        if not self._is_periodic(unit, rounds * unit):
            return False
        says_nothing = not _SAYS_NOTHING.sub("", self._decode(self._tokens[-unit:]))
        return not says_nothing or self._is_periodic(unit, max(EMPTY_SPAN, rounds * unit))

    def _is_periodic(self, unit: int, span: int) -> bool:
        """The last `span` tokens stay as they are when moved by `unit`."""
        tail = self._tokens[-span:]
        return len(tail) == span and tail[unit:] == tail[:-unit]

    def _says_nothing_new(self) -> bool:
        if len(self._tokens) < WINDOW:
            return False
        said = _SAYS_NOTHING.sub(" ", self._decode(self._tokens[-WINDOW:])).split()
        words = [word for word in said if not word[0].isdigit()]
        phrases = {tuple(words[at : at + PHRASE]) for at in range(len(words) - PHRASE + 1)}
        return len(words) >= WORDS and len(phrases) < FEW * len(words)
