"""记为别名: one choice for every unknown name, saved as one act."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from tracker.queries.offices import office_names
from tracker.services.offices import UnknownName
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.review.alias_dialog import AliasDialog

UNKNOWN = (UnknownName("科技处", "市科技局"), UnknownName("市智能制造协会", ""))


@pytest.fixture
def dialog(live: Context, qtbot: Any) -> AliasDialog:
    made = AliasDialog(live, UNKNOWN)
    qtbot.addWidget(made)
    made.show()
    live.jobs.drain()
    return made


def choose(dialog: AliasDialog, name: str, text: str) -> None:
    choice = dialog.choices[name]
    place = choice.findText(text)
    assert place >= 0
    choice.setCurrentIndex(place)


def names(ledger: Database) -> dict[str, str]:
    with ledger.reading() as session:
        return dict(office_names(session))


def test_what_looks_alike_is_proposed_and_the_rest_left_open(dialog: AliasDialog) -> None:
    assert [choice.currentText() for choice in dialog.choices.values()] == ["市科技局", "请选择单位"]
    assert dialog.meant() == {"科技处": "市科技局"}
    assert dialog.save.isEnabled()
    choose(dialog, "科技处", "请选择单位")
    assert not dialog.save.isEnabled()


def test_a_name_may_be_a_new_office(dialog: AliasDialog, live: Context, ledger: Database, qtbot: Any) -> None:
    told: list[Notice] = []
    live.bus.notified.connect(told.append)
    choose(dialog, "市智能制造协会", "新增单位“市智能制造协会”")
    with qtbot.waitSignal(dialog.taught):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert names(ledger)["科技处"] == "市科技局"
    assert names(ledger)["市智能制造协会"] == "市智能制造协会"
    assert [(one.text, one.batch_id is not None) for one in told] == [("记下 2 个单位名称", True)]
    assert not dialog.isVisible()


def test_what_the_ledger_refuses_stands_below_its_name(dialog: AliasDialog, live: Context) -> None:
    from tracker.services.offices import teach_names

    live.jobs.write(lambda s: teach_names(s, {"科技处": "市财政局"}))  # somebody else was quicker
    live.jobs.drain()
    dialog.save.click()
    live.jobs.drain()
    assert dialog.isVisible()
    assert "已经是市财政局的名称或别名" in dialog._fields["科技处"].error()
    assert dialog._fields["市智能制造协会"].error() == ""
