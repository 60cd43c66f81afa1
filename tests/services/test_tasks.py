"""Changing, confirming and making tasks."""

from datetime import date

import pytest

from tracker.errors import ConflictError, InputError, RuleError, UndecidedError
from tracker.model.enums import DueKind, RecommendationKind, Status
from tracker.model.tables import Batch, ProgressEntry, Recommendation
from tracker.services import status as states
from tracker.services import tasks
from tracker.services.tasks import confirm_offices

TODAY = date(2026, 3, 2)


def edit(desk, field: str, value, code: str = "A1.1", today: date = TODAY):
    row = desk.task(code)
    return desk.act(tasks.edit_task, row.id, row.version, field, value, today)


def assign(desk) -> None:
    desk.act(states.change_status, desk.number("A1.1"), Status.IN_PROGRESS, TODAY, confirmed=True)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("code", "A1.1甲", "A1.1甲"),
        ("title", "  引进  技术 ", "引进 技术"),
        ("content", "第一行\r\n第二行", "第一行\n第二行"),
        ("owner", "张三", "张三"),
        ("phone", "0574-87181234", "0574-87181234"),
        ("progress_note", "已起草", "已起草"),
        ("problems", "缺资金", "缺资金"),
        ("next_steps", "报市政府", "报市政府"),
        ("remark", "另行通知", "另行通知"),
        ("closing_statement", "已办结", "已办结"),
        ("lead_office", "市财政局", "市财政局"),
        ("lead_office", "", ""),
        ("co_offices", ("市教育局", "市财政局"), ("市教育局", "市财政局")),
        ("co_offices", (), ()),
        ("progress", 35, 35),
        ("progress", None, 0),
        ("start_on", "2026-01-05", date(2026, 1, 5)),
        ("start_on", "", None),
        ("due_text", "2026年9月底前", "2026年9月底前"),
        ("status", "未启动", Status.NOT_STARTED),
    ],
)
def test_every_field_can_be_edited(desk, field: str, value, shown) -> None:
    if field == "progress":
        assign(desk)
    if field == "status":
        settle(desk)
    changes = edit(desk, field, value)
    number = desk.number("A1.1甲" if field == "code" else "A1.1")
    assert getattr(desk.look(_row, number), field) == shown
    if changes.batch_id is not None:
        assert changes.tasks == {number}
        assert changes.label.startswith("A1.1 ")


def settle(desk) -> None:
    """Give A1.1 a deadline and confirm its offices: assigning it asks nothing then."""
    edit(desk, "due_text", "2026年9月底前")
    desk.act(confirm_offices, [desk.number("A1.1")])


def _row(session, number: int):
    from tracker.queries.tasks import read_task

    return read_task(session, number, TODAY).task


@pytest.mark.parametrize(
    ("field", "value", "error", "sentence"),
    [
        ("title", " ", InputError, "任务名称不能为空"),
        ("code", "", InputError, "编号不能为空"),
        ("code", "A1.2a", InputError, "编号“A1.2a”已经用在另一项任务上"),
        ("phone", "找小王", InputError, "没有号码"),
        ("progress", 101, InputError, "0 到 100"),
        ("progress", -1, InputError, "0 到 100"),
        ("progress", 12.5, InputError, "0 到 100"),
        ("lead_office", "市不存在局", InputError, "没有名为“市不存在局”的单位"),
        ("co_offices", ("市不存在局",), InputError, "没有名为“市不存在局”的单位"),
        ("start_on", "明天", InputError, "读不出日期"),
        ("status", "办完了", InputError, "不在可选范围"),
        ("status", "已销号", RuleError, "不能直接改为“已销号”"),
        ("status", "暂缓", RuleError, "还缺理由"),
        ("owner", 5, InputError, "要填文字"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(desk, field: str, value, error, sentence: str) -> None:
    before = desk.content(memory=True)
    with pytest.raises(error, match=sentence):
        edit(desk, field, value)
    assert desk.content(memory=True) == before


def test_an_old_remark_is_no_reason_for_a_move_by_hand(lite) -> None:
    edit(lite, "remark", "去年的说明")
    with pytest.raises(RuleError, match="还缺理由"):
        edit(lite, "status", "暂缓")


def test_an_edit_on_an_old_version_is_a_conflict(desk) -> None:
    row = desk.task()
    desk.act(tasks.edit_task, row.id, row.version, "owner", "张三", TODAY)
    with pytest.raises(ConflictError, match=r"A1\.1 刚刚被改过，本次修改没有保存"):
        desk.act(tasks.edit_task, row.id, row.version, "owner", "李四", TODAY)
    assert desk.task().owner == "张三"


def test_a_task_that_is_gone_is_a_sentence(desk) -> None:
    with pytest.raises(InputError, match="已不在台账中"):
        desk.act(tasks.edit_task, 99_999, 1, "owner", "张三", TODAY)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("owner", "张三"),
        ("progress", 35),
        ("progress_note", "已起草"),
        ("due_text", "2026年12月底前"),
        ("co_offices", ("市科技局", "市商务局")),
        ("start_on", "2026-01-05"),
        ("lead_office", "市财政局"),
    ],
)
def test_an_unchanged_value_writes_nothing(desk, field: str, value) -> None:
    if field == "progress":
        assign(desk)
    edit(desk, field, value)
    before = desk.content(memory=True)
    later = edit(desk, field, value, today=date(2027, 1, 5))
    assert (later.batch_id, later.tasks) == (None, frozenset())
    assert desk.content(memory=True) == before


def test_choosing_the_suggested_office_confirms_it(lite) -> None:
    assert not lite.task().offices_confirmed
    edit(lite, "lead_office", "市经信局")
    assert lite.task().offices_confirmed


def test_an_office_leads_or_helps_but_not_both(lite) -> None:
    edit(lite, "co_offices", ("市科技局", "市经信局", "市财政局"))
    assert lite.task().co_offices == ("市科技局", "市财政局")
    edit(lite, "lead_office", "市财政局")
    row = lite.task()
    assert (row.lead_office, row.co_offices) == ("市财政局", ("市科技局",))


def test_a_task_in_hand_keeps_a_lead_office(lite) -> None:
    assign(lite)
    with pytest.raises(RuleError, match="必须有牵头单位"):
        edit(lite, "lead_office", "")


@pytest.mark.parametrize(
    ("text", "today", "kept", "kind", "on"),
    [
        ("12月底前", date(2026, 3, 2), "2026年12月底前", DueKind.DATE, date(2026, 12, 31)),
        ("12月底前", date(2025, 3, 2), "2025年12月底前", DueKind.DATE, date(2025, 12, 31)),
        ("2026年12月底前", date(2026, 3, 2), "2026年12月底前", DueKind.DATE, date(2026, 12, 31)),
        ("长期坚持", date(2026, 3, 2), "长期坚持", DueKind.LONG_TERM, None),
        ("每季度末", date(2026, 3, 2), "每季度末", DueKind.RECURRING, None),
        ("", date(2026, 3, 2), "", DueKind.NONE, None),
    ],
)
def test_a_deadline_is_kept_as_said_with_its_year_and_read(
    lite, text: str, today: date, kept: str, kind: DueKind, on
) -> None:
    edit(lite, "due_text", "2027年6月底")
    edit(lite, "due_text", text, today=today)
    row = lite.task()
    assert (row.due_text, row.due_kind, row.due_on) == (kept, kind, on)
    assert row.first_due_on == on  # nobody was charged with it yet: the first deadline follows the draft


@pytest.mark.parametrize(
    ("text", "today", "error", "sentence"),
    [
        ("2025年12月底前", date(2026, 3, 2), UndecidedError, "2025-12-31已经过了；是指 2026-12-31 吗？"),
        ("视情况而定", date(2026, 3, 2), InputError, "视情况而定读不出日期；请写成 2026-06-30 或“2026年6月底前”。"),
    ],
)
def test_what_is_asked_about_or_unread_leaves_the_draft(lite, text: str, today: date, error, sentence: str) -> None:
    edit(lite, "due_text", "2027年6月底")
    with pytest.raises(error, match=sentence):
        edit(lite, "due_text", text, today=today)
    assert lite.task().due_text == "2027年6月底"


def test_editing_progress_makes_one_dated_entry(lite) -> None:
    assign(lite)
    edit(lite, "progress", 35)
    edit(lite, "problems", "缺资金", today=date(2026, 3, 9))
    first, second = lite.rows(ProgressEntry)
    assert (first.entered_on, first.progress, first.author) == (TODAY, 35, "测试员")
    # 存在问题 alone tells of no progress: the entry has no percent.
    assert (second.entered_on, second.progress, second.problems) == (date(2026, 3, 9), None, "缺资金")


def test_confirming_takes_the_suggestion_as_it_stands(desk) -> None:
    numbers = [desk.number(code) for code in ("A1.1", "A1.2a")]
    changes = desk.act(tasks.confirm_offices, numbers)
    assert changes.label == "确认 2 项任务的单位"
    assert changes.tasks == set(numbers)
    assert all(desk.task(code).offices_confirmed for code in ("A1.1", "A1.2a"))
    assert desk.act(tasks.confirm_offices, numbers[:1]).batch_id is None


def test_confirming_needs_an_office_everywhere(lite) -> None:
    edit(lite, "lead_office", "")
    numbers = [lite.number(code) for code in ("A1.2a", "A1.1")]
    with pytest.raises(InputError, match=r"A1\.1 还没有牵头单位"):
        lite.act(tasks.confirm_offices, numbers)
    assert not lite.task("A1.2a").offices_confirmed
    with pytest.raises(InputError, match="没有选择任务"):
        lite.act(tasks.confirm_offices, [])


def source(desk, code: str) -> int:
    (found,) = desk.rows(Recommendation, Recommendation.code == code)
    return found.id


def test_splitting_gives_the_next_code(desk) -> None:
    number = source(desk, "A2.1c")
    for code, title in (("A2.1c-2", "第二项"), ("A2.1c-3", "第三项")):
        changes = desk.act(tasks.add_task, number, title, "市财政局")
        row = desk.task(code)
        assert changes.tasks == {row.id}
        assert (row.title, row.lead_office, row.offices_confirmed) == (title, "市财政局", True)
        assert (row.recommendation, row.themes) == ("A2.1c", desk.task("A2.1c").themes)
        assert changes.label == "A2.1c 新增任务"


def test_a_code_is_the_next_even_when_one_between_has_another_name(lite) -> None:
    number = source(lite, "A2.1c")
    for _ in range(2):
        lite.act(tasks.add_task, number)
    edit(lite, "code", "甲-1", code="A2.1c-2")
    lite.act(tasks.add_task, number)
    assert lite.task("A2.1c-4").recommendation == "A2.1c"


def reference(desk) -> Recommendation:
    found = desk.rows(Recommendation, Recommendation.kind == RecommendationKind.LESSON)
    return found[0]


def test_a_reference_becomes_a_task(desk) -> None:
    lesson = reference(desk)
    changes = desk.act(tasks.add_task, lesson.id)
    row = desk.task(lesson.code)
    assert changes.label == f"{lesson.code} 转为任务"
    assert (row.title, row.content, row.status) == (lesson.title, lesson.summary, Status.UNASSIGNED)


def test_an_umbrella_never_becomes_a_task(lite) -> None:
    with pytest.raises(RuleError, match=r"A0\.1 是总领"):
        lite.act(tasks.add_task, source(lite, "A0.1"))


@pytest.mark.parametrize("arguments", [(99_999,), (1, "x", "市不存在局")], ids=["recommendation", "office"])
def test_a_new_task_needs_what_exists(lite, arguments: tuple) -> None:
    before = lite.content(memory=True)
    lesson = (reference(lite).id, *arguments[1:]) if arguments[0] == 1 else arguments
    with pytest.raises(InputError):
        lite.act(tasks.add_task, *lesson)
    assert lite.content(memory=True) == before


def test_an_act_bears_the_name_of_who_did_it(lite) -> None:
    edit(lite, "owner", "张三")
    _, batch = lite.rows(Batch)
    assert (batch.actor, batch.label, batch.source) == ("测试员", "A1.1 责任人", "manual")


def test_two_acts_of_one_session_are_one_batch(lite) -> None:
    number = lite.number("A1.1")
    with lite.ledger.session() as session:
        first = tasks.edit_task(session, number, 1, "owner", "张三", TODAY)
        second = states.change_status(session, number, Status.NOT_STARTED, TODAY, confirmed=True)
    assert first.batch_id == second.batch_id
