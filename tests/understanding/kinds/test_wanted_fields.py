"""What kinds of paper want is found by somebody, written down, and has a name for people."""

import re
from pathlib import Path

import pytest

from lexo.understanding.kinds import registry
from lexo.web.field_names import FIELDS

WRITTEN = frozenset(
    re.findall(r"`([a-z][a-z0-9_]*)`", (Path(__file__).resolve().parents[3] / "docs" / "fields.md").read_text("utf-8"))
)


@pytest.mark.parametrize("kind", registry.ALL, ids=lambda kind: kind.id)
def test_wanted_fields_are_written_down_and_named_for_people(kind: registry.Kind) -> None:
    assert [name for name in kind.wanted_fields if name not in WRITTEN] == []
    assert [name for name in kind.wanted_fields if name not in FIELDS] == []
