"""Why LEXO names a kind, and how long to keep a paper, in English %-templates.

They never quote the paper, only LEXO's own cues.
"""

from types import MappingProxyType

TITLE = "kind_title"
WORDS = "kind_words"
FIELDS = "kind_fields"
SIGNED_CODE = "kind_signed_code"
EMBEDDED_INVOICE = "kind_embedded_invoice"
MACHINE_READABLE = "kind_machine_readable"
RECEIPT_SHAPE = "kind_receipt_shape"
CARD_SHAPE = "kind_card_shape"
NOTHING_KNOWN = "kind_nothing_known"
LIKE_YOUR_PAPERS = "like_your_papers"

OFFICIAL = frozenset({SIGNED_CODE, EMBEDDED_INVOICE})  # data that no habit outweighs

SENTENCES = MappingProxyType(
    {
        TITLE: "Its title says “%(cue)s”.",
        WORDS: "It has words such as %(cues)s.",
        FIELDS: "LEXO found facts of such papers: %(fields)s.",
        SIGNED_CODE: "Its 2D-Doc code says so (type %(type)s).",
        EMBEDDED_INVOICE: "Invoice data are embedded in the file.",
        MACHINE_READABLE: "It has the machine-readable lines of an identity document.",
        RECEIPT_SHAPE: "It is as narrow as a till receipt.",
        CARD_SHAPE: "It has the size of a card.",
        NOTHING_KNOWN: "Nothing in it speaks for a kind that LEXO knows.",
        LIKE_YOUR_PAPERS: "Like your last papers from %(sender)s (%(count)d).",
        "keep_years": "Keep it for %(years)d years from its date (%(source)s).",
        "keep_life": "Keep it for life (%(source)s).",
        "until_pension": "Keep it until your pension is paid out (%(source)s).",
        "keep_telecom": "Keep phone and internet bills for a year (%(source)s).",
        "keep_warranty": "Keep it for %(years)d years, for the legal warranty (%(source)s).",
        "keep_tax": "Keep it until the end of the third year after its own (%(source)s).",
        "keep_lease": "Keep it for %(years)d years after the lease ends (%(source)s).",
        "keep_insurance": "Keep it for %(years)d years after the contract ends (%(source)s).",
        "keep_fine": "Keep it for %(years)d years (%(source)s).",
        "keep_expiry": "Keep it as long as it is valid.",
        "keep_ownership": "Keep it as long as you own the vehicle.",
        "keep_fresh": "Most offices want one that is less than three months old; a year is enough.",
        "keep_own": "You chose how long to keep such papers.",
        "keep_no_date": "LEXO does not know the date from which to count.",
    }
)
