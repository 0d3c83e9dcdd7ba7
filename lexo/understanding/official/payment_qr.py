"""Payment codes on bills: the European transfer code (EPC069-12, "Girocode") and the Swiss QR-bill.

Layouts after EPC069-12 version 2.1 of the European Payments Council and the Implementation Guidelines QR-bill 2.2 of
SIX. Such a code is not signed: that its IBAN passes its check digits is what speaks for it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lexo.facts import Code, Field, Proof, Source, Verdict
from lexo.understanding.paper import Paper

MAX_CODES, MAX_BYTES, MAX_LINES, MAX_CHARS = 64, 4096, 64, 150
EMBEDDED = "embedded"  # the rule of what stands in a code whose IBAN passes its check digits
_CHARSETS = dict(enumerate("utf-8 latin-1 iso8859-2 iso8859-4 iso8859-5 iso8859-7 iso8859-10 iso8859-15".split(), 1))
_LINE_BREAK = re.compile("\r\n|\n|\r")
_AMOUNT = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,2}))?")
_CURRENCIES = {"EUR": "€", "CHF": "CHF"}


@dataclass(frozen=True, slots=True)
class Payment:
    """What a payment code asks for; "" where it leaves something open."""

    iban: str
    bic: str = ""
    payee_name: str = ""
    payee_address: str = ""
    amount: str = ""  # as it stands in the code
    currency: str = ""
    reference: str = ""
    reference_type: str = ""  # "RF", "QRR", or ""
    text: str = ""
    payer_name: str = ""
    payer_address: str = ""


def find(paper: Paper) -> Iterator[Field]:
    """The payments that the codes of a paper ask for."""
    for code in paper.codes[:MAX_CODES]:
        payment = payment_of(code.content)
        if payment is not None:
            yield from _fields(payment, code)


def payment_of(content: bytes) -> Payment | None:
    """Read a payment code; None where this is none."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.startswith(b"BCD") and len(content) <= MAX_BYTES:
        return _european(content)
    if content.startswith(b"SPC") and len(content) <= MAX_BYTES:
        return _swiss(_lines(content, "utf-8"))
    return None


def _european(content: bytes) -> Payment | None:
    """Lines: BCD, version, character set, SCT (INST), BIC, name, IBAN, amount, purpose, reference or text."""
    charset = re.search(rb"\A.*\r?\n.*\r?\n([1-8])\r?\n", content)
    lines = _lines(content, _CHARSETS[int(charset[1])] if charset else "utf-8")
    if lines[1] not in ("001", "002") or lines[3] not in ("SCT", "INST") or not lines[6]:
        return None
    currency = re.match("[A-Z]{3}", lines[7])
    return Payment(
        iban=lines[6],
        bic=lines[4],
        payee_name=lines[5],
        amount=lines[7][3:] if currency else lines[7],
        currency=currency[0] if currency else "",
        reference=lines[9],
        reference_type="RF" if lines[9].upper().startswith("RF") else "",
        text=lines[10],
    )


def _swiss(lines: Sequence[str]) -> Payment | None:
    """Lines: SPC, version, character set, IBAN, payee (7), last payee (7), amount, currency, payer (7), reference."""
    if lines[0] != "SPC" or not lines[1].startswith("02") or not lines[3]:
        return None
    payee_name, payee_address = _swiss_party(lines[4:11])
    payer_name, payer_address = _swiss_party(lines[20:27])
    return Payment(
        iban=lines[3],
        payee_name=payee_name,
        payee_address=payee_address,
        amount=lines[18],
        currency=lines[19],
        reference=lines[28] if lines[27] in ("QRR", "SCOR") else "",
        reference_type={"QRR": "QRR", "SCOR": "RF"}.get(lines[27], ""),
        text=lines[29],
        payer_name=payer_name,
        payer_address=payer_address,
    )


def _swiss_party(lines: Sequence[str]) -> tuple[str, str]:
    """Name and address; S is street, number, postcode, town; K is two lines as they are printed."""
    form, name, first, second, postcode, town, country = lines
    if form == "K":
        return name, ", ".join(filter(None, (first, second, country)))
    return name, ", ".join(filter(None, (f"{first} {second}".strip(), f"{postcode} {town}".strip(), country)))


def _lines(content: bytes, charset: str) -> list[str]:
    """At least `MAX_LINES` lines, those that are missing empty."""
    lines = [line.strip() for line in _LINE_BREAK.split(content.decode(charset, "replace"), MAX_LINES)]
    return [line[:MAX_CHARS] for line in lines] + [""] * (MAX_LINES - len(lines))


def _fields(payment: Payment, code: Code) -> Iterator[Field]:
    iban = _compact(payment.iban)
    if not re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", iban):
        return
    teller = _Teller(code, is_sound=_is_iban(iban))
    shown = " ".join(re.findall(".{1,4}", iban))
    yield teller.checked("iban", (shown, iban), payment.iban, ("iban_check_digits", teller.is_sound))
    bic = _compact(payment.bic)
    if re.fullmatch("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", bic):
        yield teller.plain("bic", bic, bic, payment.bic)
    yield from _money(payment, teller)
    yield from _reference(payment, teller)
    for name in ("payee_name", "payee_address", "payer_name", "payer_address", "text"):
        text = " ".join(getattr(payment, name).split())
        if text and "\ufffd" not in text:
            yield teller.plain("payment_text" if name == "text" else name, text, text, getattr(payment, name))


def _money(payment: Payment, teller: "_Teller") -> Iterator[Field]:
    amount = _AMOUNT.fullmatch(payment.amount.strip())
    currency = payment.currency if payment.currency in _CURRENCIES else ""
    if amount and currency:
        whole, cents = int(amount[1]), (amount[2] or "").ljust(2, "0")
        shown = f"{whole:,}".replace(",", "\u202f") + f",{cents}\u00a0{_CURRENCIES[currency]}"
        yield teller.plain("due_payable", shown, f"{whole}.{cents}", payment.amount)
    if currency:
        yield teller.plain("currency", currency, currency, currency)


def _reference(payment: Payment, teller: "_Teller") -> Iterator[Field]:
    reference = _compact(payment.reference)
    if not reference:
        return
    value = (payment.reference, reference)
    if payment.reference_type == "RF":
        from stdnum import iso11649

        yield teller.checked("payment_reference", value, value[0], ("rf_check_digits", iso11649.is_valid(reference)))
    elif payment.reference_type == "QRR":
        yield teller.checked("payment_reference", value, value[0], ("qrr_check_digit", _is_qrr(reference)))
    else:
        yield teller.plain("payment_reference", *value, value[0])


@dataclass(frozen=True, slots=True)
class _Teller:
    """Makes the fields of one code. Where its IBAN is wrong, nothing of it is proven."""

    code: Code
    is_sound: bool

    def plain(self, name: str, value: str, normalized: str, verbatim: str) -> Field:
        verdict = Verdict.VERIFIED if self.is_sound else Verdict.PLAUSIBLE
        return self._field(name, (value, normalized), verbatim, (verdict, EMBEDDED if self.is_sound else ""))

    def checked(self, name: str, value: tuple[str, str], verbatim: str, check: tuple[str, bool]) -> Field:
        rule, has_passed = check
        return self._field(name, value, verbatim, (Verdict.VERIFIED if has_passed else Verdict.CONTRADICTED, rule))

    def _field(self, name: str, value: tuple[str, str], verbatim: str, said: tuple[Verdict, str]) -> Field:
        verdict, rule = said
        confidence = {Verdict.VERIFIED: 0.99, Verdict.PLAUSIBLE: 0.7}.get(verdict, 0.2)
        proof = Proof(self.code.page, (self.code.bbox,), verbatim, "zxing")
        return Field(name, *value, Source.QR, verdict, confidence, proof, rule)


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text).upper()


def _is_iban(compact: str) -> bool:
    from stdnum import iban  # its lists of countries are read on import

    return bool(iban.is_valid(compact))


def _is_qrr(reference: str) -> bool:
    """27 digits, the last one the recursive modulo 10 of the others, as on the orange slips before."""
    from stdnum.ch import esr

    return bool(re.fullmatch("[0-9]{27}", reference) and esr.is_valid(reference))
