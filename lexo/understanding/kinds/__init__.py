"""The kinds of paper that LEXO knows: `ALL`, `get`, `by_name`, `by_twod_doc_type`."""

from lexo.understanding.kinds.kind import LIFE, Cue, FieldCue, Kind, Retention, Start, Urgency, Zone
from lexo.understanding.kinds.registry import ALL, IDS, by_name, by_twod_doc_type, get

__all__ = [
    "ALL",
    "IDS",
    "LIFE",
    "Cue",
    "FieldCue",
    "Kind",
    "Retention",
    "Start",
    "Urgency",
    "Zone",
    "by_name",
    "by_twod_doc_type",
    "get",
]
