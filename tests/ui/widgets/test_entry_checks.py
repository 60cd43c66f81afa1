"""What a person types into a field, as tables of cases."""

from datetime import date

import pytest

from tracker.model.rows import OfficeRow
from tracker.ui.widgets.entry_checks import (
    Asking,
    OfficeNames,
    check_due,
    check_due_day,
    check_past_day,
    check_progress,
    check_text,
)

TODAY = date(2023, 9, 15)
OFFICES = OfficeNames(
    (
        OfficeRow(1, "市经信局", "市经信局", ("市经济和信息化局", "经信局"), 30),
        OfficeRow(2, "市地方金融监管局", "市金融局", ("市金融办",), 5),
        OfficeRow(3, "市科技局", "市科技局", (), 5),
    )
)


@pytest.mark.parametrize(
    ("text", "value", "error"),
    [
        ("60", 60, ""),
        (" 60% ", 60, ""),
        ("60％", 60, ""),
        ("0", 0, ""),
        ("100", 100, ""),
        ("101", None, "进度要填 0 到 100 的百分数，现在是“101”。"),
        ("-1", None, "进度要填 0 到 100 的百分数，现在是“-1”。"),
        ("六十", None, "进度要填 0 到 100 的百分数，现在是“六十”。"),
        ("", None, "请填 0 到 100 的百分数，如 60"),
        ("²", None, "进度要填 0 到 100 的百分数，现在是“²”。"),
    ],
)
def test_progress(text: str, value: int | None, error: str) -> None:
    checked = check_progress(text)
    assert (checked.value, checked.error) == (value, error)


@pytest.mark.parametrize(
    ("text", "value", "hint"),
    [
        ("2025年12月底前", "2025年12月底前", "按 2025-12-31 计"),
        (" 6月底 ", "6月底", "没有写年份，按 2024-06-30 计"),
        ("长期坚持", "长期坚持", "长期坚持，没有截止日期"),
        ("看情况再说", "看情况再说", "作为文字保留，按未定时限亮灯"),
        ("", "", "留空即未定，也可写 2023年12月底前、长期坚持"),
    ],
)
def test_deadlines_say_how_they_are_understood(text: str, value: str, hint: str) -> None:
    checked = check_due(TODAY)(text)
    assert (checked.value, checked.error, checked.hint) == (value, "", hint)


@pytest.mark.parametrize(
    ("text", "value", "error"),
    [
        ("市经信局", "市经信局", ""),
        ("经信局", "市经信局", ""),
        ("市金融局", "市地方金融监管局", ""),
        ("金融监管", "市地方金融监管局", ""),
        ("", "", ""),
        ("局", None, "没有“局”这个单位，请从列表中选"),
        ("县水利局", None, "没有“县水利局”这个单位，请从列表中选"),
    ],
)
def test_offices_by_any_of_their_names(text: str, value: str | None, error: str) -> None:
    checked = OFFICES.check(text)
    assert (checked.value, checked.error) == (value, error)


def test_an_office_by_another_name_is_said() -> None:
    assert OFFICES.check("市金融办").hint == "即 市地方金融监管局"
    assert OFFICES.names == ("市经信局", "市地方金融监管局", "市科技局")


@pytest.mark.parametrize(
    ("text", "value", "error"),
    [
        ("2023-09-03", "2023-09-03", ""),
        ("9/3", "2023-09-03", ""),
        ("", "", ""),
        ("2023-13-01", None, "2023-13-01读不出日期；请写成 2026-06-30 或“2026年6月底前”。"),
        ("2023-10-01", None, "2023-10-01还没有到；请写已经发生的日期。"),
    ],
)
def test_days_of_facts(text: str, value: str | None, error: str) -> None:
    checked = check_past_day(TODAY)(text)
    assert (checked.value, checked.error) == (value, error)


def test_a_day_without_its_year_that_has_just_passed_is_asked_about_and_can_be_chosen() -> None:
    check = Asking(check_due_day(TODAY))
    unclear = check("9/3")
    assert (unclear.value, unclear.error) == (None, "2023-09-03已经过了；是指 2024-09-03 吗？")
    assert [choice.label for choice in unclear.choices] == ["2023-09-03", "2024-09-03"]
    assert check("2023-09-03").error
    check.choose(unclear.choices[0])
    assert (check("2023-09-03").value, check("2023-09-03").error) == ("2023-09-03", "")


def test_texts_speak_the_sentence_of_the_rules() -> None:
    assert check_text("title")("  ").error == "任务名称不能为空。"
    assert check_text("owner")(" 胡 建平 ").value == "胡 建平"
    assert "没有号码" not in check_text("phone")("0574-87180000").error


def test_an_office_with_signs_in_its_brackets_is_one_name() -> None:
    names = OfficeNames((OfficeRow(1, "市科技局", "", (), 5), OfficeRow(2, "各区（县、市）", "", (), 5)))
    assert names.check_several("市科技局、各区（县、市）").value == ("市科技局", "各区（县、市）")
