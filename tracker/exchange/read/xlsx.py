"""Read .xlsx, .xlsm and Strict workbooks from the few parts that carry data."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook, RawSheet
from tracker.exchange.read.book_author import author_in
from tracker.exchange.read.size_check import SMALL, check_sheet, too_many_cells
from tracker.exchange.read.xlsx_comments import comment_notes
from tracker.exchange.read.xlsx_formats import CellStyles, read_styles
from tracker.exchange.read.xlsx_sheet import read_sheet
from tracker.exchange.read.xlsx_strings import SharedStrings, read_strings
from tracker.exchange.read.xlsx_workbook import Relation, WorkbookPart, read_relations, read_workbook_part
from tracker.files.limits import LIMITS
from tracker.files.zip_container import Container

MACROS = "文件带有宏，只读取数据，宏不会运行"
EXTERNAL_LINKS = "文件引用了外部文件，只取已算好的结果，不会打开外部文件"


def workbook_part_name(container: Container) -> str | None:
    """Return the name of the workbook part, None when the zip holds no such workbook."""
    relations = read_relations(container, "")
    named = [r.part for r in relations.values() if r.kind == "officeDocument" and r.part.endswith(".xml")]
    candidates = [*named, "xl/workbook.xml"]
    return next((name for name in candidates if name in container and "word/" not in name), None)


def read_xlsx(container: Container, workbook_part: str) -> RawBook:
    """Return every worksheet of the workbook."""
    relations = read_relations(container, workbook_part)
    workbook = read_workbook_part(workbook_part, container.small(workbook_part))
    if len(workbook.sheets) > LIMITS.sheets:
        raise WorkbookError(f"文件有 {len(workbook.sheets)} 张工作表，超过 {LIMITS.sheets} 张，不像反馈表，不予读取。")
    return RawBook(
        container="xlsx",
        sheets=tuple(_read_sheets(container, workbook, relations)),
        date1904=workbook.date1904,
        names=workbook.names,
        notes=tuple(_flags(container)),
        author=author_in(container),
    )


def _read_sheets(container: Container, workbook: WorkbookPart, relations: dict[str, Relation]) -> list[RawSheet]:
    named = list(_worksheets(workbook, relations))
    _check_counts(container, [(name, part) for name, part, _state in named])
    strings_part = _part(container, relations, "sharedStrings")
    styles_part = _part(container, relations, "styles")
    strings = read_strings(strings_part, container.chunks(strings_part)) if strings_part else SharedStrings([], {})
    styles = read_styles(styles_part, container.chunks(styles_part)) if styles_part else CellStyles([])
    sheets, cells = [], 0
    for name, part, state in named:
        sheet = read_sheet(part, container.chunks(part), name, state, strings, styles, LIMITS.cells - cells)
        cells += sum(map(len, sheet.rows.values()))
        if cells > LIMITS.cells:
            raise too_many_cells()
        sheets.append(replace(sheet, notes=(*sheet.notes, *comment_notes(container, part))))
    return sheets


def _check_counts(container: Container, sheets: Sequence[tuple[str, str]]) -> None:
    """Refuse sheets that hold too much before any of them is parsed: many small ones make a large file."""
    room = LIMITS.cells
    if sum(container.size(part) for _name, part in sheets) > SMALL:
        for name, part in sheets:
            room -= check_sheet(name, container.chunks(part), room)


def _worksheets(workbook: WorkbookPart, relations: dict[str, Relation]) -> Iterator[tuple[str, str, str]]:
    """Yield name, part and state of every worksheet."""
    for number, (name, relation_id, state) in enumerate(workbook.sheets, start=1):
        relation = relations.get(relation_id) or Relation("worksheet", f"xl/worksheets/sheet{number}.xml")
        if relation.kind == "worksheet":
            yield name, relation.part, state


def _part(container: Container, relations: dict[str, Relation], kind: str) -> str | None:
    """Return the part of a kind; where the relation is wrong, the usual place."""
    named = [r.part for r in relations.values() if r.kind == kind]
    return next((name for name in [*named, f"xl/{kind}.xml"] if name in container), None)


def _flags(container: Container) -> list[str]:
    flags = [MACROS] if "xl/vbaProject.bin" in container else []
    linked = any(name.startswith("xl/externallinks/") for name in container.names)
    return [*flags, EXTERNAL_LINKS] if linked else flags
