"""The public notices of several years, pasted as they were published, give what was announced."""

from datetime import date

import pytest

from tests.model.test_workdays import shipped_entries
from tracker.model.exchange_words import DayKind
from tracker.model.holiday_notice import read_notice

OF_2023 = """国务院办公厅关于2023年部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2023年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。"""

OF_2024 = """国务院办公厅关于2024年部分节假日安排的通知
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。"""

OF_2025 = """国务院办公厅关于2025年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。"""

OF_2026 = """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""


@pytest.mark.parametrize(("year", "text"), [(2025, OF_2025), (2026, OF_2026), (2024, OF_2024)])
def test_a_notice_gives_what_is_shipped(year: int, text: str) -> None:
    notice = read_notice(text)
    shipped = {(entry.day, entry.kind) for entry in shipped_entries() if entry.day.year == year}
    assert notice.year == year
    assert {(entry.day, entry.kind) for entry in notice.entries} == shipped
    assert notice.doubts == ()


def test_the_feast_stands_beside_its_days() -> None:
    names = {entry.day: entry.name for entry in read_notice(OF_2025).entries}
    assert names[date(2025, 10, 8)] == "国庆节、中秋节"
    assert names[date(2025, 2, 8)] == "春节"


def test_a_holiday_may_begin_in_the_year_before() -> None:
    notice = read_notice(OF_2023)
    assert notice.doubts == ()
    off = [entry.day for entry in notice.entries if entry.kind is DayKind.OFF]
    assert off[0] == date(2023, 1, 2)  # the two days before are a weekend
    assert len(off) == 1 + 5 + 1 + 3 + 2 + 6
    worked = [entry.day for entry in notice.entries if entry.kind is DayKind.WORK]
    assert [f"{day:%m-%d}" for day in worked] == [
        "01-28", "01-29", "04-23", "05-06", "06-25", "10-07", "10-08",
    ]  # fmt: skip


def test_a_line_without_a_year_belongs_to_the_year_chosen() -> None:
    notice = read_notice("1月1日至3日放假调休，共3天。1月4日（星期日）上班。", 2026)
    assert [(entry.day, entry.kind) for entry in notice.entries] == [
        (date(2026, 1, 1), DayKind.OFF),
        (date(2026, 1, 2), DayKind.OFF),
        (date(2026, 1, 4), DayKind.WORK),
    ]


@pytest.mark.parametrize(
    ("text", "year", "doubt"),
    [
        ("1月1日放假。", None, "没有写年份"),
        ("祝大家节日快乐。", 2027, "没有读到放假或上班的日期"),
        ("元旦：1月1日至3日放假，共4天。", 2027, "写共4天，读出3天"),
        ("春节：2月30日放假。", 2027, "“2月30日”不是日期"),
        ("国庆节：1月1日至10月7日放假。", 2027, "不像一个假期"),
        ("元旦：1月4日（星期日）上班。", 2027, "2027年1月4日是星期一，通知写的是星期日"),
    ],
)
def test_what_does_not_add_up_is_said(text: str, year: int | None, doubt: str) -> None:
    assert any(doubt in said for said in read_notice(text, year).doubts)


def test_an_empty_text_is_no_notice() -> None:
    assert read_notice("", 2027).entries == ()
    assert read_notice("", 2027).doubts
