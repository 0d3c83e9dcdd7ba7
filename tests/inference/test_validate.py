"""What is wrong with a model's folder, each named by its file; and what is safe to take in."""

import json
import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from lexo.errors import said, sentence
from lexo.inference import cache
from lexo.inference.safetensors_header import NotWhole, tensor_names
from lexo.inference.validate import is_wanted
from model_files import model_files, safetensors, write_cached, write_plain

REPO = "mlx-community/GLM-OCR-8bit"
FIRST = "model-00001-of-00002.safetensors"
INDEX = "model.safetensors.index.json"


def found(snapshot: Path, *, deep: bool = False) -> list[tuple[str, str]]:
    return [(reason.code, str(reason.details["file"])) for reason in cache.check(snapshot, deep=deep)]


def test_check_of_a_whole_model_finds_nothing(tmp_path: Path) -> None:
    assert found(write_cached(tmp_path, REPO), deep=True) == []
    assert found(write_plain(tmp_path / "plain"), deep=True) == []


def test_check_names_the_model_as_people_do(tmp_path: Path) -> None:
    snapshot = write_cached(tmp_path, REPO)
    (snapshot / "config.json").resolve().unlink()
    (reason, *_) = cache.check(snapshot)
    assert "lexo models download glm-ocr-8bit" in sentence(reason.code, reason.details)


def cut(snapshot: Path) -> None:
    blob = (snapshot / FIRST).resolve()
    blob.write_bytes(blob.read_bytes()[:-1])


def lengthen(snapshot: Path) -> None:
    blob = (snapshot / FIRST).resolve()
    blob.write_bytes(blob.read_bytes() + b"\0")


def empty(snapshot: Path) -> None:
    (snapshot / FIRST).resolve().write_bytes(b"")


def lose_blob(snapshot: Path) -> None:
    (snapshot / FIRST).resolve().unlink()


def lose_shard(snapshot: Path) -> None:
    (snapshot / FIRST).unlink()


def pointer(snapshot: Path) -> None:
    (snapshot / FIRST).resolve().write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n")


def other_tensors(snapshot: Path) -> None:
    (snapshot / FIRST).resolve().write_bytes(safetensors({"somewhere.else": [8, 8]}))


@pytest.mark.parametrize("harm", [cut, lengthen, empty, lose_blob, lose_shard, pointer, other_tensors])
def test_check_of_weights_that_are_not_whole_names_the_file(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    snapshot = write_cached(tmp_path, REPO)
    harm(snapshot)
    assert ("model_damaged", FIRST) in found(snapshot)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.json", b"{"),
        ("config.json", b"[]"),
        ("config.json", b"\xff\xfe"),
        ("tokenizer.json", b'{"cut": '),
        ("tokenizer.json", b'{"cut": "' + b"x" * 1_000_001),
        (INDEX, b"no json"),
        (INDEX, b'{"weight_map": []}'),
    ],
)
def test_check_of_broken_settings_names_the_file(tmp_path: Path, name: str, content: bytes) -> None:
    assert found(write_plain(tmp_path / "plain", model_files() | {name: content})) == [("model_damaged", name)]


def test_check_of_settings_that_say_nothing_is_content(tmp_path: Path) -> None:
    assert found(write_plain(tmp_path / "plain", model_files() | {"generation_config.json": b"{}"})) == []


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json"])
def test_check_without_a_file_that_every_model_needs_names_it(tmp_path: Path, name: str) -> None:
    files = model_files()
    del files[name]
    assert found(write_plain(tmp_path / "plain", files)) == [("model_damaged", name)]


def test_check_without_any_weights_names_them(tmp_path: Path) -> None:
    files = {name: content for name, content in model_files().items() if "safetensors" not in name}
    assert found(write_plain(tmp_path / "plain", files)) == [("model_damaged", "model.safetensors")]


def test_check_of_a_layout_model_asks_for_no_tokenizer(tmp_path: Path) -> None:
    files = {
        "config.json": b'{"model_type": "pp_doclayout_v3"}',
        "preprocessor_config.json": b'{"size": 800}',
        "model.safetensors": safetensors({"a": [2]}),
    }
    assert found(write_plain(tmp_path / "plain", files)) == []


@pytest.mark.parametrize("name", ["modeling_x.py", "sub/helper.PY", "pytorch_model.bin", "x.pt", "x.pkl", "lib.so"])
def test_check_of_programs_and_pickles_refuses_them(tmp_path: Path, name: str) -> None:
    snapshot = write_plain(tmp_path / "plain", model_files() | {name: b"import os"})
    assert found(snapshot) == [("model_unsafe", name)]


def test_check_of_settings_that_name_a_program_refuses_them(tmp_path: Path) -> None:
    config = json.dumps({"model_type": "llama", "model_file": "evil.py"}).encode()
    ((code, file),) = found(write_plain(tmp_path / "plain", model_files() | {"config.json": config}))
    assert (code, file) == ("model_unsafe", "config.json: model_file = evil.py")


def test_check_of_an_index_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.safetensors"
    outside.write_bytes(safetensors({"a.weight": [8, 8]}))
    index = json.dumps({"weight_map": {"a.weight": "../outside.safetensors"}}).encode()
    snapshot = write_plain(tmp_path / "plain", model_files() | {INDEX: index})
    assert found(snapshot) == [("model_damaged", "../outside.safetensors")]


def test_check_of_a_pipe_ends(tmp_path: Path) -> None:
    snapshot = write_plain(tmp_path / "plain")
    os.mkfifo(snapshot / "model-x.safetensors")
    assert ("model_damaged", "model-x.safetensors") in found(snapshot)


def test_check_looks_past_what_a_mac_leaves_behind(tmp_path: Path) -> None:
    left = {"._model.safetensors": b"\0", ".DS_Store": b"\0", ".cache/huggingface/download/x.py": b"1"}
    assert found(write_plain(tmp_path / "plain", model_files() | left)) == []


def test_check_of_changed_bytes_needs_a_deep_look(tmp_path: Path) -> None:
    snapshot = write_cached(tmp_path, REPO)
    for name in (FIRST, "tokenizer_config.json"):  # one is named by SHA-256, the other by git's SHA-1
        blob = (snapshot / name).resolve()
        content = bytearray(blob.read_bytes())
        content[-2] ^= 1
        blob.write_bytes(content)
    assert ("model_damaged", FIRST) not in found(snapshot)
    (snapshot / "tokenizer_config.json").resolve().write_bytes(b'{"model_max_length": 513}')
    assert found(snapshot, deep=True) == [("model_damaged", FIRST), ("model_damaged", "tokenizer_config.json")]


def test_check_of_a_folder_that_is_gone_says_so(tmp_path: Path) -> None:
    assert found(tmp_path / "gone") == [("model_damaged", "gone")]


def header(head: object, tail: bytes = b"") -> bytes:
    text = head if isinstance(head, bytes) else json.dumps(head).encode()
    return struct.pack("<Q", len(text)) + text + tail


def tensor(begin: int, end: int, shape: tuple[int, ...] = (1,), dtype: str = "F32") -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"1234567",
        struct.pack("<Q", 1 << 62) + b"{}",
        header(b"{no json"),
        header(b"[" * 100_000),
        header([]),
        header({"a": 1}),
        header({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0]}}, b"1234"),
        header({"a": tensor(4, 8)}, b"12345678"),
        header({"a": tensor(0, 4), "b": tensor(2, 6)}, b"123456"),
        header({"a": tensor(0, 4)}, b"123"),
        header({"a": tensor(0, 4)}, b"12345"),
        header({"a": tensor(0, 4, (2,))}, b"1234"),
        header({"a": tensor(4, 0)}, b""),
    ],
)
def test_tensor_names_of_a_broken_file_refuses_it(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.safetensors"
    file.write_bytes(content)
    with pytest.raises(NotWhole):
        tensor_names(file)


def test_tensor_names_are_those_the_library_wrote(tmp_path: Path) -> None:
    numpy = pytest.importorskip("numpy")
    from safetensors.numpy import save_file

    file = tmp_path / "x.safetensors"
    tensors = {"a": numpy.zeros((2, 3), "float16"), "b": numpy.zeros((0, 3), "int8"), "c": numpy.array(1, "float32")}
    save_file(tensors, file)
    assert tensor_names(file) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [
        ("model.safetensors", True),
        ("1_Pooling/config.json", True),
        ("merges.txt", True),
        ("chat_template.jinja", True),
        ("LICENSE", True),
        ("NOTICE.md", True),
        ("modeling_x.py", False),
        ("pytorch_model.bin", False),
        ("onnx/model.safetensors", False),
        (".gitattributes", False),
        (".cache/x.json", False),
        ("../x.json", False),
        ("/x.json", False),
        ("demo.png", False),
    ],
)
def test_is_wanted_takes_weights_and_settings_only(name: str, is_taken: bool) -> None:
    assert is_wanted(name) is is_taken


def test_sentences_of_a_damaged_model_say_what_mends_it(tmp_path: Path) -> None:
    snapshot = write_cached(tmp_path, REPO)
    lose_blob(snapshot)
    reason = cache.check(snapshot)[0]
    assert said("%(model)s %(file)s", reason.details) == f"glm-ocr-8bit {FIRST}"
    assert sentence(reason.code, reason.details).endswith("`lexo models download glm-ocr-8bit` mends it.")
