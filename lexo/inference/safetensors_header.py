"""The head of a safetensors file: what is wrong with it, without reading a tensor.

The form is that of the safetensors project: 8 bytes of length (little-endian), that much JSON, then the tensors' bytes
without a hole, to the file's last byte.
"""

import json
import math
from pathlib import Path
from typing import Any

MAX_HEAD_BYTES = 100_000_000  # as the safetensors library
DTYPE_BITS = {
    "BOOL": 8,
    "U8": 8,
    "I8": 8,
    "F8_E5M2": 8,
    "F8_E4M3": 8,
    "F8_E8M0": 8,
    "U16": 16,
    "I16": 16,
    "F16": 16,
    "BF16": 16,
    "U32": 32,
    "I32": 32,
    "F32": 32,
    "U64": 64,
    "I64": 64,
    "F64": 64,
    "C64": 64,
}


class NotWhole(ValueError):
    """The file is cut, or not what its name says; the message says how."""


def tensor_names(path: Path) -> frozenset[str]:
    """Names of the tensors in a regular file. Raises NotWhole, OSError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 10 or length > min(size - 8, MAX_HEAD_BYTES):
            raise NotWhole(f"its head would be {length} bytes, the file has {size}")
        head = _parsed(file.read(length))
    head.pop("__metadata__", None)
    end = _end_of_tensors(head)
    if 8 + length + end != size:
        raise NotWhole(f"it should have {8 + length + end} bytes and has {size}")
    return frozenset(head)


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        head = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotWhole("its head is not JSON") from error
    if not isinstance(head, dict):
        raise NotWhole("its head lists no tensors")
    return head


def _end_of_tensors(head: dict[str, Any]) -> int:
    """Bytes of all tensors, which must follow each other."""
    try:
        spans = sorted(_span(name, tensor) for name, tensor in head.items())
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise NotWhole("its head lists no tensors") from error
    position = 0
    for begin, end, name, size in spans:
        if begin != position or end < begin or size not in (-1, end - begin):
            raise NotWhole(f"the place of {name} does not fit")
        position = end
    return position


def _span(name: str, tensor: dict[str, Any]) -> tuple[int, int, str, int]:
    begin, end = map(int, tensor["data_offsets"])
    return begin, end, name, _size_bytes(tensor)


def _size_bytes(tensor: dict[str, Any]) -> int:
    """What a tensor of that shape takes; -1 for a type of numbers this page does not know."""
    bits = DTYPE_BITS.get(str(tensor["dtype"]))
    return -1 if bits is None else math.prod(map(int, tensor["shape"])) * bits // 8
