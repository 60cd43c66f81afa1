"""Lists every library the bundle ships with its licence; `python -m resources.packaging.licenses` writes the list.

The libraries are those of the lock, the texts those of the installed packages; where a package brings none, the text of
its licence lies in resources/licenses beside the list.
"""

import re
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from resources.packaging.locks import BUILDING
from resources.packaging.work import LOCK, ROOT

FOLDER = ROOT / "resources" / "licenses"
LIST = FOLDER / "THIRD-PARTY.txt"
#: In the lock, and left out of every bundle: see slim.
LEFT_OUT = frozenset({"tzdata"})
#: What a package's own files do not say: licence, and the texts that hold it.
KNOWN = {
    "docxtpl": ("LGPL-2.1-only", ("LGPL-2.1",)),
    "pyside6-essentials": ("LGPL-3.0-only", ("LGPL-3", "GPL-3")),
    "shiboken6": ("LGPL-3.0-only", ("LGPL-3", "GPL-3")),
    "psycopg": ("LGPL-3.0-only", ("LGPL-3", "GPL-3")),
    "psycopg-binary": ("LGPL-3.0-only", ("LGPL-3", "GPL-3")),
}
_PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)
_TEXT = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
RULE = "=" * 100
_HEAD = """本程序附带下列第三方组件，各依其许可使用；许可全文附后，LGPL、GPL 的全文在同一文件夹。
This program ships the components below, each under its own licence. The texts follow; those of the LGPL and the GPL
lie beside this file.

Replaceable parts (LGPL). Qt and PySide6 are shared libraries in the folder of the program and may be replaced there by
other builds of the same version. docxtpl lies as compiled modules in library.zip and may be replaced there; psycopg's
library lies beside it. The program's own source, with what is needed to build it anew, is in its repository. None of
these libraries was changed. Sources: docxtpl, PySide6 and psycopg on pypi.org, Qt on download.qt.io.

Besides the libraries: Python (PSF licence, text below); the start program of PyInstaller (GPL-2.0 with an exception
that permits shipping it with programs under any licence); SQLite (public domain); the installer of NSIS (zlib licence).
"""


def shipped() -> dict[str, str]:
    """Return the libraries of the lock that are shipped, with their versions; the first where there are several."""
    pins = [(match["name"], match["version"]) for match in _PIN.finditer(LOCK.read_text(encoding="utf-8"))]
    return {name: version for name, version in reversed(pins) if name not in BUILDING | LEFT_OUT}


def listing() -> str:
    """Return the list with all texts."""
    names = sorted(shipped())
    lines = [_HEAD, *(f"{name:<24} {license_of(name)}" for name in names), ""]
    blocks = [_block(name, _texts(name)) for name in names]
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    return "\n".join([*lines, *blocks, _block("Python", [python.read_text(encoding="utf-8")])])


def license_of(name: str) -> str:
    """Return the licence of a library as one line."""
    if name in KNOWN:
        return KNOWN[name][0]
    package = _installed(name)
    if package is None:
        return ""
    fields = {
        field: package.metadata[field] for field in ("License-Expression", "License") if field in package.metadata
    }
    words = next(iter(fields.values()), "").partition("\n")[0]
    classified = [
        line.rpartition(" :: ")[2] for line in package.metadata.get_all("Classifier", []) if "License" in line
    ]
    return words if 0 < len(words) < 80 else ", ".join(classified) or "see the text"


def texts_beside(name: str) -> tuple[str, ...]:
    """Return the files of this folder that hold a library's licence."""
    return KNOWN.get(name, ("", ()))[1]


def _block(name: str, texts: Iterable[str]) -> str:
    body = "\n\n".join(text.strip().replace("\r\n", "\n").replace("\f", "") for text in texts)
    return f"{RULE}\n{name}\n{RULE}\n{body}\n"


def _texts(name: str) -> Iterator[str]:
    if beside := texts_beside(name):
        yield f"{license_of(name)}: {', '.join(f'{text}.txt' for text in beside)} beside this file."
        return
    package = _installed(name)
    for file in sorted(package.files or [], key=str) if package else []:
        if _TEXT.search(file.as_posix()) and ".dist-info/" in file.as_posix():
            yield Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    LIST.write_text(listing(), encoding="utf-8", newline="\n")
