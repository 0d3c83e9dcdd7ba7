"""The words of a PDF's page as a text layer, turned upright, with what tells good ones. `page` is one of PyMuPDF's."""

import math
import re
from collections.abc import Sequence
from typing import Any

from lexo.pages import picture_places
from lexo.pages.document_file import TextLayer
from lexo.pages.words import RawWord, columns_of, mostly_sideways, rotated

UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_SAMPLE = 2000  # characters by which the text is judged


def layer_of(page: Any, words: Sequence[RawWord], unseen: int, pictures: Sequence[dict[str, Any]]) -> TextLayer:
    """What can be seen of a page; `unseen` counts the characters that cannot, `pictures` are those on it."""
    rect = page.rect
    width, height, turn = float(rect.width), float(rect.height), 0
    if page.rotation:
        words = rotated(words, page.rotation, width, height)
    if mostly_sideways(words):
        turn = _turn(page)
        if turn in (90, 270):
            width, height = height, width
        words = rotated(words, turn, width, height)
    text = "".join([word[4] for word in words])
    return TextLayer(
        width_pt=width,
        height_pt=height,
        blocks=columns_of(words, width, height),
        characters=len(text),
        unreadable=0 if text.isprintable() and "\ufffd" not in text else len(UNREADABLE.findall(text)),
        sample=text[:_SAMPLE],
        hidden=unseen,
        picture_share=picture_places.share(pictures, page),
        rotation=turn,
    )


def _turn(page: Any) -> int:
    """Degrees clockwise that make the page's text upright, by the direction most of its lines run in."""
    votes = {0: 0, 90: 0, 180: 0, 270: 0}
    for block in page.get_textpage().extractDICT()["blocks"]:
        for line in block["lines"]:
            angle = round(-math.degrees(math.atan2(line["dir"][1], line["dir"][0])) / 90) * 90
            votes[(angle - page.rotation) % 360] += len(line["spans"])
    return max(votes, key=lambda angle: votes[angle])
