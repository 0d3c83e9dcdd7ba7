"""Questions that go on from the one before: "et en 2023 ?", "and its due date?". By rules, without a model.

A period, a name or a place takes that of its kind in the question before; what only points ("its", "cette facture")
is asked of the papers that the last answer named.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lexo.library.asking.answers import Answer, How
from lexo.library.searching import keywords
from lexo.store.folding import fold

MAX_TURNS = 6  # of a conversation that are looked at
MAX_WORDS = 14  # of a question that goes on from another
MAX_TEXT = 600  # characters of a question put together
MAX_PAPERS = 3  # named by the last answer, that "its" may mean

_MONTH = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|march|"
    r"april|may|june|july|august|september|october|november|december)"
)
_PERIOD = re.compile(
    rf"\b(?:(?:en|in|pour|for|depuis|since|de|of)\s+)?(?:(?:l')?(?:annee|year)\s+)?(?:{_MONTH}\s+)?(?:19|20)\d\d\b"
    rf"|\b(?:(?:en|in|de|of)\s+)?{_MONTH}\b"
    r"|\b(?:l'(?:an(?:nee)?)\s+(?:dernier|derniere|passee?|precedente?)|cette annee|ce mois(?:-ci)?|le mois dernier|"
    r"last (?:year|month)|this (?:year|month)|the year before)\b"
)
_YEAR, _MONTH_ALONE = re.compile(r"(?:19|20)\d\d"), re.compile(_MONTH)
_CONNECTOR = re.compile(
    r"\A\s*(?:(?:et|and|or|ou|but|mais|ok|alors|so|then|also|aussi)\b[\s,:]*)?"
    r"(?:(?:pour|for|what about|how about|quid de?|qu'en est-il de?|meme question(?: pour)?|same (?:question )?for)\b"
    r"\s*)?"
)
_BEGINS = re.compile(r"\A\s*(?:et|and|ou bien|or|mais|but|what about|how about|quid|qu'en est-il|meme question|same)\b")
_NAME = r"[A-Z\u00c0-\u00de][\w&.'-]{0,40}"
_NAMED = re.compile(rf"\b(a|au|aux|chez|de|du|par|avec|from|to|at|with|by|for)\s+({_NAME}(?:\s+{_NAME}){{0,3}})")
_BEFORE_NAME = re.compile(
    r"(?:(?:\u00e0|a|au|aux|chez|de|du|par|avec|from|to|at|with|by|for)\s+|d['\u2019])?(.+)", re.IGNORECASE
)
_HAS_PREPOSITION = re.compile(r"\s*(?:en|in|pour|for|depuis|since|de|of|l'|cette|ce|le|last|this|the)\b")
_POINTS = re.compile(  # whatever stands before it
    r"\b(?:this (?:one|paper|document|bill|letter|contract)|that (?:one|paper|document|bill|letter|contract)|"
    r"the (?:same|other) one|celui-ci|celle-ci|celui-la|celle-la|ce (?:papier|document|contrat|courrier|bail|bulletin)|"
    r"cette (?:facture|lettre|attestation|piece|somme|echeance)|cet avis|en question)\b"
)
_BELONGS = re.compile(r"\b(?:its|their|theirs|son|sa|ses|leurs?|dessus|dedans)\b")
_OWN = re.compile(r"\b(?:mon|ma|mes|notre|nos|my|our)\b")  # what they belong to is named in the question itself
MAX_BEFORE = 1  # telling words before "its" that do not name anything: a verb


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was asked in a conversation, and answered."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Completed:
    """A question that can stand alone: its text, words of the one before that help to find, papers it points at."""

    text: str
    before: str = ""  # the question it goes on from, "" where it stands alone
    words: tuple[str, ...] = ()  # telling words of that one
    document_ids: tuple[int, ...] = ()


def complete(question: str, history: Sequence[Exchange]) -> Completed:
    """Put what a question leaves out in its place. Any text is a question; without a history it stays as it is."""
    standing = Completed("")
    papers: tuple[int, ...] = ()
    for exchange in history[-MAX_TURNS:]:
        standing = _after(exchange.question, standing, papers)
        papers = _papers_of(exchange.answer) or papers
    return _after(question, standing, papers)


def _after(question: str, before: Completed, papers: tuple[int, ...]) -> Completed:
    question = " ".join(question.split())
    plain = _plain(question)
    points = _POINTS.search(plain) is not None or _is_of_before(question, plain)
    if not before.text or not (points or _goes_on(plain)):
        return Completed(question)
    replaced = None if points else _replaced(question, plain, before.text)
    words = keywords.read(before.text).words
    if replaced is not None:
        return Completed(replaced[:MAX_TEXT], before.text)
    return Completed(question, before.text, words, papers if points else ())


def _is_of_before(question: str, plain: str) -> bool:
    """Whether "its" is something's that the question itself does not name."""
    found = _BELONGS.search(plain)
    if found is None or _OWN.search(plain, 0, found.start()):
        return False
    said = question[: found.start()]
    names = any(word[0].isupper() for word in said.split()[1:])
    telling = [word for word in re.findall(r"[a-z0-9]+", plain[: found.start()]) if not keywords.is_plain(word)]
    return not names and len(telling) <= MAX_BEFORE


def _plain(text: str) -> str:
    """Folded, letter for letter where that is possible: places stay the same for what is looked for here."""
    return "".join(fold(sign)[:1] or " " for sign in text[:MAX_TEXT]).replace("\u2019", "'")


def _goes_on(plain: str) -> bool:
    """Whether a question begins as one that goes on, or is a period alone."""
    if len(plain.split()) > MAX_WORDS:
        return False
    return _BEGINS.match(plain) is not None or not _rest(_PERIOD.sub(" ", plain, count=1))


def _replaced(question: str, plain: str, before: str) -> str | None:
    """The question before with its period or its name replaced; None where this one asks for something else."""
    period = _PERIOD.search(plain)
    outside = plain if period is None else plain[: period.start()] + " " + plain[period.end() :]
    name = _name_of(question, plain, period)
    if _rest(outside if name is None else outside.replace(_plain(name), " ")):
        return None
    told = before
    if period is not None:
        told = _with_period(told, question[period.start() : period.end()])
    if name is not None:
        told = _with_name(told, name)
    return told if period is not None or name is not None else None


def _rest(plain: str) -> list[str]:
    """What a question says beside a period and words that only join."""
    said = _CONNECTOR.sub("", plain)
    return [word for word in re.findall(r"[a-z0-9]+", said) if not keywords.is_plain(word)]


def _name_of(question: str, plain: str, period: re.Match[str] | None) -> str | None:
    """A name that is all that a question says: "et à Free ?", "and Orange?"."""
    start = _CONNECTOR.match(plain)
    at = start.end() if start else 0
    end = period.start() if period and period.start() >= at else len(question)
    said = question[at:end].strip(" ?!.,")
    first = _BEFORE_NAME.match(said)
    name = first[1].strip() if first else ""
    is_name = bool(name) and (name[0].isupper() or name[0].isdigit()) and len(name.split()) <= 4
    return name if is_name and not _PERIOD.fullmatch(_plain(name)) else None


def _with_period(before: str, period: str) -> str:
    known = _PERIOD.search(_plain(before))
    if known is None:
        return f"{before.rstrip(' ?!.')} {period} ?"
    has_preposition = _HAS_PREPOSITION.match(_plain(period))
    first = re.match(r"\s*(?:en|in|pour|for|depuis|since|de|of)\s+", _plain(before)[known.start() : known.end()])
    start = known.start() if has_preposition or first is None else known.start() + first.end()
    year = _YEAR.search(before, known.start(), known.end())
    if year and not _YEAR.search(period) and _MONTH_ALONE.search(_plain(period)):
        period = f"{period.strip()} {year[0]}"
    return before[:start] + period.strip() + before[known.end() :]


def _with_name(before: str, name: str) -> str:
    known = next((found for found in _NAMED.finditer(before.replace("\u00e0", "a")) if not found[2].isdigit()), None)
    if known is None:
        return f"{before.rstrip(' ?!.')} {name} ?"
    return before[: known.start(2)] + name + before[known.end(2) :]


def _papers_of(answer: Answer) -> tuple[int, ...]:
    """The papers that an answer names, if they are few enough for "it" to mean them; a refusal only names near ones."""
    if answer.how is How.REFUSED:
        return ()
    papers = tuple(dict.fromkeys(citation.document_id for citation in answer.citations))
    return papers if len(papers) <= MAX_PAPERS else papers[:1]
