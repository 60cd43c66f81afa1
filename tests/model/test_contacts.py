"""What may stand in the directory: names, telephone numbers, addresses; what each refusal says."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.errors import InputError
from tracker.model.contacts import Person, PersonDraft, email_address, one_line, person_name, phone_numbers
from tracker.model.exchange_words import PersonRole


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("87654321", "87654321"),
        ("0574-87654321", "0574-87654321"),
        ("0574 8765 4321", "057487654321"),
        ("0574-87654321转8001", "0574-87654321转8001"),
        ("13800138000、0574-87654321", "13800138000、0574-87654321"),
        ("13800138000,13900139000；13700137000", "13800138000、13900139000、13700137000"),
        ("13800138000\n13800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0574—87654321", "0574-87654321"),
        ("+86-13800138000", "+86-13800138000"),
        ("8001", "8001"),
    ],
)
def test_numbers_are_kept_in_one_form(text: str, kept: str) -> None:
    assert phone_numbers(text) == kept


@pytest.mark.parametrize("text", ["张三", "0574-8765432x", "13800138000、办公室", "1.38E+10", "转8001", "-", "1" * 60])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="不像电话号码"):
        phone_numbers(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        (" zhangsan@nb.gov.cn ", "zhangsan@nb.gov.cn"),
        ("zhang.san+ledger@mail-1.nb.gov.cn", "zhang.san+ledger@mail-1.nb.gov.cn"),
        ("ｚｓ＠nb.gov.cn", "zs@nb.gov.cn"),
    ],
)
def test_an_address_is_kept(text: str, kept: str) -> None:
    assert email_address(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "zhangsan", "a@b@nb.gov.cn", "zhangsan@宁波.cn", "张三@nb.gov.cn", "zs@nb", "zs@.cn", "zs@nb..cn", "zs@-nb.cn",
        "zs@nb.gov.cn, ls@nb.gov.cn", "zs@nb.gov.cn\r\nBcc: x@y.cn", "<zs@nb.gov.cn>", ".zs@nb.cn", "zs.@nb.cn",
        "a" * 250 + "@nb.cn", "zs @nb.cn",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"不像邮箱地址，如 zhangsan@nb\.gov\.cn。"):
        email_address(text)


@pytest.mark.parametrize("text", ["张三\r\nBcc: x@y", "张三\n", "张\x00三", "张三\u2028李四", "张三\u2029", "张\t三"])
def test_a_name_of_several_lines_is_refused(text: str) -> None:
    if text.strip() == "张三":
        assert person_name(text) == "张三"  # a line end after it is no second line
        return
    with pytest.raises(InputError, match="换行或控制字符"):
        person_name(text)


@pytest.mark.parametrize(("text", "sentence"), [("", "要有姓名"), ("  ", "要有姓名"), ("王" * 41, "最多 40 个字")])
def test_what_is_no_name_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        person_name(text)


def test_a_long_text_names_its_column() -> None:
    with pytest.raises(InputError, match=r"^备注“字字"):
        one_line("字" * 201, "备注")


def test_a_draft_is_checked_as_a_whole() -> None:
    draft = PersonDraft(
        " 张三 ", post=" 科长 ", phone="87654321，87654322", email=" zs@nb.gov.cn", note="周三下午不在 "
    )
    assert draft.checked() == PersonDraft(
        "张三", post="科长", phone="87654321、87654322", email="zs@nb.gov.cn", note="周三下午不在"
    )
    with pytest.raises(InputError, match="职务"):
        replace(draft, post="科长\n主任").checked()


PERSON = Person(
    "P0", "市科技局", "张三", PersonRole.LIAISON, "", "1", "2", "", True, date(2026, 1, 1), date(2026, 6, 1), ""
)


@pytest.mark.parametrize(
    ("day", "current"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-05-31", True), ("2026-06-01", False)],
)
def test_a_person_is_current_from_the_first_day_to_the_last(day: str, current: bool) -> None:
    assert PERSON.is_current(date.fromisoformat(day)) is current


def test_numbers_stand_in_one_line_without_repeating() -> None:
    assert PERSON.numbers == "1、2"
    assert replace(PERSON, mobile="1").numbers == "1"
    assert replace(PERSON, phone="", mobile="").numbers == ""
