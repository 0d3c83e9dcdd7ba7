"""What a search may be narrowed or widened by, with counts; and which of its filters leaves nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from lexo.library.typed.names import field_of
from lexo.library.typed.parts import ANY, combined, written
from lexo.library.typed.reading import MAX_LIFTED, Part, Understood, What, without
from lexo.store import tallies
from lexo.store.database import Connection
from lexo.store.filtering import Filters, is_sender_meant, matching, matching_count
from lexo.store.folding import fold
from lexo.store.tallies import By, Tally

MAX_CHOICES = 10  # of one facet; those that are chosen already come in any case
MAX_COUNTED = 50_000  # documents, the newest: five facets of so many take 0.2 s

_WHAT = {
    By.YEAR: What.DATE,
    By.SENDER: What.SENDER,
    By.KIND: What.KIND,
    By.AMOUNT: What.AMOUNT,
    By.FIELD: What.FIELD,
    By.STATE: What.STATE,
    By.LANGUAGE: What.LANGUAGE,
}


# Facts that most papers have, or that say nothing to people: no paper is told from another by having them.
_DULL = frozenset(
    "currency issue_date grand_total seller_name seller_address buyer_name buyer_address person organisation party"
    " website document_code type_code einvoice_profile mrz_type lines tax_breakdown tax_basis_total tax_total"
    " line_total".split()
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: as in `Part.value`, of fields the name.

    `query` is the search with it added, or taken out of it.
    """

    value: str
    count: int
    typed: str  # what adds it: a filter
    query: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """What the papers found may be told apart by: years the newest first, all else the commonest first."""

    by: By
    what: What
    choices: tuple[Choice, ...]
    more: int = 0  # further values that are not listed


@dataclass(frozen=True, slots=True)
class Lifted:
    """A part of a search, and how many documents there would be without it."""

    part: Part
    count: int


def facets(
    connection: Connection,
    understood: Understood,
    found: Collection[int] | None = None,
    *,
    is_french: bool = False,
) -> tuple[Facet, ...]:
    """Count the documents of a search, each facet as if it were not filtered by itself, so that more can be added.

    `found`: the documents that have the words, filters aside; None where there are no words. Of very many the newest
    `MAX_COUNTED` are counted. Facets without any value are left out.
    """
    counted: dict[Filters, tuple[int, ...] | None] = {}
    made = []
    for by, what in _WHAT.items():
        own = tuple(part for part in understood.parts if _is_own(part, what))
        lifted = own if by is not By.FIELD else ()  # papers must have every field: one more only narrows
        filters = combined(part for part in understood.parts if part not in lifted)
        if filters not in counted:
            counted[filters] = _newest(_left(connection, filters, found))
        tally = tallies.tally(connection, by, counted[filters])
        made.append(_facet(by, tally, own, _Typing(understood.text, is_french)))
    return tuple(facet for facet in made if facet.choices)


def emptied_by(
    connection: Connection, understood: Understood, found: Collection[int] | None = None
) -> tuple[Lifted, ...]:
    """The parts that alone stand between a search and its papers, those that hide most first; `found` as above.

    Nothing where the filters leave papers, where more than one of them is in the way, or where there are very many.
    """
    if not 0 < len(understood.parts) <= MAX_LIFTED or _count(connection, understood.filters, found):
        return ()
    lifted = [Lifted(part, _count(connection, understood.lifted(part), found)) for part in understood.parts]
    return tuple(sorted((each for each in lifted if each.count), key=lambda each: -each.count))


def _left(connection: Connection, filters: Filters, found: Collection[int] | None) -> tuple[int, ...] | None:
    """Documents that the filters leave of those found; None: all there are."""
    return matching(connection, filters if found is None else replace(filters, document_ids=tuple(found)))


def _newest(documents: tuple[int, ...] | None) -> tuple[int, ...] | None:
    return documents if documents is None or len(documents) <= MAX_COUNTED else documents[:MAX_COUNTED]


def _count(connection: Connection, filters: Filters, found: Collection[int] | None) -> int:
    left = _left(connection, filters, found)
    return matching_count(connection, Filters()) if left is None else len(left)


def _is_own(part: Part, what: What) -> bool:
    """Whether a part is one that a facet adds to: any of several. `avant:2024` is none, it holds beside every year."""
    is_one_of_several = bool(part.filters.periods) if what is What.DATE else part.what is what
    return is_one_of_several and not part.is_excluded


@dataclass(frozen=True, slots=True)
class _Typing:
    text: str
    is_french: bool

    def added(self, typed: str) -> str:
        """In front: a last word that is not finished stays so."""
        return f"{typed} {self.text.lstrip()}".strip()

    def without(self, parts: Sequence[Part]) -> "_Typing":
        """The same text with these parts taken out."""
        text = self.text
        for part in sorted(parts, key=lambda each: -each.start):
            text = without(text, part)
        return replace(self, text=text)


def _facet(by: By, tally: Sequence[Tally], own: Sequence[Part], typing: _Typing) -> Facet:
    choosable = _choosable(by, tally)
    chosen = {each.value: part for each in choosable for part in own if _is_chosen(by, each.value, part)}
    listed = [each for each in choosable if each.value in chosen]
    listed += [each for each in choosable if each.value not in chosen][: max(MAX_CHOICES - len(listed), 0)]
    rest = typing if by is not By.AMOUNT else typing.without(own)  # two amounts would have to hold both
    choices = [
        _choice(by, each, chosen.get(each.value), typing if each.value in chosen else rest)
        for each in choosable
        if each in listed
    ]
    return Facet(by, _WHAT[by], tuple(choices), len(choosable) - len(choices))


def _choosable(by: By, tally: Sequence[Tally]) -> list[Tally]:
    """What can be typed, in the order in which it is shown."""
    if by is By.YEAR:
        tally = sorted(tally, key=lambda each: each.value, reverse=True)
    if by is By.AMOUNT:
        tally = sorted(tally, key=lambda each: tallies.AMOUNTS.index(each.value))
    if by is By.FIELD:
        tally = [each for each in tally if each.value not in _DULL and field_of(fold(each.value)) == each.value]
    return [each for each in tally if any(map(str.isalnum, each.value))]


def _choice(by: By, tally: Tally, part: Part | None, typing: _Typing) -> Choice:
    value = f"={tally.value}" if by is By.SENDER else tally.value
    is_field = by is By.FIELD
    typed = written(_WHAT[by], ANY if is_field else value, value if is_field else "", is_french=typing.is_french)
    query = typing.added(typed) if part is None else without(typing.text, part)
    return Choice(value, tally.documents, typed, query, is_chosen=part is not None)


def _is_chosen(by: By, value: str, part: Part) -> bool:
    """Whether a part asks for that value; of years, for all of it."""
    filters = part.filters
    if by is By.AMOUNT:
        return part.value == value
    if by is By.FIELD:
        return part.value == ANY and part.name == value
    if by is By.YEAR:
        return any(first <= f"{value}-01-01" and f"{value}-12-31" <= last for first, last in filters.periods)
    if by is By.SENDER:
        return is_sender_meant(filters, value)
    return value in {By.KIND: filters.kinds, By.STATE: filters.states, By.LANGUAGE: filters.languages}[by]
