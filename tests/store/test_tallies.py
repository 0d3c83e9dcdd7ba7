"""Counts of documents by year, sender, kind, state, language."""

from collections.abc import Iterator

import pytest

from lexo.facts import Conclusion
from lexo.store import documents, facts
from lexo.store.database import Database
from lexo.store.tallies import By, tally
from made_papers import add_paper


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Two papers, and a third in the trash."""
    database = Database(tmp_path_factory.mktemp("tallies") / "lexo.db")
    for kind, sender, day in (
        ("quote", "Toits", "2024-02-01"),
        ("invoice", "Brume", "2024-05-31"),
        ("invoice", "Brume", "2023-05-31"),
    ):
        document_id = add_paper(database, f"{day}.pdf", "texte")
        with database.write() as connection:
            facts.save_conclusion(connection, document_id, Conclusion((), kind, sender=sender, date=day))
    documents.move_to_trash(database, 3)
    yield database
    database.close()


@pytest.mark.parametrize(
    ("by", "counted"),
    [
        (By.YEAR, (("2024", 2),)),
        (By.SENDER, (("Brume", 1), ("Toits", 1))),
        (By.KIND, (("invoice", 1), ("quote", 1))),
        (By.STATE, (("queued", 2),)),
        (By.LANGUAGE, ()),
    ],
)
def test_tally_counts_what_is_not_in_the_trash(db: Database, by: By, counted: tuple[tuple[str, int], ...]) -> None:
    with db.read() as connection:
        assert tally(connection, by) == tally(connection, by, (1, 2, 3, 99)) == counted


def test_tally_of_some_counts_those_alone(db: Database) -> None:
    with db.read() as connection:
        assert tally(connection, By.KIND, (1, 3)) == (("quote", 1),)
        assert tally(connection, By.KIND, ()) == ()
