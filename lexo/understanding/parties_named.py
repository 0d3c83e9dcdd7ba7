"""The two parties of an agreement, as its first sentence names them."""

import re

from lexo.understanding.paper import Paper

_READ = 4000  # characters from the beginning
_AGREEMENT = re.compile(r"agreement|contract\b|convention|contrat|accord\b", re.IGNORECASE)
_WORD = r"[A-ZÀ-ÖØ-Þ][\w&.’'-]*"
_NAME = rf"{_WORD}(?: (?:(?:of|de|du|des|&) )?{_WORD}){{0,6}}"
_CALLED = r"(?:(?:la|le) soci[ée]t[ée] |M\. |Mme |Monsieur |Madame )?"
_BETWEEN = re.compile(rf"\b(?:between|entre(?: les soussignés)?)\s*:?\s+{_CALLED}({_NAME})")
_AND = re.compile(rf"\b(?:and|et) {_CALLED}({_NAME})(?= ?[,(“\"]| an? | is | having )")
_NO_NAME = re.compile(
    r"^(?:The|This|That|Each|Any|All|If|In|Party|Parties|Agreement|Such|Company|Effective|Article|Section)\b"
)


def parties_of(paper: Paper) -> tuple[str, str] | None:
    """Their names, or None where the beginning names no two parties."""
    text = " ".join(paper.text[:_READ].split())
    if _AGREEMENT.search(text) is None:
        return None
    first = _BETWEEN.search(text)
    if first is None or _NO_NAME.search(first[1]):
        return None
    for second in _AND.finditer(text, first.end(), first.end() + 700):
        if not _NO_NAME.search(second[1]) and second[1] != first[1]:
            return first[1].rstrip(" .,"), second[1].rstrip(" .,")
    return None
