"""The house's rules, held by a machine: layers, doors, sizes, names, and what is said of each in the documentation."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lexo import errors
from lexo.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "lexo").rglob("*.py"))
OWN_CODE = SOURCES + sorted((ROOT / "scripts").rglob("*.py")) + sorted((ROOT / "tests").rglob("*.py"))
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
TEXT_SUFFIXES = {
    "",
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".sh",
    ".html",
    ".css",
    ".js",
    ".svg",
    ".po",
    ".json",
    ".ini",
    ".yml",
}
NOT_IN_THE_SERVER = (
    "PIL, cv2, mlx, mlx_lm, mlx_vlm, numpy, onnxruntime, pandas, pillow_heif, py3langid, pymupdf, pytesseract, "
    "sqlite_utils, tesserocr, torch, transformers"
).split(", ")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tracked_files() -> list[Path]:
    """What git would hand to somebody else: tracked files, and new ones that are not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    files = (ROOT / name.decode() for name in listed.stdout.split(b"\0") if name)
    return [file for file in files if file.is_file()]


def text_files() -> Iterator[tuple[str, str]]:
    for file in tracked_files():
        if file.suffix in TEXT_SUFFIXES:
            yield name_of(file), file.read_text("utf-8")


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_imports_keep_every_contract() -> None:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=None))"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_module_has_a_docstring() -> None:
    assert [name_of(path) for path in OWN_CODE if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


def test_every_file_is_short() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in OWN_CODE}
    assert {name: length for name, length in lengths.items() if length > MAX_FILE_LINES} == {}


def test_every_function_is_short() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in OWN_CODE
        for node in functions(ast.parse(path.read_text("utf-8")))
        if (node.end_lineno or node.lineno) - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert long == []


def test_every_module_says_what_it_holds_by_its_name() -> None:
    parts = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert parts & NAMES_THAT_SAY_NOTHING == set()


def test_no_source_admits_something_unfinished() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    assert [name_of(path) for path in SOURCES if marks.search(path.read_text("utf-8"))] == []


def all_errors(base: type[errors.LexoError] = errors.LexoError) -> Iterator[type[errors.LexoError]]:
    yield base
    for child in base.__subclasses__():
        yield from all_errors(child)


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [error.code for error in all_errors()]
    assert sorted(codes) == sorted(set(codes))


def test_every_error_is_documented() -> None:
    written = subprocess.run([sys.executable, ROOT / "scripts" / "list_errors.py"], capture_output=True, check=True)
    page = (ROOT / "docs" / "errors.md").read_text("utf-8")
    assert page == written.stdout.decode(), "docs/errors.md is old: make docs"


def test_every_setting_is_documented() -> None:
    named = set(re.findall(r"`\w+`", (ROOT / "docs" / "settings.md").read_text("utf-8")))
    wanted = {f"`{spelled}`" for name in Settings.model_fields for spelled in (name, f"LEXO_{name.upper()}")}
    assert wanted - named == set()


def test_templates_escape_everything() -> None:
    """Markup that is trusted comes from Python as Markup; no template may declare text safe by itself."""
    unsafe = re.compile(r"\|\s*safe\b|autoescape\s+false")
    found = [name_of(file) for file in (ROOT / "templates").rglob("*.html") if unsafe.search(file.read_text("utf-8"))]
    assert found == []


def test_no_file_names_a_path_of_somebody_s_machine() -> None:
    paths = re.compile(r"(?<![A-Za-z0-9._:/-])/(?:" + "|".join(("work", "farm", "Users/[a-z]", "home/[a-z]")) + ")/")
    assert [name for name, text in text_files() if paths.search(text)] == []


def test_no_pin_names_where_it_was_downloaded() -> None:
    addresses = re.compile(
        r"https?://|file://|--(extra-)?index-url|--find-links|pypi\.org|pythonhosted|/(root|opt|tmp)/"
    )
    pins = [(name, text) for name, text in text_files() if re.search(r"constraints|requirements|\.lock$", name)]
    assert {"constraints.txt", "constraints-run.txt"} <= {name for name, _ in pins}
    assert [name for name, text in pins if addresses.search(text)] == []


def pins(name: str) -> dict[str, str]:
    """Package and version, then its hashes, as one string for each package of a constraints file."""
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text("utf-8"))
    return {entry.split("==")[0]: entry.strip() for entry in entries if "==" in entry}


def test_every_pin_has_hashes() -> None:
    assert [package for package, entry in pins("constraints.txt").items() if "--hash=sha256:" not in entry] == []


def test_what_users_install_is_what_was_tested() -> None:
    tested, used = pins("constraints.txt"), pins("constraints-run.txt")
    assert {package: entry for package, entry in used.items() if tested.get(package) != entry} == {}


def test_server_starts_without_the_heavy_modules() -> None:
    """They cost a second and a hundred megabytes, and one of them can take a process down: only readers load them."""
    program = "import sys, lexo.web.server; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(result.stdout.split()) & set(NOT_IN_THE_SERVER) == set()
