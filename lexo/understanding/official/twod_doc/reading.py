"""From 2D-Doc codes to fields: what a paper says of itself, with the verdict of its signature."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lexo.facts import Code, Field, Proof, Source, Verdict
from lexo.understanding.official.twod_doc.binary import seal_of
from lexo.understanding.official.twod_doc.compose import composed
from lexo.understanding.official.twod_doc.document_types import meaning_of
from lexo.understanding.official.twod_doc.header import Header
from lexo.understanding.official.twod_doc.message import Item, Message, message_of
from lexo.understanding.official.twod_doc.signature import Outcome, check
from lexo.understanding.official.twod_doc.trust import TrustList
from lexo.understanding.official.twod_doc.values import Value, shown_date, value_of
from lexo.understanding.official.twod_doc.zone import facts_in

ANNEX = "twod_doc_annex"  # the rule of what stands behind the signature
MAX_CODES = 64
_OWN_PERIMETER = ("", "01")  # another perimeter has a list of types of its own
_VERDICTS = {
    Outcome.VERIFIED: (Verdict.VERIFIED, 0.999),
    Outcome.EXPIRED: (Verdict.PLAUSIBLE, 0.95),
    Outcome.UNKNOWN: (Verdict.PLAUSIBLE, 0.95),  # read without a fault; nobody says who wrote it
    Outcome.FALSE: (Verdict.CONTRADICTED, 0.1),
}


def fields_of(codes: Sequence[Code], trust: TrustList) -> Iterator[Field]:
    """All that the 2D-Docs among the codes of a paper say. Other codes and damaged ones say nothing."""
    for code in codes[:MAX_CODES]:
        if message := message_of(code.content):
            outcome = _outcome(message.header, message.signed, message.signature, trust)
            teller = _Teller(code, outcome)
            yield from _of_header(message.header, teller, trust)
            yield from _of_message(message, teller)
        elif seal := seal_of(code.content):
            outcome = _outcome(seal.header, seal.signed, seal.signature, trust)
            yield from _of_header(seal.header, _Teller(code, outcome), trust)


def _outcome(header: Header, signed: bytes, signature: bytes, trust: TrustList) -> Outcome:
    ids = (header.authority, header.certificate)
    return check(signed, signature, trust, ids, header.signed or header.issued)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Makes the fields of one code."""

    code: Code
    outcome: Outcome

    def field(self, name: str, value: Value, verbatim: str, *, is_signed: bool = True) -> Field:
        verdict, confidence = _VERDICTS[self.outcome]
        rule = str(self.outcome)
        if value.failed and self.outcome is not Outcome.FALSE:
            verdict, confidence, rule = Verdict.CONTRADICTED, 0.2, value.failed
        elif not is_signed:
            verdict, confidence, rule = Verdict.PLAUSIBLE, 0.7, ANNEX
        proof = Proof(self.code.page, (self.code.bbox,), verbatim, "zxing")
        return Field(name, value.shown, value.normalized, Source.TWO_D_DOC, verdict, confidence, proof, rule)


def _of_header(header: Header, teller: _Teller, trust: TrustList) -> Iterator[Field]:
    if header.type_id:
        meaning = meaning_of(header.type_id) if header.perimeter in _OWN_PERIMETER else header.type_id
        type_id = header.type_id if header.perimeter in _OWN_PERIMETER else f"{header.perimeter}/{header.type_id}"
        yield teller.field("twod_doc_type", Value(meaning, type_id), header.type_id)
    if header.issued:
        yield teller.field("issue_date", _day(header.issued), shown_date(header.issued))
    ids = f"{header.authority}/{header.certificate}"
    signer = trust.signer(header.authority, header.certificate)
    yield teller.field("twod_doc_signed_by", Value(f"{signer} ({ids})" if signer else ids, ids), ids)
    if header.signed:
        yield teller.field("twod_doc_signature_date", _day(header.signed), shown_date(header.signed))


def _day(day: date) -> Value:
    return Value(shown_date(day), day.isoformat())


def _of_message(message: Message, teller: _Teller) -> Iterator[Field]:
    """The items of the annex are told apart: a person who alters a paper can write there what they like."""
    for is_signed in (True, False):
        items = [item for item in message.items if item.is_signed is is_signed]
        whole = list(composed(_by_id(items)))
        told = {item.id for one in whole for item in one.items}
        for one in whole:
            verbatim = "\n".join(item.value for item in one.items)
            yield teller.field(one.name, one.value, verbatim, is_signed=is_signed)
        for item in items:
            if item.id not in told and (field := _of_item(item, teller)):
                yield field
                if field.name == "mrz":
                    yield from _of_zone(field, item, teller)


def _of_zone(zone: Field, item: Item, teller: _Teller) -> Iterator[Field]:
    for fact in facts_in(zone.normalized, teller.code):
        yield teller.field(fact.name, Value(fact.value, fact.normalized), fact.proof.text, is_signed=item.is_signed)


def _by_id(items: Iterable[Item]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.id, item)
    return found


def _of_item(item: Item, teller: _Teller) -> Field | None:
    """An item that the list does not know is told as it stands, in doubt: it may hold more than one value."""
    raw_name = f"twod_doc_{item.id.lower()}"
    if item.datum is None:
        value = value_of(item.value, "text") if item.id.isalnum() and item.id.isascii() else None
        field = teller.field(raw_name, value, item.value, is_signed=item.is_signed) if value else None
        return replace(field, confidence=min(field.confidence, 0.5)) if field else None
    value = value_of(item.value, item.datum.form)
    if value is None:
        return None
    if item.is_cut:
        value = value._replace(shown=f"{value.shown}…")
    return teller.field(item.datum.name or raw_name, value, item.value, is_signed=item.is_signed)
