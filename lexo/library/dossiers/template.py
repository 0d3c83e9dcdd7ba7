"""What a list of pieces is: each piece's name, the papers that will do, how many, how fresh, and who says so."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

_NO_BREAK = "\u00a0"
_NUMBER_GAP = re.compile(r" (?=[:;?!»€%]|(?<=\d )\d{3}\b)")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence or a name in both languages."""

    fr: str
    en: str

    def in_(self, language: str) -> str:
        """In French for "fr", else in English; in French no line breaks before its signs, or inside a number."""
        return _typeset(self.fr) if language == "fr" else self.en


@cache
def _typeset(french: str) -> str:
    return _NUMBER_GAP.sub(_NO_BREAK, french).replace("« ", f"«{_NO_BREAK}")


class Series(StrEnum):
    """Which papers several are, where more than one is asked for."""

    ANY = "any"  # the newest
    MONTHS = "months"  # months without a gap, up to now
    YEARS = "years"  # years without a gap, up to this one or the last
    DECEMBERS = "decembers"  # of the years before this one


@dataclass(frozen=True, slots=True)
class Rule:
    """How many papers, and how fresh. What is left at its default does not matter."""

    count: int = 1
    series: Series = Series.ANY
    max_age_months: int | None = None  # of the day of the paper
    must_be_valid: bool = False  # not past the day on which it expires
    years_back: int | None = None  # about this year, or one of so many before
    this_school_year: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """Papers that will do. Kinds are coarse: `words` tell a rent receipt from a lease, by its title or head."""

    kinds: tuple[str, ...]  # ids of `understanding.kinds`
    words: tuple[str, ...] = ()  # folded; it says one of them, "vaccin*" begins a word. Without any all do
    unless: tuple[str, ...] = ()  # folded; another paper of that kind says one of them
    rule: Rule | None = None  # in the place of the piece's
    of_anyone: bool = False  # it may name somebody else: who hosts, a child, the deceased


class Need(StrEnum):
    """Whether a dossier is complete without a piece."""

    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of the list. Of pieces with the same `group`, one is enough."""

    id: str
    label: Said
    accepted: tuple[Accepted, ...]  # the best first
    rule: Rule = Rule()
    need: Need = Need.REQUIRED
    group: str = ""
    hint: Said | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A list to begin a dossier with. `not_asked`: what nobody may ask for, or need not be given."""

    id: str
    name: Said
    about: Said
    pieces: tuple[Piece, ...]
    source: Said
    not_asked: tuple[Said, ...] = ()


def accept(*kinds: str, words: str = "", unless: str = "", rule: Rule | None = None) -> Accepted:
    """Papers of these kinds; words stand between commas."""
    return Accepted(kinds, _listed(words), _listed(unless), rule)


def of_anyone(*kinds: str, words: str = "", unless: str = "", rule: Rule | None = None) -> Accepted:
    """The same, whoever they name."""
    return Accepted(kinds, _listed(words), _listed(unless), rule, of_anyone=True)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())
