"""A question as a plan; None unless every word of it is understood, and it asks for something that can be computed."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from lexo.library.computing import asked_fields, directions, topics, words
from lexo.library.computing.deciding import decide
from lexo.library.computing.parts import Read
from lexo.library.computing.periods import MONTHS, read_periods
from lexo.library.computing.plan import ENGLISH, FRENCH, Plan
from lexo.library.computing.senders import Senders, senders_of
from lexo.library.computing.tokens import nearest, tokens_of
from lexo.library.computing.words import Mark

MOST_CHARACTERS, MOST_WORDS = 400, 60  # a longer text is no question of this sort
MOST_SLIPS = 2  # mistyped words in one question
LONGEST_PHRASE = 6
_VERB_BEFORE = frozenset("je j i to we did do nous ai a avons avoir n on".split())
_HAVING = frozenset(  # before "avoir" that is a verb; any other is a credit note
    "je tu on nous vous puis peux peut pouvoir pouvez pourrais pourrait pourriez voudrais voulais veux aimerais "
    "souhaite souhaiterais pour faut dois m".split()
)
_NEEDING = frozenset("besoin envie possible".split())  # before "d'avoir"
_SUPERLATIVE = frozenset("la le les l ma mon mes notre nos votre vos".split())  # what comes before "plus grosse"
_ALIASES = {  # who somebody is to the person: kinds of paper that they send
    "proprietaire": ("lease",), "bailleur": ("lease",), "landlord": ("lease",), "proprio": ("lease",),
    "employeur": ("payslip",), "employer": ("payslip",), "patron": ("payslip",), "boss": ("payslip",),
    "assureur": ("insurance",), "insurer": ("insurance",),
    "banque": ("bank_statement", "bank_details"), "bank": ("bank_statement", "bank_details"),
}  # fmt: skip
_OWED = re.compile(r"\bd(?:\u00fb|u\u0302)\b", re.IGNORECASE)  # "dû" folds to "du"
_PHRASES = frozenset({*words.MARKS, *topics.BY_WORDS, *asked_fields.BY_WORDS})
_KNOWN_WORDS = frozenset(word for phrase in _PHRASES for word in phrase.split()) | words.SMALL | frozenset(_ALIASES)
_TELLING = frozenset(word for phrase in _PHRASES for word in phrase.split()) - words.SMALL
VOCABULARY = _KNOWN_WORDS | frozenset(MONTHS)
_NUMBERS = {**{str(number): number for number in range(2, 51)}, "deux": 2, "trois": 3, "cinq": 5, "dix": 10,
            "two": 2, "three": 3, "five": 5, "ten": 10, "quatre": 4, "four": 4, "six": 6}  # fmt: skip


def read_plan(question: str, today: date, senders: Iterable[str]) -> Plan | None:
    """Read a question; `senders` are those of the library. Linear in its length, never raises."""
    if len(question) > MOST_CHARACTERS:
        return None
    tokens = tokens_of(_OWED.sub("a payer", question))
    if not 0 < len(tokens) <= MOST_WORDS:
        return None
    known = senders_of(tuple(senders))
    read = _read(tokens, today, known)
    for _ in range(MOST_SLIPS):
        if not read.unknown:
            break
        mended = _mended(read, known)
        if mended is None:
            return None
        read = _read(mended, today, known)
    if read.unknown or (not read.mentions and known.may_end(tokens)):
        return None
    return decide(read)


def may_ask(question: str) -> bool:
    """Whether a text holds any word that a plan rests on; cheap, for nearly all questions are no such questions."""
    return len(question) <= MOST_CHARACTERS and not _TELLING.isdisjoint(tokens_of(question))


def _read(tokens: list[str], today: date, senders: Senders) -> Read:
    read = Read(tokens, _language(tokens), today=today)
    read.mentions = senders.mentions(tokens, VOCABULARY)
    masked = list(tokens)
    for mention in read.mentions:
        masked[mention.start : mention.end] = ["#"] * (mention.end - mention.start)
    found = read_periods(" ".join(masked), today, is_ahead=_looks_ahead(tokens))
    read.periods = found.periods
    _scan(found.rest.split(" "), read)
    return read


def _looks_ahead(tokens: Sequence[str]) -> bool:
    text = f" {' '.join(tokens)} "
    ahead = (words.MARKS[phrase] in (Mark.DUE, Mark.EXPIRES) and f" {phrase} " in text for phrase in words.MARKS)
    return any(ahead)


def _language(tokens: Sequence[str]) -> str:
    french = sum(token in words.FRENCH for token in tokens)
    english = sum(token in words.ENGLISH for token in tokens)
    return ENGLISH if english > french else FRENCH


def _scan(rest: list[str], read: Read) -> None:
    """Put every word into its place: the longest phrase first."""
    at = 0
    while at < len(rest):
        size = next((size for size in range(min(LONGEST_PHRASE, len(rest) - at), 0, -1)
                     if " ".join(rest[at : at + size]) in _PHRASES), 0)  # fmt: skip
        if size:
            _take(" ".join(rest[at : at + size]), rest, at, read)
            at += size
            continue
        _single(rest, at, read)
        at += 1


def _single(rest: list[str], at: int, read: Read) -> None:
    word = rest[at]
    if (word == "avoir" and not _is_having(rest, at)) or directions.is_received(rest, at):
        read.unknown.append(word)
        return
    if word in ("#", "@", "") or word in words.SMALL:
        return
    if word in _ALIASES and at and rest[at - 1] in ("mon", "ma", "my", "notre", "our"):
        read.alias = _ALIASES[word]
    elif word in _NUMBERS and _is_limit(rest, at):
        read.limit = _NUMBERS[word]
    else:
        read.unknown.append(word)


def _is_having(rest: Sequence[str], at: int) -> bool:
    """Whether "avoir" is the verb: "puis-je avoir", "besoin d'avoir"; not "l'avoir de Zenith"."""
    before = rest[at - 1] if at else ""
    return before in _HAVING or (before == "d" and at > 1 and rest[at - 2] in _NEEDING)


def _is_limit(rest: list[str], at: int) -> bool:
    """ "mes 3 dernières factures", "my last 5 bills"."""
    around = rest[max(at - 1, 0) : at] + rest[at + 1 : at + 2]
    return any(words.MARKS.get(word) is Mark.LATEST for word in around)


def _take(phrase: str, rest: list[str], at: int, read: Read) -> None:
    read.phrases.append(phrase)
    topic, asked, mark = (topics.BY_WORDS.get(phrase), asked_fields.BY_WORDS.get(phrase), words.MARKS.get(phrase))
    if directions.is_of_others(phrase, rest, at):
        read.unknown.append(phrase)
        return
    if phrase == "facture" and at and rest[at - 1] in ("il", "elle", "a", "ont"):
        read.marks.add(Mark.TOTAL)  # "combien EDF m'a-t-il facturé": paid or not
        return
    if phrase == "bill" and at and rest[at - 1] in ("pay", "paid", "to", "by", "with"):
        read.unknown.append(phrase)  # somebody's name
        return
    is_verb = bool(_VERB_BEFORE.intersection(rest[max(at - 2, 0) : at]))
    if mark is not None and (topic is not None or asked is not None) and is_verb:
        topic = asked = None
    if phrase.startswith(("plus ", "moins ")) and at and rest[at - 1] not in _SUPERLATIVE:
        read.unknown.append(phrase)  # "plus chère que": a comparison
    if topic is not None and asked is not None and _speaks_of_bills(rest):
        asked = None
    if asked is not None:
        read.asked.append(asked)
    elif topic is not None:
        read.topics.append((at, topic))
        if topic is topics.SPENT:
            read.marks.add(Mark.SPENT)
    elif mark is not None:
        read.marks.add(mark)


def _speaks_of_bills(rest: Sequence[str]) -> bool:
    """Whether "téléphone" is what is billed, and no number to call."""
    return any(
        topics.BY_WORDS.get(word) in (topics.BILLS, topics.SPENT)
        or words.MARKS.get(word) in (Mark.PAID, Mark.SPENT, Mark.HOW_MUCH, Mark.TOTAL, Mark.AVERAGE)
        for word in rest
    )


def _mended(read: Read, senders: Senders) -> list[str] | None:
    """The question with its first unknown word as it was probably meant; None where nobody can be sure."""
    word = read.unknown[0]
    at = read.tokens.index(word) if word in read.tokens else -1
    if at < 0:
        return None
    meant = nearest(word, VOCABULARY) if word not in words.NOT_SLIPS else None
    if meant is not None:
        return [*read.tokens[:at], meant, *read.tokens[at + 1 :]]
    may_be_name = len(word) > 4 and word not in words.NOT_SLIPS and at and _leads(read.tokens[at - 1])
    names = senders.slip(word) if may_be_name else ()
    if len({" ".join(tokens_of(name)) for name in names}) == 1:
        return [*read.tokens[:at], *tokens_of(names[0]), *read.tokens[at + 1 :]]
    return None


def _leads(word: str) -> bool:
    return word in words.SENDER_BEFORE or word in words.BILL_WORDS
