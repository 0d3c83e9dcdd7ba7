"""How a page was read, and how it could be read again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexo.document import PageText, Reason, Strategy
from lexo.web.i18n import N_
from lexo.web.views.models import usable_engines

if TYPE_CHECKING:
    from lexo.app import Lexo

STRATEGIES = (
    (Strategy.AUTO, N_("as set")),
    (Strategy.FAST, N_("quickly: the text inside the file, else one engine")),
    (Strategy.BALANCED, N_("balanced: more engines where the first is unsure")),
    (Strategy.BEST, N_("best: a vision model on every page")),
    (Strategy.OCR, N_("from the picture, even where the file holds text")),
    (Strategy.LAYOUT, N_("with the layout model: columns and tables")),
)
OUTCOMES = {"kept": N_("kept"), "worse": N_("not better"), "merged": N_("joined with the one before")}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One reading of the page; `outcome` is a message id, or `problem` says why there is none."""

    engine: str
    version: str
    confidence: float | None
    seconds: float
    outcome: str
    problem: Reason | None


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of the form: a value and its words, a message id."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class AgainView:
    """The form that reads again."""

    engines: tuple[str, ...]
    strategies: tuple[Choice, ...]


def again(lexo: "Lexo", *, is_private: bool) -> AgainView:
    """What can be chosen here; for a private paper no model, nor the work that asks one for every page."""
    models = {engine.name for engine in lexo.model_engines.usable()} if is_private else frozenset()
    engines = tuple(name for name in usable_engines(lexo) if name not in models)
    strategies = tuple(
        Choice(value.value, label) for value, label in STRATEGIES if not (is_private and value is Strategy.BEST)
    )
    return AgainView(engines, strategies)


def attempts(content: PageText) -> tuple[Attempt, ...]:
    """All readings of a page, in order."""
    return tuple(
        Attempt(
            engine=tried.engine,
            version=tried.engine_version,
            confidence=tried.confidence,
            seconds=round(tried.duration_ms / 1000, 1),
            outcome=OUTCOMES.get(tried.outcome, ""),
            problem=None
            if tried.outcome in OUTCOMES
            else Reason(tried.outcome, {"engine": tried.engine, "model": tried.engine}),
        )
        for tried in content.tried
    )
