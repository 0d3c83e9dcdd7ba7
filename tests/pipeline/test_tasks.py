"""What travels to and from a reader arrives as it was."""

from pathlib import Path

import pytest

from lexo.document import (
    BBox,
    Block,
    BlockKind,
    Inspection,
    Line,
    MediaType,
    PageSize,
    PageText,
    ReadingOptions,
    Reason,
    Word,
)
from lexo.pipeline import tasks
from lexo.store.pages import packed, unpacked

BOX = BBox(0.1, 0.1, 0.5, 0.2)
PAGE = PageText(
    595.0,
    842.0,
    (Block(BlockKind.TEXT, BOX, (Line((Word("Reçu", BOX, 0.9), Word("été", BOX, 0.9))),)),),
    engine="tesseract",
    languages=("fra", "eng"),
    warnings=("page_doubtful",),
)


@pytest.mark.parametrize(
    "task",
    [
        tasks.Inspect(Path("/tmp/a b.pdf"), MediaType.PDF, "mot de passe"),
        tasks.Read(Path("/tmp/é.pdf"), MediaType.PDF, None, (3, 4), ReadingOptions(("fra",), "tesseract", "ocr", 200)),
        tasks.Render(Path("/tmp/a.png"), MediaType.PNG, None, 2, 90, 300, Path("/tmp/out.jpg")),
        tasks.Prepare(Path("/tmp/a.png"), MediaType.PNG, None, 1, ReadingOptions(), Path("/tmp/out.png")),
    ],
)
def test_task_arrives_as_it_was(task: tasks.Task) -> None:
    assert tasks.decode_task(tasks.encode_task(task)) == task


@pytest.mark.parametrize(
    "answer",
    [
        tasks.Inspected(Inspection(MediaType.PDF, (PageSize(1.0, 2.0),), "Titre", True, False, ("repaired",))),
        tasks.PageRead(7, packed(PAGE)),
        tasks.PageFailed(2, Reason("page_damaged", {"a": 1})),
        tasks.Failed(Reason("password_needed"), "trace"),
        tasks.Written(10, 20, 30, 90, -1.5),
        tasks.Done(120),
    ],
)
def test_answer_arrives_as_it_was(answer: tasks.Answer) -> None:
    decoded = tasks.decode_answer(tasks.encode_answer(answer))
    if isinstance(answer, tasks.PageRead):
        assert isinstance(decoded, tasks.PageRead)
        assert unpacked(decoded.page) == PAGE
        assert decoded.page.text == "Reçu été"
    else:
        assert decoded == answer


READ = tasks.encode_answer(tasks.PageRead(7, packed(PAGE)))


@pytest.mark.parametrize(
    "message", [b"", b"{", b"[]", b"{}", b'{"kind": "Lost"}', b"P", READ[:-1], READ + b"x" * 8, b"P" + b"\xff" * 40]
)
def test_answer_that_no_reader_sends_is_refused(message: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        tasks.decode_answer(message)


def test_password_is_not_in_a_tasks_repr() -> None:
    assert "geheim" not in repr(tasks.Inspect(Path("/tmp/a.pdf"), MediaType.PDF, "geheim"))
