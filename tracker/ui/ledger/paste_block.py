"""Blocks of cells on the clipboard, as Excel, WPS and LibreOffice write and read them."""

import csv
import html
import io
import re
from collections.abc import Sequence
from html.parser import HTMLParser

from tracker.model.copied_cells import Block, copied_cells
from tracker.model.rows import TaskRow
from tracker.model.typed.text import without_marks
from tracker.ui.ledger.columns import SPECS, Column, cell_text

_WRAPPED = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_BREAK, _WIDEST = "\x1e", 50


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
    """Return the cells of the clipboard: its text, else the tables of its HTML; empty rows keep their place."""
    if text.strip():
        return copied_cells(text)
    reader = _Tables()
    reader.feed(without_marks(markup))
    return [[_plain(cell) for cell in row] for row in reader.rows]


def _plain(cell: str) -> str:
    """Return the text of an HTML cell: where the source is wrapped stands a blank, <br> is a line feed."""
    lines = (_WRAPPED.sub(" ", line).strip(" ") for line in cell.split(_BREAK))
    return "\n".join(lines).strip("\n").replace("\xa0", " ")


class _Tables(HTMLParser):
    """Collects the cells of tables; a cell over several columns is followed by empty ones."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Block = []
        self._open, self._wide = False, 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self._open = True
            span = dict(attrs).get("colspan") or "1"
            self._wide = min(int(span), _WIDEST) if span.isdecimal() else 1
        elif tag == "br" and self._open:
            self.rows[-1][-1] += _BREAK

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._open:
            self._open = False
            self.rows[-1] += [""] * (self._wide - 1)

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][-1] += data
