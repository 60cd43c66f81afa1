"""Saved views come back as they were, after a restart as well."""

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from tracker.settings import Settings
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.ledger.saved_views import KEY, read_views
from tracker.ui.task.filter import Facet, LedgerFilter
from tracker.ui.widgets.form_dialog import FormDialog


def test_a_view_brings_filters_grouping_sorting_and_columns_back(page: LedgerPage) -> None:
    page.toolbar.set_filter(LedgerFilter({Facet.OFFICE: frozenset({"市科技局"})}, "技术"))
    page.toolbar.set_grouping(Grouping.STATUS)
    page.parts.sort(((Column.DUE, True),))
    shown = [page.table.rows.shown.key(row) for row in range(page.table.rows.rowCount())]
    page.toolbar.view_saving.emit()
    dialog = page.findChild(FormDialog)
    assert dialog is not None
    dialog.field("name").editor.setText("科技局")  # type: ignore[attr-defined]
    dialog.submit()
    page.toolbar.clear_all()
    page.toolbar.set_grouping(Grouping.ARTICLE)
    page.parts.sort(())
    again = LedgerPage(page.context)
    assert again.toolbar.views == ("科技局",)
    again.deleteLater()
    page.toolbar.view_asked.emit("科技局")
    QApplication.processEvents()
    assert [page.table.rows.shown.key(row) for row in range(page.table.rows.rowCount())] == shown
    page.toolbar.view_removed.emit("科技局")
    assert page.toolbar.views == ()


def submenu(page: LedgerPage, title: str) -> QMenu:
    page.toolbar.open_grouping()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    (below,) = (action.menu() for action in popup.actions() if action.text() == title)
    popup.close()
    assert isinstance(below, QMenu)
    return below


def test_a_view_gets_another_name_and_goes_by_the_menu(page: LedgerPage) -> None:
    page.toolbar.set_filter(LedgerFilter({}, "技术"))
    page.views.save("甲")
    page.toolbar.clear_all()
    page.views.save("乙")
    submenu(page, "视图改名").actions()[0].trigger()
    dialog = page.findChild(FormDialog)
    assert dialog is not None
    assert dialog.text("name") == "甲"
    dialog.field("name").editor.setText(" 技术类 ")  # type: ignore[attr-defined]
    dialog.submit()
    assert page.toolbar.views == ("技术类", "乙")
    page.views.open("技术类")
    assert page.toolbar.filter().search == "技术"
    again = LedgerPage(page.context)
    assert again.toolbar.views == ("技术类", "乙")
    again.deleteLater()
    submenu(page, "删除视图").actions()[1].trigger()
    assert page.toolbar.views == ("技术类",)


@pytest.mark.parametrize(
    ("name", "to", "left"),
    [("甲", "丙", ("丙", "乙")), ("甲", "乙", ("乙",)), ("甲", "甲", ("甲", "乙")), ("无", "丙", ("甲", "乙"))],
)
def test_a_name_stands_for_one_view(page: LedgerPage, name: str, to: str, left: tuple[str, ...]) -> None:
    for saved in ("甲", "乙"):
        page.toolbar.set_filter(LedgerFilter({}, saved))
        page.views.save(saved)
    page.views.rename(name, to)
    assert page.toolbar.views == left
    if to == "乙":
        assert read_views(page.context.settings)["乙"].filter.search == "甲"


@pytest.mark.parametrize("stored", ["", "nonsense", "[]", '{"a": 1}', '{"a": {"chosen": 3, "wishes": []}}'])
def test_nonsense_in_the_settings_does_no_harm(stored: str) -> None:
    views = read_views(Settings(states={KEY: stored}))
    assert set(views) <= {"a"}
