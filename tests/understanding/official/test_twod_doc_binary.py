"""The binary form of a 2D-Doc: packed letters, dates, signature."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signing import code, signer

from lexo.facts import Verdict
from lexo.understanding.official.twod_doc import TrustList, fields_of
from lexo.understanding.official.twod_doc.binary import c40, seal_of

SIGNER = signer()
VALUES = {char: value for value, char in enumerate("   0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1)} | {" ": 3}


def packed(text: str) -> bytes:
    """C40, three characters in two bytes; what is missing at the end is filled with a shift."""
    values = [VALUES[char] for char in text]
    values += [0] * (-len(values) % 3)
    wholes = (1600 * values[at] + 40 * values[at + 1] + values[at + 2] + 1 for at in range(0, len(values), 3))
    return b"".join(whole.to_bytes(2, "big") for whole in wholes)


def day(iso: str) -> bytes:
    return int(datetime.date.fromisoformat(iso).strftime("%m%d%Y")).to_bytes(3, "big")


def seal(version: int, signer_and_certificate: str, *, data: bytes = b"\x02\x03abc") -> bytes:
    dates = day("2024-03-01") + day("2024-03-02")
    head = bytes((0xDC, version)) + packed("FR ") + packed(signer_and_certificate) + dates + b"\xfb\x06"
    signature = SIGNER.sign(head + data)
    return head + data + b"\xff" + bytes((len(signature),)) + signature


def test_c40_unpacks_letters_and_digits() -> None:
    assert c40(packed("ZZ01T0019")) == "ZZ01T0019"
    assert c40(packed("FR ")) == "FR "
    assert c40(b"\xfeB") == "A"


@pytest.mark.parametrize(("version", "ids"), [(2, "ZZ01T001 "), (3, "ZZ0104T001"), (4, "ZZ01T001 ")])
def test_fields_of_a_binary_code_are_its_signer_and_dates(version: int, ids: str) -> None:
    fields = list(fields_of([code(seal(version, ids))], TrustList.from_file_bytes(SIGNER.pem)))
    assert {field.name: field.normalized for field in fields} == {
        "issue_date": "2024-03-01",
        "twod_doc_signed_by": "ZZ01/T001",
        "twod_doc_signature_date": "2024-03-02",
    }
    assert {field.verdict for field in fields} == {Verdict.VERIFIED}


def test_fields_of_a_changed_binary_code_are_contradicted() -> None:
    changed = seal(2, "ZZ01T001 ").replace(b"abc", b"abd")
    (field, *_) = fields_of([code(changed)], TrustList.from_file_bytes(SIGNER.pem))
    assert field.rule == "twod_doc_signature_false"


def test_seal_of_long_values_are_stepped_over() -> None:
    found = seal_of(seal(2, "ZZ01T001 ", data=b"\x01\x81\xc8" + b"\xff" * 200))
    assert found is not None
    assert len(found.signature) == 64


@pytest.mark.parametrize("length", range(0, 90, 7))
def test_seal_of_a_code_cut_short_is_none(length: int) -> None:
    assert seal_of(seal(3, "ZZ0104T001")[:length]) is None


@given(st.integers(2, 4), st.binary(max_size=120))
def test_seal_of_any_bytes_is_survived(version: int, content: bytes) -> None:
    seal_of(bytes((0xDC, version)) + content)


@given(st.binary(max_size=40))
def test_c40_any_bytes_are_survived(content: bytes) -> None:
    c40(content)
