"""Draw how the cost of a search grows with the library, as SVG: figures of `bench_search_speed.py --json FILE`.

.venv/bin/python scripts/plot_growth.py FILE docs/search-growth.svg
"""

import argparse
import json
from collections.abc import Sequence
from math import log10
from pathlib import Path

KINDS = {
    "rare word": "#1b7f5c",
    "medium word": "#2563a8",
    "phrase": "#8a5a00",
    "unfinished word": "#7a3e9d",
    "very common word": "#b3261e",
}
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 420, 60, 20, 190, 50
LEAST_MS, MOST_MS = 0.05, 2000.0

Point = tuple[float, float]


def main() -> None:
    """Read, draw, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=Path)
    parser.add_argument("svg", type=Path)
    arguments = parser.parse_args()
    runs = [json.loads(line) for line in arguments.figures.read_text("utf-8").splitlines()]
    by_pages = {run["pages"]: {each["kind"]: each for each in run["figures"]} for run in runs}
    arguments.svg.write_text(drawn(by_pages), "utf-8")


def drawn(by_pages: dict[int, dict[str, dict[str, float]]]) -> str:
    """A picture with both scales logarithmic: LEXO's median drawn through, bare FTS5's dashed."""
    sizes = sorted(by_pages)
    first, last = log10(sizes[0]), log10(sizes[-1])

    def place(pages: int, time_ms: float) -> Point:
        across = (log10(pages) - first) / (last - first or 1)
        up = (log10(time_ms) - log10(LEAST_MS)) / (log10(MOST_MS) - log10(LEAST_MS))
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif"'
        ' font-size="12"><title>CPU of one search, by pages in the library</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(-1, 4):
        (_, y), (right, _) = place(sizes[0], 10.0**power), place(sizes[-1], 1)
        parts.append(f'<path d="M{LEFT} {y:.0f}H{right:.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{10.0**power:g} ms</text>')
    for pages in sizes:
        x, _ = place(pages, 1)
        parts.append(f'<text x="{x:.0f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{pages:,}</text>')
    parts.append(f'<text x="{(WIDTH - RIGHT + LEFT) // 2}" y="{HEIGHT - 10}" text-anchor="middle">pages</text>')
    for number, (kind, color) in enumerate(KINDS.items()):
        parts.append(_line([place(pages, by_pages[pages][kind]["p50"]) for pages in sizes], color))
        parts.append(_line([place(pages, by_pages[pages][kind]["bare_p50"]) for pages in sizes], color, dash="4 4"))
        parts.append(f'<text x="{WIDTH - RIGHT + 14}" y="{TOP + 20 + 20 * number}" fill="{color}">{kind}</text>')
    parts.append(f'<text x="{WIDTH - RIGHT + 14}" y="{TOP + 140}">dashed: bare FTS5</text></svg>')
    return "\n".join(parts) + "\n"


def _line(points: Sequence[Point], color: str, dash: str = "none") -> str:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{path}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dash}"/>'


if __name__ == "__main__":
    main()
