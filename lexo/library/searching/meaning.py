"""Finding by meaning: what a sentence model finds near a question, whatever words it is said in."""

from collections.abc import Collection
from typing import NamedTuple, Protocol


class Near(NamedTuple):
    """A page, by the piece of it that is nearest; `score` is the cosine, -1 to 1."""

    page_id: int
    score: float
    first_char: int  # of the page's text
    end_char: int  # one behind the last


class LikeDocument(NamedTuple):
    """A document that says something alike; `score` is the cosine of the means of both."""

    document_id: int
    score: float


class Meaning(Protocol):
    """Where vectors are looked through. Both give nothing where there is no model, or no vectors of it; none raises.

    The trash, and papers that no model may see, are left out.
    """

    def nearest(self, text: str, limit: int, within: Collection[int] | None = None) -> tuple[Near, ...]:
        """The nearest pages, best first; `within`: only these pages. May load the model: seconds, the first time."""
        ...

    def like(self, document_id: int, limit: int) -> tuple[LikeDocument, ...]:
        """Documents near to one, best first, itself left out. Asks no model."""
        ...
