"""Bills of energy and water."""

from typed import typed
from typed_papers import found, made, normalized

from lexo.understanding.papers.energy import find


def test_electricity_bill_states_point_meter_and_use() -> None:
    said = normalized(find, made("energy"))
    assert said["pdl"] == "09123456789012"
    assert (said["meter_start"], said["meter_end"], said["consumption_kwh"]) == ("12045", "12357", "312")
    assert (said["period_start"], said["period_end"]) == ("2024-02-01", "2024-02-29")
    assert said["service_address"] == "3 rue des Tilleuls 99000 VILLE-EXEMPLE"


def test_values_below_their_headings_are_found() -> None:
    said = normalized(find, made("water"))
    assert (said["meter_start"], said["meter_end"], said["consumption_m3"]) == ("1204", "1252", "48")


def test_date_of_the_bill_is_no_period() -> None:
    assert "period_start" not in found(find, made("water"))


def test_pdl_of_thirteen_digits_is_no_field() -> None:
    assert "pdl" not in found(find, typed("Facture d'électricité\nPDL : 0912345678901"))
