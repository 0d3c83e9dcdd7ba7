"""Who sends a paper and who is sent it: evidence from labels, addresses, legal lines, letterheads and domains."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from lexo.document import BBox
from lexo.facts import Field, Proof
from lexo.understanding.fields.addresses import Address, addresses_on, is_street, town_in
from lexo.understanding.fields.dates import language_of
from lexo.understanding.fields.flow import Sheet, folded
from lexo.understanding.fields.organisations import INSTITUTION, TRADE, has_form, names_in, without_form
from lexo.understanding.fields.persons import STARTS_WITH_TITLE, without_title
from lexo.understanding.fields.printed import plausible
from lexo.understanding.paper import Paper, Strip
from lexo.understanding.papers.ticket_heads import ticket_head
from lexo.understanding.papers.tickets import is_ticket
from lexo.understanding.papers.trade_labels import (
    ATTENTION,
    BUYER,
    DOMAIN,
    HEADING,
    LEGAL,
    NAME,
    NO_NAME,
    OTHER,
    SELLER,
    STRONG_LEGAL,
    TITLE_ALONE,
)

_HEAD, _FOOT = 0.25, 0.82  # of the page's height
_LETTERHEAD = 0.14
_WINDOW = (0.45, 0.46)  # French letters: the address stands right of the one, above the other
_ROWS_OF_SECTION = 8
_LONGEST_NAME = 70
_LEAST_EVIDENCE = 0.56  # more than a page's first line has alone
_MOST_ROWS = 120
_CELLS_OF_HEAD = 4  # in the head of a table, whose "Client" is no label of an address
_DATED = re.compile(r"\d{4}|\d{1,2}[/.]\d{1,2}")
_ACCOUNT = re.compile(r"(?<![a-z])(?:iban|bic|rib|swift|banque|bancaires?|domiciliation)(?![a-z])")
_TRADES = re.compile(r"\s[–-]\s|,\s|\s[·•|/]\s")
_LED_BY_NAME = re.compile(r"\A([^,;:|]{2,60}?)\s*(?:[-–—,|]|\s\.)\s+(?=\S)")
_CALLED = re.compile(r"\A(?:(?:la |l['’])(?:société|sté|entreprise)\s+|[^:]{2,25}\s?:\s+)", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A name that may be a party's, and how much speaks for it (0-1)."""

    name: str
    proof: Proof
    evidence: float
    reading: float = 1.0
    address: Address | None = None


def find(paper: Paper) -> Iterator[Field]:
    """Names and addresses of the sender ("seller") and of the one who is addressed ("buyer")."""
    if not paper.pages:
        return
    sheet = Sheet(paper.pages[0])
    if is_ticket(paper):
        yield from ticket_head(sheet)
        return
    parties = _Parties(sheet, language_of(paper), frozenset(_domains(paper)))
    seller = parties.seller()
    buyer = parties.buyer(_key(seller.name) if seller else "")
    if seller is not None and seller.evidence >= _LEAST_EVIDENCE:
        yield from _fields("seller", seller)
    if buyer is not None and buyer.evidence >= _LEAST_EVIDENCE:
        yield from _fields("buyer", buyer)


def _fields(role: str, party: Candidate) -> Iterator[Field]:
    sure = min(party.evidence, 0.93) * party.reading
    normalized = without_title(without_form(party.name))
    yield replace(plausible(f"{role}_name", party.proof, normalized, sure), value=party.name)
    if party.address is not None:
        text = " ".join(party.address.text.split())
        found = plausible(f"{role}_address", party.address.proof, text, sure * party.address.confidence)
        yield replace(found, value=text)


def _domains(paper: Paper) -> Iterator[str]:
    for found in DOMAIN.finditer(folded(paper.text[:20_000])):
        yield re.sub(r"[^a-z0-9]", "", found["domain"].split(".")[-1])


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folded(without_title(without_form(name))))


def _has_title(text: str) -> bool:
    return STARTS_WITH_TITLE.match(text) is not None or TITLE_ALONE.match(folded(text)) is not None


def _agree(first: str, second: str) -> bool:
    """Whether one is the other, or begins with it."""
    shorter, longer = sorted((first, second), key=len)
    return first == second or (len(shorter) >= 4 and longer.startswith(shorter))


def is_name(text: str) -> bool:
    """Whether a line can be a party's name: some letters, no label, no street, no town, no sentence."""
    plain = folded(text.strip())
    letters = sum(map(str.isalpha, plain))
    if letters < 3 or letters < 0.5 * len(plain) or len(plain) > _LONGEST_NAME or len(plain.split()) > 9:
        return False
    if any(label.fullmatch(plain) for label in (SELLER, BUYER, OTHER)) or STRONG_LEGAL.search(plain):
        return False
    if plain.endswith((":", "?", "!")) or "@" in plain or (plain[:1].isdigit() and not has_form(text)):
        return False
    if TITLE_ALONE.match(plain) or (NO_NAME.search(plain) and not has_form(text)):
        return False
    if _DATED.search(plain) and not has_form(text):
        return False
    return town_in(text) is None and not (is_street(text) and any(map(str.isdigit, text)))


@dataclass(frozen=True)
class _Parties:
    """The parties that the first page names."""

    sheet: Sheet
    language: str | None
    domains: frozenset[str]

    def seller(self) -> Candidate | None:
        named = [*self._labelled(SELLER), *self._legal(), *self._sending(), *self._in_head()]
        buyers = {_key(each.name) for each in self._labelled(BUYER)}
        for address in filter(self._is_buyers, self._addresses):
            buyers |= {_key(strip.text) for strip in address.names}
        known = [replace(each, evidence=each.evidence + self._bonus(each.name)) for each in named]
        best = max((each for each in known if _key(each.name) not in buyers), key=_evidence, default=None)
        if best is None or best.address is not None:
            return best
        return replace(best, address=self._address_of(best.name))

    def buyer(self, taken: str) -> Candidate | None:
        """Not the one whose key is `taken`."""
        named = [*self._labelled(BUYER), *self._receiving(taken)]
        found = [each for each in named if _key(each.name) != taken]
        best = max(found, key=_evidence, default=None)
        if best is None or best.address is not None:
            return best
        return replace(best, address=self._address_of(best.name))

    def _is_buyers(self, address: Address) -> bool:
        return self._seller_score(address) <= 0 and self._buyer_score(address) >= 4

    def _bonus(self, name: str) -> float:
        """For a name that the paper's own domain or other lines of it repeat."""
        key = _key(name)
        if len(key) < 3:
            return 0.0
        agrees = any(key in domain or (len(domain) >= 3 and domain in key) for domain in self.domains)
        repeated = self.sheet.flow.plain.count(folded(without_form(name))) - 1
        return 0.09 * agrees + 0.02 * min(max(repeated, 0), 3)

    def _address_of(self, name: str) -> Address | None:
        for address in self._addresses:
            names = [*(strip.text for strip in address.names), address.name]
            if any(_agree(_key(name), _key(each)) for each in names if each):
                return address
        return None

    @cached_property
    def _addresses(self) -> list[Address]:
        return list(addresses_on(self.sheet))

    def _labelled(self, label: re.Pattern[str]) -> Iterator[Candidate]:
        """Right of the label, in the section that it heads, or below it."""
        rows = self.sheet.rows[:_MOST_ROWS]
        for index, row in enumerate(rows):
            for place, cell in enumerate(row.cells):
                plain = folded(cell.text[:80])
                found = label.match(plain)
                is_head = len(row.cells) >= _CELLS_OF_HEAD
                if found is None or is_head or (plain.startswith("titulaire") and self._is_of_account(index)):
                    continue
                inline = cell.text[found.end() :].strip()
                if inline:
                    if is_name(inline):
                        start = cell.text.index(inline, found.end())
                        yield _named(cell, (start, len(cell.text)), 0.86)
                    continue
                yield from self._below_label(index, place, is_open=plain.rstrip().endswith(":"))

    def _is_of_account(self, index: int) -> bool:
        """Whether the holder named in a row is that of a bank account."""
        near = self.sheet.plain_rows[max(index - 3, 0) : index + 4]
        return any(_ACCOUNT.search(plain) for plain in near)

    def _below_label(self, index: int, place: int, *, is_open: bool) -> Iterator[Candidate]:
        row = self.sheet.rows[index]
        right = row.cells[place + 1] if place + 1 < len(row.cells) else None
        if is_open and right is not None and is_name(right.text):
            yield _named(right, (0, len(right.text)), 0.86)
            return
        label = row.cells[place]
        for below in self.sheet.rows[index + 1 : index + 1 + _ROWS_OF_SECTION]:
            first = folded(below.cells[0].text)
            if SELLER.match(first) or BUYER.match(first):
                break
            if NAME.match(first) and len(below.cells) > 1:
                yield _named(below.cells[1], (0, len(below.cells[1].text)), 0.92)
                return
        for below in self.sheet.rows[index + 1 : index + 5]:
            for cell in below.cells:
                if abs(cell.bbox.left - label.bbox.left) < 0.06 and (name := _plain_name(cell)) is not None:
                    yield _named(cell, name, 0.85)
                    return

    def _legal(self) -> Iterator[Candidate]:
        """The company's name in the line that states its capital, register or numbers."""
        for line in self.sheet.flow.lines:
            plain = folded(line.text)
            if not LEGAL.search(plain):
                continue
            is_strong = STRONG_LEGAL.search(plain) is not None
            first = next(names_in(line.text[:200]), None)
            if first is not None and first[0] <= 40 and is_name(line.text[slice(*first)]):
                yield _named(line, first, 0.84 if is_strong else 0.74)
            elif is_strong and (led := _LED_BY_NAME.match(line.text)) is not None and is_name(led[1]):
                yield _named(line, led.span(1), 0.76)
        for row in self.sheet.rows[:_MOST_ROWS]:
            first_cell, *rest = row.cells
            is_named = bool(rest) and has_form(first_cell.text) and is_name(first_cell.text)
            if is_named and STRONG_LEGAL.search(folded(" ".join(cell.text for cell in rest))):
                yield _named(first_cell, (0, len(first_cell.text)), 0.8)

    def _sending(self) -> Iterator[Candidate]:
        for address in self._addresses:
            score, candidate = self._seller_score(address), self._candidate_of(address)
            if candidate is not None and score > 0:
                yield replace(candidate, evidence=min(0.56 + 0.05 * score, 0.88))

    def _receiving(self, taken: str) -> Iterator[Candidate]:
        for address in self._addresses:
            score, candidate = self._buyer_score(address), self._candidate_of(address, taken)
            if candidate is not None and score > 0:
                yield replace(candidate, evidence=min(0.5 + 0.06 * score, 0.88))

    def _candidate_of(self, address: Address, taken: str = "") -> Candidate | None:
        if address.name:
            if address.name[0].islower() or not is_name(address.name) or _key(address.name) == taken:
                return None
            return replace(_named(address.lines[0], address.name_span, 0.0), address=address)
        spans = [(strip, span) for strip in address.names if (span := _plain_name(strip)) is not None]
        named = [each for each in spans if _key(each[0].text[slice(*each[1])]) != taken]
        if not named or (len(named) < len(spans) and not self._is_elsewhere(taken, address)):
            return None
        strip, span = self._likeliest(named)
        return replace(_named(strip, span, 0.0), address=address)

    def _is_only_legal(self, address: Address) -> bool:
        """Whether no other address in the page's upper half has a register's or tax number near it."""
        others = (each for each in self._addresses if each is not address and each.bbox.top < 0.5)
        return not any(self._has_legal_near(each.bbox) for each in others)

    def _is_elsewhere(self, key: str, address: Address) -> bool:
        """Whether another address has that name: then this one has it as the sender's line of an envelope's window."""
        others = (each for each in self._addresses if each is not address)
        return any(_key(name) == key for each in others for name in (*(line.text for line in each.names), each.name))

    def _likeliest(self, named: list[tuple[Strip, tuple[int, int]]]) -> tuple[Strip, tuple[int, int]]:
        """Of an address's lines: the one with a legal form, the one that the page repeats, the first."""
        with_form = [each for each in named if has_form(each[0].text)]
        if with_form:
            return with_form[-1]
        counts = [self.sheet.flow.plain.count(folded(strip.text)) for strip, _ in named]
        often = named[counts.index(max(counts))] if max(counts) > 1 else named[0]
        longer = [each for each in named if folded(each[0].text).startswith(folded(often[0].text) + " ")]
        return longer[0] if longer else often

    def _seller_score(self, address: Address) -> float:
        box, head = address.bbox, [folded(strip.text) for strip in address.names]
        if any(BUYER.match(each) or OTHER.match(each) for each in head) or self._label_above(address, BUYER, OTHER):
            return -6.0
        score = 5.0 if any(SELLER.match(each) for each in head) else 0.0
        names = [*(strip.text for strip in address.names), *([address.name] if address.name else [])]
        score += 3.0 * (address.is_one_line and bool(address.name))
        score += 2.0 * any(has_form(name) or INSTITUTION.match(folded(name)) for name in names)
        score += 2.0 * any(self._bonus(name) >= 0.09 for name in names)
        score -= 4.0 * any(_has_title(name) for name in names)
        score += (4.0 if self._is_only_legal(address) else 2.0) * self._has_legal_near(box)
        score += 1.5 * (box.left < 0.45 and box.top < _HEAD)
        score += 1.0 * (box.top > _FOOT)
        score -= 4.0 * self._label_above(address, HEADING)
        score -= 3.0 * self._is_repeated(address)
        is_window = box.left > _WINDOW[0] and 0.03 < box.top < _WINDOW[1]
        return score - 2.0 * (is_window and self.language in ("fra", None))

    def _buyer_score(self, address: Address) -> float:
        box, head = address.bbox, [folded(strip.text) for strip in address.names]
        if any(SELLER.match(each) for each in head) or address.is_one_line or box.top > _FOOT:
            return -5.0
        if any(OTHER.match(each) for each in head) or self._label_above(address, OTHER):
            return 0.5
        is_labelled = any(BUYER.match(each) for each in head) or self._label_above(address, BUYER)
        is_labelled |= self._label_above(address, HEADING)
        score = 5.0 * is_labelled - 1.0 * self._has_legal_near(box)
        score += 3.0 * any(_has_title(strip.text) for strip in address.names)
        is_window = box.left > _WINDOW[0] and 0.03 < box.top < _WINDOW[1]
        return score + 3.0 * is_window + 1.0 * (0.03 < box.top < 0.5)

    def _is_repeated(self, address: Address) -> bool:
        """Whether another address of the page's upper half names the same: that to bill and that to deliver to."""
        keys = {_key(strip.text) for strip in address.names}
        others = (each for each in self._addresses if each is not address and 0.05 < each.bbox.top < 0.5)
        return any(keys & {_key(strip.text) for strip in each.names} for each in others)

    def _label_above(self, address: Address, *labels: re.Pattern[str]) -> bool:
        box = address.bbox
        for row in self.sheet.rows[:_MOST_ROWS]:
            if not 0 <= box.top - row.bbox.bottom < 0.03:
                continue
            for cell in row.cells:
                is_near = abs(cell.bbox.left - box.left) < 0.06
                if is_near and any(label.match(folded(cell.text)) for label in labels):
                    return True
        return False

    def _has_legal_near(self, box: BBox) -> bool:
        for row in self.sheet.rows[:_MOST_ROWS]:
            if not -0.02 < row.bbox.top - box.bottom < 0.09:
                continue
            for cell in row.cells:
                if cell.bbox.left < box.right and cell.bbox.right > box.left and LEGAL.search(folded(cell.text)):
                    return True
        return False

    def _in_head(self) -> Iterator[Candidate]:
        """Names with a legal form, institutions, and the first line of the letterhead."""
        is_first = True
        for row in self.sheet.rows[:_MOST_ROWS]:
            top = row.bbox.top
            for cell in row.cells:
                if len(cell.text) > 160:
                    continue
                in_head = top < _HEAD
                span = next(names_in(cell.text), None)
                if span is not None and (in_head or top > _FOOT):
                    yield _named(cell, span, 0.66 if in_head and cell.bbox.left < _WINDOW[0] else 0.52)
                elif in_head and is_name(cell.text):
                    plain = folded(cell.text)
                    if INSTITUTION.match(plain) and (" " in plain or cell.text.isupper()):
                        yield _named(cell, (0, len(cell.text)), 0.7)
                    elif (
                        TRADE.search(plain) and not _TRADES.search(cell.text) and not STARTS_WITH_TITLE.match(cell.text)
                    ):
                        yield _named(cell, (0, len(cell.text)), 0.6)
                    elif is_first and top < _LETTERHEAD and not STARTS_WITH_TITLE.match(cell.text):
                        yield _named(cell, (0, len(cell.text)), 0.5)
                    is_first = False


def _named(strip: Strip, span: tuple[int, int], evidence: float) -> Candidate:
    called = _CALLED.match(strip.text[slice(*span)])
    start = span[0] + (called.end() if called else 0)
    name = " ".join(strip.text[start : span[1]].split()).strip(" ,;:-–|•●")
    return Candidate(name, strip.proof(start, span[1]), evidence, strip.confidence_of(start, span[1]))


def _plain_name(strip: Strip) -> tuple[int, int] | None:
    """Where the name stands in a line of an address: without "ATTN:" before it."""
    attention = ATTENTION.match(folded(strip.text))
    start = attention.end() if attention else 0
    return (start, len(strip.text)) if is_name(strip.text[start:]) else None


def _evidence(candidate: Candidate) -> float:
    return candidate.evidence
