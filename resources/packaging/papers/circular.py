"""The template of the circular (通报) and of the one-page brief for leaders (专报)."""

from resources.packaging.papers.sheet import RIGHT_TAB, RULE, Page, Style, fonts, package
from resources.packaging.papers.words import cell, listed, mark, paragraph, row, run, table
from tracker.reports.fonts import BODY, HEADING, SUBHEADING, TITLE

_OFFICES = (
    *(("名次", 11), ("单位", 36), ("任务", 12), ("已销号", 15), ("完成率", 17), ("平均进度", 18), ("进度差", 17)),
    *(("红灯", 12), ("反馈", 18)),
)
_OFFICE_COLUMNS = ("名次", "单位", "任务数", "已销号", "完成率", "平均进度", "进度差", "红", "反馈")
_CO_OFFICES = (
    *(("单位", 42), ("配合任务", 18), ("未开始", 17), ("配合中", 17), ("已完成", 17), ("不涉及", 17)),
    ("最近反馈", 28),
)
_TASKS = (
    *(("序号", 10), ("编号", 17), ("任务名称", 40), ("牵头单位", 24), ("责任人", 14), ("完成时限", 20)),
    *(("进度", 11), ("亮灯", 20)),
)
_TASK_COLUMNS = ("序号", "编号", "名称", "单位", "责任人", "时限", "进度", "灯")
_EMPTY = paragraph("", "Flush")


def head(issue: str = "{{ 期号 }}") -> str:
    """Return the head of a bulletin: the red words, the issue, who issued it and when, the red line."""
    return "".join(
        (
            paragraph("{{ 机关标志 }}", "Masthead"),
            paragraph(issue, "Issue"),
            paragraph("{{ 印发单位 }}\t{{ 印发日期 }}", "Issuer"),
        )
    )


def circular() -> bytes:
    """Return the template 通报.docx."""
    opening = (_EMPTY, paragraph("{{ 标题 }}", "PaperTitle"), _EMPTY, paragraph("{{ 主送 }}", "Flush"))
    text = (paragraph("{{ 引言 }}", "Body"), _overall(), _offices(), _problems(), _demands(), _annexes())
    parts = (head(), *opening, *text)
    return package("".join(parts), Page(), title="通报")


def _overall() -> str:
    sentences = ("总体_任务", "总体_亮灯", "总体_变化", "总体_进度", "总体_指标")
    return "".join((paragraph("一、总体情况", "Part"), *map(optional, sentences), _picture()))


def optional(name: str, style: str = "Body") -> str:
    """Return a paragraph that falls away where there is nothing to say."""
    return mark(f"if {name}", style) + paragraph(f"{{{{ {name} }}}}", style) + mark("endif", style)


def _picture() -> str:
    return "".join(
        (
            mark("if 图_单位亮灯", "Picture"),
            paragraph("{{ 图_单位亮灯 }}", "Picture"),
            paragraph("图1　各牵头单位任务亮灯情况（项）", "PictureTitle"),
            mark("endif", "Picture"),
        )
    )


def _offices() -> str:
    return "".join(
        (
            paragraph("二、各单位推进情况", "Part"),
            optional("排名_说明"),
            mark("if 单位排名"),
            paragraph("表1　各牵头单位推进情况", "TableTitle"),
            listed(_OFFICES, "单位排名", _OFFICE_COLUMNS),
            mark("endif"),
            optional("表注", "TableNote"),
            mark("if 配合情况"),
            paragraph("表2　各配合单位配合情况", "TableTitle"),
            listed(_CO_OFFICES, "配合情况", [name for name, _ in _CO_OFFICES]),
            paragraph("注：只列尚未办结、单位已确认的任务，不排名次。", "TableNote"),
            mark("endif"),
        )
    )


def _problems() -> str:
    return "".join(
        (
            paragraph("三、存在问题", "Part"),
            mark("for 问题 in 问题清单"),
            paragraph("（{{ 问题.序 }}）{{ 问题.题 }}", "Subpart"),
            paragraph("{{ 问题.文 }}", "Body"),
            mark("endfor"),
            optional("无问题"),
            optional("协调事项"),
        )
    )


def _demands() -> str:
    return "".join(
        (
            paragraph("四、下步要求", "Part"),
            paragraph("{{ 要求 }}", "Closing"),
            mark("if 附件说明"),
            paragraph("", "Signature"),
            mark("for 附件 in 附件说明"),
            paragraph("{{ 附件.文 }}", "Annexes"),
            mark("endfor"),
            mark("endif"),
            *(paragraph("", "Signature"), paragraph("", "Signature")),
            paragraph("\t{{ 落款 }}", "Signature"),
            paragraph("\t{{ 成文日期 }}", "Signature"),
        )
    )


def _annexes() -> str:
    first, second = "附件清单", "全部任务清单"
    return _annex(1, first, second, "逾期及落后任务清单") + _annex(2, second, first, "全部任务清单")


def _annex(number: int, source: str, other: str, title: str) -> str:
    return "".join(
        (
            mark(f"if {source}", "Flush"),
            mark(f"if {other}", "Flush"),
            paragraph(f"附件{number}", "Annex"),
            mark("else", "Flush"),
            paragraph("附件", "Annex"),
            mark("endif", "Flush"),
            _EMPTY,
            paragraph(title, "AnnexTitle"),
            _EMPTY,
            listed(_TASKS, source, _TASK_COLUMNS, left=("名称",)),
            paragraph("", "TableNote"),
            mark("endif", "Flush"),
        )
    )


#: The brief fills one page: smaller margins, 14 pt on exactly 22 pt.
_BRIEF_LINE = 440
_TWO = '<w:ind w:firstLineChars="200" w:firstLine="560"/>'
_MIDDLE = '<w:jc w:val="center"/>'
_BRIEF_STYLES = {
    "Body": Style("Body", "公文正文", BODY, 14, _TWO, line=_BRIEF_LINE),
    "Flush": Style("Flush", "顶格", BODY, 14, line=_BRIEF_LINE),
    "Part": Style("Part", "一级标题", HEADING, 14, f'<w:keepNext/>{_TWO}<w:outlineLvl w:val="0"/>', line=_BRIEF_LINE),
    "Subpart": Style("Subpart", "二级标题", SUBHEADING, 14, _TWO, line=_BRIEF_LINE),
    "Masthead": Style("Masthead", "机关标志", TITLE, 28, _MIDDLE, '<w:color w:val="C00000"/>', 840),
    "Issue": Style("Issue", "期号", BODY, 14, _MIDDLE, line=_BRIEF_LINE),
    "Issuer": Style("Issuer", "印发", BODY, 14, f"{RULE}{RIGHT_TAB}", line=_BRIEF_LINE),
    "PaperTitle": Style(
        "PaperTitle", "公文标题", TITLE, 22, f'<w:spacing w:before="40" w:after="80"/>{_MIDDLE}', line=660
    ),
    "TableHead": Style("TableHead", "表头", BODY, 10.5, f"<w:keepNext/>{_MIDDLE}", line=340),
    "TableText": Style("TableText", "表文", BODY, 10.5, _MIDDLE, line=340),
    "TableLeft": Style("TableLeft", "表文左", BODY, 10.5, '<w:jc w:val="left"/>', line=340),
}
_BOX = 39
#: A weekly brief gives the reasons of extensions, which need room.
_ATTENTION = (("任务", 84), ("牵头单位", 30), ("情况", 24), ("责任人", 18))
_WEEKLY_ATTENTION = (("任务", 56), ("牵头单位", 26), ("情况", 56), ("责任人", 18))


def brief() -> bytes:
    """Return the template 专报.docx."""
    parts = (
        head(),
        paragraph("{{ 标题 }}", "PaperTitle"),
        _numbers(),
        paragraph("一、总体进展", "Part"),
        *map(optional, ("总体_任务", "总体_变化")),
        paragraph("二、需要领导关注", "Part"),
        mark("if 关注清单"),
        mark("if 周报"),
        _attention(_WEEKLY_ATTENTION),
        mark("else"),
        _attention(_ATTENTION),
        mark("endif"),
        mark("endif"),
        optional("关注_说明"),
        optional("关注_其余"),
        mark("if 第三部分_内容"),
        paragraph("三、{{ 第三部分 }}", "Part"),
        paragraph("{{ 第三部分_内容 }}", "Body"),
        mark("endif"),
        _advice(),
        _instruction(),
    )
    return package("".join(parts), Page(25, 20, 28, 26, numbered=False), _BRIEF_STYLES, "专报")


def _attention(head: tuple[tuple[str, int], ...]) -> str:
    left = ("名称", "情况") if head is _WEEKLY_ATTENTION else ("名称",)
    return listed(head, "关注清单", ("名称", "单位", "情况", "责任人"), left)


def _numbers() -> str:
    boxes = (
        ("{{ 任务总数 }}", "任务（项）", "{{ 较上期_任务总数 }}"),
        ("{{ 已销号 }}", "已销号 完成率{{ 完成率 }}", "待审核{{ 待审核 }}项"),
        ("{{ 红灯 }}", "红灯（项）", "{{ 较上期_红灯 }}"),
        ("{{ 平均进度 }}", "平均进度", "序时{{ 序时进度 }}"),
    )
    lines = [cell(_BOX, paragraph(number, "FigureNumber") + "".join(paragraph(word, "TableText") for word in words))
             for number, *words in boxes]  # fmt: skip
    sides = ("top", "left", "bottom", "right", "insideV")
    return table([_BOX] * 4, [row(lines)], sides) + _gap()


def _gap(twentieths: int = 120) -> str:
    """Return the paragraph that Word wants after a table, no higher than that."""
    return paragraph("", "TableNote", f'<w:spacing w:line="{twentieths}" w:lineRule="exact"/>')


def _advice() -> str:
    return "".join(
        (
            mark("if 第三部分_内容"),
            paragraph("四、建议", "Part"),
            mark("else"),
            paragraph("三、建议", "Part"),
            mark("endif"),
            paragraph("{{ 建议 }}", "Body"),
        )
    )


def _instruction() -> str:
    word = run("领导批示：", f'{fonts(HEADING)}<w:sz w:val="24"/>')
    inside = f'<w:p><w:pPr><w:pStyle w:val="TableLeft"/></w:pPr>{word}</w:p>'
    frame = table([156], [row([cell(156, inside, align="top")], height=30, exact=True)])
    return frame + _gap(20)
