"""The few lines of a page that show why it was found."""

import re
from collections.abc import Sequence

from lexo.library.searching.matching import Span

HIT_BEGINS, HIT_ENDS = "\x02", "\x03"
LENGTH = 200  # characters: about three lines

_SPACE = re.compile(r"\s+")


def snippet(text: str, spans: Sequence[Span]) -> str:
    """The stretch of `text` with most hits in it, each between \\x02 and \\x03; the beginning where there is none."""
    if HIT_BEGINS in text or HIT_ENDS in text:
        text = text.replace(HIT_BEGINS, " ").replace(HIT_ENDS, " ")
    start, end = _stretch(text, spans)
    parts, at = [], start
    for first, last in spans:
        if start <= first and last <= end:
            parts += [text[at:first], HIT_BEGINS, text[first:last], HIT_ENDS]
            at = last
    shown = " ".join("".join([*parts, text[at:end]]).split())
    return ("… " if text[:start].strip() else "") + shown + (" …" if text[end:].strip() else "")


def _stretch(text: str, spans: Sequence[Span]) -> Span:
    """First and last character to show, at the ends of words."""
    if len(text) <= LENGTH:
        return 0, len(text)
    first, last = spans[0] if len(spans) == 1 else _densest(spans)
    start = max(0, first - max(0, LENGTH - (last - first)) // 2)
    end = max(min(len(text), start + LENGTH), last)
    if start > 0:
        start = min(first, _after_space(text, start))
    if end < len(text):
        end = max(last, text.rfind(" ", start, end))
    return start, end


def _densest(spans: Sequence[Span]) -> Span:
    """First and last character of the most hits that fit together; of none, the beginning."""
    return max(_groups(spans), key=lambda group: (group[0], -group[1]), default=(0, 0, 0))[1:]


def _groups(spans: Sequence[Span]) -> list[tuple[int, int, int]]:
    """For each hit: how many hits from it on fit into a stretch, its first character, and the end of the last."""
    groups, last = [], 0
    for index, (start, _) in enumerate(spans):
        last = max(last, index)
        while last + 1 < len(spans) and spans[last + 1][1] - start <= LENGTH:
            last += 1
        groups.append((last - index + 1, start, spans[last][1]))
    return groups


def _after_space(text: str, start: int) -> int:
    found = _SPACE.search(text, start, start + LENGTH)
    return found.end() if found else start
