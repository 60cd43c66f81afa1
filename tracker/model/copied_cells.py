"""Reads the cells of a block that was copied as text from a spreadsheet: tabs between, quotes around odd ones."""

import re

from tracker.model.typed.text import without_marks

Block = list[list[str]]
#: A cell and what ends it: quoted from one end to the other, or as it stands.
_CELL = re.compile(r'(?:("(?:[^"]|"")*")(?=[\t\r\n]|\Z)|([^\t\r\n]*))(\t|\r\n|\r|\n|\Z)')


def copied_cells(text: str) -> Block:
    """Return the rows of tab-separated text, without marks nobody sees; empty rows inside keep their place.

    A quote belongs to the cell unless it opens and closes it: spreadsheets quote only cells with line feeds, tabs or
    quotes, and some not even those: "十大"工程 stands as it is.
    """
    rows: Block = [[]]
    for quoted, bare, end in _CELL.findall(without_marks(text).removesuffix("\x00")):
        rows[-1].append((quoted[1:-1].replace('""', '"') if quoted else bare).replace("\r\n", "\n"))
        if end != "\t":
            rows.append([])
    while rows and rows[-1] in ([], [""]):
        rows.pop()
    return rows


def is_block(text: str) -> bool:
    """Tell whether a text was copied from a spreadsheet: two rows at least, most with several cells."""
    rows = [row for row in copied_cells(text) if any(cell.strip() for cell in row)]
    wide = sum(len(row) > 1 for row in rows)
    return len(rows) > 1 and 2 * wide > len(rows)
