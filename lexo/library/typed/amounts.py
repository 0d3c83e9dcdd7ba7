"""Amounts of money as people type them into a search, in whole cents: one, a range, more or less than one."""

import re
from dataclasses import dataclass

MAX_CENTS = 10**15  # no paper says more

_NUMBER = (
    r"(?:\d{1,3}(?:[ \u00a0\u202f'\u2019.,]\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,12}(?:[.,]\d{1,2})?)(?!\d|[.,]\d|[-/:]\d)"
)
_CURRENCY = r"(?:[ \u00a0\u202f]?(?:\u20ac|euros?|eur)(?!\w))"
# What is counted otherwise than in money: "> 3 %", "< 18 ans"; nor is "> 1" the beginning of "> 1 000 kWh" an amount.
_COUNTED = (
    r"(?!\s?(?:[%\u2030\u00b0\u2103]|\d{3}(?!\d)|(?:ans?|annees?|mois|semaines?|jours?|heures?|minutes?|min|secondes?"
    r"|years?|months?|weeks?|days?|hours?|[kmg]?wh?|kva|volts?|amperes?|[kcm]?m[23\u00b2\u00b3]?|ha|hectares?|k?g|mg"
    r"|litres?|cl|ml|tonnes?|k?bar|pages?|fois|pieces?|personnes?|enfants?|habitants?|salaries|employes|points?"
    r"|pour\s?cents?|percent|[kmgt][ob]|chevaux|cv|[ahjlvx])(?!\w)))"
)
_END = r"(?=[,;.!?)]?(?:\s|\Z))"
_MORE = r">=?|=>|\u2265"
_LESS = r"<=?|=<|\u2264"
_OVER = r"plus de|superieure?s? a|au[- ]dessus de|more than|over|above"
_AT_LEAST = r"au moins|at least|minimum|a partir de"
_UNDER = r"moins de|inferieure?s? a|au[- ]dessous de|en dessous de|less than|under|below"
_AT_MOST = r"au plus|at most|maximum|jusqu['\u2019]a|up to"

# Each of these is anchored where it is tried, and bounded: linear on any text.
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER}){_CURRENCY}?\s?(?:\.\.+|\u2026)\s?(?P<high>{_NUMBER})(?P<currency>{_CURRENCY})?{_END}"
)
_SIGNED = re.compile(
    rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS})|=)\s?(?:\u20ac(?P<before>{_NUMBER})"
    rf"|(?P<number>{_NUMBER})(?:{_CURRENCY}|{_COUNTED})){_END}"
)
_SAID = re.compile(
    rf"(?:(?P<over>{_OVER})|(?P<least>{_AT_LEAST})|(?P<under>{_UNDER})|(?P<most>{_AT_MOST}))\s"
    rf"(?:\u20ac(?P<before>{_NUMBER})|(?P<number>{_NUMBER}){_CURRENCY}){_END}"
)
_BETWEEN = re.compile(
    rf"(?:entre|between|from|de)\s\u20ac?(?P<low>{_NUMBER}){_CURRENCY}?\s(?:et|a|and|to)\s"
    rf"(?:\u20ac(?P<before>{_NUMBER})|(?P<high>{_NUMBER}){_CURRENCY}){_END}"
)
_OPEN = re.compile(
    rf"(?P<low>{_NUMBER}){_CURRENCY}?(?:\.\.+|\u2026){_END}|(?:\.\.+|\u2026)(?P<high>{_NUMBER}){_CURRENCY}?{_END}"
)
_PLAIN = re.compile(rf"\u20ac?(?P<number>-?{_NUMBER}){_CURRENCY}?{_END}")
_DECIMALS = re.compile(r"[.,](\d{1,2})\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """Cents from `lowest` to `highest`, both of which belong to it; `end` is where its text ends."""

    lowest: int | None
    highest: int | None
    value: str  # in one way however it was typed: ">100.00", "100.00..200.00", "193.48"
    end: int
    is_money: bool = True  # something says so: a sign of comparison or of a currency


def amount_in_words(folded: str, at: int) -> Span | None:
    """What a text asks for from there on, free among other words: `> 100 €`, `100..200`, `entre 100 et 200 €`."""
    found = _RANGE.match(folded, at)
    if found:
        return _range(found, found["low"], found["high"], is_money=bool(found["currency"]))
    found = _BETWEEN.match(folded, at)
    if found:
        return _range(found, found["low"], found["high"] or found["before"])
    return _compared(folded, at, is_equal_taken=False)


def amount_of_key(folded: str, at: int) -> Span | None:
    """The same behind `montant:`, where a number alone is an amount too, and a range may be open."""
    found = _RANGE.match(folded, at)
    if found:
        return _range(found, found["low"], found["high"])
    found = _OPEN.match(folded, at)
    if found:
        cents = cents_of(found["low"] or found["high"])
        if cents is None:
            return None
        shown = decimal(cents)
        return (
            Span(cents, None, f">={shown}", found.end())
            if found["low"]
            else Span(None, cents, f"<={shown}", found.end())
        )
    return _compared(folded, at, is_equal_taken=True) or _plain(folded, at)


def cents_of(number: str) -> int | None:
    """`1 234,5` is 123450; None where it is no such number or too large.

    >>> cents_of("1.234"), cents_of("1,234.56"), cents_of("0,5"), cents_of("-12")
    (123400, 123456, 50, -1200)
    """
    decimals = _DECIMALS.search(number)
    whole = re.sub(r"\D", "", number[: decimals.start()] if decimals else number)
    if not whole.isascii() or not whole:
        return None
    cents = int(whole) * 100 + int((decimals[1] if decimals else "").ljust(2, "0"))
    return (-cents if number.startswith("-") else cents) if cents < MAX_CENTS else None


def decimal(cents: int) -> str:
    """Cents as fields have them: `193.48`."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def _range(found: re.Match[str], low: str, high: str, *, is_money: bool = True) -> Span | None:
    ends = [cents for cents in (cents_of(low), cents_of(high)) if cents is not None]
    if len(ends) < 2:
        return None
    lowest, highest = sorted(ends)
    is_money = is_money or bool(_DECIMALS.search(low) or _DECIMALS.search(high))
    return Span(lowest, highest, f"{decimal(lowest)}..{decimal(highest)}", found.end(), is_money)


def _compared(folded: str, at: int, *, is_equal_taken: bool) -> Span | None:
    signed = _SIGNED.match(folded, at)
    if signed:
        cents, more, less = cents_of(signed["number"] or signed["before"]), signed["more"], signed["less"]
        if cents is None or not (more or less):
            return _plain(folded, at + 1) if is_equal_taken and cents is not None else None
        return _beyond(cents, signed.end(), is_more=bool(more), is_own=(more or less) not in (">", "<"))
    said = _SAID.match(folded, at)
    cents = cents_of(said["number"] or said["before"]) if said else None
    if said is None or cents is None:
        return None
    return _beyond(
        cents, said.end(), is_more=bool(said["over"] or said["least"]), is_own=bool(said["least"] or said["most"])
    )


def _beyond(cents: int, end: int, *, is_more: bool, is_own: bool) -> Span:
    """More or less than an amount; `is_own`: or that very amount."""
    value = f"{'>' if is_more else '<'}{'=' if is_own else ''}{decimal(cents)}"
    if is_more:
        return Span(cents if is_own else cents + 1, None, value, end)
    return Span(None, cents if is_own else cents - 1, value, end)


def _plain(folded: str, at: int) -> Span | None:
    """One amount; with fewer decimals than two, all that begin so: 193 is 193.00 to 193.99."""
    found = _PLAIN.match(folded, at)
    cents = cents_of(found["number"]) if found else None
    if found is None or cents is None:
        return None
    decimals = _DECIMALS.search(found["number"])
    open_decimals = 2 - (len(decimals[1]) if decimals else 0)
    wide = 10**open_decimals - 1
    lowest, highest = (cents - wide, cents) if found["number"].startswith("-") else (cents, cents + wide)
    shown = decimal(cents)
    return Span(lowest, highest, shown[: len(shown) - open_decimals].removesuffix("."), found.end())
