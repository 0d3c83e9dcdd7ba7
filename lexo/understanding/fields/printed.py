"""Make a fact out of a stretch of a page."""

from lexo.facts import Field, Proof, Source, Verdict
from lexo.understanding.fields.flow import Flow
from lexo.understanding.paper import Strip

MOST_SHOWN = 300  # characters of a value or of its verbatim text


def flowing(name: str, flow: Flow, span: tuple[int, int], normalized: str, confidence: float) -> Field:
    """A plausible fact at a stretch of flowing text; `confidence` is that of the rule, before that of the reading."""
    return plausible(name, flow.proof(*span), normalized, confidence * flow.confidence(*span))


def beside(name: str, strip: Strip, span: tuple[int, int], normalized: str, confidence: float) -> Field:
    """A plausible fact at a stretch of a printed line, row or cell."""
    return plausible(name, strip.proof(*span), normalized, confidence * strip.confidence_of(*span))


def plausible(name: str, proof: Proof, normalized: str, confidence: float, rule: str = "") -> Field:
    """A fact that has the right form; its value is what is printed, its gaps single spaces."""
    value = " ".join(proof.text.split())[:MOST_SHOWN]
    return Field(name, value, normalized, Source.RULE, Verdict.PLAUSIBLE, round(confidence, 3), proof, rule)
