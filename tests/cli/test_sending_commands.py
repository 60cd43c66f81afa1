"""`export --eml`, `export --disk` and `returns --eml` as a person types them."""

import json
from pathlib import Path

import pytest


def test_drafts_beside_the_workbooks(run, tmp_path: Path) -> None:
    outcome = run("export", "--all", "--eml", tmp_path / "邮件", "--due", "2026-03-20")
    assert outcome.code == 0
    workbooks = list((tmp_path / "邮件").glob("*_第1批交办_*.xlsx"))
    assert len(workbooks) == len(list((tmp_path / "邮件").glob("*.eml"))) > 5
    assert "没有联络员邮箱，草稿没有收件人：" in outcome.out
    assert str(workbooks[0]) in outcome.out


def test_workbooks_in_a_folder_of_their_own(run, tmp_path: Path) -> None:
    assert run("export", "--office", "市经信局", "--out", tmp_path / "a.xlsx", "--eml", tmp_path / "邮件").code == 0
    assert {path.name for path in (tmp_path / "邮件").iterdir()} == {
        "a.xlsx",
        "市经信局_第1批交办.eml",
        "邮件清单.xlsx",
    }


def test_a_u_disk(run, tmp_path: Path) -> None:
    (disk := tmp_path / "U").mkdir()
    assert run("export", "--office", "市经信局", "--disk", disk).code == 0
    assert {path.name for path in disk.iterdir()} == {"01_市经信局", "交接清单.xlsx"}
    assert {path.name for path in (disk / "01_市经信局").iterdir()} == {"市经信局.xlsx", "填表说明.txt", "佐证材料"}
    assert json.loads(run("returns", "--json").out)[0]["tasks"] > 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("export", "--all"), "没有说导出到哪里，请用 --out、--eml 或 --disk 指定。"),
        (("export", "--all", "--disk", "/nowhere/at/all"), "请插好U盘再导出"),
        (("returns", "--eml", "."), "不用催报"),
    ],
)
def test_bad_input_writes_nothing(run, content, arguments: tuple[str, ...], sentence: str) -> None:
    run("tasks")
    before = content()
    outcome = run(*arguments)
    assert (outcome.code, sentence in outcome.err) == (2, True)
    assert content() == before


def test_reminders_as_drafts(run, data: Path, tmp_path: Path) -> None:
    run("export", "--office", "市经信局", "--out", tmp_path / "a.xlsx", "--due", "2026-03-20")
    later = ("--data", str(data), "--today", "2026-03-25")
    outcome = run("returns", "--eml", tmp_path, "--attach", before=later)
    assert outcome.code == 0
    assert (tmp_path / "市经信局_第1批催报.eml").is_file()
    assert "没有附上" not in outcome.out
