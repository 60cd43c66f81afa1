"""The one door to the project: sets everything up, then runs, tests, checks or measures it.

Standard library only, Linux and Windows. `python dev.py help` lists the commands.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
#: The product with what PyInstaller needs besides; only `package` installs it.
PACKAGE_LOCK = ROOT / "requirements-package.lock"
#: In the archive for departments with their own Python: every wheel and one lock for each Python.
WHEELHOUSE = ROOT / "wheelhouse"
OLDEST = (3, 11)
#: Written into the stamp while pip works, so that an interrupted set-up is recognised.
UNFINISHED = "unfinished"
#: What PySide6 needs from a Linux system: shared library → the Debian/Ubuntu package that has it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}
#: Needed besides when a window opens on an X display.
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
#: Everything `check` runs in the project's own Python, in this order.
CHECKS = (
    ("-m", "ruff", "check"),
    ("-m", "ruff", "format", "--check"),
    ("-m", "mypy"),
    ("-c", "from importlinter.cli import lint_imports_command as c; c()"),
    ("-m", "pytest", "tests/test_architecture.py"),
)
#: The whole suite: a file's tests stay together, so that what a file prepares is prepared once.
#: A process that dies is not begun again: xdist would wait for its files for ever; the others run them.
ALL_CORES = ("-n", "auto", "--dist", "loadfile", "--max-worker-restart=0")
#: In runs of their own, because a process that has shown thousands of windows keeps gigabytes.
WHOLE = (
    ("tests/ui/exchange", "tests/ui/ledger", "tests/ui/review", "tests/ui/task"),
    ("tests/ui", *(f"--ignore=tests/ui/{part}" for part in ("exchange", "ledger", "review", "task"))),
    ("tests", "--ignore=tests/ui"),
)
RELOCK = (
    *("uv", "pip", "compile", "--universal", "--generate-hashes", "--no-annotate", "--no-header"),
    *("--no-emit-find-links", "--quiet", "--extra", "server", "pyproject.toml"),
)
#: What each lock is made with besides; the second holds the versions of the first.
LOCKS = {
    LOCK: ("--upgrade", "--extra", "dev", "-o", LOCK.name),
    PACKAGE_LOCK: ("--extra", "package", "-c", LOCK.name, "-o", PACKAGE_LOCK.name),
}


class SetupError(Exception):
    """Something outside the project stands in the way; carries one sentence saying what to do."""


def venv_python(venv: Path, windows: bool = os.name == "nt") -> Path:
    """Return the interpreter inside a virtual environment, existing or not."""
    return venv / "Scripts" / "python.exe" if windows else venv / "bin" / "python"


def require_python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> None:
    """Refuse a Python that is too old, with both versions in the sentence."""
    if version[:2] < OLDEST:
        wanted, found = ".".join(map(str, OLDEST)), ".".join(map(str, version))
        raise SetupError(f"Python {wanted} or newer is needed; this is Python {found} ({sys.executable}).")


def wanted_lock() -> Path:
    """Return the lock to install from: the wheelhouse's for this Python where there is one."""
    offline = WHEELHOUSE / f"requirements-{sys.version_info[0]}.{sys.version_info[1]}.lock"
    return offline if offline.is_file() else LOCK


def lock_stamp(lock: Path = LOCK) -> str:
    """Return the hash that tells whether an environment holds what the lock says."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def prepare(venv: Path = VENV, lock: Path | None = None) -> Path:
    """Return the environment's Python after making, repairing or updating the environment where needed."""
    lock = lock or wanted_lock()
    python, stamp = venv_python(venv), venv / ".installed"
    found = stamp.read_text(encoding="ascii").strip() if stamp.is_file() else ""
    wanted = lock_stamp(lock)
    if found == wanted and python.exists():
        return python
    started = time.monotonic()
    if found == UNFINISHED or not has_pip(python):
        make_venv(venv)
    stamp.write_text(UNFINISHED, encoding="ascii")
    install(python, lock)
    stamp.write_text(wanted, encoding="ascii")
    say(f"Set-up done in {time.monotonic() - started:.0f} s.")
    return python


def has_pip(python: Path) -> bool:
    """Tell whether this interpreter starts and can install packages."""
    if not python.exists():
        return False
    tried = subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False)
    return tried.returncode == 0


def make_venv(venv: Path) -> None:
    """Create the virtual environment from nothing; a broken one is replaced."""
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupError("Python's venv module is incomplete: install it first (apt install python3-venv).")
    say(f"Creating the environment in {venv.name} …")
    if call([sys.executable, "-m", "venv", "--clear", str(venv)]):
        raise SetupError("The environment could not be created; the message above says why.")


def install(python: Path, lock: Path) -> None:
    """Install exactly what the lock lists; every file is checked against its hash."""
    say(f"Installing the packages of {lock.name} (once) …")
    options: tuple[str, ...] = ("-qq", "--disable-pip-version-check", "--no-input", "--only-binary=:all:")
    if lock.parent == WHEELHOUSE:
        options += ("--no-index", "--find-links", str(WHEELHOUSE))
    if call([str(python), "-m", "pip", "install", *options, "--require-hashes", "-r", str(lock)]):
        raise SetupError("The packages could not be installed; the message above says why. Running again repairs it.")


def missing_packages(environ: Mapping[str, str] = os.environ, load: Callable[[str], object] = ctypes.CDLL) -> list[str]:
    """Return the apt packages whose libraries Qt would miss on this Linux, sorted."""
    wanted = QT_LIBRARIES | (X11_LIBRARIES if environ.get("DISPLAY") else {})
    return sorted(package for library, package in wanted.items() if not loads(library, load))


def loads(library: str, load: Callable[[str], object]) -> bool:
    """Tell whether the system's loader finds a shared library."""
    try:
        load(library)
    except OSError:
        return False
    return True


def require_qt_libraries() -> None:
    """On Linux, name the packages to install before Qt fails with a riddle."""
    if sys.platform == "linux" and (missing := missing_packages()):
        raise SetupError(f"Qt needs system libraries: apt-get install -y {' '.join(missing)}")


def child_environment(**extra: str) -> dict[str, str]:
    """Return the environment in which `tracker` is importable from any folder."""
    earlier = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(ROOT), earlier] if earlier else [str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", **extra}


def call(command: Sequence[str], cwd: Path | None = None, env: Mapping[str, str] | None = None) -> int:
    """Run a command, wait for it and return its exit code."""
    sys.stdout.flush()
    with subprocess.Popen(command, cwd=cwd, env=env) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:  # the child got Ctrl+C too and ends in its own way
                continue


def run(arguments: Sequence[str]) -> int:
    """Open the program, or do what its command line says: `run tasks --json`."""
    python = prepare()
    require_qt_libraries()
    # -P: a folder called tracker where the user stands must not be taken for ours.
    return call([str(python), "-P", "-m", "tracker", *arguments], env=child_environment())


def test(arguments: Sequence[str]) -> int:
    """Run the tests, all of them on all cores; arguments go to pytest: `test tests/model -k lights`."""
    python = prepare()
    require_qt_libraries()
    environment = child_environment(QT_QPA_PLATFORM="offscreen")
    runs = (arguments,) if arguments else tuple((*ALL_CORES, *part) for part in WHOLE)
    return max([call([str(python), "-m", "pytest", *part], cwd=ROOT, env=environment) for part in runs])


def bench(arguments: Sequence[str]) -> int:
    """Measure: every `bench_*` function of tests/bench/bench_*.py, printing what it found."""
    # A hundred kills take longer than any test may.
    long = ("-o", "faulthandler_timeout=0")
    options = ("-s", "-o", "python_files=bench_*.py", "-o", "python_functions=bench_*", *long)
    places = () if any((ROOT / one.partition("::")[0]).exists() for one in arguments) else ("tests/bench",)
    return test([*options, *places, *arguments])


def check(arguments: Sequence[str]) -> int:
    """Lint, format, types, layers and house rules; every check runs, 1 if one failed."""
    if arguments:
        raise SetupError("check takes no arguments.")
    python = prepare()
    environment = child_environment(QT_QPA_PLATFORM="offscreen")
    failed = []
    for options in CHECKS:
        name = "lint-imports" if options[0] == "-c" else " ".join(options[1:])
        say(f"— {name}")
        if call([str(python), *options], cwd=ROOT, env=environment):
            failed.append(name)
    say(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def lock(arguments: Sequence[str]) -> int:
    """Make the two locks anew from pyproject.toml; needs uv."""
    if arguments:
        raise SetupError("lock takes no arguments.")
    if shutil.which(RELOCK[0]) is None:
        raise SetupError("uv is needed to make the lock: pip install uv.")
    for path, options in LOCKS.items():
        if code := call([*RELOCK, *options], cwd=ROOT):
            return code
        if "://" in path.read_text(encoding="utf-8"):
            raise SetupError(f"{path.name} names an address; it must hold names, versions and hashes only.")
    return 0


def package(arguments: Sequence[str]) -> int:
    """Make what a department installs, into dist/: [--windows] [--wheelhouse] [--trial]."""
    python = prepare()
    require_qt_libraries()
    install(python, PACKAGE_LOCK)
    return call([str(python), "-m", "resources.packaging", *arguments], cwd=ROOT, env=child_environment())


def help_(arguments: Sequence[str] = ()) -> int:
    """Show this list."""
    lines = [f"  {name:<7} {(command.__doc__ or '').strip()}" for name, command in COMMANDS.items()]
    say("python dev.py COMMAND [ARGUMENTS]\n\n" + "\n".join(lines))
    return 2 if arguments else 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "lock": lock,
    "package": package,
    "help": help_,
}


def say(sentence: str) -> None:
    """Print a line to stderr, so that `run tasks --json` leaves stdout to the program."""
    print(sentence, file=sys.stderr, flush=True)


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code; 1 when the machine lacks something, 2 for a wrong call."""
    name = argv[0] if argv else "help"
    name = "help" if name in ("-h", "--help") else name
    try:
        require_python()
        command = COMMANDS.get(name)
        return command(argv[1:]) if command else help_(argv)
    except SetupError as problem:
        say(str(problem))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
