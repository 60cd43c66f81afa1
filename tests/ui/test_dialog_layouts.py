"""Every dialog a command opens: it is reached, fits, is worked by keys, and leaves the ledger as it was.

How to take the whole matrix of sizes, and scaled screens, says test_layouts.
"""

import lzma
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from sqlmodel import func, select

from tests.dialog_keys import key_faults
from tests.layout_faults import layout_faults
from tests.window_sizes import WIDE_AND_HIGH
from tracker import desktop
from tracker.desktop import Desktop
from tracker.model.tables import Batch
from tracker.tour_opening import settle
from tracker.tour_states import window_states

#: A few of what must be there whatever else there is.
SOME = {"设置", "变更记录", "亮灯规则", "命令面板", "快捷键", "本页帮助", "台账-列与排序"}
SOME |= {"推进中-延期", "待销号-销号", "台账-多选", "菜单-更多", "菜单-更多-出文"}


KEPT = Path(__file__).resolve().parents[1] / "ledgers" / "schema2" / "ledger.db.xz"


@pytest.fixture
def worked(tmp_path: Path, show: Callable[..., Any]) -> Iterator[Desktop]:
    """The program on a ledger that offices have worked with for a year: tasks of every status."""
    (tmp_path / "ledger.db").write_bytes(lzma.decompress(KEPT.read_bytes()))
    program = desktop.build(Namespace(data=str(tmp_path), db=None, today=date(2026, 11, 28), command=None))
    show(program.window, *WIDE_AND_HIGH[0])
    settle(program.context.jobs)
    yield program
    program.close()


def faults_at_every_size(program: Desktop, widget: QWidget) -> Iterator[str]:
    """Yield what is wrong with a state at the sizes besides the first, which the window has again afterwards.

    Dialogs follow their window; what it shows below them is not painted meanwhile. Menus know no window.
    """
    window = program.window
    window.setUpdatesEnabled(widget is window)
    for size in (*WIDE_AND_HIGH[1:], WIDE_AND_HIGH[0]):
        window.resize(*size)
        settle(program.context.jobs)
        if size != WIDE_AND_HIGH[0]:
            yield from (f"{size[0]}x{size[1]} {line}" for line in layout_faults(widget))
    window.setUpdatesEnabled(True)


def test_every_dialog_is_reached_fits_and_is_worked_by_keys(worked: Desktop) -> None:
    with worked.ledger.reading() as session:
        before = session.exec(select(func.count()).select_from(Batch)).one()
    names: list[str] = []
    faults: dict[str, list[str]] = {}
    kinds: set[str] = set()
    for name, widget in window_states(worked, partial(settle, worked.context.jobs)):
        names.append(name)
        lines, kind = layout_faults(widget), name.rsplit("-", 1)[-1]
        if kind not in kinds:  # the same form for tasks of another status: at the first size only
            kinds.add(kind)
            if isinstance(widget, QDialog):
                lines += key_faults(widget)
            if widget.windowType() is not Qt.WindowType.Popup:
                lines += faults_at_every_size(worked, widget)
        if lines:
            faults[name] = lines
    assert faults == {}
    assert len(names) == len(set(names))
    assert set(names) >= SOME
    with worked.ledger.reading() as session:
        assert session.exec(select(func.count()).select_from(Batch)).one() == before
