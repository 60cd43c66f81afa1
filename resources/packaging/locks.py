"""Reading a universal lock for another system: pip evaluates its markers for the machine it runs on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from resources.packaging.work import pip

#: What only building needs; a wheelhouse for users leaves it out.
BUILDING = frozenset(
    (
        "pyinstaller",
        "pyinstaller-hooks-contrib",
        "altgraph",
        "macholib",
        "pefile",
        "pywin32-ctypes",
        "setuptools",
        "packaging",
    )
)
_HEAD = re.compile(r"(?P<pin>(?P<name>[\w.-]+)==[^\s;\\]+)\s*(?:;\s*(?P<marker>[^\\]+?))?\s*(?:\\.*)?$")


def windows(python: str = "3.11") -> dict[str, str]:
    """Return the markers of CPython on 64-bit Windows."""
    return {
        "sys_platform": "win32",
        "os_name": "nt",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_version": python,
        "python_full_version": f"{python}.9",
        "extra": "",
    }


def resolved(lines: Iterable[str], environment: Mapping[str, str], without: frozenset[str] = frozenset()) -> str:
    """Return the lock for one system: pins whose marker holds there, bare, with their hashes."""
    kept, out = False, []
    for line in lines:
        if line[:1].isspace():
            out += [line.rstrip()] if kept else []
        elif head := _HEAD.match(line.strip()):
            marker = head["marker"]
            kept = head["name"] not in without and (not marker or Marker(marker).evaluate(dict(environment)))
            out += [f"{head['pin']} \\"] if kept else []
    return "\n".join(out) + "\n"


def download(lock: Path, target: Path, python: str = "3.11") -> None:
    """Download the Windows wheels of a resolved lock, each checked against its hash."""
    pip("download", "-q", "--no-deps", *_for_windows(python), "-d", str(target), "-r", str(lock))


def try_offline(lock: Path, wheels: Path, python: str) -> None:
    """Let pip choose from a folder alone what it would install on Windows; PackageError when something is missing."""
    alone = ("--dry-run", "-q", "--no-index", "--find-links", str(wheels), "--target", str(wheels / "none"))
    # pip compares Requires-Python with the Python it runs on, whatever it is asked to choose for.
    pip("install", *alone, "--no-deps", "--ignore-requires-python", *_for_windows(python), "-r", str(lock))


def unmet(lock: str, wheels: Path, environment: Mapping[str, str]) -> list[str]:
    """Return one line per requirement of a pinned wheel that the lock does not pin: pip would look for it outside."""
    pins = {canonicalize_name(line.partition("==")[0]) for line in lock.splitlines() if "==" in line.split(" ")[0]}
    return [
        f"{wheel.name} needs {wanted}"
        for wheel in sorted(wheels.glob("*.whl"))
        if parse_wheel_filename(wheel.name)[0] in pins
        for wanted in _requirements(wheel)
        if (not wanted.marker or wanted.marker.evaluate(dict(environment)))
        and canonicalize_name(wanted.name) not in pins
    ]


def _requirements(wheel: Path) -> Iterator[Requirement]:
    with ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        told = message_from_bytes(archive.read(name))
    yield from map(Requirement, told.get_all("Requires-Dist", ()))


def _for_windows(python: str) -> tuple[str, ...]:
    """Return what makes pip choose for CPython on 64-bit Windows."""
    abi = f"cp{python.replace('.', '')}"
    kinds = ("--implementation", "cp", "--abi", abi, "--abi", "abi3", "--abi", "none", "--only-binary=:all:")
    return ("--require-hashes", "--platform", "win_amd64", "--python-version", python, *kinds)
