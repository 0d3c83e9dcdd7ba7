"""The parts of a question: what each of its words says."""

from dataclasses import dataclass, field
from datetime import date

from lexo.library.computing.asked_fields import Asked
from lexo.library.computing.plan import Period, Topic
from lexo.library.computing.senders import Mention
from lexo.library.computing.words import Mark


@dataclass(slots=True)
class Read:
    """The parts of a question."""

    tokens: list[str]
    language: str
    marks: set[Mark] = field(default_factory=set)
    topics: list[tuple[int, Topic]] = field(default_factory=list)  # with the place of their words
    asked: list[Asked] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    alias: tuple[str, ...] = ()  # kinds whose senders are meant
    periods: tuple[Period, ...] = ()
    limit: int | None = None
    phrases: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    today: date = date.min

    @property
    def is_narrowed(self) -> bool:
        """Whether senders or a time narrow what is asked for."""
        return bool(self.mentions or self.alias or self.periods)
