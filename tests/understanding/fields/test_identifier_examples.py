"""The examples in the identifiers' docstrings are true."""

import doctest
import importlib

import pytest

MODULES = (
    "agreement ape_code bic candidates companies creditor_id delivery_point email iban ine nir phone plate rcs repair "
    "rf_reference rib siren siret tax_number vat vin website"
).split()


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"lexo.understanding.fields.{name}"))
    assert outcome.failed == 0


@pytest.mark.parametrize("name", sorted(set(MODULES) - {"agreement", "candidates", "companies", "repair"}))
def test_validators_show_an_example_and_name_a_source(name: str) -> None:
    module = importlib.import_module(f"lexo.understanding.fields.{name}")
    assert ">>>" in module.is_valid.__doc__
    assert "Source" in module.__doc__ or "Nothing in a BIC checks it" in module.__doc__
