"""LibreOffice as a printer, and what stands on the pages it makes."""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.libreoffice import Converter


@pytest.fixture(scope="session")
def printer(converter: Converter) -> Converter:
    """Return LibreOffice where the pages it makes can be read as well."""
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine")
    return converter


@pytest.fixture(scope="session")
def pages() -> Callable[[Path], list[str]]:
    """Return a reader of PDF files: the text of each page as it stands."""

    def read(pdf: Path) -> list[str]:
        done = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, timeout=60)
        return done.stdout.decode().split("\f")[:-1]

    return read


def plain(text: str) -> str:
    """Return the text of pages without breaks and page numbers."""
    return re.sub(r"—\d+—", "", "".join(unicodedata.normalize("NFKC", text).split()))


def stands_in(sentence: str, text: str) -> bool:
    """Tell whether pages say a sentence; fonts may name 黄 or 月 in a PDF file by the sign of a radical."""
    signs = (f"[{re.escape(sign)}\u2e80-\u2eff]" for sign in plain(sentence))
    return re.search("".join(signs), plain(text)) is not None
