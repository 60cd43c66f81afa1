"""The lists that go with many workbooks: who gets which mail, and who signs for which folder of a U-disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.reports.simple_table import table_bytes

_MAIL = (("单位", 24), ("联络员", 14), ("邮箱", 30), ("主题", 36), ("正文", 60), ("文件", 44))
_HANDOVER = (
    ("序号", 6),
    ("单位", 24),
    ("文件", 44),
    ("校验（SHA-256前8位）", 20),
    ("任务", 7),
    ("反馈时限", 13),
    ("签收人", 14),
    ("签收时间", 16),
)
_TO_SIGN_ON = 24.0  # points: room for a signature


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail as the list shows it, for those who send it from a browser."""

    office: str
    people: str
    addresses: str
    subject: str
    body: str
    file_name: str


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One workbook that is handed over on a disk."""

    office: str
    file_name: str
    sha256: str
    tasks: int
    due_on: date | None


def mail_list(lines: Sequence[MailLine], today: date) -> bytes:
    """Return 邮件清单.xlsx."""
    rows = [(m.office, m.people, m.addresses, m.subject, m.body, m.file_name) for m in lines]
    return table_bytes("邮件清单", "邮件清单", f"{today.isoformat()}，共 {len(rows)} 封，尚未发送", _MAIL, rows)


def handover_list(lines: Sequence[HandoverLine], today: date) -> bytes:
    """Return 交接清单.xlsx, on one A4 to be signed."""
    rows = [
        (number, line.office, line.file_name, line.sha256[:8].upper(), line.tasks, line.due_on, None, None)
        for number, line in enumerate(lines, start=1)
    ]
    words = f"{today.isoformat()}，共 {len(rows)} 份"
    return table_bytes("交接清单", "任务工作簿交接清单", words, _HANDOVER, rows, one_page=True, row_height=_TO_SIGN_ON)
