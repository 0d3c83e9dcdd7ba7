"""Whether a paper will do for a piece: is it of the kind, is it fresh, is it theirs."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from lexo.library.dossiers import days, persons
from lexo.library.dossiers.template import Accepted, Rule
from lexo.store.dossier_papers import PaperFacts
from lexo.store.folding import fold

SURE_FROM = 0.65  # as `understanding.classify.BAR`, which need not be imported for it
_EXTENDED = (date(2014, 1, 1), date(2023, 12, 31))  # the days they name
AHEAD = timedelta(days=31)  # a bill may bear next month's day; a later one was misread
_NOT_A_WORD = re.compile(r"[\W_]+")


class Remark(StrEnum):
    """What speaks against a paper, the worst last."""

    NO_EXPIRY = "no_expiry"  # until when it is valid was not found
    NO_DATE = "no_date"
    EXTENDED = "extended"  # a French identity card that is valid for five years more, if it was an adult's
    KIND_UNSURE = "kind_unsure"
    IN_FUTURE = "in_future"
    TOO_OLD = "too_old"
    EXPIRED = "expired"
    OTHER_SORT = "other_sort"  # of the kind, but nothing says that it is the sort that is wanted
    OTHER_PERSON = "other_person"
    OTHER_KIND = "other_kind"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper for a piece; `since`: the day, or the last day of being valid, that a remark is about."""

    paper: PaperFacts
    remarks: tuple[Remark, ...] = ()
    since: date | None = None
    day: date | None = None
    is_chosen: bool = False  # by a person
    until: date | None = None  # valid until then, where that is asked for

    @property
    def is_good(self) -> bool:
        return self.is_chosen or not self.remarks

    @property
    def is_doubtful(self) -> bool:
        """It may do, if a person says so."""
        return bool(self.remarks) and all(remark in _DOUBTS for remark in self.remarks)


_DOUBTS = (Remark.NO_EXPIRY, Remark.NO_DATE, Remark.EXTENDED, Remark.KIND_UNSURE, Remark.IN_FUTURE)


def candidate(paper: PaperFacts, accepted: Accepted, rule: Rule, person: str, today: date) -> Candidate | None:
    """A paper with what speaks against it; None where it is of another kind or sort."""
    sort = _remarks_of_sort(paper, accepted)
    if sort is None:
        return None
    fresh, since = _freshness(paper, rule, today)
    of_another = not accepted.of_anyone and not persons.may_be_of(paper, person)
    remarks = (*sort, *fresh, *((Remark.OTHER_PERSON,) if of_another else ()))
    return Candidate(paper, remarks, since, days.day_of(paper), until=_until(paper, rule))


def chosen(paper: PaperFacts, accepted: tuple[Accepted, ...], rule: Rule, today: date) -> Candidate:
    """A paper that a person chose: it stands whatever speaks against it, and that is said."""
    is_of_kind = any(paper.document.kind in each.kinds for each in accepted)
    fresh, since = _freshness(paper, next((each.rule for each in accepted if _is_of(paper, each)), None) or rule, today)
    told = tuple(remark for remark in fresh if remark not in _DOUBTS) if is_of_kind else ()
    return Candidate(paper, told, since, days.day_of(paper), is_chosen=True, until=_until(paper, rule))


def _until(paper: PaperFacts, rule: Rule) -> date | None:
    return days.expiry_of(paper) if rule.must_be_valid else None


def _is_of(paper: PaperFacts, accepted: Accepted) -> bool:
    return _remarks_of_sort(paper, accepted) is not None


def _remarks_of_sort(paper: PaperFacts, accepted: Accepted) -> tuple[Remark, ...] | None:
    document = paper.document
    if document.kind not in accepted.kinds:
        return None
    confidence = document.kind_confidence
    unsure = (Remark.KIND_UNSURE,) if confidence is not None and confidence < SURE_FROM else ()
    titled = _plain(f"{document.title} {document.filename} {document.sender or ''}")
    for text in (titled, _plain(paper.head)):
        if _says(text, accepted.words):
            return unsure
        if _says(text, accepted.unless):
            return None
    if not accepted.words:
        return unsure
    # "other" is everything else: without a word for it, it is not what is wanted
    return None if document.kind == "other" else (*unsure, Remark.OTHER_SORT)


def _freshness(paper: PaperFacts, rule: Rule, today: date) -> tuple[tuple[Remark, ...], date | None]:
    """What speaks against a paper's age, and the day that it is about."""
    if rule.must_be_valid:
        expiry = days.expiry_of(paper)
        if expiry is None:
            return (Remark.NO_EXPIRY,), None
        if expiry >= today:
            return (), None
        return ((Remark.EXTENDED if _is_extended(paper, expiry, today) else Remark.EXPIRED),), expiry
    if rule.max_age_months is not None:
        return _age(days.day_of(paper), days.months_before(today, rule.max_age_months), today)
    if rule.this_school_year:
        return _age(days.day_of(paper), date(days.school_year(today), 7, 1), today)
    if rule.years_back is not None:
        year = days.year_of(paper)
        if year is None:
            return (Remark.NO_DATE,), None
        is_old = year < today.year - rule.years_back
        return ((Remark.TOO_OLD,), days.day_of(paper) or date(year, 12, 31)) if is_old else ((), None)
    return (), None


def _is_extended(paper: PaperFacts, expiry: date, today: date) -> bool:
    """Cards of adults made from 2004 to 2013 hold for 15 years, not the ten they name (décret n° 2013-1188)."""
    is_one = paper.document.kind == "identity_card" and _EXTENDED[0] <= expiry <= _EXTENDED[1]
    return is_one and days.months_before(expiry, -60) >= today


def _age(day: date | None, first: date, today: date) -> tuple[tuple[Remark, ...], date | None]:
    if day is None:
        return (Remark.NO_DATE,), None
    if day < first:
        return (Remark.TOO_OLD,), day
    return ((Remark.IN_FUTURE,), day) if day > today + AHEAD else ((), None)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Folded words between single spaces."""
    return f" {_NOT_A_WORD.sub(' ', fold(text))} "


def _says(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in the text, in its plural too."""
    return any(
        f" {word[:-1]}" in text if word.endswith("*") else any(f" {word}{end} " in text for end in ("", "s", "e", "es"))
        for word in words
    )
