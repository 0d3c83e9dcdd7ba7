"""Taking text that nobody sees out of a page's drawing instructions, such as the layer of an old scan program."""

import re
from enum import StrEnum

_TOKEN = re.compile(
    rb"(?P<comment>%[^\r\n]*)"
    rb"|(?P<string>\((?:[^()\\]|\\.)*\))"  # without parentheses inside; others by `_end_of_string`
    rb"|(?P<open>\()"
    rb"|(?P<hex><(?!<)[^>]*>)"
    rb"|(?P<mark><<|>>|[\[\]{}])"
    rb"|(?P<name>/[^\s()<>\[\]{}/%]*)"
    rb"|(?P<word>[^\s()<>\[\]{}/%]+)",
    re.DOTALL,
)
_DRAWS = re.compile(rb"(?<=\s)(?:Do|EI)(?=\s|$)")
_SHOWS = (b"Tj", b"TJ", b"'", b'"')
_UNPAINTED = (3, 7)
_END_OF_PICTURE = re.compile(rb"\sEI(?=[\s]|$)")


class Which(StrEnum):
    """Which text to take out; each but the last takes what the ones after it take."""

    ALL = "all"
    COVERED = "covered"  # drawn before the last picture, which may lie over it
    UNPAINTED = "unpainted"  # shown in a mode that paints none


def without_text(contents: bytes, which: Which = Which.UNPAINTED) -> bytes:
    """The instructions without those that show such text.

    Linear in the length. What is odd is left as it is; the caller compares the pixels.
    """
    last_picture = max((found.start() for found in _DRAWS.finditer(contents)), default=0)
    covered_until = {Which.ALL: len(contents), Which.COVERED: last_picture}.get(which, 0)
    kept: list[bytes] = []
    begin = 0  # of what was not copied yet
    operands: list[tuple[int, bytes]] = []  # where each begins, and what it is
    mode, saved = 0, [0]
    at = 0
    while found := _TOKEN.search(contents, at):
        at = found.end()
        kind, token = found.lastgroup, found[0]
        if kind == "comment":
            continue
        if kind == "open":
            at = _end_of_string(contents, found.start())
        if kind != "word" or not _is_operator(token):
            operands.append((found.start(), token))
            continue
        if token == b"ID":
            end = _END_OF_PICTURE.search(contents, at)
            at = end.end() if end else len(contents)
        elif token == b"q":
            saved.append(mode)
        elif token == b"Q":
            mode = saved.pop() if len(saved) > 1 else mode
        elif token == b"Tr" and operands and operands[-1][1].isdigit():
            mode = int(operands[-1][1])
        elif token in _SHOWS and (found.start() < covered_until or mode in _UNPAINTED):
            start = operands[0][0] if operands else found.start()
            kept.append(contents[begin:start])
            begin = at
        operands.clear()
    kept.append(contents[begin:])
    return b"".join(kept)


def _is_operator(token: bytes) -> bool:
    return (token[:1].isalpha() and token not in (b"true", b"false", b"null")) or token in (b"'", b'"')


def _end_of_string(contents: bytes, at: int) -> int:
    """Behind a string with parentheses inside."""
    depth = 0
    while at < len(contents):
        sign = contents[at]
        if sign == 0x5C:
            at += 1
        elif sign == 0x28:
            depth += 1
        elif sign == 0x29:
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return len(contents)
