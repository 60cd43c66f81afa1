"""Every mistake of a template has its Chinese sentence with its place; all of them come in one go."""

from collections.abc import Callable
from pathlib import Path

import pytest

from resources.packaging.papers.words import cell, paragraph, row, table
from tracker.errors import InputError
from tracker.reports.names import BRIEF, CIRCULAR, ORDER
from tracker.reports.template_check import check_template, paper_of, require_sound
from tracker.reports.template_parts import open_template

Make = Callable[..., Path]


def rows(*lines: tuple[str, ...]) -> str:
    return table([40, 40], [row(cell(40, paragraph(text, "TableText")) for text in line) for line in lines])


#: What a person may write, and what the check says.
MISTAKES = (
    ("{{ 任务总量 }}", "第1段：不认识“任务总量”，是不是“任务总数”？"),
    ("{{ 甲乙丙 }}", "第1段：不认识“甲乙丙”，可用的名称见帮助“出文与模板”。"),
    ("｛｛任务总数｝｝", "第1段：“｛｛任务总数｝｝”用了全角花括号，请改成半角。"),
    ("｛任务总数｝", "第1段：“｛任务总数｝”用了全角花括号，请改成半角。"),
    ("{{ 任务总数｝｝", "第1段：“{{ 任务总数｝｝”用了全角花括号，请改成半角。"),
    ("{{ 任务总数 }", "第1段：“{{ 任务总数 }”少一个“}”。"),
    ("共{{ 任务总数", "第1段：“{{ 任务总数”没有“}}”。"),
    ("任务总数 }}项", "第1段：“任务总数 }}”没有“{{”。"),
    ("{ 任务总数 }", "第1段：“{ 任务总数 }”少一对花括号，请写成“{{ 任务总数 }}”。"),
    ("{{ ''.__class__ }}", "第1段：只能使用名称表中的名称，不能写“{{ ''.__class__ }}”。"),
    ("{{ 任务总数.real }}", "第1段：只能使用名称表中的名称，不能写“{{ 任务总数.real }}”。"),
    ("{{ 任务总数() }}", "第1段：只能使用名称表中的名称，不能写“{{ 任务总数() }}”。"),
    ("{{ 任务总数 + 1 }}", "第1段：只能使用名称表中的名称，不能写“{{ 任务总数 + 1 }}”。"),
    ("{{ 引言 | upper }}", "第1段：只能使用名称表中的名称，不能写“{{ 引言 | upper }}”。"),
    ("{% set x = 1 %}", "第1段：只能使用名称表中的名称，不能写“{% set x = 1 %}”。"),
    ("{% import 'os' %}", "第1段：只能使用名称表中的名称，不能写“{% import 'os' %}”。"),
    ("{# 说明 #}", "第1段：只能使用名称表中的名称，不能写“{# 说明 #}”。"),
    ("{{r 引言 }}", "第1段：只能使用名称表中的名称，不能写“{{r 引言 }}”。"),
    ("{%p if 引言 %}", "第1段：有“if 引言”，没有“endif”。"),
    ("{%p endif %}", "第1段：有“endif”，没有与它配对的“if”。"),
    ("{%p endfor %}", "第1段：有“endfor”，没有与它配对的“for”。"),
    ("{%p else %}", "第1段：有“else”，没有与它配对的“if”。"),
    ("{%p if 引言 %}请注意", "第1段：“请注意”与标记在同一段，生成时会丢失，请另起一段。"),
    ("{%tr for 行 in 单位排名 %}", "第1段：“{%tr for 行 in 单位排名 %}”只能写在表格的一行里，这里请用“{%p … %}”。"),
    ("{{ 单位排名 }}", "第1段：“单位排名”是清单，要用“for 行 in 单位排名”逐行写。"),
    ("{% for 行 in 任务总数 %}{% endfor %}", "第1段：“任务总数”不是清单，不能写“for 行 in 任务总数”。"),
    ("{{ 行.名次 }}", "第1段：不认识“行”，可用的名称见帮助“出文与模板”。"),
    ("{{ 关注清单 }}", "第1段：“关注清单”在通报里没有，只用于专报。"),
)


@pytest.mark.parametrize(("text", "sentence"), MISTAKES)
def test_a_mistake_has_its_sentence(template: Make, text: str, sentence: str) -> None:
    assert sentence in [str(finding) for finding in check_template(template(text), CIRCULAR)]


def test_a_column_nobody_knows_is_named_with_those_there_are(template: Make) -> None:
    path = template(
        rows(("{%tr for 行 in 协调清单 %}", ""), ("{{ 行.编号 }}", "{{ 行.进度率 }}"), ("{%tr endfor %}", ""))
    )
    assert [str(finding) for finding in check_template(path, CIRCULAR)] == [
        "表1第2行第2格：“协调清单”没有“进度率”这一栏，可用：编号、事项、协调单位、需要日期、逾期天数。"
    ]


def test_a_loop_of_rows_is_closed_in_its_table(template: Make) -> None:
    opened = rows(("{%tr for 行 in 协调清单 %}", ""), ("{{ 行.编号 }}", ""))
    path = template(opened, "", rows(("{%tr endfor %}", ""), ("", "")))
    assert [str(finding) for finding in check_template(path, CIRCULAR)] == [
        "表2：有“endfor”，没有与它配对的“for”。",
        "表1：有“for 行 in 协调清单”，没有“endfor”。",
    ]


def test_text_in_the_row_of_a_mark_would_be_lost(template: Make) -> None:
    path = template(rows(("{%tr for 行 in 协调清单 %}", "编号"), ("{{ 行.编号 }}", ""), ("{%tr endfor %}", "")))
    assert [str(finding) for finding in check_template(path, CIRCULAR)] == [
        "表1第1行第1格：“编号”与标记在同一行，生成时会丢失，请另起一行。"
    ]


def test_a_block_that_begins_in_a_paragraph_ends_in_it(template: Make) -> None:
    findings = [str(finding) for finding in check_template(template("{% if 引言 %}甲", "乙{% endif %}"), CIRCULAR)]
    assert findings == ["第2段：有“endif”，没有与它配对的“if”。", "第1段：有“if 引言”，没有“endif”。"]


def test_all_findings_come_in_one_go_with_the_files_name(template: Make) -> None:
    path = template("{{ 任务总量 }}", "好", "｛｛红灯｝｝", name="我的模板.docx")
    with pytest.raises(InputError) as refused:
        require_sound(open_template(path), CIRCULAR)
    assert refused.value.sentence.splitlines() == [
        "模板“我的模板.docx”有2处要改：",
        "第1段：不认识“任务总量”，是不是“任务总数”？",
        "第3段：“｛｛红灯｝｝”用了全角花括号，请改成半角。",
    ]


def test_one_finding_is_one_sentence(template: Make) -> None:
    with pytest.raises(InputError) as refused:
        require_sound(open_template(template("", "{{ 任务总量 }}")), CIRCULAR)
    assert refused.value.sentence == "模板“通报.docx”第2段：不认识“任务总量”，是不是“任务总数”？"


def test_marks_where_no_text_is_are_said(template: Make) -> None:
    path = template("<w:p><w:r><w:instrText>{{ 红灯 }}</w:instrText></w:r></w:p>")
    assert [str(finding) for finding in check_template(path, CIRCULAR)] == [
        "图片说明或域代码：里面有标记“{{ 红灯 }}”，生成时不能替换，请删去。"
    ]


@pytest.mark.parametrize(
    "text",
    ["集合｛1，2｝", "{a}", "100%", "{% if not 引言 %}无{% else %}有{% endif %}", "{{　任务总数　}}"],
)
def test_what_is_right_is_left_in_peace(template: Make, text: str) -> None:
    assert check_template(template(text), CIRCULAR) == []


def test_the_name_of_a_file_tells_its_paper(tmp_path: Path) -> None:
    assert paper_of(tmp_path / "督办单_20261128.docx") == ORDER
    assert paper_of(tmp_path / "专报.docx") == BRIEF
    assert paper_of(tmp_path / "我的.docx") is None
