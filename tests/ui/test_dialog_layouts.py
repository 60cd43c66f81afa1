"""Every dialog a command opens: it is reached, fits into each size of window, and leaves the ledger as it was.

The sizes are those of a laptop; with TRACKER_ALL_SIZES=1 the whole matrix, QT_SCALE_FACTOR gives the scale.
"""

import lzma
import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from sqlmodel import func, select

from tests.layout_faults import layout_faults
from tracker import desktop
from tracker.desktop import Desktop
from tracker.model.tables import Batch
from tracker.tour import _settle
from tracker.tour_states import window_states

SIZES = ((1366, 768), (1093, 614), (1024, 520))
ALL_SIZES = ((1920, 1080), (1200, 720), *SIZES)
#: A few of what must be there whatever else there is.
SOME = {"设置", "变更记录", "亮灯规则", "命令面板", "快捷键", "本页帮助", "台账-列与排序"}
SOME |= {"推进中-延期", "待销号-销号", "台账-多选", "菜单-更多", "菜单-更多-出文"}


KEPT = Path(__file__).resolve().parents[1] / "ledgers" / "schema2" / "ledger.db.xz"


@pytest.fixture
def worked(tmp_path: Path, show: Callable[..., Any]) -> Iterator[Desktop]:
    """The program on a ledger that offices have worked with for a year: tasks of every status."""
    (tmp_path / "ledger.db").write_bytes(lzma.decompress(KEPT.read_bytes()))
    program = desktop.build(Namespace(data=str(tmp_path), db=None, today=date(2026, 11, 28), command=None))
    show(program.window, 1366, 768)
    program.context.jobs.drain(60_000)
    yield program
    program.close()


def faults_at_every_size(program: Desktop, widget: QWidget) -> dict[str, list[str]]:
    """Return what is wrong with a dialog or a state of the window while the window takes one size after the other."""
    faults = {}
    for width, height in ALL_SIZES if os.environ.get("TRACKER_ALL_SIZES") else SIZES:
        program.window.resize(width, height)
        program.context.jobs.drain(60_000)
        program.app.processEvents()
        if lines := layout_faults(widget):
            faults[f"{width}x{height}"] = lines
    program.window.resize(1366, 768)
    program.app.processEvents()
    return faults


def test_every_dialog_is_reached_and_fits(worked: Desktop) -> None:
    """Each is opened once and stays open while the window shrinks: it follows its window."""
    with worked.ledger.reading() as session:
        before = session.exec(select(func.count()).select_from(Batch)).one()
    names, faults = [], {}
    for name, widget in window_states(worked, partial(_settle, worked)):
        names.append(name)
        if wrong := faults_at_every_size(worked, widget):
            faults[name] = wrong
    assert faults == {}
    assert len(names) == len(set(names))
    assert set(names) >= SOME
    with worked.ledger.reading() as session:
        assert session.exec(select(func.count()).select_from(Batch)).one() == before
