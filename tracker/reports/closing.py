"""销号清单: what was closed in a period, and what waits to be."""

from tracker.model.numbers import chinese_date
from tracker.model.rows import ClosedLine, ClosingList, WaitingLine
from tracker.reports.fill import DEMO_MARK
from tracker.reports.official_ledger import PARTIAL, due_words
from tracker.reports.paper_sheet import PaperSheet, SheetColumn
from tracker.reports.task_lines import NONE, office_words

SHEET = "销号清单"
NONE_LISTED = "无"
_A4 = 9
_HEADER_ROWS = 2
Line = ClosedLine | WaitingLine


def closing_content(paper: ClosingList) -> bytes:
    """Return the list as the bytes of a workbook. Raises WorkbookError for a text no cell can hold."""
    settings, period = paper.settings, paper.period
    title = f"{settings.subject}销号清单"
    sheet = PaperSheet(SHEET, _columns(), _HEADER_ROWS, settings)
    issuer = f"编制单位：{settings.issuer}{DEMO_MARK if paper.demo else ''}"
    days = f"{chinese_date(period.start)}至{chinese_date(period.end)}"
    sheet.put_head(title, issuer, f"{days}{PARTIAL if paper.partial else ''}　单位：项")
    parts: tuple[tuple[str, tuple[Line, ...]], ...] = (
        (f"一、本期已销号（{len(paper.done)}项）", paper.done),
        (f"二、待销号（{len(paper.waiting)}项，日期为报完成日期，说明栏为缺少的条件）", paper.waiting),
    )
    for heading, lines in parts:
        sheet.put_heading(heading, anew=True)
        for line in lines:
            sheet.put_row(line, line.task.code)
        if not lines:
            sheet.put_heading(NONE_LISTED)
    sheet.arrange(_A4, frozen=3)
    return sheet.content(title, settings.issuer)


def early_words(days: int | None) -> str:
    """Write 提前3天, 逾期5天, 按时 on the day itself, — without a deadline."""
    if days is None:
        return NONE
    return f"提前{days}天" if days > 0 else f"逾期{-days}天" if days else "按时"


def before_words(percent: int | None) -> str:
    """Write how far a task was before it was reported complete, — where nobody knows."""
    return NONE if percent is None else f"报完成前{percent}%"


def _statement(line: Line) -> str:
    if isinstance(line, ClosedLine):
        return line.statement or NONE
    return f"缺少：{'、'.join(line.missing)}" if line.missing else "条件已具备"


def _columns() -> list[SheetColumn]:
    return [
        SheetColumn(("序号",), 10, lambda _: None),
        SheetColumn(("任务编号",), 17, lambda line: line.task.code),
        SheetColumn(("任务名称",), 42, lambda line: line.task.title, centred=False),
        SheetColumn(("牵头单位",), 24, lambda line: office_words(line.task)),
        SheetColumn(("完成时限",), 24, lambda line: due_words(line.task)),
        SheetColumn(
            ("销号", "日期"), 20, lambda line: line.task.closed_on if isinstance(line, ClosedLine) else line.reported_on
        ),
        SheetColumn(
            ("销号", "提前/逾期"),
            20,
            lambda line: (
                early_words(line.early_days) if isinstance(line, ClosedLine) else before_words(line.progress_before)
            ),
        ),
        SheetColumn(("办结说明",), 46, _statement, centred=False),
        SheetColumn(("佐证", "份数"), 11, lambda line: line.evidence),
        SheetColumn(("佐证", "名称"), 30, lambda line: "、".join(line.evidence_names), centred=False),
        SheetColumn(("备注",), 27, lambda line: line.task.remark, centred=False),
    ]
