"""Papers counted, listed, and the newest, oldest, largest or smallest of them."""

from datetime import date
from decimal import Decimal

from lexo.library.computing import phrases, topics
from lexo.library.computing.counted import tell_left_out, time_of
from lexo.library.computing.gathering import Gathered, Item, gather, iso_day, with_amounts
from lexo.library.computing.plan import Noun, Plan, What
from lexo.library.computing.telling import MOST_CITED, Telling, places, places_of
from lexo.library.computing.totals import noun_of, tell_near, tell_nothing
from lexo.store.filtering import Filters


def _papers(telling: Telling, plan: Plan, filters: Filters, today: date) -> Gathered:
    """What counts as such a paper: of bills no credit notes, and of what was paid nothing that is yet to be paid."""
    gathered = gather(telling.connection, plan, filters, today)
    if plan.topic.kinds == topics.BILL_KINDS:
        gathered.items = [item for item in gathered.items if not item.is_credit]
    return gathered


def _noun(plan: Plan) -> Noun:
    return plan.topic.french if plan.is_french else plan.topic.english


def _head(telling: Telling, plan: Plan, number: int) -> str:
    """ "Vous avez 12 factures d’EDF en 2024"."""
    sender = phrases.of(phrases.listed(plan.names, plan.language), plan.language) if 0 < len(plan.names) < 4 else ""
    thing = telling.both(*plan.topic.thing) if plan.topic.thing[0] and plan.topic.kinds == topics.BILL_KINDS else ""
    counted = phrases.count(number, _noun(plan), plan.language)
    have = telling.both("vous avez", "you have")
    return phrases.spaced(have, counted, thing, sender, phrases.within(plan.period, plan.language))


def tell_count(telling: Telling, plan: Plan, filters: Filters, today: date) -> bool:
    """How many papers there are; False: nothing is known of such papers."""
    gathered = _papers(telling, plan, filters, today)
    if not gathered.items:
        return tell_nothing(telling, plan, filters, gathered)
    telling.say(f"{_head(telling, plan, len(gathered.items))}.", places(gathered.items))
    days = sorted(item.day for item in gathered.items if item.day is not None)
    if plan.period is None and days and days[0] != days[-1]:
        telling.say(f"{phrases.spaced(time_of(gathered.items, plan.language))}.")
    _tell_rest(telling, plan, gathered)
    return True


def _tell_rest(telling: Telling, plan: Plan, gathered: Gathered) -> None:
    gathered.unsure = []
    tell_left_out(telling, plan, gathered)
    tell_near(telling, plan)


def tell_list(telling: Telling, plan: Plan, filters: Filters, today: date) -> bool:
    """The papers one by one, the newest first."""
    gathered = _papers(telling, plan, filters, today)
    items = gathered.items[: plan.limit] if plan.limit else gathered.items
    if not items:
        return tell_nothing(telling, plan, filters, gathered)
    number = len(gathered.items)
    head = _head(telling, plan, number)
    if len(items) < number:
        end = "es" if _noun(plan).is_feminine else "s"
        newest = telling.both(f", dont voici les {len(items)} plus récent{end}", f"; the newest {len(items)} are")
        head += newest
    telling.say(head + telling.both(" :", ":"))
    for item in items[:MOST_CITED]:
        telling.say(f"{described(item, plan)}.", places_of(item)[:1])
    if len(items) > MOST_CITED:
        rest = len(items) - MOST_CITED
        telling.say(telling.both(f"Et {phrases.count(rest, _noun(plan), 'fra')} de plus.", f"And {rest} more."))
    _tell_rest(telling, plan, gathered)
    return True


def described(item: Item, plan: Plan) -> str:
    """A paper in a list: its title, its day and amount where the title does not say them."""
    parts = [item.paper.title.rstrip(". ")]
    if item.day is not None:
        say = phrases.month if item.is_of_month else phrases.day
        parts.append(say(item.day, plan.language))
    if item.amount is not None:
        written = phrases.money(item.amount.value, item.amount.currency, plan.language)
        if written not in item.paper.title:
            parts.append(written)
    return ", ".join(parts)


def tell_ranked(telling: Telling, plan: Plan, filters: Filters, today: date) -> bool:
    """The newest, oldest, largest or smallest paper; all of them where several share the place."""
    gathered = _papers(telling, plan, filters, today)
    is_by_amount = plan.what in (What.LARGEST, What.SMALLEST)
    if is_by_amount:
        gathered = with_amounts(gathered)
    if not gathered.items:
        return tell_nothing(telling, plan, filters, gathered)
    found = _by_amount(gathered.items, plan) if is_by_amount else _by_day(gathered.items, plan)
    if not found:
        return False
    for item in found[:5]:
        telling.say(_ranked_sentence(telling, plan, item), places_of(item))
    if len(found) > 5:
        telling.say(telling.both(f"{len(found) - 5} autres ont le même montant ou le même jour.",
                                 f"{len(found) - 5} others have the same amount or day."))  # fmt: skip
    if is_by_amount:
        tell_left_out(telling, plan, gathered)
    else:
        gathered.again = []
        _tell_rest(telling, plan, gathered)
    if is_by_amount:
        tell_near(telling, plan)
    return True


def _by_day(items: list[Item], plan: Plan) -> list[Item]:
    dated = [item for item in items if item.day is not None]
    if not dated:
        return []
    days = [item.day for item in dated if item.day is not None]
    wanted = max(days) if plan.what is What.LATEST else min(days)
    return [item for item in dated if item.day == wanted]


def _by_amount(items: list[Item], plan: Plan) -> list[Item]:
    """Only where all are of one currency: others cannot be compared."""
    amounts = [item.amount for item in items if item.amount is not None and item.amount.value > 0]
    if not amounts or len({amount.currency for amount in amounts}) > 1:
        return []
    values: list[Decimal] = [amount.value for amount in amounts]
    wanted = max(values) if plan.what is What.LARGEST else min(values)
    return [item for item in items if item.amount is not None and item.amount.value == wanted]


_RANKED = {
    What.LATEST: ("dernier", "dernière", "latest"),
    What.EARLIEST: ("premier", "première", "first"),
    What.LARGEST: ("plus gros", "plus grosse", "largest"),
    What.SMALLEST: ("plus petit", "plus petite", "smallest"),
}


def _ranked_sentence(telling: Telling, plan: Plan, item: Item) -> str:
    """ "Votre dernière facture d’EDF est datée du 3 mars 2024 : 85,20 €."""
    amount = phrases.money(item.amount.value, item.amount.currency, plan.language) if item.amount else ""
    text = _french_rank(plan, item) if telling.is_french else _english_rank(plan, item)
    return text + (telling.both(f" : {amount}", f": {amount}") if amount else "") + _paid_on(telling, plan, item) + "."


def _french_rank(plan: Plan, item: Item) -> str:
    noun = noun_of([item], plan)
    the, that, end = ("la", "celle", "e") if noun.is_feminine else ("le", "celui", "")
    rank = _RANKED[plan.what][1 if noun.is_feminine else 0]
    whom = phrases.of(item.paper.sender, plan.language) if item.paper.sender else ""
    when = f"du {phrases.day(item.day, plan.language)}" if item.day else ""
    month = phrases.elided(phrases.month(item.day, plan.language)) if item.is_of_month and item.day else ""
    if plan.what in (What.LARGEST, What.SMALLEST):
        within = phrases.within(plan.period, plan.language)
        return phrases.spaced(the, rank, noun.one, within, "est", that if whom else f"{that}-ci", whom, month or when)
    told = f"est {that} {month}" if month else f"est daté{end} {when}" if when else "n’a pas de date"
    return phrases.spaced("votre", rank, noun.one, whom, told)


def _english_rank(plan: Plan, item: Item) -> str:
    whom = phrases.of(item.paper.sender, plan.language) if item.paper.sender else ""
    when = f"is dated {phrases.day(item.day, plan.language)}" if item.day else "has no date"
    if item.is_of_month and item.day:
        when = f"is that for {phrases.month(item.day, plan.language)}"
    return phrases.spaced("your", _RANKED[plan.what][2], noun_of([item], plan).one, whom, when)


def _paid_on(telling: Telling, plan: Plan, item: Item) -> str:
    """The day of the payment, where a paper states it and it was asked for."""
    fact = item.value("payment_date")
    day = iso_day(fact.normalized) if fact is not None and fact.verdict in ("verified", "plausible") else None
    if not plan.asks_when or day is None:
        return ""
    end = "e" if noun_of([item], plan).is_feminine else ""
    said = phrases.day(day, plan.language)
    return telling.both(f", payé{end} le {said}", f", paid on {said}")
