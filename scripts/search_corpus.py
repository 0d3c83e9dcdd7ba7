"""A library made of the corpus, under names that do not help, and a sentence model: what both did is kept in .bench."""

import hashlib
import os
import pickle
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # before any OCR library is loaded: one page, one core

from corpus_pages import Entry, entries
from lexo.document import MediaType, PageSize, PageText, ReadingOptions
from lexo.inference.base import Priority, Purpose, Vectors
from lexo.inference.embeddings import EmbeddingRunner, length_of
from lexo.pages.document_file import open_file
from lexo.pipeline.reading import language_of, read_page
from lexo.store import documents, pages
from lexo.store.database import Database

CACHE = Path(__file__).resolve().parent.parent / ".bench" / "search"
NAME_CHARS = 12  # of a paper's hash, which is its name
Place = tuple[str, int]  # file and page
_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".tif": "image/tiff"}


def make(corpus: Path, database: Path) -> tuple[Database, dict[int, str]]:
    """A fresh library of all papers, and their files by the documents' ids."""
    db = Database(database)
    files = {}
    for entry in entries(corpus):
        files[_add(db, entry, _pages(entry))] = entry.name
    with db.write() as connection:
        connection.execute("INSERT INTO pages_fts (pages_fts) VALUES ('optimize')")
    return db, files


def _add(db: Database, entry: Entry, read: list[tuple[int, PageText]]) -> int:
    name = entry.sha256[:NAME_CHARS] + ".pdf"
    added = documents.add(db, documents.NewDocument(entry.sha256, name, MediaType.PDF, 1))
    sizes = tuple(PageSize(page.width_pt, page.height_pt) for _, page in read)
    with db.write() as connection:
        pages.lay_out(connection, added.document_id, sizes)
    for number, page in read:
        pages.save_page(db, added.document_id, number, pages.packed(page))
    return added.document_id


def _pages(entry: Entry) -> list[tuple[int, PageText]]:
    """All pages of a paper, read once."""
    kept = CACHE / "pages" / f"{entry.sha256}.pickle"
    if not kept.exists():
        read = _read(entry)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.with_suffix(".new").write_bytes(pickle.dumps(read))
        kept.with_suffix(".new").replace(kept)
    found: list[tuple[int, PageText]] = pickle.loads(kept.read_bytes())
    return found


def _read(entry: Entry) -> list[tuple[int, PageText]]:
    suffix = entry.file.suffix.lower()
    with open_file(entry.file, MediaType(_TYPES.get(suffix, f"image/{suffix[1:]}"))) as source:
        numbers = range(1, len(source.inspect().pages) + 1)
        read = [(number, read_page(source, number, ReadingOptions(tables=False))) for number in numbers]
    return [
        (number, replace(page, language=language_of(page.text), blocks=tuple(page.blocks))) for number, page in read
    ]


class KeptEmbedder:
    """The sentence model in a folder, run here and now; texts that it had before cost nothing, nor does loading it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self._folder = name, folder
        self._kept = CACHE / "vectors" / f"{self.version[:NAME_CHARS]}.pickle"
        self._known: dict[tuple[str, str], bytes] = pickle.loads(self._kept.read_bytes()) if self._kept.exists() else {}

    @cached_property
    def version(self) -> str:
        """Of the weights; nothing else of a folder is expected to change."""
        weights = sorted(self._folder.glob("*.safetensors"))
        return hashlib.sha256(b"".join(hashlib.sha256(each.read_bytes()).digest() for each in weights)).hexdigest()

    @cached_property
    def max_tokens(self) -> int:
        """Of one text."""
        return length_of(self._folder)

    @cached_property
    def _runner(self) -> EmbeddingRunner:
        return EmbeddingRunner(self.name, self._folder)

    def embed(
        self, texts: Sequence[str], priority: Priority = Priority.BACKGROUND, purpose: Purpose = Purpose.PLAIN
    ) -> Vectors:
        """One vector a text."""
        del priority
        missing = list(dict.fromkeys(text for text in texts if (purpose, text) not in self._known))
        if missing:
            for text, value in zip(missing, self._run(missing, purpose).values, strict=True):
                self._known[purpose, text] = value
        values = tuple(self._known[purpose, text] for text in texts)
        return Vectors(self.name, len(values[0]) // 4 if values else 0, values)

    def keep(self) -> None:
        """Write down what there is."""
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        self._kept.write_bytes(pickle.dumps(self._known))

    def _run(self, texts: Sequence[str], purpose: Purpose) -> Vectors:
        steps = self._runner.embed(texts, purpose)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                made: Vectors = end.value
                return made
