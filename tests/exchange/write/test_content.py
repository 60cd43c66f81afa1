"""The snapshot of an export holds every column's canonical value."""

from collections.abc import Callable
from typing import Any

from tracker.exchange.cells.columns import INDICATOR_SHEET, TASK_SHEET
from tracker.exchange.write.content import sent_workbook


def test_snapshot_has_every_column(new_content: Callable[..., Any]) -> None:
    sent = sent_workbook(new_content())
    assert (sent.export_code, sent.office, sent.sent_on) == ("EXP7F3A", "市经信局", "2025-03-01")
    assert [(r.kind, r.key, r.label) for r in sent.rows][-2:] == [
        ("task", "uid-4", "C1.1"),
        ("indicator", "I01", "工业增加值"),
    ]
    assert set(sent.rows[0].values) == {c.field for c in TASK_SHEET.data_columns}
    assert set(sent.rows[-1].values) == {c.field for c in INDICATOR_SHEET.data_columns}


def test_values_are_clean_and_missing_ones_empty(new_content: Callable[..., Any]) -> None:
    (row, *_) = sent_workbook(new_content({"code": " B1 ", "title": "题\r\n目 ", "progress": 40})).rows
    assert (row.label, row.title) == ("B1", "题\n目")
    assert row.values["progress"] == 40
    assert (row.values["status"], row.values["co_offices"], row.values["remark"]) == (None, (), "")
