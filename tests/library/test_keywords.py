"""What is left of a question in plain language."""

import pytest

from lexo.library.searching.keywords import MAX_WORDS, Keywords, is_plain, read


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("combien ai-je payé à EDF en 2024 ?", ("payé", "EDF", "2024")),
        ("Où est l'attestation d’assurance de mon appartement ?", ("attestation", "assurance", "appartement")),
        ("What's the total of the invoice from Coolblue?", ("total", "invoice", "Coolblue")),
        ('trouve-moi "résiliation du bail" 1 200,50 €', ('"résiliation du bail"', "1 200,50")),
        ("Y a-t-il des pénalités de retard ?", ("pénalités", "retard")),
        ("qu'est-ce que j'ai payé le 12/03/2024", ("payé", "12/03/2024")),
        ("mon rendez-vous chez le docteur", ("rendez-vous", "docteur")),
        ("le n° de client", ("client",)),
        ("pupils: 12 000, schools: 45", ("pupils", "12 000", "schools", "45")),
        ("US census", ("US", "census")),
    ],
)
def test_read_keeps_the_telling_words(question: str, words: tuple[str, ...]) -> None:
    assert read(question).words == words


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("combien ai-je payé à EDF", "fra"),
        ("how much did I pay to EDF", "eng"),
        ("invoice number", "eng"),
        ("facture EDF 2024", "fra"),
        ("don't pay", "eng"),
        ("pénalités", "fra"),
        ("who signed the agreement", "eng"),
        ("42", "fra"),
    ],
)
def test_read_tells_the_language(question: str, language: str) -> None:
    assert read(question).language == language


@pytest.mark.parametrize(
    ("question", "is_question"),
    [
        ("Quand dois-je payer l'impôt ?", True),
        ("who signed the agreement with Auspex", True),
        ("est-ce que le loyer comprend les charges", True),
        ("facture EDF 2024", False),
        ("number of cards", False),
        ("assurance ?", False),
    ],
)
def test_read_tells_questions_from_words(question: str, is_question: bool) -> None:
    assert read(question).is_question is is_question


def test_read_keeps_plain_words_where_there_are_no_others() -> None:
    assert read("où est-ce que").words == ("où", "est", "que")


@pytest.mark.parametrize("text", ["", "   ", "???", '"', "«»", "'", "--", "\0", "\ud800", "-je", "l'", '""" a'])
def test_read_takes_any_text(text: str) -> None:
    assert isinstance(read(text), Keywords)


def test_read_stays_small_on_a_very_long_question() -> None:
    assert len(read("mot " + " ".join(f"mot{n}" for n in range(100_000))).words) == MAX_WORDS


def test_is_plain_knows_small_words_with_any_accents() -> None:
    assert [is_plain(word) for word in ("Où", "the", "loyer")] == [True, True, False]
