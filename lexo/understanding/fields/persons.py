"""Persons by the title before their name, or by the label that asks for one."""

import re
from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.fields.flow import Sheet
from lexo.understanding.fields.printed import beside
from lexo.understanding.paper import Paper, Strip

MOST = 6
_TITLE = (
    r"(?:M\.|MM\.|Mme\.?|Mlle\.?|MME|MLLE|Monsieur|Madame|Mademoiselle|MONSIEUR|MADAME|Mr\.?|Mrs\.?|Ms\.?|Herrn?|Frau|"
    r"Maître|Maitre|Me|Dr\.?|Docteur|Professeur|Pr\.?|Dhr\.|Mevr\.|Sr\.|Sra\.|Sig\.|M)"
)
_PART = r"(?:[A-ZÀ-Þ][a-zß-ÿ'’]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)*|[A-ZÀ-Þ][A-ZÀ-Þ'’\-]+|[A-ZÀ-Þ]\.)"
_NAME = rf"{_PART}(?: (?:de |du |d'|van |von |le |la |el )?{_PART}){{0,3}}"
TITLED = re.compile(rf"(?<![\w.])(?:{_TITLE} (?:et {_TITLE} )?)({_NAME})(?![\w@])")
STARTS_WITH_TITLE = re.compile(rf"^(?:{_TITLE} (?:(?:et|ou) {_TITLE} )?)(?=[A-ZÀ-Þ])")
_LABELLED = re.compile(
    r"(?:Nom et prénoms?|Prénoms? et nom|NOM ET PRENOMS?|Nom|Full name|Guest Name|Name)\s?:\s*(?=[A-ZÀ-Þ])",
    re.IGNORECASE,
)
_AFTER_LABEL = re.compile(rf"{_NAME}")
_NO_NAME = re.compile(
    r"^(?:Monsieur|Madame|Mademoiselle|Président|Directeur|Directrice|Le|La|Les|Maire|Préfet|Responsable|Chef|Client|"
    r"Nom|Date|Tel|Rue|Avenue)\b",
    re.IGNORECASE,
)


def find(paper: Paper) -> Iterator[Field]:
    """Persons whose title or label is printed, each once."""
    known: set[str] = set()
    for page in paper.pages[:2]:
        for line in Sheet(page).flow.lines:
            for start, end, sure in _names_in(line):
                name = " ".join(line.text[start:end].split())
                if name.casefold() not in known and len(known) < MOST:
                    known.add(name.casefold())
                    yield beside("person", line, (start, end), name, sure)


def _names_in(line: Strip) -> Iterator[tuple[int, int, float]]:
    text = line.text[:400]
    for found in TITLED.finditer(text):
        if not _NO_NAME.match(found[1]) and len(found[1]) > 2:
            yield *found.span(1), 0.75
    for label in _LABELLED.finditer(text):
        name = _AFTER_LABEL.match(text, label.end())
        if name is not None and " " in name[0] and not _NO_NAME.match(name[0]):
            yield *name.span(), 0.7


def without_title(name: str) -> str:
    """
    >>> without_title("Mme Zoé Exemple"), without_title("Ma jolie boutique")
    ('Zoé Exemple', 'Ma jolie boutique')
    """
    return STARTS_WITH_TITLE.sub("", name)
