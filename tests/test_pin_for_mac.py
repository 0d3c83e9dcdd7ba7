"""constraints-mac.txt and the script that writes it; what pip would choose is not asked here."""

import importlib.metadata
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
RUN = (ROOT / "constraints-run.txt").read_text("utf-8")
MAC = (ROOT / "constraints-mac.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pin_for_mac", ROOT / "scripts" / "pin_for_mac.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_pins_meet_what_the_installed_packages_want_on_a_mac(script: ModuleType) -> None:
    """Fails when constraints-run.txt was made anew and constraints-mac.txt was not."""
    pinned = script.pins_of(ROOT / "constraints-mac.txt")
    pins = script.pins_of(ROOT / "constraints-run.txt")
    required = [text for name in pins for text in importlib.metadata.requires(name) or ()]
    wanted = script.wanted_on_mac(required, pins, script.left_out(ROOT / "Makefile"))
    requirements = [Requirement(text) for text in wanted]
    assert {need.name for need in requirements} >= {"mlx-metal", "pyobjc-framework-Vision"}
    unmet = [str(need) for need in requirements if pinned.get(canonicalize_name(need.name), "0") not in need.specifier]
    assert unmet == []


def test_pins_have_hashes_and_none_is_on_the_linux_list(script: ModuleType) -> None:
    entries = re.split(r"\n(?=[a-z])", MAC)[1:]
    assert len(entries) == len(script.pins_of(ROOT / "constraints-mac.txt"))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert (
        set(script.pins_of(ROOT / "constraints-mac.txt")) & set(script.pins_of(ROOT / "constraints-run.txt")) == set()
    )


def test_what_only_linux_needs_is_marked_in_the_linux_list() -> None:
    assert "mlx-cpu==" in RUN
    assert re.search(r'^mlx-cpu==\S+ ; sys_platform == "linux"', RUN, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("plain", True),
        ('mlx-metal==1 ; platform_system == "Darwin"', True),
        ('mlx-cpu ; sys_platform == "linux"', False),
        ('colorama ; os_name == "nt"', False),
        ('tomli ; python_version < "3.11"', False),
        ('newer ; python_version >= "3.14"', True),
        ('aside ; extra == "cuda"', False),
    ],
)
def test_markers_are_judged_as_on_a_mac(script: ModuleType, text: str, holds: bool) -> None:
    assert script.holds_on_mac(Requirement(text)) is holds


def test_aligned_gives_a_half_released_family_the_version_all_of_it_has(script: ModuleType) -> None:
    found = {
        "pyobjc-core": script.Found({"13.0"}),
        "pyobjc-framework-vision": script.Found({"12.2.2"}),
        "mlx-metal": script.Found({"0.32.10", "0.32.9"}),
    }
    assert script.aligned(found) == {
        "mlx-metal": "0.32.9",
        "pyobjc-core": "12.2.2",
        "pyobjc-framework-vision": "12.2.2",
    }
