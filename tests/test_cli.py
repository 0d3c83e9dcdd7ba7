"""The command line as programs and people use it: exit codes, data on stdout, talk on stderr."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner

from lexo import __version__
from lexo.cli import app
from lexo.cli.batches import plan
from lexo.store import documents
from lexo.store.database import Database
from made_papers import add_paper
from papers import write_pdf, write_scan

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def settings(own_home: Path) -> dict[str, str]:
    """The environment of a command: a library of its own, one reader, no colours asked for."""
    return {
        **os.environ,
        "LEXO_HOME": str(own_home / "library"),
        "LEXO_WATCH": str(own_home / "OCR"),
        "LEXO_READERS": "1",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def lexo(settings: dict[str, str], tmp_path: Path):
    def run(*arguments: object, **environment: str) -> Ran:
        command = [sys.executable, "-m", "lexo", *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env={**settings, **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def library(own_home: Path) -> Iterator[Database]:
    home = own_home / "library"
    home.mkdir(mode=0o700)
    database = Database(home / "lexo.db")
    add_paper(database, "edf.pdf", "Facture d'électricité\nTotal 1 234,56 EUR", "Page deux")
    yield database
    database.close()


def test_version_is_data(lexo) -> None:
    assert lexo("--version") == Ran(0, __version__ + "\n", "")


@pytest.mark.parametrize(
    "arguments", [("nothing",), ("convert",), ("convert", "missing.pdf"), ("serve", "--port", "99999"), ("show", "x")]
)
def test_wrong_usage_is_two_and_says_why_on_stderr(lexo, arguments: tuple[str, ...]) -> None:
    ran = lexo(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_search_json_has_the_shape_of_the_api(lexo, library: Database) -> None:
    ran = lexo("search", "electricite", "--json")
    found = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert (found["total"], found["next"], found["matched"]) == (1, None, "all")
    (item,) = found["items"]
    assert (item["document_id"], item["title"], item["page"]) == (1, "edf.pdf", 1)
    start, end = item["highlights"][0]
    assert item["snippet"][start:end] == "électricité"
    assert item["boxes"] == [[0.05, 0.0, 0.1, 0.02]]


def test_search_text_goes_to_stdout_and_the_count_to_stderr(lexo, library: Database) -> None:
    ran = lexo("search", "page")
    assert "edf.pdf" in ran.out
    assert "\x1b" not in ran.out
    assert "1 of 1" in ran.err


def test_search_without_hit_succeeds_and_says_so(lexo, library: Database) -> None:
    assert lexo("search", "xylophone") == Ran(0, "", "Nothing was found.\n")


def test_similar_names_papers_and_what_they_have_in_common(lexo, library: Database) -> None:
    with library.write() as connection:
        connection.execute("UPDATE documents SET sender = 'Gaz Fictif'")
    add_paper(library, "autre.pdf", "tout autre chose")
    with library.write() as connection:
        connection.execute("UPDATE documents SET sender = 'Gaz Fictif'")
    assert lexo("similar", "1").out == "2  autre.pdf\n    0.25  same sender\n"
    (item,) = json.loads(lexo("similar", "1", "--json").out)["items"]
    assert (item["document_id"], item["why"]) == (2, [{"what": "sender", "detail": ""}])


def test_similar_to_nothing_says_so(lexo, library: Database) -> None:
    assert lexo("similar", "1") == Ran(0, "", "No other paper has much in common with this one.\n")


def test_search_by_meaning_without_a_model_finds_by_words(lexo, library: Database) -> None:
    assert lexo("search", "electricite", "--meaning").out == lexo("search", "electricite").out


def test_search_query_that_begins_with_a_minus(lexo, library: Database) -> None:
    assert json.loads(lexo("search", "--json", "--", "-facture").out)["total"] == 1


def test_show_prints_the_text(lexo, library: Database) -> None:
    ran = lexo("show", 1)
    assert ran.out == "Facture d'électricité\nTotal 1 234,56 EUR\n\f\nPage deux\n"
    assert "edf.pdf" in ran.err


def test_show_json_has_document_pages_and_text(lexo, library: Database) -> None:
    found = json.loads(lexo("show", 1, "--json").out)
    assert found["filename"] == "edf.pdf"
    assert [page["number"] for page in found["pages"]] == [1, 2]
    assert found["text"].startswith("Facture")
    assert found["reason"] is found["reason_code"] is None


def test_show_unknown_document_is_three(lexo, library: Database) -> None:
    ran = lexo("show", 99)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("lexo: There is no document 99.")


def test_status_where_nothing_runs_is_three_with_the_counts(lexo, library: Database) -> None:
    ran = lexo("status", "--json")
    found = json.loads(ran.out)
    assert ran.code == 3
    assert (found["running"], found["url"], found["documents"]["queued"]) == (False, None, 1)
    assert "not running" in ran.err


def test_status_makes_no_library(lexo, own_home: Path) -> None:
    assert lexo("status").code == 3
    assert not (own_home / "library").exists()


def test_open_where_nothing_runs_is_three(lexo) -> None:
    assert lexo("open").code == 3


def test_add_takes_files_in_and_says_what_it_could_not(lexo, tmp_path: Path, settings: dict[str, str]) -> None:
    paper = write_pdf(tmp_path / "facture été.pdf", ["Facture"])
    (tmp_path / "notes.txt").write_text("no paper")
    ran = lexo("add", paper, tmp_path / "notes.txt", tmp_path / "gone.pdf", "--json")
    found = json.loads(ran.out)
    assert ran.code == 7
    assert [(item["id"], item["state"], item["duplicate"]) for item in found["items"]] == [(1, "queued", False)]
    assert "notes.txt" in ran.err
    assert "gone.pdf" in ran.err
    assert json.loads(lexo("add", paper, "--json").out)["items"][0]["duplicate"] is True
    home = Path(settings["LEXO_HOME"])
    assert home.stat().st_mode & 0o777 == 0o700
    assert len([path for path in (home / "files").rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(("name", "content", "code"), [("a.txt", b"text", 5), ("empty.pdf", b"", 4)])
def test_add_one_bad_file_has_the_code_of_its_reason(
    lexo, tmp_path: Path, name: str, content: bytes, code: int
) -> None:
    (tmp_path / name).write_bytes(content)
    ran = lexo("add", tmp_path / name)
    assert (ran.code, ran.out) == (code, "")


def test_add_wait_without_a_server_is_three(lexo, tmp_path: Path) -> None:
    assert lexo("add", "--wait", write_pdf(tmp_path / "a.pdf", ["Facture"])).code == 3


def test_convert_prints_text_and_stores_nothing(lexo, tmp_path: Path, own_home: Path) -> None:
    paper = write_pdf(tmp_path / "a.pdf", ["Facture d'électricité du mois", "Deuxième page du document"])
    ran = lexo("convert", paper, "-o", "-")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Facture d'électricité du mois\n\f\nDeuxième page du document\n"
    assert not (own_home / "library").exists()


@pytest.mark.parametrize(("suffix", "begins"), [("md", "<!-- page 1 -->"), ("txt", "Bonjour"), ("json", "{")])
def test_convert_writes_the_format_that_the_name_says(lexo, tmp_path: Path, suffix: str, begins: str) -> None:
    paper = write_pdf(tmp_path / "a.pdf", ["Bonjour à tous les lecteurs", "Au revoir à tous les lecteurs"])
    ran = lexo("convert", paper, "-o", tmp_path / f"out.{suffix}")
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / f"out.{suffix}").read_text("utf-8").startswith(begins)
    assert [path.name for path in tmp_path.glob(".out*")] == []


def test_convert_scan_gives_words_with_boxes_and_says_how(lexo, tmp_path: Path) -> None:
    ran = lexo("convert", write_scan(tmp_path / "scan.pdf", ["Le montant du loyer"]), "--format", "json", "--verbose")
    (page,) = json.loads(ran.out)["pages"]
    assert "loyer" in page["text"]
    assert all(0 <= edge <= 1 for word in page["words"] for edge in word["bbox"])
    assert "tesseract" in ran.err


def test_convert_unknown_suffix_or_engine_is_two(lexo, tmp_path: Path) -> None:
    paper = write_pdf(tmp_path / "a.pdf", ["Bonjour"])
    assert lexo("convert", paper, "-o", tmp_path / "out.exe").code == 2
    ran = lexo("convert", paper, "--engine", "crystal-ball")
    assert ran.code == 2
    assert "tesseract" in ran.err


def test_convert_protected_file_asks_for_the_password_and_takes_it(lexo, tmp_path: Path) -> None:
    paper = write_pdf(tmp_path / "a.pdf", ["Relevé de compte secret"], password="sésame")
    assert lexo("convert", paper).code == 6
    assert lexo("convert", paper, "--password", "wrong").code == 6
    ran = lexo("convert", paper, LEXO_PASSWORD="sésame")
    assert (ran.code, ran.out) == (0, "Relevé de compte secret\n")


def test_convert_damaged_file_is_four(lexo, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + b"\0" * 2000 + b"\n%%EOF\n")
    ran = lexo("convert", tmp_path / "a.pdf")
    assert (ran.code, ran.out) == (4, "")


def test_batch_goes_on_after_a_bad_file(lexo, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    (papers / "sub").mkdir(parents=True)
    write_pdf(papers / "a.pdf", ["Premier document de la série"])
    write_pdf(papers / "sub" / "b.pdf", ["Deuxième document de la série"])
    (papers / "bad.pdf").write_bytes(b"%PDF-1.7\n" + b"\0" * 2000 + b"\n%%EOF\n")
    (papers / "notes.txt").write_text("nobody named it")
    ran = lexo("batch", papers, "-o", tmp_path / "out", "--json")
    found = json.loads(ran.out)
    assert ran.code == 7
    assert (found["total"], found["done"], found["failed"]) == (3, 2, 1)
    assert (tmp_path / "out" / "a.md").read_text("utf-8") == "Premier document de la série\n"
    assert (tmp_path / "out" / "sub" / "b.md").exists()
    assert not (tmp_path / "out" / "bad.md").exists()
    assert "bad.pdf" in ran.err


def test_batch_of_good_files_is_zero_and_names_the_results(lexo, tmp_path: Path) -> None:
    paper = write_pdf(tmp_path / "a.pdf", ["Premier document de la série"])
    ran = lexo("batch", paper, "-o", tmp_path / "out", "--format", "txt")
    assert (ran.code, ran.out) == (0, f"{tmp_path / 'out' / 'a.txt'}\n")


def test_plan_never_gives_two_files_one_name_nor_reads_results(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.png", ".hidden.pdf", "out/a.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    planned = plan([tmp_path, tmp_path / "a.pdf"], tmp_path / "out", "md")
    targets = [str(each.target.relative_to(tmp_path / "out")) for each in planned]
    assert sorted(targets) == ["a.pdf-2.md", "a.pdf.md", "a.png.md"]
    assert [each.is_found for each in planned] == [True, True, False]


def test_verify_sound_library_is_zero_and_drift_is_ten(lexo, library: Database) -> None:
    for copy in (documents.get(library, 1).sha256,):
        path = library.path.parent / "files" / copy[:2] / copy
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
    with library.write() as connection:
        connection.execute("UPDATE documents SET page_count = 2, state = 'ready'")
    assert lexo("verify").code == 0
    with library.write() as connection:
        connection.execute("UPDATE pages SET text = 'other' WHERE number = 2")
    ran = lexo("verify", "--json")
    assert ran.code == 10
    assert [finding["code"] for finding in json.loads(ran.out)["findings"]] == ["search_index_drift"]
    assert lexo("verify", "--repair").code == 0
    assert lexo("verify", "--read-data").code == 10


def test_verify_damaged_database_is_ten(lexo, library: Database) -> None:
    library.close()
    library.path.write_bytes(b"no database" * 1000)
    ran = lexo("verify")
    assert ran.code == 10
    assert ran.out.startswith("database_damaged")


def test_doctor_json_has_a_status_for_each_check(lexo) -> None:
    ran = lexo("doctor", "--json")
    found = json.loads(ran.out)
    assert ran.code in (0, 8)
    assert {check["status"] for check in found["checks"]} <= {"pass", "warn", "fail"}


def test_bad_setting_is_told_and_does_not_stop_the_command(lexo, library: Database) -> None:
    ran = lexo("search", "page", "--json", LEXO_PORT="many")
    assert ran.code == 0
    assert "port" in ran.err
    assert json.loads(ran.out)["total"] == 1


def test_serve_unsafe_address_is_nine(lexo) -> None:
    assert lexo("serve", "--host", "0.0.0.0").code == 9


def test_closed_pipe_is_quiet(settings: dict[str, str], library: Database) -> None:
    command = f"{sys.executable} -m lexo show 1 --json | true"
    ran = subprocess.run(["sh", "-c", command], env=settings, capture_output=True, text=True, timeout=60, check=False)
    assert ran.stderr == ""


def test_ctrl_c_is_130_and_leaves_no_reader(settings: dict[str, str], tmp_path: Path) -> None:
    paper = write_scan(tmp_path / "long.pdf", ["Une page parmi beaucoup d'autres\n" * 12] * 60)
    heard = "signal.signal(signal.SIGINT, signal.default_int_handler)"  # a shell has what runs behind it ignore it
    code = f"import runpy, signal; {heard}; runpy.run_module('lexo', run_name='__main__')"
    command = [sys.executable, "-c", code, "batch", str(paper), "-o", str(tmp_path / "out"), "--strategy", "ocr"]
    process = subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, start_new_session=True, text=True)
    deadline = time.monotonic() + 30
    while not psutil.Process(process.pid).children():  # its readers
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert not (tmp_path / "out" / "long.md").exists()


@pytest.mark.parametrize(
    "command",
    [
        "serve",
        "add",
        "convert",
        "batch",
        "search",
        "show",
        "status",
        "open",
        "verify",
        "doctor",
        "private",
        "ipc",
        "mcp",
    ],
)
def test_every_command_is_documented_with_its_options(command: str) -> None:
    helped = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).output
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert f"lexo {command}" in page
    options = {
        word for word in helped.replace(",", " ").split() if word.startswith("--") and word not in ("--", "--help")
    }
    assert [option for option in sorted(options) if option.rstrip(".") not in page] == []


def test_every_exit_code_is_documented() -> None:
    from lexo import errors

    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    codes = {error.exit_code for error in errors.BY_CODE.values()} | {0, 7, 10, 130}
    assert [code for code in sorted(codes) if f"| {code} |" not in page] == []
