"""Terms that are stated as lengths of time: of payment, of a quote, of notice, of appeal."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lexo.facts import Field
from lexo.understanding.fields.durations import Duration, durations_in
from lexo.understanding.fields.flow import Flow, Sheet
from lexo.understanding.fields.printed import plausible

_MOST_DURATIONS = 60  # of a page

_PAYMENT = re.compile(
    r"(?<![a-z])(?:conditions? (?:de )?(?:paiement|reglement)|paiement|reglement|reglable|payable|echeance|"
    r"delai de paiement|payment terms?|terms|net|due (?:with)?in|payable within|zahlbar|zahlungsbedingungen|"
    r"zahlungsziel|zahlung|betalingstermijn|betaling|te betalen)(?![a-z])"
)
_LATE = re.compile(
    r"(?<![a-z])(?:retard|penalites?|escompte|skonto|indemnite|late|interest|rabais|mise en demeure|discount)"
)
_MONTH_END = re.compile(r"\A[\s,]{0,3}(?:fin de mois|fdm|end of (?:the )?month|eom)")
_AT_ONCE = re.compile(
    r"(?<![a-z])(?:paiement (?:immediat|comptant|a (?:la )?reception(?: de (?:la )?facture)?)|(?:payable )?comptant|"
    r"payable (?:immediatement|a (?:la )?reception(?: de (?:la )?facture)?)|a reception de (?:la )?facture|"
    r"(?:due|payable) (?:up)?on receipt|immediate payment|sofort (?:fallig|zahlbar))(?![a-z])"
)
_QUOTE = re.compile(
    r"(?<![a-z])(?:devis|offre|proposition|quote|quotation|offer|angebot|prix)[^.;]{0,60}(?:valable|valide|valid|gultig|"
    r"validite)|validite (?:du devis|de l'offre|de la proposition)|(?:duree|delai) de validite|valable (?:pendant )?$|"
    r"valid (?:for|during)|gultig(?:keit)?"
)
_NOTICE = re.compile(
    r"(?<![a-z])(?:preavis|prior (?:written )?notice|written notice|notice (?:period )?of|kundigungsfrist)"
)
_APPEAL = re.compile(
    r"(?<![a-z])(?:recours|contester|contestation|reclamation|saisir|tribunal|appel de cette|opposition|"
    r"voies? et delais?|appeal|objection|widerspruch|einspruch)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A length of time with the words around it."""

    flow: Flow
    duration: Duration
    before: str
    after: str

    def field(self, name: str, normalized: str, confidence: float, rule: str = "") -> Field:
        start, stop = self.duration.start, self.duration.stop
        reading = self.flow.confidence(start, stop)
        return plausible(name, self.flow.proof(start, stop), normalized, confidence * reading, rule)


def terms_of(sheets: Iterable[Sheet], issued: str | None, printed: Iterable[str]) -> Iterator[Field]:
    """Lengths of time whose meaning is said, one of each name.

    Those of payment and of quotes are counted from the paper's own date, `issued`, unless the day itself is `printed`.
    """
    done = set(printed)
    for sheet in sheets:
        for field in _on_page(sheet.flow, issued):
            if field.name not in done:
                done.add(field.name)
                yield field


def _on_page(flow: Flow, issued: str | None) -> Iterator[Field]:
    plain = flow.plain
    for count, duration in enumerate(durations_in(plain)):
        if count >= _MOST_DURATIONS:
            return
        before = re.split(r"[.;]\s", plain[max(duration.start - 140, 0) : duration.start].replace("\n", " "))[-1]
        after = re.split(r"[.;]\s", plain[duration.stop : duration.stop + 90].replace("\n", " "))[0]
        yield from _meant(_Stated(flow, duration, before, after), issued)
    yield from _at_once(flow, issued)


def _meant(stated: _Stated, issued: str | None) -> Iterator[Field]:
    duration, before, after = stated.duration, stated.before, stated.after
    if _NOTICE.search(before[-60:]) or re.match(r"\s?('|’)?s?'?\s?(?:prior |written |de preavis)", after):
        yield stated.field("notice_period", duration.normalized, 0.8)
    elif _APPEAL.search(before) or (re.search(r"delai", before) and _APPEAL.search(after)):
        yield stated.field("appeal_period", duration.normalized, 0.75)
    elif _QUOTE.search(before) or re.match(r"\s{0,2}(?:de validite)", after):
        until = duration.after(issued) if issued else None
        if until is not None:
            yield stated.field("valid_until", until, 0.6, "validity_terms")
    elif _PAYMENT.search(before[-60:]) and not _LATE.search(before[-60:]) and not _LATE.search(after[:30]):
        due = duration.after(issued, is_month_end=_MONTH_END.match(after) is not None) if issued else None
        if due is not None and duration.unit != "year":
            yield stated.field("due_date", due, 0.55, "payment_terms")


def _at_once(flow: Flow, issued: str | None) -> Iterator[Field]:
    found = _AT_ONCE.search(flow.plain)
    if found is not None and issued is not None:
        yield plausible(
            "due_date", flow.proof(*found.span()), issued, 0.5 * flow.confidence(*found.span()), "payment_terms"
        )
