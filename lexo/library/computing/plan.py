"""What a question asks for, as far as it can be computed: values only."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lexo.library.computing.tokens import tokens_of_name

FRENCH, ENGLISH = "fra", "eng"


class What(StrEnum):
    """What is to be done with the papers."""

    SUM = "sum"
    COUNT = "count"
    LIST = "list"
    LATEST = "latest"
    EARLIEST = "earliest"
    LARGEST = "largest"
    SMALLEST = "smallest"
    AVERAGE = "average"
    TABLE = "table"  # a sum for each month or year
    FACT = "fact"  # one fact of the papers
    DUE = "due"  # what is still to be paid
    EXPIRING = "expiring"


class Verb(StrEnum):
    """What people say was done with the money."""

    PAID = "paid"
    SPENT = "spent"
    EARNED = "earned"
    TOTAL = "total"  # nothing: the total of the papers


class Per(StrEnum):
    """Time by which something is told."""

    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both ends included; None is open."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Noun:
    """What papers are called: one, several, and whether French takes them for feminine."""

    one: str
    many: str
    is_feminine: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """What people call papers or what they are about; `words` are folded, as `reading` wants them."""

    id: str
    kinds: tuple[str, ...]  # of which such papers are; empty: of any
    words: tuple[str, ...]
    french: Noun
    english: Noun
    thing: tuple[str, str] = ("", "")  # what is paid, where it is no paper: "d’électricité", "for electricity"
    stems: tuple[str, ...] = ()  # one of them stands in the sender's name or the title
    is_money: bool = True  # adding their amounts up makes sense
    is_mass: bool = False  # "how much" of it means money, never a number of papers


@dataclass(frozen=True, slots=True)
class Plan:
    """A question that was understood in all its words."""

    what: What
    topic: Topic
    language: str
    senders: tuple[str, ...] = ()  # as in the library; empty: any
    near: tuple[str, ...] = ()  # whose names begin alike, and who are not meant
    whose: tuple[str, ...] = ()  # kinds whose senders are meant: "mon propriétaire"
    is_named_whole: bool = True  # False: only the beginning of the senders' names was said
    period: Period | None = None
    verb: Verb = Verb.TOTAL
    field: str = ""  # id of what is looked up, or of the amount that is added up
    per: Per | None = None
    limit: int | None = None  # so many of the newest
    asks_when: bool = False
    is_overdue: bool = False  # of what is due: only what is late

    @property
    def is_french(self) -> bool:
        return self.language == FRENCH

    @property
    def names(self) -> tuple[str, ...]:
        """The senders as they are called, each once, however papers spell it."""
        return tuple({"".join(tokens_of_name(name)): name for name in reversed(self.senders)}.values())[::-1]
