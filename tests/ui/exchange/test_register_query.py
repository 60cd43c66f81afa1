"""The register of one round, of all rounds, and its line in the head."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tracker.model.changes import Changes
from tracker.model.enums import ReturnState
from tracker.model.rows import ExportRow
from tracker.services.exporting import RoundPlan, export_office
from tracker.ui.core.context import Context
from tracker.ui.exchange.page import ExchangePage
from tracker.ui.exchange.register_model import ROUND
from tracker.ui.exchange.register_query import ALL, ASSIGNED, Register, summary


def row(late: int = 0, state: ReturnState | None = None, office: str = "市科技局") -> ExportRow:
    return ExportRow(
        id=1, code="E", round=2, office=office, tasks=1, indicators=0, sent_on=date(2023, 8, 25),
        return_due_on=None, file_name="a.xlsx", return_id=None, received_on=None, state=state, changes=0,
        conflicts=0, problems=0, pending=0, overdue_days=late, open=state is None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "shown", "told"),
    [
        ((), None, ""),
        ((row(), row(state=ReturnState.PENDING, office="市教育局")), 2, "第 2 批，8月25日发出 · 2 个单位 · 1 个已反馈"),
        ((row(late=3), row(office="市教育局")), 2, "第 2 批，8月25日发出 · 2 个单位 · 0 个已反馈，1 个逾期"),
        (
            (row(), replace(row(office="市教育局"), tasks=0), replace(row(office="市财政局"), tasks=0)),
            2,
            "第 2 批，8月25日发出 · 3 个单位（1 个牵头、2 个配合） · 0 个已反馈",
        ),
        ((row(state=ReturnState.APPLIED), row()), 2, "第 2 批，8月25日发出 · 1 个单位 · 0 个已反馈"),
        ((row(late=3), row(late=9)), ALL, "全部 2 批 · 2 份 · 0 份已反馈，2 份逾期"),
        ((row(),), ASSIGNED, "其他台账交办 · 1 份"),
    ],
)
def test_the_register_in_a_line(rows: tuple[ExportRow, ...], shown: int | None, told: str) -> None:
    assert summary(Register((2, 1), rows, 0, (), shown)) == told


def second_round(session: Any, path: Path) -> Changes:
    """Send one office a workbook that alone makes a round."""
    return export_office(session, "市经信局", path, date(2023, 9, 14), date(2023, 9, 30), plan=RoundPlan(new=True))


@pytest.fixture
def rounds(exchange: ExchangePage, sent: Path, live: Context, tmp_path: Path) -> ExchangePage:
    """A late workbook of the first round, and a second round that is not due yet."""
    live.jobs.write(lambda s: second_round(s, tmp_path / "二.xlsx"))
    live.jobs.drain()
    return exchange


def test_all_rounds_together_have_the_late_ones_on_top(rounds: ExchangePage, grab: Callable[..., None]) -> None:
    assert [one.round for one in rounds.model.rows] == [2]
    rounds.round.set_value(ALL)
    rounds.context.jobs.drain()
    assert [(one.office, one.round, one.overdue_days) for one in rounds.model.rows] == [
        ("市科技局", 1, 5),
        ("市经信局", 2, 0),
    ]
    assert rounds.round.text() == "全部批次"
    assert [rounds.model.index(place, 0).data(ROUND) for place in (0, 1)] == ["第 1 批", "第 2 批"]
    assert rounds.model.index(0, 1).data(ROUND) == ""
    grab(rounds, "exchange-all", (1238, 768))
    rounds.round.set_value(2)
    rounds.context.jobs.drain()
    assert rounds.model.index(0, 0).data(ROUND) == ""


def test_reminders_of_all_rounds_are_about_all_rounds(rounds: ExchangePage, tmp_path: Path) -> None:
    rounds.round.set_value(ALL)
    rounds.context.jobs.drain()
    acts = {text: slot for text, _, slot in rounds.reminders()}
    assert list(acts) == [
        "复制催报文字（1）", "出催办单…", "生成催报邮件草稿…", "生成催报邮件草稿（附上工作簿）…", "生成催报清单…",
    ]  # fmt: skip
    acts["复制催报文字（1）"]()
    assert "第 1 批" in QGuiApplication.clipboard().text()  # the second round has still time
    rounds.importing.returning.choose_file = lambda _parent, _start: tmp_path / "清单.xlsx"
    acts["生成催报清单…"]()
    rounds.context.jobs.drain()
    sheet = openpyxl.load_workbook(tmp_path / "清单.xlsx").active
    assert {"市科技局", "市经信局"} & {cell.value for cell in sheet["A"]} == {"市科技局"}


def test_the_tooltip_says_what_waits(rounds: ExchangePage, make_pending: Any) -> None:
    rounds.model.set_rows((make_pending,))
    tip = rounds.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "a.xlsx，2023-08-25 发出；还有 4 项待决定"


@pytest.fixture
def make_pending() -> ExportRow:
    from dataclasses import replace

    return replace(row(state=ReturnState.PENDING), pending=4)
