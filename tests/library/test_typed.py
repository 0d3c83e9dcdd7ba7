"""What typed searches mean: a table of them, in French and English."""

from datetime import date

import pytest

from lexo.library.typed.parts import What, written
from lexo.library.typed.reading import Part, part_of, read, without
from lexo.store.filtering import Filters

TODAY = date(2026, 3, 31)
INVOICES = ("invoice", "utility_bill")
TABLE = """
EDF 2024                                  | EDF    | date 2024 ?
EDF 2024 > 100 €                          | EDF    | date 2024 ?; amount >100.00
2024                                      | 2024   |
2023 2024                                 | 2023 2024 |
2024 type:devis                           |        | date 2024 ?; kind quote
EDF 1989                                  | EDF 1989 |
EDF 2028                                  | EDF 2028 |
EDF 2027.                                 | EDF    | date 2027 ?
EDF 2023 2024                             | EDF    | date 2023 ?; date 2024 ?
RIB 2024 117                              | RIB 2024 117 |
facture 117, 2024                         | facture 117, | date 2024 ?
loyer 2024 €                              | loyer 2024 € |
"EDF 2024" gaz                            | "EDF 2024" gaz |
type:facture avant:2024-06                |        | kind invoice,utility_bill; date <2024-06
kind:invoice                              |        | kind invoice
KIND:Invoice gas                          | gas    | kind invoice
type:"fiche de paie"                      |        | kind payslip
type:factures                             |        | kind invoice,utility_bill
type:passep                               |        | kind passport
type:ca                                   | type:ca |
type:licorne                              | type:licorne |
-type:facture EDF                         | EDF    | -kind invoice,utility_bill
de:edf                                    |        | sender edf
from:edf, gas                             | gas    | sender edf
émetteur:"agence du petit-pont" quai      | quai   | sender agence du petit-pont
EMETTEUR:« agence du petit-pont »         |        | sender agence du petit-pont
sender:="Agence du Petit-Pont"            |        | sender =Agence du Petit-Pont
-de:edf gaz                               | gaz    | -sender edf
avant:2024                                |        | date <2024
avant:2024-06                             |        | date <2024-06
before:15/03/2024                         |        | date <2024-03-15
après:15/03/2024                          |        | date >2024-03-15
apres:2024                                |        | date >2024
after:"march 2024"                        |        | date >2024-03
since:2024                                |        | date >=2024
depuis:mars 2023 edf                      | edf    | date >=2023-03
jusqu'à:2024                              |        | date <=2024
jusqu’à:2024-02                           |        | date <=2024-02
until:2024-05-31                          |        | date <=2024-05
date:2024                                 |        | date 2024
date:2024-03                              |        | date 2024-03
date:mars 2024                            |        | date 2024-03
date:1er mars 2024                        |        | date 2024-03-01
date:march 15, 2024                       |        | date 2024-03-15
date:03/15/2024                           |        | date 2024-03-15
date:3/2024                               |        | date 2024-03
date:2024-03..2024-05                     |        | date 2024-03..2024-05
date:2023..                               |        | date >=2023
date:..2024-05                            |        | date <=2024-05
date:hier                                 |        | date 2026-03-30
date:mars                                 |        | date 2026-03
date:november                             |        | date 2025-11
date:"2e trimestre 2024"                  |        | date 2024-04..2024-06
date:3e semestre 2024                     | date:3e semestre | date 2024 ?
URSSAF 1er trimestre 2024                 | URSSAF | date 2024-01..2024-03 ?
VAT Q4 2023                               | VAT    | date 2023-10..2023-12 ?
EDF à partir de mars 2024                 | EDF    | date >=2024-03 ?
date:2024-13                              | date:2024-13 |
2023..2024                                |        | date 2023..2024
2023..2024 EDF                            | EDF    | date 2023..2024
2023..2024 €                              |        | amount 2023.00..2024.00
en 2024                                   |        | date 2024 ?
facture de mars 2024                      | facture | date 2024-03 ?
facture d’avril 2024                      | facture | date 2024-04 ?
invoice of august 2024                    | invoice | date 2024-08 ?
facture du 15 mars 2024                   | facture du 15 mars 2024 |
facture 15/03/2024                        | facture 15/03/2024 |
EDF avant juin 2024                       | EDF    | date <2024-06 ?
gas since 2023                            | gas    | date >=2023 ?
entre 2020 et 2022 EDF                    | EDF    | date 2020..2022 ?
du 1er mars 2024 au 5 avril 2024          |        | date 2024-03-01..2024-04-05 ?
EDF le mois dernier                       | EDF    | date 2026-02 ?
cette année                               |        | date 2026 ?
gas last year                             | gas    | date 2025 ?
l'an dernier EDF                          | EDF    | date 2025 ?
last month                                |        | date 2026-02 ?
last week                                 |        | date 2026-03-23..2026-03-29 ?
les 3 derniers mois                       |        | date 2025-12-31..2026-03-31 ?
-date:2024 EDF                            | EDF    | -date 2024
> 100 €                                   |        | amount >100.00
>=100                                     |        | amount >=100.00
≥ 1 234,50 €                              |        | amount >=1234.50
<50,00                                    |        | amount <50.00
edf <= €50                                | edf    | amount <=50.00
100..200 €                                |        | amount 100.00..200.00
200..100                                  |        | amount 100.00..200.00 ?
entre 100 et 200 €                        |        | amount 100.00..200.00
between €100 and €200                     |        | amount 100.00..200.00
plus de 100 euros                         |        | amount >100.00
less than 50 eur                          |        | amount <50.00
au moins 20 €                             |        | amount >=20.00
moins de 3 mois                           | moins de 3 mois |
193,48 €                                  | 193,48 € |
montant:193,48                            |        | amount 193.48
montant:193                               |        | amount 193
amount:>1,234.56                          |        | amount >1234.56
montant:100..                             |        | amount >=100.00
montant:100..200                          |        | amount 100.00..200.00
montant:cent                              | montant:cent |
iban:FR76 3000 6000 0112 edf              | edf    | field iban FR76300060000112
iban:fr76                                 |        | field iban FR76
siret:404 833 048 00022 2024              |        | field siret 40483304800022; date 2024 ?
siren:404.833.048                         |        | field siren 404833048
tva:FR40 303 265 045                      |        | field vat_id FR40303265045
facture:F-2024-17                         |        | field invoice_number F-2024-17
n°:f-17                                   |        | field number F-17
tel:01 99 00 12 34                        |        | field phone +33199001234
email:Info@Exemple.FR                     |        | field email info@exemple.fr
plate:AB-123-CD                           |        | field plate AB123CD
due_date:mars 2024                        |        | field due_date 2024-03
échéance:15/03/2024                       |        | field due_date 2024-03-15
grand_total:1 234,50 € edf                | edf    | field grand_total 1234.50
net_pay:1820                              |        | field net_pay 1820.
tenant:"Élodie Martin"                    |        | field tenant Élodie Martin
twod_doc_18:abc                           |        | field twod_doc_18 abc
état:échec                                |        | state failed
state:failed                              |        | state failed
état:lu                                   |        | state ready,ready_with_warnings
état:perdu                                | état:perdu |
langue:en                                 |        | language eng
language:français                         |        | language fra
x:y                                       | x:y    |
http://example.org                        | http://example.org |
rendez-vous 12:30                         | rendez-vous 12:30 |
de:                                       | de:    |
type: facture                             | type: facture |
"type:facture"                            | "type:facture" |
l'été                                     | l'été  |
a AND NEAR(                               | a AND NEAR( |
"""
ROWS = [tuple(map(str.strip, row.split("|"))) for row in TABLE.strip().splitlines()]


def shown(part: Part) -> str:
    named = f"{part.what} {part.name} {part.value}" if part.name else f"{part.what} {part.value}"
    return ("-" if part.is_excluded else "") + named + (" ?" if part.is_guess else "")


@pytest.mark.parametrize(("typed", "words", "parts"), ROWS, ids=[row[0] for row in ROWS])
def test_read_understands(typed: str, words: str, parts: str) -> None:
    understood = read(typed, TODAY)
    assert (understood.words.strip(), "; ".join(map(shown, understood.parts))) == (words, parts)


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("avant:2024-06", Filters(last_date="2024-05-31")),
        ("après:2024", Filters(first_date="2025-01-01")),
        ("après:15/03/2024", Filters(first_date="2024-03-16")),
        ("since:2024 until:2024-02", Filters(first_date="2024-01-01", last_date="2024-02-29")),
        ("date:2023-02", Filters(periods=(("2023-02-01", "2023-02-28"),))),
        ("date:2023 date:2025", Filters(periods=(("2023-01-01", "2023-12-31"), ("2025-01-01", "2025-12-31")))),
        ("avant:2024 avant:2023", Filters(last_date="2022-12-31")),
        ("> 100 €", Filters(lowest_cents=10_001)),
        (">= 100 €", Filters(lowest_cents=10_000)),
        ("< 50,00 €", Filters(highest_cents=4_999)),
        (">10 <20", Filters(lowest_cents=1_001, highest_cents=1_999)),
        ("montant:193,48", Filters(lowest_cents=19_348, highest_cents=19_348)),
        ("montant:193", Filters(lowest_cents=19_300, highest_cents=19_399)),
        ("montant:193,4", Filters(lowest_cents=19_340, highest_cents=19_349)),
        ("montant:-12", Filters(lowest_cents=-1_299, highest_cents=-1_200)),
        ("type:devis type:invoice", Filters(kinds=("quote", "invoice"))),
        ("de:edf de:Brume", Filters(sender_parts=("edf", "brume"))),
        ('de:="Toits & Fils"', Filters(senders=("Toits & Fils",))),
        ("-de:edf -type:devis", Filters(excluded=(Filters(sender_parts=("edf",)), Filters(kinds=("quote",))))),
        ("iban:FR76 siren:404", Filters(fields=(("iban", "FR76"), ("siren", "404")))),
        ("rien de cela", Filters()),
    ],
)
def test_read_makes_filters(typed: str, filters: Filters) -> None:
    assert read(typed, TODAY).filters == filters


def test_typed_is_the_exact_stretch_with_the_quotes_that_were_typed() -> None:
    text = "quai ÉMETTEUR:«Petit-Pont»  > 1 000 €, gaz"
    assert [part.typed for part in read(text, TODAY).parts] == ["ÉMETTEUR:«Petit-Pont»", "> 1 000 €,"]


@pytest.mark.parametrize(
    ("typed", "number", "left"),
    [
        ("EDF 2024 > 100 €", 0, "EDF > 100 €"),
        ("EDF 2024 > 100 €", 1, "EDF 2024"),
        ("type:facture", 0, ""),
        ("a  de:edf  b", 0, "a b"),
        ("2024 EDF en 2024", 1, "2024 EDF"),
    ],
)
def test_without_takes_a_part_out(typed: str, number: int, left: str) -> None:
    assert without(typed, read(typed, TODAY).parts[number]) == left


def test_without_of_a_text_that_changed_finds_the_stretch_elsewhere_or_leaves_the_text() -> None:
    part = read("EDF de:brume", TODAY).parts[0]
    assert without("eau et gaz de:brume 2", part) == "eau et gaz 2"
    assert without("eau", part) == "eau"


def test_as_words_takes_guesses_back_and_keeps_what_was_said() -> None:
    understood = read("EDF 2024 type:devis", TODAY)
    back = understood.as_words()
    assert understood.has_guesses
    assert (back.words, [part.value for part in back.parts], back.has_guesses) == ("EDF 2024 ", ["quote"], False)


def test_lifted_leaves_the_other_parts() -> None:
    understood = read("type:devis avant:2024", TODAY)
    assert understood.lifted(understood.parts[0]) == Filters(last_date="2023-12-31")


@pytest.mark.parametrize(("typed", "words"), [("facture ed", "facture ed"), ("ed 2024", "ed "), ("ed ", "ed ")])
def test_words_end_with_a_space_where_the_last_is_finished(typed: str, words: str) -> None:
    assert read(typed, TODAY).words == words


@pytest.mark.parametrize(
    ("key", "value", "canonical"),
    [
        ("kind", "devis", "kind:quote"),
        ("after", "2024-06", "date:>2024-06"),
        ("amount", ">=12", "amount:>=12.00"),
        ("sender", 'Toits "et" Fils', 'sender:"Toits  et  Fils"'),
        ("due_date", "2024", "due_date:2024"),
    ],
)
def test_part_of_a_name_and_a_value(key: str, value: str, canonical: str) -> None:
    part = part_of(key, value, TODAY)
    assert part is not None
    assert part.written() == canonical


@pytest.mark.parametrize(
    ("key", "value"), [("kind", "licorne"), ("after", "demain"), ("x", "y"), ("kind", ""), ("", "a")]
)
def test_part_of_what_means_nothing_is_none(key: str, value: str) -> None:
    assert part_of(key, value, TODAY) is None


@pytest.mark.parametrize("row", [row for row in ROWS if row[2]], ids=lambda row: row[0])
@pytest.mark.parametrize("is_french", [True, False])
def test_what_lexo_writes_is_understood_as_the_same(row: tuple[str, ...], is_french: bool) -> None:
    for part in read(row[0], TODAY).parts:
        again = read(part.written(is_french=is_french), TODAY).parts
        meant = (part.what, part.name, part.value, part.filters, part.is_excluded)
        assert [(each.what, each.name, each.value, each.filters, each.is_excluded) for each in again] == [meant]


def test_written_quotes_what_needs_it() -> None:
    assert written(What.SENDER, "=Agence du Petit-Pont", is_french=True) == 'de:"=Agence du Petit-Pont"'
    assert written(What.DATE, "2024") == "date:2024"
