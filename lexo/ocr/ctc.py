"""What a recogniser of lines says step by step -> signs with their places."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BLANK = 0  # the first class: between two signs
_SPACE = " "  # the last class
_NUMERALS = "0123456789"
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_MORE = "£§©«®°±²³µ¶·¹º»¼½¾¿×÷–—‘’“”†•…‰€™√■□☐☑✓✗"
_LETTERS_UP_TO = 0x0180  # Latin-1 and Latin Extended-A: the languages of Western and Central Europe
_OTHER_LETTER = 0.1  # the weight of an accented letter that no expected language is written with: names have them

LETTERS = {
    "eng": "",
    "fra": "àâæçéèêëîïôœùûüÿ",
    "deu": "äöüß",
    "spa": "áéíñóúü",
    "ita": "àèéìíòóù",
    "por": "àáâãçéêíóôõú",
    "nld": "áéëíïóöúü",
    "dan": "åæøé",
    "nor": "åæøéò",
    "swe": "åäöé",
    "fin": "åäö",
    "pol": "ąćęłńóśźż",
    "ces": "áčďéěíňóřšťúůýž",
    "slk": "áäčďéíĺľňóôŕšťúýž",
    "slv": "čšž",
    "hrv": "čćđšž",
    "hun": "áéíóöőúüű",
    "ron": "ăâîşţ",
    "est": "äõöüšž",
    "tur": "çğıöşüâî",
    "cat": "àçèéíïòóúü·",
}
"""Letters beyond a-z, by language (ISO 639-3): those that the network knows and that are told from others by it."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One character; `x` is its middle in pixels of the picture that was read.

    `space` is the highest chance, anywhere between it and the sign before, that there is a space.
    """

    text: str
    chance: float
    x: float
    space: float = 0.0


class Alphabet:
    """The signs a network knows, cut down to those that European papers are written with."""

    def __init__(self, characters: Sequence[str]) -> None:
        classes = ["", *characters, _SPACE]
        kept = [number for number, text in enumerate(classes) if number == _BLANK or _is_wanted(text)]
        self._kept = np.array(kept)
        self._texts = [classes[number] for number in kept]
        self._space = len(kept) - 1

    def weights(self, languages: Sequence[str]) -> NDArray[np.float32]:
        """How much each sign is expected in texts of these languages; all the same for a language not in `LETTERS`."""
        if not all(language in LETTERS for language in languages):
            return np.ones(len(self._texts), np.float32)
        expected = {letter for language in languages for letter in LETTERS.get(language, "")}
        strange = [text.isalpha() and not text.isascii() and text.lower() not in expected for text in self._texts]
        return np.where(strange, _OTHER_LETTER, 1.0).astype(np.float32)

    def signs(self, chances: NDArray[np.float32], weights: NDArray[np.float32], width_px: int) -> tuple[Sign, ...]:
        """The likeliest signs, spaces among them, of `chances` (steps, classes) over a picture of that width."""
        kept = chances[:, self._kept]
        best = (kept * weights).argmax(axis=1)
        step = width_px / len(best)
        signs: list[Sign] = []
        begin, since = 0, 0  # where the run of equal answers begins; where the last sign ended
        for end in range(1, len(best) + 1):
            if end < len(best) and best[end] == best[begin]:
                continue
            if best[begin] != _BLANK:
                peak = begin + int(kept[begin:end, best[begin]].argmax())
                space = float(kept[since : begin + 1, self._space].max())
                signs.append(Sign(self._texts[best[begin]], float(kept[peak, best[begin]]), (peak + 0.5) * step, space))
                since = end
            begin = end
        return tuple(signs)


def _is_wanted(text: str) -> bool:
    if len(text) != 1:
        return False
    if text in _NUMERALS or text in _PUNCTUATION or text in _MORE or text == _SPACE:
        return True
    return ord(text) < _LETTERS_UP_TO and unicodedata.category(text)[0] == "L"
