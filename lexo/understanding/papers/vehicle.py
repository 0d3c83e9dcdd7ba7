"""The French registration certificate (carte grise), by the European letters of its fields (directive 1999/37/EC)."""

import re
from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.shapes import DATE, DECIMAL, NAME, TEXT, Shape
from lexo.understanding.papers.wanted import Wanted, gather
from lexo.understanding.papers.wording import label, speaks_of

_SPEAKS = ("certificat d'immatriculation", "carte grise", "registration certificate")
_PLATE = Shape(
    re.compile(r"[A-HJ-NP-TV-Z]{2}[ -]?\d{3}[ -]?[A-HJ-NP-TV-Z]{2}(?!\w)|\d{1,4} ?[A-Z]{2,3} ?(?:\d{2}|2[AB])(?!\w)"),
    lambda text: re.sub(r"[ -]", "", text),
)
_VIN = Shape(re.compile(r"(?=[A-Z\d]*\d)[A-HJ-NPR-Z\d]{17}(?!\w)"), lambda text: text)
_FUEL = Shape(re.compile(r"[A-Z]{2}(?!\w)|[^\W\d_]{4,12}(?: [^\W\d_]{4,12})?"), lambda text: text.upper())
_WHOLE = Shape(re.compile(r"\d{1,5}(?!\d)"), DECIMAL.normalized)
_MODEL = Shape(re.compile(r"[A-Z0-9][\w./+-]*(?: [\w./+-]+){0,4}"), lambda text: " ".join(text.split()))

WANTED = (
    Wanted("plate", label("a\\.?", "(?:a )?(?:n°|numero) (?:d')?immatriculation", "immatriculation"), _PLATE, 1),
    Wanted(
        "first_registration",
        label("b\\.?", "(?:date de )?(?:1re|1ere|premiere) (?:mise en circulation|immatriculation)(?: du vehicule)?"),
        DATE,
        1,
    ),
    Wanted("holder", label("c\\.?1\\.?", "c\\. ?1", "titulaire"), NAME, 1),
    Wanted("holder_address", label("c\\.?3\\.?", "c\\. ?3"), TEXT, 1),
    Wanted("make", label("d\\.?1\\.?", "d\\. ?1", "marque"), _MODEL, 1),
    Wanted("model", label("d\\.?3\\.?", "d\\. ?3", "denomination commerciale"), _MODEL, 1),
    Wanted("vin", label("e\\.?", "(?:n°|numero) (?:d')?identification(?: du vehicule)?", "vin"), _VIN, 1),
    Wanted("fuel", label("p\\.?3\\.?", "p\\. ?3", "energie", "carburant"), _FUEL, 1),
    Wanted("fiscal_power", label("p\\.?6\\.?", "p\\. ?6", "puissance (?:fiscale|administrative)"), _WHOLE, 1),
    Wanted("co2", label("v\\.?7\\.?", "v\\. ?7", "co2"), _WHOLE, 1),
    Wanted("issue_date", label("i\\.?", "date du certificat"), DATE, 1),
    Wanted("next_inspection", label("x\\.?1\\.?", "visite avant le", "prochain(?: controle)? technique"), DATE, 1),
)


def find(paper: Paper) -> Iterator[Field]:
    """What a registration certificate says of a vehicle and its holder."""
    if not speaks_of(paper, _SPEAKS) or len(paper.text) > 12_000:
        return
    fields = gather(paper, WANTED)
    if len(fields) >= 2:
        yield from fields.values()
