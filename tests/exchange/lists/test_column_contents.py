"""Columns whose words nobody lists are told by what stands in them, a list without offices by what stands above."""

from tests.exchange.lists.list_books import NAMES, TODAY, fields, only, read, skipped, workbook
from tracker.exchange.lists.read_lists import empty_list, notes_of, read_lists
from tracker.exchange.read.open_book import read_raw


def test_a_header_of_unknown_words_is_read_by_its_columns() -> None:
    table = only(
        [
            ["项次", "要做的事", "谁来办", "啥时候", "说法"],
            [1, "打通园区断头路并改造泵站", "市经信局、市财政局", "2026年6月底前", "列入考核"],
            [2, "建立企业诉求闭环办理机制", "市科技局", "长期坚持", "专班推进"],
            [3, "完成园区污水管网改造工程", "市发改委", "9月底", "分步推进"],
        ]
    )
    assert fields(table) == {"A": "ref", "B": "title", "C": "offices", "D": "due_text", "E": None}
    assert [task.lead_office for task in table.tasks] == ["市经信局", "市科技局", "市发改委"]
    assert [task.due_on for task in table.tasks] == ["2026-06-30", None, "2026-09-30"]
    assert {column.score for column in table.columns if column.field} == {0.75}
    assert table.tasks[0].rest == {"说法": "列入考核"}


def test_unknown_columns_beside_known_ones() -> None:
    table = only(
        [
            ["任务名称", "牵头单位", "一起干的", "收官", "批示日期"],
            ["建设企业服务中心", "市经信局", "市财政局", "2026年8月", "2026-01-05"],
            ["发布惠企政策清单", "市科技局", "市财政局、市教育局", "2026年10月", "2026-01-06"],
        ]
    )
    assert fields(table) == {"A": "title", "B": "lead_office", "C": "co_offices", "D": "due_text", "E": None}
    assert table.tasks[1].co_offices == ("市财政局", "市教育局")


def test_two_columns_of_days_are_not_guessed() -> None:
    table = only(
        [
            ["任务名称", "牵头单位", "甲节点", "乙节点"],
            ["建设企业服务中心", "市经信局", "2026年8月", "2026年9月"],
            ["发布惠企政策清单", "市科技局", "2026年10月", "2026年12月"],
        ]
    )
    assert (fields(table)["C"], fields(table)["D"]) == (None, None)


def test_a_table_of_persons_is_no_list_of_tasks() -> None:
    assert (
        read(("名单", [["姓名", "职务", "单位"], ["王一", "科员", "市经信局"], ["李二", "处长", "市科技局"]], ())) == []
    )


def test_the_office_of_a_sheet_leads_where_no_column_names_one() -> None:
    rows = [["序号", "工作任务", "完成时限"], [1, "培育专精特新企业", "2026年11月底"]]
    tables = read(("市经信局", rows, ()), ("2.市科技局（1项）", rows, ()), ("其他", rows, ()))
    assert [table.tasks[0].lead_office for table in tables] == ["市经信局", "市科技局", None]
    assert "工作表的名称“市经信局”" in tables[0].problems[0].message
    assert tables[2].problems == []


def test_a_line_above_or_a_heading_names_the_office() -> None:
    above = only(
        [["责任单位：市教育局"], ["序号", "工作任务", "完成时限"], [1, "扩大产业学院规模", "2026年9月"]], "A1:C1"
    )
    assert above.tasks[0].lead_office == "市教育局"
    table = only(
        [
            ["市经信局2026年重点工作任务清单"],
            ["序号", "工作任务", "完成时限"],
            [1, "推进工业绿电直供", "2026年9月"],
            ["（一）市科技局牵头（1项）"],
            [2, "组建创新联合体", "2026年8月"],
        ],
        "A1:C1", "A4:C4",
    )  # fmt: skip
    assert [task.lead_office for task in table.tasks] == ["市经信局", "市科技局"]


def test_the_office_of_a_form_does_not_lead_where_a_column_says_who_does() -> None:
    table = only(
        [["填报单位：市教育局"], ["工作任务", "责任单位"], ["扩大产业学院规模", "市科技局"], ["发布目录", None]],
        "A1:B1",
    )
    assert [task.lead_office for task in table.tasks] == ["市科技局", None]


def test_a_number_keeps_the_digits_that_are_shown() -> None:
    data = workbook(("清单", [["序号", "工作任务", "牵头单位"], [1.1, "完成技改投资", "市经信局"]], ()))
    book = read_raw(data)
    (cells,) = [sheet.rows for sheet in book.sheets]
    cells[2][1] = cells[2][1]._replace(number_format="0.00")  # type: ignore[index]
    (table,) = read_lists(book, NAMES, TODAY)
    assert table.tasks[0].ref == "1.10"


def test_a_number_over_its_parts_is_a_heading() -> None:
    table = only(
        [
            ["编号", "重点任务", "牵头单位"],
            [1, "工业强市行动", None],
            ["1.1", "培育千亿级产业集群", "市经信局"],
            [2, "单独的一项任务", None],
        ]
    )
    assert skipped(table) == {2: "heading"}
    assert table.tasks[0].section == ("1、工业强市行动",)
    assert [task.ref for task in table.tasks] == ["1.1", "2"]


def test_hidden_things_are_told() -> None:
    import io

    import openpyxl

    rows = [["序号", "工作任务", "牵头单位"], [1, "培育专精特新企业", "市经信局"], [2, "推进绿电直供", "市经信局"]]
    book = openpyxl.load_workbook(io.BytesIO(workbook(("清单", rows, ()), ("旧版", rows, ()))))
    book["旧版"].sheet_state = "hidden"
    book["清单"].row_dimensions[3].hidden = True
    book["清单"].column_dimensions["A"].hidden = True
    data = io.BytesIO()
    book.save(data)
    raw = read_raw(data.getvalue())
    tables = read_lists(raw, NAMES, TODAY)
    assert [(table.sheet, len(table.tasks)) for table in tables] == [("清单", 2)]
    assert notes_of(raw, tables, NAMES, TODAY) == (
        "工作表“清单”有 1 行任务是隐藏或被筛选掉的（第3行），已一并读入，请核对。",
        "工作表“清单”隐藏的 A 列已一并读入，请核对。",
        "隐藏的工作表“旧版”里也有任务清单（2 项），没有读入；要导入它，请先在表格软件里取消隐藏。",
    )
    old = read_lists(raw, NAMES, TODAY, "旧版")
    assert notes_of(raw, old, NAMES, TODAY, "旧版") == ()


def test_a_header_with_nothing_below_is_an_empty_list() -> None:
    raw = read_raw(workbook(("清单", [["关于某事的清单"], ["序号", "任务名称", "牵头单位", "完成时限"]], ())))
    assert read_lists(raw, NAMES, TODAY) == []
    assert empty_list(raw) == ("清单", 2)
