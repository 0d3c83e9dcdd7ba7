"""Whether all is well, part by part. No look ever raises: what cannot be looked at has failed."""

import logging
import shutil
import time
from collections.abc import Callable

from lexo.app import Lexo
from lexo.document import Reason
from lexo.errors import LexoError
from lexo.inference import governor
from lexo.inference.base import Role
from lexo.ocr.engine import EngineStatus
from lexo.store import due, jobs, vectors
from lexo.web import i18n
from lexo.web.i18n import N_
from lexo.web.language import say
from lexo.web.schemas import CheckShape, ComponentShape, EngineShape, Health, Notice, OcrHealth, PipelineHealth
from lexo.web.views import models

log = logging.getLogger(__name__)

LOW_SPACE_BYTES = 1 << 30  # below this a large scan and its copy may not fit
NO_SPACE_BYTES = 50 << 20
LOADED = N_("Engines have been loaded, by the reader processes or for a model.")
NOT_LOADED = N_("Engines load when the first page is read.")

Values = dict[str, str | int | float | bool | None]
Check = Callable[[Lexo, str], CheckShape]


def checks(lexo: Lexo, language: str) -> dict[str, CheckShape]:
    """Every part that the health of the whole depends on."""
    looks: dict[str, Check] = {
        "database": _database,
        "disk": _disk,
        "watch_folder": _watch_folder,
        "queue": _queue,
        "engines": _engines,
        "readers": _readers,
        "understanding": _understanding,
        "vectors": _vectors,
        "models": _models,
        "backup": _backup,
        "settings": _settings,
    }
    return {name: _looked(name, look, lexo, language) for name, look in looks.items()}


def worst(statuses: list[Health]) -> Health:
    """The status of a whole."""
    return "fail" if "fail" in statuses else "warn" if "warn" in statuses else "pass"


def pipeline(lexo: Lexo, language: str) -> PipelineHealth:
    """The way from file to answer, stage by stage; what is missing makes it degraded, not broken."""
    found = checks(lexo, language)
    parts = (
        ("intake", "watch_folder"),
        ("intake", "disk"),
        ("reading", "queue"),
        ("reading", "readers"),
        ("reading", "engines"),
        ("second_look", "models"),
        ("understanding", "understanding"),
        ("meaning", "vectors"),
        ("store", "database"),
    )
    components = [
        ComponentShape(name=name, stage=stage, status=found[name].status, message=found[name].message)
        for stage, name in parts
    ]
    missing = _missing(lexo, language)
    components += [
        ComponentShape(name=name, stage=stage, status="warn", message=notice.message) for stage, name, notice in missing
    ]
    return PipelineHealth(
        status=worst([part.status for part in components]),
        degraded=bool(missing),
        missing=tuple(notice for _, _, notice in missing),
        components=tuple(components),
    )


def _missing(lexo: Lexo, language: str) -> list[tuple[str, str, Notice]]:
    """Stage, component and why, of what would be there with a model."""
    known = models.all_models(lexo)
    missing = []
    if not any(model.role is Role.OCR and model.is_installed for model in known):
        first = models.first_for_reading(known)
        reason = Reason("model_absent", {"model": first.name if first else "–"})
        missing.append(("second_look", "vision_model", reason))
    if lexo.remote_text is None and not any(model.role is Role.TEXT and model.is_installed for model in known):
        missing.append(("understanding", "language_model", Reason("model_missing")))
    return [(stage, name, Notice(code=reason.code, message=say(reason, language))) for stage, name, reason in missing]


def engines(lexo: Lexo, language: str) -> OcrHealth:
    """Every reading engine; `ocr_engines_initialized` is false until a reader or a model was asked for something."""
    is_begun = lexo.ocr_initialized
    return OcrHealth(
        ocr_engines_initialized=is_begun,
        message=i18n.translate(LOADED if is_begun else NOT_LOADED, language),
        engines=tuple(_engine(status, language) for status in lexo.engines()),
    )


def _engine(status: EngineStatus, language: str) -> EngineShape:
    return EngineShape(
        name=status.name,
        available=status.available,
        version=status.version or None,
        languages=status.languages,
        hint=i18n.translate(status.hint, language) or None,
    )


def is_ready(lexo: Lexo) -> bool:
    """Whether the database answers."""
    return _looked("database", _database, lexo, "en").status == "pass"


def _looked(name: str, look: Check, lexo: Lexo, language: str) -> CheckShape:
    try:
        return look(lexo, language)
    except LexoError as error:
        return CheckShape(status="fail", message=say(Reason(error.code, error.details), language))
    except Exception:  # a check that breaks is an answer, not an error of whoever asks
        log.exception("the check of %s failed", name)
        return CheckShape(status="fail", message=say(Reason("internal"), language))


def _database(lexo: Lexo, _: str) -> CheckShape:
    begun = time.perf_counter()
    totals = jobs.totals(lexo.db)
    ms = round((time.perf_counter() - begun) * 1000, 1)
    return CheckShape(status="pass", values={"milliseconds": ms, "documents": totals.done + totals.failed})


def _disk(lexo: Lexo, language: str) -> CheckShape:
    free = shutil.disk_usage(lexo.settings.home).free
    reason = Reason("disk_full") if free < NO_SPACE_BYTES else Reason("disk_low", {"free_mb": free >> 20})
    if free >= LOW_SPACE_BYTES:
        return CheckShape(status="pass", values={"free_bytes": free})
    status: Health = "fail" if free < NO_SPACE_BYTES else "warn"
    return CheckShape(status=status, message=say(reason, language), values={"free_bytes": free})


def _watch_folder(lexo: Lexo, language: str) -> CheckShape:
    watcher = lexo.watcher
    values: Values = {
        "path": str(lexo.settings.watch),
        "last_scan_at": watcher.last_scan_at,
        "has_events": watcher.has_events,
    }
    if watcher.folder_problem is not None:
        return CheckShape(status="warn", message=say(watcher.folder_problem, language), values=values)
    return CheckShape(status="pass", values=values)


def _queue(lexo: Lexo, language: str) -> CheckShape:
    totals = jobs.totals(lexo.db)
    values: Values = {
        "queued": totals.queued,
        "running": totals.running,
        "waiting_password": totals.waiting_password,
        "failed": totals.failed,
        "pages_left": totals.pages_left,
    }
    problem = lexo.problem
    if problem is not None:
        return CheckShape(status="fail", message=say(problem, language), values=values)
    return CheckShape(status="pass", values=values)


def _understanding(lexo: Lexo, language: str) -> CheckShape:
    values: Values = {
        "is_on": lexo.settings.understand,
        "waiting": due.count(lexo.db, due.Stage.RULES),
        "waiting_for_model": due.count(lexo.db, due.Stage.MODEL),
    }
    return CheckShape(status="pass", values=values)


def _vectors(lexo: Lexo, language: str) -> CheckShape:
    """Without a sentence model pages wait for one, and that is no fault."""
    known = models.all_models(lexo) if lexo.has_models else ()
    model = next((each for each in known if each.role is Role.EMBEDDING and each.is_installed), None)
    waiting = vectors.count_waiting(lexo.db)
    values: Values = {
        "waiting": waiting,
        "chunks": vectors.count_chunks(lexo.db),
        "model": model.name if model else None,
        "memory_mb": lexo.meaning.memory_bytes // 1_000_000 if "meaning" in lexo.__dict__ else 0,
    }
    rests = lexo.models.must_wait() if model and waiting else None
    return CheckShape(status="pass", message=say(rests, language) if rests else None, values=values)


def _backup(lexo: Lexo, language: str) -> CheckShape:
    """None yet is no fault in the first day; one that cannot be made is."""
    from lexo.upkeep.backup import newest_at  # with pydantic models of its own: the server starts quickly

    made_at = newest_at(lexo.settings.backups)
    values: Values = {"made_at": made_at.isoformat() if made_at else None, "every_h": lexo.settings.backup_every_h}
    problem = lexo.daily_backup.problem
    if problem is not None:
        return CheckShape(status="warn", message=say(problem, language), values=values)
    return CheckShape(status="pass", values=values)


def _engines(lexo: Lexo, language: str) -> CheckShape:
    available = models.usable_engines(lexo)
    if not available:
        return CheckShape(status="warn", message=say(Reason("engine_missing"), language))
    return CheckShape(status="pass", values=dict.fromkeys(available, True))


def _readers(lexo: Lexo, _: str) -> CheckShape:
    return CheckShape(status="pass", values={"count": lexo.readers.count, "running": len(lexo.readers.pids)})


def _models(lexo: Lexo, language: str) -> CheckShape:
    """None installed is no fault. One that is here and cannot be used is worth a word."""
    if not lexo.has_models:
        return CheckShape(status="pass", values=_without_models(lexo))
    installed = [model for model in models.all_models(lexo) if model.is_installed]
    memory = lexo.models.memory()
    values: Values = {
        "installed": len(installed),
        "loaded": sum(model.is_loaded for model in installed),
        "begun": lexo.models.begun,
        "used_mb": memory.used_mb,
        "limit_mb": memory.limit_mb,
        "total_mb": memory.total_mb,
        "peak_mb": memory.peak_mb,
        "remote_host": models.remote_host(lexo),
    }
    problems = {model.problem.code: model.problem for model in installed if model.problem}
    if problems:
        message = " ".join(say(problem, language) for problem in problems.values())
        return CheckShape(status="warn", message=message, values=values)
    waiting = lexo.models.must_wait() if installed else None
    return CheckShape(status="pass", message=say(waiting, language) if waiting else None, values=values)


def _without_models(lexo: Lexo) -> Values:
    """The same numbers without asking for models, which would bring in what runs them."""
    return {
        "installed": 0,
        "loaded": 0,
        "begun": False,
        "used_mb": 0,
        "limit_mb": lexo.settings.model_memory_mb or governor.default_limit_mb(),
        "total_mb": governor.total_mb(),
        "peak_mb": 0,
        "remote_host": models.remote_host(lexo),
    }


def _settings(lexo: Lexo, language: str) -> CheckShape:
    if lexo.problems:
        message = " ".join(say(problem, language) for problem in lexo.problems)
        return CheckShape(status="warn", message=message, values={"problems": len(lexo.problems)})
    return CheckShape(status="pass")
