"""`lexo searches`, and the filters of `lexo search`, in a library of their own."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from lexo.cli import main
from lexo.facts import Conclusion, Field, Source, Verdict
from lexo.store import facts
from lexo.store.database import Database
from made_papers import add_paper


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Lexo = Callable[..., Ran]


@pytest.fixture
def lexo(own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lexo:
    """Runs `lexo` in a library with a bill of 2024 about 120 € and a quote of 2023 about 60 €."""
    home = own_home / "library"
    home.mkdir(mode=0o700)
    db = Database(home / "lexo.db")
    for kind, sender, day, amount in (
        ("invoice", "Gaz Brume", "2024-01-02", "120.00"),
        ("quote", "Toits & Fils", "2023-01-02", "60.00"),
    ):
        document_id = add_paper(db, f"{kind}.pdf", "texte sur le gaz")
        field = Field("grand_total", amount, amount, Source.RULE, Verdict.PLAUSIBLE, 0.9)
        with db.write() as connection:
            facts.save_conclusion(connection, document_id, Conclusion((field,), kind, sender=sender, date=day))
    db.close()

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["lexo", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return Ran(int(ended.value.code or 0), written.out, written.err)

    return run


def found(ran: Ran) -> list[int]:
    assert ran.code == 0, ran.err
    return sorted(item["document_id"] for item in json.loads(ran.out)["items"])


def test_search_takes_filters_as_options_and_typed(lexo: Lexo) -> None:
    options = ("--sender", "brume", "--after", "2023", "--min", "100", "--kind", "invoice", "--kind", "devis")
    assert found(lexo("search", "gaz", "--json", *options)) == [1]
    assert found(lexo("search", "avant:2024", "--json", "--max", "100")) == [2]


def test_search_that_a_filter_empties_says_which(lexo: Lexo) -> None:
    assert lexo("search", "gaz", "date:2022") == Ran(0, "", "Nothing was found.\nWithout date:2022: 2 documents.\n")


def test_search_for_nothing_or_with_a_filter_that_means_nothing_is_wrong_usage(lexo: Lexo) -> None:
    assert lexo("search").code == 2
    ran = lexo("search", "gaz", "--kind", "licorne")
    assert (ran.code, ran.out, "kind" in ran.err) == (2, "", True)


def test_saved_search_is_listed_run_renamed_and_forgotten(lexo: Lexo) -> None:
    assert lexo("searches", "save", "Le gaz", "gaz", "type:devis").code == 0
    (kept,) = json.loads(lexo("searches", "list", "--json").out)["items"]
    assert (kept["name"], kept["query"]) == ("Le gaz", "gaz type:devis")
    assert found(lexo("search", "--saved", "LE GAZ", "--json")) == [2]
    assert lexo("searches", "rename", "le gaz", "Gaz").code == 0
    assert lexo("searches", "list").out == "Gaz\tgaz type:devis\n"
    assert lexo("searches", "delete", "gaz").code == 0
    assert lexo("search", "--saved", "gaz").code == 3
