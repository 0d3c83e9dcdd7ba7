"""Postal addresses: a line with code and town, the street above it, the names above the street.

French forms after the standard of La Poste (NF Z10-011: number and street, hamlet, BP, code and town, CEDEX), then
those of Germany and its neighbours, the Netherlands, Britain, America and Malaysia.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lexo.document import BBox
from lexo.facts import Proof
from lexo.understanding.fields.flow import Sheet, folded
from lexo.understanding.paper import Strip

MOST_ADDRESSES = 20  # of a page
_LINES_ABOVE = 6
_LARGEST_GAP = 2.1  # between two lines of one address, in line heights
_ALIGNED = 0.035  # of the page's width

_TOWN = r"[a-z][a-z' .\-/()]{1,45}"
_CODED_TOWN = (
    rf"(?P<town>(?!rue|jours?|eur|euros?|kwh|km|pages?|ttc|ht|jalan|av|bd|boulevard)(?:le |la |les |l')?{_TOWN}?"
    rf"(?:\scedex(?:\s\d{{1,2}})?)?)(?=$|[,;]|\s[-|•·*]|\s\d|\s?\(|\.$|\.\s)"
)
_PREFIX = r"(?:(?:f|fr|d|de|b|be|ch|a|at|l|lu|es|it)[ -]?-?\s?)?"
_FIVE = re.compile(rf"(?<![\d+]){_PREFIX}(?P<code>\d{{5}}|\d{{2}} \d{{3}}),?\s{_CODED_TOWN}")
_FOUR = re.compile(rf"\A{_PREFIX}(?P<code>\d{{4}}),?\s{_CODED_TOWN}")
_DUTCH = re.compile(rf"(?<!\w)(?P<code>\d{{4}}\s?[a-z]{{2}})\s(?P<town>{_TOWN})(?=$|[,;])")
_BRITISH = re.compile(r"(?<!\w)(?P<code>[a-z]{1,2}\d[a-z\d]?\s\d[a-z]{2})(?!\w)")
_STATES = (
    "a[klrz]|c[aot]|d[ce]|fl|ga|hi|i[adln]|k[sy]|la|m[adeinost]|n[cdehjmvy]|o[hkr]|pa|ri|s[cd]|t[nx]|ut|v[at]|w[aivy]"
)
_AMERICAN = re.compile(rf"(?P<town>[a-z][a-z .]{{1,30}}),?\s(?P<code>(?:{_STATES}),?\s\d{{5}}(?:-\d{{4}})?)(?!\d)")

STREET = re.compile(
    r"(?<![a-z])(?:rue|r\.|avenue|av\.?|ave|boulevard|bd|blvd|bld|place|pl\.?|allee|allees|chemin|che\.?|impasse|imp\.?|"
    r"route|rte|quai|cours|square|passage|villa|hameau|lieu-dit|lieu dit|lotissement|residence|res\.?|batiment|bat\.?|"
    r"immeuble|esplanade|promenade|sentier|montee|voie|faubourg|fbg|traverse|venelle|mail|parvis|rond-point|zone|za|zi|"
    r"zac|parc|domaine|clos|cite|tour|bp|b\.p\.|cs|tsa|boite postale|p\.?o\.? ?box|street|st\.|st$|"
    r"st(?=,)|road|rd\.?|lane|drive|way|court|highway|parkway|suite|floor|level|unit|lot|jalan|jln|lorong|taman|persiaran|bandar|plaza|bangunan|no\.?|"
    r"via|viale|piazza|c/|avda\.?|pza\.?|largo|vicolo|corso|calle|avenida|plaza|rua|strada)(?![a-z])|(?:strasse|straße|str\.|weg|platz|allee|gasse|ring|"
    r"damm|ufer|straat|laan|plein|gracht|kade|singel|dijk)(?![a-z])"
)
_NUMBERED = re.compile(
    r"^(?:\d{1,5}(?:\s?(?:bis|ter|quater|[a-d]))?,?\s+[a-z]|[a-z][a-z .'\-]{2,30}\s\d{1,4}\s?[a-z]?$)"
)
_NOT_OF_ADDRESS = re.compile(
    r"@|www\.|https?:|(?<![a-z])(?:siret|siren|tva|iban|bic|rcs|tel|telephone|fax|email|mail|facture n|date|total|"
    r"montant|page|invoice (?:no|number|#)|vat|ust|client n|n° client|contrat n|capital)(?![a-z])|"
    r"€|\d{2}/\d{2}/\d{2}|:\s*\d"
)
_SEPARATOR = re.compile(r"\s+[-–—•·|●*]\s+|\s*[|•·●]\s*|,\s+")
_COUNTRY = re.compile(
    r"^(?:france|deutschland(?: / germany)?|germany|allemagne|belgique|belgie|belgium|suisse|schweiz|switzerland|"
    r"luxembourg|nederland|netherlands|pays-bas|espana|spain|italia|italy|portugal|austria|osterreich|united kingdom|"
    r"royaume-uni|england|usa|united states|malaysia|india|canada|hong kong)\.?$"
)


@dataclass(frozen=True)
class Address:
    """One address on a page, from top to bottom."""

    names: tuple[Strip, ...]  # above the street
    lines: tuple[Strip, ...]  # street to country
    name: str  # before the street on the line itself, of an address in one line
    name_span: tuple[int, int]
    street_start: int  # in the first of `lines`
    is_one_line: bool = False

    @property
    def bbox(self) -> BBox:
        return BBox.around(strip.bbox for strip in (*self.names, *self.lines))

    @property
    def text(self) -> str:
        """In one line, commas between the printed lines."""
        parts = [self.lines[0].text[self.street_start :], *(line.text for line in self.lines[1:])]
        return ", ".join(part.strip(" ,;-–|•●") for part in parts)

    @property
    def proof(self) -> Proof:
        first = self.lines[0]
        proofs = [first.proof(self.street_start, len(first.text)), *(line.proof() for line in self.lines[1:])]
        boxes = tuple(box for proof in proofs for box in proof.boxes)
        return Proof(first.page, boxes, "\n".join(proof.text for proof in proofs), first.engine)

    @property
    def confidence(self) -> float:
        return min(line.confidence for line in self.lines)


def town_in(text: str) -> re.Match[str] | None:
    """Code and town in a printed line.

    >>> town_in("69001 Lyon")["town"], town_in("1025 RX Amsterdam")["code"], town_in("42 183 kWh")
    ('lyon', '1025 rx', None)
    """
    plain = folded(text[:200])
    for pattern in (_FIVE, _DUTCH, _FOUR, _AMERICAN, _BRITISH):
        found = pattern.search(plain)
        if found is not None and not (pattern is _FOUR and STREET.search(found["town"])):
            return found
    return None


def is_street(text: str) -> bool:
    """Whether a line names a street, a hamlet or a postbox.

    >>> is_street("35 rue de la République"), is_street("Bahnstr. 42"), is_street("Ma jolie boutique")
    (True, True, False)
    """
    plain = folded(text[:120]).strip()
    return STREET.search(plain) is not None or _NUMBERED.match(plain) is not None


def addresses_on(sheet: Sheet) -> Iterator[Address]:
    """All addresses of a page from top to bottom."""
    count = 0
    for index, row in enumerate(sheet.rows):
        for cell in row.cells:
            if count >= MOST_ADDRESSES or len(cell.text) > 200:
                continue
            found = town_in(cell.text)
            if found is not None:
                address = _in_one_line(sheet, index, cell, found) or _in_lines(sheet, index, cell, found)
            else:
                address = _abroad(sheet, index, cell)
            if address is not None:
                count += 1
                yield address


def _in_one_line(sheet: Sheet, index: int, cell: Strip, town: re.Match[str]) -> Address | None:
    """ "Au bon moulin SARL - 1242 chemin de l'olive - 84340 Malaucène"."""
    before = cell.text[: town.start()].rstrip(" ,-–—•·|●")
    if len(before) < 6:
        return None
    parts, at = [], 0
    for separator in [*_SEPARATOR.finditer(before), None]:
        end = separator.start() if separator else len(before)
        if end > at:
            parts.append((at, end))
        at = separator.end() if separator else end
    street = next(
        (part for part in parts if is_street(before[slice(*part)]) and any(c.isdigit() for c in before[slice(*part)])),
        None,
    )
    if street is None:
        return None
    name = parts[0] if parts[0] != street and parts[0][0] < street[0] else (0, 0)
    above = [] if name[1] else _lines_above(sheet, index, cell)
    return Address(tuple(above[-2:]), (cell,), cell.text[slice(*name)], name, street[0], is_one_line=True)


def _in_lines(sheet: Sheet, index: int, town_cell: Strip, town: re.Match[str]) -> Address | None:
    if town.start() > 6 and not is_street(town_cell.text[: town.start()]):
        return None
    above = _lines_above(sheet, index, town_cell)
    streets: list[Strip] = []
    if not (town.start() > 6):
        while above and _is_line_of_street(above[-1].text) and len(streets) < 3:
            streets.insert(0, above.pop())
    names = above[-3:]
    if not streets and (not names or town.start() > 6 or len(town["code"]) == 4):
        return None
    lines = [*streets, town_cell, *_country_below(sheet, index, town_cell)]
    return Address(tuple(names), tuple(lines), "", (0, 0), 0)


def _is_line_of_street(text: str) -> bool:
    """Without a number only where it begins with the street's word: "Clinique du Parc SAS" is a name."""
    plain = folded(text[:120]).strip()
    is_sure = any(map(str.isdigit, plain)) or STREET.match(plain) is not None or len(plain.split()) < 3
    return is_sure and is_street(text)


def _abroad(sheet: Sheet, index: int, country: Strip) -> Address | None:
    """Lines above a country's name, whatever code and town look like there."""
    if not _COUNTRY.match(folded(country.text)):
        return None
    above = _lines_above(sheet, index, country)
    if not 2 <= len(above) <= 5 or not any(is_street(line.text) for line in above[1:]):
        return None
    return Address((above[0],), (*above[1:], country), "", (0, 0), 0)


def _lines_above(sheet: Sheet, index: int, below: Strip) -> list[Strip]:
    """Cells one above the other in the town's column, the nearest last."""
    kept: list[Strip] = []
    lowest = below
    first_gap = 0.0
    for row in reversed(sheet.rows[max(index - 2 * _LINES_ABOVE, 0) : index]):
        height = max(lowest.bbox.bottom - lowest.bbox.top, 1e-6)
        gap = lowest.bbox.top - row.bbox.bottom
        if gap > _LARGEST_GAP * height or len(kept) >= _LINES_ABOVE:
            break
        aligned = (each for each in row.cells if _is_aligned(each.bbox, below.bbox))
        cell = next((each for each in aligned if any(map(str.isalnum, each.text))), None)  # no rule read as "|"
        if cell is None:
            continue
        if _NOT_OF_ADDRESS.search(folded(cell.text)) or town_in(cell.text) or len(cell.text) > 70:
            break
        gap = lowest.bbox.top - cell.bbox.bottom
        if kept and gap > 2 * max(first_gap, 0.0) + 0.6 * height:
            break  # of what stands above with more room between
        first_gap = max(first_gap, gap) if kept else gap
        kept.insert(0, cell)
        lowest = cell
    return kept


def _country_below(sheet: Sheet, index: int, town_cell: Strip) -> list[Strip]:
    for row in sheet.rows[index + 1 : index + 3]:
        for cell in row.cells:
            if _is_aligned(cell.bbox, town_cell.bbox) and _COUNTRY.match(folded(cell.text)):
                return [cell]
    return []


def _is_aligned(first: BBox, second: BBox) -> bool:
    is_centred = abs(first.left + first.right - second.left - second.right) < 2 * _ALIGNED
    return abs(first.left - second.left) < _ALIGNED or (is_centred and first.left < second.right)
