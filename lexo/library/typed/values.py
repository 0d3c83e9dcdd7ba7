"""Filters that are typed with a name and a colon: `type:facture`, `avant:2024-06`, `iban:FR76 3000`, `-de:edf`."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from lexo.library.searching.folding import fold_in_place
from lexo.library.typed.amounts import Span, amount_of_key
from lexo.library.typed.dates import Period, bound_at, period_of_key
from lexo.library.typed.fields import LONGEST, end_of_value, normalized
from lexo.library.typed.names import LANGUAGES, STATES, Key, field_of, key_of
from lexo.library.typed.parts import ANY, Part, What
from lexo.store.filtering import Filters
from lexo.store.folding import fold

MIN_BEGINNING = 3  # letters of a kind's name that is not finished

_KEYED = re.compile(r"(?P<minus>[-\u2212\u2013])?(?P<key>[nN][\u00b0\u00ba]|[^\W\d][\w'\u2019-]{0,39}):(?=[^\s:/\\])")
_QUOTED = re.compile(r'(?P<sign>=?)"(?P<inside>[^"]*)(?:"|\Z)')
_BARE = re.compile(r'[^\s"]+')
_BEHIND = ",;.!?)"
_REST = re.compile(r"[,;.!?)]*(?!\S)")  # what may stand behind a value
_SIGN_OF = {Key.BEFORE: "<", Key.AFTER: ">", Key.SINCE: ">=", Key.UNTIL: "<="}


class _Read(NamedTuple):
    """A value that was understood, and where its text ends."""

    what: What
    value: str
    filters: Filters
    end: int
    name: str = ""


def part_at(text: str, at: int, today: date) -> Part | None:
    """The filter that is typed from there on; None where the name before the colon, or the value, mean none.

    `text` has straight quotes, as `typed.read` makes them.
    """
    found = _KEYED.match(text, at)
    if found is None:
        return None
    name = fold(found["key"]).replace("\u2019", "'").replace("\u00b0", "o")
    key, field = key_of(name), field_of(name)
    if key is Key.AMOUNT or key is Key.DATE or key in _SIGN_OF:
        read = _stretch(key, text, found.end(), today)
    elif key or field:
        read = _word(key, field or "", text, found.end(), today)
    else:
        return None
    rest = _REST.match(text, read.end) if read else None
    if read is None or rest is None:
        return None
    what, value, filters, _, name = read
    return Part(what, value, text[at : rest.end()], filters, name, is_excluded=bool(found["minus"]), start=at)


def of_period(period: Period) -> Filters:
    """Papers of that time."""
    if period.first and period.last:
        return Filters(periods=((period.first, period.last),))
    return Filters(first_date=period.first, last_date=period.last)


def of_span(span: Span) -> Filters:
    """Papers about so much."""
    return Filters(lowest_cents=span.lowest, highest_cents=span.highest)


def _stretch(key: Key, text: str, at: int, today: date) -> _Read | None:
    """A date or an amount: it may go on over several words, and says itself where it ends."""
    quoted = _QUOTED.match(text, at)
    folded = fold_in_place(quoted["inside"].strip() if quoted else text[at : at + LONGEST])
    read = _amount(folded) if key is Key.AMOUNT else _dated(key, folded, today)
    if read is None or (quoted and read.end < len(folded)):
        return None
    return read._replace(end=quoted.end() if quoted else at + read.end)


def _amount(folded: str) -> _Read | None:
    span = amount_of_key(folded, 0)
    return _Read(What.AMOUNT, span.value, of_span(span), span.end) if span else None


def _dated(key: Key, folded: str, today: date) -> _Read | None:
    sign = _SIGN_OF.get(key)
    period = bound_at(sign, folded, 0, today) if sign else period_of_key(folded, 0, today)
    return _Read(What.DATE, period.value, of_period(period), period.end) if period else None


def _word(key: Key | None, field: str, text: str, at: int, today: date) -> _Read | None:
    """Anything else: a word, what stands in quotes, or a number in groups."""
    if key is None and text.startswith(ANY, at) and not text[at + 1 : at + 2].strip():
        return _Read(What.FIELD, ANY, Filters(fields=((field, ""),)), at + 1, field)
    quoted = _QUOTED.match(text, at)
    if quoted:
        value, end = quoted["sign"] + quoted["inside"].strip(), quoted.end()
    else:
        bare = _BARE.match(text, at)
        end = bare.end() if bare else at
        end = end if key else end_of_value(text, (at, end), field, today)
        value = text[at:end].rstrip(_BEHIND)
        end = at + len(value)
    if not any(char.isalnum() for char in value):
        return None
    if key is None:
        wanted = normalized(field, value, today)
        return _Read(What.FIELD, wanted, Filters(fields=((field, wanted),)), end, field)
    return _chosen(key, value, end)


def _chosen(key: Key, value: str, end: int) -> _Read | None:
    words = " ".join(fold(value).replace("_", " ").split())
    if key is Key.SENDER:
        if value.startswith("="):
            return _Read(What.SENDER, value, Filters(senders=(value[1:].strip(),)), end)
        return _Read(What.SENDER, value, Filters(sender_parts=(words,)), end)
    if key is Key.STATE:
        named = [STATES.get(each) or STATES.get(each.replace(" ", "_"), ()) for each in words.split(",")]
        states = tuple(state for each in named for state in each) if all(named) else ()
        return _Read(What.STATE, ",".join(states), Filters(states=states), end) if states else None
    if key is Key.LANGUAGE:
        language = LANGUAGES.get(words)
        return _Read(What.LANGUAGE, language, Filters(languages=(language,)), end) if language else None
    kinds = _kinds(value, words)
    return _Read(What.KIND, ",".join(kinds), Filters(kinds=kinds), end) if kinds else None


def _kinds(value: str, words: str) -> tuple[str, ...]:
    """The kinds of those ids; else those that have the words in a name of theirs; else the beginning of one."""
    from lexo.understanding.kinds import registry  # ten milliseconds, which nobody should wait for who types no kind
    from lexo.understanding.kinds.folding import stemmed

    ids = value.casefold().split(",")
    if all(each in registry.IDS for each in ids):
        return tuple(dict.fromkeys(ids))
    wanted = f" {stemmed(words)}"
    if not wanted.strip():
        return ()
    names = _names_of_kinds()
    whole = tuple(kind for kind, known in names if wanted + " " in known)
    if whole or len(wanted) <= MIN_BEGINNING:
        return whole
    return tuple(kind for kind, known in names if wanted in known)


@cache
def _names_of_kinds() -> tuple[tuple[str, str], ...]:
    """Ids, each with all its names, as they are compared: a space around each word."""
    from lexo.understanding.kinds import registry
    from lexo.understanding.kinds.folding import stemmed

    return tuple(
        (kind.id, " ".join(f" {stemmed(name)} |" for name in (kind.name_fr, kind.name_en, *kind.words)))
        for kind in registry.ALL
    )
