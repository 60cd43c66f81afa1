"""dev.py: the set-up in every state a machine can be in, and the commands it hands on."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import dev


class Machine:
    """Stands in for the commands dev.py starts: remembers them, and makes what they would make."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.venv, self.lock = folder / ".venv", folder / "requirements.lock"
        self.lock.write_text("first==1\n")
        self.called: list[str] = []
        self.pip_works = True
        self.pip_installs = True
        monkeypatch.setattr(dev, "call", self.call)
        monkeypatch.setattr(dev, "has_pip", lambda python: python.exists() and self.pip_works)

    def call(self, command: Sequence[str], **_: object) -> int:
        name = "venv" if "venv" in command else "pip"
        self.called.append(name)
        if name == "venv":
            self.make_venv()
            self.pip_works = True
            return 0
        return 0 if self.pip_installs else 1

    def make_venv(self) -> None:
        python = dev.venv_python(self.venv)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()
        (self.venv / ".installed").unlink(missing_ok=True)

    def prepare(self) -> list[str]:
        """Return what `prepare` started this time."""
        self.called.clear()
        assert dev.prepare(self.venv, self.lock) == dev.venv_python(self.venv)
        return list(self.called)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_fresh_machine_is_set_up_once(machine: Machine) -> None:
    assert machine.prepare() == ["venv", "pip"]
    assert machine.prepare() == []


def test_changed_lock_is_installed_into_the_same_environment(machine: Machine) -> None:
    machine.prepare()
    machine.lock.write_text("second==2\n")
    assert machine.prepare() == ["pip"]
    assert machine.prepare() == []


def test_interrupted_install_is_repaired_from_nothing(machine: Machine) -> None:
    machine.pip_installs = False
    with pytest.raises(dev.SetupError, match="Running again repairs it"):
        machine.prepare()
    machine.pip_installs = True
    assert machine.prepare() == ["venv", "pip"]
    assert machine.prepare() == []


def test_foreign_environment_with_pip_is_kept(machine: Machine) -> None:
    machine.make_venv()
    assert machine.prepare() == ["pip"]


def test_half_made_environment_is_replaced(machine: Machine) -> None:
    machine.make_venv()
    machine.pip_works = False
    assert machine.prepare() == ["venv", "pip"]


def test_vanished_python_is_replaced_although_the_stamp_is_right(machine: Machine) -> None:
    machine.prepare()
    dev.venv_python(machine.venv).unlink()
    assert machine.prepare() == ["venv", "pip"]


def test_has_pip_knows_a_real_interpreter_from_none(tmp_path: Path) -> None:
    assert dev.has_pip(tmp_path / "python") is False
    assert dev.has_pip(Path(sys.executable)) is True


@pytest.mark.parametrize(
    ("version", "enough"), [((3, 10, 14), False), ((2, 7, 18), False), ((3, 11, 0), True), ((3, 14, 1), True)]
)
def test_python_version(version: tuple[int, ...], enough: bool) -> None:
    if enough:
        dev.require_python(version)
        return
    with pytest.raises(dev.SetupError, match=r"3\.11 or newer .* " + re.escape(".".join(map(str, version)))):
        dev.require_python(version)


@pytest.mark.parametrize(("windows", "tail"), [(True, "Scripts/python.exe"), (False, "bin/python")])
def test_interpreter_of_an_environment(windows: bool, tail: str) -> None:
    assert dev.venv_python(Path("v"), windows).as_posix() == f"v/{tail}"


@pytest.mark.parametrize(
    ("display", "wanted"),
    [("", dev.QT_LIBRARIES), (":0", dev.QT_LIBRARIES | dev.X11_LIBRARIES)],
    ids=["headless", "x11"],
)
def test_missing_libraries_are_named_by_package(display: str, wanted: dict[str, str]) -> None:
    def load(library: str) -> None:
        raise OSError(library)

    assert dev.missing_packages({"DISPLAY": display}, load) == sorted(wanted.values())
    assert dev.missing_packages({"DISPLAY": display}, lambda library: None) == []


def test_one_missing_library_ends_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "prepare", lambda: Path(sys.executable))
    monkeypatch.setattr(dev, "missing_packages", lambda: ["libegl1"])
    monkeypatch.setattr(sys, "platform", "linux")
    assert dev.main(["run"]) == 1
    assert capsys.readouterr().err == "Qt needs system libraries: apt-get install -y libegl1\n"


Started = list[tuple[list[str], dict[str, Any]]]


@pytest.fixture
def handed_on(monkeypatch: pytest.MonkeyPatch) -> Started:
    """Collect the commands that would be started on a machine where everything is there."""
    started: Started = []

    def call(command: Sequence[str], **options: Any) -> int:
        started.append(([str(part) for part in command], options))
        return 0

    monkeypatch.setattr(dev, "prepare", lambda: Path("PY"))
    monkeypatch.setattr(dev, "require_qt_libraries", lambda: None)
    monkeypatch.setattr(dev, "call", call)
    return started


@pytest.mark.parametrize(
    ("argv", "command"),
    [
        (["run"], ["PY", "-P", "-m", "tracker"]),
        (["run", "tasks", "--json"], ["PY", "-P", "-m", "tracker", "tasks", "--json"]),
        (["test", "-k", "x"], ["PY", "-m", "pytest", "-k", "x"]),
    ],
)
def test_commands_hand_their_arguments_on(argv: list[str], command: list[str], handed_on: Started) -> None:
    assert dev.main(argv) == 0
    assert handed_on[0][0] == command


def test_the_whole_suite_runs_in_parts_and_none_is_left_out(handed_on: Started) -> None:
    assert dev.main(["test"]) == 0
    commands = [command for command, _ in handed_on]
    cores = ["-n", "auto", "--dist", "loadfile", "--max-worker-restart=0"]
    assert all(command[:8] == ["PY", "-m", "pytest", *cores] for command in commands)
    first, second, third = (command[8:] for command in commands)
    assert all((dev.ROOT / part).is_dir() for part in first)
    assert second == ["tests/ui", *(f"--ignore={part}" for part in first)]
    assert third == ["tests", "--ignore=tests/ui"]


def test_run_stays_where_the_user_stands_and_finds_the_program(handed_on: Started) -> None:
    dev.main(["run", "export", "--out", "here.xlsx"])
    options = handed_on[0][1]
    assert options.get("cwd") is None
    assert str(options["env"]["PYTHONPATH"]).split(os.pathsep)[0] == str(dev.ROOT)


def test_bench_collects_only_benchmarks(handed_on: Started) -> None:
    dev.main(["bench", "-k", "start"])
    command = handed_on[0][0]
    assert "python_files=bench_*.py" in command
    assert command[-3:] == ["tests/bench", "-k", "start"]
    dev.main(["bench", "tests/bench/bench_start.py"])
    assert "tests/bench" not in handed_on[-1][0]


def test_check_runs_everything_and_remembers_a_failure(
    handed_on: Started, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["check"]) == 0
    assert [tuple(command[1:]) for command, _ in handed_on] == list(dev.CHECKS)
    monkeypatch.setattr(dev, "call", lambda command, **_: int("mypy" in command))
    assert dev.main(["check"]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "Failed: mypy."


@pytest.mark.parametrize(("argv", "code"), [(["help"], 0), ([], 0), (["--help"], 0), (["dance"], 2)])
def test_help_lists_every_command(argv: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(argv) == code
    shown = capsys.readouterr().err
    assert [name for name in dev.COMMANDS if f"  {name} " not in shown] == []


def test_call_returns_the_exit_code() -> None:
    assert dev.call([sys.executable, "-c", "raise SystemExit(3)"]) == 3


def test_door_opens_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(dev.ROOT / "dev.py"), "help"], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("lock", "left_out"), [(dev.LOCK, "package"), (dev.PACKAGE_LOCK, "dev")])
def test_lock_pins_every_dependency_by_hash_and_names_no_address(lock: Path, left_out: str) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^([a-z0-9-]+)==\S+(?: ;[^\\]*)? \\\n {4}--hash=sha256:", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^\S+==", text, re.MULTILINE))
    project = tomllib.loads((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    groups = [project["dependencies"], *(extras[name] for name in extras if name != left_out)]
    names = [re.split(r"[\[<>=; ]", line)[0].lower() for group in groups for line in group]
    assert [name for name in names if name not in pinned] == []


def test_locks_agree_on_every_version() -> None:
    """What is frozen is what was tested."""
    pins = [dict(re.findall(r"^(\S+)==(\S+)(?: ;| \\)", lock.read_text("utf-8"), re.MULTILINE)) for lock in dev.LOCKS]
    assert {name for name in pins[0].keys() & pins[1].keys() if pins[0][name] != pins[1][name]} == set()
    assert {"pyside6-essentials", "psycopg", "sqlmodel"} <= pins[0].keys() & pins[1].keys()
    assert "pyinstaller" in pins[1].keys() - pins[0].keys(), "users never install what builds"


def test_package_installs_its_lock_and_hands_the_arguments_on(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Sequence[str]] = []
    monkeypatch.setattr(dev, "prepare", lambda: Path("python"))
    monkeypatch.setattr(dev, "require_qt_libraries", lambda: None)
    monkeypatch.setattr(dev, "call", lambda command, **_: called.append(command) or 0)
    assert dev.main(["package", "--windows"]) == 0
    assert str(dev.PACKAGE_LOCK) in called[0]
    assert "--require-hashes" in called[0]
    assert list(called[1]) == ["python", "-m", "resources.packaging", "--windows"]


def test_wheelhouse_beside_the_sources_is_installed_from_without_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "WHEELHOUSE", tmp_path)
    assert dev.wanted_lock() == dev.LOCK
    own = tmp_path / f"requirements-{sys.version_info[0]}.{sys.version_info[1]}.lock"
    own.write_text("first==1\n")
    assert dev.wanted_lock() == own
    called: list[Sequence[str]] = []
    monkeypatch.setattr(dev, "call", lambda command, **_: called.append(command) or 0)
    dev.install(Path("python"), own)
    dev.install(Path("python"), dev.LOCK)
    offline = ["--no-index" in command for command in called]
    assert offline == [True, False]
    assert str(tmp_path) in called[0]
