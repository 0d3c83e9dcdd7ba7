"""The script that scores fields: what counts as right, wrong, missing, printed, sound."""

import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "scripts"))

from typed import typed  # noqa: E402

import bench_fields  # noqa: E402
import fields_truth  # noqa: E402
from corpus_pages import Entry  # noqa: E402
from fields_truth import Expected, ExpectedLine  # noqa: E402
from lexo.facts import Field, Proof, Source, Verdict  # noqa: E402


def field(name: str, value: str, *, verdict: Verdict = Verdict.PLAUSIBLE, rows: Sequence[Any] = ()) -> Field:
    return Field(name, value, value, Source.RULE, verdict, 0.9, Proof(1), rows=tuple(rows))


def tally_of(want: Expected, *fields: Field) -> tuple[int, int, int]:
    figures = bench_fields.Figures()
    bench_fields.score(figures, "invoice", "a", want, fields)
    tally = figures.tally("invoice", want.name)
    return tally.right, tally.wrong, tally.missing


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2017-11-16", "2017-11-16"),
        ("09/03/2018", "2018-03-09"),
        ("10-03-2018", "2018-03-10"),
        ("27 MAR 2018", "2018-03-27"),
        ("19/01/17", "2017-01-19"),
        ("3 août 2024", "2024-08-03"),
        ("31/02/2018", ""),
        ("soon", ""),
    ],
)
def test_dates_of_the_truth_are_read_day_first(written: str, iso: str) -> None:
    assert fields_truth.iso(written) == iso


@pytest.mark.parametrize(("written", "amount"), [("RM29.30", "29.30"), ("$6.90", "6.90"), (-7.9, "-7.90"), ("x", None)])
def test_amounts_of_the_truth_lose_their_currency(written: object, amount: str | None) -> None:
    assert fields_truth.amount(written) == (Decimal(amount) if amount else None)


def test_a_name_is_right_without_accents_case_and_signs() -> None:
    assert fields_truth.is_right("AU BON MOULIN, S.A.", "Au Bon Moulin S.A", "name")


def test_another_name_is_wrong() -> None:
    assert not fields_truth.is_right("Au bon moulin", "Ma jolie boutique", "name")


def test_the_first_value_of_a_field_is_the_one_that_counts() -> None:
    want = Expected("grand_total", "amount", ("12.00",))
    assert tally_of(want, field("grand_total", "10.00"), field("grand_total", "12.00")) == (0, 1, 0)


def test_a_field_that_was_not_found_is_missing() -> None:
    assert tally_of(Expected("grand_total", "amount", ("12.00",)), field("tax_total", "12.00")) == (0, 0, 1)


def test_one_of_two_names_of_the_truth_is_enough() -> None:
    want = Expected("seller_name", "name", ("Free", "Free SAS"))
    assert tally_of(want, field("seller_name", "Free SAS")) == (1, 0, 0)


def test_a_credit_note_may_print_a_minus() -> None:
    truth = {"type_code": "381", "grand_total": 233.47}
    want = next(each for each in fields_truth.expected("invoice", truth) if each.name == "grand_total")
    assert tally_of(want, field("grand_total", "-233.47")) == (1, 0, 0)


def test_of_several_values_each_counts() -> None:
    want = Expected("party", "name", ("Alpha Conseil", "Bravo Industries", "Charlie"), several=True)
    assert tally_of(want, field("party", "Zoulou SARL"), field("party", "Bravo Industries")) == (1, 1, 1)


def test_a_date_that_was_read_the_wrong_way_round_is_wrong_however_it_is_printed() -> None:
    read = Field("issue_date", "09/03/2018", "2018-09-03", Source.RULE, Verdict.PLAUSIBLE, 0.9, Proof(1))
    assert tally_of(Expected("issue_date", "date", ("09/03/2018",)), read) == (0, 1, 0)


def test_a_models_unproven_word_counts_as_nothing() -> None:
    want = Expected("grand_total", "amount", ("12.00",))
    assert tally_of(want, field("grand_total", "12.00", verdict=Verdict.UNVERIFIED)) == (0, 0, 1)


def test_rates_are_compared_as_numbers() -> None:
    want = Expected("tax_breakdown", "rates", ("20.0", "5.5"), several=True)
    rows = ({"rate": "20.00"}, {"rate": "5.5"})
    assert tally_of(want, field("tax_breakdown", "", rows=rows)) == (2, 0, 0)


def test_a_line_item_needs_its_total_and_its_name() -> None:
    wanted = [ExpectedLine("Farine T55", Decimal("12.00")), ExpectedLine("Levure", Decimal("3.50"))]
    rows = [{"name": "Farine T 55", "line_total": "12.00"}, {"name": "Levure", "line_total": "3.60"}]
    assert fields_truth.line_matches(wanted, rows) == 1


@pytest.mark.parametrize(
    ("value", "how", "text"),
    [
        ("2017-12-13", "date", "Échéance : 13/12/2017"),
        ("2014-05-07", "date", "vom 7. Mai 2014"),
        ("2015-07-02", "date", "le 2 juillet 2015"),
        ("1234.5", "amount", "Total 1 234,50 €"),
        ("-7.9", "amount", "Summe -7,90"),
        ("1939.0", "amount", "Rs 1939"),
        ("DE88 2008 0000", "id", "IBAN DE8820080000"),
        ("Au bon moulin", "name", "AU BON MOULIN - Facture"),
    ],
)
def test_a_value_is_printed_in_any_usual_form(value: str, how: str, text: str) -> None:
    assert fields_truth.is_printed(value, how, text)


@pytest.mark.parametrize(
    ("value", "how"), [("2017-12-14", "date"), ("999.50", "amount"), ("DE99", "id"), ("Ma jolie boutique", "name")]
)
def test_a_value_that_is_not_printed_is_not_asked_for(value: str, how: str) -> None:
    assert not fields_truth.is_printed(value, how, "AU BON MOULIN 13/12/2017 Total 1 234,50 € DE88")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("siren", "404833048"),
        ("seller_siret", "40483304800022"),
        ("iban", "FR1420041010050500013M02606"),
        ("vat_id", "FR40303265045"),
    ],
)
def test_sound_identifiers_pass_and_their_neighbours_do_not(name: str, value: str) -> None:
    changed = value[:-1] + str((int(value[-1]) + 1) % 10)
    assert (fields_truth.numbers_are_sound(name, value), fields_truth.numbers_are_sound(name, changed)) == (True, False)


def test_a_verified_identifier_that_is_not_in_the_paper_is_unsound() -> None:
    figures = bench_fields.Figures()
    found = [field("siren", "404833048", verdict=Verdict.VERIFIED)]
    bench_fields._check_identifiers(figures, "a", typed("SIREN 404 833 048"), found)
    bench_fields._check_identifiers(figures, "b", typed("SIREN 303 265 045"), found)
    assert (figures.verified, figures.unsound) == (2, 1)


@pytest.mark.parametrize(
    ("category", "called", "kind"),
    [
        ("invoice", "real French telecom invoice", "utility_bill"),
        ("invoice", "real invoice", "invoice"),
        ("raster", "a page raster__facture_fr.pdf", "invoice"),
        ("receipt", "scanned receipt", "receipt"),
        ("contract", "NDA contract", "other"),
    ],
)
def test_kinds_follow_what_the_collector_said(category: str, called: str, kind: str) -> None:
    assert bench_fields.kind_of(Entry(Path("a.pdf"), "", category, called)) == kind


def test_the_figures_replace_those_of_the_last_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "docs" / "accuracy.md"
    page.parent.mkdir()
    page.write_text("# Accuracy\n\nwords\n\n## Tables\n\ncells\n", "utf-8")
    monkeypatch.setattr(bench_fields, "CHECKOUT", tmp_path)
    bench_fields._write("first run")
    bench_fields._write("second run")
    written = page.read_text("utf-8")
    assert "first run" not in written
    assert written.count("second run") == 1
    assert "## Tables" in written


@pytest.mark.corpus
def test_the_truth_of_every_invoice_names_its_number(corpus: Path) -> None:
    entries = [each for each in bench_fields.corpus_pages.entries(corpus / "dev") if each.category == "invoice"]
    names = [{want.name for want in fields_truth.expected("invoice", each.truth)} for each in entries]
    assert entries
    assert all("invoice_number" in found for found in names)
