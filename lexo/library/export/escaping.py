"""Text that Markdown must show as it is."""

import re

_SPECIAL = re.compile(r"([\\`*<\[\]]|(?<![^\W_])_|_(?![^\W_]))")


def escaped(text: str) -> str:
    """The text with a backslash before every sign that Markdown would take for its own."""
    return _SPECIAL.sub(r"\\\1", text)
