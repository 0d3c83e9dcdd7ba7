"""start_native.sh and stop_native.sh, with stand-ins for what they install with and for the server."""

import http.server
import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from script_machine import DYING_SERVER, PYTHON, TESSERACT, Machine, free_port


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    machine.run("stop_native.sh")


@pytest.fixture
def other_program() -> Iterator[int]:
    """Port of a program that is not LEXO."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_start_says_where_things_are(machine: Machine) -> None:
    machine.put_everything()
    result = machine.run("start_native.sh", "--no-browser")
    assert result.returncode == 0, result.stderr
    for told in (
        f"http://127.0.0.1:{machine.port}",
        str(machine.watch),
        str(machine.home),
        "lexo.log",
        "stop_native.sh",
    ):
        assert told in result.stdout
    assert machine.watch.is_dir()


def test_second_start_says_it_is_running_and_installs_nothing(machine: Machine) -> None:
    machine.put_everything()
    machine.run("start_native.sh", "--no-browser")
    before, pid = machine.called, machine.pid
    result = machine.run("start_native.sh", "--no-browser")
    assert result.returncode == 0
    assert f"already running at http://127.0.0.1:{machine.port}" in result.stdout
    assert (machine.called, machine.pid) == (before, pid)


def test_start_of_a_library_that_is_served_on_another_port_names_that_port(machine: Machine) -> None:
    machine.put_everything()
    machine.run("start_native.sh", "--no-browser")
    result = machine.run("start_native.sh", "--no-browser", "--port", str(free_port()))
    assert result.returncode == 0
    assert f"already running at http://127.0.0.1:{machine.port}" in result.stdout


def test_start_after_a_stop_installs_nothing(machine: Machine) -> None:
    machine.put_everything()
    machine.run("start_native.sh", "--no-browser")
    machine.run("stop_native.sh")
    machine.calls.unlink()
    assert machine.run("start_native.sh", "--no-browser").returncode == 0
    assert machine.called == []


def test_start_installs_anew_when_the_pins_have_changed(machine: Machine) -> None:
    machine.put_everything()
    machine.run("start_native.sh", "--no-browser")
    machine.run("stop_native.sh")
    machine.calls.unlink()
    with (machine.checkout / "constraints-run.txt").open("a") as pins:
        pins.write("# newer\n")
    machine.run("start_native.sh", "--no-browser")
    assert "pip" in machine.called


def test_start_opens_the_browser(machine: Machine) -> None:
    machine.put_everything()
    machine.put("xdg-open", '#!/bin/sh\necho "xdg-open $*" >>"$CALLS"\n')
    machine.run("start_native.sh")
    assert f"xdg-open http://127.0.0.1:{machine.port}" in machine.called


def test_start_with_no_browser_opens_none(machine: Machine) -> None:
    machine.put_everything()
    machine.put("xdg-open", '#!/bin/sh\necho "xdg-open $*" >>"$CALLS"\n')
    machine.run("start_native.sh", "--no-browser")
    assert [call for call in machine.called if "open" in call] == []


def test_start_on_debian_installs_what_is_missing(machine: Machine) -> None:
    machine.puts_when_called("apt-get", tesseract=TESSERACT, python3_11=PYTHON)
    result = machine.run("start_native.sh", "--no-browser")
    assert result.returncode == 0, result.stdout + result.stderr
    install = next(call for call in machine.called if " install " in call)
    assert {"tesseract-ocr", "tesseract-ocr-fra", "tesseract-ocr-eng", "python3-venv"} <= set(install.split())
    assert "chromium" not in install


def test_start_as_a_plain_user_installs_with_sudo(machine: Machine) -> None:
    machine.put("id", "#!/bin/sh\necho 1000\n")
    machine.puts_when_called("apt-get", tesseract=TESSERACT, python3_11=PYTHON)
    machine.put("sudo", '#!/bin/sh\necho sudo >>"$CALLS"\nexec "$@"\n')
    assert machine.run("start_native.sh", "--no-browser").returncode == 0
    assert "sudo" in machine.called


def test_start_without_administrator_names_the_packages(machine: Machine) -> None:
    machine.put("id", "#!/bin/sh\necho 1000\n")
    machine.puts_when_called("apt-get")
    result = machine.run("start_native.sh", "--no-browser")
    assert result.returncode == 8
    assert "apt-get install" in result.stderr
    assert "tesseract-ocr-fra" in result.stderr


def test_start_on_another_system_says_what_it_needs(machine: Machine) -> None:
    result = machine.run("start_native.sh")
    assert result.returncode == 8
    assert "Tesseract" in result.stderr
    assert "Python 3.11" in result.stderr


def test_start_ignores_a_python_that_is_too_old(machine: Machine) -> None:
    machine.put("tesseract", TESSERACT)
    machine.put("python3", "#!/bin/sh\nexit 1\n")
    assert "Python 3.11" in machine.run("start_native.sh").stderr


def test_start_on_a_taken_port_names_it_and_leaves_the_program_alone(machine: Machine, other_program: int) -> None:
    machine.put_everything()
    result = machine.run("start_native.sh", "--no-browser", "--port", str(other_program))
    assert result.returncode == 8
    assert f"Port {other_program} is taken" in result.stderr
    assert not (machine.home / "lexo.pid").exists()


def test_start_names_the_program_on_the_port_where_the_system_tells(machine: Machine, other_program: int) -> None:
    machine.put_everything()
    machine.put("lsof", "#!/bin/sh\necho COMMAND PID USER\necho nginx 77 root\n")
    assert "nginx (process 77)" in machine.run("start_native.sh", "--port", str(other_program)).stderr


def test_start_of_a_server_that_dies_shows_the_end_of_its_log(machine: Machine) -> None:
    machine.put_everything()
    machine.server(DYING_SERVER)
    result = machine.run("start_native.sh", "--no-browser")
    assert result.returncode == 8
    assert "The library is damaged." in result.stderr


@pytest.mark.parametrize("port", ["0", "65536", "99999999999999999999", "http", "-1"])
def test_start_refuses_a_port_that_is_none(machine: Machine, port: str) -> None:
    result = machine.run("start_native.sh", "--port", port)
    assert result.returncode == 2
    assert "from 1 to 65535" in result.stderr


@pytest.mark.parametrize("script", ["start_native.sh", "stop_native.sh"])
def test_help_says_how_to_use_it(machine: Machine, script: str) -> None:
    result = machine.run(script, "--help")
    assert result.returncode == 0
    assert result.stdout.startswith(f"Usage: ./{script}")


def test_stop_ends_the_server(machine: Machine) -> None:
    machine.put_everything()
    machine.run("start_native.sh", "--no-browser")
    pid = machine.pid
    result = machine.run("stop_native.sh")
    assert result.returncode == 0
    assert "LEXO has stopped." in result.stdout
    assert is_gone(pid)


def test_stop_without_a_server_says_so(machine: Machine) -> None:
    result = machine.run("stop_native.sh")
    assert (result.returncode, result.stdout) == (0, "LEXO is not running.\n")


def test_stop_leaves_a_stranger_with_the_same_process_id_alone(machine: Machine) -> None:
    stranger = subprocess.Popen(["sleep", "60"])
    machine.home.mkdir()
    (machine.home / "lexo.pid").write_text(json.dumps({"pid": stranger.pid, "port": machine.port}))
    result = machine.run("stop_native.sh")
    alive = stranger.poll() is None
    stranger.kill()
    stranger.wait()
    assert result.stdout == "LEXO is not running.\n"
    assert alive


def test_start_after_a_kill_takes_the_left_over_note_for_what_it_is(machine: Machine) -> None:
    machine.put_everything()
    machine.run("start_native.sh", "--no-browser")
    killed = machine.pid
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: is_gone(killed))
    result = machine.run("start_native.sh", "--no-browser")
    assert "LEXO is running." in result.stdout
    assert machine.pid != killed


def is_gone(pid: int) -> bool:
    """Whether the process has ended; a zombie nobody has collected counts."""
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(100):
        if is_so():
            return
        threading.Event().wait(0.1)
    pytest.fail("waited ten seconds in vain")
