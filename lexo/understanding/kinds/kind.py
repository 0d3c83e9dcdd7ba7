"""What a kind of paper is: its names, what gives it away, what is wanted of it, and how long it is kept."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from lexo.understanding.kinds.folding import stemmed

LIFE = "life"


class Zone(StrEnum):
    """Where on a paper a cue counts."""

    TITLE = "title"  # at the beginning of a short line in the upper part of the first page
    HEAD = "head"  # anywhere in the upper third of the first page
    BODY = "body"  # anywhere
    FOOT = "foot"  # in the lower part of the first page


class Start(StrEnum):
    """From which day the time for which a paper is kept counts."""

    DATE = "date"  # of the paper
    YEAR_END = "year_end"  # 31 December of the paper's year
    CONTRACT_END = "contract_end"
    COVER_END = "cover_end"  # of what an insurance covers
    EXPIRY = "expiry"


@dataclass(frozen=True)
class Cue:
    """Words that speak for a kind; a negative weight speaks against it."""

    text: str  # as people write it; compared without accents, case, punctuation and plural
    weight: float
    zone: Zone = Zone.BODY

    @cached_property
    def form(self) -> str:
        """With a space on both sides, so that it is found as whole words."""
        return f" {stemmed(self.text)} "


@dataclass(frozen=True, slots=True)
class FieldCue:
    """A fact that speaks for a kind when it was found."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Retention:
    """How long to keep a paper: `years` from `start`, or for life where `years` is None."""

    years: int | None
    start: Start = Start.DATE
    source: str = ""  # that says so, with its year
    code: str = ""  # of a reason that needs words of its own; else it follows from the start


@dataclass(frozen=True, slots=True)
class Urgency:
    """A date that asks for something to be done, and how many days before it to say so."""

    field: str
    what: str  # as in `facts.Deadline.what`
    days: int = 7


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper, declared once."""

    id: str
    name_fr: str
    name_en: str
    words: tuple[str, ...] = ()  # by which people look for it, besides its names
    cues: tuple[Cue, ...] = ()
    evidence: tuple[FieldCue, ...] = ()
    wanted_fields: tuple[str, ...] = ()
    retention: Retention | None = None
    urgency: tuple[Urgency, ...] = ()
    twod_doc_types: tuple[str, ...] = ()


def _cues(lists: tuple[str, ...], weight: float, zone: Zone) -> tuple[Cue, ...]:
    """Of lists whose cues stand between commas."""
    return tuple(Cue(text.strip(), weight, zone) for texts in lists for text in texts.split(","))


def in_title(weight: float, *texts: str) -> tuple[Cue, ...]:
    return _cues(texts, weight, Zone.TITLE)


def in_head(weight: float, *texts: str) -> tuple[Cue, ...]:
    return _cues(texts, weight, Zone.HEAD)


def in_body(weight: float, *texts: str) -> tuple[Cue, ...]:
    return _cues(texts, weight, Zone.BODY)


def in_foot(weight: float, *texts: str) -> tuple[Cue, ...]:
    return _cues(texts, weight, Zone.FOOT)


def found(weight: float, *names: str) -> tuple[FieldCue, ...]:
    """Facts, by the names of their fields."""
    return tuple(FieldCue(name, weight) for name in names)
