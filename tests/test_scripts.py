"""start_native.sh and stop_native.sh, with stand-ins for what they install with and for the server."""

import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = (
    "awk basename bash cat chmod cksum cut dirname env grep head kill mkdir mktemp mv ps rm sed sh sleep tail touch "
    "tr wc"
).split()
SCRIPTS = (
    "start_native.sh",
    "stop_native.sh",
    "scripts/running.sh",
    "scripts/setup_system.sh",
    "scripts/setup_venv.sh",
    "constraints-run.txt",
    "constraints.txt",
    "constraints-mac.txt",
    "pyproject.toml",
)
TESSERACT = """#!/bin/sh
printf 'List of available languages (3):\\neng\\nfra\\nosd\\n'
"""
# Makes an environment whose Python is the one that runs the tests, and whose pip only says that it was called.
PYTHON = """#!/bin/sh
case "$*" in
*"-m venv"*)
    mkdir -p .venv/bin
    echo '#!/bin/sh' >.venv/bin/python
    echo 'case "$*" in *"-m pip"*) echo pip >>"$CALLS"; echo "$*" >>"$CALLS.pip"; exit 0;; esac' >>.venv/bin/python
    echo 'exec "$REAL" "$@"' >>.venv/bin/python
    printf '#!/bin/sh\\nexec "$REAL" "$SERVER" lexo serve\\n' >.venv/bin/lexo
    chmod +x .venv/bin/python .venv/bin/lexo ;;
*) exec "$REAL" "$@" ;;
esac
"""
SERVER = """
import http.server, json, os, pathlib
home = pathlib.Path(os.environ["LEXO_HOME"])
port = int(os.environ["LEXO_PORT"])
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *arguments):
        pass
server = http.server.HTTPServer(("127.0.0.1", port), Health)
(home / "lexo.pid").write_text(json.dumps({"pid": os.getpid(), "port": port}))
server.serve_forever()
"""
DYING_SERVER = "import sys; print('The library is damaged.', file=sys.stderr); sys.exit(8)"


class Machine:
    """A machine of our own making: nothing is on its path but plain tools and what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.bin = folder / "checkout", folder / "bin"
        self.home, self.watch, self.calls = folder / "library", folder / "OCR", folder / "calls"
        self.bin.mkdir(parents=True)
        for tool in TOOLS:
            if path := shutil.which(tool):
                (self.bin / tool).symlink_to(path)
        for script in SCRIPTS:
            (self.checkout / script).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / script, self.checkout / script)
        (self.checkout / "lexo").symlink_to(ROOT / "lexo")
        self.port = free_port()
        self.server(SERVER)
        self.put("uname", "#!/bin/sh\necho Linux\n")
        self.put("id", "#!/bin/sh\necho 0\n")

    def put(self, name: str, text: str) -> None:
        """A program on the path."""
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def put_everything(self) -> None:
        self.put("tesseract", TESSERACT)
        self.put("python3.11", PYTHON)

    def put_mac(self, version: str, processor: str = "arm64") -> None:
        self.put("uname", f'#!/bin/sh\n[ "$1" = -m ] && echo {processor} || echo Darwin\n')
        self.put("sw_vers", f"#!/bin/sh\necho {version}\n")

    def puts_when_called(self, name: str, **programs: str) -> None:
        """An installer: notes its call, and then the given programs are there."""
        lines = ["#!/bin/sh", f'echo "{name} $*" >>"$CALLS"', 'case "$*" in *install*)']
        for program, text in programs.items():
            (self.bin / f".{program}").write_text(text)
            target = self.bin / program.replace("_", ".")
            lines.append(f"  cat {self.bin}/.{program} >{target}; chmod +x {target}")
        self.put(name, "\n".join([*lines, ";; esac\n"]))

    def server(self, program: str) -> None:
        (self.checkout / "server.py").write_text(program)

    def run(self, script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {
            "PATH": str(self.bin),
            "HOME": str(self.checkout.parent),
            "LEXO_HOME": str(self.home),
            "LEXO_WATCH": str(self.watch),
            "LEXO_PORT": str(self.port),
            "CALLS": str(self.calls),
            "REAL": sys.executable,
            "SERVER": str(self.checkout / "server.py"),
            **environment,
        }
        command = ["bash", str(self.checkout / script), *arguments]
        return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=False)

    @property
    def called(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    @property
    def installed(self) -> str:
        """What pip was told, a line a call."""
        return Path(f"{self.calls}.pip").read_text()

    @property
    def pid(self) -> int:
        return int(json.loads((self.home / "lexo.pid").read_text())["pid"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
