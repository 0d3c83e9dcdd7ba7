"""An answer in the making: sentences, and the places on papers that prove them."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from lexo.document import Reason
from lexo.library.asking.answers import Answer, Citation, How, Sentence
from lexo.library.computing.gathering import Item
from lexo.library.computing.phrases import count
from lexo.library.computing.plan import FRENCH, Noun
from lexo.store import sums
from lexo.store.sums import Connection, FactRow, PaperRow

MOST_CITED = 50
NARROW = "\u202f"  # the space within a French number
_MORE = (
    Noun("autre papier compte", "autres papiers comptent"),
    Noun("more paper counts", "more papers count"),
)
_PROVES = ("grand_total", "due_payable", "net_pay", "total", "premium", "net_tax", "rent", "amount", "invoice_number")


@dataclass(frozen=True, slots=True)
class Place:
    """A paper, and the fact of it that proves something; None: the paper itself."""

    paper: PaperRow
    field_id: int | None


class Telling:
    """Collects sentences with their places, each place numbered once, at most `MOST_CITED` of them."""

    def __init__(self, connection: Connection, language: str) -> None:
        self.connection, self.language = connection, language
        self.is_french = language == FRENCH
        self._sentences: list[Sentence] = []
        self._places: dict[Place, int] = {}
        self._left_out: set[int] = set()

    def both(self, french: str, english: str) -> str:
        """In the language of the answer."""
        return french if self.is_french else english

    def say(self, text: str, places: Iterable[Place] = ()) -> None:
        """Add a sentence. All of it follows from the places, or it says how was counted."""
        numbers = tuple(dict.fromkeys(number for place in places if (number := self._number(place))))
        self._sentences.append(Sentence(_shown(text), is_proven=True, citations=numbers))

    def answer(self, reasons: tuple[Reason, ...] = ()) -> Answer:
        """The whole answer; `reasons` are what whoever reads it should know."""
        if self._left_out:
            rest = len(self._left_out)
            self.say(
                self.both(
                    f"{count(rest, _MORE[0], self.language)} aussi, sans être montré{'s' if rest > 1 else ''} ici.",
                    f"{count(rest, _MORE[1], self.language)} too, without being shown here.",
                )
            )
        return Answer(How.COMPUTED, tuple(self._sentences), self._citations(), self.language, reasons=reasons)

    def _number(self, place: Place) -> int:
        """Its number, from 1; 0 where there are too many already."""
        if place not in self._places:
            if len(self._places) >= MOST_CITED:
                self._left_out.add(place.paper.id)
                return 0
            self._places[place] = len(self._places) + 1
        return self._places[place]

    def _citations(self) -> tuple[Citation, ...]:
        proofs = sums.proofs(self.connection, [place.field_id for place in self._places if place.field_id is not None])
        found = []
        for place, number in self._places.items():
            proof = proofs.get(place.field_id) if place.field_id is not None else None
            page, text, boxes = (proof.page, proof.text, proof.boxes) if proof else (1, "", ())
            found.append(Citation(number, place.paper.id, place.paper.title, page, text, boxes))
        return tuple(found)


def _shown(text: str) -> str:
    """Without line breaks and signs that turn text around: names and titles come from papers."""
    printed = (" " if char.isspace() and char != NARROW else char for char in text)
    return "".join(char for char in printed if char == NARROW or unicodedata.category(char) not in ("Cc", "Cf", "Cs"))


def places(items: Iterable[Item]) -> list[Place]:
    """Where the amounts of papers stand, or what else shows that it is they."""
    return [place for item in items for place in places_of(item)]


def places_of(item: Item) -> list[Place]:
    if item.amount is not None:
        return [Place(item.paper, fact.id) for fact in item.amount.fields]
    fact = next((fact for name in _PROVES if (fact := item.value(name)) is not None), None)
    return [Place(item.paper, fact.id if fact else None)]


def place_of(paper: PaperRow, fact: FactRow | None) -> Place:
    return Place(paper, fact.id if fact else None)


def quoted(paper: PaperRow, language: str) -> str:
    """A title in quotation marks."""
    return f"« {paper.title} »" if language == FRENCH else f"“{paper.title}”"
