"""Searches that do not say what papers say: other forms, slips, misread words, questions, words on several pages."""

from collections.abc import Iterator

import pytest

from lexo.library.searching.search import Matched, SearchResults, found_documents, search
from lexo.store.database import Database
from lexo.store.filtering import Filters
from made_papers import add_paper

PAPERS = (
    ("edf.pdf", "Facture d'électricité\nÀ payer avant le 12 mars\nAbonnement et consommation"),
    ("gaz.pdf", "Facture de gaz\nLe paiement est enregistré"),
    ("assurance.pdf", "Votre contrat habitation\nL'assuré déclare résilier son contrat", "Conditions générales"),
    ("scan.pdf", "Monsieur Hippoiyte Verdurin\nAttestation de notaire rnoderne"),
    ("box.pdf", "Opérateur Fibrelia\nAbonnement internet 29,99 EUR par mois"),
    ("bail.pdf", "Bail du logement rue des Glycines", "Le garant signe ici", "Dépôt de garantie"),
    ("fibre.pdf", "Fibrelia vous souhaite la bienvenue"),
    *((f"loyer{number}.pdf", f"Quittance de loyer {number}") for number in range(30)),
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(tmp_path_factory.mktemp("forgiving") / "lexo.db")
    for name, *texts in PAPERS:
        add_paper(database, name, *texts)
    yield database
    database.close()


def titles(results: SearchResults) -> list[str]:
    return list(dict.fromkeys(hit.title for hit in results.items))


def shown(results: SearchResults) -> str:
    return results.items[0].snippet.replace("\x02", "[").replace("\x03", "]")


@pytest.mark.parametrize(
    ("text", "first", "other"),
    [
        ("payer ", "edf.pdf", "gaz.pdf"),
        ("paiement ", "gaz.pdf", "edf.pdf"),
        ("résiliation ", "assurance.pdf", None),
        ("assurance ", "assurance.pdf", None),
        ("déclaration ", "assurance.pdf", None),
        ("abonné ", "box.pdf", "edf.pdf"),
    ],
)
def test_search_finds_other_words_of_the_family_below_exact_ones(
    db: Database, text: str, first: str, other: str | None
) -> None:
    results = search(db, text)
    assert results.matched is Matched.ALL
    assert titles(results)[0] in (first, other)
    assert other is None or other in titles(results)


def test_search_family_stands_below_the_word_itself(db: Database) -> None:
    assert titles(search(db, "payer "))[0] == "edf.pdf"
    assert titles(search(db, "paiement "))[0] == "gaz.pdf"


def test_search_family_is_not_looked_for_where_the_word_itself_is_on_many_pages(db: Database) -> None:
    assert titles(search(db, "loyer ", limit=100)) == [f"loyer{number}.pdf" for number in range(29, -1, -1)]


@pytest.mark.parametrize(
    ("text", "title", "hit"),
    [
        ("facutre electricite ", "edf.pdf", "[Facture] d'[électricité]"),
        ("elektricité ", "edf.pdf", "[électricité]"),
        ("consommtaion ", "edf.pdf", "[consommation]"),
        ("conssommation ", "edf.pdf", "[consommation]"),
        ("xattestation ", "scan.pdf", "[Attestation]"),
    ],
)
def test_search_mistyped_word_is_found(db: Database, text: str, title: str, hit: str) -> None:
    results = search(db, text)
    assert results.matched is Matched.NEAR
    assert titles(results)[0] == title
    assert hit in shown(results)


@pytest.mark.parametrize(("text", "hit"), [("hippolyte ", "[Hippoiyte]"), ("moderne ", "[rnoderne]")])
def test_search_misread_word_is_found(db: Database, text: str, hit: str) -> None:
    results = search(db, text)
    assert titles(results) == ["scan.pdf"]
    assert hit in shown(results)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("facutre edf", None),  # no page has "edf": nothing is found but by the file's name
        ("facutre gaz", "facture gaz"),
        ("électrcité", "électricité"),
        ("facture d'elektricite", "facture d'électricité"),
        ("habi tation", "habitation"),
        ("abonnementinternet", "abonnement internet"),
        ("facture gaz", None),
        ("xylophone", None),
    ],
)
def test_search_suggests_the_whole_text_spelt_otherwise(db: Database, text: str, suggestion: str | None) -> None:
    assert search(db, text).suggestion == suggestion


def test_search_word_that_is_there_may_be_a_slip_of_a_common_one(db: Database) -> None:
    add_paper(db, "slip.pdf", "Le loyre du mois")
    results = search(db, "loyre")
    assert titles(results) == ["slip.pdf"]
    assert results.suggestion == "loyer"


@pytest.mark.parametrize(
    "text",
    [
        "combien coûte l'abonnement internet ?",
        "how much is the abonnement internet",
        "quel est le prix de l'internet ?",
    ],
)
def test_search_question_finds_its_page(db: Database, text: str) -> None:
    assert titles(search(db, text))[0] == "box.pdf"


def test_search_small_words_of_a_question_are_not_needed(db: Database) -> None:
    assert search(db, "où est mon bail").matched is Matched.ALL


def test_search_document_with_all_the_words_on_different_pages_comes_before_pages_with_some(db: Database) -> None:
    results = search(db, "logement garant garantie quittance")
    assert results.matched is Matched.SOME
    results = search(db, "glycines dépôt signe")
    assert results.matched is Matched.TOGETHER
    assert titles(results)[0] == "bail.pdf"
    assert {hit.page for hit in results.items if hit.title == "bail.pdf"} == {1, 2, 3}


def test_search_page_with_the_telling_words_comes_first(db: Database) -> None:
    results = search(db, "quittance loyer glycines verdurin notaire xylophone")
    assert titles(results)[0] == "scan.pdf"


def test_search_within_filters_finds_only_theirs(db: Database) -> None:
    everything = search(db, "facture ")
    some = search(db, "facture ", filters=Filters(document_ids=(2, 3)))
    assert len(titles(everything)) == 2
    assert titles(some) == ["gaz.pdf"]
    assert search(db, "facture ", filters=Filters(document_ids=(3,))).total == 0


def test_search_filters_alone_list_their_documents(db: Database) -> None:
    results = search(db, "", filters=Filters(document_ids=(2, 3)))
    assert [(hit.document_id, hit.page) for hit in results.items] == [(3, 1), (2, 1)]
    assert (results.total, results.matched) == (2, Matched.ALL)
    assert results.items[1].snippet.startswith("Facture de gaz")
    assert [hit.document_id for hit in search(db, "", 1, 1, filters=Filters(document_ids=(2, 3))).items] == [2]


def test_found_documents_are_those_of_the_search(db: Database) -> None:
    assert set(found_documents(db, "abonnement ")) == {hit.document_id for hit in search(db, "abonnement ").items}
    assert len(found_documents(db, "loyer ", limit=7)) == 7
    assert found_documents(db, "", Filters(document_ids=(2, 3))) == (3, 2)
    assert found_documents(db, "") == ()
