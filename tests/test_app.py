"""The whole without the web: dropped, read, found, protected, stopped."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lexo import settings
from lexo.app import Lexo
from lexo.document import BlockKind, DocumentState, MediaType, PageState, ReadingOptions, Strategy
from lexo.errors import PageNotFound, UnknownEngine, UnsafeAddress, UnsafeFolders
from lexo.pipeline import tasks
from lexo.store import documents, jobs, pages
from lexo.store.documents import DocumentQuery
from papers import SENTENCES, picture, write_pdf, write_scan


@pytest.fixture
def lexo(tmp_path: Path) -> Iterator[Lexo]:
    lexo = Lexo.build(settings.load(home=tmp_path / "home", watch=tmp_path / "OCR", stable_after_s=0.1, readers=2))
    yield lexo
    lexo.stop()


def add(lexo: Lexo, path: Path) -> int:
    with path.open("rb") as file:
        return lexo.add_upload(file.fileno(), path.name).document_id


def wait_for(condition: Callable[[], object], timeout_s: float = 60) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_dropped_files_are_read_without_anybody_asking(lexo: Lexo) -> None:
    lexo.start()
    write_pdf(lexo.settings.watch / "a.pdf", ["Une facture d'eau du mois de mai"], title="Facture d'eau")
    (lexo.settings.watch / "scan.png").write_bytes(picture("\n".join(SENTENCES), dpi=200))
    wait_for(lambda: jobs.totals(lexo.db).done == 2)
    found = {item.filename: item for item in documents.list_documents(lexo.db, DocumentQuery()).items}
    assert {name: item.state for name, item in found.items()} == dict.fromkeys(found, DocumentState.READY)
    assert found["a.pdf"].title == "Une facture d'eau du mois de mai"
    assert found["scan.png"].language == "fra"
    text = documents_text(lexo, found["scan.png"].id)
    assert "Montant à payer avant le 25 novembre 2025" in text


def documents_text(lexo: Lexo, document_id: int) -> str:
    return pages.document_text(lexo.db, document_id)


def test_scanned_words_have_boxes_and_confidence(lexo: Lexo, tmp_path: Path) -> None:
    document_id = add(lexo, write_scan(tmp_path / "s.pdf", ["Bonjour Madame"], dpi=200))
    lexo.start()
    assert lexo.wait_until_read(document_id, 60).state.is_final
    words = list(pages.get_page(lexo.db, document_id, 1).content.words)
    assert [word.text for word in words] == ["Bonjour", "Madame"]
    for word in words:
        assert word.confidence is not None
        assert word.confidence > 0.8
    # drawn at 72 of 595 points from the left, on a baseline at 100 of 842
    assert words[0].bbox.left == pytest.approx(72 / 595, abs=0.01)
    assert words[0].bbox.bottom == pytest.approx(100 / 842, abs=0.01)


def test_protected_file_waits_for_its_password_and_tells_a_wrong_one(lexo: Lexo, tmp_path: Path) -> None:
    document_id = add(lexo, write_pdf(tmp_path / "p.pdf", ["Secret bien gardé ici"], password="sésame"))
    lexo.start()
    assert lexo.wait_until_read(document_id, 60).reason.code == "password_needed"  # type: ignore[union-attr]
    lexo.give_password(document_id, "faux")
    wait_for(lambda: documents.get(lexo.db, document_id).reason.code == "password_wrong")  # type: ignore[union-attr]
    lexo.give_password(document_id, "sésame")
    wait_for(lambda: documents.get(lexo.db, document_id).state is DocumentState.READY)
    assert "Secret bien gardé" in documents_text(lexo, document_id)
    assert b"s\xc3\xa9same" not in lexo.settings.database.read_bytes()


def test_read_now_keeps_nothing(lexo: Lexo, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["Première page de texte", "Seconde page de texte"])
    found = lexo.read_now(tasks.Inspect(path, MediaType.PDF), ReadingOptions())
    assert [page.text for page in found] == ["Première page de texte", "Seconde page de texte"]
    assert documents.list_documents(lexo.db, DocumentQuery()).total == 0


def test_read_now_with_an_unknown_engine_names_the_known_ones(lexo: Lexo, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["Texte"])
    with pytest.raises(UnknownEngine, match="tesseract"):
        lexo.read_now(tasks.Inspect(path, MediaType.PDF), ReadingOptions(engine="quill"))


def test_page_image_is_made_once_and_kept(lexo: Lexo, tmp_path: Path) -> None:
    document_id = add(lexo, write_pdf(tmp_path / "a.pdf", ["Texte de la page"]))
    lexo.start()
    lexo.wait_until_read(document_id, 60)
    first = lexo.viewer.page_image(document_id, 1, "full")
    assert first.read_bytes().startswith(b"\xff\xd8\xff")
    written = first.stat().st_mtime_ns
    assert lexo.viewer.page_image(document_id, 1, "full").stat().st_mtime_ns == written
    for number, size in ((2, "full"), (1, "huge")):
        with pytest.raises(PageNotFound):
            lexo.viewer.page_image(document_id, number, size)


def test_stop_in_the_middle_keeps_what_is_read_and_the_next_start_goes_on(tmp_path: Path) -> None:
    loaded = settings.load(home=tmp_path / "home", watch=tmp_path / "OCR", readers=1)
    first = Lexo.build(loaded)
    document_id = add(first, write_scan(tmp_path / "s.pdf", ["\n".join(SENTENCES * 3)] * 6, dpi=200))
    first.start()
    wait_for(lambda: any(page.state is PageState.DONE for page in pages.list_pages(first.db, document_id)))
    began = time.monotonic()
    first.stop()
    assert time.monotonic() - began < 10
    second = Lexo.build(loaded)
    done = [page.number for page in pages.list_pages(second.db, document_id) if page.state is PageState.DONE]
    assert 0 < len(done) < 6
    assert PageState.READING not in {page.state for page in pages.list_pages(second.db, document_id)}
    second.start()
    assert second.wait_until_read(document_id, 120).state is DocumentState.READY
    second.stop()


def test_all_that_lexo_writes_is_its_owners_alone(lexo: Lexo, tmp_path: Path) -> None:
    document_id = add(lexo, write_pdf(tmp_path / "a.pdf", ["Texte de la page"]))
    lexo.start()
    lexo.wait_until_read(document_id, 60)
    lexo.viewer.page_image(document_id, 1, "thumb")
    for path in lexo.settings.home.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize("watch", [".", "..", "home/inbox"])
def test_folders_inside_each_other_are_refused(tmp_path: Path, watch: str) -> None:
    home = tmp_path / "a" / "home"
    with pytest.raises(UnsafeFolders):
        Lexo.build(settings.load(home=home, watch=(home / watch if watch != "home/inbox" else home / "inbox")))


def test_address_that_others_reach_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeAddress):
        Lexo.build(settings.load(home=tmp_path / "home", watch=tmp_path / "OCR", host="0.0.0.0"))


def test_settings_that_are_broken_are_told_and_the_defaults_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lexo.toml").write_text('port = "many"\nstable_after_s = 2\ncolour = "blue"\n', "utf-8")
    monkeypatch.setenv("LEXO_LANGUAGES", "eng+fra")
    monkeypatch.setenv("LEXO_READERS", "-3")
    loaded = settings.load(home=tmp_path)
    assert loaded.settings.port == 8000
    assert loaded.settings.stable_after_s == 2
    assert loaded.settings.languages == ("eng", "fra")
    assert sorted(str(problem.details["name"]) for problem in loaded.problems) == ["colour", "port", "readers"]
    assert os.environ.get("LEXO_READERS") == "-3"


def test_thumbnail_of_the_first_page_is_drawn_when_a_paper_is_read(lexo: Lexo, tmp_path: Path) -> None:
    document_id = add(lexo, write_pdf(tmp_path / "a.pdf", ["Texte de la page"]))
    lexo.start()
    lexo.wait_until_read(document_id, 60)
    wait_for(lambda: list((lexo.settings.home / "cache").rglob("1-0-thumb.jpg")))


def test_layout_strategy_finds_the_title(lexo: Lexo, tmp_path: Path) -> None:
    path = Path(__file__).resolve().parent.parent / "examples" / "quittance-loyer.pdf"
    (page,) = lexo.read_now(tasks.Inspect(path, MediaType.PDF), ReadingOptions(strategy=Strategy.LAYOUT))
    assert page.engine == "layout-model"
    assert "QUITTANCE DE LOYER" in [block.text for block in page.blocks if block.kind is BlockKind.TITLE]


def test_watched_folder_on_a_disk_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    watch = tmp_path / "unplugged" / "OCR"
    lexo = Lexo.build(settings.load(home=tmp_path / "home", watch=watch, rescan_every_s=0.1))
    lexo.start()
    wait_for(lambda: lexo.watcher.folder_problem)
    assert lexo.watcher.folder_problem.code == "watch_folder_missing"  # type: ignore[union-attr]
    assert not watch.parent.exists()
    watch.mkdir(parents=True)
    wait_for(lambda: lexo.watcher.folder_problem is None)
    lexo.stop()
