"""Deadlines as a calendar that phones and computers subscribe to: RFC 5545, with RFC 7986's refresh hints.

Each deadline is an all-day VEVENT, no VTODO: Google's and Apple's calendars show no tasks of a subscribed calendar, and
a task in a mail program shows no day in the month. It is transparent, so nobody is busy on that day. Its alarm rings
at nine in the morning, as the day itself begins at midnight. icalendar (60 ms) is imported at the first calendar.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from lexo import __version__

REFRESH = timedelta(hours=6)
MAX_ENTRIES = 2000
MAX_SUMMARY = 200  # characters
MAX_DESCRIPTION = 2000
MAX_REMIND_DAYS = 365

_MORNING = timedelta(hours=9)
_BREAKS = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_SAFE_UID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,199}")
_ADDRESS = re.compile(r"https?://[!-;=?-~]{1,500}")  # what is printable in ASCII, without < and >
_SHOWN_FORMATS = "\u200c\u200d"  # joiners, which words of some languages need; other format signs turn text around


@dataclass(frozen=True, slots=True)
class Entry:
    """One deadline, its words in the reader's language. `uid` stays the same as long as the deadline does."""

    uid: str
    day: date
    summary: str
    description: str = ""  # amount, sender; its address is added
    url: str = ""  # of the paper in LEXO
    remind_days: int = 7
    category: str = ""
    is_confirmed: bool = True  # by a person


def calendar(entries: Iterable[Entry], language: str, name: str, *, now: datetime | None = None) -> bytes:
    """A calendar of these entries, UTF-8, ready to be sent as text/calendar. `now` is when it was made."""
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", f"-//LEXO//LEXO {__version__}//{_word(language).upper() or 'EN'}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for key in ("name", "x-wr-calname"):
        made.add(key, _line(name, MAX_SUMMARY))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(REFRESH))
    stamp = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    for entry, _ in zip(entries, range(MAX_ENTRIES), strict=False):
        made.add_component(_event(entry, _word(language), stamp))
    return bytes(made.to_ical())


def _event(entry: Entry, language: str, stamp: datetime) -> Any:
    import icalendar

    said = {"LANGUAGE": language} if language else {}
    summary = _line(entry.summary, MAX_SUMMARY)
    event = icalendar.Event()
    event.add("uid", _uid(entry.uid))
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.day)
    if entry.day < date.max:
        event.add("dtend", entry.day + timedelta(days=1))  # the day after: some calendars show nothing without it
    event.add("summary", summary, parameters=said)
    address = entry.url if _ADDRESS.fullmatch(entry.url) else ""
    if description := "\n".join(filter(None, (_text(entry.description, MAX_DESCRIPTION), address))):
        event.add("description", description, parameters=said)
    if address:
        event.add("url", address)
    event.add("status", "CONFIRMED" if entry.is_confirmed else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    if category := _line(entry.category, 60):
        event.add("categories", [category])
    event.add_component(_alarm(entry, summary))
    return event


def _alarm(entry: Entry, summary: str) -> Any:
    import icalendar

    before = timedelta(days=min(max(entry.remind_days, 0), MAX_REMIND_DAYS))
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _MORNING - before)
    return alarm


def _uid(text: str) -> str:
    """As it is where it is plain; else its digest, which is as stable."""
    if _SAFE_UID.fullmatch(text):
        return text
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32] + "@lexo"


def _word(language: str) -> str:
    return language if re.fullmatch(r"[A-Za-z]{2,3}", language) else ""


def _line(text: str, limit: int) -> str:
    return _SPACES.sub(" ", _text(text, limit)).strip() or ("-" if text.strip() else "")


def _text(text: str, limit: int) -> str:
    """Without control signs and those that turn the direction of text; every kind of line break is one."""
    plain = (sign for sign in _BREAKS.sub("\n", text[: 4 * limit]) if sign in "\n\t" or _is_shown(sign))
    return _cut("".join(plain).strip(), limit)


def _is_shown(sign: str) -> bool:
    return sign in _SHOWN_FORMATS or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
