"""What the corpus says is printed on its papers, in LEXO's terms, and how a found value is compared with it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from rapidfuzz import fuzz

CLOSE = 90.0  # of 100: names and addresses that are the same but for some letters or the order of words
LINE_CLOSE = 80.0  # names of line items, where their totals are the same
MONTHS = (
    "jan|janv|january|janvier|januar|januari|jänner",
    "feb|févr|fév|february|février|februar|februari",
    "mar|mars|march|märz|maart|mrt",
    "apr|avr|april|avril",
    "may|mai|mei",
    "jun|juin|june|juni",
    "jul|juil|juillet|july|juli",
    "aug|août|aout|august|augustus",
    "sep|sept|septembre|september",
    "oct|okt|octobre|october|oktober",
    "nov|novembre|november",
    "dec|déc|dez|décembre|december|dezember",
)
_MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split("|")}
_LOOKALIKES = str.maketrans("OIBSZ", "01852")  # what OCR mixes up


@dataclass(frozen=True)
class Expected:
    """One field of the truth: any of `values` is right; with `several`, all of them are wanted."""

    name: str
    how: str  # "date", "amount", "id", "name", "rates"
    values: tuple[str, ...]
    several: bool = False


@dataclass(frozen=True)
class ExpectedLine:
    """One line item; of a credit note, its total may have either sign."""

    name: str
    total: Decimal
    is_credit: bool = False


_OF_XML = {
    "invoice_number": ("invoice_number", "id"),
    "type_code": ("type_code", "id"),
    "issue_date": ("issue_date", "date"),
    "due_date": ("due_date", "date"),
    "seller_name": ("seller_name", "name"),
    "buyer_name": ("buyer_name", "name"),
    "currency": ("currency", "id"),
    "iban": ("iban", "id"),
    "order_ref": ("order_reference", "id"),
    "line_total": ("line_total", "amount"),
    "tax_basis_total": ("tax_basis_total", "amount"),
    "tax_total": ("tax_total", "amount"),
    "grand_total": ("grand_total", "amount"),
    "due_payable": ("due_payable", "amount"),
    "vat_rates": ("tax_breakdown", "rates"),
}
_OF_TEMPLATE = {
    "amount": ("grand_total", "amount"),
    "date": ("issue_date", "date"),
    "date_due": ("due_date", "date"),
    "date_start": ("period_start", "date"),
    "date_end": ("period_end", "date"),
    "invoice_number": ("invoice_number", "id"),
    "vat": ("seller_vat_id", "id"),
    "siren": ("seller_siren", "id"),
    "iban": ("iban", "id"),
    "bic": ("bic", "id"),
    "client_id": ("customer_number", "id"),
    "currency": ("currency", "id"),
}
_OF_RECEIPT = {
    "company": ("seller_name", "name"),
    "date": ("issue_date", "date"),
    "address": ("seller_address", "name"),
    "total": ("grand_total", "amount"),
}
_OF_CONTRACT = {
    "effective_date": ("effective_date", "date"),
    "jurisdiction": ("jurisdiction", "name"),
    "party": ("party", "name"),
    "term": ("term", "name"),
}


def expected(category: str, truth: Any) -> list[Expected]:
    """The truth of one paper as LEXO would name it.

    Credit notes say their amounts without a minus in their data, and often print one: both are right.
    """
    if category == "invoice" and isinstance(truth, list):
        return list(_of_template(truth[0]))
    if category == "invoice" and isinstance(truth, dict):
        wanted = [*_mapped(truth, _OF_XML), *_seller_numbers(truth)]
        is_credit = truth.get("type_code") == "381"
        return [_of_either_sign(want) if is_credit and want.how == "amount" else want for want in wanted]
    if category == "receipt" and isinstance(truth, dict):
        return list(_mapped(truth, _OF_RECEIPT))
    if category == "contract" and isinstance(truth, dict):
        return [
            Expected(name, how, tuple(truth[key]), several=True)
            for key, (name, how) in _OF_CONTRACT.items()
            if truth.get(key)
        ]
    return []


def expected_lines(category: str, truth: Any) -> list[ExpectedLine]:
    """The line items whose name and total the truth knows."""
    if category != "invoice" or not truth:
        return []
    invoice = truth[0] if isinstance(truth, list) else truth
    is_credit = invoice.get("type_code") == "381"
    found = [line for row in invoice.get("lines") or () if (line := _line(row)) is not None]
    return [replace(line, is_credit=is_credit) for line in found]


def _line(row: Mapping[str, Any]) -> ExpectedLine | None:
    name = str(row.get("name") or row.get("desc") or "").partition("\n")[0]
    total = amount(row.get("line_total", row.get("price_subtotal", row.get("price"))))
    if total is None and (unit := amount(row.get("price_unit"))) is not None:
        total = unit * (amount(row.get("qty")) or 1)
    return ExpectedLine(name, total) if name and total is not None else None


def _mapped(truth: Mapping[str, Any], names: Mapping[str, tuple[str, str]]) -> Iterator[Expected]:
    for key, (name, how) in names.items():
        if truth.get(key) not in (None, "", []):
            values = truth[key] if isinstance(truth[key], list) else [truth[key]]
            yield Expected(name, how, tuple(map(str, values)), several=how == "rates")


def _of_either_sign(want: Expected) -> Expected:
    return replace(want, values=(*want.values, *(f"-{value}" for value in want.values)))


def _seller_numbers(truth: Mapping[str, Any]) -> Iterator[Expected]:
    for number in truth.get("seller_tax_ids") or ():
        yield Expected("seller_vat_id" if number[:2].isalpha() else "seller_tax_number", "id", (number,))
    legal = compact(str(truth.get("seller_legal_id") or ""))
    if legal:
        names = {9: "seller_siren", 14: "seller_siret"} if legal.isdigit() else {}
        yield Expected(names.get(len(legal), "seller_legal_id"), "id", (legal,))


def _of_template(truth: Mapping[str, Any]) -> Iterator[Expected]:
    """Of invoice2data: its net amount says something only where it is not the gross one once more."""
    yield from _mapped(truth, _OF_TEMPLATE)
    names = dict.fromkeys(str(truth[key]) for key in ("issuer", "partner_name") if truth.get(key))
    if names:
        yield Expected("seller_name", "name", tuple(names))
    net = truth.get("amount_untaxed")
    if net is not None and net != truth.get("amount"):
        yield Expected("tax_basis_total", "amount", (str(net),))


def is_right(want: str, got: str, how: str, *, strictly: bool = False) -> bool:
    """Whether a found value says what the truth says."""
    if how == "date":
        return iso(want) == iso(got) != ""
    if how == "amount":
        return amount(want) == amount(got) is not None
    if how == "id":
        return compact(want) == compact(got) != ""
    if strictly:
        return plain(want) == plain(got)
    return fuzz.ratio(plain(want), plain(got)) >= CLOSE or fuzz.token_sort_ratio(plain(want), plain(got)) >= CLOSE


def line_matches(wanted: Sequence[ExpectedLine], rows: Sequence[Mapping[str, str]]) -> int:
    """How many line items were found with their name and total; each row counts once."""
    left = list(rows)
    found = 0
    for line in wanted:
        for row in left:
            got, total = plain(row.get("name", "")), amount(row.get("line_total"))
            close = max(fuzz.ratio(plain(line.name), got), fuzz.ratio(plain(line.name), got[: len(plain(line.name))]))
            is_total = total == line.total or (line.is_credit and total == -line.total)
            if is_total and close >= LINE_CLOSE:
                left.remove(row)
                found += 1
                break
    return found


def plain(text: str) -> str:
    """Casefolded words without accents and signs, one space apart."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(sign for sign in bare if not unicodedata.combining(sign))))


def compact(text: str) -> str:
    """Letters and digits in capitals."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def alike(text: str) -> str:
    """Compact, with what OCR mixes up taken for the same."""
    return compact(text).translate(_LOOKALIKES)


def amount(value: Any) -> Decimal | None:
    """A number of the truth or of LEXO, whatever currency is written beside it, to two places."""
    found = re.search(r"-?\d[\d,.]*", str(value)) if value is not None else None
    if found is None:
        return None
    try:
        return Decimal(found[0].replace(",", "")).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def iso(text: str) -> str:
    """A date in any of the truth's forms, the day first, as ISO 8601; "" where it is none."""
    text = text.strip().casefold()
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})\b", text):
        year, month, day = map(int, found.groups())
    elif found := re.match(r"(\d{1,2})[-/. ]+(\d{1,2}|[^\W\d]+)[-/., ]+(\d{4}|\d{2})\b", text):
        day, year = int(found[1]), int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        month = int(found[2]) if found[2].isdigit() else _MONTH.get(found[2], 0)
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def is_printed(want: str, how: str, text: str) -> bool:
    """Whether the paper's own text holds a value of the truth, in any of the usual forms."""
    if how == "date":
        return _is_date_printed(iso(want), text)
    if how == "amount":
        value = amount(want)
        return value is not None and not _numbers(text).isdisjoint(_forms(abs(value)))
    if how == "id":
        return compact(want) in compact(text)
    return fuzz.partial_ratio(plain(want), plain(text)) >= CLOSE


def _numbers(text: str) -> set[str]:
    """Every number of the text without signs between thousands, with a point before its cents."""
    found = re.findall(r"\d[\d .,'’\u00a0\u202f]*", text)
    parts = {part for number in found for part in (number, *re.split(r"[ \u00a0\u202f]+", number))}
    return {re.sub(r"\D", "", part) for part in parts}


def _forms(value: Decimal) -> Iterable[str]:
    cents = f"{value:.2f}".replace(".", "")
    return (cents.lstrip("0").rjust(3, "0"), *((cents[:-2],) if cents.endswith("00") else ()))


def _is_date_printed(day: str, text: str) -> bool:
    if not day:
        return False
    y, m, d = day[:4], int(day[5:7]), int(day[8:])
    year, gap = f"(?:{y}|{y[2:]})", r"[\s./,-]{1,3}"
    month = f"(?:0?{m}|{MONTHS[m - 1]})"
    ends = r"(?:st|nd|rd|th|er)?"
    forms = (
        f"0?{d}{ends}\\.?{gap}{month}{gap}{year}",
        f"{y}{gap}{month}{gap}0?{d}",
        f"{month}{gap}0?{d}{ends}{gap}{y}",
    )
    return any(re.search(rf"(?<!\d){form}(?!\d)", text.casefold()) for form in forms)


def numbers_are_sound(name: str, value: str) -> bool:
    """An independent look at an identifier: the published formulae, none of LEXO's libraries."""
    value = compact(value)
    if name.endswith("iban"):
        digits = "".join(str(int(sign, 36)) for sign in value[4:] + value[:4])
        return 15 <= len(value) <= 34 and int(digits or 0) % 97 == 1
    if name.endswith("siren"):
        return len(value) == 9 and _luhn(value)
    if name.endswith("siret"):
        post = value.startswith("356000000") and value.isdigit() and sum(map(int, value)) % 5 == 0
        return len(value) == 14 and (_luhn(value) or post)
    if name.endswith("vat_id") and value.startswith("FR") and value[2:].isdigit():
        return len(value) == 13 and int(value[2:4]) == (12 + 3 * (int(value[4:]) % 97)) % 97
    return True


def _luhn(digits: str) -> bool:
    if not digits.isdecimal():
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
