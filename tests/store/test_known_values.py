"""Numbers that papers say, found again as facts."""

from collections.abc import Iterator

import pytest

from lexo.facts import Conclusion, Field, Source, Verdict
from lexo.store import documents, facts
from lexo.store.database import Database
from lexo.store.known_values import find_known
from made_papers import add_paper

IBAN = "FR7699999000010004187230446"


def say(db: Database, document_id: int, sender: str, verdict: Verdict) -> None:
    """Let a paper of that sender name the account."""
    field = Field("iban", "FR76 9999 9000", IBAN, Source.RULE, verdict, 0.9)
    with db.write() as connection:
        facts.save_conclusion(connection, document_id, Conclusion((field,), sender=sender))


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(tmp_path_factory.mktemp("known") / "lexo.db")
    for number, (sender, verdict) in enumerate(
        [
            ("Valmire", Verdict.PLAUSIBLE),
            ("Valmire", Verdict.VERIFIED),
            ("Orvalie", Verdict.PLAUSIBLE),
            ("Faux", Verdict.CONTRADICTED),
        ]
    ):
        say(database, add_paper(database, f"{number}.pdf", f"paper {number}"), sender, verdict)
    trashed = add_paper(database, "t.pdf", "trashed")
    say(database, trashed, "Perdu", Verdict.VERIFIED)
    documents.move_to_trash(database, trashed)
    yield database
    database.close()


def test_find_known_counts_papers_and_names_the_commonest_sender_first(db: Database) -> None:
    known = find_known(db, ("iban", "bban"), IBAN)
    assert known is not None
    assert (known.name, known.papers, known.senders, known.is_verified) == ("iban", 3, ("Valmire", "Orvalie"), True)


def test_find_known_under_another_name_is_none(db: Database) -> None:
    assert find_known(db, ("nir",), IBAN) is None
    assert find_known(db, ("iban",), IBAN[:-1]) is None
