"""How much memory a model needs, and whether it may be loaded: decided before it is."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexo.errors import ModelTooLarge
from lexo.inference.base import Role
from lexo.inference.manifest import ModelSpec

MB = 1 << 20
SHARE, MOST_MB = 2 / 3, 16_384  # of the machine; kernel panics were seen where MLX took more than two thirds
HEAVY_MB = 1024  # of models at least this large one is held at a time
RESERVE_MB = 512  # stays free for everything else on the machine

# What the work itself takes, on top of the weights and the conversation: estimates from the sizes of the pictures, not
# measured on a Mac. Then tokens of the prompt: a page's picture (DeepSeek-OCR 912, GLM-OCR up to 6200), a long text.
WORKING_MB = {"deepseek-ocr": 1500, "deepseek-ocr-2": 1500, "glm-ocr": 1200, "sentence": 200, "chat": 600}
WORKING_OTHERS_MB = {Role.OCR: 1500, Role.TEXT: 600, Role.EMBEDDING: 200, Role.LAYOUT: 500}
PROMPT_TOKENS = {Role.OCR: 2048, Role.TEXT: 8192}
PROMPT_FAMILIES = {"glm-ocr": 6400}


@dataclass(frozen=True, slots=True)
class Need:
    """What one model takes, in MB: `weights` while it is loaded, `peak` with a conversation of `tokens`."""

    weights_mb: int
    peak_mb: int
    tokens: int

    @property
    def is_heavy(self) -> bool:
        return self.peak_mb >= HEAVY_MB


@dataclass(frozen=True, slots=True)
class Held:
    """A loaded model. `used_at` orders them: the smallest was used least recently."""

    name: str
    need: Need
    used_at: float
    is_busy: bool


@dataclass(frozen=True, slots=True)
class Budget:
    """What is allowed, in MB: for all models, for this one (0 = no limit of its own), and free now (None = unknown)."""

    total_mb: int
    model_mb: int = 0
    available_mb: int | None = None


def predict(snapshot: Path, spec: ModelSpec) -> Need:
    """Read the sizes of the files and the shape of the model; nothing is loaded. `spec.memory_mb` is the least."""
    weights = sum(file.stat().st_size for file in snapshot.rglob("*.safetensors")) // MB + 1
    prompt = PROMPT_FAMILIES.get(spec.family, PROMPT_TOKENS.get(spec.role, 0))
    tokens = prompt + spec.max_tokens if prompt else 0
    said = kv_bytes(_config(snapshot)) * tokens // MB
    working = WORKING_MB.get(spec.family, WORKING_OTHERS_MB[spec.role])
    return Need(weights, max(spec.memory_mb, weights + said + working), tokens)


def kv_bytes(config: dict[str, Any]) -> int:
    """Bytes that each token of a conversation takes: keys and values of all layers."""
    text = config.get("text_config") or config.get("language_config") or config
    heads = text.get("num_attention_heads") or 0
    hidden, layers = text.get("hidden_size") or 0, text.get("num_hidden_layers") or 0
    if not (heads and hidden and layers):
        return 0
    head = text.get("head_dim") or hidden // heads
    width = 4 if "32" in str(config.get("torch_dtype") or config.get("dtype") or "") else 2
    return int(2 * layers * (text.get("num_key_value_heads") or heads) * head * width)


def admit(name: str, need: Need, budget: Budget, held: Sequence[Held], *, beside: bool = False) -> tuple[str, ...]:
    """Names of the models to unload first, least recently used first.

    One heavy model is held at a time; `beside`: a person waits, so a second one may be held if both fit.
    Raises ModelTooLarge, with what is allowed, where unloading all that is idle does not help.
    """
    allowed = min(filter(None, (budget.model_mb, budget.total_mb)))
    if need.peak_mb > allowed:
        raise ModelTooLarge(model=name, needed_mb=need.peak_mb, limit_mb=allowed)
    idle = sorted((other for other in held if not other.is_busy), key=lambda other: other.used_at)
    gone = [other for other in idle if need.is_heavy and other.need.is_heavy and not beside]
    idle = [other for other in idle if other not in gone]
    while (free := _free(budget, held, gone)) < need.peak_mb:
        if not idle:
            raise ModelTooLarge(model=name, needed_mb=need.peak_mb, limit_mb=max(free, 0))
        gone.append(idle.pop(0))
    return tuple(other.name for other in gone)


def _free(budget: Budget, held: Sequence[Held], gone: Collection[Held]) -> int:
    """What may be taken once some models are gone: of the limit, and of what the machine has."""
    by_limit = budget.total_mb - sum(other.need.peak_mb for other in held if other not in gone)
    if budget.available_mb is None:
        return by_limit
    return min(by_limit, budget.available_mb - RESERVE_MB + sum(other.need.weights_mb for other in gone))


def total_mb() -> int:
    """The machine's memory."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // MB


def default_limit_mb() -> int:
    """What models may take where nobody said otherwise: two thirds of the memory, at most 16 GB."""
    return min(int(total_mb() * SHARE), MOST_MB)


def available_mb() -> int | None:
    """What programs can have without any being pushed out; None where nobody says."""
    try:
        if sys.platform == "darwin":
            said = subprocess.run(["/usr/bin/vm_stat"], capture_output=True, text=True, timeout=5, check=True).stdout
            return read_vm_stat(said)
        return read_meminfo(Path("/proc/meminfo").read_text("ascii"))
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def read_meminfo(said: str) -> int | None:
    """MB from Linux's `MemAvailable: 12345 kB`."""
    found = re.search(r"^MemAvailable:\s+(\d+) kB", said, re.MULTILINE)
    return int(found[1]) // 1024 if found else None


def read_vm_stat(said: str) -> int | None:
    """MB that are free or inactive on macOS (psutil counts the same), from `vm_stat`; its pages are 16 kB or 4 kB."""
    size = re.search(r"page size of (\d+) bytes", said)
    pages = re.findall(r"^Pages (?:free|inactive|speculative):\s+(\d+)\.", said, re.MULTILINE)
    return int(size[1]) * sum(map(int, pages)) // MB if size and pages else None


def _config(snapshot: Path) -> dict[str, Any]:
    try:
        config = json.loads((snapshot / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return config if isinstance(config, dict) else {}
