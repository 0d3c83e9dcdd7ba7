"""Contracts between firms, in English and French: their parties, the day they take effect, their term, their law."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lexo.facts import Field
from lexo.understanding.fields.dates import Dated, dates_in, is_month_first
from lexo.understanding.fields.durations import Duration, durations_in
from lexo.understanding.fields.flow import Flow
from lexo.understanding.fields.printed import flowing
from lexo.understanding.paper import Paper
from lexo.understanding.papers.contract_law import law_of
from lexo.understanding.papers.contract_parties import parties_of

MOST_LINES = 900
MOST_CHARACTERS = 120_000
_HEAD_OF_LETTER = 700  # characters
_SIGNATURES = 2500  # characters at the end
_BEGINNING = 6000  # characters in which a contract names its parties and its day

_TITLE = re.compile(
    r"(?<![a-z])(?:agreement|contract|memorandum of understanding|contrat|convention|protocole|avenant|accord|"
    r"conditions particulieres|bail|compromis|promesse)(?![a-z])"
)
_BOUND = re.compile(
    r"(?<![a-z])(?:by and between|between|among|undersigned|the parties|hereby agree|entre les soussigne\w*|"
    r"entre les parties|d'une part|il a ete (?:convenu|arrete)|ci-apres|soussigne\w*|entre\s?:)(?![a-z])"
)
_OTHER_KIND = re.compile(
    r"\A[\s\S]{0,400}?(?<![a-z])(?:facture|invoice|receipt|bulletin de (?:paie|salaire)|quittance)(?![a-z])"
)

_DAY_CUES = (  # what stands before the day, with how sure it makes it
    (re.compile(r"effective(?: date)?(?: as of| on| from)?(?: the)?[\s:\"“”()]{0,6}\Z"), 0.9),
    (re.compile(r"(?:prend(?:ra)?|prise d')\s?effet(?: le| au| a compter du| a partir du)?\s?:?\s*\Z"), 0.9),
    (re.compile(r"(?:entr\w+ en vigueur|date d'effet)(?: le| au| a compter du| a partir du)?\s?:?\s*\Z"), 0.88),
    (re.compile(r"(?:made|entered)(?:(?: and)? (?:made|entered))?(?: into)?[a-z ,\"“”()]{0,40}"
                r"(?:as of|on|this|effective)?(?: the| this)?\s*\Z"), 0.84),
    (re.compile(r"dated(?: as of| this| the)?(?: the)?\s*\Z"), 0.82),
    (re.compile(r"as of(?: the| this)?\s*\Z"), 0.8),
    (re.compile(r"(?<![a-z])a (?:compter|partir) du\s*\Z"), 0.76),
    (re.compile(r"(?:conclu|signe|fait|etabli|passe)\w*(?: a [a-z' -]{2,30},?)?(?: le| en date du)\s*\Z"), 0.7),
    (re.compile(r"(?:^|\n)\s*(?:date|date d'effet|effective date)\s?:\s*\Z"), 0.66),
)  # fmt: skip

_OF_TERM = (
    re.compile(r"(?:this|the|present|du present|le present)\s(?:agreement|contract|contrat|convention|accord)"),
    re.compile(r"(?<![a-z])(?:term(?:ination)?|duree|expire\w*|terminate\w*|in (?:full )?(?:force|effect)|conclu\w*|"
               r"initial term|consenti\w*|renouvel\w*)(?![a-z])"),
    re.compile(r"(?<![a-z])(?:obligations?|confidential\w*|surviv\w+|period of|pour une duree|remain\w*|continue)"
               r"(?![a-z])"),
)  # fmt: skip
_NOT_OF_TERM = re.compile(
    r"(?<![a-z])(?:solicit\w*|stand-?still|hire|employ\w*|notice|preavis|within|payment|invoice|paiement|days after|"
    r"cure|remedy|dans (?:un|les|le)|retention|purchase|acquire|non-?compet\w*|non-concurrence|essai|prior to|"
    r"preceding)(?![a-z])"
)
_SOLICITING = re.compile(r"(?<![a-z])(?:no-?n?[ -]?solicit|solicit the|stand-?still)")
_NAMED_DAY = re.compile(
    r"[\s,]{0,3}\(?\s?(?:the|this|la|ci-apres)?[\s\"“”«]{0,4}(?:revised )?(?:effective date|date d'effet)"
)
_HEADING_OF_TERM = re.compile(r"\n[\d.\s]{0,8}(?:article \d+\W{1,4})?(?:term|duration|duree|termination)")
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_ANNIVERSARY = re.compile(rf"(?<![a-z])({'|'.join(_ORDINALS)})\s(?:\(\d\w\w\)\s)?anniversary")
_ENDLESS = re.compile(r"(?<![a-z])(?:duree indeterminee|indefinite (?:term|period|duration)|perpetual term)(?![a-z])")


def find(paper: Paper) -> Iterator[Field]:
    """Nothing of a paper that is no contract."""
    flow = _flow_of(paper)
    if not _is_contract(flow.plain):
        return
    for start, end, name in parties_of(flow, _BEGINNING):
        yield replace(flowing("party", flow, (start, end), name, 0.75), value=name)
    yield from _effective(flow, is_us=is_month_first(paper))
    yield from _term(flow)
    yield from law_of(flow)


def _flow_of(paper: Paper) -> Flow:
    lines, size = [], 0
    for line in islice(paper.lines, MOST_LINES):
        size += len(line.text) + 1
        if size > MOST_CHARACTERS:
            break
        lines.append(line)
    return Flow(tuple(lines))


def _is_contract(plain: str) -> bool:
    head = plain[:1800]
    if not _TITLE.search(head) or _OTHER_KIND.match(plain):
        return False
    return _BOUND.search(plain[:4000]) is not None and len(plain) > 600


def _effective(flow: Flow, *, is_us: bool) -> Iterator[Field]:
    best: tuple[float, Dated] | None = None
    plain = flow.plain[:_BEGINNING]
    for dated in dates_in(flow.text[:_BEGINNING], is_month_first=is_us):
        sure = 0.0 if dated.is_month else _sureness_of_day(plain, dated)
        if sure > 0.3 and (best is None or sure > best[0]):
            best = (sure, dated)
    if best is not None:
        yield _day_field(flow, best[1], min(best[0], 0.92))
        return
    offset = max(len(flow.text) - _SIGNATURES, 0)
    signed = [
        replace(dated, start=dated.start + offset, stop=dated.stop + offset)
        for dated in dates_in(flow.text[offset:], is_month_first=is_us)
        if re.search(r"dated?\s?:?\s*\Z", flow.plain[offset : offset + dated.start])
    ]
    if signed:
        yield _day_field(flow, max(signed, key=lambda dated: dated.iso), 0.55)


def _sureness_of_day(plain: str, dated: Dated) -> float:
    before = plain[max(dated.start - 90, 0) : dated.start].replace("\n", " ")
    sure = next((sure for cue, sure in _DAY_CUES if cue.search(before)), 0.0)
    after = plain[dated.stop : dated.stop + 60]
    is_alone = plain[: dated.start].endswith("\n") and after.startswith("\n")
    if not sure and is_alone and dated.start < _HEAD_OF_LETTER:
        sure = 0.55
    if _NAMED_DAY.match(after):
        sure = max(sure, 0.7) + 0.1
    return sure - 0.3 * (re.search(r"(?:original|prior|previous|initial)", after[:40]) is not None)


def _day_field(flow: Flow, dated: Dated, sure: float) -> Field:
    return flowing("effective_date", flow, (dated.start, dated.stop), dated.iso, sure)


def _term(flow: Flow) -> Iterator[Field]:
    plain = flow.plain
    lengths = [each for each in islice(durations_in(plain), 200) if each.unit in ("month", "year")]
    lengths += [
        Duration(_ORDINALS.index(found[1]) + 1, "year", *found.span())
        for found in islice(_ANNIVERSARY.finditer(plain), 20)
    ]
    best = max(lengths, key=lambda length: (_score_of_term(plain, length), -length.start), default=None)
    score = _score_of_term(plain, best) if best else 0.0
    if best is not None and score >= 2.0:
        yield flowing("term", flow, (best.start, best.stop), best.normalized, min(0.5 + 0.06 * score, 0.85))
    elif (endless := _ENDLESS.search(plain)) is not None:
        yield flowing("term", flow, endless.span(), "indefinite", 0.7)


def _score_of_term(plain: str, length: Duration) -> float:
    """How much the words around a length of time speak for its being the contract's own."""
    before = re.split(r"[.;]\s", plain[max(length.start - 170, 0) : length.start].replace("\n", " "))
    sentence = before[-1] if len(before[-1]) > 12 else " ".join(before[-2:])
    around = sentence + " " + plain[length.stop : length.stop + 40].replace("\n", " ")
    score = sum(weight for weight, cue in zip((2.0, 2.0, 1.0), _OF_TERM, strict=True) if cue.search(around))
    score -= 3.0 * (_NOT_OF_TERM.search(sentence) is not None)
    heading = plain[max(length.start - 330, 0) : length.start]
    score += 1.0 * (_HEADING_OF_TERM.search(heading) is not None)
    near = plain[max(length.start - 220, 0) : length.stop + 80]
    return score - 3.0 * (_SOLICITING.search(near) is not None)
