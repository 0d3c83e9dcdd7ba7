"""Diplomas and certificates of enrolment: who studied what, where, and with which result."""

import re
from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.parties import person_at_the_top
from lexo.understanding.papers.shapes import DATE, NAME, PHRASE, TEXT, YEAR, Shape
from lexo.understanding.papers.wanted import Wanted, gather, rows_of, stated
from lexo.understanding.papers.wording import label, simple, speaks_of

_SPEAKS = (
    "diplome", "certificat de scolarite", "attestation de reussite", "releve de notes", "baccalaureat", "licence",
    "master", "brevet de technicien", "cvec", "doctorat", "attestation d'inscription",
)  # fmt: skip
_SCHOOLS = ("universite", "academie", "lycee", "ecole", "institut", "recteur", "etudiant", "eleve", "cvec", "college")
_INE = Shape(
    re.compile(r"(?:\d{10}[A-Z]|\d{9}[A-Z]{2}|\d{4}[A-Z0-9]{5}[A-Z]{2}|[A-Z0-9]{10}\d)(?!\w)", re.IGNORECASE), str.upper
)
_OF_WHAT = "[^,;:.]{0,60}"
_DEGREE = label(
    "diplome (?:national |d'etat |universitaire )?(?:de |d'|du )?"
    "(?:master|licence|doctorat|docteur|ingenieur|technologie|brevet|baccalaureat|bachelier|infirmier)" + _OF_WHAT,
    "(?:master|licence(?: professionnelle)?|doctorat|baccalaureat (?:general|technologique|professionnel)"
    "|brevet de technicien superieur|diplome national du brevet|bachelor universitaire de technologie"
    "|certificat d'aptitude professionnelle)(?: " + _OF_WHAT + ")?",
)
_SCHOOL = label("(?:l')?(?:universite|ecole|lycee|institut|college|academie) [^,;:.]{3,60}")
_HONOURS = label("mention (?:tres bien|assez bien|bien|passable|honorable)", "felicitations du jury")

WANTED = (
    Wanted("school", label("etablissement(?: d'inscription)?", "ecole", "universite", "lycee"), TEXT, 0),
    Wanted(
        "student",
        label(
            "(?:nom (?:de l')?)?(?:etudiant|eleve|candidat)(?: \\(e\\)|\\(e\\)|e)?",
            "nom(?: et)? prenoms?",
            "delivre a",
            "confere a",
        ),
        NAME,
    ),
    Wanted("birth_date", label("nee?(?: ?\\(e\\))? le", "date de naissance"), DATE),
    Wanted(
        "degree",
        label("diplome(?: prepare| obtenu)?", "formation(?: suivie)?", "intitule(?: du diplome)?", "specialite"),
        TEXT,
        1,
    ),
    Wanted(
        "year",
        label(
            "annee (?:universitaire|scolaire)(?: :)?",
            "session(?: de)?",
            "au titre de l'annee(?: universitaire| scolaire)?",
        ),
        YEAR,
    ),
    Wanted(
        "ine",
        label(
            "(?:n°|numero) (?:ine|(?:national )?(?:d')?etudiant)",
            "ine(?: ?/ ?bea)?",
            "(?:identifiant national|ine) (?:etudiant|unique)",
        ),
        _INE,
    ),
    Wanted("level", label("niveau(?: d'etudes)?", "classe(?: de)?"), PHRASE, 0),
)


def find(paper: Paper) -> Iterator[Field]:
    """What a school says of a student."""
    if not speaks_of(paper, _SPEAKS, _SCHOOLS) or len(paper.text) > 12_000:
        return
    fields = gather(paper, WANTED)
    for name, wording in (("degree", _DEGREE), ("school", _SCHOOL), ("honours", _HONOURS)):
        if name not in fields:
            fields |= {field.name: field for field in _said(paper, name, wording)}
    if "student" not in fields:
        fields |= {field.name: field for field in person_at_the_top(paper, "student")}
    if len(fields) >= 2:
        yield from fields.values()


def _said(paper: Paper, name: str, wording: re.Pattern[str]) -> Iterator[Field]:
    """The first cell that says it without a label."""
    for _, _, row in rows_of(paper):
        for cell in row.cells:
            found = wording.search(cell.text)
            if (
                found is not None
                and (name != "school" or found.start() <= 3)
                and not simple(found[0]).startswith("mention:")
            ):
                yield stated(name, cell, found.span(), " ".join(found[0].split()))
                return
