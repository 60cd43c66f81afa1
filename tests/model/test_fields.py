"""What each field may hold, and the sentence when it may not."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InputError
from tracker.model.field_list import INDICATOR_EDITABLE, TASK_FIELDS
from tracker.model.fields import FIELD_WORDS, MAX_TEXT, validate_field


@pytest.mark.parametrize(
    ("field", "value", "canonical"),
    [
        ("title", "  推进\n智能 工厂 ", "推进 智能 工厂"),
        ("owner", None, ""),
        ("due_text", "2025年12月底前\r\n", "2025年12月底前"),
        ("progress_note", "一、完成招标\r\n二、开工\x07", "一、完成招标\n二、开工"),
        ("remark", "Word\x0b换行", "Word\n换行"),
        ("remark", "半个\ud83d字", "半个字"),
        ("remark", "👍" * (MAX_TEXT // 2), "👍" * (MAX_TEXT // 2)),
        ("content", "x" * MAX_TEXT, "x" * MAX_TEXT),
        ("phone", "", ""),
        ("phone", "0574-87181234 转 801", "0574-87181234 转 801"),
        ("phone", "张三 13800000000；短号６６１２", "张三 13800000000；短号６６１２"),
        ("progress", 0, 0),
        ("progress", 100, 100),
        ("progress", 45.0, 45),
        ("progress", None, None),
        ("status", "推进中", "in_progress"),
        ("status", "closing", "closing"),
        ("co_offices", ("市科技局", " 市财政局 ", "市科技局", ""), ("市科技局", "市财政局")),
        ("co_offices", None, ()),
        ("indicator_value", -2.5, -2.5),
        ("indicator_value", 0, 0.0),
        ("indicator_value", None, None),
        ("indicator_on", "2025-12-31", "2025-12-31"),
        ("indicator_on", date(2025, 12, 31), "2025-12-31"),
        ("due_on", datetime(2025, 12, 31, 18), "2025-12-31"),  # noqa: DTZ001 - cells carry no zone
        ("start_on", "", ""),
        ("start_on", None, ""),
    ],
)
def test_canonical_values(field: str, value: object, canonical: object) -> None:
    assert validate_field(field, value) == canonical


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", " \n", "任务名称不能为空。"),
        ("code", "", "编号不能为空。"),
        ("title", 5, "任务名称要填文字。"),
        ("remark", "x" * (MAX_TEXT + 1), "备注有 32,768 个字符，最多 32,767 个，请删减。"),
        ("remark", "👍" * 16_384, "备注有 32,768 个字符，最多 32,767 个，请删减。"),
        ("phone", "同上", "联系电话“同上”里没有号码，请填写区号和号码或手机号。"),
        ("progress", 101, "进度要填 0 到 100 的百分数，现在是“101”。"),
        ("progress", -1, "进度要填 0 到 100 的百分数，现在是“-1”。"),
        ("progress", 45.5, "进度要填 0 到 100 的百分数，现在是“45.5”。"),
        ("progress", "45", "进度要填数字，现在是“45”。"),
        ("progress", True, "进度要填数字，现在是“True”。"),
        ("progress", float("nan"), "进度的数字太大或不是数字。"),
        ("indicator_value", 10**400, "本期值的数字太大或不是数字。"),
        ("indicator_value", "一批", "本期值要填数字，现在是“一批”。"),
        ("indicator_on", "2025-02-30", "2025-02-30读不出日期；请写成 2026-06-30 或“2026年6月底前”。"),
        ("co_offices", "市科技局、市财政局", "配合单位要填单位名称的列表。"),
        ("co_offices", 3, "配合单位要填单位名称的列表。"),
    ],
)
def test_refused_values(field: str, value: object, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        validate_field(field, value)
    assert caught.value.sentence == sentence


def test_a_refused_status_lists_the_choices_and_cuts_the_text() -> None:
    with pytest.raises(InputError) as caught:
        validate_field("status", "已经全部完成并且通过了验收还拿到了奖状的任务")
    assert caught.value.sentence.startswith("状态“已经全部完成并且通过了验收还拿到了奖状的…”不在可选范围")
    assert "待交办、未启动、推进中、待销号、已销号、暂缓、已取消" in caught.value.sentence


def test_every_field_of_the_exchange_has_a_word() -> None:
    for field in (*(column.name for column in TASK_FIELDS if column.column), *INDICATOR_EDITABLE):
        assert FIELD_WORDS[field]


def test_an_unknown_field_is_a_bug() -> None:
    with pytest.raises(KeyError):
        validate_field("colour", "red")


ANYTHING = st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.lists(st.text()), st.dates())


@given(st.sampled_from(sorted(FIELD_WORDS)), ANYTHING)
def test_a_value_is_refused_with_a_sentence_or_stable(field: str, value: object) -> None:
    try:
        canonical = validate_field(field, value)
    except InputError as error:
        told = error.sentence
        canonical = None
    else:
        told = ""
    assert told.endswith("。") or validate_field(field, canonical) == canonical


@pytest.mark.parametrize("text", ["1.38E+10", "１．３８e10", "张三 1.38E+10", "1.38×10^10"])
def test_a_shortened_phone_number_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="是表格缩短了的数字，后面几位已经丢失；请填写完整的号码。"):
        validate_field("phone", text)


@pytest.mark.parametrize("field", ["owner", "phone", "progress_note", "title", "remark"])
def test_marks_nobody_sees_are_not_stored(field: str) -> None:
    assert validate_field(field, "\u202d0574-55574012\u202c\u3164\ufe0f") == "0574-55574012"
