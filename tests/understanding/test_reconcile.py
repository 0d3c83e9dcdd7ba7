"""The most trusted value of a fact stands first, and what it contradicts is said."""

from collections.abc import Iterable

from lexo.document import BBox
from lexo.facts import Field, Proof, Source, Verdict
from lexo.understanding.reconcile import reconcile

PRINTED = Proof(1, (BBox(0.1, 0.1, 0.2, 0.12),), "104,90", "text-layer")


def fact(name: str, value: str, source: Source, verdict: Verdict = Verdict.VERIFIED, confidence: float = 0.9) -> Field:
    return Field(name, value, value, source, verdict, confidence, PRINTED if source is Source.RULE else Proof())


def told(fields: Iterable[Field]) -> list[tuple[str, str, str]]:
    return [(field.normalized, field.source, field.verdict) for field in reconcile(fields)]


def test_embedded_data_outrank_what_is_printed_and_the_contradiction_is_said() -> None:
    fields = [fact("grand_total", "105.90", Source.RULE), fact("grand_total", "104.90", Source.XML)]
    assert told(fields) == [("104.90", "xml", "verified"), ("105.90", "rule", "contradicted")]


def test_signed_data_outrank_embedded_ones() -> None:
    fields = [fact("grand_total", "1.00", Source.XML), fact("grand_total", "2.00", Source.TWO_D_DOC)]
    assert told(fields)[0] == ("2.00", "2d-doc", "verified")


def test_false_signature_takes_the_trust_away() -> None:
    fields = [
        fact("grand_total", "1.00", Source.TWO_D_DOC, Verdict.CONTRADICTED),
        fact("grand_total", "2.00", Source.RULE),
    ]
    assert told(fields)[0] == ("2.00", "rule", "verified")


def test_same_value_of_two_sources_is_one_fact_with_the_place_where_it_is_printed() -> None:
    (field,) = reconcile([fact("iban", "FR76", Source.XML), fact("iban", "FR76", Source.RULE)])
    assert (field.source, field.proof) == (Source.XML, PRINTED)


def test_names_and_addresses_written_in_two_ways_contradict_nobody() -> None:
    fields = [
        fact("seller_address", "1 rue A, 69001 Lyon", Source.XML),
        fact("seller_address", "1 rue A - 69001 LYON - France", Source.RULE, Verdict.PLAUSIBLE),
    ]
    assert told(fields)[1][2] == "plausible"


def test_embedded_lines_leave_no_room_for_those_that_were_read() -> None:
    embedded = Field(
        "lines", "", "", Source.XML, Verdict.VERIFIED, 1.0, rows=({"name": "Miel", "line_total": "18.00"},)
    )
    read = Field("lines", "", "", Source.RULE, Verdict.PLAUSIBLE, 0.6, PRINTED, rows=({"name": "Mie1"},))
    assert [field.source for field in reconcile([read, embedded])] == [Source.XML]


def test_two_accounts_on_one_paper_contradict_nobody() -> None:
    fields = [fact("iban", "FR76", Source.XML), fact("iban", "DE88", Source.RULE)]
    assert told(fields)[1] == ("DE88", "rule", "verified")


def test_two_signed_codes_of_one_scan_contradict_nobody() -> None:
    fields = [fact("issue_date", "2024-01-01", Source.TWO_D_DOC), fact("issue_date", "2024-02-01", Source.TWO_D_DOC)]
    assert [verdict for _, _, verdict in told(fields)] == ["verified", "verified"]


def test_credit_note_prints_a_minus_that_its_data_leave_out() -> None:
    fields = [
        fact("type_code", "381", Source.XML),
        fact("grand_total", "233.47", Source.XML),
        fact("grand_total", "-233.47", Source.RULE),
    ]
    assert told(fields)[1:] == [("233.47", "xml", "verified")]


def test_surest_of_two_printed_values_stands_first() -> None:
    fields = [
        fact("issue_date", "2024-01-01", Source.RULE, Verdict.PLAUSIBLE, 0.5),
        fact("issue_date", "2024-02-01", Source.RULE, Verdict.PLAUSIBLE, 0.8),
    ]
    assert [value for value, _, _ in told(fields)] == ["2024-02-01", "2024-01-01"]
