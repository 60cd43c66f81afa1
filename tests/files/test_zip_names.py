"""The same names, whatever program packed them."""

import pytest

from tests.zips import unicode_path
from tracker.files.zip_names import RawName, decode_names

#: 誠 ends in 5C in GBK, the sign of a backslash; both characters of 通知 happen to be valid UTF-8.
NAMES = (
    "A1.1_专班方案.pdf", "验收意见.docx", "现场照片（一）.jpg", "誠信.txt",
    "plain.pdf", "材料/汇总.xlsx", "𠮷.png", "通知.doc",
)  # fmt: skip


def raw(encoding: str, *, flagged: bool = False) -> list[RawName]:
    return [RawName(name.encode(encoding), flagged) for name in NAMES]


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        (raw("gb18030"), "gb18030"),
        (raw("utf-8"), "utf-8"),
        (raw("utf-8", flagged=True), "flag"),
        (raw("gb18030", flagged=True), "gb18030"),
        (
            [RawName(n.encode("gb18030"), extra=unicode_path(n.encode("gb18030"), n)) for n in NAMES],
            "utf-8",
        ),
    ],
    ids=["gbk", "utf-8", "flag", "false flag", "unicode path"],
)
def test_five_ways_of_packing_give_the_same_names(names: list[RawName], encoding: str) -> None:
    assert decode_names(names) == (list(NAMES), encoding)


def test_one_name_that_could_be_utf_8_follows_the_others_of_its_archive() -> None:
    ambiguous = "通知".encode("gbk")
    assert ambiguous.decode("utf-8") != "通知"  # valid, and wrong
    assert decode_names([RawName(ambiguous)])[1] == "utf-8"
    names, encoding = decode_names([RawName(ambiguous), RawName("方案".encode("gbk"))])
    assert (names, encoding) == (["通知", "方案"], "gb18030")


def test_a_flag_that_lies_for_one_name_counts_for_none() -> None:
    names = [RawName("通知".encode("gbk"), flagged=True), RawName("方案".encode("gbk"), flagged=True)]
    assert decode_names(names) == (["通知", "方案"], "gb18030")


def test_flagged_and_plain_names_side_by_side() -> None:
    names = [RawName("方案.pdf".encode(), flagged=True), RawName("照片.jpg".encode("gbk"))]
    assert decode_names(names) == (["方案.pdf", "照片.jpg"], "gb18030")
    assert decode_names([RawName("方案.pdf".encode(), flagged=True), RawName(b"a.txt")])[1] == "flag"


@pytest.mark.parametrize(
    "extra",
    [
        unicode_path(b"another name", "错.pdf"),
        unicode_path("方案.pdf".encode("gbk"), "错.pdf", checksum=7),
        unicode_path("方案.pdf".encode("gbk"), "错.pdf")[:-3],
        b"\x75\x70\x03\x00abc",
        b"\x01",
    ],
)
def test_a_repeated_name_that_does_not_belong_there_is_passed_over(extra: bytes) -> None:
    assert decode_names([RawName("方案.pdf".encode("gbk"), extra=extra)]) == (["方案.pdf"], "gb18030")


def test_other_extra_fields_may_stand_before_the_repeated_name() -> None:
    name = "方案.pdf".encode("gbk")
    extra = b"UT\x05\x00\x03\x00\x00\x00\x00" + unicode_path(name, "方案.pdf")
    assert decode_names([RawName(name, extra=extra)]) == (["方案.pdf"], "utf-8")


def test_what_nothing_can_read_is_marked_for_a_person() -> None:
    names, encoding = decode_names([RawName(b"\xff\xff\x80.pdf")])
    assert (len(names), encoding) == (1, "cp437")
    assert names[0].endswith(".pdf")


def test_no_names_at_all() -> None:
    assert decode_names([]) == ([], "utf-8")
