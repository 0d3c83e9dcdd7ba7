"""What of a dossier is there: for each piece the papers that will do, or why there is none. Values in, value out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from lexo.library.dossiers import persons
from lexo.library.dossiers.fitting import Candidate, Remark, candidate, chosen
from lexo.library.dossiers.picking import Picked, is_before, pick
from lexo.library.dossiers.template import Accepted, Need, Piece, Rule, Series
from lexo.store.dossier_papers import PaperFacts
from lexo.store.dossiers import Choice, KeptDossier

MOST_OTHERS = 20  # that are offered for a piece besides those taken


class State(StrEnum):
    """Where a piece stands, the best first."""

    FOUND = "found"
    WAIVED = "waived"  # a person said that it is not needed
    COVERED = "covered"  # another piece of its group is there
    UNCERTAIN = "uncertain"  # there is a paper, and a person has to say whether it will do
    PARTLY = "partly"  # fewer than asked for
    TOO_OLD = "too_old"
    EXPIRED = "expired"
    MISSING = "missing"


SETTLED = (State.FOUND, State.WAIVED, State.COVERED)
_BEST_FIRST = (State.FOUND, State.UNCERTAIN, State.PARTLY, State.EXPIRED, State.TOO_OLD, State.MISSING)


@dataclass(frozen=True, slots=True)
class CheckedPiece:
    """A piece with its papers. `found` goes into the PDF; `doubtful` does only once a person says so."""

    key: str
    piece: Piece
    state: State
    rule: Rule  # of the alternative that was taken
    kinds: tuple[str, ...] = ()  # of that alternative
    found: tuple[Candidate, ...] = ()
    doubtful: tuple[Candidate, ...] = ()  # uncertain, too old or expired
    missing: tuple[str, ...] = ()  # months "2026-09" or years "2025"
    others: tuple[Candidate, ...] = ()
    excluded: tuple[PaperFacts, ...] = ()

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED or (self.piece.need is Need.OPTIONAL and self.state is State.MISSING)


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole dossier. `person` is whose papers were taken: said by somebody, or named by most papers."""

    dossier: KeptDossier
    pieces: tuple[CheckedPiece, ...]
    person: str = ""
    persons: tuple[str, ...] = ()

    @property
    def asked(self) -> int:
        """How many pieces a complete dossier has; a group counts once, what is not needed does not count."""
        return len(self._counted())

    @property
    def ready(self) -> int:
        """How many of them are there."""
        return sum(self._counted().values())

    @property
    def is_complete(self) -> bool:
        return self.ready == self.asked

    def _counted(self) -> dict[str, bool]:
        counted: dict[str, bool] = {}
        for each in self.pieces:
            if each.piece.need is Need.REQUIRED and each.state is not State.WAIVED:
                name = each.piece.group or f"piece {each.key}"
                counted[name] = counted.get(name, False) or each.state is State.FOUND
        return counted


def kinds_of(pieces: Sequence[Piece]) -> frozenset[str]:
    """The kinds of paper to look through."""
    return frozenset(kind for piece in pieces for each in piece.accepted for kind in each.kinds)


def check(
    dossier: KeptDossier, pieces: Sequence[tuple[str, Piece]], papers: Sequence[PaperFacts], today: date
) -> Checked:
    """Say for each piece, by its key, what is there. `papers` holds those of `kinds_of`, and those chosen."""
    named = persons.persons_in(papers)
    person = dossier.person or (named[0] if named else "")
    by_id = {paper.document.id: paper for paper in papers}
    checked = [_piece(dossier, key, piece, by_id, (person, today)) for key, piece in pieces]
    return Checked(dossier, _with_groups(checked), person, named)


def _piece(
    dossier: KeptDossier, key: str, piece: Piece, papers: dict[int, PaperFacts], when: tuple[str, date]
) -> CheckedPiece:
    choices = (each for each in dossier.choices if each.piece == key and each.document_id in papers)
    said = {each.document_id: each.choice for each in choices}
    added = tuple(
        chosen(papers[number], piece.accepted, piece.rule, when[1])
        for number, choice in said.items()
        if choice is Choice.ADDED
    )
    excluded = tuple(papers[number] for number, choice in said.items() if choice is Choice.EXCLUDED)
    free = [paper for number, paper in papers.items() if number not in said]
    tried = [_alternative(key, piece, each, (free, added), when) for each in piece.accepted or (Accepted(()),)]
    best = _best(tried, added)
    state = State.WAIVED if key in dossier.waived else best.state
    shown = {each.paper.document.id for each in (*best.found, *best.doubtful)}
    others = _others(tried, shown)
    return replace(best, state=state, excluded=excluded, others=others)


def _best(tried: Sequence[CheckedPiece], added: Sequence[Candidate]) -> CheckedPiece:
    """The alternative that is nearest; what a person added decides which is meant, or stands alone where it is none."""
    kinds = {each.paper.document.kind for each in added}

    def order(result: CheckedPiece) -> tuple[bool, int, int]:
        is_meant = not added or not kinds.isdisjoint(result.kinds)
        return (not is_meant, 0 if is_meant else result.rule.count, _BEST_FIRST.index(result.state))

    return min(tried, key=order)


def _alternative(
    key: str,
    piece: Piece,
    accepted: Accepted,
    papers: tuple[Sequence[PaperFacts], tuple[Candidate, ...]],
    when: tuple[str, date],
) -> CheckedPiece:
    """The piece if it were made of these papers."""
    rule, (person, today) = accepted.rule or piece.rule, when
    of_kind = (paper for paper in papers[0] if paper.document.kind in accepted.kinds)
    free = [each for paper in of_kind if (each := candidate(paper, accepted, rule, person, today)) is not None]
    mine = [each for each in free if not {Remark.OTHER_PERSON, Remark.OTHER_SORT} & set(each.remarks)]
    good = pick([*papers[1], *(each for each in mine if each.is_good)], rule, today)
    result = CheckedPiece(key, piece, State.FOUND, rule, accepted.kinds, good.taken, (), good.missing, tuple(free))
    if len(good.taken) >= rule.count:
        return replace(result, missing=())
    more = pick([*papers[1], *(each for each in mine if each.is_good or each.is_doubtful)], rule, today)
    taken = {each.paper.document.id for each in good.taken}
    doubtful = tuple(each for each in more.taken if each.paper.document.id not in taken and not each.is_good)
    if doubtful and not (good.taken and rule.series is Series.ANY and len(more.taken) <= len(good.taken)):
        return replace(result, state=State.UNCERTAIN, doubtful=doubtful, missing=more.missing)
    if good.taken:
        return replace(result, state=State.PARTLY)
    return _stale(result, mine, good, today)


def _stale(result: CheckedPiece, mine: Sequence[Candidate], good: Picked, today: date) -> CheckedPiece:
    """Nothing is fresh enough: the newest that there was, or nothing at all."""
    old = [each for each in mine if Remark.EXPIRED in each.remarks or Remark.TOO_OLD in each.remarks]
    if result.rule.series is not Series.ANY:
        old = [each for each in mine if each.is_good and is_before(each, result.rule, today)]
    if not old:
        return replace(result, state=State.MISSING)
    last = max(old, key=lambda each: (each.since or each.day or date.min, each.paper.document.id))
    is_expired = Remark.EXPIRED in last.remarks
    last = last if last.remarks else replace(last, remarks=(Remark.TOO_OLD,), since=last.day)
    state = State.EXPIRED if is_expired else State.TOO_OLD
    return replace(result, state=state, doubtful=(last,), missing=good.missing)


def _others(tried: Sequence[CheckedPiece], shown: Collection[int]) -> tuple[Candidate, ...]:
    """Further papers that a person may want instead, the best first."""
    found: dict[int, Candidate] = {}
    for result in tried:
        for each in result.others:
            number = each.paper.document.id
            if number not in shown and (number not in found or len(each.remarks) < len(found[number].remarks)):
                found[number] = each
    best = sorted(found.values(), key=lambda each: (len(each.remarks), -(each.day or date.min).toordinal()))
    return tuple(best[:MOST_OTHERS])


def _with_groups(checked: Sequence[CheckedPiece]) -> tuple[CheckedPiece, ...]:
    """Where one piece of a group is there, the others are not missed."""
    there = {each.piece.group for each in checked if each.piece.group and each.state is State.FOUND}
    return tuple(
        replace(each, state=State.COVERED)
        if each.piece.group in there and each.state not in (State.FOUND, State.WAIVED)
        else each
        for each in checked
    )
