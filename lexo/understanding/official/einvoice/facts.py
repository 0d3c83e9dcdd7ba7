"""Facts out of an electronic invoice."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from lexo.facts import Field, Proof, Row, Source, Verdict
from lexo.understanding.fields import amounts
from lexo.understanding.official.einvoice.invoice import Identifier, Invoice, Line, Party
from lexo.understanding.official.einvoice.profiles import profile_of
from lexo.understanding.official.einvoice.sums import wrong_totals

CONFIDENCE = 0.99  # that the page says the same: programs write both
DOUBTED = 0.5
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_FRENCH_LISTS = ("0002", "0009")  # ISO/IEC 6523: Sirene's companies, Sirene's establishments
_UNITS = {  # UN/ECE Recommendation 20, for those that people meet
    "C62": "",
    "H87": "",
    "EA": "",
    "HUR": "h",
    "DAY": "j",
    "MON": "mois",
    "ANN": "an",
    "KGM": "kg",
    "GRM": "g",
    "TNE": "t",
    "LTR": "l",
    "MTR": "m",
    "KMT": "km",
    "MTK": "m²",
    "MTQ": "m³",
    "KWH": "kWh",
}


def facts_of(invoice: Invoice) -> Iterator[Field]:
    """All that the invoice says, each value once; what a sum or a check digit speaks against is marked."""
    if profile := profile_of(invoice.guideline):
        yield _fact(invoice, "einvoice_profile", profile, profile, invoice.guideline)
    for name, text in invoice.texts.items():
        if text:
            yield _fact(invoice, name, text, text)
    for name, written in invoice.dates.items():
        if day := _day(written):
            yield _fact(invoice, name, f"{day:%d/%m/%Y}", day.isoformat(), written)
    yield from _totals(invoice)
    yield from _party(invoice, "seller", invoice.seller)
    yield from _party(invoice, "buyer", invoice.buyer)
    for iban in invoice.ibans:
        compact = _compact(iban)
        groups = " ".join(compact[start : start + 4] for start in range(0, len(compact), 4))
        yield _checked(invoice, "iban", groups, compact, iban)
    for bic in invoice.bics:
        yield _checked(invoice, "bic", _compact(bic), _compact(bic), bic)
    yield from _tables(invoice)


def _fact(invoice: Invoice, name: str, value: str, normalized: str, text: str = "") -> Field:
    proof = Proof(text=text or value, engine=invoice.syntax)
    return Field(name, value, normalized, Source.XML, Verdict.VERIFIED, CONFIDENCE, proof, "embedded")


def _doubted(field: Field, rule: str) -> Field:
    return replace(field, verdict=Verdict.CONTRADICTED, confidence=DOUBTED, rule=rule)


def _checked(invoice: Invoice, name: str, value: str, normalized: str, text: str) -> Field:
    field = _fact(invoice, name, value, normalized, text)
    if _is_sound(name, normalized):
        return field
    return _doubted(field, "form" if name == "bic" else "check_digits")


def _is_sound(name: str, number: str) -> bool:
    """Whether the check digits are right, of what LEXO knows them of; programs are told wrong numbers too."""
    from stdnum import iban  # tables of all countries
    from stdnum.fr import siren, siret, tva

    if name == "bic":
        return _BIC.fullmatch(number) is not None
    if name == "iban":
        return bool(iban.is_valid(number, check_country=False))
    if name.endswith("siren"):
        return bool(siren.is_valid(number))
    if name.endswith("siret"):
        return bool(siret.is_valid(number))
    return not number.startswith("FR") or bool(tva.is_valid(number))


def _compact(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())


def _day(written: str) -> date | None:
    """A day, as "20260131" (format 102) or ISO 8601."""
    found = _DAY.match(written)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _totals(invoice: Invoice) -> Iterator[Field]:
    currency, wrong = invoice.texts.get("currency", ""), wrong_totals(invoice)
    for name, (value, text) in invoice.totals.items():
        if name == "prepaid" and not value:
            continue
        field = _fact(invoice, name, amounts.formatted(value, currency), amounts.normalized(value), text)
        yield _doubted(field, "sum") if name in wrong else field


def _party(invoice: Invoice, role: str, party: Party) -> Iterator[Field]:
    if party.name:
        yield _fact(invoice, f"{role}_name", party.name, party.name)
    if party.address:
        abroad = (party.country,) if party.country not in ("", "FR") else ()
        address = ", ".join((*party.address, *abroad))
        yield _fact(invoice, f"{role}_address", address, address)
    for tax in party.taxes:
        if _is_vat(tax):
            yield _checked(invoice, f"{role}_vat_id", tax.text, _compact(tax.text), tax.text)
        elif role == "seller":
            yield _fact(invoice, "seller_tax_number", tax.text, tax.text)
    yield from _register_numbers(invoice, role, party)


def _is_vat(tax: Identifier) -> bool:
    return tax.scheme.upper() == "VA" or (not tax.scheme and tax.text[:2].isalpha())


def _register_numbers(invoice: Invoice, role: str, party: Party) -> Iterator[Field]:
    """SIREN and SIRET, wherever they were written; a number of another register as it is."""
    is_french = party.country == "FR" or any(tax.text.upper().startswith("FR") for tax in party.taxes)
    listed = [each for each in party.others if each.scheme in _FRENCH_LISTS]
    numbers = [_compact(each.text) for each in (party.legal, *listed) if is_french or each.scheme in _FRENCH_LISTS]
    siret = next((number for number in numbers if len(number) == 14 and number.isdigit()), "")
    siren = siret[:9] or next((number for number in numbers if len(number) == 9 and number.isdigit()), "")
    if siret:
        value = f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
        yield _checked(invoice, f"{role}_siret", value, siret, siret)
    if siren:
        yield _checked(invoice, f"{role}_siren", f"{siren[:3]} {siren[3:6]} {siren[6:]}", siren, siret or siren)
    elif role == "seller" and party.legal.text:
        yield _fact(invoice, "seller_legal_id", party.legal.text, _compact(party.legal.text))


def _tables(invoice: Invoice) -> Iterator[Field]:
    taxes = tuple(
        _row(rate=_plain(tax.rate), basis=_money(tax.basis), amount=_money(tax.amount)) for tax in invoice.taxes
    )
    for name, rows in (("tax_breakdown", taxes), ("lines", tuple(map(_line, invoice.lines)))):
        if any(rows):
            field = _fact(invoice, name, str(len(rows)), "")
            yield replace(field, proof=Proof(engine=invoice.syntax), rows=tuple(filter(None, rows)))


def _line(line: Line) -> Row:
    return _row(
        name=line.name,
        quantity=_plain(line.quantity),
        unit=_UNITS.get(line.unit, line.unit[:10]),
        unit_price=_money(line.unit_price),
        tax_rate=_plain(line.tax_rate),
        line_total=_money(line.total),
    )


def _row(**cells: str) -> Row:
    return {name: text for name, text in cells.items() if text}


def _money(value: Decimal | None) -> str:
    return amounts.normalized(value) if value is not None else ""


def _plain(value: Decimal | None) -> str:
    """Without zeros at the end: a quantity, a rate."""
    return f"{value.normalize():f}" if value is not None else ""
