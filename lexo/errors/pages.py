"""Reasons about one page; its document goes on."""

from lexo.errors.base import LexoError


class PageProblem(LexoError):
    """One page; the document goes on."""

    code = "page_failed"
    title = "This page could not be read."
    hint = "Try again, or scan the page anew."
    retryable = True


class PageCrashed(PageProblem):
    code = "page_crashed"
    title = "This page made the reading program stop."
    hint = "The other pages are read. Try again, or scan this page anew."


class PageTimedOut(PageProblem):
    code = "page_timed_out"
    title = "This page took longer than %(seconds)s seconds, so LEXO went on."
    hint = "Try again, or scan the page at a lower resolution."


class PageDamaged(PageProblem):
    code = "page_damaged"
    title = "This page is damaged."
    hint = "The other pages are read. Ask for the file again if you need this one."


class PageOutOfMemory(PageProblem):
    code = "page_out_of_memory"
    title = "This page is too large for the memory there is."
    hint = "Scan it at a lower resolution."


class EngineError(PageProblem):
    code = "engine_failed"
    title = "The reading engine %(engine)s failed on this page."
    hint = "Try again; `lexo doctor` checks the engine."


class PageNotice(PageProblem):
    """Not a failure: something a person should know about a page that was read."""

    code = "page_notice"
    title = "Something about this page is worth knowing."
    hint = ""


class PageDownscaled(PageNotice):
    code = "page_downscaled"
    title = "This page was larger than the engine takes, and was read at a lower resolution."


class PageBlank(PageNotice):
    code = "page_blank"
    title = "This page is blank, or nothing on it could be read."


class PageDoubtful(PageNotice):
    code = "page_doubtful"
    title = "Much of this page is uncertain."
    hint = "Compare it with the image before you rely on it."


class TextLayerRejected(PageNotice):
    code = "text_layer_rejected"
    title = "The text inside this PDF is not what the page shows, so LEXO read the page itself."


class TextTruncated(PageNotice):
    code = "text_truncated"
    title = "This page holds more text than LEXO keeps; its end was cut."


class DocumentRepaired(PageNotice):
    code = "repaired"
    title = "This PDF was damaged and had to be repaired to be read."
    hint = "Your file was not changed. Pages may be missing."


class NameMisleads(PageNotice):
    code = "name_misleads"
    title = "The name says one kind of file, the content another (%(found)s); LEXO went by the content."


class SignedPdf(PageNotice):
    code = "signed"
    title = "This PDF is signed. Your signed file is kept as it is."
