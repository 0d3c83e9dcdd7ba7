"""The numbers that papers go by: of the invoice, the customer, the contract, the order, the meter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, chain, groupby, islice, pairwise

from lexo.document import BBox
from lexo.facts import Field
from lexo.understanding.fields.dates import dates_in
from lexo.understanding.fields.flow import Sheet, folded, overlap
from lexo.understanding.fields.printed import beside
from lexo.understanding.paper import COLUMN_GAP, Paper, Row, Strip
from lexo.understanding.papers.number_labels import NUMBERED, OTHER_LABEL, TITLED, has_stem

MOST_PAGES = 6
_MOST_LABELS = 120  # of a page
_MOST_IN_ROW = 8
_MOST_CELLS = 16  # of a row that is a box's
_MOST_OF_A_NAME = 3
_ROWS_BELOW = 3
_ONE_OF_ITS_KIND = frozenset({"invoice_number", "quote_number", "receipt_number"})
_GROUPED = frozenset(  # whose figures are often printed in groups
    {
        "customer_number",
        "contract_number",
        "account_reference",
        "meter_number",
        "payment_reference",
        "file_number",
        "policy_number",
        "member_number",
        "mandate_reference",
    }
)

_BETWEEN = re.compile(r"[\s:.#=°º\-–>*_|]{0,12}(?:(?:n[°ºo]|nr\.|no\.)\s?:?\s?)?[\[(#]?")
_TOKEN = re.compile(r"[A-Za-z0-9][\w/.\-+*]{0,39}")
_GROUPS = re.compile(r"(?:[A-Z]{1,4} ?)?\d{1,6}(?: \d{2,6}){1,5}(?![\d/.,%€\-])")
_PARTED = re.compile(r"(?:[A-Za-z]{1,5}|\d{2,6})\s?[-/]\s?\d[\w/\-]*")
_PREFIXED = re.compile(r"[A-Z]{2,4} \d{3,}(?![\d/.,])")
_AMOUNT = re.compile(r"[-+]?\d{1,3}(?:[ .,]?\d{3})*[.,]\d{2}")
_MONEY_BEHIND = re.compile(r"\s?(?:€|eur\b|euros?\b|\$|usd\b|%|kwh\b|m3\b|ttc\b|ht\b)")
_PHONE = re.compile(r"(?:0[1-9](?:[ .\-]\d{2}){4}|0[67]\d{8}|\+\d{9,14})(?!\d)")
_SPACED_ACCOUNT = re.compile(r"[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){3}")
_ACCOUNT = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}|FR[A-Z0-9]{2}\d{9}")
_HEAD = 1500  # characters that name a paper
_INVOICE = re.compile(r"(?<![a-z])(?:f?acture|invoice|rechnung|factuur|payment receipt|recu de paiement)(?![a-z])")
_ROWS_OF_HEAD = 30
_BARE = re.compile(r"n[°o]\.?\s?:?\s?(?=[a-z0-9])|no\.? ?:? ?(?=\d)")
_BARE_ALONE = re.compile(r"(?:n[°o]\.?|numero|number|nummer|nr\.?|no\.)\s?:?")
_UNFINISHED = re.compile(
    r"(?:^|\s)(?:n[°o]|numero|num|no\.?|ref\.?|code|client|invoice|facture|customer|order)(?: de| du| d')?(?: la)?$"
)
_DATE = re.compile(r"date(?: (?:de la )?facture| d'emission)?\s?:?|datum|invoice date|fecha|data")
_TITLE = re.compile(
    r"(?<![a-z])(?:(?P<invoice_number>f?acture|invoice|avoir|rechnung|factuur)|(?P<quote_number>devis|quote|angebot)|"
    r"(?P<contract_number>contrat|contract)|(?P<order_reference>commande|order))(?![a-z])"
)
_CUSTOMERS = re.compile(  # a number of the customer's own
    r"(?<![a-z])(?:votre|v/|bon de|your|purchase|customer|ihre) ?(?:ref\w*\.? )?(?:commande|order|bestellung)(?![a-z])|"
    r"(?<![a-z])p\.?o\.? ?(?:n[°o]|no\.|number|#)"
)
_STAND_INS = ("receipt_number", "order_reference")
_HOUSE = re.compile(
    r",? (?:bis |ter )?(?:rue|avenue|av|boulevard|bd|place|allee|chemin|impasse|route|quai|cours|square)\b"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class _Value:
    strip: Strip
    start: int
    end: int
    confidence: float

    @property
    def normalized(self) -> str:
        return re.sub(r"\s", "", self.strip.text[self.start : self.end]).upper()


def find(paper: Paper) -> Iterator[Field]:
    """Numbers beside their labels; the paper's own number also where it only stands behind the paper's name."""
    found: list[Field] = []
    for page in paper.pages[:MOST_PAGES]:
        found += _on_page(Sheet(page))
    chosen = list(_chosen(found))
    yield from chosen
    if not any(field.name == "invoice_number" for field in chosen) and _INVOICE.search(folded(paper.text[:_HEAD])):
        is_customers = _CUSTOMERS.search(folded(paper.text[: 4 * _HEAD])) is not None
        stand_in = next(
            (field for name in _STAND_INS[: 1 if is_customers else 2] for field in chosen if field.name == name), None
        )
        if stand_in is not None:
            yield replace(stand_in, name="invoice_number", confidence=0.4)


def _on_page(sheet: Sheet) -> Iterator[Field]:
    page_cost = 0.03 * min(sheet.page.number - 1, 3)
    names: dict[int, str] = {}  # of numbers, by their first word
    for name, value in chain(
        _labelled(sheet), _in_rows(sheet), _in_heads(sheet), _under_title(sheet), _titles(sheet), _beside_title(sheet)
    ):
        word = id(value.strip.words_between(value.start, value.end)[0])
        if names.setdefault(word, name) == name:
            yield beside(name, value.strip, (value.start, value.end), value.normalized, value.confidence - page_cost)


def _labelled(sheet: Sheet) -> Iterator[tuple[str, _Value]]:
    for label in islice(_labels(sheet), _MOST_LABELS):
        name = label.lastgroup or ""
        value = None if _is_of_two(sheet, label) else _value_of(sheet, label, is_grouped=name in _GROUPED)
        if value is not None:
            index, at = sheet.flow.line_at(label.start())
            is_in_prose = bool(sheet.flow.lines[index].text[:at].strip(" -–—*•#|:"))
            yield name, replace(value, confidence=value.confidence - 0.04 * is_in_prose)


def _is_of_two(sheet: Sheet, label: re.Match[str]) -> bool:
    """Whether its words are those of two cells: "Numéro" and the second half of "Code client"."""
    words = sheet.flow.words(label.start(), label.end())
    places = [place for word in (words[:1] + words[-1:]) if (place := sheet.place_of(word)) is not None]
    if len(places) < 2 or places[0][0] != places[1][0]:
        return False
    row = sheet.rows[places[0][0]]
    first, last = (row.cell_at(row.starts[position]) for _, position in places)
    return first is not last


def _labels(sheet: Sheet) -> Iterator[re.Match[str]]:
    """In lines that hold the stem of a label: the pattern for all labels costs too much for whole pages."""
    plain = sheet.flow.plain
    for line, start in zip(sheet.flow.lines, sheet.flow.starts, strict=True):
        end = start + len(line.text)
        if has_stem(plain[start:end]):
            yield from NUMBERED.finditer(plain, start, end)


def _in_rows(sheet: Sheet) -> Iterator[tuple[str, _Value]]:
    """What an engine took apart: label and number in one row, but not in one line."""
    for row, plain in zip(sheet.rows, sheet.plain_rows, strict=True):
        if not has_stem(plain) or (len(row.cells) == 1 and sheet.is_one_line(row)):
            continue
        for label in islice(NUMBERED.finditer(plain), _MOST_IN_ROW):
            name = label.lastgroup or ""
            span = _number_at(row, label.end(), is_grouped=name in _GROUPED)
            if span is not None and span[0] - label.end() < 2 * len(COLUMN_GAP) + 2:
                yield name, _Value(row, *span, 0.92)


def _in_heads(sheet: Sheet) -> Iterator[tuple[str, _Value]]:
    """Below a label of two printed lines, as in the head of a narrow column: "Numéro de" over "facture"."""
    for index, (row, below) in enumerate(pairwise(sheet.rows[:_ROWS_OF_HEAD])):
        for cell in islice(row.cells, _MOST_CELLS):
            if not _UNFINISHED.search(folded(cell.text[:40])):
                continue
            rest = next((each for each in below.cells if overlap(each.bbox, cell.bbox) > 0.5), None)
            label = NUMBERED.fullmatch(folded(f"{cell.text} {rest.text[:40]}")) if rest is not None else None
            if rest is not None and label is not None and label.lastgroup is not None:
                box = BBox.around((cell.bbox, rest.bbox))
                value = _below(sheet, index + 1, box, is_grouped=label.lastgroup in _GROUPED)
                if value is not None:
                    yield label.lastgroup, value


def _under_title(sheet: Sheet) -> Iterator[tuple[str, _Value]]:
    """ "N° 2024-0117" in a cell of its own below "FACTURE"."""
    for index, row in enumerate(sheet.rows[:_ROWS_OF_HEAD]):
        for cell in islice(_parts(row), _MOST_CELLS):
            plain = folded(cell.text)
            if _BARE_ALONE.fullmatch(plain) and (name := _name_of_box(sheet, index, cell)) is not None:
                value = _below(sheet, index, cell.bbox, is_grouped=True)
                if value is not None:
                    yield name, value
                continue
            title = _TITLE.fullmatch(plain) if len(row.cells) > 1 else None
            if title is not None and (value := _below(sheet, index, cell.bbox, is_grouped=False)) is not None:
                if _is_alone(value) and title.lastgroup is not None:
                    yield title.lastgroup, value
                continue
            bare = _BARE.match(plain)
            span = _number_at(cell, bare.end(), is_grouped=True) if bare else None
            if span is None or len(cell.text) - span[1] > 3:
                continue
            name = _title_above(sheet, index, cell)
            if name is not None:
                yield name, _Value(cell, *span, 0.88)


def _is_alone(value: _Value) -> bool:
    """Whether a number fills its cell, and is no mere year or count."""
    number = value.strip.text[value.start : value.end]
    return number == value.strip.text.strip("#: ") and len(number) >= 4 and not _YEAR.fullmatch(number)


def _parts(row: Row) -> Iterator[Strip]:
    """The cells of a row, cut where an engine read a table's rule as a sign."""
    for cell in row.cells:
        if "|" not in cell.text:
            yield cell
            continue
        for is_rule, words in groupby(cell.words, key=lambda word: word.text == "|"):
            if not is_rule:
                part = tuple(words)
                starts = tuple(accumulate((len(word.text) + 1 for word in part[:-1]), initial=0))
                yield Strip(cell.page, part, " ".join(word.text for word in part), starts, cell.engine)


def _name_of_box(sheet: Sheet, index: int, cell: Strip) -> str | None:
    """What a box of "Numéro" and "Date" is about, by the title above or, on a bill, by the date beside it."""
    name = _title_above(sheet, index, cell)
    if name is not None:
        return name
    near = [other for row in sheet.rows[max(index - 1, 0) : index + 2] for other in islice(_parts(row), _MOST_CELLS)]
    has_date = any(_DATE.fullmatch(folded(other.text)) for other in near)
    return "invoice_number" if has_date and _INVOICE.search(sheet.flow.plain[:_HEAD]) else None


def _title_above(sheet: Sheet, index: int, cell: Strip) -> str | None:
    for row in reversed(sheet.rows[max(index - 2, 0) : index]):
        for above in row.cells:
            if overlap(above.bbox, cell.bbox) > 0.3 and (title := _TITLE.search(folded(above.text))) is not None:
                return title.lastgroup
    return None


def _titles(sheet: Sheet) -> Iterator[tuple[str, _Value]]:
    for label in islice(TITLED.finditer(sheet.flow.plain), _MOST_LABELS):
        yield from _titled(sheet, label)


def _beside_title(sheet: Sheet) -> Iterator[tuple[str, _Value]]:
    """ "Facture" and ": F-2017-0010" in cells side by side."""
    for row in sheet.rows[:_ROWS_OF_HEAD]:
        for cell, right in islice(_side_by_side(row), _MOST_CELLS):
            title = TITLED.match(f"{folded(cell.text).rstrip(' :')}  _")
            if title is None or title.end() < len(cell.text.rstrip(" :")) or title.lastgroup is None:
                continue
            span = _number_at(right, 0, is_grouped=False)
            if span is None or span[1] < len(right.text) or _YEAR.fullmatch(right.text[slice(*span)]):
                continue
            number = right.text[slice(*span)]
            if sum(map(str.isdigit, number)) >= 3 or right.text.startswith(":"):
                yield title.lastgroup, _Value(right, *span, 0.85)


def _side_by_side(row: Row) -> Iterator[tuple[Strip, Strip]]:
    """Cells side by side, and the two words of a cell of two, which an engine may hold for two lines."""
    yield from pairwise(row.cells)
    for cell in row.cells:
        if len(cell.words) == 2:
            first, second = (Strip(cell.page, (word,), word.text, (0,), cell.engine) for word in cell.words)
            yield first, second


def _titled(sheet: Sheet, label: re.Match[str]) -> Iterator[tuple[str, _Value]]:
    """ "Facture FA-2017-0010": the next word has the look of a number, not of a year."""
    index, at = sheet.flow.line_at(label.start())
    line = sheet.flow.lines[index]
    end = at + label.end() - label.start()
    span = _number_at(line, end, is_grouped=False)
    if (
        span is None
        or line.text[span[0] - 1] == "("
        or _YEAR.fullmatch(line.text[slice(*span)])
        or label.lastgroup is None
    ):
        return
    is_heading = not line.text[:at].strip(" -–—*#|") and len(line.words) <= 8
    number = line.text[slice(*span)]
    is_marked = sum(map(str.isdigit, number)) >= 4 or not number.isdigit()
    if is_marked or is_heading:
        yield label.lastgroup, _Value(line, *span, 0.9 if is_heading else 0.8)


def _value_of(sheet: Sheet, label: re.Match[str], *, is_grouped: bool) -> _Value | None:
    """Right of the label in its line, in its row, or below it."""
    index, _ = sheet.flow.line_at(label.start())
    line = sheet.flow.lines[index]
    last, end = sheet.flow.line_at(max(label.end() - 1, label.start()))
    if last == index and (span := _number_at(line, end + 1, is_grouped=is_grouped)) is not None:
        return _Value(line, *span, 0.95)
    words = sheet.flow.words(label.start(), label.end())
    place = sheet.place_of(words[-1]) if words else None
    if place is None:
        return None
    number, position = place
    row = sheet.rows[number]
    if last == index and not line.text[end + 1 :].strip(" :.#°-"):
        after = row.starts[position] + len(row.words[position].text)
        if (span := _number_at(row, after, is_grouped=is_grouped)) is not None:
            return _Value(row, *span, 0.94)
    box = BBox.around(word.bbox for word in words)
    return _below(sheet, number, box, is_grouped=is_grouped)


def _below(sheet: Sheet, number: int, box: BBox, *, is_grouped: bool) -> _Value | None:
    height = max(box.bottom - box.top, 1e-6)
    for row in sheet.rows[number + 1 : number + 1 + _ROWS_BELOW]:
        if row.bbox.top - box.bottom > 4 * height:
            return None
        for cell in row.cells:
            if overlap(cell.bbox, box) < 0.25:
                continue
            for word, start in zip(cell.words, cell.starts, strict=True):
                if overlap(word.bbox, box) < 0.25:
                    continue
                span = _number_at(cell, start, is_grouped=is_grouped)
                if span is not None and span[0] <= start + (word.text[0] in "#(["):
                    return _Value(cell, *span, 0.86)
                if ":" in word.text or word.text.isalpha():
                    break
            else:
                continue
            break
    return None


def _number_at(strip: Strip, start: int, *, is_grouped: bool) -> tuple[int, int] | None:
    """Where the number stands that begins here, but for signs between it and its label."""
    text = strip.text
    between = _BETWEEN.match(text, start)
    begin = between.end() if between else start
    if OTHER_LABEL.match(folded(text[begin : begin + 12])):
        return None
    patterns = (_GROUPS, _PARTED, _PREFIXED, _TOKEN) if is_grouped else (_PARTED, _PREFIXED, _TOKEN)
    for pattern in patterns:
        found = pattern.match(text, begin)
        if found is not None:
            end = begin + len(found[0].rstrip(".-/*_+"))
            if _is_number(text, begin, end):
                return begin, end
    return None


def _is_number(text: str, begin: int, end: int) -> bool:
    """Something with a figure that is no date, amount, phone number or account."""
    value = text[begin:end]
    figures = sum(map(str.isdigit, value))
    compact = re.sub(r"\s", "", value)
    if not figures or len(compact) < 2 or figures < min(0.2 * len(compact), 3):
        return False
    if _AMOUNT.fullmatch(value) or _MONEY_BEHIND.match(text[end : end + 8].lower()):
        return False
    if _PHONE.match(text, begin) or _SPACED_ACCOUNT.match(text, begin) or _is_account(compact):
        return False
    if len(value) <= 4 and value.isdigit() and _HOUSE.match(folded(text[end : end + 30])):
        return False
    if re.fullmatch(r"\d{5}", value) and re.match(r" [A-Z][A-Za-z]", text[end:]):
        return False  # a town and its code
    if re.match(r"[.,]\d", text[end:]) or re.match(r"[\w]*@", text[end : end + 30]):
        return False
    around = text[begin : end + 12]
    return not any(dated.start == 0 and dated.stop >= len(value) for dated in dates_in(around))


def _is_account(value: str) -> bool:
    """An IBAN, or a French VAT number."""
    if not _ACCOUNT.fullmatch(value):
        return False
    figures = "".join(str(int(sign, 36)) for sign in value[4:] + value[:4])
    return len(value) == 13 or int(figures) % 97 == 1


def _chosen(found: list[Field]) -> Iterator[Field]:
    """The surest of each name, repeated ones surer; several only of numbers that papers have several of."""
    by_name: dict[str, list[Field]] = {}
    for field in found:
        by_name.setdefault(field.name, []).append(field)
    for name, fields in by_name.items():
        counts: dict[str, int] = {}
        for field in fields:
            counts[field.normalized] = counts.get(field.normalized, 0) + 1
        ranked = sorted(fields, key=lambda field: -(field.confidence + 0.02 * min(counts[field.normalized], 3)))
        distinct = list({field.normalized: field for field in reversed(ranked)}.values())[::-1]
        yield from distinct[: 1 if name in _ONE_OF_ITS_KIND else _MOST_OF_A_NAME]
