"""The states of the daily work in the tour: each is drawn, and nothing of it is written."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tracker import tour
from tracker.cli.parser import parse
from tracker.desktop import build
from tracker.model.enums import PaperKind
from tracker.tour_sample import asking_book
from tracker.tour_states import no_file_dialogs
from tracker.tour_work import work_states
from tracker.ui.papers.paper_list import title_of


@pytest.fixture
def drawn(tmp_path: Path, qapp) -> dict[str, QImage]:
    desktop = build(parse(["--data", str(tmp_path), "--today", "2026-11-28", "tour"]))
    desktop.window.resize(1366, 768)
    desktop.window.show()
    try:
        with no_file_dialogs():
            shown = work_states(desktop, partial(tour._settle, desktop))
            return {name: widget.grab().toImage() for name, widget in shown}
    finally:
        desktop.close()


def test_menus_forms_and_reviews_are_drawn(drawn: dict[str, QImage]) -> None:
    wanted = {
        "台账-行菜单-待交办", "台账-行菜单-待交办-反馈与出文", "台账-行菜单-多选", "今日-行菜单", "往来-菜单更多",
        "往来-更多-单位名称与别名", "核对-时限申请", "核对-时限申请-同意", "核对-时限申请-不同意", "单位-更名",
        "单位-撤销单位", "出文-出文设置", *(f"出文-{title_of(kind)}" for kind in PaperKind),
    }  # fmt: skip
    assert wanted <= set(drawn)
    for name in wanted:
        image = drawn[name].scaled(160, 90)
        assert len({image.pixel(x, y) for x in range(160) for y in range(90)}) > 10, f"{name} is all but empty"


def test_the_workbook_of_our_own_asks_with_and_without_a_reason() -> None:
    book = asking_book()
    assert [bool(change.row["extension_reason"]) for change in book.changes.changes] == [True, False]
    assert [outlook.needs_reason for outlook in book.outlooks.values()] == [False, True]
