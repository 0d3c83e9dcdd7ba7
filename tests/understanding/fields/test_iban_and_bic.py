"""Accounts: IBANs however they are printed, RIBs in a table, BICs beside them."""

from typed import typed

from lexo.facts import Verdict
from lexo.understanding.fields import bic, iban, rib

FRENCH = "FR1420041010050500013M02606"  # of the RIB that the norm's own texts use as an example


def found(text: str, **how: object) -> list[tuple[str, str]]:
    return [(field.normalized, field.verdict) for field in iban.find(typed(text, **how))]  # type: ignore[arg-type]


def test_iban_in_groups_after_its_label_is_proven() -> None:
    assert found("IBAN : FR14 2004 1010 0505 0001 3M02 606 - BIC : PSSTFRPPPAR") == [(FRENCH, Verdict.VERIFIED)]


def test_iban_without_label_is_proven() -> None:
    assert found("virement sur FR1420041010050500013M02606 avant le 5") == [(FRENCH, Verdict.VERIFIED)]


def test_iban_with_unbreakable_spaces_and_dots_is_proven() -> None:
    assert found("FR14.2004\u00a01010.0505\u202f0001.3M02.606") == [(FRENCH, Verdict.VERIFIED)]


def test_iban_over_two_lines_is_proven_and_shows_both() -> None:
    (field,) = iban.find(typed("IBAN : FR14 2004 1010 0505 0001\n3M02 606"))
    assert field.normalized == FRENCH
    assert len(field.proof.boxes) == 2
    assert field.proof.text == "FR14 2004 1010 0505 0001\n3M02 606"


def test_iban_whose_country_ends_the_line_is_proven() -> None:
    text = "Merci de régler par virement (FR76\n3000 6000 0112 3456 7890 189)."
    assert found(text) == [("FR7630006000011234567890189", Verdict.VERIFIED)]


def test_iban_in_boxes_across_the_row_is_proven() -> None:
    assert found("FR14    2004    1010    0505    0001    3M02    606") == [(FRENCH, Verdict.VERIFIED)]


def test_iban_of_another_country_is_proven() -> None:
    assert found("IBAN DE30507500940000048567") == [("DE30507500940000048567", Verdict.VERIFIED)]


def test_iban_whose_rib_key_alone_fails_is_only_plausible() -> None:
    (field,) = iban.find(typed("IBAN : FR20 1242 1242 1242 1242 1242 124"))
    assert (field.verdict, field.rule) == (Verdict.PLAUSIBLE, "iban_check_digits")


def test_iban_whose_rib_key_alone_fails_is_nothing_without_a_word_about_accounts() -> None:
    assert found("Commande FR20 1242 1242 1242 1242 1242 124") == []


def test_iban_with_wrong_check_digits_is_contradicted_where_a_label_names_it() -> None:
    assert found("IBAN : FR15 2004 1010 0505 0001 3M02 606") == [("FR1520041010050500013M02606", Verdict.CONTRADICTED)]


def test_iban_with_wrong_check_digits_is_nothing_on_pixels() -> None:
    assert found("IBAN : FR15 2004 1010 0505 0001 3M02 606", dpi=300, confidence=0.9) == []


def test_iban_read_with_letters_for_digits_is_repaired_on_pixels() -> None:
    text = "IBAN : FRI4 2OO4 1010 0505 0001 3M02 606"
    (field,) = iban.find(typed(text, dpi=300, confidence=0.9))
    assert (field.normalized, field.rule) == (FRENCH, "iban_check_digits+repaired")
    assert field.proof.text == "FRI4 2OO4 1010 0505 0001 3M02 606"


def test_iban_with_letters_for_digits_is_never_repaired_in_a_text_layer() -> None:
    assert all(number != FRENCH for number, _ in found("IBAN : FR14 2OO4 1010 0505 0001 3M02 606"))


def test_repaired_iban_is_less_sure_than_one_that_was_right() -> None:
    (repaired,) = iban.find(typed("IBAN FR14 2OO4 1010 0505 0001 3M02 606", dpi=300, confidence=0.9))
    (right,) = iban.find(typed("IBAN FR14 2004 1010 0505 0001 3M02 606", dpi=300, confidence=0.9))
    assert repaired.confidence < right.confidence


def test_rib_in_a_table_gives_its_iban() -> None:
    text = """
Code banque   Code guichet   N° de compte   Clé RIB
20041         01005          0500013M026    06
"""
    (field,) = rib.find(typed(text))
    assert (field.name, field.normalized, field.rule) == ("iban", FRENCH, "rib_key")


def test_rib_with_a_label_for_each_value_gives_its_iban() -> None:
    text = """
Code banque : 20041
Code guichet : 01005
N° de compte : 0500013M026
Clé RIB : 06
"""
    (field,) = rib.find(typed(text))
    assert field.normalized == FRENCH
    assert len(field.proof.boxes) == 4


def test_rib_with_a_wrong_key_is_nothing() -> None:
    text = "Code banque   Code guichet   N° de compte   Clé RIB\n20041   01005   0500013M026   07"
    assert list(rib.find(typed(text))) == []


def test_bic_of_the_bank_of_an_iban_is_proven_without_label() -> None:
    (field,) = bic.find(typed("IBAN DE30507500940000048567   HELADEF1GEL"))
    assert (field.normalized, field.verdict, field.rule) == ("HELADEF1GEL", Verdict.VERIFIED, "iban_bank")


def test_bic_of_a_known_bank_after_its_label_is_plausible() -> None:
    (field,) = bic.find(typed("Code BIC (SWIFT) : BNPAFRPPXXX"))
    assert (field.normalized, field.verdict) == ("BNPAFRPPXXX", Verdict.PLAUSIBLE)


def test_bic_in_parts_after_its_label_is_put_together() -> None:
    assert [field.normalized for field in bic.find(typed("BIC : SOGE FR PP"))] == ["SOGEFRPP"]


def test_bic_of_an_unknown_bank_needs_a_label() -> None:
    assert [field.rule for field in bic.find(typed("BIC : EXMPFR22XXX"))] == ["form"]
    assert list(bic.find(typed("EXMPFR22XXX"))) == []


def test_words_in_capitals_are_no_bic() -> None:
    text = "DOCUMENT FACTURES BONJOURS COMMANDE PRODUITS SERVICES\nIBAN FR1420041010050500013M02606"
    assert list(bic.find(typed(text))) == []


def test_word_after_the_label_of_a_bic_is_no_bic() -> None:
    assert list(bic.find(typed("BIC   DOCUMENT   TITULAIRE"))) == []
