"""Telephone and fax numbers.

Source: the numbering plans that phonenumbers holds (Google's libphonenumber); nothing in a number checks it. French
numbers are taken without a label where they are printed in pairs; other numbers need a label or their country's code.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import SPACES, Found, Judgement, bare, distinct, found_at
from lexo.understanding.paper import Paper, PaperPage, Strip

_REGIONS = {
    "fra": ("FR", "RE", "GP", "MQ", "GF", "YT", "BE", "CH", "LU"),
    "deu": ("DE", "AT", "CH"),
    "nld": ("NL", "BE"),
    "spa": ("ES",),
    "ita": ("IT", "CH"),
    "eng": ("GB", "IE", "US"),
}
LABEL = re.compile(
    r"(?:\b(?:t[ée]l[ée]phone|t[ée]l|phone|telefon|tel[ée]fono|telefoon|telefono|fon|gsm|mobile?|portable|mobil|handy|"
    r"contact|appel(?:ez|er)|standard|hotline|ligne|cell|fax|t[ée]l[ée]copie)\b|[☎☏✆📞📱℡])",
    re.IGNORECASE,
)
_FAX = re.compile(r"\b(?:tele)?fax\b|t[ée]l[ée]copie", re.IGNORECASE)
_INTERNATIONAL = re.compile(
    rf"(?<![\w+])(?:\+|00)[{SPACES}]?[1-9](?:[{SPACES}./()-]{{0,3}}[0-9]){{7,14}}(?![0-9A-Za-z%€$]|[.,][0-9])"
)
_IN_PAIRS = re.compile(
    rf"(?<![\w.,/+-])(?<![0-9][{SPACES}])0[1-9](?P<between>[{SPACES}.-])[0-9]{{2}}(?P=between)[0-9]{{2}}(?P=between)"
    rf"[0-9]{{2}}(?P=between)[0-9]{{2}}(?![0-9A-Za-z%€$]|[{SPACES}.,-]?[0-9])"
)
_LOCAL = re.compile(rf"\(?[0-9](?:[{SPACES}./()-]{{0,3}}[0-9]){{6,13}}(?![0-9A-Za-z%€$]|[.,][0-9])")
_AFTER_LABEL = re.compile(
    r"[\s:.°)(-]{0,8}(?:(?:n[°o]|au|aux|le|fixe|mobile|portable|direct|client|phone|number|bureau)[\s:.]{0,4}){0,2}"
)
_MOST = 40  # numbers of a page
FORM = Judgement(Verdict.PLAUSIBLE, 0.9, "numbering_plan")


def is_valid(text: str, region: str = "FR") -> bool:
    """Whether the numbering plan of its country has it.

    >>> is_valid("+33 1 99 00 12 34"), is_valid("01 99 00 12 34"), is_valid("01 99 00 12")
    (True, True, False)
    """
    return _parsed(text, (region,)) is not None


def normalized(text: str, region: str = "FR") -> str:
    """In the form of E.164, "" where it is no number.

    >>> normalized("01 99 00 12 34")
    '+33199001234'
    """
    return _parsed(text, (region,)) or ""


def formatted(number: str) -> str:
    """French numbers in pairs, others with their country's code.

    >>> formatted("+33199001234"), formatted("+4960519164410")
    ('01 99 00 12 34', '+49 6051 9164410')
    """
    import phonenumbers

    parsed = phonenumbers.parse(number)
    form = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(parsed, form.NATIONAL if parsed.country_code == 33 else form.INTERNATIONAL))


def find(paper: Paper) -> Iterator[Field]:
    """Every telephone number, and every fax number under its own name."""
    regions = _REGIONS.get(paper.language or "", ("FR",))
    return distinct(field for page in paper.pages for field in _fields(page, regions))


def _fields(page: PaperPage, regions: tuple[str, ...]) -> Iterator[Field]:
    for count, (strip, match, is_labelled) in enumerate(_candidates(page)):
        if count >= _MOST:
            return
        number = _parsed(match[0], regions)
        if number is not None:
            name = "fax" if _is_fax(strip, match.start()) else "phone"
            yield _field(found_at(page, strip, *match.span(), is_labelled=is_labelled), name, number)


def _candidates(page: PaperPage) -> Iterator[tuple[Strip, re.Match[str], bool]]:
    for pattern in (_INTERNATIONAL, _IN_PAIRS):
        for strip, match in bare(page, pattern):
            is_labelled = LABEL.search(strip.text[: match.start()]) is not None
            if is_labelled or not match[0].startswith("00"):  # many other numbers begin with two noughts
                yield strip, match, is_labelled
    if LABEL.search(page.text) is None:
        return
    for strip, label in bare(page, LABEL):
        gap = _AFTER_LABEL.match(strip.text, label.end())
        found = _LOCAL.match(strip.text, gap.end() if gap else label.end())
        if found is not None:
            yield strip, found, True


def _is_fax(strip: Strip, at: int) -> bool:
    """Whether of all labels before a number the nearest says fax."""
    labels = [label[0] for label in LABEL.finditer(strip.text[:at][-60:])]
    return bool(labels) and _FAX.search(labels[-1]) is not None


def _parsed(text: str, regions: tuple[str, ...]) -> str | None:
    import phonenumbers

    for region in regions:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return None


def _field(found: Found, name: str, number: str) -> Field:
    judgement = FORM if found.is_labelled else FORM._replace(confidence=0.85)
    return found.field(name, number, formatted(number), judgement)
