"""Which papers count in a computed answer, which do not, and how that is said."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lexo.document import BBox, Reason
from lexo.errors import PrivateLeftOut
from lexo.library.asking.answers import Answer
from lexo.library.computing import compute
from lexo.store.database import Database
from lexo.store.filtering import Filters
from money_papers import Made, bill, keep, payslip, receipt

TODAY = date(2024, 11, 20)
PAID = "combien ai-je payé à Voltea en 2024 ?"
FIRST = bill("Voltea", "2024-01-10", "100.00")
SECOND = bill("Voltea", "2024-03-10", "50.00")


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "lexo.db")


def asked(db: Database, question: str, filters: Filters | None = None) -> Answer:
    answer = compute(db, question, TODAY, filters or Filters())
    assert answer is not None
    return answer


def make_twins(db: Database, first: int, second: int, what: str = "copy") -> None:
    with db.write() as connection:
        connection.execute(
            "INSERT INTO twins (document_id, other_id, likeness, what) VALUES (:first, :second, 0.9, :what)",
            {"first": first, "second": second, "what": what},
        )


def test_sum_cites_each_paper_where_its_amount_stands(db: Database) -> None:
    ids = keep(db, FIRST, SECOND)
    answer = asked(db, PAID)
    assert {each.document_id for each in answer.citations} == set(ids)
    assert [(each.page, each.quote, each.boxes) for each in answer.citations] == [
        (1, "50,00", (BBox(0.6, 0.3, 0.8, 0.33),)),
        (1, "100,00", (BBox(0.6, 0.3, 0.8, 0.33),)),
    ]
    assert answer.sentences[0].citations == (1, 2)
    assert all(sentence.is_proven for sentence in answer.sentences)


def test_sum_counts_a_copy_once_and_says_so(db: Database) -> None:
    first, copy = keep(
        db, FIRST, replace(FIRST, title="Facture Voltea (scan)", said={**FIRST.said, "invoice_number": ""})
    )
    make_twins(db, first, copy)
    answer = asked(db, PAID)
    assert "100,00 €" in answer.sentences[0].text
    assert "1 papier répète un papier déjà compté : pas compté deux fois." in answer.text


def test_sum_counts_a_bill_of_the_same_number_once(db: Database) -> None:
    keep(db, FIRST, replace(FIRST, title="Duplicata"))
    assert "100,00 €" in asked(db, PAID).sentences[0].text


def test_sum_counts_bills_far_apart_that_bear_one_misread_number(db: Database) -> None:
    keep(db, FIRST, bill("Voltea", "2024-03-10", "50.00", number=FIRST.said["invoice_number"]))
    assert "150,00 €" in asked(db, PAID).sentences[0].text


def test_sum_counts_a_new_version_that_changes_nothing_once(db: Database) -> None:
    first, again = keep(db, FIRST, replace(FIRST, said={"grand_total": "100.00", "currency": "EUR"}))
    make_twins(db, first, again, "version")
    assert "100,00 €" in asked(db, PAID).sentences[0].text


def test_sum_counts_the_invoice_for_a_receipt_once(db: Database) -> None:
    ticket = receipt("Voltea", "2024-02-01", "80.00")
    invoice = Made("Facture Voltea", "invoice", "Voltea", "2024-02-02", {"grand_total": "80.00", "currency": "EUR"})
    keep(db, ticket, invoice)
    assert "80,00 €" in asked(db, PAID).sentences[0].text


def test_sum_takes_a_deposit_from_the_final_bill(db: Database) -> None:
    said = {"grand_total": "300.00", "currency": "EUR"}
    keep(
        db,
        Made("Facture d’acompte Voltea", "invoice", "Voltea", "2024-02-02", {**said, "grand_total": "90.00"}),
        Made(
            "Facture Voltea", "invoice", "Voltea", "2024-04-02", {**said, "prepaid": "90.00", "due_payable": "210.00"}
        ),
    )
    assert "300,00 €" in asked(db, PAID).sentences[0].text


def test_sum_leaves_out_quotes_reminders_and_payment_plans(db: Database) -> None:
    said = {"grand_total": "999.00", "currency": "EUR"}
    keep(
        db,
        FIRST,
        Made("Devis Voltea", "quote", "Voltea", "2024-01-02", said),
        Made("Relance Voltea", "invoice", "Voltea", "2024-02-02", said),
        Made("Échéancier Voltea", "utility_bill", "Voltea", "2024-02-03", said),
        Made("Facture proforma Voltea", "invoice", "Voltea", "2024-02-04", said),
    )
    answer = asked(db, PAID)
    assert "100,00 €" in answer.sentences[0].text
    assert "sans les devis ni les relances" in answer.text


def test_sum_tells_currencies_apart(db: Database) -> None:
    keep(db, FIRST, bill("Voltea", "2024-05-01", "7.00", currency="USD"))
    texts = [sentence.text for sentence in asked(db, PAID).sentences]
    assert any("100,00 €" in text for text in texts)
    assert any("7,00 $" in text for text in texts)
    assert not any("107" in text for text in texts)


@pytest.mark.parametrize("doubtful", ["!20.00", "?20.00", "beaucoup", "NaN", "1e999999"])
def test_sum_names_papers_without_a_sure_amount(db: Database, doubtful: str) -> None:
    _, unsure = keep(db, FIRST, bill("Voltea", "2024-02-01", doubtful))
    answer = asked(db, PAID)
    assert "100,00 €" in answer.sentences[0].text
    said = next(each for each in answer.sentences if "n’a pas de montant sûr" in each.text)
    assert {answer.citations[number - 1].document_id for number in said.citations} == {unsure}


def test_sum_names_papers_without_a_day(db: Database) -> None:
    keep(db, FIRST, replace(bill("Voltea", "2024-02-01", "9.00"), date=None))
    answer = asked(db, PAID)
    assert "100,00 €" in answer.sentences[0].text
    assert "1 papier n’a pas de date : pas compté." in answer.text


def test_sum_names_what_is_to_be_paid_later(db: Database) -> None:
    keep(db, FIRST, replace(bill("Voltea", "2024-11-10", "9.00"), due="2024-12-05"))
    answer = asked(db, PAID)
    assert "100,00 €" in answer.sentences[0].text
    assert "1 papier à payer plus tard (9,00 €) ne compte pas encore." in answer.text


def test_sum_tells_senders_apart_whose_names_begin_alike(db: Database) -> None:
    keep(db, FIRST, bill("Voltea Services", "2024-02-01", "9.00"))
    answer = asked(db, PAID)
    assert "100,00 €" in answer.sentences[0].text
    assert "Sans Voltea Services." in answer.text


def test_sum_tells_each_sender_where_only_the_beginning_of_names_was_said(db: Database) -> None:
    keep(db, bill("Voltea Nord", "2024-02-01", "9.00"), bill("Voltea Sud", "2024-02-02", "8.00"))
    texts = [sentence.text for sentence in asked(db, PAID).sentences]
    assert "9,00 € à Voltea Nord" in texts[0]
    assert "8,00 € à Voltea Sud" in texts[1]
    assert texts[2] == "En tout : 17,00 €."


def test_sum_of_salaries_tells_persons_apart(db: Database) -> None:
    mine = payslip("2024-01", "1000.00", "1300.00", "2024-01-31")
    theirs = replace(mine, said={**mine.said, "nir": "185017512345678", "net_pay": "1.00", "employee_name": "Ana Test"})
    keep(db, mine, theirs)
    answer = asked(db, "combien ai-je gagné en 2024 ?")
    assert not any("1\u202f001" in sentence.text for sentence in answer.sentences)
    assert "Ana Test" in answer.text


def test_nothing_in_a_time_says_when_there_is_something(db: Database) -> None:
    keep(db, bill("Voltea", "2023-03-10", "5.00"))
    answer = asked(db, "combien de factures Voltea en 2024 ?")
    assert answer.text == "Aucune facture de Voltea en 2024 parmi vos papiers. La dernière est de mars 2023."


def test_an_unknown_sender_is_left_to_others(db: Database) -> None:
    keep(db, FIRST)
    assert compute(db, "combien ai-je payé à Gazelys en 2024 ?", TODAY, Filters()) is None


def test_private_papers_are_left_out_where_asked_and_that_is_said(db: Database) -> None:
    keep(db, FIRST, replace(SECOND, is_private=True))
    assert "150,00 €" in asked(db, PAID).text
    answer = asked(db, PAID, Filters(without_private=True))
    assert "100,00 €" in answer.sentences[0].text
    assert answer.reasons == (Reason(PrivateLeftOut.code),)


def test_a_sender_of_private_papers_alone_is_not_known(db: Database) -> None:
    keep(db, FIRST, replace(bill("Clinique Alba", "2024-01-01", "3.00"), is_private=True))
    question = "combien ai-je payé à Clinique Alba en 2024 ?"
    assert compute(db, question, TODAY, Filters(without_private=True)) is None
    assert compute(db, question, TODAY, Filters()) is not None


def test_the_trash_never_counts(db: Database) -> None:
    keep(db, FIRST, replace(SECOND, is_in_trash=True))
    assert "100,00 €" in asked(db, PAID).sentences[0].text


def test_filters_narrow_what_counts(db: Database) -> None:
    first, _ = keep(db, FIRST, SECOND)
    assert "100,00 €" in asked(db, PAID, Filters(document_ids=(first,))).sentences[0].text
    assert "50,00 €" in asked(db, PAID, Filters(first_date="2024-02-01")).sentences[0].text


def test_an_answer_cites_fifty_papers_and_counts_the_rest(db: Database) -> None:
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 7) for day in range(1, 11)]
    keep(db, *(bill("Voltea", day, "1.00") for day in days))
    answer = asked(db, PAID)
    assert "60,00 €" in answer.sentences[0].text
    assert len(answer.citations) == 50
    assert "10 autres papiers comptent aussi, sans être montrés ici." in answer.text


def test_a_fact_that_papers_differ_on_is_told_of_each(db: Database) -> None:
    keep(
        db,
        Made("Avis 2024", "income_tax_notice", "Impôts (DGFiP)", "2024-08-01", {"tax_number": "3023217600053"}),
        Made("Avis 2023", "income_tax_notice", "Impôts (DGFiP)", "2023-08-01", {"tax_number": "0123456789012"}),
    )
    answer = asked(db, "quel est mon numéro fiscal ?")
    assert "3023217600053 (« Avis 2024 »)" in answer.sentences[0].text
    assert answer.sentences[1].text == "Selon « Avis 2023 » : 0123456789012."


def test_a_contradicted_fact_is_not_told(db: Database) -> None:
    keep(db, Made("Avis 2024", "income_tax_notice", "Impôts (DGFiP)", "2024-08-01", {"tax_number": "!3023217600053"}))
    assert compute(db, "quel est mon numéro fiscal ?", TODAY, Filters()) is None


def test_the_account_that_a_bank_debits_is_not_the_senders(db: Database) -> None:
    said = {"grand_total": "5.00", "iban": "FR7630006000011234567890189", "mandate_reference": "RUM1"}
    keep(db, Made("Facture Voltea", "utility_bill", "Voltea", "2024-01-01", said))
    assert compute(db, "quel est l'IBAN de Voltea ?", TODAY, Filters()) is None


def test_the_account_of_the_persons_own_bank_papers_is_not_the_senders(db: Database) -> None:
    own = "FR7630006000011234567890189"
    keep(
        db,
        Made("RIB", "bank_details", "Banque Exemple", "2024-01-01", {"iban": own}),
        Made("Facture Voltea", "utility_bill", "Voltea", "2024-01-01", {"grand_total": "5.00", "iban": own}),
    )
    assert compute(db, "quel est l'IBAN de Voltea ?", TODAY, Filters()) is None


def test_electricity_and_gas_of_one_sender_are_told_apart(db: Database) -> None:
    keep(
        db,
        bill("Voltea", "2024-01-10", "100.00", pdl="12345678901234"),
        bill("Voltea", "2024-01-11", "40.00", pce="12345678901234"),
        bill("Voltea", "2024-01-12", "7.00"),
    )
    answer = asked(db, "combien d'électricité ai-je payé en 2024 ?")
    assert "100,00 €" in answer.sentences[0].text
    assert "1 papier ne dit pas clairement de quoi il s’agit : pas compté." in answer.text


def test_sum_names_papers_of_the_sender_that_may_be_bills(db: Database) -> None:
    said = {"grand_total": "30.00", "currency": "EUR"}
    _, unclear = keep(db, FIRST, Made("Santé Voltea, mars 2024", "health", "Voltea", "2024-03-01", said))
    answer = asked(db, PAID)
    assert "100,00 €" in answer.sentences[0].text
    said_of = next(each for each in answer.sentences if "ne dit pas clairement" in each.text)
    assert [answer.citations[number - 1].document_id for number in said_of.citations] == [unclear]


def test_sum_of_insurance_leaves_contracts_out_and_names_what_may_be_a_bill(db: Database) -> None:
    keep(
        db,
        Made("Avis d’échéance Abri Sûr", "insurance", "Abri Sûr", "2024-09-01", {"premium": "151.00"}),
        Made("Contrat d’assurance Abri Sûr", "insurance", "Abri Sûr", "2024-09-02", {"premium": "151.00"}),
        Made("Assurance Abri Sûr, mars 2024", "insurance", "Abri Sûr", "2024-03-02", {"premium": "12.00"}),
    )
    answer = asked(db, "combien ai-je payé d'assurance en 2024 ?")
    assert "151,00 €" in answer.sentences[0].text
    assert "1 papier ne dit pas clairement de quoi il s’agit" in answer.text


@pytest.mark.parametrize("title", ["Avoir Voltea, mars 2024, 9,00 €", "Voltea credit note, March 2024, €9.00"])
def test_a_credit_note_is_taken_off_by_its_title(db: Database, title: str) -> None:
    keep(db, FIRST, Made(title, "invoice", "Voltea", "2024-03-01", {"grand_total": "9.00", "currency": "EUR"}))
    assert "91,00 €" in asked(db, PAID).sentences[0].text


def test_signs_that_turn_text_around_are_not_shown(db: Database) -> None:
    keep(db, replace(FIRST, title="Facture\u202e\u2066 Voltea\n\x07https://exemple.invalid <b>"))
    text = asked(db, "liste mes factures Voltea").text
    assert "Facture Voltea https://exemple.invalid <b>, 10 janvier 2024, 100,00 €" in text


def test_amounts_are_added_to_the_cent(db: Database) -> None:
    keep(db, *(bill("Voltea", f"2024-01-{day:02}", "0.10") for day in range(1, 31)))
    assert "payé 3,00 € à Voltea" in asked(db, PAID).sentences[0].text
