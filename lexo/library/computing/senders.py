"""Who is meant in a question: senders of the library, by whole names first, then by how names begin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lexo.library.computing.periods import MONTHS
from lexo.library.computing.tokens import nearest, tokens_of_name
from lexo.library.computing.words import BILL_WORDS, SENDER_BEFORE, SMALL, SURE_BEFORE

MOST = 8  # senders whose names begin alike: beyond that nobody knows who is meant
_BEFORE_NAMES = frozenset("facture factures contrat devis".split())  # not "my bills total"
_ARTICLES = frozenset("la le les l e the d de du".split())
_TITLES = frozenset("m mr mme mlle monsieur madame docteur dr maitre me ms mrs".split())
_GENERAL = frozenset(  # words with which names of many begin
    "credit banque caisse garage societe cabinet hotel restaurant mairie ville maison boulangerie pharmacie centre "
    "groupe compagnie assurance assurances mutuelle agence saint sainte clinique hopital laboratoire ecole college "
    "lycee universite tresor service services association syndicat office bureau super auto bio eau eaux gaz energie "
    "electricite direct net art mon ma mes les chateau bar cafe auberge atelier entreprise ets etablissements sarl "
    "the new city first bank house home compte comptes docteur direction prelevement".split()
)


_BEFORE_TOTALS = frozenset("au le en montant somme cout prix in grand the as".split())
_BEFORE_VERBS = frozenset("ai a as avons avez ont j je n me m te t se s ne pas i we have has not".split())
_LEAVING_OUT = frozenset(  # what they lead to is not meant, and no name of which they are the beginning is
    "sans sauf hors hormis excepte outre contre pas ni non without except excluding but not no".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the question from `start` to before `end` that name these senders, as the library has them.

    `near` are others whose names begin with the same words: they are not meant where `is_whole`.
    """

    start: int
    end: int
    senders: tuple[str, ...]
    near: tuple[str, ...] = ()
    is_whole: bool = True


class Senders:
    """All senders of the library, by the words of their names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._by_last: dict[str, list[str]] = {}
        self._compact: dict[str, list[str]] = {}
        for name in names:
            words = tokens_of_name(name)
            if sum(map(str.isalpha, "".join(words))) < 2:
                continue
            self._compact.setdefault("".join(words), []).append(name)
            for form in _forms(words):
                self._by_first.setdefault(form[0], []).append((form, name))
            if words:
                self._by_last.setdefault(words[-1], []).append(name)

    def mentions(self, words: Sequence[str], vocabulary: frozenset[str]) -> list[Mention]:
        """Those that a question names, from left to right; `vocabulary` are words that mean something else too."""
        found, at = [], 0
        while at < len(words):
            mention = self._at(words, at, vocabulary)
            if mention is None:
                at += 1
            else:
                found.append(mention)
                at = mention.end
        return found

    def may_end(self, words: Sequence[str]) -> bool:
        """Whether the last word may be a name or mean what it says: "tickets de caisse Total"."""
        is_plain = len(words) < 2 or words[-2] in _BEFORE_TOTALS
        return not is_plain and words[-1] in self._compact and words[-1] not in SMALL and words[-1] not in MONTHS

    def slip(self, word: str) -> tuple[str, ...]:
        """The senders whose name a word is mistyped from; none where that is not sure."""
        name = nearest(word, self._compact.keys())
        if name is None or name.startswith(word) or word.startswith(name):
            return ()
        return tuple(self._compact[name])

    def _at(self, words: Sequence[str], at: int, vocabulary: frozenset[str]) -> Mention | None:
        whole = self._whole(words, at, vocabulary)
        if whole is not None:
            return whole
        return self._titled(words, at) or self._begun(words, at, vocabulary)

    def _whole(self, words: Sequence[str], at: int, vocabulary: frozenset[str]) -> Mention | None:
        for end in range(min(len(words), at + 8), at, -1):
            span = tuple(words[at:end])
            names = [name for form, name in self._by_first.get(span[0], ()) if form == span]
            if not names and len("".join(span)) > 2:
                names = self._compact.get("".join(span), [])
            if names and _is_named(words, at, end, vocabulary):
                return Mention(at, end, tuple(dict.fromkeys(names)), self._beginning(span, names))
        return None

    def _titled(self, words: Sequence[str], at: int) -> Mention | None:
        """ "M. Exemple": persons by their last name."""
        if words[at] not in _TITLES or at + 1 >= len(words) or len(words[at + 1]) < 3:
            return None
        names = tuple(dict.fromkeys(self._by_last.get(words[at + 1], ())))
        return Mention(at, at + 2, names, is_whole=False) if 0 < len(names) <= MOST else None

    def _begun(self, words: Sequence[str], at: int, vocabulary: frozenset[str]) -> Mention | None:
        """The longest words with which names begin."""
        for end in range(min(len(words), at + 5), at, -1):
            span = tuple(words[at:end])
            if len("".join(span)) < 3 or all(word in vocabulary for word in span) or all(map(str.isdigit, span)):
                continue
            if end == at + 1 and (span[0] in _LEAVING_OUT or (at and _is_verb(words, at))):
                continue
            names = self._beginning(span, ())
            is_general = all(word in _GENERAL or word in vocabulary for word in span)
            if names and len(names) <= MOST and (not is_general or _is_led(words, at)):
                return Mention(at, end, names, is_whole=False)
        return None

    def _beginning(self, span: tuple[str, ...], but: Sequence[str]) -> tuple[str, ...]:
        begun = (
            name
            for form, name in self._by_first.get(span[0], ())
            if len(form) > len(span) and form[: len(span)] == span and name not in but
        )
        return tuple(dict.fromkeys(begun))


@lru_cache(maxsize=4)
def senders_of(names: tuple[str, ...]) -> Senders:
    """The senders by the words of their names; kept until they change: 100 ms for 20,000."""
    return Senders(names)


def _forms(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A name as it is, and without the article or letter with which it begins: "E.Leclerc" is "Leclerc" too."""
    forms = [words]
    if len(words) > 1 and (words[0] in _ARTICLES) and len(words[1]) > 2:
        forms.append(words[1:])
    return forms


def _is_named(words: Sequence[str], at: int, end: int, vocabulary: frozenset[str]) -> bool:
    """Whether words that are a name are meant as one: an ordinary word only where a name is to be expected."""
    if not all(word in vocabulary for word in words[at:end]):
        return True
    before = words[at - 1] if at else ""
    if any(word in MONTHS for word in words[at:end]) or all(word in SMALL for word in words[at:end]):
        return before in ("chez", "at")
    after = words[end] if end < len(words) else ""
    if before == "a" and after and after in ("de", "des", "du", "d"):
        return False
    if before in SURE_BEFORE or before in _BEFORE_NAMES:
        return True
    return before in ("de", "d") and after not in ("de", "des", "du", "d", "mes", "my") and _after_bill(words, at)


def _after_bill(words: Sequence[str], at: int) -> bool:
    return at >= 2 and words[at - 2] in BILL_WORDS


def _is_verb(words: Sequence[str], at: int) -> bool:
    """Whether a verb is to be expected, "j'ai rendu", and no name; "à" is written like "a"."""
    before = words[at - 1]
    return before in _BEFORE_VERBS and (before != "a" or (at > 1 and words[at - 2] in ("m", "n", "t", "il", "elle")))


def _is_led(words: Sequence[str], at: int) -> bool:
    """Whether a word comes before that leads to a name."""
    return at > 0 and words[at - 1] in SENDER_BEFORE
