"""How much a model needs, and who has to go for it."""

import json
from pathlib import Path

import pytest

from lexo.errors import ModelTooLarge
from lexo.inference import governor
from lexo.inference.base import Role
from lexo.inference.governor import MB, Budget, Held, Need, admit
from lexo.inference.manifest import ModelSpec

QWEN3_4B = {
    "num_hidden_layers": 36,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "hidden_size": 2560,
    "head_dim": 128,
    "torch_dtype": "bfloat16",
}


def spec(role: Role = Role.TEXT, **more: int) -> ModelSpec:
    return ModelSpec("m", role, "org/m", "chat", "MIT", **{"max_tokens": 1024, **more})  # type: ignore[arg-type]


def checkpoint(folder: Path, config: object, weights_mb: int) -> Path:
    (folder / "config.json").write_text(json.dumps(config))
    with (folder / "model.safetensors").open("wb") as file:
        file.truncate(weights_mb * MB)
    return folder


def need(peak_mb: int) -> Need:
    return Need(weights_mb=peak_mb // 2, peak_mb=peak_mb, tokens=0)


def held(name: str, peak_mb: int, used_at: float = 0, *, busy: bool = False) -> Held:
    return Held(name, need(peak_mb), used_at, busy)


def test_prediction_counts_weights_conversation_and_work(tmp_path: Path) -> None:
    predicted = governor.predict(checkpoint(tmp_path, QWEN3_4B, 2300), spec())
    # 36 layers * 8 heads * 128 * 2 (keys, values) * 2 bytes = 147 456 a token, of 8192 + 1024 tokens: 1296 MB.
    assert predicted == Need(weights_mb=2301, peak_mb=2301 + 1296 + 600, tokens=9216)


def test_prediction_takes_what_the_manifest_says_as_the_least(tmp_path: Path) -> None:
    assert governor.predict(checkpoint(tmp_path, QWEN3_4B, 10), spec(memory_mb=6500)).peak_mb == 6500


@pytest.mark.parametrize("config", [[], {}, {"num_attention_heads": 4}, {"text_config": None}])
def test_prediction_of_a_config_that_says_nothing_counts_weights_and_work(tmp_path: Path, config: object) -> None:
    assert governor.predict(checkpoint(tmp_path, config, 100), spec()).peak_mb == 701


def test_prediction_reads_the_language_part_of_a_vision_model(tmp_path: Path) -> None:
    inside = {"language_config": QWEN3_4B, "torch_dtype": "float32"}
    assert governor.kv_bytes(inside) == 2 * governor.kv_bytes(QWEN3_4B)


def test_model_larger_than_all_that_is_allowed_is_refused_with_numbers() -> None:
    with pytest.raises(ModelTooLarge) as caught:
        admit("m", need(9000), Budget(total_mb=8000), [])
    assert caught.value.details == {"model": "m", "needed_mb": 9000, "limit_mb": 8000}
    assert "9000 MB" in str(caught.value)


def test_model_larger_than_its_own_limit_is_refused() -> None:
    with pytest.raises(ModelTooLarge) as caught:
        admit("m", need(5000), Budget(total_mb=8000, model_mb=4000), [])
    assert caught.value.details["limit_mb"] == 4000


def test_model_that_the_machine_has_no_memory_for_now_is_refused() -> None:
    with pytest.raises(ModelTooLarge) as caught:
        admit("m", need(5000), Budget(total_mb=8000, available_mb=3000), [])
    assert caught.value.details["limit_mb"] == 3000 - governor.RESERVE_MB


def test_one_heavy_model_is_held_and_small_ones_stay() -> None:
    there = [held("vision", 6000), held("sentences", 300)]
    assert admit("chat", need(4000), Budget(total_mb=16000), there) == ("vision",)


def test_a_person_may_have_a_second_heavy_model_beside_if_both_fit() -> None:
    there = [held("vision", 6000)]
    assert admit("chat", need(4000), Budget(total_mb=16000), there, beside=True) == ()
    assert admit("chat", need(4000), Budget(total_mb=9000), there, beside=True) == ("vision",)


def test_least_recently_used_go_first_and_no_more_than_needed() -> None:
    there = [held("new", 900, used_at=3), held("old", 900, used_at=1), held("middle", 900, used_at=2)]
    assert admit("m", need(1000), Budget(total_mb=2800), there) == ("old",)
    assert admit("m", need(1000), Budget(total_mb=1900), there) == ("old", "middle")


def test_models_at_work_are_never_unloaded() -> None:
    with pytest.raises(ModelTooLarge) as caught:
        admit("chat", need(4000), Budget(total_mb=9000), [held("vision", 6000, busy=True)], beside=True)
    assert caught.value.details["limit_mb"] == 3000


def test_memory_of_unloaded_models_counts_as_free() -> None:
    there = [held("old", 2000)]
    assert admit("m", need(1400), Budget(total_mb=9000, available_mb=1000), there) == ("old",)


def test_default_limit_is_two_thirds_of_the_machine_and_at_most_16_gb(monkeypatch: pytest.MonkeyPatch) -> None:
    for machine_mb, limit_mb in ((8192, 5461), (24576, 16384), (131072, 16384)):
        monkeypatch.setattr(governor, "total_mb", lambda machine_mb=machine_mb: machine_mb)
        assert governor.default_limit_mb() == limit_mb


def test_free_memory_is_read_as_linux_and_macos_say_it() -> None:
    linux = "MemTotal:       24683540 kB\nMemFree:         1000 kB\nMemAvailable:   20480000 kB\n"
    macos = (
        "Mach Virtual Memory Statistics: (page size of 16384 bytes)\nPages free:                  100000.\n"
        "Pages active:                500000.\nPages inactive:              200000.\n"
        "Pages speculative:            5000.\n"
    )
    assert governor.read_meminfo(linux) == 20000
    assert governor.read_vm_stat(macos) == 305000 * 16384 // MB
    assert governor.read_meminfo("") is None
    assert governor.read_vm_stat("") is None


def test_free_memory_of_this_machine_is_less_than_it_has() -> None:
    available = governor.available_mb()
    assert available is not None
    assert 0 < available < governor.total_mb()
