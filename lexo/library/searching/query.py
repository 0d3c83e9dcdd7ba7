"""What a person types into the search, as terms. Any text is a query; nothing raises.

Words are all looked for, in any order; "quoted words" stand together; -word must not be there; the last word may be
unfinished; numbers are found however they are grouped. Accents, capitals and simple plurals do not matter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from lexo.library.searching.folding import fold_in_place
from lexo.store.folding import fold
from lexo.store.identifiers import compact

MAX_CHARS = 1000  # of what is looked at
MAX_TERMS = 24
MIN_PREFIX = 3  # letters of an unfinished word; shorter ones match half the library
MIN_IDENTIFIER = 5
MAX_GROUPED = 12  # letters and digits of a number that is looked for in groups

_PIECE = re.compile(
    r'(?P<minus>(?<!\S)[-\u2212\u2013](?=["\w]))?(?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<chunk>[^\s"]+))'
)
_WORD = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"^(?:[ldjmntsc\u00e7]|qu|jusqu|lorsqu|puisqu|quoiqu)['\u2019\u02bc\u2032`](?=.)", re.IGNORECASE)
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\uff02", '"') | {"\0": " "})
_AMOUNT = re.compile(r"(\d{1,3}(?:[ .]\d{3})+|\d{4,})(?:[.,](\d{2}))?")
_IBAN_HEAD = re.compile(r"[A-Za-z]{2}\d{2}")
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^\W\d]{0,30}\.?:)(?P<number>[^:]{0,80}\d.{0,200})")  # Siret:404833048
_BOTH = re.compile(r"\d+|[^\W\d_]+")
_LETTERS = re.compile(r"[a-z]{3,}")


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand next to each other, folded; with `is_prefix` the last one may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: a page has it if it has any of the alternatives, each of which is a set of `Words`.

    `identifier` is the same as a number without separators, where it can be one; `part` is what a name may hold.
    """

    alternatives: tuple[tuple[Words, ...], ...]
    part: str
    identifier: str = ""
    is_exact: bool = False  # in quotes


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, and what must not be there."""

    terms: tuple[Term, ...]
    excluded: tuple[Term, ...] = ()


@lru_cache(maxsize=64)  # one request may ask for hits, for facets and for what else would be found
def parse(text: str) -> Query:
    """Read what a person typed. An empty query has no terms."""
    text = text[:MAX_CHARS].translate(_QUOTES).encode("utf-8", "replace").decode()  # half a character cannot be stored
    is_unfinished = bool(text) and not text[-1].isspace()
    wanted: list[Term] = []
    excluded: list[Term] = []
    for is_excluded, run in _runs(text):
        (excluded if is_excluded else wanted).extend(_terms(run))
    if not wanted:
        wanted, excluded = excluded, []  # nothing but exclusions: what was meant is to find them
    if is_unfinished and wanted and not excluded:
        wanted[-1] = _unfinished(wanted[-1])
    return Query(tuple(wanted[:MAX_TERMS]), tuple(excluded[:MAX_TERMS]))


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    is_phrase: bool
    is_closed: bool = True


def _runs(text: str) -> Iterator[tuple[bool, list[_Piece]]]:
    """Pieces as typed, each alone, but groups of digits that follow each other together; and whether excluded."""
    run: list[_Piece] = []
    for found in _PIECE.finditer(text):
        chunk = found["chunk"]
        is_excluded = found["minus"] is not None and not (chunk and chunk[0].isdigit())
        labelled = _LABELLED.fullmatch(chunk) if chunk else None
        if labelled and not is_excluded:
            if run:
                yield False, run
                run = []
            yield False, [_Piece(labelled["label"], False)]
            chunk = labelled["number"]
        piece = _Piece(found["phrase"], True, bool(found["closed"])) if chunk is None else _Piece(chunk, False)
        if run and not (not is_excluded and _continues(run, piece)):
            yield False, run
            run = []
        if is_excluded:
            yield True, [piece]
        elif run or _begins_number(piece):
            run.append(piece)
        else:
            yield False, [piece]
    if run:
        yield False, run


def _begins_number(piece: _Piece) -> bool:
    return not piece.is_phrase and any(char.isdigit() for char in piece.text)


def _continues(run: Sequence[_Piece], piece: _Piece) -> bool:
    """Whether a piece goes on with a number: digits, or the bank's letters of an IBAN (GB29 NWBK 6016…)."""
    is_bank = len(run) == 1 and len(piece.text) == 4 and piece.text.isalpha() and _IBAN_HEAD.fullmatch(run[0].text)
    return not run[-1].text.endswith((",", ";")) and (_begins_number(piece) or bool(is_bank))


def _terms(run: Sequence[_Piece]) -> list[Term]:
    if run[0].is_phrase:
        return _phrase(run[0])
    if _begins_number(run[0]):
        return _number([piece.text for piece in run])
    return _word(run[0].text)


def _phrase(piece: _Piece) -> list[Term]:
    words = tuple(_WORD.findall(piece.text))
    if not words:
        return []
    alternatives = tuple((Words(form),) for form in _spellings(words))
    return [Term(alternatives, fold(piece.text).strip(), is_exact=piece.is_closed)]


def _word(chunk: str) -> list[Term]:
    """A word, or several held together by signs, which then stand next to each other."""
    words = tuple(_WORD.findall(_ELISION.sub("", chunk)) or _WORD.findall(chunk))
    if not words:
        return []
    forms = _spellings(words)
    if len(words) == 1:
        forms = list(dict.fromkeys(chain(forms, *(((other,) for other in _plurals(form[0])) for form in forms))))
        forms += _in_groups(forms[0][0])
    return [Term(tuple((Words(form),) for form in forms), fold(_ELISION.sub("", chunk)).strip("*?!.,;:()"))]


def _in_groups(word: str) -> list[tuple[str, ...]]:
    """A plate or another short number as it may be printed: `ab123cd` → `ab`, `123`, `cd`."""
    groups = tuple(_BOTH.findall(word))
    return [groups] if MIN_IDENTIFIER <= len(word) <= MAX_GROUPED and 1 < len(groups) <= 4 else []


def _number(chunks: Sequence[str]) -> list[Term]:
    """Groups with digits: an identifier as a whole, an amount in any grouping, or each group by itself."""
    joined = " ".join(chunks)
    identifier = compact(joined)
    if len(identifier) < MIN_IDENTIFIER or sum(char.isdigit() for char in identifier) < 4:
        return [term for chunk in chunks for term in _word(chunk)]
    groups = (Words(form) for chunk in chunks for form in _spellings(tuple(_WORD.findall(chunk)))[:1])
    alternatives = [tuple(dict.fromkeys(groups))[:MAX_TERMS]]
    amount = _AMOUNT.fullmatch(joined.replace("\u00a0", " ").replace("\u202f", " ").strip(" €"))
    if amount:
        digits = re.sub(r"\D", "", amount[1])
        cents = (amount[2],) if amount[2] else ()
        alternatives += [(Words((digits, *cents)),), (Words((*_thousands(digits), *cents)),)]
    return [Term(tuple(dict.fromkeys(alternatives)), fold(joined), identifier)]


def _thousands(digits: str) -> list[str]:
    """`1234567` → `1`, `234`, `567`."""
    first = len(digits) % 3 or 3
    return [digits[:first], *(digits[start : start + 3] for start in range(first, len(digits), 3))]


def _unfinished(term: Term) -> Term:
    """The last word is still being typed: it may go on. Numbers may not, but identifiers always do."""
    (last, *_), *_ = term.alternatives
    is_word = len(last.words[-1]) >= MIN_PREFIX and not last.words[-1].isdigit()
    if term.is_exact or term.identifier or not is_word:
        return term
    going_on = tuple((Words(words[0].words, is_prefix=True),) for words in term.alternatives[:1])
    return Term(term.alternatives + going_on, term.part)


def _spellings(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words as the index folds them, and as people type them where that differs (œ, ﬁ)."""
    return list(dict.fromkeys((tuple(map(fold_in_place, words)), tuple(map(fold, words)))))


def _plurals(word: str) -> list[str]:
    """Other numbers of a French or English word, by its ending alone; a form that does not exist finds nothing."""
    if not _LETTERS.fullmatch(word):
        return []
    if len(word) == 3 and word.endswith(("s", "x")):
        return []
    if word.endswith("eaux"):
        return [word[:-1]]
    if word.endswith("aux"):
        return [word[:-3] + "al", word[:-1]]
    if word.endswith("ies"):
        return [word[:-3] + "y", word[:-1]]
    if word.endswith(("s", "x")):
        return [word[:-1]]
    if word.endswith("al"):
        return [word[:-2] + "aux", word + "s"]
    if word.endswith(("eau", "eu", "ou")):
        return [word + "x", word + "s"]
    if word.endswith("y"):
        return [word[:-1] + "ies", word + "s"]
    return [word + "s"]
