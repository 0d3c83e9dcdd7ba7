"""Electronic invoices that somebody made to do harm, or that are broken: no facts, no error, no long wait."""

import time

import made_einvoices as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexo.facts import Attachment
from lexo.understanding.official.einvoice import fields_of, safe_xml

ROOT = f'<rsm:CrossIndustryInvoice xmlns:rsm="{made.CII}">'
END = "</rsm:CrossIndustryInvoice>"
LAUGHS = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "lol">' for level in range(10)
)
HOSTILE = {
    "external entity": f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>{ROOT}&x;{END}',
    "parameter entity": f'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]>{ROOT}{END}',
    "laughs": f"<!DOCTYPE a [{LAUGHS}]>{ROOT}&l9;{END}",
    "document type": made.cii().decode().replace("?>", '?><!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">', 1),
    "not well formed": made.cii().decode()[:-20],
    "another root": "<html><body>Facture F-1</body></html>",
    "a root's name elsewhere": made.cii().decode().replace("uncefact:data:standard:Cross", "fake:Cross", 1),
    "unknown encoding": made.cii().decode().replace("UTF-8", "x-klingon", 1),
    "encoding of several bytes": made.cii().decode().replace("UTF-8", "shift_jis", 1),
    "nothing": "",
    "a root alone": ROOT + END,
}


def facts_in(content: bytes) -> list[object]:
    return list(fields_of([Attachment("factur-x.xml", content)]))


@pytest.mark.parametrize("case", HOSTILE)
def test_nothing_is_taken_from(case: str) -> None:
    assert facts_in(HOSTILE[case].encode()) == []


def test_xml_that_is_too_deep_is_refused_quickly() -> None:
    started = time.process_time()
    assert facts_in((ROOT + "<a>" * 1_000_000).encode()) == []
    assert time.process_time() - started < 1


def test_xml_of_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MAX_ELEMENTS", 50)
    assert facts_in(made.cii()) == []


def test_xml_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MAX_BYTES", 500)
    assert facts_in(made.cii()) == []


def test_bytes_of_another_encoding_give_nothing() -> None:
    assert facts_in(made.cii().replace(b"Exemple", b"Exempl\xe9")) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_that_xml_knows_are_read(encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)
    content = made.cii().decode().replace("UTF-8", declared, 1).replace("Camille", "Hélène").encode(encoding)
    names = [field.value for field in fields_of([Attachment("a.xml", content)]) if field.name == "buyer_name"]
    assert names == ["Hélène Exemple"]


def test_very_many_lines_are_bounded_and_quick() -> None:
    start, end = made.cii("EN 16931").split(made.LINES.encode())
    started = time.process_time()
    lines = next(
        field
        for field in fields_of([Attachment("a.xml", start + made.LINES.encode() * 3000 + end)])
        if field.name == "lines"
    )
    assert len(lines.rows) == 2000
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "number", ["1e999", "NaN", "Infinity", "9" * 31, "--1", "1.2.3", "", "٣", "0." + "0" * 28 + "1"]
)
def test_odd_numbers_break_nothing(number: str) -> None:
    content = made.cii().decode().replace(">108.40<", f">{number}<").replace(">3.0000<", f">{number}<")
    assert any(field.name == "invoice_number" for field in fields_of([Attachment("a.xml", content.encode())]))


@pytest.mark.parametrize("day", ["20261301", "2026", "00000000", "demain", "99999999"])
def test_odd_dates_give_no_date(day: str) -> None:
    content = made.cii().replace(b"20260228", day.encode())
    assert "issue_date" not in {field.name for field in fields_of([Attachment("a.xml", content)])}


def test_a_very_long_text_is_cut() -> None:
    content = made.cii().replace(b"Camille Exemple", b"x" * 100_000)
    name = next(field.value for field in fields_of([Attachment("a.xml", content)]) if field.name == "buyer_name")
    assert len(name) == 1000


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(made.cii())), st.binary(max_size=12), st.integers(0, 30))
def test_damage_anywhere_never_raises(at: int, junk: bytes, removed: int) -> None:
    content = made.cii()
    facts_in(content[:at] + junk + content[at + removed :])


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_nothing(content: bytes) -> None:
    assert facts_in(b"<" + content) == []
