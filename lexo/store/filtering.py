"""Which documents are meant: by kind, sender, date, amount, field, state, or chosen one by one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filters:
    """What documents must be, all of it; what is left empty does not matter. Of several values any will do."""

    kinds: tuple[str, ...] = ()  # ids of `understanding.kinds`
    senders: tuple[str, ...] = ()  # as in `documents.sender`, whole
    sender_parts: tuple[str, ...] = ()  # folded; each stands somewhere in the sender's name
    first_date: str | None = None  # ISO, of the paper itself; both ends belong to it
    last_date: str | None = None
    lowest_cents: int | None = None  # of what the paper is about; both ends belong to it
    highest_cents: int | None = None
    fields: tuple[tuple[str, str], ...] = ()  # name and beginning of the normalized value; every one of them
    states: tuple[str, ...] = ()  # of `DocumentState`
    languages: tuple[str, ...] = ()  # ISO 639-3
    document_ids: tuple[int, ...] | None = None
    without_private: bool = False  # leave out what no model and no assistant may see

    @property
    def is_empty(self) -> bool:
        return self == Filters()
