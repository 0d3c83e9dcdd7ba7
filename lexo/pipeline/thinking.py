"""What a text model adds to papers that are understood already. For the looker's thread.

The model sees one paper at a time, has no tools, and is believed only where the paper bears it out.
"""

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lexo.errors import LexoError
from lexo.facts import KindGuess, Understanding
from lexo.pipeline.process import Reading
from lexo.store import due, facts, understandings
from lexo.store.pages import unpacked
from lexo.store.understandings import Due

if TYPE_CHECKING:
    from lexo.inference.base import TextModel
    from lexo.understanding.model.grounding import GroundedAnswer
    from lexo.understanding.model.prompts import Turn

log = logging.getLogger(__name__)

MAX_TOKENS = 3500
TIMEOUT_S = 180.0
TABLES = frozenset({"lines", "operations", "tax_breakdown", "reimbursements"})  # facts of many cells


def think(reading: Reading, model_of: Callable[[], "TextModel | None"]) -> bool:
    """Ask the model about the next paper that waits for it; whether there was one."""
    claimed = understandings.claim_model(reading.db, reading.boot_id)
    if claimed is None:
        return False
    try:
        model = model_of()
        answer = _asked(reading, claimed, model) if model is not None else None
    except LexoError as error:  # the rules' word stands
        log.warning("the text model has nothing to add: %s", error.code)
        answer = None
    except Exception as error:  # one paper's trouble must not end the looker; its message may quote the paper
        log.error("the text model's answer cannot be used: %s", type(error).__name__)
        answer = None
    _keep(reading, claimed.document_id, answer)
    return True


def _asked(reading: Reading, claimed: Due, model: "TextModel") -> "GroundedAnswer | None":
    from lexo.understanding.kinds import registry
    from lexo.understanding.model.asking import Subject, ask, missing_of
    from lexo.understanding.paper import paper_of

    with reading.db.read() as connection:
        insight = facts.get_insight(connection, claimed.document_id)
    if insight is None:
        return None
    rules, _ = insight
    pages = [(number, unpacked(page)) for number, page in understandings.read_pages(reading.db, claimed)]
    kind = registry.get(rules.kinds[0].kind) if rules.kinds else None
    wanted = [name for name in (kind.wanted_fields if kind else ()) if name not in TABLES]
    missing = missing_of(wanted, rules.fields)
    paper = paper_of(pages, claimed.language, claimed.title)
    return ask(_write_with(model), Subject(paper, rules, registry.IDS, missing))


def _write_with(model: "TextModel") -> Callable[[Sequence["Turn"], str], str]:
    """One question to the model, as `ask` wants it: turns and a schema in, the answer out, "" where it was cut off."""
    from lexo.inference.base import Finish, Generation, Message, Priority

    def write(turns: Sequence["Turn"], schema: str) -> str:
        messages = [Message(turn.role, turn.content) for turn in turns]
        limits = Generation(MAX_TOKENS, 0.0, TIMEOUT_S, json_schema=schema, priority=Priority.BACKGROUND)
        written = model.write(messages, limits).result()
        return written.text if written.finish is Finish.STOP else ""

    return write


def _keep(reading: Reading, document_id: int, answer: "GroundedAnswer | None") -> None:
    from lexo.pipeline import concluding

    with reading.db.write() as connection:
        if not due.end(connection, document_id):
            return  # the paper was read anew meanwhile
        if answer is None:
            return
        kinds = (KindGuess(answer.kind, concluding.MODEL_CONFIDENCE),) if answer.kind else ()
        said = Understanding(answer.fields, kinds, answer.title, answer.summary)
        facts.save_model(connection, document_id, said)
        concluding.conclude_within(connection, document_id)
    log.info("the text model added %s facts", len(answer.fields))
