"""Papers written for the tests of kinds: skeletons in text files, filled with fictitious names and reading errors.

A skeleton begins with `=== kind split`, then its printed lines. `{person}`, `{#5}` (five digits), `{€}` and others are
filled in; what stands after `!` on a line is the title that gives the kind away, and is left out of untitled papers.
The weights of cues were chosen on `tuned` skeletons, and what is reported is measured on `held` ones.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from typed import typed_page

from lexo.document import BBox, Line, PageText
from lexo.understanding.paper import Paper, paper_of

HERE = Path(__file__).parent
VARIATIONS = ("plain", "noisy", "untitled", "other names")
_HEADER = re.compile(r"^=== (?P<kind>\w+) (?P<split>tuned|held)(?P<options>.*)$")
_HOLE = re.compile(r"\{(#?)([^}]+)\}")
_PERSONS = "Camille Durand,Louis Petit,Nadia Benali,Hugo Lefèvre,Inès Caron,Théo Marchand,Rose Aubert,Ali Haddad".split(
    ","
)
_FIRMS = "Alpha Bois,Nova Conseil,Bleu Lagon,Les Ateliers Réunis,Helvia,Boreal,Maison Verte,Optimo".split(",")
_STREETS = "12 rue des Lilas,3 avenue Jean Moulin,48 boulevard Carnot,7 place du Marché,115 chemin du Bois".split(",")
_TOWNS = "69003 Lyon,44000 Nantes,31000 Toulouse,59800 Lille,38000 Grenoble,13006 Marseille".split(",")
_MISREAD = {
    "é": "e",
    "è": "ê",
    "l": "1",
    "i": "l",
    "o": "0",
    "c": "e",
    "n": "u",
    "a": "o",
    "t": "l",
    "É": "E",
    "S": "5",
}


@dataclass(frozen=True)
class Made:
    """A paper, and what it is."""

    kind: str
    variation: str
    skeleton: str  # file and number
    paper: Paper


@dataclass(frozen=True)
class _Skeleton:
    name: str
    kind: str
    split: str
    options: dict[str, str]
    text: str


def papers(split: str, seed: int = 1) -> Iterator[Made]:
    """All papers of a split, the same for the same seed."""
    for skeleton in _skeletons():
        if skeleton.split != split:
            continue
        for variation in VARIATIONS:
            if variation == "untitled" and "!" not in skeleton.text:
                continue
            chance = random.Random(f"{seed} {skeleton.name} {variation}")
            yield Made(skeleton.kind, variation, skeleton.name, _paper(skeleton, variation, chance))


def _skeletons() -> Iterator[_Skeleton]:
    for file in sorted(HERE.glob("*.txt")):
        for number, piece in enumerate(re.split(r"(?m)^(?==== )", file.read_text("utf-8"))[1:]):
            header, _, text = piece.partition("\n")
            found = _HEADER.match(header)
            assert found, header
            options = dict(option.partition("=")[::2] for option in found["options"].split())
            yield _Skeleton(f"{file.stem} {number}", found["kind"], found["split"], options, text)


def _paper(skeleton: _Skeleton, variation: str, chance: random.Random) -> Paper:
    text = re.sub(r"!.*" if variation == "untitled" else "!", "", skeleton.text)
    text = _HOLE.sub(lambda hole: _filled(hole, chance), text)
    is_noisy = variation == "noisy"
    if is_noisy:
        text = "".join(_misread(letter, chance) for letter in text)
    language = skeleton.options.get("language", "fra")
    page = typed_page(text, language=language, confidence=0.8 if is_noisy else None, dpi=200 if is_noisy else None)
    if "page" in skeleton.options:
        width, height = map(float, skeleton.options["page"].split("x"))
        page = _stretched(replace(page, width_pt=width, height_pt=height))
    return paper_of([(1, page)], language)


def _stretched(page: PageText) -> PageText:
    """The same words as large as the page allows, as on tickets and cards."""
    right = max(word.bbox.right for word in page.words) + 0.02
    bottom = max(word.bbox.bottom for word in page.words) + 0.01
    blocks = tuple(
        replace(
            block,
            bbox=_scaled(block.bbox, right, bottom),
            lines=tuple(
                Line(tuple(word._replace(bbox=_scaled(word.bbox, right, bottom)) for word in line.words))
                for line in block.lines
            ),
        )
        for block in page.blocks
    )
    return replace(page, blocks=blocks)


def _scaled(box: BBox, right: float, bottom: float) -> BBox:
    return BBox(box.left / right, box.top / bottom, box.right / right, box.bottom / bottom)


def _filled(hole: re.Match[str], chance: random.Random) -> str:
    if hole[1]:
        return "".join(chance.choices("0123456789", k=int(hole[2])))
    return _FILLINGS[hole[2]](chance)


def _misread(letter: str, chance: random.Random) -> str:
    if chance.random() > 0.04:
        return letter
    return _MISREAD.get(letter, letter) if chance.random() < 0.8 else ("" if letter not in " \n" else letter)


def _amount(chance: random.Random) -> str:
    euros = chance.choice((chance.randint(10, 99), chance.randint(100, 999), chance.randint(1000, 2999)))
    written = f"{euros:,}".replace(",", " ")
    return f"{written},{chance.randint(0, 99):02}"


_FILLINGS: dict[str, Callable[[random.Random], str]] = {
    "person": lambda chance: chance.choice(_PERSONS),
    "NAME": lambda chance: chance.choice(_PERSONS).split()[-1].upper().translate(str.maketrans("ÈÉ", "EE")),
    "firm": lambda chance: chance.choice(_FIRMS),
    "street": lambda chance: chance.choice(_STREETS),
    "town": lambda chance: chance.choice(_TOWNS),
    "€": _amount,
    "date": lambda chance: f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/20{chance.randint(18, 25)}",
    "siret": lambda chance: f"{chance.randint(300, 899)} {chance.randint(100, 999)} {chance.randint(100, 999)} 00012",
    "iban": lambda chance: f"FR76 {chance.randint(1000, 9999)} {chance.randint(1000, 9999)} 0001 0000 0000 000",
}
