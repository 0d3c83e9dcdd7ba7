"""The story of understanding: official data first, then what is printed, then what kind of paper says all that."""

import logging
from collections.abc import Callable, Iterable
from functools import partial

from lexo.facts import Field, KindGuess, Understanding
from lexo.understanding import papers
from lexo.understanding.classify import UNSURE, classify, is_sure
from lexo.understanding.describe import Description, describe
from lexo.understanding.features import sender_features
from lexo.understanding.fields import (
    agreement,
    ape_code,
    bic,
    companies,
    creditor_id,
    delivery_point,
    email,
    iban,
    ine,
    nir,
    organisations,
    persons,
    phone,
    plate,
    rcs,
    rf_reference,
    rib,
    tax_number,
    vin,
    website,
)
from lexo.understanding.likeness import signature
from lexo.understanding.official import einvoice, mrz, payment_qr, twod_doc
from lexo.understanding.official.twod_doc import TrustList
from lexo.understanding.paper import Paper
from lexo.understanding.papers import bill, contract, dates, direct_debit, numbers, trade_parties
from lexo.understanding.reconcile import reconcile
from lexo.understanding.tidying import tidied

log = logging.getLogger(__name__)

Finder = Callable[[Paper], Iterable[Field]]

OFFICIAL: tuple[Finder, ...] = (
    einvoice.find,
    mrz.find,
    payment_qr.find,
)
PRINTED: tuple[Finder, ...] = (
    iban.find,
    rib.find,
    bic.find,
    companies.find,
    rcs.find,
    creditor_id.find,
    rf_reference.find,
    nir.find,
    tax_number.find,
    phone.find,
    email.find,
    website.find,
    delivery_point.find,
    plate.find,
    vin.find,
    ape_code.find,
    ine.find,
    bill.find,
    dates.find,
    numbers.find,
    trade_parties.find,
    contract.find,
    persons.find,
    organisations.find,
    direct_debit.find,
    *papers.FINDERS,
)


def understand(paper: Paper, trust: TrustList | None = None) -> Understanding:
    """Everything that can be said of a paper without a model. A finder that fails costs its own facts only.

    `trust` are the certificates that a person imported, for the signatures of 2D-Doc codes.
    """
    signed: Finder = partial(_signed, trust=trust or TrustList())
    finders = (signed, *OFFICIAL, *PRINTED)
    fields = reconcile(agreement.checked([field for find in finders for field in _found(find, paper)]))
    kinds = classify(paper, fields)
    described = _described(paper, fields, kinds)
    return Understanding(
        tidied(fields, kinds[0].kind if is_sure(kinds) else UNSURE),
        kinds=kinds,
        title=described.title,
        summary=described.summary,
        sender=described.sender,
        date=described.date,
        features=sender_features(paper, fields),
        signature=signature(paper.text),
    )


def _described(paper: Paper, fields: tuple[Field, ...], kinds: tuple[KindGuess, ...]) -> Description:
    """How the paper is called; nothing where that fails, as the facts stand without it."""
    kind = kinds[0].kind if is_sure(kinds) else UNSURE
    try:
        return describe(paper, fields, kind)
    except Exception as error:  # the boundary of one step; a message may quote the paper
        log.error("describe failed: %s", type(error).__name__)
        return Description()


def _signed(paper: Paper, trust: TrustList) -> Iterable[Field]:
    return twod_doc.fields_of(paper.codes, trust)


def _found(find: Finder, paper: Paper) -> list[Field]:
    try:
        return list(find(paper))
    except Exception as error:  # the boundary of one finder: the others go on; a message may quote the paper
        log.error("%s failed: %s", getattr(find, "__module__", ""), type(error).__name__)
        return []
