"""The story of understanding: official data first, then what is printed, then what kind of paper says all that."""

import logging
from collections.abc import Callable, Iterable

from lexo.facts import Field, Understanding
from lexo.understanding.official import einvoice
from lexo.understanding.paper import Paper
from lexo.understanding.reconcile import reconcile

log = logging.getLogger(__name__)

Finder = Callable[[Paper], Iterable[Field]]

OFFICIAL: tuple[Finder, ...] = (
    einvoice.find,
)
PRINTED: tuple[Finder, ...] = ()


def understand(paper: Paper) -> Understanding:
    """Everything that can be said of a paper without a model. A finder that fails costs its own facts only."""
    fields = reconcile(field for find in (*OFFICIAL, *PRINTED) for field in _found(find, paper))
    return Understanding(fields)


def _found(find: Finder, paper: Paper) -> list[Field]:
    try:
        return list(find(paper))
    except Exception as error:  # the boundary of one finder: the others go on
        log.error("%s failed: %s", find.__module__, type(error).__name__)  # its message may quote the paper
        return []
