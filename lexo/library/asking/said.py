"""What a model wrote, as sentences in plain text: what they quote, which passages they name, nothing that acts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lexo.library.asking.comparable import Span
from lexo.understanding.model.plain import plain

MAX_CHARS = 12_000  # of an answer that are looked at
MAX_SENTENCES = 40
LONGEST_SENTENCE = 1_500  # characters
LONGEST_WORD = 2_000  # characters of a stream without a space; what follows on it is let go

_QUOTE = re.compile(r"«\s?([^«»]{0,2000})»|“([^“”]{0,2000})”|(?<![\w\"])\"([^\"\n]{2,2000})\"(?!\w)")
_MARK = re.compile(
    r"\s?[\[(](?:(?<=\[)|(?=[a-z]))\s?(?:(?:extraits?|passages?|sources?|documents?|papiers?|papers?)\s?)?(?:n°\s?)?"
    r"(\d{1,3}(?:\s?[,;]\s?\d{1,3}){0,9})(?:\s?,?\s?(?:pages?|p\.)\s?\d{1,4})?\s?[\])]",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+(?:[\"”’)\]]|\s?»)?(?:\s?\[[^\[\]\n]{1,40}\]\.?)*(?=\s|$)|\n")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“'’])(?:[A-Z]|M|MM|Mme|Mmes|Mlle|Mr|Mrs|Ms|Me|Dr|Pr|St|Ste|No|Nos|n|art|al|p|pp|vol|chap|fig|Inc|Corp|"
    r"Ltd|Co|vs?|cf|ex|env|approx|e\.g|i\.e|U\.S|tél|av|bd|boul|réf|ref|janv|févr|avr|juil|sept|oct|nov|déc|Jan|Feb|Mar|"
    r"Apr|Aug|Oct|Dec)\.$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*[a-zà-öø-ÿ,;:]")
_THOUGHT = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.DOTALL)
_LIST_MARK = re.compile(r"\A\s*(?:[-*•–]\s+|\(?\d{1,2}[.)]\s+|#{1,6}\s+)")
_NUMBERED = re.compile(r"\s*\(?\d{1,2}\.")  # of a list, before its sentence
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}:)?//\S|\bwww\.|\[[^\]]{0,400}\]\s?[(:]|<[a-z!/]", re.IGNORECASE)
TAKEN_OUT = "(…)"  # in the place of a sentence of which nothing is left


@dataclass(frozen=True, slots=True)
class SaidSentence:
    """A sentence in plain text; `quotes` are its quoted parts, `passages` the numbers it names."""

    text: str
    quotes: tuple[str, ...]
    passages: tuple[int, ...]
    was_changed: bool  # an address, a link or markup was taken out

    @property
    def unquoted(self) -> str:
        """The sentence without what it quotes."""
        return _QUOTE.sub(" , ", self.text)


def without_thoughts(text: str) -> str:
    """An answer without what a model thought aloud before it."""
    return _THOUGHT.sub("", text[: 4 * MAX_CHARS], count=1)


def sentences_of(text: str) -> list[SaidSentence]:
    """The sentences of an answer, in order; said twice, a sentence counts once."""
    found: dict[str, SaidSentence] = {}
    for piece in _split(without_thoughts(text)[:MAX_CHARS]):
        if any(map(str.isalnum, _MARK.sub("", piece))) and (said := _sentence(piece)).text not in found:
            found[said.text] = said
        if len(found) >= MAX_SENTENCES:
            break
    return list(found.values())


def _sentence(piece: str) -> SaidSentence:
    piece = _LIST_MARK.sub("", piece[: 2 * LONGEST_SENTENCE])
    passages = [int(number) for mark in _MARK.findall(piece) for number in re.findall(r"\d+", mark)]
    bare = _MARK.sub("", piece)
    text = plain(bare, LONGEST_SENTENCE, keeps_mail=_MAIL.search(bare) is not None)
    text = text if any(map(str.isalnum, text)) else TAKEN_OUT
    quotes = tuple(next(filter(None, found.groups()), "").strip() for found in _QUOTE.finditer(text))
    was_changed = text == TAKEN_OUT or _ADDRESS.search(bare) is not None
    return SaidSentence(text, quotes, tuple(dict.fromkeys(passages)), was_changed)


def _split(text: str) -> Iterator[str]:
    """At the ends of sentences; never inside a quote, behind an abbreviation, or where small letters go on."""
    quoted = _quoted(text)
    start = 0
    for end in _END.finditer(text):
        if end.start() < start or any(first < end.start() < last - 1 for first, last in quoted if last > start):
            continue
        is_break = end[0] == "\n"
        if not is_break and _NUMBERED.fullmatch(text, start, end.end()):
            continue
        if not is_break and (_is_abbreviation(text, start, end.start()) or _GOES_ON.match(text, end.end())):
            continue
        yield text[start : end.end()].strip()
        start = end.end()
    yield text[start:].strip()


def _quoted(text: str) -> list[Span]:
    return [found.span() for found in _QUOTE.finditer(text)][: 4 * MAX_SENTENCES]


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    return text[end] == "." and _ABBREVIATION.search(text[max(start, end - 12) : end + 1]) is not None


class Stream:
    """An answer that is being written, word for word as plain text; holds back what may be the beginning of more."""

    def __init__(self) -> None:
        self._held = ""
        self._is_thinking: bool | None = None  # None: not known yet

    def feed(self, piece: str) -> str:
        """The next piece; returns what can be shown, with a space before each word but the first."""
        self._held += piece
        if len(self._held) > LONGEST_WORD and not any(map(str.isspace, self._held[-LONGEST_WORD:])):
            self._held = self._held[:LONGEST_WORD] + " "
        if not self._is_heard():
            return ""
        end = max(self._held.rfind(" "), self._held.rfind("\n"), 0)
        mark = self._held.rfind("[", 0, end)
        if mark >= 0 and end - mark < 40 and "]" not in self._held[mark:end]:
            end = mark
        shown, self._held = self._held[:end], self._held[end:]
        return _plain_words(shown)

    def rest(self) -> str:
        """What was held back, at the end."""
        held, self._held = self._held, ""
        return "" if self._is_thinking else _plain_words(without_thoughts(held))

    def _is_heard(self) -> bool:
        """Whether the model speaks, and does not think aloud; what it thought is let go."""
        if self._is_thinking is None:
            begun = self._held.lstrip()
            if "<think>".startswith(begun[:7]) and len(begun) < 7:
                return False
            self._is_thinking = begun.startswith("<think>")
        if self._is_thinking and "</think>" in self._held:
            self._held = self._held.partition("</think>")[2]
            self._is_thinking = False
        if self._is_thinking:
            self._held = self._held[-20:]
        return not self._is_thinking


def _plain_words(text: str) -> str:
    text = _MARK.sub("", text)
    words = " ".join(filter(None, (plain(word, 400, keeps_mail=True) for word in text.split())))
    return f" {words}" if words and text[0].isspace() else words
