"""Questions and answers: who answers, what is proven, and what is said where nobody can."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from answering_models import Scripted
from lexo.document import BBox, PageImage
from lexo.errors import DocumentNotFound, ModelFailed, PromptTooLong
from lexo.facts import Field, Proof, Source, Verdict
from lexo.inference.base import Finish
from lexo.library.asking.answers import Answer, Cited, Done, How, Token
from lexo.library.asking.ask import Asker, Means, Question
from lexo.library.asking.followups import Exchange
from lexo.store import documents, facts, private
from lexo.store.database import Database
from made_papers import add_paper

BILL = "Energie du Lac\nFacture FA-2026-017 du 3 mars 2026\nTotal TTC 1 080,50 EUR\nA payer avant le 02/04/2026"
LEASE = "Bail de location\nLoyer mensuel 650,00 EUR\nPréavis de trois mois pour le locataire"
ABOUT = "Que dit la facture Energie du Lac sur le règlement ?"
WHITE = PageImage(b"\xff" * 300, 10, 10, 3, 72)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


@pytest.fixture
def bill(db: Database) -> int:
    return add_paper(db, "energie.pdf", BILL)


def asker(db: Database, model: Scripted | None = None, vision: Scripted | None = None) -> Asker:
    means = Means(lambda: model, lambda: vision, lambda document_id, page: WHITE, today=lambda: date(2026, 5, 1))
    return Asker(db, means)


def answered(db: Database, said: str, question: str = ABOUT, **more: object) -> Answer:
    return asker(db, Scripted(said)).answer(Question(question, **more))  # type: ignore[arg-type]


def proven(answer: Answer) -> list[bool]:
    return [sentence.is_proven for sentence in answer.sentences]


@pytest.mark.parametrize(
    ("said", "is_proven"),
    [
        ("Le total est « Total TTC 1 080,50 EUR » [1].", True),
        ("Le total est « total ttc 1080.50 € » [1].", True),
        ("Le total est « Total TTC 1 081,50 EUR » [1].", False),
        ("Il faut payer 1 080,50 € avant le 2 avril 2026 [1].", True),
        ("Il faut payer 1.080,5 € [1].", True),
        ("Il faut payer 1 080,50 $ [1].", False),
        ("Il faut payer avant le 3 avril 2026 [1].", False),
        ("La facture FA-2026-017 est de mars 2026 [1].", True),
        ("La facture FA-2026-018 est de mars 2026 [1].", False),
        ("Le total est « Total TTC 1 080,50 EUR » [1], soit 2 000,00 EUR.", False),
        ("Le total est « Total TTC 1 080,50 EUR » (page 1) [1].", True),
        ("Le total est « Total TTC 1 080,50 EUR » (page 4) [1].", False),
        ("C’est une facture [1].", False),
        ("C’est « Energie » [1].", False),
        ("Il y a 3 factures [1].", False),
        ("Il y a 12 factures.", False),
    ],
)
def test_sentence_is_proven_by_its_quotes_and_numbers(db: Database, bill: int, said: str, is_proven: bool) -> None:
    assert proven(answered(db, said)) == [is_proven]


def test_quote_is_cited_with_its_place(db: Database, bill: int) -> None:
    answer = answered(db, "Le total est « total ttc 1080,50 € » [1].")
    (citation,) = answer.citations
    assert (citation.document_id, citation.page, citation.quote) == (bill, 1, "Total TTC 1 080,50 EUR")
    assert len(citation.boxes) == 1
    assert answer.sentences[0].citations == (1,)


def test_quote_of_another_passage_than_named_is_moved_to_it(db: Database, bill: int) -> None:
    lease = add_paper(db, "bail.pdf", LEASE)
    answer = answered(db, "Le loyer est « Loyer mensuel 650,00 EUR » [1] [2] [9].", "facture Energie, loyer du bail ?")
    assert proven(answer) == [True]
    assert [each.document_id for each in answer.citations] == [lease]


def test_fact_that_was_shown_may_be_quoted_and_is_cited_by_its_proof(db: Database, bill: int) -> None:
    box = BBox(0.2, 0.04, 0.25, 0.06)
    proof = Proof(1, (box,), "1 080,50")
    told = Field("grand_total", "1 080,50 €", "1080.50", Source.RULE, Verdict.VERIFIED, 1.0, proof)
    with db.write() as connection:
        facts._put_fields(connection, bill, (told,))
    answer = answered(db, "Il faut payer « grand total : 1 080,50 € » [1]. « grand total : 1 080,51 € » [1].")
    assert proven(answer) == [True, False]
    (citation,) = answer.citations
    assert (citation.quote, citation.boxes) == ("1 080,50", (box,))


def test_small_number_has_to_stand_on_a_page_that_is_named(db: Database, bill: int) -> None:
    add_paper(db, "bail.pdf", LEASE + "\nEtage 7")
    question = "facture Energie, loyer du bail ?"
    assert proven(answered(db, "Il y en a 7.", question)) == [False]


def test_lies_are_kept_and_marked(db: Database, bill: int) -> None:
    answer = answered(db, "« Total TTC 9 999,00 EUR » [1]. « Vous devez tout payer demain » [1].")
    assert proven(answer) == [False, False]
    assert [reason.code for reason in answer.reasons] == ["answer_unproven"]


@pytest.mark.parametrize(
    "said", ["Les papiers ne le disent pas.", "The papers do not say.", "Les extraits ne donnent pas cela."]
)
def test_model_that_finds_nothing_is_a_fixed_refusal_with_the_nearest_papers(
    db: Database, bill: int, said: str
) -> None:
    answer = answered(db, said)
    assert (answer.how, answer.language) == (How.REFUSED, "fra")
    assert answer.text.startswith("Vos papiers ne le disent pas")
    assert [each.document_id for each in answer.citations] == [bill]


def test_nothing_found_asks_no_model(db: Database, bill: int) -> None:
    model = Scripted("Paris.")
    answer = asker(db, model).answer(Question("Wer gewann den Pokal?"))
    assert (answer.how, model.asked) == (How.REFUSED, [])


def test_model_is_asked_coldly_and_within_bounds(db: Database, bill: int) -> None:
    model = Scripted("Rien.")
    asker(db, model).answer(Question(ABOUT))
    (limits,) = model.limits
    assert limits.temperature == 0
    assert limits.max_tokens <= 1000
    assert BILL in model.asked[0]


def test_model_never_sees_a_private_paper(db: Database, bill: int) -> None:
    private.set_private(db, bill, is_private=True)
    add_paper(db, "bail.pdf", "facture Energie règlement")
    model = Scripted("Rien.")
    answer = asker(db, model).answer(Question(ABOUT, (bill,)))
    assert (answer.how, model.asked) == (How.REFUSED, [])
    assert [reason.code for reason in answer.reasons] == ["private_left_out"]
    asker(db, model).answer(Question(ABOUT))
    assert "1 080,50" not in model.asked[0]


def test_question_about_a_paper_in_the_trash_is_refused(db: Database, bill: int) -> None:
    documents.move_to_trash(db, bill)
    with pytest.raises(DocumentNotFound):
        asker(db).ask(Question(ABOUT, (bill,)))


def test_prompt_that_is_too_long_is_asked_again_shorter(db: Database) -> None:
    for number in range(6):
        add_paper(db, f"{number}.pdf", "\n".join(f"facture Energie {line} {number}" for line in range(60)))
    too_long = PromptTooLong(model="scripted", tokens=5000, limit=4096)
    model = Scripted("Rien.", errors=[too_long])
    asker(db, model).answer(Question(ABOUT))
    assert len(model.asked) == 2
    assert len(model.asked[1]) < 0.7 * len(model.asked[0])


@pytest.mark.parametrize("error", [ModelFailed(model="scripted"), PromptTooLong(model="scripted", tokens=9, limit=1)])
def test_model_that_fails_leaves_the_passages_and_the_reason(db: Database, bill: int, error: Exception) -> None:
    model = Scripted("", errors=[error] * 9)  # type: ignore[list-item]
    answer = asker(db, model).answer(Question(ABOUT))
    assert answer.how is How.PASSAGES
    assert [reason.code for reason in answer.reasons] == [error.code]  # type: ignore[attr-defined]


@pytest.mark.parametrize("finish", [Finish.LENGTH, Finish.LOOP, Finish.TIMEOUT])
def test_answer_that_was_cut_off_says_so(db: Database, bill: int, finish: Finish) -> None:
    model = Scripted("Le total est « Total TTC 1 080,50 EUR » [1]. Et enc", finish)
    answer = asker(db, model).answer(Question(ABOUT))
    assert proven(answer) == [True, False]
    assert [reason.code for reason in answer.reasons] == ["answer_cut"]


def test_answer_without_an_end_is_bounded(db: Database, bill: int) -> None:
    model = Scripted("Encore un mot de plus. " * 500_000)
    answer = asker(db, model).answer(Question(ABOUT))
    assert len(answer.sentences) <= 2
    assert model.streams[0].given < 5_000
    assert "answer_cut" in [reason.code for reason in answer.reasons]


@pytest.mark.parametrize("said", ["", " \n", "![](http://evil.example/?d=1)", "<think>never", "[1] [2]"])
def test_answer_that_says_nothing_is_the_refusal(db: Database, bill: int, said: str) -> None:
    assert answered(db, said).how is How.REFUSED


def test_cancelled_answer_stops_the_model_and_never_ends(db: Database, bill: int) -> None:
    model = Scripted("mot " * 200)
    asking = asker(db, model).ask(Question(ABOUT))
    assert isinstance(next(asking), Token)
    asking.cancel()
    given = model.streams[0].given
    assert not any(isinstance(event, Done) for event in asking)
    assert model.streams[0].given <= given + 1


def test_events_are_words_then_places_then_the_answer(db: Database, bill: int) -> None:
    events = list(asker(db, Scripted("« Total TTC 1 080,50 EUR » [1].")).ask(Question(ABOUT)))
    kinds = [type(event) for event in events]
    assert kinds == [Token] * kinds.count(Token) + [Cited, Done]


def test_without_a_model_the_best_passages_are_shown(db: Database, bill: int) -> None:
    lease = add_paper(db, "bail.pdf", LEASE)
    answer = asker(db).answer(Question("préavis du locataire, bail"))
    assert answer.how is How.PASSAGES
    assert answer.citations[0].document_id == lease
    assert "Préavis de trois mois" in answer.sentences[0].text


def test_without_a_model_pages_with_far_fewer_of_the_words_are_not_shown(db: Database) -> None:
    paper = add_paper(db, "dossier.pdf", "Page de garde", "Annexe : le chat", "Le préavis du chat est de trois mois")
    answer = asker(db).answer(Question("préavis du chat ?", (paper,)))
    assert [each.page for each in answer.citations] == [3]


def test_without_a_model_one_word_of_many_is_no_answer(db: Database, bill: int) -> None:
    answer = asker(db).answer(Question("Quelle facture concerne le toit de la grange bleue ?"))
    assert answer.how is How.REFUSED


def test_page_is_looked_at_by_a_vision_model_and_its_words_are_checked(db: Database, bill: int) -> None:
    vision = Scripted("Il y a « Total TTC 1 080,50 EUR ». Et « Total TTC 7,00 EUR ».")
    answer = asker(db, None, vision).answer(Question("Quel est le total ?", (bill,), page=1))
    assert (answer.how, proven(answer), vision.pictures) == (How.PICTURE, [True, False], [WHITE])
    assert "Quel est le total ?" in vision.asked[0]


def test_page_of_a_private_paper_is_looked_at_by_no_model(db: Database, bill: int) -> None:
    private.set_private(db, bill, is_private=True)
    vision = Scripted("« Total TTC 1 080,50 EUR »")
    answer = asker(db, vision, vision).answer(Question("Quel est le total ?", (bill,), page=1))
    assert (answer.how, vision.asked, vision.pictures) == (How.REFUSED, [], [])


def test_vision_model_that_sees_nothing_true_leaves_it_to_the_text(db: Database, bill: int) -> None:
    text = Scripted("« Total TTC 1 080,50 EUR » [1].")
    answer = asker(db, text, Scripted("« Rien de tel ici »")).answer(Question("Que lit-on ici ?", (bill,), page=1))
    assert (answer.how, proven(answer)) == (How.MODEL, [True])


def test_follow_up_looks_in_the_papers_named_before(db: Database, bill: int) -> None:
    add_paper(db, "autre.pdf", "Autre facture, référence FA-1, référence, référence")
    first = answered(db, "« Total TTC 1 080,50 EUR » [1].")
    model = Scripted("Rien.")
    asker(db, model).answer(Question("et sa référence ?", history=(Exchange(ABOUT, first),)))
    assert "Energie du Lac" in model.asked[0]
    assert "Autre facture" not in model.asked[0]
    assert ABOUT in model.asked[0]


def test_question_in_english_is_answered_in_english(db: Database, bill: int) -> None:
    model = Scripted("The papers do not say.")
    answer = asker(db, model).answer(Question("What is the due date of the facture from Energie du Lac?"))
    assert answer.language == "eng"
    assert model.systems[0].startswith("You answer")
