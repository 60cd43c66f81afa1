"""Registering sources, their numbers, their tasks, and what becomes of them when they are put away."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tracker.errors import ConflictError, InputError, RuleError, UndecidedError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import Priority, Status
from tracker.model.list_preview import ListEntry, ListPreview
from tracker.model.source_words import SourceKind, SourceState
from tracker.model.tables import Article, ArticleFile, Attachment, Recommendation, Tag, Task
from tracker.model.task_lists import ListTable, ListTask
from tracker.services import undo
from tracker.services.bulk import apply_edits
from tracker.services.lists import importing
from tracker.services.sources import answers, files, numbering, retiring, tags, tasks
from tracker.services.sources.register import SourceFacts, delete_source, edit_source, register_source
from tracker.services.tasks import edit_task

TODAY = date(2026, 3, 2)


def new(desk: Any, source: Article, title: str = "提出培育方案", **more: Any) -> Task:
    changes = desk.act(tasks.make_task, source.id, tasks.NewTask(title, **more), TODAY)
    (number,) = changes.tasks
    (task,) = desk.rows(Task, Task.id == number)
    return task


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        (SourceKind.ARTICLE, "章"),
        (SourceKind.INSTRUCTION, "批"),
        (SourceKind.MEETING, "会"),
        (SourceKind.SUGGESTION, "建"),
        (SourceKind.PROPOSAL, "提"),
        (SourceKind.DOCUMENT, "文"),
        (SourceKind.LETTER, "信"),
        (SourceKind.HOTLINE, "热"),
        (SourceKind.OWN, "自"),
    ],
)
def test_every_kind_has_its_own_row_of_numbers(register: Callable[..., Article], kind: SourceKind, sign: str) -> None:
    assert register(kind).code == f"{sign}2026-01"
    assert register(kind).code == f"{sign}2026-02"
    assert register(kind, received_on=date(2025, 12, 30)).code == f"{sign}2025-01"


def test_a_number_is_never_given_again(desk: Any, register: Callable[..., Article]) -> None:
    source = register()
    assert new(desk, source).code == "批2026-01.1"
    desk.act(undo.undo_batch)
    assert new(desk, source).code == "批2026-01.2"
    assert new(desk, source).code == "批2026-01.3"
    register(SourceKind.MEETING)
    desk.act(undo.undo_batch)
    assert register(SourceKind.MEETING).code == "会2026-02"


def test_signs_and_width_hold_for_numbers_to_come(desk: Any, register: Callable[..., Article]) -> None:
    assert register().code == "批2026-01"
    desk.act(numbering.set_numbering, {SourceKind.INSTRUCTION: "示"}, 3)
    assert register().code == "示2026-002"
    with pytest.raises(InputError, match="各不相同"):
        desk.act(numbering.set_numbering, {SourceKind.MEETING: "示"})
    desk.act(undo.undo_batch)  # the registration
    desk.act(undo.undo_batch)  # the rule of numbers
    assert register().code == "批2026-03"


def test_a_typed_number_may_not_look_like_one_of_ours(desk: Any) -> None:
    task = desk.task()
    for typed in ("批2026-03", "指2026-01", "文2026-05.1"):
        with pytest.raises(InputError, match=f"“{typed}”是系统编号的样式"):
            desk.act(edit_task, task.id, task.version, "code", typed, TODAY)
    desk.act(edit_task, task.id, task.version, "code", "批示-1", TODAY)


@pytest.mark.parametrize(
    ("facts", "error", "sentence"),
    [
        ({"title": "  "}, InputError, "来源要有名称"),
        ({"received_on": date(2026, 3, 2), "report_due_on": date(2026, 3, 1)}, InputError, "早于收文日期"),
        ({"number": "甬政办〔2026〕12号", "sender": "市政府"}, ConflictError, "已登记为 批2026-01"),
    ],
)
def test_what_is_refused_at_registration(
    register: Callable[..., Article], facts: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    register(number="甬政办〔2026〕12号", sender="市政府")
    with pytest.raises(error, match=sentence):
        register(**facts)


def test_the_same_paper_may_be_registered_again_on_purpose(register: Callable[..., Article]) -> None:
    register(number="12号", sender="市政府")
    assert register(number="12号", sender="省政府").code == "批2026-02"
    assert register(number="12号", sender="市政府", again=True).code == "批2026-03"


def test_editing_a_source_keeps_its_rules(desk: Any, register: Callable[..., Article]) -> None:
    source = register(received_on=date(2026, 3, 1))
    desk.act(edit_source, source.id, "report_due_on", "2026-04-01", {"report_due_on": ""})
    with pytest.raises(ConflictError, match=r"刚被 .*改为“2026-04-01”"):
        desk.act(edit_source, source.id, "report_due_on", "2026-05-01", {"report_due_on": ""})
    with pytest.raises(InputError, match="早于收文日期"):
        desk.act(edit_source, source.id, "report_due_on", "2026-02-01")
    with pytest.raises(InputError, match="没有可以修改的"):
        desk.act(edit_source, source.id, "code", "批2026-09")
    desk.act(undo.undo_batch)
    (kept,) = desk.rows(Article, Article.id == source.id)
    assert kept.report_due_on is None


def test_files_of_a_source_keep_their_bytes(desk: Any, register: Callable[..., Article]) -> None:
    source = register()
    desk.act(files.attach_file, source.id, "..\\批示 扫描.PDF", b"%PDF-1.7 scan")
    desk.act(files.attach_file, source.id, "again.pdf", b"%PDF-1.7 scan")
    (row,) = desk.rows(ArticleFile)
    assert (row.name, row.size) == ("批示 扫描.PDF", 13)
    desk.act(files.remove_file, row.id)
    assert desk.rows(ArticleFile) == []
    assert desk.look(lambda session: session.get(Attachment, row.sha256)) is not None
    desk.act(undo.undo_batch)
    assert len(desk.rows(ArticleFile)) == 1


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.exe", b"x", "可执行文件"),
        ("a.pdf", b"MZ\x90", "可执行文件"),
        ("a.xyz", b"x", "类型不收"),
        ("noending", b"x", "类型不收"),
        ("a.pdf", b"", "空文件"),
    ],
)
def test_files_that_are_not_kept(
    desk: Any, register: Callable[..., Article], name: str, data: bytes, sentence: str
) -> None:
    source = register()
    with pytest.raises(InputError, match=sentence):
        desk.act(files.attach_file, source.id, name, data)


def test_a_source_has_twenty_files_at_most(desk: Any, register: Callable[..., Article]) -> None:
    source = register()
    for number in range(files.MOST_FILES):
        desk.act(files.attach_file, source.id, f"{number}.txt", f"text {number}".encode())
    with pytest.raises(InputError, match="已有 20 个附件"):
        desk.act(files.attach_file, source.id, "more.txt", b"one more")


def test_a_source_with_tasks_is_put_away_and_not_deleted(desk: Any, register: Callable[..., Article]) -> None:
    source = register()
    desk.act(delete_source, register(title="空的").id)
    for title in ("甲", "乙", "丙"):
        new(desk, source, title)
    with pytest.raises(RuleError, match="这个来源下有3项任务，不能删除，只能归档"):
        desk.act(delete_source, source.id)
    with pytest.raises(RuleError, match="理由"):
        desk.act(retiring.retire_source, source.id, TODAY, "短")
    with pytest.raises(RuleError, match="批准人"):
        desk.act(retiring.retire_source, source.id, TODAY, "已经另行部署", cancel_tasks=True)
    before = desk.rows(Task, Task.source_id == source.id)
    desk.act(retiring.retire_source, source.id, TODAY, "已经另行部署", cancel_tasks=True, decided_by="周市长")
    assert {task.status for task in desk.rows(Task, Task.source_id == source.id)} == {Status.CANCELLED}
    (kept,) = desk.rows(Article, Article.id == source.id)
    assert (kept.state, kept.state_on, kept.state_note) == (SourceState.RETIRED, TODAY, "已经另行部署")
    with pytest.raises(RuleError, match="已归档，不能再新增任务"):
        new(desk, source)
    desk.act(undo.undo_batch)
    assert [task.status for task in desk.rows(Task, Task.source_id == source.id)] == [t.status for t in before]


def test_a_source_reported_on_keeps_its_open_tasks(desk: Any, register: Callable[..., Article]) -> None:
    source = register()
    new(desk, source)
    desk.act(retiring.report_source, source.id, TODAY, "已书面报告")
    (kept,) = desk.rows(Article, Article.id == source.id)
    assert kept.state is SourceState.REPORTED
    assert {task.status for task in desk.rows(Task, Task.source_id == source.id)} == {Status.UNASSIGNED}
    desk.act(retiring.reopen_source, source.id, TODAY)
    with pytest.raises(RuleError, match="不需要恢复"):
        desk.act(retiring.reopen_source, source.id, TODAY)


def test_a_source_with_workbooks_under_way_is_put_away_when_that_was_seen(desk: Any, sent: Any) -> None:
    del sent
    (article,) = desk.rows(Article, Article.code == "A")
    with pytest.raises(UndecidedError, match="1份工作簿在途"):
        desk.act(retiring.retire_source, article.id, TODAY, "换用新的目录")
    desk.act(retiring.retire_source, article.id, TODAY, "换用新的目录", confirmed=True)


def test_one_task_answers_two_articles(
    desk: Any, register: Callable[..., Article], entry: Callable[[str], int]
) -> None:
    first, second = entry("A1.2b"), entry("D3.1")
    task = new(desk, register())
    desk.act(answers.answer_recommendations, task.id, [first, second])
    row = desk.task(task.code)
    assert (row.recommendation, row.recommendations) == ("A1.2b", ("A1.2b", "D3.1"))
    with pytest.raises(RuleError, match="主要回应"):
        desk.act(answers.answer_recommendations, task.id, remove=[first])
    desk.act(answers.answer_recommendations, task.id, main=second)
    desk.act(answers.answer_recommendations, task.id, remove=[first])
    assert desk.task(task.code).recommendations == ("D3.1",)
    desk.act(undo.undo_batch)
    assert desk.task(task.code).recommendations == ("A1.2b", "D3.1")


def test_the_indicators_of_what_is_answered_come_along(
    desk: Any, register: Callable[..., Article], entry: Callable[[str], int]
) -> None:
    task = new(desk, register())
    desk.act(answers.answer_recommendations, task.id, [entry("A1.1")])
    assert set(desk.task("A1.1").indicators) <= set(desk.task(task.code).indicators)
    helpers = desk.look(answers.suggested_helpers, [entry("A1.1")])
    assert helpers
    assert desk.task(task.code).co_offices == ()


def test_leader_priority_and_themes_of_several_tasks(desk: Any, register: Callable[..., Article]) -> None:
    source = register()
    numbers = [new(desk, source, title).id for title in ("甲", "乙")]
    desk.act(apply_edits, [BulkEdit(number, "leader", "周海东") for number in numbers], TODAY)
    desk.act(apply_edits, [BulkEdit(number, "priority", "重点") for number in numbers], TODAY)
    desk.act(tags.set_themes, numbers, ["企业培育", "全新主题"])
    rows = desk.rows(Task, Task.source_id == source.id)
    assert {(task.leader, task.priority, tuple(task.themes)) for task in rows} == {
        ("周海东", Priority.KEY, ("企业培育", "全新主题"))
    }
    assert "全新主题" in desk.look(tags.list_tags)
    assert desk.look(tags.unknown_tags, ["企业培育", "没有的"]) == ("没有的",)


def test_themes_come_and_go_and_those_nobody_named_stay(desk: Any, register: Callable[..., Article]) -> None:
    source = register()
    numbers = [new(desk, source, title).id for title in ("甲", "乙")]
    desk.act(tags.set_themes, numbers[:1], ["企业培育"])
    desk.act(tags.set_themes, numbers[1:], ["人才"])
    desk.act(tags.change_themes, numbers, ["海洋经济"], ["人才"])
    assert [tuple(desk.rows(Task, Task.id == number)[0].themes) for number in numbers] == [
        ("企业培育", "海洋经济"), ("海洋经济",)
    ]  # fmt: skip
    assert "海洋经济" in desk.look(tags.list_tags)
    desk.act(undo.undo_batch)
    assert [tuple(desk.rows(Task, Task.id == number)[0].themes) for number in numbers] == [("企业培育",), ("人才",)]
    with pytest.raises(InputError, match="没有选择任务"):
        desk.act(tags.change_themes, [], ["人才"], [])


def test_a_theme_is_renamed_everywhere_as_one_act(desk: Any) -> None:
    before = [entry.code for entry in desk.rows(Recommendation) if "专精特新" in entry.themes]
    assert before
    desk.act(tags.rename_tag, "专精特新", "专精特新企业")
    assert [entry.code for entry in desk.rows(Recommendation) if "专精特新企业" in entry.themes] == before
    assert not any("专精特新" in task.themes for task in desk.rows(Task))
    desk.act(undo.undo_batch)
    assert [entry.code for entry in desk.rows(Recommendation) if "专精特新" in entry.themes] == before


def test_a_source_put_away_gets_no_tasks_by_any_road(desk: Any, register: Callable[..., Article]) -> None:
    source = register()
    desk.act(retiring.retire_source, source.id, TODAY, "已经另行部署", confirmed=True)
    row = tasks.NewTask("更换路灯")
    listed = ListTask(3, (3,), title="更换路灯")
    table = ListTable("清单", (2, 2), tasks=[listed])
    preview = ListPreview("清单.xlsx", [table], [ListEntry(table, listed)])

    def from_a_list(session: Session) -> Any:
        return importing.import_list(session, session.get_one(Article, source.id), preview, TODAY)

    before = desk.content()
    for act in (
        lambda session: tasks.make_task(session, source.id, row, TODAY),
        from_a_list,
    ):
        with pytest.raises(RuleError, match="已归档，不能再新增任务"):
            desk.act(act)
    assert desk.content() == before


def test_themes_are_merged_and_retired(desk: Any) -> None:
    kept, other = desk.look(tags.list_tags)[:2]
    with pytest.raises(InputError, match="请用“合并”"):
        desk.act(tags.rename_tag, other, kept)
    desk.act(tags.merge_tags, kept, other)
    assert not any(other in task.themes for task in desk.rows(Task))
    assert other not in [tag.name for tag in desk.rows(Tag)]
    desk.act(tags.retire_tag, kept)
    assert kept not in desk.look(tags.list_tags)
    assert kept in desk.look(tags.list_tags, retired=True)


def test_the_making_of_a_source_is_not_undone_under_its_tasks(desk: Any) -> None:
    made = desk.act(register_source, SourceFacts(SourceKind.LETTER, "来信一件"), TODAY)
    (number,) = made.sources
    (source,) = desk.rows(Article, Article.id == number)
    new(desk, source)
    with pytest.raises(RuleError, match="不能撤销"):
        desk.act(undo.undo_batch, made.batch_id)
    assert desk.look(lambda session: session.exec(select(Article.id).where(Article.id == number)).first()) == number
