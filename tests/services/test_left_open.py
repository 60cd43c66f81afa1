"""What a move that ends a task would leave open: it is asked about on every road, and never in silence."""

from datetime import date

import pytest

from tracker.errors import InputError, RuleError, UndecidedError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import CoordinationStatus, LightColour, Status, VerdictOutcome
from tracker.model.tables import ProgressEntry, Task
from tracker.services import bulk, coordination, deadlines, progress, status, task_links, undo, verdicts
from tracker.services.deadline_outlooks import preview_with_outlook
from tracker.services.tasks import confirm_offices, edit_task

TODAY = date(2026, 3, 2)
STATEMENT = "设备已全部到位并通过验收"
QUESTION = "还有 1 个协调事项没有了结，请确认后再{}。"


def bring(lite, code: str, to: Status, on: date = TODAY) -> int:
    """Bring a task to work, or up to the report of completion."""
    number = lite.number(code)
    lite.act(status.change_status, number, Status.IN_PROGRESS, on, confirmed=True)
    if to is Status.CLOSING:
        lite.act(status.change_status, number, Status.CLOSING, on, progress=100)
        lite.act(progress.add_evidence, number, "", text="甬政发〔2026〕12号文已经印发各单位")
    return number


def raise_matter(lite, number: int) -> int:
    lite.act(coordination.raise_matter, number, "用地指标需市里统筹", "王副市长", TODAY)
    return lite.detail().matters[0].id


def test_closing_asks_about_open_matters(lite) -> None:
    number = bring(lite, "A1.1", Status.CLOSING)
    raise_matter(lite, number)
    with pytest.raises(UndecidedError) as asked:
        lite.act(status.close_task, number, STATEMENT, TODAY)
    assert asked.value.sentence == QUESTION.format("销号")
    lite.act(progress.close_with_note, number, STATEMENT, "", TODAY, confirmed=True)
    assert lite.task().status is Status.CLOSED
    assert lite.task().coordination == 1  # nobody solved it by closing the task


def test_cancelling_asks_and_a_settled_matter_asks_nothing(lite) -> None:
    number = bring(lite, "A1.1", Status.IN_PROGRESS)
    matter = raise_matter(lite, number)
    cancel = (number, Status.CANCELLED, TODAY, "省里已经取消该事项")
    with pytest.raises(UndecidedError) as asked:
        lite.act(status.change_status, *cancel, decided_by="王副市长")
    assert asked.value.sentence == QUESTION.format("取消")
    with pytest.raises(RuleError, match="还缺批准人"):  # what is missing comes before what is asked
        lite.act(status.change_status, *cancel)
    lite.act(coordination.move_matter, matter, CoordinationStatus.SOLVED, TODAY, "已调剂")
    lite.act(status.change_status, *cancel, decided_by="王副市长")
    assert lite.task().status is Status.CANCELLED


@pytest.mark.parametrize("to", [Status.CLOSED, Status.CANCELLED])
def test_in_bulk_each_task_is_asked_about_as_alone(lite, to: Status) -> None:
    first, second = (bring(lite, code, Status.CLOSING) for code in ("A1.1", "A1.2a"))
    raise_matter(lite, first)
    edits = [BulkEdit(number, "status", to.word, reason=STATEMENT, decided_by="王副市长") for number in (first, second)]
    asking, free = lite.look(bulk.preview_edits, edits, TODAY).lines
    act = "销号" if to is Status.CLOSED else "取消"
    assert (asking.asks, free.asks, free.error) == (QUESTION.format(act), "", "")
    with pytest.raises(UndecidedError, match=r"^A1\.1"):
        lite.act(bulk.apply_edits, edits, TODAY)
    confirmed = [BulkEdit(edit.task_id, "status", to.word, reason=STATEMENT, decided_by="王副市长", confirmed=True)
                 for edit in edits]  # fmt: skip
    assert [line.asks for line in lite.look(bulk.preview_edits, confirmed, TODAY).lines] == ["", ""]
    lite.act(bulk.apply_edits, confirmed, TODAY)
    assert lite.task().status is lite.task("A1.2a").status is to


def test_a_merged_task_hands_its_matters_to_the_one_that_is_kept(lite) -> None:
    kept, merged = (bring(lite, code, Status.IN_PROGRESS) for code in ("A1.2a", "A1.1"))
    raise_matter(lite, merged)
    lite.act(task_links.merge_tasks, kept, [merged], TODAY)
    (matter,) = lite.detail("A1.2a").matters
    assert (matter.code, matter.what) == ("A1.1", "用地指标需市里统筹")
    assert (lite.task("A1.2a").coordination, lite.task("A1.1").coordination) == (1, 0)
    assert "难" in lite.task("A1.2a").light.marks
    with pytest.raises(UndecidedError, match="还有 1 个协调事项"):
        lite.act(status.change_status, kept, Status.CANCELLED, TODAY, "省里已经取消该事项", decided_by="王副市长")


@pytest.fixture
def monthly(lite) -> int:
    """A1.1 reports by the 25th of every month and has been at work since December, reported complete in March."""
    lite.edit("due_text", "每月25日前")
    return bring(lite, "A1.1", Status.CLOSING, date(2025, 12, 1))


def test_closing_asks_about_owed_reports_until_they_are_waived(lite, monthly: int) -> None:
    with pytest.raises(UndecidedError, match="还缺 3 期定期报送，请确认后再销号"):
        lite.act(status.close_task, monthly, STATEMENT, TODAY)
    edit = BulkEdit(monthly, "status", "已销号", reason=STATEMENT)
    assert lite.look(bulk.preview_edits, [edit], TODAY).lines[0].asks == "还缺 3 期定期报送，请确认后再销号。"
    for due in (date(2025, 12, 25), date(2026, 1, 25), date(2026, 2, 25)):
        lite.act(verdicts.waive_report, monthly, due, "专班合并报送", TODAY, "王副市长")
    lite.act(status.close_task, monthly, STATEMENT, TODAY)
    assert lite.task().status is Status.CLOSED


def test_cancelling_does_not_ask_for_reports(lite, monthly: int) -> None:
    lite.act(status.change_status, monthly, Status.CANCELLED, TODAY, "省里已经取消该事项", decided_by="王副市长")
    assert lite.task().status is Status.CANCELLED


def test_a_waiver_takes_the_fault_away_and_undo_brings_it_back(lite) -> None:
    lite.edit("due_text", "每月25日前")
    number = bring(lite, "A1.1", Status.IN_PROGRESS, date(2026, 1, 30))
    assert lite.task().light.reason == "逾期5天"
    lite.act(verdicts.waive_report, number, date(2026, 2, 25), "专班合并报送", TODAY, "王副市长")
    assert (lite.task().light.colour, lite.detail().reports[1].waiver) == (LightColour.GREEN, "专班合并报送")
    assert "免报 1 期" in lite.task().light.sentence
    lite.act(undo.undo_batch)
    assert (lite.task().light.reason, lite.detail().reports[1].waiver) == ("逾期5天", "")


def test_a_report_that_came_is_not_waived(lite) -> None:
    lite.edit("due_text", "每月25日前")
    number = bring(lite, "A1.1", Status.IN_PROGRESS, date(2026, 1, 30))
    lite.act(progress.record_progress, number, date(2026, 2, 20), 10, "召开专题会议部署")
    with pytest.raises(RuleError, match="2026-02-25 期已经报送"):
        lite.act(verdicts.waive_report, number, date(2026, 2, 25), "专班合并报送", TODAY)


def test_an_entry_for_a_missed_period_reports_it_late_and_says_something(lite) -> None:
    lite.edit("due_text", "每月25日前")
    number = bring(lite, "A1.1", Status.IN_PROGRESS, date(2025, 12, 20))
    due = date(2026, 1, 25)
    with pytest.raises(RuleError, match="补报要写进展情况"):
        lite.act(progress.record_progress, number, TODAY, 10, "无", period=due)
    lite.act(progress.record_progress, number, TODAY, 10, "本期无新进展", period=due)
    report = next(report for report in lite.detail().reports if report.due_on == due)
    assert (report.reported_on, report.late_days) == (TODAY, 36)
    assert lite.rows(ProgressEntry)[-1].period_due_on == due


def test_a_verdict_lowers_what_counts_until_the_office_writes_again(lite) -> None:
    number = bring(lite, "A1.1", Status.IN_PROGRESS, date(2026, 1, 1))
    lite.edit("due_text", "2026-04-30")
    lite.act(progress.record_progress, number, date(2026, 2, 20), 60, "设备已经到位六成")
    assert (lite.task().light.colour, lite.task().effective_progress) == (LightColour.GREEN, 60)
    lite.act(verdicts.record_verdict, number, TODAY, VerdictOutcome.PARTLY, TODAY, progress=10, note="现场只到了一成")
    row = lite.task()
    assert (row.progress, row.effective_progress, row.verdict) == (60, 10, "部分属实")
    assert row.light.reason == "落后40点"
    (seen,) = lite.detail().verdicts
    assert (seen.progress, seen.by, seen.note) == (10, "测试员", "现场只到了一成")
    lite.act(progress.record_progress, number, TODAY.replace(day=10), 62, "补充了到货单据")
    lite.today = TODAY.replace(day=10)
    assert lite.task().effective_progress == 62


def test_leaders_are_edited_on_every_road_and_listed(lite) -> None:
    from tracker.queries.oversight import list_leaders

    number = lite.number("A1.1")
    row = lite.task()
    lite.act(edit_task, number, row.version, "leader", " 王副市长 ", TODAY)
    lite.act(
        bulk.apply_edits,
        [BulkEdit(lite.number("A1.2a"), "leader", "李副市长"), BulkEdit(number, "priority", "重点")],
        TODAY,
    )
    lite.act(status.change_status, number, Status.PAUSED, TODAY, "等待省里政策出台", decided_by="陈秘书长")
    lite.act(task_links.merge_tasks, number, [lite.number("A1.2b")], TODAY)  # nobody is asked: the desk decides
    for solver in ("赵副市长", "市科技局"):
        lite.act(coordination.raise_matter, lite.number("A1.2a"), "请协调用地指标", solver, TODAY)
    assert lite.look(list_leaders) == ("李副市长", "王副市长", "赵副市长", "陈秘书长")
    assert (lite.task().leader, lite.task().priority.word, lite.task().light.marks) == ("王副市长", "重点", ("重",))
    with pytest.raises(InputError, match="不在可选范围"):
        lite.act(bulk.apply_edits, [BulkEdit(number, "priority", "很重要")], TODAY)


# --- assigning and resuming ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "confirmed", "question"),
    [
        ("", False, "还没有时限，牵头单位还是建议"),
        ("尽快", True, "还没有时限"),
        ("2026-06-30", False, "牵头单位还是建议"),
        ("长期坚持", True, ""),
    ],
)
@pytest.mark.parametrize("to", [Status.NOT_STARTED, Status.IN_PROGRESS])
def test_assigning_by_hand_asks_about_what_is_not_settled(
    lite, due: str, confirmed: bool, question: str, to: Status
) -> None:
    number = lite.number("A1.1")
    lite.act(deadlines.change_deadline, number, due, TODAY, deadlines.Decision(confirmed=True))
    if confirmed:
        lite.act(confirm_offices, [number])
    act = "交办" if to is Status.NOT_STARTED else "交办并开始"
    asks = f"{question}，请确认后再{act}。" if question else ""
    assert lite.look(bulk.preview_edits, [BulkEdit(number, "status", to.word)], TODAY).lines[0].asks == asks
    if question:
        with pytest.raises(UndecidedError) as asked:
            lite.act(status.change_status, number, to, TODAY)
        assert asked.value.sentence == asks
        assert lite.task().status is Status.UNASSIGNED
    lite.act(status.change_status, number, to, TODAY, confirmed=bool(question))
    assert lite.task().status is to


def test_a_paste_that_names_office_and_deadline_asks_nothing(lite) -> None:
    number = lite.number("A1.1")
    told = (("status", "推进中"), ("lead_office", "市科技局"), ("due_text", "2026-06-30"))
    edits = [BulkEdit(number, field, text) for field, text in told]
    preview = lite.look(bulk.preview_edits, edits, TODAY)
    assert [(line.edit, line.asks) for line in preview.lines] == [(edit, "") for edit in edits]
    lite.act(bulk.apply_edits, edits, TODAY)
    assert (lite.task().status, lite.task().lead_office) == (Status.IN_PROGRESS, "市科技局")


def test_a_paste_whose_deadline_is_asked_about_leaves_the_task_undated(lite) -> None:
    number = lite.number("A1.1")
    edits = [BulkEdit(number, "due_text", "2月10日"), BulkEdit(number, "status", "推进中")]
    deadline, moved = lite.look(bulk.preview_edits, edits, TODAY).lines
    assert (deadline.unclear, moved.asks[:6]) == (True, "还没有时限，")


def test_the_workbook_of_an_office_is_asked_nothing(lite, send_workbook, tmp_path) -> None:
    book = send_workbook(lite, tmp_path)
    waiting = next(
        row.code for row in lite.rows(Task, Task.status == Status.UNASSIGNED)
        if lite.task(row.code).lead_office == "市经信局" and not row.due_text
    )  # fmt: skip
    book.edit(waiting, status="推进中")
    lite.take_in(book)
    task = lite.task(waiting)
    assert (task.status, task.due_text) == (Status.IN_PROGRESS, "")


@pytest.fixture
def paused(lite) -> int:
    """A1.1, due on 20 February and paused since January."""
    number = bring(lite, "A1.1", Status.IN_PROGRESS, date(2026, 1, 5))
    lite.today = date(2026, 1, 6)
    lite.edit("due_text", "2026-02-20")
    lite.act(status.change_status, number, Status.PAUSED, date(2026, 1, 20), "等待省里政策", decided_by="王副市长")
    lite.today = TODAY
    return number


@pytest.mark.parametrize("to", [Status.IN_PROGRESS, Status.NOT_STARTED, Status.UNASSIGNED])
def test_resuming_asks_about_a_deadline_that_passed(lite, paused: int, to: Status) -> None:
    with pytest.raises(UndecidedError, match="时限已过 10 天，请确认后再恢复"):
        lite.act(status.change_status, paused, to, TODAY)
    lite.act(status.change_status, paused, to, date(2026, 2, 20))  # in time: nothing is asked
    assert lite.task().status is to


def test_a_deadline_kept_over_a_pause_is_red(lite, paused: int) -> None:
    edit = BulkEdit(paused, "status", "推进中")
    assert lite.look(bulk.preview_edits, [edit], TODAY).lines[0].asks == "时限已过 10 天，请确认后再恢复。"
    lite.act(status.change_status, paused, Status.IN_PROGRESS, TODAY, confirmed=True)
    assert lite.task().light.text == "红 · 逾期10天"


# --- the light before and after a deadline typed by hand ----------------------------------------------------------


def test_a_deadline_typed_by_hand_says_what_becomes_of_the_light(lite) -> None:
    number = bring(lite, "A1.1", Status.IN_PROGRESS, date(2026, 1, 5))
    lite.act(deadlines.change_deadline, number, "2026-02-20", date(2026, 1, 6), deadlines.UNDECIDED)
    outlook = lite.look(preview_with_outlook, number, "2026-09-30", TODAY).outlook
    assert (outlook.now.light.text, outlook.moved.light.text) == ("红 · 逾期10天", "黄 · 落后21点")
    decision = deadlines.Decision("等待上级批复资金", "王副市长")
    lite.act(deadlines.change_deadline, number, "2026-09-30", TODAY, decision)
    assert lite.task().light == outlook.moved.light
    assert lite.look(preview_with_outlook, number, "", TODAY).outlook is None  # refused: nothing comes of it
    assert lite.look(preview_with_outlook, number, "11月10日", TODAY).outlook.error == ""
