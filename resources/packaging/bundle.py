"""From a source tree to a bundle, an installer, archives and their checksums."""

import hashlib
import shutil
import sys
import tarfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from resources.packaging.work import DIST, NAME, ROOT, PackageError, call, say, version

MEGA = 1024 * 1024
#: What the contract allows, in bytes; MiB for folders, MB for what is copied.
MOST_BUNDLE, MOST_INSTALLER, MOST_PORTABLE = 130 * MEGA, 44_000_000, 60_000_000
#: Windows stops at 259 characters: a folder of 200, a separator, then this.
LONGEST_PATH = 58
#: The folder inside the bundle that tracker.spec names; short for the same reason.
INNER = "in"
MARKER = "portable.txt"
MARKER_WORDS = "这个文件让程序以便携方式运行：台账数据存放在本文件夹的 data 里。删除本文件后，数据存放在用户目录。\r\n"

Run = Callable[[Sequence[str], Path], str]


@dataclass(frozen=True)
class Artefact:
    """One thing that was made: name, number of files in it, size in bytes and its SHA-256 (none for a folder)."""

    name: str
    files: int
    size: int
    sha256: str = ""


def freeze(target: Path, run: Run, source: Path = ROOT) -> Path:
    """Let PyInstaller make the bundle into an empty folder; return the bundle."""
    shutil.rmtree(target, ignore_errors=True)
    work = target.with_name(f"{target.name}-work")
    run(
        ("-m", "PyInstaller", "--noconfirm", "--distpath", str(target), "--workpath", str(work), "tracker.spec"), source
    )
    shorten(target / NAME)
    return target / NAME


def shorten(folder: Path) -> None:
    """Move libraries whose path is too long (a hash is in their name) up to the next place where Windows looks."""
    for path in list(folder.rglob("*.dll")):
        if len(path.relative_to(folder).as_posix()) > LONGEST_PATH:
            inner = folder / INNER / path.name
            fits = len(inner.relative_to(folder).as_posix()) <= LONGEST_PATH
            path.rename(inner if fits else folder / path.name)


def freeze_here(command: Sequence[str], cwd: Path) -> str:
    """Run this Python."""
    return call([sys.executable, *command], cwd)


def measured(folder: Path, name: str) -> Artefact:
    """Return a folder's files and bytes; links count as nothing."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return Artefact(name, len(files), sum(path.stat().st_size for path in files))


def made(path: Path, files: int) -> Artefact:
    """Return a finished file with its checksum."""
    with path.open("rb") as stream:
        return Artefact(path.name, files, path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())


def portable_zip(bundle: Path, target: Path) -> Path:
    """Write the bundle and the marker that keeps its data beside it; names sorted, so that equal input is equal."""
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(path for path in bundle.rglob("*") if path.is_file()):
            archive.write(path, Path(NAME) / path.relative_to(bundle))
        archive.writestr(f"{NAME}/{MARKER}", "\ufeff" + MARKER_WORDS)
    return target


def tarball(bundle: Path, target: Path) -> Path:
    """Write the Linux bundle with its links and permissions."""
    with tarfile.open(target, "w:gz", compresslevel=6) as archive:
        archive.add(bundle, NAME)
    return target


def installer(bundle: Path, target: Path, makensis: str, source: Path = ROOT) -> Path:
    """Let NSIS make the installer."""
    kilobytes = measured(bundle, "").size // 1024
    names = {"VERSION": version(source), "SOURCE": bundle, "TARGET": target, "KILOBYTES": kilobytes}
    defines = [f"-D{name}={value}" for name, value in names.items()]
    call([makensis, "-V2", "-NOCD", "-INPUTCHARSET", "UTF8", *defines, "installer.nsi"], source)
    return target


def longest(bundle: Path) -> str:
    """Return the longest path inside a bundle."""
    return max((path.relative_to(bundle).as_posix() for path in bundle.rglob("*")), key=len)


def require_sizes(artefacts: Iterable[tuple[Artefact, int]]) -> None:
    """Raise PackageError for what is larger than allowed."""
    for artefact, most in artefacts:
        if artefact.size > most:
            raise PackageError(f"{artefact.name} has {artefact.size:,} bytes, allowed are {most:,}.")


def write_sums(artefacts: Sequence[Artefact], folder: Path = DIST) -> None:
    """Write SHA256SUMS.txt beside the artefacts, in the form sha256sum -c reads; earlier lines of others stay."""
    target = folder / "SHA256SUMS.txt"
    earlier = target.read_text(encoding="utf-8").splitlines() if target.is_file() else []
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in earlier) if (folder / name).is_file()}
    sums |= {one.name: one.sha256 for one in artefacts if one.sha256}
    target.write_text("".join(f"{sums[name]}  {name}\n" for name in sorted(sums)), encoding="utf-8")


def show(artefacts: Sequence[Artefact], results: Sequence[tuple[str, str]]) -> None:
    """Print what was made and how its self-tests ended."""
    for one in artefacts:
        say(f"{one.name:<44} {one.files:>5} files {one.size:>12,} bytes {one.size / MEGA:>7.1f} MiB  {one.sha256}")
    for name, result in results:
        say(f"tried {name:<38} {result}")


def verdict(printed: str) -> str:
    """Return the last line of a self-test; PackageError with everything it printed unless that is PASS."""
    last = printed.strip().splitlines()[-1] if printed.strip() else "nothing was printed"
    lines = [line for line in printed.splitlines() if line.startswith(("PASS", "FAIL"))]
    if lines != ["PASS"]:
        raise PackageError(f"{printed}\nThe self-test failed: {lines[-1] if lines else last}")
    return "PASS"
