"""What a person should know of a book before its lists are taken in: hidden sheets, rows and columns, empty lists."""

from collections.abc import Callable, Iterable, Sequence

from tracker.exchange.book.address import column_letters
from tracker.exchange.book.raw_book import RawBook, RawSheet
from tracker.model.task_lists import ListTable

_MOST_NAMED = 5


def hidden_notes(
    book: RawBook, tables: Sequence[ListTable], has_list: Callable[[str], int], asked: str = ""
) -> tuple[str, ...]:
    """Return what was read though nobody sees it, and what was not because it is hidden, one sentence each.

    `has_list` tells how many tasks the sheet of a name has, asked for hidden sheets that were not read; `asked` is
    the only sheet that was wanted.
    """
    read = {table.sheet for table in tables}
    notes: list[str] = []
    for sheet in book.sheets:
        if sheet.name in read:
            notes += _of_read(sheet, [table for table in tables if table.sheet == sheet.name], asked)
        elif sheet.state != "visible" and read and not asked and (count := has_list(sheet.name)):
            notes.append(
                f"隐藏的工作表“{sheet.name}”里也有任务清单（{count} 项），没有读入；"
                "要导入它，请先在表格软件里取消隐藏。"
            )
    return tuple(notes)


def _of_read(sheet: RawSheet, tables: Iterable[ListTable], asked: str) -> list[str]:
    notes = []
    if sheet.state != "visible" and not asked:
        notes.append(f"工作表“{sheet.name}”是隐藏的；看得见的工作表里没有任务清单，读的是它。")
    mine = list(tables)
    rows = sorted({row for table in mine for task in table.tasks for row in task.rows} & sheet.hidden_rows)
    if rows:
        which = _named([str(row) for row in rows])
        notes.append(
            f"工作表“{sheet.name}”有 {len(rows)} 行任务是隐藏或被筛选掉的（第{which}行），已一并读入，请核对。"
        )
    filled = {column.column for table in mine for column in table.columns}
    columns = [letters for number in sorted(sheet.hidden_columns) if (letters := column_letters(number)) in filled]
    if columns:
        notes.append(f"工作表“{sheet.name}”隐藏的 {_named(columns)} 列已一并读入，请核对。")
    return notes


def _named(words: Sequence[str]) -> str:
    return "、".join(words[:_MOST_NAMED]) + (" 等" if len(words) > _MOST_NAMED else "")
