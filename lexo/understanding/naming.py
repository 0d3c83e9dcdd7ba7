"""Names as people write and say them: no shouting, no legal form at the end."""

import re

_FORMS = (
    r"S\.?A\.?R\.?L\.?|S\.?A\.?S\.?U?\.?|E\.?U\.?R\.?L\.?|S\.?A\.?|S\.?C\.?I\.?|S\.?N\.?C\.?|SELARL|SCOP|"
    r"GmbH(?: & Co\.? KG)?|AG|KG|UG|e\.K\.|"
    r"Ltd\.?|Limited|Inc\.?|LLC|L\.L\.C\.|PLC|Corp\.?|Corporation|Company|Co\.?|B\.?V\.?|N\.?V\.?|S\.?L\.?|S\.?p\.?A\.?|"
    r"S\.?r\.?l\.?|Oy|AB|A/S|Sdn\.? ?Bhd\.?|Pvt\.?(?: Ltd\.?)?|Pte\.?(?: Ltd\.?)?|Pty\.?(?: Ltd\.?)?|Private Limited"
)
_FORM_AT_END = re.compile(rf"(?:,? (?:{_FORMS}))+(?: au capital.*)?$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*\([^()]{0,60}\)?\s*$")
_NUMBER_AT_END = re.compile(r"\s*\(?\d{4,}-?[A-Z]?\)?$")
_CIVILITY = re.compile(
    r"^(?:M\.|Mr\.?|Mme\.?|Mlle\.?|Monsieur|Madame|Mademoiselle)(?: (?:ou|et) (?:M\.|Mme|Monsieur|Madame))? "
)
SMALL = frozenset(
    "de du des la le les l d et en au aux à sur sous pour par the of and for to in on a an by or with von der die das "
    "und van het".split()
)
_SAID_LETTER_BY_LETTER = frozenset(  # or kept in capitals although they could be said as a word
    "CAF RSI MSA MAIF MACIF MAAF MATMUT MGEN SNCF RATP EDF GRDF ENEDIS URSSAF CPAM CNAV CARSAT ANTS ANTAI DGFIP SIP "
    "SIE INSEE FNAC BNP LCL CIC HSBC BRED ING AXA GMF SFR IBM BMW SARL SAS SA SCI EURL CDI CDD RIB PV ADSL TVA USA US "
    "UE UK AWS TV".split()
)
_VOWELS = frozenset("aeiouyàâäéèêëîïôöùûü")
LONGEST = 60


def short_name(name: str) -> str:
    """What people call a firm or body: "Au bon moulin SARL" is "Au bon moulin", "DURAND" "Durand"."""
    text = " ".join(name.split()).strip(" .,;:-–|*")
    for pattern in (_NUMBER_AT_END, _IN_BRACKETS, _FORM_AT_END):
        shorter = pattern.sub("", text).strip(" .,;:-–")
        text = shorter if sum(map(str.isalpha, shorter)) >= 2 else text
    return cut(calm(text), LONGEST)


def person(name: str) -> str:
    """A person without civility: "M. PAUL EXEMPLE" is "Paul Exemple"."""
    words = calm(_CIVILITY.sub("", " ".join(name.split()))).split(" ")
    return cut(" ".join(calm_name(word) if len(word) > 2 and is_shouted(word) else word for word in words), LONGEST)


def calm(text: str) -> str:
    """Text that is all capitals in the case of names; other text as it is.

    >>> calm("PERNIAGAAN ZHENG HUI"), calm("EDF"), calm("iDEAL Café")
    ('Perniagaan Zheng Hui', 'EDF', 'iDEAL Café')
    """
    if not is_shouted(text):
        return text
    words = text.split(" ")
    is_alone = len(words) == 1
    return " ".join(_calm_word(word, is_first=at == 0, is_alone=is_alone) for at, word in enumerate(words))


def calm_name(text: str) -> str:
    """A place's name in the case of names, however short: "AIN" is "Ain", "VAL-DE-MARNE" "Val-de-Marne"."""
    parts = re.split(r"([ -])", text.lower())
    return "".join(part if part in SMALL and at else part[:1].upper() + part[1:] for at, part in enumerate(parts))


def calm_sentence(text: str) -> str:
    """Text that is all capitals as a French heading: "COMITÉ DE DÉMOLITION" is "Comité de démolition"."""
    if not is_shouted(text):
        return text
    words = [word if _is_acronym(word) else word.lower() for word in text.split(" ")]
    return capitalized(" ".join(words))


def capitalized(text: str) -> str:
    """With a capital at the beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


def is_shouted(text: str) -> bool:
    """Whether nearly all letters are capitals."""
    letters = sum(map(str.isalpha, text))
    return letters > 1 and sum(map(str.isupper, text)) > 0.75 * letters


def cut(text: str, length: int) -> str:
    """Not longer than `length`, cut between words."""
    if len(text) <= length:
        return text
    shorter = text[: length - 1].rsplit(" ", 1)[0] if " " in text[: length - 1] else text[: length - 1]
    return shorter.rstrip(" ,;:-–(") + "…"


def _calm_word(word: str, *, is_first: bool, is_alone: bool) -> str:
    if _is_acronym(word) or (is_alone and len(word) <= 4):
        return word
    lowered = word.lower()
    if lowered in SMALL and not is_first:
        return lowered
    if lowered[:2] in ("l'", "d'", "l’", "d’") and not is_first:
        return lowered[:2] + lowered[2:].capitalize()
    return re.sub(r"(?:^|(?<=[-'’/&(.]))[^\W\d_]", lambda found: found[0].upper(), lowered)


def _is_acronym(word: str) -> bool:
    """Whether a word of capitals is said letter by letter, or is a number."""
    letters = "".join(filter(str.isalpha, word))
    if (
        word.strip(".,;:()") in _SAID_LETTER_BY_LETTER
        or any(map(str.isdigit, word))
        or "&" in word
        or "." in word.strip(".")
    ):
        return True
    return len(letters) <= 4 and letters.lower() not in SMALL and not _VOWELS & set(letters.lower())
