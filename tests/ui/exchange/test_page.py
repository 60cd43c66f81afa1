"""往来: the register, its rounds, and the page before anything was sent."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from tracker.services.exporting import export_all
from tracker.ui.core.context import Context
from tracker.ui.exchange.export_dialog import ExportDialog
from tracker.ui.exchange.page import ExchangePage
from tracker.ui.widgets.states import EmptyState

OFFICE = "市科技局"


def test_before_the_first_export_it_says_how_to_begin(exchange: ExchangePage, qtbot: Any) -> None:
    empty = exchange.stage.currentWidget()
    assert isinstance(empty, EmptyState)
    assert empty._title.text() == "还没有发出工作簿"
    assert not exchange.round.isVisible()
    opened: list[ExportDialog] = []
    exchange.exporting.dialog_opened.connect(opened.append)
    qtbot.mouseClick(empty.link, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert len(opened) == 1
    opened[0].reject()


def test_the_filled_button_is_what_comes_next(exchange: ExchangePage, live: Context, tmp_path: Path) -> None:
    exchange.context.jobs.drain()
    buttons = (exchange.export_button, exchange.import_button)
    assert [button.property("kind") for button in buttons] == ["primary", "outlined"], "nothing is out yet"
    live.jobs.write(lambda s: export_all(s, tmp_path, date(2023, 9, 1))[0])
    live.jobs.drain()
    assert [button.property("kind") for button in buttons] == ["outlined", "primary"]


def test_the_register_shows_what_was_sent(exchange: ExchangePage, sent: Path) -> None:
    exchange.context.jobs.drain()
    assert exchange.head.summary() == "第 1 批，8月25日发出 · 1 个单位 · 0 个已反馈，1 个逾期"
    assert exchange.round.text() == "第 1 批"
    row = exchange.model.rows[0]
    assert (row.office, row.state, row.overdue_days) == (OFFICE, None, 5)


def test_another_round_is_shown_when_chosen(exchange: ExchangePage, sent: Path, live: Context, tmp_path: Path) -> None:
    live.jobs.write(lambda s: export_all(s, tmp_path, date(2023, 9, 14))[0])
    live.jobs.drain()
    assert exchange.head.summary().startswith("第 2 批")  # the newest, unless somebody chose another
    exchange.round.set_value(1)
    live.jobs.drain()
    assert exchange.head.summary().startswith("第 1 批")
    assert exchange.round.text() == "第 1 批"
    exchange.refresh()
    live.jobs.drain()
    assert exchange.head.summary().startswith("第 1 批")
    exchange.exporting.run("市经信局", tmp_path, None)
    live.jobs.drain()
    assert exchange.head.summary().startswith("第 2 批")
    again = [row.kind.word for row in exchange.model.rows if row.office == "市经信局"]
    assert sorted(again) == ["补发", "首发"]


def test_what_moves_a_figure_reads_the_register_again(exchange: ExchangePage) -> None:
    from tracker.model.changes import Changes

    checks: list[tuple[Changes, bool]] = [
        (Changes(tasks=frozenset({1})), True),  # a call is an answer, evidence may be what was listed
        (Changes(indicators=frozenset({1})), False),
        (Changes(exports=frozenset({1})), True),
        (Changes(returns=frozenset({1})), True),
    ]
    assert [exchange.touches(changes) for changes, _ in checks] == [wanted for _, wanted in checks]


def test_the_page_fits_and_can_be_looked_at(exchange: ExchangePage, sent: Path, grab: Callable[..., None]) -> None:
    exchange.context.jobs.drain()
    assert exchange.minimumSizeHint().width() <= 1238
    grab(exchange, "exchange-exchange", (1238, 768))
