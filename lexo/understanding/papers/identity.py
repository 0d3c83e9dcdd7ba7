"""Identity papers without a machine-readable zone that could be read: what is printed beside the labels.

The labels are those of the French cards (old and new), of passports, residence permits and driving licences, and the
numbers of fields that all European driving licences share (1, 2, 3, 4a-c, 5, 9: directive 2006/126/EC).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.shapes import DATE, NAME, PHRASE, Shape
from lexo.understanding.papers.wanted import Wanted, gather
from lexo.understanding.papers.wording import label, speaks_of

_CARD = (
    "carte nationale d'identite", "carte d'identite", "identity card", "passeport", "passport", "titre de sejour",
    "residence permit", "carte de resident", "autorisation provisoire de sejour",
)  # fmt: skip
_PERSON = ("nom", "surname", "ne(e) le", "nee le", "ne le", "date de naiss", "prenoms", "prenom", "given names")
_LICENCE = ("permis de conduire", "driving licence", "driving license")
_NOT_A_CARD = ("invitation", "suspension", "retrait de points", "contravention", "avis d'impot", "facture")

_OWN_NAME = Shape(
    re.compile(r"[^\W\d_][^\W\d_'’ -]*(?:[ '’-][^\W\d_]+)*(?:, ?[^\W\d_][^\W\d_'’-]*(?:[ '’-][^\W\d_]+)*)*"),
    lambda text: NAME.normalized(text) if text[0].isupper() else None,
    needs_column=True,
)
_AFTER_NUMBER = replace(_OWN_NAME, needs_column=False)
_ANYTHING = re.compile(r"\S")
_CARD_NUMBER = Shape(
    re.compile(r"(?=[A-Z\d ]*\d)(?:[A-Z\d]{9}|[A-Z\d]{12}|\d{2} ?[A-Z]{2} ?\d{5})(?![A-Za-z\d])"),
    lambda text: text.replace(" ", ""),
)
_LICENCE_NUMBER = Shape(
    re.compile(r"(?:\d{2}[A-Z]{2}\d{5}|\d{12}|\d{2} ?\d{2} ?\d{2} ?\d{6})(?!\d)"), lambda text: text.replace(" ", "")
)
_SEX = Shape(re.compile(r"[MF](?![^\W_])"), lambda text: text)
_HEIGHT = Shape(
    re.compile(r"[12][.,m] ?\d{2} ?m?(?!\d)"), lambda text: re.sub(r"[m,]", ".", text.rstrip(" m")).replace(" ", "")
)
_NATIONALITY = Shape(re.compile(r"[^\W\d_]{3,20}"), lambda text: text.upper(), needs_column=True)
_CATEGORY = r"(?:AM|A[12]?|B[1E]?|C1?E?|D1?E?)(?![\w.])"
_CATEGORIES = Shape(
    re.compile(rf"{_CATEGORY}(?:(?: ?[,/;-] ?| ){_CATEGORY}){{0,12}}"),
    lambda text: " ".join(re.findall(r"[A-Z]+\d?E?", text)),
)
_OTHERS = r"(?: ?/ ?[^\W\d_]+(?: [^\W\d_]+){0,2})?"  # "Nom / Surname"

CARD = (
    Wanted("surname", label("nom(?: de famille)?" + _OTHERS, "(?:1\\. )?surname" + _OTHERS), _OWN_NAME),
    Wanted("used_name", label("nom d'usage" + _OTHERS, "epou(?:se|x)"), _OWN_NAME),
    Wanted("given_names", label("prenom(?:s|\\(s\\)| \\(s\\))?" + _OTHERS, "given names?" + _OTHERS), _OWN_NAME),
    Wanted(
        "birth_date",
        label("(?:date de )?naissance" + _OTHERS, "date de naiss\\.?", "nee?(?: ?\\(e\\))? le", "date of birth"),
        DATE,
    ),
    Wanted("birth_place", label("lieu (?:de )?naissance" + _OTHERS, "place of birth"), PHRASE),
    Wanted("sex", label("sexe" + _OTHERS, "sex"), _SEX),
    Wanted("nationality", label("nationalite" + _OTHERS, "nationality"), _NATIONALITY),
    Wanted("height", label("taille" + _OTHERS, "height"), _HEIGHT),
    Wanted(
        "document_number",
        label(
            "(?:carte nationale d'identite|passeport|titre|document|carte) ?(?:n°|no)",
            "n° (?:du |de )?(?:document|passeport|titre|carte|etranger)" + _OTHERS,
            "document n°" + _OTHERS,
            "passport no\\.?",
        ),
        _CARD_NUMBER,
    ),
    Wanted("issue_date", label("(?:date de )?delivrance" + _OTHERS, "delivree? le", "date of issue"), DATE),
    Wanted(
        "expiry_date",
        label(
            "date d'expir(?:ation|\\.?)" + _OTHERS,
            "(?:valable|valide) jusqu'au" + _OTHERS,
            "expire le",
            "date of expiry",
            "expiry date",
        ),
        DATE,
    ),
    Wanted("permit_category", label("categorie(?: du titre)?", "type de titre", "mention"), PHRASE),
)
LICENCE = (
    Wanted("surname", label("1\\."), _AFTER_NUMBER, 0, _ANYTHING),
    Wanted("surname", label("nom"), _OWN_NAME, 1),
    Wanted("given_names", label("2\\."), _AFTER_NUMBER, 0, _ANYTHING),
    Wanted("given_names", label("prenoms?"), _OWN_NAME, 1),
    Wanted("birth_date", label("3\\.", "(?:date de )?naissance", "nee? le"), DATE, 1),
    Wanted("issue_date", label("4a\\.?", "delivre le"), DATE, 1),
    Wanted("expiry_date", label("4b\\.?", "(?:valable|valide) jusqu'au", "date d'expiration"), DATE, 1),
    Wanted("issuing_authority", label("4c\\.?"), replace(PHRASE, needs_column=False), 0),
    Wanted("issuing_authority", label("delivre par", "prefecture"), PHRASE, 1),
    Wanted(
        "document_number",
        label("5\\.?", "(?:n°|numero) (?:du |de )?permis(?: de conduire)?", "permis n°"),
        _LICENCE_NUMBER,
        1,
    ),
    Wanted("categories", label("9\\.?", "categories?"), _CATEGORIES, 1),
)


def find(paper: Paper) -> Iterator[Field]:
    """What an identity paper says of its holder."""
    if len(paper.text) > 6000 or speaks_of(paper, _NOT_A_CARD):
        return  # a card has few words; longer papers only speak of one
    if speaks_of(paper, _LICENCE):
        fields = gather(paper, LICENCE)
    elif speaks_of(paper, _CARD, _PERSON):
        fields = gather(paper, CARD)
    else:
        return
    if len(fields) >= 3:
        yield from fields.values()
