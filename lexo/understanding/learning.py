"""What people's own corrections and confirmations teach: papers of one sender are mostly of the same few kinds.

Lessons are plain data that the caller keeps. To undo one is to leave it out: nothing else remembers it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lexo.document import Reason
from lexo.facts import KindGuess
from lexo.understanding.classify import BAR
from lexo.understanding.kinds import IDS, reasons

# How far a sort of feature is trusted to mean the same sender. Registered numbers are checked and belong to one firm;
# an account may be the person's own; several firms share a domain; a letterhead may be misread.
TRUST: Mapping[str, float] = {"siren": 0.9, "vat": 0.9, "ics": 0.9, "iban": 0.8, "domain": 0.75, "head": 0.65}
_EXCLUSIVE = ("siren", "vat", "ics")  # two papers whose numbers of such a sort differ are of different senders
_AGAINST_A_SURE_GUESS = 0.35  # of the trust that is left where the paper's own words say clearly another kind
_OWN_WORDS = 0.02  # that each kind seen has besides its cues
_EMBEDDED_KINDS = ("invoice", "utility_bill")  # which XML invoices do not tell apart


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person said of one paper; None where they said nothing of it.

    `guessed` is the kind that LEXO had named before, where they corrected it.
    """

    document_id: int
    kind: str | None
    sender: str | None
    features: tuple[str, ...]
    made_at: str  # UTC ISO 8601
    guessed: str | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """The guesses after the lessons, with the sender they name; `because` is None where no lesson played a part."""

    guesses: tuple[KindGuess, ...]
    sender: str = ""
    because: Reason | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    lesson: Lesson
    trust: float


@dataclass(frozen=True, slots=True)
class _Taught:
    kind: str
    trust: float
    guessed: str | None


def learn(guesses: Sequence[KindGuess], features: Sequence[str], lessons: Iterable[Lesson]) -> Learned:
    """Bring what a person taught into the guesses. Signed and embedded data stay what they are."""
    matches = list(_matching(features, _latest(lessons)))
    if not matches or not guesses:
        return Learned(tuple(guesses))
    sender = _sender(matches)
    taught = [
        _Taught(match.lesson.kind, match.trust, match.lesson.guessed)
        for match in matches
        if match.lesson.kind in IDS and _may_be(match.lesson.kind, guesses[0])
    ]
    if not taught:
        return Learned(tuple(guesses), sender)
    mixed = _mixed(guesses, taught)
    alike = [each for each in taught if each.kind == mixed[0].kind]
    if not alike:
        return Learned(mixed, sender)
    because = Reason(reasons.LIKE_YOUR_PAPERS, {"count": len(alike), "sender": sender})
    return Learned(mixed, sender, because)


def _latest(lessons: Iterable[Lesson]) -> list[Lesson]:
    """The last word on each paper."""
    last: dict[int, Lesson] = {}
    for lesson in lessons:
        if lesson.document_id not in last or last[lesson.document_id].made_at <= lesson.made_at:
            last[lesson.document_id] = lesson
    return list(last.values())


def _matching(features: Sequence[str], lessons: Sequence[Lesson]) -> Iterator[_Match]:
    """Lessons of the same sender. What papers of several senders share (the person's own account) tells none."""
    senders: dict[str, set[str]] = defaultdict(set)
    for lesson in lessons:
        for feature in lesson.features:
            if lesson.sender:
                senders[feature].add(lesson.sender.casefold())
    own = frozenset(feature for feature in features if len(senders[feature]) <= 1)
    for lesson in lessons:
        shared = own & frozenset(lesson.features)
        if shared and not _conflict(features, lesson.features, shared):
            yield _Match(lesson, max(TRUST.get(_sort(feature), 0.0) for feature in shared))


def _conflict(these: Sequence[str], those: Sequence[str], shared: frozenset[str]) -> bool:
    if any(_sort(feature) in _EXCLUSIVE for feature in shared):
        return False
    sorts = {_sort(feature) for feature in these} & {_sort(feature) for feature in those}
    return any(sort in sorts for sort in _EXCLUSIVE)


def _sort(feature: str) -> str:
    return feature.partition(":")[0]


def _may_be(kind: str, best: KindGuess) -> bool:
    """Whether a lesson may make a paper of that kind, against what signed or embedded data say."""
    codes = {reason.code for reason in best.reasons}
    if reasons.SIGNED_CODE in codes:
        return kind == best.kind
    if reasons.EMBEDDED_INVOICE in codes:
        return kind in _EMBEDDED_KINDS
    return True


def _mixed(guesses: Sequence[KindGuess], taught: Sequence[_Taught]) -> tuple[KindGuess, ...]:
    """Between the paper's own words and what was taught, as far as both are trusted; sums up to 1."""
    chances = {guess.kind: guess.probability for guess in guesses}
    weights: dict[str, float] = defaultdict(float)
    for each in taught:
        weights[each.kind] += each.trust
    shares = {kind: weight * (chances.get(kind, 0.0) + _OWN_WORDS) for kind, weight in weights.items()}
    total = sum(shares.values())
    trust = _trust(guesses[0], taught)
    mixed = [
        replace(guess, probability=(1 - trust) * guess.probability + trust * shares.get(guess.kind, 0.0) / total)
        for guess in guesses
    ]
    return tuple(sorted(mixed, key=lambda guess: -guess.probability))


def _trust(best: KindGuess, taught: Sequence[_Taught]) -> float:
    """How much the lessons count: less where the paper clearly says something new, unless that was corrected before."""
    trust = max(each.trust for each in taught)
    kinds = {each.kind for each in taught}
    was_corrected = any(each.guessed == best.kind != each.kind for each in taught)
    if best.kind in kinds or best.probability < BAR or was_corrected:
        return trust
    return trust * _AGAINST_A_SURE_GUESS


def _sender(matches: Sequence[_Match]) -> str:
    weights: dict[str, float] = defaultdict(float)
    for match in matches:
        if match.lesson.sender:
            weights[match.lesson.sender] += match.trust
    return max(weights, key=lambda sender: weights[sender], default="")
