"""Bank statements and bank details."""

from typed import typed
from typed_papers import found, made, text_of

from lexo.facts import Verdict
from lexo.understanding.papers.bank import find


def test_statement_balances_prove_each_other() -> None:
    said = found(find, made("bank_statement"))
    assert (said["opening_balance"].normalized, said["closing_balance"].normalized) == ("1204.50", "2755.60")
    assert {said[name].verdict for name in ("opening_balance", "closing_balance", "total_debits", "operations")} == {
        Verdict.VERIFIED
    }
    assert said["closing_balance"].rule == "balance"


def test_statement_with_a_misread_balance_is_not_verified() -> None:
    said = found(find, typed(text_of("bank_statement").replace("2 755,60", "2 765,60")))
    assert said["closing_balance"].verdict is Verdict.PLAUSIBLE


def test_operations_stand_under_debit_or_credit() -> None:
    rows = found(find, made("bank_statement"))["operations"].rows
    assert rows[1] == {"date": "2025-02-05", "label": "PRLV ÉNERGIE EXEMPLE", "debit": "84.20", "credit": ""}
    assert (rows[2]["debit"], rows[2]["credit"]) == ("", "1647.70")


def test_overdrawn_balance_is_negative() -> None:
    paper = typed("RELEVÉ DE COMPTE\nAncien solde débiteur au 31/01/2025   120,00\nNouveau solde créditeur   80,00")
    assert found(find, paper)["opening_balance"].normalized == "-120.00"


def test_balances_at_two_days_are_opening_and_closing() -> None:
    paper = typed("RELEVÉ DE COMPTE\nSolde créditeur au 31/01/2025   120,00\nSolde créditeur au 28/02/2025   80,00")
    said = found(find, paper)
    assert (said["opening_balance"].normalized, said["closing_balance"].normalized) == ("120.00", "80.00")


def test_english_statement_is_read_too() -> None:
    paper = typed("ACCOUNT STATEMENT\nOpening balance   1,120.00\nClosing balance   80.00")
    assert found(find, paper)["opening_balance"].normalized == "1120.00"


def test_bank_details_name_holder_and_bank() -> None:
    said = found(find, made("bank_details"))
    assert (said["account_holder"].value, said["bank_name"].value) == ("M. PAUL EXEMPLE", "BANQUE EXEMPLE")


def test_day_within_a_label_is_no_amount() -> None:
    rows = found(find, made("bank_statement_dots"))["operations"].rows
    assert (rows[0]["date"], rows[0]["label"], rows[0]["debit"]) == (
        "2025-01-02",
        "ACHAT CB SUPERMARCHE 31.12",
        "54.90",
    )


def test_balance_at_a_day_after_the_old_balance_is_the_new_one() -> None:
    said = found(find, made("bank_statement_dots"))
    assert (said["closing_balance"].normalized, said["closing_balance"].verdict) == ("637.20", Verdict.VERIFIED)
    assert (said["period_start"].normalized, said["period_end"].normalized) == ("2024-12-31", "2025-01-31")
    assert said["bank_name"].value == "CRÉDIT EXEMPLE DE PROVENCE"
