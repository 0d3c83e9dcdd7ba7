"""The thread's own rules, with work that needs no model: order, overtaking, cancelling, crashes, hanging, the end."""

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from lexo.errors import ModelAbsent, ModelFailed
from lexo.inference import mlx_thread, work
from lexo.inference.base import Priority
from lexo.inference.mlx_thread import MlxThread
from lexo.inference.work import Steps, Work


class Owner:
    """An owner of models that says what a test wants."""

    def __init__(self) -> None:
        self.loaded: set[str] = set()
        self.may_interrupt = True
        self.failures: list[str] = []
        self.is_closed = False
        self.asked: list[str] = []

    def is_loaded(self, model: str) -> bool:
        return model in self.loaded

    def can_interrupt(self, work: Work[Any], suspended: Sequence[str]) -> bool:
        self.asked.append(work.model)
        return self.may_interrupt

    def failed(self, model: str) -> None:
        self.failures.append(model)

    def rest(self) -> float | None:
        return None

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def owner() -> Owner:
    return Owner()


@pytest.fixture
def thread(owner: Owner) -> Iterator[MlxThread]:
    thread = MlxThread(owner)
    yield thread
    assert thread.stop(10)


class Gate:
    """Work that runs until it is let through, and says when it began."""

    def __init__(self, thread: MlxThread, model: str = "page", priority: Priority = Priority.PAGE) -> None:
        self.began, self.open = threading.Event(), threading.Event()
        self.work = Work(model, priority, self._steps, cancelled="cancelled")
        thread.submit(self.work)
        assert self.began.wait(10)

    def _steps(self, work: Work[str]) -> Steps[str]:
        self.began.set()
        while not self.open.is_set() and not work.is_cancelled:
            time.sleep(0.001)
            yield
        return "cancelled" if work.is_cancelled else "through"


def noting(log: list[str], name: str) -> Callable[[Work[str]], Steps[str]]:
    def steps(work: Work[str]) -> Steps[str]:
        log.append(name)
        yield
        return name

    return steps


def submit(thread: MlxThread, log: list[str], name: str, model: str, priority: Priority) -> Work[str]:
    done = Work(model, priority, noting(log, name))
    thread.submit(done)
    return done


def test_thread_not_asked_does_not_start(thread: MlxThread) -> None:
    assert not thread.has_begun
    assert "lexo-mlx" not in [running.name for running in threading.enumerate()]


def test_work_of_one_priority_goes_in_order_of_arrival(thread: MlxThread) -> None:
    gate, log = Gate(thread), list[str]()
    works = [submit(thread, log, name, "page", Priority.PAGE) for name in "abc"]
    gate.open.set()
    assert [done.wait(thread.hanging) for done in works] == ["a", "b", "c"]
    assert log == ["a", "b", "c"]


def test_urgent_work_overtakes_what_waits_and_what_runs(thread: MlxThread) -> None:
    gate, log = Gate(thread), list[str]()
    later = submit(thread, log, "background", "page", Priority.BACKGROUND)
    page = submit(thread, log, "page", "page", Priority.PAGE)
    question = submit(thread, log, "question", "chat", Priority.PERSON)
    assert question.wait(thread.hanging) == "question"
    assert not gate.work.has_ended  # the page that ran is still half written
    gate.open.set()
    page.wait(thread.hanging)
    later.wait(thread.hanging)
    assert log == ["question", "page", "background"]


def test_urgent_work_that_does_not_fit_beside_waits_for_the_end_of_the_page(thread: MlxThread, owner: Owner) -> None:
    owner.may_interrupt = False
    gate, log = Gate(thread), list[str]()
    page = submit(thread, log, "page", "page", Priority.PAGE)
    question = submit(thread, log, "question", "chat", Priority.PERSON)
    while not owner.asked:
        time.sleep(0.001)
    time.sleep(0.05)
    assert owner.asked == ["chat"]  # once, however many tokens the page has
    gate.open.set()
    page.wait(thread.hanging)
    assert question.has_ended
    assert log == ["question", "page"]


def test_time_of_more_urgent_work_is_not_the_pages_own(thread: MlxThread) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def page(work: Work[bool]) -> Steps[bool]:
        work.allow(0.2)
        begun.set()
        while not go_on.is_set():
            yield
        return work.is_late

    def question(work: Work[None]) -> Steps[None]:
        time.sleep(0.5)
        go_on.set()
        yield

    reading = Work("page", Priority.PAGE, page)
    thread.submit(reading)
    assert begun.wait(10)
    asked = Work("chat", Priority.PERSON, question)
    thread.submit(asked)
    asked.wait(thread.hanging)
    assert reading.wait(thread.hanging) is False


def test_work_of_a_loaded_model_goes_first_but_not_for_ever(
    thread: MlxThread, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mlx_thread, "MAX_OVERTAKEN", 2)
    owner.loaded = {"page"}
    gate, log = Gate(thread), list[str]()
    works = [submit(thread, log, "other", "chat", Priority.PAGE)]
    works += [submit(thread, log, name, "page", Priority.PAGE) for name in "abc"]
    gate.open.set()
    for done in works:
        done.wait(thread.hanging)
    assert log == ["a", "b", "other", "c"]


def test_crash_in_work_is_a_reason_and_the_thread_goes_on(thread: MlxThread, owner: Owner) -> None:
    def crash(work: Work[str]) -> Steps[str]:
        yield
        raise MemoryError("no room")

    work = Work("page", Priority.PAGE, crash)
    thread.submit(work)
    with pytest.raises(ModelFailed) as caught:
        work.wait(thread.hanging)
    assert caught.value.details == {"model": "page"}
    assert owner.failures == ["page"]
    assert submit(thread, [], "next", "page", Priority.PAGE).wait(thread.hanging) == "next"


@pytest.mark.parametrize("error", [SystemExit(1), KeyboardInterrupt(), GeneratorExit(), StopAsyncIteration()])
def test_no_kind_of_exception_ends_the_thread(thread: MlxThread, error: BaseException) -> None:
    def crash(work: Work[str]) -> Steps[str]:
        yield
        raise error

    work = Work("page", Priority.PAGE, crash)
    thread.submit(work)
    with pytest.raises(ModelFailed):
        work.wait(thread.hanging)
    assert submit(thread, [], "next", "page", Priority.PAGE).wait(thread.hanging) == "next"


def test_crash_keeps_nothing_of_the_model_alive(thread: MlxThread, caplog: pytest.LogCaptureFixture) -> None:
    class Model:
        pass

    seen: list[weakref.ref[Model]] = []

    def crash(work: Work[str]) -> Steps[str]:
        model = Model()
        seen.append(weakref.ref(model))
        yield
        raise RuntimeError

    work = Work("page", Priority.PAGE, crash)
    thread.submit(work)
    with pytest.raises(ModelFailed):
        work.wait(thread.hanging)
    gc.collect()
    assert "RuntimeError" in caplog.text
    assert seen[0]() is None


def test_reason_raised_in_work_arrives_as_it_is(thread: MlxThread, owner: Owner) -> None:
    def absent(work: Work[str]) -> Steps[str]:
        yield
        raise ModelAbsent(model="page")

    work = Work("page", Priority.PAGE, absent)
    thread.submit(work)
    for _ in range(2):
        with pytest.raises(ModelAbsent):
            work.wait(thread.hanging)
    assert owner.failures == []


def test_cancelled_before_its_turn_ends_at_once_and_never_runs(thread: MlxThread) -> None:
    gate, log = Gate(thread), list[str]()
    waiting = Work("page", Priority.PAGE, noting(log, "ran"), cancelled="cancelled")
    thread.submit(waiting)
    waiting.cancel()
    assert waiting.wait(thread.hanging) == "cancelled"
    gate.open.set()
    assert submit(thread, log, "next", "page", Priority.PAGE).wait(thread.hanging) == "next"
    assert log == ["next"]


def test_hanging_model_lets_everybody_go_and_is_used_again_once_it_is_back(
    thread: MlxThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mlx_thread, "GRACE_S", 0.1)
    monkeypatch.setattr(work, "LOOK_S", 0.05)
    begun, back = threading.Event(), threading.Event()

    def hang(work: Work[str]) -> Steps[str]:
        work.allow(0.1)
        begun.set()
        back.wait()
        yield
        return "late"

    hanging = Work("page", Priority.PAGE, hang)
    thread.submit(hanging)
    assert begun.wait(10)
    behind = submit(thread, [], "behind", "chat", Priority.PERSON)
    for waiting in (hanging, behind):
        with pytest.raises(ModelFailed) as caught:
            waiting.wait(thread.hanging)
        assert caught.value.details == {"model": "page"}
    with pytest.raises(ModelFailed):
        thread.submit(Work("chat", Priority.PERSON, noting([], "refused")))
    back.set()
    while thread.hanging() is not None:
        time.sleep(0.01)
    assert submit(thread, [], "next", "chat", Priority.PERSON).wait(thread.hanging) == "next"


def test_stop_cancels_what_runs_and_what_waits(owner: Owner) -> None:
    thread = MlxThread(owner)
    gate = Gate(thread)
    waiting = Work("page", Priority.PAGE, noting([], "never"), cancelled="cancelled")
    without = Work("page", Priority.PAGE, noting([], "never"))
    thread.submit(waiting)
    thread.submit(without)
    assert thread.stop(10)
    assert gate.work.wait(thread.hanging) == "cancelled"
    assert waiting.wait(thread.hanging) == "cancelled"
    with pytest.raises(ModelFailed):
        without.wait(thread.hanging)
    with pytest.raises(ModelFailed):
        thread.submit(Work("page", Priority.PAGE, noting([], "refused")))
    assert owner.is_closed


def test_200_works_of_many_threads_all_end(thread: MlxThread) -> None:
    log: list[str] = []
    outcomes: list[str] = []

    def ask(number: int) -> None:
        priority = (Priority.PERSON, Priority.PAGE, Priority.BACKGROUND)[number % 3]
        outcomes.append(submit(thread, log, str(number), f"model-{number % 4}", priority).wait(thread.hanging))

    askers = [threading.Thread(target=ask, args=(number,)) for number in range(200)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(30)
    assert sorted(map(int, outcomes)) == list(range(200))
    assert sorted(map(int, log)) == list(range(200))
