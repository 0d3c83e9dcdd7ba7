"""Several sources, one answer: the most trusted value of a fact first, and contradictions said."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lexo.facts import Field, Source, Verdict

_TRUST = {source: place for place, source in enumerate(Source)}
_VERDICTS = {verdict: place for place, verdict in enumerate(Verdict)}
_OFFICIAL = (Source.TWO_D_DOC, Source.XML, Source.MRZ, Source.QR)
# Facts that two sources must state alike, sign by sign; names and addresses are written in many ways.
_EXACT = re.compile(
    r".*_(?:total|date|number|payable|pay|balance|id|start|end)|due_payable|prepaid|currency|iban|bic|nir|vin|plate"
    r"|.*sire[nt]|.*_vat_id|tax_year|household_parts"
)
_CREDIT_NOTES = ("381", "396", "532")  # UNTDID 1001: their XML leaves out the minus that is printed
OFTEN_SEVERAL = frozenset(
    {"phone", "email", "iban", "bic", "siren", "siret", "party", "date", "person", "organisation"}
)


def reconcile(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Order by name and trust, drop repetitions, and mark what a better source contradicts.

    Facts that a paper may state several of (its two parties' numbers) contradict nobody.
    """
    by_name: dict[str, list[Field]] = {}
    for field in fields:
        by_name.setdefault(field.name, []).append(field)
    is_credit = any(field.normalized in _CREDIT_NOTES for field in by_name.get("type_code", ()))
    return tuple(field for same in by_name.values() for field in _reconciled(same, is_credit=is_credit))


def _reconciled(same: Sequence[Field], *, is_credit: bool) -> list[Field]:
    ranked = sorted(same, key=_rank)
    kept: list[Field] = []
    for field in ranked:
        known = next((index for index, each in enumerate(kept) if _says_the_same(each, field, is_credit)), None)
        if known is None:
            kept.append(field)
        elif not kept[known].proof.boxes and field.proof.boxes:
            kept[known] = replace(kept[known], proof=field.proof)  # embedded data that is also printed can be shown
    best = kept[0]
    is_beyond_doubt = best.source in _OFFICIAL and best.verdict is not Verdict.CONTRADICTED
    if is_beyond_doubt and best.rows:
        return [field for field in kept if field.source in _OFFICIAL]  # tables are printed in as many ways
    if not is_beyond_doubt or best.name in OFTEN_SEVERAL or not _EXACT.fullmatch(best.name):
        return kept
    return [best, *(_contradicted(field) if field.source is not best.source else field for field in kept[1:])]


def _rank(field: Field) -> tuple[int, int, float]:
    """A signature that is false takes a fact's trust away."""
    is_doubted = field.verdict in (Verdict.CONTRADICTED, Verdict.UNVERIFIED)
    return (_VERDICTS[field.verdict] if is_doubted else 0, _TRUST[field.source], -field.confidence)


def _says_the_same(first: Field, second: Field, is_credit: bool) -> bool:
    if first.rows or second.rows:
        return first.rows == second.rows
    ours, theirs = first.normalized.casefold(), second.normalized.casefold()
    return ours == theirs or (is_credit and ours.lstrip("-") == theirs.lstrip("-"))


def _contradicted(field: Field) -> Field:
    if field.verdict is Verdict.UNVERIFIED or field.rows:
        return field
    return replace(field, verdict=Verdict.CONTRADICTED, rule="official_data")
