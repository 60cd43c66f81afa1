"""Tell a task over several rows from a heading task over several measures, by what is merged down beside it."""

import re
from collections.abc import Sequence

from tracker.exchange.lists.list_header import Header
from tracker.exchange.lists.sheet_grid import Grid

_LEAF = re.compile("举措|措施|任务|内容|事项|项目|工作$")
_MOSTLY = 0.6


def settle_levels(grid: Grid, header: Header, rows: Sequence[int]) -> None:
    """Where the title column stands over several measures with numbers of their own, make the measures the tasks.

    The upper text becomes the section, the text of the measure the title.
    """
    title = header.column_of("title")
    if title is None or (header.certainty.get(title, 0.0) >= 1.0 and "section" in header.fields.values()):
        return
    groups = _groups(grid, title, rows)
    numbers = [column for column, named in header.known.items() if "ref" in named and column != title]
    blank = [row for row in rows if not grid.standing(row, title)[0] and any(grid.text(row, c) for c in numbers)]
    leaf = _leaf(grid, header, title, groups or [[row] for row in blank])
    if leaf is None or not (groups or 3 * len(blank) >= len(rows)):
        return
    inner = next((c for c in numbers if groups and all(_own_everywhere(grid, group, c) for group in groups)), None)
    numbered = inner is not None or (not numbers and all(_own_everywhere(grid, group, leaf) for group in groups))
    if not (numbered or (blank and not groups)):
        return
    _make_leaf(grid, header, rows, (title, leaf))
    outer = header.column_of("ref")
    if inner is not None and outer is not None and outer != inner:
        del header.fields[outer]
    if inner is not None:
        header.fields[inner], header.certainty[inner] = "ref", 1.0


def _groups(grid: Grid, column: int, rows: Sequence[int]) -> list[list[int]]:
    """Return the rows that share one cell merged down a column, two or more at a time."""
    groups: dict[int, list[int]] = {}
    for row in rows:
        area = grid.area(row, column)
        if area is not None and area[2] > area[0]:
            groups.setdefault(area[0], []).append(row)
    return [group for group in groups.values() if len(group) > 1]


def _own_everywhere(grid: Grid, rows: Sequence[int], column: int) -> bool:
    """Tell whether every row has a text of its own in a column, no two the same."""
    texts = [grid.text(row, column) for row in rows]
    return all(texts) and len(set(texts)) == len(texts)


def _leaf(grid: Grid, header: Header, title: int, groups: Sequence[Sequence[int]]) -> int | None:
    """Return the column of the measures: of those that may say what is to be done the one that is called so.

    One with a text of its own in every row comes before one that is merged over some of them: 一级 二级 三级任务.
    """
    rows = [row for group in groups for row in group]
    prose = [
        column
        for column, named in header.known.items()
        if column != title
        and "ref" not in named
        and header.fields.get(column, "content") == "content"
        and not {"title", "content"}.isdisjoint(named)
        and sum(bool(grid.text(row, column)) for row in rows) >= _MOSTLY * len(rows)
    ]
    if not prose or not rows:
        return None
    merged = {column for column in prose if _groups(grid, column, rows)}
    return min(prose, key=lambda column: (column in merged, not _LEAF.search(header.text(column)), column))


def _make_leaf(grid: Grid, header: Header, rows: Sequence[int], levels: tuple[int, int]) -> None:
    """Make the upper column the section and the lower one the title, as well as what divides the upper one's cells."""
    title, leaf = levels
    for column in range(title + 1, leaf):
        parts = _groups(grid, column, rows)
        if header.fields.get(column) == "content" and parts and parts != _groups(grid, title, rows):
            header.fields[column] = "section"
    header.fields[title], header.fields[leaf] = "section", "title"
    header.certainty.setdefault(leaf, 0.9)
    if header.column_of("content") is None:
        rest = [c for c, named in header.known.items() if c not in header.fields and "content" in named]
        if rest:
            header.fields[rest[0]], header.certainty[rest[0]] = "content", header.known[rest[0]]["content"]
