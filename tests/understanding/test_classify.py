"""Kinds of paper, told without a model: on papers written for it, by official data, on hostile text, and honestly."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds.made import Made, papers
from typed import typed

from lexo.document import MediaType, ReadingOptions, Strategy
from lexo.facts import Field, Source, Verdict
from lexo.pages.document_file import open_file
from lexo.pipeline.reading import read_page
from lexo.understanding.classify import BAR, classify, is_sure
from lexo.understanding.kinds import IDS, reasons
from lexo.understanding.paper import paper_of

QUITTANCE = """
Agence des Tilleuls
QUITTANCE DE LOYER
Locataire : Camille Durand
Loyer hors charges      612,00
Provision sur charges    48,00
"""


def fact(name: str, normalized: str, source: Source = Source.RULE, verdict: Verdict = Verdict.VERIFIED) -> Field:
    return Field(name, normalized, normalized, source, verdict, 0.99)


@pytest.fixture(scope="module")
def held() -> list[tuple[Made, str, float]]:
    """Papers that no weight was chosen on, each with LEXO's best guess."""
    return [(made, best.kind, best.probability) for made in papers("held") for best in classify(made.paper)[:1]]


def test_classify_held_out_papers_nine_in_ten_are_right(held: list[tuple[Made, str, float]]) -> None:
    right = sum(made.kind == kind for made, kind, _ in held)
    assert right / len(held) >= 0.90


def test_classify_held_out_papers_at_most_one_in_fifty_is_a_sure_mistake(held: list[tuple[Made, str, float]]) -> None:
    mistakes = sum(made.kind != kind and chance >= BAR for made, kind, chance in held)
    assert mistakes / len(held) <= 0.02


def test_classify_held_out_papers_is_sure_of_most(held: list[tuple[Made, str, float]]) -> None:
    assert sum(chance >= BAR for _, _, chance in held) / len(held) >= 0.70


def test_made_papers_have_eight_of_each_kind_or_more() -> None:
    kinds = [made.kind for split in ("tuned", "held") for made in papers(split)]
    assert {kind for kind in IDS if kinds.count(kind) < 8} == set()


def test_classify_gives_every_kind_a_chance_and_they_sum_up_to_one() -> None:
    guesses = classify(typed(QUITTANCE))
    assert {guess.kind for guess in guesses} == set(IDS)
    assert sum(guess.probability for guess in guesses) == pytest.approx(1)
    assert all(guess.probability > 0 for guess in guesses)
    assert [guess.probability for guess in guesses] == sorted((g.probability for g in guesses), reverse=True)


def test_classify_names_its_own_cue_as_the_reason() -> None:
    best = classify(typed(QUITTANCE))[0]
    assert best.kind == "lease"
    assert (reasons.TITLE, {"cue": "quittance de loyer"}) in [(each.code, each.details) for each in best.reasons]


def test_classify_reasons_never_quote_the_paper() -> None:
    best = classify(typed(QUITTANCE))[0]
    assert "Tilleuls" not in str(best.reasons)
    assert "Durand" not in str(best.reasons)


def test_classify_reasons_all_have_a_sentence_that_their_details_fill() -> None:
    said = [reason for made in papers("held") for guess in classify(made.paper)[:3] for reason in guess.reasons]
    assert said
    assert all(reasons.SENTENCES[reason.code] % reason.details for reason in said)


def test_classify_paper_without_a_word_is_not_sure() -> None:
    assert not is_sure(classify(typed("")))


def test_classify_title_set_widely_is_read_as_one_word() -> None:
    text = "D E V I S\nPose de parquet      Quantité    Prix unitaire\n24 m2      38,00      912,00\nTotal HT   912,00"
    assert classify(typed(text))[0].kind == "quote"


def test_classify_title_with_reading_errors_is_still_known() -> None:
    text = QUITTANCE.replace("QUITTANCE DE LOYER", "QUITTANGE DE LOYFR").replace("Locataire", "Locatalre")
    best = classify(typed(text, confidence=0.7, dpi=200))[0]
    assert best.kind == "lease"
    assert reasons.TITLE in [reason.code for reason in best.reasons]


def test_classify_verified_code_decides_against_the_title() -> None:
    guesses = classify(typed(QUITTANCE), [fact("twod_doc_type", "04", Source.TWO_D_DOC)])
    assert guesses[0].kind == "income_tax_notice"
    assert is_sure(guesses)
    assert guesses[0].reasons[0].code == reasons.SIGNED_CODE


def test_classify_false_signature_decides_nothing() -> None:
    code = fact("twod_doc_type", "04", Source.TWO_D_DOC, Verdict.CONTRADICTED)
    assert classify(typed(QUITTANCE), [code])[0].kind == "lease"


def test_classify_embedded_invoice_is_an_invoice_whatever_is_printed() -> None:
    guesses = classify(typed("Merci de votre confiance\n12 mai"), [fact("invoice_number", "F1", Source.XML)])
    assert guesses[0].kind == "invoice"
    assert is_sure(guesses)


def test_classify_energy_bill_with_embedded_data_stays_one() -> None:
    text = "Facture d'électricité\nPDL 12345678901234\nConsommation 412 kWh   58,20\nAbonnement   12,00\nheures creuses"
    assert classify(typed(text), [fact("invoice_number", "F1", Source.XML)])[0].kind == "utility_bill"


@pytest.mark.parametrize(("code", "kind"), [("ID", "identity_card"), ("P", "passport"), ("IR", "passport")])
def test_classify_machine_readable_lines_tell_cards_from_passports(code: str, kind: str) -> None:
    guesses = classify(typed("Durand\nCamille"), [fact("mrz_document_code", code, Source.MRZ)])
    assert guesses[0].kind == kind


def test_classify_facts_speak_for_a_kind() -> None:
    text = "Société Alpha\nCamille Durand\nmars 2024\n2 105,33   1 702,10"
    facts = [fact("net_pay", "1702.10"), fact("gross_pay", "2105.33"), fact("net_social", "1710.00")]
    assert classify(typed(text), facts)[0].kind == "payslip"


def test_classify_letter_that_mentions_an_invoice_is_no_invoice() -> None:
    text = "Cher Louis,\nj'ai bien reçu ta lettre et la facture du peintre. Nous viendrons te voir en mai.\nTa sœur"
    assert classify(typed(text))[0].kind == "other"


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_classify_survives_any_text(text: str) -> None:
    guesses = classify(typed(text, dpi=200))
    assert sum(guess.probability for guess in guesses) == pytest.approx(1)


@pytest.mark.parametrize(
    "text", ["9" * 30_000, "P<" * 15_000, "1 " * 15_000, "\n".join(["FACTURE"] * 3_000), "é" * 20_000]
)
def test_classify_hostile_runs_take_no_time(text: str) -> None:
    paper = typed(text, dpi=200)
    before = time.process_time()
    classify(paper)
    assert time.process_time() - before < 1.0


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("papers_of", "kinds"),
    [("invoice", {"invoice", "utility_bill", "receipt"}), ("contract", {"other"}), ("table", {"other"})],
)
def test_classify_real_papers_with_a_text_layer(corpus: Path, papers_of: str, kinds: set[str]) -> None:
    options = ReadingOptions(strategy=Strategy.FAST, tables=False)
    found = {}
    for path in sorted((corpus / "dev").glob(f"{papers_of}__*.pdf")):
        with open_file(path, MediaType.PDF) as source:
            found[path.name] = classify(paper_of([(1, read_page(source, 1, options))]))[0].kind
    assert found
    assert {name: kind for name, kind in found.items() if kind not in kinds} == {}
