"""Say what importing a list would come to; nothing is written, the remembered columns included."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

from tracker.errors import InputError, WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.list_header import ColumnWish
from tracker.exchange.lists.read_lists import empty_list, header_down, notes_of, read_lists, signature
from tracker.exchange.read.reader_pool import BookReader, load_file
from tracker.exchange.read.text_table import read_text_table
from tracker.model.list_preview import ListPreview
from tracker.model.tables import Article, ListMapping
from tracker.model.task_lists import LIST_FIELDS, ListTable
from tracker.queries.offices import office_names
from tracker.services.lists.checking import judge_entries
from tracker.services.lists.comparing import LedgerTasks, entries_of
from tracker.services.lists.document_lists import is_document, read_document_list
from tracker.services.mapping_schemes import Reads, kind_of, scheme_named

_LETTERS = re.compile(r"[A-Za-z]{1,3}")


@dataclass(frozen=True, slots=True)
class ListWish:
    """What a person said of a list: the only sheet wanted, and its columns by letters, or a remembered scheme."""

    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)  # field -> column letters
    headers: Mapping[str, str] = field(default_factory=dict)  # header text -> field, "" for none
    scheme: str = ""


def read_list_file(path: Path) -> RawBook:
    """Return the raw content of a list, read in a process of its own: a workbook, a text table, tables of a text.

    Raises WorkbookError.
    """
    file = load_file(path)
    try:
        if is_document(file.data):
            return read_document_list(path)
        book = read_text_table(file.data)
    except WorkbookError as error:
        named = error.sentence if error.sentence.startswith("「") else f"「{file.name}」{error.sentence}"
        raise WorkbookError(named) from error
    if book is not None:
        return book
    with BookReader() as reader:
        return reader.read(file)


def preview_list(
    session: Session,
    name: str,
    book: RawBook,
    today: date,
    wish: ListWish | None = None,
    source: Article | None = None,
) -> ListPreview:
    """Return what each task of a list would be for the ledger, among the tasks of its source.

    Deadlines without a year take it from the day the source came, else from today. Raises InputError where the file
    holds no list.
    """
    wish = wish or ListWish()
    base = source.received_on if source is not None and source.received_on is not None else today
    names = OfficeNames(office_names(session))
    scheme, tables = _tables(session, book, names, base, wish)
    if not tables:
        raise InputError(_no_list(name, book, wish.sheet))
    known = LedgerTasks(session, source.id if source is not None else None, base)
    entries = entries_of(known, tables)
    judge_entries(session, entries, base, today)
    return ListPreview(name, tables, entries, scheme, notes_of(book, tables, names, base, wish.sheet))


def _no_list(name: str, book: RawBook, sheet: str) -> str:
    """Return why a file has no list, where it stops being one, and what to do."""
    if sheet and all(sheet != other.name for other in book.sheets):
        return f"“{name}”里没有名为“{sheet}”的工作表；有：{'、'.join(other.name for other in book.sheets)}。"
    if not any(other.rows for other in book.sheets):
        return f"“{name}”里没有内容，请核对是否选错了文件。"
    if column := header_down(book):
        return f"“{name}”里没有找到任务清单：表头竖在 {column} 列；请先在表格软件里“选择性粘贴 → 转置”再导入。"
    if (empty := empty_list(book)) is not None:
        return f"“{name}”的工作表“{empty[0]}”只有表头（第 {empty[1]} 行），下面没有任务；请填好再导入。"
    return f"“{name}”里没有找到任务清单：没有一行像表头（如“任务”“牵头单位”“完成时限”）。可用 --map 指定各列。"


def parse_columns(text: str) -> ListWish:
    """Return the wish of `--map FIELD=COLUMN,…` or `@NAME`. Raises InputError for a field nobody knows."""
    if text.startswith("@"):
        return ListWish(scheme=text[1:].strip())
    letters = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        said, _, column = (part.strip() for part in pair.partition("="))
        name = said if said in LIST_FIELDS else _FIELDS_OF_WORDS.get(said, "")
        if not name:
            raise InputError(f"没有名为“{said}”的字段；可用的有：{'、'.join(LIST_FIELDS)}。")
        if not _LETTERS.fullmatch(column):
            raise InputError(f"“{pair}”没有写清是哪一列；请写成 title=B,lead_office=E。")
        letters[name] = column.upper()
    return ListWish(letters=letters)


def _tables(
    session: Session, book: RawBook, names: OfficeNames, base: date, wish: ListWish
) -> tuple[str | None, list[ListTable]]:
    """Return the tables, and the name of the remembered scheme that was used."""
    if wish.scheme:
        scheme = scheme_named(session, wish.scheme, Reads.LISTS)
        return scheme.name, read_lists(book, names, base, wish.sheet, ColumnWish(headers=scheme.content))
    tables = read_lists(book, names, base, wish.sheet, ColumnWish(wish.letters, wish.headers))
    if wish.letters or wish.headers or not tables:
        return None, tables
    remembered = _remembered(session, tables)
    if remembered is None:
        return None, tables
    return remembered.name, read_lists(book, names, base, wish.sheet, ColumnWish(headers=remembered.content))


def _remembered(session: Session, tables: list[ListTable]) -> ListMapping | None:
    signatures = [signature(table.headers) for table in tables if table.headers]
    newest = select(ListMapping).where(col(ListMapping.signature).in_(signatures)).order_by(col(ListMapping.used_at))
    kept = [scheme for scheme in session.exec(newest) if kind_of(scheme) is Reads.LISTS]
    return kept[-1] if kept else None


_FIELDS_OF_WORDS = {word: name for name, word in LIST_FIELDS.items()}
