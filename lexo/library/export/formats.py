"""The formats by name, and the one function that writes any of those that are made of words."""

from enum import StrEnum

from lexo import __version__
from lexo.library.export.paper import Paper


class Format(StrEnum):
    """What a paper is given away as; the value is the name in the API and the suffix of a file."""

    TEXT = "txt"
    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    CSV = "csv"  # its tables
    FIELDS = "fields.csv"
    XLSX = "xlsx"  # facts and tables
    DOCX = "docx"
    HOCR = "hocr"
    ALTO = "alto.xml"
    PDF = "pdf"  # the searchable copy: made by a reader process, of the file itself

    @property
    def media_type(self) -> str:
        """For the header Content-Type."""
        return _MEDIA_TYPES[self]

    @property
    def is_text(self) -> bool:
        """Whether it can be printed on a terminal."""
        return self not in (Format.XLSX, Format.DOCX, Format.PDF)


_OFFICE = "application/vnd.openxmlformats-officedocument."
_MEDIA_TYPES = {
    Format.TEXT: "text/plain",
    Format.MARKDOWN: "text/markdown",
    Format.HTML: "text/html",
    Format.JSON: "application/json",
    Format.CSV: "text/csv",
    Format.FIELDS: "text/csv",
    Format.XLSX: f"{_OFFICE}spreadsheetml.sheet",
    Format.DOCX: f"{_OFFICE}wordprocessingml.document",
    Format.HOCR: "application/xhtml+xml",
    Format.ALTO: "application/xml",
    Format.PDF: "application/pdf",
}
WRITTEN = tuple(each for each in Format if each is not Format.PDF)  # out of words alone
_BY_SUFFIX = {each.value: each for each in Format} | {
    "text": Format.TEXT,
    "markdown": Format.MARKDOWN,
    "htm": Format.HTML,
    "fields": Format.FIELDS,
    "alto": Format.ALTO,
    "xml": Format.ALTO,
}


def format_of(name: str) -> Format | None:
    """The format that a file's name ends in, or that is called so: `a.md`, `a.fields.csv`, `md`."""
    ends = name.lower().split(".")
    return _BY_SUFFIX.get(".".join(ends[-2:])) or _BY_SUFFIX.get(ends[-1])


def write(paper: Paper, shape: Format) -> bytes:
    """A paper in one of the formats of `WRITTEN`. Raises ValueError for another."""
    from lexo.library.export import alto, csv, docx, hocr, html, json, markdown, text, xlsx

    match shape:
        case Format.TEXT:
            made: str | bytes = text.to_text(paper.pages)
        case Format.MARKDOWN:
            made = markdown.to_markdown(paper.pages)
        case Format.HTML:
            made = html.to_html(paper)
        case Format.JSON:
            made = json.to_json(paper)
        case Format.CSV:
            made = csv.tables_to_csv(paper)
        case Format.FIELDS:
            made = csv.fields_to_csv(paper)
        case Format.XLSX:
            made = xlsx.to_xlsx(paper)
        case Format.DOCX:
            made = docx.to_docx(paper)
        case Format.HOCR:
            made = hocr.to_hocr(paper, __version__)
        case Format.ALTO:
            made = alto.to_alto(paper, __version__)
        case Format.PDF:
            raise ValueError("a searchable copy is made of the file, not of its words")
    return made if isinstance(made, bytes) else made.encode("utf-8", "replace")
