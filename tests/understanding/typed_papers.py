"""Papers made for the tests, as text: fictitious persons, numbers that pass their checks."""

from collections.abc import Callable, Iterable
from pathlib import Path

from typed import typed

from lexo.facts import Field
from lexo.understanding.paper import Paper

_FOLDER = Path(__file__).parent / "papers"
NAMES = tuple(sorted(path.stem for path in _FOLDER.glob("*.txt")))


def text_of(name: str) -> str:
    return (_FOLDER / f"{name}.txt").read_text("utf-8")


def made(name: str) -> Paper:
    """The paper of that name."""
    return typed(text_of(name))


def found(find: Callable[[Paper], Iterable[Field]], paper: Paper) -> dict[str, Field]:
    """The first field of each name."""
    fields: dict[str, Field] = {}
    for field in find(paper):
        fields.setdefault(field.name, field)
    return fields


def normalized(find: Callable[[Paper], Iterable[Field]], paper: Paper) -> dict[str, str]:
    return {name: field.normalized for name, field in found(find, paper).items()}
