"""How facts look to people: names, reasons, values, and the strip of the page that proves them."""

import re
from pathlib import Path

import pytest

from lexo.document import BBox, Reason
from lexo.understanding.classify import BAR
from lexo.understanding.kinds import registry
from lexo.web import shown
from lexo.web.field_names import FIELDS
from lexo.web.naming import field_name, reason_said, reason_told
from lexo.web.views.facts import Sheet, _strip
from lexo.web.views.papers import SURE_FROM


def test_reasons_name_fields_as_people_do() -> None:
    assert reason_told(Reason("facts_contradict", {"names": "due_date, iban"}), "en").details == {
        "names": "To be paid by, IBAN"
    }
    assert "IBAN" in reason_said(Reason("kind_fields", {"fields": "iban"}), "en")


def test_numbers_in_reasons_are_said_in_both_languages() -> None:
    reason = Reason("keep_years", {"years": 5, "source": "Code civil"})
    assert reason_said(reason, "en") == "Keep it for 5 years from its date (Code civil)."
    assert "5" in reason_said(reason, "fr")


def test_every_field_that_is_documented_has_a_name() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "fields.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    names = {name for row in rows for name in re.findall(r"`([a-z][a-z0-9_]*)`", row)}
    assert {name for name in names - set(FIELDS) if not re.fullmatch(r"twod_doc_\w{2}", name)} == set()


def test_every_wanted_field_has_a_name() -> None:
    assert {name for kind in registry.ALL for name in kind.wanted_fields} - set(FIELDS) == set()


@pytest.mark.parametrize(
    ("name", "written", "normalized", "said"),
    [
        ("due_date", "25/11/2025", "2025-11-25", "25 novembre 2025"),
        ("due_date", "25 nov. 2025", "2025-11-25", "25 nov. 2025"),
        ("period_start", "15 janvier", "2025-01-15", "15 janvier 2025"),
        ("grand_total", "1234.5", "1234.50", "1\u202f234,50\u00a0€"),
        ("invoice_number", "12345", "12345", "12345"),
        ("due_date", "2025-99-99", "2025-99-99", "2025-99-99"),
    ],
)
def test_value_is_shown_as_people_say_it(name: str, written: str, normalized: str, said: str) -> None:
    assert shown.value(name, written, normalized, "EUR", "fr") == said


def test_strip_shows_the_proof_and_what_stands_before_it() -> None:
    strip = _strip((BBox(0.6, 0.5, 0.8, 0.52),), Sheet(1, 1000.0))
    left, top, width, height = map(float, strip.box.split())
    assert left <= 480
    assert left + width >= 800
    assert top < 500
    assert top + height > 520


def test_strip_at_the_edge_of_the_page_stays_on_it() -> None:
    left, top, width, height = map(float, _strip((BBox(0, 0, 1, 1),), Sheet(1, 1414.0)).box.split())
    assert (left, top) == (0.0, 0.0)
    assert left + width <= 1000
    assert top + height <= 1414


def test_datum_of_the_official_list_is_called_as_there() -> None:
    assert field_name("twod_doc_0c", "en") == "URL du document"


def test_unknown_name_is_shown_in_words() -> None:
    assert field_name("n_de_caisse", "fr") == "N de caisse"


def test_lists_call_sure_what_the_classifier_does() -> None:
    assert SURE_FROM == BAR
