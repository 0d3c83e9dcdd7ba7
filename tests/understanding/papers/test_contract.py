"""Contracts: parties, effective day, term, law."""

import pytest
from typed import typed

from lexo.understanding.papers import contract

_FILLING = "The parties shall keep what they learn of each other to themselves, with all the care that is due. " * 6
_REMPLISSAGE = "Les parties gardent pour elles ce qu'elles apprennent l'une de l'autre, avec tout le soin requis. " * 6


def english(beginning: str, rest: str = "") -> dict[str, list[str]]:
    return read(f"MUTUAL AGREEMENT\nThis Agreement is made {beginning}\n{_wrapped(_FILLING)}\n{rest}", "eng")


def french(beginning: str, rest: str = "") -> dict[str, list[str]]:
    return read(f"CONTRAT DE PRESTATION\nEntre les soussignés :\n{beginning}\n{_wrapped(_REMPLISSAGE)}\n{rest}", "fra")


def read(text: str, language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field in contract.find(typed(text, language=language)):
        found.setdefault(field.name, []).append(field.normalized)
    return found


def _wrapped(text: str) -> str:
    words = text.split()
    return "\n".join(" ".join(words[at : at + 14]) for at in range(0, len(words), 14))


@pytest.mark.parametrize(
    "parties",
    [
        'by and between Alder Devices, Inc., a California corporation ("Alder"), and Birch Ltd., a company ("Birch").',
        "between Alder Devices, Inc. and Birch Ltd.",
        'by and among Alder Devices, Inc. (the "Company"), and Birch Ltd. (together with its affiliates, "Birch").',
        "between ALDER DEVICES, INC., located at 1 Fir Street, and BIRCH LTD., with a place of business in Israel.",
    ],
)
def test_parties_are_named_without_what_they_are_called(parties: str) -> None:
    assert [name.upper() for name in english(parties)["party"]] == ["ALDER DEVICES, INC.", "BIRCH LTD."]


@pytest.mark.parametrize(
    "parties",
    [
        "La société ALPHA TEST, SAS au capital de 1 000 €, ci-après « le Client », d'une part,\nEt\n"
        "La société BETA TEST, SARL, représentée par M. X, ci-après « le Prestataire », d'autre part,",
        "ALPHA TEST (SIRET 1234), dont le siège est à Lille, d'une part, et BETA TEST, dont le siège est à Lyon,",
    ],
)
def test_french_parties_are_named_without_what_they_are_called(parties: str) -> None:
    assert french(parties)["party"] == ["ALPHA TEST", "BETA TEST"]


@pytest.mark.parametrize(
    ("made", "day"),
    [
        ("effective as of May 20, 2014 by and between A Test Inc. and B Test Inc.", "2014-05-20"),
        ("as of the 14th day of June, 2010 by and between A Test Inc. and B Test Inc.", "2010-06-14"),
        ("on 1 March 2015 between A Test Inc. and B Test Inc.", "2015-03-01"),
        ('and dated July 9, 2013 (the "Effective Date") between A Test Inc. and B Test Inc.', "2013-07-09"),
    ],
)
def test_effective_day_is_found(made: str, day: str) -> None:
    assert english(made)["effective_date"] == [day]


@pytest.mark.parametrize(
    ("clause", "term"),
    [
        ("The term of this Agreement is three (3) years.", "3 years"),
        ("This Agreement shall terminate in its entirety one year after the date of this Agreement.", "1 year"),
        ("This Agreement shall remain in effect for eighteen (18) months.", "18 months"),
        ("The obligations under this Agreement shall survive for a period of five years.", "5 years"),
        ("This Agreement will terminate on the second anniversary of the date hereof.", "2 years"),
    ],
)
def test_term_is_found(clause: str, term: str) -> None:
    standstill = "No party shall, for a period of two years, solicit employees of the other."
    assert english("between A Test Inc. and B Test Inc.", f"{standstill}\n\n\n{clause}")["term"] == [term]


@pytest.mark.parametrize(
    ("clause", "place"),
    [
        ("This Agreement shall be governed by the laws of the State of New York, other than such laws.", "New York"),
        (
            "governed by and construed in accordance with the laws of the Commonwealth of Massachusetts.",
            "Massachusetts",
        ),
        ("This Agreement is governed by Delaware law.", "Delaware"),
        ("Pennsylvania law governs this Agreement.", "Pennsylvania"),
        ("Governing Law: Massachusetts.", "Massachusetts"),
        ("Governing Law. All disputes are under the laws of the State of Ohio.", "Ohio"),
        ("governed by the laws of England and Wales without regard to conflicts.", "England and Wales"),
    ],
)
def test_law_is_that_of_a_place(clause: str, place: str) -> None:
    assert english("between A Test Inc. and B Test Inc.", clause)["jurisdiction"] == [place]


@pytest.mark.parametrize(
    ("clause", "name", "value"),
    [
        ("Le présent contrat est régi par le droit français.", "jurisdiction", "France"),
        ("Loi applicable : la loi belge.", "jurisdiction", "Belgique"),
        ("Tout litige relève du Tribunal de commerce de Lyon.", "competent_court", "Lyon"),
        ("Le contrat prend effet le 1er mars 2024.", "effective_date", "2024-03-01"),
        ("Il est conclu pour une durée de deux ans.", "term", "2 years"),
        ("Il est conclu pour une durée déterminée de 12 mois.", "term", "12 months"),
        ("Il est conclu à durée indéterminée.", "term", "indefinite"),
    ],
)
def test_french_clauses_are_read(clause: str, name: str, value: str) -> None:
    found = french("ALPHA TEST, SAS, d'une part, et BETA TEST, SARL, d'autre part,", clause)
    assert found[name] == [value]


def test_letter_names_its_parties_where_it_defines_them() -> None:
    text = f"""
CONFIDENTIALITY AGREEMENT
August 12, 2014
Ladies and Gentlemen:
Example Capital LLC ("Example") and Sample Holdings, Inc. (the "Company") consider an
agreement that is to bind the undersigned.
{_wrapped(_FILLING)}
"""
    found = read(text, "eng")
    assert found["party"] == ["Example Capital LLC", "Sample Holdings, Inc."]
    assert found["effective_date"] == ["2014-08-12"]


def test_day_of_the_last_signature_stands_in_where_no_other_is_named() -> None:
    end = "Signed as of the date written below.\nDate: March 4, 2012\nDate: March 9, 2012"
    assert english("between A Test Inc. and B Test Inc.", end)["effective_date"] == ["2012-03-09"]


def test_invoice_that_mentions_an_agreement_is_no_contract() -> None:
    text = f"FACTURE n° 12\nSelon contrat entre les parties\n{_wrapped(_REMPLISSAGE)}\nrégi par le droit français"
    assert read(text, "fra") == {}
