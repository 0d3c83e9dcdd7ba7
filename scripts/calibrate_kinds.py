"""Measure how well kinds of paper are told apart, and find the temperature that makes their probabilities honest.

    .venv/bin/python scripts/calibrate_kinds.py [--papers FOLDER] [--wrong]

FOLDER holds real papers as they were read: `<category>__<name>.pickle`, each a list of (page number, PageText), with a
file `kinds.json` that maps names to the kinds that are right for them. Only pickles of your own: loading one runs it.
"""

import argparse
import json
import math
import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "understanding")]

from kinds.made import papers  # noqa: E402

from lexo.understanding.classify import BAR, OTHER_SCORE, TEMPERATURE, probabilities, scored  # noqa: E402
from lexo.understanding.paper import paper_of  # noqa: E402
from lexo.understanding.understand import understand  # noqa: E402


@dataclass(frozen=True)
class Case:
    """One paper's scores, and the kinds that are right."""

    name: str
    right: frozenset[str]
    scores: dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=Path, help="a folder of real papers as they were read")
    parser.add_argument("--wrong", action="store_true", help="name each paper that is taken for another kind")
    parser.add_argument("--fields", action="store_true", help="with the facts that are found on each paper")
    parser.add_argument("--by-kind", action="store_true", help="say of each kind how many held papers are known")
    given = parser.parse_args()
    sets = {split: list(_made(split, with_fields=given.fields)) for split in ("tuned", "held")}
    if given.papers:
        sets["real"] = list(_real(given.papers, with_fields=given.fields))
    for name, cases in sets.items():
        _report(name, cases, is_wrong_named=given.wrong)
    if given.by_kind:
        _by_kind(sets["held"])
    known = sets["tuned"] + sets.get("real", [])
    print("\nbest on tuned and real papers:")
    for loss, temperature, other in sorted(_losses(known))[:5]:
        print(f"  loss {loss:.4f}  TEMPERATURE {temperature}  OTHER_SCORE {other}")


def _made(split: str, *, with_fields: bool) -> Iterator[Case]:
    for made in papers(split):
        fields = understand(made.paper).fields if with_fields else ()
        yield Case(f"{made.skeleton} {made.variation}", frozenset({made.kind}), scored(made.paper, fields)[0])


def _real(folder: Path, *, with_fields: bool) -> Iterator[Case]:
    right = json.loads((folder / "kinds.json").read_text("utf-8"))
    for file in sorted(folder.glob("*.pickle")):
        kinds = right.get(file.name) or right.get(file.name.partition("__")[0])
        if kinds:
            paper = paper_of(pickle.loads(file.read_bytes()))  # the caller's own, as the help says
            fields = understand(paper).fields if with_fields else ()
            yield Case(file.name, frozenset(kinds), scored(paper, fields)[0])


def _report(name: str, cases: Sequence[Case], *, is_wrong_named: bool) -> None:
    right = sure = sure_wrong = 0
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for case in cases:
        chances = probabilities(case.scores)
        best = max(chances, key=lambda kind: chances[kind])
        is_right = best in case.right
        right += is_right
        sure += chances[best] >= BAR
        sure_wrong += chances[best] >= BAR and not is_right
        bins[min(int(chances[best] * 10), 9)].append((chances[best], is_right))
        if is_wrong_named and not is_right:
            print(f"  {case.name}: {best} {chances[best]:.2f}, not {'/'.join(sorted(case.right))}")
    gaps = (abs(sum(chance for chance, _ in each) - sum(ok for _, ok in each)) for each in bins)
    print(
        f"{name}: {len(cases)} papers, accuracy {right / len(cases):.3f}, sure of {sure / len(cases):.3f}, confident "
        f"mistakes {sure_wrong / len(cases):.4f}, calibration error {sum(gaps) / len(cases):.3f} "
        f"(T {TEMPERATURE}, other {OTHER_SCORE}, bar {BAR})"
    )


def _by_kind(cases: Sequence[Case]) -> None:
    rows: dict[str, list[bool]] = {}
    for case in cases:
        chances = probabilities(case.scores)
        for kind in case.right:
            rows.setdefault(kind, []).append(max(chances, key=lambda each: chances[each]) == kind)
    for kind, right in sorted(rows.items()):
        print(f"  {kind}: {sum(right)} of {len(right)}")


def _losses(cases: Sequence[Case]) -> Iterator[tuple[float, float, float]]:
    """Mean negative logarithm of what the right kinds get, for each pair that is tried."""
    for temperature in (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.7, 2.0):
        for other in (3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0):
            total = 0.0
            for case in cases:
                chances = probabilities(case.scores, temperature, other)
                total -= math.log(max(sum(chances[kind] for kind in case.right), 1e-9))
            yield total / len(cases), temperature, other


if __name__ == "__main__":
    main()
