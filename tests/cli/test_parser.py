"""What can be typed, and what is said about everything else."""

from datetime import date
from pathlib import Path

import pytest

from tracker.cli.parser import parse
from tracker.errors import InputError


def test_nothing_means_the_window() -> None:
    wanted = parse([])
    assert (wanted.command, wanted.data, wanted.db, wanted.today) == (None, None, None, None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tour --out bilder", {"command": "tour", "out": Path("bilder")}),
        ("tour", {"out": Path("out")}),
        ("tasks", {"office": "", "search": "", "json": False}),
        ("tasks --office 市经信局 --search 5G --json", {"office": "市经信局", "search": "5G", "json": True}),
        ("indicators --json", {"command": "indicators", "json": True}),
        ("export --office 市经信局 --out a.xlsx", {"office": "市经信局", "all": False, "out": Path("a.xlsx")}),
        ("export --all --out d --due 2026-03-20", {"all": True, "office": None, "due": date(2026, 3, 20)}),
        ("preview a.xlsx b.xlsx", {"files": [Path("a.xlsx"), Path("b.xlsx")], "json": False}),
        ("import a.xlsx", {"files": [Path("a.xlsx")], "conflicts": "stop"}),
        ("import a.xlsx --conflicts theirs", {"conflicts": "theirs"}),
        ("undo", {"batch": None}),
        ("undo --batch 7", {"batch": 7}),
        ("redo", {"command": "redo"}),
        ("returns --json", {"json": True}),
        ("demo", {"command": "demo"}),
        ("check", {"command": "check"}),
        ("backup b.db", {"file": Path("b.db")}),
        ("restore b.db", {"file": Path("b.db")}),
        ("--data D --db sqlite:///x --today 2026-03-02 check", {"data": "D", "db": "sqlite:///x"}),
        ("--today 2026-03-02 check", {"today": date(2026, 3, 2)}),
    ],
)
def test_what_can_be_typed(line: str, expected: dict) -> None:
    wanted = vars(parse(line.split()))
    assert {key: wanted[key] for key in expected} == expected


@pytest.mark.parametrize(
    "line",
    [
        "dance",
        "tasks --colour red",
        "export",
        "export --all",
        "preview",
        "import",
        "import a.xlsx --conflicts mine",
        "undo --batch seven",
        "backup",
        "restore",
        "--today gestern check",
        "--today 2026-02-30 check",
        "check now",
    ],
)
def test_what_cannot_be_typed_is_one_sentence(line: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(line.split())
    assert caught.value.sentence.startswith("命令写法不对：")
    assert "\n" not in caught.value.sentence


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_end_well(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse([option])
    assert caught.value.code == 0
    assert "tracker" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "files", "command"),
    [
        ("反馈.xlsx", ["反馈.xlsx"], None),
        ("a.XLSX b.et c.ods", ["a.XLSX", "b.et", "c.ods"], None),
        ("--data D a.xls", ["a.xls"], None),
        ("", [], None),
        ("preview a.xlsx", ["a.xlsx"], "preview"),
        ("--data D import a.xlsx b.xlsx", ["a.xlsx", "b.xlsx"], "import"),
    ],
)
def test_workbooks_without_a_command_are_for_the_window(line: str, files: list[str], command: str | None) -> None:
    wanted = parse(line.split())
    assert (wanted.files, wanted.command) == ([Path(name) for name in files], command)


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(InputError):
        parse(["notes.txt"])


@pytest.mark.parametrize(("line", "folder"), [("", None), ("--selftest", ""), ("--selftest D", "D")])
def test_selftest_takes_an_optional_folder(line: str, folder: str | None) -> None:
    assert parse(line.split()).selftest == folder


def test_anything_dropped_on_the_icon_reaches_the_window(tmp_path: Path) -> None:
    """What is no workbook, or a folder of them, is not taken for a command."""
    letter, folder = tmp_path / "letter.docx", tmp_path / "returned"
    letter.touch()
    folder.mkdir()
    wanted = parse([str(letter), str(folder)])
    assert (wanted.files, wanted.command) == ([letter, folder], None)


def test_the_folder_of_an_option_is_not_dropped(tmp_path: Path) -> None:
    """`--data DIR` at the end of a line opens that ledger."""
    wanted = parse(["--data", str(tmp_path)])
    assert (wanted.files, wanted.data) == ([], str(tmp_path))


def test_icon_and_window_take_the_same_files() -> None:
    from tracker.cli.parser import WORKBOOKS
    from tracker.ui.shell import file_drop

    assert WORKBOOKS == file_drop.WORKBOOKS
