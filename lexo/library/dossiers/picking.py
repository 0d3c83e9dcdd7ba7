"""Which of the papers that will do are taken: the best one, the newest, or a row of months or years without a gap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lexo.library.dossiers import days
from lexo.library.dossiers.fitting import Candidate
from lexo.library.dossiers.template import Rule, Series

GRACE_DAY = 15  # until then last month's payslip, statement or receipt may not have come yet


@dataclass(frozen=True, slots=True)
class Picked:
    """What was taken, in the order of the PDF, and which months ("2026-09") or years ("2025") are missing."""

    taken: tuple[Candidate, ...]
    missing: tuple[str, ...] = ()


def pick(candidates: Sequence[Candidate], rule: Rule, today: date) -> Picked:
    """Take papers; what a person chose comes first and is always taken."""
    if rule.series is not Series.ANY:
        return _row(candidates, rule, today)
    taken = [each for each in candidates if each.is_chosen]
    if len(taken) >= rule.count:
        return Picked(tuple(taken))
    seen = {_likeness(each) for each in taken}
    for each in sorted(candidates, key=_rank):
        likeness = _likeness(each)
        if each.is_chosen or (rule.count > 1 and likeness in seen):
            continue
        seen.add(likeness)
        taken.append(each)
        if len(taken) >= rule.count:
            break
    return Picked(tuple(taken))


def _row(candidates: Sequence[Candidate], rule: Rule, today: date) -> Picked:
    """Months or years without a gap; where there is none, the row with the fewest gaps."""
    places = _places(candidates, rule.series)
    forced = [each for each in candidates if each.is_chosen]
    rows = [list(range(end - rule.count + 1, end + 1)) for end in _ends(rule.series, today)]
    usual = _usual_end(rule.series, today)

    def order(row: list[int]) -> tuple[int, int, bool]:
        there = sum(place in places for place in row)
        return there, row[-1] if there == rule.count else 0, row[-1] == usual

    best = max(rows, key=order)
    taken = list(forced)
    for place in reversed(best):
        if place in places and places[place] not in taken and len(taken) < rule.count:
            taken.append(places[place])
    gaps = [place for place in best if place not in places][: max(rule.count - len(taken), 0)]
    taken.sort(key=lambda each: (_index(each, rule.series) or 0, each.paper.document.id))
    return Picked(tuple(taken), tuple(_named(place, rule.series) for place in gaps))


def is_before(each: Candidate, rule: Rule, today: date) -> bool:
    """Whether a paper is of an earlier month or year than any that is asked for."""
    place = _index(each, rule.series)
    return place is not None and place <= min(_ends(rule.series, today)) - rule.count


def _places(candidates: Iterable[Candidate], series: Series) -> dict[int, Candidate]:
    """The best paper of each month or year."""
    newest = max(candidates, key=lambda each: (each.is_good, _index(each, series) or 0), default=None)
    sender = newest.paper.document.sender if newest is not None else None
    places: dict[int, Candidate] = {}
    for each in sorted(candidates, key=lambda one: (_rank(one)[:2], one.paper.document.sender != sender, _rank(one))):
        place = _index(each, series)
        if place is not None:
            places.setdefault(place, each)
    return places


def _index(each: Candidate, series: Series) -> int | None:
    if series is Series.YEARS:
        return days.year_of(each.paper)
    month = days.month_of(each.paper)
    if series is Series.DECEMBERS:
        return None if month is None or month % 12 != 11 else month // 12
    return month


def _ends(series: Series, today: date) -> tuple[int, ...]:
    """The last month or year that a row may end with."""
    if series is Series.DECEMBERS:
        return (today.year - 1,)
    if series is Series.YEARS:
        return (today.year, today.year - 1)
    now = days.month_number(today)
    # the whole month that was last, this one where its paper is there already
    return (now, now - 1, now - 2) if today.day <= GRACE_DAY else (now, now - 1)


def _usual_end(series: Series, today: date) -> int:
    """What a row ends with where it cannot be seen: the last whole month; notices of tax come in September."""
    if series is Series.MONTHS:
        return days.month_number(today) - 1
    return today.year if series is Series.YEARS and today.month >= 9 else today.year - 1


def _named(place: int, series: Series) -> str:
    if series is Series.YEARS:
        return str(place)
    if series is Series.DECEMBERS:
        return f"{place:04}-12"
    return f"{place // 12:04}-{place % 12 + 1:02}"


def _rank(each: Candidate) -> tuple[bool, int, bool, int, int]:
    """Chosen ones, then those that nothing speaks against, then the newest."""
    day = each.day.toordinal() if each.day is not None else 0
    return (not each.is_chosen, len(each.remarks), not each.paper.document.page_count, -day, -each.paper.document.id)


def _likeness(each: Candidate) -> tuple[object, ...]:
    """Two papers with the same of all this are the same paper twice."""
    document = each.paper.document
    return (document.kind, document.title, document.sender, each.day, document.page_count)
