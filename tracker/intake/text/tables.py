"""Tables in plain text: lines whose cells are set apart by tabs or by bars."""

import re
from collections.abc import Iterator, Sequence

from tracker.intake.read.source_text import Row, Table

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BARS = "|｜│┃丨"
#: A line that only draws: |---|---|, ├──┼──┤
_RULE = re.compile(rf"[\s{_BARS}:：+＋=\-—–_\u2500-\u257f]+")
#: A line of a list saved with commas holds no mark of a sentence.
_COMMAS = re.compile(r"[^,，。；;|]*(?:,[^,，。；;|]*){2,39}")
_MOST_COLUMNS = 40


def tables_in(raw: str) -> tuple[Table, ...]:
    """Return the tables of a text without marks of its own: two or more lines in a row that hold cells.

    A single line of cells goes on with the table before it where it is as wide: a heading stands between the two.
    """
    tables: list[list[Row]] = []
    mark_before = ""
    for match in _LINE.finditer(raw):
        line = match[0]
        if not line.strip() or _is_rule(line):
            continue
        mark = _mark_of(line)
        if not mark:
            mark_before = ""
            continue
        if mark != mark_before:
            tables.append([])
        tables[-1].append(tuple(_cells(raw, match.start(), match.end(), mark)))
        mark_before = mark
    kept: list[list[Row]] = []
    for rows in tables:
        if len(rows) > 1 or (kept and len(kept[-1][-1]) == len(rows[0])):
            kept.append(rows)
    return tuple(map(tuple, kept))


def _mark_of(line: str) -> str:
    """Return what sets the cells of a line apart, "" for running text."""
    if "\t" in line.strip(" 　"):
        return "\t" if line.count("\t") < _MOST_COLUMNS else ""
    if _COMMAS.fullmatch(line):
        return ","
    counted = {bar: line.count(bar) for bar in _BARS}
    bar = max(_BARS, key=lambda mark: counted[mark])
    bare = line.strip()
    framed = counted[bar] >= 2 and bare[0] == bare[-1] == bar
    return bar if (framed or counted[bar] >= 1) and counted[bar] < _MOST_COLUMNS else ""


def _cells(raw: str, start: int, end: int, mark: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the words of the cells of a line."""
    if mark != "\t":
        while start < end and raw[start].isspace():
            start += 1
        while start < end and raw[end - 1].isspace():
            end -= 1
        start, end = start + (raw[start] == mark), end - (end - start > 1 and raw[end - 1] == mark)
    begin = start
    for i in range(start, end + 1):
        if i == end or raw[i] == mark:
            yield _stripped(raw, begin, i)
            begin = i + 1


def _stripped(raw: str, start: int, end: int) -> tuple[int, int]:
    while start < end and raw[start].isspace():
        start += 1
    while start < end and raw[end - 1].isspace():
        end -= 1
    return start, end


def lines_of(raw: str, rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Return the lines that rows stand in, as start and end; a cell merged down belongs to its first row."""
    out: list[tuple[int, int]] = []
    seen: set[tuple[int, int]] = set()
    for row in rows:
        own = [cell for cell in row if cell not in seen and cell[0] < cell[1]]
        seen.update(own)
        if own:
            start, end = raw.rfind("\n", 0, own[0][0]) + 1, raw.find("\n", own[-1][1])
            out.append((start, len(raw) if end < 0 else end))
    return out


def masked(raw: str, lines: Sequence[tuple[int, int]]) -> str:
    """Return a text with these lines, and those that only draw, empty; everything else keeps its place."""
    if not lines:
        return raw
    letters = list(raw)
    rules = [match.span() for match in _LINE.finditer(raw) if _is_rule(match[0])]
    for start, end in (*lines, *rules):
        letters[start:end] = "\n" * (end - start)
    return "".join(letters)


def _is_rule(line: str) -> bool:
    return bool(_RULE.fullmatch(line)) and any(bar in line for bar in _BARS + "-─")
