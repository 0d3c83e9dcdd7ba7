"""How a paper is called: its title, who sent it, its day, and what it says in a few sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lexo.facts import Field
from lexo.understanding.facts_of import Facts
from lexo.understanding.headings import heading_of, subject_of
from lexo.understanding.naming import cut, short_name
from lexo.understanding.nouns import noun_on
from lexo.understanding.paper import Paper
from lexo.understanding.parties_named import parties_of
from lexo.understanding.phrasing import is_french, parsed
from lexo.understanding.senders import sender_of
from lexo.understanding.sentences import sentences_of
from lexo.understanding.summarize import summary_of
from lexo.understanding.telling import tell
from lexo.understanding.titles import LONGEST, noun_of, title_of

__all__ = ["Description", "describe", "title_of"]

_READ_BADLY = 0.76  # mean confidence; printed papers that were scanned badly still have 0.85
_DAYS = {
    "payslip": ("issue_date", "period_end", "payment_date", "period_start"),
    "bank_statement": ("period_end", "issue_date"),
    "income_tax_notice": ("issue_date", "collection_date"),
    "property_tax_notice": ("issue_date", "collection_date"),
    "lease": ("signature_date", "issue_date", "lease_start", "period_end", "payment_date"),
    "employment_contract": ("signature_date", "issue_date", "start_date"),
    "insurance": ("issue_date", "renewal_date", "period_start"),
    "health": ("issue_date", "rights_start"),
    "benefits": ("issue_date", "payment_date", "period_end"),
    "vehicle_registration": ("issue_date", "first_registration"),
    "company_registration": ("issue_date",),
}
_ANY_DAY = (
    "issue_date",
    "document_date",
    "letter_date",
    "signature_date",
    "payment_date",
    "period_end",
    "collection_date",
    "rights_start",
    "date",
)


@dataclass(frozen=True, slots=True)
class Description:
    """What a list shows of a paper. `date` is ISO, "" where it is unknown, as is `sender`."""

    title: str = ""
    sender: str = ""
    date: str = ""
    summary: str = ""


def describe(paper: Paper, fields: Sequence[Field], kind: str) -> Description:
    """Describe a paper of that kind ("other" or "" where it is not sure)."""
    facts = Facts(fields)
    language = language_of(paper)
    sender = sender_of(paper, fields, kind)
    noun = noun_on(paper, kind, language) or noun_of(kind, facts, language)
    title = title_of(kind, fields, language, sender, noun)
    summary = tell(kind, facts, language, noun, sender)
    if not title or not summary:
        own = _Own(paper, language, sender)
        title, summary = title or own.title or sender, summary or own.summary
    if not title and paper.text.strip():
        title = "Document sans titre" if is_french(language) else "Untitled document"
    return Description(cut(title, LONGEST), sender, date_of(fields, kind), summary)


def date_of(fields: Iterable[Field], kind: str) -> str:
    """The day of a paper itself, ISO; "" where no field says it."""
    facts = Facts(fields)
    for name in (*_DAYS.get(kind, ()), *_ANY_DAY):
        day = facts.value(name)
        if day and parsed(day) is not None:
            return day
    return ""


def language_of(paper: Paper) -> str | None:
    """The paper's language, or that of its first page that has one."""
    return paper.language or next((page.content.language for page in paper.pages if page.content.language), None)


class _Own:
    """What the paper's own words say of it, without any facts."""

    def __init__(self, paper: Paper, language: str | None, sender: str) -> None:
        self.paper, self.is_french, self.sender = paper, is_french(language), sender
        self.sentences = sentences_of(paper)
        self.heading = heading_of(paper, language, self.sentences)
        self.parties = parties_of(paper)

    @property
    def title(self) -> str:
        """The heading, with the parties where it is an agreement."""
        if self.heading and not self.sentences and _is_hard_to_read(self.paper):
            return "Document manuscrit ou peu lisible" if self.is_french else "Handwritten or hard to read"
        subject = subject_of(self.paper)
        if subject:
            fits = self.sender and len(subject) + len(self.sender) + 3 <= LONGEST
            return f"{subject} – {self.sender}" if fits else subject
        if self.parties is None or len(self.heading) > 70:
            return self.heading
        full, brief = (" / ".join(map(name, self.parties)) for name in (short_name, _first_word))
        fits = len(self.heading) + len(full) + 3 <= LONGEST
        return " – ".join(part for part in (self.heading, full if fits else brief) if part)

    @property
    def summary(self) -> str:
        return summary_of(self.paper, self.sentences, self._lead)

    @property
    def _lead(self) -> str:
        """Who agrees with whom."""
        if self.parties is None:
            return ""
        what = self.heading if 0 < len(self.heading) <= 80 else ("Contrat" if self.is_french else "Agreement")
        first, second = map(short_name, self.parties)
        return f"{what} entre {first} et {second}." if self.is_french else f"{what} between {first} and {second}."


def _first_word(name: str) -> str:
    """ "Visser Precision Cast" is "Visser"."""
    words = short_name(name).split()
    return " ".join(words[: 1 if len(words[0]) > 3 else 2]) if words else ""


def _is_hard_to_read(paper: Paper) -> bool:
    """Whether the engine was unsure of most words, as of handwriting."""
    words = (word.confidence for line in paper.pages[0].lines for word in line.words) if paper.pages else iter(())
    known = [confidence for confidence in words if confidence is not None]
    return bool(known) and sum(known) / len(known) < _READ_BADLY
