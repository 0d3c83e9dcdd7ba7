"""Write constraints-mac.txt: what a Mac needs beside constraints-run.txt, which pip-compile makes on Linux.

Markers of requirements are judged as on a Mac here, because pip judges them by the machine it runs on; pip then says
which wheel it would take for each Python and each macOS, and all their hashes are kept. `--check` instead says which
pins of constraints.txt have no wheel for a Mac. Nothing is installed. Needs the network.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MACS = ("macosx_14_0_arm64", "macosx_15_0_arm64", "macosx_26_0_arm64")  # MLX runs on none older
FAMILY = "pyobjc-"  # its packages are released together, and are to be installed in one version
HEADER = """\
# What LEXO needs on a Mac with Apple silicon, beside constraints-run.txt or constraints.txt.
# Written by scripts/pin_for_mac.py, which `make constraints` calls.
"""


@dataclass(frozen=True, slots=True)
class Wheel:
    """One file pip would install."""

    name: str
    version: str
    sha256: str
    requires: tuple[str, ...]


@dataclass(slots=True)
class Found:
    """All that pip would take of one package, over Pythons and systems."""

    versions: set[str] = field(default_factory=set)
    hashes: set[str] = field(default_factory=set)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="say which pins of constraints.txt lack a Mac wheel")
    if parser.parse_args().check:
        sys.exit(check(ROOT / "constraints.txt"))
    pins, hashes = pins_of(ROOT / "constraints-run.txt"), {}
    roots = sorted(set(wanted_on_mac(requirements_of(pins), pins, left_out(ROOT / "Makefile"))))
    chosen = aligned(collect(roots, pins))
    for name, found in collect([f"{name}=={version}" for name, version in chosen.items()], pins).items():
        hashes[name] = found.hashes
    (ROOT / "constraints-mac.txt").write_text(written(chosen, hashes), "utf-8")


def pins_of(file: Path) -> dict[str, str]:
    """Package -> version of a constraints file, without those that are marked for Linux."""
    lines = re.findall(r"^([\w.-]+)==(\S+)(.*)$", file.read_text("utf-8"), re.MULTILINE)
    return {canonicalize_name(name): version for name, version, rest in lines if "linux" not in rest}


def left_out(makefile: Path) -> set[str]:
    """What `UNUSED` in the Makefile keeps out of the Linux list stays out of this one."""
    found = re.search(r"^UNUSED := ((?:.*\\\n)*.*)$", makefile.read_text("utf-8"), re.MULTILINE)
    return set(found[1].replace("\\\n", " ").split()) if found else set()


def requirements_of(pins: Mapping[str, str]) -> list[str]:
    """What the pinned packages require, in the very versions that are pinned, be they installed or not."""
    with tempfile.TemporaryDirectory() as folder:
        pinned = [f"{name}=={version}" for name, version in pins.items()]
        done = pip(PYTHONS[-1], MACS[-1], Path(folder), ["--no-deps", *pinned])
        if done.returncode:
            raise SystemExit(done.stderr)
        return [text for wheel in wheels_of(Path(folder) / "report.json") for text in wheel.requires]


def wanted_on_mac(required: Iterable[str], pins: Mapping[str, str], unused: set[str]) -> Iterator[str]:
    """LEXO's own and other requirements that hold on a Mac and that the Linux list does not meet."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    for text in [*project, *required]:
        requirement = Requirement(text)
        if holds_on_mac(requirement) and canonicalize_name(requirement.name) not in {*pins, *unused}:
            yield f"{requirement.name}{requirement.specifier}"


def holds_on_mac(requirement: Requirement) -> bool:
    """Whether a requirement's marker is true on any of the Macs; extras are not asked for."""
    if requirement.marker is None:
        return True
    linux = {name: str(value) for name, value in default_environment().items()}
    mac = {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64", "os_name": "posix"}
    pythons = [{"python_version": python, "python_full_version": f"{python}.0"} for python in PYTHONS]
    return any(requirement.marker.evaluate({**linux, **mac, **python, "extra": ""}) for python in pythons)


def collect(requirements: Iterable[str], pins: Mapping[str, str]) -> dict[str, Found]:
    """What pip would install beside the pins, for all Pythons and systems. Raises where something is left unmet."""
    found: dict[str, Found] = {}
    for python in PYTHONS:
        for mac in MACS:
            wheels = [wheel for wheel in resolved(requirements, pins, python, mac) if wheel.name not in pins]
            names = {wheel.name for wheel in wheels} | set(pins)
            needed = [Requirement(text) for wheel in wheels for text in wheel.requires]
            unmet = {need.name for need in needed if holds_on_mac(need) and canonicalize_name(need.name) not in names}
            if unmet:
                raise SystemExit(f"pip left out on {mac}, Python {python}: {', '.join(sorted(unmet))}")
            for wheel in wheels:
                entry = found.setdefault(wheel.name, Found())
                entry.versions.add(wheel.version)
                entry.hashes.add(wheel.sha256)
    return found


def resolved(requirements: Iterable[str], pins: Mapping[str, str], python: str, mac: str) -> list[Wheel]:
    """The wheels pip would install for one Python and one macOS."""
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder) / "pins.txt"
        constraints.write_text("".join(f"{name}=={version}\n" for name, version in pins.items()), "utf-8")
        done = pip(python, mac, Path(folder), ["--constraint", str(constraints), *requirements])
        if done.returncode:
            raise SystemExit(done.stderr)
        return wheels_of(Path(folder) / "report.json")


def pip(python: str, mac: str, folder: Path, arguments: Iterable[str]) -> subprocess.CompletedProcess[str]:
    """Ask pip what it would install, into `report.json` of a folder."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--dry-run"]
    command += ["--ignore-installed", "--only-binary=:all:", "--implementation", "cp", "--python-version", python]
    command += ["--platform", mac, "--target", str(folder / "nowhere"), "--report", str(folder / "report.json")]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)


def wheels_of(report: Path) -> list[Wheel]:
    return [
        Wheel(
            canonicalize_name(item["metadata"]["name"]),
            item["metadata"]["version"],
            item["download_info"]["archive_info"]["hashes"]["sha256"],
            tuple(item["metadata"].get("requires_dist", ())),
        )
        for item in json.loads(report.read_text("utf-8"))["install"]
    ]


def aligned(found: Mapping[str, Found]) -> dict[str, str]:
    """One version a package that all Pythons have; packages of one family get the one that all of it has."""
    lowest = {name: min(entry.versions, key=Version) for name, entry in found.items()}
    family = [version for name, version in lowest.items() if name.startswith(FAMILY)]
    if family:
        lowest |= {name: min(family, key=Version) for name in lowest if name.startswith(FAMILY)}
    return dict(sorted(lowest.items()))


def written(versions: Mapping[str, str], hashes: Mapping[str, Iterable[str]]) -> str:
    entries = []
    for name, version in versions.items():
        lines = [f"{name}=={version}", *(f"    --hash=sha256:{digest}" for digest in sorted(hashes[name]))]
        entries.append(" \\\n".join(lines) + "\n")
    return HEADER + "".join(entries)


def check(file: Path) -> int:
    """Print each pin without a wheel for a Python or a macOS, or whose wheel's hash is not in the file."""
    text, pins, problems = file.read_text("utf-8"), pins_of(file), 0
    for python in PYTHONS:
        for mac in MACS:
            for problem in lacking(text, pins, python, mac):
                problems += 1
                print(f"Python {python}, {mac}: {problem}")
    print(f"{len(pins)} pins, {len(PYTHONS)} Pythons, {len(MACS)} systems: {problems} without a wheel")
    return min(problems, 1)


def lacking(text: str, pins: Mapping[str, str], python: str, mac: str) -> Iterator[str]:
    """Pins that pip does not find, one after the other, and wheels the file has no hash of."""
    left = dict(pins)
    with tempfile.TemporaryDirectory() as folder:
        while True:
            pinned = [f"{name}=={version}" for name, version in left.items()]
            done = pip(python, mac, Path(folder), ["--no-deps", *pinned])
            if not done.returncode:
                break
            missing = re.search(r"No matching distribution found for ([\w.-]+)==", done.stderr)
            if missing is None:
                raise SystemExit(done.stderr)
            left.pop(canonicalize_name(missing[1]))
            yield missing[1]
        for wheel in wheels_of(Path(folder) / "report.json"):
            if f"sha256:{wheel.sha256}" not in text:
                yield f"{wheel.name} (a wheel whose hash is not pinned)"


if __name__ == "__main__":
    main()
