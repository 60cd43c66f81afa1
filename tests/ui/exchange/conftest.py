"""An exchange page on a real store, and short ways to what is on them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.queries.ledger import read_ledger
from tracker.services.exporting import export_office
from tracker.services.tasks import edit_task
from tracker.services.undo import undo_batch
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.exchange.page import ExchangePage

Settle = Callable[[], None]


@dataclass
class Desk:
    """The page 往来 with one workbook out at 市科技局: filling it in, taking it back, and what the ledger says."""

    page: ExchangePage
    sent: Path
    told: list[Notice]
    write: Callable[..., None]
    read: Callable[[Context], list[Any]]

    def settle(self) -> None:
        """Wait until all reads and writes are done."""
        self.page.context.jobs.drain()

    def fill(self, *rows: dict[str, object]) -> None:
        """Fill the first rows of the workbook in, as the office does."""
        self.write(self.sent, *rows)

    def review(self) -> Any:
        """Take the workbook in by the button and return the review that opens."""
        self.page.choose_files = lambda _parent, _start: (self.sent,)
        self.page.import_button.click()
        self.settle()
        return self.opened()

    def tasks(self) -> list[Any]:
        """Return the office's tasks as the ledger has them now."""
        return self.read(self.page.context)

    def change_owners(self, *owners: str) -> None:
        """Change the owners of the first tasks on our side."""
        today = self.page.context.today()
        for task, owner in zip(self.tasks()[: len(owners)], owners, strict=True):
            edit = partial(edit_task, task_id=task.id, version=task.version, field="owner", value=owner, today=today)
            self.page.context.jobs.write(edit)
        self.settle()

    def undo(self) -> None:
        """Undo the act the user was told of last."""
        self.page.context.jobs.write(lambda s: undo_batch(s, self.told[-1].batch_id))
        self.settle()

    def opened(self) -> Any:
        """Return the review that stands open."""
        assert self.page.importing.dialog is not None
        return self.page.importing.dialog


@pytest.fixture
def exchange(live: Context, show: Callable[..., Any]) -> Iterator[ExchangePage]:
    """Show 往来 over the store; a review left open is put away."""
    made = show(ExchangePage(live))
    live.jobs.drain()
    yield made
    if made.importing.dialog is not None:
        made.importing.dialog.reject()


@pytest.fixture
def sent(live: Context, tmp_path: Path) -> Path:
    """Send the office its workbook and return the file."""
    path = tmp_path / "市科技局.xlsx"
    live.jobs.write(lambda s: export_office(s, "市科技局", path, date(2023, 8, 25), date(2023, 9, 10)))
    live.jobs.drain()
    return path


@pytest.fixture
def fill() -> Callable[..., None]:
    """Write into the first rows of 任务清单 as an office does, by the words of the header."""

    def write(path: Path, *rows: dict[str, object]) -> None:
        book = openpyxl.load_workbook(path)
        sheet = book["任务清单"]
        header = next(row for row in sheet.iter_rows() if "进度" in [cell.value for cell in row])
        columns = {cell.value: cell.column for cell in header}
        for number, values in enumerate(rows, header[0].row + 1):
            for word, value in values.items():
                sheet.cell(number, columns[word]).value = value  # type: ignore[index]
        book.save(path)

    return write


@pytest.fixture
def tasks() -> Callable[[Context], list[Any]]:
    """Return the tasks of 市科技局 as the ledger has them now."""

    def read(context: Context) -> list[Any]:
        found: list[Any] = []
        context.jobs.read(lambda s: read_ledger(s, context.today()), on_result=found.append)
        context.jobs.drain()
        return [task for task in found[0].tasks if task.lead_office == "市科技局"]

    return read


@pytest.fixture
def desk(
    exchange: ExchangePage,
    sent: Path,
    told: list[Notice],
    fill: Callable[..., None],
    tasks: Callable[[Context], list[Any]],
) -> Desk:
    """All that a workbook's way out and back needs, in one hand."""
    return Desk(exchange, sent, told, fill, tasks)
