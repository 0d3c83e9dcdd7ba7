"""What papers say over the API: fields with proof, corrections, hints, deadlines, kinds."""

import io
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from PIL import Image

from papers import write_pdf

TODAY = datetime.now().astimezone().date()
ISSUED, DUE, LATER = TODAY - timedelta(days=60), TODAY + timedelta(days=20), TODAY + timedelta(days=40)
BILL = f"""LUMIERE DU SUD SAS - 12 rue des Forges, 13001 Marseille
SIREN 404 833 048

FACTURE n° LS-0417
Date : {ISSUED:%d/%m/%Y}
Date limite de paiement : {DUE:%d/%m/%Y}

Total HT            50,00 €
TVA 20 %            10,00 €
Total TTC           60,00 €
Net a payer         60,00 €

IBAN : FR76 3000 6000 0112 3456 7890 189
"""
FRENCH = {"Accept-Language": "fr"}


@pytest.fixture
def read(reading_client: Any, tmp_path: Path) -> dict[str, Any]:
    """A bill that was uploaded and read."""
    file = write_pdf(tmp_path / "facture.pdf", [BILL, BILL.replace("0417", "0529")])
    answer = reading_client.post(
        "/api/v1/documents/upload-and-process", files={"file": ("facture.pdf", file.read_bytes())}, headers=FRENCH
    )
    assert answer.status_code == 200
    return dict(answer.json())


def later(day: date, years: int) -> str:
    try:
        return day.replace(year=day.year + years).isoformat()
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28).isoformat()


def address(read: dict[str, Any], path: str = "") -> str:
    return f"/api/v1/documents/{read['id']}{path}"


def field(items: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(item for item in items if item["name"] == name)


def test_document_comes_with_kind_title_and_fields(read: dict[str, Any]) -> None:
    assert (read["kind"], read["kind_name"], read["date"], read["keep_until"]) == (
        "invoice",
        "Facture",
        ISSUED.isoformat(),
        later(ISSUED, years=5),
    )
    total = field(read["fields"], "grand_total")
    assert (total["normalized"], total["verdict"], total["source"]) == ("60.00", "verified", "rule")
    assert total["page"] in (1, 2)
    assert total["label"] != "grand_total"
    assert total["bbox"][0] < total["bbox"][2] <= 1


def test_field_shows_the_part_of_the_page_that_proves_it(reading_client: Any, read: dict[str, Any]) -> None:
    iban = field(read["fields"], "iban")
    answer = reading_client.get(address(read, f"/fields/{iban['id']}/image"))
    picture = Image.open(io.BytesIO(answer.content))
    assert (answer.headers["content-type"], picture.format) == ("image/jpeg", "JPEG")
    assert picture.width > 3 * picture.height


def test_corrected_field_is_locked_and_its_history_undoes_it(reading_client: Any, read: dict[str, Any]) -> None:
    due = field(read["fields"], "due_date")
    answer = reading_client.patch(address(read, f"/fields/{due['id']}"), json={"value": f"{LATER:%d/%m/%Y}"})
    changed = field(answer.json()["items"], "due_date")
    assert (changed["normalized"], changed["source"], changed["is_locked"]) == (LATER.isoformat(), "person", True)
    (said,) = reading_client.get(address(read, "/corrections")).json()["items"]
    undone = reading_client.post(address(read, f"/corrections/{said['id']}/undo"))
    assert undone.json()["undone_at"]
    assert field(reading_client.get(address(read, "/fields")).json()["items"], "due_date")["source"] == "rule"


def test_value_that_cannot_be_one_is_refused_with_a_sentence(reading_client: Any, read: dict[str, Any]) -> None:
    iban = field(read["fields"], "iban")
    answer = reading_client.patch(
        address(read, f"/fields/{iban['id']}"), json={"value": "FR76 3000 6000 0112 3456 7890 188"}, headers=FRENCH
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_value")
    assert "FR76" not in answer.text


def test_field_of_another_document_is_not_found(reading_client: Any, read: dict[str, Any]) -> None:
    assert reading_client.patch(address(read, "/fields/999999"), json={}).json()["code"] == "field_not_found"


def test_kind_is_corrected_once_and_listed_as_a_lesson(reading_client: Any, read: dict[str, Any]) -> None:
    answer = reading_client.patch(address(read), json={"kind": "utility_bill"})
    assert (answer.json()["kind"], answer.json()["kind_confidence"]) == ("utility_bill", 1.0)
    (lesson,) = reading_client.get("/api/v1/lessons").json()["items"]
    assert (lesson["kind"], "siren:404833048" in lesson["known_by"]) == ("utility_bill", True)


def test_unknown_kind_is_refused(reading_client: Any, read: dict[str, Any]) -> None:
    assert reading_client.patch(address(read), json={"kind": "poem"}).json()["code"] == "unknown_kind"


def test_word_is_corrected_where_it_is_still_the_one_that_was_seen(reading_client: Any, read: dict[str, Any]) -> None:
    words = reading_client.get(address(read, "/pages/1")).json()["words"]
    index = next(number for number, word in enumerate(words) if word["text"] == "LS-0417")
    body = {"was": "LS-0417", "text": "LS-0471"}
    assert reading_client.patch(address(read, f"/pages/1/words/{index}"), json=body).status_code == 204
    assert "LS-0471" in reading_client.get(address(read, "/text")).text
    assert reading_client.patch(address(read, f"/pages/1/words/{index}"), json=body).json()["code"] == "word_not_found"


def test_deadline_is_listed_decided_on_and_in_the_calendar(reading_client: Any, read: dict[str, Any]) -> None:
    (owed,) = reading_client.get("/api/v1/deadlines", headers=FRENCH).json()["items"]
    assert (owed["what"], owed["date"], owed["amount"], owed["document_id"]) == (
        "payment",
        DUE.isoformat(),
        "60.00",
        read["id"],
    )
    calendar = reading_client.get("/api/v1/deadlines.ics")
    assert calendar.headers["content-type"].startswith("text/calendar")
    (event,) = icalendar.Calendar.from_ical(calendar.content).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == DUE.isoformat()
    done = reading_client.patch(f"/api/v1/deadlines/{owed['id']}", json={"state": "done"})
    assert done.json()["state"] == "done"
    assert reading_client.get("/api/v1/deadlines").json()["items"] == []


def test_split_answers_the_parts_and_is_undone(reading_client: Any, read: dict[str, Any]) -> None:
    answer = reading_client.post(address(read, "/split"), json={"pages": [2]})
    assert (answer.status_code, len(answer.json()["document_ids"])) == (201, 2)
    assert reading_client.get(address(read)).status_code == 404
    assert reading_client.post(address(read, "/unsplit")).status_code == 204
    assert reading_client.get(address(read)).status_code == 200


def test_kinds_are_named_in_the_language_asked_for(reading_client: Any) -> None:
    names = {item["id"]: item["name"] for item in reading_client.get("/api/v1/kinds", headers=FRENCH).json()["items"]}
    assert (len(names), names["payslip"]) == (24, "Bulletin de salaire")


def test_entities_of_a_file_that_is_not_kept(reading_client: Any, tmp_path: Path) -> None:
    file = write_pdf(tmp_path / "facture.pdf", [BILL])
    answer = reading_client.post("/api/v1/ocr/extract-entities", files={"file": ("x.pdf", file.read_bytes())}).json()
    assert (answer["success"], answer["kind"]) == (True, "invoice")
    assert field(answer["entities"], "iban")["verdict"] == "verified"
    assert reading_client.get("/api/v1/documents").json()["total"] == 0
