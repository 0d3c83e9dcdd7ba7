"""Papers like one."""

from collections.abc import Collection, Iterator

import pytest

from lexo.errors import DocumentNotFound
from lexo.library.searching.meaning import LikeDocument, Near
from lexo.library.searching.similar import Reason, SimilarPaper, Why, similar_papers
from lexo.store import documents
from lexo.store.database import Database
from made_papers import add_paper

FILLER = "\n".join(f"mot{chr(97 + n % 26)}{chr(97 + n // 26)} sans aucun rapport" for n in range(60))


class Alike:
    """Finds one document near to every other."""

    def __init__(self, document_id: int, score: float) -> None:
        self._found = LikeDocument(document_id, score)

    def nearest(self, text: str, limit: int, within: Collection[int] | None = None) -> tuple[Near, ...]:
        raise AssertionError(text, limit, within)

    def like(self, document_id: int, limit: int) -> tuple[LikeDocument, ...]:
        del document_id, limit
        return (self._found,)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = Database(tmp_path_factory.mktemp("similar") / "library.db")
    yield db
    db.close()


@pytest.fixture(scope="module")
def papers(db: Database) -> dict[str, int]:
    made = {
        "march": add_paper(db, "mars.pdf", "Énergie Fictive\nabonnement électrique du logement\nrelevé mars"),
        "april": add_paper(db, "avril.pdf", "Énergie Fictive\nabonnement électrique du logement\nrelevé avril"),
        "letter": add_paper(db, "lettre.pdf", "Énergie Fictive vous écrit\nbonne année"),
        "contract": add_paper(db, "contrat.pdf", "Contrat du logement\nréférence ZX12 3456 7890 12"),
        "claim": add_paper(db, "sinistre.pdf", "Déclaration de sinistre\nréférence ZX123456789012"),
        "copy": add_paper(db, "copie.pdf", "Énergie Fictive\nabonnement électrique du logement\nrelevé mars bis"),
        "other": add_paper(db, "autre.pdf", "Recette de la tourte aux poireaux"),
    }
    for number in range(20):
        add_paper(db, f"page{number}.pdf", FILLER)
    with db.write() as connection:
        connection.executemany(
            "UPDATE documents SET sender = 'Énergie Fictive', kind = ?2 WHERE id = ?1",
            [(made["march"], "energy_bill"), (made["april"], "energy_bill"), (made["letter"], "letter")],
        )
        connection.execute(
            "INSERT INTO twins (document_id, other_id, likeness, what) VALUES (?1, ?2, 0.9, 'copy')",
            (made["march"], made["copy"]),
        )
    return made


def likes(found: tuple[SimilarPaper, ...]) -> list[int]:
    return [paper.document_id for paper in found]


def test_similar_papers_of_the_same_sender_kind_and_words_come_first(db: Database, papers: dict[str, int]) -> None:
    found = similar_papers(db, papers["march"])
    assert likes(found) == [papers["april"], papers["letter"]]
    assert {reason.what for reason in found[0].why} == {Why.SENDER, Why.KIND, Why.WORDS}
    assert found[0].score > found[1].score


def test_similar_papers_leave_out_copies(db: Database, papers: dict[str, int]) -> None:
    assert papers["copy"] not in likes(similar_papers(db, papers["march"]))
    assert papers["march"] not in likes(similar_papers(db, papers["copy"]))


def test_similar_papers_share_a_long_number_however_it_is_grouped(db: Database, papers: dict[str, int]) -> None:
    (found,) = [each for each in similar_papers(db, papers["claim"]) if each.document_id == papers["contract"]]
    assert Reason(Why.PARTY, "ZX123456789012") in found.why


def test_similar_papers_share_the_number_of_a_contract(db: Database, papers: dict[str, int]) -> None:
    with db.write() as connection:
        connection.executemany(
            "INSERT INTO fields (document_id, rank, name, value, normalized, source, verdict, confidence)"
            " VALUES (?1, 0, 'contract_number', 'K 77-1', 'K771', 'rule', 'plausible', 0.9)",
            [(papers["letter"],), (papers["other"],)],
        )
    (found,) = [each for each in similar_papers(db, papers["other"]) if each.document_id == papers["letter"]]
    assert found.why == (Reason(Why.NUMBER, "K771"),)


def test_similar_papers_are_near_in_meaning_where_there_is_a_model(db: Database, papers: dict[str, int]) -> None:
    found = similar_papers(db, papers["contract"], Alike(papers["other"], 0.95))
    assert papers["other"] in likes(found)
    assert papers["other"] not in likes(similar_papers(db, papers["contract"], Alike(papers["other"], 0.5)))


def test_similar_papers_say_which_words_they_share(db: Database, papers: dict[str, int]) -> None:
    found = similar_papers(db, papers["copy"])
    (words,) = [reason.detail for reason in found[0].why if reason.what is Why.WORDS]
    assert set(words.split(", ")) <= {"fictive", "énergie", "abonnement", "électrique", "logement", "relevé"}


def test_similar_papers_of_the_trash_are_not_shown(db: Database, papers: dict[str, int]) -> None:
    documents.move_to_trash(db, papers["april"])
    try:
        assert papers["april"] not in likes(similar_papers(db, papers["march"]))
        with pytest.raises(DocumentNotFound):
            similar_papers(db, papers["april"])
    finally:
        documents.restore(db, papers["april"])


def test_similar_papers_are_no_more_than_asked_for(db: Database, papers: dict[str, int]) -> None:
    assert len(similar_papers(db, papers["march"], limit=1)) == 1


def test_similar_papers_of_an_unknown_document_is_an_error(db: Database) -> None:
    with pytest.raises(DocumentNotFound):
        similar_papers(db, 999_999)
