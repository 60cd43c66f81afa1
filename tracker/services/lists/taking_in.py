"""Take a list in as a person decided it: into a source that is there, or one that is registered with it."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session

from tracker.errors import ConflictError, InputError
from tracker.exchange.book.raw_book import TEXT, RawBook, RawCell, RawSheet
from tracker.intake.read.source_text import SourceText
from tracker.intake.read.web import read_html
from tracker.model.changes import Changes
from tracker.model.copied_cells import copied_cells
from tracker.model.list_preview import ListPreview
from tracker.model.source_words import SourceKind
from tracker.model.tables import Article
from tracker.services.lists.document_lists import document_book
from tracker.services.lists.importing import ListDecisions, import_list, remember_columns
from tracker.services.lists.preview import ListWish, preview_list, read_list_file
from tracker.services.lists.whole_sheets import WholeSheet, whole_sheets
from tracker.services.sources.register import SourceFacts, empty_source, register_source, source_of_code, the_source
from tracker.store.history import close_batch

_MERGED = re.compile(r"<t[dh][^>]*\s(?:row|col)span\s*=\s*[\"']?(?:[2-9]|1\d)", re.IGNORECASE)

#: What each task was when a person decided: sheet, first row, outcome, number of the task it is.
Seen = frozenset[tuple[str, int, str, str | None]]


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file that was read: its name, its sheets to be shown, and what the reader made of it."""

    name: str
    sheets: tuple[WholeSheet, ...]
    book: Any


@dataclass(frozen=True, slots=True)
class ListTarget:
    """Where the tasks come from: the code of a source, or kind and title of a new one."""

    code: str = ""
    kind: SourceKind = SourceKind.DOCUMENT
    title: str = ""


@dataclass(frozen=True, slots=True)
class ListOrder:
    """All that was decided about a list; `scheme` is the name under which its columns are remembered ("" for none)."""

    target: ListTarget
    wish: ListWish
    decisions: ListDecisions = field(default_factory=ListDecisions)
    seen: Seen = frozenset()
    scheme: str = ""


def open_list(path: Path) -> ListFile:
    """Read a file in a process of its own. Raises WorkbookError for one that cannot be read."""
    book = read_list_file(path)
    return ListFile(path.name, whole_sheets(book), book)


def look_at_list(session: Session, file: ListFile, target: ListTarget, wish: ListWish, today: date) -> ListPreview:
    """Return what the tasks of a list would be among those of a source; errors as of `preview_list`."""
    source = source_of_code(session, target.code) if target.code else None
    if source is None and target.title.strip():
        source = empty_source(session, target.kind, target.title)
    return preview_list(session, file.name, file.book, today, wish, source)


def take_list_in(session: Session, file: ListFile, order: ListOrder, today: date) -> Changes:
    """Write a list as one act; its label says what became of it.

    Raises ConflictError where a task is something else than it was when the person decided, InputError where no
    source is named.
    """
    if not order.target.code and not order.target.title.strip():
        raise InputError("来源要有名称：请选一个已有的来源，或写新来源的名称。")
    source = list_source(session, order.target, today)
    preview = preview_list(session, file.name, file.book, today, order.wish, source)
    if order.seen and seen_of(preview) != order.seen:
        raise ConflictError("台账刚刚有变化，清单里的任务要重新对一遍；已按现在的台账重新读取，请再看一遍。")
    result = import_list(session, source, preview, today, order.decisions)
    remember_columns(session, order.scheme, preview.tables)
    return result.changes


def seen_of(preview: ListPreview) -> Seen:
    """Return what each task of a preview is."""
    return frozenset((e.table.sheet, e.task.row, e.outcome.value, e.code) for e in preview.entries)


def list_source(session: Session, target: ListTarget, today: date) -> Article:
    """Return the source that is named; a new one is registered as an act of its own.

    So taking a list back leaves its source, and the next import counts on in it: an empty one of the same kind and
    title is taken again.
    """
    if target.code:
        return source_of_code(session, target.code)
    if (empty := empty_source(session, target.kind, target.title)) is not None:
        return empty
    (number,) = register_source(session, SourceFacts(target.kind, target.title), today).sources
    close_batch(session)
    return the_source(session, number)


def list_of_block(text: str, markup: str = "") -> ListFile:
    """Return a block of cells that was copied from a spreadsheet as a list of one sheet.

    `markup` is the same block as HTML, "" for none: it alone says which cells are merged.
    """
    sheet = _merged_block(markup)
    if sheet is None:
        rows = {
            number: {column: RawCell(TEXT, cell.strip()) for column, cell in enumerate(cells, 1) if cell.strip()}
            for number, cells in enumerate(copied_cells(text), 1)
        }
        sheet = RawSheet("粘贴", rows={number: cells for number, cells in rows.items() if cells})
    book = RawBook("xlsx", (sheet,))
    return ListFile("粘贴的表格", whole_sheets(book), book)


def _merged_block(markup: str) -> RawSheet | None:
    """Return the only table of a copied block where it merges cells, None where the text says as much."""
    if not _MERGED.search(markup):
        return None
    try:
        text, _, _, _, tables = read_html(markup.encode("utf-16"))
    except InputError:
        return None
    if len(tables) != 1:
        return None
    (sheet,) = document_book(SourceText("", "html", text, tables=tables)).sheets
    return replace(sheet, name="粘贴")
