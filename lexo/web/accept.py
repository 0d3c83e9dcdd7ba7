"""Which of several formats a request would like best, by its header Accept (RFC 9110)."""

from collections.abc import Sequence

from lexo.library.export.formats import Format

MAX_CHARS = 1000  # of the header that are looked at


def preferred(header: str, offered: Sequence[Format], default: Format) -> Format:
    """The first offered format of the best-liked type; `default` where the header names none that is offered."""
    ranges = [_range(part) for part in header[:MAX_CHARS].split(",")]
    for kind, _ in sorted(ranges, key=lambda each: -each[1]):
        for shape in offered:
            if shape.media_type == kind:
                return shape
    return default


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                weight = float(parameter[2:])
            except ValueError:
                return "", 0.0
            return (kind, weight) if weight > 0 else ("", 0.0)
    return kind, 1.0
