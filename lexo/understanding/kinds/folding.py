"""Text as cues are compared: small letters without accents, digits, one space between words."""

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]+")
_REST = re.compile(r"[^a-z0-9]+")
_UNIT = re.compile(r"(?<=\d)(?=[a-z])")  # "12kWh" reads as "12 kwh"
_FEMININE = re.compile(r"\((?:e|s|es|ne|x)\)")  # "né(e)", "prénom(s)"
_PLURAL = re.compile(r"(?<=[a-z]{3})[sx](?= |$)")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "º": " ", "°": " "})


def folded(text: str) -> str:
    """Fold a text: "N° de l’Œuvre : 12kWh" becomes "n de l oeuvre 12 kwh"."""
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)))
    return _UNIT.sub(" ", _REST.sub(" ", text).strip())


def stemmed(text: str) -> str:
    """Fold a text for cues, which stand for their plurals too: "Prénom(s) : les revenus" is "prenom les revenu"."""
    return _PLURAL.sub("", folded(_FEMININE.sub("", text)))
