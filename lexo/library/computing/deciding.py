"""What the parts of a question ask for together; None where they fit no plan."""

from dataclasses import replace

from lexo.library.computing import topics
from lexo.library.computing.asked_fields import EXPIRY, OF_PAYSLIPS, OWN_BANK_KINDS, Asked, Form, Whose
from lexo.library.computing.paper_plans import RANKS, plan_of_papers
from lexo.library.computing.parts import Read
from lexo.library.computing.plan import Per, Period, Plan, Topic, Verb, What
from lexo.library.computing.senders import MOST, Mention
from lexo.library.computing.words import MARKS, Mark

_MANY = 31  # days: longer than a month, a payslip is not one


_PAID_ALREADY = frozenset("paye payee payes payees regle reglee regles reglees paid".split())
_FIRST_PERSON = frozenset("je j ai nous avons on i we".split())
_SAID = {Mark.WHICH, Mark.LIST}
_NEXT = frozenset(("prochaine echeance", "prochain paiement", "prochain prelevement", "next payment"))


_DUE_TOPICS = frozenset(
    "any spent bills rent insurance taxes income_tax property_tax housing_tax local_taxes electricity gas "
    "energy water telecom fines".split()
)


_EXPIRING = frozenset(
    "any contracts insurance insurance_contracts leases employment passports identity_cards licences quotes".split()
)


def decide(read: Read) -> Plan | None:
    """The plan of a question whose words are all known."""
    topic = _topic(read)
    if len(read.periods) > 1 or (read.topics and topic is None) or (read.mentions and read.alias):
        return None
    if _names_nobody(read) or _earns_another(read, topic):
        return None
    base = _based(read, topic)
    if base is None:
        return None
    if Mark.EXPIRES in read.marks or EXPIRY in read.asked:
        return _expiry(read, base, topic)
    if read.asked:
        return _fact(read, base, topic)
    if topic is not None and topic.kinds == ("bank_details",) and read.mentions and not read.marks - _SAID:
        return replace(base, what=What.FACT, field="iban", topic=topics.ANY)  # "le RIB d'EDF"
    if read.marks & {Mark.DUE, Mark.OVERDUE}:
        return _due(read, base, topic)
    if Mark.SOON in read.marks:
        return None
    if topic is topics.SALARY and not read.marks - {Mark.WHICH, Mark.HAVE} and not read.limit:
        is_one = _days(read.periods[0]) <= _MANY if read.periods else Mark.WHICH in read.marks
        return replace(base, what=What.FACT, field="net_pay") if is_one else None
    return plan_of_papers(read, base, topic)


def _earns_another(read: Read, topic: Topic | None) -> bool:
    """ "Combien gagne mon patron": what somebody else earns, whom the question names."""
    is_of_other = topic is None and bool(read.mentions or read.alias)
    return Mark.EARNED in read.marks and is_of_other and _FIRST_PERSON.isdisjoint(read.tokens)


def _names_nobody(read: Read) -> bool:
    """Whether "payé à" or "chez" leads to a name that is not known."""
    if read.alias:
        return False
    named = {at for mention in read.mentions for at in range(mention.start, mention.end)}
    for at, word in enumerate(read.tokens):
        before = MARKS.get(read.tokens[at - 1]) if at else None
        leads = word == "chez" or (word in ("a", "to", "at") and before in (Mark.PAID, Mark.SPENT))
        behind = read.tokens[at + 1 : at + 3]
        is_thing = any(each in topics.BY_WORDS for each in behind)  # "spent at restaurants"
        if at not in named and leads and not is_thing and not named & {at + 1, at + 2}:
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
    if asked.id in ("iban", "bic") and {*read.alias} == {*OWN_BANK_KINDS}:
        read, base = replace(read, alias=()), replace(base, whose=())  # at "ma banque" it is one's own
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
    if per is not None and Mark.EARNED in read.marks:
        return replace(base, what=What.TABLE, per=per)
    ranked = next((what for mark, what in RANKS.items() if mark in read.marks and mark is not Mark.LATEST), None)
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
    if "did" in read.tokens or (Mark.OVERDUE in read.marks and _PAID_ALREADY.intersection(read.tokens)):
        return None  # what was to be paid, and what was paid late
    if Mark.DUE not in read.marks and topic not in (None, topics.BILLS, topics.ANY, topics.RENT):
        return None
    is_late = Mark.OVERDUE in read.marks
    if read.periods and (is_late or _is_over(read)):
        return None  # whether a bill of that time was paid is not known
    is_next = any(phrase in _NEXT for phrase in read.phrases) and not read.periods
    return replace(base, what=What.DUE, is_overdue=is_late, limit=1 if is_next else None)


def _is_over(read: Read) -> bool:
    last = read.periods[0].last
    return last is not None and last < read.today
