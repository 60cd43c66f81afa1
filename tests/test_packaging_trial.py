"""The trial's own eyes and hands, as far as they need no Wine; what a bundle must say and must not name."""

import py_compile
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from resources.packaging import machine, refusal, traces, trial
from resources.packaging.wine import Wine
from resources.packaging.work import NAME, PackageError

ROOT = Path("/somewhere/ledger")


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trial.Trial:
    """A machine whose profile is there and which nothing runs on."""
    monkeypatch.setattr(machine, "DIST", tmp_path)
    for name in ("Public", "root"):
        (tmp_path / "prefix" / "drive_c" / "users" / name).mkdir(parents=True)
    return trial.Trial(Wine(tmp_path), ":0")


def test_long_folder_is_as_long_as_promised() -> None:
    assert len(trial.LONG_FOLDER) == 200
    assert " " in trial.LONG_FOLDER
    assert not trial.LONG_FOLDER.isascii()


def test_what_does_not_hold_ends_the_trial_and_stands_in_its_log(
    user: trial.Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures: list[str] = []
    monkeypatch.setattr(user, "in_front", lambda: "智造台账")
    monkeypatch.setattr(user, "picture", pictures.append)
    user.expect(True, "first")
    with pytest.raises(PackageError, match="Not so: second"):
        user.expect(False, "second")
    lines = (tmp_path / "trial.log").read_text(encoding="utf-8").splitlines()
    assert [line.partition(" s  ")[2] for line in lines] == ["ok  first", "NO  second; in front: 智造台账"]
    assert pictures == ["failed"]


def test_double_click_names_files_as_windows_does(user: trial.Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(Wine, "start", lambda _self, *words, **_: started.extend(map(str, words)))
    user.double_click(user.program / "a.exe", "--today", "2026-06-30", user.wine.drive / "U 盘" / "第二份.xlsx")
    assert started[-3:] == ["--today", "2026-06-30", "C:\\U 盘\\第二份.xlsx"]
    assert started[:3] == ["start", "/wait", "/unix"], "without pipes, a program that has no console says it in a box"


def test_reading_the_ledger_leaves_no_files_beside_it(user: trial.Trial) -> None:
    user.data.mkdir(parents=True)
    user.task = "A1.1"
    with closing(sqlite3.connect(user.data / "ledger.db")) as ledger, ledger:
        ledger.execute("PRAGMA journal_mode=WAL")
        ledger.execute("CREATE TABLE task (code TEXT, remark TEXT)")
        ledger.execute("INSERT INTO task VALUES ('A1.1', ?)", (trial.REMARK,))
    before = machine.contents(user.data)
    assert user.remark() == trial.REMARK
    assert machine.contents(user.data).keys() == before.keys() == {"ledger.db"}


@pytest.mark.parametrize("change", ["new file", "other bytes", "same bytes again", "gone"])
def test_every_change_in_a_folder_is_seen(change: str, tmp_path: Path) -> None:
    kept = tmp_path / "log" / "tracker.log"
    kept.parent.mkdir()
    kept.write_bytes(b"one")
    before = machine.contents(tmp_path)
    assert machine.contents(tmp_path) == before
    match change:
        case "new file":
            (tmp_path / "log" / "ledger.db-wal").touch()
        case "other bytes":
            kept.write_bytes(b"two more")
        case "same bytes again":
            shutil.copystat(__file__, kept)
        case "gone":
            kept.unlink()
    assert machine.contents(tmp_path) != before


def test_denied_profile_cannot_be_written_and_comes_back(user: trial.Trial) -> None:
    user.data.mkdir(parents=True)
    (user.data / "ledger.db").touch()
    with user.denied(), pytest.raises(OSError, match=r"probe"):
        (user.data / "probe").touch()
    assert [path.name for path in user.data.iterdir()] == ["ledger.db"]
    assert not user.data.is_symlink()


@pytest.mark.parametrize(("titles", "found"), [(("", "智造台账"), True), (("别的程序",) * 9, False)])
def test_window_is_waited_for(
    titles: tuple[str, ...], found: bool, user: trial.Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter(range(0, 1000, 10))
    monkeypatch.setattr(machine.time, "monotonic", lambda: next(seconds))
    monkeypatch.setattr(machine.time, "sleep", lambda _seconds: None)
    coming = iter(titles)
    monkeypatch.setattr(user, "in_front", lambda: next(coming))
    assert user.seen("智造台账") is found


def compiled(folder: Path, source_name: str) -> bytes:
    """Return a compiled module that names this file as its source."""
    (folder / "module.py").write_text("x = 1\n", encoding="utf-8")
    made = py_compile.compile(str(folder / "module.py"), str(folder / "module.pyc"), dfile=source_name, doraise=True)
    return Path(made).read_bytes()


@pytest.mark.parametrize(
    ("source", "named"),
    [
        (f"{ROOT}/tracker/app.py", True),
        (f"{ROOT}/build/wine/prefix/x.py", True),
        ("Z:\\somewhere\\ledger\\build\\next\\tracker\\app.py", True),
        ("C:\\users\\me\\drive_c\\a.py", True),
        ("tracker/app.py", False),
        ("/somewhere/ledger.py", False),
    ],
)
def test_source_folders_are_found_in_the_archive(source: str, named: bool, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    (bundle / "in").mkdir(parents=True)
    with ZipFile(bundle / "in" / "library.zip", "w", 8) as archive:
        archive.writestr("tracker/app.pyc", compiled(tmp_path, source))
    found = traces.traces(bundle, ROOT)
    assert [one.partition(" names ")[0] for one in found] == (["in/library.zip/tracker/app.pyc"] if named else [])


def test_source_folders_are_found_in_a_program_in_both_encodings(tmp_path: Path) -> None:
    for name, encoding in (("a.dll", "utf-16-le"), ("b.dll", "utf-8"), ("c.txt", "utf-8")):
        (tmp_path / name).write_bytes(b"MZ" + f"{ROOT}/.venv/x".encode(encoding))
    (tmp_path / "d.dll").write_bytes(b"MZ /elsewhere/.venv")
    assert [one.partition(" ")[0] for one in traces.traces(tmp_path, ROOT)] == ["a.dll", "b.dll", "c.txt"]


def program(folder: Path, name: str, says: str, code: int) -> None:
    """Write a program that says something and ends."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n", encoding="utf-8")
    path.chmod(0o755)


BOTH = "数据文件夹无法使用，只能读、不能写"


@pytest.mark.skipif(sys.platform != "linux", reason="tried on Linux bundles")
@pytest.mark.parametrize(
    ("says", "code", "good"), [(BOTH, 2, True), (BOTH, 0, False), ("别的", 2, False), (f"Traceback {BOTH}", 2, False)]
)
def test_bundle_that_does_not_say_what_it_lacks_is_refused(says: str, code: int, good: bool, tmp_path: Path) -> None:
    program(tmp_path, "ledger", BOTH, 2)
    program(tmp_path, NAME, says, code)
    if good:
        assert refusal.refused(tmp_path)
        return
    with pytest.raises(PackageError, match=NAME):
        refusal.refused(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that not even root can write")
def test_the_folder_taken_for_unwritable_is() -> None:
    with pytest.raises(OSError, match="probe"):
        (refusal.UNWRITABLE / "probe").touch()


@pytest.mark.skipif(sys.platform != "linux", reason="the same command as in the bundle")
def test_program_from_source_says_it_too(tmp_path: Path) -> None:
    for name, words in (("ledger", "tasks"), (NAME, "")):
        line = f'#!/bin/sh\nexec "{sys.executable}" -m tracker {words}\n'
        (tmp_path / name).write_text(line, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    assert refusal.refused(tmp_path)
