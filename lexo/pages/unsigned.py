"""A copy never claims the signature of its original: what is drawn of it stays, what vouches for it goes."""

from typing import Any

_VOUCHING = ("Perms", "DSS", "Legal")  # of the catalogue: certification, proofs for later, attestations


def forget_signatures(pymupdf: Any, copy: Any) -> None:
    """Make drawings of signature fields, and take all that is about signatures out of the catalogue."""
    mupdf = pymupdf.mupdf
    catalog = mupdf.pdf_dict_gets(mupdf.pdf_trailer(mupdf.pdf_document_from_fz_document(copy.this)), "Root")
    form = mupdf.pdf_dict_gets(catalog, "AcroForm")
    if not mupdf.pdf_is_dict(form):
        return
    for key in _VOUCHING:
        mupdf.pdf_dict_dels(catalog, key)
    for key in ("SigFlags", "XFA"):
        mupdf.pdf_dict_dels(form, key)
    for number in range(copy.page_count):
        holder = mupdf.pdf_lookup_page_obj(mupdf.pdf_document_from_fz_document(copy.this), number)
        marks = mupdf.pdf_dict_gets(holder, "Annots")
        for place in range(mupdf.pdf_array_len(marks)):
            mark = mupdf.pdf_array_get(marks, place)
            if mupdf.pdf_to_name(mupdf.pdf_dict_gets_inheritable(mark, "FT")) == "Sig":
                _make_drawing(mupdf, mark)
    _leave_out(mupdf, mupdf.pdf_dict_gets(form, "Fields"), 0)


def _make_drawing(mupdf: Any, mark: Any) -> None:
    for key in ("FT", "T", "V", "Ff", "Parent", "Lock", "SV", "MK", "DA"):
        mupdf.pdf_dict_dels(mark, key)
    mupdf.pdf_dict_puts(mark, "Subtype", mupdf.pdf_new_name("Stamp"))


def _leave_out(mupdf: Any, fields: Any, depth: int) -> None:
    """Signature fields, and those that were made drawings, are no fields of the form any more."""
    if depth > 8 or not mupdf.pdf_is_array(fields):
        return
    for place in reversed(range(mupdf.pdf_array_len(fields))):
        field = mupdf.pdf_array_get(fields, place)
        kind = mupdf.pdf_to_name(mupdf.pdf_dict_gets_inheritable(field, "FT"))
        if kind == "Sig" or mupdf.pdf_to_name(mupdf.pdf_dict_gets(field, "Subtype")) == "Stamp":
            mupdf.pdf_array_delete(fields, place)
        else:
            _leave_out(mupdf, mupdf.pdf_dict_gets(field, "Kids"), depth + 1)
