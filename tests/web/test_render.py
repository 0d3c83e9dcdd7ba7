"""Page or fragment, static files, and the addresses of both."""

import ast
import re
from pathlib import Path

from lexo.web import render
from lexo.web.address import address, page_address
from lexo.web.htmx import Htmx
from shown_papers import BROWSER

ROOT = Path(__file__).resolve().parents[2]
MAX_SCRIPT_BYTES = 64_000
MAX_STYLE_BYTES = 20_480


def test_no_template_marks_anything_safe() -> None:
    for file in render.folder("templates").rglob("*.html"):
        text = file.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|\{%\s*autoescape", text), file


def test_markup_is_made_in_one_place() -> None:
    makers = []
    for file in (ROOT / "lexo" / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Markup":
                makers.append(f"{file.name}:{node.lineno}")
    assert {maker.partition(":")[0] for maker in makers} == {"render.py"}


def test_commands_in_sentences_are_code_and_all_else_is_escaped() -> None:
    assert render.coded("Run `lexo <x>` & wait.") == "Run <code>lexo &lt;x&gt;</code> &amp; wait."
    assert render.coded("one ` alone <b>") == "one ` alone &lt;b&gt;"


def test_scripts_and_style_stay_small() -> None:
    static = render.folder("static")
    assert sum(file.stat().st_size for file in static.glob("*.js")) <= MAX_SCRIPT_BYTES
    assert (static / "lexo.css").stat().st_size <= MAX_STYLE_BYTES


def test_every_icon_that_is_used_is_there() -> None:
    sprite = (render.folder("static") / "icons.svg").read_text("utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    templates = [file.read_text("utf-8") for file in render.folder("templates").rglob("*.html")]
    used = {name for text in templates for name in re.findall(r'icon\("([a-z]+)"', text)}
    used |= {"retry", "undo", "trash", "close", "lock"}  # given to the macro `act`, or chosen
    assert used <= known
    assert known <= used | {name for text in templates for name in re.findall(r'"([a-z]+)"', text)}


def test_static_address_changes_with_the_file_and_is_kept(client) -> None:
    style = render.static("lexo.css")
    answer = client.get(style)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert style in client.get("/", headers=BROWSER).text


def test_installed_templates_come_before_the_checkouts(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(render, "PACKAGE", tmp_path / "lexo")
    assert render.folder("templates") == tmp_path / "templates"
    (tmp_path / "lexo" / "templates").mkdir(parents=True)
    assert render.folder("templates") == tmp_path / "lexo" / "templates"


def test_htmx_headers_say_page_or_fragment() -> None:
    assert not Htmx.of({}).wants_fragment
    assert Htmx.of({"HX-Request": "true"}).wants_fragment
    assert not Htmx.of({"HX-Request": "true", "HX-Boosted": "true"}).wants_fragment
    assert not Htmx.of({"HX-Request": "true", "HX-History-Restore-Request": "true"}).wants_fragment
    assert not Htmx.of({"HX-Request": "yes"}).wants_fragment


def test_addresses_carry_only_what_is_set() -> None:
    assert address("/documents", state="", page=None) == "/documents"
    assert address("/search", q="a & b/é") == "/search?q=a+%26+b%2F%C3%A9"
    assert page_address(3, "gaz", 1) == "/documents/3?q=gaz"
    assert page_address(3, "", 2) == "/documents/3?page=2"
