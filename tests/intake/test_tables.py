"""Tables of tasks inside a text: each row is one task, with what its columns say of office and deadline."""

from collections.abc import Sequence

import pytest

from tests.intake.conftest import KNOWLEDGE, docx_bytes, paragraph
from tracker.intake.propose import pasted, propose
from tracker.intake.read.document import read_document
from tracker.model.rows.intake import Candidate, Proposal

Cell = str | tuple[str, str]  # words, and what the cell's properties say


def table(rows: Sequence[Sequence[Cell]]) -> str:
    """Return a table of a .docx."""
    out = ""
    for row in rows:
        cells = [cell if isinstance(cell, tuple) else (cell, "") for cell in row]
        out += "<w:tr>" + "".join(
            f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>" for words, properties in cells
        )
        out += "</w:tr>"
    return f"<w:tbl>{out}</w:tbl>"


DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def wide(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def of_docx(body: str) -> Proposal:
    return propose(read_document(docx_bytes(paragraph("园区服务任务分解表") + body), "表.docx"), KNOWLEDGE)


def of_text(text: str) -> Proposal:
    return propose(pasted(text), KNOWLEDGE)


def of_html(rows: str) -> Proposal:
    page = f"<html><body><p>园区服务任务分解表</p><table>{rows}</table></body></html>"
    return propose(read_document(page.encode(), "表.html"), KNOWLEDGE)


def facts(proposal: Proposal) -> list[tuple[str, str | None, tuple[str, ...], str | None]]:
    return [(c.title, c.lead_office, c.co_offices, c.due_text) for c in leaves(proposal)]


def leaves(proposal: Proposal) -> list[Candidate]:
    return [c for c in proposal.candidates if c.kind.value in ("task", "subtask")]


HEADER = ("序号", "任务", "责任单位", "时限")
FIRST = ("1", "建设园区公共食堂", "市经信局、市财政局", "2026年6月底")
SECOND = ("2", "开通园区巴士，方便职工上下班", "市教育局", "长期坚持")
WANTED = [
    ("建设园区公共食堂", "市经信局", ("市财政局",), "2026年6月底"),
    ("开通园区巴士，方便职工上下班", "市教育局", (), "长期坚持"),
]


@pytest.mark.parametrize("mark", ["\t", " | ", "｜", "│"])
def test_rows_of_a_table_in_plain_text(mark: str) -> None:
    rows = "\n".join(mark.join(row) for row in (HEADER, FIRST, SECOND))
    assert facts(of_text(f"园区服务任务分解表\n\n{rows}\n\n今天天气不错。\n")) == WANTED


def test_a_table_drawn_with_bars_and_rules() -> None:
    lines = ["| " + " | ".join(row) + " |" for row in (HEADER, FIRST, SECOND)]
    lines.insert(1, "|---|:---|---|---|")
    proposal = of_text("园区服务任务分解表\n\n" + "\n".join(lines) + "\n")
    assert facts(proposal) == WANTED
    assert [c.due_on and c.due_on.isoformat() for c in proposal.candidates] == ["2026-06-30", None]


def test_rows_of_a_docx_table() -> None:
    proposal = of_docx(table([HEADER, FIRST, SECOND]))
    assert facts(proposal) == WANTED
    assert all(c.office_named for c in proposal.candidates)
    for candidate in proposal.candidates:
        words = "".join(proposal.text[start:end] for start, end in candidate.spans)
        assert words == candidate.quote


def test_rows_of_an_html_table() -> None:
    rows = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) for row in (HEADER, FIRST, SECOND))
    assert facts(of_html(rows)) == WANTED


def test_a_measure_of_several_below_one_task_is_its_subtask() -> None:
    header = ("序号", "重点任务", "具体举措", "牵头单位", "配合单位", "完成时限")
    rows = [
        header,
        ("1", ("完善园区配套", DOWN), "建设公共食堂", "市经信局", "市财政局", "6月底"),
        ("2", ("", ON), "开通园区巴士", "市教育局", "", "年底前"),
        ("3", "培育园区企业", "建立企业库", "市科技局", "", "年底前"),
    ]
    group, *below = of_docx(table(rows)).candidates
    assert (group.kind.value, group.title) == ("group", "完善园区配套")
    assert [(c.parent, c.title, c.lead_office) for c in below] == [
        (group.id, "建设公共食堂", "市经信局"),
        (group.id, "开通园区巴士", "市教育局"),
        (None, "培育园区企业", "市科技局"),
    ]
    assert below[2].quote == "培育园区企业 建立企业库"


def test_a_task_merged_over_two_rows_has_the_offices_of_both() -> None:
    rows = [
        HEADER,
        ("1", ("建设园区公共食堂", DOWN), "市经信局", ("6月底", DOWN)),
        ("", ("", ON), "市财政局", ("", ON)),
    ]
    assert facts(of_docx(table(rows))) == [("建设园区公共食堂", "市经信局", ("市财政局",), "6月底")]


def test_cells_merged_in_a_web_page() -> None:
    rows = (
        "<tr><th rowspan=2>事项</th><th colspan=2>责任分工</th><th rowspan=2>办理时限</th></tr>"
        "<tr><th>主办单位</th><th>协办单位</th></tr>"
        "<tr><td rowspan='2'>建设公共食堂</td><td>市经信局</td><td>市教育局</td><td>6月底</td></tr>"
        "<tr><td>市财政局</td><td></td><td>6月底</td></tr>"
    )
    assert facts(of_html(rows)) == [("建设公共食堂", "市经信局", ("市财政局", "市教育局"), "6月底")]


def test_a_header_of_two_rows_that_comes_again_on_the_next_page() -> None:
    header = [
        (("序号", DOWN), ("议定事项", DOWN), ("责任分工", wide(2)), ("办理时限", DOWN)),
        (("", ON), ("", ON), "主办单位", "协办单位", ("", ON)),
    ]
    rows = [
        *header,
        ("1", "制定食堂补贴办法", "市财政局", "市经信局", "11月20日"),
        *header,
        ("2", "修复园区东门道路", "市科技局", "", "立即办理"),
        ("合计", "2项", "", "", ""),
    ]
    assert facts(of_docx(table(rows))) == [
        ("制定食堂补贴办法", "市财政局", ("市经信局",), "11月20日"),
        ("修复园区东门道路", "市科技局", (), "立即办理"),
    ]


def test_rows_that_head_a_part_are_sections_of_the_tasks_below() -> None:
    rows = [HEADER, (("一、设施类", wide(4)),), FIRST, (("二、服务类", wide(4)),), SECOND]
    proposal = of_docx(table(rows))
    assert [s.title for s in proposal.sections] == ["一、设施类", "二、服务类"]
    assert [(c.path, c.section) for c in proposal.candidates] == [(("一、设施类",), "s1"), (("二、服务类",), "s2")]


def test_a_table_without_header_is_known_by_what_stands_in_it() -> None:
    proposal = of_docx(table([FIRST, SECOND]))
    assert facts(proposal) == WANTED
    assert all(c.score < 0.9 for c in proposal.candidates), "less sure than under a header"


def test_two_tables_with_columns_of_their_own() -> None:
    other = table([("责任部门", "工作内容"), ("市科技局（牵头）、市财政局", "布局园区实验室")])
    proposal = of_docx(table([HEADER, FIRST]) + paragraph("二、远期") + other)
    assert facts(proposal) == [WANTED[0], ("布局园区实验室", "市科技局", ("市财政局",), None)]


def test_labels_with_what_they_say_beside_them() -> None:
    rows = [
        ("督办事项", "解决园区停车难"),
        ("工作要求", "（1）增设临时车位；（2）清理废弃车辆。"),
        ("牵头单位", "市经信局"),
        ("配合单位", "市财政局"),
        ("办结时限", "2026年11月30日"),
    ]
    group, *below = of_docx(table(rows)).candidates
    assert (group.kind.value, group.title) == ("group", "解决园区停车难")
    assert [(c.title, c.lead_office, c.co_offices, c.due_text) for c in below] == [
        ("增设临时车位", "市经信局", ("市财政局",), "2026年11月30日"),
        ("清理废弃车辆", "市经信局", ("市财政局",), "2026年11月30日"),
    ]


def test_two_labels_in_a_row_and_several_tasks() -> None:
    rows = [
        ("事项", "修订物业收费标准", "牵头单位", "市科技局"),
        ("完成时限", "12月底", "备注", "无"),
        ("事项", "公布食堂菜价", "牵头单位", "市财政局"),
        ("完成时限", "每月5日", "备注", "无"),
    ]
    assert facts(of_docx(table(rows))) == [
        ("修订物业收费标准", "市科技局", (), "12月底"),
        ("公布食堂菜价", "市财政局", (), "每月5日"),
    ]


def test_measures_numbered_in_one_cell_are_tasks_of_the_row() -> None:
    words = "1.编制建设方案。2.新增装机50兆瓦，8月底前完成。3.建立并网绿色通道。"
    rows = [HEADER, ("1", words, "市科技局", "年底前")]
    assert facts(of_docx(table(rows))) == [
        ("编制建设方案", "市科技局", (), "年底前"),
        ("新增装机50兆瓦，8月底前完成", "市科技局", (), "8月底前"),
        ("建立并网绿色通道", "市科技局", (), "年底前"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("指标", "2024年", "2025年"), ("产值（亿元）", "100", "120"), ("企业（家）", "30", "40")],
        [("姓名", "单位", "电话"), ("王一", "市科技局", "123"), ("李二", "市财政局", "456")],
    ],
)
def test_tables_of_figures_and_of_people_propose_nothing(rows: list[tuple[str, ...]]) -> None:
    proposal = of_docx(table([HEADER, FIRST]) + paragraph("二、附表") + table(rows))
    assert facts(proposal) == [WANTED[0]]
    assert [s.title for s in proposal.sections] == ["二、附表"], "rows are no headings"


def test_a_table_that_only_lays_out_a_page_is_read_as_its_text() -> None:
    page = (
        "<html><body><table><tr><td>导航</td><td><h1>园区服务方案</h1><p>四、对策建议</p>"
        "<table><tr><td>任务</td><td>责任单位</td></tr><tr><td>建设公共食堂</td><td>市经信局</td></tr></table>"
        "<p>建议由市财政局牵头设立园区发展基金。</p></td></tr></table></body></html>"
    )
    proposal = propose(read_document(page.encode(), "页.html"), KNOWLEDGE)
    assert [c.lead_office for c in leaves(proposal)] == ["市经信局", "市财政局"]


def test_figures_of_a_row_are_indicators_of_its_task() -> None:
    rows = [HEADER, ("1", "力争新增园区企业120家", "市经信局", "年底前")]
    proposal = of_docx(table(rows))
    assert [(i.id, i.value, i.unit) for i in proposal.indicators] == [("k1", "120", "家")]
    assert proposal.candidates[0].indicators == ("k1",)


def test_tasks_of_text_and_table_stand_in_the_order_of_the_text() -> None:
    text = "园区服务方案\n\n四、对策建议\n\n应当建设人才公寓。\n\n{}\n\n五、保障措施\n\n要开通园区巴士。\n"
    rows = "\n".join("\t".join(row) for row in (HEADER, FIRST, SECOND))
    proposal = of_text(text.format(rows))
    starts = [c.spans[0][0] for c in proposal.candidates]
    assert starts == sorted(starts)
    assert [c.id for c in proposal.candidates] == [f"c{n}" for n in range(1, 5)]


def test_a_table_of_numbers_and_tasks_that_name_their_offices_themselves() -> None:
    rows = [
        ("序号", "任务内容"),
        ("1", "建设公共食堂（责任单位：市经信局；完成时限：6月底）"),
        ("2", "修复东门道路（牵头单位：市科技局，配合单位：市财政局）"),
    ]
    assert facts(of_docx(table(rows))) == [
        ("建设公共食堂", "市经信局", (), "6月底"),
        ("修复东门道路", "市科技局", ("市财政局",), None),
    ]


def test_a_list_of_projects_with_their_cost_is_none_of_tasks() -> None:
    rows = [("序号", "项目名称", "总投资"), ("1", "园区综合体", "3亿元"), ("2", "园区二期", "1亿元")]
    assert leaves(of_docx(table(rows))) == []


def test_from_when_to_when_is_a_deadline() -> None:
    rows = [("包抓领导", "事项", "责任单位", "起止时间"), ("李明", "推进综合体建设", "市经信局", "2026.3—2026.12")]
    (task,) = of_docx(table(rows)).candidates
    assert (task.due_text, task.due_on and task.due_on.isoformat()) == ("2026.3—2026.12", "2026-12-31")


def test_offices_that_are_columns_lead_and_help_by_their_signs() -> None:
    rows = [
        ("序号", "任务", "市经信局", "市财政局", "市教育局", "时限"),
        ("1", "建设园区公共食堂", "●", "○", "", "2026年6月底"),
        ("2", "开通园区巴士，方便职工上下班", "", "●", "○", "长期坚持"),
    ]
    assert facts(of_docx(table(rows))) == [
        ("建设园区公共食堂", "市经信局", ("市财政局",), "2026年6月底"),
        ("开通园区巴士，方便职工上下班", "市财政局", ("市教育局",), "长期坚持"),
    ]
    swapped = paragraph("（○为牵头单位，●为配合单位）")
    assert [lead for _, lead, _, _ in facts(of_docx(swapped + table(rows)))] == ["市财政局", "市教育局"]
