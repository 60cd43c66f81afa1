"""What counts as evidence."""

import pytest

from tracker.model.enums import EvidenceKind
from tracker.model.evidence import (
    BEFORE_REOPENING,
    EMPTY_FILE,
    SMALL_FILE,
    evidence_counts,
)

NOTE, FILE = EvidenceKind.NOTE, EvidenceKind.FILE


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
