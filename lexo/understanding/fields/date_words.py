"""Days and months in words: the names of months in seven languages, French numbers as notaries write them."""

import re

_MONTHS = (  # French, English, German, Dutch, Spanish, Italian, Portuguese; folded
    "janvier janv january januar jan janner januari enero ene gennaio gen janeiro",
    "fevrier fevr fev february feb februar februari febrero febbraio fevereiro",
    "mars march mar marz maerz maart mrt marzo marco",
    "avril avr april apr abril abr aprile",
    "mai may mei mayo maggio mag maio",
    "juin june jun juni junio giugno giu junho",
    "juillet juil july jul juli julio luglio lug julho",
    "aout aou august aug augustus agosto ago",
    "septembre sept september sep septiembre setiembre settembre set setembro",
    "octobre oct october oktober okt octubre ottobre ott outubro",
    "novembre nov november noviembre novembro",
    "decembre dec december dezember dez diciembre dic dicembre dezembro",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))

_UNITS = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
).split()
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}


def _up_to_ninety_nine() -> dict[str, int]:
    """
    >>> words = _up_to_ninety_nine()
    >>> words["vingt et un"], words["soixante-douze"], words["quatre-vingt-dix-neuf"]
    (21, 72, 99)
    """
    words = dict(zip(_UNITS, range(1, 20), strict=True))
    for ten, name in _TENS.items():
        words[name] = ten
        reach = 19 if ten in (60, 80) else 9
        for unit, spelt in enumerate(_UNITS[:reach], start=1):
            words[f"{name}-{spelt}"] = ten + unit
            if unit in (1, 11):
                words[f"{name} et {spelt}"] = ten + unit
    words["quatre-vingts"] = 80
    return words


FRENCH_NUMBERS = _up_to_ninety_nine()
FRENCH_DAYS = {name: number for name, number in FRENCH_NUMBERS.items() if number <= 31} | {"premier": 1}


def _pattern(words: dict[str, int]) -> str:
    spelt = sorted(words, key=len, reverse=True)
    return "|".join(re.sub("[ -]", lambda _: r"[\s-]", word) for word in spelt)


SPELT_DAY = _pattern(FRENCH_DAYS)
SPELT_YEAR = rf"deux[\s-]mille(?:[\s-](?:{_pattern(FRENCH_NUMBERS)}))?"


def french_number(words: str) -> int | None:
    """A number of at most 99, or a year from 2000, in French words.

    >>> french_number("deux mille vingt-quatre"), french_number("premier"), french_number("beaucoup")
    (2024, 1, None)
    """
    spaced = re.sub(r"[\s-]+", "-", words.strip())
    if spaced.startswith("deux-mille"):
        rest = spaced.removeprefix("deux-mille").strip("-")
        below = french_number(rest) if rest else 0
        return None if below is None else 2000 + below
    return _SPELT.get(spaced)


_SPELT = {re.sub(r"[\s-]+", "-", word): number for word, number in (FRENCH_NUMBERS | FRENCH_DAYS).items()}
