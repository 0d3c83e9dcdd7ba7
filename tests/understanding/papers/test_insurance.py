"""Insurance contracts and notices of premium."""

from typed import typed
from typed_papers import found, made, normalized

from lexo.understanding.papers.insurance import find


def test_notice_states_contract_premium_and_period() -> None:
    said = normalized(find, made("insurance"))
    assert (said["insurer"], said["policy_number"]) == ("Assurance Exemple Mutuelle", "12345678A")
    assert (said["premium"], said["deductible"], said["plate"]) == ("432.18", "250.00", "AB123CD")
    assert (said["renewal_date"], said["period_end"]) == ("2025-04-01", "2026-03-31")


def test_word_of_caution_about_insurance_says_nothing() -> None:
    assert not found(find, typed("Pensez à votre assurance : vérifiez les garanties du contrat avant de signer."))
