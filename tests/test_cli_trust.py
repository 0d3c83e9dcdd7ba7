"""`lexo trust ...` as people and programs use it: processes of their own, a library of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from signing import authority, signer

ROOT = Path(__file__).resolve().parent.parent
Lexo = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def lexo(own_home: Path) -> Lexo:
    environment = {**os.environ, "LEXO_HOME": str(own_home / "library"), "PYTHONPATH": str(ROOT)}

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "lexo", "trust", *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    return run


def test_trust_import_and_list_a_list_and_a_certificate(lexo: Lexo, tmp_path: Path) -> None:
    issuer = authority()
    (tmp_path / "list.xml").write_bytes(issuer.trust_list("ZZ01"))
    (tmp_path / "leaf.pem").write_bytes(signer(issuer).pem)
    assert lexo("import", tmp_path / "list.xml").returncode == 0
    told = lexo("import", tmp_path / "leaf.pem", "--json")
    assert json.loads(told.stdout) == {"authorities": 0, "certificates": 1, "new": 1, "papers": 0}
    items = json.loads(lexo("list", "--json").stdout)["items"]
    assert [(item["authority"], item["certificate"], item["is_trusted"]) for item in items] == [
        ("ZZ01", None, True),
        ("ZZ01", "T001", True),
    ]
    assert lexo("list").stdout.splitlines()[-1].startswith("ZZ01\tT001\tExemple Fictif")


def test_trust_import_keeps_certificates_from_other_accounts(lexo: Lexo, own_home: Path, tmp_path: Path) -> None:
    (tmp_path / "leaf.pem").write_bytes(signer().pem)
    lexo("import", tmp_path / "leaf.pem")
    folder = own_home / "library" / "trust"
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())} == {0}


def test_trust_import_file_without_a_certificate_says_so(lexo: Lexo, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Bonjour")
    told = lexo("import", tmp_path / "letter.txt")
    assert (told.returncode, told.stdout) == (4, "")
    assert told.stderr.startswith("lexo: This file holds no certificate")


def test_trust_list_empty_says_how_to_begin(lexo: Lexo) -> None:
    told = lexo("list")
    assert told.returncode == 0
    assert "lexo trust import" in told.stderr
    assert json.loads(lexo("list", "--json").stdout)["items"] == []
