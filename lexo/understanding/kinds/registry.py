"""All kinds of paper, in the order in which people are shown them."""

from functools import cache
from types import MappingProxyType

from lexo.understanding.kinds import bank, cover, home, identity, money, other, state, tax, work
from lexo.understanding.kinds.folding import folded
from lexo.understanding.kinds.kind import Kind

ALL: tuple[Kind, ...] = (
    *(money.INVOICE, money.UTILITY_BILL, money.RECEIPT, money.QUOTE, work.PAYSLIP),
    *(tax.INCOME_TAX_NOTICE, tax.PROPERTY_TAX_NOTICE, bank.BANK_DETAILS, bank.BANK_STATEMENT),
    *(identity.IDENTITY_CARD, identity.PASSPORT, identity.DRIVING_LICENCE, identity.VEHICLE_REGISTRATION),
    *(home.PROOF_OF_ADDRESS, home.LEASE, work.EMPLOYMENT_CONTRACT, cover.HEALTH, cover.INSURANCE),
    *(work.BENEFITS, work.DIPLOMA, state.CIVIL_STATUS, state.LEGAL_NOTICE, state.COMPANY_REGISTRATION),
    other.OTHER,
)
IDS = tuple(kind.id for kind in ALL)
_BY_ID = MappingProxyType({kind.id: kind for kind in ALL})
_BY_TWOD_DOC_TYPE = MappingProxyType({code: kind for kind in ALL for code in kind.twod_doc_types})


def get(kind_id: str) -> Kind | None:
    """The kind of that id; None where there is none (an id of another version)."""
    return _BY_ID.get(kind_id)


def by_twod_doc_type(type_id: str) -> Kind | None:
    """The kind of papers that carry a 2D-Doc code of this type."""
    return _BY_TWOD_DOC_TYPE.get(type_id.strip().upper())


def by_name(words: str) -> tuple[Kind, ...]:
    """The kinds that people call so, in French or English: "factures", "fiche de paie", "passport"."""
    return _by_word().get(_singular(words), ())


@cache
def _by_word() -> dict[str, tuple[Kind, ...]]:
    named: dict[str, tuple[Kind, ...]] = {}
    for kind in ALL:
        for name in dict.fromkeys(map(_singular, (kind.id, kind.name_fr, kind.name_en, *kind.words))):
            named[name] = (*named.get(name, ()), kind)
    return named


def _singular(words: str) -> str:
    """Folded, each word without the s or x of its plural."""
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in folded(words).split())
