"""A brief gives up rows, then blank lines, then its third part, until its page holds it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.paper_rows import PERIOD, make_figures, make_task
from tracker.errors import InputError
from tracker.model.enums import PaperKind
from tracker.model.rows import Brief, BriefLine, PaperHead, Sentences
from tracker.reports.brief_fit import fit_brief, height

LINE = "字" * 29
HEAD = PaperHead(PaperKind.BRIEF, "督查专报", "", 1, "督查室", date(2026, 11, 28), "11月份推进情况", "", "", "", False)


def brief(lines: int = 5, tasks: int = 1, third: int = 3, **more: Any) -> Brief:
    """Return a brief whose parts are so many lines of text long."""
    rows = tuple(BriefLine(f"A{n}", "任务", "市经信局", "逾期3天", "张三") for n in range(lines))
    sentences = Sentences(tasks=LINE * tasks, change="与上期持平。")
    figures = make_figures([make_task("A1")])
    return Brief(HEAD, figures, sentences, rows, 3, "风险指标", LINE * third, **more)


def test_what_fits_stays_as_it_is_with_three_lines_for_advice() -> None:
    assert fit_brief(brief()) == replace(brief(), advice="\n\n")


def test_rows_go_first_and_are_counted_as_the_rest() -> None:
    fitted = fit_brief(brief(tasks=3))
    assert (len(fitted.lines), fitted.rest, fitted.third_title, fitted.advice) == (3, 5, "风险指标", "\n\n")


def test_blank_lines_go_before_the_third_part() -> None:
    fitted = fit_brief(brief(tasks=4))
    assert (len(fitted.lines), fitted.rest, fitted.third_title, fitted.advice) == (3, 5, "风险指标", "")


def test_the_third_part_goes_last() -> None:
    fitted = fit_brief(brief(tasks=7))
    assert (len(fitted.lines), fitted.third_title, fitted.third) == (3, "", "")


@pytest.mark.parametrize(("tasks", "advice", "longest"), [(25, "", "总体进展"), (1, LINE * 20, "建议")])
def test_what_is_still_too_long_is_named(tasks: int, advice: str, longest: str) -> None:
    with pytest.raises(InputError, match=f"专报超过一页，最长的是“{longest}”"):
        fit_brief(brief(tasks=tasks, advice=advice))


def test_a_row_of_two_lines_is_counted_as_two() -> None:
    long = BriefLine("A1", "题" * 22, "市地方金融监督管理局", "逾期3天", "张三")
    one, two = brief(0), brief(0)
    assert height(replace(two, lines=(long,))) - height(replace(one, lines=(replace(long, office="市科技局"),))) == 17


def test_capitals_are_wider_than_digits() -> None:
    line = BriefLine("A1", "任务", "市经信局", "逾期3天", "12345678")
    digits, capitals = replace(brief(0), lines=(line,)), replace(brief(0), lines=(replace(line, owner="@SUM(AM)"),))
    assert height(capitals) - height(digits) == 17


def test_a_week_has_wider_reasons() -> None:
    weekly = replace(brief(0).figures, period=replace(PERIOD, weekly=True))
    line = BriefLine("A1", "任务", "市经信局", "延期至2027年一季度末：进口设备", "张三")
    monthly = replace(brief(0), lines=(line,))
    assert height(replace(monthly, figures=weekly)) < height(monthly)
