"""start_native.sh on a Mac, with stand-ins for Homebrew, pip and the system's own programs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from script_machine import PYTHON, TESSERACT, Machine


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    machine.run("stop_native.sh")


def test_start_on_a_mac_installs_what_only_macs_need_too(machine: Machine) -> None:
    machine.put_mac("15.1")
    machine.put_everything()
    assert machine.run("start_native.sh", "--no-browser").returncode == 0
    assert "--require-hashes -r constraints-run.txt -r constraints-mac.txt\n" in machine.installed


def test_start_on_a_mac_installs_anew_when_only_its_own_pins_have_changed(machine: Machine) -> None:
    machine.put_mac("15.1")
    machine.put_everything()
    machine.run("start_native.sh", "--no-browser")
    machine.run("stop_native.sh")
    machine.calls.unlink()
    with (machine.checkout / "constraints-mac.txt").open("a") as pins:
        pins.write("# newer\n")
    machine.run("start_native.sh", "--no-browser")
    assert "pip" in machine.called


@pytest.mark.parametrize(("version", "processor"), [("13.7", "arm64"), ("15.1", "x86_64")])
def test_start_on_a_mac_that_models_do_not_run_on_says_so(machine: Machine, version: str, processor: str) -> None:
    machine.put_mac(version, processor)
    machine.put_everything()
    machine.puts_when_called("brew", pkg_config="#!/bin/sh\n")
    result = machine.run("start_native.sh", "--no-browser")
    assert result.returncode == 8
    assert f"this is {processor} with macOS {version}." in result.stderr
    assert "pip" not in machine.called


def test_start_on_linux_leaves_out_what_only_macs_need(machine: Machine) -> None:
    machine.put_everything()
    machine.run("start_native.sh", "--no-browser")
    assert "-r constraints-run.txt" in machine.installed
    assert "constraints-mac" not in machine.installed


def test_start_on_a_mac_installs_with_homebrew_and_opens_the_browser(machine: Machine) -> None:
    machine.put_mac("15.1")
    machine.puts_when_called("brew", tesseract=TESSERACT, python3_13=PYTHON)
    machine.put("open", '#!/bin/sh\necho "open $*" >>"$CALLS"\n')
    result = machine.run("start_native.sh")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "brew install tesseract tesseract-lang python@3.13" in machine.called
    assert f"open http://127.0.0.1:{machine.port}" in machine.called


def test_start_on_a_mac_without_homebrew_says_how_to_get_it(machine: Machine) -> None:
    machine.put_mac("15.1")
    result = machine.run("start_native.sh")
    assert result.returncode == 8
    assert "Homebrew" in result.stderr


def test_start_on_an_older_mac_installs_what_compiling_takes(machine: Machine) -> None:
    machine.put_mac("14.6.1")
    machine.put_everything()
    machine.puts_when_called("brew", pkg_config="#!/bin/sh\n")
    assert machine.run("start_native.sh", "--no-browser").returncode == 0
    assert "brew install pkgconf" in " ".join(" ".join(machine.called).split())
