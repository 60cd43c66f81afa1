"""Read a list that is no table: numbered lines, and below each 「牵头单位：…」「配合单位：…」「完成时限：…」."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.list_values import leading_number
from tracker.exchange.lists.row_kinds import Headings, heading_level, is_note, is_numbered_heading, is_total
from tracker.exchange.lists.sheet_grid import Grid
from tracker.exchange.lists.task_making import Collected, Reading, make_task
from tracker.model.foreign_headers import text_scores
from tracker.model.task_lists import ListTable, SkippedRow

_LABEL = re.compile(
    r"(?:^|(?<=[（(；;，,。\s【\[]))([\u4e00-\u9fff]{2,8}(?:[（(][\u4e00-\u9fff]{1,6}[)）])?)\s*[】\]]?\s*[:：]\s*"
    r"|[【\[]([\u4e00-\u9fff]{2,10})[】\]]\s*"
)
_AROUND = re.compile(r"^[\s（(【\[•·●○◆■\-—]+")
_END = re.compile(r"[\s；;，,、。]+$")
_SURE = 0.89
_SHORTEST = 4  # characters of a task in a line with its labels
_NUMBERED = re.compile(r"\s*[（(]?\s*(?:\d{1,3}|[①-⑳])")
_EXPLAINS = re.compile("说明|填报要求|填写要求|须知")


@dataclass(slots=True)
class _Line:
    row: int
    text: str
    head: str  # what stands before the first label
    labels: list[tuple[str, str]]

    @property
    def is_labels(self) -> bool:
        return bool(self.labels) and not self.head

    @property
    def is_task(self) -> bool:
        """Tell whether a numbered task and its labels stand in the line."""
        number, text = leading_number(self.head)
        return bool(self.labels and number) and len(text) >= _SHORTEST


def read_labelled(grid: Grid, names: OfficeNames, base: date) -> ListTable | None:
    """Return the tasks of labelled lines, None where a sheet has none."""
    if _EXPLAINS.search(grid.name):
        return None
    lines = [line for row in sorted(grid.rows) for line in _lines(grid, row)]
    table = ListTable(grid.name, None)
    groups = list(_groups(lines, table))
    labelled = [gathered for gathered, has_labels in groups if has_labels]
    if not labelled or 2 * len(labelled) < len(groups) or sum(line.is_labels or line.is_task for line in lines) < 2:
        return None
    for gathered, _ in groups:
        raw = dict(grid.raw(dict.fromkeys(gathered.rows)))
        gathered.rows = list(dict.fromkeys(gathered.rows))
        table.tasks.append(
            make_task(gathered, raw, Reading(names, base, "lead_office" in gathered.texts, has_ref=True))
        )
    return table


def _lines(grid: Grid, row: int) -> Iterator[_Line]:
    for text in grid.line(row).split("\n"):
        if text.strip():
            yield _line(row, text.strip())


def _line(row: int, text: str) -> _Line:
    """Split a line at the labels that name a field."""
    marks = [(match, name) for match in _LABEL.finditer(text) if (name := _field(match[1] or match[2]))]
    if not marks:
        return _Line(row, text, text, [])
    ends = [match.start() for match, _ in marks[1:]] + [len(text)]
    labels = [(name, _closed(text[match.end() : end])) for (match, name), end in zip(marks, ends, strict=True)]
    head = text[: marks[0][0].start()]
    return _Line(row, text, _END.sub("", head.rstrip("（([【 ")) if _AROUND.sub("", head) else "", labels)


def _closed(value: str) -> str:
    """Return a value without the bracket that closes the labels around it."""
    value = _END.sub("", value.rstrip("（([【 "))
    for opening, closing in ("（）", "()", "【】"):
        if value.endswith(closing) and value.count(closing) > value.count(opening):
            value = value[:-1]
    return _END.sub("", value)


def _field(label: str) -> str:
    named = text_scores(label.strip("（）()"))
    name = max(named, key=lambda field: named[field], default="")
    return name if name and named[name] >= _SURE and name not in ("ref", "section") else ""


def _groups(lines: list[_Line], table: ListTable) -> Iterator[tuple[Collected, bool]]:
    """Yield what stands of each task and whether labels do; headings and notes go to the table."""
    headings, gathered, labelled = Headings(), None, False
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        before_labels = bool(line.labels) or (following is not None and following.is_labels)
        if line.is_labels and gathered is not None:
            _add(gathered, line)
            labelled = True
            continue
        if _begins(line, before_labels, gathered, labelled):
            if gathered is not None:
                yield gathered, labelled
            gathered, labelled = _begun(line, headings), bool(line.labels)
            continue
        if gathered is not None and not labelled and not _passes(line):
            gathered.rows.append(line.row)
            gathered.texts["title"] = ["\n".join([*gathered.texts.get("title", []), line.head])]
            continue
        if is_numbered_heading(line.text) and gathered is not None:
            yield gathered, labelled
            gathered, labelled = None, False
        _skip(line, table, headings)
    if gathered is not None:
        yield gathered, labelled


def _passes(line: _Line) -> bool:
    return is_numbered_heading(line.text) or is_note(line.text) or is_total(line.text)


def _begins(line: _Line, before_labels: bool, gathered: Collected | None, labelled: bool) -> bool:
    """Tell whether a line is a task: numbered, or followed by its labels."""
    if line.is_labels or is_note(line.text) or is_total(line.text):
        return False
    if before_labels and (gathered is None or labelled or is_numbered_heading(line.text)):
        return True
    return bool(leading_number(line.head)[0]) and _NUMBERED.match(line.head) is not None


def _begun(line: _Line, headings: Headings) -> Collected:
    number, text = leading_number(line.head)
    if not number and is_numbered_heading(line.head):
        number, text = _chinese_number(line.head)
    gathered = Collected([line.row], section=headings.path, leader=headings.leader)
    gathered.add("ref", number)
    gathered.add("title", text)
    for name, value in line.labels:
        gathered.add(name, value)
    return gathered


def _chinese_number(text: str) -> tuple[str, str]:
    match = re.match(r"\s*(第.{1,3}?[部分篇章类批]+|[（(]?[一二三四五六七八九十]{1,4}[)）]?)\s*[、.．]?\s*", text)
    return (match[1].strip("（）()"), text[match.end() :]) if match and match.end() < len(text) else ("", text)


def _add(gathered: Collected, line: _Line) -> None:
    gathered.rows.append(line.row)
    for name, value in line.labels:
        gathered.add(name, value)


def _skip(line: _Line, table: ListTable, headings: Headings) -> None:
    if is_total(line.text):
        why = "total"
    elif is_note(line.text):
        why = "note"
    elif is_numbered_heading(line.text):
        why = "heading"
        headings.enter(line.text)
    else:
        why = "title" if not headings.path and heading_level(line.text) else "note"
    table.skipped.append(SkippedRow(line.row, why, line.text))
