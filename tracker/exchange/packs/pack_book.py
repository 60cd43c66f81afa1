"""A pack as one workbook: sheets 目录包, 单位, 文章, 建议, 指标 with Chinese headers."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.lists.sheet_grid import grid_of
from tracker.model.enums import Direction, IndicatorKind, Measure, RecommendationKind, WordedEnum

_NAMES = re.compile(r"[、，,；;\n]+(?![^（(）)]*[）)])")


def _text(value: str) -> Any:
    return value


def _list(value: str) -> Any:
    return [part.strip() for part in _NAMES.split(value) if part.strip()]


def _number(value: str) -> Any:
    try:
        return float(value.replace(",", ""))
    except ValueError:
        return value


def _worded(kind: type[WordedEnum]) -> Callable[[str], Any]:
    def read(value: str) -> Any:
        member = kind.from_word(value)
        return member.value if member is not None else value

    return read


_Columns = Mapping[str, tuple[str, Callable[[str], Any]]]
#: Chinese header -> name in the catalogue's files, and how a cell is read.
SHEETS: Mapping[str, _Columns] = {
    "目录包": {"代码": ("code", _text), "名称": ("name", _text), "城市": ("city", _text), "版本": ("version", _text),
             "最低程序版本": ("min_program", _text)},
    "单位": {"名称": ("name", _text), "简称": ("short_name", _text), "别名": ("aliases", _list)},
    "文章": {"编号": ("id", _text), "标题": ("title", _text), "简称": ("short_title", _text),
           "作者": ("authors", _list),
           "单位": ("affiliation", _text), "出处": ("source", _text), "备注": ("note", _text)},
    "建议": {"编号": ("id", _text), "文章": ("article", _text), "类别": ("kind", _worded(RecommendationKind)),
           "上级": ("parent", _text), "部分": ("section", _text), "标题": ("title", _text), "内容": ("summary", _text),
           "原文": ("anchor", _text), "主题": ("themes", _list), "牵头单位": ("lead_office", _text),
           "配合单位": ("co_offices", _list), "时限": ("deadline_text", _text), "指标": ("indicators", _list),
           "相关": ("related", _list), "备注": ("note", _text)},
    "指标": {"编号": ("id", _text), "文章": ("article", _text), "名称": ("name", _text), "单位": ("unit", _text),
           "类别": ("kind", _worded(IndicatorKind)), "口径": ("measure", _worded(Measure)),
           "方向": ("direction", _worded(Direction)), "基期值": ("base_value", _number), "基期日期": ("base_on", _text),
           "基期说明": ("base_period", _text), "目标值": ("target_value", _number), "目标日期": ("target_on", _text),
           "目标说明": ("target_text", _text), "关联建议": ("links", _list), "备注": ("note", _text)},
}  # fmt: skip


def read_pack_book(book: RawBook) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return what a pack says of itself, and its parts as the files of a catalogue have them."""
    read = {name: list(_rows(book, name)) for name in SHEETS}
    if not read["目录包"]:
        raise WorkbookError("工作簿里没有“目录包”表，或它没有内容；空白表格用 pack template 生成。")
    parts: dict[str, dict[str, Any]] = {
        "offices.toml": {"offices": read["单位"]},
        "indicators.toml": {"indicators": [_indicator(row) for row in read["指标"]]},
    }
    for number, article in enumerate(read["文章"], start=1):
        mine = [row for row in read["建议"] if row.get("article") == article.get("id")]
        entries = [{name: value for name, value in row.items() if name != "article"} for row in mine]
        parts[f"articles/{number:03d}.toml"] = {"article": article | {"position": number}, "recommendations": entries}
    known = {article.get("id") for article in read["文章"]}
    for row in read["建议"]:
        if row.get("article") not in known:
            raise WorkbookError(f"建议 {row.get('id', '')} 指向不存在的文章 {row.get('article', '')}。")
    return read["目录包"][0], parts


def _rows(book: RawBook, name: str) -> Iterator[dict[str, Any]]:
    sheet = next((sheet for sheet in book.sheets if sheet.name == name), None)
    if sheet is None:
        return
    grid = grid_of(sheet, book.date1904)
    columns = {number: SHEETS[name][text] for number, text in grid.own(1).items() if text in SHEETS[name]}
    for row in sorted(number for number in grid.rows if number > 1):
        values = {field: read(text) for number, text in grid.own(row).items() if number in columns
                  for field, read in (columns[number],)}  # fmt: skip
        if values:
            yield values


def _indicator(row: dict[str, Any]) -> dict[str, Any]:
    base, target = (
        {name: row.pop(f"{side}_{name}") for name in ("value", "on", "period", "text") if f"{side}_{name}" in row}
        for side in ("base", "target")
    )
    more: dict[str, Any] = {"observations": [base]} if "value" in base else {}
    return {"kind": "numeric", "direction": "higher"} | row | more | ({"target": target} if target else {})


def write_template(path: Path) -> None:
    """Write the empty workbook of a pack. Raises WorkbookError where the file cannot be written."""
    import openpyxl  # only who asks for a template waits for it

    from tracker.exchange.write.workbook import save_workbook

    book = openpyxl.Workbook(write_only=True)
    for name, columns in SHEETS.items():
        book.create_sheet(name).append(list(columns))
    save_workbook(path, book)
