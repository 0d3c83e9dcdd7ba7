"""Signatures of 2D-Docs and whom they are of: keys, chains, times, files of every form, the folder."""

import io
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from signing import Signer, authority, code, header, signed, signer

from lexo.errors import NoCertificate
from lexo.facts import Verdict
from lexo.understanding.official.twod_doc import TrustList, fields_of, import_trust, load_trust
from lexo.understanding.official.twod_doc import certificates as certificates_module

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "2ddoc"
TEXT = header() + "1D84.20<GS>"
AUTHORITY = authority()
SIGNER = signer(AUTHORITY)


def outcome(by: Signer, trust: TrustList, text: str = TEXT) -> tuple[Verdict, str]:
    (field,) = (field for field in fields_of([code(signed(text, by))], trust) if field.name == "grand_total")
    return field.verdict, field.rule


def trusting(*files: bytes) -> TrustList:
    return sum((TrustList.from_file_bytes(file) for file in files), TrustList())


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()], ids=lambda curve: curve.name)
def test_signature_of_each_curve_is_verified(curve: ec.EllipticCurve) -> None:
    by = signer(curve=curve)
    assert outcome(by, trusting(by.pem)) == (Verdict.VERIFIED, "twod_doc_signature")


def test_signature_changed_data_are_contradicted() -> None:
    altered = signed(TEXT, SIGNER).replace(b"84.20", b"48.20")
    verdicts = {(field.verdict, field.rule) for field in fields_of([code(altered)], trusting(SIGNER.pem))}
    assert verdicts == {(Verdict.CONTRADICTED, "twod_doc_signature_false")}


def test_signature_by_another_key_is_contradicted() -> None:
    assert outcome(signer(), trusting(SIGNER.pem)) == (Verdict.CONTRADICTED, "twod_doc_signature_false")


def test_signature_cut_short_is_contradicted() -> None:
    (field, *_) = fields_of([code(signed(TEXT, SIGNER)[:-8])], trusting(SIGNER.pem))
    assert field.rule == "twod_doc_signature_false"


@pytest.mark.parametrize("trust", [TrustList(), trusting(AUTHORITY.pem), trusting(signer(name="T002").pem)])
def test_signature_without_its_certificate_is_of_an_unknown_authority(trust: TrustList) -> None:
    assert outcome(SIGNER, trust) == (Verdict.PLAUSIBLE, "twod_doc_unknown_authority")


def test_signature_chain_to_an_authority_of_the_list_is_verified() -> None:
    assert outcome(SIGNER, trusting(AUTHORITY.trust_list("ZZ01"), SIGNER.pem))[0] is Verdict.VERIFIED


def test_signature_certificate_that_only_claims_its_authority_is_not_trusted() -> None:
    impostor = signer()  # names ZZ01 as its issuer, but another key signed it
    trust = trusting(AUTHORITY.trust_list("ZZ01"), impostor.pem)
    assert outcome(impostor, trust) == (Verdict.PLAUSIBLE, "twod_doc_unknown_authority")


def test_signature_certificate_issued_when_its_authority_had_ended_is_not_trusted() -> None:
    ended = authority(last="2015-01-01")
    late = signer(ended)
    assert outcome(late, trusting(ended.pem, late.pem)) == (Verdict.PLAUSIBLE, "twod_doc_unknown_authority")


@pytest.mark.parametrize(("since", "verdict"), [("2023-01-01", Verdict.PLAUSIBLE), ("2025-01-01", Verdict.VERIFIED)])
def test_signature_of_a_withdrawn_authority_holds_for_what_came_before(since: str, verdict: Verdict) -> None:
    withdrawn = AUTHORITY.trust_list("ZZ01", status="withdrawn", since=f"{since}T00:00:00Z")
    assert outcome(SIGNER, trusting(withdrawn, SIGNER.pem))[0] is verdict


@pytest.mark.parametrize("on", ["2019-06-01", "2031-06-01"])
def test_signature_outside_its_certificate_s_time_is_told_apart(on: str) -> None:
    found = outcome(SIGNER, trusting(SIGNER.pem), header(on=on) + "1D84.20<GS>")
    assert found == (Verdict.PLAUSIBLE, "twod_doc_certificate_expired")


def test_signature_is_not_called_false_by_a_certificate_of_another_time() -> None:
    found = outcome(signer(), trusting(SIGNER.pem), header(on="2031-06-01") + "1D84.20<GS>")
    assert found == (Verdict.PLAUSIBLE, "twod_doc_unknown_authority")


def test_signature_renewed_certificate_of_the_same_ids_is_tried_too() -> None:
    renewed = signer(AUTHORITY)
    trust = trusting(SIGNER.pem, renewed.pem)
    assert outcome(SIGNER, trust)[0] is outcome(renewed, trust)[0] is Verdict.VERIFIED


def test_fields_of_names_who_signed() -> None:
    fields = {field.name: field for field in fields_of([code(signed(TEXT, SIGNER))], trusting(SIGNER.pem))}
    assert fields["twod_doc_signed_by"].value == "Exemple Fictif (ZZ01/T001)"


@pytest.mark.parametrize(
    "content",
    [
        SIGNER.pem,
        SIGNER.der,
        SIGNER.pem + AUTHORITY.pem,
        AUTHORITY.der + SIGNER.der,
        b"--part\r\nContent-Type: application/pkix-cert\r\n\r\n" + SIGNER.der + b"\r\n--part--",
        b"Bag attributes\n" + SIGNER.pem,
        zipped(**{"folder/a.der": SIGNER.der, "readme.txt": b"hello"}),
        zipped(list=AUTHORITY.trust_list("ZZ01"), leaf=SIGNER.pem),
    ],
    ids=["pem", "der", "two pem", "two der", "multipart", "text before", "zip", "zip with a list"],
)
def test_trust_list_takes_each_form_of_file(content: bytes) -> None:
    assert outcome(SIGNER, TrustList.from_file_bytes(content))[0] is Verdict.VERIFIED


@pytest.mark.parametrize("name", ["ZZ01T001.pem", "zz01-t001.der", "cert_ZZ01_T001.cer"])
def test_trust_list_certificate_without_ids_is_known_by_its_file_s_name(name: str) -> None:
    plain = signer(name="Signature des factures")
    assert outcome(plain, TrustList.from_file_bytes(plain.der, name))[0] is Verdict.VERIFIED
    assert not TrustList.from_file_bytes(plain.der, "signature.der")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<a/>",
        b"<a>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b"PK\x03\x04broken",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        SIGNER.der[:-1],
        b"\x30\x82" * 5000,
    ],
)
def test_trust_list_files_without_a_certificate_are_empty(content: bytes) -> None:
    assert not TrustList.from_file_bytes(content)


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"<", b"PK\x03\x04", b"\x30\x82", b"-----BEGIN CERTIFICATE-----"])
)
def test_trust_list_any_bytes_are_survived(content: bytes, start: bytes) -> None:
    assert not TrustList.from_file_bytes(start + content)


def test_trust_list_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificates_module, "MAX_UNPACKED_BYTES", 1_000_000)
    bomb = zipped(**{"1": SIGNER.pem, "2": b"\0" * 5_000_000, "3": AUTHORITY.pem})
    assert TrustList.from_file_bytes(bomb) == TrustList.from_file_bytes(SIGNER.pem)


def test_import_trust_keeps_what_load_trust_finds(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "trust"
    first = import_trust(folder, zipped(list=AUTHORITY.trust_list("ZZ01"), leaf=SIGNER.pem))
    assert (first.authorities, first.certificates, first.fresh) == (1, 1, 2)
    assert outcome(SIGNER, load_trust(folder))[0] is Verdict.VERIFIED
    assert import_trust(folder, SIGNER.der).fresh == 0


def test_import_trust_keeps_since_when_an_authority_is_withdrawn(tmp_path: Path) -> None:
    import_trust(tmp_path, AUTHORITY.trust_list("ZZ01", status="withdrawn", since="2023-01-01T00:00:00Z"))
    import_trust(tmp_path, SIGNER.pem)
    assert outcome(SIGNER, load_trust(tmp_path))[0] is Verdict.PLAUSIBLE


def test_import_trust_file_without_a_certificate_says_so_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoCertificate):
        import_trust(tmp_path / "trust", b"no certificate")
    assert not (tmp_path / "trust").exists()


def test_load_trust_follows_what_is_taken_in_later(tmp_path: Path) -> None:
    import_trust(tmp_path, AUTHORITY.pem)
    assert outcome(SIGNER, load_trust(tmp_path))[0] is Verdict.PLAUSIBLE
    import_trust(tmp_path, SIGNER.pem)
    assert outcome(SIGNER, load_trust(tmp_path))[0] is Verdict.VERIFIED


def test_load_trust_absent_folder_is_empty(tmp_path: Path) -> None:
    assert not load_trust(tmp_path / "none")


def test_load_trust_passes_over_bad_files(tmp_path: Path) -> None:
    import_trust(tmp_path, SIGNER.pem)
    (tmp_path / "broken.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\n")
    (tmp_path / "folder.pem").mkdir()
    (tmp_path / "a.pem").write_bytes(b"Authority: ZZ01\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    assert outcome(SIGNER, load_trust(tmp_path))[0] is Verdict.VERIFIED


def test_load_trust_takes_a_certificate_put_there_by_hand(tmp_path: Path) -> None:
    (tmp_path / "mine.pem").write_bytes(SIGNER.pem)
    assert outcome(SIGNER, load_trust(tmp_path))[0] is Verdict.VERIFIED


def test_described_says_who_and_whether_trusted() -> None:
    told = list(trusting(AUTHORITY.trust_list("ZZ01"), SIGNER.pem, signer(name="T002").pem).described())
    assert [(one.authority, one.certificate, one.is_trusted) for one in told] == [
        ("ZZ01", "", True),
        ("ZZ01", "T001", True),
        ("ZZ01", "T002", False),
    ]
    assert (told[1].name, told[1].valid_from, told[1].valid_to) == ("Exemple Fictif", "2020-01-01", "2030-01-01")


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
def test_trust_list_of_ants_holds_authorities_alone() -> None:
    trust = TrustList.from_file_bytes((CORPUS / "tsl_signed.xml").read_bytes())
    assert [one.authority for one in trust.certificates] == ["FR01", "FR03", "FR04", "FR05", "FR06", "FR07"]
    assert all(one.is_authority and not one.withdrawn for one in trust.certificates)
