"""What is believed of a model's answer: what the paper prints, and nothing that a better source knows otherwise."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lexo.facts import Field, Proof, Source, Verdict
from lexo.understanding.fields import amounts
from lexo.understanding.fields.dates import dates_in
from lexo.understanding.model.checks import CHECKS, Check
from lexo.understanding.model.orders import has_orders
from lexo.understanding.model.printed import Place, Printed
from lexo.understanding.model.schema import Answer, Said
from lexo.understanding.paper import Paper

VERIFIED, PLAUSIBLE, UNVERIFIED = 0.9, 0.6, 0.1  # confidence, before that of the reading
_COMPACT_NAMES = re.compile(r"(?:_id|_number|_reference|iban|bic|siren|siret|vin|plate)\Z")
_RUN = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*")  # a word, an identifier

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class GroundedAnswer:
    """What a model adds. An empty kind, title or summary: what rules say stands."""

    fields: tuple[Field, ...] = ()
    kind: str = ""
    title: str = ""
    summary: str = ""


def ground(
    answer: Answer, paper: Paper, known: Sequence[Field], checks: Mapping[str, Check] = CHECKS
) -> GroundedAnswer:
    """Look for each value of an answer on the paper, and for each number of its title and summary.

    A paper that gives orders to machines gets no kind, title or summary from one: these cannot be proven by what is
    printed. Words beside such an order prove nothing.
    """
    printed = Printed(paper)
    fields = tuple(_fields(answer.fields, printed, known, checks))
    if has_orders(paper):
        return GroundedAnswer(fields)
    return GroundedAnswer(
        fields,
        answer.kind,
        answer.title if is_printed(answer.title, printed) else "",
        answer.summary if is_printed(answer.summary, printed) else "",
    )


def is_printed(text: str, printed: Printed) -> bool:
    """Whether the paper prints every date, amount and number of a text."""
    rest = list(text)
    for date in dates_in(text, is_month_first=printed.is_month_first):
        if not date.is_month:
            if not printed.has_date(date.iso):
                return False
            rest[date.start : date.stop] = " " * (date.stop - date.start)
    blank = "".join(rest)
    for amount in amounts.find_all(blank):
        if amount.is_money or " " in (number := blank[amount.start : amount.end].strip()) or "\u202f" in number:
            if not printed.has_amount(amount.value):
                return False
            rest[amount.start : amount.end] = " " * (amount.end - amount.start)
    runs = (found[0] for found in _RUN.finditer("".join(rest)) if any(map(str.isdigit, found[0])))
    return all(printed.has_text(run) or (_YEAR.fullmatch(run) and printed.has_date(run)) for run in runs)


def _fields(
    said: Sequence[Said], printed: Printed, known: Sequence[Field], checks: Mapping[str, Check]
) -> Iterator[Field]:
    """At most one fact of a name that is believed; what is known already is not said again."""
    taken: set[str] = set()
    for each in said:
        better = [field for field in known if field.name == each.name and _is_usable(field)]
        place = printed.find(each.value, each.page)
        field = _field(each, place, checks.get(each.name))
        if any(_is_same(field, one) for one in better):
            continue
        if better or (each.name in taken and field.verdict is not Verdict.UNVERIFIED):
            field = _doubted(each, "contradicts")
        if field.verdict is not Verdict.UNVERIFIED:
            taken.add(each.name)
        yield field


def _field(said: Said, place: Place | None, check: Check | None) -> Field:
    if place is None:
        return _doubted(said, "not_printed")
    printed = place.proof.text
    if check is None:
        normalized = _normalized(said.name, place)
    elif check.is_valid(printed):
        normalized = check.normalized(printed)
    else:
        return _doubted(said, "check_fails")
    proves = check is not None and check.proves
    verdict, confidence, rule = (
        (Verdict.VERIFIED, VERIFIED, "check_digits") if proves else (Verdict.PLAUSIBLE, PLAUSIBLE, "printed")
    )
    reading = confidence * place.confidence
    return Field(said.name, printed, normalized, Source.MODEL, verdict, reading, place.proof, rule)


def _doubted(said: Said, rule: str) -> Field:
    """Kept for whoever wants to see what the model said, and never shown as a fact."""
    return Field(said.name, said.value, said.value, Source.MODEL, Verdict.UNVERIFIED, UNVERIFIED, Proof(), rule)


def _normalized(name: str, place: Place) -> str:
    if _COMPACT_NAMES.search(name):
        return re.sub(r"\s", "", place.proof.text).upper()
    return place.normalized


def _is_usable(field: Field) -> bool:
    return field.verdict in (Verdict.VERIFIED, Verdict.PLAUSIBLE)


def _is_same(first: Field, second: Field) -> bool:
    compact = (re.sub(r"\s", "", field.normalized).casefold() for field in (first, second))
    return len(set(compact)) == 1
