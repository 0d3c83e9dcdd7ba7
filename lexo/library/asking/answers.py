"""What an answer is: sentences, each with the places on the papers that prove it, or marked as not proven."""

from dataclasses import dataclass
from enum import StrEnum

from lexo.document import BBox, Reason


class How(StrEnum):
    """Where an answer comes from."""

    COMPUTED = "computed"  # counted, added up or listed out of the papers' facts
    MODEL = "model"  # written by a text model out of passages
    PICTURE = "picture"  # read by a vision model off the picture of a page
    PASSAGES = "passages"  # nobody wrote one: the best passages
    REFUSED = "refused"  # the papers do not say


@dataclass(frozen=True, slots=True)
class Citation:
    """A place on a paper. `number` counts from 1 within one answer; `quote` is verbatim, as the page has it."""

    number: int
    document_id: int
    title: str
    page: int | None  # None: it is not printed (data inside the file)
    quote: str
    boxes: tuple[BBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer. Proven: all it quotes, and every number in it, stands on a cited page."""

    text: str
    is_proven: bool
    citations: tuple[int, ...] = ()  # numbers of the answer's citations


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; plain text only: no links, no pictures, no markup."""

    how: How
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...] = ()
    language: str = "fra"  # of the answer: "fra" or "eng", as the question was asked
    model: str | None = None  # that wrote it
    reasons: tuple[Reason, ...] = ()  # what whoever reads it should know: no model, papers left out, ...

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Token:
    """The next piece of an answer that is being written, before it is checked."""

    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A place was found and checked."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer, checked: it takes the place of all tokens."""

    answer: Answer


Event = Token | Cited | Done
