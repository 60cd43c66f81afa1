"""单位: the directory by the mouse and the keys: finding, people, renaming, merging, dissolving, in and out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from tracker.model.contacts import PersonDraft
from tracker.model.exchange_words import OfficeState, PersonRole
from tracker.queries.directory import DirectoryRow, read_directory
from tracker.queries.office_work import read_office_work
from tracker.services.office_people import add_person
from tracker.services.offices import add_office
from tracker.services.undo import undo_batch
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import ExportWorkbooks, OpenOffice, OpenTask
from tracker.ui.offices.dock import CHANGES, HELPS, LEADS, PEOPLE
from tracker.ui.offices.import_dialog import DirectoryImportDialog
from tracker.ui.offices.page import DirectoryPage
from tracker.ui.offices.table import NO_CONTACT, shown, state_word
from tracker.ui.theme.fonts import metrics
from tracker.ui.widgets.conflict_dialog import ConflictDialog
from tracker.ui.widgets.dialog import Message
from tracker.ui.widgets.form_dialog import FormDialog

DAY = date(2023, 9, 1)


@pytest.fixture
def page(live: Context, show: Any) -> Iterator[DirectoryPage]:
    made = show(DirectoryPage(live))
    live.jobs.drain()
    return made


def rows(page: DirectoryPage) -> list[str]:
    return [row.name for row in page.model.rows]


def directory(page: DirectoryPage, name: str = "") -> tuple[DirectoryRow, ...]:
    read: list[Any] = []
    page.context.jobs.read(lambda s: read_directory(s, page.context.today(), name), on_result=read.append)
    page.context.jobs.drain()
    return read[0]


def choose(page: DirectoryPage, name: str) -> DirectoryRow:
    page._select(name)
    page.context.jobs.drain()
    row = page.table.current()
    assert row is not None
    return row


def ask(page: DirectoryPage, name: str, words: str) -> FormDialog:
    """Choose an entry of an office's menu and return the form it opens."""
    acts = page.acts_on(choose(page, name))
    next(act for text, _, act in acts if text.startswith(words))()
    return opened(FormDialog)


def opened(kind: type) -> Any:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def fill(form: FormDialog, **texts: str) -> None:
    for name, text in texts.items():
        editor = form._rows[name].editor
        editor.setCurrentText(text) if hasattr(editor, "setCurrentText") else editor.setText(text)


def submit(page: DirectoryPage, form: FormDialog) -> None:
    form.submit()
    page.context.jobs.drain()


def add(page: DirectoryPage, name: str = "市科技局", **more: Any) -> None:
    draft = PersonDraft(more.pop("person", "张三"), **({"phone": "87654321", "email": "zs@nb.gov.cn"} | more))
    number = next(row.id for row in page._rows if row.name == name)
    page.context.jobs.write(lambda s: add_person(s, number, draft, DAY))
    page.context.jobs.drain()


# --- the table ----------------------------------------------------------------------------------------


def test_all_offices_stand_there_with_their_liaison(page: DirectoryPage) -> None:
    assert len(rows(page)) == 38
    assert page.head.summary() == "38 个单位在用，0 个有联络员"
    add(page)
    number = rows(page).index("市科技局")
    texts = [page.model.index(number, column).data() for column in range(page.model.columnCount())]
    assert texts[:5] == ["市科技局", "在用", "张三", "87654321", "zs@nb.gov.cn"]
    assert page.head.summary() == "38 个单位在用，1 个有联络员"


@pytest.mark.parametrize(
    ("words", "names"),
    [("科技局", ["市科技局"]), ("市经济和信息化局", ["市经信局"]), ("没有这个", []), ("8765", ["市科技局"])],
)
def test_an_office_is_known_by_any_name_person_or_number(page: DirectoryPage, words: str, names: list[str]) -> None:
    add(page)
    page.search.setText(words)
    page.search.searched.emit(words)
    assert rows(page) == names


def test_who_has_nobody_to_write_to_is_listed(page: DirectoryPage) -> None:
    add(page)
    page.state.set_value(NO_CONTACT)
    page._narrow()
    assert "市科技局" not in rows(page)
    assert len(rows(page)) == 37


def test_the_chosen_office_opens_beside_the_table(page: DirectoryPage, qtbot: Any) -> None:
    page.dock.close_button.click()
    assert not page.dock.isVisible()
    office = choose(page, "市经信局")
    assert page.dock.isVisible()
    assert page.dock.name.text() == "市经信局"
    assert page.dock.gap.text() == "市经信局没有联络员"
    page.dock.show_tab(LEADS)
    assert len(page.dock.lines.lines) == office.leads
    page.dock.show_tab(HELPS)
    assert len(page.dock.lines.lines) == office.helps
    qtbot.mouseClick(page.dock.close_button, Qt.MouseButton.LeftButton)
    assert not page.dock.isVisible()


def test_ways_to_other_pages(page: DirectoryPage, qtbot: Any) -> None:
    asked: list[Any] = []
    page.context.bus.page_asked.connect(lambda *target: asked.append(target))
    choose(page, "市经信局")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.mouseClick(page.dock.page_button, Qt.MouseButton.LeftButton)
    page.dock.task_asked.emit(3)
    next(act for text, _, act in page.acts_on(choose(page, "市经信局")) if text.startswith("导出"))()
    assert asked == [
        ("office", OpenOffice("市经信局", "offices")),
        ("office", OpenOffice("市经信局", "offices")),
        ("ledger", OpenTask(3)),
        ("exchange", ExportWorkbooks("市经信局")),
    ]


def test_another_page_asks_for_an_office(page: DirectoryPage) -> None:
    page.open_target(OpenOffice("市科技局"))
    page.context.jobs.drain()
    assert page.dock.name.text() == "市科技局"


# --- people -------------------------------------------------------------------------------------------


def test_a_person_is_added_with_what_was_typed(page: DirectoryPage) -> None:
    form = ask(page, "市科技局", "新增联系人")
    submit(page, form)
    assert form.field("name").error() == "请写姓名"
    fill(form, name="张三", role="联络员", phone="电话", email="zs")
    submit(page, form)
    assert "不像电话号码" in form.field("phone").error()
    assert "不像邮箱地址" in form.field("email").error()
    fill(form, phone="0574-87654321", email="zs@nb.gov.cn", post="科长")
    submit(page, form)
    (person,) = directory(page, "市科技局")[0].people
    assert (person.name, person.post, person.main) == ("张三", "科长", True)
    page.dock.show_tab(PEOPLE)
    assert page.dock.lines.lines[0].title.startswith("张三")


def test_a_person_is_changed_leaves_and_comes_back(page: DirectoryPage) -> None:
    add(page)
    choose(page, "市科技局")
    (person,) = page.dock.office.people  # type: ignore[union-attr]
    next(act for text, _, act in page.acts_on_person(person) if text.startswith("修改"))()
    form = opened(FormDialog)
    fill(form, mobile="13800138000")
    submit(page, form)
    (person,) = directory(page, "市科技局")[0].people
    assert person.mobile == "13800138000"
    next(act for text, _, act in page.acts_on_person(person) if text.startswith("离任"))()
    submit(page, opened(FormDialog))
    (person,) = directory(page, "市科技局")[0].people
    assert person.to_on == page.context.today()
    ((words, _, act),) = page.acts_on_person(person)
    assert words == "恢复"
    act()
    page.context.jobs.drain()
    assert directory(page, "市科技局")[0].people[0].to_on is None


def test_a_change_somebody_else_made_meanwhile_is_said(page: DirectoryPage) -> None:
    add(page)
    choose(page, "市科技局")
    (person,) = page.dock.office.people  # type: ignore[union-attr]
    forms = []
    for post in ("科长", "处长"):
        next(act for text, _, act in page.acts_on_person(person) if text.startswith("修改"))()
        forms.append(next(one for one in QApplication.topLevelWidgets() if isinstance(one, FormDialog)
                          and one.isVisible() and one not in forms))  # fmt: skip
        fill(forms[-1], post=post)
    submit(page, forms[0])
    submit(page, forms[1])
    (question,) = forms[1].findChildren(ConflictDialog)
    assert (question.rows[0].clash.word, question.rows[0].clash.theirs) == ("职务", "科长")
    question.confirm.click()
    page.context.jobs.drain()
    assert directory(page, "市科技局")[0].people[0].post == "科长", "what the other wrote was chosen"
    assert not isValid(forms[1]), "it is closed"


# --- offices change -----------------------------------------------------------------------------------


def test_an_office_is_renamed_and_the_act_is_listed(page: DirectoryPage) -> None:
    form = ask(page, "市科技局", "更名")
    fill(form, name="市经信局")
    submit(page, form)
    assert "已经是市经信局的名称" in form.foot_label.text()
    fill(form, name="市科创局")
    submit(page, form)
    assert "市科创局" in rows(page)
    choose(page, "市科创局")
    page.dock.show_tab(CHANGES)
    assert page.dock.lines.lines[0].title == "市科技局 更名为 市科创局"


def test_an_office_is_merged_and_taken_back(page: DirectoryPage, told: list[Any]) -> None:
    led = {row.name: row.leads for row in page._rows}
    form = ask(page, "市科技局", "并入")
    fill(form, into="市经信局")
    submit(page, form)
    assert "市科技局" not in rows(page)
    page.state.set_value(OfficeState.MERGED)
    page._narrow()
    assert [state_word(row) for row in page.model.rows] == ["已合并（市经信局）"]
    assert [text for text, _, _ in page.acts_on(page.model.rows[0])] == ["单位情况"]
    assert directory(page, "市经信局")[0].leads == led["市科技局"] + led["市经信局"]
    page.context.jobs.write(lambda s: undo_batch(s, told[-1].batch_id))
    page.context.jobs.drain()
    assert directory(page, "市科技局")[0].state is OfficeState.ACTIVE


def test_the_forms_of_an_office_are_saved_from_its_menu(page: DirectoryPage, tmp_path: Path) -> None:
    page.form_files.ask_place = lambda _window, _title, _start, write, _kinds: write(tmp_path / "表.pdf")
    acts = page.acts_on(choose(page, "市教育局"))
    next(act for text, _, act in acts if text.startswith("反馈表"))()
    for _ in range(100):  # a form is drawn in each turn of the window
        page.context.jobs.drain()
        QApplication.processEvents()
    assert (tmp_path / "表.pdf").read_bytes().startswith(b"%PDF")


def test_what_an_office_is_can_be_written(page: DirectoryPage) -> None:
    form = ask(page, "市科技局", "单位信息")
    fill(form, kind="群团", leader=" 王副市长 ", region="鄞州", note="代管")
    submit(page, form)
    row = directory(page, "市科技局")[0]
    assert (row.kind.word, row.leader, row.region, row.note) == ("群团", "王副市长", "鄞州", "代管")
    assert not isValid(form), "it is closed"


def test_a_dissolved_office_comes_back_once_it_is_confirmed(page: DirectoryPage) -> None:
    page.context.jobs.write(lambda s: add_office(s, "市海洋局", "", ()))
    page.context.jobs.drain()
    submit(page, ask(page, "市海洋局", "撤销单位"))
    assert directory(page, "市海洋局")[0].state is OfficeState.DISSOLVED
    page.state.set_value(None)
    page.context.jobs.drain()
    (back,) = [act for text, _, act in page.acts_on(directory(page, "市海洋局")[0]) if text == "恢复单位…"]
    back()
    opened(Message).accept()
    page.context.jobs.drain()
    assert directory(page, "市海洋局")[0].state is OfficeState.ACTIVE


def test_an_office_that_leads_is_not_dissolved(page: DirectoryPage) -> None:
    form = ask(page, "市科技局", "撤销单位")
    submit(page, form)
    assert "项任务，请先移交" in form.foot_label.text()
    assert form.isVisible()


def test_a_day_that_is_none_is_said_at_the_field(page: DirectoryPage) -> None:
    form = ask(page, "市科技局", "更名")
    fill(form, name="市科创局", on="昨天")
    submit(page, form)
    assert "“昨天”不是日期" in form.field("on").error()


# --- in and out ---------------------------------------------------------------------------------------


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "联络员.xlsx"
    book = openpyxl.Workbook()
    for row in (("单位", "联络员", "手机"), ("市科技局", "张三", "13800138000"), ("火星局", "李四", "")):
        book.active.append(row)
    book.save(path)
    return path


def test_a_table_is_shown_before_it_is_taken_in(page: DirectoryPage, table: Path) -> None:
    page.choose_file = lambda _parent, _start: table
    page.import_button.click()
    page.context.jobs.drain()
    dialog = opened(DirectoryImportDialog)
    assert dialog.counts.text() == "新增 1　单位不认识 1"
    assert [dialog.lines.topLevelItem(number).text(3) for number in range(2)] == ["新增", "单位不认识"]
    dialog.save()
    page.context.jobs.drain()
    assert directory(page, "市科技局")[0].people[0].mobile == "13800138000"


def test_a_file_that_holds_no_directory_is_said_in_the_dialog(page: DirectoryPage, tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(path)
    page.choose_file = lambda _parent, _start: path
    page.ask_import()
    page.context.jobs.drain()
    dialog = opened(DirectoryImportDialog)
    assert "没有找到单位名录" in dialog.foot_label.text()
    assert not dialog.confirm.isEnabled()


def test_nothing_is_read_where_no_file_was_chosen(page: DirectoryPage) -> None:
    page.choose_file = lambda _parent, _start: None
    page.ask_import()
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, DirectoryImportDialog)]


def test_the_directory_is_written(page: DirectoryPage, tmp_path: Path, told: list[Any]) -> None:
    path = tmp_path / "名录.xlsx"
    page.keep(path)
    page.context.jobs.drain()
    assert openpyxl.load_workbook(path).active.max_row == 39
    assert told[-1].text == "已导出 名录.xlsx"


# --- what is behind it --------------------------------------------------------------------------------


def test_an_act_on_a_person_concerns_the_office(page: DirectoryPage) -> None:
    add(page, role=PersonRole.HEAD)
    office = choose(page, "市科技局")
    read: list[Any] = []
    page.context.jobs.read(lambda s: read_office_work(s, DAY, office.id), on_result=read.append)
    page.context.jobs.drain()
    assert next(change.label for change in read[0].changes) == "市科技局 新增联系人 张三"
    assert len(read[0].leads) == office.leads
    assert {line.figure.endswith("%") for line in read[0].leads} == {True}


def test_filters_go_together(page: DirectoryPage) -> None:
    today = page.context.today()
    assert len(shown(page._rows, None, "", today)) == 38
    assert shown(page._rows, OfficeState.DISSOLVED, "", today) == []
    assert [row.name for row in shown(page._rows, OfficeState.ACTIVE, "市科技局", today)] == ["市科技局"]


def widths(page: DirectoryPage) -> dict[str, int]:
    return {column.head: page.table.columnWidth(number) for number, column in enumerate(page.model.columns)}


def test_columns_in_which_nobody_has_anything_shrink(page: DirectoryPage, live: Context) -> None:
    page.resize(1238, 768)
    page.refresh()
    live.jobs.drain()
    empty = widths(page)
    assert {empty[head] for head in ("联络员", "电话", "邮箱")} <= set(range(48, 80))
    assert page.dock.isVisible()  # what is left is enough for it
    assert page.table.width() + page.dock.width() == 1238
    assert 500 < page.table.width() < 800
    add(page, "市经信局", mobile="13800000000")
    page.refresh()
    live.jobs.drain()
    full = widths(page)
    assert (full["联络员"], full["电话"]) == (72, 196)
    assert full["邮箱"] > 100
    assert (empty["状态"], full["状态"]) == (50, 50)  # as wide as 在用, so that dates are not cut in a narrow window
    assert empty["最近反馈"] >= 20 + metrics("body").horizontalAdvance("11月28日")


def test_a_wide_page_shows_the_first_office_beside_the_list(page: DirectoryPage, live: Context, qtbot: Any) -> None:
    add(page, "市经信局", mobile="13800000000")
    page.resize(1792, 900)
    page.refresh()
    live.jobs.drain()
    assert page.dock.isVisible()
    assert page.dock.office == page.model.rows[0]
    assert 1100 <= page.table.width() <= 1200
    qtbot.mouseClick(page.dock.close_button, Qt.MouseButton.LeftButton)
    page.refresh()
    live.jobs.drain()
    assert not page.dock.isVisible()  # closed by somebody, it does not come back by itself
