"""What each kind of paper is wanted for, kind by kind. Each finder leaves at once where a paper is of no such kind."""

from collections.abc import Callable, Iterable

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers import (
    bank,
    benefits,
    civil_status,
    company,
    employment,
    energy,
    health,
    identity,
    insurance,
    legal_notice,
    payslip,
    proof_of_address,
    rent,
    studies,
    tax,
    vehicle,
)

FINDERS: tuple[Callable[[Paper], Iterable[Field]], ...] = (
    payslip.find,
    tax.find,
    bank.find,
    energy.find,
    rent.find,
    insurance.find,
    health.find,
    benefits.find,
    identity.find,
    vehicle.find,
    proof_of_address.find,
    studies.find,
    civil_status.find,
    legal_notice.find,
    company.find,
    employment.find,
)
