"""Payment codes of bills: the European transfer code and the Swiss QR-bill, whole, damaged and hostile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexo.document import BBox
from lexo.facts import Code, Field, Source, Verdict
from lexo.understanding.official.payment_qr import find
from lexo.understanding.paper import Paper

BOX = BBox(0.1, 0.7, 0.3, 0.9)
IBAN = "FR1420041010050500013M02606"
SWISS = (
    "SPC\n0200\n1\nCH4431999123000889012\nS\nEssai Fictif SA\nRue du Lac\n12\n2501\nBiel\nCH\n\n\n\n\n\n\n\n"
    "1949.75\nCHF\nK\nAlice Exemple\nChemin Neuf 8\n1000 Lausanne\n\n\nCH\n"
    "QRR\n210000000003139471430009017\nFacture 12\nEPD"
)


def european(**said: str) -> bytes:
    """A transfer code with other values in some of its lines."""
    lines = {
        "service": "BCD",
        "version": "002",
        "charset": "1",
        "how": "SCT",
        "bic": "BNPAFRPP",
        "name": "Société Fictive",
        "iban": IBAN,
        "amount": "EUR1084.2",
        "purpose": "",
        "reference": "RF18539007547034",
        "text": "",
    }
    return "\n".join((lines | said).values()).encode()


def read(content: bytes) -> dict[str, Field]:
    paper = Paper(codes=(Code("qr", content, 2, BOX),))
    return {field.name: field for field in find(paper)}


def test_find_european_code_gives_all_of_a_transfer() -> None:
    assert {name: field.normalized for name, field in read(european()).items()} == {
        "iban": IBAN,
        "bic": "BNPAFRPP",
        "payee_name": "Société Fictive",
        "due_payable": "1084.20",
        "currency": "EUR",
        "payment_reference": "RF18539007547034",
    }


def test_find_says_where_and_how_it_is_proven() -> None:
    field = read(european())["iban"]
    assert (field.value, field.source) == ("FR14 2004 1010 0505 0001 3M02 606", Source.QR)
    assert (field.verdict, field.rule) == (Verdict.VERIFIED, "iban_check_digits")
    assert (field.proof.page, field.proof.boxes, field.proof.text, field.proof.engine) == (2, (BOX,), IBAN, "zxing")
    assert read(european())["due_payable"].value == "1\u202f084,20\u00a0€"


def test_find_european_code_of_version_one_with_other_line_breaks_and_charset() -> None:
    content = european(version="001", charset="2", text="Loyer été").decode().encode("latin-1").replace(b"\n", b"\r\n")
    found = read(content)
    assert (found["payee_name"].normalized, found["payment_text"].normalized) == ("Société Fictive", "Loyer été")


def test_find_european_code_without_amount_and_bic() -> None:
    assert set(read(european(bic="", amount="", reference=""))) == {"iban", "payee_name"}


def test_find_iban_that_fails_is_contradicted_and_proves_nothing_else() -> None:
    found = read(european(iban=IBAN[:-1] + "7"))
    assert (found["iban"].verdict, found["iban"].rule) == (Verdict.CONTRADICTED, "iban_check_digits")
    assert found["due_payable"].verdict is Verdict.PLAUSIBLE


def test_find_reference_that_fails_is_contradicted() -> None:
    field = read(european(reference="RF19539007547034"))["payment_reference"]
    assert (field.verdict, field.rule) == (Verdict.CONTRADICTED, "rf_check_digits")


@pytest.mark.parametrize("amount", ["EUR", "EUR12.345", "EURx", "USD12.00", "12.00", "EUR-3.00"])
def test_find_amounts_of_another_form_are_left_out(amount: str) -> None:
    assert "due_payable" not in read(european(amount=amount))


def test_find_swiss_code_gives_all_of_a_bill() -> None:
    assert {name: field.normalized for name, field in read(SWISS.encode()).items()} == {
        "iban": "CH4431999123000889012",
        "payee_name": "Essai Fictif SA",
        "payee_address": "Rue du Lac 12, 2501 Biel, CH",
        "due_payable": "1949.75",
        "currency": "CHF",
        "payment_reference": "210000000003139471430009017",
        "payment_text": "Facture 12",
        "payer_name": "Alice Exemple",
        "payer_address": "Chemin Neuf 8, 1000 Lausanne, CH",
    }


def test_find_swiss_reference_with_a_wrong_digit_is_contradicted() -> None:
    field = read(SWISS.replace("9017\n", "9018\n").encode())["payment_reference"]
    assert (field.verdict, field.rule) == (Verdict.CONTRADICTED, "qrr_check_digit")


def test_find_swiss_code_without_reference_and_amount() -> None:
    bare = SWISS.replace("QRR\n210000000003139471430009017", "NON\n").replace("1949.75", "")
    assert not {"payment_reference", "due_payable"} & set(read(bare.encode()))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"BCD",
        b"BCD\n003\n1\nSCT",
        b"SPC",
        b"SPC\n0200\n1",
        b"https://example.org",
        european(iban="not an iban"),
        european(how="ABC"),
        b"BCD\n" * 2000,
    ],
)
def test_find_other_codes_say_nothing(content: bytes) -> None:
    assert read(content) == {}


@given(st.binary(max_size=300))
def test_find_any_bytes_are_survived(content: bytes) -> None:
    read(content)
    read(b"BCD\n002\n1\nSCT\n\n\n" + content)
    read(b"SPC\n0200\n1\n" + content)


@given(st.lists(st.text(max_size=12), max_size=40))
def test_find_any_lines_are_survived(lines: list[str]) -> None:
    read(f"BCD\n002\n1\nSCT\n\n\n{IBAN}\n".encode() + "\n".join(lines).encode())
    read(b"SPC\n0200\n1\nCH4431999123000889012\n" + "\n".join(lines).encode())
