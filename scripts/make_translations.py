"""Bring the catalogues up to date: find every message in code and templates, keep what is translated, compile.

    python scripts/make_translations.py            rewrites lexo/locale/fr/LC_MESSAGES/messages.po and .mo
    python scripts/make_translations.py --check    writes nothing; exit code 1 where something would change

French typography is put in on the way: no-break spaces before : ; ? ! » € % and after «.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lexo.errors import BY_CODE  # noqa: E402
from lexo.understanding.kinds.reasons import SENTENCES  # noqa: E402

LANGUAGE = "fr"
FILE = ROOT / "lexo" / "locale" / LANGUAGE / "LC_MESSAGES" / "messages.po"
JINJA = {"trimmed": "true", "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
NARROW, WIDE = "\u202f", "\u00a0"

MessageId = str | tuple[str, str]


def main() -> None:
    """Rewrite the catalogue and its compiled form; name what still has to be translated."""
    known = load()
    catalogue = Catalog(locale=LANGUAGE, header_comment="# LEXO in French.", project="LEXO", version="1", fuzzy=False)
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    catalogue.creation_date = catalogue.revision_date = (
        known.revision_date
    )  # a run that changes nothing changes nothing
    for message, places in sorted(messages().items(), key=lambda item: str(item[0])):
        catalogue.add(message, _translated(known, message), locations=sorted(places))
    missing = [message.id for message in catalogue if message.id and not all(_forms(message.string))]
    print("\n".join(f"not translated: {message}" for message in missing) or f"all {len(catalogue)} messages translated")
    source, compiled = BytesIO(), BytesIO()
    write_po(source, catalogue, width=120, no_location=True, sort_output=True)
    write_mo(compiled, catalogue)
    is_same = _put(FILE, source) & _put(FILE.with_suffix(".mo"), compiled)
    sys.exit(0 if is_same and not missing else 1)


def _put(file: Path, content: BytesIO) -> bool:
    """Write a file, unless only a check is wanted; whether it was like that or is now."""
    if "--check" not in sys.argv:
        file.write_bytes(content.getvalue())
    return file.exists() and file.read_bytes() == content.getvalue()


def load() -> Catalog:
    """The catalogue as it is."""
    with FILE.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE)


def messages() -> dict[MessageId, set[tuple[str, int]]]:
    """Every message that a person may see, and the files that say it."""
    found: dict[MessageId, set[tuple[str, int]]] = {}
    for message, place in (*_written(), *_reasons()):
        found.setdefault(message, set()).add((place, 0))
    return found


def with_french_spaces(text: str) -> str:
    """Put the no-break spaces in that French typography asks for; those that are there stay."""
    text = re.sub(r"[ \u00a0\u202f]+([;!?])", NARROW + r"\1", text)
    text = re.sub(r"[ \u00a0\u202f]+([:»€])", WIDE + r"\1", text)
    return re.sub(r"«[ \u00a0\u202f]+", "«" + WIDE, text)


def _written() -> Iterator[tuple[MessageId, str]]:
    """In templates and in the code of the pages."""
    kinds = (("templates", [("**.html", "jinja2")], {"**.html": JINJA}), ("lexo/web", [("**.py", "python")], {}))
    for folder, methods, options in kinds:
        keywords = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
        for name, _, message, _, _ in extract_from_dir(ROOT / folder, methods, options, keywords):
            yield (message if isinstance(message, str) else (message[0], message[1])), f"{folder}/{name}"


def _reasons() -> Iterator[tuple[MessageId, str]]:
    """Titles and hints of all reasons, and the sentences of kinds."""
    for error in BY_CODE.values():
        for message in (error.title, error.hint):
            if message:
                yield message, "lexo/errors"
    for message in SENTENCES.values():
        yield message, "lexo/understanding/kinds"


def _translated(known: Catalog, message: MessageId) -> str | tuple[str, ...]:
    entry = known.get(message if isinstance(message, str) else message[0])
    empty = "" if isinstance(message, str) else ("", "")
    if entry is None or isinstance(entry.string, str) != isinstance(message, str):
        return empty
    forms = tuple(with_french_spaces(form) for form in _forms(entry.string))
    return forms[0] if isinstance(message, str) else forms


def _forms(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


if __name__ == "__main__":
    main()
