"""For departments with a Python of their own: sources, locked Windows wheels and one command, all in one archive."""

import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from resources.packaging import bundle, locks
from resources.packaging.work import BUILD, DIST, LOCK, NAME, ROOT, PackageError, call, say, version

PYTHONS = ("3.11", "3.12", "3.13")
FOLDER = "wheelhouse"


def make() -> int:
    """Write dist/ZhizaoLedger-<version>-wheelhouse-win_amd64.zip; dev.py installs from it without a network."""
    wheels = BUILD / FOLDER
    shutil.rmtree(wheels, ignore_errors=True)
    wheels.mkdir(parents=True)
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    for python in PYTHONS:
        say(f"Downloading the wheels for Python {python} …")
        lock = BUILD / f"windows-{python}.lock"
        pinned = locks.resolved(lines, locks.windows(python), locks.BUILDING)
        lock.write_text(pinned, encoding="utf-8")
        locks.download(lock, wheels, python)
        locks.try_offline(lock, wheels, python)
        if missing := locks.unmet(pinned, wheels, locks.windows(python)):
            raise PackageError("\n".join(missing))
        shutil.copy(lock, wheels / f"requirements-{python}.lock")
    target = pack(wheels, DIST / f"{NAME}-{version()}-wheelhouse-win_amd64.zip")
    artefact = bundle.made(target, len(ZipFile(target).namelist()))
    bundle.write_sums([artefact])
    bundle.show([artefact], [(f"Python {python}, offline", "complete") for python in PYTHONS])
    return 0


def pack(wheels: Path, target: Path) -> Path:
    """Write sources and wheels into one archive; wheels are compressed already."""
    top = f"{NAME}-{version()}"
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in call(["git", "-c", "core.quotepath=off", "ls-files"]).splitlines():
            if not name.startswith(("tests/", ".")) and (ROOT / name).is_file():
                archive.write(ROOT / name, f"{top}/{name}")
        for path in sorted(wheels.iterdir()):
            archive.write(path, f"{top}/{FOLDER}/{path.name}", ZIP_STORED)
    return target
