"""The entry: errors of ours become one sentence and exit code 2, on any database."""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.__main__ import main
from tracker.errors import InputError
from tracker.settings import fault_of


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command line and return exit code, standard output and standard error."""

    def do(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(one) for one in arguments])
        return (code, *capsys.readouterr())

    return do


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (("--db", "nonsense", "check"), "数据库地址无法使用"),
        (("--db", "postgresql+psycopg://u:geheim@127.0.0.1:1/x", "check"), "请检查网络和服务器地址"),
        (("--today", "gestern", "check"), "不是日期"),
        (("--db", "postgresql://u:geheim@127.0.0.1:1/x", "upgrade-server"), "请检查网络和服务器地址"),
        (("--db", "postgresql://u:geheim@127.0.0.1:1/x?nonsense=1", "check"), "不认识的参数"),
        (("--db", "postgresql://u:geheim@127.0.0.1:1/x?sslmode=nonsense", "check"), "不认识的参数"),
        (("dance",), "命令写法不对"),
    ],
)
def test_bad_input_is_one_sentence(said, tmp_path: Path, line: tuple, sentence: str) -> None:
    code, out, err = said("--data", tmp_path, *line)
    assert (code, out) == (2, "")
    assert sentence in err
    seen = "命令行里的密码别的程序看得见；请改用密码文件（帮助：多台电脑共用）。\n"
    assert err.startswith(seen) is any("geheim" in str(word) for word in line)
    assert err.removeprefix(seen).count("\n") == 1
    assert "geheim" not in err


@pytest.mark.parametrize(
    "line",
    [
        ("check", "--db", "postgresql://u:geheim@h/x"),
        ("--bd", "postgresql://u:geheim@h/x", "check"),
        ("returns", "postgresql://u:a/geheim@h/x?y=1"),
        ("returns", "host=h password=geheim"),
    ],
)
def test_what_was_typed_wrong_is_repeated_without_its_password(said, tmp_path: Path, line: tuple) -> None:
    code, out, err = said("--data", tmp_path, *line)
    assert (code, out) == (2, "")
    assert "命令写法不对" in err
    assert "***" in err
    assert "geheim" not in err


def test_a_data_folder_that_is_a_file(said, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    code, out, err = said("--data", tmp_path / "file", "tasks")
    assert (code, out) == (2, "")
    assert "无法使用" in err


@pytest.mark.parametrize("content", [b"%PDF-1.7 no ledger at all", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_ledger_is_a_sentence_and_stays_as_it_was(said, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(content)
    for command in (("tasks",), ("export", "--all", "--out", tmp_path / "out")):
        code, out, err = said("--data", tmp_path, *command)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert path.read_bytes() == content
    code, out, err = said("--data", tmp_path, "check")
    assert (code, err) == (1, "")
    assert out.startswith("台账文件已损坏")
    assert path.read_bytes() == content


def test_a_mistake_of_ours_is_not_dressed_up_as_the_user_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tracker.cli.opened_ledger.open_for", fail)
    with pytest.raises(ZeroDivisionError):
        main(["--data", str(tmp_path), "check"])


def test_the_database_is_closed_whatever_happens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tracker.store.engine import Database

    closed: list[str] = []
    close = Database.close
    monkeypatch.setattr(Database, "close", lambda self: (closed.append(self.url), close(self)))

    def fail(*_: object) -> int:
        raise InputError("不行。")

    monkeypatch.setattr("tracker.cli.commands.run", fail)
    assert main(["--data", str(tmp_path), "check"]) == 2
    assert len(closed) == 1


def test_every_reading_command_works_on_either_database(said, ledger_url: str, tmp_path: Path) -> None:
    where = ("--data", tmp_path, "--db", ledger_url, "--today", "2026-03-02")
    code, out, _ = said(*where, "tasks", "--json")
    assert (code, len(json.loads(out))) == (0, 88)
    code, out, _ = said(*where, "indicators", "--json")
    assert (code, len(json.loads(out))) == (0, 54)
    assert said(*where, "returns", "--json") == (0, "[]\n", "")
    assert said(*where, "check")[0] == 0


def test_out_and_back_on_either_database(said, ledger_url: str, tmp_path: Path) -> None:
    import openpyxl

    where = ("--data", tmp_path, "--db", ledger_url, "--today", "2026-03-02")
    path = tmp_path / "a.xlsx"
    assert said(*where, "export", "--office", "市经信局", "--out", path)[0] == 0
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    column = next(cell.column for cell in sheet[4] if cell.value == "责任人")
    sheet.cell(5, column).value = "张三"
    book.save(path)
    code, out, _ = said(*where, "preview", path, "--json")
    assert (code, json.loads(out)["counts"]["change"]) == (0, 1)
    assert said(*where, "import", path)[0] == 0
    owners = [row["owner"] for row in json.loads(said(*where, "tasks", "--json")[1])]
    assert owners.count("张三") == 1
    assert said(*where, "undo")[0] == 0
    owners = [row["owner"] for row in json.loads(said(*where, "tasks", "--json")[1])]
    assert owners.count("张三") == 0


@pytest.mark.postgres
def test_a_server_is_backed_up_without_its_tools(said, postgres_ledger_url: str, tmp_path: Path) -> None:
    where = ("--data", tmp_path, "--db", postgres_ledger_url)
    before = said(*where, "tasks", "--json")[1]
    code, out, err = said(*where, "backup", tmp_path / "b.zip")
    assert (code, out, err) == (0, f"已备份到 {tmp_path / 'b.zip'}\n", "")
    code, out, err = said(*where, "restore", tmp_path / "b.zip")
    assert (code, out) == (2, "")
    assert "--to-server" in err
    elsewhere = ("--data", tmp_path / "elsewhere")
    assert said(*elsewhere, "restore", tmp_path / "b.zip")[0] == 0
    assert said(*elsewhere, "tasks", "--json")[1] == before


def test_the_module_runs_and_speaks_utf8(sqlite_ledger_url: str, tmp_path: Path) -> None:
    """As a process of its own, with the old code page of a pipe on Windows."""
    command = [
        sys.executable,
        "-m",
        "tracker",
        "--data",
        str(tmp_path / "data"),
        "tasks",
        "--search",
        "灯塔工厂",
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": "gbk"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert any("灯塔工厂" in "".join(row["themes"]) + row["title"] for row in json.loads(done.stdout.decode("utf-8")))


def test_settings_that_are_a_folder_are_told_in_chinese_and_the_ledger_opens(tmp_path: Path) -> None:
    """As a process of its own: there nothing takes the lines of the log off standard error."""
    (tmp_path / "settings.json").mkdir()
    command = [sys.executable, "-m", "tracker", "--data", str(tmp_path), "tasks", "--json"]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)) == 88
    assert done.stderr == fault_of(tmp_path) + "\n"


def test_a_start_leaves_collecting_as_it_was(said, tmp_path: Path) -> None:
    before = gc.isenabled()
    try:
        for switch in (gc.enable, gc.disable):
            switch()
            collects = gc.isenabled()
            assert said("--data", tmp_path, "tasks", "--search", "没有这样的任务")[0] == 0
            assert gc.isenabled() is collects
    finally:
        (gc.enable if before else gc.disable)()
