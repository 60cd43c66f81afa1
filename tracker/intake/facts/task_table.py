"""Which of a table's rows are tasks, and which of their cells say what, who and until when."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from tracker.intake.lexicon import VERBS
from tracker.intake.read.source_text import Cell, Row, Table
from tracker.intake.text.layout import DUTY_WORDS
from tracker.intake.text.marks import heading_number
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DueKind
from tracker.model.foreign_headers import is_word, scores, text_scores
from tracker.model.office_marks import Part, leading_offices, meanings, read_mark

_WHO_OR_WHEN = frozenset(("lead_office", "offices", "co_offices", "due_text", "leader", "owner"))
_FIRST_ROWS = 6  # a header stands in the first so many rows
_LONGEST_HEADER, _LONGEST_DATUM = 16, 24
#: What only a table inside a text says so shortly.
_SHORT_HEADERS = {
    "时间": "due_text",
    "起止时间": "due_text",
    "计划时间": "due_text",
    "责任分工": "offices",
    "责任": "offices",
    "分工": "offices",
    "单位": "offices",
}
_TOTAL = re.compile(r"(?:小计|合计|总计|共计)[：:]?\d*.{0,4}")
_NOTE = re.compile(r"(?:备?注|说明|填表说明)[：:]|(?:填表|制表|审核|联系)(?:人|单位|时间|日期)?[：:]")
_NUMBER = re.compile(r"[（(]?(?:\d{1,3}(?:\.\d{1,2})*|[一二三四五六七八九十]{1,3})[）).、．]?")
_OFFICE = re.compile(
    r"(?:局|委|办|部|厅|院|会|府|公司|集团|中心|支队|区|县|市|街道|镇|乡|单位|部门|学校|大学)(?:[（(].{1,6}[）)])?$"
)
_APART = re.compile(r"[、，,；;/\s]+")
#: The number of a measure inside a cell.
_ITEM = re.compile(
    r"(?:^|(?<=[。；;\s]))(?:\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|[（(][一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九十]是)"
)
_SENTENCE = re.compile(r"[^。；;\n]{6,}[。；;]?")
#: A cell longer than this says more than one thing.
_LONGEST_TASK = 200
#: Who is responsible, behind a task in its own cell.
_DUTY = re.compile(rf"[（(](?:{DUTY_WORDS})")
_SHORTEST_TASK = 4
_SHARE = 0.6
_ASIDE = 200  # characters above and below a table in which its signs are explained
_FEWEST_MARKS = 2
_SOME_DAY = date(2026, 1, 1)  # only whether a wording is a deadline counts here


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of a table; `title` and `content` are places, `offices` the words of its cells by field."""

    title: Cell
    content: Cell | None = None
    group: Cell | None = None  # what stands above it and above others
    offices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    due: str = ""
    named: bool = True
    part: bool = False  # one of several measures in a cell


@dataclass(frozen=True, slots=True)
class TaskTable:
    """The tasks of a table, and the rows that are no running text: all but those that head a part of it."""

    tasks: tuple[TaskRow, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The field of each column, which rows are the header, and whether words over the columns say so."""

    fields: Mapping[int, str]
    header: Sequence[int] = ()
    named: bool = True
    marks: Mapping[int, str] = field(default_factory=dict)  # columns that are offices, by their names
    meaning: Mapping[str, Part] = field(default_factory=dict)  # of the signs in them


def task_tables(raw: str, tables: Sequence[Table], knows: Callable[[str], bool]) -> list[TaskTable]:
    """Return the tables with their tasks; `knows` tells whether a name is that of an office.

    Of a table without tasks the rows of figures and names are returned: they are no running text either.

    A table without header of the width of the one before it goes on with that one's columns: 附表 over several pages.
    """
    out: list[TaskTable] = []
    before: tuple[int, _Columns] | None = None
    for table in tables:
        wide = max(len(row) for row in table)
        reader = _Reader(raw, [(*row, *[(row[-1][1], row[-1][1])] * (wide - len(row))) for row in table], knows)
        labelled = reader.labelled()
        if labelled:
            out.append(TaskTable(tuple(labelled), table))
            continue
        columns = reader.header() or (reader.going_on(before[1]) if before and before[0] == wide else None)
        columns = reader.with_marks(columns or reader.by_content(), above_and_below(raw, table))
        tasks, rows = reader.tasks(columns) if columns else ([], reader.short_rows())
        before = (wide, columns) if columns else before
        if rows:
            out.append(TaskTable(tuple(tasks), tuple(rows)))
    return out


def above_and_below(raw: str, table: Table) -> tuple[str, ...]:
    """Return the words right above and below a table, where signs are explained."""
    begin, end = min(cell[0] for row in table for cell in row), max(cell[1] for row in table for cell in row)
    return raw[max(begin - _ASIDE, 0) : begin], raw[end : end + _ASIDE]


class _Reader:
    """The rows of one table, all of one width."""

    def __init__(self, raw: str, rows: Sequence[Row], knows: Callable[[str], bool]) -> None:
        self._raw, self._rows, self._knows = raw, rows, knows
        self._wide = len(rows[0])

    def _text(self, cell: Cell) -> str:
        return " ".join(self._raw[slice(*cell)].split())

    def _texts(self, row: Row) -> list[str]:
        return [self._text(cell) for cell in row]

    def header(self) -> _Columns | None:
        """Return the columns by what is written above them, None without a header."""
        for i in range(min(_FIRST_ROWS, len(self._rows) - 1)):
            single = self._fields([i])
            if not single:
                continue
            below = self._fields([i, i + 1]) if i + 2 < len(self._rows) and self._is_second(i) else {}
            return _Columns(below, (i, i + 1)) if below else _Columns(single, (i,))
        return None

    def _is_second(self, i: int) -> bool:
        """Tell whether row i + 1 still is header: merged with the one above, or below words merged over several."""
        upper, lower = self._rows[i], self._rows[i + 1]
        joined = any(a == b and a[0] < a[1] for a, b in zip(upper, lower, strict=True))
        spread = any(a == b and a[0] < a[1] for a, b in pairwise(upper))
        words = [self._text(b) for a, b in zip(upper, lower, strict=True) if a != b]
        short = all(len(text) <= _LONGEST_HEADER for text in words)
        return (joined or spread) and short and any(text_scores(text) or len(text) <= 4 for text in words if text)

    def _fields(self, above: Sequence[int]) -> dict[int, str]:
        """Return the field of each column by the words in these rows, {} where they are no header."""
        rated: list[tuple[float, int, str]] = []
        for column in range(self._wide):
            cells = dict.fromkeys(self._rows[i][column] for i in above)
            parts = [self._text(cell) for cell in cells]
            if all(len(part) <= _LONGEST_HEADER for part in parts):
                rated += [(score, -column, name) for name, score in scores(parts).items()]
                rated += [(0.8, -column, _SHORT_HEADERS[part]) for part in parts if part in _SHORT_HEADERS]
        fields: dict[int, str] = {}
        for _, column, name in sorted(rated, reverse=True):
            if -column not in fields and (name not in fields.values() or name in ("co_offices", "offices")):
                fields[-column] = name
        return self._with_title(fields) if len(set(fields.values())) > 1 else {}

    def _with_title(self, fields: dict[int, str]) -> dict[int, str]:
        """Return the fields with one that is the title, {} where nothing can be it or nothing else is said."""
        named = set(fields.values())
        if not _WHO_OR_WHEN.intersection(named) and not (named >= {"ref", "title"} and self._asks_in(fields)):
            return {}
        if "title" not in fields.values():
            content = next((column for column, name in fields.items() if name == "content"), None)
            if content is None:
                return {}
            fields[content] = "title"
        return fields

    def _asks_in(self, fields: Mapping[int, str]) -> bool:
        """Tell whether most cells of the column of titles are something to do."""
        title = next(column for column, name in fields.items() if name == "title")
        return self._share([self._text(row[title]) for row in self._rows[1:]], _asks)

    def with_marks(self, columns: _Columns | None, aside: Sequence[str]) -> _Columns | None:
        """Return the columns with those that are offices: the name in the last header row, only marks below."""
        if columns is None or not columns.header:
            return columns
        last = columns.header[-1]
        marks: dict[int, str] = {}
        for column in range(self._wide):
            name = self._text(self._rows[last][column])
            texts = [
                text for row in self._rows[last + 1 :] if (text := self._text(row[column])) and not self._heads(row)
            ]
            if self._knows(name) and texts and all(read_mark(text) for text in texts):
                marks[column] = name
        if len(marks) < _FEWEST_MARKS:
            return columns
        fields = {column: name for column, name in columns.fields.items() if column not in marks}
        read = [read_mark(self._text(row[column])) for row in self._rows[last + 1 :] for column in marks]
        used = [mark[0] for mark in read if mark is not None]
        return replace(columns, fields=fields, marks=marks, meaning=meanings(used, aside))

    def going_on(self, columns: _Columns) -> _Columns | None:
        """Return the columns of the table before where what stands below them here is of the same kind."""
        for column, name in columns.fields.items():
            texts = [text for row in self._rows if (text := self._text(row[column]))]
            fits = {"due_text": _is_due, "title": lambda text: len(text) > 4}.get(name)
            fits = self._is_offices if name in ("lead_office", "offices", "co_offices") else fits
            if fits and texts and not self._share(texts, fits):
                return None
        return replace(columns, header=())

    def short_rows(self) -> list[Row]:
        """Return the rows in which no cell holds a sentence."""
        return [
            row
            for row in self._rows
            if all(len(text) <= _LONGEST_DATUM and "。" not in text and not _asks(text) for text in self._texts(row))
        ]

    def by_content(self) -> _Columns | None:
        """Return the columns by what stands in them, None where no column names offices or days."""
        fields: dict[int, str] = {}
        prose: list[tuple[float, int]] = []
        for column in range(self._wide):
            texts = [text for row in self._rows if (text := self._text(row[column]))]
            if len(texts) < 2 or len(texts) < len(self._rows) / 2:
                continue
            if self._share(texts, lambda text: bool(_NUMBER.fullmatch(text))):
                fields[column] = "ref"
            elif self._share(texts, self._is_offices):
                fields[column] = "co_offices" if "offices" in fields.values() else "offices"
            elif self._share(texts, _is_due) and "due_text" not in fields.values():
                fields[column] = "due_text"
            else:
                verbal = sum(text[heading_number(text) :][:2] in VERBS for text in texts) / len(texts)
                prose.append((verbal * 2 + min(sum(map(len, texts)) / len(texts), 60) / 60, column))
        if not prose or not _WHO_OR_WHEN.intersection(fields.values()):
            return None
        worth, title = max(prose)
        return _Columns({**fields, title: "title"}, named=False) if worth > _SHARE else None

    def _share(self, texts: Sequence[str], fits: Callable[[str], bool]) -> bool:
        return sum(map(fits, texts)) >= _SHARE * len(texts)

    def _is_offices(self, text: str) -> bool:
        names = [name for name in _APART.split(text) if name]
        return bool(names) and all(len(name) <= 20 and (self._knows(name) or _OFFICE.search(name)) for name in names)

    def tasks(self, columns: _Columns) -> tuple[list[TaskRow], list[Row]]:
        """Return the tasks below a header, and all rows but those that head a part of the table."""
        title = next(column for column, name in columns.fields.items() if name == "title")
        content = next((column for column, name in columns.fields.items() if name == "content"), None)
        headers = [self._texts(self._rows[i]) for i in columns.header]
        begin = columns.header[-1] + 1 if columns.header else 0
        above = {self._rows[i][title] for i in columns.header}
        kept: list[Row] = [self._rows[i] for i in range(begin) if i in columns.header]
        data: list[Row] = []
        for row in self._rows[begin:]:
            if self._heads(row):
                continue
            kept.append(row)
            texts = self._texts(row)
            if (
                texts not in headers
                and row[title] not in above
                and not self._is_no_task(texts, texts[title] or (texts[content] if content else ""))
            ):
                data.append(row)
        return list(self._grouped(data, columns, title, content)), kept

    def _heads(self, row: Row) -> bool:
        """Tell whether a row is one cell over the whole width, or a numbered heading alone."""
        shown = {cell for cell in row if cell[0] < cell[1]}
        if len(shown) != 1:
            return False
        cell = next(iter(shown))
        text = self._text(cell)
        wide = sum(other == cell for other in row) > 2
        return bool((wide or row[0] == cell) and not _TOTAL.match(text) and not _NOTE.match(text))

    def _is_no_task(self, texts: Sequence[str], title: str) -> bool:
        first = next((text for text in texts if text), "")
        return (
            not title
            or bool(_TOTAL.fullmatch(first) or _TOTAL.fullmatch(title) or _NOTE.match(first))
            or all(not text or is_word(text) for text in texts)
        )

    def _grouped(self, data: Sequence[Row], columns: _Columns, title: int, content: int | None) -> Iterator[TaskRow]:
        """Yield the tasks; rows that share the cell of a title are one task, or several measures below it."""
        begin = 0
        while begin < len(data):
            end = begin + 1
            while (
                end < len(data)
                and data[end][title] == data[begin][title]
                and data[begin][title][0] < data[begin][title][1]
            ):
                end += 1
            block, begin = data[begin:end], end
            measures = (
                dict.fromkeys(row[content] for row in block if self._text(row[content])) if content is not None else {}
            )
            if len(measures) > 1 and content is not None:
                for cell in measures:
                    rows = [row for row in block if row[content] == cell]
                    yield from self._parts(self._task(rows, columns, cell, None, block[0][title]))
            else:
                below = next(iter(measures), None)
                main = block[0][title]
                if not self._text(main) and below:
                    main, below = below, None
                yield from self._parts(self._task(block, columns, main, below, None))

    def _parts(self, task: TaskRow) -> Iterator[TaskRow]:
        """Yield a task, or the measures that its cell numbers, each as one below it."""
        cell = task.content or task.title
        parts = self._measures(cell)
        if len(parts) < 2:
            yield task
            return
        above = task.group or (task.title if task.content else None)
        yield from (replace(task, title=part, content=None, group=above, part=True) for part in parts)

    def _measures(self, cell: Cell) -> list[Cell]:
        """Return the numbered measures in a cell; without numbers the sentences of one that is too long."""
        words = self._raw[slice(*cell)]
        begins = [match.start() for match in _ITEM.finditer(words)]
        if len(begins) > 1 and begins[0] == 0:
            pieces = list(pairwise([*begins, len(words)]))
        elif len(words) > _LONGEST_TASK:
            pieces = [match.span() for match in _SENTENCE.finditer(words)]
        else:
            return []
        return [(cell[0] + begin, cell[0] + begin + len(words[begin:end].rstrip())) for begin, end in pieces]

    def _task(
        self, rows: Sequence[Row], columns: _Columns, title: Cell, content: Cell | None, group: Cell | None
    ) -> TaskRow:
        offices: dict[str, tuple[str, ...]] = {}
        dues: dict[str, None] = {}
        for column, name in columns.fields.items():
            said = dict.fromkeys(text for row in rows if (text := self._cell_lines(row[column])))
            if name in ("lead_office", "offices", "co_offices"):
                offices[name] = (*offices.get(name, ()), *said)
            elif name == "due_text":
                dues |= said
        if columns.marks:
            self._take_marks(offices, rows, columns)
        return TaskRow(title, content, group, offices, "；".join(dues), columns.named)

    def _take_marks(self, offices: dict[str, tuple[str, ...]], rows: Sequence[Row], columns: _Columns) -> None:
        """Say by the marks of a task who leads and who helps."""
        marked: dict[str, Part] = {}
        for column, office in columns.marks.items():
            for row in rows:
                if mark := read_mark(self._text(row[column])):
                    marked[office] = mark[1] or columns.meaning.get(mark[0], Part.SOME)
        leading = leading_offices(marked, has_lead="lead_office" in offices)[:1]
        offices["lead_office"] = (*offices.get("lead_office", ()), *leading)
        offices["co_offices"] = (*offices.get("co_offices", ()), *(name for name in marked if name not in leading))

    def _cell_lines(self, cell: Cell) -> str:
        """Return the words of a cell in one line, its own lines as parts."""
        lines = (" ".join(line.split()) for line in self._raw[slice(*cell)].splitlines())
        return "；".join(line for line in lines if line)

    def labelled(self) -> list[TaskRow]:
        """Return the tasks of a table whose rows are 牵头单位 | 市经信局, one label and what it says after another."""
        heads = [text for row in self._rows if (text := self._text(row[0]))]
        labels = [bool(is_word(head) and len(head) <= _LONGEST_HEADER) for head in heads]
        if self._wide % 2 or self._wide > 2 * 2 or sum(labels) < 2 or sum(labels) < _SHARE * len(heads):
            return []
        if any(is_word(self._text(cell)) for cell in self._rows[0][1::2]):
            return []  # a header, of which every cell is a label
        pairs = [
            (self._label(row[i]), row[i + 1])
            for row in self._rows
            for i in range(0, self._wide, 2)
            if row[i] != row[i + 1] and self._text(row[i + 1])
        ]
        return list(self._of_pairs(pairs))

    def _label(self, cell: Cell) -> str:
        rated = text_scores(self._text(cell))
        return max(rated, key=lambda name: rated[name], default="")

    def _of_pairs(self, pairs: Sequence[tuple[str, Cell]]) -> Iterator[TaskRow]:
        """Yield the tasks of labels in a row; a label that comes again begins the next task."""
        records: list[dict[str, Cell]] = [{}]
        for name, cell in pairs:
            if name in records[-1]:
                records.append({})
            if name:
                records[-1][name] = cell
        for record in records:
            if task := self._of_record(record):
                yield from self._parts(task)

    def _of_record(self, record: Mapping[str, Cell]) -> TaskRow | None:
        title = record.get("title") or record.get("content")
        if title is None or not _WHO_OR_WHEN.intersection(record):
            return None
        content = record.get("content") if "title" in record else None
        said = {
            name: (self._cell_lines(record[name]),)
            for name in ("lead_office", "offices", "co_offices")
            if name in record
        }
        return TaskRow(title, content, None, said, self._cell_lines(record["due_text"]) if "due_text" in record else "")


def _asks(text: str) -> bool:
    """Tell whether the words of a cell may be something to do: a verb first, or who is responsible behind."""
    bare = text[heading_number(text) :]
    return bool(_DUTY.search(text)) or (len(bare) > _SHORTEST_TASK and bare[:2] in VERBS)


def _is_due(text: str) -> bool:
    return len(text) <= 24 and parse_deadline(text, _SOME_DAY).kind is not DueKind.TEXT
