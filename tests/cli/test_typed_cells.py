"""What an office types into its workbook, as the command line tells it; sent and read on 2025-11-18."""

from pathlib import Path
from typing import Any

import pytest

TODAY = "2025-11-18"
NAME = "国家级专精特新“小巨人”企业数"
KEPT = "作为文字保留，按未定时限亮灯"
#: Typed, the wording that is asked for (None: no reading of it, it waits in its own words), and the sentence beside it.
DEADLINES = [
    ("2026/6/30", "2026/6/30", ""),
    ("6月底", "2026年6月底", "没有写年份，按 2026 年计"),
    ("45999", "2025年12月8日", "日期数，按 2025-12-08 计"),
    ("11/10", "2025年11月10日", "2025-11-10已经过了；是指 2026-11-10 吗？"),
    ("三季度末", "2025年三季度末", "2025-09-30已经过了；是指 2026-09-30 吗？"),
    ("2026年9月前", "2026年8月31日前", "9月前是指 8月31日 还是 9月30日？"),
    ("尽快", "尽快", KEPT),
    ("2026-02-30", None, "2026-02-30没有这一天，2026年2月只有 28 天。"),
    ("Jun 30, 2026", None, "Jun 30, 2026读不出日期；请写成 2026-06-30 或“2026年6月底前”。"),
    ("06/07/2026", None, "06/07/2026分不清月和日；请写成 2026-06-07。"),
    (2026.1, None, "2026.1可能是1月，也可能是10月；请写成 2026-01 或 2026-10。"),
    ("2026年6月底完成初稿，12月底定稿", None, "里有两个日期；请写最后的时限，其余写成节点。"),
    ("/", "", ""),
]


@pytest.fixture
def there(run, data: Path) -> Any:
    """Run a command on the day of these tests."""
    return lambda *arguments: run(*arguments, before=("--data", str(data), "--today", TODAY))


@pytest.fixture
def codes(there) -> list[str]:
    return [row["code"] for row in there("tasks", "--office", "市经信局", "--json").json]


@pytest.fixture
def book(there, tmp_path: Path) -> Path:
    path = tmp_path / "市经信局.xlsx"
    assert there("export", "--office", "市经信局", "--out", path).code == 0
    return path


def test_deadlines(there, fill, codes: list[str], book: Path) -> None:
    assert len(codes) >= len(DEADLINES)
    for code, (typed, _, _) in zip(codes, DEADLINES, strict=False):
        fill(book, code, 完成时限=typed)
    found = there("preview", book, "--json").json
    told = {change["task"]: change for change in found["changes"] if change["field"] == "due_text"}
    lines = there("preview", book).out.splitlines()
    for code, (typed, wording, sentence) in zip(codes, DEADLINES, strict=False):
        if wording:
            assert told[code]["theirs"] == wording, typed
            assert any(code in line and wording in line and sentence in line for line in lines), typed
        elif wording is None:
            assert told[code]["theirs"] == str(typed), typed
            assert sentence.rstrip("。") in told[code]["note"], typed
            assert "读不出时限" in told[code]["note"], typed
        else:
            assert code not in told, typed
    assert all(change["needs_decision"] for change in told.values())


def test_the_value_of_an_indicator_that_cannot_be_read_keeps_its_date_waiting_until_ours_is_kept(
    there, fill, book: Path
) -> None:
    fill(book, NAME, 本期值="见附件", 统计日期="三季度末", 说明="快报数")
    found = there("preview", book, "--json").json
    assert [change["field"] for change in found["changes"]] == ["indicator_on", "indicator_note"]
    assert [problem["message"] for problem in found["problems"]] == ["本期值：“见附件”不是数值。"]
    assert there("preview", book).out.count("本期值读不出，日期和说明先不导入") == 2
    waiting = there("import", book, "--json")
    assert (waiting.code, waiting.json["pending"], waiting.json["batch"]) == (3, 2, None)
    theirs = there("import", book, "--conflicts", "theirs", "--json")
    assert (theirs.code, theirs.json["pending"], theirs.json["batch"]) == (3, 2, None), "a date is nothing without one"
    kept = there("import", book, "--conflicts", "ours", "--json")
    assert (kept.code, kept.json["pending"]) == (0, 0)


def test_a_day_may_be_written_as_people_write_it(there, book: Path, tmp_path: Path) -> None:
    path = tmp_path / "又.xlsx"
    assert there("export", "--office", "市经信局", "--out", path, "--due", "2025年12月31日").code == 0
    (row,) = [row for row in there("returns", "--json").json if row["file"] == path.name]
    assert row["return_due_on"] == "2025-12-31"
