"""Dossiers over the API: begin, choose, take away; lists and problems."""

import csv
import io
from pathlib import Path

import pytest

from lexo.app import Lexo
from papers import write_pdf
from told_papers import add_told, fact

API = "/api/v1/dossiers"
ODD_NAME = 'Rue "Haute"/../x'


@pytest.fixture
def card(lexo: Lexo) -> int:
    return add_told(lexo, "carte.pdf", fact("expiry_date", "2090-01-01"), kind="identity_card")


def begun(client, **body: object) -> dict:
    answer = client.post(API, json={"template": "location", **body})
    assert (answer.status_code, answer.headers["location"]) == (201, f"{API}/{answer.json()['id']}")
    return answer.json()


def piece(answer: dict, key: str) -> dict:
    return next(each for each in answer["pieces"] if each["key"] == key)


def test_lists_name_their_source(client) -> None:
    items = client.get(f"{API}/templates", headers={"accept-language": "fr"}).json()["items"]
    rental = next(each for each in items if each["id"] == "location")
    assert "2015-1437" in rental["source"]
    assert rental["not_asked"]
    assert len(items) >= 7


def test_new_dossier_finds_what_is_there(client, card: int) -> None:
    made = begun(client)
    found = piece(made, "identity")
    assert (found["state"], [each["document_id"] for each in found["found"]]) == ("found", [card])
    assert (made["ready"], made["asked"], made["is_complete"]) == (1, 5, False)


def test_dossiers_are_listed_page_by_page(client) -> None:
    ids = [begun(client, name=f"Dossier {number}")["id"] for number in range(3)]
    first = client.get(f"{API}?limit=2").json()
    rest = client.get(f"{API}?limit=2&cursor={first['next']}").json()
    assert [each["id"] for each in first["items"] + rest["items"]] == ids[::-1]
    assert (first["total"], rest["next"]) == (3, None)


def test_choice_holds_and_is_taken_back(client, card: int) -> None:
    at = f"{API}/{begun(client)['id']}"
    excluded = client.request("PUT", f"{at}/pieces/identity/documents/{card}", json={"choice": "excluded"}).json()
    assert (piece(excluded, "identity")["state"], piece(excluded, "identity")["excluded"]) == ("missing", [card])
    again = client.delete(f"{at}/pieces/identity/documents/{card}").json()
    assert piece(again, "identity")["state"] == "found"


def test_trashed_paper_leaves_its_piece_missing(client, card: int) -> None:
    at = f"{API}/{begun(client)['id']}"
    client.request("PUT", f"{at}/pieces/identity/documents/{card}", json={"choice": "added"})
    client.delete(f"/api/v1/documents/{card}")
    assert piece(client.get(at).json(), "identity")["state"] == "missing"
    client.post(f"/api/v1/documents/{card}/restore")
    assert piece(client.get(at).json(), "identity")["found"][0]["is_chosen"] is True


def test_piece_is_not_needed_or_own_and_removed(client) -> None:
    at = f"{API}/{begun(client)['id']}"
    waived = client.patch(f"{at}/pieces/tax_notice", json={"is_needed": False}).json()
    assert (piece(waived, "tax_notice")["state"], waived["asked"]) == ("waived", 4)
    own = client.post(f"{at}/pieces", json={"label": "Lettre", "kinds": ["other"], "max_age_months": 3}).json()
    key = own["pieces"][-1]["key"]
    assert client.delete(f"{at}/pieces/{key}").status_code == 204
    assert len(client.get(at).json()["pieces"]) == len(own["pieces"]) - 1
    assert client.delete(f"{at}/pieces/identity").status_code == 404


def test_deleted_dossier_is_gone_and_comes_back(client, card: int) -> None:
    at = f"{API}/{begun(client)['id']}"
    assert client.delete(at).status_code == 204
    assert client.get(at).json()["code"] == "dossier_not_found"
    assert client.get(f"/api/v1/documents/{card}").status_code == 200
    assert client.post(f"{at}/restore").status_code == 200


def test_name_and_person_can_be_changed(client) -> None:
    at = f"{API}/{begun(client)['id']}"
    changed = client.patch(at, json={"name": "Rue Haute", "person": "Marie Duprez"}).json()
    assert (changed["name"], changed["person"], changed["person_is_said"]) == ("Rue Haute", "Marie Duprez", True)


def test_list_is_text_csv_or_json(client, lexo: Lexo, card: int) -> None:
    at = f"{API}/{begun(client, name='=1+1')['id']}"
    client.post(f"{at}/pieces", json={"label": "@SUM(A1:A9)"})
    text = client.get(f"{at}/list", headers={"accept-language": "fr"})
    assert ("Pièce d’identité" in text.text, text.headers["content-type"]) == (True, "text/plain; charset=utf-8")
    table = client.get(f"{at}/list?format=csv")
    rows = list(csv.reader(io.StringIO(table.text.removeprefix("\ufeff"))))
    assert rows[-1][0] == "'@SUM(A1:A9)"
    assert "attachment" in table.headers["content-disposition"]
    assert client.get(f"{at}/list?format=json").json()["name"] == "=1+1"
    assert client.get(f"{at}/list?format=exe").status_code == 422


def test_pdf_is_an_attachment_and_leaves_nothing_behind(client, lexo: Lexo, tmp_path: Path) -> None:
    content = write_pdf(tmp_path / "carte.pdf", ["Carte"]).read_bytes()
    added = client.post("/api/v1/documents", files={"file": ("carte.pdf", content)}).json()["id"]
    at = f"{API}/{begun(client, name=ODD_NAME)['id']}"
    client.request("PUT", f"{at}/pieces/identity/documents/{added}", json={"choice": "added"})
    answer = client.get(f"{at}/pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"].startswith('attachment; filename="Rue Haute..x.pdf"')
    assert answer.content.startswith(b"%PDF-")
    assert list((lexo.settings.home / "tmp").iterdir()) == []


def test_pdf_of_nothing_is_a_problem(client) -> None:
    answer = client.get(f"{API}/{begun(client)['id']}/pdf")
    assert (answer.status_code, answer.json()["code"]) == (409, "dossier_empty")


ODD = (
    ("POST", "", {"template": "nonexistent"}, 422),
    ("POST", "", {"template": "", "name": "\u202e"}, 422),
    ("POST", "", {"name": "x" * 5000}, 422),
    ("GET", "/999", None, 404),
    ("GET", "/0", None, 422),
    ("GET", f"/{1 << 63}", None, 422),
    ("PATCH", "/999", {"name": "x"}, 404),
    ("DELETE", "/999", None, 404),
    ("GET", "/999/pdf", None, 404),
    ("POST", "/1/pieces", {"label": ""}, 422),
    ("POST", "/1/pieces", {"label": "a", "kinds": ["'; DROP TABLE dossiers"]}, 422),
    ("POST", "/1/pieces", {"label": "a", "count": 0}, 422),
    ("PATCH", "/1/pieces/nonexistent", {"is_needed": True}, 404),
    ("PUT", "/1/pieces/identity/documents/999", {"choice": "added"}, 404),
    ("PUT", "/1/pieces/nonexistent/documents/1", {"choice": "added"}, 404),
    ("PUT", "/1/pieces/identity/documents/1", {"choice": "stolen"}, 422),
)


def test_odd_requests_are_refused_in_words_and_change_nothing(client) -> None:
    begun(client)
    for method, path, body, status in ODD:
        answer = client.request(method, API + path, **({"json": body} if body is not None else {}))
        assert (path, answer.status_code, answer.headers["content-type"]) == (path, status, "application/problem+json")
    kept = client.get(f"{API}/1").json()
    assert (len(kept["pieces"]), kept["pieces"][0]["state"]) == (8, "missing")
