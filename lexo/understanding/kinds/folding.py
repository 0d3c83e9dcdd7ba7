"""Text as cues are compared: small letters without accents, digits, one space between words."""

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]+")
_REST = re.compile(r"[^a-z0-9]+")
_UNIT = re.compile(r"(?<=\d)(?=[a-z])")  # "12kWh" reads as "12 kwh"
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def folded(text: str) -> str:
    """Fold a text: "N° de l’Œuvre : 12kWh" becomes "n de l oeuvre 12 kwh"."""
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES)))
    return _UNIT.sub(" ", _REST.sub(" ", text).strip())
