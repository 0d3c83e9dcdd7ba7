"""Languages: everything is translated, French typography holds, switching works."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from lexo.document import Reason
from lexo.errors import BY_CODE
from lexo.web import i18n
from shown_papers import BROWSER, ENGLISH

ROOT = Path(__file__).resolve().parents[2]
PO = i18n.LOCALES / "fr" / "LC_MESSAGES" / "messages.po"
BREAKING = re.compile(r"(?<=\S) [;!?:»€]|« ")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with PO.open("rb") as stream:
        return read_po(stream, locale="fr")


def test_every_message_is_translated_and_the_catalogue_up_to_date(tmp_path: Path) -> None:
    before = PO.read_bytes(), PO.with_suffix(".mo").read_bytes()
    run = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_translations.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert (PO.read_bytes(), PO.with_suffix(".mo").read_bytes()) == before


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_every_reason_is_said_in_french(code: str) -> None:
    error = BY_CODE[code]
    assert i18n.translate(error.title, "fr") != error.title
    if error.hint:
        assert i18n.translate(error.hint, "fr") != error.hint
    assert "%(" not in i18n.title_of(Reason(code), "fr") + i18n.hint_of(Reason(code), "fr")


def test_french_has_no_breaking_space_before_its_signs(catalogue: Catalog) -> None:
    forms = [form for message in catalogue for form in _forms(message.string)]
    assert [form for form in forms if BREAKING.search(form)] == []


def test_translations_keep_the_placeholders(catalogue: Catalog) -> None:
    for message in catalogue:
        names = set(re.findall(r"%\((\w+)\)s", "".join(_forms(message.id))))
        for form in _forms(message.string):
            assert set(re.findall(r"%\((\w+)\)s", form)) <= names, message.id


@pytest.mark.parametrize(
    ("asked", "cookie", "accepted", "chosen"),
    [
        (None, None, "", "fr"),
        (None, None, "de", "fr"),
        (None, None, "en-GB,fr;q=0.8", "en"),
        (None, None, "en;q=0.2,fr;q=0.8", "fr"),
        (None, "en", "fr", "en"),
        ("fr", "en", "en", "fr"),
        ("xx", "yy", "q=,;;", "fr"),
    ],
)
def test_language_is_the_one_asked_for_then_kept_then_the_browsers(
    asked: str | None, cookie: str | None, accepted: str, chosen: str
) -> None:
    assert i18n.chosen(asked, cookie, {"accept-language": accepted}) == chosen


def test_language_form_keeps_the_choice_and_goes_back(client) -> None:
    answer = client.post("/language", data={"lang": "en", "to": "/documents?state=ready"}, headers=BROWSER)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/documents?state=ready"
    assert "lexo_language=en" in answer.headers["set-cookie"]
    page = client.get("/documents", headers={**BROWSER, "cookie": "lexo_language=en"})
    assert '<html lang="en">' in page.text


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nX: y", ""])
def test_language_form_never_leads_out_of_lexo(client, address: str) -> None:
    answer = client.post("/language", data={"lang": "fr", "to": address}, headers=BROWSER)
    assert answer.headers["location"] == "/"


def test_language_in_the_address_holds_and_is_kept(client) -> None:
    page = client.get("/?lang=en", headers=BROWSER)
    assert '<html lang="en">' in page.text
    assert "lexo_language=en" in page.headers["set-cookie"]


def test_error_page_speaks_the_language(client) -> None:
    assert "Il n’y a rien ici" in client.get("/nowhere", headers=BROWSER).text
    assert "There is nothing here" in client.get("/nowhere", headers=ENGLISH).text


def test_numbers_sizes_and_spans_are_french() -> None:
    assert i18n.number(1234.5, "fr") == "1\u202f234,5"
    assert i18n.size(2_400_000, "fr") == "2,4\u00a0Mo"
    assert i18n.size(999, "fr") == "999\u00a0octets"
    assert i18n.size(999_600, "en") == "1\u00a0MB"
    assert i18n.percent(0.974, "fr") == "97\u00a0%"
    assert i18n.duration(130, "fr") == "2\u00a0min"
    assert i18n.duration(7800, "fr") == "2\u00a0h\u00a010"
    assert i18n.duration(1, "en") == "5\u00a0s"
    assert i18n.date("2025-11-03", "fr") == "3 nov. 2025"
    assert i18n.date("2025-11-03", "en") == "Nov 3, 2025"


def test_moment_of_today_is_a_time() -> None:
    now = datetime.now(UTC).isoformat()
    assert re.fullmatch(r"\d{1,2}\u00a0h\u00a0\d\d", i18n.moment(now, "fr"))
    assert i18n.moment("2020-01-05T10:00:00+00:00", "fr") == "5 janv. 2020"


def _forms(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)
