"""BICs (ISO 9362): four letters of a bank, two of its country, two of its place, three of a branch or none.

Nothing in a BIC checks it. What speaks for one: the directories of national banks that schwifty holds, and an IBAN on
the same paper whose bank has that very BIC, or whose country it shares. Capitals of eight letters are often plain
words, so without a label only a bank of the directories counts, and only beside an IBAN of its country.
"""

import re
from collections.abc import Iterable, Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields import iban
from lexo.understanding.fields.candidates import Found, Judgement, bare, compact, distinct, found_at
from lexo.understanding.paper import Paper, PaperPage

LABEL = re.compile(r"\b(?:BIC\b|SWIFT\b)", re.IGNORECASE)
_SHAPE = r"[A-Z]{4} ?[A-Z]{2} ?[A-Z0-9]{2}(?: ?[A-Z0-9]{3})?(?![0-9A-Za-z_@-])"
_LABELLED = re.compile(rf"[^\n]{{0,60}}?(?<![0-9A-Za-z_])(?P<number>{_SHAPE})")
_BARE = re.compile(r"(?<![0-9A-Za-z_@.-])[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![0-9A-Za-z_@-])")
_HEAD_OFFICE = "X" * 3
OF_IBAN = Judgement(Verdict.VERIFIED, 0.97, "iban_bank")
KNOWN = Judgement(Verdict.PLAUSIBLE, 0.9, "bank_directory")
FORM = Judgement(Verdict.PLAUSIBLE, 0.6, "form")


def is_valid(text: str) -> bool:
    """Whether it has the form of a BIC, with a country that there is.

    >>> is_valid("SOGEFRPP"), is_valid("SOGEXXPP"), is_valid("BNP AFR PP")
    (True, False, True)
    """
    from schwifty import BIC
    from schwifty.exceptions import SchwiftyException

    try:
        return bool(BIC(normalized(text)).is_valid)
    except (SchwiftyException, ValueError):
        return False


def is_known(text: str) -> bool:
    """Whether a directory of banks holds it, or its head office.

    >>> is_known("BNPAFRPPXXX"), is_known("DOCUMENT")
    (True, False)
    """
    from schwifty import BIC

    number = normalized(text)
    return is_valid(number) and any(
        BIC(each, allow_invalid=True).exists for each in {number, number[:8], number[:8] + _HEAD_OFFICE}
    )


def normalized(text: str) -> str:
    """Capitals and digits alone."""
    return compact(text)


def formatted(number: str) -> str:
    """In one, as banks print it.

    >>> formatted("BNPAFRPPXXX")
    'BNPAFRPPXXX'
    """
    return number


def find(paper: Paper) -> Iterator[Field]:
    """Every BIC that a label names, and banks' BICs beside an IBAN of their country."""
    candidates = [found for page in paper.pages for found in _candidates(page)]
    ibans = {field.normalized for field in iban.find(paper)} if candidates else set()
    return distinct(field for found in candidates if (field := _judged(found, ibans)))


def _candidates(page: PaperPage) -> Iterator[Found]:
    if LABEL.search(page.text):
        for strip, label in bare(page, LABEL):
            match = _LABELLED.match(strip.text, label.end())
            if match is not None:
                yield found_at(page, strip, *match.span("number"), is_labelled=True)
    for strip, match in bare(page, _BARE):
        if is_known(match[0]):
            yield found_at(page, strip, *match.span())


def _judged(found: Found, ibans: Iterable[str]) -> Field | None:
    number = normalized(found.text)
    if not is_valid(number):
        return None
    if any(_is_bank_of(number, each) for each in ibans):
        return found.field("bic", number, formatted(number), OF_IBAN)
    has_country = any(each.startswith(number[4:6]) for each in ibans)
    if is_known(number) and (found.is_labelled or has_country):
        return found.field("bic", number, formatted(number), KNOWN)
    if found.is_labelled and (has_country or any(map(str.isdigit, number)) or number.endswith(_HEAD_OFFICE)):
        return found.field("bic", number, formatted(number), FORM)
    return None


def _is_bank_of(number: str, account: str) -> bool:
    from schwifty import IBAN

    bank = IBAN(account, allow_invalid=True).bic
    return bank is not None and str(bank)[:8] == number[:8]
