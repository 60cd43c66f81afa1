"""What counts as evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.enums import EvidenceKind
from tracker.model.evidence import (
    BEFORE_REOPENING,
    EMPTY_FILE,
    SMALL_FILE,
    evidence_counts,
    is_padding,
    meaningful,
    tells_of_work,
)

NOTE, FILE = EvidenceKind.NOTE, EvidenceKind.FILE


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \n\t　", 0),
        ("。，！？……——", 0),
        ("已完成", 0),
        ("已完成。", 0),
        ("已完成，详见附件。", 0),
        ("已落实、已办结、属实、同上", 0),
        ("无", 0),
        ("无。略", 0),
        ("无无无无", 0),
        ("已完成无", 0),
        ("见附件（略）", 0),
        ("本期无新进展", 6),
        ("无锡市", 3),
        ("战略合作协议已签", 8),
        ("建成 5 家", 4),
        ("落实资金300万元", 7),
        ("专班合并报送", 6),
        ("abc 123", 6),
        ("ＡＢ１２", 4),
        ("二〇二六年", 5),
        ("★★★★★★★★★★★", 0),
        ("\u200b\u200b\u3164\u3164\u3164", 0),
        ("①②③", 0),
        ("😀😀😀", 0),
        ("é", 1),
    ],
)
def test_meaningful_characters(text: str, count: int) -> None:
    assert meaningful(text) == count


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("已于10月底完成验收并公示", ""),
        ("一二三四五六七八九十", ""),
        ("一二三四五六七八九", "有效文字不足 10 个"),
        ("已完成，一二三四五六七八九", "有效文字不足 10 个"),
        ("............", "只有标点"),
        ("", "只有标点"),
        ("已完成。详见附件。已办结，已落实。", "只有“已完成”一类的话"),
        ("无", "只有“已完成”一类的话"),
    ],
)
def test_notes(text: str, reason: str) -> None:
    assert evidence_counts(NOTE, "", text, 0) == reason


@pytest.mark.parametrize(
    ("name", "text", "size", "reason"),
    [
        ("验收单.pdf", "", 1024, ""),
        ("验收单.pdf", "", 1023, "文件不足 1 KB"),
        ("验收单.pdf", "", 0, "文件是空的"),
        ("没有扩展名", "", 10, "文件不足 1 KB"),
        ("名单.txt", "第一批入库企业名单共五家", 36, ""),
        ("名单.TXT", "第一批入库企业名单共五家", 36, ""),
        ("名单.csv", "甲,乙,丙", 11, "有效文字不足 10 个"),
        ("名单.csv", ",,,,,\n,,,,", 11, "只有标点"),
        ("名单.txt", "已完成", 9, "只有“已完成”一类的话"),
        ("名单.txt", " \n", 2, "文件是空的"),
        ("名单.txt", "", 0, "文件是空的"),
        ("说明.docx", "这里的文字不看，看的是大小", 500, "文件不足 1 KB"),
    ],
)
def test_files(name: str, text: str, size: int, reason: str) -> None:
    assert evidence_counts(FILE, name, text, size) == reason


def test_what_was_added_before_the_task_was_reopened_does_not_count() -> None:
    assert evidence_counts(FILE, "验收单.pdf", "", 5000, before_reopening=True) == "上次销号前"
    assert evidence_counts(NOTE, "", "一二三四五六七八九十", 0, before_reopening=True) == "上次销号前"


@given(st.text(max_size=200))
def test_a_text_never_says_more_than_it_has_characters(text: str) -> None:
    assert 0 <= meaningful(text) <= len(text)
    assert meaningful(text + "，已完成") == meaningful(text + "，")


@pytest.mark.parametrize(
    "words",
    [
        "", "……", "无", "暂无", "没有", "无进展", "没有新进展", "无变化", "无新增", "本期无新进展", "与上期一致",
        "同上", "已完成", "1111", "０００００", "aaaa", "〇〇〇〇", "的的的的", "进展进展", "按计划推进",
        "正在推进中", "继续推进", "暂无进展，正按计划有序推进。",
    ],
)  # fmt: skip
def test_words_that_tell_of_no_work(words: str) -> None:
    assert not tells_of_work(words)


@pytest.mark.parametrize(
    "words",
    [
        "已经开始推进", "已开工", "开展调研", "完成初稿", "新增企业3家", "签约2个项目", "暂无进展，已约谈企业",
        "没有通过验收",
        "项目建设有序推进", "方案已报市政府",
    ],
)  # fmt: skip
def test_words_that_tell_of_work(words: str) -> None:
    assert tells_of_work(words)


@pytest.mark.parametrize(
    ("text", "padding"),
    [("20260302", True), ("啊啊啊啊", True), ("——", True), ("", True), ("完成2项", False), ("第2批 到货", False)],
)
def test_padding_is_no_language(text: str, padding: bool) -> None:
    assert is_padding(text) is padding


@pytest.mark.parametrize(
    ("name", "size", "text", "why"),
    [
        ("验收.pdf", 0, "", EMPTY_FILE),
        ("验收.pdf", 1, "", SMALL_FILE),
        ("验收.pdf", 1023, "", SMALL_FILE),
        ("验收.pdf", 1024, "", ""),
        ("验收.txt", 1, "", EMPTY_FILE),
        ("验收.TXT", 40, "市府办〔2026〕3号已经印发", ""),
    ],
)
def test_a_file_counts_by_its_size_and_a_small_one_by_its_words(name: str, size: int, text: str, why: str) -> None:
    assert evidence_counts(EvidenceKind.FILE, name, text, size) == why
    assert evidence_counts(EvidenceKind.FILE, name, text, size, before_reopening=True) == BEFORE_REOPENING
