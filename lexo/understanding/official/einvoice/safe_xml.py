"""XML that strangers wrote, as a tree: no document types, no entities, nothing fetched, bounded in size and depth."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_BYTES = 10_000_000
MAX_DEPTH = 64  # an invoice has 12
MAX_ELEMENTS = 500_000
_PIECE = 65_536  # bytes parsed before the limits are looked at again


class _NotWanted(ValueError):
    """Too deep, too large, or not of the wanted root."""


def parse(content: bytes, roots: tuple[str, ...]) -> "Element | None":
    """The tree, or None where it is no sound XML whose root's qualified name (`{namespace}name`) begins with a root.

    The first element decides: of another file nothing more is parsed.
    """
    import defusedxml.ElementTree as defused  # 20 ms to import, for the few papers that carry XML

    content = content.lstrip(b" \t\r\n")
    if not content or len(content) > MAX_BYTES:
        return None
    make: Any = defused.DefusedXMLParser
    parser = make(target=_builder(roots), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        for start in range(0, len(content), _PIECE):
            parser.feed(content[start : start + _PIECE])
        tree: Element = parser.close()
    except (SyntaxError, ValueError, LookupError):  # not well formed; forbidden or unwanted; unknown encoding
        return None
    return tree


def _builder(roots: tuple[str, ...]) -> Any:
    """A tree builder that stops at the limits."""
    from xml.etree.ElementTree import TreeBuilder

    class Bounded(TreeBuilder):
        depth = elements = 0

        def start(self, tag: str, attrs: dict[str, str], /) -> Any:
            self.depth += 1
            self.elements += 1
            if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
                raise _NotWanted
            if self.elements == 1 and not tag.startswith(roots):
                raise _NotWanted
            return super().start(tag, attrs)

        def end(self, tag: str, /) -> Any:
            self.depth -= 1
            return super().end(tag)

    return Bounded()
