"""Read the rows below the header of an unknown list: tasks, headings over them, and what is passed over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tracker.exchange.book.address import column_letters
from tracker.exchange.book.text import key
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.list_header import Header, beside, list_columns, other_headers, repeats_header
from tracker.exchange.lists.office_marks import Marks, marks_of
from tracker.exchange.lists.row_kinds import Headings, is_foot, is_note, is_numbered_heading, is_total
from tracker.exchange.lists.sheet_grid import Grid
from tracker.exchange.lists.standing_offices import office_of_sheet, office_of_words
from tracker.exchange.lists.task_making import Collected, Reading, make_task
from tracker.exchange.lists.upper_tasks import settle_levels
from tracker.model.task_lists import OFFICE_FIELDS, ListProblem, ListTable, SkippedRow

_DITTO = frozenset({"同上", "同前", "〃", "″", "同左", '"', "''"})
_OTHER = "这一行是另一张表的表头，它下面的行没有读入；请把那张表放到单独的工作表里再导入"
_BESIDE = "这一列起是右边另一张表，没有读入任务，只记入备注；请把两张表改为上下排列，再导入"
_ERROR, _UNSOLVED = "单元格有错误值，没有读入", "公式没有算好的结果，没有读入"
_STANDING = "表里没有写牵头单位的一列，按{}，由“{}”牵头，请核对"
_PROSE = ("title", "content")
_LEADING = frozenset(("lead_office", "offices"))
_CONTINUED = re.compile(r"\(?续表?\)?$")
_CHINESE_NUMBER = re.compile("[（(]?[一二三四五六七八九十]{1,4}[)）]?")


def read_table(grid: Grid, header: Header, names: OfficeNames, base: date) -> ListTable:
    """Return the table below a header; `base` gives deadlines without a year theirs."""
    return _Rows(grid, header, names, base).read()


@dataclass(slots=True)
class _Row:
    number: int
    own: dict[int, str]
    kind: str  # task, more (of the task above), or why it is passed over
    path: tuple[str, ...] = ()
    leader: str = ""


@dataclass(slots=True)
class _Rows:
    grid: Grid
    header: Header
    names: OfficeNames
    base: date
    before: dict[int, str] = field(default_factory=dict)  # what 同上 means, by column
    marks: Marks = field(default_factory=Marks)
    others: tuple[int, ...] = ()  # rows that are headers of other tables of the sheet

    def read(self) -> ListTable:
        grid, header = self.grid, self.header
        table = ListTable(grid.name, (header.first, header.last) if header.last else None)
        table.above = [(row, grid.line(row)) for row in sorted(grid.rows) if row < header.first]
        self.others = other_headers(grid, header)
        self.marks = marks_of(grid, header.marks, header.last)
        rows = list(self._kinds())
        settle_levels(grid, header, [row.number for row in rows if row.kind == "task"])
        table.columns = list_columns(grid, header)
        fields = header.fields.values()
        reading = Reading(self.names, self.base, "lead_office" in fields, "ref" in fields)
        standing, where = self._standing_office()
        named_above = False
        for group in self._groups(rows):
            gathered = self._collected(group)
            if standing is not None and (office := self._office_of(gathered, standing)):
                gathered.add("lead_office", office)
                named_above = named_above or office == standing
            table.tasks.append(make_task(gathered, dict(grid.raw(gathered.rows)), reading))
        last = max((task.rows[-1] for task in table.tasks), default=0)
        table.skipped = [_skipped(grid, row, last) for row in rows if row.kind not in ("task", "more")]
        table.problems = list(self._problems())
        if named_above:
            first = column_letters(min(header.parts, default=1))
            table.problems.insert(0, ListProblem(header.first, first, _STANDING.format(where, standing)))
        return table

    def _standing_office(self) -> tuple[str | None, str]:
        """Return the office of the whole table and where it stands; None where a column names offices."""
        if not _LEADING.isdisjoint(self.header.fields.values()):
            return None, ""
        return office_of_sheet(self.grid, self.header, self.names)

    def _office_of(self, gathered: Collected, standing: str) -> str:
        """Return the office of a task by the innermost heading that is one, else that of the whole table."""
        headings = (office_of_words(heading, self.names) for heading in reversed(gathered.section))
        return next(filter(None, headings), standing)

    def _kinds(self) -> Iterator[_Row]:
        headings, beyond = Headings(), False
        titles = {
            key(text) for row, text in ((r, self.grid.line(r)) for r in self.grid.rows) if row < self.header.first
        }
        for number in sorted(number for number in self.grid.rows if number > self.header.last):
            own = self.grid.own(number)
            kind = self._kind(number, own, titles)
            beyond = (beyond and kind != "header") or number in self.others
            row = _Row(number, own, "header" if number in self.others else "note" if beyond else kind)
            if row.kind == "heading":
                headings.enter(_heading_text([text for _, text in sorted(own.items())]))
            row.path, row.leader = headings.path, headings.leader
            yield row

    def _kind(self, number: int, own: dict[int, str], titles: set[str]) -> str:
        texts = [text for _, text in sorted(own.items())]
        if not texts:
            return "task" if self._stands_in_title(number) else "note"
        if repeats_header(self.grid, self.header, number):
            return "header"
        if is_total(texts[0]) or (len(texts) > 1 and is_total(texts[1]) and self.header.fields.get(min(own)) == "ref"):
            return "total"
        if (is_note(texts[0]) and len(texts) <= 2) or is_foot(texts):
            return "note"
        if len(set(texts)) == 1 and _CONTINUED.sub("", key(texts[0])) in titles:
            return "title"
        return self._kind_of_texts(number, own)

    def _kind_of_texts(self, number: int, own: dict[int, str]) -> str:
        """Tell headings and rows that only go on from tasks, by which columns are filled."""
        first = min(own)
        if len(own) == 1:
            return self._kind_of_one(number, first, own[first])
        fields = {self.header.fields.get(column) for column in own}
        is_chinese = _CHINESE_NUMBER.fullmatch(own[first].rstrip("、.． ")) is not None
        if is_chinese and len(own) == 2 and fields <= {"ref", "title", "content", "section", None}:
            return "heading"
        if fields <= {"ref", "title", "content", "section"} and self._stands_over_numbers(number, own):
            return "heading"
        stands = any(self.grid.standing(number, c)[0] for c, f in self.header.fields.items() if f in _PROSE)
        return "task" if stands or "ref" in fields else "more"

    def _stands_over_numbers(self, number: int, own: dict[int, str]) -> bool:
        """Tell whether a row with a number and a text stands over the next one: 1 over 1.1."""
        column = self.header.column_of("ref")
        upper = own.get(column, "").rstrip("、.． ") if column is not None else ""
        below = self.grid.text(number + 1, column or 0)
        return upper.isdecimal() and re.match(rf"{upper}[.．-]\d", below) is not None

    def _kind_of_one(self, number: int, column: int, text: str) -> str:
        area = self.grid.area(number, column)
        width = self.grid.width_of(number, column)
        name = self.header.fields.get(column)
        if is_numbered_heading(text) and not (area and area[2] > area[0]) and name not in OFFICE_FIELDS:
            return "heading"
        if width >= max(2, len(self.header.parts) // 2):
            return "heading"
        if name in (*_PROSE, "section") or self._stands_in_title(number):
            return "task"
        if name == "ref" or name is None:
            return "note" if text.strip("（）()第号.、").isdecimal() or name is None else "heading"
        return "more"

    def _stands_in_title(self, number: int) -> bool:
        """Tell whether a cell merged down from above gives the row its title."""
        columns = (column for column, name in self.header.fields.items() if name in _PROSE)
        return any(self.grid.standing(number, column)[1] for column in columns)

    def _groups(self, rows: list[_Row]) -> Iterator[list[_Row]]:
        """Yield the rows of each task: those under one title merged down, and rows that only go on."""
        title = self.header.column_of("title") or self.header.column_of("content")
        group: list[_Row] = []
        for row in rows:
            if group and (row.kind == "more" or (row.kind == "task" and self._same_cell(title, group[-1], row))):
                group.append(row)
                continue
            if group:
                yield group
            group = [row] if row.kind in ("task", "more") else []
        if group:
            yield group

    def _same_cell(self, column: int | None, above: _Row, row: _Row) -> bool:
        area = self.grid.area(row.number, column) if column is not None else None
        return area is not None and area[1] == column and area[0] <= above.number

    def _collected(self, group: list[_Row]) -> Collected:
        gathered = Collected([row.number for row in group], section=group[0].path, leader=group[0].leader)
        for index, row in enumerate(group):
            self._take_row(gathered, row, first=index == 0)
        if group[0].kind == "more":
            gathered.problems.append("这一行没有任务名称，请核对它属于哪一项")
        section = gathered.texts.pop("section", [])
        gathered.section = (*gathered.section, *("".join(text.split("\n")) for text in section))
        return gathered

    def _take_row(self, gathered: Collected, row: _Row, *, first: bool) -> None:
        for column in sorted({*self.header.parts, *self.header.fields, *row.own}):
            text, filled = self.grid.standing(row.number, column)
            if filled and not first:
                continue  # said by the row above already
            if key(text) in _DITTO or text in _DITTO:
                text, filled = self.before.get(column, ""), True
            elif text:
                self.before[column] = text
            name = self.header.fields.get(column)
            if name == "ref":
                text = self.grid.shown.get((row.number, column), text)
            if not text:
                continue
            if column in self.header.marks:
                self._take_mark(gathered, column, text)
            elif name is None:
                gathered.add_rest(self.header.text(column) or f"第{column_letters(column)}列", text)
            else:
                gathered.add(name, text, filled=filled)

    def _take_mark(self, gathered: Collected, column: int, text: str) -> None:
        part = self.marks.part(column, text)
        if part is not None:
            gathered.add_mark(self.header.marks[column].office, part)

    def _problems(self) -> Iterator[ListProblem]:
        if columns := beside(self.header):
            yield ListProblem(self.header.first, column_letters(columns[0]), _BESIDE)
        for row in self.others:
            yield ListProblem(row, column_letters(min(self.grid.rows[row])), _OTHER)
        places = [(at, _ERROR) for at in self.grid.errors] + [(at, _UNSOLVED) for at in self.grid.unsolved]
        for (row, column), message in sorted(places):
            if row > self.header.last:
                yield ListProblem(row, column_letters(column), message)


def _heading_text(texts: list[str]) -> str:
    """Return a heading in one line; its number may stand in a cell of its own: 一 | 加快建设."""
    number = texts[0].rstrip("、.． ")
    if len(texts) > 1 and (_CHINESE_NUMBER.fullmatch(number) or number.isdecimal()):
        return f"{number}{'' if number.endswith(('）', ')')) else '、'}{''.join(texts[1:])}"
    return "".join("".join(texts).split("\n"))


def _skipped(grid: Grid, row: _Row, last: int) -> SkippedRow:
    """A line below the last task that is no numbered heading is a note."""
    text = grid.line(row.number)
    trailing = row.kind == "heading" and row.number > last and not is_numbered_heading(text)
    return SkippedRow(row.number, "note" if trailing else row.kind, text)
