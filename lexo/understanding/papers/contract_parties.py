"""The parties that a contract names at its beginning, without what the contract calls them."""

import re
from collections.abc import Iterator
from itertools import islice

from lexo.understanding.fields.flow import Flow
from lexo.understanding.fields.organisations import has_form, names_in

MOST = 5
_REACH = 1500  # letters in which all parties are named

_ENGLISH = re.compile(
    r"(?<![a-z])(?:by\s{1,2}and\s{1,2})?(?:between|among|amongst)"
    r"(?:\s(?:and\samong|the\sundersigned|the\sfollowing(?:\sparties)?))?\s{0,3}:?\s{0,3}"
)
_FRENCH = re.compile(
    r"(?<![a-z])entre(?:\s{1,2}les\s{1,2}(?:soussigne\w*|parties)(?:\s(?:suivante?s|ci-apres\s\w+))?)?\s{0,3}[:,]?\s{0,3}"
)
_STOP = re.compile(
    r"\s?\(|,\s(?:an?|the|une?|la|le|with|located|having|whose|on\sbehalf|acting|together|organi[sz]ed|incorporated|"
    r"dont|au\s|ayant|immatricul\w*|represent\w*|societe|s\.?a\.?s?|sarl|domicili\w*|ne\w?\s|nee\s|demeurant|ci-apres|"
    r"inscrit\w*|siret|rcs|situe\w*|sise?\s|residing|de\snationalite|agissant|each|collectively|effective|dated)(?![a-z])|"
    r"\s(?:a|an)\s(?:[a-z]+\s){0,3}(?:corporation|company|limited|partnership|organi[sz]ation)|"
    r"\s(?:located|whose|having|dont|represent\w*|demeurant|ne\sle|nee\sle)\s|;|\n\s*\n|"
    r"(?<!\s[a-z])\.\s|:\s|,\s\d|\s-\s|\s–\s|\s\"|\s“|\s«"
)
_NEXT_ENGLISH = re.compile(r"(?:\)|,|;|\.|”|\")\s{0,2}(?:and|AND)\s{0,3}(?:\(?[2-5]\)?\s)?(?=[A-Z0-9])")
_AND = re.compile(r",?\s(?:and|AND|et|ET)\s(?=[A-Z])")
_NEXT_FRENCH = re.compile(
    r"(?:d['’]une\s+(?:première\s+)?part\s*[,;:.]?\s*)(?:(?:et|ET|Et)\s*[,:;]?\s*)?|"
    r"(?:\n|[,;)»]\s?)(?:et|ET|Et)\s*[,:;]?\s+|\sET\s+"
)
_PREFIX = re.compile(
    r"^(?:(?:La|L['’]|Le)\s?(?:société|entreprise|association)\s+|(?:Société|SOCIÉTÉ|SOCIETE)\s+|Monsieur\s+|Madame\s+|M\.\s+|"
    r"Mme\s+|\(?[1-5]\)?[.)]?\s+|Messrs\.?\s|the\s)",
)
_FORM_BEHIND = re.compile(r",?\s(?:INC|Inc|LLC|L\.L\.C|LTD|Ltd|Limited|Corp|L\.P|LP|N\.V|S\.A|GmbH|PLC|plc)\b\.?")
_ABBREVIATED = re.compile(r"(?:inc|ltd|corp|co|l\.p|s\.a|b\.v|n\.v|l\.l\.c)$", re.IGNORECASE)
_DEFINED = re.compile(r"\((?:[^()]{0,80})[“\"«]\s?(?!(?:this |the )?(?:agreement|contrat))", re.IGNORECASE)
_MOST_ANCHORS = 8
_NOT_A_PARTY = re.compile(
    r"^(?:the\s)?(?:part(?:y|ies)|company|companies|undersigned|parties|soussign\w*|you|us|them|our|this|these|such|any|each|"
    r"agreement|contract|employer|employee|seller|buyer|dates?|le|la|les|une?|d'une)\b\.?$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:^|\n)(?P<name>[^\n]{4,70})\n(?:[^\n]{0,60}\n){0,2}?\s*by\s?:", re.IGNORECASE)


def parties_of(flow: Flow, beginning: int) -> Iterator[tuple[int, int, str]]:
    """Where each party's name stands, and the name; else those that sign."""
    found = list(_listed(flow, beginning))
    if len(found) < 2:
        found += list(_defined(flow, beginning))
    if len(found) < 2:
        found += [each for each in _signing(flow) if not any(_same(each[2], other[2]) for other in found)]
    yield from found[:MOST]


def _listed(flow: Flow, beginning: int) -> Iterator[tuple[int, int, str]]:
    best: list[tuple[int, int, str]] = []
    most = (0, 0)
    for anchor, following in ((_FRENCH, _NEXT_FRENCH), (_ENGLISH, _NEXT_ENGLISH)):
        for found in islice(anchor.finditer(flow.plain[:beginning]), _MOST_ANCHORS):
            named = list(_from(flow, found.end(), following))
            told = sum(1 + has_form(name) + _is_defined(flow, end) for _, end, name in named[:2])
            score = (told, sum(len(name) for *_, name in named[:2]))  # a heading shortens names
            if len(named) >= 2 and score > most:
                best, most = named, score
    yield from best


def _is_defined(flow: Flow, end: int) -> bool:
    """Whether a name is soon followed by what the contract calls it: (the "Company")."""
    return _DEFINED.search(flow.text[end : end + 300]) is not None


def _from(flow: Flow, start: int, following: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    end = min(start + _REACH, len(flow.text))
    at: int | None = start
    names: list[str] = []
    while at is not None and at < end and len(names) < MOST:
        span = _name_at(flow, at)
        if span is not None:
            name = _tidy(flow.text[slice(*span)])
            if len(names) >= 2 and not has_form(name):
                return
            if not any(_same(name, other) for other in names):
                names.append(name)
                yield *span, name
        elif not names:
            return
        at = _next(flow, span[1] if span else at + 1, end, following)


def _next(flow: Flow, start: int, end: int, following: re.Pattern[str]) -> int | None:
    """Where the next party may begin: right behind "and", or outside brackets."""
    at_once = _AND.match(flow.text, start, end)
    if at_once is not None:
        return at_once.end()
    for found in following.finditer(flow.text, start, end):
        inside = flow.text[start : found.start() + 1]
        if inside.count("(") <= inside.count(")"):
            return found.end()
    return None


def _name_at(flow: Flow, start: int) -> tuple[int, int] | None:
    text = flow.text[start : start + 200]
    prefix = _PREFIX.match(text)
    skipped = prefix.end() if prefix else 0
    while prefix and (prefix := _PREFIX.match(text[skipped:])):
        skipped += prefix.end()
    rest = text[skipped:]
    if not rest[:1].isupper() and not rest[:1].isdigit():
        return None
    stop = _STOP.search(flow.plain[start + skipped : start + 200])
    end = stop.start() if stop else len(rest)
    joined = re.search(r"\sand\s(?=[A-Z])", rest[:end])
    if joined is not None and has_form(rest[: joined.start()]):
        end = joined.start()
    name = rest[:end].rstrip(" ,.;:\n")
    form = _FORM_BEHIND.match(rest[len(name) :])
    length = len(name) + (form.end() if form else 0)
    if rest[length : length + 1] == "." and _ABBREVIATED.search(rest[:length]):
        length += 1
    if not 3 <= length <= 90 or _NOT_A_PARTY.match(name) or len(name.split()) > 10:
        return None
    return start + skipped, start + skipped + length


def _tidy(name: str) -> str:
    return " ".join(name.split()).strip(" ,;:")


def _same(first: str, second: str) -> bool:
    one, other = (re.sub(r"[^a-z0-9]", "", name.casefold()) for name in (first, second))
    return one.startswith(other) or other.startswith(one)


def _defined(flow: Flow, beginning: int) -> Iterator[tuple[int, int, str]]:
    """Firms that a letter calls something: Example Capital LLC ("Example")."""
    known: list[str] = []
    for line, start in zip(flow.lines, flow.starts, strict=True):
        if start > beginning:
            return
        for first, last in names_in(line.text[:300]):
            name = _tidy(line.text[first:last])
            is_called = re.match(r"\s?\((?:the\s)?[“\"]", flow.text[start + last : start + last + 8]) is not None
            if is_called and not any(_same(name, other) for other in known):
                known.append(name)
                yield start + first, start + last, name


def _signing(flow: Flow) -> Iterator[tuple[int, int, str]]:
    """Names with a legal form above the lines where somebody signs."""
    for found in _SIGNED.finditer(flow.text, max(len(flow.text) - 6000, 0)):
        offset = found.start("name")
        for start, end in names_in(found["name"]):
            yield offset + start, offset + end, _tidy(found["name"][start:end])
