"""Runs first in the frozen program: stands in for Qt's OpenGL modules, ten megabytes that only pyqtgraph imports.

It names them at its start and uses them for curves drawn by OpenGL, which the ledger never asks for.
"""

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

ABSENT = ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets")


class NoOpenGL:
    """Finder and loader of the two modules; the second has the one class that pyqtgraph derives from."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """Return a specification for the absent modules only."""
        return ModuleSpec(name, self) if name in ABSENT else None  # type: ignore[arg-type]

    def create_module(self, _spec: ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Give the module what is derived from at import time."""
        from PySide6.QtWidgets import QWidget

        module.__dict__["QOpenGLWidget"] = type("QOpenGLWidget", (QWidget,), {})


sys.meta_path.insert(0, NoOpenGL())
