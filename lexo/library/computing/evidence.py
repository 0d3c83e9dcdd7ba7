"""Whether a paper is what a question is about: a rent receipt or a lease, a bill of electricity or of gas."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lexo.library.computing.plan import Topic
from lexo.library.computing.tokens import tokens_of
from lexo.library.computing.topics import BILL_KINDS, ENERGY_WORDS, SPENT_KINDS
from lexo.store.sums import PaperRow

if TYPE_CHECKING:
    from lexo.library.computing.gathering import Item

NAMES = ("pdl", "pce", "consumption_kwh", "consumption_m3", "line_number", "lease_start", "lease_end", "deposit",
         "lease_duration")  # fmt: skip
_NOT_BILLS = (  # in titles: they ask for money that another paper asks for, or may never be asked for
    "relance", "rappel", "mise en demeure", "reminder", "echeancier", "proforma", "pro forma", "situation declarative",
    "devis", "bon de commande", "purchase order", "order confirmation", "confirmation de commande", "payment plan",
)  # fmt: skip
_ASKS = (
    "echeance",
    "facture",
    "quittance",
    "appel de cotisation",
    "appel de prime",
    "cotisation",
    "renewal",
    "premium",
)
_OF_CONTRACTS = ("contrat", "contract", "bail", "lease", "conditions particulieres", "agreement", "avenant")
_RESOURCES = {
    "electricity": ("electricite", "electricity"),
    "gas": ("gaz", "gas"),
    "water": ("eau", "water", "eaux"),
    "telecom": ("telephone", "internet", "mobile", "fibre", "telecom", "broadband", "box"),
}


def choose(items: Sequence["Item"], topic: Topic) -> tuple[list["Item"], list["Item"]]:
    """The papers that a topic is of, and those of which nobody knows."""
    if topic.id in ENERGY_WORDS:
        return _of_resource(items, topic.id)
    holds = _HOLDS.get(topic.id, _is_any)
    chosen = [item for item in items if holds(item)]
    unclear = [item for item in items if topic.id in _ASKING_UNCLEAR and _may_be_paid(item) and not holds(item)]
    return chosen, unclear


def is_possible(paper: PaperRow, topic: Topic) -> bool:
    """Whether a paper may be what a topic is of, before its facts are read: a look at its kind and names."""
    if topic.id == "contracts":
        return paper.kind in ("lease", "employment_contract") or _has(_spelled(paper), _OF_CONTRACTS)
    return not topic.stems or _is_named(paper, topic.stems)


def is_deposit(paper: PaperRow) -> bool:
    """Whether a bill asks for a part before the final bill."""
    return _has(_spelled(paper), ("acompte", "deposit", "down payment"))


def _spelled(paper: PaperRow) -> str:
    """The title, with a space on both sides of each word."""
    return f" {' '.join(tokens_of(paper.title))} "


def _has(title: str, words: Sequence[str]) -> bool:
    return any(f" {word} " in title or f" {word}s " in title for word in words)


def _says(item: "Item", words: Sequence[str]) -> bool:
    return _has(_spelled(item.paper), words)


def is_rent_receipt(item: "Item") -> bool:
    """A receipt for rent: neither the lease nor the notice of a rent to come."""
    if _says(item, ("avis", "etat des lieux", "bail", "contrat", "lease", "caution")):
        return False
    if _says(item, ("quittance", "rent receipt")):
        return True
    is_lease = any(item.value(name) for name in ("lease_start", "lease_end", "deposit", "lease_duration"))
    return not is_lease and item.value("payment_date") is not None


def _is_lease(item: "Item") -> bool:
    return not is_rent_receipt(item) and not _says(item, ("avis", "etat des lieux", "caution"))


def _is_bill(item: "Item") -> bool:
    return not _says(item, _NOT_BILLS)


def _is_spending(item: "Item") -> bool:
    if item.paper.kind not in SPENT_KINDS:
        return False
    if item.paper.kind == "lease":
        return is_rent_receipt(item)
    if item.paper.kind == "insurance":
        return _is_insurance_bill(item)
    return _is_bill(item)


def _is_insurance_bill(item: "Item") -> bool:
    return _says(item, _ASKS) and _is_bill(item) and not _says(item, ("attestation", "releve"))


def _is_of_housing(item: "Item") -> bool:
    """Whether a notice is of the tax on dwelling, as its title says."""
    return _says(item, ("habitation", "council")) and not _says(item, ("fonciere", "property"))


def _is_contract(item: "Item") -> bool:
    kind = item.paper.kind
    if kind == "lease":
        return _is_lease(item)
    if kind == "employment_contract":
        return not _says(item, ("certificat", "attestation", "solde de tout compte", "certificate"))
    return kind not in (*BILL_KINDS, "receipt", "quote") and _says(item, _OF_CONTRACTS)


def _is_named(paper: PaperRow, stems: Sequence[str]) -> bool:
    words = set(tokens_of(f"{paper.sender or ''} {paper.title}"))
    return any(stem in words or f"{stem}s" in words for stem in stems)


def _is_any(item: "Item") -> bool:
    return True


_HOLDS: dict[str, Callable[["Item"], bool]] = {
    "bills": _is_bill,
    "spent": _is_spending,
    "restaurants": _is_spending,
    "pharmacy": _is_spending,
    "hotels": _is_spending,
    "receipts": _is_bill,
    "rent": is_rent_receipt,
    "rent_receipts": is_rent_receipt,
    "leases": _is_lease,
    "contracts": _is_contract,
    "employment": _is_contract,
    "insurance": _is_insurance_bill,
    "insurance_contracts": lambda item: _says(item, (*_OF_CONTRACTS, "police", "policy")),
    "taxes": _is_bill,
    "income_tax": _is_bill,
    "property_tax": lambda item: _is_bill(item) and not _is_of_housing(item),
    "housing_tax": lambda item: _is_bill(item) and _is_of_housing(item),
    "local_taxes": _is_bill,
}


_ASKING_UNCLEAR = ("spent", "insurance")
_PAID_ONCE = (*BILL_KINDS, "receipt", "lease", "property_tax_notice")  # whose papers say what they are
_NEVER_PAID = ("quote", "payslip", "bank_statement", "bank_details", "income_tax_notice", "employment_contract")
_MONEY = ("grand_total", "due_payable", "premium", "amount")


def _may_be_paid(item: "Item") -> bool:
    """Whether a paper that is no bill may be one after all: it states an amount, and no word says what it is."""
    if item.paper.kind in (*_PAID_ONCE, *_NEVER_PAID) or not _is_bill(item):
        return False
    told = (*_OF_CONTRACTS, "attestation", "releve", "constat", "police", "policy", "certificate", "decompte")
    return not _says(item, told) and any(item.value(name) is not None for name in _MONEY)


def _of_resource(items: Sequence["Item"], resource: str) -> tuple[list["Item"], list["Item"]]:
    """Bills that say what they are for, and those of a sender who bills nothing else.

    A bill of which nothing says it is unclear where its sender bills for that resource too.
    """
    wanted = {"electricity", "gas"} if resource == "energy" else {resource}
    bills = [item for item in items if _is_bill(item)]
    by_sender: dict[str, set[str]] = {}
    found: dict[int, set[str]] = {}
    for item in bills:
        found[item.paper.id] = _resources(item)
        by_sender.setdefault(item.paper.sender or "", set()).update(found[item.paper.id])
    chosen, unclear = [], []
    for item in bills:
        own = found[item.paper.id]
        others = by_sender[item.paper.sender or ""] if item.paper.sender else set()
        if own and own <= wanted:
            chosen.append(item)
        elif own & wanted:
            unclear.append(item)
        elif not own and item.paper.kind == "utility_bill" and others & wanted:
            (chosen if others <= wanted else unclear).append(item)
    return chosen, unclear


def _resources(item: "Item") -> set[str]:
    """What a bill is for, by its own words and numbers."""
    words = set(tokens_of(item.paper.title))
    found = {resource for resource, names in _RESOURCES.items() if words & {*names}}
    facts = {"pdl": "electricity", "pce": "gas", "line_number": "telecom"}
    return found | {resource for name, resource in facts.items() if item.value(name) is not None}
