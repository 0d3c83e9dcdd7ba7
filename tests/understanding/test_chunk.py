"""Chunks of a page: where they are cut, that nothing is lost, and that no text is too odd or too long."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexo.understanding.chunk import PIECES, Chunk, chunks_of, pieces_for, pieces_in, text_of, version_for
from made_papers import page_of

LINE = "Le locataire est tenu de payer le loyer aux termes convenus au contrat de bail"
TEXTS = st.lists(st.sampled_from([LINE, "Titre", "", "12,50 1 234,00 EUR", "x" * 900, "été.", " "]), max_size=60)


def texts(page: str, pieces: int = PIECES) -> list[str]:
    return [page[chunk.first_char : chunk.end_char] for chunk in chunks_of(page, pieces)]


def paragraph(lines: int) -> str:
    return "\n".join(f"{LINE} {number}" for number in range(lines))


def test_short_page_is_one_chunk() -> None:
    page = "Facture\n\nTotal 12,50 EUR\n\nMerci"
    assert chunks_of(page) == (Chunk(0, len(page), 1, 3),)


@pytest.mark.parametrize("page", ["", " ", "\n\n\n", "----\n\n****", "\u200b"])
def test_page_that_says_nothing_has_no_chunk(page: str) -> None:
    assert chunks_of(page) == ()


def test_lines_are_counted_as_they_are_printed() -> None:
    page = "\n\n".join(paragraph(5) for _ in range(12))
    lines = [line.text for line in page_of(page).lines]
    for chunk in chunks_of(page):
        part = page[chunk.first_char : chunk.end_char]
        assert part.replace("\n\n", "\n").split("\n") == lines[chunk.first_line - 1 : chunk.last_line]


def test_page_is_cut_between_blocks_where_they_are_short_enough() -> None:
    page = "\n\n".join(paragraph(5) for _ in range(6))
    assert all(part.startswith(LINE + " 0") and part.endswith(LINE + " 4") for part in texts(page))


def test_long_block_is_cut_between_lines_and_its_chunks_overlap() -> None:
    chunks = chunks_of(paragraph(60))
    assert len(chunks) > 3
    for one, next_ in itertools.pairwise(chunks):
        assert one.first_line < next_.first_line <= one.last_line < next_.last_line


def test_long_block_is_cut_at_the_end_of_a_sentence() -> None:
    lines = [f"{LINE} {number}" + ("." if number % 7 == 6 else "") for number in range(30)]
    assert all(part.endswith(".") for part in texts("\n".join(lines))[:-1])


def test_heading_goes_with_what_follows_it() -> None:
    page = "\n\n".join(f"Article {number}\n\n{paragraph(7)}" for number in range(8))
    assert len(texts(page)) > 4
    for part in texts(page):
        assert not part.split("\n\n")[-1].startswith("Article")


def test_short_blocks_are_joined() -> None:
    page = "\n\n".join(f"Case {number}" for number in range(200))
    parts = texts(page)
    assert all(pieces_in(part) > PIECES / 2 for part in parts[:-1])


def test_line_of_a_table_is_never_cut() -> None:
    rows = [f"{n:02}/03/2024 PRLV FOURNISSEUR {n * 37},{n:02} 1 {n:03},00" for n in range(60)]
    for part in texts("\n".join(rows)):
        assert set(part.split("\n")) <= set(rows)


def test_page_ends_without_a_chunk_of_a_few_words() -> None:
    for lines in range(1, 60):
        assert pieces_in(texts(paragraph(lines))[-1]) > min(PIECES / 6, pieces_in(paragraph(lines)) - 1)


@pytest.mark.parametrize("separator", [" ", ""])
def test_line_that_is_too_long_is_cut_and_keeps_its_number(separator: str) -> None:
    chunks = chunks_of("Titre\n" + separator.join(["mot"] * 3000) + "\nFin")
    assert len(chunks) > 5
    assert {chunk.last_line for chunk in chunks[:-1]} == {2}


@given(TEXTS, st.sampled_from([PIECES, 60, 10]))
@settings(max_examples=150, deadline=None)
def test_chunks_hold_all_words_in_order_and_no_more_than_asked(lines: list[str], pieces: int) -> None:
    page = "\n".join(lines)
    chunks = chunks_of(page, pieces)
    covered: set[int] = set()
    for chunk in chunks:
        covered |= set(range(chunk.first_char, chunk.end_char))
        assert 1 <= chunk.first_line <= chunk.last_line
    assert {at for at, char in enumerate(page) if char.isalnum()} <= covered
    assert list(chunks) == sorted(chunks, key=lambda chunk: (chunk.first_char, chunk.end_char))
    longest = max(map(pieces_in, (LINE, "12,50 1 234,00 EUR", "x" * 100)))
    assert all(pieces_in(page[c.first_char : c.end_char]) <= pieces * 1.15 + longest + len(lines) for c in chunks)


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_cut(page: str) -> None:
    for chunk in chunks_of(page, 20):
        text_of(chunk, page)


@pytest.mark.parametrize("unit", ["x", "a ", "\n\na", "été 1\n", "1,", "é" * 50 + "\n", "\ud83d\ude00"])
def test_cutting_takes_no_longer_than_the_text_is_long(unit: str) -> None:
    def seconds(length: int) -> float:
        page = unit * (length // len(unit))
        return min(_timed(page) for _ in range(2))

    assert seconds(200_000) < 12 * seconds(40_000) + 0.02


def _timed(page: str) -> float:
    began = time.process_time()
    chunks_of(page)
    return time.process_time() - began


def test_word_divided_at_the_end_of_a_line_is_one_word_for_the_model() -> None:
    page = "une somme payable à l'atten-\ntion du bailleur - le 3 du mois"
    assert text_of(chunks_of(page)[0], page) == "une somme payable à l'attention du bailleur - le 3 du mois"


def test_chunks_are_smaller_for_a_model_that_takes_less() -> None:
    assert pieces_for(128) < pieces_for(256) == pieces_for(8192) == PIECES
    assert len(chunks_of(paragraph(60), pieces_for(128))) > len(chunks_of(paragraph(60), pieces_for(256)))


def test_vectors_of_chunks_that_are_cut_otherwise_are_of_another_version() -> None:
    assert version_for("abc", 128) != version_for("abc", 512)
    assert version_for("abc", 512) == version_for("abc", 8192)
