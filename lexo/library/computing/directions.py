"""Which way money goes, where the words for it are the same: "combien ai-je payé à EDF", "combien EDF m'a payé".

Papers tell what the person was asked for. What others paid, and what the person billed, they do not: such a question
is left, as its sum would be right and its answer wrong.
"""

from collections.abc import Sequence

_BILLING = frozenset("facture facturee bill invoice charged".split())  # verbs too, of money that comes in
_I_AND_WE = frozenset("je ai nous avons on i we".split())
_PAYING = frozenset(
    "paye payee payes payees paie paient payent regle reglee regles reglees verse versee verses versees donne depense "
    "debourse acquitte pay pays paid payed spent spend spends".split()
)
_FINITE = _PAYING - frozenset("payee payees payes reglee reglees regles versee versees verses".split())
_BY_OTHERS = frozenset("il elle ils elles he she they qui who".split())
_PASSIVE = frozenset("was were been am get got be".split())
_OF_ME = frozenset("je ai m nous avons j".split())
_RECEIVING = frozenset("recu recus".split())  # "un reçu" is a receipt
_BEFORE_RECEIVED = frozenset(
    "je j ai avons nous a ont on n paiement paiements argent somme sommes montant montants euros virement virements "
    "versement versements".split()
)
_PAYMENTS = frozenset("paiement paiements versement versements payment payments".split())
_SENDING, _CASH = frozenset("envoye envoyes sent".split()), frozenset("argent euros sous money".split())
_GETTING = frozenset(("get", "got"))
NAME = "#"  # stands in the place of a sender


def is_of_others(phrase: str, rest: Sequence[str], at: int) -> bool:
    """Whether a phrase, which begins at that place of a question, speaks of money that others pay or owe."""
    before = rest[at - 1] if at else ""
    further = rest[at - 2] if at > 1 else ""
    words = phrase.split()
    if (phrase in _BILLING and before in _I_AND_WE) or (phrase == "a facture" and before == "on"):
        return True
    if phrase in _RECEIVING and before in _BEFORE_RECEIVED:
        return True
    if words[-1] in _PAYMENTS and _is_led_by(rest, at + len(words)):
        return True
    if words[-1] not in _PAYING and not (words[0] in _PAYING and words[-1] == "a"):
        return False
    if words[0] == "a":  # "a donné"
        return before != "on"
    if len(words) > 1 and words[0] in ("i", "did", "have", "je", "j", "ai"):
        return before in _PASSIVE
    is_by_another = before in ("a", "ont") and further != "on"
    is_to_me = before == "ete" and not _OF_ME.isdisjoint(rest[max(at - 4, 0) : at])
    is_to_another = rest[at + len(words) : at + len(words) + 1] == ["to"]
    is_passive = before in _PASSIVE and not is_to_another  # "I was paid", not "was paid to"
    is_after_name = before == NAME and words[-1] in _FINITE
    return is_by_another or is_to_me or before in _BY_OTHERS or is_passive or is_after_name


def is_received(rest: Sequence[str], at: int) -> bool:
    """Whether a word that mostly asks for nothing is of money that came: "how much did I get", "argent envoyé"."""
    word, before = rest[at], rest[at - 1] if at else ""
    if word in _GETTING:
        return before in _I_AND_WE and "much" in rest
    return word in _SENDING and not _CASH.isdisjoint(rest)


def _is_led_by(rest: Sequence[str], at: int) -> bool:
    """Whether "from" or "de" and a sender follow: "paiements de Martin"."""
    return len(rest) > at + 1 and rest[at] in ("de", "d", "du", "from", "by") and rest[at + 1] == NAME
