"""A paper as it is given away: what the formats are made from."""

from dataclasses import dataclass

from lexo.document import Document, PageText
from lexo.facts import Field


@dataclass(frozen=True, slots=True)
class Paper:
    """One file's pages with what is known of it; `document` is None for a file that is not in the library.

    `first` is the number of the first of `pages`, which is not 1 where a single page is given away.
    """

    filename: str
    pages: tuple[PageText, ...]
    document: Document | None = None
    fields: tuple[Field, ...] = ()
    first: int = 1

    @property
    def title(self) -> str:
        """What a person calls it."""
        return (self.document.title if self.document else "") or self.filename

    @property
    def language(self) -> str | None:
        """Of its text, ISO 639-3; None where nobody knows."""
        if self.document and self.document.language:
            return self.document.language
        return next((page.language for page in self.pages if page.language), None)

    @property
    def language_tag(self) -> str:
        """The same as a tag of BCP 47, "und" where nobody knows: two letters where the language has them."""
        return tag_of(self.language) or "und"


def tag_of(language: str | None) -> str:
    """A language of ISO 639-3 as a tag of BCP 47, "" where nobody knows: two letters where it has them."""
    return _TWO_LETTERS.get(language, language) if language else ""


_TWO_LETTERS = {
    "fra": "fr",
    "eng": "en",
    "deu": "de",
    "spa": "es",
    "ita": "it",
    "por": "pt",
    "nld": "nl",
    "pol": "pl",
    "cat": "ca",
    "ron": "ro",
    "swe": "sv",
    "dan": "da",
    "fin": "fi",
    "ces": "cs",
    "hun": "hu",
    "tur": "tr",
    "ara": "ar",
    "rus": "ru",
    "ell": "el",
}
