"""The page of the deadlines: what stands in which group, what people decide, and how it is taken back."""

import re
from datetime import datetime, timedelta

import pytest

from lexo.app import Lexo
from lexo.facts import Deadline, DeadlineState
from lexo.store import deadlines, documents, facts
from lexo.store.agenda import count_between, currencies
from shown_papers import ENGLISH, text_of
from told_papers import add_told, fact

TODAY = datetime.now().astimezone().date()


def day(days: int) -> str:
    """So many days from today, in ISO."""
    return (TODAY + timedelta(days=days)).isoformat()


def add_due(lexo: Lexo, name: str, days: int, amount: str = "", what: str = "payment") -> int:
    """A paper with a deadline so many days from now; return the deadline's id."""
    due = fact("due_date", day(days), day(days))
    document_id = add_told(lexo, name, due, fact("currency", "EUR"), sender=f"Maison {name}")
    with lexo.db.write() as connection:
        deadlines.save(connection, document_id, [Deadline(what, day(days), due, amount)])
    return deadlines.of_document(lexo.db, document_id)[0].id


def shown(client, address: str = "/deadlines") -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.text


def test_page_without_deadlines_says_what_will_be_there(client) -> None:
    said = text_of(shown(client))
    assert "No deadline so far." in said
    assert "deadlines.ics" in said


@pytest.mark.parametrize(
    ("days", "group", "left"),
    [
        (-3, "Overdue", "3 days late"),
        (-1, "Overdue", "1 day late"),
        (0, "In the next 7 days", "today"),
        (7, "In the next 7 days", "7 days left"),
        (8, "In the next 30 days", "8 days left"),
        (31, "Later", "31 days left"),
        (-61, "Long past", "61 days late"),
    ],
)
def test_deadline_stands_in_the_group_of_its_day(client, lexo: Lexo, days: int, group: str, left: str) -> None:
    add_due(lexo, "a.pdf", days)
    main = text_of(shown(client).split("<main")[1])
    assert group in main
    assert left in main


def test_deadline_shows_what_who_how_much_and_its_proof(client, lexo: Lexo) -> None:
    add_due(lexo, "a.pdf", 3, "193.48")
    html = shown(client)
    kept = deadlines.list_deadlines(lexo.db)[0]
    said = text_of(html)
    assert "To pay" in said
    assert "Maison a.pdf" in said
    assert "€193.48" in said
    assert f'href="/documents/{kept.document_id}?page=1&amp;fact={kept.field_id}&amp;of=due_date"' in html


def test_overdue_stands_before_what_is_to_come(client, lexo: Lexo) -> None:
    add_due(lexo, "soon.pdf", 3)
    add_due(lexo, "late.pdf", -3)
    html = shown(client)
    assert html.index("Maison late.pdf") < html.index("Maison soon.pdf")


@pytest.mark.parametrize(
    ("state", "said"), [("done", "Done."), ("dismissed", "Dismissed."), ("confirmed", "Confirmed.")]
)
def test_decision_is_kept_and_can_be_undone(client, lexo: Lexo, state: str, said: str) -> None:
    deadline_id = add_due(lexo, "a.pdf", 3)
    answer = client.post(f"/deadlines/{deadline_id}", data={"state": state})
    assert answer.status_code == 303
    html = shown(client, answer.headers["location"])
    assert f"<strong>{said}</strong>" in html
    assert deadlines.list_deadlines(lexo.db)[0].state == state
    banner = html.split('class="banner done"')[1].split("</aside>")[0]
    form = dict(re.findall(r'name="(\w+)" value="(\w+)"', banner))
    assert client.post(f"/deadlines/{deadline_id}", data=form).headers["location"] == "/deadlines"
    assert deadlines.list_deadlines(lexo.db)[0].state == DeadlineState.PROPOSED


def test_what_is_done_stands_aside_and_can_be_opened_again(client, lexo: Lexo) -> None:
    deadline_id = add_due(lexo, "a.pdf", 3)
    deadlines.decide(lexo.db, deadline_id, DeadlineState.DONE)
    html = shown(client)
    assert "Done and dismissed" in html
    assert "Open again" in html
    assert "In the next 7 days" not in html


def test_unknown_deadline_is_not_found(client) -> None:
    assert client.post("/deadlines/99", data={"state": "done"}).status_code == 404


def test_no_other_state_than_the_known_ones_is_taken(client, lexo: Lexo) -> None:
    deadline_id = add_due(lexo, "a.pdf", 3)
    assert client.post(f"/deadlines/{deadline_id}", data={"state": "eaten"}).status_code == 422


def test_forged_undo_of_the_address_shows_no_banner(client, lexo: Lexo) -> None:
    deadline_id = add_due(lexo, "a.pdf", 3)
    assert "Undo" not in shown(client, f"/deadlines?done={deadline_id}&was=eaten").split("<main")[1]
    assert "Undo" not in shown(client, f"/deadlines?done={deadline_id}&was=proposed").split("<main")[1]


def test_navigation_counts_the_next_thirty_days(client, lexo: Lexo) -> None:
    for name, days in (("a.pdf", 0), ("b.pdf", 30), ("c.pdf", 31), ("d.pdf", -1)):
        add_due(lexo, name, days)
    assert '<span class="count">2<' in shown(client, "/documents")


def test_count_leaves_out_the_trash_and_what_is_done(lexo: Lexo) -> None:
    first, second = add_due(lexo, "a.pdf", 3), add_due(lexo, "b.pdf", 3)
    assert count_between(lexo.db, TODAY, TODAY + timedelta(days=30)) == 2
    deadlines.decide(lexo.db, first, DeadlineState.DONE)
    kept = next(each for each in deadlines.list_deadlines(lexo.db) if each.id == second)
    documents.move_to_trash(lexo.db, kept.document_id)
    assert count_between(lexo.db, TODAY, TODAY + timedelta(days=30)) == 0


def test_currency_is_that_of_the_paper(lexo: Lexo) -> None:
    with_one = add_told(lexo, "a.pdf", fact("currency", "CHF"))
    without = add_told(lexo, "b.pdf")
    assert currencies(lexo.db, [with_one, without]) == {with_one: "CHF"}
    assert facts.list_fields(lexo.db, without) == ()


def test_paper_shows_its_own_deadlines(client, lexo: Lexo) -> None:
    add_due(lexo, "a.pdf", 3, "12.00")
    document_id = deadlines.list_deadlines(lexo.db)[0].document_id
    said = text_of(shown(client, f"/documents/{document_id}"))
    assert "To pay" in said
    assert "€12.00" in said


def test_sender_of_a_hostile_paper_is_text(client, lexo: Lexo) -> None:
    add_due(lexo, "<img src=x onerror=alert(1)>.pdf", 3)
    html = shown(client)
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_day_of_another_year_bears_its_year() -> None:
    from lexo.web.shown import short_day

    assert short_day(f"{TODAY.year}-03-09", "en") == ("9", "Mar")
    assert short_day("2031-03-09", "fr") == ("9", "mars 2031")
