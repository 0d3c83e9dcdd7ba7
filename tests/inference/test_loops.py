"""The loop guard, on what models really do when they lose their way, and on honest pages that look like it."""

import itertools
import re
from collections.abc import Iterable

import pytest

from lexo.inference.loops import EVERY, LoopGuard


def stopped_after(text: Iterable[str]) -> int | None:
    """Tell the guard a text, a word or a mark a token; after how many tokens it says stop."""
    known: dict[str, int] = {}
    names: list[str] = []
    guard = LoopGuard(lambda tokens: "".join(names[token] for token in tokens))
    for count, token in enumerate(text, start=1):
        if token not in known:
            known[token] = len(names)
            names.append(token)
        if guard.loops(known[token]):
            return count
    return None


def tokens(text: str) -> list[str]:
    return re.findall(r"<[^>]*>|\s*\w+|\s*[^\w\s]|\s+", text)


@pytest.mark.parametrize(
    "loop",
    [
        "the ",
        "the same line again\n",
        "| Widget | 10.00 |\n",
        "and then a long sentence is said, one that goes on for quite a while with many words before it ends, and "
        "comes back to where it was, with all its commas, clauses, and other things that sentences have.\n",
    ],
)
def test_text_that_repeats_a_unit_is_stopped(loop: str) -> None:
    unit = tokens(loop)
    stopped = stopped_after(itertools.chain(tokens("Dear Sir,\n"), itertools.cycle(unit)))
    assert stopped is not None
    assert stopped < 12 * max(len(unit), 32)


def test_text_that_only_counts_is_stopped() -> None:
    lines = (tokens(f"Item {number} of the list is not seen on this page.\n") for number in itertools.count(1))
    stopped = stopped_after(itertools.islice(itertools.chain.from_iterable(lines), 20_000))
    assert stopped is not None
    assert stopped < 2_000


def test_cells_without_end_are_stopped() -> None:
    stopped = stopped_after(itertools.cycle(["<td>", "</td>"]))
    assert stopped is not None
    assert stopped < 1_600


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + ("<tr>" + "<td></td>" * 8 + "</tr>") * 25 + "</table>",
        "".join(f"Chapter {number} {'.' * 90} {number * 7}\n" for number in range(1, 30)),
        "".join(f"| {number:03} | 0,00 | 0,00 | {number * 37 % 91},{number % 10}0 |\n" for number in range(1, 80)),
        "| --- | --- | --- |\n" * 3 + "|  |  |  |\n" * 30,
        "_" * 400,
    ],
)
def test_honest_forms_lists_and_tables_are_let_be(page: str) -> None:
    assert stopped_after(tokens(page)) is None


def test_words_of_a_long_text_are_let_be() -> None:
    words = [f"w{(n * n * 7 + n * 13) % 4001} " for n in range(8_000)]
    assert stopped_after(words) is None


def test_guard_looks_only_now_and_then() -> None:
    guard = LoopGuard(lambda tokens: "word")
    assert [guard.loops(1) for _ in range(EVERY * 3)] == [False] * EVERY * 3
    assert any(guard.loops(1) for _ in range(EVERY * 10))
