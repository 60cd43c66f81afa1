"""A clock that was set back is told when the ledger is opened; nothing is refused for it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tracker.model.tables import Task
from tracker.services.finish_interrupted import attend
from tracker.services.tasks import edit_task
from tracker.services.undo import undo_batch
from tracker.store import clock
from tracker.store.engine import Database

DAY = date(2026, 3, 2)


def _remark(ledger: Database, text: str) -> Any:
    with ledger.session() as session:
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        return edit_task(session, task.id, task.version, "remark", text, DAY)


def _set_back(monkeypatch: pytest.MonkeyPatch, **back: float) -> None:
    monkeypatch.setattr(clock, "now_here", lambda: datetime.now(UTC) - timedelta(**back))


def _told(ledger: Database, folder: Path) -> str:
    ledger.notice = ""
    attend(ledger, folder)
    return ledger.notice


def test_a_clock_that_goes_right_is_not_mentioned(ledger: Database, tmp_path: Path) -> None:
    assert _told(ledger, tmp_path) == ""
    _remark(ledger, "一")
    assert _told(ledger, tmp_path) == ""


def test_a_clock_that_lags_a_little_is_borne(ledger: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _remark(ledger, "一")
    _set_back(monkeypatch, hours=23)
    assert _told(ledger, tmp_path) == ""


def test_one_that_was_set_back_is_told_with_the_last_act(
    ledger: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = _remark(ledger, "一")
    _set_back(monkeypatch, days=61)
    said = _told(ledger, tmp_path)
    assert said.startswith("电脑的时间（")
    assert "早于台账最近一次操作“A1.1 " in said
    assert "请先校准电脑的日期和时间" in said
    with ledger.session() as session:
        undo_batch(session, done.batch_id)
    assert "撤销" in _told(ledger, tmp_path)


def test_it_stands_beside_what_else_is_told(ledger: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _remark(ledger, "一")
    _set_back(monkeypatch, days=9_000)
    ledger.notice = "磁盘快满了。"
    attend(ledger, tmp_path)
    assert ledger.notice.startswith("磁盘快满了。电脑的时间（")


def test_a_ledger_made_by_the_program_alone_is_no_measure(
    ledger: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set_back(monkeypatch, days=9_000)
    assert _told(ledger, tmp_path) == ""
