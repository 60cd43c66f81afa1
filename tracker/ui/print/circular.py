"""The circular (通报) as blocks: what its standard template shows, from the same values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QImage

from tracker.model.rows import Circular
from tracker.reports.paper_values import circular_values
from tracker.ui.print.blocks import (
    ANNEX,
    BODY_TEXT,
    CENTRED,
    FLUSH,
    NOTE,
    PAPER_TITLE,
    PART,
    PICTURE_TITLE,
    SUBPART,
    TABLE_TITLE,
    Block,
    Pages,
    Paragraph,
    Picture,
    Sheet,
    Style,
    issuer_line,
    listed,
    masthead,
)

OFFICES = (
    *(("名次", 11.0), ("单位", 36.0), ("任务", 12.0), ("已销号", 15.0), ("完成率", 17.0), ("平均进度", 18.0)),
    *(("进度差", 17.0), ("红灯", 12.0), ("反馈", 18.0)),
)
_OFFICE_NAMES = ("名次", "单位", "任务数", "已销号", "完成率", "平均进度", "进度差", "红", "反馈")
CO_OFFICES = (
    *(("单位", 42.0), ("配合任务", 18.0), ("未开始", 17.0), ("配合中", 17.0), ("已完成", 17.0), ("不涉及", 17.0)),
    ("最近反馈", 28.0),
)
TASKS = (
    *(("序号", 10.0), ("编号", 17.0), ("任务名称", 40.0), ("牵头单位", 24.0), ("责任人", 14.0), ("完成时限", 20.0)),
    *(("进度", 11.0), ("亮灯", 20.0)),
)
_TASK_NAMES = ("序号", "编号", "名称", "单位", "责任人", "时限", "进度", "灯")
OVERALL = ("总体_任务", "总体_亮灯", "总体_变化", "总体_进度", "总体_指标")
_EMPTY = Paragraph("", FLUSH)
#: A date like 2026年11月28日 in characters; name and date are centred on one line.
_SIGNED_CHARACTERS = 7.25


def circular_pages(circular: Circular, lights: QImage | None = None) -> Pages:
    """Return a circular as blocks; `lights` is 图1, left out where there is none."""
    values: Mapping[str, Any] = circular_values(circular)
    parts = (_head(values), _overall(values, lights), _offices(values), _problems(values), _demands(values))
    blocks = [block for part in (*parts, _annexes(values)) for block in part]
    return Pages(circular.head.title.replace("\n", ""), Sheet(), tuple(blocks))


def _head(values: Mapping[str, Any]) -> Iterator[Block]:
    yield masthead(values["机关标志"])
    yield Paragraph(values["期号"], CENTRED)
    yield issuer_line(values["印发单位"], values["印发日期"])
    yield from (_EMPTY, _EMPTY)
    for line in values["标题"].split("\n"):
        yield Paragraph(line, PAPER_TITLE)
    yield _EMPTY
    yield Paragraph(values["主送"], FLUSH)
    yield Paragraph(values["引言"], BODY_TEXT, "引言")


def named(values: Mapping[str, Any], names: Sequence[str], style: Style = BODY_TEXT) -> Iterator[Paragraph]:
    """Yield the sentences that have something to say."""
    for name in names:
        if values[name]:
            yield Paragraph(values[name], style, name)


def _overall(values: Mapping[str, Any], lights: QImage | None) -> Iterator[Block]:
    yield Paragraph("一、总体情况", PART)
    yield from named(values, OVERALL)
    if lights is not None:
        yield Picture(lights)
        yield Paragraph("图1　各牵头单位任务亮灯情况（项）", PICTURE_TITLE)


def _offices(values: Mapping[str, Any]) -> Iterator[Block]:
    yield Paragraph("二、各单位推进情况", PART)
    yield from named(values, ("排名_说明",))
    if values["单位排名"]:
        yield Paragraph("表1　各牵头单位推进情况", TABLE_TITLE)
        yield listed(OFFICES, values["单位排名"], _OFFICE_NAMES)
    yield from named(values, ("表注",), NOTE)
    if values["配合情况"]:
        yield Paragraph("表2　各配合单位配合情况", TABLE_TITLE)
        yield listed(CO_OFFICES, values["配合情况"], [name for name, _ in CO_OFFICES])
        yield Paragraph("注：只列尚未办结、单位已确认的任务，不排名次。", NOTE)


def _problems(values: Mapping[str, Any]) -> Iterator[Block]:
    yield Paragraph("三、存在问题", PART)
    for problem in values["问题清单"]:
        yield Paragraph(f"（{problem['序']}）{problem['题']}", SUBPART)
        yield Paragraph(problem["文"], BODY_TEXT, f"问题_{problem['题']}")
    yield from named(values, ("无问题", "协调事项"))


def _demands(values: Mapping[str, Any]) -> Iterator[Block]:
    yield Paragraph("四、下步要求", PART)
    closing = replace(BODY_TEXT, keeps_next=True)  # name and date never stand on a page without text
    yield Paragraph(values["要求"], closing, "要求")
    annexes, keep = values["附件说明"], replace(FLUSH, keeps_next=True)
    if annexes:
        yield Paragraph("", keep)
    for annex in annexes:
        yield Paragraph(f"　　{annex['文']}", keep)
    yield from signature(values["落款"], values["成文日期"])


def signature(issuer: str, day: str) -> Iterator[Paragraph]:
    """Yield name and date, centred on one line 4 characters from the right edge."""
    keep = replace(FLUSH, keeps_next=True)
    yield from (Paragraph("", keep), Paragraph("", keep))
    middle = 28 - 4 - _SIGNED_CHARACTERS / 2
    for text, style in ((issuer, keep), (day, FLUSH)):
        width = sum(0.5 if sign.isascii() else 1 for sign in text)
        left = max(middle - width / 2, 0)
        yield Paragraph("　" * int(left) + (" " if left % 1 >= 0.5 else "") + text, style)


def _annexes(values: Mapping[str, Any]) -> Iterator[Block]:
    annexes = (("逾期及落后任务清单", values["附件清单"]), ("全部任务清单", values["全部任务清单"]))
    filled = [(title, rows) for title, rows in annexes if rows]
    for number, (title, rows) in enumerate(filled, 1):
        yield Paragraph(f"附件{number}" if len(filled) > 1 else "附件", ANNEX, new_page=True)
        yield _EMPTY
        yield Paragraph(title, PAPER_TITLE)
        yield _EMPTY
        yield listed(TASKS, rows, _TASK_NAMES, left=("名称",))
