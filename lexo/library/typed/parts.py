"""What was understood of a typed search, part by part: each is a filter, with the stretch of text that says so."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lexo.library.typed.names import FRENCH, Key
from lexo.store.filtering import Filters

ANY = "*"  # as the value of a field: papers that have it at all


class What(StrEnum):
    """What a part speaks of."""

    KIND = "kind"
    SENDER = "sender"
    DATE = "date"
    AMOUNT = "amount"
    FIELD = "field"
    STATE = "state"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Part:
    """One filter, as typed from character `start` on.

    `value` is the same however it was typed: "2024", "2024-03", "<2024-06" (before June), ">=2024-03" (from March on),
    "2023..2024"; ">100.00", "100.00..200.00"; the id of a kind or several between commas; "=EDF" for a whole name.
    """

    what: What
    value: str
    typed: str
    filters: Filters  # what this part alone asks for, or leaves out
    name: str = ""  # of the field
    is_guess: bool = False  # it may have been meant as words: `Understood.as_words`
    is_excluded: bool = False  # it had a minus: what it finds is left out
    start: int = 0

    @property
    def is_printed(self) -> bool:
        """Whether papers have it so, name and colon and value."""
        return self.what is What.FIELD and not self.is_excluded

    def written(self, *, is_french: bool = False) -> str:
        """The part as LEXO types it: understood as the same again."""
        return ("-" if self.is_excluded else "") + written(self.what, self.value, self.name, is_french=is_french)


def written(what: What, value: str, name: str = "", *, is_french: bool = False) -> str:
    """A filter as LEXO types it: `date:2024`, `de:"=Agence du Petit-Pont"`. `name`: of the field."""
    key = name or (FRENCH[Key(what)] if is_french else what)
    if value == ANY:
        return f"{key}:{ANY}"
    bare = _QUOTES.sub(" ", value)
    return f'{key}:"{bare}"' if _NEEDS_QUOTES.search(bare) else f"{key}:{bare}"


def combined(parts: Iterable[Part]) -> Filters:
    """The filters of all parts at once: of several kinds, senders, years, states, languages any will do."""
    found = Filters()
    for part in parts:
        if part.is_excluded:
            found = replace(found, excluded=(*found.excluded, part.filters))
        else:
            found = _joined(found, part.filters)
    return found


def _joined(first: Filters, second: Filters) -> Filters:
    return replace(
        first,
        kinds=_each_once(first.kinds, second.kinds),
        senders=_each_once(first.senders, second.senders),
        sender_parts=_each_once(first.sender_parts, second.sender_parts),
        states=_each_once(first.states, second.states),
        languages=_each_once(first.languages, second.languages),
        periods=tuple(dict.fromkeys((*first.periods, *second.periods))),
        fields=tuple(dict.fromkeys((*first.fields, *second.fields))),
        first_date=max(filter(None, (first.first_date, second.first_date)), default=None),
        last_date=min(filter(None, (first.last_date, second.last_date)), default=None),
        lowest_cents=max(_known(first.lowest_cents, second.lowest_cents), default=None),
        highest_cents=min(_known(first.highest_cents, second.highest_cents), default=None),
    )


def _each_once(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _known(*values: int | None) -> list[int]:
    return [value for value in values if value is not None]


_QUOTES = re.compile('["\u201c\u201d\u201e\u00ab\u00bb\uff02\0]')  # what is read as a quote, or as the end of a text
_NEEDS_QUOTES = re.compile(r"\A/|[^\w.<>=@+/-]|[.,;:!?)]\Z|\A\Z")
