"""Saved views come back as they were, after a restart as well."""

import pytest
from PySide6.QtWidgets import QApplication

from tracker.settings import Settings
from tracker.ui.dialogs.form import FormDialog
from tracker.ui.models.ledger_columns import Column
from tracker.ui.models.ledger_filter import Facet, LedgerFilter
from tracker.ui.models.ledger_tree import Grouping
from tracker.ui.pages.ledger import LedgerPage
from tracker.ui.pages.ledger_views import KEY, read_views


def test_a_view_brings_filters_grouping_sorting_and_columns_back(page: LedgerPage) -> None:
    page.toolbar.set_filter(LedgerFilter({Facet.OFFICE: frozenset({"市科技局"})}, "技术"))
    page.toolbar.set_grouping(Grouping.STATUS)
    page.sort(((Column.DUE, True),))
    shown = [node.key for node in page.table.rows.tree.nodes]
    page.toolbar.view_saving.emit()
    dialog = page.findChild(FormDialog)
    assert dialog is not None
    dialog.field("name").editor.setText("科技局")  # type: ignore[attr-defined]
    dialog.submit()
    page.toolbar.clear_all()
    page.toolbar.set_grouping(Grouping.ARTICLE)
    page.sort(())
    again = LedgerPage(page.context)
    assert again.toolbar.views == ("科技局",)
    again.deleteLater()
    page.toolbar.view_asked.emit("科技局")
    QApplication.processEvents()
    assert [node.key for node in page.table.rows.tree.nodes] == shown
    page.toolbar.view_removed.emit("科技局")
    assert page.toolbar.views == ()


@pytest.mark.parametrize("stored", ["", "nonsense", "[]", '{"a": 1}', '{"a": {"chosen": 3, "wishes": []}}'])
def test_nonsense_in_the_settings_does_no_harm(stored: str) -> None:
    views = read_views(Settings(states={KEY: stored}))
    assert set(views) <= {"a"}
