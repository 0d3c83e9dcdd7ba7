"""The head of a table of lines: which column holds names, quantities, prices, taxes and totals."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lexo.document import BBox
from lexo.understanding.paper import Row
from lexo.understanding.papers.totals_labels import fold
from lexo.understanding.papers.totals_rows import Reading

_ROWS_OF_HEAD = 2  # above and below its fullest row
_LONGEST = 30  # words in a row of a head


class Kind(StrEnum):
    """What a column holds."""

    NAME = "name"
    REFERENCE = "reference"
    POSITION = "position"
    QUANTITY = "quantity"
    UNIT = "unit"
    PRICE = "unit_price"
    DISCOUNT = "discount"
    TAX = "tax_rate"
    TOTAL = "line_total"
    OTHER = "other"  # with a name, but of no use: tax amounts, dates, totals with tax beside those without


NUMBERS = frozenset({Kind.POSITION, Kind.QUANTITY, Kind.PRICE, Kind.DISCOUNT, Kind.TAX, Kind.TOTAL, Kind.OTHER})

_WORDS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.OTHER,
        r"(?:montant|total) (?:de la )?tva|tva \(?(?:eur|€)|(?:tax|vat|gst) (?:amount|amt)|steuerbetrag"
        r"|btw-bedrag",
    ),
    (
        Kind.PRICE,
        r"p\.? ?u\b\.?(?: ?(?:h\.?t|ttc|net|brut)\b\.?)?"
        r"|prix ?(?:unitaire|unit\b\.?|u\b\.?)(?: ?(?:h\.?t|ttc|net)\b\.?)?"
        r"|unit[- ]?(?:price|cost|rate)|u\.? ?price|price per \w+|einzelpreis|stuckpreis|nettopreis|vk-preis|e-preis"
        r"|prijs per \w+|stuksprijs|eenheidsprijs|precio(?: unitario)?|prezzo(?: unitario)?|rsp|selling price|rate"
        r"|tarif"
        r"|cout unitaire|unitaire|preis|price|prijs(?! incl)|prix(?! (?:h\.?t|ttc|total|net))",
    ),
    (
        Kind.TOTAL,
        r"(?:total|montant|prix|net|sous-total)(?: (?:total|net|ligne))?(?: ?\(?(?:en )?(?:eur|euros?|€|rm)\)?)?"
        r" ?(?:h\.?t\b\.?|ttc|t\.t\.c\.?)|prix total|prix net|montant|line total|total|am[ao]unt|amt|gesamt(?:preis)?"
        r"|zeilenbetrag|nettobetrag|betrag|bedrag|totaal|importe|totale|prijs incl\.?(?: btw)?|extended price|valeur"
        r"|summe",
    ),
    (
        Kind.QUANTITY,
        r"qte|qtes|quantites?|q\.?te|qty|quantity|menge|aantal|anzahl|hoeveelheid|cantidad|cant|quantita|qta|nbre?|nombre"
        r"|hours|heures|nb heures|jours",
    ),
    (
        Kind.TAX,
        r"taux(?: (?:de )?(?:tva|taxe))?|% ?tva|tva ?%?|vat ?%?|mwst\.? ?%?|ust|steuersatz|btw ?%?|iva ?%?|taxes?|tax"
        r"|gst",
    ),
    (Kind.DISCOUNT, r"(?:% ?)?(?:remises?|rem\.?|discount|disc|rabatt|korting|dto|sconto)(?: ?%)?"),
    (Kind.UNIT, r"unites?|einheit|eenheid|unit|uom|um|unidad"),
    (
        Kind.REFERENCE,
        r"references?|ref\.?|code(?: (?:article|produit))?|art(?:icle|ikel|\.)?[-. ]?n(?:r|o|°|um\w*)\.?(?:-\w+)?|sku"
        r"|item (?:no|code|#)|product code",
    ),
    (Kind.POSITION, r"pos\.?|ligne|n°|#|line|no\."),
    (Kind.OTHER, r"dates?|datum|periode?"),
    (
        Kind.NAME,
        r"designations?|descriptions?|libelles?|articles?|produits?|prestations?|intitules?|nature|details?|items?"
        r"|item/desc\.?|products?|beschreibung|bezeichnung|artikel|omschrijving|descripcion|concepto|descrizione"
        r"|services?|objet|travaux|activites?|activity|abonnements?|omschrijving|leistung|particulars|desc\.?",
    ),
)
_WORD = re.compile(
    r"(?<![a-z0-9])(?:"
    + "|".join(f"(?P<k{index}>{pattern})" for index, (_, pattern) in enumerate(_WORDS))
    + r")(?![a-z0-9])"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of lines; `left` and `right` are those of its head, and of the numbers found under it."""

    kind: Kind
    left: float
    right: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its columns from left to right, and the rows that it takes."""

    columns: tuple[Column, ...]
    first: int  # index of its rows in the page
    last: int

    def column(self, kind: Kind) -> Column | None:
        return next((column for column in self.columns if column.kind is kind), None)


def heads_of(readings: Sequence[Reading]) -> Iterator[Head]:
    """The heads of tables of lines on a page, from the top."""
    after = 0
    for index, reading in enumerate(readings):
        if index < after or len(reading.row.words) > _LONGEST or not all(each.is_rate for each in reading.amounts):
            continue
        columns = _columns_of(reading)
        if len({column.kind for column in columns}) < 2 or not _may_be_head(reading.row, columns):
            continue
        head = _widened(readings, index, columns)
        if head is not None:
            yield head
            after = head.last + 1


def _may_be_head(row: Row, columns: Sequence[Column]) -> bool:
    """Whether most of a row is names of columns and no number of it is an amount."""
    kinds = {column.kind for column in columns}
    if not kinds & {Kind.TOTAL, Kind.PRICE} or not kinds & {Kind.NAME, Kind.QUANTITY}:
        return False
    named = sum(len(column.text) for column in columns)
    return named * 2 >= len(row.text.replace(" ", "")) * 0.7


def _columns_of(reading: Reading) -> list[Column]:
    """Names of columns in a row."""
    row, (text, starts) = reading.row, reading.folded
    columns = []
    for found in _WORD.finditer(text):
        kind = _WORDS[int(str(found.lastgroup)[1:])][0]
        first = max(bisect_right(starts, found.start()) - 1, 0)
        words = row.words[first : bisect_right(starts, found.end() - 1)]
        if words:
            box = BBox.around(word.bbox for word in words)
            columns.append(Column(kind, box.left, box.right, found[0]))
    return columns


def _widened(readings: Sequence[Reading], index: int, columns: Sequence[Column]) -> Head | None:
    """The head with what its neighbouring rows add, as names of columns may take several printed lines."""
    known = list(columns)
    first = last = index
    for step in (-1, 1):
        for near in range(index + step, index + step * (_ROWS_OF_HEAD + 1), step):
            if not 0 <= near < len(readings) or not _is_part_of_head(readings[near], readings[near - step].row):
                break
            more = [column for column in _columns_of(readings[near]) if not _is_over(column, known)]
            known += more
            first, last = min(first, near), max(last, near)
    chosen = _settled(_joined(sorted(known, key=lambda column: column.left)))
    return Head(tuple(chosen), first, last) if chosen else None


def _is_part_of_head(reading: Reading, beside: Row) -> bool:
    row = reading.row
    height = beside.bbox.bottom - beside.bbox.top
    gap = max(row.bbox.top - beside.bbox.bottom, beside.bbox.top - row.bbox.bottom)
    if gap > 0.8 * height or len(row.words) > _LONGEST or re.search(r"\d", row.text):
        return False
    named = sum(len(column.text) for column in _columns_of(reading))
    return bool(named) and named * 3 >= len(row.text.replace(" ", ""))


def _is_over(column: Column, known: Sequence[Column]) -> bool:
    return any(min(each.right, column.right) > max(each.left, column.left) for each in known)


def _joined(columns: Sequence[Column]) -> list[Column]:
    """Names of one column that stand below each other as one; a period beside the names is no column."""
    joined: list[Column] = []
    for column in columns:
        before = joined[-1] if joined else None
        if before is not None and before.kind is column.kind:
            is_one = column.kind is Kind.NAME or column.left < before.right
            if is_one:
                joined[-1] = replace(before, right=max(before.right, column.right))
                continue
        is_beside_names = before is not None and before.kind is Kind.NAME and column.left - before.right < 0.01
        if is_beside_names and column.kind is Kind.OTHER:
            continue
        joined.append(column)
    return joined


def _settled(columns: Sequence[Column]) -> list[Column]:
    """One column of each kind that matters: the total that is without tax, else the last one."""
    totals = [column for column in columns if column.kind is Kind.TOTAL]
    prices = [column for column in columns if column.kind is Kind.PRICE]
    name = next((column for column in columns if column.kind is Kind.NAME), None)
    result = list(columns)
    if not totals and prices:
        result = [replace(each, kind=Kind.TOTAL) if each is prices[-1] else each for each in result]
    elif len(totals) > 1:
        without_tax = [each for each in totals if re.search(r"h\.?t\b|net|excl", each.text)]
        chosen = without_tax[-1] if without_tax else totals[-1]
        has_quantity = any(each.kind is Kind.QUANTITY for each in columns)
        for each in totals:
            if each is chosen:
                continue
            is_count = each.text == "amount" and name is not None and each.right <= name.left and not has_quantity
            result[result.index(each)] = replace(each, kind=Kind.QUANTITY if is_count else Kind.OTHER)
    return result if any(column.kind is Kind.TOTAL for column in result) else []


def kind_of(text: str) -> Kind | None:
    """What a column holds by the text of its head's cell, None where that says nothing known."""
    found = _WORD.search(fold(" ".join(text.split())[:80]))
    return _WORDS[int(str(found.lastgroup)[1:])][0] if found else None
