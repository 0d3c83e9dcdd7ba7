"""Plans for papers and their amounts: sums, means, tables, numbers of papers, lists, the latest, the largest."""

import re
from collections.abc import Callable
from dataclasses import replace

from lexo.library.computing import topics
from lexo.library.computing.parts import Read
from lexo.library.computing.plan import Per, Plan, Topic, Verb, What
from lexo.library.computing.words import Mark

NEWEST = 5  # "mes dernières factures"
RANKS = {
    Mark.LARGEST: What.LARGEST,
    Mark.SMALLEST: What.SMALLEST,
    Mark.LATEST: What.LATEST,
    Mark.EARLIEST: What.EARLIEST,
}
_AMOUNT_MARKS = {Mark.HOW_MUCH, Mark.TOTAL, Mark.PAID, Mark.SPENT, Mark.EARNED, Mark.MONEY}
_ASKED = {Mark.WHICH, Mark.LIST, Mark.HAVE}
_OF_SUMS = {*_AMOUNT_MARKS, *_ASKED}
_OF_AVERAGES = {*_OF_SUMS, Mark.AVERAGE, Mark.MONTHLY, Mark.YEARLY} - {Mark.TOTAL}
_OF_RANKS = {*_OF_SUMS, *RANKS, Mark.WHEN}
_OF_TABLES = {*_OF_SUMS, Mark.MONTHLY, Mark.YEARLY}
_OF_COUNTS = {*_ASKED, Mark.HOW_MANY, Mark.HOW_MUCH, Mark.PAID, Mark.SPENT}

_COSTING = frozenset("coute coutent coutera coutait".split())  # a price is asked for, no number of papers

_NOW = re.compile(  # not "ai-je payé", "did I pay"
    r"(?<!\bai )\bje (?:paie|paye|depense)\b|\bpa[iy]e je\b|\bon (?:paie|paye)\b|\bdo (?:i|we) (?:pay|spend)\b"
    r"|(?<!did )\bi pay\b"
)


def plan_of_papers(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    """The first way in which the parts fit together; None where they fit none, or are of a time to come."""
    if Mark.WHEN in read.marks and _is_to_pay(read):
        return None
    if base.period is not None and base.period.first is not None and base.period.first > read.today:
        return None
    return next((plan for way in _WAYS if (plan := way(read, base, topic)) is not None), None)


def _is_to_pay(read: Read) -> bool:
    """ "Jusqu'à quand puis-je payer": not when something was paid."""
    if "did" in read.tokens or "have" in read.tokens:
        return False
    return not {"payer", "regler", "verser", "pay"}.isdisjoint(read.tokens)


def _average(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    if Mark.AVERAGE not in read.marks or read.marks - _OF_AVERAGES or read.limit:
        return None
    base = _spent(read, base, topic)
    if not _is_money(base, read):
        return None
    per = Per.MONTH if Mark.MONTHLY in read.marks else Per.YEAR if Mark.YEARLY in read.marks else None
    if per is Per.MONTH and base.topic.kinds == ("payslip",):
        per = None
    return replace(base, what=What.AVERAGE, per=per)


def _ranked(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    base = replace(base, verb=_verb(read))
    found = [what for mark, what in RANKS.items() if mark in read.marks]
    if len(found) != 1 or read.marks - _OF_RANKS:
        return None
    if topic is None and not (read.mentions and read.marks & {Mark.PAID, Mark.SPENT}):
        return None
    base = _spent(read, base, topic) if topic is None or found[0] in (What.LARGEST, What.SMALLEST) else base
    if found[0] in (What.LARGEST, What.SMALLEST):
        is_amount = _is_money(base, read) and base.topic is not topics.ANY and not base.limit
        return replace(base, what=found[0]) if is_amount else None
    if found[0] is What.LATEST and (base.limit or _is_several(read, base)):
        return None if read.marks & _AMOUNT_MARKS else replace(base, what=What.LIST, limit=base.limit or NEWEST)
    return None if base.limit else replace(base, what=found[0])


def _is_several(read: Read, base: Plan) -> bool:
    """Whether the noun stands in the plural: "mes dernières factures"."""
    plural = {word for word in read.tokens if word in _plurals(base.topic)}
    return bool(plural) or any(
        phrase in ("derniers", "dernieres", "plus recents", "plus recentes") for phrase in read.phrases
    )


def _plurals(topic: Topic) -> set[str]:
    return {word.split()[0] for word in topic.words if word.split()[0].endswith(("s", "x")) and " " not in word
            and f"{word}"[:-1] in topic.words}  # fmt: skip


def _when(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    """ "Quand ai-je payé mon loyer ?" is the last time."""
    if Mark.WHEN not in read.marks or Mark.PAID not in read.marks or read.periods:
        return None
    if read.marks - {Mark.WHEN, Mark.PAID, Mark.HAVE} or not (topic or read.mentions):
        return None
    return replace(_spent(read, base, topic), what=What.LATEST)


def _table(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    if len(read.marks & {Mark.MONTHLY, Mark.YEARLY}) != 1 or read.marks - _OF_TABLES or read.limit:
        return None
    if Mark.HAVE in read.marks and not read.marks & _AMOUNT_MARKS:
        return None
    base = _spent(read, base, topic)
    if not _is_money(base, read) or _counts(read, topic):
        return None
    return replace(base, what=What.TABLE, per=Per.MONTH if Mark.MONTHLY in read.marks else Per.YEAR)


def _count(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    if topic is None or not _counts(read, topic) or read.marks - _OF_COUNTS or read.limit:
        return None
    if "number of" in read.phrases and not _is_several(read, base):
        return None  # "the number of my passport"
    return replace(base, what=What.COUNT, verb=_verb(read))


def _counts(read: Read, topic: Topic | None) -> bool:
    """Whether papers are counted, not money: "combien de factures", "how many bills", "combien j'ai de contrats"."""
    if Mark.HOW_MANY in read.marks:
        return topic is not None and not topic.is_mass
    if "combien" not in read.tokens or topic is None or topic.is_mass or not _COSTING.isdisjoint(read.tokens):
        return False
    if _is_one(read, topic):
        return False
    return _is_counted(read, topic) or not read.marks & {Mark.PAID, Mark.SPENT, Mark.EARNED, Mark.TOTAL}


def _is_counted(read: Read, topic: Topic) -> bool:
    """ "Combien de factures", "combien d'achats"."""
    text = f"{' '.join(read.tokens)} "
    return any(f"combien {small} {word} " in text for small in ("de", "d") for word in topic.words)


def _sum(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    marks = read.marks
    if marks - _OF_SUMS or read.limit or (topic is topics.SPENT and _is_counted(read, topic)):
        return None
    asks = marks & {Mark.HOW_MUCH, Mark.TOTAL} or (
        Mark.WHICH in marks and marks & {Mark.PAID, Mark.SPENT, Mark.EARNED} and topic is None
    )
    asks = asks or any(named is topics.SPENT for _, named in read.topics)
    if not asks:
        return None
    if Mark.EARNED in marks or (topic is not None and topic.kinds == ("payslip",)):
        return _earned(read, base, topic)
    if base.period is None and Mark.TOTAL not in marks and _is_now(read):
        return _price(base) if topic is topics.RENT else None
    if _is_one(read, topic) and not marks & {Mark.TOTAL, Mark.PAID, Mark.SPENT, Mark.EARNED}:
        return _price(base)
    if topic is None and not marks & {Mark.PAID, Mark.SPENT} and not (read.mentions or read.alias):
        return None
    if topic is None and not read.is_narrowed and Mark.TOTAL not in marks:
        return None  # all that was ever paid: hardly what is meant
    base = _spent(read, base, topic)
    return replace(base, what=What.SUM) if _is_money(base, read) and base.topic is not topics.ANY else None


def _is_one(read: Read, topic: Topic | None) -> bool:
    """Whether one paper is spoken of: "le montant de ma facture", "combien est mon loyer"."""
    words = {
        topics.BILLS.id: ("facture", "bill", "invoice"),
        topics.RENT.id: ("loyer", "rent"),
        topics.INSURANCE.id: ("assurance", "insurance"),
    }
    text = " ".join(read.tokens)
    if "a coute" in text or "did" in read.tokens:
        return False
    return topic is not None and any(word in read.tokens for word in words.get(topic.id, ()))


def _is_now(read: Read) -> bool:
    """ "Combien je paie": what one pays now, no sum of all that was ever paid."""
    return _NOW.search(" ".join(read.tokens)) is not None


def _price(base: Plan) -> Plan:
    """What one paper comes to: the latest, or those of the time that was said."""
    return replace(base, what=What.LATEST if base.period is None else What.LIST)


def _earned(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    if read.marks & {Mark.SPENT, Mark.PAID} or (topic is not None and topic.kinds != ("payslip",)):
        return None
    if base.period is None and Mark.TOTAL not in read.marks:
        return replace(base, what=What.FACT, field="net_pay", topic=topics.SALARY)
    return replace(base, what=What.SUM, topic=topics.SALARY, verb=Verb.EARNED)


def _list(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    if topic is None or not read.marks & {Mark.LIST, Mark.WHICH, Mark.HAVE}:
        return None
    if topic is topics.RENT and read.marks == {Mark.WHICH} and _is_one(read, topic):
        return _price(base)
    if read.marks - _ASKED or read.limit or (topic is topics.SALARY and Mark.LIST not in read.marks):
        return None
    if topic.is_mass and Mark.LIST not in read.marks and topic is not topics.TAXES:
        return None
    if topic is topics.ANY and not read.is_narrowed:
        return None
    return replace(base, what=What.LIST)


def _spent(read: Read, base: Plan, topic: Topic | None) -> Plan:
    """Where no paper was named, what costs money is meant."""
    chosen = topics.SPENT if topic is None or topic is topics.ANY else topic
    if topic is None and Mark.EARNED in read.marks:
        chosen = topics.SALARY
    return replace(base, topic=chosen, verb=_verb(read))


def _verb(read: Read) -> Verb:
    if Mark.EARNED in read.marks:
        return Verb.EARNED
    return Verb.SPENT if Mark.SPENT in read.marks else Verb.PAID if Mark.PAID in read.marks else Verb.TOTAL


def _is_money(base: Plan, read: Read) -> bool:
    """Whether adding up makes sense, and what was paid is not what was only offered."""
    is_offer = base.topic is topics.QUOTES and bool(read.marks & {Mark.PAID, Mark.SPENT})
    is_pay = base.topic.kinds == ("payslip",) and bool(read.marks & {Mark.PAID, Mark.SPENT})
    return base.topic.is_money and not is_offer and not is_pay


_WAYS: tuple[Callable[[Read, Plan, Topic | None], Plan | None], ...] = (
    _average,
    _ranked,
    _when,
    _table,
    _count,
    _sum,
    _list,
)
