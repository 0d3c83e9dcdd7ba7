"""How papers are called: titles as people name files, senders, days, summaries."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed import typed
from typed_papers import made

from lexo.facts import Field, Source, Verdict
from lexo.understanding import papers
from lexo.understanding.describe import date_of, describe, title_of
from lexo.understanding.paper import Paper
from lexo.understanding.phrasing import of


def fact(name: str, value: str, normalized: str = "", verdict: Verdict = Verdict.PLAUSIBLE) -> Field:
    return Field(name, value, normalized or value, Source.RULE, verdict, 0.9)


def items(*names: str, verdict: Verdict = Verdict.VERIFIED) -> Field:
    rows = tuple({"name": name} for name in names)
    return Field("lines", "", "", Source.RULE, verdict, 0.9, rows=rows)


def fields_of(paper: Paper) -> list[Field]:
    return [field for find in papers.FINDERS for field in find(paper)]


INVOICE = (
    fact("seller_name", "Au bon moulin SARL"),
    fact("invoice_number", "FA-2017-0010"),
    fact("issue_date", "13/11/2017", "2017-11-13"),
    fact("due_date", "13/12/2017", "2017-12-13"),
    fact("grand_total", "671,15 €", "671.15"),
    fact("due_payable", "470,15 €", "470.15"),
    fact("tax_total", "46,25 €", "46.25"),
    fact("currency", "EUR"),
)


def test_french_invoice_is_told_from_its_facts() -> None:
    said = describe(typed("FACTURE"), INVOICE, "invoice")
    assert said.title == "Facture Au bon moulin, novembre 2017, 671,15 €"
    assert said.summary == (
        "Facture n° FA-2017-0010 d’Au bon moulin du 13/11/2017 : 671,15 € TTC, "
        "dont 470,15 € restent à payer avant le 13/12/2017."
    )
    assert (said.sender, said.date) == ("Au bon moulin", "2017-11-13")


def test_english_invoice_is_told_in_english() -> None:
    said = describe(typed("INVOICE", language="eng"), INVOICE, "invoice")
    assert said.title == "Au bon moulin invoice, November 2017, €671.15"
    assert said.summary.startswith("Invoice FA-2017-0010 from Au bon moulin, 13 November 2017: €671.15, of which")


def test_negative_invoice_is_a_credit_note() -> None:
    facts = (fact("seller_name", "Durand"), fact("grand_total", "-20,00 €", "-20.00"))
    assert title_of("invoice", facts, "fra") == "Avoir Durand, -20,00 €"


def test_items_are_named_only_where_they_add_up() -> None:
    told = describe(typed("FACTURE"), (*INVOICE, items("Nougat", "HUILE D'OLIVE")), "invoice").summary
    doubted = describe(typed("FACTURE"), (*INVOICE, items("Nougat", verdict=Verdict.PLAUSIBLE)), "invoice").summary
    assert told.endswith("Nougat et Huile d'Olive.")
    assert "Nougat" not in doubted


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1E+999", "twelve"])
def test_amount_that_is_no_number_is_told_as_it_stands(amount: str) -> None:
    facts = (fact("seller_name", "Durand"), fact("grand_total", amount))
    assert title_of("invoice", facts, "fra") == f"Facture Durand, {amount}"


def test_contradicted_amount_is_not_told() -> None:
    facts = (fact("seller_name", "Durand"), fact("grand_total", "9,00 €", "9.00", Verdict.CONTRADICTED))
    assert title_of("invoice", facts, "fra") == "Facture Durand"


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("payslip", "payslip", "Bulletin de paie Menuiserie Durand, février 2025"),
        ("income_tax", "income_tax_notice", "Avis d’impôt 2024 (revenus 2023)"),
        ("property_tax", "property_tax_notice", "Taxe foncière 2024, Ville-Exemple"),
        ("bank_statement", "bank_statement", "Relevé de compte Banque Exemple, février 2025"),
        ("bank_details", "bank_details", "RIB Banque Exemple – Paul Exemple"),
        ("rent_receipt", "lease", "Quittance de loyer, 12 rue des Lilas, Lyon, mars 2024"),
        ("lease", "lease", "Contrat de location, 12 rue des Lilas, Lyon"),
        ("insurance", "insurance", "Avis d’échéance Assurance Exemple Mutuelle, avril 2025, 432,18 €"),
        ("health", "health", "Attestation de droits CPAM du Rhône, janvier 2025"),
        ("benefits", "benefits", "Attestation de paiement CAF de la Gironde, janvier 2025"),
        ("identity_card", "identity_card", "Carte d’identité Paul Exemple"),
        ("driving_licence", "driving_licence", "Permis de conduire Paul Exemple"),
        ("vehicle", "vehicle_registration", "Carte grise AB-123-CD, Renault Clio"),
        ("diploma", "diploma", "Certificat de scolarité, Université de Ville-Exemple, 2024/2025"),
        ("civil_status", "civil_status", "Acte de naissance de Paul Exemple"),
        ("company", "company_registration", "Extrait Kbis Atelier Exemple"),
        ("employment", "employment_contract", "Contrat de travail (CDI) Atelier Exemple – Claire Martin-Exemple"),
    ],
)
def test_french_papers_are_titled_as_people_name_files(name: str, kind: str, title: str) -> None:
    paper = made(name)
    assert describe(paper, fields_of(paper), kind).title == title


def test_payslip_is_told_in_one_sentence() -> None:
    paper = made("payslip")
    told = describe(paper, fields_of(paper), "payslip").summary
    assert told.replace("\u202f", " ") == (
        "Bulletin de paie de Claire Martin-Exemple (Menuiserie Durand) pour février 2025 : "
        "1 647,70 € net payés le 28/02/2025, 2 153,71 € brut, 1 748,22 € net imposable."
    )


def test_public_body_is_called_as_people_call_it() -> None:
    paper = typed("CAISSE D'ALLOCATIONS FAMILIALES DE LA GIRONDE\nAttestation de paiement")
    assert describe(paper, (), "benefits").sender == "CAF de la Gironde"


def test_tax_office_sends_tax_notices() -> None:
    assert describe(made("income_tax"), (), "income_tax_notice").sender == "Impôts (DGFiP)"


def test_date_follows_the_kind() -> None:
    facts = (fact("payment_date", "05/03/2025", "2025-03-05"), fact("period_end", "28/02/2025", "2025-02-28"))
    assert (date_of(facts, "payslip"), date_of(facts, "other")) == ("2025-02-28", "2025-03-05")


def test_title_of_facts_alone_needs_no_paper() -> None:
    facts = (fact("employer_name", "DURAND SARL"), fact("period_end", "28/02/2025", "2025-02-28"))
    assert title_of("payslip", facts, "fra") == "Bulletin de salaire Durand, février 2025"


def test_title_of_a_kind_without_facts_is_none() -> None:
    assert title_of("invoice", (), "fra") is None
    assert title_of("other", INVOICE, "fra") is None


LETTER = """
COMITÉ DES FÊTES

Compte rendu de la réunion du mois de mai

La réunion est ouverte par la présidente, qui remercie les membres de leur présence et de leur travail.
Le comité décide de tenir la fête du village sur la place de la mairie, et d'inviter les communes voisines.
La séance est levée à vingt heures.
"""


def test_letter_is_titled_by_its_heading_and_told_by_its_sentences() -> None:
    said = describe(typed(LETTER), (), "other")
    assert said.title == "Comité des fêtes"
    assert "La réunion est ouverte par la présidente" in said.summary
    assert len(said.summary) <= 400


def test_letter_is_titled_by_what_it_says_it_is_about() -> None:
    text = (
        "Mairie de Ville-Exemple\nObjet : votre demande de permis de construire\n"
        "Monsieur, Nous avons bien reçu votre demande et nous vous remercions de nous l'avoir envoyée."
    )
    said = describe(typed(text), (fact("seller_name", "Mairie de Ville-Exemple"),), "other")
    assert said.title == "Votre demande de permis de construire – Mairie de Ville-Exemple"
    assert said.summary.startswith("Nous avons bien reçu")


def test_firm_within_a_sentence_is_no_sender() -> None:
    text = "Compte rendu de visite\nNous avons vu Atelier Exemple SARL lors de la foire et nous avons parlé de bois."
    assert describe(typed(text), (fact("organisation", "Atelier Exemple SARL"),), "other").sender == ""


def test_word_broken_at_a_line_end_is_mended() -> None:
    text = "Le comité décide de tenir la grande fête du vil-\nlage sur la place de la mairie, et d'inviter les voisins."
    assert "fête du village sur" in describe(typed(text), (), "other").summary


def test_agreement_is_titled_with_its_parties() -> None:
    text = (
        "MUTUAL NONDISCLOSURE AGREEMENT\n\nThis agreement is made by and between Example Metals, Inc., a company, and\n"
        "Sample Parts LLC, a company, for the purpose that is described in the first article of it."
    )
    said = describe(typed(text, language="eng"), (), "other")
    assert said.title == "Mutual Nondisclosure Agreement – Example Metals / Sample Parts"
    assert said.summary.startswith("Mutual Nondisclosure Agreement between Example Metals and Sample Parts.")


def test_metadata_title_is_used_where_the_page_has_no_heading() -> None:
    page = typed("12,5   13,0   14,1", language="eng").pages[0]
    said = describe(Paper((page,), "eng", "Rainfall of the valley"), (), "other")
    assert said.title == "Rainfall of the valley"


def test_metadata_title_that_names_a_file_is_ignored() -> None:
    page = typed("Rapport sur les forêts").pages[0]
    assert describe(Paper((page,), "fra", "Microsoft Word - x.docx"), (), "other").title == "Rapport sur les forêts"


def test_scrawl_is_not_made_a_title() -> None:
    paper = typed("La cheie petite ferpere qre\nd'appreu che la Mort", confidence=0.5, dpi=300)
    assert describe(paper, (), "other").title == "Document sans titre"


def test_empty_paper_has_no_title() -> None:
    assert describe(Paper(), (), "other").title == ""


def test_french_of_is_elided_before_a_vowel() -> None:
    assert (of("Orange"), of("Durand"), of("Le Fournisseur")) == ("d’Orange", "de Durand", "du Fournisseur")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["other", "invoice", "payslip", "lease", "benefits", ""]))
def test_describing_survives_any_text(text: str, kind: str) -> None:
    paper = typed(text)
    said = describe(paper, (fact("grand_total", text[:9], text[:5]), fact("issue_date", text[:12])), kind)
    assert len(said.title) <= 90
    assert len(said.summary) <= 400
    assert bool(said.title) == bool(paper.text.strip()) or said.title


@pytest.mark.parametrize("unit", ["A. ", "between A ", "a-", "Mot ", "(", "CAF de ", "x: y ", "— ", "1."])
def test_describing_takes_linear_time(unit: str) -> None:
    body = unit * (60_000 // len(unit))
    paper = typed("CONTRAT entre Jean Martin et\n" + "\n".join(body[at : at + 900] for at in range(0, len(body), 900)))
    started = time.process_time()
    describe(paper, (), "benefits")
    assert time.process_time() - started < 1.5


def test_modules_of_the_description_load_no_finder() -> None:
    """The server makes titles of corrected facts; it stays light."""
    folder = Path(papers.__file__).parent.parent
    for name in ("describe", "titles", "telling", "senders", "headings", "summarize", "sentences", "nouns"):
        assert "understanding.papers" not in (folder / f"{name}.py").read_text("utf-8")
