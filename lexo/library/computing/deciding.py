"""What the parts of a question ask for together; None where they fit no plan."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from lexo.library.computing import topics
from lexo.library.computing.asked_fields import EXPIRY, OF_PAYSLIPS, OWN_BANK_KINDS, Asked, Form, Whose
from lexo.library.computing.plan import Per, Period, Plan, Topic, Verb, What
from lexo.library.computing.senders import MOST, Mention
from lexo.library.computing.words import MARKS, Mark

NEWEST = 5  # "mes dernières factures"
_MANY = 31  # days: longer than a month, a payslip is not one
_RANKS = {
    Mark.LARGEST: What.LARGEST,
    Mark.SMALLEST: What.SMALLEST,
    Mark.LATEST: What.LATEST,
    Mark.EARLIEST: What.EARLIEST,
}
_AMOUNT_MARKS = {Mark.HOW_MUCH, Mark.TOTAL, Mark.PAID, Mark.SPENT, Mark.EARNED, Mark.MONEY}
_NEXT = frozenset(("prochaine echeance", "prochain paiement", "prochain prelevement", "next payment"))
_NOW = re.compile(  # not "ai-je payé", "did I pay"
    r"(?<!\bai )\bje (?:paie|paye|depense)\b|\bpa[iy]e je\b|\bon (?:paie|paye)\b|\bdo (?:i|we) (?:pay|spend)\b"
    r"|(?<!did )\bi pay\b"
)
_ASKED = {Mark.WHICH, Mark.LIST, Mark.HAVE}
_OF_SUMS = {*_AMOUNT_MARKS, *_ASKED}
_OF_AVERAGES = {*_OF_SUMS, Mark.AVERAGE, Mark.MONTHLY, Mark.YEARLY} - {Mark.TOTAL}
_OF_RANKS = {*_OF_SUMS, *_RANKS, Mark.WHEN}
_OF_TABLES = {*_OF_SUMS, Mark.MONTHLY, Mark.YEARLY}
_OF_COUNTS = {*_ASKED, Mark.HOW_MANY, Mark.HOW_MUCH, Mark.PAID, Mark.SPENT}
_DUE_TOPICS = frozenset(
    "any spent bills rent insurance taxes income_tax property_tax electricity gas energy water telecom fines".split()
)
_EXPIRING = frozenset(
    "any contracts insurance insurance_contracts leases employment passports identity_cards licences quotes".split()
)


@dataclass(slots=True)
class Read:
    """The parts of a question."""

    tokens: list[str]
    language: str
    marks: set[Mark] = field(default_factory=set)
    topics: list[tuple[int, Topic]] = field(default_factory=list)  # with the place of their words
    asked: list[Asked] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    alias: tuple[str, ...] = ()  # kinds whose senders are meant
    periods: tuple[Period, ...] = ()
    limit: int | None = None
    phrases: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    today: date = date.min


def decide(read: Read) -> Plan | None:
    """The plan of a question whose words are all known."""
    topic = _topic(read)
    if len(read.periods) > 1 or (read.topics and topic is None) or (read.mentions and read.alias):
        return None
    if _names_nobody(read):
        return None
    base = _based(read, topic)
    if base is None:
        return None
    if Mark.EXPIRES in read.marks or EXPIRY in read.asked:
        return _expiry(read, base, topic)
    if read.asked:
        return _fact(read, base, topic)
    if read.marks & {Mark.DUE, Mark.OVERDUE}:
        return _due(read, base, topic)
    if Mark.SOON in read.marks:
        return None
    if topic is topics.SALARY and not read.marks - {Mark.WHICH, Mark.HAVE} and not read.limit:
        is_one = _days(read.periods[0]) <= _MANY if read.periods else Mark.WHICH in read.marks
        return replace(base, what=What.FACT, field="net_pay") if is_one else None
    return next((plan for way in _WAYS if (plan := way(read, base, topic)) is not None), None)


def _names_nobody(read: Read) -> bool:
    """Whether "payé à" or "chez" leads to a name that is not known."""
    if read.alias:
        return False
    named = {at for mention in read.mentions for at in range(mention.start, mention.end)}
    for at, word in enumerate(read.tokens):
        before = MARKS.get(read.tokens[at - 1]) if at else None
        leads = word == "chez" or (word in ("a", "to", "at") and before in (Mark.PAID, Mark.SPENT))
        if at not in named and leads and not named & {at + 1, at + 2}:
            return True
    return False


def _topic(read: Read) -> Topic | None:
    """What all nouns of the question name together."""
    found: Topic | None = None
    for _, topic in read.topics:
        found = topic if found is None else topics.joined(found, topic)
        if found is None:
            return None
    return found


def _based(read: Read, topic: Topic | None) -> Plan | None:
    """Senders, time and language, which all plans share."""
    senders = tuple(dict.fromkeys(name for mention in read.mentions for name in mention.senders))
    if len(senders) > MOST:
        return None
    if Mark.SPENT in read.marks and any(_is_place(read, mention) for mention in read.mentions):
        return None
    near = tuple(name for mention in read.mentions for name in mention.near if name not in senders)
    return Plan(
        What.LIST,
        topic or topics.ANY,
        read.language,
        senders,
        near,
        read.alias,
        all(mention.is_whole for mention in read.mentions),
        read.periods[0] if read.periods else None,
        limit=read.limit,
        asks_when=Mark.WHEN in read.marks,
    )


def _is_place(read: Read, mention: Mention) -> bool:
    """Whether "dépensé à Paris" means the town, although a sender's name begins so."""
    before = read.tokens[mention.start - 1] if mention.start else ""
    return not mention.is_whole and before in ("a", "in", "en", "au")


def _is_about(read: Read) -> bool:
    """Whether senders or a time narrow what is asked for."""
    return bool(read.mentions or read.alias or read.periods)


def _expiry(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    others = read.marks - {Mark.EXPIRES, Mark.SOON, Mark.WHICH, Mark.WHEN, Mark.LIST, Mark.HAVE, Mark.LATEST}
    if others or any(asked is not EXPIRY for asked in read.asked) or (topic and topic.id not in _EXPIRING):
        return None
    is_of_many = topic is None or topic is topics.ANY
    if Mark.SOON in read.marks or read.periods or (is_of_many and not read.mentions):
        is_listed = bool(topic or read.marks & {Mark.LIST, Mark.WHICH, Mark.SOON})
        is_plain = not read.asked and (is_listed or read.periods)
        return replace(base, what=What.EXPIRING) if is_plain and (topic or is_listed) else None
    if (is_of_many and not read.mentions) or Mark.LIST in read.marks:
        return None
    return replace(base, what=What.FACT, field=EXPIRY.id)


def _fact(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    asked = read.asked[0]
    if len({each.id for each in read.asked}) > 1:
        return None
    if asked.id in OF_PAYSLIPS and (topic is None or topic.kinds == ("payslip",)):
        summed = _of_payslips(read, replace(base, topic=topic or topics.SALARY, field=asked.id))
        if summed is not None:
            return summed
    allowed = {Mark.WHICH, Mark.LIST, Mark.LATEST, Mark.HAVE}
    allowed |= {Mark.HOW_MUCH} if asked.form is Form.MONEY else set()
    allowed |= {Mark.WHEN} if asked.form is Form.DAY else set()
    if read.marks - allowed or base.limit or (read.periods and not asked.changes):
        return None
    if topic is not None and topic not in (topics.BILLS, topics.ANY) and not _is_on(topic, asked):
        return None
    if asked.whose is Whose.THEIRS and not (read.mentions or read.alias):
        is_own = asked.id in ("iban", "bic") and (topic is None or topic.kinds[:1] == ("bank_details",))
        return replace(base, what=What.FACT, field=asked.id, topic=topics.ANY) if is_own else None
    if read.periods and (base.period is None or _days(base.period) > _MANY) and asked.id in OF_PAYSLIPS:
        return None
    return replace(base, what=What.FACT, field=asked.id)


def _is_on(topic: Topic, asked: Asked) -> bool:
    """Whether such papers can say it."""
    if asked.whose is Whose.WITH:
        return True
    return not asked.kinds or not topic.kinds or bool({*topic.kinds} & {*asked.kinds}) or asked.kinds == OWN_BANK_KINDS


def _of_payslips(read: Read, base: Plan) -> Plan | None:
    """Gross or net pay that is added up, averaged or compared; None where the newest one is asked for."""
    if read.marks & {Mark.PAID, Mark.SPENT, Mark.DUE, Mark.HOW_MANY, Mark.LIST}:
        return None
    per = Per.MONTH if Mark.MONTHLY in read.marks else Per.YEAR if Mark.YEARLY in read.marks else None
    base = replace(base, verb=Verb.EARNED if base.field == "net_pay" else Verb.TOTAL)
    if Mark.AVERAGE in read.marks:
        return replace(base, what=What.AVERAGE, per=None if per is Per.MONTH else per)
    ranked = next((what for mark, what in _RANKS.items() if mark in read.marks and mark is not Mark.LATEST), None)
    if ranked is not None:
        return replace(base, what=ranked)
    if read.marks & {Mark.TOTAL, Mark.EARNED} and (base.period or Mark.TOTAL in read.marks):
        return replace(base, what=What.SUM)
    return None


def _days(period: Period) -> int:
    if period.first is None or period.last is None:
        return 10**6
    return (period.last - period.first).days + 1


def _due(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    allowed = {Mark.DUE, Mark.OVERDUE, Mark.WHICH, Mark.LIST, Mark.HOW_MUCH, Mark.TOTAL, Mark.WHEN, Mark.HAVE}
    allowed |= {Mark.PAID, Mark.SOON, Mark.HOW_MANY, Mark.MONEY, Mark.MONTHLY}
    if read.marks - allowed or (topic and topic.id not in _DUE_TOPICS):
        return None
    if Mark.DUE not in read.marks and topic not in (topics.BILLS, topics.ANY, topics.RENT):
        return None
    is_late = Mark.OVERDUE in read.marks
    if read.periods and (is_late or _is_over(read)):
        return None  # whether a bill of that time was paid is not known
    is_next = any(phrase in _NEXT for phrase in read.phrases) and not read.periods
    return replace(base, what=What.DUE, is_overdue=is_late, limit=1 if is_next else None)


def _is_over(read: Read) -> bool:
    last = read.periods[0].last
    return last is not None and last < read.today


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
    found = [what for mark, what in _RANKS.items() if mark in read.marks]
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
    return replace(base, what=What.COUNT)


def _counts(read: Read, topic: Topic | None) -> bool:
    """Whether papers are counted, not money: "combien de factures", "how many bills", "combien j'ai de contrats"."""
    if Mark.HOW_MANY in read.marks:
        return topic is not None and not topic.is_mass
    if "combien" not in read.tokens or topic is None or topic.is_mass:
        return False
    text = " ".join(read.tokens)
    if _is_one(read, topic):
        return False
    is_beside = any(f"combien {small} {word}" in text for small in ("de", "d") for word in topic.words)
    return is_beside or not read.marks & {Mark.PAID, Mark.SPENT, Mark.EARNED, Mark.TOTAL}


def _sum(read: Read, base: Plan, topic: Topic | None) -> Plan | None:
    marks = read.marks
    if marks - _OF_SUMS or read.limit:
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
    if topic is None and not _is_about(read) and Mark.TOTAL not in marks:
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
    if topic is topics.ANY and not _is_about(read):
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
