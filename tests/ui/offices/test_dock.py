"""One office beside the directory: its four lists in words, what is said of it, what each click asks for."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tracker.model.contacts import Person
from tracker.model.enums import LightColour
from tracker.model.exchange_words import OfficeKind, OfficeState, PersonRole
from tracker.queries.directory import DirectoryRow, NameSpan
from tracker.queries.office_work import OfficeChange, OfficeWork, WorkLine
from tracker.ui.offices.dock import CHANGES, HELPS, LEADS, PEOPLE, OfficeDock, change_line, person_lines, work_line
from tracker.ui.offices.table import columns_of, day_word, state_word

TODAY = date(2026, 11, 28)


def person(name: str = "张三", **more: Any) -> Person:
    values: dict[str, Any] = {
        "uid": f"P{name}", "office": "市科技局", "name": name, "role": PersonRole.LIAISON, "post": "科长",
        "phone": "87654321", "mobile": "13800138000", "email": "zs@nb.gov.cn", "main": True,
        "from_on": date(2026, 1, 1), "to_on": None, "note": "",
    } | more  # fmt: skip
    return Person(**values)


def office(**more: Any) -> DirectoryRow:
    values: dict[str, Any] = {
        "id": 2, "name": "市科技局", "short_name": "科技局", "kind": OfficeKind.GOVERNMENT,
        "state": OfficeState.ACTIVE, "state_on": None, "successor": "", "leader": "王副市长", "region": "", "note": "",
        "aliases": (), "names": (), "people": (person(),), "leads": 1, "helps": 1, "answered_on": date(2026, 11, 13),
    } | more  # fmt: skip
    return DirectoryRow(**values)


BOTH = ["87654321、13800138000", "zs@nb.gov.cn"]
WORK = OfficeWork(
    (WorkLine(1, "A1.1", "推进技术攻关", "60%", LightColour.RED),),
    (WorkLine(2, "B2.1", "建设平台", "经信局", LightColour.GREEN),),
    (OfficeChange(date(2026, 11, 1), "市科委 更名为 市科技局", "张敏"),),
)


@pytest.fixture
def dock(show: Any) -> OfficeDock:
    made = show(OfficeDock(), 356, 700)
    made.show_office(office(), WORK, TODAY)
    return made


@pytest.mark.parametrize(
    ("tab", "titles"),
    [
        (LEADS, ["推进技术攻关"]),
        (HELPS, ["建设平台"]),
        (PEOPLE, ["张三　联络员，科长，主要", *BOTH]),
        (CHANGES, ["市科委 更名为 市科技局"]),
    ],
)
def test_each_tab_has_its_list(dock: OfficeDock, tab: str, titles: list[str]) -> None:
    dock.tabs.chosen.emit(tab)
    assert [line.title for line in dock.lines.lines] == titles
    assert dock.tabs.value() == tab


@pytest.mark.parametrize(
    ("more", "title", "ways"),
    [
        ({}, "张三　联络员，科长，主要", BOTH),
        ({"main": False, "post": ""}, "张三　联络员", BOTH),
        ({"email": "", "mobile": ""}, "张三　联络员，科长，主要", ["87654321"]),
        ({"to_on": date(2026, 6, 1), "main": False}, "张三　联络员，科长，2026-06-01 离任", BOTH),
        ({"to_on": date(2026, 12, 1)}, "张三　联络员，科长，主要", BOTH),
        ({"role": PersonRole.HEAD, "phone": "", "mobile": ""}, "张三　主要负责人，科长，主要", ["zs@nb.gov.cn"]),
    ],
)  # fmt: skip
def test_a_person_in_lines(more: dict[str, Any], title: str, ways: list[str]) -> None:
    head, *rest = person_lines(person(**more), TODAY)
    assert (head.title, [line.title for line in rest]) == (title, ways)
    assert {line.target for line in (head, *rest)} == {person(**more)}
    assert head.sentence.startswith("张三，")


def test_a_task_and_an_act_in_a_line() -> None:
    task = work_line(WORK.leads[0])
    assert (task.lead, task.title, task.figure) == ("A1.1", "推进技术攻关", "60%")
    assert (task.light, task.target) == (LightColour.RED, 1)
    act = change_line(WORK.changes[0])
    assert (act.lead, act.title, act.figure) == ("2026-11-01", "市科委 更名为 市科技局", "张敏")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "政府部门　分管 王副市长　在用"),
        ({"kind": OfficeKind.NONE, "leader": ""}, "在用"),
        (
            {"state": OfficeState.MERGED, "state_on": date(2026, 3, 1), "successor": "市经信局"},
            "政府部门　分管 王副市长　已合并（市经信局），2026-03-01",
        ),
    ],
)
def test_what_an_office_is(dock: OfficeDock, more: dict[str, Any], words: str) -> None:
    dock.show_office(office(**more), WORK, TODAY)
    assert dock.state.text() == words


def test_an_office_nobody_can_write_to_says_so(dock: OfficeDock) -> None:
    assert not dock.gap.isVisible()
    dock.show_office(office(people=()), WORK, TODAY)
    assert dock.gap.text() == "市科技局没有联络员"
    dock.show_office(office(people=(), state=OfficeState.DISSOLVED, state_on=TODAY), WORK, TODAY)
    assert not dock.gap.isVisible()
    assert not dock.add_person.isVisible()


def test_clicks_ask_for_what_they_hit(dock: OfficeDock, qtbot: Any) -> None:
    for button, signal in (
        (dock.add_person, dock.person_wanted),
        (dock.page_button, dock.page_asked),
        (dock.more, dock.menu_asked),
        (dock.close_button, dock.closed),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dock.person_asked) as asked:
        dock.lines.picked.emit(person())
    assert asked.args == [person()]
    with qtbot.waitSignal(dock.task_asked) as asked:
        dock.lines.picked.emit(7)
    assert asked.args == [7]


def test_a_dock_without_an_office_is_empty(show: Any) -> None:
    made = show(OfficeDock(), 356, 700)
    made.show_tab(LEADS)
    assert made.lines.lines == ()


@pytest.mark.parametrize(
    ("more", "texts"),
    [
        ({}, ["市科技局", "在用", "张三", "87654321、13800138000", "zs@nb.gov.cn", "1", "1", "11月13日"]),
        ({"people": (), "answered_on": None}, ["市科技局", "在用", "—", "—", "—", "1", "1", "—"]),
        ({"people": (person(role=PersonRole.HEAD),)}, ["市科技局", "在用", "—", "—", "—", "1", "1", "11月13日"]),
    ],
)
def test_a_row_of_the_directory(more: dict[str, Any], texts: list[str]) -> None:
    assert [column.text(office(**more)) for column in columns_of(TODAY)] == texts


def test_words_of_the_table() -> None:
    assert day_word(None) == "—"
    assert state_word(office(state=OfficeState.MERGED, successor="市经信局")) == "已合并（市经信局）"
    assert office(names=(NameSpan("市科委", None, TODAY),)).names[0].to_on == TODAY
