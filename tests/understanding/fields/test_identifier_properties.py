"""What must hold for every number: a wrong digit is found, a repair is the only one, no text stops a finder."""

import importlib
import time
from collections.abc import Callable, Sequence
from random import Random
from string import ascii_uppercase

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from typed import typed

from lexo.facts import Verdict
from lexo.understanding.fields import (
    creditor_id,
    iban,
    nir,
    rf_reference,
    rib,
    siren,
    siret,
    tax_number,
    vat,
    vin,
)
from lexo.understanding.fields.repair import MOST_SUBSTITUTIONS, repaired

FINDERS = (
    "ape_code bic companies creditor_id delivery_point email iban ine nir phone plate rcs rf_reference rib siren siret "
    "tax_number vat vin website"
).split()
Validator = Callable[[str], bool]
LOOK_ALIKES = {frozenset(pair) for pair in ("O0", "I1", "B8", "S5", "Z2")}


def luhn_ended(digits: str) -> str:
    return next(digits + last for last in "0123456789" if luhn_sum(digits + last) % 10 == 0)


def luhn_sum(digits: str) -> int:
    doubled = (int(each) * (1 + at % 2) for at, each in enumerate(reversed(digits)))
    return sum(each // 10 + each % 10 for each in doubled)


def numbers(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


def iban_with(country: str, account: str) -> str:
    rest = int("".join(str(int(each, 36)) for each in account + country + "00")) % 97
    return f"{country}{98 - rest:02d}{account}"


SIRENS = numbers(8).map(luhn_ended).filter(siren.is_valid)
SIRETS = st.builds(lambda company, place: luhn_ended(company + place), SIRENS, numbers(4)).filter(siret.is_valid)
VAT_NUMBERS = SIRENS.map(lambda number: f"FR{(12 + 3 * (int(number) % 97)) % 97:02d}{number}")
RIBS = numbers(21).map(
    lambda number: f"{number}{97 - (89 * int(number[:5]) + 15 * int(number[5:10]) + 3 * int(number[10:])) % 97:02d}"
)
FRENCH_IBANS = RIBS.map(lambda number: iban_with("FR", number))
DUTCH_IBANS = numbers(10).map(lambda number: iban_with("NL", "EXMP" + number)).filter(iban.is_valid)
NIRS = st.builds(
    lambda head, tail: f"{head}{tail}{97 - int(head + tail) % 97:02d}",
    st.sampled_from(("19901", "28512", "17706", "20110")),
    st.builds(lambda town, serial: "75" + town + serial, numbers(3), numbers(3)),
).filter(nir.is_valid)
TAX_NUMBERS = (
    st.builds(lambda first, rest: first + rest, st.sampled_from("0123"), numbers(9))
    .map(lambda number: f"{number}{int(number) % 511:03d}")
    .filter(lambda number: number.strip("0") != "")
)
REFERENCES = numbers(12).map(lambda number: iban_with("RF", number))
CREDITORS = numbers(6).map(lambda number: f"{iban_with('FR', number)[:4]}ZZZ{number}")

KINDS: dict[str, tuple[st.SearchStrategy[str], Validator, Sequence[int]]] = {
    # the number, its validator, and the places at which its check finds every wrong digit
    "siren": (SIRENS, siren.is_valid, range(9)),
    "siret": (SIRETS.filter(lambda number: not number.startswith(siret.LA_POSTE)), siret.is_valid, range(14)),
    "vat": (VAT_NUMBERS, vat.is_valid, range(2, 13)),
    "rib": (RIBS, rib.is_valid, range(23)),
    "french_iban": (FRENCH_IBANS, iban.is_valid, range(2, 27)),
    "dutch_iban": (DUTCH_IBANS, iban.is_valid, range(2, 18)),
    "nir": (NIRS, nir.is_valid, range(15)),
    "tax_number": (TAX_NUMBERS, tax_number.is_valid, range(13)),
    "rf_reference": (REFERENCES, rf_reference.is_valid, range(2, 16)),
    "creditor_id": (CREDITORS, creditor_id.is_valid, (*range(2, 4), *range(7, 13))),
}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_validator_accepts_a_wrong_digit_that_its_check_can_find(kind: str, data: st.DataObject) -> None:
    strategy, is_valid, places = KINDS[kind]
    number = data.draw(strategy)
    assert is_valid(number)
    at = data.draw(st.sampled_from(list(places)))
    assume(number[at].isdigit())
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[at]]))
    assume(not (kind == "siret" and (number[:at] + other + number[at + 1 :]).startswith(siret.LA_POSTE)))
    assert not is_valid(number[:at] + other + number[at + 1 :])


@settings(max_examples=60, deadline=None)
@given(number=FRENCH_IBANS, at=st.integers(4, 25))
def test_iban_finds_neighbours_that_changed_places(number: str, at: int) -> None:
    assume(number[at] != number[at + 1])
    assert not iban.is_valid(number[:at] + number[at + 1] + number[at] + number[at + 2 :])


@given(at=st.integers(0, 16), other=st.sampled_from("0123456789"))
def test_vin_of_north_america_finds_a_wrong_digit(at: int, other: str) -> None:
    number = "1M8GDM9AXKP042788"
    assume(number[at].isdigit() and number[at] != other)
    assert not vin.has_check_digit(number[:at] + other + number[at + 1 :])


def misread(number: str, places: list[int]) -> str:
    letters = {"0": "O", "1": "I", "8": "B", "5": "S", "2": "Z"}
    return "".join(letters.get(each, each) if at in places else each for at, each in enumerate(number))


@settings(max_examples=60, deadline=None)
@given(number=FRENCH_IBANS, places=st.lists(st.integers(4, 26), max_size=3, unique=True))
def test_repair_never_makes_another_iban_of_one_that_was_misread(number: str, places: list[int]) -> None:
    assert repaired(misread(number, places), iban.places_of("FR"), iban.is_valid) in (number, None)


@settings(max_examples=60, deadline=None)
@given(number=SIRETS, places=st.lists(st.integers(0, 13), max_size=3, unique=True))
def test_repair_gives_back_the_siret_that_was_misread(number: str, places: list[int]) -> None:
    assert repaired(misread(number, places), "n" * 14, siret.is_valid) == number


@settings(max_examples=200, deadline=None)
@given(
    read=st.text("O0I1B8S5Z2A7", min_size=1, max_size=7),
    accepted=st.sets(st.text("O0I1B8S5Z2A7", min_size=1, max_size=7), max_size=8),
)
def test_repair_says_nothing_where_two_candidates_pass(read: str, accepted: set[str]) -> None:
    near = {each for each in accepted if is_near(read, each)}
    result = repaired(read, "c" * len(read), lambda text: text in accepted)
    if read in accepted:
        assert result == read
    else:
        assert result == (near.pop() if len(near) == 1 else None)


def is_near(read: str, other: str) -> bool:
    if len(read) != len(other):
        return False
    changed = [frozenset(pair) for pair in zip(read, other, strict=True) if pair[0] != pair[1]]
    return len(changed) <= MOST_SUBSTITUTIONS and all(pair in LOOK_ALIKES for pair in changed)


@settings(max_examples=60, deadline=None)
@given(read=st.text(max_size=40), places=st.text("nac", max_size=40))
def test_repair_survives_any_text(read: str, places: str) -> None:
    result = repaired(read, places, lambda text: True)
    assert result is None or len(result) == len(read)


WORDS = st.sampled_from(
    "IBAN: SIRET SIREN RCS Paris TVA FR FR83404833048 404 833 048 00022 BIC SOGEFRPP NIR 2 95 10 99 126 111 93 ICS PDL "
    "tél +33 199001234 @ www. http:// RF18 AA-123-AA VIN E. clé guichet numéro fiscal client : . - | "
    "O0 l| \u00a0".split(" ")
)


@pytest.mark.parametrize("name", FINDERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=30).map(" ".join),
    dpi=st.sampled_from((None, 300)),
    language=st.sampled_from(("fra", "eng", "ita", "spa", "nld", None)),
)
def test_find_survives_any_text(name: str, text: str, dpi: int | None, language: str | None) -> None:
    finder = importlib.import_module(f"lexo.understanding.fields.{name}")
    for field in finder.find(typed(text, language=language, confidence=0.9 if dpi else None, dpi=dpi)):
        assert field.name
        assert field.normalized
        assert field.proof.boxes
        assert 0 < field.confidence <= 1
        assert field.verdict is not Verdict.UNVERIFIED


HOSTILE = {
    "digits": "1" * 20_000,
    "labels": "SIRET IBAN TVA RCS BIC tel " * 800,
    "gaps": "SIRET" + " : " * 8_000,
    "at_signs": "a@" * 8_000,
    "dots": "a." * 8_000 + "@" + "b." * 2_000,
    "groups": "FR14 2004 1010 " * 1_500,
    "towns": "RCS " + "Paris " * 3_000,
    "phones": "01 02 03 04 " * 1_500,
    "web": "http://" * 2_000 + "www." * 2_000,
}


@pytest.mark.parametrize("name", FINDERS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_find_takes_no_long_time_over_hostile_text(name: str, text: str) -> None:
    finder = importlib.import_module(f"lexo.understanding.fields.{name}")
    paper = typed(text, confidence=0.9, dpi=300)
    began = time.process_time()
    list(finder.find(paper))
    assert time.process_time() - began < 3


def random_page(random: Random) -> str:
    """Fifty rows of numbers, words in capitals and what stands beside them on bills."""
    words = (
        "N° Réf Facture Client Commande TVA Total HT Date Quantité Prix EAN Compte Code banque 20% kWh FR DE".split()
    )

    def token() -> str:
        sort = random.random()
        if sort < 0.4:
            return "".join(random.choices("0123456789", k=random.randint(1, 15)))
        if sort < 0.6:
            return " ".join("".join(random.choices("0123456789", k=random.choice((2, 3, 4)))) for _ in range(4))
        if sort < 0.8:
            return "".join(random.choices(ascii_uppercase + "0123456789", k=random.randint(2, 27)))
        return random.choice(words)

    return "\n".join("   ".join(token() for _ in range(6)) for _ in range(50))


@pytest.mark.parametrize("dpi", [None, 300])
def test_pages_of_random_numbers_hold_nothing_proven(dpi: int | None) -> None:
    random = Random(20)
    papers = [typed(random_page(random), dpi=dpi, confidence=0.9 if dpi else None) for _ in range(30)]
    proven = [
        (name, field.proof.text)
        for name in FINDERS
        for paper in papers
        for field in importlib.import_module(f"lexo.understanding.fields.{name}").find(paper)
        if field.verdict is Verdict.VERIFIED
    ]
    assert proven == []
