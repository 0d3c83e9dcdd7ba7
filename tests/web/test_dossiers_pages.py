"""The pages of dossiers: what they say, and that every form works without scripts."""

import html
import re
from collections.abc import Callable

import pytest

from lexo.app import Lexo
from lexo.library.dossiers import registry
from shown_papers import BROWSER, ENGLISH, add_waiting
from told_papers import add_told, fact

TITLE = "<script>alert(1)</script>"


@pytest.fixture
def card(lexo: Lexo) -> int:
    return add_told(lexo, "carte.pdf", fact("expiry_date", "2090-01-01"), kind="identity_card")


@pytest.fixture
def rental(client) -> str:
    answer = client.post("/dossiers", data={"template": "location"}, headers=BROWSER)
    assert answer.status_code == 303
    return answer.headers["location"]


@pytest.fixture
def see(client) -> Callable[..., str]:
    def page(path: str, headers: dict[str, str] = ENGLISH) -> str:
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200
        return html.unescape(re.sub(r"\s+", " ", answer.text))

    return page


def test_list_offers_every_template(see) -> None:
    shown = see("/dossiers")
    assert all(each.name.en in shown for each in registry.ALL)
    assert 'aria-current="page"' in shown


def test_french_page_names_lists_in_french(see) -> None:
    assert all(each.name.fr in see("/dossiers", BROWSER) for each in registry.ALL)


def test_new_dossier_says_what_is_missing(see, rental: str) -> None:
    shown = see(rental)
    assert "0 of 5 pieces are ready." in shown
    assert "Not among your papers yet." in shown
    assert "As soon as one paper is here" in shown
    assert "Nobody may ask you for" in shown


def test_found_paper_is_shown_with_its_validity_and_can_be_left_out(client, see, rental: str, card: int) -> None:
    assert "valid until 1 January 2090" in see(rental)
    left_out = client.post(f"{rental}/pieces/identity/choose", data={"document_id": card, "choice": "excluded"})
    shown = see(left_out.headers["location"].partition("#")[0])
    assert "is left out." in shown
    assert f'name="document_id" value="{card}"' in shown
    undone = client.post(f"{rental}/pieces/identity/choose", data={"document_id": card, "choice": "", "is_undo": "1"})
    assert undone.headers["location"] == f"{rental}#identity"
    assert "1 of 5 pieces is ready." in see(rental)


def test_paper_is_chosen_among_all(client, lexo: Lexo, see, rental: str) -> None:
    other = add_told(lexo, "recepisse.pdf", kind="other")
    assert "Titre de recepisse.pdf" in see(f"{rental}/pieces/identity?q=recepisse")
    assert "No other paper has “zzz” in its name." in see(f"{rental}/pieces/identity?q=zzz")
    client.post(f"{rental}/pieces/identity/choose", data={"document_id": other, "choice": "added"})
    assert "chosen by you" in see(rental)


def test_unsure_paper_asks_its_question(lexo: Lexo, see, rental: str) -> None:
    add_told(lexo, "carte.pdf", fact("expiry_date", "2090-01-01"), kind="identity_card", probability=0.5)
    shown = see(rental)
    assert "LEXO is not sure what it is." in shown
    assert "Yes, it will do" in shown


def test_piece_that_is_not_needed_can_be_needed_again(client, see, rental: str) -> None:
    answer = client.post(f"{rental}/pieces/tax_notice/needed", data={"is_needed": ""})
    shown = see(answer.headers["location"].partition("#")[0])
    assert ("0 of 4 pieces are ready." in shown, "is not needed." in shown) == (True, True)
    client.post(f"{rental}/pieces/tax_notice/needed", data={"is_needed": "1"})
    assert "0 of 5 pieces are ready." in see(rental)


def test_own_piece_is_added_and_removed_with_an_undo(client, see, rental: str) -> None:
    client.post(f"{rental}/pieces", data={"label": TITLE, "kind": "invoice", "count": "2", "months": ""})
    assert TITLE not in client.get(rental, headers=ENGLISH).text
    assert TITLE in see(rental)
    answer = client.post(f"{rental}/pieces/own-1/remove", data={"is_removed": "1"})
    assert "The piece is off the list." in see(answer.headers["location"])
    client.post(f"{rental}/pieces/own-1/remove", data={"is_removed": ""})
    assert TITLE in see(rental)


def test_address_of_something_taken_back_offers_no_undo(client, see, rental: str, card: int) -> None:
    assert "is not needed." not in see(f"{rental}?done=waived&piece=identity")
    client.post(f"{rental}/pieces/identity/choose", data={"document_id": card, "choice": "excluded"})
    told = f"{rental}?done=excluded&piece=identity&document={card}"
    assert "is left out." in see(told)
    client.post(f"{rental}/pieces/identity/choose", data={"document_id": card, "choice": "", "is_undo": "1"})
    assert "is left out." not in see(told)


def test_deleted_dossier_offers_the_way_back(client, see, rental: str) -> None:
    answer = client.post(f"{rental}/delete")
    assert "is deleted. Its papers stay where they are." in see(answer.headers["location"])
    client.post(f"{rental}/restore")
    assert "Location : locataire" in see("/dossiers")


def test_papers_that_wait_are_mentioned(lexo: Lexo, see, rental: str) -> None:
    add_waiting(lexo, "a.pdf")
    assert "1 paper is not read yet" in see(rental)


def test_two_persons_are_asked_about(client, lexo: Lexo, see, rental: str) -> None:
    for number, name in enumerate(("Marie Duprez", "Jean Vannier", "Jean Vannier")):
        add_told(lexo, f"paie-{number}.pdf", fact("employee_name", name), kind="payslip")
    assert "LEXO took those of Jean Vannier." in see(rental)
    client.post(rental, data={"name": "Essai", "person": "Marie Duprez"})
    shown = see(rental)
    assert ("for Marie Duprez" in shown, "LEXO took those" in shown) == (True, False)


def test_hostile_name_is_shown_as_text(client, see) -> None:
    at = client.post("/dossiers", data={"name": TITLE}).headers["location"]
    for path in (at, "/dossiers"):
        assert TITLE not in client.get(path, headers=ENGLISH).text
        assert TITLE in see(path)


ODD = (
    ("/dossiers/999", 404),
    ("/dossiers/1/pieces/nonexistent", 404),
    ("/dossiers/1/pdf", 409),
    ("/dossiers?page=999", 200),
    ("/dossiers?deleted=999", 200),
    ("/dossiers/1?done=excluded&piece=identity&document=999", 200),
    ("/dossiers/1?done=%00&piece=%22&was=x", 200),
)


def test_odd_addresses_are_answered_with_a_page(client, rental: str) -> None:
    assert rental == "/dossiers/1"
    for path, status in ODD:
        answer = client.get(path, headers=ENGLISH)
        assert (path, answer.status_code, "text/html" in answer.headers["content-type"]) == (path, status, True)


def test_list_is_a_file_in_the_pages_language(client, rental: str) -> None:
    answer = client.get(f"{rental}/list?format=csv", headers=BROWSER)
    assert "Pièce,État" in answer.text
    assert "attachment" in answer.headers["content-disposition"]
