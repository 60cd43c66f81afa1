"""Counts on screen have thousands separators: what is counted before a measure word is written with them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tracker

UI = Path(tracker.__file__).parent / "ui"
MEASURES = re.compile(" ?[项条处份行件家个]")


def counted(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and text of every `len(…)` that stands bare before a measure word in a formatted text."""
    for text in ast.walk(tree):
        if not isinstance(text, ast.JoinedStr):
            continue
        for value, after in zip(text.values, text.values[1:], strict=False):
            bare = isinstance(value, ast.FormattedValue) and value.format_spec is None
            measured = isinstance(after, ast.Constant) and MEASURES.match(str(after.value))
            if bare and measured and ast.unparse(value.value).startswith("len("):
                yield value.lineno, ast.unparse(value.value)


def test_every_count_before_a_measure_word_has_separators() -> None:
    bare = [f"{path}:{line} {words}" for path in sorted(UI.rglob("*.py"))
            for line, words in counted(ast.parse(path.read_text(encoding="utf-8")))]  # fmt: skip
    assert bare == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('f"{len(rows)} 项"', 1),
        ('f"已选{len(rows)}个"', 1),
        ('f"{len(rows):,} 项"', 0),
        ('f"{len(rows)}%"', 0),
        ('f"{name} 项"', 0),
    ],
)
def test_a_bare_count_is_seen(code: str, found: int) -> None:
    assert len(list(counted(ast.parse(code)))) == found
