"""Every library that is shipped stands in the list of third parties with the text of its licence."""

import re
from pathlib import Path

import pytest

from resources.packaging import licenses

ROOT = Path(__file__).resolve().parent.parent
LIST = licenses.LIST.read_text(encoding="utf-8")
#: The text of each library by its name.
PIECES = LIST.split(f"{licenses.RULE}\n")
BLOCKS = {name.strip(): text for name, text in zip(PIECES[1::2], PIECES[2::2], strict=True)}


def test_the_list_names_what_the_lock_ships_and_nothing_else() -> None:
    assert set(BLOCKS) == {*licenses.shipped(), "Python"}
    assert {"docxtpl", "pyside6-essentials", "lxml", "jinja2", "python-docx", "sqlalchemy"} <= set(BLOCKS)
    assert not {"pyinstaller", "pefile", "pytest"} & set(BLOCKS)


@pytest.mark.parametrize("name", sorted({*licenses.shipped(), "Python"}))
def test_a_library_has_the_text_of_its_licence(name: str) -> None:
    if beside := licenses.texts_beside(name):
        assert all(f"{text}.txt" in BLOCKS[name] for text in beside)
        assert all((licenses.FOLDER / f"{text}.txt").stat().st_size > 5_000 for text in beside)
    else:
        assert len(BLOCKS[name]) > 400
        assert re.search(r"permi(ssion|tted)|license", BLOCKS[name], re.IGNORECASE)


@pytest.mark.parametrize("name", sorted(licenses.shipped()))
def test_a_library_has_a_licence_by_name(name: str) -> None:
    line = next(line for line in LIST.splitlines() if line.split("  ")[0] == name and line != name)
    assert re.search("MIT|BSD|LGPL|PSF|OFL|Apache", line), line


def test_what_the_lgpl_asks_is_said() -> None:
    head = LIST[: LIST.index(licenses.RULE)]
    assert "library.zip" in head
    assert "may be replaced" in head
    for name in ("docxtpl", "PySide6", "psycopg", "Qt"):
        assert name in head


def test_the_list_is_shipped_with_the_program() -> None:
    assert '"licenses"' in (ROOT / "tracker.spec").read_text(encoding="utf-8")
    assert not re.search(r"/(root|home|tmp|work)/", LIST)
