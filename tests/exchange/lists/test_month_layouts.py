"""Monthly tables in the layouts that statistics offices use: what each figure is of, and of which month."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest

from tracker.exchange.lists.month_tables import read_months
from tracker.exchange.read.open_book import read_raw
from tracker.model.month_tables import MonthTable

TODAY = date(2026, 10, 20)
Rows = Sequence[Sequence[Any]]
Wanted = dict[tuple[str, str], dict[tuple[str, str], float]]


def _tables(rows: Rows, merges: Sequence[str] = (), name: str = "Sheet1") -> list[MonthTable]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    data = io.BytesIO()
    book.save(data)
    return read_months(read_raw(data.getvalue()), TODAY)


def _read(tables: Sequence[MonthTable]) -> Wanted:
    (table,) = tables
    columns = {column.column: (column.on.isoformat(), column.figure.value) for column in table.columns}
    return {
        (row.name, row.unit): {columns[letters]: value for letters, value in row.values.items()} for row in table.rows
    }


def test_years_merged_over_their_months() -> None:
    rows = [
        ["指标", "单位", "2025年", None, "2026年", None],
        [None, None, "11月", "12月", "1-2月", "3月"],
        ["外贸进出口额", "亿元", 900, 980, 1800, 1000],
    ]
    assert _read(_tables(rows, ["A1:A2", "B1:B2", "C1:D1", "E1:F1"])) == {
        ("外贸进出口额", "亿元"): {
            ("2025-11-30", "month"): 900, ("2025-12-31", "month"): 980,
            ("2026-02-28", "total"): 1800, ("2026-03-31", "month"): 1000,
        }
    }  # fmt: skip


def test_months_in_rows_and_indicators_in_columns() -> None:
    rows = [
        ["2026年主要指标（分月）"],
        ["月份", "工业增加值（亿元）", "外贸进出口额（亿元）"],
        ["1-2月", 820, 1800], ["1-3月", 1300, "2,800"], ["4月", "…", "—"],
    ]  # fmt: skip
    (table,) = _tables(rows, ["A1:C1"])
    assert _read([table]) == {
        ("工业增加值", "亿元"): {("2026-02-28", "total"): 820, ("2026-03-31", "total"): 1300},
        ("外贸进出口额", "亿元"): {("2026-02-28", "total"): 1800, ("2026-03-31", "total"): 2800},
    }
    assert table.problems == []


def test_months_in_rows_below_a_year_merged_down() -> None:
    rows = [
        ["年份", "月份", "外贸进出口额（亿元）", None],
        [None, None, "当月", "同比%"],
        [2025, "12月", 1000, 3.1],
        [2026, "1月", 1100, "-0.5"], [None, 2, 900, "持平"],
    ]  # fmt: skip
    assert _read(_tables(rows, ["A1:A2", "B1:B2", "C1:D1", "A4:A5"])) == {
        ("外贸进出口额", "亿元"): {
            ("2025-12-31", "month"): 1000, ("2025-12-31", "month_growth"): 3.1,
            ("2026-01-31", "month"): 1100, ("2026-01-31", "month_growth"): -0.5,
            ("2026-02-28", "month"): 900, ("2026-02-28", "month_growth"): 0.0,
        }
    }  # fmt: skip


def test_a_growth_is_that_of_the_figure_to_its_left() -> None:
    rows = [
        [None, "指标名称", "计量单位", "本月", "±%", "累计", "±%"],
        [None, "固定资产投资", "亿元", 300, "5.0", "2,500", "4.1"],
        [None, "#民间投资", "亿元", 150, "持平", 1200, "下降2.1%"],
    ]
    assert _read(_tables(rows, (), "2026年9月")) == {
        ("固定资产投资", "亿元"): {
            ("2026-09-30", "month"): 300, ("2026-09-30", "month_growth"): 5.0,
            ("2026-09-30", "total"): 2500, ("2026-09-30", "growth"): 4.1,
        },
        ("固定资产投资·民间投资", "亿元"): {
            ("2026-09-30", "month"): 150, ("2026-09-30", "month_growth"): 0.0,
            ("2026-09-30", "total"): 1200, ("2026-09-30", "growth"): -2.1,
        },
    }  # fmt: skip


def test_a_growth_beside_a_total_alone_is_not_of_the_month_in_the_title() -> None:
    rows = [
        ["主要指标（2026年8月）"],
        ["指标", "本月止累计", "去年同期", "增长率（%）"],
        ["财政总收入", 1500.2, 1450, 3.5],
    ]
    assert _read(_tables(rows)) == {
        ("财政总收入", ""): {("2026-08-31", "total"): 1500.2, ("2026-08-31", "growth"): 3.5}
    }


@pytest.mark.parametrize(
    ("head", "days"),
    [
        ([date(2026, 7, 1), date(2026, 8, 1)], ["2026-07-31", "2026-08-31"]),
        (["2026.07", "2026-8"], ["2026-07-31", "2026-08-31"]),
        ([202607, "2026/08"], ["2026-07-31", "2026-08-31"]),
    ],
)
def test_months_written_in_digits(head: list[Any], days: list[str]) -> None:
    assert _read(_tables([["指标", *head], ["货物吞吐量（万吨）", "1,000", 1050]])) == {
        ("货物吞吐量", "万吨"): {(days[0], "month"): 1000, (days[1], "month"): 1050}
    }


def test_parts_of_a_year_are_counted_from_its_beginning_and_ranks_are_no_figures() -> None:
    rows = [
        ["2026年全市经济指标"],
        ["指标名称", "单位", "一季度", "上半年", "前三季度", "四季度", "全省位次"],
        ["地区生产总值", "亿元", 4000, 8500, 13000, 4600, 2],
    ]
    assert _read(_tables(rows, ["A1:G1"])) == {
        ("地区生产总值", "亿元"): {
            ("2026-03-31", "total"): 4000, ("2026-06-30", "total"): 8500, ("2026-09-30", "total"): 13000,
        }
    }  # fmt: skip


def test_signs_of_notes_are_no_part_of_names_and_wide_digits_are_digits() -> None:
    rows = [
        ["2026年１－９月统计月报"],
        ["指标", "计量单位", "累计"],
        ["外贸进出口额②", "亿元", "９，１２３．４"],
        ["①社会消费品零售总额（亿元）", None, 3600],
        ["用电量（亿千瓦时）[1]", None, 700],
        ["注：①为快报数"],
    ]
    assert [(row.name, row.unit, [*row.values.values()]) for row in _tables(rows)[0].rows] == [
        ("外贸进出口额", "亿元", [9123.4]), ("社会消费品零售总额", "亿元", [3600]), ("用电量", "亿千瓦时", [700]),
    ]  # fmt: skip


def test_a_task_list_with_a_column_of_days_is_no_monthly_table() -> None:
    rows = [
        ["工作任务", "责任单位", "投资（亿元）", "时间"],
        ["建设企业服务中心", "市经信局", 12, "6月底"],
        ["发布惠企政策清单", "市科技局", 3, "9月底"],
    ]
    assert _tables(rows) == []
