"""Whatever text the ledger holds comes back as it was: tried with texts nobody thought of."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from tracker.errors import WorkbookError
from tracker.exchange.read.open_book import read_raw
from tracker.exchange.write.sheet import put_text
from tracker.exchange.write.workbook import build_workbook

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
ODD = st.text(alphabet="=+-@'_x000D_#\t\r\n　 \u00a0\u2028\x85\x1cＡ1%.年月", max_size=20)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS | ODD, min_size=8, max_size=8))
def test_any_text_comes_back(texts: list[str], new_exchange: Callable[..., Any], task: dict[str, Any]) -> None:
    fields = ("content", "owner", "phone", "due_text", "progress_note", "problems", "next_steps", "remark")
    exchange = new_exchange({**task, **dict(zip(fields, texts, strict=True))})
    buffer = io.BytesIO()
    build_workbook(exchange.content).save(buffer)
    found = exchange.compare(read_raw(buffer.getvalue()))
    assert (found.changes, found.problems) == ((), ())


@pytest.fixture
def sheet() -> Worksheet:
    sheet = openpyxl.Workbook().active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("=1", "=1"),
        ("a\tb", "a b"),
        ("a\r\nb", "a\nb"),
        ("\x00a\x1f", "a"),
        ("_x000D_", "_x005F_x000D_"),
        ("", None),
        ("\x01", None),
    ],
)
def test_put_text(text: str, value: str | None, sheet: Worksheet) -> None:
    cell = put_text(sheet, 1, 1, text, "备注")
    assert cell.value == value
    assert cell.data_type == ("s" if value else "n")


def test_put_text_counts_as_workbooks_do(sheet: Worksheet) -> None:
    put_text(sheet, 1, 1, "长" * 32_767, "备注")
    with pytest.raises(WorkbookError, match="「备注」有 32768 字"):
        put_text(sheet, 1, 1, "𠮷" * 16_384, "备注")


def test_a_text_that_begins_with_the_sign_of_texts_comes_back(new_exchange: Callable[..., Any], task: dict) -> None:
    exchange = new_exchange({**task, "remark": "\u2028'0", "problems": "'=1", "owner": "'+86"})
    buffer = io.BytesIO()
    build_workbook(exchange.content).save(buffer)
    returned = exchange.compare(read_raw(buffer.getvalue()))
    assert (returned.changes, returned.problems) == ((), ())
