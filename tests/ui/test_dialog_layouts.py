"""Every dialog a command opens: it is reached, fits into a small window, and leaves the ledger as it was."""

import lzma
import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select

from tests.layout_faults import layout_faults
from tracker import desktop
from tracker.desktop import Desktop
from tracker.model.tables import Batch
from tracker.tour import _settle
from tracker.tour_states import window_states

SMALL = ((1024, 520),)
ALL_SIZES = (*SMALL, (1366, 768), (1093, 614), (1200, 720), (1920, 1080))
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


@pytest.mark.parametrize("size", ALL_SIZES if os.environ.get("TRACKER_ALL_SIZES") else SMALL)
def test_every_dialog_is_reached_and_fits(worked: Desktop, size: tuple[int, int]) -> None:
    worked.window.resize(*size)
    with worked.ledger.reading() as session:
        before = session.exec(select(func.count()).select_from(Batch)).one()
    names, faults = [], {}
    for name, widget in window_states(worked, partial(_settle, worked)):
        names.append(name)
        if lines := layout_faults(widget):
            faults[name] = lines
    assert faults == {}
    assert len(names) == len(set(names))
    assert set(names) >= SOME
    with worked.ledger.reading() as session:
        assert session.exec(select(func.count()).select_from(Batch)).one() == before
