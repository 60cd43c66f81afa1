"""The table of names: finding an office, changing what it is called, adding one."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from tracker.queries.offices import office_names
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.exchange.offices_dialog import OfficesDialog


@pytest.fixture
def dialog(live: Context, qtbot: Any) -> OfficesDialog:
    made = OfficesDialog(live)
    qtbot.addWidget(made)
    made.open()
    live.jobs.drain()
    return made


def find(dialog: OfficesDialog, text: str) -> list[str]:
    dialog.search.setText(text)
    dialog.search.searched.emit(text)
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def names_in(context: Context) -> dict[str, str]:
    found: list[Any] = []
    context.jobs.read(office_names, on_result=found.append)
    context.jobs.drain()
    return dict(found[0])


def test_an_office_is_found_by_any_of_its_names(dialog: OfficesDialog) -> None:
    assert dialog.list.count() > 20
    assert "市经信局" in find(dialog, "经济和信息化")
    assert dialog.name.text() == "市经信局"
    assert "市经济和信息化局" in dialog.aliases.toPlainText()
    assert find(dialog, "没有这样的") == []


def test_an_alias_is_saved_with_a_way_back(dialog: OfficesDialog, live: Context, qtbot: Any) -> None:
    told: list[Notice] = []
    live.bus.notified.connect(told.append)
    find(dialog, "市科技局")
    dialog.aliases.appendPlainText("科创委、科委")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    live.jobs.drain()
    assert {names_in(live)[name] for name in ("科创委", "科委")} == {"市科技局"}
    assert told[-1].text == "市科技局 修改名称与别名"
    assert told[-1].batch_id is not None
    assert dialog.isVisible()
    assert dialog.current().name == "市科技局"  # type: ignore[union-attr]


def test_a_name_that_is_taken_is_said_under_the_field(dialog: OfficesDialog, live: Context, qtbot: Any) -> None:
    find(dialog, "市科技局")
    dialog.name.setText("市经信局")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    live.jobs.drain()
    assert "已经是市经信局的名称" in dialog.field.error()
    assert "市科技局" in names_in(live)


def test_a_new_office(dialog: OfficesDialog, live: Context, qtbot: Any) -> None:
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    assert dialog.names() == ("", "", ())
    dialog.name.setText("市低空经济局")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    live.jobs.drain()
    assert dialog.current().name == "市低空经济局"  # type: ignore[union-attr]
    assert dialog.used.text() == "没有牵头的任务"
