"""Tell the field of a column whose header nobody knows by what stands in it: offices, days, telephones, prose."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.list_offices import read_offices
from tracker.exchange.lists.list_values import has_telephone, read_due
from tracker.exchange.lists.row_kinds import is_note, is_total
from tracker.exchange.lists.sheet_grid import Grid
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DueKind
from tracker.model.typed.text import gives_nothing

_SEEN = 60  # rows below the header that are looked at
_FEWEST = 2
_MOSTLY = 0.8
_HALF = 0.5
_LONGEST_DUE, _LONGEST_HEADER = 30, 12
_SHORTEST_PROSE = 6  # characters of what is to be done, on the average
_LASTING = (DueKind.LONG_TERM, DueKind.IMMEDIATE, DueKind.RECURRING)
_TELEPHONE = re.compile(r"[\d\s\-－—–+()（）转、，,;；/]{6,}")
_NUMBER = re.compile(r"\d{1,4}(?:[.\-]\d{1,3})*")
#: Days and offices that are not those of doing the task.
_OTHER_DAY = re.compile(
    "交办|批示|来文|收文|发文|印发|填报|受理|会议|召开|登记|立项|更新|实际|签订|开始|启动|起始|报送|通报|开工|接收|提出|成立|出生"
    "|上报|调度|检查|督查|去年|上年"
)
_OTHER_OFFICE = re.compile(
    "来文|交办|督办|监督|督查|督导|考核|验收|报送|填报|审核|提出|建议|反馈|发文|转办|抄送|业主|中标|设计|施工"
)
_OTHER_PROSE = re.compile("进展|情况|备注|说明|依据|来源|原因|成效|成果|困难|意见|评价|打算|地点|地址|简介|背景")


def fields_of_contents(
    grid: Grid,
    last: int,
    headers: Mapping[int, str],
    fields: Mapping[int, str],
    names: OfficeNames,
    base: date,
) -> dict[int, str]:
    """Return fields for columns that have none yet, by what stands below row `last`; none that another column has.

    `headers` are the columns that may be one, with their texts. Of two columns that look alike neither is chosen.
    """
    below = {column: _texts(grid, last, column) for column in headers}
    open_columns = [c for c in sorted(headers) if c not in fields and len(below[c]) >= _FEWEST]
    guessed: dict[int, str] = {}

    def choose(name: str, fits: Callable[[str], bool], other: re.Pattern[str] | None, bar: Collection[str]) -> None:
        if not set(bar).isdisjoint(fields.values()):
            return
        there = [
            column
            for column in open_columns
            if column not in guessed
            and not (other and other.search(headers[column]))
            and sum(map(fits, below[column])) >= _MOSTLY * len(below[column])
        ]
        if len(there) == 1:
            guessed[there[0]] = name

    choose("offices", lambda text: _is_offices(text, names), _OTHER_OFFICE, ("offices", "lead_office"))
    if "lead_office" in fields.values():
        choose("co_offices", lambda text: _is_offices(text, names), _OTHER_OFFICE, ("offices", "co_offices"))
    choose("phone", lambda text: bool(_TELEPHONE.fullmatch(text)) and has_telephone(text), None, ("phone", "contact"))
    choose("due_text", lambda text: _is_due(text, base), _OTHER_DAY, ("due_text",))
    if open_columns and open_columns[0] == min(headers):
        first = open_columns[0]
        if first not in guessed and "ref" not in fields.values() and all(map(_NUMBER.fullmatch, below[first])):
            guessed[first] = "ref"
    return guessed


def prose_of_contents(grid: Grid, last: int, headers: Mapping[int, str], fields: Mapping[int, str]) -> list[int]:
    """Return the columns without a field that hold what may be a title or a content, from the left."""
    below = {column: _texts(grid, last, column) for column in headers if column not in fields}
    return [
        column
        for column, texts in sorted(below.items())
        if len(texts) >= _FEWEST
        and not _OTHER_PROSE.search(headers[column])
        and sum(map(len, texts)) >= _SHORTEST_PROSE * len(texts)
        and sum(map(_is_prose, texts)) >= _HALF * len(texts)
    ]


def looks_like_header(texts: Sequence[str], names: OfficeNames) -> bool:
    """Tell whether the texts of a row may stand over columns: three short words at least, no office, day or figure."""
    plain = ["".join(text.split()) for text in texts]
    return len(plain) >= 3 and all(
        len(text) <= _LONGEST_HEADER and not any(map(str.isdigit, text)) and names.resolve(text) is None
        for text in plain
    )


def _texts(grid: Grid, last: int, column: int) -> list[str]:
    out: list[str] = []
    for row in sorted(grid.rows):
        texts = grid.own(row)
        if row <= last or not texts or len(texts) == 1 or len(out) >= _SEEN:
            continue
        first = texts[min(texts)]
        text = texts.get(column, "")
        if text and not gives_nothing(text) and not is_total(first) and not is_note(first):
            out.append(text)
    return out


def _is_offices(text: str, names: OfficeNames) -> bool:
    named = read_offices(text, "offices", names)
    return bool(named.lead or named.co) and not named.unknown


def _is_due(text: str, base: date) -> bool:
    if len(text) > _LONGEST_DUE:
        return False
    return read_due(text, base)[1] is not None or parse_deadline(text, base).kind in _LASTING


def _is_prose(text: str) -> bool:
    return sum("\u4e00" <= letter <= "\u9fff" for letter in text) * 2 >= len(text)
