"""Before an export somebody decides about offices that are only suggested and tasks without a deadline."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt

from tracker.model.enums import Unconfirmed
from tracker.model.rows import Unsettled
from tracker.services.tasks import confirm_offices
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import ExportWorkbooks
from tracker.ui.exchange.export_dialog import ExportDialog, UnsettledDialog
from tracker.ui.exchange.page import ExchangePage

OFFICE = "市科技局"
Tasks = Callable[[Context], list[Any]]


@pytest.fixture
def asked(exchange: ExchangePage) -> list[Any]:
    """The dialogs that were opened."""
    opened: list[Any] = []
    exchange.exporting.dialog_opened.connect(opened.append)
    return opened


def export_by_keys(exchange: ExchangePage, asked: list[Any], folder: Path, qtbot: Any) -> None:
    """Open the export of the office, type the folder, press Enter."""
    exchange.open_target(ExportWorkbooks(OFFICE))
    exchange.context.jobs.drain()
    dialog = asked[-1]
    assert isinstance(dialog, ExportDialog)
    dialog.folder.selectAll()
    qtbot.keyClicks(dialog.folder, str(folder))
    qtbot.keyClick(dialog.folder, Qt.Key.Key_Return)
    exchange.context.jobs.drain()


def notes_in(folder: Path) -> dict[str, str]:
    (path,) = folder.glob("*.xlsx")
    head, *rows = openpyxl.load_workbook(path)["任务清单"].iter_rows(min_row=4, values_only=True)
    return {str(row[1]): str(row[head.index("交办说明")] or "") for row in rows}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def test_by_keys_alone_the_workbook_goes_out_marked(
    exchange: ExchangePage, asked: list[Any], folder: Path, tasks: Tasks, qtbot: Any, grab: Callable[..., None]
) -> None:
    led = tasks(exchange.context)
    export_by_keys(exchange, asked, folder, qtbot)
    question = asked[-1]
    assert isinstance(question, UnsettledDialog)
    undated = sum(task.due_kind.undecided for task in led)
    assert f"{len(led)} 项的牵头单位还是建议，{undated} 项没有时限。" in question.summary.accessibleName()
    assert list(folder.iterdir()) == []
    assert question.mark.isDefault()
    qtbot.keyClick(question, Qt.Key.Key_Return)
    exchange.context.jobs.drain()
    notes = notes_in(folder)
    assert len(notes) == len(led)
    assert all("牵头单位为建议，待确认" in note for note in notes.values())
    row = exchange.model.rows[0]
    assert (row.unsettled.suggested, row.unsettled.undated) == (len(led), undated)
    content = exchange.model.index(0, exchange.model.columnCount() - 2).data()  # the matrix stands last
    assert content == f"未约定时间 · {len(led)} 项待确认单位 · {undated} 项未定时限"
    grab(exchange, "exchange-unsettled", (1238, 768))


def test_escape_exports_nothing(exchange: ExchangePage, asked: list[Any], folder: Path, qtbot: Any) -> None:
    export_by_keys(exchange, asked, folder, qtbot)
    qtbot.keyClick(asked[-1], Qt.Key.Key_Escape)
    exchange.context.jobs.drain()
    assert (list(folder.iterdir()), exchange.model.rows) == ([], ())


def test_confirming_settles_the_offices_of_this_workbook(
    exchange: ExchangePage, asked: list[Any], folder: Path, tasks: Tasks, qtbot: Any
) -> None:
    export_by_keys(exchange, asked, folder, qtbot)
    qtbot.mouseClick(asked[-1].confirm, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert all(task.offices_confirmed for task in tasks(exchange.context))
    assert not any("待确认" in note for note in notes_in(folder).values())


def test_only_what_is_confirmed_goes_out(
    exchange: ExchangePage, asked: list[Any], folder: Path, tasks: Tasks, qtbot: Any
) -> None:
    first, *_ = tasks(exchange.context)
    exchange.context.jobs.write(lambda s: confirm_offices(s, [first.id]))
    exchange.context.jobs.drain()
    export_by_keys(exchange, asked, folder, qtbot)
    qtbot.mouseClick(asked[-1].skip, Qt.MouseButton.LeftButton)
    exchange.context.jobs.drain()
    assert set(notes_in(folder)) == {first.code}


@pytest.mark.parametrize(
    ("unsettled", "choices", "words"),
    [
        (Unsettled(3, 2, 9), [Unconfirmed.CONFIRM, Unconfirmed.SKIP, Unconfirmed.MARK], "“未定时限，请提出”"),
        (Unsettled(9, 0, 9), [Unconfirmed.CONFIRM, Unconfirmed.MARK], "“牵头单位为建议，待确认”。"),
        (Unsettled(0, 2, 9), [Unconfirmed.MARK], "写明“未定时限，请提出”。"),
    ],
    ids=["both", "all suggested", "deadlines only"],
)
def test_only_what_can_be_done_is_offered(
    unsettled: Unsettled, choices: list[Unconfirmed], words: str, qtbot: Any
) -> None:
    dialog = UnsettledDialog(unsettled)
    qtbot.addWidget(dialog)
    dialog.open()
    buttons = {
        Unconfirmed.CONFIRM: dialog.confirm, Unconfirmed.SKIP: dialog.skip, Unconfirmed.MARK: dialog.mark,
    }  # fmt: skip
    assert [choice for choice, button in buttons.items() if button.isVisible()] == choices
    assert words in dialog.summary.accessibleName()
    for choice in choices:
        with qtbot.waitSignal(dialog.chosen) as chosen:
            buttons[choice].click()
        assert chosen.args == [choice]


def test_nothing_is_asked_where_all_is_settled(
    exchange: ExchangePage, asked: list[Any], folder: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    from tracker.ui.exchange import export_flow

    monkeypatch.setattr(export_flow, "read_unsettled", lambda _session, _office: Unsettled(tasks=5))
    export_by_keys(exchange, asked, folder, qtbot)
    assert [type(one) for one in asked] == [ExportDialog]
    assert len(list(folder.iterdir())) == 1
