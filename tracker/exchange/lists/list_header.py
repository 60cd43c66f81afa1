"""Find the header of an unknown list, which may have several rows, and the field of each column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.exchange.book.address import column_letters, column_number
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.column_contents import fields_of_contents, looks_like_header, prose_of_contents
from tracker.exchange.lists.office_marks import MarkColumn, mark_columns
from tracker.exchange.lists.row_kinds import is_note, is_total
from tracker.exchange.lists.sheet_grid import Grid
from tracker.model.foreign_headers import is_word, scores, text_scores
from tracker.model.headers import header_key
from tracker.model.task_lists import ListColumn

_ROWS = 30  # a header stands in the first so many rows that hold something
_DEPTH = 3
_AGAIN = 3  # words that come again further right are the header of another table
_SHORT = 10
#: How sure a field is that only the contents of its column tell.
GUESSED = 0.75
_WHO_OR_WHEN = frozenset(("lead_office", "offices", "co_offices", "due_text"))
#: The field of a column that is an office.
MARKED = "offices"


@dataclass(slots=True)
class Header:
    """The header rows, the parts of each column's header from above, and the field of each column that has one."""

    first: int
    last: int
    parts: dict[int, tuple[str, ...]]
    fields: dict[int, str] = field(default_factory=dict)
    certainty: dict[int, float] = field(default_factory=dict)
    known: dict[int, dict[str, float]] = field(default_factory=dict)  # every field a column may be
    marks: dict[int, MarkColumn] = field(default_factory=dict)  # columns that are offices themselves

    @property
    def total(self) -> float:
        """Return how much of a header it is."""
        return sum(self.certainty.values())

    @property
    def is_list(self) -> bool:
        """Tell whether it is the header of a task list: two fields, and one says what is to be done."""
        return len(self.fields) >= 2 and not {"title", "content"}.isdisjoint(self.fields.values())

    def text(self, column: int) -> str:
        """Return the header of a column in one text."""
        return "/".join(self.parts.get(column, ()))

    def column_of(self, wanted: str) -> int | None:
        """Return the column of a field."""
        return next((column for column, name in self.fields.items() if name == wanted), None)


@dataclass(frozen=True, slots=True)
class ColumnWish:
    """What a person said of the columns: letters by field, or fields ("" for none) by header text."""

    letters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.letters or self.headers)


def find_header(grid: Grid, names: OfficeNames, base: date, wish: ColumnWish | None = None) -> Header | None:
    """Return the best header of a sheet, None where no row looks like one.

    Columns that no word names are told by what stands in them; `base` completes days without a year there.
    """
    wish = wish or ColumnWish()
    by_words = ColumnWish(headers=wish.headers)
    best: Header | None = None
    for header in _candidates(grid, by_words, names):
        if header.is_list and _beats(header, best):
            best = header
    if best is not None:
        _by_contents(grid, best, wish, names, base)
    else:
        best = _header_of_contents(grid, by_words, names, base)
    if not wish.letters:
        return best
    return _header(grid, best.first, best.last, wish, names) if best is not None else _without_header(grid, wish)


def _candidates(grid: Grid, wish: ColumnWish, names: OfficeNames) -> Iterator[Header]:
    """Yield what the first rows of a sheet would be as its header."""
    last_row = max(grid.rows, default=0)
    for row in sorted(grid.rows)[:_ROWS]:
        for last in header_ends(grid, row):
            if last < last_row:
                yield _header(grid, row, last, wish, names)


def _header_of_contents(grid: Grid, wish: ColumnWish, names: OfficeNames, base: date) -> Header | None:
    """Return the header of a sheet whose words nobody knows, where its columns say what they are; None for none."""
    for header in _candidates(grid, wish, names):
        texts = [header.parts[column][-1] for column in header.parts if column not in header.marks]
        if not looks_like_header(texts, names):
            continue
        _by_contents(grid, header, wish, names, base)
        if {"title", "content"}.isdisjoint(header.fields.values()):
            prose = prose_of_contents(grid, header.last, _unsaid(header, wish), header.fields)
            for column, name in zip(prose, ("title", "content"), strict=False):
                _assign_field(header, column, name, GUESSED)
        if header.is_list and not _WHO_OR_WHEN.isdisjoint(header.fields.values()):
            return header
    return None


def _by_contents(grid: Grid, header: Header, wish: ColumnWish, names: OfficeNames, base: date) -> None:
    """Give columns without a field the one that their contents tell."""
    guessed = fields_of_contents(grid, header.last, _unsaid(header, wish), header.fields, names, base)
    for column, name in guessed.items():
        _assign_field(header, column, name, GUESSED)


def _unsaid(header: Header, wish: ColumnWish) -> dict[int, str]:
    """Return the columns of which a person said nothing, with their headers."""
    closed = {*header.marks, *beside(header)}
    return {c: header.text(c) for c in header.parts if header.text(c) not in wish.headers and c not in closed}


def _beats(header: Header, best: Header | None) -> bool:
    return best is None or header.total > best.total + 0.01


def header_ends(grid: Grid, row: int) -> Iterator[int]:
    """Yield the rows a header that begins in a row may end with: where its merged cells end, or below a group."""
    depth, grouped = row, False
    for column, text in grid.own(row).items():
        area = grid.area(row, column)
        if area is None or area[0] != row or not text:
            continue
        if row < area[2] < row + _DEPTH:
            depth = max(depth, area[2])
        grouped = grouped or (
            area[3] > area[1] and area[2] == row and any(c in grid.own(row + 1) for c in range(area[1], area[3] + 1))
        )
    yield depth
    if grouped and depth == row and len(grid.own(row)) > 1:
        yield row + 1


def _header(grid: Grid, first: int, last: int, wish: ColumnWish, names: OfficeNames) -> Header:
    header = Header(first, last, covering_texts(grid, first, last))
    header.marks = mark_columns(grid, header.parts, last, names)
    header.known = {column: scores(texts) for column, texts in header.parts.items()}
    _assign(header, wish)
    return header


def covering_texts(grid: Grid, first: int, last: int) -> dict[int, tuple[str, ...]]:
    """Return by column the texts that stand over it in some rows, from above."""
    columns = sorted({column for row in range(first, last + 1) for column in _covered(grid, row, first)})
    parts = {column: tuple(_parts(grid, first, last, column)) for column in columns}
    return {column: texts for column, texts in parts.items() if texts}


def _covered(grid: Grid, row: int, first: int) -> Iterator[int]:
    for column in grid.own(row):
        area = grid.area(row, column)
        yield from range(column, area[3] + 1) if area and first != area[2] else (column,)


def _parts(grid: Grid, first: int, last: int, column: int) -> Iterator[str]:
    """Yield the texts over a column, one from each cell that covers it."""
    seen = None
    for row in range(first, last + 1):
        area = grid.area(row, column)
        at = (area[0], area[1]) if area is not None else (row, column)
        if at == seen or at[0] < first:
            continue
        seen = at
        text = "".join(grid.text(*at).split())
        if text:
            yield text


def _assign(header: Header, wish: ColumnWish) -> None:
    """Give each field to the column whose header names it best, one to one; what a person said comes first."""
    _assign_wishes(header, wish)
    for column in beside(header):
        header.known[column] = {}
    pairs = [(-score, column, name) for column, named in header.known.items() for name, score in named.items()]
    for score, column, name in sorted(pairs):
        taken = column in header.fields or column in header.marks
        if not taken and name not in header.fields.values():
            _assign_field(header, column, name, -score)
    _second_prose(header)
    for column in header.marks:
        _assign_field(header, column, MARKED, 1.0)


def beside(header: Header) -> list[int]:
    """Return the columns of another table right of this one: those from where its words come again, else none."""
    keys = {column: header_key(header.text(column)) for column in header.parts}
    first: dict[str, int] = {}
    again = []
    for column, key in sorted(keys.items()):
        if first.setdefault(key, column) != column and text_scores(header.text(column)):
            again.append(column)
    titles = any("title" in text_scores(header.text(column)) for column in again)
    return [column for column in sorted(keys) if column >= again[0]] if titles and len(again) >= _AGAIN else []


def _assign_wishes(header: Header, wish: ColumnWish) -> None:
    for name, letters in wish.letters.items():
        if column := column_number(letters):
            header.marks.pop(column, None)
            _assign_field(header, column, name, 1.0)
    for column in header.parts:
        said = wish.headers.get(header.text(column))
        if said is None or column in header.fields or (said == MARKED and column in header.marks):
            continue
        header.marks.pop(column, None)
        header.known[column] = {}
        if said and said not in header.fields.values():
            _assign_field(header, column, said, 1.0)


def _assign_field(header: Header, column: int, name: str, score: float) -> None:
    header.fields[column], header.certainty[column] = name, score


def _second_prose(header: Header) -> None:
    """Take the second column of things to do as the content, where nothing else is."""
    if header.column_of("content") is not None or header.column_of("title") is None:
        return
    rest = [c for c in sorted(header.known) if c not in header.fields and "title" in header.known[c]]
    rest = [c for c in rest if c not in header.marks]
    if rest:
        _assign_field(header, rest[0], "content", header.known[rest[0]]["title"] * 0.9)


def _without_header(grid: Grid, wish: ColumnWish) -> Header | None:
    """Return the columns a person named for a sheet without a known header.

    A first row of short words in all of them is one; else the tasks begin with it.
    """
    fields = {column_number(letters): name for name, letters in wish.letters.items()}
    rows = [row for row in sorted(grid.rows) if len(fields.keys() & grid.own(row).keys()) >= min(2, len(fields))]
    if not rows or 0 in fields:
        return None
    texts = grid.own(rows[0])
    words = [texts.get(column, "") for column in fields]
    named = all(words) and not any(len(word) > _SHORT or any(map(str.isdigit, word)) for word in words)
    first = rows[0] if named and len(rows) > 1 else rows[0] - 1
    header = Header(first, first, {column: (text,) for column, text in texts.items()} if named else {})
    for column, name in fields.items():
        _assign_field(header, column, name, 1.0)
    return header


def repeats_header(grid: Grid, header: Header, row: int) -> bool:
    """Tell whether a row repeats the header, as printed lists do at the top of a page."""
    texts = {column: header_key(text) for column, text in grid.own(row).items()}
    own = [
        bool(key) and key in {header_key(part) for part in header.parts.get(column, ())}
        for column, key in texts.items()
    ]
    return len(own) >= 2 and 2 * sum(own) > len(own)


def begins_other_table(grid: Grid, row: int) -> bool:
    """Tell whether a row is the header of a table of its own, other than the one that is read."""
    texts = list(grid.own(row).values())
    return len(texts) >= 3 and sum(map(is_word, texts)) >= max(3, len(texts) - 1)


def other_headers(grid: Grid, header: Header) -> tuple[int, ...]:
    """Return the rows of a sheet that are headers of other tables than the one below this header."""
    own = range(header.first, header.last + 1)
    return tuple(
        row
        for row in sorted(grid.rows)
        if row not in own and begins_other_table(grid, row) and not repeats_header(grid, header, row)
    )


def tables_of(grid: Grid, header: Header | None) -> list[Grid]:
    """Return the parts of a sheet that hold a table each: from its header, and the lines right above, to the next."""
    others = other_headers(grid, header) if header is not None else ()
    if header is None or not others:
        return [grid]
    rows = sorted(grid.rows)
    begins: list[int] = []
    starts = sorted((header.first, *others))
    for row in starts:
        if row - 1 in starts:
            continue  # a header of two rows
        at = rows.index(row)
        while at and (not begins or rows[at - 1] > begins[-1]) and _is_line(grid, rows[at - 1]):
            at -= 1
        begins.append(rows[at])
    ends = [*begins[1:], rows[-1] + 1]
    return [grid.part(0 if n == 0 else start, end) for n, (start, end) in enumerate(zip(begins, ends, strict=True))]


def column_of_words(grid: Grid) -> str:
    """Return the letters of the first column of which most texts are words of headers, "" for none."""
    columns: dict[int, list[str]] = {}
    for row in sorted(grid.rows)[:_ROWS]:
        for column, text in grid.own(row).items():
            columns.setdefault(column, []).append(text)
    words = {column: sum(map(is_word, texts)) for column, texts in columns.items()}
    there = (c for c, texts in sorted(columns.items()) if words[c] >= 3 and 2 * words[c] > len(texts))
    return next(map(column_letters, there), "")


def _is_line(grid: Grid, row: int) -> bool:
    """Tell whether a row is one text, as a title or a heading above a table is."""
    texts = list(grid.own(row).values())
    return len(texts) == 1 and not is_note(texts[0]) and not is_total(texts[0])


def list_columns(grid: Grid, header: Header) -> list[ListColumn]:
    """Return all columns that have a header or hold something below it."""
    below = {column for row, texts in grid.rows.items() if row > header.last for column in texts}
    return [
        ListColumn(column_letters(c), header.text(c), header.fields.get(c), round(header.certainty.get(c, 0.0), 3))
        for c in sorted({*header.parts, *below, *header.fields})
    ]
