"""What tests of Word papers share: templates made paragraph by paragraph, and LibreOffice as a printer."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resources.packaging.papers.sheet import Page, package
from resources.packaging.papers.words import paragraph
from tests.paper_rows import make_figures, make_task
from tests.printing import pages, printer

__all__ = ("pages", "printer")

Make = Callable[..., Path]


@pytest.fixture
def template(tmp_path: Path) -> Make:
    """Return a maker of templates: texts become paragraphs, what begins with < is taken as XML."""

    def make(*texts: str, name: str = "通报.docx") -> Path:
        body = "".join(text if text.startswith("<") else paragraph(text, "Body") for text in texts)
        path = tmp_path / name
        path.write_bytes(package(body, Page()))
        return path

    return make


@pytest.fixture
def with_parts() -> Callable[..., bytes]:
    """Return a function that puts other parts into a docx: name to bytes, None takes one out."""

    def change(content: bytes, parts: dict[str, bytes | None]) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                if name not in parts:
                    new.writestr(name, old.read(name))
            for name, part in parts.items():
                if part is not None:
                    new.writestr(name, part)
        return stream.getvalue()

    return change


@pytest.fixture
def task() -> Any:
    """Return the maker of tasks."""
    return make_task


@pytest.fixture
def figures() -> Any:
    """Return the maker of figures."""
    return make_figures
