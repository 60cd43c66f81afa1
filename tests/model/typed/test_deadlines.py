"""Every row of the table of typed deadlines, and variants of the same kind; today is Tuesday 2025-11-18."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.enums import DueKind
from tracker.model.recurrence import Recurrence
from tracker.model.typed.deadlines import Deadline, read_deadline, same_deadline
from tracker.model.typed.reading import Outcome

TODAY = date(2025, 11, 18)
B = "{}读不出日期；请写成 2026-06-30 或“2026年6月底前”。"
C = "{}分不清月和日；请写成 2026-06-07。"
D = "{}可能是1月，也可能是10月；请写成 2026-01 或 2026-10。"
E = "{}里有两个日期；请写最后的时限，其余写成节点。"
KEPT = "作为文字保留，按未定时限亮灯"
DUE = Deadline(DueKind.DATE, date(2026, 3, 31), "2026年3月底")


@pytest.mark.parametrize(
    ("typed", "on", "text"),
    [
        ("2026-06-30", "2026-06-30", "2026-06-30"),
        ("2026/6/30", "2026-06-30", "2026/6/30"),
        ("2026.6.30", "2026-06-30", "2026.6.30"),
        ("20260630", "2026-06-30", "2026-06-30"),
        ("２０２６年６月３０日", "2026-06-30", "２０２６年６月３０日"),
        ("2026-06-30 00:00:00", "2026-06-30", "2026-06-30"),
        ("2026年6月底前", "2026-06-30", "2026年6月底前"),
        ("二〇二六年六月底", "2026-06-30", "二〇二六年六月底"),
        ("2026年6月", "2026-06-30", "2026年6月"),
        ("2026年上半年", "2026-06-30", "2026年上半年"),
        ("26年6月底", "2026-06-30", "26年6月底"),
        ("2026.10", "2026-10-31", "2026年10月"),
        # variants
        ("２０２６．１０", "2026-10-31", "2026年10月"),
        ("202610", "2026-10-31", "2026年10月"),
        ("2026.6", "2026-06-30", "2026年6月"),
        ("2026", "2026-12-31", "2026年"),
        ("2026-1", "2026-01-31", "2026-1"),
        ("2026年1月", "2026-01-31", "2026年1月"),
        ("到2026年", "2026-12-31", "到2026年"),
        ("2026年底前", "2026-12-31", "2026年底前"),
        ("2026年第二季度", "2026-06-30", "2026年第二季度"),
        ("2026Q2", "2026-06-30", "2026Q2"),
        ("2026年二季度末前", "2026-06-30", "2026年二季度末前"),
        ("2026年6月上旬", "2026-06-10", "2026年6月上旬"),
        ("2026年6月中旬前", "2026-06-20", "2026年6月中旬前"),
        ("2026年6月下旬", "2026-06-30", "2026年6月下旬"),
        ("2026年中", "2026-06-30", "2026年中"),
        ("2026年下半年", "2026-12-31", "2026年下半年"),
        ("十五五期间", "2030-12-31", "十五五期间"),
        ("2026–06–30", "2026-06-30", "2026–06–30"),
        ("2026 6 30", "2026-06-30", "2026 6 30"),
        ("2026\u200b年6\u2060月底", "2026-06-30", "2026年6月底"),
        ("\u202e2026-06-30\u202c\x00", "2026-06-30", "2026-06-30"),
        (" 2026年6月30日\n", "2026-06-30", "2026年6月30日"),
        ("2026年6月30日下午5点前", "2026-06-30", "2026年6月30日下午5点前"),
        ("2026-06-30T00:00:00Z", "2026-06-30", "2026-06-30"),
        ("2025-11-18", "2025-11-18", "2025-11-18"),
        ("2040-12-31", "2040-12-31", "2040-12-31"),
        (date(2026, 6, 30), "2026-06-30", "2026年6月30日"),
        (datetime(2026, 6, 30), "2026-06-30", "2026年6月30日"),  # noqa: DTZ001
        (datetime(2026, 6, 29, 23, 59, 59, 999990), "2026-06-30", "2026年6月30日"),  # noqa: DTZ001
        (20260630, "2026-06-30", "2026-06-30"),
    ],
)
def test_taken(typed, on, text):
    reading = read_deadline(typed, TODAY)
    assert (reading.outcome, reading.sentence) == (Outcome.TAKEN, "")
    assert (str(reading.value.on), reading.value.text) == (on, text)
    assert reading.value.kind is DueKind.DATE
    assert not reading.value.year_inferred


YEAR = "没有写年份，按 {} 年计"
DAY = "按 {} 计"


@pytest.mark.parametrize(
    ("typed", "on", "text", "note"),
    [
        ("6月底", "2026-06-30", "2026年6月底", YEAR.format(2026)),
        ("上半年", "2026-06-30", "2026年上半年", YEAR.format(2026)),
        ("12月底", "2025-12-31", "2025年12月底", YEAR.format(2025)),
        ("年底", "2025-12-31", "2025年底", YEAR.format(2025)),
        ("年内", "2025-12-31", "2025年内", YEAR.format(2025)),
        ("11月底", "2025-11-30", "2025年11月底", YEAR.format(2025)),
        ("本月底", "2025-11-30", "2025年11月底", YEAR.format(2025)),
        ("月底", "2025-11-30", "2025年11月底", YEAR.format(2025)),
        ("一季度末", "2026-03-31", "2026年一季度末", YEAR.format(2026)),
        ("明年3月底", "2026-03-31", "2026年3月底", YEAR.format(2026)),
        ("下月15日", "2025-12-15", "2025年12月15日", DAY.format("2025-12-15")),
        ("今天", "2025-11-18", "2025年11月18日", DAY.format("2025-11-18")),
        ("明天", "2025-11-19", "2025年11月19日", DAY.format("2025-11-19")),
        ("45999", "2025-12-08", "2025年12月8日", "日期数，按 2025-12-08 计"),
        (45999, "2025-12-08", "2025年12月8日", "日期数，按 2025-12-08 计"),
        (45999.0, "2025-12-08", "2025年12月8日", "日期数，按 2025-12-08 计"),
        ("3月-5月", "2026-05-31", "2026年3月-5月", YEAR.format(2026)),
        ("2025年10月至2026年5月", "2026-05-31", "2025年10月至2026年5月", DAY.format("2026-05-31")),
        # variants
        ("４５９９９", "2025-12-08", "2025年12月8日", "日期数，按 2025-12-08 计"),
        (Decimal("45998.99999"), "2025-12-08", "2025年12月8日", "日期数，按 2025-12-08 计"),
        (2026.6, "2026-06-30", "2026年6月", DAY.format("2026-06-30")),
        ("力争6月底前完成", "2026-06-30", "力争2026年6月底前完成", YEAR.format(2026)),
        ("（6月底前）", "2026-06-30", "（2026年6月底前）", YEAR.format(2026)),
        ("十二月底", "2025-12-31", "2025年十二月底", YEAR.format(2025)),
        ("9月19日", "2026-09-19", "2026年9月19日", YEAR.format(2026)),  # 60 days ago: no longer lately
        ("12/1", "2025-12-01", "2025年12月1日", YEAR.format(2025)),
        ("1月", "2026-01-31", "2026年1月", YEAR.format(2026)),
        ("月底前", "2025-11-30", "2025年11月底前", YEAR.format(2025)),
        ("年底前", "2025-12-31", "2025年底前", YEAR.format(2025)),
        ("年中", "2026-06-30", "2026年中", YEAR.format(2026)),
        ("四季度", "2025-12-31", "2025年四季度", YEAR.format(2025)),
        ("后天", "2025-11-20", "2025年11月20日", DAY.format("2025-11-20")),
        ("下周五", "2025-11-28", "2025年11月28日", DAY.format("2025-11-28")),
        ("本周末", "2025-11-23", "2025年11月23日", DAY.format("2025-11-23")),
        ("3-5月", "2026-05-31", "2026年3-5月", YEAR.format(2026)),
        ("2026年3-5月", "2026-05-31", "2026年3-5月", DAY.format("2026-05-31")),
        ("3月1日-15日", "2026-03-15", "2026年3月1日-15日", YEAR.format(2026)),
        ("11月-次年2月", "2026-02-28", "11月-2026年2月", YEAR.format(2026)),
        ("10月-2月", "2026-02-28", "10月-2026年2月", YEAR.format(2026)),
        ("2025-10-01至2026-12-31", "2026-12-31", "2025-10-01至2026-12-31", DAY.format("2026-12-31")),
    ],
)
def test_taken_and_said(typed, on, text, note):
    reading = read_deadline(typed, TODAY)
    assert (reading.outcome, reading.sentence) == (Outcome.NOTED, note)
    assert (str(reading.value.on), reading.value.text) == (on, text)


@pytest.mark.parametrize(
    ("typed", "sentence", "offered"),
    [
        ("11月10日", "2025-11-10已经过了；是指 2026-11-10 吗？", ("2025年11月10日", "2026年11月10日")),
        ("11/10", "2025-11-10已经过了；是指 2026-11-10 吗？", ("2025年11月10日", "2026年11月10日")),
        ("三季度末", "2025-09-30已经过了；是指 2026-09-30 吗？", ("2025年三季度末", "2026年三季度末")),
        ("今年6月底", "2025-06-30已经过了；是指 2026-06-30 吗？", ("2025年6月底", "2026年6月底")),
        ("2025-06-30", "2025-06-30已经过了；是指 2026-06-30 吗？", ("2025-06-30", "2026-06-30")),
        ("45838", "2025-06-30已经过了；是指 2026-06-30 吗？", ("2025年6月30日", "2026年6月30日")),
        (45838, "2025-06-30已经过了；是指 2026-06-30 吗？", ("2025年6月30日", "2026年6月30日")),
        ("2026年9月前", "9月前是指 8月31日 还是 9月30日？", ("2026年8月31日前", "2026年9月30日前")),
        ("10日内", "10日内从 2025-11-18 算起是 2025-11-28；按这一天计吗？", ("2025年11月28日前",)),
        ("尽快", KEPT, ("尽快",)),
        ("待定", KEPT, ("待定",)),
        ("按协议约定时间", KEPT, ("按协议约定时间",)),
        # variants
        ("9月20日", "2025-09-20已经过了；是指 2026-09-20 吗？", ("2025年9月20日", "2026年9月20日")),
        ("2020年底", "2020-12-31已经过了；是指 2025-12-31 吗？", ("2020年底", "2025年底")),
        ("2024年2月29日", "2024-02-29已经过了；是指 2026-02-28 吗？", ("2024年2月29日", "2026年2月28日")),
        ("昨天", "2025-11-17已经过了；是指 2026-11-17 吗？", ("2025年11月17日", "2026年11月17日")),
        (date(2025, 6, 30), "2025-06-30已经过了；是指 2026-06-30 吗？", ("2025年6月30日", "2026年6月30日")),
        ("9月前", "9月前是指 8月31日 还是 9月30日？", ("2026年8月31日前", "2026年9月30日前")),
        ("2026年前", "2026年前是指 2025年12月31日 还是 2026年12月31日？", ("2025年12月31日前", "2026年12月31日前")),
        ("1月之前", "1月前是指 2025年12月31日 还是 2026年1月31日？", ("2025年12月31日前", "2026年1月31日前")),
        ("两周内", "两周内从 2025-11-18 算起是 2025-12-02；按这一天计吗？", ("2025年12月2日前",)),
        ("三个月内完成", "三个月内完成从 2025-11-18 算起是 2026-02-18；按这一天计吗？", ("2026年2月18日前",)),
        ("1999-12-31", "1999-12-31的年份离现在太远；是这一年吗？", ("1999-12-31",)),
        ("2041年底", "2041-12-31的年份离现在太远；是这一年吗？", ("2041年底",)),
        ("另行通知", KEPT, ("另行通知",)),
    ],
)
def test_asked(typed, sentence, offered):
    reading = read_deadline(typed, TODAY)
    assert (reading.outcome, reading.value, reading.sentence) == (Outcome.ASKED, None, sentence)
    assert tuple(answer.value.text for answer in reading.alternatives) == offered


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-02-30", "2026-02-30没有这一天，2026年2月只有 28 天。"),
        ("2026年2月30日", "2026年2月30日没有这一天，2026年2月只有 28 天。"),
        ("2026/13/45", B),
        ("Jun 30, 2026", B),
        ("2026-6-3O", B),
        ("06/07/2026", C),
        ("26-12-31", C),
        ("3-5", C),
        ("2026.1", D),
        (2026.1, D),
        ("2026年6月底完成初稿，12月底定稿", E),
        # variants
        ("2026-06-31", "2026-06-31没有这一天，2026年6月只有 30 天。"),
        ("2月29日", "2月29日没有这一天，2026年2月只有 28 天。"),
        ("２０２６．１", D),
        ("2025.10-2026.1", D),
        ("12.31", C),
        ("6-30", C),
        ("31/12/26", C),
        ("2026年6月30日（原2026年3月31日）", E),
        ("2026年6月底前完成一期，2026年底前完成二期", E),
        ("春节前", B),
        ("2026年春节前", B),
        ("10个工作日内", B),
        ("6月初", B),
        ("2026年6月底左右", B),
        ("2025年12月至2023年1月", B),
        ("1 2月", B),
        ("6²月", B),
        ("3月1二日", B),
        ("13月", B),
        ("6", B),
        ("？", B),
        (True, B),
        (float("nan"), B),
        (float("inf"), B),
        (45999.5, B),
        (-5, B),
    ],
)
def test_refused(typed, sentence):
    reading = read_deadline(typed, TODAY)
    assert (reading.outcome, reading.value) == (Outcome.REFUSED, None)
    assert reading.sentence == sentence.format(typed)


@pytest.mark.parametrize(
    ("typed", "kind", "recurrence"),
    [
        ("长期坚持", DueKind.LONG_TERM, None),
        ("立行立改", DueKind.IMMEDIATE, None),
        ("每季度末", DueKind.RECURRING, Recurrence(3, 12, 31)),
        ("每月25日前", DueKind.RECURRING, Recurrence(1, 12, 25)),
        ("立行立改，长期坚持", DueKind.IMMEDIATE, None),
        ("持续推进。", DueKind.LONG_TERM, None),
        ("每周五", DueKind.RECURRING, Recurrence(0, 0, 5)),
    ],
)
def test_kinds_of_their_own(typed, kind, recurrence):
    reading = read_deadline(typed, TODAY)
    assert reading.outcome is Outcome.TAKEN
    assert reading.value == Deadline(kind, None, typed, recurrence=recurrence)


@pytest.mark.parametrize("typed", ["/", "无", "—", "", " \n", "——", "／", "-", "暂无", "\u200b", None])
def test_nothing_given(typed):
    assert read_deadline(typed, TODAY).outcome is Outcome.NOTHING


@pytest.mark.parametrize("typed", ["尽快", "待定", "按协议约定时间"])
def test_words_never_replace_a_readable_deadline(typed):
    for current in (DUE, Deadline(DueKind.LONG_TERM, None, "长期坚持")):
        reading = read_deadline(typed, TODAY, current=current)
        assert (reading.outcome, reading.sentence) == (Outcome.REFUSED, B.format(typed))
    unread = Deadline(DueKind.TEXT, None, "看情况")
    assert read_deadline(typed, TODAY, current=unread).outcome is Outcome.ASKED


def test_the_deadline_in_force_is_not_asked_about_again():
    overdue = Deadline(DueKind.DATE, date(2025, 6, 30), "2025年6月底")
    assert read_deadline("2025-06-30", TODAY, current=overdue).outcome is Outcome.TAKEN
    assert read_deadline("2025-06-30", TODAY, current=DUE).outcome is Outcome.ASKED
    for text, again in (("另行通知", "“另行通知”"), ("五年（起算年未写明）", "五年(起算年未写明)")):
        words = Deadline(DueKind.TEXT, None, text)
        assert read_deadline(again, TODAY, current=words).outcome is Outcome.TAKEN


def test_a_wording_without_year_over_the_same_overdue_deadline_is_asked_about():
    """「6月底」 over 2025-06-30 may be a copy of it as well as a wish for next year."""
    overdue = Deadline(DueKind.DATE, date(2025, 6, 30), "2025年6月底")
    reading = read_deadline("6月底", TODAY, current=overdue)
    assert reading.outcome is Outcome.ASKED
    assert [answer.label for answer in reading.alternatives] == ["2025-06-30", "2026-06-30"]


def test_serial_numbers_of_the_1904_system():
    assert read_deadline(45999, TODAY, date1904=True).value.on == date(2029, 12, 9)


STORED = [
    *("6月底", "上半年", "12月底", "年底", "年内", "11月底", "月底", "11月10日", "三季度末", "明年3月底"),
    *("下月15日", "今天", "45999", "3月-5月", "9月前", "10日内", "2026.10", "202606", "2026", "下周五"),
    *("10月-2月", "力争6月底前", "去年", "昨天", "年中", "Q3", "2026年6月", "每月25日前", "长期坚持", "尽快"),
]
PIECES = st.lists(
    st.sampled_from(
        [*"0123456789", *"年月日底前末内至-./()号旬周季上下中本今明去每十二〇一 ", "季度", "半年", "2026", "12", "完成"]
    ),
    max_size=14,
).map("".join)
ANY_TEXT = st.one_of(st.text(max_size=200), PIECES, st.sampled_from(STORED))
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(ANY_TEXT, DAYS, DAYS)
def test_reading_what_was_stored_never_moves_the_day(typed, first, later):
    reading = read_deadline(typed, first)
    answers = [answer.value for answer in reading.alternatives] + ([reading.value] if reading.value else [])
    for answer in answers:
        again = read_deadline(answer.text, max(first, later))
        assert again.literal is not None
        assert same_deadline(again.literal, answer)
        assert not again.literal.year_inferred


@given(ANY_TEXT, DAYS)
def test_a_reading_is_whole(typed, today):
    reading = read_deadline(typed, today)
    assert reading.accepted is (reading.value is not None)
    assert bool(reading.sentence) is (reading.outcome in (Outcome.NOTED, Outcome.ASKED, Outcome.REFUSED))
    assert reading.outcome is not Outcome.ASKED or reading.alternatives
    if reading.value and reading.value.kind is DueKind.DATE:
        assert today <= reading.value.on <= date(today.year + 15, 12, 31)


@given(st.one_of(st.integers(), st.floats(), st.decimals(), st.dates(), st.datetimes(), st.booleans()), DAYS)
def test_no_cell_is_too_strange(typed, today):
    assert isinstance(read_deadline(typed, today).outcome, Outcome)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_a_serial_number_is_the_day_it_counts(day):
    serial = (day - date(1899, 12, 30)).days
    assert read_deadline(serial, date(2000, 1, 1)).literal.on == day
    assert read_deadline(str(serial), date(2000, 1, 1)).literal.on == day


@pytest.mark.parametrize(
    "hostile", ["持续落实" * 5000 + "x", "(a)" * 5000, "日前" * 5000, "9" * 5000, "-" * 5000 + "x"]
)
def test_long_hostile_texts_are_refused_at_once(hostile):
    assert not read_deadline(hostile, TODAY).accepted


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2026-06-30", "2026年6月底前", True),
        ("2026-06-30", "2026-07-01", False),
        ("每月25日前", "每月28日前", False),
        ("每月25日前", "每个月25日前", True),
        ("每季度末", "每月底", False),
        ("长期坚持", "立行立改", False),
        ("长期坚持", "每月底", False),
    ],
)
def test_what_is_the_same_deadline(one: str, other: str, same: bool) -> None:
    sides = [read_deadline(text, TODAY).literal for text in (one, other)]
    assert None not in sides
    assert same_deadline(*sides) is same


@pytest.mark.parametrize(
    ("typed", "asked"), [("2040-12-31", False), ("2041-01-01", True), ("1999-12-31", True), ("2026-01-01", False)]
)
def test_years_that_nobody_means_are_asked_about(typed: str, asked: bool) -> None:
    assert (read_deadline(typed, TODAY).outcome is Outcome.ASKED) is asked
