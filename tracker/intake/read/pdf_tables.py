"""Find the tables that a page of a PDF draws with lines, and which of its words stand in which cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

_NEAR = 2.5  # points by which ends of lines that meet may differ
_THIN = 3.0  # a filled box so thin is a line
_SHORTEST = 6.0  # a shorter line is none of a table
_MOST_LINES = 3_000  # a page with more is a drawing or a map
_MOST_SIDES = 400  # columns or rows of a table
_ON_LINE = 0.5  # of the height of letters: pieces of a line may stand so much higher or lower
#: Of the height of letters: a line that ends so far before others of its column, or before its cell, was broken on
#: purpose; one that runs so far over the edge holds the words of several cells.
_BEFORE_OTHERS, _BEFORE_EDGE, _OVER = 1.6, 2.4, 1.5
_FEW = 0.1
#: Lines with so many words that stand so far apart, in letters' heights, are a table without lines.
_ROWS, _PIECES, _APART = 3, 3, 1.5
_STROKES, _FILLS = frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*")), frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b"))
_ENDS = frozenset((*_STROKES, *_FILLS, b"b*", b"n"))
Line = tuple[float, float, float, float]  # x0, y0, x1, y1: upright or level, the smaller ends first


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text: where it begins, in points from the lower left, and the height of its letters."""

    text: str
    x: float
    y: float
    size: float

    @property
    def end(self) -> float:
        """Return about where it ends: Chinese letters are as wide as high, others half as wide."""
        return self.x + self.size * sum(1.0 if letter > "\u2e80" else 0.5 for letter in self.text)


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell: its text, its first row and column from 0, and how many it covers."""

    text: str
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table of a page: how many columns and rows, its cells, and its upper and lower edge."""

    columns: int
    rows: int
    cells: tuple[DrawnCell, ...]
    top: float
    bottom: float


@dataclass(slots=True)
class PageMarks:
    """What a page draws as pypdf walks through it; the methods are its visitors."""

    lines: list[Line] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    _at: tuple[float, float] = (0.0, 0.0)
    _begun: tuple[float, float] = (0.0, 0.0)
    _boxes: list[Line] = field(default_factory=list)
    _path: list[Line] = field(default_factory=list)

    def operand(self, operator: bytes, operands: Sequence[Any], matrix: Sequence[float], _text: object) -> None:
        """Take a step of drawing."""
        if operator == b"m":
            self._at = self._begun = _moved(operands, matrix)
        elif operator == b"l":
            end = _moved(operands, matrix)
            self._path.append((*self._at, *end))
            self._at = end
        elif operator == b"h":
            self._path.append((*self._at, *self._begun))
        elif operator == b"re" and len(operands) == 4:
            x, y, wide, high = (float(number) for number in operands)
            self._boxes.append((*_moved((x, y), matrix), *_moved((x + wide, y + high), matrix)))
        elif operator in _ENDS:
            self._end_path(operator)

    def _end_path(self, operator: bytes) -> None:
        if len(self.lines) <= _MOST_LINES:
            if operator in _STROKES:
                self.lines += filter(None, map(_straight, self._path))
                self.lines += (line for box in self._boxes for line in _sides(box))
            elif operator in _FILLS:
                self.lines += filter(None, map(_thin, [*self._boxes, *_box_of(self._path)]))
        self._path, self._boxes = [], []

    def text(self, text: str, matrix: Sequence[float], own: Sequence[float], _font: object, size: float) -> None:
        """Take a piece of text; what stands askew is none of a table."""
        if text.strip() and not (own[1] or own[2] or matrix[1] or matrix[2]):
            x, y = _moved((own[4], own[5]), matrix)
            blanks = len(text) - len(text.lstrip())
            height = abs(size * own[3] * matrix[3]) or 1.0
            self.words.append(Words(text.strip(), x + blanks * height / 4, y, height))


def _moved(point: Sequence[Any], matrix: Sequence[float]) -> tuple[float, float]:
    x, y = float(point[0]), float(point[1])
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def _straight(line: Line) -> Line | None:
    """Return a line that is upright or level, None for another."""
    x0, x1, y0, y1 = *sorted((line[0], line[2])), *sorted((line[1], line[3]))
    if x1 - x0 > _THIN and y1 - y0 > _THIN:
        return None
    if max(x1 - x0, y1 - y0) < _SHORTEST:
        return None
    if x1 - x0 > y1 - y0:
        return x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
    return (x0 + x1) / 2, y0, (x0 + x1) / 2, y1


def _thin(box: Line) -> Line | None:
    """Return the line that a thin filled box is, None for a ground."""
    return _straight(box) if min(abs(box[2] - box[0]), abs(box[3] - box[1])) <= _THIN else None


def _sides(box: Line) -> Iterator[Line]:
    x0, y0, x1, y1 = box
    for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
        if (line := _straight(side)) is not None:
            yield line


def _box_of(path: Sequence[Line]) -> Iterator[Line]:
    """Yield the box that four sides of a filled path make."""
    if len(path) in (3, 4):
        xs, ys = [x for line in path for x in (line[0], line[2])], [y for line in path for y in (line[1], line[3])]
        yield min(xs), min(ys), max(xs), max(ys)


def tables_on(marks: PageMarks) -> tuple[list[DrawnTable], list[Words]]:
    """Return the tables of a page from above, and the words that stand in none."""
    tables, rest = [], list(marks.words)
    if len(marks.lines) > _MOST_LINES:
        return [], rest
    for lines in _connected(list(dict.fromkeys(marks.lines))):
        grid = _grid(lines)
        if grid is None:
            continue
        inside = [words for words in rest if grid.at(words) is not None]
        table = grid.table(inside)
        if table is not None:
            tables.append(table)
            inner = set(map(id, inside))
            rest = [words for words in rest if id(words) not in inner]
    return sorted(tables, key=lambda table: -table.top), rest


def _connected(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines in groups that touch each other."""
    groups: list[tuple[list[float], list[Line]]] = []
    for line in lines:
        box = [line[0] - _NEAR, line[1] - _NEAR, line[2] + _NEAR, line[3] + _NEAR]
        members = [line]
        apart = []
        for other, its in groups:
            if box[0] <= other[2] and other[0] <= box[2] and box[1] <= other[3] and other[1] <= box[3]:
                box = [min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])]
                members += its
            else:
                apart.append((other, its))
        groups = [*apart, (box, members)]
    return [members for _, members in groups]


def _grid(lines: Sequence[Line]) -> "_Grid | None":
    """Return the grid of some lines, None where they make no table of two columns and two rows."""
    xs = _stops(line[0] for line in lines if line[0] == line[2])
    ys = _stops(line[1] for line in lines if line[1] == line[3])
    if not (3 <= len(xs) <= _MOST_SIDES and 3 <= len(ys) <= _MOST_SIDES):
        return None
    return _Grid(xs, ys[::-1], lines)


def _stops(numbers: Iterable[float]) -> list[float]:
    """Return numbers in order, those that are near each other once."""
    out: list[float] = []
    for number in sorted(numbers):
        if not out or number - out[-1] > _NEAR:
            out.append(number)
    return out


class _Grid:
    """The columns (from the left) and rows (from above) between lines, and which of them a cell goes through."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float], lines: Sequence[Line]) -> None:
        self._xs, self._ys = xs, ys
        self._upright = self._by_stop(xs, [(line[0], line[1], line[3]) for line in lines if line[0] == line[2]])
        self._level = self._by_stop(ys, [(line[1], line[0], line[2]) for line in lines if line[1] == line[3]])

    @staticmethod
    def _by_stop(
        stops: Sequence[float], lines: Sequence[tuple[float, float, float]]
    ) -> list[list[tuple[float, float]]]:
        kept: list[list[tuple[float, float]]] = [[] for _ in stops]
        for at, start, end in lines:
            nearest = min(range(len(stops)), key=lambda i: abs(stops[i] - at))
            kept[nearest].append((start, end))
        return kept

    def at(self, words: Words) -> tuple[int, int] | None:
        """Return row and column in which words begin, None outside."""
        x, y = words.x + words.size * 0.3, words.y + words.size * 0.3
        row = next((i for i, (top, bottom) in enumerate(pairwise(self._ys)) if bottom <= y < top), None)
        column = next((i for i, (left, right) in enumerate(pairwise(self._xs)) if left <= x < right), None)
        return (row, column) if row is not None and column is not None else None

    def _is_drawn(self, stops: Sequence[tuple[float, float]], start: float, end: float) -> bool:
        middle = (start + end) / 2
        return any(begin - _NEAR <= middle <= finish + _NEAR for begin, finish in stops)

    def _areas(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Return for each row and column the upper left one of its cell: what no line divides is one."""
        head: dict[tuple[int, int], tuple[int, int]] = {}
        for row, (top, bottom) in enumerate(pairwise(self._ys)):
            for column, (left, right) in enumerate(pairwise(self._xs)):
                if row and not self._is_drawn(self._level[row], left, right):
                    head[row, column] = head[row - 1, column]
                elif column and not self._is_drawn(self._upright[column], bottom, top):
                    head[row, column] = head[row, column - 1]
                else:
                    head[row, column] = (row, column)
        return head

    def table(self, words: Sequence[Words]) -> DrawnTable | None:
        """Return the table with its words, None where most of it is empty or words run over its lines."""
        head = self._areas()
        texts: dict[tuple[int, int], list[Words]] = {}
        for piece in words:
            spot = self.at(piece)
            if spot is not None:
                texts.setdefault(head[spot], []).append(piece)
        last: dict[tuple[int, int], tuple[int, int]] = {}
        for spot, at in head.items():
            last[at] = max(last.get(at, spot), spot)
        edges = {at: self._xs[column + 1] for at, (_, column) in last.items()}
        over = sum(piece.end > edges[at] + _OVER * piece.size for at, its in texts.items() for piece in its)
        if over > _FEW * len(words):
            return None
        reach: dict[float, float] = {}
        for at, its in texts.items():
            reach[edges[at]] = max(reach.get(edges[at], 0.0), *(piece.end for piece in its))
        cells = [
            DrawnCell(
                _joined(texts.get(at, ()), edges[at], reach.get(edges[at], 0.0)),
                *at,
                row - at[0] + 1,
                column - at[1] + 1,
            )
            for at, (row, column) in last.items()
        ]
        filled = [cell for cell in cells if cell.text]
        if len(filled) < 4 or len({cell.row for cell in filled}) < 2 or len({cell.column for cell in filled}) < 2:
            return None
        return DrawnTable(len(self._xs) - 1, len(self._ys) - 1, tuple(cells), self._ys[0], self._ys[-1])


def _joined(words: Sequence[Words], edge: float, reach: float) -> str:
    """Return the words of a cell in a line; what was broken on purpose is set apart by a blank.

    `edge` is where the cell ends, `reach` where the longest line of its column does.
    """
    out = ""
    for line in lines_of(words):
        end, size = line[-1].end, line[-1].size
        out += text_of(line)
        if reach - end > _BEFORE_OTHERS * size or edge - end > _BEFORE_EDGE * size:
            out += " "
    return out.strip()


def lines_of(words: Sequence[Words]) -> list[list[Words]]:
    """Return words by lines from above, each from the left."""
    lines: list[list[Words]] = []
    for piece in sorted(words, key=lambda piece: (-piece.y, piece.x)):
        if lines and abs(lines[-1][0].y - piece.y) <= _ON_LINE * max(lines[-1][0].size, piece.size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.x) for line in lines]


def text_of(line: Sequence[Words]) -> str:
    """Return the words of a line; Latin words that stand apart stay apart."""
    out = line[0].text
    for before, after in pairwise(line):
        latin = before.text[-1].isascii() and after.text[0].isascii()
        out += (" " if latin and after.x - before.end > before.size * 0.3 else "") + after.text
    return out


def has_bare_table(words: Sequence[Words]) -> bool:
    """Tell whether words stand in columns that no line divides: which belongs to which cannot be told."""
    rows = [sum(right.x - left.end > _APART * left.size for left, right in pairwise(line)) for line in lines_of(words)]
    return sum(gaps >= _PIECES - 1 for gaps in rows) >= _ROWS
