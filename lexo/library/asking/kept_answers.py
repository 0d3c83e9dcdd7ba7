"""Answers as JSON text, and back; what became private or is gone since is left out when they are shown again."""

import json
from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any

from lexo.document import BBox, Reason
from lexo.library.asking.answers import Answer, Citation, How, Sentence
from lexo.store import shown
from lexo.store.database import Database


def encode(answer: Answer) -> str:
    """An answer as JSON text."""
    return json.dumps(asdict(answer), ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Answer:
    """The answer that `encode` was given. Raises ValueError, KeyError or TypeError for any other text."""
    told: dict[str, Any] = json.loads(text)
    return Answer(
        how=How(told["how"]),
        sentences=tuple(
            Sentence(each["text"], each["is_proven"], tuple(each["citations"])) for each in told["sentences"]
        ),
        citations=tuple(_citation(each) for each in told["citations"]),
        language=told["language"],
        model=told["model"],
        reasons=tuple(Reason(each["code"], each["details"]) for each in told["reasons"]),
    )


def as_shown(db: Database, answer: Answer) -> Answer:
    """An answer without places on papers that are in the trash, erased, or private since; what they proved is open."""
    with db.read() as connection:
        papers = shown.papers(connection, {citation.document_id for citation in answer.citations})
    return _without(answer, [each.number for each in answer.citations if each.document_id not in papers])


def _without(answer: Answer, gone: Collection[int]) -> Answer:
    if not gone:
        return answer
    sentences = (
        replace(
            sentence,
            is_proven=sentence.is_proven and not set(gone).intersection(sentence.citations),
            citations=tuple(number for number in sentence.citations if number not in gone),
        )
        for sentence in answer.sentences
    )
    citations = tuple(citation for citation in answer.citations if citation.number not in gone)
    return replace(answer, sentences=tuple(sentences), citations=citations)


def _citation(told: dict[str, Any]) -> Citation:
    boxes = tuple(BBox(*box) for box in told["boxes"])
    return Citation(told["number"], told["document_id"], told["title"], told["page"], told["quote"], boxes)
