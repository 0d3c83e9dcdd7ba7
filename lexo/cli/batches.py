"""Which files a batch reads, and where each result goes."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lexo.errors import LexoError
from lexo.intake.sniff import check_name


@dataclass(frozen=True, slots=True)
class Conversion:
    """One file of a batch; `is_found`: it lay in a folder that was named, nobody named the file itself."""

    source: Path
    target: Path
    is_found: bool


def plan(sources: Sequence[Path], output: Path, suffix: str) -> list[Conversion]:
    """Files in alphabetical order; a folder's keep their folders. Two of one name get their suffixes too."""
    found = [each for source in sources for each in _files(source, output)]
    stems = Counter(relative.with_suffix("") for _, relative, _ in found)
    taken: set[Path] = set()
    conversions = []
    for source, relative, is_found in found:
        is_alone = stems[relative.with_suffix("")] == 1
        named = relative.with_suffix(f".{suffix}") if is_alone else relative.with_name(f"{relative.name}.{suffix}")
        target = _free(output / named, taken)
        taken.add(target)
        conversions.append(Conversion(source, target, is_found))
    return conversions


def _files(source: Path, output: Path) -> Iterator[tuple[Path, Path, bool]]:
    """A file, or all visible files below a folder but the results: path, path in the output folder, whether found."""
    if not source.is_dir():
        yield source, Path(source.name), False
        return
    results = output.resolve()
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and Path(folder, name).resolve() != results
        )
        for name in sorted(names):
            path = Path(folder, name)
            if _is_paper(name) and path.is_file():
                yield path, path.relative_to(source), True


def _is_paper(name: str) -> bool:
    try:
        check_name(os.fsencode(name))
    except LexoError:
        return False
    return True


def _free(target: Path, taken: set[Path]) -> Path:
    """The path itself, or with a number where this batch has it already."""
    number, free = 2, target
    while free in taken:
        free = target.with_name(f"{target.stem}-{number}{target.suffix}")
        number += 1
    return free
