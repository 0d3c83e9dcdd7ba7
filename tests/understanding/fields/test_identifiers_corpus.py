"""Identifiers of real invoices, by their text layer: what is said of them is what they say."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lexo.document import MediaType, ReadingOptions, Strategy
from lexo.facts import Field, Verdict
from lexo.pages.document_file import open_file
from lexo.pipeline.reading import language_of, read_page
from lexo.understanding.fields import companies, iban, phone, rib, siren, siret, vat
from lexo.understanding.paper import Paper, paper_of

pytestmark = pytest.mark.corpus
VALIDATORS = {"iban": iban.is_valid, "siren": siren.is_valid, "siret": siret.is_valid, "vat_id": vat.is_valid}


def paper_at(path: Path) -> Paper:
    options = ReadingOptions(strategy=Strategy.FAST, tables=False)
    with open_file(path, MediaType.PDF) as source:
        numbers = range(1, min(len(source.inspect().pages), 4) + 1)
        pages = [(number, read_page(source, number, options)) for number in numbers]
    return paper_of(pages, language_of("\n".join(page.text for _, page in pages)))


def invoices(corpus: Path) -> Iterator[tuple[Path, dict[str, object]]]:
    for path in sorted((corpus / "dev").glob("invoice__*.pdf")):
        truth = json.loads(path.with_name(path.name + ".fields.json").read_text("utf-8"))
        yield path, truth[0] if isinstance(truth, list) else truth


def compact(text: object) -> str:
    return "".join(str(text).split())


def said(paper: Paper, name: str) -> set[str]:
    fields = [*companies.find(paper), *iban.find(paper), *rib.find(paper)]
    return {field.normalized for field in fields if field.name == name}


def proven(paper: Paper) -> list[Field]:
    fields = [*companies.find(paper), *iban.find(paper), *phone.find(paper)]
    return [field for field in fields if field.verdict is Verdict.VERIFIED]


def test_accounts_of_invoices_are_found_and_no_other(corpus: Path) -> None:
    wrong = []
    for path, truth in invoices(corpus):
        expected = {compact(truth["iban"])} if truth.get("iban") else set()
        if (found := said(paper_at(path), "iban")) != expected:
            wrong.append((path.name, len(found), len(expected)))
    assert [each for each in wrong if each[2]] == []


def test_vat_numbers_of_sellers_are_found_and_no_other(corpus: Path) -> None:
    wrong = []
    for path, truth in invoices(corpus):
        listed = truth.get("seller_tax_ids", [truth["vat"]] if "vat" in truth else [])
        expected = {compact(number) for number in listed if compact(number)[:2].isalpha()}
        if expected and said(paper_at(path), "seller_vat_id") != expected:
            wrong.append(path.name)
    assert wrong == []


def test_what_is_called_verified_passes_its_check_and_is_printed(corpus: Path) -> None:
    count = 0
    for path, _ in invoices(corpus):
        paper = paper_at(path)
        printed = compact(paper.text)
        for field in proven(paper):
            name = field.name.removeprefix("seller_").removeprefix("buyer_")
            assert VALIDATORS[name](field.normalized)
            assert compact(field.proof.text) in printed
            count += 1
    assert count >= 10
