"""Which language a program's answer is in, and reasons said in it."""

from collections.abc import Callable, Mapping
from typing import cast

from lexo import errors
from lexo.document import Reason

LANGUAGES = ("en", "fr")


def language_of(headers: Mapping[str, str]) -> str:
    """The first of our languages that Accept-Language names, by weight; English where it names none."""
    offers = [_offer(part) for part in headers.get("accept-language", "").split(",")]
    known = [(weight, tag) for tag, weight in offers if tag in LANGUAGES and weight > 0]
    return max(known, key=lambda offer: offer[0])[1] if known else "en"


def _offer(part: str) -> tuple[str, float]:
    """`fr-FR;q=0.8` → ("fr", 0.8); what cannot be read weighs nothing."""
    tag, _, weight = part.strip().lower().partition(";q=")
    try:
        return tag.partition("-")[0], float(weight or 1)
    except ValueError:
        return tag, 0.0


def say(reason: Reason, language: str, *, with_hint: bool = True) -> str:
    """What happened, and what to do unless `with_hint` is off, in that language; an unknown code is said as itself."""
    error = errors.BY_CODE.get(reason.code)
    if error is None:
        return reason.code
    parts = (error.title, error.hint if with_hint else "")
    template = " ".join(translate(part, language) for part in parts if part)
    return template % _Filled(reason.details)


def translate(message: str, language: str) -> str:
    """An English message in that language."""
    try:
        from lexo.web import i18n
    except ImportError:
        return message
    return cast(Callable[[str, str], str], i18n.translate)(message, language)


class _Filled(dict[str, str | int]):
    """Values for a template; a missing one shows as a dash rather than raising."""

    def __missing__(self, key: str) -> str:
        return "–"
