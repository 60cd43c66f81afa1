"""What the palette offers on the ledger does what it says."""

import pytest

from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.page import LedgerPage


def run(page: LedgerPage, word: str) -> None:
    (command,) = [command for command in page.commands() if command.word == word]
    command.run()


def words(page: LedgerPage) -> list[str]:
    return [command.word for command in page.commands()]


@pytest.mark.parametrize("grouping", list(Grouping))
def test_grouping(page: LedgerPage, grouping: Grouping) -> None:
    run(page, f"分组：{grouping.value}")
    assert page.parts.settings.grouping is grouping


def test_sorting_up_down_and_off(page: LedgerPage) -> None:
    run(page, "排序：亮灯")
    assert page.parts.settings.sorting == ((Column.LIGHT, False),)
    run(page, "排序：亮灯 ↑")
    assert page.parts.settings.sorting == ((Column.LIGHT, True),)
    run(page, "不排序")
    assert page.parts.settings.sorting == ()
    assert "不排序" not in words(page)


def test_saved_views_and_filters(page: LedgerPage) -> None:
    assert "清除筛选" not in words(page)
    page.toolbar.search.setText("灯塔")
    page.views.save("灯塔的")
    run(page, "清除筛选")
    assert not page.toolbar.filter().active
    run(page, "视图：灯塔的")
    assert page.toolbar.filter().search == "灯塔"
