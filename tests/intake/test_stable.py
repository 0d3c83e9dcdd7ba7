"""Files are taken once they are at rest, by the monotonic clock."""

import pytest

from lexo.intake.stable import Stability
from lexo.store.places import SeenFile

NOW_S = 1_800_000_000.0


class Clock:
    """Both clocks, moved by hand."""

    def __init__(self) -> None:
        self.monotonic = 100.0
        self.wall = NOW_S


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stability(clock: Clock) -> Stability:
    return Stability(5.0, monotonic=lambda: clock.monotonic, wall=lambda: clock.wall)


def file(size_bytes: int = 10, *, written_s: float = NOW_S, name: bytes = b"/w/a.pdf") -> SeenFile:
    return SeenFile(name, 1, 2, size_bytes, int(written_s * 1e9))


def test_due_fresh_file_comes_after_the_delay(stability: Stability, clock: Clock) -> None:
    stability.see(file())
    clock.monotonic += 4.9
    assert list(stability.due()) == []
    clock.monotonic += 0.1
    assert list(stability.due()) == [file()]


def test_due_change_begins_the_wait_anew(stability: Stability, clock: Clock) -> None:
    stability.see(file(10))
    clock.monotonic += 4
    stability.see(file(20))
    clock.monotonic += 4
    assert list(stability.due()) == []
    clock.monotonic += 1
    assert list(stability.due()) == [file(20)]


def test_due_seeing_the_same_again_changes_nothing(stability: Stability, clock: Clock) -> None:
    stability.see(file())
    clock.monotonic += 4
    stability.see(file())
    clock.monotonic += 1
    assert list(stability.due()) == [file()]


def test_due_old_file_comes_at_once(stability: Stability) -> None:
    stability.see(file(written_s=NOW_S - 3600))
    assert list(stability.due()) == [file(written_s=NOW_S - 3600)]


def test_due_old_time_after_a_change_still_waits(stability: Stability, clock: Clock) -> None:
    stability.see(file(10))
    clock.monotonic += 1
    stability.see(file(20, written_s=NOW_S - 3600))
    assert list(stability.due()) == []


def test_due_time_in_the_future_waits_as_usual(stability: Stability, clock: Clock) -> None:
    stability.see(file(written_s=NOW_S + 86_400))
    assert list(stability.due()) == []
    clock.monotonic += 5
    assert len(list(stability.due())) == 1


def test_due_set_wall_clock_changes_nothing(stability: Stability, clock: Clock) -> None:
    stability.see(file())
    clock.wall += 86_400
    stability.see(file())
    assert list(stability.due()) == []


def test_due_comes_again_until_it_is_forgotten(stability: Stability, clock: Clock) -> None:
    stability.see(file())
    clock.monotonic += 5
    assert len(list(stability.due())) == 1
    assert list(stability.due()) == []
    clock.monotonic += 1
    assert len(list(stability.due())) == 1
    stability.forget(b"/w/a.pdf")
    clock.monotonic += 10
    assert list(stability.due()) == []


def test_wait_longer_is_over_after_three_delays(stability: Stability, clock: Clock) -> None:
    stability.see(file())
    clock.monotonic += 5
    assert not stability.is_patience_over(file())
    stability.wait_longer(file())
    clock.monotonic += 9.9
    assert list(stability.due()) == []
    clock.monotonic += 0.1
    assert list(stability.due()) == [file()]
    assert stability.is_patience_over(file())


def test_ahead_names_an_unchanged_file_once(stability: Stability, clock: Clock) -> None:
    stability.see(file(10))
    stability.see(file(20))
    clock.monotonic += 1
    assert list(stability.ahead()) == [file(20)]
    assert list(stability.ahead()) == []


def test_next_due_in_s_tells_the_remaining_wait(stability: Stability, clock: Clock) -> None:
    assert stability.next_due_in_s() is None
    stability.see(file())
    clock.monotonic += 2
    assert stability.next_due_in_s() == pytest.approx(3.0)
