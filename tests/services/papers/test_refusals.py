"""What cannot be: one sentence, exit code 2, nothing written, the old file whole."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tracker.files import whole_files

REFUSED = {
    "no place": (("ledger",), "没有说存到哪里；请用 --out 指定文件或文件夹，或用 --json 只看数字和文字。"),
    "register without a file": (("ledger", "--json", "--register"), "登记的是已经存下的文件；请加上 --out。"),
    "another ending": (("circular", "--out", "{out}/通报.txt"), "通报只能存为 .docx 或 .pdf。"),
    "old Word": (("brief", "--out", "{out}/专报.doc"), "专报只能存为 .docx 或 .pdf。"),
    "ledger as Word": (("ledger", "--out", "{out}/台账.docx"), "台账只能存为 .xlsx。"),
    "closing as text": (("closing", "--out", "{out}/清单.csv"), "销号清单只能存为 .xlsx。"),
    "days the wrong way round": (
        ("circular", "--json", "--from", "2026-11-20", "--to", "2026-11-10"),
        "起始日期2026-11-20晚于截止日期2026-11-10，请对调或改正后再出文。",
    ),
    "a day to come": (
        ("circular", "--json", "--to", "2026-12-24"),
        "截止日期2026-12-24还没有到（今天是2026-11-28），不能出文；请改为今天或更早的日期。",
    ),
    "a day to come of a ledger": (
        ("ledger", "--out", "{out}", "--to", "2026-11-29"),
        "截止日期2026-11-29还没有到（今天是2026-11-28），不能出文；请改为今天或更早的日期。",
    ),
    "a day to come of slips": (
        ("reminder", "--all", "--out", "{out}", "--to", "2026-11-29"),
        "截止日期2026-11-29还没有到（今天是2026-11-28），不能出文；请改为今天或更早的日期。",
    ),
    "empty filter": (("ledger", "--out", "{out}", "--search", "没有这样的任务"), "没有符合条件的任务，不出台账。"),
    "empty plain table": (
        ("ledger", "--plain", "--out", "{out}", "--search", "没有这样的任务"),
        "没有符合条件的任务，不出台账。",
    ),
    "an office nobody knows": (
        ("reminder", "--office", "市外星局", "--out", "{out}"),
        "没有名为“市外星局”的单位；请用台账里的单位名称或别名。",
    ),
    "an article nobody knows": (
        ("circular", "--article", "Z", "--json"),
        "没有编号或标题为“Z”的文章；可用的编号有 A、B、D。",
    ),
    "number zero": (("circular", "--number", "0", "--json"), "期号要填 1 以上的整数。"),
    "columns without a plain table": (
        ("ledger", "--columns", "编号", "--json"),
        "--columns 只用于平表；请加上 --plain。",
    ),
    "a plain table is no paper": (
        ("ledger", "--plain", "--register", "--out", "{out}"),
        "平表不是出文，不能登记；请去掉 --register 或 --plain。",
    ),
    "an answer before the paper": (
        ("reminder", "--all", "--json", "--reply-by", "2026-11-27"),
        "答复日期2026-11-27早于出文日期2026-11-28，请改为更晚的日期。",
    ),
    "a folder that is not there": (
        ("ledger", "--out", "{out}/没有/台账.xlsx"),
        "文件夹“{out}/没有”不存在，没有出文；请先建好文件夹，或换一个位置。",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_one_sentence_and_nothing_written(report: Callable[..., Any], out: Path, case: str) -> None:
    arguments, sentence = REFUSED[case]
    known = report("report", *(word.format(out=out) for word in arguments))
    assert known.sentence() == sentence.format(out=out).replace("A、B、D", articles(known.err))
    assert list(out.iterdir()) == []


def articles(sentence: str) -> str:
    return sentence.strip().rpartition("有 ")[2].rstrip("。") or "A、B、D"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="only a user who is not root can be refused")
def test_a_folder_that_cannot_be_written(report: Callable[..., Any], out: Path) -> None:
    out.chmod(0o500)
    try:
        assert "没有写入权限" in report("report", "ledger", "--out", out / "台账.xlsx").sentence()
    finally:
        out.chmod(0o700)


def test_a_file_in_the_way_of_a_folder(report: Callable[..., Any], out: Path) -> None:
    (out / "通报").write_bytes(b"old")
    sentence = report("report", "ledger", "--out", out / "通报" / "十一月").sentence()
    assert sentence.startswith("文件夹“")
    assert "无法使用，没有出文" in sentence


def test_a_target_that_cannot_be_replaced_keeps_what_is_there(
    report: Callable[..., Any], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rights that forbid to write stand for another program that holds the file."""
    target = out / "台账.xlsx"
    target.write_bytes(b"old")
    monkeypatch.setattr(whole_files, "_probe", _held)
    assert "文件「台账.xlsx」正被其他程序打开" in report("report", "ledger", "--out", target).sentence()
    assert [(path.name, path.read_bytes()) for path in out.iterdir()] == [("台账.xlsx", b"old")]


def _held(path: Path) -> None:
    raise PermissionError(13, "held", str(path))


def test_the_second_paper_of_a_day_leaves_the_first_alone(report: Callable[..., Any], out: Path) -> None:
    for wish in (("ledger",), ("ledger",), ("reminder", "--office", "市财政局"), ("reminder", "--office", "市财政局")):
        assert report("report", *wish, "--out", out).code == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "台账_20261128(2).xlsx", "台账_20261128.xlsx",
        "督办单_市财政局_20261128(2).docx", "督办单_市财政局_20261128.docx",
    ]  # fmt: skip


def test_killed_while_writing_the_old_file_is_whole(
    report: Callable[..., Any], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = out / "台账.xlsx"
    path.write_bytes(b"old")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        report("report", "ledger", "--out", path)
    assert path.read_bytes() == b"old"
    assert list(out.iterdir()) == [path]


def test_making_a_file_writes_nothing_to_the_ledger(
    report: Callable[..., Any], demonstration: Path, out: Path
) -> None:  # fmt: skip
    def batches() -> int:
        with closing(sqlite3.connect(demonstration / "ledger.db")) as connection:
            return int(connection.execute("SELECT count(*) FROM batch").fetchone()[0])

    before = batches()
    for paper in ("ledger", "closing"):
        assert report("report", paper, "--out", out).code == 0
    assert batches() == before
    assert sorted(path.name for path in out.iterdir()) == ["台账_20261128.xlsx", "销号清单_20261128.xlsx"]


def test_a_folder_is_made_and_gets_the_name(report: Callable[..., Any], out: Path) -> None:
    assert report("report", "ledger", "--out", out / "十一月").out == f"{out}/十一月/台账_20261128.xlsx\n"
