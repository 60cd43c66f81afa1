"""What one office gets as blocks: a letter with its table, or at 督办 a sheet for each task."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tracker.model.enums import SlipLevel
from tracker.model.rows import Slip
from tracker.reports.paper_values import letter_values, order_values
from tracker.ui.print.blocks import (
    BODY_TEXT,
    CENTRED,
    FLUSH,
    PAPER_TITLE,
    RIGHT_SIDE,
    Block,
    Pages,
    Paragraph,
    Sheet,
    Table,
    listed,
)
from tracker.ui.print.boxes import SIGNED, WIDTHS, Row, pair, single
from tracker.ui.print.circular import signature

_TASKS = (("序号", 10.0), ("编号", 17.0), ("任务名称", 46.0), ("完成时限", 24.0), ("进度/序时", 20.0), ("原因", 39.0))
_NAMES = ("序号", "编号", "名称", "时限", "进度序时", "理由")
_ANSWER = 36.0


def slip_pages(slip: Slip) -> Pages:
    """Return a letter or the sheets of an office as blocks."""
    if slip.level is SlipLevel.SUPERVISE:
        values: Mapping[str, Any] = order_values(slip)
        blocks = [
            block for number, each in enumerate(values["督办清单"]) for block in _sheet(values, each, slip, number)
        ]
        return Pages(slip.head.title, Sheet(30, 28, 28, 26, numbered=False), tuple(blocks))
    return Pages(slip.head.title, Sheet(), tuple(_letter(letter_values(slip), slip)))


def _title(text: str, slip: Slip, *, new_page: bool = False) -> Paragraph:
    return Paragraph(text, replace(PAPER_TITLE, colour=f"#{slip.colour}"), new_page=new_page)


def _letter(values: Mapping[str, Any], slip: Slip) -> Iterator[Block]:
    yield _title(values["标题"], slip)
    yield Paragraph(values["编号"], RIGHT_SIDE)
    yield Paragraph("", FLUSH)
    yield Paragraph(values["主送"], FLUSH)
    for name in ("正文", "未反馈说明"):
        if values[name]:
            yield Paragraph(values[name], BODY_TEXT)
    if values["任务清单"]:
        rows = [row | {"进度序时": f"{row['进度']}/{row['序时']}"} for row in values["任务清单"]]
        yield Paragraph("", replace(FLUSH, size=4, line=6))
        yield listed(_TASKS, rows, _NAMES, left=("名称", "理由"))
        yield Paragraph("", replace(FLUSH, size=10.5, line=18))
    closing = replace(BODY_TEXT, keeps_next=True)
    if values["结语"]:
        yield Paragraph(values["结语"], closing)
    if values["联系人"]:
        yield Paragraph(f"联系人：{values['联系人']}　电话：{values['电话']}", closing)
    yield from signature(values["落款"], values["成文日期"])


def _sheet(values: Mapping[str, Any], task: Mapping[str, Any], slip: Slip, number: int) -> Iterator[Block]:
    yield _title(values["标题"], slip, new_page=number > 0)
    yield Paragraph(f"（{values['等级']}）", replace(CENTRED, line=24))
    rows = tuple(_rows(values, task))
    yield Table(WIDTHS, tuple(row for row, _ in rows), heads=0, least=tuple(height for _, height in rows))


def _rows(values: Mapping[str, Any], task: Mapping[str, Any]) -> Iterator[Row]:
    yield pair("编　　号", task["编号"], "签发日期", task["签发日期"])
    yield pair("承办单位", task["单位"], "责任人及电话", f"{task['责任人']}　{task['电话']}")
    yield single("配合单位", task["配合单位"])
    yield single("督办事项", f"{task['任务编号']}　{task['名称']}", task["内容"])
    yield single("任务来源", task["来源"])
    yield pair("完成时限", task["时限"], "当前进度", f"{task['进度']}（序时{task['序时']}）")
    yield pair("亮　　灯", task["理由"], "最近反馈", task["最近反馈"])
    for label, name in (("最近进展", "最近进展"), ("存在问题", "存在问题"), ("办理要求", "办理要求")):
        yield single(label, task[name])
    yield single("承办单位\n反　　馈", "", height=_ANSWER)
    yield pair("承办单位负责人\n（签字）", "", "日　　期\n（盖章）", "", SIGNED)
    yield pair("督办联系人", values["联系人"], "电　　话", values["电话"])
