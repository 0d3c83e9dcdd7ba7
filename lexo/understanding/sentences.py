"""The sentences of a paper's prose: lines joined, words broken at a line's end mended, abbreviations no ends."""

import re
from collections.abc import Iterator

from lexo.document import Block, BlockKind
from lexo.understanding.naming import is_shouted
from lexo.understanding.paper import Paper
from lexo.understanding.readable import is_furniture, is_readable

MOST_CHARACTERS = 15_000
_PROSE = (BlockKind.TEXT, BlockKind.NOTE)
_END = re.compile(r"[.!?…](?:[\"»”’)\]]|\s»)?(?=\s+[\"«“(\[]?\s?[A-ZÀ-ÖØ-Þ\d])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“])(?:[A-Z]|M|MM|Mme|Mmes|Mlle|Mr|Mrs|Ms|Dr|Pr|St|Ste|No|Nos|n|art|al|p|pp|vol|chap|fig|Figs?|Eq|Sec|"
    r"Inc|Corp|Ltd|Co|vs?|cf|ex|env|approx|e\.g|i\.e|U\.S|tél|av|bd|éd|ed|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|"
    r"Publ’ns|Cir|Supp|Bros|Jr|Sr)\.$",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"(?<=[^\W\d_])[-‐¬\u00ad] (?=[a-zà-ÿ])")
_GREETING = re.compile(
    r"^(?:(?:ch[èe]re? )?(?:madame|monsieur|mesdames|messieurs)(?:,? (?:et |ou )?(?:madame|monsieur|messieurs))?"
    r"|dear [^,]{2,40}),\s+",
    re.IGNORECASE,
)
_LIST = re.compile(r":\s+\d+\.|\s[•●▪◦■]\s")
_ITEM = re.compile(r"^(?:[•●▪◦■□‣∙-]\s|\d{1,2}[.)]\s|\([a-z\d]{1,3}\)\s)")
_CLOSES_FIRST = re.compile(r"[^“(«\"]{0,60}[”)»]")
_SMALL = frozenset(
    "the of to and is are was were be in on at for with that this it as by from or an a not you we they he she which "
    "have has le la les l un une des du de et est sont à au aux en dans par pour que qui ce cette il elle se ne pas "
    "sur nous vous je der die das und ist ein eine zu den dem von mit für auf nicht het een van en op te met voor el "
    "los las y es con lo gli".split()
)
_NUMBER_BEFORE = re.compile(
    r"^(?:\d{1,2}(?-i:(?= [A-ZÀ-Þ][a-zà-ÿ]))|\(?[a-z\d]{1,3}[.)]|\d+(?:\.\d+)+\.?|[•●▪◦*=©¢■-]|[ivx]{1,4}[.)])\s+",
    re.IGNORECASE,
)


def sentences_of(paper: Paper) -> list[str]:
    """Whole sentences in reading order; tables, headings and what stands in the margins left out."""
    length, kept = 0, []
    for paragraph in _paragraphs(paper):
        kept += [sentence for sentence in _split(_GREETING.sub("", paragraph)) if is_sentence(sentence, is_open=True)]
        length += len(paragraph)
        if length > MOST_CHARACTERS:
            break
    return list(dict.fromkeys(kept))


def is_sentence(text: str, *, is_open: bool = False) -> bool:
    """Whether a text begins and ends as a sentence does and reads like one; `is_open`: nothing need end it."""
    words = text.split()
    is_ended = text.rstrip('"»”’) ]').endswith((".", "!", "?", "…", ";"))
    if not 6 <= len(words) <= 90 or not (is_ended or (is_open and len(words) >= 12)):
        return False
    begins = text.lstrip('"«“‘ ')[:1]
    if not (begins.isupper() or begins.isdigit()) or not is_readable(text) or is_furniture(text):
        return False
    if text.count(":") > 1 or "__" in text or "..." in text or ". . ." in text or _LIST.search(text):
        return False
    short = sum(len(word.strip(".,;:()")) <= 1 for word in words)
    small = sum(word.casefold().strip(",.;:") in _SMALL for word in words)
    is_latin = sum(map(str.isascii, text)) > 0.8 * len(text)
    if 2 * sum(word[:1].isupper() for word in words[1:]) > len(words) or _CLOSES_FIRST.match(text):
        return False  # a heading in capitals, or the end of a sentence
    if 4 * short > len(words) or sum(map(str.isdigit, text)) * 5 > len(text):
        return False
    return not is_latin or (small >= 2 and 7 * small >= len(words))


def _paragraphs(paper: Paper) -> Iterator[str]:
    """Pieces of blocks of prose; one that breaks off in a sentence goes on in the next."""
    open_text = ""
    for page in paper.pages:
        for block in page.content.blocks:
            for text in _pieces(block) if _is_prose(block) else ():
                if text[:1].islower() and _can_go_on(open_text):
                    open_text = f"{open_text} {text}"
                    continue
                if open_text:
                    yield _WRAPPED.sub("", open_text)
                open_text = text
    if open_text:
        yield _WRAPPED.sub("", open_text)


def _can_go_on(text: str) -> bool:
    """Whether a paragraph broke off, and is not a heading or a page's head."""
    return text.count(" ") >= 9 and not text.endswith((".", "!", "?", ":")) and not text[-1].isdigit()


def _is_prose(block: Block) -> bool:
    """Not a list of short lines, and not words nobody is sure of."""
    if block.kind not in _PROSE or not block.lines:
        return False
    words = [word for line in block.lines[:40] for word in line.words]
    known = [word.confidence for word in words if word.confidence is not None]
    if known and sum(known) / len(known) < 0.78:
        return False
    items = sum(line.text[:1] in "•●▪◦■□‣∙" for line in block.lines)
    return len(words) >= 6 and 2 * items <= len(block.lines)


def _pieces(block: Block) -> Iterator[str]:
    """The paragraphs of a block: a line that is a heading, or that had room for the next word, ends one."""
    widest = max(line.bbox.right for line in block.lines)
    width = max(widest - block.bbox.left, 1e-6)
    piece: list[str] = []
    for line in block.lines[:400]:
        text = " ".join(line.text.replace("\ufffd", " ").split())
        if not text or is_furniture(text):
            continue
        if piece and (is_shouted(text) or _ITEM.match(text)):
            yield _NUMBER_BEFORE.sub("", " ".join(piece))
            piece = []
        piece.append(text)
        has_room = widest - line.bbox.right > 0.25 * width
        if is_shouted(text) or (has_room and not text.endswith((",", "-"))):
            yield _NUMBER_BEFORE.sub("", " ".join(piece))
            piece = []
    if piece:
        yield _NUMBER_BEFORE.sub("", " ".join(piece))


def _split(paragraph: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(paragraph):
        if _ABBREVIATION.search(paragraph[max(start, end.start() - 12) : end.start() + 1]):
            continue
        yield _NUMBER_BEFORE.sub("", paragraph[start : end.end()].strip())
        start = end.end()
    yield _NUMBER_BEFORE.sub("", paragraph[start:].strip())
