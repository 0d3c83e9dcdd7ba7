"""Text that a model wrote, as plain text on one line: no address, no markup, nothing that a page would act on.

Whatever shows it escapes it too. This is for the places that nobody thinks of: a calendar that makes links of
addresses, a note that is pasted elsewhere. It is applied until nothing changes: taking a thing out can make another.
"""

import html
import re
import unicodedata

_ROUNDS = 6
_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]{0,400})\](?:\([^()]{0,400}\)|\[[^\[\]]{0,400}\]|:\s*\S{1,400})?")
_TAG = re.compile(r"<[^<>]{0,400}>?")
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}:)?//[^\s]{1,400}"
    r"|\b(?:javascript|vbscript|data|mailto|tel|sms|file|blob|about|callto|facetime|shortcuts|x-[a-z-]{1,30}):[^\s]{0,400}"
    r"|\bwww\.[^\s]{1,400}",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])\.){1,6}[a-z]{2,24}(?![\w-])(?:[/?#:][^\s]{0,400})?"
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_ATTRIBUTE = re.compile(
    r"\b(?:hx-|data-|sse-|ws-|on[a-z]{3,20}(?=\s?=)|(?:href|src|style|action|formaction|srcdoc)(?=\s?=))[\w:-]{0,40}"
    r"(?:\s?=\s?(?:\"[^\"]{0,400}\"|'[^']{0,400}'|\S{1,400})?)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[<>\[\]`{}\\|]|\*{1,3}|_{2,}|~{2,}|^\s*#{1,6}\s|^\s*>\s|={3,}|-{3,}")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|!(?=\s|$)(?<=\s!)")
_SPACES = re.compile(r"\s+")


def plain(text: str, limit: int, *, keeps_mail: bool = False) -> str:
    """At most `limit` characters on one line. `keeps_mail`: an e-mail address may be what was asked for."""
    text = _readable(text)
    for _ in range(_ROUNDS):
        stripped = _stripped(text, keeps_mail=keeps_mail)
        if stripped == text:
            break
        text = stripped
    else:
        return ""  # built to outlast the cleaning
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _readable(text: str) -> str:
    """Wide and other forms of the plain signs as these, where there are any; what is not shown is left out."""
    if any("\uff01" <= sign <= "\uff5e" or sign in "\u2024\ufe52\u3002\ufe55\ufe6a" for sign in text):
        text = unicodedata.normalize("NFKC", text).replace("\u3002", ".")
    spaced = (" " if sign.isspace() or unicodedata.category(sign) == "Cc" else sign for sign in text)
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Cn"))


def _stripped(text: str, *, keeps_mail: bool) -> str:
    text = html.unescape(text)
    text = _IMAGE_OR_LINK.sub(r"\1", text)
    text = _TAG.sub(" ", text)
    text = _ATTRIBUTE.sub(" ", text)
    text = _ADDRESS.sub(" ", text)
    if not keeps_mail:
        text = _MAIL.sub(" ", text)
    text = _DOMAIN.sub(" ", text)
    text = _MARKUP.sub("", text)
    text = _EMPTY_BRACKETS.sub(" ", text)
    return _SPACES.sub(" ", text).strip()
