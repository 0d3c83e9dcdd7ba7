"""`lexo doctor`: does this machine have what LEXO needs? Looks only; changes nothing."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from lexo.document import Reason
from lexo.errors import (
    BY_CODE,
    EngineMissing,
    LanguageMissing,
    LexoError,
    ModelsUnavailable,
    ModelTooLarge,
    PortTaken,
    UnsafeFolders,
)
from lexo.inference import cache, libraries
from lexo.inference.base import Role
from lexo.inference.host import Limits, ModelHost, ModelState
from lexo.ocr import registry
from lexo.store import soundness
from lexo.store.database import Database

Status = Literal["pass", "warn", "fail"]

MIN_PYTHON = (3, 11)
MIN_SQLITE = (3, 35)  # RETURNING
LOW_SPACE_BYTES = 1 << 30
NO_SPACE_BYTES = 50 << 20
LINE_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at: the settings in force, and whether a server runs on them."""

    home: Path
    watch: Path
    models: Path
    database: Path
    languages: tuple[str, ...]
    host: str
    port: int
    is_running: bool
    problems: tuple[Reason, ...] = ()  # of the settings
    folder_problems: tuple[Reason, ...] = ()  # one that holds a server back first, then warnings
    model_memory_mb: int = 0  # as in the settings
    remote_url: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `remedy` says what to do."""

    name: str
    status: Status
    sentence: str
    remedy: str = ""


def examine(patient: Patient) -> list[Check]:
    """Look at everything. Nothing raises: what cannot be looked at has failed."""
    looks: tuple[tuple[str, Callable[[Patient], Iterable[Check]]], ...] = (
        ("python", _python),
        ("sqlite", _sqlite),
        ("engines", _engines),
        ("languages", _languages),
        ("home", _home),
        ("database", _database),
        ("watch", _watch),
        ("disk", _disk),
        ("port", _port),
        ("settings", _settings),
        ("models", _models),
        ("remote", _remote),
    )
    return [check for name, look in looks for check in _looked(name, look, patient)]


def worst(checks: Sequence[Check]) -> Status:
    """The status of the whole."""
    found = {check.status for check in checks}
    return "fail" if "fail" in found else "warn" if "warn" in found else "pass"


def _looked(name: str, look: Callable[[Patient], Iterable[Check]], patient: Patient) -> list[Check]:
    try:
        return list(look(patient))
    except LexoError as error:
        return [_of_reason(name, "fail", Reason(error.code, error.details))]
    except (OSError, subprocess.SubprocessError) as error:
        return [Check(name, "fail", f"This could not be looked at: {error}"[:LINE_LIMIT])]


def _python(_: Patient) -> Iterable[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < MIN_PYTHON:
        yield Check("python", "fail", f"This is Python {version}; LEXO needs 3.11 or newer.", "Run ./start_native.sh.")
    else:
        yield Check("python", "pass", f"Python {version}.")


def _sqlite(_: Patient) -> Iterable[Check]:
    version = soundness.sqlite_version()
    words = f"SQLite {'.'.join(map(str, version))}"
    if version < MIN_SQLITE:
        yield Check("sqlite", "fail", f"This is {words}; LEXO needs 3.35 or newer.", "Use a newer Python.")
    else:
        yield Check("sqlite", "pass", f"{words}.")


def _engines(_: Patient) -> Iterable[Check]:
    """Tesseract is what reading rests on; of the others it is only said that they are not here."""
    statuses = registry.statuses()
    for status in statuses:
        name = f"engine {status.name}"
        if status.available:
            yield Check(name, "pass", f"{status.name} {status.version} can read pictures.")
        elif status.name == "tesseract":
            yield Check(name, "warn", f"{status.name} cannot be used.", status.hint)
        else:
            yield Check(name, "pass", f"{status.name} is not here; LEXO reads without it.", status.hint)
    if not any(status.available for status in statuses):
        yield Check("engines", "fail", EngineMissing.title, EngineMissing.hint)


def _languages(patient: Patient) -> Iterable[Check]:
    installed = sorted({language for status in registry.statuses() for language in status.languages})
    missing = [language for language in patient.languages if language not in installed]
    if not installed:
        return
    listed = ", ".join(installed)
    if not missing:
        yield Check("languages", "pass", f"{', '.join(patient.languages)} can be read (installed: {listed}).")
        return
    status: Status = "fail" if len(missing) == len(patient.languages) else "warn"
    reason = Reason(LanguageMissing.code, {"language": ", ".join(missing), "installed": listed})
    missing_one = _of_reason("languages", status, reason)
    remedy = f"macOS: brew install tesseract-lang. Debian: apt-get install tesseract-ocr-{missing[0]}."
    yield Check("languages", status, f"{missing_one.sentence} {missing_one.remedy}", remedy)


def _home(patient: Patient) -> Iterable[Check]:
    home = patient.home
    if not home.exists():
        above = next(folder for folder in home.parents if folder.exists())
        if os.access(above, os.W_OK):
            yield Check("home", "pass", f"LEXO's folder {home} is made at the first start.")
        else:
            yield Check("home", "fail", f"LEXO's folder {home} cannot be made.", "Set LEXO_HOME to a folder of yours.")
        return
    if not (home.is_dir() and os.access(home, os.R_OK | os.W_OK | os.X_OK)):
        yield Check("home", "fail", f"LEXO cannot write into its folder {home}.", "Give your account the right to.")
        return
    if home.stat().st_mode & 0o077:
        yield Check("home", "warn", f"Other accounts of this machine can look into {home}.", f"chmod 700 '{home}'")
        return
    yield Check("home", "pass", f"LEXO's folder is {home}; nobody else can look into it.")


def _database(patient: Patient) -> Iterable[Check]:
    if not patient.database.exists():
        yield Check("database", "pass", "There is no library yet; it is made at the first start.")
        return
    db = Database(patient.database)
    try:
        errors = soundness.quick_errors(db)
    finally:
        db.close()
    if errors:
        yield _of_reason("database", "fail", Reason("database_damaged"))
    else:
        yield Check("database", "pass", "The database opens and is well; `lexo verify` looks closer.")


def _watch(patient: Patient) -> Iterable[Check]:
    for reason in patient.folder_problems:
        yield _of_reason("watch", "fail" if reason.code == UnsafeFolders.code else "warn", reason)
    watch = patient.watch
    if not watch.exists():
        yield Check("watch", "warn", f"The watched folder {watch} is not there.", "LEXO makes it when it starts.")
        return
    try:
        next(os.scandir(watch), None)
    except OSError:
        remedy = "Give your account the right to; on a Mac in System Settings, Privacy & Security, Files and Folders."
        yield Check("watch", "fail", f"LEXO cannot look into the watched folder {watch}.", remedy)
        return
    yield Check("watch", "pass", f"The watched folder is {watch}.")


def _disk(patient: Patient) -> Iterable[Check]:
    there = next(folder for folder in (patient.home, *patient.home.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    words = f"{free / 1e9:.1f} GB are free for the library."
    if free < NO_SPACE_BYTES:
        yield _of_reason("disk", "fail", Reason("disk_full"))
    elif free < LOW_SPACE_BYTES:
        yield Check("disk", "warn", words, "Free some space before you add large scans.")
    else:
        yield Check("disk", "pass", words)


def _port(patient: Patient) -> Iterable[Check]:
    if patient.is_running:
        yield Check("port", "pass", f"LEXO runs, at port {patient.port} or the one that `lexo status` names.")
        return
    address = "::1" if ":" in patient.host else "127.0.0.1"
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, patient.port))
        except OSError:
            yield _of_reason("port", "fail", Reason(PortTaken.code, {"port": patient.port}))
            return
    yield Check("port", "pass", f"Port {patient.port} is free.")


def _settings(patient: Patient) -> Iterable[Check]:
    for reason in patient.problems:
        yield _of_reason("settings", "warn", reason)
    if not patient.problems:
        yield Check("settings", "pass", "All settings can be used.")


def _models(patient: Patient) -> Iterable[Check]:
    """Models are never needed to read and search; that none is there is worth a word and no alarm."""
    host = ModelHost(patient.models, Limits(memory_mb=patient.model_memory_mb))
    states, memory = host.states(), host.memory()
    installed = [state for state in states if state.is_installed]
    if installed:
        names = ", ".join(state.spec.name for state in installed)
        yield Check("models", "pass", f"Installed: {names}. Models may take {memory.limit_mb} MB of memory.")
    else:
        yield _without_models(states, memory.limit_mb)
    if installed and not libraries.is_installed():
        yield _of_reason("models", "warn", Reason(ModelsUnavailable.code))
    for state in installed:
        yield from _model(patient, state, memory.limit_mb)


def _without_models(states: Sequence[ModelState], limit_mb: int) -> Check:
    """What is off without any, and the command that switches it on."""
    sentence = (
        "No model is installed. LEXO reads and searches without; one would also read handwriting and poor photos."
    )
    reading = [state.spec for state in states if state.spec.role is Role.OCR and state.spec.memory_mb <= limit_mb]
    if not reading:
        return Check("models", "pass", sentence)
    size = f" ({reading[0].size_mb / 1000:.1f} GB, once)" if reading[0].size_mb else ""
    return Check("models", "pass", sentence, f"lexo models download {reading[0].name}{size}")


def _model(patient: Patient, state: ModelState, limit_mb: int) -> Iterable[Check]:
    """What is wrong with an installed model's files or its size, as far as a short look tells."""
    name = f"model {state.spec.name}"
    try:
        cache.locate(patient.models, state.spec)
    except LexoError as error:
        yield _of_reason(name, "warn", Reason(error.code, error.details))
        return
    needed_mb = state.memory_mb or state.spec.memory_mb
    if needed_mb > limit_mb:
        details: dict[str, str | int] = {"model": state.spec.name, "needed_mb": needed_mb, "limit_mb": limit_mb}
        yield _of_reason(name, "warn", Reason(ModelTooLarge.code, details))


def _remote(patient: Patient) -> Iterable[Check]:
    """Said whenever it is on, for pages leave the machine then."""
    if patient.remote_url:
        host = urlsplit(patient.remote_url).hostname or patient.remote_url
        sentence = f"The remote engine at {host} is on: pages can be sent there to be read."
        yield Check("remote", "pass", sentence, "Take remote_url out of lexo.toml to switch it off.")


def _of_reason(name: str, status: Status, reason: Reason) -> Check:
    """A check that says one of LEXO's reasons."""
    error = BY_CODE.get(reason.code, LexoError)
    return Check(name, status, error.title % reason.details, error.hint % reason.details)
