"""Reading a universal lock for another system: pip evaluates its markers for the machine it runs on."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from packaging.markers import Marker
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
    abi = f"cp{python.replace('.', '')}"
    kinds = ("--implementation", "cp", "--abi", abi, "--abi", "abi3", "--abi", "none", "--only-binary=:all:")
    system = ("--platform", "win_amd64", "--python-version", python)
    pip("download", "-q", "--no-deps", "--require-hashes", *system, *kinds, "-d", str(target), "-r", str(lock))
