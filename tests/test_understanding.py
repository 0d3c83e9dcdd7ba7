"""Papers are understood once they are read; what people say of them is locked, followed by all else, and undone."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pymupdf
import pytest

from lexo import settings
from lexo.app import Lexo
from lexo.document import BBox, Document, DocumentState, ReadingOptions, Reason, Strategy, Table
from lexo.errors import CannotSplit, CorrectionNotFound, InvalidValue, UnknownKind, WordNotFound
from lexo.facts import DeadlineState, Field, Source, Verdict
from lexo.library.searching.search import search
from lexo.pipeline import correcting
from lexo.pipeline.correcting import NewFact, Spot
from lexo.store import corrections, deadlines, documents, due, facts, hints, lessons, pages
from lexo.store.corrections import What
from papers import write_pdf

IBAN, OTHER_IBAN = "FR76 3000 6000 0112 3456 7890 189", "FR14 2004 1010 0505 0001 3M02 606"
TODAY = datetime.now().astimezone().date()
ISSUED, DUE, LATER = TODAY - timedelta(days=60), TODAY + timedelta(days=20), TODAY + timedelta(days=40)
BILL = """LUMIERE DU SUD SAS - 12 rue des Forges, 13001 Marseille
SIREN 404 833 048 - www.lumiere-du-sud.fr

FACTURE n° {number}
Date : {date}
Date limite de paiement : {due}

Total HT            50,00 €
TVA 20 %            10,00 €
Total TTC           60,00 €
Net a payer         60,00 €

IBAN : {iban}
"""


def bill(number: str = "LS-0417", issued: date = ISSUED, due_on: date = DUE, iban: str = IBAN) -> str:
    return BILL.format(number=number, date=f"{issued:%d/%m/%Y}", due=f"{due_on:%d/%m/%Y}", iban=iban)


@pytest.fixture
def lexo(tmp_path: Path) -> Iterator[Lexo]:
    lexo = Lexo.build(settings.load(home=tmp_path / "home", watch=tmp_path / "watch", readers=1, watch_events=False))
    lexo.worker.start()
    yield lexo
    lexo.stop()


@pytest.fixture
def add(lexo: Lexo, tmp_path: Path) -> Callable[..., Document]:
    def added(*texts: str, name: str = "facture.pdf") -> Document:
        path = write_pdf(tmp_path / name, list(texts))
        with path.open("rb") as file:
            return lexo.wait_until_read(lexo.add_upload(file.fileno(), name).document_id, 60)

    return added


def fields_of(lexo: Lexo, document: Document) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for kept in facts.list_fields(lexo.db, document.id):
        found.setdefault(kept.field.name, kept.field)
    return found


def id_of(lexo: Lexo, document: Document, name: str) -> int:
    return next(kept.id for kept in facts.list_fields(lexo.db, document.id) if kept.field.name == name)


def understood_again(lexo: Lexo, document: Document) -> Document:
    """Wait until nothing is left to be understood."""
    deadline = time.monotonic() + 60
    while due.count(lexo.db, due.Stage.RULES):
        assert time.monotonic() < deadline, "it is never understood"
        time.sleep(0.05)
    return documents.get(lexo.db, document.id)


def test_bill_that_was_dropped_says_what_it_is_and_what_is_to_be_paid(lexo: Lexo, add: Callable[..., Document]) -> None:
    document = add(bill())
    found = fields_of(lexo, document)
    assert (document.state, document.kind, document.date) == (DocumentState.READY, "invoice", ISSUED.isoformat())
    assert found["grand_total"].normalized == "60.00"
    assert found["iban"].verdict is Verdict.VERIFIED
    assert found["iban"].proof.text.replace(" ", "") == IBAN.replace(" ", "")
    (owed,) = deadlines.of_document(lexo.db, document.id)
    assert (owed.what, owed.date, owed.amount, owed.page) == ("payment", DUE.isoformat(), "60.00", 1)


def test_corrected_field_stands_first_and_the_deadline_follows(lexo: Lexo, add: Callable[..., Document]) -> None:
    document = add(bill())
    correcting.correct_field(lexo.db, document.id, id_of(lexo, document, "due_date"), f"{LATER:%d/%m/%Y}")
    assert fields_of(lexo, document)["due_date"].source is Source.PERSON
    assert [each.date for each in deadlines.of_document(lexo.db, document.id)] == [LATER.isoformat()]


def test_correction_outlives_a_new_reading_and_can_be_undone(lexo: Lexo, add: Callable[..., Document]) -> None:
    document = add(bill())
    said = correcting.correct_field(lexo.db, document.id, id_of(lexo, document, "invoice_number"), "LS-0471")
    lexo.reread(document.id, ReadingOptions(strategy=Strategy.FAST))
    lexo.wait_until_read(document.id, 60)
    understood_again(lexo, document)
    assert fields_of(lexo, document)["invoice_number"].normalized == "LS-0471"
    correcting.undo(lexo.db, document.id, said)
    assert fields_of(lexo, document)["invoice_number"].normalized == "LS-0417"
    with pytest.raises(CorrectionNotFound):
        correcting.undo(lexo.db, document.id, said)
    assert [each.undone_at is None for each in corrections.history(lexo.db, document.id)] == [False]


def test_accepted_field_is_verified_and_locked(lexo: Lexo, add: Callable[..., Document]) -> None:
    document = add(bill())
    correcting.accept_field(lexo.db, document.id, id_of(lexo, document, "issue_date"))
    field = fields_of(lexo, document)["issue_date"]
    assert (field.source, field.verdict, field.normalized) == (Source.PERSON, Verdict.VERIFIED, ISSUED.isoformat())
    assert field.proof.page == 1


def test_removed_field_is_gone_until_that_is_undone(lexo: Lexo, add: Callable[..., Document]) -> None:
    document = add(bill())
    said = correcting.remove_field(lexo.db, document.id, id_of(lexo, document, "iban"))
    assert "iban" not in fields_of(lexo, document)
    correcting.undo(lexo.db, document.id, said)
    assert "iban" in fields_of(lexo, document)


def test_value_that_is_none_of_its_kind_is_refused_unless_it_is_forced(
    lexo: Lexo, add: Callable[..., Document]
) -> None:
    document = add(bill())
    with pytest.raises(InvalidValue):
        correcting.add_field(lexo.db, document.id, NewFact("expiry_date", "bientôt"))
    correcting.add_field(lexo.db, document.id, NewFact("expiry_date", "bientôt", force=True))
    assert fields_of(lexo, document)["expiry_date"].value == "bientôt"


def test_kind_that_a_person_says_is_learned_for_the_next_paper_of_the_sender(
    lexo: Lexo, add: Callable[..., Document]
) -> None:
    first = add(bill())
    said = correcting.correct_document(lexo.db, first.id, What.KIND, "utility_bill")
    second = add(bill("LS-0529", ISSUED + timedelta(days=30), LATER), name="octobre.pdf")
    assert (documents.get(lexo.db, first.id).kind, second.kind) == ("utility_bill", "utility_bill")
    assert any(reason.code == "like_your_papers" for reason in second.kind_reasons)
    assert [each.document_id for each in lessons.list_all(lexo.db)] == [first.id]
    correcting.undo(lexo.db, first.id, said)
    assert documents.get(lexo.db, second.id).kind == "invoice"


def test_kind_that_does_not_exist_is_refused(lexo: Lexo, add: Callable[..., Document]) -> None:
    with pytest.raises(UnknownKind):
        correcting.correct_document(lexo.db, add(bill()).id, What.KIND, "letter_to_santa")


def test_title_that_a_person_gives_stays_and_is_found(lexo: Lexo, add: Callable[..., Document]) -> None:
    document = add(bill())
    correcting.correct_document(lexo.db, document.id, What.TITLE, "Électricité de la cabane")
    lexo.understand(document.id)
    assert understood_again(lexo, document).title == "Électricité de la cabane"
    assert [hit.document_id for hit in search(lexo.db, "cabane", 10, 0).items] == [document.id]


def test_corrected_word_is_followed_by_text_search_and_fields(lexo: Lexo, add: Callable[..., Document]) -> None:
    document = add(bill(number="LS-O417"))
    words = [word.text for word in pages.get_page(lexo.db, document.id, 1).content.words]
    said = correcting.correct_word(lexo.db, document.id, Spot(1, words.index("LS-O417"), "LS-O417"), "LS-0417")
    lexo.worker.nudge()
    understood_again(lexo, document)
    assert "LS-0417" in pages.document_text(lexo.db, document.id)
    assert fields_of(lexo, document)["invoice_number"].normalized == "LS-0417"
    assert search(lexo.db, '"LS-0417"', 10, 0).total == 1
    lexo.reread(document.id, ReadingOptions(strategy=Strategy.FAST))
    lexo.wait_until_read(document.id, 60)
    assert "LS-0417" in pages.document_text(lexo.db, document.id)
    correcting.undo(lexo.db, document.id, said)
    assert "LS-O417" in pages.document_text(lexo.db, document.id)


def test_word_that_changed_meanwhile_is_not_corrected(lexo: Lexo, add: Callable[..., Document]) -> None:
    document = add(bill())
    with pytest.raises(WordNotFound):
        correcting.correct_word(lexo.db, document.id, Spot(1, 0, "something else"), "x")


def test_deadline_that_a_person_dismissed_does_not_come_back(lexo: Lexo, add: Callable[..., Document]) -> None:
    document = add(bill())
    (owed,) = deadlines.of_document(lexo.db, document.id)
    deadlines.decide(lexo.db, owed.id, DeadlineState.DISMISSED)
    lexo.understand(document.id)
    understood_again(lexo, document)
    assert [each.state for each in deadlines.of_document(lexo.db, document.id)] == [DeadlineState.DISMISSED]
    assert deadlines.list_deadlines(lexo.db, states=[DeadlineState.PROPOSED, DeadlineState.CONFIRMED]) == ()


def test_same_paper_twice_is_a_hint_and_the_next_bill_is_none(lexo: Lexo, add: Callable[..., Document]) -> None:
    first = add(bill() + "\nConditions : " + "paiement comptant sans escompte " * 6)
    add(
        bill("LS-0529", ISSUED + timedelta(days=30), LATER) + "\nConditions : " + "paiement comptant sans escompte " * 6
    )
    again = add(bill() + "\nConditions : " + "paiement comptant sans escompte " * 6 + "\nimprime une autre fois")
    assert [(twin.other_id, twin.what) for twin in hints.of_document(lexo.db, first.id).twins] == [(again.id, "copy")]
    hints.dismiss(lexo.db, first.id)
    lexo.understand(first.id)
    understood_again(lexo, first)
    assert hints.of_document(lexo.db, again.id).twins == ()


def test_split_makes_documents_and_can_be_undone(lexo: Lexo, add: Callable[..., Document]) -> None:
    document = add(bill(), bill("LS-0529"), bill("LS-0600"), name="pile.pdf")
    first, second = (lexo.wait_until_read(part, 60) for part in lexo.split(document.id, [2]))
    assert (first.page_count, second.page_count, second.filename) == (1, 2, "pile p. 2-3.pdf")
    assert documents.get(lexo.db, document.id, include_deleted=True).deleted_at is not None
    assert hints.of_document(lexo.db, first.id).part_of == document.id
    lexo.unsplit(document.id)
    assert documents.get(lexo.db, document.id).deleted_at is None
    assert documents.get(lexo.db, first.id, include_deleted=True).deleted_at is not None


@pytest.mark.parametrize("begins", [(), (1,), (3,)])
def test_split_at_impossible_pages_is_refused(
    lexo: Lexo, add: Callable[..., Document], begins: tuple[int, ...]
) -> None:
    document = add(bill(), "Conditions generales de vente")
    with pytest.raises(CannotSplit):
        lexo.split(document.id, begins)


def test_account_in_hidden_text_is_listed_as_hidden_and_never_used(
    lexo: Lexo, add: Callable[..., Document], tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "facture.pdf", [bill()])
    with pymupdf.open(path) as file:
        file[0].insert_text((50, 700), f"IBAN {OTHER_IBAN}", fontsize=10, render_mode=3)
        file.save(tmp_path / "hidden.pdf")
    with (tmp_path / "hidden.pdf").open("rb") as opened:
        document = lexo.wait_until_read(lexo.add_upload(opened.fileno(), "hidden.pdf").document_id, 60)
    ibans = [kept.field for kept in facts.list_fields(lexo.db, document.id) if kept.field.name == "iban"]
    assert [(each.normalized, each.rule == "hidden_text") for each in ibans] == [
        (IBAN.replace(" ", ""), False),
        (OTHER_IBAN.replace(" ", ""), True),
    ]
    assert ibans[1].verdict is Verdict.CONTRADICTED
    assert Reason("hidden_text_differs", {"page": 1}) in document.warnings


def test_account_drawn_over_another_one_shows_what_can_be_seen(
    lexo: Lexo, add: Callable[..., Document], tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "facture.pdf", [bill()])
    seen = write_pdf(tmp_path / "seen.pdf", [bill(iban=OTHER_IBAN)])
    with pymupdf.open(path) as file, pymupdf.open(seen) as shown:
        picture = shown[0].get_pixmap(dpi=200)
        page = file.new_page(width=file[0].rect.width, height=file[0].rect.height)
        page.insert_image(page.rect, pixmap=picture)
        for block in file[0].get_text("dict")["blocks"]:
            for line in block.get("lines", ()):
                for span in line["spans"]:
                    page.insert_text(span["origin"], span["text"], fontsize=span["size"], render_mode=3)
        file.delete_page(0)
        file.save(tmp_path / "swapped.pdf")
    with (tmp_path / "swapped.pdf").open("rb") as opened:
        document = lexo.wait_until_read(lexo.add_upload(opened.fileno(), "swapped.pdf").document_id, 90)
    ibans = [kept.field for kept in facts.list_fields(lexo.db, document.id) if kept.field.name == "iban"]
    assert ibans[0].normalized == OTHER_IBAN.replace(" ", "")
    assert [each.rule for each in ibans if each.normalized == IBAN.replace(" ", "")] == ["hidden_text"]
    assert any(warning.code == "hidden_text_differs" for warning in document.warnings)


def test_paper_that_cannot_be_understood_keeps_its_text_and_says_so(
    lexo: Lexo, add: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    from lexo.pipeline import concluding

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(concluding, "conclude_within", fail)
    document = add(bill())
    assert "FACTURE" in pages.document_text(lexo.db, document.id)
    assert Reason("understanding_failed") in document.warnings


def test_without_understanding_papers_are_read_all_the_same(tmp_path: Path) -> None:
    loaded = settings.load(home=tmp_path / "home", watch=tmp_path / "watch", readers=1, understand=False)
    lexo = Lexo.build(loaded)
    lexo.worker.start()
    try:
        with write_pdf(tmp_path / "facture.pdf", [bill()]).open("rb") as file:
            document = lexo.wait_until_read(lexo.add_upload(file.fileno(), "facture.pdf").document_id, 60)
        assert (document.state, document.kind) == (DocumentState.READY, None)
    finally:
        lexo.stop()


def test_corrected_word_of_a_table_comes_back_when_it_is_undone(lexo: Lexo, add: Callable[..., Document]) -> None:
    document = add(bill())
    with lexo.db.write() as connection:
        kept = pages.get_read_page(connection, document.id, 1)
        page = pages.unpacked(kept)
        table = Table.of_rows(BBox(0, 0, 1, 1), [["Numéro", "LS-0417"]])
        pages.save_within(connection, document.id, 1, pages.packed(replace(page, tables=(table,))))
    words = [word.text for word in page.words]
    said = correcting.correct_word(lexo.db, document.id, Spot(1, words.index("LS-0417"), "LS-0417"), "LS-0471")
    assert pages.get_page(lexo.db, document.id, 1).content.tables[0].rows == (("Numéro", "LS-0471"),)
    correcting.undo(lexo.db, document.id, said)
    assert pages.get_page(lexo.db, document.id, 1).content.tables[0].rows == (("Numéro", "LS-0417"),)
