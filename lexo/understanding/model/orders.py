"""Sentences in a paper that speak to a machine instead of its reader: "ignore all previous instructions".

A second wall. The first is that a model here has no tools, and that nothing it says is a fact unless it is printed.
This one keeps what such a sentence prints from being that proof. Nothing relies on it: it can be written around.
"""

import re
from collections.abc import Iterator, Sequence

from lexo.understanding.paper import Paper, PaperPage, Strip
from lexo.understanding.periods import without_accents

LINES_ABOVE, LINES_BELOW = 2, 8  # such a line, at most: the rest of its paragraph
NEXT_LINES = 2  # that belong to it however far below they stand
_LONGEST = 2000  # characters of one line

_MACHINE = (
    r"(?:a\.?i\.?\b|i\.?a\.?\b|llm|language model|modeles? (?:de langage|de langue|ia)|intelligence artificielle|"
    r"assistant (?:ia|ai|virtuel|numerique)|ai (?:model|assistant|system|reader)|chatbot|chatgpt|gpt)"
)
_DROP = (  # what was said before
    r"\b(?:ignor\w{0,6}|disregard\w{0,4}|forget|oubli\w{0,4}|neglig\w{0,4}|override|bypass|contourn\w{0,3}|vergiss|"
    r"vergessen sie|olvida|dimentica|negeer|ne (?:tiens?|tenez) (?:pas|aucun) compte)\b.{0,60}"
    r"\b(?:instruction|consigne|prompt|regle|directive|rule|above|previous|prior|preced|ci-dessus|anterieur|"
    r"anweisung|istruzion|instruccion|instructie|schema|system)"
)
_CALL = (
    r"\b(?:as an?|en tant qu[e']|you are an?|tu es une?|vous etes une?|chere?|dear|hello|bonjour|attention|"
    r"(?:note|instructions?|message) (?:for|to|pour|a)|pour l[ae']s?|to any|to the|a l'attention d[eu'] ?l?'?)\s?"
    r"(?:the |any |l'|la |les |le |une? )?" + _MACHINE
)
_DUTY = (
    r"\b(?:ai|ia|llm|language model|modele de langage|intelligence artificielle|chatgpt|assistant)\b.{0,40}"
    r"\b(?:must|should|shall|doit|doivent|devez|dois|reponds?|repondez|respond|answer|output|reply|ecris|ecrivez|"
    r"renvoie|renvoyez)\b"
)
_DICTATE = (
    r"\b(?:reponds?|repondez|respond|reply|answer|output|renvoie[sz]?|renvoyez|return|ecris|ecrivez|write|indique|set|"
    r"mets|mettez)\b.{0,40}"
    r"(?:\bjson\b|\bonly with\b|\buniquement (?:par|avec)\b|"
    r"\b(?:as|dans|in|le|la|the|un|a) (?:the )?(?:title|summary|field|titre|resume|champ)\b)"
)
_TO_MACHINES = re.compile(
    "|".join(
        (
            _DROP,
            _CALL,
            _DUTY,
            _DICTATE,
            r"\b(?:system|developer|nouve(?:au|lle)x?|new) ?(?:prompt|instructions?|consignes?)\b",
            r"\b(?:prompt|message|consigne|invite) (?:systeme|system)\b",
            r"^\W{0,4}(?:system|assistant|user|human|developer)\s?:",
            r"<\|?(?:im_start|im_end|system|assistant|endoftext|start_of_turn|eot_id)|\[/?inst\]|<</?sys>>",
            r"\"(?:iban|kind|title|summary|fields|tool|function|arguments)\"\s?:",
        )
    )
)


def speaks_to_machines(text: str) -> bool:
    """Whether one line is an order to whatever reads it."""
    return _TO_MACHINES.search(without_accents(text[:_LONGEST]).replace("’", "'")) is not None


def has_orders(paper: Paper) -> bool:
    """Whether any line of a paper is one."""
    return any(any(_ordering(page)) for page in paper.pages)


def lines_without_orders(page: PaperPage) -> list[Strip]:
    """The lines that may prove something: none that gives orders, and none of its paragraph."""
    spoilt = {at for index, is_order in enumerate(_ordering(page)) if is_order for at in _paragraph(page.lines, index)}
    return [line for index, line in enumerate(page.lines) if index not in spoilt]


def _paragraph(lines: Sequence[Strip], index: int) -> Iterator[int]:
    """The line itself, those just above and below it, and always the next ones."""
    yield index
    for at in range(index - 1, max(index - LINES_ABOVE, 0) - 1, -1):
        if not _is_close(lines[at], lines[at + 1]):
            break
        yield at
    for at in range(index + 1, min(index + LINES_BELOW + 1, len(lines))):
        if at > index + NEXT_LINES and not _is_close(lines[at - 1], lines[at]):
            break
        yield at


def _is_close(above: Strip, below: Strip) -> bool:
    height = max(above.bbox.bottom - above.bbox.top, below.bbox.bottom - below.bbox.top)
    return abs(below.bbox.top - above.bbox.bottom) < height


def _ordering(page: PaperPage) -> Iterator[bool]:
    """Line for line; an order may also begin in the line before."""
    before = ""
    for line in page.lines:
        yield speaks_to_machines(line.text) or (bool(before) and speaks_to_machines(f"{before} {line.text[:200]}"))
        before = line.text[-200:]
