"""By what the sender of a paper is known again: its registered numbers, its domain, the words of its letterhead."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from lexo.facts import Field, Verdict
from lexo.understanding.kinds import ALL, Zone
from lexo.understanding.kinds.folding import folded, stemmed
from lexo.understanding.paper import Paper, PaperPage, Strip

MOST_OF_A_SORT = 2
MOST_ROWS = 8  # of the first page that may be a letterhead
_HEAD_END = 0.22  # of the page's height
_RIGHT_HALF = 0.45  # where French letters have the person they are sent to
_SELLER = {
    "siren": ("seller_siren", "employer_siren"),
    "siret": ("seller_siret", "employer_siret"),
    "vat": ("seller_vat_id",),
    "ics": ("creditor_id", "ics"),
    "iban": ("seller_iban", "iban"),
}
_ANY = {"siren": ("siren",), "siret": ("siret",), "vat": ("vat_id",)}  # of either party: used where there is only one
_DOMAIN = re.compile(r"(?:@|\bwww\.|https?://(?:www\.)?)((?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,12})\b")
_BARE_DOMAIN = re.compile(r"\b((?:[a-z0-9-]{2,40}\.){1,3}(?:fr|com|eu|org|net|de|nl|be|ch|lu|io|uk))\b")
_MAIL_PROVIDERS = frozenset(
    "gmail googlemail orange wanadoo free sfr neuf laposte bbox hotmail outlook live msn yahoo ymail icloud me mac aol "
    "gmx proton protonmail numericable aliceadsl club-internet cegetel voila web t-online mail posteo tutanota "
    "example".split()
)
_EVERYBODYS = frozenset(  # sites to which papers of all senders point
    "facebook twitter linkedin instagram youtube google apple whatsapp tiktok localhost service-public legifrance cnil "
    "signal-arretes mediateur bloctel orias acpr".split()
)
_SECOND_LEVEL = frozenset("co com gouv asso org net ac gov edu".split())
_PERSON = re.compile(r"^(?:m|mr|mme|mlle|monsieur|madame|mademoiselle|mrs|ms|herr|frau|dr|destinataire|client)\b")
_ADDRESS = re.compile(
    r"^(?:rue|avenue|av|boulevard|bd|place|chemin|impasse|allee|route|quai|cours|bp|cs|cedex|tel|telephone|fax|mail|"
    r"email|siret|siren|tva|rcs|ape|n|no|page|date|le|reference|ref|objet|iban|bic|street|strasse|adresse|address|"
    r"livraison|client|name|nom|details|summary|numero|number|total|invoice|facture|devis|france|deutschland|formerly|"
    r"nummer|datum|order|commande|customer|kunde|attn|bill|republique)$"
)
_SMALL = frozenset("de du des la le les l d et en a au aux the of and fur und der die das van sarl sas sa eurl".split())


def sender_features(paper: Paper, fields: Sequence[Field] = ()) -> tuple[str, ...]:
    """What tells this paper's sender, the surest first: "siren:…", "vat:…", "ics:…", "iban:…", "domain:…", "head:…"."""
    found = [*_registered(fields), *_domains(paper, fields), *_letterhead(paper)]
    return tuple(dict.fromkeys(found))


def _registered(fields: Sequence[Field]) -> Iterator[str]:
    known = [each for each in fields if each.verdict not in (Verdict.CONTRADICTED, Verdict.UNVERIFIED)]
    sirens = [value[:9] for value in _values(known, "siren") + _values(known, "siret")]
    vats = _values(known, "vat")
    sirens += [vat[4:] for vat in vats if vat.startswith("FR") and len(vat) == 13]
    yield from (f"siren:{siren}" for siren in dict.fromkeys(sirens[:MOST_OF_A_SORT]))
    yield from (f"vat:{vat}" for vat in vats[:MOST_OF_A_SORT])
    yield from (f"ics:{number}" for number in _values(known, "ics")[:MOST_OF_A_SORT])
    yield from (f"iban:{number}" for number in _values(known, "iban")[:MOST_OF_A_SORT])


def _values(fields: Sequence[Field], sort: str) -> list[str]:
    """The sender's numbers; those of nobody in particular only where the paper has one alone."""
    own = [each.normalized for name in _SELLER[sort] for each in fields if each.name == name and each.normalized]
    if own:
        return list(dict.fromkeys(own))
    anyones = {each.normalized for name in _ANY.get(sort, ()) for each in fields if each.name == name}
    return list(anyones) if len(anyones) == 1 else []


def _domains(paper: Paper, fields: Sequence[Field]) -> Iterator[str]:
    """Of e-mail and web addresses, the most frequent first; never those where anybody has a mailbox."""
    found: Counter[str] = Counter()
    texts = [each.normalized for each in fields if each.name in ("email", "website", "seller_website", "seller_email")]
    lines = [line.text[:300] for line in islice(paper.lines, 300)]
    for text in texts:
        if domain := _registrable(text.lower().rpartition("@")[2]):
            found[domain] += 1
    for line in lines:
        lowered = line.lower()
        for match in (*_DOMAIN.finditer(lowered), *_BARE_DOMAIN.finditer(lowered)):
            if domain := _registrable(match[1]):
                found[domain] += 1
    yield from (f"domain:{domain}" for domain, _ in found.most_common(MOST_OF_A_SORT))


def _registrable(host: str) -> str:
    """ "espace-client.edf.fr" is of edf.fr, "www.impots.gouv.fr" of impots.gouv.fr."""
    labels = host.strip(".").split(".")
    take = 3 if len(labels) >= 3 and labels[-2] in _SECOND_LEVEL else 2
    if len(labels) < take or labels[-take] in _MAIL_PROVIDERS | _EVERYBODYS or labels[-take] == "www":
        return ""
    return ".".join(labels[-take:])


def _letterhead(paper: Paper) -> Iterator[str]:
    if not paper.pages:
        return
    heads = [head for cell in _top_cells(paper.pages[0]) if (head := _stable(cell.text))]
    yield from (f"head:{head}" for head in list(dict.fromkeys(heads))[:MOST_OF_A_SORT])


def _top_cells(page: PaperPage) -> Iterator[Strip]:
    """Those at the top, of the left side or as wide as the page; the biggest print first."""
    cells = [
        cell
        for row in page.rows[:MOST_ROWS]
        for cell in row.cells
        if cell.bbox.top < _HEAD_END and cell.bbox.left < _RIGHT_HALF
    ]
    return iter(sorted(cells, key=lambda cell: -round((cell.bbox.bottom - cell.bbox.top) * 200)))


def _stable(text: str) -> str:
    """The first words of a line that will stand on the sender's next paper too; "" for anything else."""
    if ":" in text:
        return ""  # a label
    line = folded(text[:120])
    words = line.split()
    if _PERSON.match(line) or any(word.isdigit() for word in words) or f" {stemmed(line)} " in _titles():
        return ""
    kept = [word for word in words if word.isalpha() and len(word) > 1 and word not in _SMALL]
    if any(_ADDRESS.match(word) for word in kept) or len(kept) > 6:
        return ""
    return " ".join(kept[:4]) if sum(map(len, kept)) >= 4 else ""


@cache
def _titles() -> frozenset[str]:
    return frozenset(cue.form for kind in ALL for cue in kind.cues if cue.zone is Zone.TITLE)
