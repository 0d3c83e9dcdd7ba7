"""Which documents are meant: by kind, sender, date, amount, field, state, or chosen one by one.

What a paper is about in money is `documents.amount_cents`: of the names that migration m005 lists, the first it has.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from lexo.store.folding import fold

# A name of docs/fields.md that says nothing of the owner stands for those that do; "number" for any that papers bear.
FAMILIES: dict[str, tuple[str, ...]] = {
    "iban": ("iban", "seller_iban"),
    "siren": ("siren", "seller_siren", "buyer_siren", "employer_siren"),
    "siret": ("siret", "seller_siret", "buyer_siret", "employer_siret"),
    "vat_id": ("vat_id", "seller_vat_id", "buyer_vat_id"),
    "number": (
        *("invoice_number", "receipt_number", "quote_number", "order_reference", "delivery_note_number"),
        *("document_id", "document_number", "customer_number", "contract_number", "policy_number", "member_number"),
        *("file_number", "fine_number", "case_number", "notice_reference", "reference", "account_reference"),
        *("payment_reference", "mandate_reference", "meter_number", "line_number", "subscriber_id", "act_number"),
    ),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What documents must be, all of it; what is left empty does not matter. Of several values any will do."""

    kinds: tuple[str, ...] = ()  # ids of `understanding.kinds`
    senders: tuple[str, ...] = ()  # whole names; accents, case and quotes do not matter
    sender_parts: tuple[str, ...] = ()  # the words of one of them stand somewhere in the sender's name
    first_date: str | None = None  # ISO, of the paper itself; both ends belong to it
    last_date: str | None = None
    periods: tuple[tuple[str, str], ...] = ()  # first and last day, ISO; any of them
    lowest_cents: int | None = None  # of what the paper is about; both ends belong to it
    highest_cents: int | None = None
    fields: tuple[tuple[str, str], ...] = ()  # name and beginning of the normalized value; every one of them
    states: tuple[str, ...] = ()  # of `DocumentState`
    languages: tuple[str, ...] = ()  # ISO 639-3
    document_ids: tuple[int, ...] | None = None
    without_private: bool = False  # leave out what no model and no assistant may see
    also: tuple["Filters", ...] = ()  # which must all hold too
    excluded: tuple["Filters", ...] = ()  # none of which may hold

    @property
    def is_empty(self) -> bool:
        return self == Filters()


def both(first: Filters, second: Filters) -> Filters:
    """Filters that hold where both hold."""
    if first.is_empty or first == second:
        return second
    return first if second.is_empty else replace(first, also=(*first.also, second))


def matching(connection: sqlite3.Connection, filters: Filters) -> tuple[int, ...] | None:
    """The ids of the documents that the filters leave, newest first; None where they are empty. Never of the trash."""
    if filters.is_empty:
        return None
    found = _found(connection, filters)
    for each in filters.also:
        kept = matching(connection, each)
        found = found if kept is None else sorted(set(found).intersection(kept), reverse=True)
    for each in filters.excluded:
        unwanted = matching(connection, each)
        found = sorted(set(found).difference(found if unwanted is None else unwanted), reverse=True)
    return tuple(found)


def matching_count(connection: sqlite3.Connection, filters: Filters) -> int:
    """How many documents the filters leave; all that are not in the trash where they are empty."""
    found = matching(connection, filters)
    if found is not None:
        return len(found)
    count: int = connection.execute("SELECT count(*) FROM documents WHERE deleted_at IS NULL").fetchone()[0]
    return count


def senders_like(connection: sqlite3.Connection, filters: Filters) -> tuple[str, ...]:
    """The senders' names in the library, as written there, that `senders` and `sender_parts` mean."""
    rows = connection.execute(
        "SELECT DISTINCT sender FROM documents WHERE deleted_at IS NULL AND sender IS NOT NULL"
    ).fetchall()
    is_meant = _meaning(filters)
    return tuple(row[0] for row in rows if is_meant(row[0]))


def is_sender_meant(filters: Filters, name: str) -> bool:
    """Whether `senders` or `sender_parts` mean that name."""
    return _meaning(filters)(name)


def _meaning(filters: Filters) -> Callable[[str], bool]:
    whole = {_letters(name) for name in filters.senders}
    parts = [words for words in (_letters(part).split() for part in filters.sender_parts) if words]

    def is_meant(name: str) -> bool:
        letters = _letters(name)
        return letters in whole or any(all(word in letters for word in words) for words in parts)

    return is_meant


_CONDITIONS = (
    " (:first_date IS NULL OR date >= :first_date) AND (:last_date IS NULL OR date <= :last_date)"
    " AND (:periods IS NULL OR EXISTS (SELECT 1 FROM json_each(:periods) AS period"
    "  WHERE date BETWEEN json_extract(period.value, '$[0]') AND json_extract(period.value, '$[1]')))"
    " AND (:senders IS NULL OR sender IN (SELECT value FROM json_each(:senders)))"
    " AND (:kinds IS NULL OR kind IN (SELECT value FROM json_each(:kinds)))"
    " AND (:states IS NULL OR state IN (SELECT value FROM json_each(:states)))"
    " AND (:languages IS NULL OR language IN (SELECT value FROM json_each(:languages)))"
    " AND (:lowest_cents IS NULL OR amount_cents >= :lowest_cents)"
    " AND (:highest_cents IS NULL OR amount_cents <= :highest_cents)"
    " AND (NOT :without_private OR NOT is_private)"
)
# One JSON list: a row for each document costs three times as much to hand over, and sorting them here half of that.
_OF_ALL = "SELECT json_group_array(id) FROM documents WHERE deleted_at IS NULL AND" + _CONDITIONS
# Those that were chosen are looked up one by one; the plus keeps SQLite from going through the index of all instead.
_OF_CHOSEN = (
    "SELECT json_group_array(id) FROM documents WHERE id IN (SELECT value FROM json_each(:chosen))"
    " AND +deleted_at IS NULL AND" + _CONDITIONS
)


def _found(connection: sqlite3.Connection, filters: Filters) -> list[int]:
    """Those that all conditions but `also` and `excluded` leave, newest first."""
    is_sender_asked = bool(filters.senders or filters.sender_parts)
    first_date, last_date = filters.first_date, filters.last_date
    periods = _merged(filters.periods)
    if periods:  # two bounds are far quicker than a list, and most often all there is
        first_date = max(first_date or "", periods[0][0])
        last_date = min(last_date or "9", periods[-1][1])
    chosen = _chosen(connection, filters)
    row = connection.execute(
        _OF_ALL if chosen is None else _OF_CHOSEN,
        {
            "first_date": first_date,
            "last_date": last_date,
            "periods": _listed(periods) if len(periods) > 1 else None,
            "senders": json.dumps(senders_like(connection, filters)) if is_sender_asked else None,
            "kinds": _listed(filters.kinds),
            "states": _listed(filters.states),
            "languages": _listed(filters.languages),
            "lowest_cents": filters.lowest_cents,
            "highest_cents": filters.highest_cents,
            "without_private": filters.without_private,
            "chosen": None if chosen is None else json.dumps(list(chosen)),
        },
    ).fetchone()
    found: list[int] = json.loads(row[0])
    found.sort(reverse=True)
    return found


def _chosen(connection: sqlite3.Connection, filters: Filters) -> set[int] | None:
    """The documents that were chosen one by one and have the fields; None where neither is asked for."""
    chosen = None if filters.document_ids is None else set(filters.document_ids)
    for name, beginning in filters.fields:
        if chosen is not None and not chosen:
            break
        having = _with_field(connection, name, beginning)
        chosen = having if chosen is None else chosen & having
    return chosen


def _merged(periods: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """In order, those that touch each other as one: 2023 and 2024 are two years without a gap."""
    merged: list[tuple[str, str]] = []
    for first, last in sorted(periods):
        if merged and first <= (date.fromisoformat(merged[-1][1]) + timedelta(1)).isoformat():
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _listed(values: Sequence[object]) -> str | None:
    return json.dumps(values) if values else None


# A value of a field

_DATE_OR_AMOUNT = re.compile(r"\d{4}-\d\d(-\d\d)?|-?\d+\.\d*")


def _with_field(connection: sqlite3.Connection, name: str, beginning: str) -> set[int]:
    """Documents with a field whose normalized value begins so, as it is; else by letters and digits alone."""
    found: set[int] = set()
    name, beginning = (text.encode("utf-8", "replace").decode() for text in (name, beginning))  # no half characters
    for each in FAMILIES.get(name, (name,)):
        found.update(_beginning(connection, each, beginning))
    if found and beginning.upper() == beginning and not beginning.isalpha():
        return found  # a number, a date: written in one way only
    if _DATE_OR_AMOUNT.fullmatch(beginning):
        return found
    for each in FAMILIES.get(name, (name,)):
        found.update(_loosely_beginning(connection, each, beginning))
    return found


def _beginning(connection: sqlite3.Connection, name: str, beginning: str) -> list[int]:
    rows = connection.execute(
        "SELECT document_id FROM fields WHERE verdict <> 'unverified' AND name = :name"
        " AND normalized >= :beginning AND normalized < :end",
        {"name": name, "beginning": beginning, "end": beginning + "\U0010ffff"},
    ).fetchall()
    return [row[0] for row in rows]


def _loosely_beginning(connection: sqlite3.Connection, name: str, beginning: str) -> list[int]:
    wanted = _signless(beginning)
    if not wanted:
        return []
    rows = connection.execute(
        "SELECT DISTINCT normalized FROM fields WHERE verdict <> 'unverified' AND name = :name", {"name": name}
    ).fetchall()
    values = [row[0] for row in rows if _signless(row[0]).startswith(wanted)]
    if not values:
        return []
    rows = connection.execute(
        "SELECT document_id FROM fields WHERE verdict <> 'unverified' AND name = :name"
        " AND normalized IN (SELECT value FROM json_each(:values))",
        {"name": name, "values": json.dumps(values)},
    ).fetchall()
    return [row[0] for row in rows]


_SIGNS = re.compile(r"[\W_]+")
_ASCII_SIGNS = str.maketrans("", "", "".join(chr(code) for code in range(128) if not chr(code).isalnum()))


@lru_cache(maxsize=50_000)
def _letters(name: str) -> str:
    """A name for comparing: folded, one space between its words."""
    return _SIGNS.sub(" ", fold(name)).strip()


def _signless(value: str) -> str:
    """A value for comparing: folded, letters and digits alone."""
    if value.isascii():  # nearly all are, and there may be one for each document
        return value.translate(_ASCII_SIGNS).lower()
    return _SIGNS.sub("", fold(value))
