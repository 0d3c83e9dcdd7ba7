"""`lexo backup` and `lexo restore`, as a person runs them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lexo.cli import app
from lexo.errors import LexoError
from lexo.store.database import Database
from made_papers import add_paper


@pytest.fixture
def home(own_home: Path) -> Path:
    path = own_home / "library"
    path.mkdir()
    database = Database(path / "lexo.db")
    add_paper(database, "a.pdf", "eau")
    database.close()
    return path


def run(*arguments: str) -> Result:
    """Run the command, letting LEXO's errors through as they are."""
    return CliRunner().invoke(app, arguments)


def test_backup_is_made_listed_tried_and_restored(home: Path) -> None:
    made = run("backup", "--json")
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["papers"] == 0  # its copy is not there: it is left out, and said
    assert "left out" in made.stderr
    name = json.loads(run("backup", "--list", "--json").stdout)["items"][0]["name"]
    tried = run("restore", name, "--dry-run", "--json")
    assert json.loads(tried.stdout)["done"] is False
    refused = run("restore", name)
    assert isinstance(refused.exception, LexoError)
    assert refused.exception.code == "library_not_empty"
    done = run("restore", name, "--yes", "--json")
    assert json.loads(done.stdout)["done"] is True
    assert Path(json.loads(done.stdout)["put_aside"]).is_dir()


def test_backup_elsewhere_comes_back_into_an_empty_home(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("backup", "--to", str(tmp_path / "disk")).exit_code == 0
    monkeypatch.setenv("LEXO_HOME", str(tmp_path / "empty"))
    assert run("restore", "--from", str(tmp_path / "disk")).exit_code == 0
    assert (tmp_path / "empty" / "lexo.db").is_file()
