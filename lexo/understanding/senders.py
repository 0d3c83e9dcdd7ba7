"""Who a paper is from, as people call them."""

import re
from collections.abc import Iterable

from lexo.facts import Field
from lexo.understanding.facts_of import Facts
from lexo.understanding.kinds.folding import folded
from lexo.understanding.naming import calm_name, person, short_name
from lexo.understanding.paper import Paper
from lexo.understanding.readable import is_readable

_NAMED = {
    "payslip": ("employer_name",),
    "employment_contract": ("employer_name",),
    "insurance": ("insurer", "seller_name"),
    "bank_statement": ("bank_name", "seller_name"),
    "bank_details": ("bank_name",),
    "lease": ("landlord",),
    "health": ("caisse", "health_fund", "insurer", "seller_name"),
    "benefits": ("organisation",),
    "diploma": ("school", "institution"),
    "legal_notice": ("claimant", "issuing_authority"),
    "company_registration": ("company_name",),
    "civil_status": ("commune", "municipality"),
}
_ANY = (
    "seller_name",
    "sender_name",
    "issuer",
    "organisation",
    "employer_name",
    "insurer",
    "bank_name",
    "merchant_name",
)
_OF_PERSONS = frozenset(("lease",))
_NO_SENDER = frozenset(("company_registration",))  # its name is whom it is about
_HAVE_LETTERHEADS = frozenset(("utility_bill", "proof_of_address", "insurance", "health", "bank_statement", "benefits"))
_TOP = 0.14  # of the page's height, where a letterhead begins
_NOBODY = frozenset(
    "credit debit client total date societe compte banque facture assurance mutuelle that this the and you note "
    "annexe".split()
)
_TITLES = (
    *(
        "facture",
        "releve",
        "attestation",
        "avis",
        "contrat",
        "bulletin",
        "justificatif",
        "decompte",
        "monsieur",
        "madame",
    ),
    *("page", "date", "objet", "reference", "client", "duplicata", "invoice", "statement", "certificat"),
)
_DGFIP = "Impôts (DGFiP)"

# Public bodies whose letterhead is a phrase; the first group, where there is one, says which office.
_WORD = r"[^\W\d_][\w'’-]*"
_PLACE = rf"((?:de la |de l[’'] ?|des |du |de )(?:{_WORD}(?: {_WORD}){{0,3}}$|{_WORD}))"
_BODIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        _DGFIP,
        re.compile(
            r"direction g[ée]n[ée]rale des finances publiques|centre des finances publiques|\bDGFiP\b|impots\.gouv\.fr",
            re.IGNORECASE,
        ),
    ),
    (
        "CAF",
        re.compile(
            rf"(?:\bcaf|caisse d[’']allocations familiales)(?:[ \n]{_PLACE})?(?![\w-])", re.IGNORECASE | re.MULTILINE
        ),
    ),
    (
        "CPAM",
        re.compile(
            rf"(?:\bcpam|caisse primaire d[’']assurance maladie)(?:[ \n]{_PLACE})?(?![\w-])",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    ("Assurance maladie", re.compile(r"l[’']assurance maladie|\bameli\.fr", re.IGNORECASE)),
    ("France Travail", re.compile(r"france travail", re.IGNORECASE)),
    ("Pôle emploi", re.compile(r"p[ôo]le emploi", re.IGNORECASE)),
    ("Urssaf", re.compile(r"\burssaf\b", re.IGNORECASE)),
    ("Assurance retraite", re.compile(r"l[’']assurance retraite|\bcarsat\b", re.IGNORECASE)),
    ("Agirc-Arrco", re.compile(r"agirc[ -]arrco", re.IGNORECASE)),
    ("ANTAI", re.compile(r"\bantai\b|agence nationale de traitement automatis[ée] des infractions", re.IGNORECASE)),
    ("Insee", re.compile(r"\binsee\b", re.IGNORECASE)),
)
_MENTIONED_ANYWHERE = {"income_tax_notice": _DGFIP, "property_tax_notice": _DGFIP}
_BODIES_OF = {
    "benefits": ("CAF", "France Travail", "Pôle emploi", "Assurance retraite", "Agirc-Arrco"),
    "health": ("CPAM", "Assurance maladie"),
    "company_registration": ("Insee", "Urssaf"),
    "legal_notice": ("ANTAI", _DGFIP),
}
_STATE = frozenset(("identity_card", "passport", "driving_licence", "vehicle_registration"))
_GREFFE = re.compile(
    rf"greffe du tribunal (?:de commerce|des activit[ée]s [ée]conomiques) (?:de |d[’'])({_WORD}(?: {_WORD}){{0,2}})$",
    re.IGNORECASE | re.MULTILINE,
)


def sender_of(paper: Paper | None, fields: Iterable[Field], kind: str) -> str:
    """The name people give whoever sent a paper; "" where nobody is named."""
    if kind in _MENTIONED_ANYWHERE:
        return _MENTIONED_ANYWHERE[kind]
    facts = Facts(fields)
    head = _head(paper) if paper is not None else ""
    body = _body(head, kind)
    if body or kind in _NO_SENDER:
        return body
    names = _NAMED[kind] if kind in ("civil_status", "lease") else (*_NAMED.get(kind, ()), *_ANY)
    is_unknown = kind in ("", "other")
    called = (
        _called(facts.text(name), kind)
        for name in names
        if facts.has(name) and (not (is_unknown or name == "organisation") or _heads(paper, facts.text(name)))
    )
    known = next((name for name in called if name and folded(name) not in _NOBODY), "")
    if known:
        return known
    if kind in _STATE:
        return "République française" if "publique fran" in head.casefold() else ""
    return _letterhead(paper) if paper is not None and kind in _HAVE_LETTERHEADS else ""


def _heads(paper: Paper | None, name: str) -> bool:
    """Whether a name stands in the page's upper part with nothing else beside it: not in the middle of a sentence."""
    rows = paper.pages[0].rows[:12] if paper is not None and paper.pages else ()
    cells = (cell.text for row in rows if row.bbox.top < _TOP for cell in row.cells)
    return paper is None or any(name in text and len(text) <= len(name) + 6 for text in cells)


def _letterhead(paper: Paper) -> str:
    """The first cell of the first page, where it is a few words that can be a firm's name."""
    row = next((page.rows[0] for page in paper.pages if page.rows), None)
    text = row.cells[0].text if row is not None and row.bbox.top < _TOP else ""
    is_title = any(word in folded(text) for word in _TITLES)
    letters = sum(map(str.isalpha, text))
    if is_title or not 4 <= len(text) <= 40 or letters < 0.85 * len(text.replace(" ", "")) or not is_readable(text):
        return ""
    return short_name(text) if text[0].isupper() and len(text.split()) <= 5 else ""


def _called(value: str, kind: str) -> str:
    if kind == "civil_status":
        return f"Mairie de {short_name(value)}"
    return person(value) if kind in _OF_PERSONS else short_name(value)


def _head(paper: Paper) -> str:
    """The cells of the first page's upper rows, a line for each."""
    rows = paper.pages[0].rows[:40] if paper.pages else ()
    return "\n".join(cell.text[:200] for row in rows for cell in row.cells)


def _body(head: str, kind: str) -> str:
    """The public body whose paper it is."""
    if kind == "company_registration" and (court := _GREFFE.search(head)):
        return f"Greffe de {calm_name(court[1])}"
    wanted = _BODIES_OF.get(kind, ())
    for name, pattern in _BODIES:
        found = pattern.search(head) if name in wanted else None
        if found is None:
            continue
        place = " ".join((found[1] if pattern.groups and found[1] else "").split())
        return f"{name} {_placed(place)}".strip()
    return ""


def _placed(place: str) -> str:
    """ "DE LA GIRONDE" is "de la Gironde", "DE L'AIN" "de l'Ain"."""
    small = re.match(r"(?:de la |de l[’'] ?|des |du |de )", place, re.IGNORECASE)
    return small[0].lower() + calm_name(place[small.end() :]) if small else ""
