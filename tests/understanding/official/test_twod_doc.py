"""2D-Docs of every version: headers, values, names put together, damaged ones; signed with keys made here."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signing import BOX, code, days, header, signed, signer

from lexo.document import PageImage
from lexo.facts import Field, Source, Verdict
from lexo.understanding.official.twod_doc import TrustList, fields_of, kind_of, label_of
from lexo.understanding.official.twod_doc.dictionary import data
from lexo.understanding.official.twod_doc.message import base32, message_of

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "2ddoc"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
SIGNER = signer()
TRUST = TrustList.from_file_bytes(SIGNER.pem)
KINDS = """
invoice utility_bill receipt quote payslip income_tax_notice property_tax_notice bank_details bank_statement
identity_card passport driving_licence vehicle_registration proof_of_address lease employment_contract health
insurance benefits diploma civil_status legal_notice company_registration other
""".split()


def read(text: str, *, annex: str = "", trust: TrustList = TRUST) -> dict[str, Field]:
    """The fields of a code with this text, by name, the first of each."""
    found: dict[str, Field] = {}
    for field in fields_of([code(signed(text, SIGNER, annex=annex))], trust):
        found.setdefault(field.name, field)
    return found


def normalized(text: str) -> dict[str, str]:
    return {name: field.normalized for name, field in read(text).items()}


@pytest.mark.parametrize("version", ["01", "02", "03", "04"])
def test_fields_of_each_version_finds_the_data_behind_its_header(version: str) -> None:
    found = normalized(header(version) + "18F-2024-7<GS>1D84.20<GS>")
    assert (found["invoice_number"], found["grand_total"]) == ("F-2024-7", "84.20")
    assert (found["twod_doc_type"], found["issue_date"]) == ("01", "2024-03-01")


def test_fields_of_says_where_a_value_stands_and_what_proves_it() -> None:
    field = read(header() + "1D1084.2<GS>")["grand_total"]
    assert (field.value, field.normalized) == ("1\u202f084,20\u00a0€", "1084.20")
    assert (field.source, field.verdict, field.rule) == (Source.TWO_D_DOC, Verdict.VERIFIED, "twod_doc_signature")
    assert (field.proof.page, field.proof.boxes, field.proof.text, field.proof.engine) == (1, (BOX,), "1084.2", "zxing")


def test_fields_of_type_is_said_in_french() -> None:
    field = read(header(type_id="06"))["twod_doc_type"]
    assert (field.value, field.normalized) == ("Bulletin de salaire", "06")


def test_fields_of_type_of_another_perimeter_is_not_taken_for_one_of_the_list() -> None:
    assert read("DC04ZZ01T001226D226D06A1FR")["twod_doc_type"].normalized == "A1/06"


def test_fields_of_header_without_dates_has_none() -> None:
    assert "issue_date" not in read("DC04ZZ01T001FFFF226D0301FR")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("31FR1420041010050500013M02606<GS>", "iban", "FR1420041010050500013M02606"),
        ("32BNPAFRPPXXX<GS>", "bic", "BNPAFRPPXXX"),
        ("41000024501<GS>", "reference_tax_income", "24501.00"),
        ("432.50<GS>", "household_parts", "2.5"),
        ("452023", "tax_year", "2023"),
        ("4A31072024", "collection_date", "2024-07-31"),
        ("4V1234,5<GS>", "net_tax", "1234.50"),
        ("4W-12.00<GS>", "left_to_pay", "-12.00"),
        ("5073282932000074", "employer_siret", "73282932000074"),
        ("51151.67", "hours", "151.67"),
        ("53" + days("2024-02-02"), "period_start", "2024-02-02"),
        ("67FR", "nationality", "FRA"),
        ("68F", "sex", "F"),
        ("6912071973", "birth_date", "1973-07-12"),
        ("A1AB 123 CD<GS>", "plate", "AB123CD"),
        ("AGC", "points_left", "12"),
        ("AE2359", "twod_doc_ae", "23:59"),
        ("BF7E8", "twod_doc_bf", "2024"),
        ("70010220241530", "death_date", "2024-02-01"),
        ("1E01 99 00 12 34<GS>", "phone", "+33199001234"),
        ("60ALICE/MARIE<GS>", "given_names", "ALICE MARIE"),
    ],
)
def test_fields_of_normalizes_each_form(text: str, name: str, expected: str) -> None:
    assert normalized(header() + text)[name] == expected


def test_fields_of_tells_both_ends_of_a_period() -> None:
    found = normalized(header(type_id="06") + "5322515422705A2500.00<GS>5C1950.12<GS>")
    assert found["period_start"] < found["period_end"]
    assert (found["gross_pay"], found["net_pay"]) == ("2500.00", "1950.12")


def test_fields_of_mrz_gets_its_signs_back() -> None:
    zone = "IDFRAEXEMPLE                  952042050995201874 ALICE        8206152F3"
    field = read(header(type_id="08") + f"6F{zone.ljust(72)}<GS>")["mrz"]
    first, second = field.normalized.splitlines()
    assert (len(first), len(second)) == (36, 36)
    assert first.startswith("IDFRAEXEMPLE<<<")


def test_fields_of_mrz_are_read_as_a_printed_one() -> None:
    zone = "P<UTOERIKSSON<<ANNA<MARIA".ljust(44, "<") + "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
    found = read(header(type_id="08") + f"6F{zone.replace('<', ' ')}<GS>")
    assert (found["surname"].normalized, found["birth_date"].normalized) == ("ERIKSSON", "1974-08-12")
    assert found["document_number"].source is Source.TWO_D_DOC
    assert found["document_number"].rule == "twod_doc_signature"


def test_fields_of_mrz_with_a_wrong_digit_is_shown_but_not_read() -> None:
    zone = "P<UTOERIKSSON<<ANNA<MARIA".ljust(44, "<") + "L898902C36UTO7408132F1204159ZE184226B<<<<<10"
    found = read(header(type_id="08") + f"6F{zone}<GS>")
    assert "mrz" in found
    assert not {"birth_date", "surname", "document_number"} & set(found)


def test_fields_of_puts_a_holder_and_an_address_together() -> None:
    text = "26FR247500010MME/EXEMPLE/ALICE<GS>20APP 4<GS>227 AV DES ESSAIS<GS>25PARIS<GS>"
    found = read(header() + text)
    assert (found["holder"].value, found["holder"].normalized) == ("Madame EXEMPLE ALICE", "EXEMPLE ALICE")
    assert found["service_address"].value == "Appartement 4, 7 Avenue DES ESSAIS, 75000 PARIS"
    assert found["service_address"].normalized == "APP 4 7 AV DES ESSAIS 75000 PARIS"
    assert not {"twod_doc_24", "twod_doc_20"} & set(found)


def test_fields_of_puts_a_buyer_of_three_parts_together() -> None:
    found = read(header() + "15M<GS>16PAUL<GS>17ESSAI<GS>2B13001" + "2CMARSEILLE<GS>2DBE")
    assert (found["buyer_name"].value, found["buyer_name"].normalized) == ("Monsieur ESSAI PAUL", "ESSAI PAUL")
    assert found["buyer_address"].value == "13001 MARSEILLE, BE"


def test_fields_of_data_without_a_name_keep_their_identifier_and_label() -> None:
    field = read(header() + "0Chttps://example.org/x<GS>")["twod_doc_0c"]
    assert field.value == "https://example.org/x"
    assert label_of(field.name) == "URL du document"


def test_fields_of_value_cut_short_says_so() -> None:
    field = read(header() + "30MME/EXEMPLE/ALICE MARIE<RS>32BNPAFRPP<GS>")["account_holder"]
    assert field.value.endswith("…")
    assert not field.normalized.endswith("…")


def test_fields_of_full_value_needs_no_separator() -> None:
    found = normalized(header() + "32BNPAFRPPXXX" + "31FR1420041010050500013M02606<GS>")
    assert (found["bic"], found["iban"]) == ("BNPAFRPPXXX", "FR1420041010050500013M02606")


def test_fields_of_empty_values_say_nothing() -> None:
    assert "invoice_number" not in normalized(header() + "18<GS>1D12.00<GS>")
    assert normalized(header() + "18<GS>1D12.00<GS>")["grand_total"] == "12.00"


def test_fields_of_unlisted_data_are_told_in_doubt_and_do_not_hide_what_follows() -> None:
    found = read(header() + "ZZquelque chose<GS>1D12.00<GS>")
    assert found["twod_doc_zz"].confidence <= 0.5
    assert found["grand_total"].normalized == "12.00"


def test_fields_of_digits_that_are_none_are_left_out() -> None:
    found = normalized(header() + "4712345ABC90123<GS>1D12.00<GS>")
    assert "declarant_1_tax_number" not in found
    assert found["grand_total"] == "12.00"


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        ("31FR1420041010050500013M02607<GS>", "iban", "iban_check_digits"),
        ("5073282932000075", "employer_siret", "siret_check_digits"),
        ("403023217600054", "tax_number", "tax_number_check_digits"),
    ],
)
def test_fields_of_check_digits_that_fail_contradict(text: str, name: str, rule: str) -> None:
    field = read(header() + text)[name]
    assert (field.verdict, field.rule) == (Verdict.CONTRADICTED, rule)


@pytest.mark.parametrize("text", ["6931021990", "5322ZZ", "1Dabc<GS>", "6931131990", "68X", "67XX", "6F<<<<GS>"])
def test_fields_of_values_of_another_form_are_left_out(text: str) -> None:
    known = {"twod_doc_type", "issue_date", "twod_doc_signed_by", "twod_doc_signature_date"}
    assert set(read(header() + text)) == known


def test_fields_of_annex_is_not_proven() -> None:
    field = read(header() + "1D12.00<GS>", annex="18F-1<GS>")["invoice_number"]
    assert (field.verdict, field.rule) == (Verdict.PLAUSIBLE, "twod_doc_annex")


def test_fields_of_several_codes_each_with_its_page() -> None:
    codes = [code(signed(header() + f"18F-{page}<GS>", SIGNER), page) for page in (1, 2)]
    found = [
        (field.normalized, field.proof.page) for field in fields_of(codes, TRUST) if field.name == "invoice_number"
    ]
    assert found == [("F-1", 1), ("F-2", 2)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"DC",
        b"DC04",
        b"https://example.org",
        header().encode(),
        (header() + "1D12.00").encode() + b"\x1f",
        (header() + "1D12.00").encode() + b"\x1f0189!",
        b"DC05" + signed(header(), SIGNER)[4:],
        b"DC04zz01" + signed(header(), SIGNER)[8:],
        signed(header(), SIGNER)[1:],
        b"\xdc\x03\x00",
        b"BCD\n002\n1\nSCT",
    ],
)
def test_fields_of_other_codes_and_damaged_ones_say_nothing(content: bytes) -> None:
    assert list(fields_of([code(content)], TRUST)) == []


@given(st.binary(max_size=400))
def test_fields_of_any_bytes_are_survived(content: bytes) -> None:
    list(fields_of([code(content), code(b"DC04" + content), code(b"\xdc\x03" + content)], TRUST))


@given(st.binary(max_size=300), st.binary(max_size=100))
def test_fields_of_any_data_behind_a_good_header_are_survived(message: bytes, tail: bytes) -> None:
    list(fields_of([code(header().encode() + message + b"\x1f" + tail)], TRUST))


@given(st.lists(st.sampled_from(sorted(data())), max_size=12), st.text(max_size=20))
def test_fields_of_any_values_of_listed_data_are_survived(identifiers: list[str], value: str) -> None:
    text = "".join(f"{identifier}{value}\x1d" for identifier in identifiers)
    list(fields_of([code(header().encode() + text.encode() + b"\x1fAAAA")], TRUST))


@given(st.binary(max_size=140))
def test_base32_gives_back_what_was_encoded(raw: bytes) -> None:
    import base64

    assert base32(base64.b32encode(raw)) == raw
    assert base32(base64.b32encode(raw).rstrip(b"=")) == raw


def test_message_of_more_than_a_code_can_hold_is_none() -> None:
    assert message_of(header().encode() + b"18" + b"A" * 5000 + b"\x1fAAAA") is None


def test_kind_of_every_type_is_a_kind_of_lexo() -> None:
    types = [f"{number:02}" for number in range(13)] + "28 A0 A1 A2 A3 A4 A5 A6 A7 B0 B1 B2 L1".split()
    assert {kind_of(type_id) for type_id in types} <= set(KINDS)
    assert kind_of("06") == "payslip"
    assert kind_of("28") == "income_tax_notice"
    assert kind_of("77") is None


def test_label_of_fields_of_other_sources_is_empty() -> None:
    assert label_of("grand_total") == label_of("twod_doc_zz") == ""


@pytest.mark.corpus
@needs_corpus
def test_data_are_those_of_the_official_list() -> None:
    listed = json.loads((CORPUS / "data_identifier.json").read_text("utf-8"))
    for identifier, entry in listed.items():
        datum = data()[identifier]
        longest = datum.longest if entry["max"] != "Aucune" else entry["max"]
        assert (str(datum.shortest), str(longest)) == (entry["min"], entry["max"]), identifier


@pytest.mark.corpus
@needs_corpus
def test_kind_of_knows_every_type_of_the_official_list() -> None:
    listed = json.loads((CORPUS / "document_type.json").read_text("utf-8"))
    assert [type_id for type_id in listed if kind_of(type_id) is None] == []


@pytest.mark.corpus
@needs_corpus
@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("barcode_c40_v2", "twod_doc_signature"),
        ("barcode_c40_mrz_v3", "twod_doc_signature"),
        ("barcode_c40_v3", "twod_doc_certificate_expired"),  # signed eleven days after its certificate ran out
    ],
)
def test_fields_of_sample_texts_are_checked_with_the_sample_certificate(name: str, rule: str) -> None:
    trust = TrustList.from_file_bytes((CORPUS / "test_cert.pem").read_bytes())
    content = (CORPUS / f"{name}.txt").read_bytes().rstrip(b"\n")
    assert {field.rule for field in fields_of([code(content)], trust)} == {rule}


@pytest.mark.corpus
@needs_corpus
@pytest.mark.parametrize(
    ("name", "field_name", "expected"),
    [
        ("barcode_c40_v2", "service_address", "145 AVENUE DES SPECIMENS 75000"),
        ("barcode_c40_v3", "holder", "SAMPLE ANGELA"),
        ("barcode_c40_mrz_v3", "issue_date", "2006-06-07"),
    ],
)
def test_fields_of_sample_pictures_are_verified(name: str, field_name: str, expected: str) -> None:
    from PIL import Image

    from lexo.pages.codes import find_codes

    trust = TrustList.from_file_bytes((CORPUS / "test_cert.pem").read_bytes())
    with Image.open(CORPUS / f"{name}.png") as picture:
        grey = picture.convert("L")
    codes = find_codes(PageImage(grey.tobytes(), grey.width, grey.height, 1, 150), 1)
    found = {field.name: field for field in fields_of(codes, trust)}
    assert (found[field_name].normalized, found[field_name].verdict) == (expected, Verdict.VERIFIED)
