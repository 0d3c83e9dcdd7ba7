"""Sums, averages and tables of amounts: each currency for itself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from lexo.library.computing import phrases, topics
from lexo.library.computing.asked_fields import BY_ID
from lexo.library.computing.counted import tell_counted, tell_left_out
from lexo.library.computing.gathering import Gathered, Item, gather, with_amounts
from lexo.library.computing.periods import month_end
from lexo.library.computing.plan import Noun, Per, Period, Plan, Topic, Verb
from lexo.library.computing.telling import Telling, places
from lexo.library.computing.tokens import tokens_of_name
from lexo.store.filtering import Filters

MOST_ROWS = 36  # of a table
_BILLS = frozenset(topics.BILL_KINDS)


def tell_sum(telling: Telling, plan: Plan, filters: Filters, today: date) -> bool:
    """What the papers come to; of several senders each for itself, then all. False: nothing is known of them."""
    gathered = with_amounts(gather(telling.connection, plan, filters, today))
    if not gathered.items:
        return tell_nothing(telling, plan, filters, gathered)
    if _is_of_persons(gathered.items):
        _tell_persons(telling, plan, gathered.items)
        tell_counted(telling, plan, gathered.items)
        tell_left_out(telling, plan, gathered)
        return True
    _tell_senders(telling, plan, gathered.items)
    tell_counted(telling, plan, gathered.items)
    tell_unpaid(telling, gathered)
    tell_left_out(telling, plan, gathered)
    tell_near(telling, plan)
    return True


def _is_of_persons(items: Sequence[Item]) -> bool:
    """Whether payslips are of several persons."""
    return len({item.person for item in items if item.paper.kind == "payslip"} - {""}) > 1


def _tell_senders(telling: Telling, plan: Plan, items: Sequence[Item]) -> None:
    """Of several senders each for itself, then all."""
    by_sender: dict[tuple[str, ...], list[Item]] = defaultdict(list)
    for item in reversed(items):
        by_sender[tokens_of_name(item.paper.sender or "")].append(item)
    if not plan.senders or len(by_sender) == 1:
        sender = (items[0].paper.sender,) if plan.senders and items[0].paper.sender else ()
        _tell_totals(telling, replace(plan, senders=sender), items)
        return
    for mine in by_sender.values():
        _tell_totals(telling, replace(plan, senders=(mine[0].paper.sender or "",)), mine)
    for _, amount, together in _by_currency(items, plan.language):
        if len(together) > 1:
            telling.say(telling.both(f"En tout : {amount}.", f"In all: {amount}."), places(together))


def _tell_persons(telling: Telling, plan: Plan, items: Sequence[Item]) -> None:
    """Payslips of several persons: each for itself."""
    for person in dict.fromkeys(item.person for item in items):
        mine = [item for item in items if item.person == person]
        named = next((fact.value for item in mine if (fact := item.value("employee_name")) is not None), "")
        head = " ".join(named.split()) or telling.both("sans nom", "without a name")
        for _, written, own in _by_currency(mine, plan.language):
            counted = phrases.count(len(own), noun_of(own, plan), plan.language)
            within = phrases.within(plan.period, plan.language)
            telling.say(f"{phrases.spaced(head, within)}{telling.both(' : ', ': ')}{written} ({counted}).", places(own))


def _by_currency(items: Sequence[Item], language: str) -> list[tuple[Decimal, str, list[Item]]]:
    by_currency: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.amount is not None:
            by_currency[item.amount.currency].append(item)
    found = []
    for currency, mine in sorted(by_currency.items(), key=lambda each: (-len(each[1]), each[0])):
        total = sum((item.amount.value for item in mine if item.amount), Decimal(0))
        found.append((total, phrases.money(total, currency, language), mine))
    return found


def _tell_totals(telling: Telling, plan: Plan, items: Sequence[Item]) -> None:
    """One sentence for each currency."""
    for total, written, mine in _by_currency(items, plan.language):
        noun = noun_of(mine, plan)
        if total < 0:
            said = _given_back(telling, plan, written.removeprefix("-"))
        elif plan.verb is Verb.TOTAL:
            sender = plan.names[0] if len(plan.names) == 1 else ""
            within = phrases.within(plan.period, plan.language)
            papers = _papers_of(telling, plan, sender, noun)
            said = phrases.spaced(papers, within, telling.both("font", "come to"), written)
        else:
            said = _said(telling, plan, written)
        telling.say(f"{said} ({_counted(mine, noun, plan)}).", places(mine))


def _counted(items: Sequence[Item], noun: Noun, plan: Plan) -> str:
    """ "3 factures et 1 avoir"."""
    credit = Noun("avoir", "avoirs") if plan.is_french else Noun("credit note", "credit notes")
    kinds = ((noun, False), (credit, True))
    numbers = [(each, sum(item.is_credit is is_credit for item in items)) for each, is_credit in kinds]
    return phrases.listed([phrases.count(number, each, plan.language) for each, number in numbers if number],
                          plan.language)  # fmt: skip


def _given_back(telling: Telling, plan: Plan, written: str) -> str:
    """Where credit notes come to more than bills."""
    sender = plan.names[0] if len(plan.names) == 1 else ""
    whom = (f"chez {sender}" if telling.is_french else f"by {sender}") if sender else ""
    subject = telling.both("on vous a rendu", "you were given back")
    return phrases.spaced(subject, written, whom, phrases.within(plan.period, plan.language))


def _said(telling: Telling, plan: Plan, written: str) -> str:
    """ "Vous avez payé 1 234,56 € à EDF en 2024"."""
    sender = plan.names[0] if len(plan.names) == 1 else ""
    within = phrases.within(plan.period, plan.language)
    if plan.verb is Verb.EARNED:
        subject = telling.both("vous avez gagné", "you earned")
        return phrases.spaced(subject, written, "net", phrases.at(sender, plan.language) if sender else "", within)
    thing = telling.both(*plan.topic.thing) if plan.topic.thing[0] else ""
    if plan.verb is Verb.PAID:
        subject, whom = telling.both("vous avez payé", "you paid"), phrases.to
    else:
        subject, whom = telling.both("vous avez dépensé", "you spent"), phrases.at
    return phrases.spaced(subject, written, thing, whom(sender, plan.language) if sender else "", within)


def _papers_of(telling: Telling, plan: Plan, sender: str, noun: Noun) -> str:
    """ "Vos factures d’électricité d’EDF", "Your bills from EDF"."""
    is_part = plan.topic.kinds == topics.BILL_KINDS or bool(plan.topic.stems)  # of such papers
    thing = telling.both(*plan.topic.thing) if plan.topic.thing[0] and is_part else ""
    own = noun.many
    if plan.field:
        name = telling.both(BY_ID[plan.field].french, BY_ID[plan.field].english)
        own += f" ({name.removeprefix('le ').removeprefix('the ')})"
    return phrases.spaced(telling.both("vos", "your"), own, thing, phrases.of(sender, plan.language) if sender else "")


def noun_of(items: Sequence[Item], plan: Plan) -> Noun:
    """What these papers are called: as asked, or by their kinds where money alone was asked for."""
    kinds = {item.paper.kind for item in items}
    named: Topic = plan.topic
    if named.id in ("spent", "any") or named.stems:
        if kinds <= _BILLS:
            named = topics.BILLS
        elif kinds == {"receipt"}:
            named = topics.RECEIPTS
        elif kinds == {"lease"}:
            named = topics.RENT
        else:
            named = topics.ANY
    return named.french if plan.is_french else named.english


def tell_unpaid(telling: Telling, gathered: Gathered) -> None:
    """Bills that are to be paid later: no money yet. And those of which nobody said that they are paid."""
    _tell_late(telling, gathered)
    if not gathered.unpaid:
        return
    number = len(gathered.unpaid)
    paper = topics.ANY.french if telling.is_french else topics.ANY.english
    counted = phrases.count(number, paper, telling.language)
    sums = " + ".join(text for _, text, _ in _by_currency(gathered.unpaid, telling.language))
    amount = f" ({sums})" if sums else ""
    many = number > 1
    telling.say(
        telling.both(
            f"{counted} à payer plus tard{amount} ne compte{'nt' if many else ''} pas encore.",
            f"{counted} to be paid later{amount} {'do' if many else 'does'} not count yet.",
        ),
        places(gathered.unpaid),
    )


def _tell_late(telling: Telling, gathered: Gathered) -> None:
    if not gathered.late:
        return
    paper = topics.ANY.french if telling.is_french else topics.ANY.english
    counted = phrases.count(len(gathered.late), paper, telling.language)
    sums = " + ".join(text for _, text, _ in _by_currency(gathered.late, telling.language))
    amount = f" ({sums})" if sums else ""
    telling.say(
        telling.both(
            f"Dont {counted}{amount} à échéance passée que vous n’avez pas coché{'s' if len(gathered.late) > 1 else ''}"
            " : LEXO ne sait pas si c’est payé.",
            f"Of these, {counted}{amount} with a date gone by that you did not tick off: LEXO does not know whether"
            " that is paid.",
        ),
        places(gathered.late),
    )


def tell_near(telling: Telling, plan: Plan) -> None:
    """Senders whose names begin alike and who were not meant."""
    if plan.near and plan.is_named_whole:
        names = ", ".join(plan.near[:5]) + ("…" if len(plan.near) > 5 else "")
        telling.say(telling.both(f"Sans {names}.", f"Without {names}."))


def tell_nothing(telling: Telling, plan: Plan, filters: Filters, gathered: Gathered) -> bool:
    """That there is nothing, and when there is; False where papers of that sender and sort are not known at all."""
    if plan.field and gathered.unsure:
        return False
    if gathered.unpaid or gathered.unsure or gathered.unclear:
        within = phrases.within(plan.period, plan.language)
        none = phrases.spaced(telling.both("aucun montant à compter", "no amount to count"), within)
        telling.say(f"{none} {telling.both('parmi vos papiers', 'among your papers')}.")
        tell_unpaid(telling, gathered)
        tell_left_out(telling, plan, gathered)
        return True
    if plan.period is None or not (plan.senders or plan.topic.kinds):
        return False
    dated = [item for item in gather(telling.connection, replace(plan, period=None), filters).items if item.day]
    if not dated:
        return False
    _tell_none(telling, plan)
    before = [item for item in dated if plan.period.last and item.day and item.day <= plan.period.last]
    nearest = before[0] if before else dated[-1]
    said = phrases.month(nearest.day, plan.language) if nearest.day else ""
    is_feminine = (plan.topic.french if telling.is_french else plan.topic.english).is_feminine
    rank = (
        ("la dernière" if is_feminine else "le dernier") if before else ("la première" if is_feminine else "le premier")
    )
    rank = telling.both(rank, "the last one before" if before else "the first one after")
    telling.say(
        f"{phrases.spaced(rank, telling.both(f'est {phrases.elided(said)}', f'is from {said}'))}.", places([nearest])
    )
    tell_left_out(telling, plan, gathered)
    return True


def _tell_none(telling: Telling, plan: Plan) -> None:
    sender = phrases.listed(plan.names, plan.language) if len(plan.names) <= 3 else ""
    noun = plan.topic.french if telling.is_french else plan.topic.english
    thing = telling.both(*plan.topic.thing) if plan.topic.thing[0] and plan.topic.kinds == topics.BILL_KINDS else ""
    within = phrases.within(plan.period, plan.language)
    among = telling.both("parmi vos papiers", "among your papers")
    whom = phrases.of(sender, plan.language) if sender else ""
    telling.say(f"{phrases.spaced(phrases.no(noun, plan.language), thing, whom, within, among)}.")


def tell_average(telling: Telling, plan: Plan, filters: Filters, today: date) -> bool:
    """The mean of the papers, or of the months or years from the first paper to the last, both included."""
    gathered = with_amounts(gather(telling.connection, plan, filters, today))
    if plan.per is None:  # a credit note is no bill
        gathered.items = [item for item in gathered.items if not item.is_credit]
    if not gathered.items:
        return tell_nothing(telling, plan, filters, gathered)
    if _is_of_persons(gathered.items):
        return False
    steady = [each for each in _by_currency(gathered.items, plan.language) if _is_steady(each[2], plan.per)]
    if not steady:
        return False
    for total, written, mine in steady:
        _tell_mean(telling, plan, (total, written), mine)
    tell_counted(telling, plan, gathered.items)
    tell_unpaid(telling, gathered)
    tell_left_out(telling, plan, gathered)
    tell_near(telling, plan)
    return True


def _is_steady(items: Sequence[Item], per: Per | None) -> bool:
    """Whether papers come so often that a mean by month says something: in every other month at least, and twice.

    One yearly notice is no monthly price, and where bills are missing the mean is too low.
    """
    if per is not Per.MONTH:
        return True
    months = {12 * item.day.year + item.day.month for item in items if item.day is not None}
    if len(months) < 2:
        return bool(months) and all(item.is_of_month for item in items)
    return max(months) - min(months) < 2 * len(months)


def _tell_mean(telling: Telling, plan: Plan, total: tuple[Decimal, str], items: list[Item]) -> None:
    days = sorted(item.day for item in items if item.day is not None)
    currency = items[0].amount.currency if items[0].amount else ""
    noun = noun_of(items, plan)
    over, number = phrases.count(len(items), noun, plan.language), len(items)
    by, within = telling.both(f"par {noun.one}", f"for each {noun.one}"), phrases.within(plan.period, plan.language)
    if plan.per is not None and days:
        number, span = _span(plan, days[0], days[-1])
        over, within = f"{over}, {span}", ""
        by = telling.both("par mois", "a month") if plan.per is Per.MONTH else telling.both("par an", "a year")
    mean = phrases.money(total[0] / number, currency, plan.language)
    whom = _whom(plan)
    whom = "" if whom and by.endswith(whom) else whom  # "par quittance de loyer"
    said = phrases.spaced(telling.both("en moyenne", "on average"), mean, by, whom, within)
    telling.say(f"{said}{telling.both(' : ', ': ')}{total[1]} ({over}).", places(items))


def _span(plan: Plan, first: date, last: date) -> tuple[int, str]:
    """How many months or years the papers span, and "7 mois, de janvier à juillet 2024"."""
    if plan.per is Per.MONTH:
        number = (last.year - first.year) * 12 + last.month - first.month + 1
        unit = Noun("mois", "mois") if plan.is_french else Noun("month", "months")
        whole = Period(first.replace(day=1), month_end(last.year, last.month))
    else:
        number = last.year - first.year + 1
        unit = Noun("an", "ans") if plan.is_french else Noun("year", "years")
        whole = Period(date(first.year, 1, 1), date(last.year, 12, 31))
    return number, f"{phrases.count(number, unit, plan.language)}, {phrases.within(whole, plan.language)}"


def _whom(plan: Plan) -> str:
    """The sender, or what is paid."""
    if len(plan.names) == 1:
        return phrases.at(plan.names[0], plan.language)
    return (plan.topic.thing[0] if plan.is_french else plan.topic.thing[1]) if plan.topic.thing[0] else ""


def tell_table(telling: Telling, plan: Plan, filters: Filters, today: date) -> bool:
    """A sum for each month or year that has papers, the oldest first, and the mean over all of them."""
    gathered = with_amounts(gather(telling.connection, plan, filters, today))
    if _is_of_persons(gathered.items):
        return False
    dated = [item for item in gathered.items if item.day is not None]
    gathered.undated = [item for item in gathered.items if item.day is None] or gathered.undated
    if not dated:
        return tell_nothing(telling, plan, filters, gathered)
    _tell_totals(telling, plan, dated)
    rows: dict[tuple[int, int], list[Item]] = defaultdict(list)
    for item in dated:
        if item.day is not None:
            rows[(item.day.year, item.day.month if plan.per is Per.MONTH else 1)].append(item)
    shown = sorted(rows)[-MOST_ROWS:]
    for year, month in shown:
        name = phrases.month(date(year, month, 1), plan.language) if plan.per is Per.MONTH else str(year)
        amounts = " + ".join(text for _, text, _ in _by_currency(rows[(year, month)], plan.language))
        telling.say(phrases.spaced(name) + telling.both(" : ", ": ") + f"{amounts}.", places(rows[(year, month)]))
    if len(rows) > len(shown):
        rest = len(rows) - len(shown)
        telling.say(
            telling.both(f"{rest} lignes plus anciennes ne sont pas montrées.", f"{rest} older rows are not shown.")
        )
    for total, written, mine in _by_currency(dated, plan.language):
        if _is_steady(mine, plan.per):
            _tell_mean(telling, plan, (total, written), mine)
    tell_counted(telling, plan, dated)
    tell_unpaid(telling, gathered)
    tell_left_out(telling, plan, gathered)
    tell_near(telling, plan)
    return True
