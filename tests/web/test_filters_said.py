"""Filters of a search as chips say them, in French and English."""

from datetime import date

import pytest

from lexo.library.typed.reading import What, read
from lexo.web.filters_said import part_said, value_said

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "french", "english"),
    [
        ("EDF date:2024", "année 2024", "year 2024"),
        ("EDF date:2024-03", "mars 2024", "March 2024"),
        ("EDF avant:2024-06", "avant juin 2024", "before June 2024"),
        ("EDF depuis:2024-06-15", "depuis 15 juin 2024", "since June 15, 2024"),
        ("EDF 2023..2024", "2023 à 2024", "2023 to 2024"),
        ("EDF > 100 €", "montant > 100 €", "amount > €100"),
        ("EDF 99,50..200 €", "montant 99,50 € – 200 €", "amount €99.50 – €200"),
        ("type:devis", "type Devis, bon de commande", "kind Quote, purchase order"),
        ("de:edf", "de edf", "from edf"),
        ("langue:en", "langue anglais", "language English"),
        ("-type:devis", "sauf : type Devis, bon de commande", "not: kind Quote, purchase order"),
    ],
)
def test_part_is_said_in_the_language_of_the_page(typed: str, french: str, english: str) -> None:
    (part,) = read(typed, TODAY).parts
    assert part_said(part, "fr").replace("\u202f", " ").replace("\xa0", " ") == french
    assert part_said(part, "en").replace("\xa0", " ") == english


def test_field_is_said_by_its_name() -> None:
    (part,) = read("iban:FR7699999000", TODAY).parts
    assert part_said(part, "fr") == "IBAN FR7699999000"


def test_field_that_is_only_to_be_there_is_said_so() -> None:
    (part,) = read("iban:*", TODAY).parts
    assert part_said(part, "fr") == "avec IBAN"


def test_value_alone_is_said_as_facets_list_it() -> None:
    assert value_said(What.SENDER, "=Lumière des Causses", "fr") == "Lumière des Causses"
    assert value_said(What.STATE, "ready", "en") == "read"
    assert value_said(What.DATE, "2024", "fr") == "2024"
    assert value_said(What.FIELD, "due_date", "en") == "To be paid by"
    assert value_said(What.AMOUNT, "50.00..199.99", "en") == "€50 – €199.99"
