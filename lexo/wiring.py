"""Settings as the plain values that rooms take: limits of models, servers that a person named, engines, the machine."""

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lexo.document import Reason
from lexo.errors import BadSetting
from lexo.ocr.engine import EngineOptions
from lexo.pipeline.engines import EngineChoice
from lexo.settings import Settings

if TYPE_CHECKING:
    from lexo.inference.endpoint import Endpoint
    from lexo.inference.host import Limits, ModelHost
    from lexo.inference.manifest import ModelSpec

GENERAL = "qwen-vl"  # the family of vision models that take any instruction (ocr/vision/families.py)


def limits_of(settings: Settings) -> "Limits":
    """How much models may take of the machine."""
    from lexo.inference.host import Limits

    per_model = {each.model: each.memory_mb for each in settings.engines.values() if each.model and each.memory_mb}
    return Limits(
        settings.model_memory_mb,
        settings.model_idle_s,
        on_battery=settings.models_on_battery,
        when_hot=settings.models_when_hot,
        per_model_mb=per_model,
    )


def remote_of(settings: Settings) -> tuple["Endpoint | None", tuple[Reason, ...]]:
    """The server a person named for pages, or why it cannot be used; mostly neither."""
    return endpoint_of(settings.remote_url, settings.remote_model, settings.remote_key)


def endpoint_of(url: str, model: str, key: str) -> tuple["Endpoint | None", tuple[Reason, ...]]:
    """A server by its address, or why it cannot be used; neither where no address is set."""
    if not url:
        return None, ()
    from lexo.inference.endpoint import endpoint

    try:
        return endpoint(url, model, key), ()
    except BadSetting as error:
        return None, (Reason(error.code, error.details),)


def answering(host: "ModelHost") -> "ModelSpec | None":
    """The best vision model here that answers questions in plain words; those that only read pages do not."""
    from lexo.inference.base import Role

    limit_mb = host.memory().limit_mb
    return next(
        (
            state.spec
            for state in host.states()
            if state.spec.role == Role.OCR
            and state.spec.family == GENERAL
            and state.is_installed
            and state.problem is None
            and (state.memory_mb or 0) <= limit_mb
        ),
        None,
    )


def choices_of(settings: Settings) -> dict[str, EngineChoice]:
    """What a person set for single engines."""
    return {
        name: EngineChoice(
            each.enabled,
            each.model,
            EngineOptions(each.temperature, each.max_tokens, each.dpi, each.timeout_s),
            each.memory_mb,
        )
        for name, each in settings.engines.items()
    }


def boot_id() -> str:
    """A name for this run of the machine: it changes when the machine restarts, and only then."""
    if sys.platform == "darwin":
        command = ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=5).stdout.strip()
    return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
