"""What is still to be paid, and which papers run out, out of the deadlines that nobody ticked off."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from lexo.library.computing import amounts, phrases, topics
from lexo.library.computing.gathering import FORGOTTEN_DAYS, facts_by_paper, gather, iso_day
from lexo.library.computing.plan import Noun, Period, Plan
from lexo.library.computing.telling import MOST_CITED, Place, Telling
from lexo.store import sums
from lexo.store.filtering import Filters
from lexo.store.sums import DueRow, PaperRow, Wanted

SOON_DAYS = 92  # "bientôt"
_OF_ALL = ("any", "spent", "bills", "contracts")  # papers of all kinds
_PAYMENTS = (Noun("paiement", "paiements"), Noun("payment", "payments"))
_ENDS = (Noun("papier expire", "papiers expirent"), Noun("paper expires", "papers expire"))


def tell_due(telling: Telling, plan: Plan, filters: Filters, today: date) -> bool:
    """Payments that are open, the earliest first; without a time all that are to come or late."""
    period = plan.period or Period(today - timedelta(days=FORGOTTEN_DAYS), None)
    if plan.limit:
        period = Period(today, None)
    if plan.is_overdue:
        period = Period(period.first, today - timedelta(days=1))
    found = _open(telling, plan, filters, ("payment", "debit"), period)
    if plan.limit:
        found = [each for each in found if each[0].date == found[0][0].date]
    if not found:
        thing = telling.both(*plan.topic.thing)
        if not thing and plan.topic.id not in _OF_ALL:
            return False
        late = telling.both("en retard", "late") if plan.is_overdue else ""
        names = phrases.listed(plan.names, plan.language) if 0 < len(plan.names) < 4 else ""
        none = telling.both("Aucune échéance de paiement ouverte", "No open payment")
        within = phrases.within(plan.period, plan.language)
        said = phrases.spaced(none, late, thing, phrases.at(names, plan.language) if names else "", within)
        telling.say(f"{said}{telling.both(' parmi vos papiers', ' among your papers')}.")
        return _is_known(telling, plan, filters)
    currencies = _currencies(telling, [paper for _, paper in found])
    _tell_head(telling, plan, found, currencies)
    for due, paper in found[:MOST_CITED]:
        telling.say(_due_sentence(telling, due, paper, (currencies[paper.id], today)), [Place(paper, due.field_id)])
    without = [paper for due, paper in found if not due.amount]
    if without:
        noun = topics.ANY.french if telling.is_french else topics.ANY.english
        number = phrases.count(len(without), noun, plan.language)
        missing = telling.both("sans montant sûr : pas dans la somme", "without a sure amount: not in the sum")
        telling.say(f"{number} {missing}.", [Place(paper, None) for paper in without])
    french = "Comptées : les échéances que vous n’avez ni cochées ni écartées."
    telling.say(telling.both(french, "Counted: the deadlines that you neither ticked off nor put away."))
    return True


def _tell_head(telling: Telling, plan: Plan, found: list[tuple[DueRow, PaperRow]], currencies: dict[int, str]) -> None:
    """How many payments, and what they come to."""
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for due, paper in found:
        value = amounts.decimal_of(due.amount) if due.amount else None
        if value is not None:
            totals[currencies[paper.id]] += value
    counted = phrases.count(len(found), _PAYMENTS[0 if telling.is_french else 1], plan.language)
    said = " + ".join(phrases.money(value, currency, plan.language) for currency, value in sorted(totals.items()))
    how = telling.both("en retard", "late") if plan.is_overdue else telling.both("à faire", "to make")
    head = phrases.spaced(counted, how, _whom(plan), phrases.within(plan.period, plan.language))
    places = [Place(paper, due.field_id) for due, paper in found]
    telling.say(head + (telling.both(" : ", ": ") + said if said else "") + ".", places)


def _due_sentence(telling: Telling, due: DueRow, paper: PaperRow, about: tuple[str, date]) -> str:
    """ "Facture EDF, mars 2024 : 85,20 € avant le 3 avril 2024."""
    currency, today = about
    day = iso_day(due.date)
    when = phrases.day(day, telling.language) if day else due.date
    value = amounts.decimal_of(due.amount) if due.amount else None
    amount = phrases.money(value, currency, telling.language) if value is not None else ""
    by = telling.both("avant le", "by")
    if due.what == "debit":
        by = telling.both("prélevés le" if amount else "prélevé le", "debited on")
    late = telling.both("(en retard)", "(late)") if day and day < today else ""
    said = " ".join(part for part in (amount, by, when, late) if part)
    return f"{paper.title.rstrip('. ')}{telling.both(' : ', ': ')}{said}."


def _open(
    telling: Telling, plan: Plan, filters: Filters, what: tuple[str, ...], period: Period
) -> list[tuple[DueRow, PaperRow]]:
    """Open deadlines of the papers that are meant, copies of one paper once."""
    first, last = (None if day is None else day.isoformat() for day in (period.first, period.last))
    dues = sums.open_deadlines(telling.connection, what, first, last)
    ids = tuple(dict.fromkeys(due.document_id for due in dues))
    if filters.document_ids is not None:
        ids = tuple(each for each in ids if each in set(filters.document_ids))
    if plan.topic.id in topics.ENERGY_WORDS:
        about = gather(telling.connection, replace(plan, period=None), replace(filters, document_ids=ids))
        ids = tuple(item.paper.id for item in about.items)
    kinds = () if plan.topic.id in _OF_ALL else plan.topic.kinds
    wanted = Wanted(kinds, plan.senders, filters=replace(filters, document_ids=ids))
    papers = {paper.id: paper for paper in sums.papers(telling.connection, wanted)}
    again = {twin.other_id for twin in sums.twins(telling.connection, papers) if twin.what == "copy"}
    return [
        (due, papers[due.document_id]) for due in dues if due.document_id in papers and due.document_id not in again
    ]


def _currencies(telling: Telling, papers: list[PaperRow]) -> dict[int, str]:
    facts = facts_by_paper(telling.connection, [paper.id for paper in papers], amounts.NAMES)
    found = {}
    for paper in papers:
        amount = amounts.amount_of(paper, facts[paper.id])
        found[paper.id] = amount.currency if amount else amounts.EURO
    return found


def _whom(plan: Plan) -> str:
    if not plan.names or len(plan.names) > 3:
        return ""
    return phrases.to(phrases.listed(plan.names, plan.language), plan.language)


def _is_known(telling: Telling, plan: Plan, filters: Filters) -> bool:
    """Whether the library has such papers at all: else nobody can say that nothing is due."""
    kinds = () if plan.topic.id in ("any", "spent") else plan.topic.kinds
    return bool(sums.papers(telling.connection, Wanted(kinds, plan.senders, filters=filters)))


def tell_expiring(telling: Telling, plan: Plan, filters: Filters, today: date) -> bool:
    """Papers, rights and contracts that run out, the earliest first; without a time in the next three months."""
    period = plan.period or Period(today, today + timedelta(days=SOON_DAYS))
    found = _open(telling, plan, filters, ("expiry", "notice", "validity"), period)
    if plan.topic.id == "contracts":
        found = [each for each in found if each[1].kind in ("lease", "employment_contract", "insurance")]
    within = phrases.within(period, plan.language)
    noun = _ENDS[0] if telling.is_french else _ENDS[1]
    if not found:
        none = telling.both("Aucun papier n’expire", "No paper expires")
        telling.say(
            f"{phrases.spaced(none, within)}{telling.both(', d’après vos papiers', ', as far as your papers say')}."
        )
        return _is_known(telling, plan, filters)
    papers = list(dict.fromkeys(paper for _, paper in found))
    telling.say(f"{phrases.spaced(phrases.count(len(papers), noun, plan.language), within)}{telling.both(' :', ':')}",
                [Place(paper, due.field_id) for due, paper in found])  # fmt: skip
    for due, paper in found[:MOST_CITED]:
        day = iso_day(due.date)
        when = phrases.day(day, plan.language) if day else due.date
        what = telling.both(f"préavis à donner avant le {when}" if due.what == "notice" else f"jusqu’au {when}",
                            f"notice to be given by {when}" if due.what == "notice" else f"until {when}")  # fmt: skip
        telling.say(f"{paper.title.rstrip('. ')}{telling.both(' : ', ': ')}{what}.", [Place(paper, due.field_id)])
    return True
