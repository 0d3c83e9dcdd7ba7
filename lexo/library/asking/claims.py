"""What a sentence claims beside its quotes and figures: that something is not so, and numbers in words.

By words alone, in French and English. A claim that is not seen is checked by nobody: `docs/ask.md` says which.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lexo.store.folding import fold

MAX_SPOKEN = 20  # numbers in words, of one sentence

_DENIES = re.compile(
    r"\b(?:pas|jamais|rien|aucune?|ni|non|sans|nullement)\b|\b(?:ne |n')(?:\w+ ){1,3}(?:plus|guere|personne|point)\b"
    r"|\bnot\b|n't\b|\bno\b(?!\.|\s?\d)|\b(?:never|none|nothing|without|cannot|neither|nor)\b"
)
_NEGATIVE = re.compile(  # says no without a word for it
    r"\b(?:interdi|exclu|impossib|refus|gratui|exoner|exempt|dispens|absen|suspen|annul|resili|perim|expir|caduc|cess|"
    r"invalid|neant|nul|prohib|forbid|void|free|cancel|unable|unless|sauf|hormis|hors|deni)|\b0(?:[.,]0+)?\b"
)
_FORBIDS = re.compile(r"\b(?:interdi|exclu(?!si)|prohib|forbid)")
_FIRST = (
    "zero,un une one a,deux two,trois three,quatre four,cinq five,six,sept seven,huit eight,neuf nine,dix ten,"
    "onze eleven,douze twelve,treize thirteen,quatorze fourteen,quinze fifteen,seize sixteen,seventeen,eighteen,"
    "nineteen"
)
_BELOW_20 = {word: number for number, words in enumerate(_FIRST.split(",")) for word in words.split() if word != "a"}
_TENS = {"vingt": 20, "vingts": 20, "twenty": 20, "trente": 30, "thirty": 30, "quarante": 40, "forty": 40,
         "cinquante": 50, "fifty": 50, "soixante": 60, "sixty": 60, "septante": 70, "seventy": 70, "eighty": 80,
         "nonante": 90, "ninety": 90}  # fmt: skip
_HUNDREDS = frozenset("cent cents hundred".split())
_THOUSANDS = frozenset("mille thousand".split())
_NUMERALS = frozenset((*_BELOW_20, *_TENS, *_HUNDREDS, *_THOUSANDS))
_JOINTS = frozenset(("et", "and"))
_COUNTED = re.compile(r"(?:euros?|eur|dollars?|pour cent|percent|per cent|jours?|days?|semaines?|weeks?|mois|months?|"
                      r"ans?|annees?|years?|heures?|hours?|minutes?)\b")  # fmt: skip
_WORD = re.compile(r"[a-z]+")
_ROMAN = re.compile(
    r"(?<![\w.-])(?=[IVXLCDM]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w-]|\.\w)"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A number in words with what it counts: "douze cents euros" is 1200 and "euros"."""

    words: str
    value: int
    counted: str

    @property
    def figures(self) -> str:
        """As it is printed in figures."""
        return f"{self.value} {'%' if self.counted in ('pour cent', 'percent', 'per cent') else self.counted}"


def denies(text: str) -> bool:
    """Whether a text says that something is not so, in so many words."""
    return _DENIES.search(_plain(text)) is not None


def forbids(text: str) -> bool:
    """Whether a text says that something must not be, or is left out."""
    return _FORBIDS.search(_plain(text)) is not None


def is_negative(text: str) -> bool:
    """Whether a text may say that something is not so: "interdit", "gratuit", "0,00" say it too."""
    plain = _plain(text)
    return _DENIES.search(plain) is not None or _NEGATIVE.search(plain) is not None


def spoken_numbers(text: str) -> Iterator[Spoken]:
    """Numbers in words before what people count with them: money, time, percents."""
    plain = _plain(text)
    run: list[str] = []
    end = 0
    for number, found in enumerate(_WORD.finditer(plain)):
        word = found[0]
        is_next = not run or plain[end : found.start()] in (" ", "-")
        if is_next and (word in _NUMERALS or (run and word in _JOINTS)):
            run.append(word)
            end = found.end()
            continue
        counted = _COUNTED.match(plain, found.start()) if run and is_next else None
        if counted is not None and run[-1] not in _JOINTS and number < 10_000:
            yield Spoken(" ".join(run), _value(run), counted[0])
        run, end = ([word], found.end()) if word in _NUMERALS else ([], 0)


def roman_numerals(text: str) -> Iterator[str]:
    """ "XIV", as articles are numbered; of one letter none."""
    return (found[0] for found in _ROMAN.finditer(text))


def _value(words: list[str]) -> int:
    whole, part = 0, 0
    for word in words:
        if word in _THOUSANDS:
            whole, part = whole + (part or 1) * 1000, 0
        elif word in _HUNDREDS:
            part = (part or 1) * 100
        elif word in ("vingt", "vingts") and part % 100 == 4:
            part += 76  # quatre-vingts
        elif word not in _JOINTS:
            part += _TENS.get(word, 0) or _BELOW_20.get(word, 0)
    return whole + part


def _plain(text: str) -> str:
    return fold(text).replace("\u2019", "'")
