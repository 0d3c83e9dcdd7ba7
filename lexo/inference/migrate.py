"""Models of the user's own Hugging Face cache, taken over into the models folder. The cache itself is only read."""

import os
from dataclasses import dataclass
from pathlib import Path

from lexo.errors import LexoError
from lexo.inference import cache, validate
from lexo.inference.digests import OnBytes, is_digest, matches
from lexo.inference.entry import find_spec
from lexo.inference.manifest import ModelSpec, known
from lexo.inference.placing import How, Incoming, alone, place


@dataclass(frozen=True, slots=True)
class Found:
    """A model in a cache of this system. `left_out` are files that LEXO does not take: programs, other formats."""

    spec: ModelSpec
    is_known: bool
    snapshot: Path
    files: tuple[str, ...]
    left_out: tuple[str, ...]
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one: bytes that are shared with the cache it came from, and bytes that are copies."""

    is_new: bool
    shared_bytes: int = 0
    copied_bytes: int = 0


def system_caches() -> tuple[Path, ...]:
    """Where Hugging Face's libraries keep models on this system, as their own variables say."""
    given = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE")
    home = os.environ.get("HF_HOME")
    shared = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "huggingface"
    places = [Path(given)] if given else []
    places += [Path(home) / "hub"] if home else []
    places.append(shared / "hub")
    return tuple(dict.fromkeys(place.expanduser() for place in places))


def look_through(caches: tuple[Path, ...], folder: Path) -> tuple[Found, ...]:
    """The models in them that LEXO can use, each once; those of the models folder itself are none."""
    found: dict[str, Found] = {}
    for root in caches:
        if not root.is_dir() or root.resolve() == folder.resolve():
            continue
        for entry in sorted(root.glob("models--*")):
            if each := find_in(entry):
                found.setdefault(each.spec.repo, each)
    return tuple(found.values())


def migrate(found: Found, folder: Path, on_bytes: OnBytes | None = None) -> Moved:
    """Take one over; again after an interruption, it goes on where it stopped.

    Nothing is done where the models folder has it whole.

    Raises ModelDamaged, ModelUnsafe, NoRoomForModel, Busy, OSError.
    """
    spec = found.spec
    try:
        cache.locate(folder, spec)
    except LexoError:
        with alone(folder, spec.name):
            return _take(found, folder, on_bytes)
    return Moved(is_new=False)


def find_in(entry: Path) -> Found | None:
    """The model in one `models--ORG--NAME` folder; None where it holds none that LEXO can use."""
    repo = entry.name.removeprefix("models--").replace("--", "/", 1)
    listed = next((spec for spec in known() if spec.repo == repo), None)
    snapshot = cache.snapshot_of(entry, listed.revision if listed else "main")
    if snapshot is None:
        return None
    spec = listed or find_spec(snapshot, repo.rpartition("/")[2].lower(), repo)
    if spec is None:
        return None
    files = tuple(sorted(path.relative_to(snapshot).as_posix() for path in snapshot.rglob("*") if not path.is_dir()))
    taken = tuple(name for name in files if validate.is_wanted(name))
    left_out = tuple(name for name in files if name not in taken)
    size = sum((snapshot / name).stat().st_size for name in taken if (snapshot / name).is_file())
    return Found(spec, listed is not None, snapshot, taken, left_out, size)


def _take(found: Found, folder: Path, on_bytes: OnBytes | None) -> Moved:
    incoming = Incoming(folder, found.spec.repo, found.snapshot.name)
    sums = dict.fromkeys(How, 0)
    for name in found.files:
        source = (found.snapshot / name).resolve()
        if not source.is_file():
            continue  # the check at the end names it
        blob = source.name if is_digest(source.name) else ""
        target = incoming.blobs / blob if blob else incoming.snapshot / name
        if how := _bring(source, target, blob, on_bytes):
            sums[how] += target.stat().st_size
        if blob:
            incoming.link(name, blob)
    try:
        incoming.publish(found.spec.name, found.spec.revision)
    except LexoError:
        incoming.give_up()
        raise
    return Moved(True, sums[How.CLONED] + sums[How.LINKED], sums[How.COPIED])


def _bring(source: Path, target: Path, blob: str, on_bytes: OnBytes | None) -> How | None:
    """Place one file; None where an earlier, interrupted command did."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_file() and target.stat().st_size == source.stat().st_size:
        if on_bytes:
            on_bytes(source.stat().st_size)
        return None
    target.unlink(missing_ok=True)
    how = place(source, target, on_bytes)
    if how is How.COPIED and blob and not matches(target, blob):
        target.unlink()  # an earlier copy was cut, or the source changed meanwhile: once more, from the beginning
        place(source, target)
    return how
