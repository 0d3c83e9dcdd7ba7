"""Battery and heat, as macOS says them."""

import pytest

from lexo.document import Reason
from lexo.inference import power
from lexo.inference.power import Power, is_hot, is_on_battery

ON_BATTERY = "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=4784227)\t83%; discharging; 5:10 remaining\n"
ON_MAINS = "Now drawing from 'AC Power'\n -InternalBattery-0 (id=4784227)\t100%; charged; 0:00 remaining\n"
COOL = (
    "Note: No thermal warning level has been recorded\nNote: No performance warning level has been recorded\n"
    "Note: No CPU power status has been recorded\n"
)
HELD_BACK = "CPU Power notify\n\tCPU_Scheduler_Limit \t= 100\n\tCPU_Available_CPUs \t= 8\n\tCPU_Speed_Limit \t= 60\n"


def test_battery_and_mains_are_told_apart() -> None:
    assert is_on_battery(ON_BATTERY)
    assert not is_on_battery(ON_MAINS)
    assert not is_on_battery("")


@pytest.mark.parametrize(
    ("said", "hot"),
    [
        (COOL, False),
        ("", False),
        (HELD_BACK, True),
        (HELD_BACK.replace("60", "100"), False),
        ("Thermal warning level = 1\n", True),
        ("Thermal Warning Level set to 0\nThermal warning level = 0\n", False),
    ],
)
def test_heat_is_a_warning_or_a_processor_that_is_held_back(said: str, hot: bool) -> None:
    assert is_hot(said) is hot


def machine(batt: str = ON_MAINS, therm: str = COOL) -> power.Ask:
    return {"batt": batt, "therm": therm}.__getitem__


def test_work_waits_only_for_what_was_asked() -> None:
    on_battery = machine(batt=ON_BATTERY)
    assert Power(on_battery=False, when_hot=True, ask=on_battery).must_wait() == Reason("on_battery")
    assert Power(on_battery=True, when_hot=True, ask=on_battery).must_wait() is None
    hot = machine(therm=HELD_BACK)
    assert Power(on_battery=True, when_hot=False, ask=hot).must_wait() == Reason("machine_hot")
    assert Power(on_battery=False, when_hot=False, ask=machine()).must_wait() is None


def test_answer_holds_for_a_while_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"batt": ON_BATTERY, "therm": COOL}
    asked = Power(on_battery=False, when_hot=True, ask=lambda subject: said[subject])
    assert asked.must_wait() is not None
    said["batt"] = ON_MAINS
    assert asked.must_wait() is not None
    monkeypatch.setattr(power, "FRESH_S", -1)
    assert asked.must_wait() is None


def test_no_pmset_means_go() -> None:
    assert Power(on_battery=False, when_hot=False, ask=lambda subject: "").must_wait() is None
