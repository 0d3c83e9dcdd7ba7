"""Kept readings: what was read once is not read again; what is damaged, too much or cleared is read anew."""

from dataclasses import replace
from pathlib import Path

import pytest

from lexo.document import BBox, Block, BlockKind, Line, PageText, Table, Tried, Word
from lexo.store import packing, pages
from lexo.store.database import Database
from lexo.store.readings import Readings

KEY = "a" * 64 + ":1:tesseract"


@pytest.fixture
def db(tmp_path: Path):
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


def page(text: str = "Été 2024", duration_ms: int = 2000) -> pages.ReadPage:
    words = tuple(Word(word, BBox(0.1, 0.1, 0.2, 0.2), 0.5) for word in text.split())
    block = Block(BlockKind.TEXT, BBox(0.1, 0.1, 0.2, 0.2), (Line(words),))
    table = Table.of_rows(BBox(0, 0, 1, 1), (("a", "b"),))
    content = PageText(
        595,
        842,
        (block,),
        (table,),
        engine="tesseract",
        dpi=300,
        duration_ms=duration_ms,
        languages=("fra",),
        warnings=("page_doubtful",),
        tried=(Tried("tesseract", "5.5", 0.5, 2000, "kept"),),
    )
    return pages.packed(content)


def test_packing_gives_back_the_very_page() -> None:
    kept = packing.decode(packing.encode(page()))
    assert pages.unpacked(kept) == replace(pages.unpacked(page()), blocks=pages.unpacked(kept).blocks)
    assert pages.unpacked(kept).text == "Été 2024"


@pytest.mark.parametrize("cut", [0, 3, 8, 20, -1])
def test_packing_refuses_what_is_cut_off(cut: int) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        packing.decode(packing.encode(page())[:cut])


def test_reading_is_found_again_by_its_key_alone_also_after_a_restart(db: Database) -> None:
    Readings(db, 1 << 20).put(KEY, page())
    later = Readings(db, 1 << 20)
    assert later.knows("a" * 64)
    assert not later.knows("b" * 64)
    found = later.get(KEY)
    assert found is not None
    assert found.text == "Été 2024"
    assert later.get(KEY + "2") is None
    assert (later.stats().hits, later.stats().misses, later.stats().entries) == (1, 1, 1)


@pytest.mark.parametrize("quick", [page(duration_ms=5), pages.packed(PageText(595, 842, dpi=None, duration_ms=900))])
def test_reading_that_costs_nothing_is_not_kept(db: Database, quick: pages.ReadPage) -> None:
    readings = Readings(db, 1 << 20)
    readings.put(KEY, quick)
    assert readings.stats().entries == 0


def test_damaged_reading_is_as_good_as_none(db: Database) -> None:
    Readings(db, 1 << 20).put(KEY, page())
    with db.write() as connection:
        connection.execute("UPDATE readings SET page = x'789c00ff'")
    assert Readings(db, 1 << 20).get(KEY) is None


def test_the_least_used_goes_where_it_gets_too_much(db: Database) -> None:
    readings = Readings(db, 4000)
    for number in range(40):
        readings.put(f"{'a' * 64}:{number:03}", page(f"mot{number} " * 3))
    stats = readings.stats()
    assert 0 < stats.bytes <= 4000
    assert Readings(db, 4000).get(f"{'a' * 64}:039") is not None
    assert Readings(db, 4000).get(f"{'a' * 64}:000") is None


def test_clear_forgets_all_and_says_how_many(db: Database) -> None:
    readings = Readings(db, 1 << 20)
    readings.put(KEY, page())
    assert readings.clear() == 1
    assert readings.get(KEY) is None
    assert not readings.knows("a" * 64)


def test_nothing_is_kept_where_nothing_may_be(db: Database) -> None:
    readings = Readings(db, 0)
    readings.put(KEY, page())
    assert readings.stats().entries == 0


def test_reading_of_a_file_that_is_not_kept_is_never_written_down(db: Database) -> None:
    readings = Readings(db, 1 << 20)
    readings.put(KEY, page(), on_disk=False)
    assert readings.get(KEY) is not None
    assert readings.stats().entries == 1
    with db.read() as connection:
        assert connection.execute("SELECT count(*) FROM readings").fetchone()[0] == 0
    assert Readings(db, 1 << 20).get(KEY) is None
    assert readings.clear() == 1
    assert readings.get(KEY) is None
