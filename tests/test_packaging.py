"""Packaging without building: what is left out, what a lock says for Windows, archives, sums, names that must agree."""

import hashlib
import importlib
import py_compile
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from resources.packaging import bundle, library, slim
from resources.packaging.work import PackageError, call, version
from tracker import __version__, paths
from tracker.store.schema import HEAD

ROOT = Path(__file__).resolve().parent.parent
INSTALLER = (ROOT / "installer.nsi").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("place", "stays"),
    [
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6\\plugins\\platforms\\qoffscreen.dll", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/plugins/platforms/qminimal.dll", False),
        ("PySide6/plugins/imageformats/qsvg.dll", True),
        ("PySide6/plugins/imageformats/qtiff.dll", False),
        ("PySide6/plugins/tls/qopensslbackend.dll", False),
        ("PySide6/translations/qtbase_zh_CN.qm", True),
        ("PySide6/translations/qtbase_de.qm", False),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/Qt6Core.dll", True),
        ("psycopg-3.3.9.dist-info/METADATA", True),
        ("pydantic-2.14.3.dist-info/METADATA", False),
        ("numpy-2.4.6.dist-info/METADATA", False),
        ("db/versions/0001_first_schema.py", True),
        ("db/__pycache__/env.cpython-311.pyc", False),
        ("ucrtbase.dll", False),
        ("resources/help/install.md", True),
        ("resources/templates/通报.docx", True),
        ("resources/licenses/LGPL-2.1.txt", True),
        ("docx/templates/default-header.xml", True),
        ("docx/templates/default.docx", False),
        ("docx/templates/default-docx-template/word/styles.xml", False),
        ("lxml/etree.cp311-win_amd64.pyd", True),
        ("lxml/objectify.cp311-win_amd64.pyd", False),
        ("lxml/isoschematron/resources/rng/iso-schematron.rng", False),
    ],
)
def test_what_belongs_into_a_bundle(place: str, stays: bool) -> None:
    assert slim.wanted(place) is stays


def test_libraries_that_nobody_links_to_are_left_out() -> None:
    entries = [
        ("numpy/core.pyd", "core", "EXTENSION"),
        ("PySide6/plugins/platforms/qwindows.dll", "qwindows", "BINARY"),
        ("libblas.so.3", "blas", "BINARY"),
        ("libgfortran.so", "gfortran", "BINARY"),
        ("Qt6Gui.dll", "gui", "BINARY"),
        ("libgtk.so", "gtk", "BINARY"),
        ("libglib.so", "glib", "BINARY"),
        ("python311.dll", "python", "BINARY"),
    ]
    links = {"core": ["libblas.so.3"], "blas": ["libgfortran.so"], "qwindows": ["QT6GUI.dll"], "gtk": ["libglib.so"]}
    kept = [place for place, _, _ in slim.reached(entries, lambda file: links.get(file, []))]
    assert kept == [place for place, _, _ in entries if place not in ("libgtk.so", "libglib.so")]


def test_modules_with_compiled_neighbours_stay_with_the_program() -> None:
    modules = [
        ("tracker.app", "/s/tracker/app.py", "PYMODULE"),
        ("numpy.lib", "/s/numpy/lib.py", "PYMODULE"),
        ("markupsafe", "/s/markupsafe/__init__.py", "PYMODULE"),
        ("empty", "-", "PYMODULE"),
        ("pypinyin.pinyin_dict", "/s/pypinyin/pinyin_dict.py", "PYMODULE"),  # reads a file beside it
    ]
    binaries = [("numpy/_core/x.pyd", "", "EXTENSION"), ("markupsafe._speedups.cp311.pyd", "", "EXTENSION")]
    shared, own = library.split(modules, binaries)
    assert [name for name, _, _ in shared] == ["tracker.app"]
    assert [name for name, _, _ in own] == ["numpy.lib", "markupsafe", "empty", "pypinyin.pinyin_dict"]
    lean = library.split([("sqlalchemy.sql", "/s/sqlalchemy/sql.py", "PYMODULE")], [("sqlalchemy/x.pyd", "", "EXT")])
    assert lean == ([], [("sqlalchemy.sql", "/s/sqlalchemy/sql.py", "PYMODULE-2")])


def test_a_bundle_has_no_docstrings_but_every_assert() -> None:
    source = '''"""Module."""
from __future__ import annotations
class A:
    """Class."""
    def f(self):
        """Only this."""
    async def g(self):
        """First."""
        assert self is None, "said"
        return "kept"
'''
    kept: dict[str, Any] = {}
    exec(compile(library.undocumented(source.encode()), "a.py", "exec", dont_inherit=True), kept)
    made = kept["A"]
    assert [each.__doc__ for each in (made, made.f, made.g)] == [None] * 3
    assert kept.get("__doc__") is None
    assert made().f() is None
    with pytest.raises(AssertionError, match="said") as failed:
        made().g().send(None)
    assert failed.traceback[-1].lineno == 8  # the ninth line, as in the source


def test_python_imports_from_the_shared_archive(tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "__init__.py").write_text("WORD = '台账'", encoding="utf-8")
    (tmp_path / "pkg" / "part.py").write_text("from pkg import WORD\n", encoding="utf-8")
    compiled = py_compile.compile(str(tmp_path / "pkg" / "part.py"), str(tmp_path / "pkg" / "ready.pyc"), doraise=True)
    modules = [
        ("pkg.ready", str(compiled), "PYMODULE"),
        ("pkg", str(tmp_path / "pkg" / "__init__.py"), "PYMODULE"),
        ("pkg.part", str(tmp_path / "pkg" / "part.py"), "PYMODULE"),
    ]
    archive = library.write(tmp_path / library.NAME, modules)
    assert library.write(tmp_path / "again.zip", modules).read_bytes() == archive.read_bytes()
    code = f"import sys; sys.path.insert(0, {str(archive)!r}); import pkg.part as p, pkg.ready\n"
    code += "print(ascii(p.WORD), p.__file__)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [ascii("台账"), str(archive / "pkg" / "part.pyc")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small bundle with one library whose path is too long and one that fits one level higher."""
    made = tmp_path / "ZhizaoLedger"
    (made / "in" / "numpy.libs").mkdir(parents=True)
    (made / "ledger.exe").write_bytes(b"MZ")
    (made / "in" / "numpy.libs" / f"{'x' * 52}.dll").write_bytes(b"long")
    (made / "in" / "numpy.libs" / f"{'y' * 45}.dll").write_bytes(b"fits inside")
    (made / "in" / "numpy.libs" / "short.dll").write_bytes(b"stays")
    return made


def test_long_paths_move_up_until_they_fit(folder: Path) -> None:
    bundle.shorten(folder)
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.dll")}
    assert found == {f"{'x' * 52}.dll", f"in/{'y' * 45}.dll", "in/numpy.libs/short.dll"}
    assert len(bundle.longest(folder)) <= bundle.LONGEST_PATH
    assert 200 + 1 + bundle.LONGEST_PATH <= 259


def test_portable_archive_holds_the_bundle_and_the_marker(folder: Path, tmp_path: Path) -> None:
    with ZipFile(bundle.portable_zip(folder, tmp_path / "p.zip")) as archive:
        names = archive.namelist()
        words = archive.read(f"ZhizaoLedger/{paths.PORTABLE_MARKER}").decode("utf-8-sig")
    assert "ZhizaoLedger/ledger.exe" in names
    assert len(names) == bundle.measured(folder, "").files + 1
    assert paths.PORTABLE_DATA in words


def test_checksums_are_those_of_the_files_and_keep_others(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"a")
    (tmp_path / "b.zip").write_bytes(b"b")
    bundle.write_sums([bundle.made(tmp_path / "b.zip", 1)], tmp_path)
    bundle.write_sums([bundle.made(tmp_path / "a.exe", 1), bundle.measured(tmp_path, "a folder has none")], tmp_path)
    lines = (tmp_path / "SHA256SUMS.txt").read_text(encoding="utf-8").splitlines()
    assert lines == [f"{hashlib.sha256(name[:1].encode()).hexdigest()}  {name}" for name in ("a.exe", "b.zip")]
    (tmp_path / "a.exe").unlink()
    bundle.write_sums([], tmp_path)
    assert (tmp_path / "SHA256SUMS.txt").read_text(encoding="utf-8").count("\n") == 1, "what is gone is not listed"


@pytest.mark.parametrize(("size", "fits"), [(100, True), (101, False)])
def test_too_large_is_refused(size: int, fits: bool) -> None:
    pair = [(bundle.Artefact("setup.exe", 1, size), 100)]
    if fits:
        bundle.require_sizes(pair)
        return
    with pytest.raises(PackageError, match=r"setup\.exe has 101 bytes"):
        bundle.require_sizes(pair)


@pytest.mark.parametrize(
    ("printed", "passed"),
    [
        ("  ok  a\nPASS\n", True),
        ("PASS\nQt said something afterwards\n", True),
        ("  FAIL a\nFAIL：a\n", False),
        ("PASS\nFAIL：b\n", False),
        ("", False),
    ],
)
def test_verdict_of_a_self_test(printed: str, passed: bool) -> None:
    if passed:
        assert bundle.verdict(printed) == "PASS"
        return
    with pytest.raises(PackageError):
        bundle.verdict(printed)


def test_call_gives_output_or_the_last_lines() -> None:
    assert call([sys.executable, "-c", "print('a')"]).strip() == "a"
    assert call([sys.executable, "-c", "raise SystemExit(3)"], codes=(3,)) == ""
    with pytest.raises(PackageError, match=r"(?s)why.*ended with 1"):
        call([sys.executable, "-c", "raise SystemExit('why')"])


def test_places_agree() -> None:
    """Program, specification, installer and archive must speak of the same names."""
    spec = (ROOT / "tracker.spec").read_text(encoding="utf-8")
    assert version() == __version__
    assert bundle.MARKER == paths.PORTABLE_MARKER
    assert f'!define FOLDER "{paths.APP_FOLDER}"' in INSTALLER
    assert "!define LONGEST 200" in INSTALLER
    assert f'contents_directory="{bundle.INNER}"' in spec
    assert f'"$INSTDIR\\{bundle.INNER}"' in INSTALLER
    hook = (ROOT / "resources" / "packaging" / "hooks" / "shared_library.py").read_text(encoding="utf-8")
    assert library.NAME in hook


def test_uninstaller_removes_only_what_is_its_own() -> None:
    removed = re.findall(r'RMDir /r "([^"]+)"', INSTALLER)
    assert set(removed) == {r"$INSTDIR\in", r"$LOCALAPPDATA\${FOLDER}"}
    assert INSTALLER.count(r'Delete "$INSTDIR\lib*-*.dll"') == 2, "what shorten() moves up goes with an upgrade as well"
    question = INSTALLER.index("要一并删除吗")
    assert INSTALLER.index(r'RMDir /r "$LOCALAPPDATA') > question, "data go only after the question"
    assert "/SD IDNO IDNO keep" in INSTALLER[question:]
    assert INSTALLER.index('"/REMOVEDATA"') < question, "asked on the command line, it asks no more"


def test_program_icon_holds_every_size() -> None:
    icon = importlib.import_module("resources.packaging.icon")
    data = (icon.ICONS / "program.ico").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", data)
    widths = [data[6 + 16 * number] or 256 for number in range(count)]
    assert (kind, tuple(widths)) == (1, icon.SIZES)


def test_icon_is_what_its_drawing_gives(qapp: object) -> None:
    icon = importlib.import_module("resources.packaging.icon")
    from PySide6.QtGui import QImage

    packed = icon.pack([icon.draw(icon.ICONS / "program.svg", size) for size in (32, 256)])
    image = QImage.fromData(packed, "ICO")
    assert image.width() in (32, 256)
    assert image.pixelColor(image.width() // 2, image.height() // 10).name() == "#4550be"


@pytest.fixture
def fresh_modules() -> Iterator[None]:
    """Undo what the hook does to Python's imports."""
    finders, modules = list(sys.meta_path), dict(sys.modules)
    for name in ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"):
        sys.modules.pop(name, None)
    yield
    sys.meta_path[:] = finders
    for name in ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"):
        sys.modules.pop(name, None)
        if name in modules:
            sys.modules[name] = modules[name]


def test_stand_in_gives_pyqtgraph_its_base_class(fresh_modules: None, qapp: object) -> None:
    from PySide6.QtWidgets import QWidget

    hook = importlib.import_module("resources.packaging.hooks.no_opengl")
    sys.meta_path.insert(0, hook.NoOpenGL())
    found = importlib.import_module("PySide6.QtOpenGLWidgets")
    assert issubclass(found.QOpenGLWidget, QWidget)
    assert not hasattr(importlib.import_module("PySide6.QtOpenGL"), "QOpenGLBuffer")
    assert hook.NoOpenGL().find_spec("PySide6.QtCore") is None


def test_next_version_is_one_schema_further(tmp_path: Path) -> None:
    later = pytest.importorskip("resources.packaging.later", reason="it needs the packages of `package`")
    for place in ("tracker/store", "db/versions"):
        (tmp_path / place).mkdir(parents=True)
    for name in ("tracker/__init__.py", "tracker/store/schema.py"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    following = later.advance(tmp_path)
    assert int(following) == int(HEAD) + 1
    assert version(tmp_path) == later.NEXT_VERSION
    assert f'HEAD = "{following}"' in (tmp_path / "tracker/store/schema.py").read_text(encoding="utf-8")
    step = (tmp_path / "db" / "versions" / f"{following}_trial.py").read_text(encoding="utf-8")
    compile(step, "step", "exec")
    assert f'down_revision = "{HEAD}"' in step


def test_next_version_has_all_files_the_bundle_takes(tmp_path: Path) -> None:
    later = pytest.importorskip("resources.packaging.later", reason="it needs the packages of `package`")
    later.copy_sources(ROOT, tmp_path)
    for folder in ("resources/templates", "resources/help", "db"):
        names = {path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert {name for name in names if "__pycache__" not in name.parts} == {
            path.relative_to(tmp_path) for path in (tmp_path / folder).rglob("*") if path.is_file()
        }


LOCK_LINES = [
    "first==1 \\",
    "    --hash=sha256:aa \\",
    "    --hash=sha256:bb",
    "only-windows==2 ; sys_platform == 'win32' \\",
    "    --hash=sha256:cc",
    "only-linux==3 ; sys_platform == 'linux' \\",
    "    --hash=sha256:dd",
    "numpy==4 ; python_full_version < '3.12' \\",
    "    --hash=sha256:ee",
    "numpy==5 ; python_full_version >= '3.12' \\",
    "    --hash=sha256:ff",
    "pyinstaller==6 \\",
    "    --hash=sha256:99",
]


@pytest.mark.parametrize(
    ("python", "expected"),
    [("3.11", ["first==1", "only-windows==2", "numpy==4"]), ("3.13", ["first==1", "only-windows==2", "numpy==5"])],
)
def test_a_universal_lock_is_read_for_windows(python: str, expected: list[str]) -> None:
    from resources.packaging import locks

    lines = locks.resolved(LOCK_LINES, locks.windows(python), locks.BUILDING).splitlines()
    assert [line.partition(" ")[0] for line in lines if not line.startswith(" ")] == expected
    assert lines[:3] == LOCK_LINES[:3], "hashes stay with their pin"
    assert "dd" not in "".join(lines)


def test_every_line_of_the_real_lock_is_understood() -> None:
    from resources.packaging import locks

    lock = (ROOT / "requirements-package.lock").read_text(encoding="utf-8").splitlines()
    kept = [line.split()[0] for line in locks.resolved(lock, locks.windows()).splitlines() if line[:1].strip()]
    assert {"pefile", "pywin32-ctypes", "pyside6-essentials", "tzdata"} <= {pin.partition("==")[0] for pin in kept}
    assert not any(pin.startswith(("manimgx", "macholib")) for pin in kept)
    assert len({pin.partition("==")[0] for pin in kept}) == len(kept), "one version of each"


@pytest.mark.parametrize(
    ("library_name", "strange"),
    [("kernel32.dll", False), ("api-ms-win-crt-heap-l1-1-0.dll", False), ("qt6core.dll", False), ("foo.dll", True)],
)
def test_libraries_of_windows_and_of_the_bundle_are_no_strangers(library_name: str, strange: bool) -> None:
    from resources.packaging import pe

    found = pe.strangers({library_name: ["user.pyd"]}, frozenset({"qt6core.dll"}))
    assert found == ({library_name: ["user.pyd"]} if strange else {})


def test_stubs_of_the_test_prefix_are_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from resources.packaging import pe

    (tmp_path / "icuuc.dll").write_bytes(b"MZ")
    (tmp_path / "own.pyd").write_bytes(b"MZ")
    monkeypatch.setattr(pe, "imports", lambda path: iter(["strange.dll"] if path.suffix == ".pyd" else []))
    monkeypatch.setattr(pe, "machine", lambda path: 0x14C if path.suffix == ".pyd" else pe.AMD64)
    assert pe.faults(tmp_path) == [
        "own.pyd is not made for 64-bit Windows",
        "strange.dll is missing, wanted by own.pyd",
        "icuuc.dll is a stub of the test prefix",
    ]


@pytest.mark.parametrize(
    ("told", "good"),
    [
        ("Current message digest : A\nCalculated message digest : A\n Subject: /O=Somebody/CN=x\n", True),
        ("Current message digest : A\nCalculated message digest : B\n Subject: /O=Somebody/CN=x\n", False),
        ("Current message digest : A\nCalculated message digest : A\n Subject: /O=Other/CN=x\n", False),
        ("No signature found\n", False),
    ],
)
def test_signature_must_match_and_be_the_signers(told: str, good: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from resources.packaging import wine

    monkeypatch.setattr(wine, "call", lambda *_, **__: told)
    if good:
        wine.require_signature(Path("python.exe"), "Somebody")
        return
    with pytest.raises(PackageError, match=r"python\.exe does not carry a valid signature of Somebody"):
        wine.require_signature(Path("python.exe"), "Somebody")
