"""Facts of trade leave papers that are no trade, unless something proves them."""

import pytest

from lexo.facts import Field, Source, Verdict
from lexo.understanding.tidying import tidied


def fact(name: str, verdict: Verdict = Verdict.PLAUSIBLE, source: Source = Source.RULE, value: str = "1") -> Field:
    return Field(name, value, value, source, verdict, 0.9)


def names(kind: str, *fields: Field) -> list[str]:
    return [field.name for field in tidied(fields, kind)]


@pytest.mark.parametrize("kind", ["invoice", "receipt", "other"])
def test_bills_and_unsure_papers_keep_all(kind: str) -> None:
    assert names(kind, fact("buyer_name"), fact("grand_total")) == ["buyer_name", "grand_total"]


def test_payslip_has_neither_buyer_nor_total() -> None:
    assert names("payslip", fact("buyer_name"), fact("grand_total"), fact("net_pay")) == ["net_pay"]


def test_tax_notice_keeps_what_is_owed_and_loses_the_seller() -> None:
    assert names("income_tax_notice", fact("seller_name"), fact("grand_total")) == ["grand_total"]


def test_what_is_proven_or_embedded_stays() -> None:
    fields = (fact("grand_total", Verdict.VERIFIED), fact("seller_name", source=Source.XML))
    assert names("payslip", *fields) == ["grand_total", "seller_name"]


def test_company_number_of_a_register_has_no_role_and_is_said_once() -> None:
    fields = (fact("seller_siren", Verdict.VERIFIED), fact("siren", Verdict.VERIFIED))
    assert names("company_registration", *fields) == ["siren"]
