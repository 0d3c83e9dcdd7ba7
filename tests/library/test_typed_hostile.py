"""Typed searches of any kind: nothing raises, nothing takes long, no letter is lost."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lexo.library.typed.names import field_of
from lexo.library.typed.parts import What, written
from lexo.library.typed.reading import MAX_CHARS, MAX_PARTS, part_of, read, without
from lexo.store.filtering import Filters

TODAY = date(2026, 3, 31)
FIELDS = Path(__file__).parents[2] / "docs" / "fields.md"
HOSTILE = (
    *("l'été", '"', 'a"b', "", "\0", "*", "(", "-", "^", "x:y", "NEAR(", "a AND", "😀" * 50, "ابحث 2024", "\ud800"),
    *(
        "de:\ud800",
        'de:"',
        "-",
        "-type:",
        "..",
        "2024..",
        "> ",
        ">",
        "<>",
        "montant:",
        "date:99/99/9999",
        "iban: ",
        "\u0130:x",
    ),
    *(
        "date:2199-12-31..",
        "avant:1900",
        "après:2199-12-31",
        "les 999 derniers ans",
        "the last 999 years",
        "montant:" + "9" * 40,
    ),
    *(
        "avant:" * 2000,
        'de:"' * 2500,
        "1 " * 5000,
        "entre 1 et " * 900,
        "> 1 000 " * 1200,
        "mars 2024 " * 1000,
        "type:a " * 1400,
    ),
)
FRAGMENTS = (
    *(
        "type:facture",
        "de:",
        '"',
        " ",
        "-",
        "2024",
        "mars",
        ">",
        "..",
        "100",
        "€",
        "entre",
        "et",
        "avant",
        ":",
        "iban:FR76",
    ),
    *(
        "en",
        "le mois dernier",
        "1 000,50",
        "\u00a0",
        "siret:404 833",
        "date:",
        "/",
        "é",
        "«",
        "»",
        "état:échec",
        ",",
        "<=",
    ),
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))


def letters_of(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_read_never_raises_and_loses_no_letter(text: str) -> None:
    understood = read(text, TODAY)
    left = text
    for part in reversed(understood.parts):
        assert text[part.start : part.start + len(part.typed)] == part.typed
        left = left[: part.start] + " " + left[part.start + len(part.typed) :]
    assert letters_of(understood.words) == letters_of(left)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_read_takes_any_text_at_once(text: str) -> None:
    begin = time.process_time()
    understood = read(text, TODAY)
    assert time.process_time() - begin < 1
    assert len(understood.parts) <= MAX_PARTS
    assert understood.as_words().words is not None


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_what_was_understood_is_understood_again_as_lexo_writes_it(text: str) -> None:
    for part in read(text, TODAY).parts:
        (again,) = read(part.written(), TODAY).parts
        assert (again.what, again.value, again.filters) == (part.what, part.value, part.filters)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_without_a_part_the_text_is_shorter(text: str) -> None:
    for part in read(text, TODAY).parts:
        assert len(without(text, part)) < len(text)


@given(st.text(max_size=60))
@example('Toits "& Fils"')
@example("= EDF")
@example("A:B, C.")
@settings(max_examples=200, deadline=None)
def test_a_whole_name_is_understood_as_written(name: str) -> None:
    parts = read(written(What.SENDER, f"={name}"), TODAY).parts
    if any(map(str.isalnum, name)):
        assert [part.what for part in parts] == [What.SENDER]
        assert len(parts[0].filters.senders) == 1


@given(st.text(max_size=12), st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_part_of_any_name_and_value_never_raises(key: str, value: str) -> None:
    part_of(key, value, TODAY)


def test_filters_behind_the_limit_stay_words() -> None:
    text = "a" * MAX_CHARS + " type:facture"
    assert (read(text, TODAY).words, read(text, TODAY).filters) == (text, Filters())


def test_more_parts_than_the_limit_stay_words() -> None:
    understood = read("de:a " * (MAX_PARTS + 1), TODAY)
    assert (len(understood.parts), understood.words.strip()) == (MAX_PARTS, "de:a")


def test_every_field_of_the_documentation_can_be_asked_for() -> None:
    rows = [line.split("|")[1] for line in FIELDS.read_text("utf-8").splitlines() if line.startswith("| `")]
    names = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert len(names) > 200
    assert {name for name in names if field_of(name) != name} == set()


def test_every_example_of_the_documentation_is_understood() -> None:
    table = (FIELDS.parent / "search.md").read_text("utf-8").split("## Filters")[1].split("## Guesses")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    examples = [example for row in rows for example in re.findall(r"`([^`]+)`", row)]
    assert len(examples) > 20
    assert [example for example in examples if read(example, TODAY).words or not read(example, TODAY).parts] == []
