"""Deadlines as their page lists them: what is overdue, what is near, what is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lexo.errors import DeadlineNotFound
from lexo.facts import DeadlineState
from lexo.store import agenda, deadlines
from lexo.store.deadlines import KeptDeadline
from lexo.web.address import address
from lexo.web.i18n import N_

if TYPE_CHECKING:
    from lexo.app import Lexo

FORGOTTEN_DAYS = 60  # overdue for longer: most likely settled long ago, so it stands aside
DONE_DAYS = 180
MOST = 200  # in one group
OVERDUE, WEEK, MONTH = N_("Overdue"), N_("In the next 7 days"), N_("In the next 30 days")
LATER, FORGOTTEN, DONE = N_("Later"), N_("Long past"), N_("Done and dismissed")


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """One deadline; `proof` is the address of the page that says so."""

    id: int
    document_id: int
    title: str
    sender: str | None
    what: str
    date: str
    days_left: int
    amount: str
    currency: str
    state: DeadlineState
    proof: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in (DeadlineState.PROPOSED, DeadlineState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class DeadlineGroup:
    """Deadlines of one time; `is_quiet` where they stand aside, closed."""

    label: str
    items: tuple[DeadlineView, ...]
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision just made, and what it was before."""

    deadline: DeadlineView
    was: DeadlineState


@dataclass(frozen=True, slots=True)
class AgendaView:
    """The whole page; `feed` is the address to subscribe to."""

    groups: tuple[DeadlineGroup, ...]
    open: int
    feed: str
    decided: Decided | None


def view_of(lexo: "Lexo", today: date, done: int | None = None, was: str = "") -> AgendaView:
    """All deadlines as they are today."""
    kept = deadlines.list_deadlines(lexo.db)
    currencies = agenda.currencies(lexo.db, (each.document_id for each in kept))
    listed = [_view(each, today, currencies.get(each.document_id, "")) for each in kept]
    groups = tuple(group for group in _groups(listed) if group.items)
    return AgendaView(
        groups,
        sum(each.is_open for each in listed),
        f"{lexo.settings.url}/api/v1/deadlines.ics",
        _decided(listed, done, was),
    )


def of_paper(lexo: "Lexo", document_id: int, today: date) -> tuple[DeadlineView, ...]:
    """The open deadlines of one paper that are not long past."""
    kept = deadlines.of_document(lexo.db, document_id)
    currencies = agenda.currencies(lexo.db, [document_id])
    listed = (_view(each, today, currencies.get(document_id, "")) for each in kept)
    return tuple(each for each in listed if each.is_open and each.days_left >= -FORGOTTEN_DAYS)


def decide(lexo: "Lexo", deadline_id: int, state: DeadlineState) -> DeadlineState:
    """Write a decision down; return what it was before. Raises DeadlineNotFound."""
    was = next((each.state for each in deadlines.list_deadlines(lexo.db) if each.id == deadline_id), None)
    if was is None:
        raise DeadlineNotFound(id=deadline_id)
    deadlines.decide(lexo.db, deadline_id, state)
    return was


def _view(kept: KeptDeadline, today: date, currency: str) -> DeadlineView:
    paper = f"/documents/{kept.document_id}"
    return DeadlineView(
        id=kept.id,
        document_id=kept.document_id,
        title=kept.document_title,
        sender=kept.sender,
        what=kept.what,
        date=kept.date,
        days_left=(date.fromisoformat(kept.date) - today).days,
        amount=kept.amount,
        currency=currency,
        state=kept.state,
        proof=address(paper, page=kept.page, fact=kept.field_id, of=kept.field),
    )


def _groups(listed: Iterable[DeadlineView]) -> tuple[DeadlineGroup, ...]:
    sorted_in: dict[str, list[DeadlineView]] = {label: [] for label in (OVERDUE, WEEK, MONTH, LATER, FORGOTTEN, DONE)}
    for each in listed:
        label = _group_of(each)
        if label:
            sorted_in[label].append(each)
    for label in (FORGOTTEN, DONE):  # the latest first
        sorted_in[label].reverse()
    quiet = (FORGOTTEN, DONE)
    return tuple(DeadlineGroup(label, tuple(items[:MOST]), label in quiet) for label, items in sorted_in.items())


def _group_of(each: DeadlineView) -> str:
    if not each.is_open:
        return DONE if each.days_left >= -DONE_DAYS else ""
    if each.days_left < 0:
        return OVERDUE if each.days_left >= -FORGOTTEN_DAYS else FORGOTTEN
    if each.days_left <= 7:
        return WEEK
    return MONTH if each.days_left <= 30 else LATER


def _decided(listed: Iterable[DeadlineView], done: int | None, was: str) -> Decided | None:
    known = next((each for each in listed if each.id == done), None)
    if known is None or was not in tuple(DeadlineState) or was == known.state:
        return None
    return Decided(known, DeadlineState(was))
