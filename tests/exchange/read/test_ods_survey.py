"""Repetitions in open-document tables: harmless where nothing stands, refused where something does."""

import pytest

from tracker.errors import WorkbookError
from tracker.exchange.read.ods_survey import survey_ods

NAMES = (
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def cell(repeat: int = 1, inside: str = "<x:p>甲</x:p>", attribute: str = "") -> str:
    return f'<t:table-cell t:number-columns-repeated="{repeat}" {attribute}>{inside}</t:table-cell>'


def row(*cells: str, repeat: int = 1) -> str:
    return f'<t:table-row t:number-rows-repeated="{repeat}">{"".join(cells)}</t:table-row>'


def content(*rows: str) -> list[bytes]:
    return [f"<o:spreadsheet {NAMES}><t:table>{''.join(rows)}</t:table></o:spreadsheet>".encode()]


REFUSED = {
    "one row a million times": (row(cell(), repeat=1_048_576), "1048576 行"),
    "numbers a million times": (row(cell(1, "", 'o:value-type="float"'), repeat=1_048_576), "1048576 行"),
    "one cell four hundred million times": (row(cell(400_000_000)), "第 400000000 列"),
    "something in the last column": (row(cell(16_383, ""), cell()), "第 16384 列"),
    "something in the last row": (
        row(*[cell()] * 150) + row(cell(1, ""), repeat=1_048_570) + row(cell()),
        "1048572 行",
    ),
    "a thousand tables": ("</t:table><t:table>" * 1_000, "60 张"),
    "two thousand million blanks": (row(cell(1, '<x:p><x:s x:c="2000000000"/>甲</x:p>')), "30000000 字"),
    "text without end": (row(cell(1, f"<x:p>{'甲' * 30_000_001}</x:p>")), "30000000 字"),
    "many cells": (row(cell(100), repeat=19_000), "1900000 格"),
}


@pytest.mark.parametrize(("rows", "words"), REFUSED.values(), ids=REFUSED)
def test_unfolded_content_is_refused(rows: str, words: str) -> None:
    with pytest.raises(WorkbookError, match=words):
        survey_ods(content(rows))


PASSED = {
    "plain": row(cell()),
    "formatted to the end": row(cell()) + row(cell(16_384, ""), repeat=1_048_575),
    "empty cells beside": row(cell(), cell(16_383, "")),
    "no number": row(cell()).replace('repeated="1"', 'repeated="x"'),
}


@pytest.mark.parametrize("rows", PASSED.values(), ids=PASSED)
def test_honest_tables_pass(rows: str) -> None:
    survey_ods(content(rows))


def test_a_declared_entity_is_refused_in_any_encoding() -> None:
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(WorkbookError, match="DTD"):
            survey_ods(['<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode(encoding)])
