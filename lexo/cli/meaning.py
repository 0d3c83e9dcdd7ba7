"""A sentence model of this machine, for one command."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lexo.cli.library import Library
    from lexo.library.searching.meaning import Meaning

MODEL_GRACE_S = 3.0  # to let the model go: a process that ends before it has is aborted


@contextmanager
def meaning_of(library: "Library") -> Iterator["Meaning | None"]:
    """What finds by meaning in this process, the model being loaded at the first question; None without any model."""
    from lexo.inference.base import Role
    from lexo.inference.host import ModelHost
    from lexo.library.searching.belief import Believed, belief_in
    from lexo.library.searching.vectors import Vectors
    from lexo.wiring import limits_of

    host = ModelHost(library.settings.models, limits_of(library.settings))
    spec = host.first(Role.EMBEDDING)
    if spec is None:
        yield None
        return
    name = spec.name
    vectors = Vectors(library.db, lambda: host.embedder(name))
    try:
        yield Believed(lambda: vectors, belief_in(name, "on"))
    finally:
        vectors.close()
        host.stop(MODEL_GRACE_S)
