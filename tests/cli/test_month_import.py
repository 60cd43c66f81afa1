"""`indicator import`: the monthly table of the statistics office."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

MONTH = [
    ["1-9月主要经济指标进度数据"],
    ["指标名称", "计量单位", "本月", "累计", "累计增长%"],
    ["规模以上工业增加值", "亿元", 500, "4,321.5", "6.1"],
    ["  其中：高新技术产业增加值", "万元", 300, 20000, "持平"],
    ["#装备制造业增加值", "亿元", "——", 900, "下降3.2"],
    ["注：数据为快报"],
]
DAY = ("--today", "2026-10-20")


@pytest.fixture
def ask(run, data) -> Callable[..., Any]:
    return lambda *arguments: run(*arguments, before=("--data", str(data), *DAY))


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(rows: Sequence[Sequence[Any]] = MONTH, name: str = "月报.xlsx") -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def total(ask) -> str:
    return ask("indicator", "add", "--name", "规上增加值", "--unit", "亿元", "--measure", "累计",
               "--alias", "规模以上工业增加值").out.strip()  # fmt: skip


def values(ask, code: str) -> list[tuple[str, float]]:
    (row,) = [row for row in ask("indicators", "--json").json if row["code"] == code]
    return [(one["on"], one["value"]) for one in row["observations"]]


def test_a_table_is_taken_in_once(ask, table, total: str, content) -> None:
    seen = ask("indicator", "import", table(), "--preview", "--json").json
    assert [(p["column"], p["on"], p["kind"]) for p in seen["periods"]] == [
        ("C", "2026-09-30", "month"), ("D", "2026-09-30", "total"), ("E", "2026-09-30", "growth"),
    ]  # fmt: skip
    assert [row["name"] for row in seen["rows"]][1:] == [
        "规模以上工业增加值·高新技术产业增加值",
        "规模以上工业增加值·装备制造业增加值",
    ]
    assert ask("indicator", "import", table()).code == 0
    assert values(ask, total) == [("2026-09-30", 4321.5)]
    before = content()
    assert "没有变化" in ask("indicator", "import", table()).out
    assert content() == before


def test_the_figure_of_an_indicator_is_chosen_once_and_remembered(ask, table, total: str) -> None:
    growth = ask("indicator", "add", "--name", "高新增速", "--unit", "%", "--measure", "增速").out.strip()
    name = "规模以上工业增加值·装备制造业增加值"
    assert ask("indicator", "import", table(), "--map", f"{name}={growth}:累计增长", "--save-map", "月报").code == 0
    assert values(ask, growth) == [("2026-09-30", -3.2)]
    rows = [["1-10月主要经济指标进度数据"], *MONTH[1:4], ["#装备制造业增加值", "亿元", 1, 950, "增长1.5个百分点"]]
    following = ask("indicator", "import", table(rows, "十月.xlsx"), "--json").json
    assert following["mapping"] == "月报"
    assert values(ask, growth) == [("2026-09-30", -3.2), ("2026-10-31", 1.5)]
    assert len(values(ask, total)) == 2


def test_a_month_never_lands_in_a_total(ask, table, total: str) -> None:
    rows = [["9月主要经济指标"], ["指标名称", "本月"], ["规上增加值", 500]]
    seen = ask("indicator", "import", table(rows), "--preview", "--json").json
    assert seen["rows"][0]["values"] == []
    ask("indicator", "import", table(rows))
    assert values(ask, total) == []


def test_months_beside_each_other_under_a_year(ask, table, total: str) -> None:
    rows = [["2026年月度表"], ["指标（单位）", "1月", "1-2月", "1—3月累计"], ["一、规上增加值（亿元）", 100, 230, 390]]
    ask("indicator", "import", table(rows))
    assert values(ask, total) == [("2026-01-31", 100), ("2026-02-28", 230), ("2026-03-31", 390)]
    longer = [rows[0], [*rows[1], "1-4月"], [*rows[2], 520]]
    seen = ask("indicator", "import", table(longer), "--preview", "--json").json
    assert [value["outcome"] for value in seen["rows"][0]["values"]] == ["same", "same", "same", "new"]


def test_another_value_of_the_same_day_keeps_ours_unless_asked(ask, table, total: str) -> None:
    ask("indicator", "import", table())
    other = [*MONTH[:2], ["规模以上工业增加值", "亿元", 500, "4,400", "6.1"]]
    ask("indicator", "import", table(other))
    assert values(ask, total) == [("2026-09-30", 4321.5)]
    ask("indicator", "import", table(other), "--conflicts", "theirs")
    assert values(ask, total) == [("2026-09-30", 4400)]


def test_a_figure_far_from_the_others_and_a_likely_row_are_asked_about(ask, table, total: str) -> None:
    rows = [["2026年月度表"], ["指标", *(f"1-{n}月" for n in range(2, 7))], ["规上增加值", 100, 110, 120, 130, 900]]
    ask("indicator", "import", table([rows[0], rows[1][:5], rows[2][:5]]))
    stopped = ask("indicator", "import", table(rows))
    assert (stopped.code, "1 个数值与以往相差太大" in stopped.out) == (3, True)
    assert ask("indicator", "import", table(rows), "--unsure", "take").code == 0
    assert values(ask, total)[-1] == ("2026-06-30", 900)
    likely = [["1-7月"], ["指标", "累计"], ["全市规上增加值", 950]]
    stopped = ask("indicator", "import", table(likely))
    assert (stopped.code, "可能是台账里的指标" in stopped.out) == (3, True)


def test_units_are_converted_or_asked_about(ask, table, total: str) -> None:
    rows = [["1-9月"], ["指标", "单位", "累计"], ["规上增加值", "万元", 43_215_000]]
    ask("indicator", "import", table(rows))
    assert values(ask, total) == [("2026-09-30", 4321.5)]


def test_a_file_without_such_a_table_is_refused(ask, table) -> None:
    assert "没有找到统计月报" in ask("indicator", "import", table([["甲", "乙"], [1, 2]])).sentence()


def test_a_scheme_of_reports_reads_no_task_lists_and_keeps_its_name(ask, table, total: str, content) -> None:
    name = "规模以上工业增加值·装备制造业增加值"
    ask("indicator", "import", table(), "--map", f"{name}={total}:累计增长", "--save-map", "月报")
    tasks = table([["任务分解"], ["序号", "工作任务", "牵头单位"], [1, "建设培育库", "市经信局"]], "任务.xlsx")
    source, before = ("--new-source", "会议:一"), content()
    read = ask("tasks", "import", tasks, *source, "--map", "@月报")
    assert read.code == 2
    assert "“月报”是月报的对应方案，不能用来读任务清单" in read.sentence()
    kept = ask("tasks", "import", tasks, *source, "--save-map", "月报")
    assert kept.code == 2
    assert "“月报”已经是月报的对应方案，没有导入；请换一个名称。" in kept.sentence()
    assert content() == before
    assert ask("tasks", "import", tasks, *source, "--save-map", "清单").code == 0
    assert "“清单”是任务清单的对应方案" in ask("indicator", "import", table(), "--map", "@清单").sentence()
