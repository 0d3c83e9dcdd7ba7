"""Printed lines as lines of a machine-readable zone: signs that OCR makes of fillers, and the right length."""

import re

from lexo.understanding.official.mrz.formats import Format

_FILLERS = str.maketrans(
    {"«": "<<", "≪": "<<", "‹": "<", "＜": "<", "〈": "<", "(": "<", "{": "<", "[": "<", "€": "<", "£": "<"}
)
_NOTHING = str.maketrans("", "", " \t\u00a0\u2009\u202f.,-_'’·|")
_ZONE = re.compile(r"[A-Z0-9<]{20,60}")
_MISREAD = re.compile(r"([KCESL])\1{2,}")  # no name and no number has such a run; a row of fillers looks like one
_RUN = re.compile(r"<{2,}")
_MOST_MISSING = 6  # fillers that OCR leaves out of a row of them, or puts in; TD2 and TD3 are eight apart
_MOST_MISSING_IN_NAMES = 12  # where the row is longest

TO_DIGIT = str.maketrans("OQDILBSZG", "000118526")
TO_LETTER = str.maketrans("018526", "OIBSZG")
LOOK_ALIKE = dict(zip("O0I1B8S5Z2", "0O1I8B5S2Z", strict=True))


def zone_line(text: str) -> str:
    """The line in capitals, digits and fillers, or "" where it can be none of a zone's.

    >>> zone_line("P<UTOERIKSSON« ANNA<MARIA<<<<")
    'P<UTOERIKSSON<<ANNA<MARIA<<<<'
    """
    if not 20 <= len(text) <= 120 or not text.isprintable():
        return ""
    joined = text.translate(_NOTHING).translate(_FILLERS)
    if not joined.isascii():
        return ""
    found = _ZONE.fullmatch(joined.upper())
    return found[0] if found else ""


def fitted(line: str, width: int, most: int = _MOST_MISSING) -> str:
    """The line at the format's width, its longest row of fillers made longer or shorter; "" where that cannot be."""
    missing = width - len(line)
    if not missing:
        return line
    if abs(missing) > most:
        return ""
    run = max(_RUN.finditer(line), key=lambda found: len(found[0]), default=None)
    if run is None or len(run[0]) + missing < 1:
        return ""
    return line[: run.start()] + "<" * (len(run[0]) + missing) + line[run.end() :]


def in_class(line: str, classes: str) -> str:
    """The line with digits where digits belong and letters where letters do; "" where another sign stands there."""
    made = "".join(_in_class(sign, kind) for sign, kind in zip(line, classes, strict=True))
    return made if len(made) == len(line) else ""


def _in_class(sign: str, kind: str) -> str:
    if kind == "x" or sign == "<":
        return sign
    if kind == "a":
        letter = sign.translate(TO_LETTER)
        return letter if letter.isalpha() else ""
    digit = sign.translate(TO_DIGIT)
    return digit if digit.isdigit() else ""


def as_zone(lines: tuple[str, ...], layout: Format) -> tuple[str, ...]:
    """The lines in a format's width and classes, or nothing where they cannot be of that format."""
    made = []
    for line, classes in zip(lines, layout.classes, strict=True):
        is_names = classes.strip("a") == ""
        clean = _MISREAD.sub(lambda run: "<" * len(run[0]), line)
        fit = fitted(clean, layout.width, _MOST_MISSING_IN_NAMES if is_names else _MOST_MISSING)
        fit = in_class(fit, classes) if fit else ""
        if not fit:
            return ()
        made.append(fit)
    return tuple(made) if made[0].startswith(layout.begins) else ()
