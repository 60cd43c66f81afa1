"""What waits in the preview waits in the import, and what does not is taken: over every kind of reported fault."""

import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

OLD = TextBlock(InlineFont(strike=True), "旧")
SENT = {"责任人": "徐海燕", "联系电话": "0574-55574012", "进度": 0.51, "状态": "推进中", "进展情况": "已签订 20 份。"}
#: Field, its header, what is written, its format, and whether a person is asked; None: it is no change.
KINDS: dict[str, tuple[str, str, Any, str, bool | None]] = {
    "marks": ("phone", "联系电话", "\u202d0574-55574012\u202c", "@", None),
    "marks around another number": ("phone", "联系电话", "\u202d0574-55574013\u202c", "@", False),
    "nothing visible": ("progress_note", "进展情况", "\u3164\u200b", "@", True),
    "a formula": ("progress_note", "进展情况", "=1+1", "General", None),
    "a hair below midnight": ("due_text", "完成时限", 46_202.99999999999, "yyyy-mm-dd", True),
    "a percent of a percent": ("progress", "进度", 0.0035, "0%", True),
    "a percent of a percent as text": ("progress", "进度", "0.35%", "@", True),
    "progress as text": ("progress", "进度", "0.51", "@", None),
    "more progress": ("progress", "进度", 0.6, "0%", False),
    "a time of day": ("progress", "进度", 0.5, "h:mm", None),
    "per mille": ("progress", "进度", 0.52, '0"‰"', True),
    "a shortened number": ("phone", "联系电话", "1.38E+10", "@", True),
    "a shortened number in a cell": ("phone", "联系电话", 13_800_000_000, "0.00E+00", True),
    "another phone": ("phone", "联系电话", 13_812_345_678, "General", False),
    "struck out": (
        "progress_note",
        "进展情况",
        CellRichText(TextBlock(InlineFont(strike=True), "旧"), "新"),
        "@",
        True,
    ),
    "cut off": ("progress_note", "进展情况", "长" * 255, "@", True),
    "nothing": ("progress_note", "进展情况", "无", "@", True),
    "a dash": ("progress_note", "进展情况", "-", "@", True),
    "new words": ("progress_note", "进展情况", "𠮷祥公司已签约。", "@", False),
}
VALUES: dict[str, tuple[Any, str, bool | None]] = {
    "a comma": ("12,5", "@", True),
    "per mille": (12.4, '0.0"‰"', True),
    "a value": (190, "General", False),
}


@pytest.fixture
def codes(run) -> list[str]:
    found = [row["code"] for row in run("tasks", "--office", "市经信局", "--json").json]
    assert len(found) >= len(KINDS)
    return found[: len(KINDS)]


def put(book: Any, code: str, header: str, value: Any, number_format: str) -> None:
    sheet = book["任务清单"]
    headers = {cell.value: cell.column for cell in sheet[4]}
    row = next(cell.row for cell in sheet["B"] if cell.value == code)
    cell = sheet.cell(row, headers[header])
    cell.value, cell.number_format = value, number_format


@pytest.fixture
def came_back(run, sent: Path, codes: list[str]) -> dict[str, str]:
    """Return the kind by code of its task, after a workbook with all of them was written."""
    book = openpyxl.load_workbook(sent)
    for code in codes:
        for header, value in SENT.items():
            put(book, code, header, value, "0%" if header == "进度" else "@")
    book.save(sent)
    run("import", sent)
    assert run("export", "--office", "市经信局", "--out", sent).code == 0
    book = openpyxl.load_workbook(sent)
    for code, (_, header, value, number_format, _) in zip(codes, KINDS.values(), strict=True):
        put(book, code, header, value, number_format)
    measured = book["指标填报"]
    for row, (value, number_format, _) in enumerate(VALUES.values(), start=5):
        measured.cell(row, 5).value, measured.cell(row, 5).number_format = value, number_format
        measured.cell(row, 6).value = "2026-02-28"
    book.save(sent)
    return dict(zip(codes, KINDS, strict=True))


def test_what_waits_in_the_preview_waits_in_the_import(run, sent: Path, came_back: dict[str, str]) -> None:
    def tasks() -> dict[str, Any]:
        return {row["code"]: row for row in run("tasks", "--json").json}

    before, changes = tasks(), run("preview", sent, "--json").json["changes"]
    told = {(came_back[change["task"]], change["field"]): change for change in changes if change["task"] in came_back}
    expected = {(kind, field): asked for kind, (field, *_, asked) in KINDS.items() if asked is not None}
    assert {place: change["needs_decision"] for place, change in told.items()} == expected
    asked = [change for change in told.values() if change["needs_decision"] and not change.get("request")]
    assert all(change["note"] for change in asked if change["outcome"] == "change")
    done = run("import", sent, "--json")
    assert (done.code, done.json["pending"]) == (3, sum(change["needs_decision"] for change in changes))
    after = tasks()
    keys = {"progress": "progress"}
    for (kind, field), change in told.items():
        if field in keys:
            kept = change["ours"] if change["needs_decision"] else change["theirs"]
            assert after[change["task"]][field] == kept, kind
        if change["needs_decision"]:
            assert after[change["task"]] | {"light": 0, "reason": 0} == before[change["task"]] | {
                "light": 0,
                "reason": 0,
            }
    again = {(change["task"], change["field"]): change for change in run("preview", sent, "--json").json["changes"]}
    for change in changes:
        outcome = again[change["task"], change["field"]]["outcome"]
        assert outcome == (change["outcome"] if change["needs_decision"] else "same"), change


def test_what_waits_of_an_indicator(run, sent: Path, came_back: dict[str, str]) -> None:
    changes = run("preview", sent, "--json").json["changes"]
    asked = [change["needs_decision"] for change in changes if change["field"] == "indicator_value"]
    assert asked == [asks for _, _, asks in VALUES.values()]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps names as Unicode")
@pytest.mark.parametrize("encoding", ["gbk", "latin-1"])
def test_a_file_whose_name_is_of_another_encoding_is_imported(run, fill, sent: Path, encoding: str) -> None:
    name = "经信局反馈ü.xlsx".encode(encoding, "ignore")
    path = Path(os.fsdecode(bytes(sent.parent) + b"/" + name))
    fill(sent, "A1.1", 责任人="张三").rename(path)
    seen = run("preview", path, "--json")
    assert seen.code == 0
    seen.json["file"].encode()
    assert run("preview", path).code == 0
    done = run("import", path, "--json")
    assert (done.code, done.err) == (0, "")
    if encoding == "gbk":
        assert done.json["file"] == "经信局反馈ü.xlsx"
    assert run("import", path, path.with_name("没有.xlsx")).code == 2
    path.write_bytes(b"no workbook")
    assert "Traceback" not in run("import", path).err
