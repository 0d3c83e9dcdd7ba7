"""The facts of a paper on its page: shown with their proof, corrected and taken back; words, hints and lessons."""

import re
from dataclasses import replace

import pytest

from lexo.app import Lexo
from lexo.facts import Source, Verdict
from lexo.pipeline import correcting
from lexo.store import documents, facts
from lexo.store.corrections import What
from shown_papers import ENGLISH, add_read, add_reading, text_of
from told_papers import add_told, fact, id_of

XSS = "<img src=x onerror=alert(1)>"
TOTAL = fact("grand_total", "193,48 €", "193.48", Verdict.VERIFIED, rule="sum")
NUMBER = fact("invoice_number", "VE-2025-1104187")


def page_of(client, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.text


def facts_of(html: str) -> str:
    """The facts' panel in words."""
    return text_of(html.partition('id="faits"')[2].partition('id="texte"')[0])


def values(lexo: Lexo, document_id: int, name: str) -> list[tuple[str, Source]]:
    kept = facts.list_fields(lexo.db, document_id)
    return [(each.field.value, each.field.source) for each in kept if each.field.name == name]


def test_paper_opens_with_its_facts_in_the_order_of_its_kind(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", fact("phone", "01 99 00 12 34"), NUMBER, TOTAL)
    html = page_of(client, f"/documents/{document_id}")
    said = facts_of(html)
    assert '<section class="panel shown" id="faits"' in html
    assert "Invoice" in said
    assert said.index("Total with tax") < said.index("Invoice number") < said.index("1 more fact") < said.index("Tele")
    assert "verified" in said
    assert "the sums agree" in said


def test_paper_names_sender_date_and_how_long_to_keep_it(client, lexo: Lexo) -> None:
    html = text_of(page_of(client, f"/documents/{add_told(lexo, 'a.pdf', TOTAL)}"))
    assert "Atelier Exemple" in html
    assert "November 3, 2025" in html
    assert re.search(r"to be kept until November 3, \d{4}", html)


def test_fact_links_to_its_page_where_its_proof_is_lit(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", fact("due_date", "25/11/2025", "2025-11-25", page=2), pages=2)
    field_id = id_of(lexo, document_id, "due_date")
    address = f"/documents/{document_id}?page=2&fact={field_id}"
    assert address.replace("&", "&amp;") in page_of(client, f"/documents/{document_id}")
    lit = page_of(client, address)
    assert 'class="hit lit" x="598.0"' in lit
    assert ">To be paid by</text>" in lit
    assert "November 25, 2025" in facts_of(lit)


def test_fact_whose_id_is_old_is_found_by_its_name(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", fact("due_date", "25/11/2025", "2025-11-25"))
    assert 'class="hit lit"' in page_of(client, f"/documents/{document_id}?fact=999&of=due_date")
    assert 'class="hit lit"' not in page_of(client, f"/documents/{document_id}?fact=999&of=iban")


def test_fact_that_still_holds_keeps_its_id_when_another_changes(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL, fact("iban", "A"), fact("iban", "A"), fact("iban", "B"))
    before = {each.id: each.field.value for each in facts.list_fields(lexo.db, document_id)}
    correcting.correct_field(lexo.db, document_id, id_of(lexo, document_id, "grand_total"), "200,00 €")
    after = {each.id: each.field.value for each in facts.list_fields(lexo.db, document_id)}
    assert {key: value for key, value in after.items() if value in ("A", "B")} == {
        key: value for key, value in before.items() if value in ("A", "B")
    }
    assert id_of(lexo, document_id, "grand_total") not in before


def test_fact_shows_what_it_rests_on(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    html = page_of(client, f"/documents/{document_id}")
    field_id = id_of(lexo, document_id, "grand_total")
    assert f'src="/api/v1/documents/{document_id}/fields/{field_id}/image"' in html
    assert 'loading="lazy"' in html
    assert "Check: the sums agree." in text_of(html)


def test_fact_of_the_file_alone_has_neither_link_nor_picture(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", fact("type_code", "380", source=Source.XML, page=None))
    html = page_of(client, f"/documents/{document_id}")
    assert '/image"' not in html.split('id="faits"')[1].split('id="texte"')[0]
    assert "data in the file" in facts_of(html)


def test_several_values_stand_under_the_first(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", fact("iban", "FR76 AAAA"), fact("iban", "FR76 BBBB"))
    said = facts_of(page_of(client, f"/documents/{document_id}"))
    assert said.index("FR76 AAAA") < said.index("also") < said.index("FR76 BBBB")


def test_contradicted_values_stand_side_by_side_until_one_is_kept(client, lexo: Lexo) -> None:
    printed = fact("due_date", "25/11/2025", "2025-11-25", Verdict.CONTRADICTED, rule="official_data")
    embedded = fact("due_date", "2025-11-28", "2025-11-28", Verdict.VERIFIED, Source.XML, page=None)
    document_id = add_told(lexo, "a.pdf", embedded, printed)
    html = page_of(client, f"/documents/{document_id}")
    assert "This paper contradicts itself: To be paid by." in text_of(html)
    assert "official data say otherwise" in facts_of(html)
    assert "Which is right?" in facts_of(html)
    field_id = id_of(lexo, document_id, "due_date", "25/11/2025")
    answer = client.post(f"/documents/{document_id}/facts/{field_id}/accept")
    assert answer.status_code == 303
    settled = page_of(client, answer.headers["location"])
    assert "Which is right?" not in facts_of(settled)
    assert values(lexo, document_id, "due_date")[0] == ("25/11/2025", Source.PERSON)


def test_what_only_a_model_says_stands_aside(client, lexo: Lexo) -> None:
    guess = fact("buyer_name", "Nulle Part SA", verdict=Verdict.UNVERIFIED, source=Source.MODEL, page=None)
    document_id = add_told(lexo, "a.pdf", TOTAL, guess)
    said = facts_of(page_of(client, f"/documents/{document_id}"))
    assert said.index("not found on the paper") < said.index("Nulle Part SA")
    assert "1 fact verified" in said


def test_unsure_kind_says_so_and_why(client, lexo: Lexo) -> None:
    html = page_of(client, f"/documents/{add_told(lexo, 'a.pdf', TOTAL, probability=0.4)}")
    assert "not sure" in facts_of(html)
    assert "Its title says “facture”." in facts_of(html)


def test_paper_of_which_nothing_is_known_is_of_no_kind(client, lexo: Lexo) -> None:
    said = facts_of(page_of(client, f"/documents/{add_told(lexo, 'a.pdf', kind='other', probability=0.5)}"))
    assert "Kind not known" in said
    assert "not sure" not in said


def test_rows_are_a_table(client, lexo: Lexo) -> None:
    rows = ({"name": "Abonnement", "quantity": "1", "line_total": "14.62"},)
    document_id = add_told(lexo, "a.pdf", replace(fact("lines", "1"), normalized="", rows=rows))
    html = page_of(client, f"/documents/{document_id}")
    assert '<th scope="col" class="num">Amount</th>' in html
    assert '<td class="num">14.62</td>' in html


def test_value_of_a_hostile_paper_is_text_everywhere(client, lexo: Lexo) -> None:
    document_id = add_told(
        lexo, "a.pdf", fact("seller_name", XSS), fact("grand_total", XSS, "1"), fact("odd_name", XSS), sender=XSS
    )
    correcting.correct_field(lexo.db, document_id, id_of(lexo, document_id, "seller_name"), XSS + "2")
    for address in (f"/documents/{document_id}?fact={id_of(lexo, document_id, 'odd_name')}", "/documents", "/"):
        html = page_of(client, address)
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html


def test_correction_is_kept_and_can_be_undone(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    field_id = id_of(lexo, document_id, "grand_total")
    answer = client.post(f"/documents/{document_id}/facts/{field_id}", data={"value": "194 €", "name": "grand_total"})
    assert answer.status_code == 303
    html = page_of(client, answer.headers["location"])
    assert values(lexo, document_id, "grand_total") == [("194 €", Source.PERSON)]
    assert "Changed. Total with tax" in facts_of(html)
    undo = re.search(r'action="(/documents/\d+/corrections/\d+/undo)"', html)
    assert undo is not None
    undone = client.post(undo[1])
    assert "Taken back: Total with tax" in facts_of(page_of(client, undone.headers["location"]))
    assert values(lexo, document_id, "grand_total") == [("193,48 €", Source.RULE)]


def test_impossible_value_is_given_back_with_its_reason_and_a_way_to_keep_it(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    field_id = id_of(lexo, document_id, "grand_total")
    at, form = f"/documents/{document_id}/facts/{field_id}", {"value": "beaucoup", "name": "grand_total"}
    answer = client.post(at, data=form, headers=ENGLISH)
    assert answer.status_code == 422
    assert "This cannot be a value of Total with tax." in text_of(answer.text)
    assert 'value="beaucoup"' in answer.text
    assert 'name="force" value="true"' in answer.text
    assert client.post(at, data={**form, "force": "true"}).status_code == 303
    assert values(lexo, document_id, "grand_total") == [("beaucoup", Source.PERSON)]


def test_address_of_a_refused_form_leads_back_to_the_paper(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    for at, to in (("facts", "#facts"), ("about", "#facts"), ("facts/7", "?fact=7")):
        assert client.get(f"/documents/{document_id}/{at}").headers["location"] == f"/documents/{document_id}{to}"


def test_fact_is_removed(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    client.post(f"/documents/{document_id}/facts/{id_of(lexo, document_id, 'grand_total')}/remove")
    assert values(lexo, document_id, "grand_total") == []


def test_wanted_fact_and_one_of_ones_own_are_added(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    client.post(f"/documents/{document_id}/facts", data={"name": "due_date", "value": "25/11/2025"})
    client.post(f"/documents/{document_id}/facts", data={"name": "due_date", "other": "N° de caisse", "value": "12"})
    assert values(lexo, document_id, "due_date") == [("25/11/2025", Source.PERSON)]
    assert values(lexo, document_id, "n_de_caisse") == [("12", Source.PERSON)]


def test_fact_without_a_name_is_given_back(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    answer = client.post(f"/documents/{document_id}/facts", data={"value": "douze"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert 'value="douze"' in answer.text


@pytest.mark.parametrize(
    ("what", "value", "column", "kept"),
    [
        ("kind", "receipt", "kind", "receipt"),
        ("sender", "Épicerie Fictive", "sender", "Épicerie Fictive"),
        ("date", "4 mars 2025", "date", "2025-03-04"),
        ("title", "Mon ticket", "title", "Mon ticket"),
    ],
)
def test_what_is_said_of_the_paper_itself_is_kept(
    client, lexo: Lexo, what: str, value: str, column: str, kept: str
) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    answer = client.post(f"/documents/{document_id}/about", data={"what": what, "value": value})
    assert answer.status_code == 303
    assert getattr(documents.get(lexo.db, document_id), column) == kept


def test_impossible_date_of_a_paper_is_given_back(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    form = {"what": "date", "value": "bientôt"}
    answer = client.post(f"/documents/{document_id}/about", data=form, headers=ENGLISH)
    assert answer.status_code == 422
    assert 'value="bientôt"' in answer.text


def test_word_cannot_be_said_as_if_it_were_of_the_paper(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    assert client.post(f"/documents/{document_id}/about", data={"what": "word", "value": "x"}).status_code == 422


def test_history_lists_corrections_with_an_undo_for_each_that_holds(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    correcting.correct_document(lexo.db, document_id, What.TITLE, "Un")
    second = correcting.correct_document(lexo.db, document_id, What.TITLE, "Deux")
    correcting.undo(lexo.db, document_id, second)
    html = page_of(client, f"/documents/{document_id}")
    assert "2 corrections of yours" in facts_of(html)
    assert len(re.findall(r"/corrections/\d+/undo", html)) == 1


def test_tabs_are_links_and_the_one_of_a_search_is_the_text(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL, pages=2)
    assert 'class="panel shown" id="fichier"' in page_of(client, f"/documents/{document_id}?tab=file")
    assert 'class="panel shown" id="texte"' in page_of(client, f"/documents/{document_id}?q=Page")
    text = page_of(client, f"/documents/{document_id}?tab=text")
    assert f'href="/documents/{document_id}?page=2&amp;tab=text"' in text
    assert text.count('class="panel shown"') == 1


def test_paper_that_is_about_to_be_understood_says_so_and_asks_again(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "a.pdf", "texte")
    html = page_of(client, f"/documents/{document_id}")
    assert "LEXO is looking for the facts" in facts_of(html)
    assert "hx-trigger" in html.split('id="status"')[1][:300]
    told = page_of(client, f"/documents/{add_told(lexo, 'b.pdf', TOTAL)}")
    assert "hx-trigger" not in told.split('id="status"')[1][:300]


def test_paper_without_facts_says_so_and_lets_people_add_some(client, lexo: Lexo) -> None:
    html = page_of(client, f"/documents/{add_told(lexo, 'a.pdf')}")
    assert "LEXO found no facts in this paper." in facts_of(html)
    assert "Add a fact" in facts_of(html)


def test_paper_being_read_promises_its_facts(client, lexo: Lexo) -> None:
    html = page_of(client, f"/documents/{add_reading(lexo, 'a.pdf', '', '')}")
    assert "The facts are here once the paper is read." in facts_of(html)


def test_paper_in_the_trash_cannot_be_corrected(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    documents.move_to_trash(lexo.db, document_id)
    assert 'class="fix"' not in page_of(client, f"/documents/{document_id}")


def test_ids_of_a_page_are_each_there_once(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL, NUMBER, fact("iban", "A"), fact("iban", "B"))
    ids = re.findall(r' id="([^"]+)"', page_of(client, f"/documents/{document_id}"))
    assert len(ids) == len(set(ids))


def test_list_and_home_name_kind_sender_and_date(client, lexo: Lexo) -> None:
    add_told(lexo, "a.pdf", TOTAL)
    listed = text_of(page_of(client, "/documents"))
    assert "Invoice" in listed
    assert "Atelier Exemple" in listed
    assert "Nov 3, 2025" in listed
    assert "Atelier Exemple" in text_of(page_of(client, "/"))


def test_unsure_kind_is_not_named_in_the_list(client, lexo: Lexo) -> None:
    add_told(lexo, "a.pdf", TOTAL, probability=0.4)
    assert "Invoice" not in text_of(page_of(client, "/documents"))
