"""Numbers of one company that hold each other: a French VAT number and a SIRET both hold the SIREN."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lexo.facts import Field, Source, Verdict
from lexo.understanding.fields import vat

_KINDS = ("siren", "siret", "vat_id")
OWNERS = ("seller_", "buyer_", "")
AGREES = 0.995  # confidence of numbers that were read apart from each other and agree


def siren_in(field: Field) -> str:
    """The SIREN that a company's number holds, "" for a foreign one.

    >>> from lexo.facts import Source
    >>> siren_in(Field("seller_siret", "", "40483304800022", Source.RULE, Verdict.VERIFIED, 1.0))
    '404833048'
    """
    _, kind = owner_and_kind(field.name)
    if kind == "vat_id":
        return vat.siren_of(field.normalized)
    return field.normalized[:9] if kind in ("siren", "siret") else ""


def owner_and_kind(name: str) -> tuple[str, str]:
    """A field's name cut in two; the kind is "" for fields of other kinds.

    >>> owner_and_kind("seller_siret"), owner_and_kind("siren"), owner_and_kind("iban")
    (('seller_', 'siret'), ('', 'siren'), ('', ''))
    """
    owner = next(owner for owner in OWNERS if name.startswith(owner))
    kind = name.removeprefix(owner)
    return (owner, kind) if kind in _KINDS else ("", "")


def checked(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The same fields in the same order: surer where an owner's numbers agree, doubted where they do not.

    Numbers whose owner is unknown may be those of several companies: among them agreement counts, disagreement says
    nothing.
    """
    known = tuple(fields)
    return tuple(_judged(field, known) for field in known)


def _judged(field: Field, known: Sequence[Field]) -> Field:
    owner, kind = owner_and_kind(field.name)
    siren = siren_in(field)
    if not siren or field.verdict is not Verdict.VERIFIED:
        return field
    others = [
        other
        for other in known
        if owner_and_kind(other.name)[0] == owner
        and owner_and_kind(other.name)[1] not in ("", kind)
        and other.verdict is Verdict.VERIFIED
        and siren_in(other)
    ]
    agreeing = [other for other in others if siren_in(other) == siren]
    if agreeing:
        is_sure = any(not each.rule.endswith("repaired") for each in (field, *agreeing))
        return replace(field, confidence=max(field.confidence, AGREES)) if is_sure else field
    if owner and any(_is_better(other, field) for other in others):
        return replace(
            field, verdict=Verdict.CONTRADICTED, confidence=min(field.confidence, 0.3), rule="siren_disagrees"
        )
    return field


def _is_better(other: Field, field: Field) -> bool:
    """Signed and embedded data first; a VAT number has two checks, the others one; then the surer reading."""
    return _strength(other) > _strength(field)


def _strength(field: Field) -> tuple[bool, bool, bool, float]:
    kind = owner_and_kind(field.name)[1]
    return (field.source is not Source.RULE, not field.rule.endswith("repaired"), kind == "vat_id", field.confidence)
