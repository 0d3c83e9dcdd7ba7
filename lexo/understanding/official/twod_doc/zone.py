"""The machine-readable zone that a 2D-Doc of an identity paper holds, read as a printed one is."""

from collections.abc import Iterator

from lexo.document import PageText, Word
from lexo.facts import Code, Field, Verdict
from lexo.understanding.official import mrz
from lexo.understanding.paper import Paper, PaperPage, Strip


def facts_in(zone: str, code: Code) -> Iterator[Field]:
    """What a zone in lines says, if all its check digits are right: a code is not misread as print is."""
    strips = tuple(
        Strip(code.page, (Word(line, code.bbox),), line, (0,), "zxing") for line in zone.splitlines()
    )  # fmt: skip
    paper = Paper((PaperPage(code.page, PageText(0.0, 0.0), strips),))
    facts = list(mrz.find(paper))
    is_whole = any(field.name == "mrz_type" and field.verdict is Verdict.VERIFIED for field in facts)
    return iter(facts if is_whole else ())
