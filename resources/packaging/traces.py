"""Looks for the machine that made a bundle inside it: folders of the sources and of the test prefix.

Compiled modules carry the path of their source, libraries that of their debugging symbols; a user's machine has
neither, and nobody is to read there where this was made.
"""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from resources.packaging.work import ROOT

#: What lies in the checkout while a bundle is made; the checkout's own path alone may be as common as /src.
PLACES = ("tracker", "resources", "db", "build", "dist", ".venv")
PREFIX = "drive_c"


def words(root: Path = ROOT) -> list[bytes]:
    """Return what must not occur: the folders as Linux and as Windows write them, in both encodings of a program."""
    plain = [f"{root}/{place}" for place in PLACES]
    named = [PREFIX, *plain, *(text.replace("/", "\\") for text in plain)]
    return [form for text in named for form in (text.encode(), text.encode("utf-16-le"))]


def traces(folder: Path, root: Path = ROOT) -> list[str]:
    """Return one sentence per file of a bundle, or part of an archive in it, that names where it was made."""
    wanted = words(root)
    return [
        f"{name} names {found[0].decode('utf-8', 'replace')}"
        for name, content in _parts(folder)
        if (found := [word for word in wanted if word in content])
    ]


def _parts(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        name = path.relative_to(folder).as_posix()
        yield name, path.read_bytes()
        if path.suffix == ".zip" and is_zipfile(path):
            with ZipFile(path) as archive:
                yield from ((f"{name}/{inner}", archive.read(inner)) for inner in archive.namelist())
        elif path.parent == folder and path.suffix in ("", ".exe"):
            yield from _modules(path)


def _modules(program: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the compressed modules inside a program of PyInstaller's."""
    from PyInstaller.archive.readers import ArchiveReadError, CArchiveReader  # installed by `package` only

    try:
        archive = CArchiveReader(str(program))
    except ArchiveReadError:
        return  # an uninstaller or a text file beside the programs
    for name in (name for name in archive.toc if name.startswith("PYZ")):
        inner = archive.open_embedded_archive(name)
        for module in inner.toc:
            yield f"{program.name}/{module}", inner.extract(module, raw=True) or b""
