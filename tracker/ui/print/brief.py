"""The brief for leaders (专报) as blocks: one page, what its standard template shows, from the same values."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tracker.errors import InputError
from tracker.model.rows import Brief
from tracker.reports.brief_fit import fitting_briefs, too_long
from tracker.reports.fonts import HEADING, TITLE
from tracker.reports.paper_values import brief_values
from tracker.ui.print.blocks import (
    BODY_TEXT,
    CELL,
    CENTRED,
    FLUSH,
    MASTHEAD,
    PAPER_TITLE,
    PART,
    Block,
    Cell,
    Pages,
    Paragraph,
    Sheet,
    Style,
    Table,
    issuer_line,
    listed,
)
from tracker.ui.print.layout import PaperLayout

_SIZE, _LINE = 14, 22
_BODY = replace(BODY_TEXT, size=_SIZE, line=_LINE)
_PART = replace(PART, size=_SIZE, line=_LINE)
_FLUSH = replace(FLUSH, size=_SIZE, line=_LINE)
_CELL = replace(CELL, line=17)
_NUMBER = Style(TITLE, 22, 28, align="center")
_FRAME = Style(HEADING, 12, 18, align="left", edge=1)
_MONTH = (("任务", 84.0), ("牵头单位", 30.0), ("情况", 24.0), ("责任人", 18.0))
_WEEK = (("任务", 56.0), ("牵头单位", 26.0), ("情况", 56.0), ("责任人", 18.0))


def brief_pages(brief: Brief) -> Pages:
    """Return a brief as blocks, with all the rows it has."""
    values: Mapping[str, Any] = brief_values(brief)
    blocks = (*_head(values), *_text(values, weekly=brief.figures.period.weekly), _instruction())
    return Pages(brief.head.title, Sheet(25, 20, 28, 26, numbered=False), blocks)


def brief_layout(brief: Brief) -> PaperLayout:
    """Return a brief laid out, as many rows as its page holds: with strange fonts fewer than were reckoned.

    Raises InputError where no shortening makes it one page.
    """
    for each in fitting_briefs(brief):
        layout = PaperLayout(brief_pages(each))
        if layout.count == 1:
            return layout
    raise InputError(too_long(brief))


def _head(values: Mapping[str, Any]) -> Iterator[Block]:
    yield Paragraph(values["机关标志"], replace(MASTHEAD, size=28, line=42))
    yield Paragraph(values["期号"], replace(CENTRED, size=_SIZE, line=_LINE))
    yield issuer_line(values["印发单位"], values["印发日期"], _FLUSH)
    for line in values["标题"].split("\n"):
        yield Paragraph(line, replace(PAPER_TITLE, line=33, before=2))
    yield Paragraph("", replace(_FLUSH, size=4, line=4))
    boxes = (
        (values["任务总数"], "任务（项）", values.get("较上期_任务总数", "")),
        (values["已销号"], f"已销号 完成率{values['完成率']}", f"待审核{values['待审核']}项"),
        (values["红灯"], "红灯（项）", values.get("较上期_红灯", "")),
        (values["平均进度"], "平均进度", f"序时{values['序时进度']}"),
    )
    cells = (
        Cell((Paragraph(str(number), _NUMBER), *(Paragraph(word, _CELL) for word in words))) for number, *words in boxes
    )
    yield Table((39, 39, 39, 39), (tuple(cells),), heads=0)
    yield Paragraph("", replace(_FLUSH, size=4, line=6))


def _text(values: Mapping[str, Any], *, weekly: bool) -> Iterator[Block]:
    yield Paragraph("一、总体进展", _PART)
    for name in ("总体_任务", "总体_变化"):
        if values[name]:
            yield Paragraph(values[name], _BODY, name)
    yield Paragraph("二、需要领导关注", _PART)
    if values["关注清单"]:
        left = ("名称", "情况") if weekly else ("名称",)
        columns = _WEEK if weekly else _MONTH
        yield listed(columns, values["关注清单"], ("名称", "单位", "情况", "责任人"), left, _CELL)
    for name in ("关注_说明", "关注_其余"):
        if values[name]:
            yield Paragraph(values[name], _BODY)
    third = bool(values["第三部分_内容"])
    if third:
        yield Paragraph(f"三、{values['第三部分']}", _PART)
        yield Paragraph(values["第三部分_内容"], _BODY, "第三部分")
    yield Paragraph(f"{'四' if third else '三'}、建议", _PART)
    yield Paragraph(values["建议"], _BODY, "建议")


def _instruction() -> Table:
    return Table((156,), ((Cell((Paragraph("领导批示：", _FRAME), *(Paragraph("", _FRAME),) * 3)),),), heads=0)
