"""Whether a paper is the slip of a till: small, few words, and the words of tills."""

import re

from lexo.understanding.fields.flow import folded
from lexo.understanding.paper import Paper

_MOST_WORDS = 450
_NARROW = 0.62  # of width to height; A4 has 0.71
_CUES = re.compile(
    r"(?<![a-z])(?:cash(?:ier)?|change(?: due)?|rounding|thank you|tax invoice|receipt|gst|qty|ticket|caisse|caissier|"
    r"rendu|especes|carte bancaire|cb|sans contact|a bientot|merci(?: de votre visite)?|fidelite|total ttc|a payer|"
    r"articles?|vendeur|tel|cash tendered|bon a conserver|service inclus|couverts?|sdn|subtotal|bar|wechselgeld|kasse|"
    r"bedankt|gracias|grazie|scontrino|kassenbon)(?![a-z])"
)


def is_ticket(paper: Paper) -> bool:
    """One or two narrow or short pages, with at least three different words of tills (two on a narrow one)."""
    if not paper.pages or paper.page_count > 2:
        return False
    first = paper.pages[0]
    words = sum(len(line.words) for line in first.lines)
    if not 5 <= words <= _MOST_WORDS:
        return False
    content = first.content
    is_narrow = content.width_pt < _NARROW * content.height_pt
    cues = {found[0] for found in _CUES.finditer(folded(first.text))}
    if is_narrow:
        return len(cues) >= 2
    return first.is_read_from_pixels and words <= 300 and words <= 6.5 * len(first.rows) and len(cues) >= 3
