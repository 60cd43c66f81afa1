"""Previewing a returned workbook end to end against openpyxl's load of the same file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tracker.exchange.content import ContentRow, WorkbookContent, sent_workbook
from tracker.exchange.diff import compare
from tracker.exchange.reader import load_file, read_file
from tracker.exchange.writer import write_workbook
from tracker.model.changeset import ChangeSet, CurrentRow, SentWorkbook, Value

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
