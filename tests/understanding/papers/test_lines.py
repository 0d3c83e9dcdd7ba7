"""Lines of invoices by their columns, and their sums."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed import typed, typed_page

from lexo.document import BBox, PageText, Table
from lexo.facts import Field, Verdict
from lexo.understanding.paper import Paper, paper_of
from lexo.understanding.papers.lines import find

INVOICE = """
FACTURE N° 12
Désignation                      Qté     P.U. HT     TVA      Total HT
Pose de parquet                   12     45,00 €     10 %      540,00 €
Ponçage et vernis                  1    210,00 €     20 %      210,00 €

                                              Total HT         750,00 €
                                              Total TVA         96,00 €
                                              Total TTC        846,00 €
"""


def lines(paper: Paper) -> Field | None:
    return next((field for field in find(paper) if field.name == "lines"), None)


def rows(*pages: str) -> list[dict[str, str]]:
    found = lines(typed(*pages))
    return [dict(row) for row in found.rows] if found else []


def test_lines_of_a_plain_table_have_all_columns() -> None:
    assert rows(INVOICE) == [
        {"name": "Pose de parquet", "quantity": "12", "unit_price": "45.00", "tax_rate": "10", "line_total": "540.00"},
        {
            "name": "Ponçage et vernis",
            "quantity": "1",
            "unit_price": "210.00",
            "tax_rate": "20",
            "line_total": "210.00",
        },
    ]


def test_lines_whose_sum_is_the_net_are_verified() -> None:
    found = lines(typed(INVOICE))
    assert found is not None
    assert (found.verdict, found.rule) == (Verdict.VERIFIED, "sum")


def test_lines_whose_sum_is_no_total_are_plausible() -> None:
    found = lines(typed(INVOICE.replace("540,00", "541,00")))
    assert found is not None
    assert found.verdict is Verdict.PLAUSIBLE


def test_sum_of_lines_that_is_not_printed_as_such_is_the_net() -> None:
    total = next(field for field in find(typed(INVOICE)) if field.name == "line_total")
    assert (total.normalized, total.verdict) == ("750.00", Verdict.VERIFIED)


def test_proof_of_lines_has_a_box_for_each_row() -> None:
    found = lines(typed(INVOICE))
    assert found is not None
    assert (found.proof.page, len(found.proof.boxes)) == (1, 2)


def test_text_under_a_name_describes_it() -> None:
    text = INVOICE.replace("Ponçage", "    Chêne massif 14 mm\nPonçage")
    assert [row.get("description") for row in rows(text)] == ["Chêne massif 14 mm", None]


def test_name_that_fills_its_column_goes_on_in_the_next_row() -> None:
    text = """
Désignation                      Qté     P.U. HT      Total HT
Fourniture et pose d'un chauffe    1    540,00 €      540,00 €
eau thermodynamique
Mise en service                    1     60,00 €       60,00 €
                                  Total HT             600,00 €
"""
    assert rows(text)[0]["name"] == "Fourniture et pose d'un chauffe eau thermodynamique"


def test_lines_of_two_pages_leave_out_what_is_carried_over() -> None:
    first = """
Désignation                 Qté     Prix unitaire     Montant HT
Vis                          10       1,00             10,00
A reporter                                             10,00
"""
    second = """
Désignation                 Qté     Prix unitaire     Montant HT
Report                                                 10,00
Clous                         5       2,00             10,00
Total HT                                               20,00
"""
    assert [row["name"] for row in rows(first, second)] == ["Vis", "Clous"]


def test_references_and_units_are_kept() -> None:
    text = """
Réf.        Désignation           Quantité      PU HT      Montant HT
AB-120      Câble réseau          25 m           0,80           20,00
AB-300      Prise murale           4 pce         5,00           20,00
                                  Total HT                      40,00
"""
    assert [(row["reference"], row["unit"]) for row in rows(text)] == [("AB-120", "m"), ("AB-300", "pce")]


def test_discount_column_does_not_disturb_the_others() -> None:
    text = """
Description             Qté     P.U.     Remise     Total HT
Abonnement annuel         2    50,00       10%         90,00
Frais de dossier          1    10,00                   10,00
                              Total HT                100,00
"""
    assert [(row["unit_price"], row["line_total"]) for row in rows(text)] == [("50.00", "90.00"), ("10.00", "10.00")]


def test_total_without_tax_is_taken_where_one_with_tax_stands_beside_it() -> None:
    text = """
Libellé                 Qté     PU HT     Total HT     TVA      Total TTC
Cahier                   10      1,00        10,00     20%          12,00
Stylo                     5      2,00        10,00     20%          12,00
Total HT  20,00
"""
    assert [row["line_total"] for row in rows(text)] == ["10.00", "10.00"]


def test_column_names_over_two_printed_rows_are_one_head() -> None:
    text = """
                                          Prix
Désignation               Quantité        unitaire       Montant
Chaise                       4              25,00         100,00
Table                        1             150,00         150,00
                             Total                        250,00
"""
    assert [row["unit_price"] for row in rows(text)] == ["25.00", "150.00"]


def test_numbers_centred_beside_a_name_of_several_rows_belong_to_it() -> None:
    text = """
Désignation                               Quantité      PU HT     Montant HT

Assistance mensuelle
janvier 2026                                  1         60,00          60,00
contrat CT-12

Papier recyclé
carton de cinq rames                          3         10,00          30,00
livré

                                         Total HT                      90,00
"""
    assert [row["name"] for row in rows(text)] == ["Assistance mensuelle", "Papier recyclé"]


def test_rows_of_totals_are_no_lines() -> None:
    assert not any("otal" in row["name"] for row in rows(INVOICE))


def test_subtotal_between_lines_is_no_line() -> None:
    text = """
Désignation               Qté      PU HT        Total HT
Carrelage                  10      20,00          200,00
Sous-total lot 1                                  200,00
Peinture                    5      10,00           50,00
Sous-total lot 2                                   50,00
                      Total HT                    250,00
"""
    assert [row["name"] for row in rows(text)] == ["Carrelage", "Peinture"]


def test_german_lines_are_read() -> None:
    text = """
Pos   Bezeichnung             Menge    Einzelpreis    Gesamt
1     Schrauben M4            100 Stk        0,10     10,00
2     Dübel 6mm                50 Stk        0,20     10,00
                              Summe netto             20,00
"""
    assert [(row["name"], row["quantity"]) for row in rows(text)] == [("Schrauben M4", "100"), ("Dübel 6mm", "50")]


def test_english_lines_are_read() -> None:
    text = """
Item                      Quantity     Unit price      Amount
Consulting                   3           $100.00      $300.00
Travel                       1            $50.00       $50.00
                             Subtotal                 $350.00
"""
    assert [row["line_total"] for row in rows(text)] == ["300.00", "50.00"]


def test_quantity_with_three_decimals_is_not_a_thousand() -> None:
    text = """
Désignation             Quantité     Prix unitaire     Montant HT
Fioul (m³)                 1,500            800,00       1 200,00
                           Total HT                      1 200,00
"""
    assert rows(text)[0]["quantity"] == "1.5"


def test_receipt_without_a_head_has_the_lines_that_make_its_total() -> None:
    found = lines(typed("SUPERETTE\nTOMATES      2,34 A\nPAIN         1,10 A\nTOTAL        3,44\nCB           3,44"))
    assert found is not None
    assert [(row["name"], row["line_total"]) for row in found.rows] == [("TOMATES", "2.34"), ("PAIN", "1.10")]


def test_receipt_whose_rows_do_not_make_its_total_has_no_lines() -> None:
    assert lines(typed("SUPERETTE\nTOMATES      2,34 A\nPAIN         1,10 A\nTOTAL        9,99")) is None


def test_recognised_table_gives_lines_where_rows_give_none() -> None:
    page = typed_page("FACTURE\nTotal HT   30,00 €\nTVA 20 %    6,00 €\nTotal TTC   36,00 €")
    table = Table.of_rows(
        BBox(0.1, 0.1, 0.9, 0.4),
        [
            ["Désignation", "Qté", "PU HT", "Total HT"],
            ["Savon", "2", "5,00", "10,00"],
            ["Huile", "1", "20,00", "20,00"],
        ],
        1,
    )
    content = PageText(page.width_pt, page.height_pt, page.blocks, (table,), engine=page.engine)
    found = lines(paper_of([(1, content)]))
    assert found is not None
    assert [row["name"] for row in found.rows] == ["Savon", "Huile"]
    assert found.verdict is Verdict.VERIFIED


def test_table_of_taxes_is_no_table_of_lines() -> None:
    text = """
FACTURE
Taux       Base HT      Montant TVA
20,00       100,00            20,00
Total TTC  120,00
"""
    assert rows(text) == []


def test_bank_statement_has_no_lines_of_an_invoice() -> None:
    assert rows("RELEVE DE COMPTE\nDate      Libellé            Montant\n02/03     CARTE EPICERIE       12,40") == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(alphabet="0123456789,. €%xQtéTotalHT-()|", max_size=70), max_size=12).map("\n".join))
def test_lines_of_any_text_never_raise(text: str) -> None:
    list(find(typed("Désignation     Qté     PU HT     Total HT\n" + text)))


@pytest.mark.parametrize("run", ["Qté ", "1 000,00 ", "designation total ", "x", "12,00   "])
def test_lines_of_long_runs_take_little_time(run: str) -> None:
    started = time.process_time()
    list(find(typed("Désignation     Qté     PU HT     Total HT\n" + run * (20_000 // len(run)))))
    assert time.process_time() - started < 2


def test_another_table_behind_the_lines_is_none_of_them() -> None:
    text = """
Désignation              Qté     P.U. HT     Montant HT
Création de logo        2,00      480,00         960,00
Déplacement             1,00       35,10          35,10
                              Total HT           995,10
Échéance      Mode               Montant
23/08/20      Virement            40,00
"""
    assert [row["line_total"] for row in rows(text)] == ["960.00", "35.10"]


def test_period_below_a_name_is_none_of_it() -> None:
    text = """
Abonnement                                 Quantité     Prix HT
Hébergement Pro                                   1       13,79
du 16/10/2021 au 15/11/2021
                                           Total HT       13,79
"""
    assert [row["name"] for row in rows(text)] == ["Hébergement Pro"]


def test_word_behind_a_quantity_that_begins_the_name_is_no_unit() -> None:
    text = """
Quantity   Description                      Rate       Amount
       2 Nom de domaine                    10.00        20.00
                                        Subtotal        20.00
"""
    assert [row["name"] for row in rows(text)] == ["Nom de domaine"]
