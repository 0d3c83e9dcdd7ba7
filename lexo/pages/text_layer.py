"""Is the text inside a PDF really what its page shows? The verdict, from evidence that was cheap to gather."""

from enum import StrEnum

from lexo.document import PageText
from lexo.pages.document_file import TextLayer

_MAX_UNREADABLE = 0.05  # share of characters without meaning; a formula or a bullet font stays below
_FEW_CHARACTERS = 60  # a stamp, a page number, one stray letter: look at the page too
_MUCH_PICTURE = 0.5  # of the page; above, a scan or a poster
_PAGE_OF_TEXT = 300  # characters that make a page of its own even over a picture
_BANDS = 20  # the page's height is cut into so many bands
_FILLED_BANDS = 8  # and text in so many of them is a page, not a header or a stamp
_SAMPLE = 1500  # characters; a font is wrong from the first line on
_FEW_LETTERS = 200  # below, vowels prove nothing
_VOWELS = (
    0.22,
    0.62,
)  # share among Latin letters; French 0.45, English 0.38, German 0.39, Polish 0.36; code lists vary
_VOWEL_LETTERS = "aeiouyàâäáãåæèéêëìîïíòôöóõøœùûüúÿý"
_CONSONANTS = "bcdfghjklmnpqrstvwxzçñß"


class Verdict(StrEnum):
    """What to do with a text layer."""

    GOOD = "good"  # take it
    DOUBTFUL = "doubtful"  # read the pixels too and take what says more
    ABSENT = "absent"  # the page is a picture; read its pixels
    REJECTED = "rejected"  # it says something else than the page; read the pixels and say so


def judge(layer: TextLayer | None) -> Verdict:
    """Decide whether a page's own text can stand for the page."""
    if layer is None or (layer.characters == 0 and layer.picture_share > 0):
        return Verdict.ABSENT
    if layer.characters == 0 or layer.hidden > layer.characters:
        return Verdict.REJECTED
    if layer.unreadable > _MAX_UNREADABLE * layer.characters or _is_gibberish(layer):
        return Verdict.REJECTED
    if layer.picture_share > _MUCH_PICTURE:
        return Verdict.DOUBTFUL if _is_page_of_text(layer) else Verdict.ABSENT
    return Verdict.DOUBTFUL if layer.characters < _FEW_CHARACTERS else Verdict.GOOD


def page_of(layer: TextLayer) -> PageText:
    """The layer as a page that was read; `engine` says where the text comes from."""
    return PageText(layer.width_pt, layer.height_pt, layer.blocks, rotation=layer.rotation, engine="text-layer")


def _is_page_of_text(layer: TextLayer) -> bool:
    if layer.characters < _PAGE_OF_TEXT:
        return False
    bands = {int(line.words[0].bbox.top * _BANDS) for block in layer.blocks for line in block.lines}
    return len(bands) >= _FILLED_BANDS


def _is_gibberish(layer: TextLayer) -> bool:
    """Letters that no language strings together: a font whose map to Unicode is shifted or shuffled."""
    text = layer.sample.lower()
    vowels = sum(map(text.count, _VOWEL_LETTERS))
    letters = vowels + sum(map(text.count, _CONSONANTS))
    if letters < _FEW_LETTERS or letters < 0.5 * len(text):
        return False
    return not _VOWELS[0] <= vowels / letters <= _VOWELS[1]
