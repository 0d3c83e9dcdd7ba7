"""One PDF out of several papers: in order, with a cover; a bad one costs none of the others."""

import io
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from lexo import settings
from lexo.app import Lexo
from lexo.document import PageSize, PageText
from lexo.errors import DossierEmpty
from lexo.library.dossiers import desk
from lexo.pages.outline import CoverWords, Entry, Outline, Section
from lexo.pipeline import dossiers
from lexo.store import documents, pages
from lexo.store.dossiers import Choice, NewDossier, OwnPiece
from papers import write_pdf

WORDS = CoverWords("Pièces", "p. {}", "Manquent", "pas joint", "protégé")


@pytest.fixture(scope="module")
def lexo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lexo]:
    base = tmp_path_factory.mktemp("lexo")
    opened = Lexo.build(settings.load(home=base / "home", watch=base / "watch", readers=1, watch_events=False))
    yield opened
    opened.stop()


@pytest.fixture
def keep(lexo: Lexo, tmp_path: Path) -> "Keep":
    return Keep(lexo, tmp_path)


class Keep:
    """Puts files into the library without reading them; only their pages are said to be known."""

    def __init__(self, lexo: Lexo, folder: Path) -> None:
        self.lexo, self.folder = lexo, folder

    def pdf(self, *texts: str, **more: str) -> int:
        name = f"{abs(hash(texts + tuple(more.values())))}.pdf"
        return self.file(name, write_pdf(self.folder / name, list(texts), **more).read_bytes())

    def file(self, name: str, content: bytes) -> int:
        path = self.folder / name
        path.write_bytes(content)
        with path.open("rb") as file:
            return self.lexo.add_upload(file.fileno(), name).document_id

    def bind(self, *document_ids: int, title: str = "Dossier", **more: object) -> "pymupdf.Document":
        entries = tuple(Entry(number, f"Papier {number}") for number in document_ids)
        return self.write(Outline(title, (), (Section("Pièce", entries),), (), WORDS))

    def write(self, outline: Outline) -> "pymupdf.Document":
        lexo = self.lexo
        room = dossiers.Bindery(lexo.db, lexo.files, lexo._viewers, lexo.scratch, lexo._reading.passwords)
        path = dossiers.write(room, outline)
        bound = pymupdf.open(stream=path.read_bytes(), filetype="pdf")
        path.unlink()
        assert left_over(lexo) == []
        return bound


def left_over(lexo: Lexo) -> list[str]:
    return [path.name for path in (lexo.settings.home / "tmp").iterdir()]


def test_papers_stand_behind_the_cover_in_their_order(keep: Keep) -> None:
    first, second = keep.pdf("Recto un", "Verso un"), keep.pdf("Page deux")
    bound = keep.bind(second, first)
    assert bound.page_count == 4
    assert ["deux" in bound[1].get_text(), "Recto" in bound[2].get_text(), "Verso" in bound[3].get_text()] == [True] * 3
    assert [[mark[0], mark[1], mark[2]] for mark in bound.get_toc()] == [
        [1, "Dossier", 1],
        [1, "Pièce", 2],
        [2, f"Papier {second}", 2],
        [2, f"Papier {first}", 3],
    ]


def test_cover_names_pages_and_leads_to_them(keep: Keep) -> None:
    number = keep.pdf("Une page")
    bound = keep.bind(number)
    assert f"Papier {number}" in bound[0].get_text()
    assert "p. 2" in bound[0].get_text()
    assert [link["page"] for link in bound[0].get_links()] == [1]


def test_pictures_become_pages(keep: Keep) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    ids = []
    for file_format in ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF", "HEIF"):
        out = io.BytesIO()
        Image.new("RGB", (400 + len(ids), 300), (200, 30, 30)).save(out, format=file_format)
        ids.append(keep.file(f"photo.{file_format.lower()}", out.getvalue()))
    bound = keep.bind(*ids)
    assert bound.page_count == 1 + len(ids)
    for page in list(bound)[1:]:
        red, green, _ = page.get_pixmap(dpi=20).pixel(20, 20)
        assert (red > 150, green < 90, page.rect.width > page.rect.height) == (True, True, True)


def test_page_is_turned_as_it_was_read(keep: Keep) -> None:
    """Of a picture and of a PDF: dark at the top as it lies, dark on the right once it is turned by 90 degrees."""
    picture = Image.new("RGB", (300, 400), "white")
    picture.paste((0, 0, 0), (0, 0, 300, 60))
    out = io.BytesIO()
    picture.save(out, format="PNG")
    drawn = pymupdf.open()
    drawn.new_page(width=300, height=400).draw_rect((0, 0, 300, 60), fill=(0, 0, 0))
    ids = [keep.file("photo.png", out.getvalue()), keep.file("dessin.pdf", drawn.tobytes())]
    for number in ids:
        with keep.lexo.db.write() as connection:
            pages.lay_out(connection, number, (PageSize(300, 400),))
        turned = PageText(400, 300, rotation=90)
        pages.save_page(keep.lexo.db, number, 1, pages.packed(turned))
    bound = keep.bind(*ids)
    for page in list(bound)[1:]:
        image = page.get_pixmap(dpi=36)
        right, left = image.pixel(image.width - 5, image.height // 2), image.pixel(5, image.height // 2)
        assert (image.width > image.height, max(right) < 60, min(left) > 200) == (True, True, True)


def test_bad_files_are_left_out_and_said_so(keep: Keep) -> None:
    locked = keep.pdf("Secret", password="sesame")
    broken = keep.file("abime.pdf", b"%PDF-1.4\n1 0 obj <</Type")
    good = keep.pdf("Bonne page")
    bound = keep.bind(locked, broken, good)
    assert bound.page_count == 2
    cover = bound[0].get_text()
    assert ("protégé" in cover, "pas joint" in cover, "Bonne" in bound[1].get_text()) == (True, True, True)
    assert [mark[1] for mark in bound.get_toc()] == ["Dossier", "Pièce", f"Papier {good}"]


def test_trashed_and_unknown_papers_are_left_out(keep: Keep) -> None:
    gone, good = keep.pdf("Jeté"), keep.pdf("Gardé")
    documents.move_to_trash(keep.lexo.db, gone)
    assert keep.bind(gone, 999_999, good).page_count == 2


def test_nothing_at_all_is_an_error_and_leaves_nothing(keep: Keep) -> None:
    locked = keep.pdf("Encore secret", password="sesame")
    with pytest.raises(DossierEmpty):
        keep.bind(locked)
    assert left_over(keep.lexo) == []


def test_same_paper_for_two_pieces_is_in_it_once(keep: Keep) -> None:
    number = keep.pdf("Taxe foncière")
    entry = (Entry(number, "Taxe"),)
    bound = keep.write(Outline("D", (), (Section("Domicile", entry), Section("Ressources", entry)), (), WORDS))
    assert bound.page_count == 2
    assert [mark[2] for mark in bound.get_toc()] == [1, 2, 2, 2, 2]


def test_what_a_form_shows_is_printed_and_nothing_runs(keep: Keep) -> None:
    document = pymupdf.open()
    page = document.new_page()
    field = pymupdf.Widget()
    field.field_type, field.field_name, field.rect = pymupdf.PDF_WIDGET_TYPE_TEXT, "nom", pymupdf.Rect(50, 50, 300, 80)
    field.field_value, field.script = "Rempli", "app.alert(1)"
    page.add_widget(field)
    page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(0, 0, 99, 99), "uri": "https://example.org/"})
    document.embfile_add("secret.txt", b"cache")
    document.set_metadata({"title": "Interne", "author": "Quelqu'un"})
    bound = keep.bind(keep.file("formulaire.pdf", document.tobytes()))
    whole = bound.tobytes(expand=255)
    assert "Rempli" in bound[1].get_text()
    assert [word for word in (b"app.alert", b"example.org", b"secret.txt", b"Interne") if word in whole] == []
    assert bound.embfile_count() == 0


def test_layer_that_is_off_stays_hidden(keep: Keep) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "CALQUE ETEINT", oc=document.add_ocg("calque", on=False))
    page.insert_text((72, 140), "VISIBLE")
    bound = keep.bind(keep.file("calques.pdf", document.tobytes()))
    image = bound[1].get_pixmap(dpi=72)
    darkest = [min(min(image.pixel(x, y)) for x in range(70, 160)) for y in (97, 137)]
    assert (darkest[0], darkest[1] < 100) == (255, True)
    assert "ETEINT" not in bound[1].get_text()


def test_hidden_note_is_not_printed(keep: Keep) -> None:
    document = pymupdf.open()
    page = document.new_page()
    for text, top, flags in (("Note cachee", 60, pymupdf.PDF_ANNOT_IS_HIDDEN), ("Note vue", 300, 4)):
        note = page.add_freetext_annot((60, top, 300, top + 60), text, fontsize=20)
        note.set_flags(flags)
        note.update()
    bound = keep.bind(keep.file("notes.pdf", document.tobytes()))
    assert ("vue" in bound[1].get_text(), "cachee" in bound[1].get_text()) == (True, False)
    assert list(bound[1].annots()) == []


def test_pdf_says_nothing_of_where_it_was_made(keep: Keep) -> None:
    bound = keep.bind(keep.pdf("Une page"))
    whole = bound.tobytes(expand=255)
    assert not any(value for name, value in bound.metadata.items() if name not in ("format", "encryption"))
    assert [word for word in (b"/tmp", b"LEXO", b"lexo", str(keep.folder).encode()) if word in whole] == []


@pytest.mark.parametrize(
    "title",
    ["<b>gras</b> {{ 7*7 }}", "(\\) Tj ET", "漢字 مرحبا 😀 œ€’", "x" * 200, "", "a\u0301 \ufffd", "%PDF-1.4 endobj"],
)
def test_hostile_titles_are_only_text(keep: Keep, title: str) -> None:
    number = keep.pdf("Une page")
    entries = (Entry(number, title or "–", title),)
    bound = keep.write(Outline(title, (title,), (Section(title or "–", entries, title),), (), WORDS))
    assert (bound.page_count, bound.is_repaired) == (2, False)
    if title.startswith("<b>"):
        assert title in bound[0].get_text()


def test_long_list_takes_several_covers_and_counts_them(keep: Keep) -> None:
    number = keep.pdf("La page")
    missing = tuple(Section(f"Pièce {each}", note="manque") for each in range(200))
    bound = keep.write(Outline("D", (), (Section("Domicile", (Entry(number, "Taxe"),)),), missing, WORDS))
    covers = bound.page_count - 1
    assert covers > 1
    assert f"p. {covers + 1}" in bound[0].get_text()
    assert "La page" in bound[covers].get_text()


def test_originals_are_untouched_and_the_size_is_sane(keep: Keep) -> None:
    noise = Image.effect_noise((2400, 3200), 20).convert("RGB")
    out = io.BytesIO()
    noise.save(out, format="BMP")
    number = keep.file("photo.bmp", out.getvalue())
    path = keep.lexo.files.path(documents.get(keep.lexo.db, number).sha256)
    before = path.read_bytes()
    bound = keep.bind(number)
    assert path.read_bytes() == before
    assert len(bound.tobytes()) < len(before) / 3


def test_dossier_of_the_library_is_written_whole(keep: Keep) -> None:
    lexo = keep.lexo
    dossier_id = desk.begin(lexo.db, NewDossier("", "Club d’été"))
    key = desk.add_piece(lexo.db, dossier_id, OwnPiece("Certificat"))
    desk.choose(lexo.db, dossier_id, key, keep.pdf("Certificat médical"), Choice.ADDED)
    path = lexo.write_dossier(dossier_id, "en")
    bound = pymupdf.open(stream=path.read_bytes(), filetype="pdf")
    path.unlink()
    assert ("Papers in this file" in bound[0].get_text(), bound.page_count) == (True, 2)
