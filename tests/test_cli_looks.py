"""Commands that read with more than one engine: second looks without a server, and reading again."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from tiny_models import install

from lexo.cli.looks import Looks
from lexo.cli.reading import FileReader
from lexo.document import PageImage, PageText, ReadingOptions, Strategy, Tried
from lexo.errors import ModelAbsent, RemoteOff, UnknownEngine
from lexo.settings import load
from lexo.store import jobs
from lexo.store.database import Database
from made_papers import add_paper
from papers import write_pdf

ROOT = Path(__file__).resolve().parent.parent


class Glasses(Looks):
    """Looks at hard pages with an engine that reads nothing, and notes what it was shown."""

    def __init__(self) -> None:
        self.shown: list[tuple[int, int, int, int]] = []
        self.is_closed = False

    def check(self, engine: str) -> None:
        """All are known."""

    def wanted(self, options: ReadingOptions, page: PageText) -> str | None:
        """Only the page that says so."""
        return "made" if "hard" in page.text else None

    def look(self, engine: str, first: PageText, take: Callable[[int], PageImage]) -> PageText:
        """Take the picture, and say that it was read."""
        picture = take(72)
        self.shown.append((picture.width_px, picture.height_px, picture.channels, len(picture.pixels)))
        return replace(first, engine=engine, tried=(Tried(first.engine, outcome="worse"), Tried(engine)))

    def close(self) -> None:
        """Note it."""
        self.is_closed = True


def run(own_home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command with a library of its own and no models."""
    environment = {
        **os.environ,
        "LEXO_MODELS": str(own_home / "models"),
        "LEXO_READERS": "1",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-m", "lexo", *arguments], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def library(own_home: Path) -> int:
    """A library with one paper of two pages that are read; its id."""
    home = own_home / "library"
    home.mkdir(mode=0o700)
    database = Database(home / "lexo.db")
    document_id = add_paper(database, "edf.pdf", "Facture", "Page deux")
    with database.write() as connection:
        connection.execute("UPDATE jobs SET state = 'done', stage = 'finished'")
    database.close()
    return document_id


def test_file_reader_lets_a_model_look_where_that_is_wanted(tmp_path: Path) -> None:
    paper = write_pdf(tmp_path / "a.pdf", ["An easy page of words", "A hard page of words"])
    glasses, told = Glasses(), []
    with FileReader(ReadingOptions(), None, 1, 60.0, glasses) as reader:
        found = reader.read(paper, lambda done, total: told.append((done, total)))

    assert [page.engine for page in found.pages] == ["text-layer", "made"]
    ((width, height, channels, size),) = glasses.shown
    assert (channels, size) == (3, width * height * 3)
    assert width == pytest.approx(found.pages[1].width_pt, abs=2)
    assert told[-1] == (0, 1)
    assert glasses.is_closed


def test_looks_know_their_engines(tmp_path: Path) -> None:
    looks = Looks(load(home=tmp_path / "home", models=tmp_path / "models").settings)

    looks.check("auto")
    looks.check("tesseract")
    with pytest.raises(UnknownEngine):
        looks.check("crystal-ball")
    with pytest.raises(ModelAbsent):
        looks.check("deepseek-mlx")
    with pytest.raises(RemoteOff):
        looks.check("remote")
    assert looks.wanted(ReadingOptions(strategy=Strategy.BEST), PageText(595, 842)) is None
    looks.close()


def test_looks_take_a_remote_engine_only_where_it_is_set(tmp_path: Path) -> None:
    values = {"home": tmp_path / "home", "models": tmp_path / "models", "remote_url": "http://127.0.0.1:9/v1"}
    looks = Looks(load(**values).settings)

    looks.check("remote")
    assert looks.wanted(ReadingOptions(engine="remote"), PageText(595, 842)) == "remote"


def test_looks_leave_out_a_remote_engine_that_would_send_papers_in_the_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = {"home": tmp_path / "home", "models": tmp_path / "models", "remote_url": "http://example.com/v1"}
    looks = Looks(load(**values).settings)

    assert "remote_url" in capsys.readouterr().err
    with pytest.raises(RemoteOff):
        looks.check("remote")


def test_convert_with_a_model_that_is_not_here_says_the_command(own_home: Path, tmp_path: Path) -> None:
    paper = write_pdf(tmp_path / "a.pdf", ["Words"])
    ran = run(own_home, "convert", str(paper), "--engine", "deepseek-mlx")

    assert ran.returncode == 8
    assert "lexo models download" in ran.stderr
    assert ran.stdout == ""


def test_convert_as_well_as_it_can_works_without_any_model(own_home: Path, tmp_path: Path) -> None:
    paper = write_pdf(tmp_path / "a.pdf", ["Words on a page"])
    ran = run(own_home, "convert", str(paper), "--strategy", "best")

    assert (ran.returncode, ran.stdout.strip()) == (0, "Words on a page")


def test_convert_lets_a_model_look_and_says_who_read(own_home: Path, tmp_path: Path) -> None:
    words = "Facture acquittee EDF 2024"
    install(own_home / "models", "mlx-community/GLM-OCR-8bit", "glm-ocr", {"Text Recognition:": words})
    (own_home / "library").mkdir(mode=0o700)
    (own_home / "library" / "lexo.toml").write_text("[engines.glm-mlx]\ndpi = 60\nmax_tokens = 60\n", "utf-8")
    image = Image.new("L", (1240, 600), 255)
    ImageDraw.Draw(image).text((80, 200), words, fill=0, font=ImageFont.load_default(size=64))
    image.save(tmp_path / "scan.png", dpi=(150, 150))
    ran = run(own_home, "convert", str(tmp_path / "scan.png"), "--strategy", "best", "--verbose")

    assert (ran.returncode, ran.stdout.strip()) == (0, words)
    assert "glm-mlx" in ran.stderr
    assert "tried tesseract (worse), glm-mlx (kept)" in ran.stderr


def test_reread_queues_one_page_with_what_was_asked(own_home: Path, library: int) -> None:
    ran = run(own_home, "reread", str(library), "--page", "2", "--engine", "tesseract", "--strategy", "ocr", "--json")

    assert ran.returncode == 0
    answer = json.loads(ran.stdout)
    assert (answer["document_id"], answer["page"], answer["state"]) == (library, 2, "queued")
    assert "not running" in ran.stderr
    database = Database(own_home / "library" / "lexo.db")
    job = jobs.get_job(database, answer["job_id"])
    with database.read() as connection:
        states = [row[0] for row in connection.execute("SELECT state FROM pages ORDER BY number")]
    database.close()
    assert (job.document_id, job.state) == (library, "queued")
    assert states == ["done", "queued"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("99",), 3), (("1", "--page", "9"), 3), (("1", "--engine", "crystal-ball"), 2), (("1", "--engine", "remote"), 2)],
)
def test_reread_refuses_what_is_not_there(own_home: Path, library: int, arguments: tuple[str, ...], code: int) -> None:
    ran = run(own_home, "reread", *arguments)

    assert (ran.returncode, ran.stdout) == (code, "")
    assert ran.stderr.startswith("lexo: ")
