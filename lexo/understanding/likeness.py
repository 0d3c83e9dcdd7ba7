"""The same paper again: copies, new scans and new versions, by what their texts share and by what their facts say.

One-permutation min-hashing: each run of three words falls into one of 64 bins, and each bin keeps its smallest hash.
The share of equal bins estimates the Jaccard likeness of two texts (Li, Owen, Zhang: One Permutation Hashing, 2012).
"""

import re
import unicodedata
import zlib
from collections.abc import Mapping
from typing import Literal

BINS = 64
RUN = 3  # words
MAX_WORDS = 20_000
MIN_WORDS = 12  # a paper that says less is like too many others
ALIKE = 0.3  # below this, facts alone make no twins
COPY = 0.55  # the same page scanned twice shares about so much

Relation = Literal["copy", "version"]

# Facts that tell one paper of a sender from the next, and among them those that name a paper.
NAMES = ("invoice_number", "quote_number", "document_number", "notice_reference", "act_number", "receipt_number")
DIFFERING = (
    *NAMES,
    *(
        "issue_date",
        "period_start",
        "period_end",
        "tax_year",
        "grand_total",
        "due_payable",
        "net_pay",
        "closing_balance",
    ),
    *("signature_date", "effective_date", "birth_date", "collection_date"),
)
_WORD = re.compile(r"\w+")


def signature(text: str) -> tuple[int, ...]:
    """64 hashes, 0 where a bin is empty; () of a paper with too few words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    words = _WORD.findall("".join(each for each in plain if not unicodedata.combining(each)))[:MAX_WORDS]
    if len(words) < MIN_WORDS:
        return ()
    bins = [0] * BINS
    for index in range(len(words) - RUN + 1):
        hashed = zlib.crc32(" ".join(words[index : index + RUN]).encode()) * 0x9E3779B97F4A7C15 & (1 << 62) - 1 | 1
        place = hashed >> 56
        if bins[place] == 0 or hashed < bins[place]:
            bins[place] = hashed
    return tuple(bins)


def relation(first: Mapping[str, str], second: Mapping[str, str], likeness: float) -> Relation | None:
    """What two papers are to each other: `first` and `second` are their facts by name, normalised.

    Bills of two months share most of their words: where a fact differs that tells papers apart they are two papers,
    unless they bear the same number: then one is a new version of the other.
    """
    shared = [name for name in DIFFERING if first.get(name) and second.get(name)]
    named = [name for name in shared if name in NAMES]
    differing = [name for name in shared if first[name].casefold() != second[name].casefold()]
    if differing:
        is_same_name = bool(named) and not set(named) & set(differing)
        return "version" if is_same_name and likeness >= ALIKE else None
    if shared:
        return "copy" if likeness >= COPY else "version" if likeness >= ALIKE else None
    return "copy" if likeness >= 0.85 else "version" if likeness >= 0.6 else None
