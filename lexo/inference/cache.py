"""The models folder: which models lie in it, where, and whether they can be used. Never a network, never a load.

A model lies in the form of the Hugging Face cache (`models--ORG--NAME/{refs,blobs,snapshots}`) or as a plain folder of
its name. What LEXO notes for itself lies in `.lexo` beside them.
"""

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from lexo.document import Reason
from lexo.errors import BY_CODE, LocalModelDamaged, ModelAbsent, ModelDamaged, ModelUnsafe, UnknownModel
from lexo.inference import validate
from lexo.inference.digests import OnBytes
from lexo.inference.entry import find_spec, is_name, sums_of
from lexo.inference.manifest import ModelSpec, known

OWN = ".lexo"  # what LEXO notes beside the models
MB = 1_000_000
HEAD_BYTES = 1 << 16  # of each file, where no checksum was written down

_Stamp = tuple[tuple[str, int, int], ...]
_looked_at: dict[Path, tuple[_Stamp, tuple[Reason, ...]]] = {}  # the last short look at each snapshot
_lock = Lock()


def locate(folder: Path, spec: ModelSpec) -> Path:
    """The model's files: an absolute folder, whole as far as a short look tells.

    Raises ModelAbsent, ModelDamaged, ModelUnsafe.
    """
    first: Reason | None = None
    for snapshot in _snapshots(folder, spec):
        found = _short_look(snapshot, spec.name)
        if not found:
            return snapshot
        worst = next((reason for reason in found if reason.code == ModelUnsafe.code), found[0])
        first = first or worst
    if first is None:
        raise ModelAbsent(model=spec.name)
    if first.code == ModelDamaged.code and spec not in known():
        raise LocalModelDamaged(**first.details)
    raise BY_CODE[first.code](**first.details)


def find(folder: Path, spec: ModelSpec) -> Path | None:
    """The model's files, whatever state they are in; None where there are none."""
    return next(_snapshots(folder, spec), None)


def is_installed(folder: Path, spec: ModelSpec) -> bool:
    """Whether it is there at all. A few looks at the disk; says nothing of its files' state."""
    return find(folder, spec) is not None


def check(snapshot: Path, *, deep: bool = False, on_bytes: OnBytes | None = None) -> tuple[Reason, ...]:
    """What is wrong with a model's folder; empty where nothing is. `deep` reads all of it and compares checksums."""
    return validate.problems(snapshot, _name_of(snapshot), deep=deep, on_bytes=on_bytes)


def size_bytes(snapshot: Path) -> int:
    """What its files take; a file that is missing counts nothing."""
    return sum(path.stat().st_size for path in snapshot.rglob("*") if path.is_file())


def size_mb(snapshot: Path) -> int:
    """The same in MB of 1,000,000 bytes, as file managers count, rounded up."""
    return -(-size_bytes(snapshot) // MB)


def version_of(snapshot: Path) -> str:
    """Which files a model is: its commit, else a digest of their checksums, else of its settings and weights' heads."""
    if snapshot.parent.name == "snapshots":
        return snapshot.name
    digest = hashlib.sha256()
    if sums := sums_of(snapshot):
        digest.update(repr(sorted(sums.items())).encode())
        return digest.hexdigest()[:40]
    for path in sorted(path for path in snapshot.rglob("*") if path.suffix in (".json", ".safetensors")):
        digest.update(f"{path.relative_to(snapshot).as_posix()} {path.stat().st_size}\n".encode())
        with path.open("rb") as file:
            digest.update(file.read(HEAD_BYTES))
    return digest.hexdigest()[:40]


def last_used(folder: Path, spec: ModelSpec) -> str | None:
    """When it was last used, UTC ISO 8601."""
    try:
        seconds = (folder / OWN / "used" / spec.name).stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def mark_used(folder: Path, spec: ModelSpec) -> None:
    """Note that it is used now. A folder that cannot be written keeps no such notes."""
    mark = folder / OWN / "used" / spec.name
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    except OSError:
        return


def local_specs(folder: Path) -> tuple[ModelSpec, ...]:
    """All models LEXO can name here: those of the manifest, then those that were added by hand or made here."""
    specs = {spec.name: spec for spec in known()}
    for spec in _by_hand(folder):
        specs.setdefault(spec.name, spec)
    return tuple(specs.values())


def get(folder: Path, name: str) -> ModelSpec:
    """The model of that name or repository, however its capitals are written. Raises UnknownModel."""
    specs = local_specs(folder)
    for spec in specs:
        if name.lower() in (spec.name.lower(), spec.repo.lower()):
            return spec
    raise UnknownModel(model=name, known=", ".join(spec.name for spec in specs))


def strangers(folder: Path) -> tuple[str, ...]:
    """Names of folders that should be models by where they lie, and that LEXO makes nothing of."""
    return tuple(entry.name for entry, spec in _unlisted(folder) if spec is None)


def cache_name(repo: str) -> str:
    """The folder of a repository in the form of the Hugging Face cache."""
    return "models--" + repo.replace("/", "--")


def snapshot_of(cached: Path, revision: str = "main") -> Path | None:
    """The files of a `models--...` folder: those of the revision, else the newest ones there are."""
    try:
        commit = (cached / "refs" / revision).read_text("ascii").strip()
    except (OSError, ValueError):
        commit = revision
    snapshots = cached / "snapshots"
    if is_name(commit) and (snapshots / commit).is_dir():
        return snapshots / commit
    try:
        found = [path for path in snapshots.iterdir() if path.is_dir()]
    except OSError:
        return None
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def _snapshots(folder: Path, spec: ModelSpec) -> Iterator[Path]:
    """Folders that hold the model, best first; each has at least a name for its settings."""
    folder = Path(os.path.abspath(folder))
    if "/" in spec.repo and (snapshot := snapshot_of(folder / cache_name(spec.repo), spec.revision)):
        yield snapshot
    for name in dict.fromkeys((spec.name, spec.repo.rpartition("/")[2])):
        if os.path.lexists(folder / name / "config.json") or any((folder / name).glob("*.safetensors")):
            yield folder / name


def _short_look(snapshot: Path, model: str) -> tuple[Reason, ...]:
    """`check` without reading again what has not changed since the last time."""
    stamp = _stamp(snapshot)
    with _lock:
        seen = _looked_at.get(snapshot)
    if seen is None or seen[0] != stamp:
        seen = (stamp, validate.problems(snapshot, model))
        with _lock:
            _looked_at[snapshot] = seen
    return seen[1]


def _stamp(snapshot: Path) -> _Stamp:
    return tuple(sorted(_mark(path) for path in snapshot.rglob("*")))


def _mark(path: Path) -> tuple[str, int, int]:
    try:
        seen = path.stat()
    except OSError:
        return str(path), -1, -1
    return str(path), seen.st_size, seen.st_mtime_ns


def _by_hand(folder: Path) -> Iterator[ModelSpec]:
    """Models in the folder that the manifest does not list."""
    for _, spec in _unlisted(folder):
        if spec is not None:
            yield spec


def _unlisted(folder: Path) -> Iterator[tuple[Path, ModelSpec | None]]:
    """Folders that are no model of the manifest, and what is in them; None where LEXO cannot tell."""
    listed = {name for spec in known() for name in (spec.name, spec.repo, spec.repo.rpartition("/")[2])}
    try:
        entries = sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    except OSError:
        return
    for entry in entries:
        repo = _repo_of(entry)
        if repo in listed:
            continue
        name = repo.rpartition("/")[2].lower() if "/" in repo else repo
        snapshot = snapshot_of(entry) if "/" in repo else entry
        yield entry, find_spec(snapshot, name, repo) if snapshot and is_name(name) else None


def _repo_of(entry: Path) -> str:
    """`ORG/NAME` of a folder of the Hugging Face cache, the plain name of any other."""
    return (
        entry.name.removeprefix("models--").replace("--", "/", 1) if entry.name.startswith("models--") else entry.name
    )


def _name_of(snapshot: Path) -> str:
    """How people name the model in that folder."""
    if snapshot.parent.name != "snapshots":
        return snapshot.name
    repo = _repo_of(snapshot.parent.parent)
    return next((spec.name for spec in known() if spec.repo == repo), repo.rpartition("/")[2].lower())
