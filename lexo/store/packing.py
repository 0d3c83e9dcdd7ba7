"""A page that was read, as bytes: how it travels from a reader, and how a reading is kept for the next time.

The lengths of a JSON part and of the text (4 bytes each, little-endian), the two, and the layout (`store/layout.py`).
"""

import json
from dataclasses import asdict
from typing import Any

from lexo.document import PageText, Tried
from lexo.errors import MAX_TEXT_CHARS
from lexo.store.layout import check
from lexo.store.pages import ReadPage

_BARE = [name for name in PageText.__dataclass_fields__ if name not in ("blocks", "tables")]  # those travel encoded


def encode(page: ReadPage) -> bytes:
    """A page as bytes."""
    text = page.text.encode("utf-8", "replace")
    values = {name: getattr(page.content, name) for name in _BARE}
    values["tried"] = [asdict(tried) for tried in page.content.tried]
    head = json.dumps({"tables": page.tables, "content": values}).encode()
    lengths = len(head).to_bytes(4, "little") + len(text).to_bytes(4, "little")
    return b"".join((lengths, head, text, page.layout))


def decode(message: bytes | memoryview) -> ReadPage:
    """The page that `encode` was given. Raises ValueError, KeyError, TypeError on what it never makes."""
    message = bytes(message)
    text_at = 8 + int.from_bytes(message[:4], "little")
    layout_at = text_at + int.from_bytes(message[4:8], "little")
    values: dict[str, Any] = json.loads(message[8:text_at])
    text, layout = message[text_at:layout_at].decode(), message[layout_at:]
    if len(text) > 2 * MAX_TEXT_CHARS:  # readers cut it without counting what stands between the blocks
        raise ValueError("too much text")
    check(text, layout)
    content = values["content"]
    content["languages"] = tuple(content["languages"])
    content["warnings"] = tuple(content["warnings"])
    content["tried"] = tuple(Tried(**tried) for tried in content["tried"])
    return ReadPage(PageText(**content), text, layout, str(values["tables"]))
