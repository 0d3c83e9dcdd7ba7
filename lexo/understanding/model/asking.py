"""The whole talk with a text model about one paper: one question, or a few about the parts of a long one."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lexo.errors import PromptTooLong
from lexo.facts import Field, Understanding, Verdict
from lexo.understanding.model.grounding import GroundedAnswer, ground
from lexo.understanding.model.prompts import Part, Turn, last_question, parts_of, question
from lexo.understanding.model.schema import Answer, Wanted, read_answer, schema_text
from lexo.understanding.paper import Paper

Write = Callable[[Sequence[Turn], str], str]  # turns and a JSON schema -> what the model wrote, "" for nothing whole

MAX_CHARS = 12_000  # of a paper in one question: 4 000 tokens, half of what small models take
MIN_CHARS = 1_500
MAX_NAMES = 40  # facts that are asked for
SURE = 0.8  # a kind of which rules are as sure as this is not asked again


@dataclass(frozen=True)
class Subject:
    """A paper, what is known of it, and what is to be found out."""

    paper: Paper
    known: Understanding
    kinds: tuple[str, ...]  # the closed list
    missing: tuple[str, ...] = ()  # names of facts that papers of its kind have, and this one not yet


def ask(write: Write, subject: Subject, max_chars: int = MAX_CHARS) -> GroundedAnswer | None:
    """Ask a model about a paper and keep what the paper bears out; None where it said nothing that can be read.

    At most eight questions. What `write` raises goes through, but for a prompt that is too long: then the paper is cut
    into smaller parts.
    """
    if not subject.paper.text.strip():
        return None
    try:
        answer = _answer(write, subject, max_chars)
    except PromptTooLong:
        if max_chars <= MIN_CHARS:
            raise
        return ask(write, subject, max(max_chars // 2, MIN_CHARS))
    if answer is None:
        return None
    grounded = ground(answer, subject.paper, subject.known.fields)
    best = subject.known.kinds[0] if subject.known.kinds else None
    if best is not None and best.probability >= SURE and best.kind != grounded.kind:
        return GroundedAnswer(grounded.fields, "", grounded.title, grounded.summary)
    return grounded


def missing_of(wanted: Sequence[str], known: Sequence[Field]) -> tuple[str, ...]:
    """The wanted facts of which nothing usable is known."""
    there = {each.name for each in known if each.verdict in (Verdict.VERIFIED, Verdict.PLAUSIBLE)}
    return tuple(dict.fromkeys(name for name in wanted if name not in there))[:MAX_NAMES]


def _answer(write: Write, subject: Subject, max_chars: int) -> Answer | None:
    nonce = secrets.token_hex(8)
    parts = parts_of(subject.paper, max_chars, nonce)
    whole = Wanted(subject.kinds, subject.missing[:MAX_NAMES], _last_page(subject.paper))
    if len(parts) == 1:
        return _asked(write, question(parts[0], whole, subject.paper.language, nonce), whole)
    return _answer_by_parts(write, subject, parts, nonce)


def _answer_by_parts(write: Write, subject: Subject, parts: Sequence[Part], nonce: str) -> Answer | None:
    """Facts and a note of each part; then kind, title and summary of the whole."""
    about_part = Wanted((), subject.missing[:MAX_NAMES], _last_page(subject.paper), note=True)
    language = subject.paper.language
    answers = [_asked(write, question(part, about_part, language, nonce), about_part) for part in parts]
    told = [answer for answer in answers if answer is not None]
    about_all = Wanted(subject.kinds)
    notes = [answer.note for answer in told]
    whole = _asked(write, last_question(parts[0], notes, about_all, language, nonce), about_all)
    if whole is None and not told:
        return None
    head = whole or Answer()
    fields = {(each.name, each.value): each for answer in reversed(told) for each in reversed(answer.fields)}
    return Answer(head.kind, head.title, head.summary, fields=tuple(reversed(fields.values())))


def _asked(write: Write, turns: Sequence[Turn], wanted: Wanted) -> Answer | None:
    return read_answer(write(turns, schema_text(wanted)), wanted)


def _last_page(paper: Paper) -> int:
    return max((page.number for page in paper.pages), default=1)
