"""What the tests of services share: acts on an open ledger, and the whole content to compare."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import select

from tests.saved_again import saved_again
from tracker.errors import AsSentError
from tracker.model.changeset import ChangeSet, Decision
from tracker.model.enums import Choice, Status
from tracker.model.tables import Task, WorkbookReturn, metadata
from tracker.queries.tasks import read_task
from tracker.queries.token_key import token_secret
from tracker.services import exporting
from tracker.services.returns import apply
from tracker.services.returns.preview import Comparison
from tracker.services.returns.read_ahead import read_files
from tracker.services.status import change_status
from tracker.services.tasks import edit_task
from tracker.store.engine import Database

TODAY = date(2026, 3, 2)
#: The day a workbook comes back.
LATER = date(2026, 3, 20)
#: Tables that hold the ledger; history, kept files and received files are the memory of acts.
MEMORY = {"ledger_state", "batch", "revision", "attachment", "workbook_return", "return_decision", "counter"}


@dataclass
class Desk:
    """A ledger and a day, with the shortest way to act and to look."""

    ledger: Database
    today: date = TODAY

    def act(self, service: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """Run one service as one transaction, as the window does."""
        with self.ledger.session() as session:
            return service(session, *arguments, **more)

    def look(self, query: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """Run one query."""
        with self.ledger.reading() as session:
            return query(session, *arguments, **more)

    def number(self, code: str) -> int:
        """Return the id of a task."""
        return self.look(lambda session: session.exec(select(Task.id).where(Task.code == code)).one())

    def detail(self, code: str = "A1.1") -> Any:
        """Return everything of a task, as the panel shows it."""
        return self.look(read_task, self.number(code), self.today)

    def task(self, code: str = "A1.1") -> Any:
        """Return a task's row."""
        return self.detail(code).task

    def rows(self, table: type, *conditions: Any) -> list[Any]:
        """Return rows of a table in the order they came."""
        with self.ledger.reading() as session:
            found = list(session.exec(select(table).where(*conditions).order_by(*table.__table__.primary_key.columns)))
            session.expunge_all()
        return found

    def content(self, *, memory: bool = False) -> dict[str, list[dict[str, Any]]]:
        """Return all rows of the ledger's tables without their versions; with `memory` of all tables."""
        return {
            name: [self._plain(row) for row in self._all(table)]
            for name, table in metadata.tables.items()
            if memory or name not in MEMORY
        }

    def edit(self, field: str, value: Any, code: str = "A1.1") -> Any:
        """Set one field of a task, as the window does."""
        row = self.task(code)
        return self.act(edit_task, row.id, row.version, field, value, self.today)

    def preview(self, book: "Workbook") -> ChangeSet:
        """Say what a workbook would do."""
        return self.look_at_file(book.path, self.today)

    def look_at_file(self, path: Path, on: date = LATER) -> ChangeSet:
        """Say what a file would do, on the road of every import: read ahead, then compared."""
        (read,) = read_files([path], self.look(token_secret))
        return self.look(lambda session: apply.preview_read(Comparison(session, on), read))

    def receive(self, book: "Workbook") -> int:
        """Keep a workbook as pending and return its number; one nobody filled in as an office that saved it once."""
        try:
            return self.act(apply.receive_file, book.path, LATER)[1]
        except AsSentError:
            return self.act(apply.receive_file, saved_again(book.path), LATER)[1]

    def apply(self, number: int, decisions: dict[Any, Decision] | None = None, seen: ChangeSet | None = None) -> Any:
        """Take in what is clean and what was decided."""
        return self.act(apply.apply_return, number, decisions or {}, LATER, seen)

    def take_in(self, book: "Workbook", choice: Choice | None = None, value: Any = None) -> Any:
        """Receive and apply; `choice` is made for everything that waits for one."""
        number = self.receive(book)
        waiting = [one for one in self.look(apply.preview_return, number).changes if one.needs_decision]
        return self.apply(number, {one.identity: Decision(choice, value) for one in waiting if choice is not None})

    def returned(self) -> WorkbookReturn:
        """Return the one workbook that came back."""
        (one,) = self.rows(WorkbookReturn)
        return one

    def _all(self, table: Any) -> list[Any]:
        with self.ledger.reading() as session:
            return list(session.connection().execute(table.select().order_by(*table.primary_key.columns)).mappings())

    @staticmethod
    def _plain(row: Any) -> dict[str, Any]:
        return {key: value for key, value in row.items() if key != "version"}


@pytest.fixture(scope="session")
def desk_kind() -> type:
    """Return the class of desks, for ledgers that a test makes itself."""
    return Desk


@pytest.fixture(scope="session")
def send_workbook() -> "Callable[[Desk, Path], Workbook]":
    """Return the way in which `sent` sends the workbook of 市经信局 into a folder."""
    return _send


@pytest.fixture
def desk(ledger: Database) -> Desk:
    """A fresh ledger with its first content, once on SQLite and once on PostgreSQL."""
    return Desk(ledger)


@pytest.fixture
def lite(sqlite_ledger_url: str) -> Iterator[Desk]:
    """A fresh ledger on SQLite only, for what no database changes."""
    database = Database(sqlite_ledger_url, "测试员")
    yield Desk(database)
    database.close()


@dataclass
class Workbook:
    """An exported workbook in an office's hands."""

    path: Path

    def edit(self, code: str, **values: Any) -> "Workbook":
        """Write cells of a task's row (by 编号) or of an indicator's row (by name), by field name."""
        return self._change(lambda book: [self._set(book, code, name, value) for name, value in values.items()])

    def remove(self, code: str) -> "Workbook":
        """Delete the row of a task."""
        return self._change(lambda book: book["任务清单"].delete_rows(self._row(book["任务清单"], "编号", code)))

    def append(self, **values: Any) -> "Workbook":
        """Write a new row below the tasks, by field name."""

        def add(book: Any) -> None:
            sheet = book["任务清单"]
            for name, value in values.items():
                sheet.cell(sheet.max_row + (name == next(iter(values))), self._column(sheet, name), value)

        return self._change(add)

    def cell(self, code: str, name: str) -> str:
        """Return the address of a cell."""
        book = openpyxl.load_workbook(self.path)
        sheet, key = self._place(name)
        return book[sheet].cell(self._row(book[sheet], key, code), self._column(book[sheet], name)).coordinate

    def _change(self, work: Callable[[Any], Any]) -> "Workbook":
        book = openpyxl.load_workbook(self.path)
        work(book)
        book.save(self.path)
        return self

    def _set(self, book: Any, code: str, name: str, value: Any) -> None:
        sheet, key = self._place(name)
        book[sheet].cell(self._row(book[sheet], key, code), self._column(book[sheet], name)).value = value

    @staticmethod
    def _place(name: str) -> tuple[str, str]:
        return ("指标填报", "指标") if name.startswith("indicator_") else ("任务清单", "编号")

    @staticmethod
    def _column(sheet: Any, name: str) -> int:
        from tracker.exchange.cells.columns import FIELDS

        header = FIELDS[name].header
        return next(cell.column for cell in sheet[4] if str(cell.value).strip() == header)

    def _row(self, sheet: Any, key: str, code: str) -> int:
        column = next(cell.column for cell in sheet[4] if str(cell.value).strip() == key)
        return next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, column).value == code)


def _send(desk: Desk, folder: Path) -> Workbook:
    for code in ("A1.1", "A2.1a"):
        desk.act(change_status, desk.number(code), Status.IN_PROGRESS, TODAY, confirmed=True)
    path = folder / "市经信局.xlsx"
    desk.act(exporting.export_office, "市经信局", path, TODAY, LATER)
    return Workbook(path)


@pytest.fixture
def sent(desk: Desk, tmp_path: Path) -> Workbook:
    """The workbook of 市经信局, with two of its tasks in hand, from the ledger of `desk`."""
    return _send(desk, tmp_path)


@pytest.fixture
def sent_lite(lite: Desk, tmp_path: Path) -> Workbook:
    """The same from the ledger of `lite`."""
    return _send(lite, tmp_path)
