"""An answer out of what a model writes: shown while it comes, bounded, and checked sentence for sentence at its end."""

import re
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from lexo.document import Reason
from lexo.errors import AnswerCut, AnswerUnproven, NoTextModel
from lexo.library.asking import fixed_words
from lexo.library.asking.answers import Answer, Cited, Done, Event, How, Sentence, Token
from lexo.library.asking.checking import Proofs, check
from lexo.library.asking.comparable import Span, folded
from lexo.library.asking.passages import Passage, Passages
from lexo.library.asking.said import MAX_CHARS, TAKEN_OUT, Stream, sentences_of, without_thoughts
from lexo.library.searching.snippet import HIT_BEGINS, HIT_ENDS, snippet
from lexo.understanding.model.plain import plain

if TYPE_CHECKING:
    from lexo.inference.base import Generation
    from lexo.inference.base import Stream as Written

MAX_TOKENS = 700
TIMEOUT_S = 180.0
MAX_NEAREST = 3  # papers that are shown where the answer is not in them
MAX_SHOWN = 4  # passages that are shown where nobody writes
TELLING = 0.6  # of the words that the best passage has: one with fewer is not shown beside it
ENOUGH = 0.5  # of the telling words that one passage has, so that it may be the answer
LONGEST_SHOWN = 320  # characters of a passage in an answer
MAX_HITS, LONGEST_HIT = 500, 120  # of one page; characters: what is longer is near in meaning, and no word

_WORD = re.compile(r"\S+")


class Follower(Protocol):
    """Who waits for an answer, and may go away."""

    is_cancelled: bool

    def follow(self, stream: "Written") -> None:
        """Take note of what has to be stopped then."""
        ...


@dataclass(frozen=True, slots=True)
class Brief:
    """What an answer is made from, and how it is made."""

    passages: Passages
    language: str
    how: How = How.MODEL
    model: str | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Raw:
    """What a model wrote, nothing of it believed; `is_whole`: the model called it so itself."""

    text: str
    is_whole: bool


def limits() -> "Generation":
    """Of one answer that a person waits for."""
    from lexo.inference.base import Generation, Priority

    return Generation(max_tokens=MAX_TOKENS, temperature=0.0, timeout_s=TIMEOUT_S, priority=Priority.PERSON)


def follow(follower: Follower, begin: Callable[[], "Written"]) -> Generator[Event, None, Raw]:
    """Let a model write and hand on what it writes as plain words; stops it when nobody follows any more.

    Raises what the model's stream raises.
    """
    from lexo.inference.base import Finish

    shown, pieces, size = Stream(), [], 0
    stream = begin()
    follower.follow(stream)
    try:
        for piece in stream:
            if follower.is_cancelled:
                break
            pieces.append(piece)
            size += len(piece) or 1  # a model that writes nothing for ever is stopped too
            if size > 2 * MAX_CHARS:
                break
            if words := shown.feed(piece):
                yield Token(words)
        is_over = follower.is_cancelled or size > 2 * MAX_CHARS
        is_whole = not is_over and stream.result().finish is Finish.STOP
    finally:
        stream.cancel()
    if rest := shown.rest():
        yield Token(rest)
    return Raw(without_thoughts("".join(pieces))[:MAX_CHARS], is_whole)


def checked(raw: Raw, brief: Brief) -> Answer:
    """What a model wrote, each sentence with its proof; the refusal where it says that the papers do not say."""
    said = sentences_of(raw.text)
    told = " ".join(each.text for each in said)
    if not said or fixed_words.is_refusal(told):
        return refused(brief)
    proofs = Proofs()
    sentences = tuple(check(each, brief.passages.items, proofs) for each in said)
    reasons = [*brief.reasons]
    if not raw.is_whole:
        reasons.append(Reason(AnswerCut.code))
    if not any(each.is_proven for each in sentences):
        if all(each.text == TAKEN_OUT for each in sentences):
            return refused(brief)
        reasons.append(Reason(AnswerUnproven.code))
        _cite_nearest(brief.passages.items, proofs)
    return Answer(brief.how, sentences, proofs.citations, brief.language, brief.model, tuple(reasons))


def refused(brief: Brief) -> Answer:
    """The fixed, friendly refusal, with the papers that come nearest."""
    proofs = Proofs()
    _cite_nearest(brief.passages.items, proofs)
    words = fixed_words.nothing(brief.language, has_near=bool(proofs.citations))
    sentences = tuple(Sentence(text, is_proven=True) for text in words)
    return Answer(How.REFUSED, sentences, proofs.citations, brief.language, brief.model, brief.reasons)


def shown(brief: Brief) -> Answer:
    """The best passages themselves, where nobody writes; the refusal where none has enough of what was asked."""
    if not brief.passages.items or brief.passages.coverage < ENOUGH:
        return refused(brief)
    proofs = Proofs()
    sentences = []
    for passage in _telling(brief.passages.items)[:MAX_SHOWN]:
        text = _excerpt(passage)
        if any(map(str.isalnum, text)):
            number = proofs.cite(passage, _hit(passage), is_line=True).number
            sentences.append(Sentence(text, is_proven=True, citations=(number,)))
    reasons = brief.reasons or (Reason(NoTextModel.code),)
    return Answer(How.PASSAGES, tuple(sentences), proofs.citations, brief.language, None, reasons)


def events_of(answer: Answer) -> Iterable[Event]:
    """The end of every answer: each place that was found, then the whole."""
    yield from map(Cited, answer.citations)
    yield Done(answer)


def _telling(passages: Sequence[Passage]) -> list[Passage]:
    """Those that have most of the words first, without those that have much fewer than the best."""
    told = {each.number: len(_words_of(each)) for each in passages}
    least = TELLING * max(told.values(), default=0)
    return sorted((each for each in passages if told[each.number] >= least), key=lambda each: -told[each.number])


def _words_of(passage: Passage) -> set[str]:
    return {folded(passage.sheet.text[start:end]) for start, end in _hits(passage)}


def _cite_nearest(passages: Sequence[Passage], proofs: Proofs) -> None:
    """The first papers that have anything of what was asked."""
    papers: set[int] = set()
    for passage in passages:
        if passage.hits and passage.paper.id not in papers and len(papers) < MAX_NEAREST:
            papers.add(passage.paper.id)
            proofs.cite(passage, _hit(passage), is_line=True)


def _hit(passage: Passage) -> tuple[Span, ...]:
    """What was looked for on the page, or how the page begins."""
    hits = _hits(passage)
    if hits:
        return (_densest(passage.sheet.text, hits),)
    text = passage.sheet.text
    first = len(text) - len(text.lstrip())
    ends = [at for at in (text.find(" ", first), text.find("\n", first)) if at >= 0]
    return ((first, min(ends, default=len(text))),)


def _hits(passage: Passage) -> list[Span]:
    """Words that were looked for; where there are none, the first word of what is near in meaning."""
    ends = len(passage.sheet.text)
    words = sorted(span for span in passage.hits if span[1] - span[0] <= LONGEST_HIT and span[1] <= ends)
    if words:
        return words[:MAX_HITS]
    found = (_WORD.search(passage.sheet.text, start) for start, _ in passage.hits[:1])
    return [word.span() for word in found if word is not None]


def _densest(text: str, hits: Sequence[Span]) -> Span:
    """The first hit of the line that has most of them."""
    counted: dict[int, list[Span]] = {}
    for span in hits:
        counted.setdefault(text.rfind("\n", 0, span[0]), []).append(span)
    most = max(map(len, counted.values()))
    return next(min(spans) for spans in counted.values() if len(spans) == most)


def _excerpt(passage: Passage) -> str:
    """The lines around what was looked for, as plain text."""
    if not passage.sheet.text or passage.page is None:
        return plain("; ".join(fact.text for fact in passage.facts), LONGEST_SHOWN)
    marked = snippet(passage.sheet.text, _hits(passage))
    return plain(marked.replace(HIT_BEGINS, "").replace(HIT_ENDS, ""), LONGEST_SHOWN)
