"""Machine-readable zones: every format, what OCR does to them, and that no wrong digit is ever called proven."""

import doctest
import time
from datetime import date
from itertools import product
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed import typed

from lexo.facts import Field, Source, Verdict
from lexo.understanding.official.mrz import find, formats, lines
from lexo.understanding.official.mrz.formats import FORMATS, TD3, check_digit
from lexo.understanding.official.mrz.lines import fitted, zone_line
from lexo.understanding.official.mrz.zone import Zone, birth_of

# Specimens of ICAO Doc 9303, and the example of an old French card that is printed with its decoders
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
LONG_CARD = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
SMALL_CARD = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
VISA_A = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"
VISA_B = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<"
FRENCH_CARD = "IDFRAPETE<<<<<<<<<<<<<<<<<<<<<952042\n0509952018746NICOLAS<<PAUL<8206152M3"
ALL = {
    "TD3": PASSPORT,
    "TD1": CARD,
    "TD2": SMALL_CARD,
    "MRV-A": VISA_A,
    "MRV-B": VISA_B,
    "CNI-FR": FRENCH_CARD,
}


def fields_in(text: str, **read: object) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for field in find(typed(text, **read)):  # type: ignore[arg-type]
        found.setdefault(field.name, field)
    return found


def values_in(text: str) -> dict[str, str]:
    return {name: field.normalized for name, field in fields_in(text).items()}


def verified_in(text: str) -> dict[str, str]:
    return {name: field.normalized for name, field in fields_in(text).items() if field.verdict is Verdict.VERIFIED}


@pytest.mark.parametrize("name", ALL)
def test_every_format_is_known_by_its_shape(name: str) -> None:
    assert verified_in(ALL[name])["mrz_type"] == name


@pytest.mark.parametrize("name", [name for name in ALL if name != "CNI-FR"])
def test_names_are_parted_into_surname_and_given_names(name: str) -> None:
    found = values_in(ALL[name])
    assert (found["surname"], found["given_names"]) == ("ERIKSSON", "ANNA MARIA")


def test_a_passport_says_who_and_until_when() -> None:
    found = values_in(PASSPORT)
    assert (found["document_number"], found["personal_number"]) == ("L898902C3", "ZE184226B")
    assert (found["birth_date"], found["expiry_date"]) == ("1974-08-12", "2012-04-15")
    assert (found["issuing_country"], found["nationality"], found["sex"]) == ("UTO", "UTO", "F")


def test_what_no_digit_covers_is_plausible_at_most() -> None:
    found = fields_in(PASSPORT)
    assert {found[name].verdict for name in ("surname", "nationality", "sex")} == {Verdict.PLAUSIBLE}
    assert {found[name].verdict for name in ("document_number", "birth_date")} == {Verdict.VERIFIED}


def test_a_fact_shows_the_line_it_was_read_in() -> None:
    field = fields_in("PASSEPORT\n" + PASSPORT)["birth_date"]
    assert (field.source, field.rule, field.value) == (Source.MRZ, "mrz_check_digits", "12/08/1974")
    assert (field.proof.page, field.proof.text) == (1, PASSPORT.splitlines()[1])
    assert len(field.proof.boxes) == 1


def test_a_cards_long_number_goes_on_in_the_optional_data() -> None:
    found = verified_in(LONG_CARD)
    assert found["document_number"] == "D23145890734"
    assert "optional_data" not in found


def test_the_old_french_card_has_its_own_layout() -> None:
    found = verified_in(FRENCH_CARD)
    assert (found["surname"], found["given_names"], found["sex"]) == ("PETE", "NICOLAS PAUL", "M")
    assert (found["document_number"], found["birth_date"]) == ("050995201874", "1982-06-15")
    assert (found["issue_month"], found["issuing_office"]) == ("2005-09", "952042")
    assert "expiry_date" not in found


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("TD3", PASSPORT.replace("<<<<<<<<<<<<<<<<<<<", "<<<<KKKK<<CCC<<<<<<")),
        ("TD3", PASSPORT.replace("ERIKSSON<<", "ERIKSSON«")),
        ("TD3", PASSPORT.lower()),
        ("TD3", PASSPORT.replace("<<<<<<<<<<<<<<<<<<<", "<<<<<<<<<<<<<<")),
        ("TD3", PASSPORT.replace("UTO7408122F", "UT07408I22F").replace("UTO7408I22F", "UTO74O8I22F")),
        ("TD3", PASSPORT.replace("L898902C36UTO", "L898902C36 UTO ")),
        ("TD1", CARD.replace("7408122F1204159", "74O8122F12O4I59")),
        ("TD2", SMALL_CARD.replace("<<<<<<<6", "<<<<<6")),
    ],
)
def test_what_ocr_does_to_fillers_and_digits_is_undone(name: str, read: str) -> None:
    assert verified_in(read) == verified_in(ALL[name])


def test_after_a_repair_the_last_digit_of_a_french_card_proves_no_names() -> None:
    found = fields_in(FRENCH_CARD.replace("0509952018746", "O5O99520I8746"))
    assert (found["document_number"].normalized, found["document_number"].verdict) == ("050995201874", Verdict.VERIFIED)
    assert (found["surname"].normalized, found["surname"].verdict) == ("PETE", Verdict.PLAUSIBLE)


def test_fillers_read_as_letters_are_no_optional_data() -> None:
    read = PASSPORT.replace("ZE184226B<<<<<10", "<<<<<<K<<<<<<<08")
    lower = read.splitlines()[1]
    lower = lower[:-1] + str(check_digit(lower[:10] + lower[13:20] + lower[21:43]))
    found = fields_in(read.splitlines()[0] + "\n" + lower)
    assert "personal_number" not in found
    assert found["birth_date"].verdict is Verdict.VERIFIED


def test_a_zone_torn_apart_at_its_fillers_is_read_by_rows() -> None:
    torn = PASSPORT.replace("<<<<<<<<<<<<<<<<<<<", "<<        <<<<<<<<<").replace("B<<<<<10", "B<<      <<<10")
    assert verified_in(torn) == verified_in(PASSPORT)


def test_fillers_read_as_letters_are_no_given_names() -> None:
    assert values_in(CARD.replace("MARIA<<<<<<<<<<", "MARIA<K<<<<<K<<"))["given_names"] == "ANNA MARIA"


def passport(number: str, digit: int, *, country: str = "UTO", printed: str = "") -> str:
    """A passport whose last digit is right; `printed` is what is read in the number's place."""
    lower = f"{number}{digit}{country}8001014F3005017" + "<" * 14 + "0"
    lower += str(check_digit(lower[:10] + lower[13:20] + lower[21:43]))
    return f"P<{country}EXEMPLE<<CAMILLE".ljust(44, "<") + "\n" + lower.replace(number, printed or number)


def test_a_look_alike_in_a_number_is_mended_but_not_called_proven() -> None:
    right = "XA4RTPFW0"
    field = fields_in(passport(right, check_digit(right), printed="XA4RTPFWO"))["document_number"]
    assert (field.normalized, field.verdict) == (right, Verdict.PLAUSIBLE)


def test_a_number_that_can_be_mended_in_two_ways_is_left_out() -> None:
    readings = ["".join(signs) for signs in product("0O", "S5", "0O", "S5")]
    by_digit: dict[int, list[str]] = {}
    for reading in readings:
        by_digit.setdefault(check_digit(f"{reading}KKKFF"), []).append(f"{reading}KKKFF")
    digit, same = next((digit, same) for digit, same in by_digit.items() if len(same) > 1)
    wrong = next(f"{reading}KKKFF" for reading in readings if check_digit(f"{reading}KKKFF") != digit)
    assert "document_number" in fields_in(passport(same[0], digit))
    assert "document_number" not in fields_in(passport(same[0], digit, printed=wrong))


def test_places_in_a_french_passports_number_say_what_is_a_digit() -> None:
    number = "19AB12345"
    found = verified_in(passport(number, check_digit(number), country="FRA", printed="I9A8I2345"))
    assert found["document_number"] == number


def test_a_wrong_last_digit_leaves_nothing_proven() -> None:
    found = fields_in(PASSPORT[:-1] + "1")
    assert {field.verdict for field in found.values()} == {Verdict.PLAUSIBLE}
    assert found["birth_date"].normalized == "1974-08-12"


def test_a_part_with_a_wrong_digit_is_left_out() -> None:
    found = fields_in(PASSPORT.replace("7408122F", "7408132F"))
    assert "birth_date" not in found
    assert found["document_number"].verdict is Verdict.PLAUSIBLE


def test_one_right_digit_is_no_zone() -> None:
    assert fields_in(PASSPORT.replace("7408122F1204159", "7408132F1204169").replace("L898902C36", "L898902C37")) == {}


@pytest.mark.parametrize(
    ("digits", "expiry", "born"),
    [("740812", "120415", 1974), ("150101", "250101", 2015), ("310101", "330101", 1931), ("000229", "300101", 2000)],
)
def test_a_birth_is_before_today_and_before_the_papers_end(digits: str, expiry: str, born: int) -> None:
    lower = f"L898902C36UTO{digits}{check_digit(digits)}F{expiry}{check_digit(expiry)}" + "<" * 16
    day = birth_of(Zone(TD3, (PASSPORT.splitlines()[0], lower)), date(2026, 1, 1))
    assert day is not None
    assert day.year == born


def test_two_papers_on_a_page_are_both_read() -> None:
    numbers = {field.normalized for field in find(typed(f"{PASSPORT}\n\n{CARD}")) if field.name == "document_number"}
    assert numbers == {"L898902C3", "D23145890"}


def test_prose_is_no_zone() -> None:
    text = "LE LOCATAIRE DOIT PAYER SON LOYER AVANT LE CINQ\nDU MOIS SOUS PEINE DE POURSUITES IMMEDIATES"
    assert fields_in(text) == {}


@pytest.mark.parametrize("module", [formats, lines])
def test_examples_in_docstrings_are_true(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_a_line_keeps_its_length_where_it_has_no_fillers() -> None:
    assert fitted("ABC", 5) == ""
    assert zone_line("Une phrase ordinaire, avec des accents é") == ""


def _checked_digits(name: str) -> list[tuple[int, int]]:
    """Places of digits that a check digit covers, by line."""
    layout = next(each for each in FORMATS if each.name == name)
    spans = [layout.parts[check.part] for check in layout.checks] + [check.digit for check in layout.checks]
    spans += [*layout.covered, *([layout.last] if layout.last else [])]
    lines = ALL[name].splitlines()
    return sorted({(s.line, at) for s in spans for at in range(s.start, s.end) if lines[s.line][at].isdigit()})


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(ALL)), st.data())
def test_one_wrong_digit_is_never_proven(name: str, data: st.DataObject) -> None:
    line, at = data.draw(st.sampled_from(_checked_digits(name)))
    lines = ALL[name].splitlines()
    right = lines[line][at]
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != right]))
    lines[line] = lines[line][:at] + wrong + lines[line][at + 1 :]
    true = verified_in(ALL[name])
    assert all(
        true.get(field) == value for field, value in verified_in("\n".join(lines)).items() if field != "mrz_type"
    )


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(ALL)), st.integers(0, 130), st.text(max_size=6), st.integers(0, 10))
def test_damage_anywhere_never_raises(name: str, at: int, junk: str, removed: int) -> None:
    text = ALL[name]
    list(find(typed(text[:at] + junk + text[at + removed :])))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="P<IDFRAV0123456789ABKC \n«", max_size=400))
def test_any_text_is_survived(text: str) -> None:
    list(find(typed(text)))


def test_a_page_full_of_lines_like_a_zones_is_quick() -> None:
    paper = typed("\n".join(["IDFRA" + "0B8S5Z2I1O<" * 6] * 70), "\n".join([PASSPORT.splitlines()[1]] * 70))
    started = time.process_time()
    list(find(paper))
    assert time.process_time() - started < 0.5
