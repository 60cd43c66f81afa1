"""What offices tell us by phone or in person: their own words, under the rules of the hand, and named as ours later."""

from datetime import date
from typing import Any

import openpyxl
import pytest

from tests.services.returns.test_co_offices import HelpBook
from tracker.errors import ConflictError, InputError, RuleError, TrackerError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import BatchSource, Outcome, Status
from tracker.model.exchange_words import EntryChannel, HelpState
from tracker.model.tables import HelpEntry, ProgressEntry, TaskOffice
from tracker.queries.exports import list_all_exports
from tracker.services import exporting, helping, tasks, undo
from tracker.services.bulk import apply_edits
from tracker.services.status import change_status

TODAY = date(2026, 3, 2)
LATER = date(2026, 3, 20)


def report(office: str = "市经信局", **values: Any) -> helping.Report:
    given: dict[str, Any] = {"by": "张三", "channel": EntryChannel.PHONE, "on": date(2026, 3, 1)}
    return helping.Report(**{"office": office} | given | values)


def tell(desk: Any, told: helping.Report, code: str = "A1.1") -> Any:
    return desk.act(helping.record_report, desk.number(code), told, TODAY)


@pytest.fixture
def at_work(lite: Any) -> Any:
    lite.act(change_status, lite.number("A1.1"), Status.IN_PROGRESS, TODAY, confirmed=True)
    return lite


def test_the_lead_office_tells_its_progress(at_work: Any) -> None:
    changes = tell(at_work, report(progress=60, note="完成选址和环评", problems="用地指标不足"))
    assert changes.label == "A1.1 登记市经信局反馈（电话）"
    entry = at_work.rows(ProgressEntry)[-1]
    assert (entry.progress, entry.note, entry.problems) == (60, "完成选址和环评", "用地指标不足")
    assert (entry.filled_by, entry.channel, entry.source) == ("张三", EntryChannel.PHONE, BatchSource.MANUAL)
    assert (entry.author, entry.entered_on) == ("测试员", date(2026, 3, 1))
    assert (at_work.task().progress, at_work.task().progress_note) == (60, "完成选址和环评")
    assert at_work.detail().progress[0].filled_by == "张三"
    at_work.act(undo.undo_batch, changes.batch_id)
    assert (at_work.task().progress, at_work.task().progress_note) == (0, "")


def test_what_is_not_told_stays(at_work: Any) -> None:
    tell(at_work, report(progress=40, note="完成选址", problems="用地指标不足"))
    tell(at_work, report(note="环评已批", channel=EntryChannel.MEETING))
    task = at_work.task()
    assert (task.progress, task.progress_note, task.problems) == (40, "环评已批", "用地指标不足")


def test_a_co_office_tells_of_its_part_alone(at_work: Any) -> None:
    before = at_work.task()
    tell(at_work, report("市商务局", state=HelpState.IN_PROGRESS, note="已对接外商", channel=EntryChannel.CHAT))
    (entry,) = at_work.rows(HelpEntry)
    assert (entry.state, entry.note, entry.filled_by, entry.channel) == (
        HelpState.IN_PROGRESS, "已对接外商", "张三", EntryChannel.CHAT,
    )  # fmt: skip
    assert at_work.task().progress_note == before.progress_note
    assert [row.summary for row in at_work.detail().helping if row.reported] == ["市商务局：配合中，已对接外商"]


REFUSED: list[tuple[dict[str, Any], type[TrackerError], str]] = [
    ({"on": date(2026, 3, 3)}, InputError, "2026-03-03 还没有到"),
    ({"by": " —"}, RuleError, "登记反馈要写是谁说的"),
    ({"channel": EntryChannel.MANUAL}, RuleError, "登记反馈要写怎么说的"),
    ({"progress": 0}, RuleError, "没有可以登记的内容"),
    ({"note": "无"}, RuleError, "没有可以登记的内容"),
    ({"state": HelpState.DONE, "note": "完成"}, RuleError, "没有配合状态；请填进度"),
    ({"office": "市商务局", "progress": 50, "note": "做了一半"}, RuleError, "市商务局不牵头 A1.1"),
    ({"office": "市商务局"}, RuleError, "没有可以登记的内容"),
    ({"office": "市财政局", "note": "拨了款"}, RuleError, "市财政局既不牵头也不配合 A1.1；请先把它加为配合单位"),
    ({"office": "市不存在局", "note": "拨了款"}, InputError, "没有名为“市不存在局”的单位"),
]


@pytest.mark.parametrize(("values", "error", "sentence"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_cannot_be_told(at_work: Any, values: dict[str, Any], error: type[TrackerError], sentence: str) -> None:
    before = at_work.content(memory=True)
    with pytest.raises(error, match=sentence):
        tell(at_work, report(**values))
    assert at_work.content(memory=True) == before


def test_the_rules_of_the_hand_hold(at_work: Any) -> None:
    tell(at_work, report(progress=60, note="完成选址和环评"))
    with pytest.raises(TrackerError, match="进度由 60% 降到 40%，请写原因"):
        tell(at_work, report(progress=40))
    with pytest.raises(TrackerError, match="还没有交办，不能记进度"):
        tell(at_work, report(progress=40, note="自己先干起来了"), "A2.1a")
    at_work.act(change_status, at_work.number("A1.1"), Status.CANCELLED, TODAY, "不再办理这一项", decided_by="王主任")
    with pytest.raises(RuleError, match=r"A1\.1 已取消，不能改进展情况"):
        tell(at_work, report(note="还在做"))
    with pytest.raises(RuleError, match=r"A1\.1 已取消，不能改配合情况"):
        tell(at_work, report("市商务局", note="还在做"))


def test_the_next_workbook_shows_it_and_the_one_under_way_is_ticked(
    lite: Any, tmp_path: Any, send_workbook: Any
) -> None:
    sent = send_workbook(lite, tmp_path)
    tell(lite, report(progress=60, note="完成选址和环评", on=TODAY))
    (row,) = lite.look(list_all_exports, TODAY)
    assert (row.filled, row.part, row.rows) == (1, True, row.tasks)
    sent.edit("A1.1", progress_note="我们还在选址")
    (change,) = lite.preview(sent).changes
    assert (change.outcome, change.ours) == (Outcome.CONFLICT, "完成选址和环评")
    assert "我方现在：电话记录 2026-03-02 张三" in change.note
    lite.act(exporting.export_office, "市经信局", again := tmp_path / "b.xlsx", LATER)
    sheet = openpyxl.load_workbook(again)["任务清单"]
    assert "完成选址和环评" in [cell.value for row in sheet.iter_rows(min_row=5) for cell in row]


def test_the_conflict_of_a_co_office_names_the_call(at_work: Any, tmp_path: Any) -> None:
    at_work.act(exporting.export_office, "市商务局", path := tmp_path / "a.xlsx", TODAY)
    tell(at_work, report("市商务局", note="电话里说已对接", on=TODAY))
    (change,) = at_work.preview(HelpBook(path).fill(help_note="书面说还没有")).changes
    assert (change.kind, change.outcome) == ("help", Outcome.CONFLICT)
    assert "我方现在：电话记录 2026-03-02 张三" in change.note
    rows = {row.office: row for row in at_work.look(list_all_exports, TODAY)}
    assert rows["市商务局"].filled == 1


def helper(desk: Any, office: str = "市商务局") -> Any:
    return next(row for row in desk.detail().helping if row.office == office)


def test_staff_may_write_what_a_co_office_has_to_do(at_work: Any) -> None:
    row = helper(at_work)
    at_work.act(helping.edit_help, row.id, {"help_duty": "负责外资招引", "help_owner": "钱七"}, TODAY)
    row = helper(at_work)
    assert (row.duty, row.owner, row.on) == ("负责外资招引", "钱七", None)
    assert at_work.rows(HelpEntry) == []
    with pytest.raises(ConflictError, match=r"市商务局 的.*刚被 测试员 .*改为“负责外资招引”"):
        at_work.act(helping.edit_help, row.id, {"help_duty": "别的"}, TODAY, {"help_duty": ""})
    with pytest.raises(InputError, match="没有号码"):
        at_work.act(helping.edit_help, row.id, {"help_phone": "没有"}, TODAY)


def test_a_suggested_co_office_is_confirmed_alone(lite: Any) -> None:
    link = next(each for each in lite.rows(TaskOffice) if not each.confirmed)
    changes = lite.act(helping.confirm_help, link.id)
    assert [each.id for each in lite.rows(TaskOffice) if each.confirmed] == [link.id]
    assert changes.label.endswith("配合")


@pytest.mark.parametrize("road", ["button", "lead", "assign", "bulk"])
def test_confirming_the_offices_of_a_task_confirms_who_helps(lite: Any, road: str) -> None:
    number = lite.number("A1.1")
    if road == "button":
        lite.act(tasks.confirm_offices, [number])
    elif road == "lead":
        lite.edit("lead_office", "市发改委")
    elif road == "assign":
        lite.act(change_status, number, Status.NOT_STARTED, TODAY, confirmed=True)
    else:
        lite.act(apply_edits, [BulkEdit(number, "lead_office", "市发改委")], TODAY, "批量")
    links = [link for link in lite.rows(TaskOffice) if link.task_id == number]
    assert links
    assert all(link.confirmed for link in links)
    assert not any(link.confirmed for link in lite.rows(TaskOffice) if link.task_id != number)


def test_who_is_added_to_a_settled_task_by_hand_is_settled(lite: Any) -> None:
    number = lite.number("A1.1")
    lite.edit("co_offices", ("市财政局",))
    assert [link.confirmed for link in lite.rows(TaskOffice) if link.task_id == number] == [False]
    lite.act(tasks.confirm_offices, [number])
    lite.edit("co_offices", ("市财政局", "市商务局"))
    assert [link.confirmed for link in lite.rows(TaskOffice) if link.task_id == number] == [True, True]
