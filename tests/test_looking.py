"""A model looks at pages after their first reading: what is better is kept, what fails or waits costs nothing."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tiny_models import install

from lexo import settings
from lexo.app import Lexo
from lexo.document import (
    BBox,
    Block,
    BlockKind,
    Document,
    DocumentState,
    Line,
    MediaType,
    PageImage,
    PageText,
    ReadingOptions,
    Reason,
    Strategy,
    Word,
)
from lexo.errors import ModelAbsent, ModelFailed, RemoteOff
from lexo.ocr.engine import EngineStatus, Segmentation
from lexo.pipeline import tasks
from lexo.pipeline.engines import ModelEngine
from lexo.pipeline.looking import Looking
from lexo.store import documents, jobs, looks, pages
from made_tables import draw
from papers import write_pdf

PAGE = BBox(0, 0, 1, 1)


class Model:
    """A model's engine that writes what it is told to, or does what it is told to."""

    name = "deepseek-mlx"

    def __init__(self, text: str = "", act: Callable[[], None] = lambda: None) -> None:
        self.text, self.act = text, act
        self.pictures: list[PageImage] = []

    def status(self) -> EngineStatus:
        return EngineStatus(self.name, True, "tiny@1")

    def recognize(
        self, page: PageImage, languages: Sequence[str], segmentation: Segmentation = Segmentation.AUTOMATIC
    ) -> PageText:
        self.pictures.append(page)
        self.act()
        line = Line(tuple(Word(word, PAGE) for word in self.text.split()))
        block = Block(BlockKind.TITLE, PAGE, (line,))
        return PageText(595, 842, (block,), engine=self.name, engine_version="tiny@1", dpi=page.dpi)

    def orientation(self, page: PageImage) -> int | None:
        return None

    def close(self) -> None: ...


class Engines:
    """`ModelEngines` with one engine."""

    def __init__(self, model: Model | None) -> None:
        self._model = model

    def usable(self) -> tuple[ModelEngine, ...]:
        return (ModelEngine(self._model.name, 72, self._model.text, lambda: self._model),) if self._model else ()  # type: ignore[arg-type, return-value]

    def get(self, name: str) -> ModelEngine | None:
        return next((engine for engine in self.usable() if engine.name == name), None)

    def model(self, name: str) -> str:
        return "deepseek-ocr-8bit"

    def names(self) -> tuple[str, ...]:
        return (Model.name, "remote")

    def statuses(self) -> tuple[EngineStatus, ...]:
        return ()


def lexo_with(tmp_path: Path, model: Model | None, strategy: str = "best") -> Lexo:
    loaded = settings.load(home=tmp_path / "home", watch=tmp_path / "OCR", readers=1, strategy=strategy)
    lexo = Lexo.build(loaded)
    engines = Engines(model)
    lexo.model_engines = engines  # type: ignore[assignment]
    lexo._reading.looking = Looking(engines, Strategy(strategy))  # type: ignore[arg-type]
    return lexo


@pytest.fixture
def open_lexo(tmp_path: Path) -> Iterator[Callable[..., Lexo]]:
    opened: list[Lexo] = []

    def make(model: Model | None, strategy: str = "best") -> Lexo:
        opened.append(lexo_with(tmp_path, model, strategy))
        return opened[-1]

    yield make
    for lexo in opened:
        lexo.stop()


def add(lexo: Lexo, path: Path) -> int:
    with path.open("rb") as file:
        return lexo.add_upload(file.fileno(), path.name).document_id


def wait_for(condition: Callable[[], object], timeout_s: float = 60) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def read(lexo: Lexo, path: Path) -> Document:
    document_id = add(lexo, path)
    lexo.start()
    document = lexo.wait_until_read(document_id, 60)
    assert document.state.is_final
    return document


def _outcomes(page: PageText) -> dict[str, str]:
    return {tried.engine: tried.outcome for tried in page.tried}


def paper(tmp_path: Path, *texts: str) -> Path:
    return write_pdf(tmp_path / "a.pdf", list(texts or ["Facture du mois de mai"]))


def test_what_the_model_read_takes_the_place_of_the_first_reading(open_lexo, tmp_path: Path) -> None:
    model = Model("Facture du mois de mai")
    lexo = open_lexo(model)
    document = read(lexo, paper(tmp_path))
    page = pages.get_page(lexo.db, document.id, 1).content
    assert (page.engine, page.text, page.blocks[0].kind) == ("deepseek-mlx", "Facture du mois de mai", BlockKind.TITLE)
    assert _outcomes(page) == {"text-layer": "worse", "tesseract": "worse", "deepseek-mlx": "kept"}
    assert document.state is DocumentState.READY
    assert looks.pending(lexo.db, document.id) == 0
    assert model.pictures[0].channels == 3
    assert len(model.pictures[0].pixels) == model.pictures[0].width_px * model.pictures[0].height_px * 3


def test_words_that_a_model_makes_up_leave_the_first_reading_as_it_was(open_lexo, tmp_path: Path) -> None:
    lexo = open_lexo(Model("Rien de tout cela ne se trouve sur cette page"))
    document = read(lexo, paper(tmp_path))
    page = pages.get_page(lexo.db, document.id, 1).content
    assert page.text == "Facture du mois de mai"
    assert _outcomes(page) == {"text-layer": "kept", "tesseract": "worse", "deepseek-mlx": "worse"}


def test_model_that_fails_costs_a_warning_and_no_page(open_lexo, tmp_path: Path) -> None:
    def fail() -> None:
        raise ModelFailed(model="tiny")

    lexo = open_lexo(Model(act=fail))
    document = read(lexo, paper(tmp_path, "Facture", "Lettre"))
    texts = [pages.get_page(lexo.db, document.id, number).content for number in (1, 2)]
    assert [page.text for page in texts] == ["Facture", "Lettre"]
    assert [page.warnings for page in texts] == [("model_gave_up",)] * 2
    assert document.state is DocumentState.READY_WITH_WARNINGS


@pytest.mark.parametrize("strategy", ["fast", "balanced"])
def test_model_is_not_asked_where_it_is_not_worth_it(open_lexo, tmp_path: Path, strategy: str) -> None:
    model = Model("Facture du mois de mai")
    lexo = open_lexo(model, strategy)
    document = read(lexo, paper(tmp_path))
    assert model.pictures == []
    assert document.state is DocumentState.READY


def test_paper_is_ready_while_models_wait_for_mains_power_and_better_afterwards(open_lexo, tmp_path: Path) -> None:
    lexo = open_lexo(Model("Facture du mois de mai"))
    waits: list[Reason] = [Reason("model_failed")]
    lexo._reading.must_wait = lambda: waits[0] if waits else None
    lexo.looker._must_wait = lexo._reading.must_wait
    document = read(lexo, paper(tmp_path))
    assert looks.pending(lexo.db, document.id) == 1
    wait_for(lambda: lexo.looker.waits_for is not None)
    waits.clear()
    lexo.looker.nudge()
    wait_for(lambda: looks.pending(lexo.db, document.id) == 0)
    assert pages.get_page(lexo.db, document.id, 1).content.engine == "deepseek-mlx"


def test_page_in_hand_when_lexo_stops_is_looked_at_after_the_restart(open_lexo, tmp_path: Path) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        stopped.wait(30)
        raise ModelFailed(model="tiny")  # as a stream that is cancelled ends

    lexo = open_lexo(Model(act=hang))
    document_id = add(lexo, paper(tmp_path))
    lexo.start()
    assert begun.wait(60)
    threading.Timer(0.5, stopped.set).start()
    lexo.stop()
    again = open_lexo(Model("Facture du mois de mai"))
    again.start()
    assert again.wait_until_read(document_id, 60).state is DocumentState.READY
    assert pages.get_page(again.db, document_id, 1).content.engine == "deepseek-mlx"


def test_cancelled_wait_for_a_model_leaves_the_paper_ready(open_lexo, tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        go_on.wait(30)

    lexo = open_lexo(Model("Facture du mois de mai", act=hang))
    document_id = add(lexo, paper(tmp_path))
    lexo.start()
    assert begun.wait(60)
    wait_for(lambda: jobs.latest_job(lexo.db, document_id).stage == "finishing")
    jobs.cancel(lexo.db, jobs.latest_job(lexo.db, document_id).id)
    go_on.set()
    assert lexo.wait_until_read(document_id, 60).state is DocumentState.READY
    assert pages.get_page(lexo.db, document_id, 1).content.engine != "deepseek-mlx"


def test_file_that_is_not_kept_is_looked_at_by_the_engine_it_is_asked_of(open_lexo, tmp_path: Path) -> None:
    lexo = open_lexo(Model("Facture du mois de mai"), "fast")
    task = tasks.Inspect(paper(tmp_path), MediaType.PDF)
    (page,) = lexo.read_now(task, ReadingOptions(engine="deepseek-mlx"))
    assert page.engine == "deepseek-mlx"
    (page,) = lexo.read_now(task, ReadingOptions())
    assert page.engine != "deepseek-mlx"


def test_engine_whose_model_is_not_here_is_refused_by_name(open_lexo, tmp_path: Path) -> None:
    lexo = open_lexo(None)
    document = read(lexo, paper(tmp_path))
    with pytest.raises(ModelAbsent):
        lexo.reread(document.id, ReadingOptions(engine="deepseek-mlx"))
    with pytest.raises(RemoteOff):
        lexo.read_now(tasks.Inspect(paper(tmp_path), MediaType.PDF), ReadingOptions(engine="remote"))


def test_one_page_is_read_again_by_another_engine(open_lexo, tmp_path: Path) -> None:
    lexo = open_lexo(Model("Lettre du maire"), "fast")
    document = read(lexo, paper(tmp_path, "Facture du mois", "Lettre du maire"))
    lexo.reread(document.id, ReadingOptions(engine="deepseek-mlx"), number=2)
    wait_for(lambda: documents.get(lexo.db, document.id).state is DocumentState.READY and _engine(lexo, document, 2))
    assert _engine(lexo, document, 2)
    assert not _engine(lexo, document, 1)


def _engine(lexo: Lexo, document: Document, number: int) -> bool:
    return pages.get_page(lexo.db, document.id, number).content.engine == "deepseek-mlx"


def test_reading_again_in_the_same_way_costs_no_reader(open_lexo, tmp_path: Path, monkeypatch) -> None:
    lexo = open_lexo(None, "balanced")
    monkeypatch.setattr("lexo.store.readings.MIN_MS", 0)
    document = read(lexo, paper(tmp_path))
    content = pages.get_page(lexo.db, document.id, 1).content
    scanned = pages.packed(replace(content, dpi=300, duration_ms=2000, warnings=("page_doubtful",)))
    from lexo.pipeline.kept import reading_key

    options = replace(lexo.options, strategy=Strategy.OCR)
    lexo.readings.put(reading_key(document.sha256, 1, options), scanned)
    lexo.reread(document.id, ReadingOptions(strategy=Strategy.OCR))
    wait_for(lambda: documents.get(lexo.db, document.id).state is DocumentState.READY_WITH_WARNINGS)
    assert lexo.cache_stats().hits == 1
    assert pages.get_page(lexo.db, document.id, 1).content.warnings == ("page_doubtful",)
    assert lexo.clear_cache() == 1


def test_same_file_asked_for_twice_is_read_once(open_lexo, tmp_path: Path) -> None:
    model = Model("Facture du mois de mai")
    lexo = open_lexo(model)
    task = tasks.Inspect(paper(tmp_path), MediaType.PDF)
    first, second = (lexo.read_now(task, ReadingOptions()) for _ in range(2))
    assert [page.text for page in first] == [page.text for page in second] == ["Facture du mois de mai"]
    assert len(model.pictures) == 1
    assert lexo.cache_stats().hits >= 1


def tabled(tmp_path: Path) -> Path:
    apples = [(f"Pomme {number}", f"{number},50", str(number)) for number in range(1, 7)]
    rows = [("Article", "Prix", "Nombre"), *apples]
    return draw(tmp_path / "t.pdf", rows, ruled=True)


def test_paper_with_tables_is_ready_at_once_and_has_them_when_somebody_wants_them(open_lexo, tmp_path: Path) -> None:
    lexo = open_lexo(None, "balanced")
    document = read(lexo, tabled(tmp_path))
    assert document.state is DocumentState.READY
    lexo.viewer.settle_tables(document.id, 1)
    content = pages.get_page(lexo.db, document.id, 1).content
    assert content.tables[0].rows[1] == ("Pomme 1", "1,50", "1")
    assert not looks.has_tables_to_come(lexo.db, document.id, None)


def test_tables_are_found_when_there_is_time(open_lexo, tmp_path: Path) -> None:
    lexo = open_lexo(None, "balanced")
    document = read(lexo, tabled(tmp_path))
    assert looks.has_tables_to_come(lexo.db, document.id, 1)
    lexo.looker.nudge()
    wait_for(lambda: pages.get_page(lexo.db, document.id, 1).content.tables)


def test_quick_reading_looks_for_no_tables(open_lexo, tmp_path: Path) -> None:
    lexo = open_lexo(None, "fast")
    document = read(lexo, tabled(tmp_path))
    assert not looks.has_tables_to_come(lexo.db, document.id, None)


def test_file_that_is_not_kept_comes_with_its_tables(open_lexo, tmp_path: Path) -> None:
    lexo = open_lexo(None, "balanced")
    (page,) = lexo.read_now(tasks.Inspect(tabled(tmp_path), MediaType.PDF), ReadingOptions())
    assert page.tables[0].rows[0] == ("Article", "Prix", "Nombre")


def test_text_is_written_by_a_model_here_else_by_a_server_that_was_named_else_by_nobody(tmp_path: Path) -> None:
    def opened(**more: str) -> Lexo:
        return Lexo.build(settings.load(home=tmp_path / "home", watch=tmp_path / "OCR", models=tmp_path / "m", **more))

    nobody = opened()
    assert nobody.text_model() is None
    assert nobody.reachable == ()
    nobody.stop()
    ollama = opened(text_url="http://localhost:11434/v1", text_model="qwen3")
    found = ollama.text_model()
    assert found is not None
    assert (found.name, ollama.reachable) == ("qwen3", (("localhost", 11434),))
    ollama.stop()
    install(tmp_path / "m", "mlx-community/Qwen3-1.7B-4bit", "qwen3")
    here = opened(text_url="http://localhost:11434/v1", text_model="qwen3")
    found = here.text_model()
    assert found is not None
    assert found.name == "qwen3-1.7b-4bit"
    here.stop()
