"""Letters taken for digits and digits for letters by a reader of pixels, put right where a check leaves one answer.

The five pairs that look alike in print: O-0, I-1 (and l, |), B-8, S-5, Z-2. G-6 is left out: in most print the two
differ by more than the others, so that it would add candidates more often than answers.
"""

from collections.abc import Callable, Sequence
from itertools import combinations

DIGIT, LETTER, EITHER = "n", "a", "c"  # what may stand at a place, as the registry of IBANs spells it
MOST_CANDIDATES = 512
MOST_SUBSTITUTIONS = 3
_DIGIT_OF = {
    "O": "0",
    "o": "0",
    "I": "1",
    "i": "1",
    "l": "1",
    "|": "1",
    "B": "8",
    "S": "5",
    "s": "5",
    "Z": "2",
    "z": "2",
}
_LETTER_OF = {"0": "O", "1": "I", "8": "B", "5": "S", "2": "Z", "|": "I", "l": "I"}
LOOK_ALIKE = "|"  # the one of these that is neither letter nor digit


def repaired(read: str, places: str, is_valid: Callable[[str], bool], *, most: int = MOST_CANDIDATES) -> str | None:
    """The one string near `read` that is valid, or None: where none passes, where two do, where there are too many.

    `places` says of each character what it has to be. A string that is valid as it was read is kept as it is.

    >>> repaired("4O4833O48", "n" * 9, lambda text: text == "404833048")
    '404833048'
    >>> repaired("AB1", "ccc", lambda text: text in ("A81", "ABI")) is None
    True
    """
    if len(read) != len(places):
        return None
    if _fits(read, places) and is_valid(read.upper()):
        return read.upper()
    forced = _forced(read, places)
    if forced is None:
        return None
    text, used = forced
    candidates = _candidates(text, places, MOST_SUBSTITUTIONS - used, most)
    if candidates is None:
        return None
    passing = {candidate for candidate in candidates if is_valid(candidate)}
    return passing.pop() if len(passing) == 1 else None


def digits(read: str, count: int, is_valid: Callable[[str], bool]) -> str | None:
    """The one valid number of `count` digits that `read` may stand for."""
    return repaired(read, DIGIT * count, is_valid)


def _fits(read: str, places: str) -> bool:
    return all(_may_stand(each, place) for each, place in zip(read, places, strict=True))


def _may_stand(each: str, place: str) -> bool:
    if not each.isascii() or not each.isalnum():
        return False
    return place == EITHER or each.isdigit() == (place == DIGIT)


def _forced(read: str, places: str) -> tuple[str, int] | None:
    """Put right what cannot be as it stands; the text and how many characters that took."""
    text, used = [], 0
    for each, place in zip(read, places, strict=True):
        if _may_stand(each, place):
            text.append(each.upper())
            continue
        other = _DIGIT_OF.get(each) if place == DIGIT else _LETTER_OF.get(each)
        if other is None:
            return None
        text.append(other)
        used += 1
    return ("".join(text), used) if used <= MOST_SUBSTITUTIONS else None


def _candidates(text: str, places: str, changes: int, most: int) -> list[str] | None:
    """The text, and all that differ from it in up to `changes` places where either kind of character may stand."""
    swaps = [
        (at, other)
        for at, place in enumerate(places)
        if place == EITHER and (other := _DIGIT_OF.get(text[at]) or _LETTER_OF.get(text[at]))
    ]
    found = [text]
    for count in range(1, changes + 1):
        for chosen in combinations(swaps, count):
            if len(found) >= most:
                return None
            found.append(_swapped(text, chosen))
    return found


def _swapped(text: str, chosen: Sequence[tuple[int, str]]) -> str:
    changed = list(text)
    for at, other in chosen:
        changed[at] = other
    return "".join(changed)
