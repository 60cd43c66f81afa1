"""The templates of what one office gets: 提醒函 and 催办单 as letters, 督办单 as one sheet for each task."""

from resources.packaging.papers.circular import optional
from resources.packaging.papers.sheet import Page, Style, package
from resources.packaging.papers.words import cell, listed, mark, paragraph, row, table
from tracker.reports.fonts import TITLE

_TASKS = (("序号", 10), ("编号", 17), ("任务名称", 46), ("完成时限", 24), ("进度/序时", 20), ("原因", 39))
_COLUMNS = ("序号", "编号", "名称", "时限", "进度", "理由")
_EMPTY = paragraph("", "Flush")
_SHEET = Page(30, 28, 28, 26, numbered=False)
#: A label may use its whole cell: seven characters of 12 pt just fit into 30 mm.
_WIDE = '<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>'
_WIDTHS = (30, 50, 28, 48)
#: Free room above and below the lines of a cell, in millimetres: texts of several lines do not touch its edges.
_ABOVE = 0.3


def letter(title: str, colour: str) -> bytes:
    """Return the template of a letter; its title has the colour of its level (RRGGBB)."""
    parts = (
        paragraph("{{ 标题 }}", "SlipTitle"),
        paragraph("{{ 编号 }}", "Number"),
        _EMPTY,
        paragraph("{{ 主送 }}", "Flush"),
        optional("正文"),
        optional("未反馈说明"),
        mark("if 任务清单"),
        paragraph("", "TableNote", '<w:spacing w:line="120" w:lineRule="exact"/>'),
        _table(),
        paragraph("", "TableNote"),
        mark("endif"),
        optional("结语", "Closing"),
        mark("if 联系人"),
        paragraph("联系人：{{ 联系人 }}　电话：{{ 电话 }}", "Closing"),
        mark("endif"),
        *(paragraph("", "Signature"), paragraph("", "Signature")),
        paragraph("\t{{ 落款 }}", "Signature"),
        paragraph("\t{{ 成文日期 }}", "Signature"),
    )
    return package("".join(parts), Page(), {"SlipTitle": _title(colour)}, title)


def _table() -> str:
    written = listed(_TASKS, "任务清单", _COLUMNS, left=("名称", "理由"))
    return written.replace("{{ 行.进度 }}", "{{ 行.进度 }}/{{ 行.序时 }}")


def _title(colour: str) -> Style:
    return Style("SlipTitle", "单据标题", TITLE, 22, '<w:jc w:val="center"/>', f'<w:color w:val="{colour}"/>', 700)


def order(colour: str) -> bytes:
    """Return the template 督办单.docx: a sheet for each task, each on its own page."""
    title = paragraph("{{ 标题 }}", "SlipTitle", "<w:pageBreakBefore/>")
    parts = (
        mark("for 单 in 督办清单"),
        title,
        paragraph("（{{ 等级 }}）", "Issue", '<w:spacing w:line="480" w:lineRule="exact"/>'),
        table(_WIDTHS, _rows(), above=_ABOVE),
        paragraph("", "TableNote", '<w:spacing w:line="20" w:lineRule="exact"/>'),
        mark("endfor"),
    )
    return package("".join(parts), _SHEET, {"SlipTitle": _title(colour)}, "督办单")


def _rows() -> list[str]:
    return [
        _two("编　　号", "{{ 单.编号 }}", "签发日期", "{{ 单.签发日期 }}"),
        _two("承办单位", "{{ 单.单位 }}", "责任人及电话", "{{ 单.责任人 }}　{{ 单.电话 }}"),
        _one("配合单位", "{{ 单.配合单位 }}"),
        _one("督办事项", "{{ 单.任务编号 }}　{{ 单.名称 }}", "{{ 单.内容 }}"),
        _one("任务来源", "{{ 单.来源 }}"),
        _two("完成时限", "{{ 单.时限 }}", "当前进度", "{{ 单.进度 }}（序时{{ 单.序时 }}）"),
        _two("亮　　灯", "{{ 单.理由 }}", "最近反馈", "{{ 单.最近反馈 }}"),
        _one("最近进展", "{{ 单.最近进展 }}"),
        _one("存在问题", "{{ 单.存在问题 }}"),
        _one("办理要求", "{{ 单.办理要求 }}"),
        _one("承办单位\n反　　馈", "", height=36),
        _two("承办单位负责人\n（签字）", "", "日　　期\n（盖章）", "", 14),
        _two("督办联系人", "{{ 联系人 }}", "电　　话", "{{ 电话 }}"),
    ]


def _one(label: str, *texts: str, height: float = 8.5) -> str:
    value = "".join(paragraph(text, "Value") for text in texts)
    return row([cell(_WIDTHS[0], paragraph(label, "Label")), cell(sum(_WIDTHS[1:]), value, 3)], height=height)


def _two(left: str, first: str, right: str, second: str, height: float = 8.5) -> str:
    texts = ((left, "Label"), (first, "Value"), (right, "Label"), (second, "Value"))
    return row(
        (
            cell(width, paragraph(text, style), extra=_WIDE if style == "Label" else "")
            for width, (text, style) in zip(_WIDTHS, texts, strict=True)
        ),
        height=height,
    )
