"""The dock of 往来: what the chosen return would change, before anybody opens the review."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt

from tracker.model.changeset import ChangeSet, FieldChange, Problem
from tracker.model.enums import LightColour, Outcome, ReturnState
from tracker.model.rows import Light, TaskRow
from tracker.services import office_people
from tracker.services.exporting import export_office
from tracker.services.returns.send_back import return_to_sender
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.exchange.dock import facts_of
from tracker.ui.exchange.dock_query import Outlook, Wanted, outlook_of
from tracker.ui.exchange.dock_work import NOBODY, lines_of
from tracker.ui.exchange.page import ExchangePage
from tracker.ui.exchange.register_layout import NARROW


def change(field: str, outcome: Outcome = Outcome.CHANGE, kind: str = "task", **more: Any) -> FieldChange:
    return FieldChange(kind, "uid", "A1.1", "任务", field, "旧", "我", "他", outcome, "任务清单", "K5", **more)


def test_entries_are_counted_as_the_review_sorts_them() -> None:
    changes = (
        change("owner"),
        change("help_note", kind="help"),
        change("progress_note", Outcome.CONFLICT),
        change("remark", Outcome.CONFLICT),
        change("owner", Outcome.SAME),
        change("", Outcome.MISSING_ROW),
        change("person_mobile", Outcome.CONFLICT, kind="person", review=True),
    )
    outlook = outlook_of(ChangeSet("a.xlsx", "", "", "", 1, changes, (Problem("", "", "坏"),)))
    assert [(each.word, each.count) for each in outlook.wanted] == [
        ("可直接采纳", 2), ("冲突", 2), ("联系方式", 1), ("无法识别", 1),
    ]  # fmt: skip
    assert [each.field for each in outlook.conflicts] == ["progress_note", "remark"], "no number of a person is shown"


def wait(page: ExchangePage, qtbot: Any) -> None:
    """Wait until the dock has compared its file."""
    qtbot.waitUntil(lambda: page.dock.outlook is not None, timeout=20_000)


@pytest.fixture
def waiting(desk: Any, qtbot: Any) -> Any:
    """A return with two plain changes and one conflict, not reviewed yet."""
    desk.settle()
    desk.fill({"责任人": "沈佳宁", "进展情况": "已签约"}, {"责任人": "他们的人"})
    desk.change_owners("", "我们的人")
    desk.review().reject()
    desk.settle()
    desk.page.resize(1238, 716)
    return desk


def test_the_dock_follows_the_chosen_row(waiting: Any, qtbot: Any) -> None:
    page = waiting.page
    assert page.dock.isHidden()
    page.table.selectRow(0)
    assert page.dock.isVisible()
    wait(page, qtbot)
    assert (page.dock.name.text(), page.dock.above.text()) == ("市科技局", "第 1 批反馈")
    assert page.dock.mark.accessibleName() == "迟交5天"
    assert page.dock.outlook.count("conflict") == 1
    assert "冲突 1" in page.dock.bars.accessibleDescription()
    spoken = page.dock.conflicts.accessibleDescription()
    assert "责任人" in spoken
    assert "我方 我们的人 对方 他们的人" in spoken
    assert page.dock.original.text() == "市科技局.xlsx"
    assert page.table.width() + page.dock.width() <= page.width()
    grabbed = page.dock.grab().toImage()
    assert grabbed.width() == page.dock.width()


def test_keys_open_and_close_it(waiting: Any, qtbot: Any) -> None:
    page = waiting.page
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert page.dock.isHidden()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.dock.isVisible()
    qtbot.keyClick(page.dock, Qt.Key.Key_Escape)
    assert page.dock.isHidden()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    qtbot.mouseClick(page.dock.close_button, Qt.MouseButton.LeftButton)
    assert page.dock.isHidden()


def test_on_a_narrow_page_it_lies_over_the_table_and_waits_for_space(waiting: Any, qtbot: Any) -> None:
    page = waiting.page
    page.resize(NARROW - 100, 560)
    page.table.selectRow(0)
    assert page.dock.isHidden()
    width = page.table.width()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.dock.isVisible()
    assert page.table.width() == width
    assert page.dock.geometry().right() == page.content.width() - 1


def test_its_acts_do_what_the_row_can(waiting: Any, qtbot: Any) -> None:
    page = waiting.page
    page.table.selectRow(0)
    wait(page, qtbot)
    assert page.dock.review_button.isVisible()
    assert page.dock.return_button.isVisible()
    assert not page.dock.report_button.isVisible()
    qtbot.mouseClick(page.dock.review_button, Qt.MouseButton.LeftButton)
    waiting.settle()
    assert page.importing.dialog is not None
    page.importing.dialog.reject()


def test_all_conflicts_open_the_review_at_them(waiting: Any, qtbot: Any) -> None:
    page = waiting.page
    page.table.selectRow(0)
    wait(page, qtbot)
    page.dock.show_row(page.dock.row, Outlook((Wanted("conflict", "冲突", 6),), page.dock.outlook.conflicts))
    assert page.dock.all_conflicts.text() == "全部 6 处"
    qtbot.mouseClick(page.dock.all_conflicts, Qt.MouseButton.LeftButton)
    waiting.settle()
    assert page.importing.dialog.list_view.group.key == "conflict"
    page.importing.dialog.reject()


def test_it_is_read_again_when_the_register_changes(waiting: Any, qtbot: Any) -> None:
    page = waiting.page
    page.table.selectRow(0)
    wait(page, qtbot)
    dialog = waiting.page.importing
    qtbot.mouseClick(page.dock.review_button, Qt.MouseButton.LeftButton)
    waiting.settle()
    dialog.dialog.apply.click()
    waiting.settle()
    assert page.dock.row.pending == 1
    assert page.dock.row == page.model.rows[0]


def test_one_that_is_out_says_when_it_went_and_takes_a_report(desk: Any, qtbot: Any) -> None:
    desk.settle()
    desk.page.resize(1238, 716)
    desk.page.table.selectRow(0)
    dock = desk.page.dock
    assert [word for word, _ in facts_of(dock.row)] == ["发出", "约定"]
    assert dock.report_button.isVisible()
    assert not dock.review_button.isVisible()
    assert dock.heading.isHidden()


def test_a_proposal_about_a_person_is_decided_in_its_group(
    exchange: ExchangePage, live: Context, tmp_path: Path, qtbot: Any
) -> None:
    """联系方式 all the way: written, filled in, reviewed by keyboard, in the directory, undone."""
    from tracker.model.contacts import PersonDraft
    from tracker.queries.offices import find_office

    day, path = date(2023, 8, 25), tmp_path / "市科技局.xlsx"

    def send(session: Any) -> Any:
        office = find_office(session, "市科技局")
        assert office is not None
        office_people.add_person(session, office.id, PersonDraft("王海", mobile="13800000001"), day)
        return export_office(session, "市科技局", path, day, date(2023, 9, 10))

    live.jobs.write(send)
    live.jobs.drain()
    book = openpyxl.load_workbook(path)
    book["联系方式"]["F5"].value = "13900000009"
    book["联系方式"]["B6"].value = "陈一"
    book.save(path)
    exchange.choose_files = lambda _parent, _start: (path,)
    exchange.import_button.click()
    live.jobs.drain()
    dialog = exchange.importing.dialog
    assert dialog is not None
    assert next((group.word, group.size) for group in dialog.groups) == ("联系方式", 2)
    assert dialog.apply.text() == "完成核对"
    assert not dialog.apply.isEnabled(), "nothing is taken before somebody decided"
    assert [button.text() for button in dialog.whole.values() if button.isVisible()] == ["全部保留我方"]
    qtbot.keyClick(dialog, Qt.Key.Key_2)
    qtbot.keyClick(dialog, Qt.Key.Key_2)
    assert dialog.apply.text() == "采纳 2 项"
    dialog.apply.click()
    live.jobs.drain()
    people = read_people(live)
    assert people == {"王海": "13900000009", "陈一": ""}


def read_people(live: Context) -> dict[str, str]:
    from tracker.queries.directory import read_directory

    found: list[Any] = []
    live.jobs.read(lambda s: read_directory(s, date(2023, 9, 15), "市科技局"), on_result=found.append)
    live.jobs.drain()
    return {person.name: person.mobile for person in found[0][0].people}


def test_an_office_stands_once_after_its_workbook_went_back(
    waiting: Any, live: Context, tmp_path: Path, say_counts: Callable[[ExchangePage], dict[str, int]]
) -> None:
    page, day = waiting.page, live.today()
    assert say_counts(page) == {"待核对": 1}
    number = page.model.rows[0].return_id
    live.jobs.write(lambda s: return_to_sender(s, number, tmp_path / "退回.xlsx", day, day))
    live.jobs.drain()
    assert say_counts(page) == {"未反馈": 1, "已退回": 1}
    assert page.head.summary().startswith("第 1 批，8月25日发出 · 1 个单位")
    assert page._register.waiting == (), "what waits for the office does not wait for us"
    assert [row.kind.word for row in page.model.rows] == ["退回修改", "首发"]
    assert [row.state for row in page.model.rows] == [None, ReturnState.PENDING]


@pytest.fixture
def say_counts() -> Callable[[ExchangePage], dict[str, int]]:
    """Return what the headings of the groups say."""
    return lambda page: {group.value: count for group, count in page.model.heads.values()}


def test_a_wide_page_shows_what_waits_from_the_beginning(waiting: Any, qtbot: Any) -> None:
    page = waiting.page
    page.resize(1792, 900)
    page.refresh()
    page.context.jobs.drain()
    assert page.dock.isVisible()
    assert page.dock.row.state is ReturnState.PENDING
    assert page.dock.width() > 600
    assert 1100 <= page.table.width() <= 1200
    qtbot.keyClick(page.dock, Qt.Key.Key_Escape)
    assert page.dock.isHidden()
    page.table.clearSelection()
    page.refresh()
    page.context.jobs.drain()
    assert page.dock.isHidden()  # closed by somebody, it does not come back by itself


def test_the_facts_of_the_row_before_are_gone_at_once(waiting: Any, qtbot: Any) -> None:
    page: ExchangePage = waiting.page
    row = next(row for row in page.model.rows if row.return_id is not None)
    page.dock.show_row(row, None)
    before = [page.dock.facts.itemAt(number).widget() for number in range(page.dock.facts.count())]
    page.dock.show_row(row, None)
    seen = [widget for widget in before if widget is not page.dock.original and not widget.isHidden()]
    assert seen == []


def test_one_that_is_out_says_whom_to_ask_and_what_the_office_has_to_do(desk: Any, live: Context, qtbot: Any) -> None:
    page = desk.page
    desk.settle()
    page.resize(1238, 716)
    page.table.selectRow(0)
    work = page.dock.work
    qtbot.waitUntil(work.isVisible, timeout=20_000)
    assert work.who.text() == NOBODY
    assert work.tasks.lines
    assert work.heading.text() == f"在办的牵头任务 {len(work.tasks.lines)}"
    asked: list[tuple[str, object]] = []
    live.bus.page_asked.connect(lambda key, target: asked.append((key, target)))
    qtbot.mouseClick(work.tasks, Qt.MouseButton.LeftButton, pos=work.tasks.marks[0].rect.center().toPoint())
    assert asked == [("ledger", OpenTask(work.tasks.lines[0].target))]


def test_the_worst_light_of_an_office_comes_first(make_task: Callable[..., TaskRow]) -> None:
    late = make_task(1, code="A1.1", title="题目", light=Light(LightColour.RED, "逾期5天", "已逾期 5 天。"))
    fair = make_task(2, code="A1.2", title="题目", progress=40, light=Light(LightColour.GREEN, "", "按计划推进。"))
    red, green = lines_of((late, fair))
    assert (red.lead, red.title, red.reason, red.light, red.target) == ("A1.1", "题目", "逾期5天", LightColour.RED, 1)
    assert green.reason == "40%"
