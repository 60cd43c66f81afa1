# ruff: noqa: E501 - a case stands on one line where it can
"""The zoo of hostile workbooks, cases 33 to 72 (values, containers, attacks): what stands in cells and files.

A value is written into our own exported workbook as XML, so that nothing depends on the program that writes it.
"""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tracker.errors import WorkbookError
from tracker.exchange.read.open_book import read_raw
from tracker.exchange.read.reader_pool import FileBytes
from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome

Make = Callable[..., Any]
#: Cases that other tests do exactly.
ELSEWHERE = {
    57: ("tests/exchange/test_roundtrip.py", "32_766"),
    60: ("tests/exchange/test_honest_variants.py", "test_the_name_of_a_file_decides_nothing"),
    67: ("tests/exchange/read/test_reader_pool.py", "test_a_locked_file_is_named"),
    71: ("tests/exchange/test_attacks.py", "laughs in the strings"),
    72: ("tests/exchange/test_roundtrip.py", "{=SUM(A1)}"),
}


class Cell(NamedTuple):
    """A case's cell, and what it must become: their value (None: no change), review, words in note or problem."""

    case: int
    field: str
    inside: str
    theirs: Any = None
    review: bool = False
    words: str = ""
    attributes: str = ""
    number_format: int | None = None
    properties: str = ""


PLACES = {
    "co_offices": "G5", "owner": "H5", "phone": "I5", "due_text": "J5", "progress": "N5", "status": "O5",
    "progress_note": "P5",
}  # fmt: skip


def text(case: int, field: str, written: str, theirs: Any = None, review: bool = False, words: str = "") -> Cell:
    return Cell(case, field, f"<v>{written}</v>", theirs, review, words, 't="str"')


def number(
    case: int, field: str, written: str, theirs: Any, review: bool, words: str, style: int = 0, properties: str = ""
) -> Cell:
    return Cell(case, field, f"<v>{written}</v>", theirs, review, words, "", style, properties)


CELLS = (
    # dates: the wording is kept, what it means is compared; as sent it was 2025年12月底前
    text(33, "due_text", "2025.12.31"),
    text(33, "due_text", "2025年12月底前"),
    text(33, "due_text", "12月底", None),
    text(33, "due_text", "11月底", "2025年11月底", words="没有写年份，按 2025 年计"),
    text(33, "due_text", "长期", "长期"),
    text(33, "due_text", "２０２５－１２－３１"),
    text(33, "due_text", "二〇二五年十二月"),
    text(33, "due_text", "第四季度", None),
    text(33, "due_text", "明年上半年", "2026年上半年", words="没有写年份，按 2026 年计"),
    text(34, "due_text", "2025-02-30", "2025-02-30", review=True, words="2025-02-30没有这一天，2025年2月只有 28 天。"),
    text(34, "due_text", "尽快", "尽快", review=True, words="尽快读不出日期；请写成 2026-06-30 或“2026年6月底前”。"),
    text(34, "due_text", "另行通知", "另行通知", review=True, words="另行通知读不出日期"),
    *(number(35, "due_text", "46022", None, False, "", style) for style in (14, 27, 28, 29, 30, 31, 36, 50, 54, 57, 58)),
    number(35, "due_text", "45991", "2025年11月30日", False, "", 31),
    number(36, "due_text", "45991", "2025年11月30日", False, "日期数，按 2025-11-30 计"),
    number(37, "due_text", "2025.1", "2025.1", True, "2025.1可能是1月，也可能是10月；请写成 2025-01 或 2025-10。"),
    number(38, "due_text", "44560", None, False, "", 14, 'date1904="1"'),
    number(39, "due_text", "60", None, False, "读不出日期", 14),
    number(39, "due_text", "-5", None, False, "读不出日期", 14),
    number(39, "due_text", "10000000", None, False, "读不出日期", 14),
    number(40, "due_text", "45991.75", "2025年11月30日", False, "去掉了时刻", 22),
    # progress: as sent it was 40%
    number(41, "progress", "0.5", 50, False, "", 9),
    number(41, "progress", "0.5", 50, False, "没有百分数格式"),
    number(41, "progress", "50", 50, False, ""),
    number(41, "progress", "1", 1, True, "是 1% 还是 100%"),
    number(41, "progress", "0.99", 99, False, "", 9),
    text(41, "progress", "50%", 50),
    text(41, "progress", "５０％", 50),
    text(41, "progress", "约50%", 50, True, "约50%"),
    text(41, "progress", "百分之五十", 50),
    text(41, "progress", "已完成", words="进度要填 0 到 100 的百分数，现在是“已完成”。"),
    number(41, "progress", "1.5", None, False, "进度要填 0 到 100 的百分数，现在是“150%”。", 9),
    number(41, "progress", "-1", None, False, "进度要填 0 到 100 的百分数，现在是“-1”。"),
    number(42, "progress", "1", 100, False, "进度已到 100%，状态还是「推进中」", 9),
    text(42, "status", "待销号", "closing", False, "进度却只有 40%"),
    # errors and formulas: never emptied
    *(Cell(43, "progress_note", f"<v>{e}</v>", None, False, f"错误值 {e}", 't="e"') for e in ("#N/A", "#REF!", "#DIV/0!")),
    Cell(44, "progress_note", "<v>#SPILL!</v>", None, False, "错误值 #SPILL!", 't="e"'),
    Cell(45, "progress", "<f>1+1</f>", None, False, "公式没有计算结果"),
    Cell(45, "progress", "<f>1+1</f><v></v>", None, False, "公式没有计算结果"),
    Cell(46, "progress", "<f>0.3*2</f><v>0.6</v>", 60, False, "取自公式 =0.3*2 的结果", "", 9),
    Cell(47, "progress_note", "<f>[1]Sheet1!A1</f><v>甲</v>", "甲", True, "引用外部文件的公式", 't="str"'),
    Cell(48, "progress_note", "<is><t>=1+1 起草中</t></is>", "=1+1 起草中", False, "", 't="inlineStr"'),
    Cell(48, "progress_note", "<f>1+1</f><v>2</v>", "2", True, "=1+1"),
    # texts; as sent it was 已完成方案起草
    text(49, "progress_note", "已完成_x000D_\n方案起草", "已完成\n方案起草"),
    text(49, "progress_note", "已完成方案起草_x000D_"),
    text(50, "progress_note", " 已完成方案起草\u00a0\u3000\u200b"),
    text(51, "owner", "张　三"),
    text(51, "phone", "１３８" + "０" * 7 + "１"),
    text(51, "progress_note", "ＡＢ（注）", "ＡＢ（注）"),
    Cell(52, "progress_note", "<is><r><t>已完成</t></r><r><t>方案起草</t></r></is>", None, attributes='t="inlineStr"'),
    Cell(53, "progress_note", '<is><t>已完成方案起草</t><rPh sb="0" eb="1"><t>yi</t></rPh></is>', None, attributes='t="inlineStr"'),
    text(54, "co_offices", "市科学技术局、市财政局"),
    text(54, "co_offices", "市科技局、市财证局", None, False, "没有名为「市财证局」的单位，是否指「市财政局」"),
    text(54, "co_offices", "某某局", None, False, "没有名为「某某局」的单位"),
    *(text(55, "co_offices", f"市财政局{sign}市科技局") for sign in ("、", ",", "，", "；", ";", "/", "\n", " ")),
    text(55, "co_offices", "市财政局", ("市财政局",)),
    number(56, "phone", "440300199001011234", "440300199001011234", True, "长数字在表格里只保留 15 位"),
    number(56, "phone", "13800000001", None, False, ""),
    text(58, "progress_note", "甲_x000B__x0000_乙", "甲\n乙"),
    Cell(59, "progress_note", '<f>_xlfn.DISPIMG("ID_5BA4",1)</f><v>=DISPIMG("ID_5BA4",1)</v>', None, False, "图片", 't="str"'),
)  # fmt: skip


@pytest.mark.parametrize("cell", CELLS, ids=lambda c: f"{c.case} {c.field} {c.inside[:24]} {c.number_format or ''}")
def test_case_of_a_value(cell: Cell, with_cell: Make) -> None:
    found = with_cell(PLACES[cell.field], cell.attributes, cell.inside, cell.number_format, cell.properties)
    expected = [] if cell.theirs is None else [(cell.field, cell.theirs, Outcome.CHANGE, cell.review)]
    assert [(c.field, c.theirs, c.outcome, c.needs_decision) for c in found.changes] == expected
    assert cell.words in everything_said(found)
    if not cell.words:
        assert [p.message for p in found.problems] == []


def everything_said(found: ChangeSet) -> str:
    return "\n".join([*(c.note for c in found.changes), *(p.message for p in found.problems)])


def test_case_57_a_text_of_the_last_length_may_be_cut(with_cell: Make) -> None:
    (change,) = with_cell("P5", 't="str"', f"<v>{'长' * 32_767}</v>").changes
    assert change.needs_decision
    assert "可能已被截断" in change.note


# --- containers --------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTAINERS: dict[int, list[tuple[bytes, str]]] = {
    62: [(b"<html><table><tr><td>1</td></tr></table></html>", "网页"), ("编号,任务\n".encode("gbk"), "纯文本")],
    63: [(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "打开密码")],
    64: [(b"%TSD-Header-###%" + bytes(range(256)), "加密软件"), (bytes(range(128, 256)) * 9, "加密软件")],
    66: [(b"", "0 字节"), (b"PK\x03\x04" + bytes(400), "已损坏")],
}


@pytest.mark.parametrize(
    ("data", "words"),
    [pytest.param(*one, id=f"{case} {one[1]}") for case, files in CONTAINERS.items() for one in files],
)
def test_case_of_a_container(data: bytes, words: str, reader: Any) -> None:
    with pytest.raises(WorkbookError, match=f"「反馈.xls」.*{words}"):
        reader.read(FileBytes("反馈.xls", data, ""))


def test_case_61_an_open_document_whatever_its_name(reader: Any, zip_of: Make) -> None:
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    cell = '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
    table = f'<table:table table:name="任务清单"><table:table-row>{cell}</table:table-row></table:table>'
    content = f"<office:document-content {names}><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    data = zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content,
        }
    )
    book = reader.read(FileBytes("反馈.xlsx", data, ""))
    assert (book.container, book.doubts_blanks, book.sheets[0].text(1, 1)) == ("ods", True, "甲")


def test_case_62_each_kind_of_foreign_file_has_its_own_sentence(reader: Any) -> None:
    sentences = set()
    for data, _words in (one for files in CONTAINERS.values() for one in files):
        with pytest.raises(WorkbookError) as caught:
            reader.read(FileBytes("反馈.xls", data, ""))
        sentences.add(caught.value.sentence)
    assert len(sentences) == 7


def changed_parts(exported: Path, **changes: Callable[[bytes], bytes]) -> bytes:
    """Return the exported workbook with parts changed, named by their last word."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(exported) as archive, zipfile.ZipFile(buffer, "w") as target:
        for name in archive.namelist():
            change = changes.get(Path(name).stem, bytes)
            target.writestr(name, change(archive.read(name)))
    return buffer.getvalue()


def test_case_65_macros_are_dropped_and_said(exchange: Any, exported: Path) -> None:
    with zipfile.ZipFile(exported, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    found = exchange.compare(read_raw(exported.read_bytes()))
    assert (found.changes, [p.message for p in found.problems]) == ((), ["文件带有宏，只读取数据，宏不会运行"])


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_case_66_truncated(keep: float, reader: Any, exported: Path) -> None:
    data = exported.read_bytes()
    with pytest.raises(WorkbookError, match="已损坏"):
        reader.read(FileBytes("反馈.xlsx", data[: int(len(data) * keep)], ""))


def strict(data: bytes) -> bytes:
    return data.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    ).replace(b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/")


def test_case_68_strict(exchange: Any, exported: Path) -> None:
    names = ("sheet1", "sheet2", "sheet3", "workbook", "workbook.xml", "styles", "")
    assert exchange.compare(read_raw(changed_parts(exported, **dict.fromkeys(names, strict)))).changes == ()


STYLES = {
    "empty fill": (b"<fills", b"<fills><fill/></fills><fills"),
    "fill with extensions": (b"<fills", b"<fills><fill><patternFill><extLst/></patternFill></fill></fills><fills"),
    "short colour": (b"<fonts", b'<fonts><font><color rgb="FFF"/></font></fonts><fonts'),
    "unknown pattern": (b"<fills", b'<fills><fill><patternFill patternType="neu"/></fill></fills><fills'),
    "style without name": (b"<cellStyles", b"<cellStyles><cellStyle/></cellStyles><cellStyles"),
    "size of nothing": (b"<fonts", b'<fonts><font><sz val=""/></font></fonts><fonts'),
}


@pytest.mark.parametrize(("old", "new"), STYLES.values(), ids=STYLES)
def test_case_69_styles_stop_no_data(old: bytes, new: bytes, exchange: Any, exported: Path) -> None:
    data = changed_parts(exported, styles=lambda part: part.replace(old, new, 1))
    assert exchange.compare(read_raw(data)).changes == ()


AFTER = {
    "validation of nothing": '<dataValidations><dataValidation sqref="#REF!"/></dataValidations>',
    "unknown format": '<conditionalFormatting sqref="A1"><cfRule type="neu"/></conditionalFormatting>',
    "stars": '<conditionalFormatting><cfRule type="iconSet"><iconSet iconSet="3Stars"/></cfRule></conditionalFormatting>',
}


@pytest.mark.parametrize("after", AFTER.values(), ids=AFTER)
def test_case_70_broken_rules_stop_no_data(after: str, exchange: Any, exported: Path) -> None:
    data = changed_parts(exported, sheet1=lambda part: part.replace(b"</sheetData>", f"</sheetData>{after}".encode()))
    assert exchange.compare(read_raw(data)).changes == ()


def test_every_case_has_its_test() -> None:
    root, here = Path(__file__).parents[2], Path(__file__).read_text()
    walked = {cell.case for cell in CELLS} | CONTAINERS.keys() | ELSEWHERE.keys()
    assert [n for n in range(33, 73) if n not in walked and f"def test_case_{n}_" not in here] == []
    assert [place for place, words in ELSEWHERE.values() if words not in (root / place).read_text()] == []
