"""One archive of modules for both programs of a bundle, since PyInstaller would put all of them into each."""

import ast
import marshal
from collections.abc import Iterable, Sequence
from importlib.util import MAGIC_NUMBER
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: Module name, its source file, PyInstaller's kind.
Module = tuple[str, str, str]

NAME = "library.zip"
#: Packages that read files beside their modules, which an archive has no place for.
READ_BESIDE = frozenset({"pypinyin", "docx"})
#: Packages that cannot live in the archive and need neither their docstrings nor their asserts.
LEAN = frozenset({"sqlalchemy", "docx"})
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
#: A compiled module that is never compared with a source: magic number, flag "hash, unchecked", eight empty bytes.
_LEAN_KIND = "PYMODULE-2"  # PyInstaller compiles it as Python does with -OO
_HEAD = MAGIC_NUMBER + b"\x01\x00\x00\x00" + bytes(8)


def split(modules: Iterable[Module], binaries: Iterable[tuple[str, str, str]]) -> tuple[list[Module], list[Module]]:
    """Return the modules that can live in an archive and those that cannot: packages with compiled parts or data."""
    compiled = {PurePosixPath(place.replace("\\", "/")).parts[0].partition(".")[0] for place, _, _ in binaries}
    compiled |= READ_BESIDE
    shared: list[Module] = []
    own: list[Module] = []
    for module in modules:
        name, source, _ = module
        package = name.partition(".")[0]
        fits = package not in compiled and source.endswith((".py", ".pyc"))
        (shared if fits else own).append((name, source, _LEAN_KIND) if package in LEAN else module)
    return shared, own


def write(target: Path, modules: Sequence[Module]) -> Path:
    """Compile modules into an archive from which Python imports; equal sources give equal bytes."""
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, source, _ in sorted(modules):
            path = Path(source)
            inside = name.replace(".", "/") + ("/__init__" if path.stem == "__init__" else "")
            entry = ZipInfo(f"{inside}.pyc")
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, _HEAD + _code(path, inside))
    return target


def _code(path: Path, inside: str) -> bytes:
    """Return a module's marshalled code; the embeddable Python has its library compiled already."""
    if path.suffix == ".pyc":
        return path.read_bytes()[len(_HEAD) :]
    return marshal.dumps(compile(undocumented(path.read_bytes()), f"{inside}.py", "exec", dont_inherit=True))


def undocumented(source: bytes) -> ast.Module:
    """Return a module without its docstrings, which nobody reads in a bundle; statements keep their lines."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            first = node.body.pop(0)
            if not node.body:
                node.body = [ast.Pass(lineno=first.lineno, col_offset=first.col_offset)]
    return tree
