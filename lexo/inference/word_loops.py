"""The guard against repetition for text whose tokens nobody tells: words stand in for them."""

import re

from lexo.inference.loops import LoopGuard

_WORD = re.compile(r"<[^<>\s]+>|\w+|[^\w\s]")
_LONGEST = 1000  # characters that may be one word


class WordLoops:
    """Told the text of one answer as it comes; says when it goes round in circles."""

    def __init__(self) -> None:
        self._guard = LoopGuard(lambda numbers: " ".join(self._words[number] for number in numbers))
        self._words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._rest = ""  # a word that may go on in the next piece

    def go_round(self, piece: str) -> bool:
        """Note a piece of text; whether what was said so far ends in a loop."""
        said = self._rest + piece
        found = [(match[0], match.end()) for match in _WORD.finditer(said)]
        self._rest = found.pop()[0][-_LONGEST:] if found and found[-1][1] == len(said) else ""
        return any(self._guard.loops(self._number(word)) for word, _ in found)

    def _number(self, word: str) -> int:
        if word not in self._numbers:
            self._numbers[word] = len(self._words)
            self._words.append(word)
        return self._numbers[word]
