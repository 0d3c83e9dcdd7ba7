"""Deadlines as a calendar: what a phone reads out of it, and text that would break out of its place."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexo.web.calendar import MAX_SUMMARY, Entry, calendar

NOW = datetime(2026, 3, 10, 8, 30, tzinfo=UTC)
BILL = Entry(
    "deadline-17@lexo",
    date(2026, 4, 2),
    "À payer : Énergie du Lac, 80,50 €",
    "Montant : 80,50 €",
    "http://127.0.0.1:8420/documents/17",
    7,
    "Paiement",
)
PROPERTIES = {  # of an event, and no other
    *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "STATUS", "TRANSP", "CATEGORIES"),
}


def made(*entries: Entry, name: str = "LEXO") -> bytes:
    return calendar(entries, "fr", name, now=NOW)


def event_of(entry: Entry) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(made(entry)).walk("VEVENT")
    return event


def test_entry_is_an_event_of_a_whole_day_with_all_it_says() -> None:
    event = event_of(BILL)
    assert (event["UID"], event["SUMMARY"]) == ("deadline-17@lexo", "À payer : Énergie du Lac, 80,50 €")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 4, 2), date(2026, 4, 3))
    assert event["DTSTAMP"].dt == NOW
    assert event["DESCRIPTION"] == "Montant : 80,50 €\nhttp://127.0.0.1:8420/documents/17"
    assert event["URL"] == "http://127.0.0.1:8420/documents/17"
    assert event.categories == ["Paiement"]
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")


@pytest.mark.parametrize(("days", "trigger"), [(7, -7), (0, 0), (-3, 0), (10_000, -365)])
def test_alarm_rings_at_nine_so_many_days_before(days: int, trigger: int) -> None:
    (alarm,) = event_of(Entry("a", date(2026, 4, 2), "x", remind_days=days)).walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(days=trigger, hours=9)
    assert (alarm["ACTION"], alarm["DESCRIPTION"]) == ("DISPLAY", "x")


def test_entry_that_nobody_confirmed_is_tentative() -> None:
    assert event_of(Entry("a", date(2026, 4, 2), "x", is_confirmed=False))["STATUS"] == "TENTATIVE"


def test_calendar_has_a_name_and_says_how_often_to_look_again() -> None:
    read = icalendar.Calendar.from_ical(made(name="Échéances, LEXO"))
    assert read["X-WR-CALNAME"] == read["NAME"] == "Échéances, LEXO"
    assert read["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\nX-PUBLISHED-TTL:PT6H\r\n" in made()
    assert read["VERSION"] == "2.0"
    assert read["PRODID"].startswith("-//LEXO//")


def test_same_entries_at_the_same_time_are_the_same_bytes() -> None:
    assert made(BILL) == made(BILL)


def test_lines_end_with_both_signs_and_hold_at_most_75_octets() -> None:
    text = made(Entry("a", date(2026, 4, 2), "é" * 190, "Une ligne, très longue ; " * 60))
    assert text.count(b"\n") == text.count(b"\r\n") == text.count(b"\r")
    assert max(map(len, text.split(b"\r\n"))) <= 75


def test_text_that_is_cut_at_75_octets_is_whole_again() -> None:
    assert event_of(Entry("a", date(2026, 4, 2), "é" * 190))["SUMMARY"] == "é" * 190


@pytest.mark.parametrize(
    "text",
    [
        "x\r\nBEGIN:VALARM\r\nACTION:PROCEDURE\r\nEND:VALARM",
        "x\nATTENDEE:mailto:a@evil.example",
        "x\u2028ATTACH:http://evil.example/",
        "x\x85URL:http://evil.example/",
        "x\x0bEND:VEVENT",
        'x";LANGUAGE=en:y\\, \\n ; z',
    ],
)
def test_hostile_text_stays_where_it_was_put(text: str) -> None:
    entry = Entry("a", date(2026, 4, 2), text, text, text, 7, text)
    event = event_of(entry)
    assert set(event) <= PROPERTIES
    assert "URL" not in event
    assert len(event.subcomponents) == 1
    assert "\n" not in event["SUMMARY"]


def test_commas_semicolons_and_backslashes_come_back_as_they_were() -> None:
    text = 'a,b;c\\d "e": \\n f'
    event = event_of(Entry("a", date(2026, 4, 2), text, f"{text}\nzwei"))
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (text, f"{text}\nzwei")


def test_signs_that_turn_text_around_or_are_not_shown_are_left_out() -> None:
    assert event_of(Entry("a", date(2026, 4, 2), "a\u202eb\x00c\x1b[0m\ud800d\U000e0041"))["SUMMARY"] == "abc[0md"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://a b", "http://a/<b>", ""])
def test_address_that_is_none_is_left_out(url: str) -> None:
    assert "URL" not in event_of(Entry("a", date(2026, 4, 2), "x", url=url))


def test_odd_uid_becomes_a_stable_plain_one() -> None:
    first, second = (event_of(Entry("é\r\nX:1", date(2026, 4, 2), "x"))["UID"] for _ in range(2))
    assert first == second
    assert first.endswith("@lexo")
    assert first != event_of(Entry("é\r\nX:2", date(2026, 4, 2), "x"))["UID"]


def test_long_summary_is_cut() -> None:
    summary = event_of(Entry("a", date(2026, 4, 2), "x" * 5000))["SUMMARY"]
    assert len(summary) == MAX_SUMMARY
    assert summary.endswith("…")


def test_last_day_of_the_calendar_is_survived() -> None:
    assert event_of(Entry("a", date.max, "x"))["DTSTART"].dt == date.max


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=60), st.dates())
def test_any_text_makes_a_calendar_that_reads_back(summary: str, description: str, odd: str, day: date) -> None:
    text = calendar([Entry(odd, day, summary, description, odd, 7, odd)], odd, odd, now=NOW)
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert event["DTSTART"].dt == day
    assert set(event) <= PROPERTIES
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert text.count(b"\n") == text.count(b"\r\n") == text.count(b"\r")
