"""Values of fields as people type them, in the normal form that fields are kept in, as far as they are typed."""

import re
from datetime import date

from lexo.library.searching.folding import fold_in_place
from lexo.library.typed.amounts import Span, amount_of_key
from lexo.library.typed.dates import Period, period_at
from lexo.store.identifiers import compact

LONGEST = 80  # characters of a date or an amount

_DATE = re.compile(r"deadline|valid_from|.*_date|.*_before|.*_until|(?:period|lease|rights)_(?:start|end)|contract_end")
_AMOUNT = re.compile(
    r".*_total|due_payable|prepaid|(?:.*_)?amount|rent|charges|deposit|premium|deductible|capital|.*_pay|.*_balance"
    r"|total_(?:debits|credits|refunded)|net_(?:taxable|before_tax|social|tax)|left_to_pay|salary|total|refund|tax_base"
)
_COMPACT = re.compile(
    r"(?:.*_)?(?:iban|siren|siret|vat_id|tax_number)|bic|bban|nir|creditor_id|rcs|ape|pdl|pce|plate|vin|ine"
)
_SPACELESS = re.compile(r"number|reference|.*_(?:number|reference|id)")
_LONGEST = {"siren": 9, "siret": 14, "iban": 34, "nir": 15, "vat_id": 15, "phone": 12, "fax": 12, "creditor_id": 35}
_GROUP = re.compile(r"[ \u00a0\u202f]([0-9A-Za-z]{1,5})(?=[\s,;]|\Z)")
_NATIONAL = re.compile(r"0(\d{1,9})")
_BEFORE_HOST = re.compile(r"(?:https?://)?(?:www\.)?")


def normalized(name: str, value: str, today: date) -> str:
    """The beginning of the normalized values that are meant: `2024-03` for `mars 2024`, `193.` for `193`.

    >>> normalized("siret", "404 833 048", date(2026, 1, 1)), normalized("grand_total", "1 234,5", date(2026, 1, 1))
    ('404833048', '1234.5')
    """
    folded = fold_in_place(value)
    if _DATE.fullmatch(name):
        period = period_at(folded, 0, today)
        return period.value if period and period.end == len(folded) and ".." not in period.value else value
    if _AMOUNT.fullmatch(name):
        span = amount_of_key(folded, 0)
        is_one = span is not None and span.end == len(folded) and span.value[0] not in "<>" and ".." not in span.value
        return (span.value if "." in span.value else span.value + ".") if span and is_one else value
    if _COMPACT.fullmatch(name):
        return compact(value) or value
    if name in ("phone", "fax"):
        digits = re.sub(r"[^\d+]", "", value)
        return _NATIONAL.sub(r"+33\1", digits) if _NATIONAL.fullmatch(digits) else digits or value
    if name in ("email", "website"):
        return _BEFORE_HOST.sub("", "".join(folded.split()), count=1) or value
    return "".join(value.upper().split()) if _SPACELESS.fullmatch(name) else value


def end_of_value(text: str, word: tuple[int, int], name: str, today: date) -> int:
    """Where a value ends that goes on behind its first word: `mars 2024`, `1 234,56 €`, `FR76 3000 6000 01`."""
    begin, end = word
    folded = fold_in_place(text[begin : begin + LONGEST])
    stretch: Period | Span | None = None
    if _DATE.fullmatch(name):
        stretch = period_at(folded, 0, today)
    elif _AMOUNT.fullmatch(name):
        stretch = amount_of_key(folded, 0)
    return max(end, begin + stretch.end) if stretch else _end_of_groups(text, word, _LONGEST.get(name, 0))


def _end_of_groups(text: str, word: tuple[int, int], longest: int) -> int:
    """Groups of digits belong to a number as long as it is not as long as such numbers are."""
    begin, end = word
    length = len(compact(text[begin:end]))
    while length < longest:
        group = _GROUP.match(text, end)
        if group is None or not any(char.isdigit() for char in group[1]) or length + len(group[1]) > longest:
            break
        end, length = group.end(), length + len(group[1])
    return end
