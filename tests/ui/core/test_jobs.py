"""The road to the database: order, threads, latest wins, errors, destroyed owners, long jobs."""

import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from tracker.errors import ConflictError, DoneBeforeError, RuleError
from tracker.model.changes import Changes
from tracker.ui.core.bus import Bus, Notice
from tracker.ui.core.jobs import Jobs, UnderWay
from tracker.ui.core.long_job import CancelledError, LongJob


class Store:
    """A stand-in for the store that counts what happened to its transactions."""

    def __init__(self) -> None:
        self.committed = 0
        self.rolled_back = 0
        self.read = 0
        self.acts: list[str] = []

    @contextmanager
    def session(self, act: str = "") -> Iterator["Store"]:
        self.acts.append(act)
        try:
            yield self
        except Exception:
            self.rolled_back += 1
            raise
        self.committed += 1

    @contextmanager
    def reading(self) -> Iterator["Store"]:
        self.read += 1
        yield self


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def road(qapp: QApplication, bus: Bus, store: Store) -> Iterator[Jobs]:
    sys.setswitchinterval(0.005)
    made = Jobs(store.session, bus, readings=store.reading)
    yield made
    made.close()


def test_a_job_that_is_done_keeps_nothing_alive(road: Jobs) -> None:
    answers: list[Any] = []
    owner = QObject()
    closed = weakref.ref(owner)
    for _ in range(3):
        road.read(lambda _s: 1, on_result=lambda number, _owner=owner: answers.append(number), owner=owner, key="k")
    road.drain()
    del owner
    assert answers == [1]
    assert closed() is None
    assert road._latest == {}


def test_a_read_runs_elsewhere_and_answers_here(road: Jobs) -> None:
    threads: list[Any] = []

    def query(session: Any, word: str) -> str:
        threads.append(threading.current_thread().name)
        return word.upper()

    answers: list[str] = []

    def then(result: str) -> None:
        threads.append(QThread.currentThread() is QApplication.instance().thread())  # type: ignore[union-attr]
        answers.append(result)

    road.read(lambda s: query(s, "abc"), on_result=then)
    assert answers == []  # never at once: the caller is not surprised in the middle of its own work
    road.drain()
    assert answers == ["ABC"]
    assert threads[0].startswith("database")
    assert threads[1] is True


def test_what_an_answer_sets_off_is_done_as_well(road: Jobs) -> None:
    """Layouts follow an answer as events of their own: who waits for the jobs can measure the page."""
    told: list[str] = []
    road.read(lambda _s: "", on_result=lambda _r: QTimer.singleShot(0, lambda: told.append("laid out")))
    road.drain()
    assert told == ["laid out"]


def test_the_main_thread_is_let_in_often(road: Jobs) -> None:
    assert road is not None
    assert sys.getswitchinterval() == pytest.approx(0.0005)


def test_all_jobs_share_one_thread_in_order(road: Jobs) -> None:
    seen: list[tuple[int, int]] = []
    for number in range(20):
        road.write(lambda _s, n=number: seen.append((n, threading.get_ident())) or Changes())
    road.drain()
    assert [n for n, _ in seen] == list(range(20))
    assert len({thread for _, thread in seen}) == 1


def test_reads_and_writes_open_their_own_kind_of_session(road: Jobs, store: Store) -> None:
    road.read(lambda session: None, on_result=lambda _r: None)
    road.write(lambda session: Changes())
    road.drain()
    assert (store.read, store.committed, store.rolled_back) == (1, 1, 0)


def test_only_the_newest_read_of_a_key_is_answered(road: Jobs, qapp: QApplication) -> None:
    gate, ran, answers = threading.Event(), [], []

    def query(session: Any, task: int) -> int:
        gate.wait(5)
        ran.append(task)
        return task

    owner = QWidget()
    for task in (1, 2, 3):
        road.read(lambda s, n=task: query(s, n), on_result=answers.append, owner=owner, key="task")
    gate.set()
    road.drain()
    assert answers == [3]
    assert 2 not in ran  # a superseded read that has not begun is not even run


def test_different_keys_and_owners_do_not_displace_each_other(road: Jobs) -> None:
    def query(session: Any, word: str) -> str:
        return word

    answers: list[str] = []
    first, second = QWidget(), QWidget()
    road.read(lambda s: query(s, "a"), on_result=answers.append, owner=first, key="word")
    road.read(lambda s: query(s, "b"), on_result=answers.append, owner=second, key="word")
    road.read(lambda s: query(s, "c"), on_result=answers.append, key="first")
    road.read(lambda s: query(s, "d"), on_result=answers.append, key="second")
    road.drain()
    assert answers == ["a", "b", "c", "d"]


def test_without_a_key_every_read_is_answered(road: Jobs) -> None:
    answers: list[int] = []
    owner = QWidget()
    for number in (1, 2, 3):
        road.read(lambda _s, n=number: n, on_result=answers.append, owner=owner)
    road.drain()
    assert answers == [1, 2, 3]


def test_a_destroyed_owner_is_not_answered(road: Jobs, qapp: QApplication) -> None:
    gate, answers = threading.Event(), []
    owner = QWidget()

    def query(session: Any) -> str:
        gate.wait(5)
        return "late"

    road.read(query, on_result=answers.append, owner=owner)
    import shiboken6

    shiboken6.delete(owner)
    gate.set()
    road.drain()
    assert answers == []


def test_a_write_is_announced_before_it_is_answered(road: Jobs, bus: Bus, store: Store) -> None:
    order: list[str] = []
    bus.changed.connect(lambda changes: order.append(f"changed {sorted(changes.tasks)} after {store.committed}"))
    road.write(lambda s: Changes("改", tasks=frozenset({7})), on_result=lambda _c: order.append("then"))
    road.drain()
    assert order == ["changed [7] after 1", "then"]


@pytest.mark.parametrize(
    ("toast", "expected"),
    [(False, []), (True, ["转为任务"]), ("已记录进展", ["已记录进展"])],
)
def test_a_write_tells_what_it_was_asked_to_tell(road: Jobs, bus: Bus, toast: str | bool, expected: list[str]) -> None:
    told: list[Notice] = []
    bus.notified.connect(told.append)
    road.write(lambda s: Changes("转为任务", batch_id=4), toast=toast)
    road.drain()
    assert [notice.text for notice in told] == expected
    assert all(notice.batch_id == 4 for notice in told)


def test_a_service_may_return_more_than_its_changes(road: Jobs, bus: Bus) -> None:
    changed: list[Changes] = []
    results: list[Any] = []
    bus.changed.connect(changed.append)
    road.write(lambda s: (Changes(returns=frozenset({3})), 3), on_result=results.append)
    road.drain()
    assert changed == [Changes(returns=frozenset({3}))]
    assert results[0][1] == 3


def test_a_rule_that_forbids_rolls_back_and_says_its_sentence(road: Jobs, bus: Bus, store: Store) -> None:
    sentences, changed = [], []
    road.failed.connect(sentences.append)
    bus.changed.connect(changed.append)

    def service(session: Any) -> Changes:
        raise RuleError("销号需要办结说明。")

    road.write(service, on_result=lambda _c: pytest.fail("a failed write must not be answered"))
    road.drain()
    assert sentences == ["销号需要办结说明。"]
    assert changed == []
    assert (store.committed, store.rolled_back) == (0, 1)


def test_whoever_asks_gets_the_sentence_instead_of_the_signal(road: Jobs) -> None:
    own, general = [], []
    road.failed.connect(general.append)

    def service(session: Any) -> Changes:
        raise ConflictError("刚刚被别人改过。")

    road.write(service, failed=own.append)
    road.drain()
    assert (own, general) == (["刚刚被别人改过。"], [])


def test_a_sentence_for_a_destroyed_owner_is_still_said(road: Jobs) -> None:
    own, general = [], []
    road.failed.connect(general.append)
    owner = QWidget()

    def service(session: Any) -> Changes:
        raise RuleError("不行。")

    road.write(service, failed=own.append, owner=owner)
    import shiboken6

    shiboken6.delete(owner)
    road.drain()
    assert (own, general) == ([], ["不行。"])


def test_a_bug_reaches_the_crash_signal_with_its_traceback(road: Jobs, expect_log: Callable[[str], None]) -> None:
    expect_log("a job failed")
    crashes, failures = [], []
    road.crashed.connect(crashes.append)
    road.failed.connect(failures.append)

    def broken(session: Any) -> None:
        raise KeyError("nowhere")

    road.read(broken, on_result=lambda _r: None)
    road.drain()
    assert failures == []
    assert "KeyError: 'nowhere'" in crashes[0]
    assert "in broken" in crashes[0]


def test_the_road_goes_on_after_a_bug(road: Jobs, expect_log: Callable[[str], None]) -> None:
    expect_log("a job failed")
    answers: list[int] = []
    road.read(lambda s: 1 / 0, on_result=answers.append)
    road.read(lambda s: 5, on_result=answers.append)
    road.drain()
    assert answers == [5]


def test_a_long_job_reports_its_steps_and_its_end(road: Jobs, bus: Bus) -> None:
    steps, ended, started = [], [], []

    def watch(job: LongJob) -> None:
        started.append(job)
        job.stepped.connect(lambda *step: steps.append(step))
        job.ended.connect(lambda: ended.append(True))

    road.long_started.connect(watch)
    told: list[Notice] = []
    bus.notified.connect(told.append)

    def service(session: Any, offices: list[str], step: LongJob) -> Changes:
        for number, office in enumerate(offices):
            step(number, len(offices), office)
        return Changes("导出", batch_id=1)

    job = road.long(lambda s, step: service(s, ["市经信局", "市科技局"], step), title="正在导出交办", toast="已导出")
    road.drain()
    assert started == [job]
    assert steps == [(0, 2, "市经信局"), (1, 2, "市科技局")]
    assert ended == [True]
    assert [notice.text for notice in told] == ["已导出"]


def test_the_steps_of_a_long_job_are_told_on_the_thread_of_the_window(road: Jobs) -> None:
    threads: list[threading.Thread] = []
    long = road.long(lambda _s, step: step(1, 2, "一") or Changes(), title="导出")
    long.stepped.connect(lambda *_step: threads.append(threading.current_thread()), Qt.ConnectionType.DirectConnection)
    road.drain()
    assert threads == [threading.main_thread()]


def test_a_cancelled_long_job_leaves_nothing(road: Jobs, bus: Bus, store: Store) -> None:
    gate, sentences, changed = threading.Event(), [], []
    bus.changed.connect(changed.append)
    road.failed.connect(sentences.append)

    def service(session: Any, step: LongJob) -> Changes:
        gate.wait(5)
        step(1, 2, "市经信局")
        return Changes("导出")

    job = road.long(service, title="正在导出交办")
    job.cancel()
    gate.set()
    road.drain()
    assert changed == []
    assert (store.committed, store.rolled_back) == (0, 1)
    assert sentences == [CancelledError().sentence]


def test_after_closing_nothing_is_run_or_answered(qapp: QApplication, bus: Bus, store: Store) -> None:
    road = Jobs(store.session, bus)
    gate, answers = threading.Event(), []
    road.read(lambda s: gate.wait(5), on_result=answers.append)
    road.read(lambda s: 2, on_result=answers.append)
    gate.set()
    road.close()
    road.read(lambda s: 3, on_result=answers.append)
    QApplication.processEvents()
    assert answers == []


def test_drain_says_when_a_job_never_ends(road: Jobs) -> None:
    gate = threading.Event()
    road.read(lambda s: gate.wait(5), on_result=lambda _r: None)
    with pytest.raises(TimeoutError, match="1 jobs"):
        road.drain(30)
    gate.set()
    road.drain()


def test_an_answer_may_start_the_next_job_and_drain_waits_for_it(road: Jobs) -> None:
    answers: list[int] = []

    def then(value: int) -> None:
        answers.append(value)
        if value < 3:
            road.read(lambda s: value + 1, on_result=then)

    road.read(lambda s: 1, on_result=then)
    road.drain()
    assert answers == [1, 2, 3]


def test_a_long_job_is_freed_with_its_end(road: Jobs) -> None:
    road.long(lambda s, step: Changes(), title="短")
    road.drain()
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    assert [child for child in road.findChildren(QObject) if isinstance(child, LongJob)] == []


def test_a_long_job_that_only_reads_takes_no_turn(road: Jobs, store: Store) -> None:
    answers: list[int] = []
    road.long(lambda _s, _step: 7, title="读入 清单.xlsx", on_result=answers.append, reads=True)
    road.drain()
    assert (answers, store.acts) == ([7], [])


def test_each_act_has_a_key_of_its_own_made_where_it_began(road: Jobs, store: Store) -> None:
    road.write(lambda _s: Changes())
    road.long(lambda _s, _step: Changes(), title="导入")
    road.write(lambda _s: Changes(), act="a" * 32)
    road.read(lambda _s: None, on_result=lambda _none: None)
    road.drain()
    first, second, third = store.acts
    assert len(first) == len(second) == 32
    assert len({first, second, third}) == 3
    assert third == "a" * 32


def test_an_act_sent_again_tells_its_first_outcome(road: Jobs, bus: Bus) -> None:
    def service(_session: Any) -> Changes:
        raise DoneBeforeError("A1.1 责任人", 7)

    told: list[Changes] = []
    bus.changed.connect(told.append)
    outcomes: list[object] = []
    road.write(service, on_result=outcomes.append, failed=outcomes.append)
    road.drain()
    assert outcomes == told == [Changes("A1.1 责任人", 7, everything=True)]


@pytest.mark.parametrize("error", [None, RuleError("不行。")])
def test_the_end_of_a_write_is_told_whatever_came_of_it(road: Jobs, error: Exception | None) -> None:
    """Also when whoever asked is gone, and after the answer."""
    told: list[str] = []
    owner = QObject()

    def service(_session: Any) -> Changes:
        if error is not None:
            raise error
        return Changes()

    road.write(
        service, owner=owner, on_result=lambda _c: told.append("answer"), failed=told.append,
        ended=lambda: told.append("end"),
    )  # fmt: skip
    road.drain()
    assert told == ["answer" if error is None else "不行。", "end"]
    road.write(service, owner=owner, failed=told.append, ended=lambda: told.append("end"))
    delete(owner)
    road.drain()
    assert told[-1] == "end"


def test_a_task_is_under_way_until_the_answer_was_read(road: Jobs) -> None:
    """Two acts on it end one after the other; another task is free."""
    under_way = UnderWay(road, road)
    first, second = under_way.begin([1, 2]), under_way.begin([1])
    assert (1 in under_way, 2 in under_way, 3 in under_way) == (True, True, False)
    first()
    assert 2 in under_way  # pages have not read yet
    road.drain()
    assert (1 in under_way, 2 in under_way) == (True, False)
    second()
    road.drain()
    assert 1 not in under_way
