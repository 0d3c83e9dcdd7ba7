"""The pool of readers: real processes, killed, crashed and hung on purpose."""

import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from lexo.document import MediaType, Reason
from lexo.pipeline import tasks
from lexo.pipeline.readers import Readers, Sink, Ticket
from papers import SENTENCES, write_pdf, write_scan

ROOT = Path(__file__).resolve().parents[2]
Answers = queue.SimpleQueue[tasks.Answer]


@pytest.fixture
def readers() -> Iterator[Readers]:
    pool = Readers(1, page_timeout_s=30)
    yield pool
    pool.stop(0)


def ask(readers: Readers, task: tasks.Task) -> Answers:
    answers: Answers = queue.SimpleQueue()

    def take(ticket: Ticket, answer: tasks.Answer) -> None:
        answers.put(answer)
        readers.acknowledge(ticket)

    readers.submit(task, take)
    return answers


def all_of(answers: Answers) -> list[tasks.Answer]:
    found = []
    while not (found and isinstance(found[-1], tasks.Done | tasks.Failed | tasks.Lost)):
        found.append(answers.get(timeout=60))
    return found


def wait_for(condition: object, timeout_s: float = 20) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.01)


def scan(tmp_path: Path) -> tasks.Read:
    path = write_scan(tmp_path / "scan.pdf", ["\n".join(SENTENCES * 3)] * 3, dpi=200)
    return tasks.Read(path, MediaType.PDF, None, (1, 2, 3))


def test_read_answers_each_page_then_done(readers: Readers, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["Première page assez longue", "Seconde page assez longue"])
    found = all_of(ask(readers, tasks.Read(path, MediaType.PDF, None, (1, 2))))
    texts = [answer.page.text for answer in found if isinstance(answer, tasks.PageRead)]
    assert texts == ["Première page assez longue", "Seconde page assez longue"]
    assert isinstance(found[-1], tasks.Done)


def test_damaged_file_fails_and_the_next_one_is_read(readers: Readers, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7\n" + os.urandom(500))
    good = write_pdf(tmp_path / "good.pdf", ["Tout va bien sur cette page"])
    assert isinstance(all_of(ask(readers, tasks.Inspect(bad, MediaType.PDF)))[-1], tasks.Failed)
    assert isinstance(all_of(ask(readers, tasks.Inspect(good, MediaType.PDF)))[0], tasks.Inspected)


def test_password_is_asked_for_and_opens(readers: Readers, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["Texte protégé par un mot"], password="sésame")

    def codes(password: str | None) -> list[str]:
        found = all_of(ask(readers, tasks.Inspect(path, MediaType.PDF, password)))
        return [answer.reason.code for answer in found if isinstance(answer, tasks.Failed)]

    assert codes(None) == ["password_needed"]
    assert codes("faux") == ["password_wrong"]
    assert codes("sésame") == []


@pytest.mark.parametrize(
    ("number", "cause"), [(signal.SIGKILL, tasks.Cause.KILLED), (signal.SIGSEGV, tasks.Cause.CRASHED)]
)
def test_reader_that_dies_says_which_page_it_had(
    readers: Readers, tmp_path: Path, number: signal.Signals, cause: tasks.Cause
) -> None:
    answers = ask(readers, scan(tmp_path))
    assert isinstance(answers.get(timeout=60), tasks.PageRead)
    os.kill(readers.pids[0], number)
    lost = all_of(answers)[-1]
    assert lost == tasks.Lost(2, (3,), cause)
    assert isinstance(all_of(ask(readers, scan(tmp_path)))[-1], tasks.Done)


def test_reader_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    readers = Readers(1, page_timeout_s=10)
    answers = ask(readers, scan(tmp_path))
    assert isinstance(answers.get(timeout=60), tasks.PageRead)
    pid = readers.pids[0]
    os.kill(pid, signal.SIGSTOP)
    lost = all_of(answers)[-1]
    assert isinstance(lost, tasks.Lost)
    assert lost.cause is tasks.Cause.TIMED_OUT
    assert not psutil.pid_exists(pid)
    readers.stop(0)


def test_page_is_begun_only_when_the_one_before_is_saved(readers: Readers, tmp_path: Path) -> None:
    answers: Answers = queue.SimpleQueue()
    path = write_pdf(tmp_path / "a.pdf", ["Une première page", "Une seconde page"])
    ticket = readers.submit(tasks.Read(path, MediaType.PDF, None, (1, 2)), lambda _, answer: answers.put(answer))
    assert isinstance(answers.get(timeout=60), tasks.PageRead)
    with pytest.raises(queue.Empty):
        answers.get(timeout=0.5)
    readers.acknowledge(ticket)
    assert isinstance(answers.get(timeout=60), tasks.PageRead)


def test_stop_lets_the_page_in_hand_finish_and_hands_the_rest_back(tmp_path: Path) -> None:
    readers = Readers(1, page_timeout_s=30)
    first, second = ask(readers, scan(tmp_path)), ask(readers, scan(tmp_path))
    assert isinstance(first.get(timeout=60), tasks.PageRead)
    readers.stop(20)
    found = all_of(first)
    assert [answer.number for answer in found if isinstance(answer, tasks.PageRead)] in ([2], [2, 3])
    assert found[-1] == tasks.Lost(None, (3,), tasks.Cause.STOPPED) or isinstance(found[-1], tasks.Done)
    assert all_of(second) == [tasks.Lost(None, (1, 2, 3), tasks.Cause.STOPPED)]
    assert readers.pids == ()


def test_urgent_task_goes_before_those_that_wait(readers: Readers, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["Une page de texte ordinaire"])
    order: queue.SimpleQueue[str] = queue.SimpleQueue()

    def say(name: str) -> Sink:
        def note(ticket: Ticket, answer: tasks.Answer) -> None:
            readers.acknowledge(ticket)
            if isinstance(answer, tasks.Done):
                order.put(name)

        return note

    readers.submit(scan(tmp_path), say("first"))
    readers.submit(tasks.Inspect(path, MediaType.PDF), say("later"))
    readers.submit(tasks.Inspect(path, MediaType.PDF), say("urgent"), priority=10)
    names = [order.get(timeout=60) for _ in range(3)]
    assert names.index("urgent") < names.index("later")


def test_submit_after_stop_is_handed_back(readers: Readers, tmp_path: Path) -> None:
    readers.stop(0)
    task = tasks.Inspect(write_pdf(tmp_path / "a.pdf", ["Une page"]), MediaType.PDF)
    assert all_of(ask(readers, task)) == [tasks.Lost(None, (), tasks.Cause.STOPPED)]


def test_reader_ends_when_its_server_is_gone(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["Une page"])
    code = (
        "import os, queue, sys, time; from pathlib import Path; from lexo.document import MediaType;"
        "from lexo.pipeline import tasks; from lexo.pipeline.readers import Readers;"
        "pool = Readers(1, page_timeout_s=30); done = queue.SimpleQueue();"
        f"pool.submit(tasks.Inspect(Path({str(path)!r}), MediaType.PDF), lambda _, answer: done.put(answer));"
        "done.get(); print(pool.pids[0], flush=True); os.kill(os.getpid(), 9)"
    )

    root = Path(__file__).resolve().parents[2]
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False, timeout=60
    )
    pid = int(result.stdout)
    wait_for(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE, 5)


def test_readers_that_cannot_start_are_a_problem_and_the_task_waits(
    readers: Readers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lexo.pipeline.readers.MAX_PAUSE_S", 0.05)
    with monkeypatch.context() as broken:
        broken.setattr("lexo.pipeline.readers.COMMAND", ["false"])
        answers = ask(readers, tasks.Inspect(write_pdf(tmp_path / "a.pdf", ["Une page"]), MediaType.PDF))
        wait_for(lambda: readers.problem)
        assert readers.problem == Reason("readers_cannot_start")
    assert isinstance(all_of(answers)[-1], tasks.Done)
    assert readers.problem is None
