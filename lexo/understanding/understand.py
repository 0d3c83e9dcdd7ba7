"""The story of understanding: official data first, then what is printed, then what kind of paper says all that."""

import logging
from collections.abc import Callable, Iterable
from functools import partial

from lexo.facts import Field, Understanding
from lexo.understanding.classify import classify
from lexo.understanding.features import sender_features
from lexo.understanding.likeness import signature
from lexo.understanding.official import einvoice, twod_doc
from lexo.understanding.official.twod_doc import TrustList
from lexo.understanding.paper import Paper
from lexo.understanding.papers import direct_debit
from lexo.understanding.reconcile import reconcile

log = logging.getLogger(__name__)

Finder = Callable[[Paper], Iterable[Field]]

OFFICIAL: tuple[Finder, ...] = (einvoice.find,)
PRINTED: tuple[Finder, ...] = (
    direct_debit.find,
)


def understand(paper: Paper, trust: TrustList | None = None) -> Understanding:
    """Everything that can be said of a paper without a model. A finder that fails costs its own facts only.

    `trust` are the certificates that a person imported, for the signatures of 2D-Doc codes.
    """
    signed = partial(_signed, trust=trust or TrustList())
    fields = reconcile(field for find in (signed, *OFFICIAL, *PRINTED) for field in _found(find, paper))
    return Understanding(
        fields,
        kinds=classify(paper, fields),
        features=sender_features(paper, fields),
        signature=signature(paper.text),
    )


def _signed(paper: Paper, trust: TrustList) -> Iterable[Field]:
    return twod_doc.fields_of(paper.codes, trust)


def _found(find: Finder, paper: Paper) -> list[Field]:
    try:
        return list(find(paper))
    except Exception as error:  # the boundary of one finder: the others go on
        log.error(
            "%s failed: %s", getattr(find, "__module__", find), type(error).__name__
        )  # its message may quote the paper
        return []
