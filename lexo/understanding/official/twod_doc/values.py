"""The values of a 2D-Doc in two forms, as people write them and normalised; and whether their check digits fit."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from lexo.understanding.official.twod_doc.abbreviations import civility, spelled_out
from lexo.understanding.official.twod_doc.countries import three_letters
from lexo.understanding.official.twod_doc.header import days_since_2000


class Value(NamedTuple):
    """`failed` names the check that it does not pass."""

    shown: str
    normalized: str
    failed: str = ""


def value_of(raw: str, form: str) -> Value | None:
    """Read a value of the list; None where it is empty or not of that form."""
    text = " ".join(raw.split()) if form != "mrz" else raw
    return _FORMS[form](text) if text.strip() else None


def shown_date(day: date) -> str:
    """As people write it in France: 03/02/2026."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _text(raw: str) -> Value:
    return Value(raw, raw)


def _id(raw: str) -> Value:
    return Value(raw, raw.replace(" ", "").upper())


def _person(raw: str) -> Value | None:
    """Title, name and given name stand between slashes: MME/EXEMPLE/ALICE."""
    parts = [" ".join(part.split()) for part in raw.split("/") if part.strip()]
    if not parts:
        return None
    first, *others = parts
    title = civility(first)
    names = others if title != first and others else parts
    return Value(" ".join([title, *others]), " ".join(names).upper())


def _names(raw: str) -> Value | None:
    names = [" ".join(name.split()) for name in raw.split("/") if name.strip()]
    return Value(" ".join(names), " ".join(names).upper()) if names else None


def _address(raw: str) -> Value:
    return Value(spelled_out(raw), raw.upper())


def _amount(raw: str) -> Value | None:
    number = _decimal(raw.replace("EUR", "").replace("€", ""))
    if number is None:
        return None
    whole, cents = f"{number:,.2f}".replace(",", "\u202f").split(".")
    return Value(f"{whole},{cents}\u00a0€", f"{number:.2f}")


def _number(raw: str) -> Value | None:
    number = _decimal(raw)
    if number is None:
        return None
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return Value(plain.replace(".", ","), plain)


def _decimal(raw: str) -> Decimal | None:
    digits = raw.replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"[+-]?[0-9]{1,13}(\.[0-9]{1,4})?", digits):
        return None
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def _integer(raw: str) -> Value | None:
    return Value(str(int(raw)), str(int(raw))) if re.fullmatch("[0-9]{1,6}", raw) else None


def _points(raw: str) -> Value | None:
    """One hexadecimal digit: twelve points are a C."""
    return Value(str(int(raw, 16)), str(int(raw, 16))) if re.fullmatch("[0-9A-Ca-c]", raw) else None


def _hex_year(raw: str) -> Value | None:
    """7DF is 2015."""
    year = int(raw, 16) if re.fullmatch("[0-9A-Fa-f]{3}", raw) else 0
    return Value(str(year), str(year)) if 1900 <= year <= 2100 else None


def _year(raw: str) -> Value | None:
    return Value(raw, raw) if re.fullmatch("(19|20)[0-9]{2}", raw) else None


def _date(raw: str) -> Value | None:
    """DDMMYYYY."""
    day = _calendar(raw, "%d%m%Y", 8)
    return Value(shown_date(day), day.date().isoformat()) if day else None


def _moment(raw: str) -> Value | None:
    """DDMMYYYYHHMM."""
    moment = _calendar(raw, "%d%m%Y%H%M", 12)
    return Value(f"{shown_date(moment)} {moment:%H:%M}", moment.strftime("%Y-%m-%dT%H:%M")) if moment else None


def _day_of(raw: str) -> Value | None:
    """DDMMYYYYHHMM, of which the day is what counts."""
    moment = _moment(raw)
    return moment and moment._replace(normalized=moment.normalized[:10])


def _time(raw: str) -> Value | None:
    """HHMM or HHMMSS."""
    if not re.fullmatch("([01][0-9]|2[0-3])[0-5][0-9]([0-5][0-9])?", raw):
        return None
    parts = ":".join(re.findall("..", raw))
    return Value(parts, parts)


def _days(raw: str) -> Value | None:
    day = days_since_2000(raw)
    return Value(shown_date(day), day.isoformat()) if day else None


def _calendar(raw: str, form: str, length: int) -> datetime | None:
    if len(raw) != length or not (raw.isascii() and raw.isdigit()) or raw[4:8] < "1850":
        return None
    try:
        return datetime.strptime(raw, form)  # noqa: DTZ007 -- a paper's date is where its reader is
    except ValueError:
        return None


def _country(raw: str) -> Value | None:
    return Value(raw.upper(), raw.upper()) if re.fullmatch("[A-Za-z]{2}", raw) else None


def _nation(raw: str) -> Value | None:
    """In three letters, as passports write it."""
    letters = three_letters(raw)
    return Value(letters, letters) if letters else None


def _sex(raw: str) -> Value | None:
    return Value(raw.upper(), raw.upper()) if raw.upper() in ("M", "F") else None


def _phone(raw: str) -> Value | None:
    digits = re.sub(r"[ .\-()]", "", raw)
    if not re.fullmatch(r"\+?[0-9]{6,15}", digits):
        return None
    is_french = re.fullmatch("0[1-9][0-9]{8}", digits)
    return Value(" ".join(re.findall("..", digits)) if is_french else raw, "+33" + digits[1:] if is_french else digits)


def _plate(raw: str) -> Value:
    compact = re.sub(r"[\s-]", "", raw).upper()
    new = re.fullmatch("([A-Z]{2})([0-9]{3})([A-Z]{2})", compact)
    return Value("-".join(new.groups()) if new else raw, compact)


def _bic(raw: str) -> Value | None:
    compact = raw.replace(" ", "").upper()
    return Value(compact, compact) if re.fullmatch("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", compact) else None


def _iban(raw: str) -> Value | None:
    from stdnum import iban  # its lists of countries are read on import

    compact = raw.replace(" ", "").upper()
    if not re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", compact):
        return None
    return Value(
        " ".join(re.findall(".{1,4}", compact)), compact, "" if iban.is_valid(compact) else "iban_check_digits"
    )


def _siret(raw: str) -> Value | None:
    from stdnum.fr import siret

    if not re.fullmatch("[0-9]{14}", raw):
        return None
    shown = f"{raw[:3]} {raw[3:6]} {raw[6:9]} {raw[9:]}"
    return Value(shown, raw, "" if siret.is_valid(raw) else "siret_check_digits")


def _siren(raw: str) -> Value | None:
    from stdnum.fr import siren

    if not re.fullmatch("[0-9]{9}", raw):
        return None
    return Value(f"{raw[:3]} {raw[3:6]} {raw[6:]}", raw, "" if siren.is_valid(raw) else "siren_check_digits")


def _tax_number(raw: str) -> Value | None:
    from stdnum.fr import nif

    if not re.fullmatch("[0-9]{13}", raw):
        return None
    shown = f"{raw[:2]} {raw[2:4]} {raw[4:7]} {raw[7:10]} {raw[10:]}"
    return Value(shown, raw, "" if nif.is_valid(raw) else "tax_number_check_digits")


def _mrz(raw: str) -> Value | None:
    """Spaces stand for its signs "<". In lines, as it is printed: two of 36 or 44 characters, or three of 30."""
    signs = raw.replace(" ", "<").upper()
    lines = {72: 36, 88: 44, 90: 30}.get(len(signs))
    if lines is None or not re.fullmatch("[A-Z0-9<]+", signs):
        return None
    printed = "\n".join(signs[at : at + lines] for at in range(0, len(signs), lines))
    return Value(printed, printed)


_FORMS: dict[str, Callable[[str], Value | None]] = {
    "text": _text,
    "id": _id,
    "person": _person,
    "names": _names,
    "address": _address,
    "amount": _amount,
    "number": _number,
    "integer": _integer,
    "points": _points,
    "hexyear": _hex_year,
    "year": _year,
    "date": _date,
    "moment": _moment,
    "dayof": _day_of,
    "time": _time,
    "days": _days,
    "country": _country,
    "nation": _nation,
    "sex": _sex,
    "phone": _phone,
    "plate": _plate,
    "bic": _bic,
    "iban": _iban,
    "siret": _siret,
    "siren": _siren,
    "tax_number": _tax_number,
    "mrz": _mrz,
}
