"""Make a smaller copy of a local text or vision model, with mlx-lm's and mlx-vlm's own functions.

For a command of its own, never inside the server: MLX has one thread there already.
"""

import shutil
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

from lexo.errors import LexoError, ModelFailed
from lexo.inference import cache, validate
from lexo.inference.adopt import fresh_staging, publish
from lexo.inference.base import Role
from lexo.inference.digests import OnBytes
from lexo.inference.libraries import library, quiet
from lexo.inference.manifest import ModelSpec
from lexo.inference.placing import alone, need_room

GROUP = 64  # weights that share a scale: both libraries' own choice
BITS = (4, 8)


def obstacle(spec: ModelSpec, bits: int) -> str | None:
    """Why no such copy can be made, as far as that is known before the files are read."""
    if bits not in BITS:
        return f"{bits} bits: LEXO makes copies of 4 or 8 bits"
    if spec.role not in (Role.TEXT, Role.OCR) or spec.family == "trocr":
        return f"{spec.name} is small already; text and vision models can be made smaller"
    return None


def named(spec: ModelSpec, bits: int) -> ModelSpec:
    """The copy, before it is made."""
    name = f"{spec.name}-{bits}bit"
    note = f"Made here from {spec.name}."
    return replace(spec, name=name, repo=name, revision="main", size_mb=0, memory_mb=0, note=note)


def quantize(folder: Path, spec: ModelSpec, bits: int, on_bytes: OnBytes | None = None) -> ModelSpec:
    """Write the copy into the models folder, whole or not at all.

    Raises ModelAbsent, ModelDamaged, ModelUnsafe, ModelFailed, ModelsUnavailable, NoRoomForModel, Busy.
    """
    source, made = cache.locate(folder, spec), named(spec, bits)
    need_room(folder, cache.size_bytes(source))
    with alone(folder, made.name):
        staging = fresh_staging(folder, made.name)
        try:
            _convert(source, staging, bits, is_vision=spec.role == Role.OCR)
            publish(staging, folder, made, on_bytes)
        except LexoError:
            raise
        except Exception as error:  # the libraries raise what they like for a model they do not know
            raise ModelFailed(model=spec.name, why=str(error)[:200]) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return cache.get(folder, made.name)


def _convert(source: Path, target: Path, bits: int, *, is_vision: bool) -> None:
    """Convert in a thread that comes and goes, as MLX keeps its streams by thread. Raises what the libraries raise."""
    outcome: Future[None] = Future()

    def work() -> None:
        try:
            with quiet():
                (_convert_vision if is_vision else _convert_text)(source, target, bits)
        except BaseException as error:
            outcome.set_exception(error)
        else:
            outcome.set_result(None)
        finally:
            library("mlx.core").clear_streams()  # without it the process may abort at its end (mlx #4327)

    worker = Thread(target=work, name="lexo-quantize", daemon=True)
    worker.start()
    try:
        outcome.result()
    finally:
        worker.join()
    _copy_settings(source, target)


def _convert_text(source: Path, target: Path, bits: int) -> None:
    utils = library("mlx_lm.utils")
    model, config = utils.load_model(source, lazy=True)
    model, config = _smaller(utils, model, config, bits, None)
    utils.save_model(target, model, donate_model=True)
    utils.save_config(config, config_path=target / "config.json")


def _convert_vision(source: Path, target: Path, bits: int) -> None:
    """As mlx_vlm.convert: the part that sees keeps its precision."""
    utils, quantizing = library("mlx_vlm.utils"), library("mlx_vlm.quant_utils")
    model = utils.load_model(source, lazy=True, trust_remote_code=False)
    config = utils.load_config(source)
    config.setdefault("vision_config", {})
    own = getattr(model, "quant_predicate", None)

    def is_made_smaller(path: str, module: Any) -> Any:
        if utils.skip_multimodal_module(path):
            return False
        return own(path, module) if own else True

    model, config = _smaller(quantizing, model, config, bits, is_made_smaller)
    utils.save_weights(target, model, donate_weights=True)
    utils.save_config(config, config_path=target / "config.json")


def _smaller(utils: Any, model: Any, config: dict[str, Any], bits: int, predicate: Any) -> tuple[Any, dict[str, Any]]:
    """A model that is quantized already is unpacked first: its layers would be passed over otherwise."""
    if "quantization" in config:
        config.pop("quantization", None)
        config.pop("quantization_config", None)
        model = utils.dequantize_model(model)
    model, config = utils.quantize_model(model, config, GROUP, bits, quant_predicate=predicate)
    return model, config


def _copy_settings(source: Path, target: Path) -> None:
    """Tokenizer, processor and licence are the old model's; weights and `config.json` are new."""
    for path in source.rglob("*"):
        name = path.relative_to(source).as_posix()
        is_new = path.suffix == ".safetensors" or name in ("config.json", validate.INDEX, "lexo.json", "README.md")
        if path.is_file() and validate.is_wanted(name) and not is_new:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)
