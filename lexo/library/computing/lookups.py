"""One fact of the papers: a number, a day, an amount; every paper's word where papers differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lexo.library.computing import amounts, phrases
from lexo.library.computing.asked_fields import BY_ID, OWN_BANK_KINDS, Asked, Form, Whose
from lexo.library.computing.evidence import is_rent_receipt
from lexo.library.computing.gathering import Item, day_of, facts_by_paper, iso_day
from lexo.library.computing.plan import Plan
from lexo.library.computing.telling import Telling, place_of, quoted
from lexo.store import sums
from lexo.store.filtering import Filters
from lexo.store.sums import FactRow, PaperRow, Wanted

MOST_VALUES = 5
MOST_PAPERS = 5  # that are cited for one value
_SURE = ("verified", "plausible")
_HELD_BY = ("mandate_reference", "payment_method")  # where a bank pays by itself the account may be the person's
_ABOUT = (  # facts that tell one paper from another
    *_HELD_BY, "lease_start", "lease_end", "deposit", "lease_duration", "payment_date", "tax_year", "period_end",
    "period_start",
)  # fmt: skip
_GIVEN = ("xml", "qr", "person")  # sources that say whose account it is


@dataclass(frozen=True, slots=True)
class Value:
    """What papers say, those that say it, the newest first."""

    fact: FactRow
    papers: tuple[tuple[PaperRow, FactRow], ...]


def tell_fact(telling: Telling, plan: Plan, filters: Filters, today: date) -> bool:
    """What the papers say; False where no paper says it surely, or so many differ that no answer is one."""
    asked = BY_ID[plan.field]
    found = _found(telling, plan, filters, asked)
    values = _values(found, asked)
    if not values or len(values) > MOST_VALUES:
        return False
    if asked.changes and plan.period is None:
        values = _newest_of_each(values, found, asked)
    _tell_values(telling, plan, asked, values)
    return True


def _found(telling: Telling, plan: Plan, filters: Filters, asked: Asked) -> list[tuple[PaperRow, FactRow]]:
    """All sure facts of the asked names, the newest paper first."""
    having = sums.papers_with(telling.connection, asked.names)
    papers = [paper for paper in _papers(telling, plan, filters, asked) if paper.id in having]
    facts = facts_by_paper(telling.connection, [paper.id for paper in papers], (*asked.names, *_ABOUT))
    own = _own_accounts(telling, filters) if asked.id == "iban" and plan.senders else frozenset()
    found = []
    for paper in papers:
        mine = facts[paper.id]
        if asked.id == "rent" and not _is_of_rent(paper, mine):
            continue
        if not _is_of_time(plan, paper, mine):
            continue
        is_debited = any(mine.get(name) for name in _HELD_BY)
        for name in asked.names:
            sure = [fact for fact in mine.get(name, ()) if fact.verdict in _SURE and fact.normalized]
            chosen = sure if asked.form is Form.IBAN or asked.id in ("phone", "email") else sure[:1]
            for fact in chosen:
                if (
                    asked.form is Form.IBAN
                    and plan.senders
                    and (fact.normalized in own or (is_debited and fact.source not in _GIVEN))
                ):
                    continue
                found.append((paper, fact))
            if chosen and asked.id != "tax_number":
                break
    return found


def _papers(telling: Telling, plan: Plan, filters: Filters, asked: Asked) -> list[PaperRow]:
    kinds = asked.kinds or (plan.topic.kinds if plan.topic.id not in ("any", "bills", "contracts") else ())
    if asked.kinds and plan.topic.kinds and {*plan.topic.kinds} & {*asked.kinds}:
        kinds = plan.topic.kinds
    if asked.whose is Whose.THEIRS and not plan.senders:
        kinds = OWN_BANK_KINDS
    if asked.whose is Whose.THEIRS and plan.senders and asked.form is not Form.IBAN:
        kinds = ()
    return sums.papers(telling.connection, Wanted(kinds, plan.senders, filters=filters))


def _is_of_rent(paper: PaperRow, facts: amounts.Facts) -> bool:
    return is_rent_receipt(Item(paper, None, None, facts)) or bool(facts.get("rent"))


def _is_of_time(plan: Plan, paper: PaperRow, facts: amounts.Facts) -> bool:
    """Whether a paper is of the time that was asked for: by its day, or a tax notice by the year of its income."""
    if plan.period is None:
        return True
    day = day_of(paper, facts)
    if day is not None and plan.period.holds(day):
        return True
    year = facts.get("tax_year", ())
    told = plan.period.first.year if plan.period.first else None
    return bool(year) and told is not None and year[0].normalized[:4] == str(told)


def _own_accounts(telling: Telling, filters: Filters) -> frozenset[str]:
    """The person's own accounts, by their bank's papers."""
    papers = sums.papers(telling.connection, Wanted(OWN_BANK_KINDS, filters=filters))
    facts = sums.facts(telling.connection, [paper.id for paper in papers], ("iban",))
    return frozenset(fact.normalized for fact in facts)


def _values(found: Sequence[tuple[PaperRow, FactRow]], asked: Asked) -> list[Value]:
    """Each value once, verified ones first, then those of the newest paper."""
    grouped: dict[str, list[tuple[PaperRow, FactRow]]] = {}
    for paper, fact in found:
        key = _key(fact, asked, list(grouped))
        grouped.setdefault(key, []).append((paper, fact))
    values = [Value(papers[0][1], tuple(papers)) for papers in grouped.values()]
    return sorted(values, key=lambda value: not any(fact.verdict == "verified" for _, fact in value.papers))


def _key(fact: FactRow, asked: Asked, known: Sequence[str]) -> str:
    """Values that are the same; a social security number without its key is that with it."""
    text = fact.normalized.upper()
    if asked.id == "nir":
        return next((each for each in known if each[:13] == text[:13]), text)
    if asked.form is Form.MONEY:
        value = amounts.decimal_of(fact.normalized)
        return str(value)
    return text


def _newest_of_each(values: list[Value], found: Sequence[tuple[PaperRow, FactRow]], asked: Asked) -> list[Value]:
    """What changes in time: what the newest paper of each sender says."""
    newest: dict[str, tuple[PaperRow, FactRow]] = {}
    for paper, fact in found:
        newest.setdefault(paper.sender or "", (paper, fact))
    kept = _values(list(newest.values()), asked)
    return kept or values


def _written(telling: Telling, asked: Asked, paper: PaperRow, fact: FactRow) -> str:
    day = iso_day(fact.normalized) if asked.form is Form.DAY else None
    if day is not None:
        return phrases.day(day, telling.language)
    value = amounts.decimal_of(fact.normalized) if asked.form is Form.MONEY else None
    if value is not None:
        return phrases.money(value, amounts.currency_of(paper, {}, fact), telling.language)
    if asked.form is Form.IBAN:
        return " ".join(fact.normalized[at : at + 4] for at in range(0, len(fact.normalized), 4))
    return " ".join((fact.value or fact.normalized).split())[:200]


def _tell_values(telling: Telling, plan: Plan, asked: Asked, values: Sequence[Value]) -> None:
    name = telling.both(asked.french, asked.english)
    for index, value in enumerate(values):
        papers = [paper for paper, _ in value.papers]
        written = _written(telling, asked, papers[0], value.fact)
        source = quoted(papers[0], telling.language)
        more = len(papers) - 1
        if more:
            source += telling.both(f" et {more} autre{'s' if more > 1 else ''} papier{'s' if more > 1 else ''}",
                                   f" and {more} more")  # fmt: skip
        if index == 0:
            text = phrases.spaced(
                name, telling.both("est", "is") if asked.form is not Form.DAY else telling.both("est le", "is"), written
            )
        else:
            text = phrases.spaced(telling.both("selon", "according to"), source)
            text += telling.both(f" : {written}", f": {written}")
        tail = f" ({source})" if index == 0 else ""
        cited = [place_of(paper, fact) for paper, fact in value.papers[:MOST_PAPERS]]
        telling.say(f"{text}{tail}.", cited)
    is_of_many = asked.whose is Whose.WITH and not plan.senders  # each sender gives a number of its own
    if len(values) > 1 and not asked.changes and not is_of_many:
        telling.say(
            telling.both("Vos papiers ne disent pas tous la même chose.", "Your papers do not all say the same.")
        )
