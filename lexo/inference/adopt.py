"""Plain model folders: bring one in, take one out. A model comes in as a whole, with the checksums of its files."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

from lexo.inference import cache, validate
from lexo.inference.digests import OnBytes, sha256
from lexo.inference.entry import ENTRY, guess, write_entry
from lexo.inference.manifest import ModelSpec, known
from lexo.inference.placing import How, alone, exchange, place, refuse


def name_it(source: Path, name: str | None = None) -> ModelSpec | None:
    """What the model in a folder of a person's is: one of the manifest by its name, else what its settings say.

    None where neither tells.
    """
    wanted = (name or source.name).lower()
    for spec in known():
        if wanted in (spec.name.lower(), spec.repo.lower(), spec.repo.rpartition("/")[2].lower()):
            return spec
    plain = name or source.name
    return guess(source, plain, plain)


def adopt(source: Path, folder: Path, spec: ModelSpec, on_bytes: OnBytes | None = None) -> How:
    """Take a folder's weights and settings in under the model's name; programs and other formats stay where they are.

    How its largest file came. Raises ModelDamaged, ModelUnsafe, NoRoomForModel, Busy, OSError.
    """
    with alone(folder, spec.name):
        staging = fresh_staging(folder, spec.name)
        found = sorted(path for path in source.rglob("*") if path.is_file())
        wanted = [path for path in found if validate.is_wanted(path.relative_to(source).as_posix())]
        ways: dict[Path, How] = {}
        for path in wanted:
            if path.name == ENTRY:
                continue
            target = staging / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            ways[path] = place(path, target)
        publish(staging, folder, spec, on_bytes)
    return ways[max(ways, key=lambda path: path.stat().st_size)]


def fresh_staging(folder: Path, name: str) -> Path:
    """An empty folder to build a model in, on the disk of the models."""
    staging = folder / cache.OWN / "incoming" / name
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    return staging


def publish(staging: Path, folder: Path, spec: ModelSpec, on_bytes: OnBytes | None = None) -> None:
    """Check what was built, note its checksums, and move it to its place. Raises ModelDamaged, ModelUnsafe."""
    try:
        refuse(validate.problems(staging, spec.name))
        paths = sorted(path for path in staging.rglob("*") if path.is_file())
        sums = {path.relative_to(staging).as_posix(): sha256(path, on_bytes) for path in paths}
        write_entry(staging, replace(spec, size_mb=cache.size_mb(staging)), sums)
        exchange(staging, folder / spec.name)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def is_anything_here(folder: Path, spec: ModelSpec) -> bool:
    """Whether there is something to remove, be it half of a download."""
    return bool(_places(folder, spec))


def remove(folder: Path, spec: ModelSpec) -> int:
    """Delete the model and what a download of it left. Bytes of the files that are gone from the models folder.

    Nothing outside the models folder is deleted: a link into another place is taken away, what it shows stays.
    """
    freed = 0
    with alone(folder, spec.name):
        for place in _places(folder, spec):
            if place.is_symlink():
                place.unlink()
            elif place.is_dir():
                freed += _size(place)
                gone = folder / cache.OWN / "removed" / place.name
                shutil.rmtree(gone, ignore_errors=True)
                gone.parent.mkdir(parents=True, exist_ok=True)
                place.rename(gone)  # at once, so that no half of it is ever seen
                shutil.rmtree(gone)
        (folder / cache.OWN / "used" / spec.name).unlink(missing_ok=True)
    return freed


def _places(folder: Path, spec: ModelSpec) -> tuple[Path, ...]:
    names = {spec.name, spec.repo.rpartition("/")[2]}
    if "/" in spec.repo:
        names.add(cache.cache_name(spec.repo))
    incoming = folder / cache.OWN / "incoming"
    return tuple(root / name for root in (folder, incoming) for name in sorted(names) if os.path.lexists(root / name))


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
