"""Read the value of a cell for its column, compare two values, and show one."""

import re
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date

from tracker.exchange.book.number_format import is_date, is_scientific, is_time
from tracker.exchange.book.raw_book import DATE, ERROR, NUMBER, TEXT, RawCell
from tracker.exchange.book.text import clean, fold, key, shorten
from tracker.exchange.cells.cell_display import shows_otherwise, written_text
from tracker.exchange.cells.columns import FIELDS, CellKind
from tracker.exchange.cells.date_cells import read_date, read_deadline
from tracker.exchange.cells.deadline_meaning import deadline_meaning
from tracker.exchange.cells.number_cells import read_number, read_percent
from tracker.exchange.cells.numbers import decimal_of, plain
from tracker.exchange.cells.parsed_cell import CellContext, Reading
from tracker.exchange.cells.statuses import read_help_state, read_role, read_status
from tracker.model.cell_text import CELL_LIMIT, cell_length
from tracker.model.changeset import Value
from tracker.model.field_list import WORDED
from tracker.model.typed.cut_numbers import has_lost_digits, holds_shortened
from tracker.model.typed.doubtful_words import doubt_of_text, shortened_number

_BECAME_SUM = "单元格里是负数「{}」，可能是号码里的横线被表格当成了减号，请核对"
_BECAME_DATE = "单元格里是日期或时间「{}」，可能是号码或姓名被表格当成了日期，请核对"
#: What an empty cell of each kind means.
EMPTY: dict[CellKind, Value] = dict.fromkeys(CellKind, "") | {
    CellKind.PERCENT: None,
    CellKind.NUMBER: None,
    CellKind.STATUS: None,
    CellKind.OFFICES: (),
}
#: Columns of words: what a formula gives there is nobody's wording.
_WORDS = (CellKind.TEXT, CellKind.NAME)
ALL_STRUCK = "整格加了删除线，请核对是否作废"


def read_cell(kind: CellKind, cell: RawCell | None, context: CellContext) -> Reading:
    """Return what a cell of a column of this kind says."""
    if cell is None:
        return Reading(EMPTY[kind])
    if problem := _unreadable(cell):
        return Reading(raw=cell.formula or cell.text, problem=problem)
    if cell.text == "" or (cell.kind == TEXT and clean(cell.text) == ""):
        return Reading(EMPTY[kind], cell.text)
    reading = _with_formula_note(_READERS[kind](cell, context), cell, words=kind in _WORDS)
    return _without_struck(reading, cell) if cell.struck and not reading.problem else reading


def _without_struck(reading: Reading, cell: RawCell) -> Reading:
    words = f"加了删除线的文字没有算进来：「{shorten(cell.struck)}」"
    note = ALL_STRUCK if cell.struck == cell.text else words
    return replace(reading, note="；".join(filter(None, (note, reading.note))), review=True)


def _unreadable(cell: RawCell) -> str:
    """Return why the cell says nothing that may be used, "" when it does."""
    if cell.kind == ERROR:
        return f"单元格是错误值 {cell.text}，按未提供处理"
    if cell.kind == NUMBER and cell.text and decimal_of(cell.text) is None:
        return f"单元格里的「{shorten(cell.text)}」不是有效的数字，按未提供处理"
    source = cell.formula or cell.text
    if "DISPIMG(" in source.upper():
        return "单元格里是图片，按未提供处理"
    if cell.formula is not None and cell.text == "" and cell.kind != TEXT:
        return "公式没有计算结果，请用 Excel 或 WPS 打开并保存后再反馈"
    return ""


def _with_formula_note(reading: Reading, cell: RawCell, *, words: bool) -> Reading:
    """Say that a value is the result of a formula; among words a person looks at it."""
    if cell.formula is None or reading.problem:
        return reading
    where = "引用外部文件的公式" if "[" in cell.formula else "公式"
    note = f"取自{where} ={cell.formula} 的结果" if cell.formula else f"取自{where}的结果"
    return replace(reading, note="；".join(filter(None, (reading.note, note))), review=reading.review or words)


#: What people write instead of repeating the cell above; its meaning is lost with the first sorting.
_DITTO = frozenset(map(key, ("同上", "同前", "如上", "见上", "见上行", "〃", '"', "''", "“", "”", "″")))


#: What some programs show of the sign that keeps a text from becoming a formula, a number or a date.
_QUOTE = re.compile(r"^'(?=[=+\-@＝＋－＠\d])")


def unquoted(text: str) -> str:
    """Return a text without that sign before it."""
    return _QUOTE.sub("", text)


def _read_text(cell: RawCell, context: CellContext) -> Reading:
    text = clean(written_text(cell, context))
    text = unquoted(text) if cell.kind == TEXT else text
    length = cell_length(cell.text)
    if length > CELL_LIMIT:
        return Reading(raw=cell.text, problem=f"文字有 {length} 字，超过单元格上限 {CELL_LIMIT} 字，请缩短后再反馈")
    if cell.kind == TEXT and length == CELL_LIMIT:
        return Reading(text, cell.text, note="文字正好达到单元格上限 32767 字，可能已被截断", review=True)
    if doubt := _doubt(text, cell):
        return Reading(text, cell.text, note=doubt, review=True)
    return Reading(text, cell.text)


def _read_name(cell: RawCell, context: CellContext) -> Reading:
    """Read a name or a phone number, which may stand beside another one that a spreadsheet shortened."""
    reading = _read_text(cell, context)
    text = str(reading.value or "")
    if cell.kind == DATE or is_date(cell.number_format) or is_time(cell.number_format):
        return replace(reading, note=_BECAME_DATE.format(text), review=True)
    if cell.kind == NUMBER and cell.text.startswith("-"):
        return replace(reading, note=_BECAME_SUM.format(text), review=True)
    if reading.review or not holds_shortened(text):
        return reading
    return replace(reading, note=shortened_number(text), review=True)


def _doubt(text: str, cell: RawCell) -> str:
    """Return why a text may not be what its writer meant, "" where nothing speaks for that."""
    if cell.kind == TEXT and (doubt := doubt_of_text(cell.text)):
        return doubt
    if cell.kind == NUMBER and (shown := shows_otherwise(cell)) is not None:
        return f"单元格里的数是 {cell.text}，对方看到的是“{shown}”"
    if cell.kind == NUMBER and len(text.lstrip("-").replace(".", "")) > 15:
        return "长数字在表格里只保留 15 位，请核对"
    if cell.kind == NUMBER and is_scientific(cell.number_format) and has_lost_digits(text):
        return f"「{text}」末尾都是 0，可能是表格缩短过的号码"
    return f"写的是「{text}」，请核对指的是哪一格的内容" if key(text) in _DITTO else ""


def _read_office(cell: RawCell, context: CellContext) -> Reading:
    text = clean(written_text(cell, context))
    name = context.offices.resolve(text)
    return Reading(name, cell.text) if name else Reading(raw=cell.text, problem=_unknown(text, context))


def _read_offices(cell: RawCell, context: CellContext) -> Reading:
    text = clean(written_text(cell, context))
    whole = context.offices.resolve(text)
    names = (
        {part: context.offices.resolve(part) for part in context.offices.split(text)} if not whole else {text: whole}
    )
    unknown = [part for part, name in names.items() if name is None]
    if unknown:
        return Reading(raw=cell.text, problem="；".join(_unknown(part, context) for part in unknown))
    return Reading(context.offices.ordered(name for name in names.values() if name), cell.text)


def _unknown(text: str, context: CellContext) -> str:
    suggestion = context.offices.suggestion(text)
    return f"没有名为「{text}」的单位" + (f"，是否指「{suggestion}」" if suggestion else "")


_READERS: dict[CellKind, Callable[[RawCell, CellContext], Reading]] = {
    CellKind.TOKEN: _read_text,
    CellKind.TEXT: _read_text,
    CellKind.NAME: _read_name,
    CellKind.OFFICE: _read_office,
    CellKind.OFFICES: _read_offices,
    CellKind.PERCENT: read_percent,
    CellKind.STATUS: lambda cell, context: read_status(written_text(cell, context), cell.text),
    CellKind.HELP_STATE: lambda cell, context: read_help_state(written_text(cell, context), cell.text),
    CellKind.ROLE: lambda cell, context: read_role(written_text(cell, context), cell.text),
    CellKind.DEADLINE: read_deadline,
    CellKind.DATE: read_date,
    CellKind.NUMBER: read_number,
}


def folded(kind: CellKind, value: Value, sent_on: date | None = None) -> Hashable:
    """Return what two values of a column are compared by: snapshot, ours and theirs alike.

    `sent_on` is the day of the export, from which a deadline without year takes its own.
    """
    if value is None or value == "" or value == ():
        return None
    if kind is CellKind.OFFICES:
        return frozenset(value) if isinstance(value, tuple) else frozenset({str(value)})
    if kind in (CellKind.PERCENT, CellKind.NUMBER):
        return round(float(value), 9) if isinstance(value, int | float) else str(value)
    if kind is CellKind.DEADLINE:
        return deadline_meaning(str(value), sent_on)
    if kind in (CellKind.NAME, CellKind.OFFICE):
        return key(str(value))
    return fold(str(value)) or None


def same_value(field: str, value: Value, other: Value, sent_on: date | None = None) -> bool:
    """Tell whether two values of a field are the same as the comparison sees it."""
    kind = FIELDS[field].kind
    return folded(kind, value, sent_on) == folded(kind, other, sent_on)


def show_value(field: str, value: Value) -> str:
    """Return a value as people read it: 50%, 推进中, 市科技局、市财政局, "" for none."""
    kind = FIELDS[field].kind
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(value)
    if words := WORDED.get(kind):
        member = words.from_word(str(value))
        return member.word if member else str(value)
    if kind is CellKind.PERCENT:
        return f"{value}%"
    return plain(number) if kind is CellKind.NUMBER and (number := decimal_of(str(value))) else str(value)
