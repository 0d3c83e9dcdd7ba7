"""Lines over real pipes: whole, bounded, and never waited for once all is over."""

import json
import os
import threading
from collections.abc import Iterator

import pytest

from lexo.ipc.desk import TOO_LONG, Line
from lexo.ipc.pipes import Gone, Lines, Written


class Pipe:
    """A pipe that is closed at the end, whichever end a test has closed before."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()

    def close(self) -> None:
        for descriptor in (self.reading, self.writing):
            try:
                os.close(descriptor)
            except OSError:
                continue


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    made = Pipe()
    yield made
    made.close()


@pytest.fixture
def over() -> Iterator[Pipe]:
    made = Pipe()
    yield made
    made.close()


def lines(pipe: Pipe, over: Pipe, data: bytes, limit: int = 100) -> list[Line]:
    """What comes out of data that is written and ended."""

    def write() -> None:
        os.write(pipe.writing, data)
        os.close(pipe.writing)

    writer = threading.Thread(target=write)
    writer.start()
    found = list(Lines(pipe.reading, over.reading, limit))
    writer.join()
    return found


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", []),
        (b"a\nb\n", [b"a", b"b"]),
        (b"a\r\n\r\n\n  \nb", [b"a", b"b"]),
        (b"\xef\xbb\xbf{}\n", [b"{}"]),
        (b"\x00\xff\n", [b"\x00\xff"]),
        (b"x" * 101 + b"\nb\n", [TOO_LONG, b"b"]),
        (b"x" * 100 + b"\nb\n", [b"x" * 100, b"b"]),
        (b"x" * 60_000 + b"\n" + b"y" * 300, [TOO_LONG, TOO_LONG]),
    ],
)
def test_lines_come_out_whole_and_bounded(pipe: Pipe, over: Pipe, data: bytes, found: list[Line]) -> None:
    assert lines(pipe, over, data) == found


def test_line_without_an_end_takes_no_more_memory_than_its_limit(pipe: Pipe, over: Pipe) -> None:
    read = Lines(pipe.reading, over.reading, 1000)

    def write() -> None:
        for _ in range(200):
            os.write(pipe.writing, b"x" * 10_000)
        os.close(pipe.writing)

    writer = threading.Thread(target=write)
    writer.start()
    assert list(read) == [TOO_LONG]
    writer.join()
    assert len(read._begun) == 0


def test_waiting_for_a_line_ends_once_all_is_over(pipe: Pipe, over: Pipe) -> None:
    os.write(over.writing, b".")
    assert list(Lines(pipe.reading, over.reading)) == []


def test_reply_is_one_line_of_json(pipe: Pipe, over: Pipe) -> None:
    written = Written(pipe.writing, over.reading)
    written.put({"text": "é\n\u2028", "surrogate": "\ud800"})
    data = os.read(pipe.reading, 1000)
    assert data.endswith(b"\n")
    assert data.count(b"\n") == 1
    assert json.loads(data) == {"text": "é\n\u2028", "surrogate": "?"}


def test_long_reply_reaches_a_slow_reader_whole(pipe: Pipe, over: Pipe) -> None:
    reply = {"text": "x" * 500_000}
    read = bytearray()

    def take() -> None:
        while not read.endswith(b"\n"):
            read.extend(os.read(pipe.reading, 5000))

    reader = threading.Thread(target=take)
    reader.start()
    Written(pipe.writing, over.reading).put(reply)
    reader.join()
    assert json.loads(read) == reply


@pytest.mark.parametrize("is_blocking", [True, False])
def test_reader_that_does_not_read_is_not_waited_for_once_all_is_over(
    pipe: Pipe, over: Pipe, is_blocking: bool
) -> None:
    os.set_blocking(pipe.writing, is_blocking)
    os.write(over.writing, b".")
    with pytest.raises(Gone):
        Written(pipe.writing, over.reading).put({"text": "x" * 5_000_000})


def test_closed_pipe_is_told_before_and_while_writing(pipe: Pipe, over: Pipe) -> None:
    written = Written(pipe.writing, over.reading)
    assert written.is_read()
    os.close(pipe.reading)
    assert not written.is_read()
    with pytest.raises(Gone):
        written.put({})
