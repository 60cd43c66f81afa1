"""Previewing returned workbooks end to end, and taking in a lot of them, against openpyxl's load of the same files."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import insert

from tracker.exchange.content import ContentRow, WorkbookContent, sent_workbook
from tracker.exchange.diff import compare
from tracker.exchange.reader import load_file, read_file
from tracker.exchange.writer import write_workbook
from tracker.model.changeset import ChangeSet, CurrentRow, SentWorkbook, Value
from tracker.model.enums import Status
from tracker.model.tables import Office, Task
from tracker.services import exporting
from tracker.services.importing import Part, apply_returns
from tracker.services.reading import Intake
from tracker.services.receiving import receive_ready
from tracker.store.engine import Database

SECRET = b"key of the benchmark"
OFFICE = "市经信局"
NOTE = "已完成前期调研，走访企业 36 家，梳理问题 21 条，形成分类整改清单并逐项明确责任人和完成时限。"
EDITED_EVERY = 7


def _content(rows: int, answered: bool) -> WorkbookContent:
    return WorkbookContent(
        export_code="EBENCH",
        secret=SECRET,
        office=OFFICE,
        round_number=1,
        sent_on=date(2023, 8, 25),
        return_due_on=None,
        product_title="台账",
        tasks=tuple(ContentRow(f"T{number:06}", _values(number, answered)) for number in range(rows)),
    )


def _values(number: int, answered: bool) -> dict[str, Value]:
    edited = answered and number % EDITED_EVERY == 0
    return {
        "code": f"A{number // 100}.{number % 100}",
        "title": f"第 {number} 项任务：推动制造企业数字化转型",
        "content": NOTE,
        "source": "扛起宁波担当 · 一、创新引领",
        "lead_office": OFFICE,
        "co_offices": ("市科技局", "市财政局"),
        "owner": "周立群",
        "phone": "0574-5550001",
        "due_text": "2024年6月底前",
        "progress": 60 if edited else 40,
        "status": "in_progress",
        "progress_note": f"{NOTE}第二轮 {number}" if edited else NOTE,
        "problems": "",
        "next_steps": "下月召开部门联席会议",
        "remark": "",
    }


def _preview(path: Path, sent: SentWorkbook) -> ChangeSet:
    file = load_file(path)
    current = {(r.kind, r.key): CurrentRow(r.kind, r.key, r.label, r.title, r.values, 1) for r in sent.rows}
    return compare(
        read_file(file),
        file_name=file.name,
        sha256=file.sha256,
        sent={sent.export_code: sent},
        current=current,
        latest_for_office={OFFICE: sent.export_code},
        office_names={name: name for name in (OFFICE, "市科技局", "市财政局")},
        secret=SECRET,
    )


@pytest.mark.parametrize(("rows", "times"), [(300, 5), (10_000, 1)])
def bench_preview(
    rows: int, times: int, tmp_path: Path, timed: Callable[..., float], say: Callable[[str], None]
) -> None:
    path, sent = tmp_path / "反馈.xlsx", sent_workbook(_content(rows, answered=False))
    write_workbook(path, _content(rows, answered=True))
    found = _preview(path, sent)
    assert len(found.changes) == 2 * -(-rows // EDITED_EVERY), "the preview must find every edit"
    ours = timed(lambda: _preview(path, sent), times)
    theirs = timed(lambda: openpyxl.load_workbook(path), times)
    say(f"preview of {rows:,} rows: {ours:.2f} s, openpyxl's load {theirs:.2f} s, ratio {ours / theirs:.2f}")


FILES, ROWS, EDITED_ROWS = 100, 300, 7
TODAY, BACK = date(2026, 3, 2), date(2026, 3, 20)


def bench_lot(database: Database, tmp_path: Path, timed: Callable[..., float], say: Callable[[str], None]) -> None:
    """100 files of 300 rows from the disk to the ledger, against openpyxl's load of the same files."""
    paths = _lot(database, tmp_path)
    parts: list[Part] = []
    preview = timed(lambda: parts.extend(_received(database, paths)), 1)
    apply = timed(lambda: _applied(database, parts), 1)
    assert sum(len(part.seen.changes) for part in parts if part.seen) == 2 * FILES * -(-ROWS // EDITED_ROWS)
    theirs = timed(lambda: [openpyxl.load_workbook(path) for path in paths], 1)
    say(
        f"{FILES} files of {ROWS} rows: preview {preview:.2f} s, apply {apply:.2f} s, openpyxl's load {theirs:.2f} s, "
        f"ratio {(preview + apply) / theirs:.2f}"
    )


def _lot(database: Database, folder: Path) -> list[Path]:
    """Give 100 offices 300 tasks each, send their workbooks, and fill in every seventh row."""
    with database.session() as session:
        offices = [
            {"id": 1000 + n, "name": f"测试第{n}局", "short_name": "", "position": 1000 + n} for n in range(FILES)
        ]
        session.connection().execute(insert(Office), offices)
        session.connection().execute(insert(Task), [_task(n, row) for n in range(FILES) for row in range(ROWS)])
        for office in offices:
            exporting.export_office(session, str(office["name"]), folder / f"{office['name']}.xlsx", TODAY)
    paths = [folder / f"{office['name']}.xlsx" for office in offices]
    for path in paths:
        _fill(path)
    return paths


def _task(office: int, row: int) -> dict[str, object]:
    number = 10_000 + office * ROWS + row
    values = _values(row, answered=False)
    texts = {name: values[name] for name in ("content", "owner", "phone", "progress", "progress_note", "next_steps")}
    return texts | {
        "id": number,
        "uid": f"T{number:012x}",
        "code": f"Z{office}.{row}",
        "title": f"第 {office}-{row} 项任务：推动制造企业数字化转型",
        "themes": [],
        "lead_office_id": 1000 + office,
        "offices_confirmed": True,
        "status": Status.IN_PROGRESS,
        "position": number,
    }


def _fill(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    heads = {str(cell.value).strip(): int(cell.column or 0) for cell in sheet[4]}
    for row in range(5, 5 + ROWS, EDITED_ROWS):
        sheet.cell(row, heads["进度"]).value = 0.6
        sheet.cell(row, heads["进展情况"]).value = f"{NOTE}第二轮 {row}"
    book.save(path)


def _received(database: Database, paths: list[Path]) -> list[Part]:
    parts: list[Part] = []
    with Intake(paths) as intake:
        while not intake.finished:
            with database.session() as session:
                brought = receive_ready(session, intake, BACK)
            assert not brought.refused
            parts += [Part(one.return_id, {}, one.preview) for one in brought.received]
    return parts


def _applied(database: Database, parts: list[Part]) -> None:
    with database.session() as session:
        apply_returns(session, parts, BACK)
