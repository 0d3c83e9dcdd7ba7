"""The telling words of a question in plain language: what is left without the words that every question has."""

import re
from dataclasses import dataclass

from lexo.store.folding import fold

MAX_CHARS = 1000  # of what is looked at, as in `library.query`
MAX_WORDS = 24

FRENCH, ENGLISH = "fra", "eng"

_QUOTES = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\uff02", '"') | dict.fromkeys("\u2019\u02bc\u2032\u2018`\u00b4", "'")
)
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')
_GROUP, _FIRST_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})?[%\u20ac$\u00a3]?\Z"), re.compile(r"\d{1,3}\Z")
_ELISION = re.compile(r"(?:[ldjmntsc\u00e7]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)'(?=\w)", re.IGNORECASE)
_INVERTED = re.compile(r"(?<!rendez)-(?:t-)?(?:je|tu|ils?|elles?|on|nous|vous|ce|moi|le|la|les|y)\Z", re.IGNORECASE)
_THE_SAME = re.compile(r"-(?:ci|l\u00e0)\Z", re.IGNORECASE)
_POSSESSIVE = re.compile(r"'(?:s|re|ve|ll|d|m)?\Z", re.IGNORECASE)
_NOT = re.compile(r"n't\Z", re.IGNORECASE)
_SHORTENED = re.compile(r"\w(?:n't|'s|'re|'ve|'ll)\b", re.IGNORECASE)
_EDGES = "()[]{}<>*.,;:!?\u2026\u00a1\u00bf'\u2013\u2014-\u2212_/\\|=~^#&\u00a7\u00b0"

# Folded. In both languages alike: words that say nothing of what is looked for, whatever the question is about.
_FRENCH = frozenset(
    "a au aux avec ai aie ait as avais avait avaient avez avions avons avoir ayant aura aurai aurait auront c ca car ce"
    " ceci cela celle celles celui ces cet cette ceux chez ci comme d dans de des donc dont du elle elles en encore"
    " entre es est et etaient etait etant ete etes etre eu eut eux fait font faire fut furent il ils j je l la le les"
    " leur leurs lui m ma mais me meme memes mes mien mienne moi mon n ne ni nos notre nous on ont or ou par parmi pas"
    " peu peut peux peuvent plus pour puis qu sa sans se selon sera serai serait seront ses si sien soit sommes son"
    " sont sous suis sur t ta te tes toi ton tous tout toute toutes tu un une va vais vers voici voila vos votre vous"
    " vont y dois doit devons doivent faut fallait peuvent pouvait puisse j'ai etais ainsi alors aussi lors pendant"
    " depuis tres bien etre deja".split()
)
_ENGLISH = frozenset(
    "a about am an and any are as at be been being but by can could did do does doing done for from had has have"
    " having he her hers him his i if in into is it its itself just me might mine my no not of off on or our ours out"
    " over shall she should so some such than that the their theirs them then there these they this those through to"
    " too under us very was we were will with would you your yours must may isn aren don doesn didn wasn weren won"
    " also much many".split()
)
_FRENCH_ASKING = frozenset(
    "combien comment est-ce pourquoi quand que quel quelle quelles quels qui quoi lequel laquelle lesquels lesquelles"
    " dis dis-moi dites trouve trouver trouve-moi trouvez montre montrer montre-moi montrez cherche chercher donne"
    " donner donne-moi donnez sais savoir veux voudrais voudrait aimerais liste lister indique indiquez"
    " explique expliquez rappelle".split()
)
_ENGLISH_ASKING = frozenset(
    "how what whats when where which who whom whose why find show tell give list know want please explain".split()
)
_FIRST_ONLY = frozenset(  # they ask at the beginning of a question, and mean something elsewhere
    "ou est sont ai avons avez a peut dois doit faut puis-je is are was were do does did can could should has have had"
    " will would may y liste list find show give".split()
)
_PLAIN = frozenset("s'il plait svp stp merci bonjour hello please thanks".split())
# Not plain, but of one language, and frequent on papers: a few words without a small one among them are told by these.
_FRENCH_PAPERS = frozenset(
    "facture factures avoir montant numero recu contrat bail loyer impot releve avis attestation adresse banque compte"
    " employeur salaire salarie assurance echeance commande devis mairie ville ecole prix livre eau tva ttc".split()
)
_ENGLISH_PAPERS = frozenset(
    "invoice invoices amount number receipt payment agreement lease rent tax bill address bank account employer wage"
    " salary insurance due order quote school price book water report letter statement fee summary".split()
)
_SPEAKS_FRENCH = (_FRENCH | _FRENCH_ASKING) - _ENGLISH - {"on", "or", "y", "ou", "car", "si", "des", "plus"}
_SPEAKS_ENGLISH = (_ENGLISH | _ENGLISH_ASKING) - _FRENCH - {"as"}
_STOP = _FRENCH | _ENGLISH | _FRENCH_ASKING | _ENGLISH_ASKING | _PLAIN
_NAMES = frozenset({"IL", "IT", "US", "OR", "AS", "CA", "IS", "SA"})  # in capitals they are names: US, SA, IT
_FRENCH_ENDS = re.compile(r"(?:tion|ment|eur|eux|euse|aire|ique|age|ance|ure|ee|er|ez)s?\Z")
_ENGLISH_ENDS = re.compile(r"(?:ing|ght|tional|ness|ship|ful|ly|ty|ry|ck|sh|th|ow|oo\w|ee\w|ll)s?\Z")
_MARKED = re.compile("[\u00e0\u00e2\u00e7\u00e8\u00e9\u00ea\u00eb\u00ee\u00ef\u00f4\u00f9\u00fb\u0153]")


@dataclass(frozen=True, slots=True)
class Keywords:
    """The telling words, as typed and in order; what was quoted is one of them, with its quotes.

    `language` is the question's, "fra" or "eng". `is_question`: asked in plain language, rather than words to look for.
    """

    words: tuple[str, ...]
    language: str
    is_question: bool


def read(question: str) -> Keywords:
    """Take a question apart; any text is one. If every word is a plain one, all are kept."""
    text = question[:MAX_CHARS].translate(_QUOTES)
    pieces = [(found[1] is not None, found[1] if found[1] is not None else found[2]) for found in _PIECE.finditer(text)]
    spoken = [word for is_quoted, piece in pieces if not is_quoted for word in _words(piece)]
    telling = _numbers_whole([word for is_quoted, piece in pieces for word in _telling(piece, is_quoted=is_quoted)])
    kept = tuple(dict.fromkeys(telling)) or tuple(dict.fromkeys(word for word in spoken if word))
    return Keywords(kept[:MAX_WORDS], _language(text, spoken), _is_question(text, spoken))


def is_plain(word: str) -> bool:
    """Whether a word says nothing of what is looked for, in French or in English."""
    return fold(word) in _STOP


def _telling(piece: str, *, is_quoted: bool) -> list[str]:
    if is_quoted:
        inside = " ".join(piece.split())
        return [f'"{inside}"'] if any(map(str.isalnum, inside)) else []
    return [word for word in _words(piece) if any(map(str.isalnum, word)) and not _says_nothing(word)]


def _says_nothing(word: str) -> bool:
    if word in _NAMES:
        return False
    return fold(word) in _STOP or (len(word) == 1 and word.isalpha())


def _words(piece: str) -> list[str]:
    """`l'assurance-vie,` -> assurance-vie; `ai-je` -> ai; `l'EDF's` -> EDF. What is not a word at all is left out."""
    piece = piece.strip(_EDGES)
    elided = _ELISION.match(piece)
    before = [piece[: elided.end() - 1]] if elided else []
    word = piece[elided.end() :] if elided else piece
    for ending in (_INVERTED, _THE_SAME, _POSSESSIVE, _NOT):
        word = ending.sub("", word)
    return [*before, word] if word else before


def _numbers_whole(words: list[str]) -> list[str]:
    """`1 200,50` is one number, however many pieces it was typed in."""
    whole: list[str] = []
    is_open = False
    for word in words:
        if is_open and _GROUP.match(word):
            whole[-1] += " " + word
        else:
            whole.append(word)
            is_open = _FIRST_GROUP.match(word) is not None
        is_open = is_open and word[-1].isdigit() and not re.search("[.,]", word)
    return whole


def _language(text: str, words: list[str]) -> str:
    """The language whose small words are more; else by accents and endings. French where nothing tells: papers are."""
    folded = [fold(word) for word in words]
    french = sum(word in _SPEAKS_FRENCH for word in folded) + len(_ELISION.findall(text))
    english = sum(word in _SPEAKS_ENGLISH for word in folded) + len(_SHORTENED.findall(text))
    if french != english:
        return FRENCH if french > english else ENGLISH
    if _MARKED.search(text.lower()):
        return FRENCH
    french = sum(word in _FRENCH_PAPERS or _FRENCH_ENDS.search(word) is not None for word in folded)
    english = sum(word in _ENGLISH_PAPERS or _ENGLISH_ENDS.search(word) is not None for word in folded)
    return ENGLISH if english > french else FRENCH


def _is_question(text: str, words: list[str]) -> bool:
    if text.rstrip().endswith("?") and len(words) > 1:
        return True
    folded = [fold(word) for word in words]
    if len(folded) < 3:
        return False
    asks = folded[0] in _FRENCH_ASKING | _ENGLISH_ASKING | _FIRST_ONLY
    plain = sum(word in _STOP for word in folded)
    return asks or (len(folded) >= 5 and plain * 3 >= len(folded))
