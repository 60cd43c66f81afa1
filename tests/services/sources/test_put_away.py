"""A source put away takes open tasks out of the papers: it is told and put on record."""

from datetime import date
from typing import Any

import pytest

from tests.services.conftest import TODAY
from tracker.model.enums import Status
from tracker.model.paper_periods import period_until
from tracker.model.rows import Figures
from tracker.queries.decision_log import list_decisions
from tracker.queries.ledger import TaskFilter
from tracker.queries.papers import read_figures
from tracker.queries.sources import list_articles
from tracker.reports.official_ledger import total_words
from tracker.reports.paper_sentences import overall_tasks, short_tasks
from tracker.services.deadlines import Decision, change_deadline
from tracker.services.sources.retiring import count_red, reopen_source, retire_source
from tracker.services.status import change_status
from tracker.services.undo import undo_batch

WHY = "已由新文件替代"


@pytest.fixture
def source(lite: Any) -> int:
    """Source A with two tasks at work, one of them long past its deadline."""
    for code, due in (("A1.1", "2026-02-01"), ("A1.2a", "2026-12-31")):
        number = lite.number(code)
        lite.act(change_deadline, number, due, TODAY, Decision(confirmed=True))
        lite.act(change_status, number, Status.IN_PROGRESS, date(2026, 1, 5), confirmed=True)
    return next(row.id for row in lite.look(list_articles) if row.code == "A")


def figures(desk: Any, wanted: TaskFilter | None = None) -> Figures:
    return desk.look(read_figures, TODAY, period_until(TODAY), wanted)


def test_red_tasks_are_put_on_record_with_who_decided(lite: Any, source: int) -> None:
    assert lite.look(count_red, source, TODAY) == 1
    lite.act(retire_source, source, TODAY, WHY, decided_by="王副市长")
    listed = lite.look(list_decisions, TODAY)[0]
    assert (listed.kind, listed.code) == ("来源归档", "A")
    assert (listed.ends, listed.reason) == ("24 项未办结任务（已交办的红灯 1 项） → 不再进通报", WHY)
    assert listed.decided_by == "王副市长"


def test_without_red_ones_it_is_put_on_record_alone(lite: Any) -> None:
    number = next(row.id for row in lite.look(list_articles) if row.code == "B")
    lite.act(retire_source, number, TODAY, WHY)
    listed = lite.look(list_decisions, TODAY)[0]
    assert (listed.kind, listed.ends) == ("来源归档", "20 项未办结任务 → 不再进通报")


def test_a_source_without_open_tasks_needs_no_record(lite: Any) -> None:
    number = next(row.id for row in lite.look(list_articles) if row.code == "N1")
    lite.act(retire_source, number, TODAY, WHY)
    assert lite.look(list_decisions, TODAY) == ()


def test_cancelled_tasks_stand_there_themselves(lite: Any, source: int) -> None:
    lite.act(retire_source, source, TODAY, WHY, cancel_tasks=True, decided_by="王副市长")
    assert {row.kind for row in lite.look(list_decisions, TODAY)} == {"取消"}


def test_papers_say_what_they_leave_out(lite: Any, source: int) -> None:
    assert "归档" not in overall_tasks(figures(lite)) + short_tasks(figures(lite)) + total_words(figures(lite))
    away = lite.act(retire_source, source, TODAY, WHY, decided_by="王副市长")
    shown = figures(lite)
    assert (shown.put_away, shown.put_away_red) == (24, 1)
    for sentence in (overall_tasks(shown), short_tasks(shown)):
        assert sentence.endswith("另有24项未办结任务的来源已归档，未列入，其中红灯1项。")
    assert total_words(shown).endswith("不含来源已归档的未办结任务24项，其中红灯1项。")
    asked = figures(lite, TaskFilter(article="A"))
    assert (asked.now.tasks, asked.put_away) == (24, 0)
    lite.act(undo_batch, away.batch_id)
    assert figures(lite).put_away == 0
    assert lite.look(list_decisions, TODAY) == ()


def test_what_is_over_is_not_told(lite: Any, source: int) -> None:
    for code in ("A1.1", "A1.2a"):
        lite.act(change_status, lite.number(code), Status.CANCELLED, TODAY, "另行部署了", decided_by="王副市长")
    lite.act(retire_source, source, TODAY, WHY)
    assert (figures(lite).put_away, figures(lite).put_away_red) == (22, 0)
    assert overall_tasks(figures(lite)).endswith("另有22项未办结任务的来源已归档，未列入。")


def test_taken_up_again_its_tasks_count_again(lite: Any, source: int) -> None:
    lite.act(retire_source, source, TODAY, WHY, decided_by="王副市长")
    lite.act(reopen_source, source, TODAY, "继续跟踪办理")
    assert figures(lite).put_away == 0
