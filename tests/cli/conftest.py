"""The command line as a person types it: `run("tasks", "--json")` in a data folder of its own."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from tests.command_outcome import Outcome
from tracker.__main__ import main

TODAY = "2026-03-02"


@pytest.fixture
def data(sqlite_ledger_url: str, tmp_path: Path) -> Path:
    """Return a data folder with a ledger in it."""
    assert sqlite_ledger_url.endswith("data/ledger.db")
    return tmp_path / "data"


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run a command on the ledger of `data`; `before` are options instead of `--data` and `--today`."""

    def do(*arguments: object, before: tuple[str, ...] = ()) -> Outcome:
        head = before or ("--data", str(data), "--today", TODAY)
        capsys.readouterr()
        code = main([*head, *map(str, arguments)])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return do


@pytest.fixture
def content(data: Path) -> Callable[[], dict[str, list]]:
    """Return every row of every table, to be compared before and after."""

    def read() -> dict[str, list]:
        with closing(sqlite3.connect(data / "ledger.db")) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in names}

    return read


@pytest.fixture
def fill(data: Path) -> Callable[..., Path]:
    """Write cells of the rows of tasks: `fill(path, "A1.1", "A1.4", 责任人="张三")`; indicators by their name."""

    def write(path: Path, *codes: str, **cells: object) -> Path:
        book = openpyxl.load_workbook(path)
        for name, value in cells.items():
            sheet = book["指标填报" if name in ("本期值", "统计日期", "说明") else "任务清单"]
            columns = {str(cell.value).strip(): cell.column for cell in sheet[4]}
            key = columns["指标" if sheet.title == "指标填报" else "编号"]
            row_of = {sheet.cell(row, key).value: row for row in range(5, sheet.max_row + 1)}
            for code in codes:
                sheet.cell(row_of[code], columns[name]).value = value
        book.save(path)
        return path

    return write


@pytest.fixture
def sent(run: Callable[..., Outcome], tmp_path: Path) -> Path:
    """Return the exported workbook of 市经信局."""
    path = tmp_path / "市经信局.xlsx"
    assert run("export", "--office", "市经信局", "--out", path).code == 0
    return path
