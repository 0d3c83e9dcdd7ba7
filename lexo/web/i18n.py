"""French and English: which of them a request asks for, and messages, numbers, dates and sizes in it.

Messages come from a gettext catalogue with English message ids. Babel is imported at the first number or date that
somebody looks at: its locale data would make the start slower and the process larger for nothing.
"""

import gettext
from collections.abc import Mapping
from datetime import UTC, datetime
from datetime import date as Day
from functools import cache, lru_cache
from pathlib import Path

from lexo.document import Reason
from lexo.errors import BY_CODE

LANGUAGES = ("fr", "en")
DEFAULT = "fr"
COOKIE = "lexo_language"
LOCALES = Path(__file__).resolve().parent.parent / "locale"
SIZE_UNITS = {"fr": ("octets", "Ko", "Mo", "Go"), "en": ("bytes", "KB", "MB", "GB")}
NAMES = ("id", "port", "number")  # numbers that name a thing and count nothing: never 8,000
NO_BREAK_SPACE = "\u00a0"


def N_(message: str) -> str:
    """Mark a message for translation where it stands; it is translated where it is shown."""
    return message


def chosen(asked: str | None, cookie: str | None, headers: Mapping[str, str]) -> str:
    """The language of a page: asked for in the address, kept in the cookie, the browser's first of ours, French."""
    for wish in (asked, cookie, *_accepted(headers.get("accept-language", ""))):
        if wish in LANGUAGES:
            return wish
    return DEFAULT


def translate(message: str, language: str) -> str:
    """A message in that language; one without a translation is shown as it is."""
    return _catalogue(language).gettext(message) if message else ""


def translate_plural(one: str, many: str, count: int, language: str) -> str:
    """A message that depends on a number."""
    return _catalogue(language).ngettext(one, many, count)


def title_of(reason: Reason, language: str) -> str:
    """What happened, in that language; an unknown code is said as itself."""
    error = BY_CODE.get(reason.code)
    return filled(error.title, reason, language) if error else reason.code


def hint_of(reason: Reason, language: str) -> str:
    """What to do about it; may be empty."""
    error = BY_CODE.get(reason.code)
    return filled(error.hint, reason, language) if error else ""


def filled(message: str, reason: Reason, language: str) -> str:
    """A %-template in that language, with the details of a reason; numbers are text by then, so `%d` takes them too."""
    shown = {name: _shown(name, value, language) for name, value in reason.details.items()}
    return translate(message, language).replace(")d", ")s") % _Details(shown)


@lru_cache(maxsize=4096)
def number(value: float, language: str) -> str:
    """1234.5 as `1 234,5` or `1,234.5`."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=language))


def percent(value: float, language: str) -> str:
    """A fraction 0-1 as a whole percentage."""
    return f"{round(value * 100)}{NO_BREAK_SPACE if language == 'fr' else ''}%"


def size(size_bytes: int, language: str) -> str:
    """Bytes as people say them, powers of ten as file managers count: `2,4 Mo`."""
    value, units = float(size_bytes), SIZE_UNITS[language]
    exponent = 0
    while value >= 999.5 and exponent < len(units) - 1:
        value, exponent = value / 1000, exponent + 1
    rounded = round(value, 1) if exponent and value < 99.95 else round(value)
    return f"{number(rounded, language)}{NO_BREAK_SPACE}{units[exponent]}"


def date(moment: str, language: str) -> str:
    """A UTC time, or a day, in ISO 8601 as a day on this machine's clock: `3 nov. 2025`."""
    return _day(_local(moment).date(), language)


def date_time(moment: str, language: str) -> str:
    """The same with hours and minutes: `3 nov. 2025 à 09:12`."""
    from babel.dates import format_datetime

    pattern = "d MMM y 'à' HH:mm" if language == "fr" else "MMM d, y 'at' HH:mm"
    local = _local(moment)
    return str(format_datetime(local, pattern, tzinfo=local.tzinfo, locale=language))


def time(moment: str, language: str) -> str:
    """Hours and minutes: `9 h 12`, `09:12`."""
    local = _local(moment)
    return f"{local.hour}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{local:%M}" if language == "fr" else f"{local:%H:%M}"


def moment(moment: str, language: str) -> str:
    """As short as it can be said: the time of a moment today, the day of any other."""
    is_today = _local(moment).date() == datetime.now().astimezone().date()
    return time(moment, language) if is_today else date(moment, language)


def ago(moment: str, language: str) -> str:
    """How long ago: `il y a 4 secondes`."""
    from babel.dates import format_timedelta

    elapsed = _local(moment) - datetime.now(UTC)
    return str(format_timedelta(elapsed, add_direction=True, locale=language)).replace(" ", NO_BREAK_SPACE, 3)


def duration(seconds: float, language: str) -> str:
    """A span that is an estimate anyway: `20 s`, `3 min`, `2 h 10`."""
    if seconds < 60:
        return f"{max(5, round(seconds / 5) * 5)}{NO_BREAK_SPACE}s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes}{NO_BREAK_SPACE}min"
    gap = NO_BREAK_SPACE if language == "fr" else " "
    return f"{minutes // 60}{gap}h{gap}{minutes % 60:02}"


@lru_cache(maxsize=4096)
def _day(day: Day, language: str) -> str:
    from babel.dates import format_date

    return str(format_date(day, format="medium", locale=language))


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """The messages of a language; English is what the message ids say."""
    file = LOCALES / language / "LC_MESSAGES" / "messages.mo"
    if language == "en" or not file.exists():
        return gettext.NullTranslations()
    with file.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def _accepted(header: str) -> list[str]:
    """`en-GB,fr;q=0.8` → ["en", "fr"], by weight; what cannot be read is left out."""
    offers: list[tuple[float, str]] = []
    for part in header.lower().split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            offers.append((float(weight or 1), tag.partition("-")[0]))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(offers, key=lambda offer: -offer[0]) if weight > 0]


def _shown(name: str, value: str | int, language: str) -> str:
    if isinstance(value, str):
        return translate(value, language)
    return str(value) if name in NAMES else number(value, language)


class _Details(dict[str, str]):
    """Values for a sentence; a missing one shows as a dash rather than raising."""

    def __missing__(self, key: str) -> str:
        return "–"


def _local(moment: str) -> datetime:
    parsed = datetime.fromisoformat(moment)
    return parsed.astimezone() if len(moment) > 10 else parsed
