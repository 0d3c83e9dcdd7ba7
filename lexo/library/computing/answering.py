"""Answer a question out of the papers' facts: read it, gather the papers, say what they come to."""

from dataclasses import replace
from datetime import date

from lexo.document import Reason
from lexo.errors import PrivateLeftOut
from lexo.library.asking.answers import Answer
from lexo.library.computing import dues, lookups, rankings, totals
from lexo.library.computing.plan import Plan, What
from lexo.library.computing.reading import may_ask, read_plan
from lexo.library.computing.telling import Telling
from lexo.store import sums
from lexo.store.database import Database
from lexo.store.filtering import Filters
from lexo.store.sums import Connection, Wanted

_TELLERS = {
    What.SUM: totals.tell_sum,
    What.TABLE: totals.tell_table,
    What.AVERAGE: totals.tell_average,
    What.COUNT: rankings.tell_count,
    What.LIST: rankings.tell_list,
    What.LATEST: rankings.tell_ranked,
    What.EARLIEST: rankings.tell_ranked,
    What.LARGEST: rankings.tell_ranked,
    What.SMALLEST: rankings.tell_ranked,
    What.FACT: lookups.tell_fact,
    What.DUE: dues.tell_due,
    What.EXPIRING: dues.tell_expiring,
}


def compute(db: Database, question: str, today: date, filters: Filters) -> Answer | None:
    """Answer a question by counting, adding up, listing or looking up facts; None where that cannot be done surely.

    `filters` narrow everything; with `without_private` an answer knows nothing of private papers, and says whenever
    the library has any that some were left out. Any text may be asked. Never raises but for the database.
    """
    if not may_ask(question):
        return None
    with db.read() as connection:
        names = sums.senders(connection, without_private=filters.without_private)
        plan = read_plan(question, today, names)
        plan = _with_owner(connection, plan, filters) if plan is not None and plan.whose else plan
        if plan is None:
            return None
        telling = Telling(connection, plan.language)
        if not _TELLERS[plan.what](telling, plan, filters, today):
            return None
        is_partial = filters.without_private and sums.has_private(connection)
        return telling.answer((Reason(PrivateLeftOut.code),) if is_partial else ())


def _with_owner(connection: Connection, plan: Plan, filters: Filters) -> Plan | None:
    """The senders that "mon propriétaire" or "my employer" are; None where no paper tells."""
    papers = sums.papers(connection, Wanted(kinds=plan.whose, filters=filters))
    senders = tuple(dict.fromkeys(paper.sender for paper in papers if paper.sender))
    return replace(plan, senders=senders) if 0 < len(senders) <= 4 else None
