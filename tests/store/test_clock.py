"""A clock that was set back, and a day given in place of it: no act is dated before the last one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from tracker.errors import RuleError
from tracker.model.enums import BatchSource, Status
from tracker.model.tables import Batch, Task
from tracker.services.progress import record_progress
from tracker.services.status import change_status
from tracker.services.tasks import edit_task
from tracker.services.undo import undo_batch
from tracker.store import clock
from tracker.store.clock import Clock
from tracker.store.engine import Database

DAY = date(2026, 3, 2)


@pytest.fixture
def watched(ledger: Database) -> Database:
    """A ledger whose first task was assigned on the day; from now on its clock is watched."""
    _act(ledger, change_status, Status.IN_PROGRESS, DAY, confirmed=True)
    ledger.clock = Clock()
    return ledger


def _act(ledger: Database, service: Any, *arguments: Any, **more: Any) -> Any:
    with ledger.session() as session:
        number = session.exec(select(Task.id).where(Task.code == "A1.1")).one()
        return service(session, number, *arguments, **more)


def _remark(ledger: Database, text: str) -> Any:
    with ledger.session() as session:
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        return edit_task(session, task.id, task.version, "remark", text, DAY)


def _set(monkeypatch: pytest.MonkeyPatch, **back: float) -> None:
    monkeypatch.setattr(clock, "now_here", lambda: datetime.now(UTC) - timedelta(**back))


def _acts(ledger: Database) -> int:
    with ledger.reading() as session:
        return len(session.exec(select(Batch.id)).all())


def test_a_clock_that_goes_right_is_never_in_the_way(watched: Database) -> None:
    assert _remark(watched, "一").batch_id is not None
    assert _remark(watched, "二").batch_id is not None


@pytest.mark.parametrize("days", [2, 61, 9_000])
def test_nothing_is_written_by_a_clock_that_was_set_back(
    watched: Database, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    _remark(watched, "一")
    known = _acts(watched)
    _set(monkeypatch, days=days)
    with pytest.raises(RuleError, match=r"电脑的时间（.+）早于.+没有保存；请先校准电脑的日期和时间"):
        _remark(watched, "二")
    with pytest.raises(RuleError, match="电脑的时间"):
        _act(watched, change_status, Status.CLOSING, DAY)
    assert _acts(watched) == known


def test_a_clock_that_lags_a_little_is_borne(watched: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    server = watched.file is None
    _set(monkeypatch, **({"hours": 23} if server else {"minutes": 50}))
    assert _remark(watched, "一").batch_id is not None
    _set(monkeypatch, **({"hours": 25} if server else {"minutes": 70}))
    with pytest.raises(RuleError, match="请先校准"):
        _remark(watched, "二")


def test_the_sentence_names_the_act_and_taking_it_back_is_the_way_out(
    watched: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if watched.file is None:
        pytest.skip("a server dates its acts by its own clock")
    with watched.session() as session:
        session.info["at"] = datetime.now(UTC) + timedelta(days=400)  # the clock was wrong, and was put right since
        number = session.exec(select(Task.id).where(Task.code == "A1.1")).one()
        wrong = record_progress(session, number, DAY, 10, "一次").batch_id
    with pytest.raises(RuleError, match=r"台账最近一次操作“A1.1 .*请先在“变更记录”里撤销它"):
        _remark(watched, "一")
    with watched.session() as session:
        undo_batch(session, wrong)
    assert _remark(watched, "一").batch_id is not None


def test_a_day_given_on_the_command_line_is_not_before_the_last_move(watched: Database) -> None:
    watched.clock = Clock(DAY - timedelta(days=1))
    with pytest.raises(RuleError, match="最近一次进展或状态变动是 2026-03-02 的，--today 2026-03-01 比它早"):
        _act(watched, change_status, Status.CLOSING, DAY - timedelta(days=1))
    for later in (DAY, DAY + timedelta(days=30)):
        watched.clock = Clock(later)
        assert _remark(watched, f"{later}").batch_id is not None


def test_nor_before_the_last_entry(watched: Database) -> None:
    _act(watched, record_progress, DAY + timedelta(days=20), 30, "完成初稿并征求意见")
    watched.clock = Clock(DAY + timedelta(days=19))
    with pytest.raises(RuleError, match="2026-03-22 的，--today 2026-03-21"):
        _remark(watched, "一")


def test_a_ledger_without_moves_takes_any_day(ledger: Database) -> None:
    ledger.clock = Clock(date(2020, 1, 1))
    assert _remark(ledger, "一").batch_id is not None


def test_what_the_program_brings_and_takes_back_is_not_watched(watched: Database) -> None:
    done = _remark(watched, "一")
    watched.clock = Clock(DAY - timedelta(days=9))
    with watched.session() as session:
        undo_batch(session, done.batch_id)
    with watched.session() as session:
        clock.check_clock(session, BatchSource.SEED, datetime.now(UTC))
