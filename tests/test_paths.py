"""Folders: the user's, and the program's own in both forms."""

import stat
import sys
from pathlib import Path

import pytest

from tracker import paths
from tracker.errors import InputError

ROOT = Path(__file__).resolve().parent.parent


def test_given_folder_is_made_and_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.data_dir("a/台账") == tmp_path / "a" / "台账"
    assert (tmp_path / "a" / "台账").is_dir()
    assert paths.data_dir(tmp_path / "a") == tmp_path / "a", "an existing folder is taken as it is"


def test_home_sign_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert paths.data_dir("~/ledger") == tmp_path / "ledger"


def test_default_folder_is_the_users_own(no_way_home: Path) -> None:
    folder = paths.data_dir()
    assert folder.name == paths.APP_FOLDER
    assert no_way_home in folder.parents
    assert folder.is_dir()


@pytest.mark.parametrize("below", ["", "deeper"])
def test_file_in_the_way_is_said_in_a_sentence(tmp_path: Path, below: str) -> None:
    blocked = tmp_path / "notes.txt"
    blocked.touch()
    with pytest.raises(InputError, match=r"数据文件夹「.*notes.txt.*」无法使用"):
        paths.data_dir(blocked / below)


def test_checkout_brings_its_folders() -> None:
    assert paths.resources_dir() == ROOT / "resources"
    assert paths.migrations_dir() == ROOT / "db"
    assert paths.seed_dir() == ROOT / "db" / "seed"


def test_frozen_program_looks_into_its_bundle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources_dir() == tmp_path / "resources"
    assert paths.seed_dir() == tmp_path / "db" / "seed"


def test_given_folder_needs_no_platformdirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    assert paths.data_dir(tmp_path) == tmp_path
    with pytest.raises(ImportError):
        paths.data_dir()


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that not even root can write")
def test_folder_that_cannot_be_written_is_said() -> None:
    with pytest.raises(InputError, match="数据文件夹「/proc/self」只能读、不能写"):
        paths.data_dir("/proc/self")


def test_a_folder_that_bears_the_name_of_the_ledger_is_said(tmp_path: Path) -> None:
    (tmp_path / paths.LEDGER_FILE).mkdir()
    with pytest.raises(InputError, match=r"ledger.db」是文件夹，不是台账文件，没有改动；请把它移走或改名"):
        paths.data_dir(tmp_path)
    assert list(tmp_path.iterdir()) == [tmp_path / paths.LEDGER_FILE]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of Linux")
def test_narrowing_takes_from_others_what_their_owner_keeps(tmp_path: Path) -> None:
    modes = {paths.LEDGER_FILE: 0o644, "script.sh": 0o755, "photo.jpg": 0o444}
    for name, mode in modes.items():
        (tmp_path / name).touch()
        (tmp_path / name).chmod(mode)
    tmp_path.chmod(0o755)
    paths.data_dir(tmp_path)
    assert {name: stat.S_IMODE((tmp_path / name).stat().st_mode) for name in modes} == {
        paths.LEDGER_FILE: 0o600,
        "script.sh": 0o700,
        "photo.jpg": 0o400,
    }
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_probing_leaves_nothing_behind(tmp_path: Path) -> None:
    paths.data_dir(tmp_path / "台账")
    assert list((tmp_path / "台账").iterdir()) == []


@pytest.mark.parametrize(
    ("frozen", "marker", "beside"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_marker_keeps_the_data_beside_the_frozen_program(
    frozen: bool, marker: bool, beside: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_way_home: Path
) -> None:
    stick = tmp_path / "U 盘"
    stick.mkdir()
    monkeypatch.setattr(sys, "executable", str(stick / "ZhizaoLedger.exe"))
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    if marker:
        (stick / paths.PORTABLE_MARKER).touch()
    folder = paths.data_dir()
    assert (folder == stick / paths.PORTABLE_DATA) is beside
    assert paths.data_dir(tmp_path / "given") == tmp_path / "given", "a folder given by hand goes first"
