"""What LEXO itself says in answers, in the question's language: refusals, and words before passages."""

import re

from lexo.library.asking.comparable import Comparable
from lexo.store.folding import fold

FRENCH, ENGLISH = "fra", "eng"

_NOTHING = {
    FRENCH: "Vos papiers ne le disent pas, ou LEXO ne l’y a pas trouvé.",
    ENGLISH: "Your papers do not say so, or LEXO did not find it in them.",
}
_NEAREST = {
    FRENCH: "Voici les papiers qui s’en approchent le plus.",
    ENGLISH: "These are the papers that come nearest.",
}
_EMPTY = {
    FRENCH: "Posez une question sur vos papiers, par exemple : quel est le montant de ma dernière facture ?",
    ENGLISH: "Ask a question about your papers, for example: what is the amount of my last bill?",
}
_REFUSALS = re.compile(
    r"\b(?:les? (?:papiers?|extraits?|documents?|passages?|page) ne (?:le |l'|la )?"
    r"(?:dit|disent|donnent?|precisent?|mentionnent?|indiquent?|contiennent?|permettent?)\b"
    r"|(?:the )?(?:papers?|passages?|documents?|page) (?:do(?:es)? not|don'?t|doesn'?t) "
    r"(?:say|give|state|mention|contain|provide)\b)"
)


def nothing(language: str, *, has_near: bool) -> tuple[str, ...]:
    """The refusal, as sentences; `has_near`: papers that come near are shown below."""
    return (_NOTHING[language], _NEAREST[language]) if has_near else (_NOTHING[language],)


def empty(language: str) -> str:
    """What is said where nothing was asked."""
    return _EMPTY[language]


def is_refusal(text: str) -> bool:
    """Whether a model says that the papers do not say, in a few words and without any quote or number."""
    if len(text) > 300 or "«" in text or "“" in text:
        return False
    said = Comparable(text)
    if said.has_number:
        return False
    return _REFUSALS.search(fold(text).replace("’", "'")) is not None
