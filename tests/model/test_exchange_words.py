"""The closed lists of the exchange: the values that ledgers keep, and the words on the screen and in workbooks."""

import pytest

from tracker.model.enums import WordedEnum
from tracker.model.exchange_words import (
    DayKind,
    DayOrigin,
    EntryChannel,
    ExportChannel,
    HelpState,
    OfficeKind,
    OfficeState,
    PersonRole,
    RoundState,
)

# A value once written stands in ledgers for good: what is here may grow, never change.
KEPT: list[tuple[type[WordedEnum], str, str]] = [
    (OfficeKind, "none", ""),
    (OfficeKind, "government", "政府部门"),
    (OfficeKind, "party", "党委部门"),
    (OfficeKind, "district", "区县"),
    (OfficeKind, "central", "中央驻甬"),
    (OfficeKind, "mass", "群团"),
    (OfficeKind, "school", "院校"),
    (OfficeKind, "other", "其他"),
    (OfficeState, "active", "在用"),
    (OfficeState, "merged", "已合并"),
    (OfficeState, "renamed", "已更名"),
    (OfficeState, "dissolved", "已撤销"),
    (PersonRole, "liaison", "联络员"),
    (PersonRole, "head", "主要负责人"),
    (PersonRole, "deputy", "分管领导"),
    (PersonRole, "other", "其他"),
    (HelpState, "none", "未开始"),
    (HelpState, "in_progress", "配合中"),
    (HelpState, "done", "已完成"),
    (HelpState, "not_ours", "不涉及"),
    (RoundState, "open", "进行中"),
    (RoundState, "closed", "已关闭"),
    (ExportChannel, "none", ""),
    (ExportChannel, "mail", "邮件"),
    (ExportChannel, "disk", "U盘"),
    (ExportChannel, "paper", "纸质"),
    (EntryChannel, "manual", "手工"),
    (EntryChannel, "phone", "电话"),
    (EntryChannel, "chat", "微信"),
    (EntryChannel, "in_person", "当面"),
    (EntryChannel, "meeting", "会议"),
    (EntryChannel, "paper", "书面"),
    (DayKind, "off", "放假"),
    (DayKind, "work", "调休上班"),
    (DayOrigin, "shipped", "随程序"),
    (DayOrigin, "hand", "手工"),
]


@pytest.mark.parametrize(("kind", "value", "word"), KEPT)
def test_a_value_has_its_word(kind: type[WordedEnum], value: str, word: str) -> None:
    assert kind(value).word == word


@pytest.mark.parametrize(("kind", "value", "word"), [row for row in KEPT if row[2]])
def test_a_word_of_a_workbook_is_understood(kind: type[WordedEnum], value: str, word: str) -> None:
    assert kind.from_word(word) is kind(value)


@pytest.mark.parametrize("kind", dict.fromkeys(row[0] for row in KEPT), ids=lambda kind: kind.__name__)
def test_every_member_is_in_the_table_and_no_word_stands_for_two(kind: type[WordedEnum]) -> None:
    assert [member.value for member in kind] == [value for of, value, _ in KEPT if of is kind]
    assert len({member.word for member in kind}) == len(kind)
