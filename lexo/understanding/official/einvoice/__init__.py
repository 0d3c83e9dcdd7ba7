"""Electronic invoices inside a PDF: Factur-X, ZUGFeRD and XRechnung, in the syntaxes CII and UBL."""

from collections.abc import Iterable, Iterator

from lexo.facts import Attachment, Field
from lexo.understanding.official.einvoice import cii, ubl
from lexo.understanding.official.einvoice.facts import facts_of
from lexo.understanding.official.einvoice.invoice import Invoice
from lexo.understanding.official.einvoice.safe_xml import parse
from lexo.understanding.paper import Paper

NAMES = frozenset({"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"})  # of the specifications, without case
MAX_INVOICES = 4
_BEGINNINGS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<")  # of XML, in UTF-8 and UTF-16


def find(paper: Paper) -> Iterator[Field]:
    """What the invoices inside the paper's file say."""
    return fields_of(paper.attachments)


def fields_of(attachments: Iterable[Attachment]) -> Iterator[Field]:
    """What the invoices among the files say. Where one has a name of the specifications, the others are left alone."""
    files = [file for file in attachments if file.content.lstrip(b" \t\r\n")[:4].startswith(_BEGINNINGS)]
    named = _invoices(file for file in files if file.name.casefold() in NAMES)
    for invoice in named or _invoices(files[: MAX_INVOICES * 2]):
        yield from facts_of(invoice)


def _invoices(files: Iterable[Attachment]) -> list[Invoice]:
    read = (invoice_in(file.content) for file in files)
    return [invoice for invoice in read if invoice is not None][:MAX_INVOICES]


def invoice_in(content: bytes) -> Invoice | None:
    """The invoice that an XML file is, or None."""
    root = parse(content, (*cii.ROOTS, *ubl.ROOTS))
    if root is None:
        return None
    invoice = cii.invoice_of(root) if root.tag.startswith(cii.ROOTS) else ubl.invoice_of(root)
    return invoice if invoice.texts["invoice_number"] or invoice.totals else None
