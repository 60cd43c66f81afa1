from datetime import date

import pytest
from sqlmodel import select

from tracker.errors import InputError, RuleError, UndecidedError
from tracker.model.enums import Status, VerdictOutcome
from tracker.model.tables import ReportWaiver, Task, Verdict
from tracker.services import status, verdicts

TODAY = date(2026, 3, 2)


@pytest.fixture
def at_work(desk) -> int:
    number = desk.number("A1.1")
    desk.act(status.change_status, number, Status.IN_PROGRESS, TODAY, confirmed=True)
    return number


def kept(desk, kind):
    with desk.ledger.session() as session:
        return session.exec(select(kind)).all()


def test_a_verdict_stands_beside_the_office_s_number(desk, at_work: int) -> None:
    desk.act(verdicts.record_verdict, at_work, TODAY, VerdictOutcome.REFUTED, TODAY, progress=60, note="现场只完成六成")
    (row,) = kept(desk, Verdict)
    assert (row.outcome, row.progress, row.note, row.by) == (VerdictOutcome.REFUTED, 60, "现场只完成六成", "测试员")
    assert next(task.progress for task in kept(desk, Task) if task.id == at_work) == 0


@pytest.mark.parametrize(
    "outcome", [VerdictOutcome.PARTLY, VerdictOutcome.REFUTED, VerdictOutcome.WANTING], ids=lambda each: each.value
)
def test_a_doubt_needs_words(desk, at_work: int, outcome: VerdictOutcome) -> None:
    with pytest.raises(RuleError, match="要写明理由"):
        desk.act(verdicts.record_verdict, at_work, TODAY, outcome, TODAY, note="——！！")
    assert kept(desk, Verdict) == []


def test_days_and_numbers_that_cannot_be(desk, at_work: int) -> None:
    confirmed = VerdictOutcome.CONFIRMED
    with pytest.raises(InputError, match="还没有到"):
        desk.act(verdicts.record_verdict, at_work, date(2026, 3, 3), confirmed, TODAY)
    with pytest.raises(InputError, match="0 到 100"):
        desk.act(verdicts.record_verdict, at_work, TODAY, confirmed, TODAY, progress=101)
    with pytest.raises(InputError, match="下次核查"):
        desk.act(verdicts.record_verdict, at_work, TODAY, confirmed, TODAY, next_on=TODAY)


def test_nothing_is_checked_that_nobody_was_charged_with(desk) -> None:
    with pytest.raises(RuleError, match="待交办，没有可以核查的内容"):
        desk.act(verdicts.record_verdict, desk.number("A1.1"), TODAY, VerdictOutcome.CONFIRMED, TODAY)


@pytest.fixture
def monthly(desk) -> int:
    """A task at work since December that reports by the 25th of every month."""
    desk.edit("due_text", "每月25日前")
    number = desk.number("A1.1")
    desk.act(status.change_status, number, Status.IN_PROGRESS, date(2025, 12, 1), confirmed=True)
    return number


def test_a_report_is_waived_once_and_with_a_reason(desk, monthly: int) -> None:
    at_work, due = monthly, date(2026, 2, 25)
    with pytest.raises(RuleError, match="2026-02-24 期不需报送"):
        desk.act(verdicts.waive_report, at_work, date(2026, 2, 24), "专班合并报送", TODAY)
    with pytest.raises(RuleError, match="免报要写明理由"):
        desk.act(verdicts.waive_report, at_work, due, "", TODAY)
    for nobody in ("", " —— "):
        with pytest.raises(UndecidedError, match="免报已到期或使亮灯变好的一期，要写批准人") as missing:
            desk.act(verdicts.waive_report, at_work, due, "专班合并报送", TODAY, nobody)
        assert missing.value.needs == ("decided_by",)
    assert kept(desk, ReportWaiver) == []
    desk.act(verdicts.waive_report, at_work, due, "专班合并报送", TODAY, "王副市长")
    with pytest.raises(RuleError, match="已经免报"):
        desk.act(verdicts.waive_report, at_work, due, "专班合并报送", TODAY)
    (row,) = kept(desk, ReportWaiver)
    assert (row.period_due_on, row.reason, row.by) == (due, "专班合并报送", "王副市长")


@pytest.mark.parametrize(
    ("today", "light", "asks"),
    [
        (date(2026, 3, 16), "黄 · 9天后到期", True),
        (date(2026, 3, 2), "绿", False),
        (date(2026, 3, 25), "黄 · 今天到期", True),
    ],
)
def test_a_running_period_is_waived_by_somebody_where_its_light_gets_better(
    desk, monthly: int, today: date, light: str, asks: bool
) -> None:
    for due in (date(2025, 12, 25), date(2026, 1, 25), date(2026, 2, 25)):
        desk.act(verdicts.waive_report, monthly, due, "专班合并报送", TODAY, "王副市长")
    desk.today, due = today, date(2026, 3, 25)
    assert desk.task().light.text == light
    if asks:
        with pytest.raises(UndecidedError, match="要写批准人"):
            desk.act(verdicts.waive_report, monthly, due, "专班合并报送", today)
        desk.act(verdicts.waive_report, monthly, due, "专班合并报送", today, "李市长")
    else:
        desk.act(verdicts.waive_report, monthly, due, "专班合并报送", today)
    assert (desk.task().light.text, kept(desk, ReportWaiver)[-1].by) == ("绿", "李市长" if asks else "测试员")


def test_a_task_that_has_ended_is_not_waived(desk, monthly: int) -> None:
    desk.act(status.change_status, monthly, Status.CANCELLED, TODAY, "省里已经取消该事项", decided_by="王副市长")
    with pytest.raises(RuleError, match="已取消，不能免报"):
        desk.act(verdicts.waive_report, monthly, date(2026, 2, 25), "专班合并报送", TODAY)
