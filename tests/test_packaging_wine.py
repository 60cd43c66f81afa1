"""The Windows prefix and the trial, as far as they need no Wine: what is asked for, installed, filled in and packed."""

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from resources.packaging import locks, trial, wheelhouse, wine
from resources.packaging.work import PackageError


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Remember commands instead of running them."""
    called: list[list[str]] = []
    monkeypatch.setattr(wine, "call", lambda command, *_, **__: called.append(list(command)) or "")
    return called


def test_nothing_is_installed_where_nothing_is_missing(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wine.shutil, "which", lambda tool: f"/usr/bin/{tool}")
    wine.require_tools()
    assert commands == []


def test_missing_packages_are_installed_by_apt_and_said(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(wine.shutil, "which", lambda tool: None if tool in ("wine", "makensis") else tool)
    monkeypatch.setattr(wine.os, "geteuid", lambda: 0)
    wine.require_tools()
    assert "nsis wine wine64" in capsys.readouterr().out
    assert commands[-1][-3:] == ["nsis", "wine", "wine64"]
    assert "--no-install-recommends" in commands[-1]


def test_without_rights_the_packages_are_named(commands: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wine.shutil, "which", lambda tool: None if tool == "openbox" else tool)
    monkeypatch.setattr(wine.os, "geteuid", lambda: 1000)
    with pytest.raises(PackageError, match="openbox"):
        wine.require_tools()
    assert commands == []


def test_prefix_keeps_to_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", "/somewhere")
    environment = wine.Wine(tmp_path).environment({"DISPLAY": ":5"})
    assert environment["WINEPREFIX"] == str(tmp_path / "prefix")
    assert (environment["DISPLAY"], environment["PIP_FIND_LINKS"], environment["PIP_NO_INDEX"]) == (":5", "", "1")
    assert "winemenubuilder.exe=" in environment["WINEDLLOVERRIDES"], "no entries in the machine's own menus"


def test_prepared_prefix_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    monkeypatch.setattr(wine, "require_tools", lambda: None)
    for name in ("_take", "_lay_out_python", "_boot", "_install"):
        monkeypatch.setattr(wine, name, lambda _home, step=name: steps.append(step))
    home = tmp_path / "wine"
    wine.prepared(home)
    assert steps == ["_take", "_lay_out_python", "_boot", "_install"]
    wine.prepared(home)
    assert len(steps) == 4, "the stamp says that nothing changed"
    (home / ".made").write_text("of another lock")
    wine.prepared(home)
    assert len(steps) == 8


def test_trial_fills_the_first_task_in(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "任务清单"
    for row in (["交办"], ["编号", "任务名称", "备注"], ["A1.2", "试点", ""], ["A1.3", "推广", ""]):
        sheet.append(row)
    book.save(tmp_path / "b.xlsx")
    assert trial.fill_in(tmp_path / "b.xlsx") == "A1.2"
    filled = openpyxl.load_workbook(tmp_path / "b.xlsx")["任务清单"]
    assert [filled.cell(row, 3).value for row in (3, 4)] == [trial.REMARK, None]


def test_wheelhouse_holds_sources_and_wheels_but_no_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (wheels / "a-1-py3-none-any.whl").write_bytes(b"wheel")
    monkeypatch.setattr(wheelhouse, "call", lambda _command: "dev.py\ntests/test_dev.py\n.gitignore\ngone.py\n")
    names = ZipFile(wheelhouse.pack(wheels, tmp_path / "w.zip")).namelist()
    assert [name.partition("/")[2] for name in names] == ["dev.py", "wheelhouse/a-1-py3-none-any.whl"]


def wheel(folder: Path, name: str, *needs: str) -> None:
    """Write a wheel that holds nothing but what it needs."""
    with ZipFile(folder / f"{name}-1-py3-none-any.whl", "w") as archive:
        lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1", *(f"Requires-Dist: {need}" for need in needs)]
        archive.writestr(f"{name}-1.dist-info/METADATA", "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("need", "missing"),
    [
        ("b", False),
        ("Typing_Extensions>=4", False),
        ("c", True),
        ("c; sys_platform == 'win32'", True),
        ("c; sys_platform == 'linux'", False),
        ("c; python_version < '3.12'", True),
        ("c; extra == 'more'", False),
    ],
)
def test_wheel_whose_need_is_not_pinned_is_found(need: str, missing: bool, tmp_path: Path) -> None:
    wheel(tmp_path, "a", need)
    wheel(tmp_path, "other", "never.pinned")
    lock = (
        "a==1 \\\n    --hash=sha256:aa\nb==2 \\\n    --hash=sha256:bb\ntyping-extensions==4 \\\n    --hash=sha256:cc\n"
    )
    found = locks.unmet(lock, tmp_path, locks.windows("3.11"))
    assert [line.partition(" needs ")[0] for line in found] == (["a-1-py3-none-any.whl"] if missing else [])


def test_wheels_are_chosen_from_the_folder_alone(tmp_path: Path) -> None:
    wheel(tmp_path, "a")
    lock = tmp_path / "a.lock"
    lock.write_text(f"a==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(PackageError, match=r"(?i)hash"):
        locks.try_offline(lock, tmp_path, "3.13")
    lock.write_text(f"pip==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(PackageError, match=r"(?i)no matching distribution"):
        locks.try_offline(lock, tmp_path, "3.13")
