"""Fetch a model's files: the only code of LEXO that asks for anything beyond this machine, run by one explicit command.

It speaks the Hugging Face Hub's plain protocol (`/api/models/REPO/revision/REV?blobs=true`, `/REPO/resolve/COMMIT/FILE`
with ranges). The hub's own downloader is not used: it checks sizes but no checksums, fetches programs too, and lets a
half-fetched model be seen.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote, urlsplit

from lexo.errors import DownloadFailed
from lexo.inference import validate
from lexo.inference.digests import OnBytes, begun, is_digest, matches, pieces
from lexo.inference.manifest import ModelSpec
from lexo.inference.placing import Busy, Incoming, alone, need_room, place, sync

if TYPE_CHECKING:
    import httpx

TRIES = 5  # of one file without a byte more, before giving up
PAUSE_S = 1.0  # before the second try; twice as long before each further one
TIMEOUT_S = 30.0  # without a byte
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a model on the hub; `blob` is its checksum (SHA-256 of large files, git's SHA-1 of small ones)."""

    name: str
    size_bytes: int
    blob: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a download would fetch, and what it would leave out. `licence` is what the model's page says today."""

    spec: ModelSpec
    host: str
    commit: str
    licence: str
    files: tuple[RemoteFile, ...]
    left_out: tuple[str, ...]

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)


class _Gone(Exception):
    """The connection broke; what came stays."""


def plan(spec: ModelSpec) -> Plan:
    """Ask the hub what the model consists of. Raises DownloadFailed."""
    url = f"{_endpoint(spec)}/api/models/{quote(spec.repo)}/revision/{quote(spec.revision, safe='')}"
    with _client(spec) as client:
        try:
            answer = client.get(url, params={"blobs": "true"})
            _check_status(answer, spec)
            return _planned(spec, answer.json(), urlsplit(url).netloc)
        except (ValueError, KeyError, TypeError) as error:
            raise DownloadFailed(model=spec.name, why="the hub's answer cannot be understood") from error


def fetch(planned: Plan, folder: Path, on_bytes: OnBytes | None = None) -> Path:
    """Fetch what is not there yet, compare checksums, and put the whole model in its place. The model's folder.

    Interrupted, it goes on at the byte where it stopped.

    Raises DownloadFailed, ModelDamaged, ModelUnsafe, NoRoomForModel.
    """
    spec = planned.spec
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with alone(folder, spec.name):
            incoming = Incoming(folder, spec.repo, planned.commit)
            missing = [file for file in planned.files if not _is_here(file, incoming, folder, on_bytes)]
            need_room(folder, sum(file.size_bytes - _begun_bytes(file, incoming) for file in missing))
            with _client(spec) as client:
                job = _Job(client, planned, on_bytes)
                for file in missing:
                    job.fetch(file, incoming)
            for file in planned.files:
                incoming.link(file.name, file.blob)
            return incoming.publish(spec.name, spec.revision)
    except Busy as error:
        raise DownloadFailed(model=spec.name, why="another command fetches it already") from error


def _planned(spec: ModelSpec, told: dict[str, Any], host: str) -> Plan:
    named = {str(each["rfilename"]): each for each in told["siblings"]}
    files = tuple(_remote_file(name, each) for name, each in sorted(named.items()) if validate.is_wanted(name))
    commit = str(told["sha"])
    if not files or not is_digest(commit):
        raise ValueError(commit)
    card = told.get("cardData") or {}
    said = card.get("license_name") or card.get("license") or ""
    licence = ", ".join(map(str, said)) if isinstance(said, list) else str(said)
    left_out = tuple(name for name in sorted(named) if not validate.is_wanted(name))
    return Plan(spec, host, commit, licence, files, left_out)


def _remote_file(name: str, told: dict[str, Any]) -> RemoteFile:
    large = told.get("lfs") or {}
    file = RemoteFile(name, int(large.get("size") or told["size"]), str(large.get("sha256") or told["blobId"]))
    if not is_digest(file.blob):
        raise ValueError(file.blob)
    return file


def _is_here(file: RemoteFile, incoming: Incoming, folder: Path, on_bytes: OnBytes | None) -> bool:
    """Whether the file came earlier; from a damaged copy of the model, what of it is sound is taken over."""
    target = incoming.blobs / file.blob
    old = folder / incoming.root.name / "blobs" / file.blob
    for path in (target, old):
        if path.is_file() and path.stat().st_size == file.size_bytes and matches(path, file.blob):
            if path is old:
                target.unlink(missing_ok=True)
                place(old, target)
            if on_bytes:
                on_bytes(file.size_bytes)
            return True
    target.unlink(missing_ok=True)
    return False


def _part(file: RemoteFile, incoming: Incoming) -> Path:
    return incoming.blobs / f"{file.blob}.part"


def _begun_bytes(file: RemoteFile, incoming: Incoming) -> int:
    part = _part(file, incoming)
    return part.stat().st_size if part.exists() else 0


class _Job:
    """Fetches the files of one plan, one after the other."""

    def __init__(self, client: "httpx.Client", planned: Plan, on_bytes: OnBytes | None) -> None:
        self._client, self._planned, self._spec = client, planned, planned.spec
        self._told = on_bytes or (lambda _: None)

    def fetch(self, file: RemoteFile, incoming: Incoming) -> None:
        """Fetch one file; where its checksum is wrong, once more from its first byte. Raises DownloadFailed."""
        part = _part(file, incoming)
        for is_last in (False, True):
            self._fill(file, part)
            digest = begun(file.blob, file.size_bytes)
            for piece in pieces(part):
                digest.update(piece)
            if digest.hexdigest() == file.blob:
                part.rename(incoming.blobs / file.blob)
                return
            part.unlink()
            self._told(-file.size_bytes)
            if is_last:
                raise DownloadFailed(model=self._spec.name, why=f"{file.name} does not have the checksum the hub gives")

    def _fill(self, file: RemoteFile, part: Path) -> None:
        """Fetch until the file has its size. A connection that breaks is taken up where it broke while bytes come."""
        tries = 0
        with part.open("ab") as out:
            if out.tell() > file.size_bytes:
                out.truncate(0)
                out.seek(0)
            self._told(out.tell())
            while (before := out.tell()) < file.size_bytes:
                try:
                    self._receive(file, out)
                except _Gone as error:
                    tries = tries + 1 if out.tell() <= before else 1
                    if tries >= TRIES:
                        raise DownloadFailed(model=self._spec.name, why=f"the connection broke ({error})") from error
                    time.sleep(PAUSE_S * 2 ** (tries - 1))
            sync(out.fileno())

    def _receive(self, file: RemoteFile, out: BinaryIO) -> None:
        """Take what one answer brings. Raises _Gone where it breaks off, DownloadFailed where the hub refuses."""
        import httpx

        begin = out.tell()
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={begin}-"} if begin else {})
        url = f"{_endpoint(self._spec)}/{quote(self._spec.repo)}/resolve/{self._planned.commit}/{quote(file.name)}"
        try:
            with self._client.stream("GET", url, headers=headers) as answer:
                if answer.status_code == 416:
                    self._start_again(out)
                if answer.status_code >= 500 or answer.status_code in (408, 416, 429):
                    raise _Gone(f"answer {answer.status_code}")
                _check_status(answer, self._spec)
                if begin and not _continues(answer, begin):
                    self._start_again(out)
                self._write(answer, file, out)
        except httpx.TransportError as error:
            raise _Gone(type(error).__name__) from error

    def _write(self, answer: "httpx.Response", file: RemoteFile, out: BinaryIO) -> None:
        for piece in answer.iter_bytes():
            kept = piece[: file.size_bytes - out.tell()]
            out.write(kept)
            out.flush()  # so that a command that is killed goes on here
            self._told(len(kept))
            if out.tell() >= file.size_bytes:
                return
        raise _Gone("it ended early")

    def _start_again(self, out: BinaryIO) -> None:
        self._told(-out.tell())
        out.truncate(0)
        out.seek(0)


def _continues(answer: "httpx.Response", begin: int) -> bool:
    return answer.status_code == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {begin}-")


def _check_status(answer: "httpx.Response", spec: ModelSpec) -> None:
    """Raises DownloadFailed for an answer that will not get better by itself."""
    if answer.status_code < 400:
        return
    account = "the hub asks for an account: accept the model's terms there and set HF_TOKEN"
    whys = {401: account, 403: account, 404: f"the hub has no {spec.repo}"}
    raise DownloadFailed(model=spec.name, why=whys.get(answer.status_code, f"the hub answered {answer.status_code}"))


def _endpoint(spec: ModelSpec) -> str:
    """The hub's address: HF_ENDPOINT, else its own. Raises DownloadFailed for one without encryption."""
    endpoint = os.environ.get("HF_ENDPOINT")
    if not endpoint:
        from huggingface_hub import constants

        endpoint = constants.ENDPOINT
    _refuse_plain(endpoint, spec.name)
    return endpoint.rstrip("/")


def _refuse_plain(url: str, model: str) -> None:
    asked = urlsplit(url)
    if asked.scheme != "https" and asked.hostname not in LOOPBACK:
        raise DownloadFailed(model=model, why=f"{asked.hostname} offers no encryption")


@contextlib.contextmanager
def _client(spec: ModelSpec) -> "Iterator[httpx.Client]":
    """A client that says who it is only to the hub, and follows it only to encrypted addresses."""
    import httpx

    def judge(request: httpx.Request) -> None:
        _refuse_plain(str(request.url), spec.name)

    token = os.environ.get("HF_TOKEN")
    headers = {"User-Agent": "lexo", **({"Authorization": f"Bearer {token}"} if token else {})}
    try:
        with httpx.Client(
            headers=headers, timeout=TIMEOUT_S, follow_redirects=True, event_hooks={"request": [judge]}
        ) as client:
            yield client
    except httpx.HTTPError as error:
        raise DownloadFailed(model=spec.name, why=f"the hub cannot be reached ({type(error).__name__})") from error
