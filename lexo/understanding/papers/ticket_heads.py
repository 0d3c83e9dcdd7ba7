"""The head of a till's slip: the shop's name in its first lines, its address below until the phone number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lexo.document import BBox
from lexo.facts import Field, Proof
from lexo.understanding.fields.addresses import is_street, town_in
from lexo.understanding.fields.flow import Sheet, folded
from lexo.understanding.fields.organisations import has_form, without_form
from lexo.understanding.fields.printed import plausible
from lexo.understanding.paper import Row

_ROWS = 16
_LINES_OF_NAME = 4
_LAST_LINE_BEFORE = 4  # the shop's name: the date, the cashier
_LINES_OF_ADDRESS = 6
_LINES_BETWEEN = 2  # name and address: a branch, a slogan
_NAME, _NAME_WITH_FORM, _ADDRESS = 0.72, 0.82, 0.72

_STOP = re.compile(
    r"(?<![a-z])(?:document no|doc no|member|roc|mobile|h/p|tel|telephone|"
    r"phone|fax|gst|sst|vat|tax|invoice|receipt|facture|ticket|siret|siren|tva|naf|date|cashier|"
    r"caisse|bill|cash (?:sales?|bill|memo|receipt)|table|order|www|http|email|e-mail|item|qty|description|"
    r"vendeur|server|reg\.? ?no|gstin|rcs|"
    r"bienvenue|welcome|horaires?|ouvert|simplified)(?![a-z])|@|\d{2}[/.-]\d{2}[/.-]\d{2}|\d{2}:\d{2}|"
    r"^\+?\(?0\d[\d \-./()]{6,}$|^0\d{1,2}[- ]\d{6,8}"
)
_NUMBER_OF_COMPANY = re.compile(
    r"^\W*(?:co\.?\s*(?:reg)?\.?\s*(?:no)?\.?\s*:?\s*)?\(?[a-z]{0,3}\d{4,}[\d-]*\s?-?[a-z0-9]?\)?\W*$"
)
_NOISE = re.compile(
    r"(?<![a-z])(?:copy|duplicata|original|reprint|page|merci|thank|formerly|licensee|slogan|table|tax)(?![a-z])"
)
_REGISTRATION = re.compile(
    r"(?<![a-z])(?:roc|br\.? ?no|ssm|business reg\w*|"
    r"co\.? ?reg|reg\.? ?no|gst|company (?:no|reg)|siret|siren|tva|naf|vat|capital|rcs)(?![a-z])"
)
_REST_OF_NAME = re.compile(
    r"(?:\w+ )?(?:s[a-z0]n\.? ?bhd\.?|limited|ltd\.?|sarl|sas|s\.a\.r\.l\.?|enterprise|trading)\W*", re.IGNORECASE
)
_FORM_ALONE = re.compile(r"(?:s[a-z0]n\.? ?)?bhd\.?|limited|ltd\.?", re.IGNORECASE)
_TITLE = re.compile(
    r"\W*(?:(?:tax |official |sales |cash |simplified )?(?:receipt|invoice|bill)|cash sales?|"
    r"carte bancaire|cb|sans contact|cb sans contact|ticket(?: client| de caisse| cb)?|recu(?: de .*)?|"
    r"customer copy|merchant copy|facture(?:tte)?|note|addition|duplicata|bienvenue.*|welcome.*|a conserver|"
    r"exemplaire client|kassenbon|quittung|bewirtungsbeleg|\*+.*\*+)\W*"
)
_IS_REST = re.compile(r"(?:&|and|et)\s", re.IGNORECASE)  # of a name whose beginning stands above
_SLOGAN = re.compile(
    r"\W*(?:votre|vos|notre|nos|your|our|depuis|since|fresh every\w*|always|toujours|ouvert|open)(?![a-z])"
)
_SORT_OF_SHOP = re.compile(
    r"\W*(?:(?:bar |cafe |hotel )?restaurant|bar|cafe|brasserie|pizzeria|boulangerie(?: patisserie)?|pharmacie|hotel|"
    r"supermarche|epicerie|garage|restoran|kedai kopi)\W*"
)
_TRADE_WORD = re.compile(
    r"(?:enterprise|trading|holdings?|marketing|industr(?:y|ies)|services?|resources|stores?|restaurant|hardware|"
    r"corporation|group|company|co\.|sdn|bhd|berhad|\(m\)|\(malaysia\)|et fils|& fils|& sons)(?![a-z])"
)
_UNSURE = 0.5  # of the reading of a logo's letters
_TRAILING_NUMBER = re.compile(r"\s*\(?\s*\d{4,}[\d-]*-?\s?[A-Z]{1,2}\s*\)?\s*$|\s*\(\s*[A-Z]{0,3}\d{4,}[^)]*\)?\s*$")


def ticket_head(sheet: Sheet) -> Iterator[Field]:
    """The shop's name and address, where the slip's head holds them."""
    rows = sheet.rows[:_ROWS]
    at = _row_of_name(rows)
    if at is None:
        return
    name_rows = [rows[at]]
    for following in rows[at + 1 : at + _LINES_OF_NAME]:
        if not _goes_on(" ".join(row.text for row in name_rows), following.text):
            break
        name_rows.append(following)
    text = " ".join(_cleaned(row.text) for row in name_rows)
    name = " ".join(_TRAILING_NUMBER.sub("", text).split())
    sure = (_NAME_WITH_FORM if has_form(name) else _NAME) * min(row.confidence for row in name_rows)
    yield replace(plausible("seller_name", _proof(name_rows), without_form(name), sure), value=name)
    lines = list(_address_rows(rows[at + len(name_rows) :]))
    if lines:
        address = re.sub(r"\s*,[\s,]*", ", ", ", ".join(row.text.strip(" ,;") for row in lines))
        sure = _ADDRESS * min(row.confidence for row in lines)
        yield replace(plausible("seller_address", _proof(lines), address, sure), value=address)


def _row_of_name(rows: Sequence[Row]) -> int | None:
    """A name with a legal form in the first rows, else the first row that can be a name."""
    first = None
    for index, row in enumerate(rows[:8]):
        plain = folded(row.text)
        if first is None and (_TITLE.fullmatch(plain) or _SLOGAN.match(plain) or _is_sort_of_shop(rows, index)):
            continue
        if index and _STOP.search(plain):
            if first is None and index <= _LAST_LINE_BEFORE:
                continue
            break
        if first is not None and ((is_street(row.text) and any(map(str.isdigit, plain))) or town_in(row.text)):
            break
        if not _can_be_name(row.text):
            continue
        is_whole = _REST_OF_NAME.fullmatch(row.text) is None and not _IS_REST.match(row.text)
        is_whole = is_whole and row.text.count("(") >= row.text.count(")")
        if (
            has_form(row.text)
            and is_whole
            and (first is None or (index - first <= 3 and not has_form(rows[first].text)))
        ):
            return index
        is_note = first is not None and rows[first].text.islower() and row.text.isupper()  # written above the print
        if first is None or is_note or (rows[first].confidence < min(_UNSURE, row.confidence) and index - first == 1):
            first = index
    return first


def _is_sort_of_shop(rows: Sequence[Row], index: int) -> bool:
    """Whether a line only says what sort of shop it is, and its name stands below."""
    if not _SORT_OF_SHOP.fullmatch(folded(rows[index].text)) or index + 1 >= len(rows):
        return False
    below = rows[index + 1].text
    return _can_be_name(below) and not (is_street(below) or town_in(below) or _STOP.search(folded(below)))


def _can_be_name(text: str) -> bool:
    plain = folded(_TRAILING_NUMBER.sub("", text))
    letters = sum(map(str.isalpha, plain))
    if letters < 4 or letters < 0.5 * len(plain.replace(" ", "")) or _NUMBER_OF_COMPANY.match(plain):
        return False
    return not _NOISE.search(plain) or has_form(text)


def _goes_on(name: str, following: str) -> bool:
    """Whether a name takes a second line: only its legal form stands there, or it breaks off at "&"."""
    following = _TRAILING_NUMBER.sub("", following)
    if has_form(name):
        return _FORM_ALONE.fullmatch(following) is not None
    if name.rstrip().endswith(("&", "-", " and", " et", " OF", " DE")):
        return True
    plain = folded(following)
    if _STOP.search(plain) or town_in(following):
        return False
    if name.count("(") > name.count(")"):
        return ")" in following
    is_short = len(plain.split()) == 1 or has_form(following) or plain.count("(") > plain.count(")")
    if (is_short and _TRADE_WORD.match(plain)) or _IS_REST.match(following):
        return True
    return _REST_OF_NAME.fullmatch(following) is not None


def _cleaned(text: str) -> str:
    return re.sub(r"\s{2,}", " ", text).strip(" .,;:|*-_~\"'")


def _address_rows(rows: Sequence[Row]) -> Iterator[Row]:
    count, has_town = 0, False
    skipped: list[Row] = []
    for row in rows:
        plain = folded(row.text)
        if _NUMBER_OF_COMPANY.match(plain) or (not count and (_NOISE.search(plain) or _REGISTRATION.search(plain))):
            continue
        if _STOP.search(plain) or count >= _LINES_OF_ADDRESS:
            return
        if has_town and (any(map(str.isdigit, plain)) or plain.startswith("(") or _is_of_owner(row.text)):
            return
        town = town_in(" ".join(row.text.split()))
        looks_right = is_street(row.text) or town is not None or count > 0
        if not looks_right:
            skipped += [row] if not has_form(row.text) else []
            if len(skipped) > _LINES_BETWEEN:
                return
            continue
        is_town = town is not None and town.start() < 3
        if not count and skipped and is_town and "(" not in skipped[-1].text:
            yield skipped[-1]  # of a place without a street: "Centre commercial Les Ulis"
        count += 1
        has_town = has_town or town is not None
        yield row


def _is_of_owner(text: str) -> bool:
    """Whether a line below the town names a firm: of the licence, of the group."""
    return has_form(text) or _NOISE.search(folded(text)) is not None


def _proof(rows: Sequence[Row]) -> Proof:
    boxes = tuple(BBox.around(word.bbox for word in row.words) for row in rows)
    return Proof(rows[0].page, boxes, "\n".join(row.text for row in rows), rows[0].engine)
