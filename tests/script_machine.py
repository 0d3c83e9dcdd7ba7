"""A machine for the scripts that start and stop LEXO: stand-ins for what they install with, and for the server."""

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

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
    "constraints-minilm.txt",
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
