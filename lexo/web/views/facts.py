"""What a paper says, as its page shows it: its kind and sender, its facts in their order, each with its proof."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from lexo.document import BBox, Document, Reason
from lexo.facts import Field, Source, Verdict
from lexo.store import due, facts
from lexo.store.facts import KeptField
from lexo.web import shown
from lexo.web.views.history import Said, history
from lexo.web.views.noticed import Noticed, noticed

if TYPE_CHECKING:
    from lexo.app import Lexo

# What most people look for first, where a paper has it.
HEADLINES = (
    "due_payable",
    "net_pay",
    "left_to_pay",
    "closing_balance",
    "total_refunded",
    "rent",
    "premium",
    "amount",
    "grand_total",
)
MOST_ALSO = 20  # values of one name
MOST_ROWS = 60
STRIP_WIDTH = 330.0  # of a proof, in thousandths of the page's width: what is printed before the value is its label
STRIP_MARGIN = 5.0
TALLEST_STRIP, WIDEST_STRIP = 150.0, 600.0  # beyond it, the first stretch of words alone


@dataclass(frozen=True, slots=True)
class Strip:
    """The part of the page in hand that proves a fact: a box of the picture, and the picture's size."""

    box: str
    height: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table-like fact; `columns` are names of fields, `more` the rows that are left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[str]
    more: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with its proof. `currency` is that of the paper, for amounts that bear none."""

    id: int
    name: str
    value: str
    normalized: str
    currency: str
    verdict: Verdict
    source: Source
    rule: str
    page: int | None
    text: str
    engine: str
    confidence: float
    has_picture: bool
    strip: Strip | None
    table: Table | None
    is_lit: bool

    @property
    def is_yours(self) -> bool:
        """Whether a person said so."""
        return self.source is Source.PERSON


@dataclass(frozen=True, slots=True)
class Group:
    """All values of one name, the one to use first."""

    name: str
    first: Fact
    also: tuple[Fact, ...]
    is_contradicted: bool
    is_headline: bool

    @property
    def all(self) -> tuple[Fact, ...]:
        """Every value."""
        return (self.first, *self.also)

    @property
    def judged(self) -> Fact:
        """The one whose verdict speaks for all."""
        contradicted = (each for each in self.all if each.verdict is Verdict.CONTRADICTED)
        return next(contradicted, self.first) if self.is_contradicted else self.first

    @property
    def is_lit(self) -> bool:
        """Whether one of them is the fact in hand."""
        return any(each.is_lit for each in self.all)


@dataclass(frozen=True, slots=True)
class Refused:
    """What a person wrote and LEXO did not take; `field_id` None: something else than a fact that is there."""

    what: str
    field_id: int | None
    name: str
    value: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says of facts: the one in hand, the correction just made or undone.

    Facts have new ids whenever a paper is looked into again; then the first one `of` that name is the one in hand.
    """

    fact: int | None = None
    of: str = ""
    done: int | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class FactsView:
    """The facts of one paper."""

    kind: str | None
    is_sure: bool
    kind_reasons: tuple[Reason, ...]
    kinds: tuple[str, ...]
    sender: str | None
    date: str | None
    summary: str
    keep_until: str | None
    keep_reasons: tuple[Reason, ...]
    main: tuple[Group, ...]
    more: tuple[Group, ...]
    unproven: tuple[Fact, ...]
    wanted: tuple[str, ...]
    verified: int
    contradicted: tuple[str, ...]
    lit: Fact | None
    lit_boxes: tuple[BBox, ...]
    boxes: tuple[BBox, ...]
    history: tuple[Said, ...]
    done: Said | None
    refused: Refused | None
    noticed: Noticed
    is_pending: bool

    @property
    def is_kept_enough(self) -> bool:
        """Whether the day until which such a paper is to be kept is over."""
        today = datetime.now().astimezone().date().isoformat()
        return self.keep_until is not None and self.keep_until < today

    @property
    def is_more_open(self) -> bool:
        """Whether the fact in hand is among the rest."""
        return not self.main or any(group.is_lit for group in self.more)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page in hand: its number, and its height where its width is 1000."""

    number: int
    height: float


def view_of(lexo: "Lexo", document: Document, sheet: Sheet, asked: Asked) -> FactsView:
    """Everything that is known of what a paper says."""
    from lexo.understanding.classify import BAR
    from lexo.understanding.kinds import registry

    kept = facts.list_fields(lexo.db, document.id)
    kind = registry.get(document.kind) if document.kind else None
    wanted = tuple(name for name in kind.wanted_fields if len(name) > 1) if kind else ()
    currency = next((each.field.normalized for each in kept if each.field.name == "currency"), "")
    lit = _in_hand(kept, asked)
    made = [(each, _fact(each, sheet, currency, lit)) for each in kept]
    groups = _groups([fact for _, fact in made if fact.verdict is not Verdict.UNVERIFIED])
    main, more = _ordered(groups, wanted)
    said = history(lexo.db, document.id)
    return FactsView(
        kind=document.kind if kind else None,
        is_sure=(document.kind_confidence or 0.0) >= BAR,
        kind_reasons=document.kind_reasons,
        kinds=registry.IDS,
        sender=document.sender,
        date=document.date,
        summary=document.summary,
        keep_until=document.keep_until,
        keep_reasons=document.keep_reasons,
        main=main,
        more=more,
        unproven=tuple(fact for _, fact in made if fact.verdict is Verdict.UNVERIFIED),
        wanted=tuple(name for name in wanted if name not in {group.name for group in groups}),
        verified=sum(fact.verdict is Verdict.VERIFIED for _, fact in made),
        contradicted=tuple(group.name for group in groups if group.is_contradicted),
        lit=next((fact for _, fact in made if fact.is_lit), None),
        lit_boxes=_boxes((each for each, fact in made if fact.is_lit), sheet.number),
        boxes=_boxes((each for each, fact in made if fact.verdict is not Verdict.UNVERIFIED), sheet.number),
        history=said,
        done=next((each for each in said if each.id == asked.done), None),
        refused=asked.refused,
        noticed=noticed(lexo.db, document),
        is_pending=lexo.settings.understand and not document.deleted_at and due.is_pending(lexo.db, document.id),
    )


def _in_hand(kept: Sequence[KeptField], asked: Asked) -> int | None:
    if asked.fact in {each.id for each in kept}:
        return asked.fact
    return next((each.id for each in kept if asked.of and each.field.name == asked.of), None)


def _boxes(kept: Iterable[KeptField], number: int) -> tuple[BBox, ...]:
    return tuple(box for each in kept if each.field.proof.page == number for box in each.field.proof.boxes)


def _fact(kept: KeptField, sheet: Sheet, currency: str, lit: int | None) -> Fact:
    field, proof = kept.field, kept.field.proof
    return Fact(
        id=kept.id,
        name=field.name,
        value=field.value,
        normalized=field.normalized,
        currency=currency,
        verdict=field.verdict,
        source=field.source,
        rule=shown.rule(field.rule, field.verdict),
        page=proof.page,
        text=proof.text,
        engine=proof.engine,
        confidence=field.confidence,
        has_picture=proof.page is not None and bool(proof.boxes),
        strip=_strip(proof.boxes, sheet) if proof.page == sheet.number and proof.boxes and not field.rows else None,
        table=_table(field),
        is_lit=kept.id == lit,
    )


def _strip(boxes: Sequence[BBox], sheet: Sheet) -> Strip:
    """A little more than the proof, and some of what stands to its left."""
    whole = BBox.around(boxes)
    if (whole.bottom - whole.top) * sheet.height > TALLEST_STRIP or (whole.right - whole.left) * 1000 > WIDEST_STRIP:
        whole = boxes[0]
    right = min(whole.right * 1000 + STRIP_MARGIN, 1000.0)
    left = max(min(whole.left * 1000 - STRIP_MARGIN, right - STRIP_WIDTH), 0.0)
    width = max(right - left, min(STRIP_WIDTH, 1000.0 - left))
    top = max(whole.top * sheet.height - STRIP_MARGIN, 0.0)
    height = min(whole.bottom * sheet.height + STRIP_MARGIN, sheet.height) - top
    return Strip(f"{left:.1f} {top:.1f} {width:.1f} {max(height, 1.0):.1f}", round(sheet.height, 1))


def _table(field: Field) -> Table | None:
    if not field.rows:
        return None
    columns = tuple(dict.fromkeys(column for row in field.rows for column in row if row[column]))
    rows = tuple(tuple(row.get(column, "") for column in columns) for row in field.rows[:MOST_ROWS])
    figures = frozenset(columns) & shown.COLUMNS_OF_NUMBERS
    return Table(columns, rows, figures, max(len(field.rows) - MOST_ROWS, 0))


def _groups(found: Sequence[Fact]) -> list[Group]:
    """By name, in the order of the paper."""
    named: dict[str, list[Fact]] = {}
    for fact in found:
        named.setdefault(fact.name, []).append(fact)
    headline = next((name for name in HEADLINES if name in named and not named[name][0].table), None)
    return [
        Group(
            name,
            values[0],
            tuple(values[1 : MOST_ALSO + 1]),
            not values[0].is_yours and any(each.verdict is Verdict.CONTRADICTED for each in values),
            name == headline,
        )
        for name, values in named.items()
    ]


def _ordered(groups: Sequence[Group], wanted: Sequence[str]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """What is wanted of such a paper, its headline first, tables last; and the rest."""
    place = {name: at for at, name in enumerate(wanted)}
    main = [group for group in groups if group.name in place or group.is_headline]
    main.sort(key=lambda group: (not group.is_headline, group.first.table is not None, place.get(group.name, 0)))
    if not wanted:
        main = [*main, *(group for group in groups if group not in main)]
    return tuple(main), tuple(group for group in groups if group not in main)
