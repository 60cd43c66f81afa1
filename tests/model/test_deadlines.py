"""Official wordings and what they mean; the base date is Friday 2023-09-15."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.deadlines import parse_deadline, same_deadline
from tracker.model.enums import DueKind
from tracker.model.recurrence import Recurrence

BASE = date(2023, 9, 15)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        # days
        ("2025-12-31", "2025-12-31"),
        ("2025.12.31", "2025-12-31"),
        ("2025/12/31", "2025-12-31"),
        ("2025/3/1", "2025-03-01"),
        ("20251231", "2025-12-31"),
        ("2025-12-31 00:00:00", "2025-12-31"),
        ("2025-12-31T18:00:00", "2025-12-31"),
        ("2025年12月31日前", "2025-12-31"),
        ("2025年12月31日之前", "2025-12-31"),
        ("2025年12月31日24时前", "2025-12-31"),
        ("2025年12月31日18:00前", "2025-12-31"),
        ("2025-12-31 18:00前", "2025-12-31"),
        ("2025年12月31前", "2025-12-31"),
        ("2025-12-31前", "2025-12-31"),
        ("46022", "2025-12-31"),  # a day as spreadsheets count it
        ("2025 年 12 月 31 日（星期三）", "2025-12-31"),
        ("不迟于2025年3月1日", "2025-03-01"),
        ("截至2025年3月1号", "2025-03-01"),
        ("２０２５年１２月３１日", "2025-12-31"),
        ("二〇二五年十二月三十一日", "2025-12-31"),
        ("二○二五年十月二十日前", "2025-10-20"),
        ("2024年2月29日", "2024-02-29"),
        # months and parts of months
        ("2025年12月底前", "2025-12-31"),
        ("2025年12月", "2025-12-31"),
        ("2024年2月", "2024-02-29"),
        ("2025年2月底", "2025-02-28"),
        ("2025-12", "2025-12-31"),
        ("2025.6", "2025-06-30"),
        ("202512", "2025-12-31"),
        ("25年12月底", "2025-12-31"),
        ("二〇二五年十二月", "2025-12-31"),
        ("2025年11月上旬", "2025-11-10"),
        ("2025年11月中旬前", "2025-11-20"),
        ("2025年2月下旬", "2025-02-28"),
        # quarters, halves, years
        ("2025年三季度", "2025-09-30"),
        ("2025年第一季度末", "2025-03-31"),
        ("2025年前三季度", "2025-09-30"),
        ("2025Q3", "2025-09-30"),
        ("2025年上半年", "2025-06-30"),
        ("2025年年中", "2025-06-30"),
        ("2025年下半年", "2025-12-31"),
        ("2025年底", "2025-12-31"),
        ("2025年底前", "2025-12-31"),
        ("2025年末", "2025-12-31"),
        ("2025年内", "2025-12-31"),
        ("2025年度", "2025-12-31"),
        ("到2025年", "2025-12-31"),
        ("到2025年（数量目标见I14）", "2025-12-31"),
        ("2025年", "2025-12-31"),
        ("2025", "2025-12-31"),
        ("“十四五”末", "2025-12-31"),
        ("十四五期间", "2025-12-31"),
        ("“十四五”规划期末", "2025-12-31"),
        ("“十五五”时期", "2030-12-31"),
        # with words around it
        ("（2025年12月底前）", "2025-12-31"),
        ("力争2025年6月底前基本完成", "2025-06-30"),
        ("完成时限：2025年6月30日", "2025-06-30"),
        ("2025年12月底前完成，并长期坚持", "2025-12-31"),
        ("2025年底前取得阶段性成果，持续推进。", "2025-12-31"),
        # spans end with their end
        ("2023年9月至2025年12月", "2025-12-31"),
        ("2023—2025年", "2025-12-31"),
        ("2023-2025年", "2025-12-31"),
        ("2023年9月至12月底", "2023-12-31"),
        ("2023.9.1—2024.3.31", "2024-03-31"),
        ("即日起至2025年12月底", "2025-12-31"),
        ("自2023年9月起至2025年12月", "2025-12-31"),
    ],
)
def test_wordings_that_state_their_year(text: str, on: str) -> None:
    for base in (None, BASE):
        deadline = parse_deadline(text, base)
        assert (deadline.kind, str(deadline.on)) == (DueKind.DATE, on)
        assert not deadline.year_inferred
        assert deadline.text == text


@pytest.mark.parametrize(
    ("text", "on", "stored"),
    [
        ("12月底", "2023-12-31", "2023年12月底"),
        ("6月底", "2024-06-30", "2024年6月底"),  # past the base: the next one, and the text says which
        ("9月3日前", "2023-09-03", "2023年9月3日前"),  # only just past: a person is asked, unasked it is this one
        ("九月三日", "2023-09-03", "2023年九月三日"),
        ("12/31", "2023-12-31", "2023年12月31日"),
        ("12月31日（星期日）", "2023-12-31", "2023年12月31日（星期日）"),
        ("12月上旬", "2023-12-10", "2023年12月上旬"),
        ("9月至12月", "2023-12-31", "2023年9月至12月"),
        ("一季度末", "2024-03-31", "2024年一季度末"),
        ("第四季度", "2023-12-31", "2023年第四季度"),
        ("Q4", "2023-12-31", "2023年Q4"),
        ("上半年", "2024-06-30", "2024年上半年"),
        ("下半年", "2023-12-31", "2023年下半年"),
        ("年底前", "2023-12-31", "2023年底前"),
        ("年内", "2023-12-31", "2023年内"),
        ("全年", "2023-12-31", "2023年"),
        ("今年底", "2023-12-31", "2023年底"),
        ("今年内完成", "2023-12-31", "2023年内完成"),
        ("本年度", "2023-12-31", "2023年"),
        ("明年上半年", "2024-06-30", "2024年上半年"),
        ("明年3月底", "2024-03-31", "2024年3月底"),
        ("后年", "2025-12-31", "2025年"),
        ("本月底", "2023-09-30", "2023年9月底"),
        ("本月28日前", "2023-09-28", "2023年9月28日前"),
        ("下月底前", "2023-10-31", "2023年10月底前"),
        ("下个月15日", "2023-10-15", "2023年10月15日"),
        ("本季度末", "2023-09-30", "2023年3季度末"),
        ("下季度末", "2023-12-31", "2023年4季度末"),
    ],
)
def test_wordings_without_year_get_one_from_the_base(text: str, on: str, stored: str) -> None:
    deadline = parse_deadline(text, BASE)
    assert (deadline.kind, str(deadline.on), deadline.year_inferred) == (DueKind.DATE, on, True)
    assert deadline.text == stored
    alone = parse_deadline(text)
    assert (alone.kind, alone.on, alone.text) == (DueKind.TEXT, None, text)
    again = parse_deadline(stored, date(2031, 1, 1))
    assert (str(again.on), again.year_inferred) == (on, False)


def test_unasked_a_day_that_only_just_passed_is_the_one_of_the_running_year() -> None:
    assert str(parse_deadline("11月10日", date(2025, 11, 18)).on) == "2025-11-10"
    assert str(parse_deadline("11月3日前", date(2020, 1, 1)).on) == "2020-11-03"


def test_next_month_and_quarter_cross_the_year() -> None:
    december = date(2023, 12, 5)
    assert parse_deadline("下月底", december).on == date(2024, 1, 31)
    assert parse_deadline("下季度末", december).on == date(2024, 3, 31)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("长期坚持", DueKind.LONG_TERM),
        ("长期", DueKind.LONG_TERM),
        ("持续推进", DueKind.LONG_TERM),
        ("长期坚持，持续推进。", DueKind.LONG_TERM),
        ("常态化开展", DueKind.LONG_TERM),
        ("立行立改", DueKind.IMMEDIATE),
        ("立即", DueKind.IMMEDIATE),
        ("立即整改", DueKind.IMMEDIATE),
        ("即知即改、立行立改", DueKind.IMMEDIATE),
        ("立行立改，长期坚持", DueKind.IMMEDIATE),
        ("", DueKind.NONE),
        (" \n　", DueKind.NONE),
    ],
)
def test_kinds_without_a_date(text: str, kind: DueKind) -> None:
    deadline = parse_deadline(text, BASE)
    assert (deadline.kind, deadline.on, deadline.text) == (kind, None, text)


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("每月28日前", Recurrence(1, 12, 28)),
        ("每月28日前报送", Recurrence(1, 12, 28)),
        ("每月底", Recurrence(1, 12, 31)),
        ("每月", Recurrence(1, 12, 31)),
        ("每个月", Recurrence(1, 12, 31)),
        ("按月报送", Recurrence(1, 12, 31)),
        ("每季度末", Recurrence(3, 12, 31)),
        ("每季度", Recurrence(3, 12, 31)),
        ("每半年", Recurrence(6, 12, 31)),
        ("每年底", Recurrence(12, 12, 31)),
        ("每年年底前", Recurrence(12, 12, 31)),
        ("每年6月底前", Recurrence(12, 6, 31)),
        ("每年六月三十日", Recurrence(12, 6, 30)),
        ("每周五", Recurrence(0, 0, 5)),
        ("每周", Recurrence(0, 0, 5)),
        ("每周日", Recurrence(0, 0, 7)),
        ("每周五前", Recurrence(0, 0, 5)),
        ("每星期一之前报送", Recurrence(0, 0, 1)),
        ("每月月底前", Recurrence(1, 12, 31)),
        ("每季度季末", Recurrence(3, 12, 31)),
    ],
)
def test_recurring_wordings_have_no_stored_date(text: str, recurrence: Recurrence) -> None:
    deadline = parse_deadline(text, BASE)
    assert (deadline.kind, deadline.on, deadline.recurrence) == (DueKind.RECURRING, None, recurrence)


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-30",
        "2025年13月",
        "2025年2月29日",
        "每月32日",
        "每年13月",
        "每年2月30日",
        "尽快",
        "近期",
        "即日起",
        "2025年春节前",
        "自2023年9月起",
        "另行通知",
        "五年（起算年未写明）",
        "五年内",
        "两年",
        "10个工作日内",
        "9月前",  # the end of August or of September: a person decides
        "2025年前",
        "“十四五”中期",
        "2025年12月底前完成一期，2026年6月底前完成二期",
        "2025年12月至2023年1月",
        "一月至三月至五月",
        "底",
        "中",
        "前",
        "。",
        "12月-",
        "完成",
    ],
)
def test_what_cannot_be_read_stays_as_text(text: str) -> None:
    deadline = parse_deadline(text, BASE)
    assert (deadline.kind, deadline.on, deadline.text) == (DueKind.TEXT, None, text)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("2025年12月底前", "2025-12-31", True),
        ("到2025年", "“十四五”末", True),
        ("12月底", "2023/12/31", True),
        ("2025年12月", "2025年11月", False),
        ("长期坚持", "持续推进", True),
        ("长期坚持", "立行立改", False),
        ("每月28日前", "每月二十八日", True),
        ("每月28日前", "每月27日前", False),
        ("尽快", "“尽快” 。", True),
        ("另行 通知", "另行通知", True),
        ("尽快", "另行通知", False),
        ("", " ", True),
        ("", "尽快", False),
    ],
)
def test_same_deadline(a: str, b: str, same: bool) -> None:
    left, right = parse_deadline(a, BASE), parse_deadline(b, BASE)
    assert same_deadline(left, right) is same
    assert same_deadline(right, left) is same


WORDS = (
    "2025 2023 12 6 31 年 月 日 季度 上半 底 前 每 至 十 二 〇 明 本 Q",
    "- . / （ ） 长期 持续 落实 完成 尽快",
)
PIECES = st.lists(st.sampled_from(" ".join(WORDS).split()))


@given(st.one_of(st.text(), PIECES.map("".join)), st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_any_text_is_kept_and_a_date_has_its_day(text: str, base: date | None) -> None:
    deadline = parse_deadline(text, base)
    assert deadline.year_inferred or deadline.text == text
    assert (deadline.on is not None) is (deadline.kind is DueKind.DATE)
    assert (deadline.recurrence is not None) is (deadline.kind is DueKind.RECURRING)
    assert base is not None or not deadline.year_inferred


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_written_day_is_read_back(day: date) -> None:
    for text in (f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日前", f"{day:%Y%m%d}"):
        assert parse_deadline(text).on == day


@pytest.mark.parametrize("hostile", ["持续落实" * 5000 + "x", "(a)" * 5000, "日前" * 5000, "9" * 5000, "-" * 5000])
def test_long_hostile_texts_are_text_at_once(hostile: str) -> None:
    assert parse_deadline(hostile, BASE).kind is DueKind.TEXT
