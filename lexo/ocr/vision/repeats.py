"""Whether an answer goes round in circles, whatever the runner of the model made of it."""

import re

_MIN_REPEATS = 12  # of a short unit; tables and forms repeat lines, but not for so long without anything else
_LINES = 20  # equal lines in a row
_UNIT_CHARS = 300
_MIN_CHARS = 120  # a loop shorter than this is a row of dots or dashes
_BLANK = re.compile(r"[\s._\-–—=*|:·…]*")


def is_looping(answer: str) -> bool:
    """Whether an answer ends with the same words again and again, or holds a long run of equal lines.

    Leader dots, rules and empty table cells do not count: they are printed so.
    """
    return _ends_in_circles(answer.rstrip()) or _has_equal_lines(answer)


def _ends_in_circles(text: str) -> bool:
    for length in range(1, min(_UNIT_CHARS, len(text) // _MIN_REPEATS) + 1):
        unit = text[-length:]
        if length * _MIN_REPEATS >= _MIN_CHARS or length >= 4:
            repeats = max(_MIN_REPEATS, -(-_MIN_CHARS // length))
            if text.endswith(unit * repeats) and not _BLANK.fullmatch(_without_tags(unit)):
                return True
    return False


def _has_equal_lines(text: str) -> bool:
    count, last = 0, ""
    for line in text.split("\n"):
        plain = line.strip()
        if plain and not _BLANK.fullmatch(_without_tags(plain)):
            count = count + 1 if plain == last else 1
            last = plain
            if count >= _LINES:
                return True
    return False


def _without_tags(text: str) -> str:
    return re.sub(r"</?[a-z]{0,10}>?|[a-z]{0,6}>", "", text)
