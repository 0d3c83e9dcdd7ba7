"""Civil status: acts of birth, marriage, death, and the livret de famille."""

import re
from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.shapes import DATE, NAME, NUMBER, TEXT, iso_of
from lexo.understanding.papers.wanted import Wanted, gather, rows_of, stated
from lexo.understanding.papers.wording import label, simple, speaks_of

_SPEAKS = ("acte de naissance", "acte de mariage", "acte de deces", "livret de famille", "etat civil", "etat-civil")
_OFFICES = ("mairie", "commune", "officier", "extrait", "copie integrale", "livret de famille")

WANTED = (
    Wanted("commune", label("commune(?: de)?", "(?:mairie|ville) de", "lieu de l'evenement"), TEXT, 1),
    Wanted("act_number", label("(?:acte )?(?:n°|numero)(?: de l'acte)?", "acte (?:de \\w+ )?n°"), NUMBER, 0),
    Wanted("surname", label("nom(?: de famille)?", "nom de naissance"), NAME, 1),
    Wanted("given_names", label("prenom(?:s|\\(s\\))?"), TEXT, 1),
    Wanted("birth_date", label("nee?(?: ?\\(e\\))? le", "date de naissance"), DATE),
    Wanted("birth_place", label("lieu de naissance"), TEXT, 1),
    Wanted("marriage_date", label("(?:date du )?mariage(?: celebre)? le", "date du mariage", "maries? le"), DATE),
    Wanted("death_date", label("decedee? le", "date du deces"), DATE),
    Wanted("father", label("(?:nom du |fille? de )?pere"), NAME, 0),
    Wanted("mother", label("(?:nom de la )?mere"), NAME, 0),
    Wanted("spouse", label("epou(?:x|se)", "conjoint"), NAME, 0),
    Wanted("issue_date", label("(?:delivre|copie delivree?|fait)(?: a [^\\d,]{2,30},?)? le", "delivree? le"), DATE),
)
_TOWN_HALL = re.compile(
    r"(?:MAIRIE|VILLE|COMMUNE|[Mm]airie|[Vv]ille|[Cc]ommune) (?:DE |de |D['’]|d['’])"
    r"(?P<value>[A-ZÀ-Þ][^\d,;:.()]{2,40})$"
)
_ACT = label("actes? de (?:naissance|mariage|deces|reconnaissance)", "livret de famille")
_NUMBERED = label("acte(?: de \\w+)? (?:portant le )?n°")
_NUMBER = re.compile(r" ?(\d{1,6}(?:/\d{2,4})?)(?!\d)")


def find(paper: Paper) -> Iterator[Field]:
    """What an act of civil status says."""
    if not speaks_of(paper, _SPEAKS, _OFFICES) or len(paper.text) > 15_000:
        return
    fields = gather(paper, WANTED)
    fields |= {field.name: field for field in _acts(paper)}
    if "commune" not in fields:
        fields |= {field.name: field for field in _commune(paper)}
    if "act_type" in fields and len(fields) >= 2:
        yield from fields.values()


def _commune(paper: Paper) -> Iterator[Field]:
    for _, _, row in rows_of(paper):
        for cell in row.cells:
            if found := _TOWN_HALL.match(cell.text):
                yield stated("commune", cell, found.span("value"), found["value"].strip())
                return


def _acts(paper: Paper) -> Iterator[Field]:
    """Which act it is, and its number where that follows at once."""
    for _, _, row in rows_of(paper):
        found = _ACT.search(row.text)
        if found is not None:
            yield stated("act_type", row, found.span(), simple(found[0]).replace("actes", "acte"))
            break
    for _, _, row in rows_of(paper):
        numbered = _NUMBERED.search(row.text)
        number = _NUMBER.match(row.text, numbered.end()) if numbered else None
        if number is not None and iso_of(number[1]) is None:
            yield stated("act_number", row, number.span(1), number[1])
            return
