"""Garbage that hangs together is collected on the main thread, whoever allocates."""

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tracker.ui.core.garbage import MOST, Collector, collect_due


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    limits = gc.get_threshold()
    yield
    gc.set_threshold(*limits)
    gc.disable()


class Cycle:
    """Tells on which thread it died."""

    def __init__(self, deaths: list[int]) -> None:
        self.deaths = deaths
        self.myself = self

    def __del__(self) -> None:
        self.deaths.append(threading.get_ident())


def allocate(deaths: list[int], number: int = 5_000) -> None:
    """Leave cycles behind and allocate enough that Python would collect on this thread."""
    for _ in range(number):
        Cycle(deaths)


def test_a_worker_that_allocates_does_not_collect(qtbot: QtBot, qapp: Any) -> None:
    owner = QObject()
    gc.enable()
    Collector(owner)
    deaths: list[int] = []
    worker = threading.Thread(target=allocate, args=(deaths,))
    worker.start()
    worker.join()
    assert deaths == []
    qtbot.waitUntil(lambda: len(deaths) == 5_000, timeout=5_000)
    assert set(deaths) == {threading.main_thread().ident}


def test_without_it_the_worker_would_have_collected() -> None:
    gc.enable()
    deaths: list[int] = []
    worker = threading.Thread(target=allocate, args=(deaths,))
    worker.start()
    worker.join()
    assert threading.main_thread().ident not in deaths
    assert deaths  # this is what makes the collector necessary


@pytest.mark.parametrize(("limits", "expected"), [((10**9, 10**6, 10**6), -1), ((1, 10**6, 10**6), 0)])
def test_only_what_is_due_is_collected(limits: tuple[int, int, int], expected: int) -> None:
    gc.disable()
    gc.collect()
    gc.set_threshold(*limits)
    kept = [[] for _ in range(100)]
    assert collect_due() == expected
    assert len(kept) == 100


def test_older_generations_take_their_turn() -> None:
    gc.disable()
    gc.collect()
    gc.set_threshold(1, 2, 2)
    turns, kept = [], []
    for _ in range(40):
        kept.append([[] for _ in range(50)])
        turns.append(collect_due())
    assert {0, 1, 2} <= set(turns)


@pytest.fixture
def walks() -> Iterator[list[int]]:
    """Return the generations that are walked, as they are."""
    found: list[int] = []

    def note(phase: str, said: dict[str, int]) -> None:
        found.extend([said["generation"]] if phase == "start" else [])

    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)
    gc.unfreeze()


def test_a_large_reading_is_left_out_instead_of_walked(walks: list[int]) -> None:
    gc.disable()
    gc.collect(1)
    walks.clear()
    read = [[] for _ in range(2 * MOST)]
    assert collect_due() == -1
    assert walks == []
    assert gc.get_freeze_count() > len(read)
    assert not any(one is read[0] for one in gc.get_objects())


@pytest.mark.parametrize("turns", [15, 150])  # until the second, the third generation is due
def test_a_reading_that_comes_piece_by_piece_is_never_walked_as_a_whole(walks: list[int], turns: int) -> None:
    gc.disable()
    gc.collect(1)
    gc.freeze()
    gc.set_threshold(700, 10, 10)
    read: list[list[object]] = []
    for _ in range(turns):
        read += [[] for _ in range(MOST // 10)]
        collect_due()
        assert sum(len(gc.get_objects(generation)) for generation in range(3)) <= 2 * MOST
    assert 0 in walks
    assert gc.get_freeze_count() > len(read) / 2


def test_what_was_left_out_still_goes_when_nobody_needs_it(walks: list[int]) -> None:
    gc.disable()
    deaths: list[int] = []
    read = [[] for _ in range(2 * MOST)]
    last = Cycle(deaths)
    last.myself = None  # type: ignore[assignment]
    collect_due()
    del last
    assert len(deaths) == 1
    assert len(read) > MOST
