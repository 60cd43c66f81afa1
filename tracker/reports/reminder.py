"""The list of workbooks that did not come back, as a workbook to be printed or sent around."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tracker.model.rows import ExportRow
from tracker.reports.simple_table import table_bytes, write_table

_COLUMNS = (
    ("单位", 26),
    ("批次", 10),
    ("任务", 8),
    ("指标", 8),
    ("发出日期", 14),
    ("应反馈日期", 14),
    ("逾期天数", 10),
    ("工作簿", 44),
)


def write_reminder(path: Path, rows: Sequence[ExportRow], today: date) -> None:
    """Write the list; WorkbookError when the file cannot be written."""
    line = f"截至 {today.isoformat()}，共 {len(rows)} 份未反馈"
    cells = [
        (
            row.office,
            f"第 {row.round} 批",
            row.tasks,
            row.indicators,
            row.sent_on,
            row.return_due_on,
            row.overdue_days or None,
            row.file_name,
        )
        for row in rows
    ]
    write_table(path, table_bytes("催报清单", "交办工作簿催报清单", line, _COLUMNS, cells))
