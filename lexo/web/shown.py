"""How facts look to people: their values, where they come from, and what speaks for them."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lexo.facts import Source, Verdict
from lexo.web import i18n
from lexo.web.i18n import N_
from lexo.web.naming import field_name

VERDICTS = {
    Verdict.VERIFIED: N_("verified"),
    Verdict.PLAUSIBLE: N_("plausible"),
    Verdict.CONTRADICTED: N_("contradicted"),
    Verdict.UNVERIFIED: N_("not verified"),
}
SOURCES = {
    Source.PERSON: N_("you"),
    Source.TWO_D_DOC: N_("2D-Doc code"),
    Source.XML: N_("data in the file"),
    Source.MRZ: N_("machine-readable lines"),
    Source.QR: N_("QR code"),
    Source.RULE: N_("printed"),
    Source.MODEL: N_("text model"),
}
RULES = {
    "sum": N_("the sums agree"),
    "iban_check_digits": N_("IBAN key"),
    "rib_key": N_("IBAN key and RIB key"),
    "iban_bank": N_("bank of the IBAN"),
    "bank_directory": N_("known bank"),
    "luhn": N_("check digit"),
    "siren_check_digit": N_("check digit"),
    "siren_check_digits": N_("check digit"),
    "siret_check_digits": N_("check digit"),
    "vat_check_digits": N_("VAT key"),
    "agrees": N_("agrees with the SIREN"),
    "siren_disagrees": N_("another SIREN"),
    "nir_key": N_("key of the number"),
    "nir_key_provisional": N_("provisional number"),
    "tax_number_check_digits": N_("check digits"),
    "creditor_id_check_digits": N_("check digits"),
    "rf_check_digits": N_("check digits"),
    "qrr_check_digit": N_("check digit"),
    "vin_check_digit": N_("check digit"),
    "mrz_check_digits": N_("check digits"),
    "check_digits": N_("check digits are wrong"),
    "check_fails": N_("check digits are wrong"),
    "form": N_("known form"),
    "numbering_plan": N_("numbering plan"),
    "wording": N_("wording"),
    "official_data": N_("official data say otherwise"),
    "twod_doc_signature": N_("signature checked"),
    "twod_doc_signature_false": N_("signature is wrong"),
    "twod_doc_certificate_expired": N_("certificate expired"),
    "twod_doc_unknown_authority": N_("signature not checked"),
    "not_printed": N_("not on the paper"),
    "person": N_("said by you"),
}
CONTRADICTED = {"sum": N_("the sums disagree")}
COLUMNS = {"line_total": N_("Amount"), "tax_rate": N_("VAT"), "unit_price": N_("Price")}
COLUMNS_OF_AMOUNTS = frozenset("unit_price line_total amount basis debit credit balance paid refunded discount".split())
COLUMNS_OF_NUMBERS = COLUMNS_OF_AMOUNTS | {"quantity", "rate", "tax_rate"}
_MONEY = re.compile(
    r".*_total|due_payable|prepaid|amount|rent|charges|deposit|premium|deductible|capital|.*_pay|.*_pay_year"
    r"|.*_balance|total_(?:debits|credits|refunded)|net_.*|left_to_pay|salary|fine_amount|increased_amount"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
_CURRENCY = re.compile(r"[A-Z]{3}")


def value(name: str, written: str, normalized: str, currency: str, language: str) -> str:
    """A fact's value: days in words, bare amounts with their currency, all else as it is written."""
    if _DAY.fullmatch(normalized) and (normalized[:4] not in written or not any(map(str.isalpha, written))):
        return day(normalized, language)
    if _DECIMAL.fullmatch(written) and _MONEY.fullmatch(name):
        return money(written, currency, language)
    return written


def day(iso: str, language: str) -> str:
    """`3 novembre 2025`; what is no day as it is."""
    from babel.dates import format_date

    try:
        return str(format_date(date.fromisoformat(iso), format="long", locale=language))
    except ValueError:
        return iso


def short_day(iso: str, language: str) -> tuple[str, str]:
    """A day of the month, and its month: ("25", "nov."), with its year where it is another than this one."""
    from babel.dates import format_date

    known = date.fromisoformat(iso)
    pattern = "MMM" if known.year == datetime.now().astimezone().year else "MMM y"
    return str(known.day), str(format_date(known, pattern, locale=language))


def money(amount: str, currency: str, language: str) -> str:
    """`1 234,50 €`; without its currency where that is not known, and as it is where it is no number."""
    from babel.numbers import format_currency, format_decimal

    try:
        number = Decimal(amount)
    except InvalidOperation:
        return amount
    if _CURRENCY.fullmatch(currency):
        return str(format_currency(number, currency, locale=language))
    return str(format_decimal(number, "#,##0.00", locale=language))


def column(name: str, language: str) -> str:
    """What a column of a table-like fact is called: shorter than the field of that name, where there is one."""
    return i18n.translate(COLUMNS[name], language) if name in COLUMNS else field_name(name, language)


def cell(column: str, text: str, language: str) -> str:
    """A cell of a table-like fact."""
    if _DAY.fullmatch(text):
        return i18n.date(text, language) if day(text, language) != text else text
    if not _DECIMAL.fullmatch(text):
        return text
    if column in COLUMNS_OF_AMOUNTS:
        return money(text, "", language)
    if column in ("rate", "tax_rate"):
        return f"{i18n.number(float(text), language)}{i18n.NO_BREAK_SPACE if language == 'fr' else ''}%"
    return i18n.number(float(text), language) if column in COLUMNS_OF_NUMBERS else text


def rule(code: str, verdict: Verdict) -> str:
    """What a verdict rests on, a message id; empty where there are no words for it."""
    plain = code.partition("+")[0]
    if verdict is Verdict.CONTRADICTED and plain in CONTRADICTED:
        return CONTRADICTED[plain]
    return RULES.get(plain, "")
