"""Whether a paper is the slip of a till: small, few words, and the words of tills."""

import re

from lexo.understanding.fields.flow import folded
from lexo.understanding.paper import Paper, PaperPage

_MOST_WORDS, _MOST_ON_SHEET = 450, 300
_MOST_IN_ROW, _FEW_IN_ROW = 6.0, 5.2  # words: slips are narrow
_CUES_OF_SURE_SLIP = 6  # so many make one of a page with words of bills
_NARROW = 0.62  # of width to height; A4 has 0.71
_SHEETS = (0.69, 0.795)  # A4 to US letter
_CUES = re.compile(
    r"(?<![a-z])(?:cash(?:ier)?|change(?: due)?|rounding|thank you|tax invoice|receipt|gst|qty|ticket|caisse|caissier|"
    r"rendu|especes|carte bancaire|cb|sans contact|a bientot|merci(?: de votre visite)?|fidelite|total ttc|a payer|"
    r"articles?|vendeur|tel|cash tendered|bon a conserver|service inclus|couverts?|sdn|subtotal|bar|wechselgeld|kasse|"
    r"bedankt|gracias|grazie|scontrino|kassenbon|sub-total|round(?:ed| adj)|tender(?:ed)?|nett? total|terima kasih|"
    r"pax|bill(?: ?no\b|#| amount)|cash bill|visa|mastercard|debit card|svc|served by|pump|ron ?9[57]|bhd|rm|"
    r"service compris|addition|pompe|carburant|peage|a conserver|titre restaurant|grand total|clerk ?\d*|"
    r"come again|goods sold|e ?\. ?& ?o|tvq|pfand|bewirtung|"
    r"contactless|refunds?|card|keep your receipt|take ?away|dine ?in|dept ?\d+|[tc]l(?= +\d)|chg|ttl|total €|"
    r"merci de votre confiance)(?![a-z])"
)
_OF_BILLS = re.compile(
    r"(?<![a-z])(?:iban|bic|echeance|penalites? de retard|conditions de (?:reglement|paiement)|virement|devis|due date|"
    r"payment terms|bank transfer|zahlungsziel|zahlbar|vervaldatum)(?![a-z])"
)
_TIME = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-3])[:h][0-5]\d(?!\d)")


def is_ticket(paper: Paper) -> bool:
    """One or two narrow or short pages with different words of tills: three on a sheet, two on what is no sheet."""
    if not paper.pages or paper.page_count > 2:
        return False
    first = paper.pages[0]
    words = sum(len(line.words) for line in first.lines)
    if not 5 <= words <= _MOST_WORDS:
        return False
    content = first.content
    cues = _cues(first)
    if content.width_pt < _NARROW * content.height_pt:
        return cues >= 2
    rows = len(first.rows)
    if not first.is_read_from_pixels or words > min(_MOST_ON_SHEET, _MOST_IN_ROW * rows):
        return False
    shape = content.width_pt / max(content.height_pt, 1.0)
    is_sheet = _SHEETS[0] <= shape <= _SHEETS[1]
    if _OF_BILLS.search(folded(first.text)):
        return cues >= _CUES_OF_SURE_SLIP
    return cues >= (2 if words <= _FEW_IN_ROW * rows and not is_sheet else 3)


def _cues(page: PaperPage) -> int:
    """How many different words of tills; the time of day counts as one."""
    plain = folded(page.text)
    found = {cue[0] for cue in _CUES.finditer(plain)}
    return len(found) + bool(found and _TIME.search(plain))
