"""Which language a program's answer is in, and reasons said in it."""

from collections.abc import Mapping

from lexo.document import Reason
from lexo.web import i18n


def language_of(headers: Mapping[str, str]) -> str:
    """The first of our languages that Accept-Language names; English for a program that names none."""
    return i18n.chosen(None, None, headers) if headers.get("accept-language") else "en"


def say(reason: Reason, language: str) -> str:
    """What happened and what to do, in that language."""
    return f"{i18n.title_of(reason, language)} {i18n.hint_of(reason, language)}".strip()
