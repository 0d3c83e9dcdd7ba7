"""Machine-readable zones of passports, identity cards, residence permits and visas."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

from lexo.facts import Field
from lexo.understanding.official.mrz.facts import facts_of
from lexo.understanding.official.mrz.formats import FORMATS
from lexo.understanding.official.mrz.lines import as_zone, zone_line
from lexo.understanding.official.mrz.zone import Zone, judged
from lexo.understanding.paper import Paper, Strip

MAX_ZONES = 8  # in a paper; copies of four cards have eight at most
_MOST_LINES = 200  # of a page that may be a zone's
_FEWEST_PROVEN = 2  # parts with a right check digit: one is right by chance in ten


def find(paper: Paper) -> Iterator[Field]:
    """What the paper's zones say, each as far as its check digits prove it."""
    today = datetime.now(UTC).date()
    found = ((zone, strips) for page in paper.pages for zone, strips in _zones(page.lines, page.rows))
    for zone, strips in islice(found, MAX_ZONES):
        yield from facts_of(zone, strips, today)


def _zones(lines: Sequence[Strip], rows: Sequence[Strip]) -> list[tuple[Zone, tuple[Strip, ...]]]:
    """By lines; where OCR tore them at the rows of fillers, by all that stands at one height."""
    return _among(lines) or _among(rows)


def _among(strips: Iterable[Strip]) -> list[tuple[Zone, tuple[Strip, ...]]]:
    likely = [(text, strip) for strip in strips if (text := zone_line(strip.text))][:_MOST_LINES]
    found = []
    start = 0
    while start < len(likely):
        zone = _zone_at([text for text, _ in likely[start : start + 3]])
        if zone is None:
            start += 1
            continue
        end = start + len(zone.lines)
        found.append((zone, tuple(strip for _, strip in likely[start:end])))
        start = end
    return found


def _zone_at(texts: Sequence[str]) -> Zone | None:
    """The zone that begins with these lines, in the format whose check digits speak most for it."""
    zones = []
    for layout in FORMATS:
        own = tuple(texts[: len(layout.classes)])
        made = as_zone(own, layout) if len(own) == len(layout.classes) else ()
        if made:
            zone = judged(Zone(layout, made, is_exact=made == own))
            changed = sum(abs(len(text) - layout.width) for text in own)
            zones.append((zone.is_whole, zone.proven_parts, -changed, zone))
    best = max(zones, key=lambda judgement: judgement[:3], default=None)
    return best[3] if best is not None and best[1] >= _FEWEST_PROVEN else None
