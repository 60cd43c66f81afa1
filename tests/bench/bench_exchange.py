"""Previewing returned workbooks end to end, and taking in a lot of them, against openpyxl's load of the same files.

In every file every seventh row was edited by the office (14 %): a new 进度 and another 进展情况. The files were saved
by openpyxl, as a program that is not ours would.
"""

import gc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import insert
from sqlmodel import col, func, select

from tracker.model.changeset import ChangeSet
from tracker.model.enums import Status
from tracker.model.tables import Office, ProgressEntry, Revision, Task
from tracker.queries.token_key import token_secret
from tracker.services import exporting
from tracker.services.returns.apply import Part, apply_returns, preview_read
from tracker.services.returns.preview import Comparison
from tracker.services.returns.read_ahead import ReadAhead, read_files
from tracker.services.returns.receive import compare_ready, keep_compared
from tracker.store.engine import Database

NOTE = "已完成前期调研，走访企业 36 家，梳理问题 21 条，形成分类整改清单并逐项明确责任人和完成时限。"
FILES, ROWS, EDITED_EVERY = 100, 300, 7
TODAY, BACK = date(2026, 3, 2), date(2026, 3, 20)


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    """Let Python collect on its own, as in our command line and in any script that uses openpyxl."""
    gc.enable()
    yield
    gc.disable()  # as all other tests and the window have it


@pytest.mark.parametrize(("rows", "times"), [(ROWS, 5), (10_000, 3)])
def bench_preview(
    rows: int,
    times: int,
    database: Database,
    tmp_path: Path,
    timed: Callable[..., float],
    say: Callable[[str], None],
) -> None:
    """One file from the disk to what it would change, the ledger asked; the reading process stands already."""
    (path,) = _sent_back(database, tmp_path, 1, rows)
    found = _previewed(database, path)
    assert len(found.changes) == 2 * _edited(rows), "the preview must find every edit"
    ours = timed(lambda: _previewed(database, path), times)
    theirs = timed(lambda: openpyxl.load_workbook(path), times)
    say(f"preview of {rows:,} rows: {ours:.2f} s, openpyxl's load {theirs:.2f} s, ratio {ours / theirs:.2f}")


def bench_lot(database: Database, tmp_path: Path, timed: Callable[..., float], say: Callable[[str], None]) -> None:
    """100 files of 300 rows from the disk to the ledger, against openpyxl's load of the same files."""
    paths = _sent_back(database, tmp_path, FILES, ROWS)
    parts: list[Part] = []
    preview = timed(lambda: parts.extend(_received(database, paths)), 1)
    apply = timed(lambda: _applied(database, parts), 1)
    edited = FILES * _edited(ROWS)
    assert sum(len(part.seen.changes) for part in parts if part.seen) == 2 * edited
    assert _written(database) == (2 * edited, edited), "every change is recorded, every row has its entry"
    theirs = timed(lambda: [openpyxl.load_workbook(path) for path in paths], 1)
    say(
        f"{FILES} files of {ROWS} rows: preview {preview:.2f} s, apply {apply:.2f} s, openpyxl's load {theirs:.2f} s, "
        f"ratio {(preview + apply) / theirs:.2f}"
    )


def _edited(rows: int) -> int:
    return -(-rows // EDITED_EVERY)


def _sent_back(database: Database, folder: Path, files: int, rows: int) -> list[Path]:
    """Give so many offices so many tasks each, send their workbooks, and return them as they come back."""
    paths = []
    with database.session() as session:
        offices = [
            {"id": 1000 + n, "name": f"测试第{n}局", "short_name": "", "position": 1000 + n} for n in range(files)
        ]
        tasks = [_task(n, row, 10_000 + n * rows + row) for n in range(files) for row in range(rows)]
        session.connection().execute(insert(Office), offices)
        session.connection().execute(insert(Task), tasks)
        for office in offices:
            paths.append(folder / f"{office['name']}.xlsx")
            exporting.export_office(session, str(office["name"]), paths[-1], TODAY)
    for path in paths:
        _fill(path, rows)
    return paths


def _task(office: int, row: int, number: int) -> dict[str, object]:
    return {
        "id": number,
        "uid": f"T{number:012x}",
        "code": f"Z{office}.{row}",
        "title": f"第 {office}-{row} 项任务：推动制造企业数字化转型",
        "content": NOTE,
        "themes": [],
        "lead_office_id": 1000 + office,
        "offices_confirmed": True,
        "owner": "周立群",
        "phone": "0574-5550001",
        "status": Status.IN_PROGRESS,
        "progress": 40,
        "progress_note": NOTE,
        "next_steps": "下月召开部门联席会议",
        "position": number,
    }


def _fill(path: Path, rows: int) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    heads = {str(cell.value).strip(): int(cell.column or 0) for cell in sheet[4]}
    for row in range(5, 5 + rows, EDITED_EVERY):
        sheet.cell(row, heads["进度"]).value = 0.6
        sheet.cell(row, heads["进展情况"]).value = f"{NOTE}第二轮 {row}"
    book.save(path)


def _previewed(database: Database, path: Path) -> ChangeSet:
    with database.session() as session:
        (read,) = read_files([path], token_secret(session))
        return preview_read(Comparison(session, TODAY), read)


def _received(database: Database, paths: list[Path]) -> list[Part]:
    parts: list[Part] = []
    with database.session() as session:
        secret = token_secret(session)
    with ReadAhead(paths, secret) as reading:
        while not reading.finished:
            with database.reading() as session:
                files = compare_ready(session, reading, BACK)
            with database.session() as session:
                step = keep_compared(session, files, BACK)
            reading.let_go(len(files))
            assert not step.refused
            parts += [Part(file.return_id, {}, file.preview) for file in step.received]
    return parts


def _applied(database: Database, parts: list[Part]) -> None:
    with database.session() as session:
        apply_returns(session, parts, BACK)


def _written(database: Database) -> tuple[int, int]:
    """Return how many fields of tasks were changed, and how many entries were made."""
    with database.session() as session:
        fields = select(func.count()).where(col(Revision.entity) == "task", col(Revision.field) != "")
        return session.exec(fields).one(), session.exec(select(func.count(col(ProgressEntry.id)))).one()
