"""Blocks of cells on the clipboard, as Excel, WPS and LibreOffice write and read them."""

import csv
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from tracker.model.bulk import BULK_FIELDS, Edit
from tracker.model.fields import FIELD_WORDS
from tracker.model.rows import TaskRow
from tracker.ui.models.ledger_columns import SPECS, Column, cell_text

Block = list[list[str]]
#: What a header cell may say for a field, besides its name: the headers of the ledger.
_WORDS = {word: field for field, word in FIELD_WORDS.items() if field in (*BULK_FIELDS, "code")}
_WORDS |= {spec.header: spec.field for spec in SPECS.values() if spec.field in BULK_FIELDS}
CODE_WORD = FIELD_WORDS["code"]


def block_of(tasks: Sequence[TaskRow], columns: Sequence[Column]) -> Block:
    """Return a header and one row a task; dates and percents as a spreadsheet understands them."""
    return [[SPECS[column].header for column in columns], *([_cell(task, c) for c in columns] for task in tasks)]


def _cell(task: TaskRow, column: Column) -> str:
    if column == Column.LATEST:
        return task.progress_note
    if column == Column.OFFICE:
        return task.lead_office
    if column == Column.OWNER:
        return task.owner
    if column == Column.DUE:
        return task.due_text or (task.due_on.isoformat() if task.due_on else "")
    return f"{task.progress}%" if column == Column.PROGRESS else cell_text(task, column)


def to_text(block: Block) -> str:
    """Return a block as tab-separated text; cells with tabs, line feeds or quotes are quoted as Excel does."""
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab", lineterminator="\r\n").writerows(block)
    return out.getvalue()


def to_html(block: Block) -> str:
    """Return a block as an HTML table: the first row bold, texts marked as text so that 1-2 is no date."""
    lines = []
    for number, row in enumerate(block):
        name = "td" if number else "th"
        cells = [html.escape(cell).replace("\n", '<br style="mso-data-placement:same-cell">') for cell in row]
        lines.append("".join(f"<{name}{_text_style(cell)}>{cell}</{name}>" for cell in cells))
    rows = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<html><head><meta charset="utf-8"></head><body><table border="1">{rows}</table></body></html>'


def _text_style(cell: str) -> str:
    return "" if cell.endswith("%") else " style=\"mso-number-format:'\\@'\""


def read_block(text: str, markup: str = "") -> Block:
    """Return the cells of the clipboard: its text, else the first table of its HTML."""
    if text.strip():
        return [row for row in csv.reader(io.StringIO(text), dialect="excel-tab") if row]
    reader = _Tables()
    reader.feed(markup)
    return reader.rows


class _Tables(HTMLParser):
    """Collects the cells of a table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Block = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self._open = True
        elif tag == "br" and self._open:
            self.rows[-1][-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][-1] += data.strip("\r\n")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a block means for the ledger; `left` tells in words what could not be placed."""

    edits: tuple[Edit, ...]
    left: str = ""


def place_block(block: Block, below: Sequence[TaskRow], fields: Sequence[str], known: Sequence[TaskRow]) -> Pasted:
    """Return the edits of a block.

    With a header row its columns go where their names say, and a column 编号 says which task a row is; without
    one the block fills `fields` from the current cell to the right and `below` from the current row down.
    """
    header = [_WORDS.get(cell.strip().rstrip("↑↓12345 "), "") for cell in block[0]] if block else []
    if not any(header) or not {word.strip() for word in block[0]} & {CODE_WORD, *_WORDS}:
        return _placed(block, list(below), list(fields))
    rows = block[1:]
    if "code" not in header:
        return _placed(rows, list(below), header)
    at, by_code = header.index("code"), {task.code: task for task in known}
    codes = [row[at].strip() if at < len(row) else "" for row in rows]
    found = [(row, by_code[code]) for row, code in zip(rows, codes, strict=True) if code in by_code]
    lost = [code for code in codes if code and code not in by_code]
    placed = _placed([row for row, _ in found], [task for _, task in found], header)
    missing = f"台账中没有编号 {'、'.join(lost[:5])}{' 等' if len(lost) > 5 else ''}" if lost else ""
    return Pasted(placed.edits, "；".join(filter(None, (missing, placed.left))))


def _placed(rows: Block, tasks: list[TaskRow], fields: list[str]) -> Pasted:
    edits = [
        Edit(task.id, field, cell, task.version)
        for row, task in zip(rows, tasks, strict=False)
        for cell, field in zip(row, fields, strict=False)
        if field in BULK_FIELDS
    ]
    over = len(rows) - len(tasks)
    return Pasted(tuple(edits), f"有 {over} 行超出台账的末尾" if over > 0 else "")
