"""The office that a list or a part of it belongs to where no column names one: by heading, line above or sheet."""

import re

from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.list_header import Header
from tracker.exchange.lists.sheet_grid import Grid

_LABEL = re.compile(
    r"(?:牵头|责任|主责|主办|承办|落实|填报|报送|编制)(?:单位|部门)(?:名称)?(?:[（(][^（）()]{1,6}[)）])?\s*[:：]\s*([^\s，,；;。]+)"
    r"|(?:^|\s)单位(?:名称)?(?:[（(][^（）()]{1,6}[)）])?\s*[:：]\s*([^\s，,；;。]+)"
)
_NUMBER = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百\d]+(?:部分|篇|章|类)?|[（(]?[一二三四五六七八九十\d]{1,4}[)）]?)\s*[、.．:：)）]?\s*"
)
_BEHIND = re.compile(
    r"\s*(?:[（(][^（）()]*[)）]|(?:负责)?(?:牵头|主办|主责|承办|负责)(?:的?(?:工作|任务|事项|重点工作|重点任务))?|共?\d+[项件条个]|[:：])\s*$"
)
_LISTED = re.compile(r"(?:清单|一览表|表|台账|任务|任务书|责任书|要点|计划|安排)(?:[（(][^（）()]*[)）])?$")
_TITLE_BREAK = re.compile(r"\d|年|重点|目标|工作|任务|责任")
_SHORTEST, _LONGEST = 3, 20


def office_of_words(text: str, names: OfficeNames) -> str:
    """Return the office that a heading or the name of a sheet is: 「（一）市经信局（5项）」; "" for other words."""
    bare = _NUMBER.sub("", text.strip(), count=1)
    for words in (text.strip(), bare):
        rest = words
        while rest:
            if (proper := names.resolve(rest)) is not None:
                return proper
            shorter = _BEHIND.sub("", rest)
            if shorter == rest:
                break
            rest = shorter
    return ""


def office_of_sheet(grid: Grid, header: Header, names: OfficeNames) -> tuple[str, str]:
    """Return the office of all tasks below a header and where it stands, two empty texts for none.

    A label above the table says it, else a title that begins with the office, else the name of the sheet.
    """
    above = [(row, grid.line(row)) for row in sorted(grid.rows) if row < header.first]
    for row, line in above:
        for match in _LABEL.finditer(line):
            if proper := names.resolve(match[1] or match[2]):
                return proper, f"第 {row} 行写的“{match[1] or match[2]}”"
    for row, line in above:
        if proper := _at_front(line, names):
            return proper, f"第 {row} 行的标题"
    proper = office_of_words(grid.name, names)
    return (proper, f"工作表的名称“{grid.name}”") if proper else ("", "")


def _at_front(title: str, names: OfficeNames) -> str:
    """Return the office a title begins with: 「市经信局2026年重点任务清单」, not 「市经信局关于印发……」."""
    words = "".join(title.split())
    if not _LISTED.search(words):
        return ""
    for end in range(min(len(words), _LONGEST), _SHORTEST - 1, -1):
        proper = names.resolve(words[:end])
        if proper is not None and _TITLE_BREAK.match(words, end):
            return proper
    return ""
