"""What kind of paper it is, without a model: cues, facts and shape are added up for each kind, and made probabilities.

The sum of a kind is a score in natural units of evidence; softmax over score / TEMPERATURE gives the probabilities.
`TEMPERATURE` and `OTHER_SCORE`, what "none of these" has before any cue, are set by `scripts/calibrate_kinds.py` on
papers written for it and on real ones; docs/kinds.md tells how, and what was measured.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lexo.document import Reason
from lexo.facts import Field, KindGuess, Source, Verdict
from lexo.understanding.cues import Hit, Shape, hits, shape_of, view_of
from lexo.understanding.kinds import ALL, IDS, Zone, by_twod_doc_type, reasons
from lexo.understanding.paper import Paper

BAR = 0.65  # of confidence; below it LEXO says that it is not sure
TEMPERATURE = 1.0
OTHER_SCORE = 3.2
UNSURE = "other"
_TITLE_LINES = 0.25  # that a second title of the same kind adds
_BODY_CAP, _FIELDS_CAP = 6.0, 4.0
_FLOOR = -6.0
_USUAL_WORDS = 350  # a longer paper has cues by chance
_TRUST = {Verdict.VERIFIED: 14.0, Verdict.PLAUSIBLE: 10.0}  # in a 2D-Doc code: checked; of an unknown authority
_CARDS = ("identity_card", "passport", "driving_licence", "vehicle_registration")
_EXPLAINED = 3  # guesses that get reasons
_NAMED_CUES = 5


@dataclass(slots=True)
class _Tally:
    """What speaks for one kind so far."""

    titles: list[Hit] = field(default_factory=list)
    words: list[Hit] = field(default_factory=list)
    facts: dict[str, float] = field(default_factory=dict)
    shape: float = 0.0
    official: float = 0.0
    reasons: list[Reason] = field(default_factory=list)  # beside those that follow from the hits

    def score(self, word_count: int) -> float:
        """The sum, each part bounded so that no heap of small things outweighs a clear one."""
        dilution = min(1.0, math.sqrt(_USUAL_WORDS / max(word_count, 1)))
        words = _saturated((hit.weight for hit in self.words if hit.weight > 0), _BODY_CAP) * dilution
        against = max(sum(hit.weight for hit in self.words if hit.weight < 0), _FLOOR) * dilution
        facts = min(sum(self.facts.values()), _FIELDS_CAP)
        return self._title() + words + against + facts + self.shape + self.official

    def _title(self) -> float:
        weights = sorted((hit.weight for hit in self.titles if hit.weight > 0), reverse=True)
        against = min((hit.weight for hit in self.titles if hit.weight < 0), default=0.0)
        return sum(weights[:1]) + _TITLE_LINES * sum(weights[1:2]) + against

    def explained(self) -> tuple[Reason, ...]:
        """The reasons, the strongest first; only LEXO's own words, never the paper's."""
        title = max((hit for hit in self.titles if hit.weight > 0), key=lambda hit: hit.weight, default=None)
        said = [*self.reasons]
        if title is not None:
            said.append(Reason(reasons.TITLE, {"cue": title.cue.text}))
        if named := _strongest(self.words):
            said.append(Reason(reasons.WORDS, {"cues": ", ".join(named)}))
        if self.facts:
            said.append(Reason(reasons.FIELDS, {"fields": ", ".join(self.facts)}))
        return tuple(said)


def classify(paper: Paper, fields: Sequence[Field] = ()) -> tuple[KindGuess, ...]:
    """All kinds, the most probable first; their probabilities sum up to 1."""
    scores, tallies = scored(paper, fields)
    chances = probabilities(scores)
    ranked = sorted(IDS, key=lambda kind: -chances[kind])
    return tuple(
        KindGuess(kind, chances[kind], _reasons(kind, tallies[kind]) if place < _EXPLAINED else ())
        for place, kind in enumerate(ranked)
    )


def is_sure(guesses: Sequence[KindGuess]) -> bool:
    """Whether the best guess may be shown as what the paper is."""
    return bool(guesses) and guesses[0].probability >= BAR


def scored(paper: Paper, fields: Sequence[Field] = ()) -> tuple[dict[str, float], dict[str, _Tally]]:
    """Each kind's score, before "none of these" is weighed in, and what it is made of."""
    tallies = {kind: _Tally() for kind in IDS}
    view = view_of(paper)
    for hit in _once(hits(view)):
        tally = tallies[hit.kind]
        (tally.titles if hit.cue.zone is Zone.TITLE else tally.words).append(hit)
    _add_fields(tallies, fields)
    _add_shape(tallies, shape_of(paper, view.word_count))
    return {kind: tally.score(view.word_count) for kind, tally in tallies.items()}, tallies


def probabilities(
    scores: dict[str, float], temperature: float = TEMPERATURE, other_score: float = OTHER_SCORE
) -> dict[str, float]:
    """Softmax, with "none of these" given what it has before any cue."""
    raised = {kind: (score + other_score if kind == UNSURE else score) / temperature for kind, score in scores.items()}
    best = max(raised.values())
    weights = {kind: math.exp(score - best) for kind, score in raised.items()}
    total = sum(weights.values())
    return {kind: weight / total for kind, weight in weights.items()}


def _once(found: Iterable[Hit]) -> Iterator[Hit]:
    """A cue counts once, where it weighs most: a title that is repeated is no second title."""
    best: dict[tuple[str, str, Zone], Hit] = {}
    for hit in found:
        key = (hit.kind, hit.cue.form, hit.cue.zone)
        if key not in best or abs(hit.weight) > abs(best[key].weight):
            best[key] = hit
    return iter(best.values())


def _add_fields(tallies: dict[str, _Tally], fields: Sequence[Field]) -> None:
    known = [each for each in fields if each.verdict not in (Verdict.CONTRADICTED, Verdict.UNVERIFIED)]
    names = {each.name for each in known}
    for kind in ALL:
        facts = {cue.name: cue.weight for cue in kind.evidence if cue.name in names}
        tallies[kind.id].facts.update(facts)
    for each in known:
        if each.name == "twod_doc_type":
            _add_signed(tallies, each)
    if any(each.source is Source.XML for each in known):
        for kind_id, weight in (("invoice", 10.0), ("utility_bill", 7.5)):  # XML invoices do not tell energy apart
            tallies[kind_id].official += weight
            tallies[kind_id].reasons.append(Reason(reasons.EMBEDDED_INVOICE))
    codes = {each.normalized[:2].upper() for each in known if each.name == "mrz_document_code"}
    if codes or any(each.source is Source.MRZ for each in known):
        _add_mrz(tallies, next(iter(sorted(codes)), ""), 8.0)


def _add_signed(tallies: dict[str, _Tally], code: Field) -> None:
    kind = by_twod_doc_type(code.normalized)
    if kind is None or kind.id == UNSURE:
        return
    reason = Reason(reasons.SIGNED_CODE, {"type": code.normalized})
    kinds = ("identity_card", "passport") if kind.id == "identity_card" else (kind.id,)  # 07 and 08 are of both
    for kind_id in kinds:
        tallies[kind_id].official += _TRUST[code.verdict]
        tallies[kind_id].reasons.append(reason)


def _add_mrz(tallies: dict[str, _Tally], code: str, weight: float) -> None:
    if not code:
        shares = {"identity_card": 0.5, "passport": 0.5}
    elif code[0] in "PVAC" or code == "IR":
        shares = {"passport": 1.0}
    else:
        shares = {"identity_card": 1.0}
    for kind, share in shares.items():
        tallies[kind].official += weight * share
        tallies[kind].reasons.append(Reason(reasons.MACHINE_READABLE))


def _add_shape(tallies: dict[str, _Tally], shape: Shape) -> None:
    if shape.mrz and not tallies["passport"].official and not tallies["identity_card"].official:
        _add_mrz(tallies, shape.mrz, 4.0)
    if shape.is_narrow and shape.amounts:
        tallies["receipt"].shape += 2.0
        tallies["receipt"].reasons.append(Reason(reasons.RECEIPT_SHAPE))
    if shape.has_time and shape.amounts >= 2 and shape.mean_words < 7:
        tallies["receipt"].shape += 1.0
    if shape.is_card:
        for kind in _CARDS:
            tallies[kind].shape += 1.0
            tallies[kind].reasons.append(Reason(reasons.CARD_SHAPE))
    if shape.has_iban and shape.word_count < 130 and shape.amounts == 0:
        tallies["bank_details"].shape += 1.5
    if shape.dated_rows >= 5:
        tallies["bank_statement"].shape += 2.0
    if shape.number_rows >= 8 and shape.amount_rows >= 6:
        tallies["payslip"].shape += 0.7
    if shape.amounts == 0:
        for kind in ("invoice", "receipt", "quote", "bank_statement", "payslip", "utility_bill"):
            tallies[kind].shape -= 2.0
    if shape.word_count > 250 and shape.mean_words > 9 and shape.amounts * 40 < shape.word_count:
        tallies[UNSURE].shape += 1.0  # prose


def _saturated(weights: Iterable[float], cap: float) -> float:
    return cap * (1 - math.exp(-sum(weights) / cap))


def _strongest(found: Sequence[Hit]) -> list[str]:
    ranked = sorted((hit for hit in found if hit.weight > 0), key=lambda hit: (-hit.weight, hit.cue.text))
    return list(dict.fromkeys(f"“{hit.cue.text}”" for hit in ranked))[:_NAMED_CUES]


def _reasons(kind: str, tally: _Tally) -> tuple[Reason, ...]:
    said = tally.explained()
    return said or ((Reason(reasons.NOTHING_KNOWN),) if kind == UNSURE else ())
