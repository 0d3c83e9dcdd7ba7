"""What LEXO understands of a paper: facts with their proof, and what follows from them. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lexo.document import BBox, Reason


class Source(StrEnum):
    """Where a fact comes from, the most trusted first: people, then signed and embedded data, then what was read."""

    PERSON = "person"
    TWO_D_DOC = "2d-doc"
    XML = "xml"
    MRZ = "mrz"
    QR = "qr"
    RULE = "rule"  # found in the printed words
    MODEL = "model"


class Verdict(StrEnum):
    """What LEXO thinks of a fact."""

    VERIFIED = "verified"  # a signature, check digit, sum, embedded data or a person says that it is right
    PLAUSIBLE = "plausible"  # it has the right form, and nothing can prove more
    CONTRADICTED = "contradicted"  # a better source, a sum or a signature says otherwise
    UNVERIFIED = "unverified"  # a model's word that is not printed on the page: never shown as a fact


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a fact stands. `page` is None where it is not printed at all (XML inside the file)."""

    page: int | None = None  # 1-based
    boxes: tuple[BBox, ...] = ()  # one for each stretch of words
    text: str = ""  # verbatim
    engine: str = ""  # that read it: an OCR engine, "text-layer", "zxing", "factur-x"


Row = Mapping[str, str]  # of a table-like fact: column to text; numbers and dates normalised as in `Field.normalized`


@dataclass(frozen=True, slots=True)
class Field:
    """One fact. Of several with the same name the first is the one to use.

    `normalized`: dates ISO 8601, amounts decimal with a point, identifiers without spaces in capitals; "" for `rows`.
    """

    name: str  # snake_case, of docs/fields.md
    value: str  # as people write it
    normalized: str
    source: Source
    verdict: Verdict
    confidence: float  # 0-1
    proof: Proof = Proof()
    rule: str = ""  # what the verdict rests on: "iban_check_digits", "sum", "signature", "embedded", ...
    rows: tuple[Row, ...] = ()  # of `lines`, `tax_breakdown`, `operations`


@dataclass(frozen=True, slots=True)
class Code:
    """A two-dimensional code found on a page; `content` is its raw bytes."""

    symbology: str  # "datamatrix", "qr"
    content: bytes
    page: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a PDF."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class KindGuess:
    """How likely a paper is of a kind; the guesses of one paper sum up to 1."""

    kind: str
    probability: float
    reasons: tuple[Reason, ...] = ()  # codes of `understanding.kinds.reasons`: what spoke for it


@dataclass(frozen=True, slots=True)
class Split:
    """A page at which another paper begins, in a stack that was scanned at once."""

    page: int  # 1-based, never 1
    confidence: float


class DeadlineState(StrEnum):
    """What a person said of a deadline."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is to be done, with the field that proves it."""

    what: str  # "payment", "expiry", "notice", "documents", "appeal", "validity"
    date: str  # ISO
    field: Field
    amount: str = ""  # decimal, where one is to be paid
    remind_days: int = 7  # before the date


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a reader process makes of a paper. What people corrected is applied to it by the server."""

    fields: tuple[Field, ...] = ()
    kinds: tuple[KindGuess, ...] = ()  # best first; empty where nothing could be said
    title: str = ""
    summary: str = ""
    sender: str = ""
    date: str = ""  # of the paper itself, ISO
    features: tuple[str, ...] = ()  # by which its sender is known: "siren:…", "iban:…", "domain:…", "head:…"
    signature: tuple[int, ...] = ()  # of its text, for finding the same paper again (understanding.likeness)
    splits: tuple[Split, ...] = ()
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What holds of a paper: what was made of it, what a model added, and above all what people said."""

    fields: tuple[Field, ...] = ()
    kind: str | None = None
    kind_confidence: float | None = None
    kind_reasons: tuple[Reason, ...] = ()
    title: str = ""
    summary: str = ""
    sender: str | None = None
    date: str | None = None
    keep_until: str | None = None  # ISO date, or "life"
    keep_reasons: tuple[Reason, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    warnings: tuple[Reason, ...] = ()
