"""工作台账: all tasks on A3 sheets, in the columns of the public lists."""

from dataclasses import replace

from tracker.model.enums import LightColour, Status
from tracker.model.numbers import chinese_date
from tracker.model.rows import Figures, LedgerPaper, ListedTask
from tracker.reports.fill import DEMO_MARK
from tracker.reports.paper_sheet import CellValue, PaperSheet, SheetColumn
from tracker.reports.task_lines import (
    NONE,
    extended_words,
    light_name,
    light_words,
    office_words,
    progress_words,
    status_words,
)

SHEET = "工作台账"
#: Grounds of the lights, RRGGBB: black on them survives a black-and-white printer.
TINTS = {
    LightColour.RED: "FCEDEC",
    LightColour.AMBER: "FCF3E0",
    LightColour.GREEN: "E8F5ED",
    LightColour.BLUE: "E7F1FB",
    LightColour.GREY: "EFF1F4",
}
#: Stands in the head of a list that a filter narrowed: it is not the whole ledger.
PARTIAL = "（部分任务）"
_A3 = 8
_HEADER_ROWS = 3
_SOURCE_WIDTH = 18


def ledger_content(paper: LedgerPaper) -> bytes:
    """Return the ledger as the bytes of a workbook. Raises WorkbookError for a text no cell can hold."""
    settings, period = paper.figures.settings, paper.figures.period
    columns = _columns(by_office=paper.by_office)
    sheet = PaperSheet(SHEET, columns, _HEADER_ROWS, settings)
    issuer = f"编制单位：{settings.issuer}{DEMO_MARK if paper.figures.demo else ''}"
    past = "（进展为当日登记）" if paper.past else ""
    partial = PARTIAL if paper.figures.scope else ""
    sheet.put_head(settings.ledger_title, issuer, f"截至{chinese_date(period.end)}{past}{partial}　单位：项、%")
    light = next(index for index, column in enumerate(columns, 1) if column.headings[-1] == "亮灯")
    for group in paper.groups:
        if group.heading:
            sheet.put_heading(group.heading)
        for task in group.tasks:
            sheet.put_row(task, task.code)
            sheet.tint(light, TINTS[task.light.colour])
    sheet.put_heading(total_words(paper.figures), total=True)
    sheet.arrange(_A3, frozen=4 if paper.by_office else 3)
    return sheet.content(settings.ledger_title, settings.issuer)


def total_words(figures: Figures) -> str:
    """Return the last row: all tasks by status and by light."""
    statuses = "，".join(f"{status_words(status)}{count}项" for status, count in figures.now.statuses.items() if count)
    lights = "，".join(f"{light_name(colour)}{count}项" for colour, count in figures.now.lights.items() if count)
    left_out = f"不含已取消{figures.cancelled}项。" if figures.cancelled else ""
    limits = f"亮灯阈值：{figures.limits}。" if figures.limits else ""
    red = f"，其中红灯{figures.put_away_red}项" if figures.put_away_red else ""
    away = f"不含来源已归档的未办结任务{figures.put_away}项{red}。" if figures.put_away else ""
    return f"合计：{figures.now.tasks}项。{statuses}；{lights}。{limits}{left_out}{away}"


def due_words(task: ListedTask) -> str:
    """Return the deadline, below it the first one and how often it was extended."""
    return "\n".join(filter(None, (task.due or NONE, extended_words(task))))


def _person(task: ListedTask) -> str:
    return "\n".join(filter(None, (task.owner, task.phone))) or NONE


def _progress(task: ListedTask) -> CellValue:
    """Return the office's number; where staff saw less, both as words."""
    words = progress_words(task)
    return words if "\n" in words else task.progress / 100


def _columns(*, by_office: bool) -> list[SheetColumn]:
    content, source = "工作内容", SheetColumn(("来源",), _SOURCE_WIDTH, lambda task: task.article_title or NONE)
    columns = [
        SheetColumn(("序号",), 8, lambda _: None),
        SheetColumn(("任务编号",), 15, lambda task: task.code),
        SheetColumn(("任务内容", "任务名称"), 32, lambda task: task.title, centred=False),
        SheetColumn(("任务内容", content), 41, lambda task: task.content, centred=False),
        SheetColumn(("责任落实", "牵头单位"), 20, office_words),
        SheetColumn(("责任落实", "配合单位"), 24, lambda task: "、".join(task.co_offices)),
        SheetColumn(("责任落实", "责任人及电话"), 25, _person),
        SheetColumn(("完成时限",), 22, due_words),
        SheetColumn(("推进情况", "状态"), 13, lambda task: task.status.word),
        SheetColumn(("推进情况", "进度", "实际"), 11, _progress),
        SheetColumn(
            ("推进情况", "进度", "序时"), 11, lambda task: None if task.scheduled is None else task.scheduled / 100
        ),
        SheetColumn(("推进情况", "亮灯"), 17, lambda task: light_words(task.light)),
        SheetColumn(("推进情况", "进展情况"), 45, lambda task: task.note, centred=False),
        SheetColumn(("存在问题",), 30, lambda task: task.problems, centred=False),
        SheetColumn(("下一步措施",), 30, lambda task: task.next_steps, centred=False),
        SheetColumn(("销号情况", "是否销号"), 13, lambda task: "是" if task.status is Status.CLOSED else "否"),
        SheetColumn(("销号情况", "销号日期"), 16, lambda task: task.closed_on),
        SheetColumn(("备注",), 17, lambda task: task.remark, centred=False),
    ]
    if not by_office:
        return columns
    narrowed = [
        replace(each, width=each.width - _SOURCE_WIDTH) if each.headings[-1] == content else each for each in columns
    ]
    return [*narrowed[:2], source, *narrowed[2:]]
