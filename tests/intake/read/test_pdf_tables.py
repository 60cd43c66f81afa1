"""Tables that a PDF draws with lines keep their cells; those without lines are told."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

from tests.exchange.lists.list_books import NAMES
from tracker.errors import WorkbookError
from tracker.exchange.lists.read_lists import read_lists
from tracker.intake.read.document import read_document
from tracker.services.lists.preview import read_list_file

_LEFT, _TOP, _HIGH, _WIDE = 50.0, 700.0, 40.0, (40.0, 150.0, 90.0, 110.0, 100.0)
_ROWS = (
    ("序号", "工作任务", "牵头单位", "配合单位", "完成时限"),
    ("1", "制定规范性文件审查办法", "市司法局", "市发改委\n市财政局", "2026年6月底前"),
    ("2", "开展涉企政策公平竞争审查\n并建立长效机制", "市市场监管局", "市司法局", "长期坚持"),
    ("3", "推行综合查一次", "市大数据局", "", "2026年9月"),
)


def _words(text: str, x: float, y: float, size: float = 10.0) -> str:
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def _edges() -> list[float]:
    edges = [_LEFT]
    for wide in _WIDE:
        edges.append(edges[-1] + wide)
    return edges


def _drawn(rows: Sequence[Sequence[str]], top: float = _TOP, *, lines: str = "stroke") -> str:
    """Return what draws a table; `lines` are strokes, thin filled boxes, or none."""
    edges, out = _edges(), ""
    levels = [top - _HIGH * number for number in range(len(rows) + 1)]
    for level in levels if lines else ():
        width = edges[-1] - edges[0]
        stroke = f"{edges[0]} {level} m {edges[-1]} {level} l S\n"
        out += stroke if lines == "stroke" else f"{edges[0]} {level} {width} 0.5 re f\n"
    for edge in edges if lines else ():
        high = levels[0] - levels[-1]
        stroke = f"{edge} {levels[0]} m {edge} {levels[-1]} l S\n"
        out += stroke if lines == "stroke" else f"{edge} {levels[-1]} 0.5 {high} re f\n"
    for row, level in zip(rows, levels, strict=False):
        for text, edge in zip(row, edges, strict=False):
            for number, line in enumerate(filter(None, text.split("\n"))):
                out += _words(line, edge + 4, level - 14 - 13 * number)
    return out


def _pdf(*pages: str) -> bytes:
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/STSong-Light"),
            NameObject("/Encoding"): NameObject("/UniGB-UCS2-H"),
            NameObject("/DescendantFonts"): ArrayObject(
                [
                    DictionaryObject(
                        {
                            NameObject("/Type"): NameObject("/Font"),
                            NameObject("/Subtype"): NameObject("/CIDFontType0"),
                            NameObject("/BaseFont"): NameObject("/STSong-Light"),
                        }
                    )
                ]
            ),
        }
    )
    for content in pages:
        page = writer.add_blank_page(600, 800)
        stream = DecodedStreamObject()
        stream.set_data(content.encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def _texts(data: bytes) -> list[list[list[str]]]:
    source = read_document(data, "文.pdf")
    return [[[source.text[slice(*cell)] for cell in row] for row in table] for table in source.tables]


@pytest.mark.parametrize("lines", ["stroke", "boxes"])
def test_drawn_tables_keep_their_cells(lines: str) -> None:
    data = _pdf(_words("任务分解表", 200, 740) + _drawn(_ROWS, lines=lines) + _words("注：按季度报送。", 50, 500))
    (table,) = _texts(data)
    assert table[0] == list(_ROWS[0])
    assert table[1] == ["1", "制定规范性文件审查办法", "市司法局", "市发改委 市财政局", "2026年6月底前"]
    assert table[2][1] == "开展涉企政策公平竞争审查并建立长效机制"
    assert table[3][3] == ""
    source = read_document(data, "文.pdf")
    assert source.text.splitlines()[0] == "任务分解表"
    assert source.text.splitlines()[-1] == "注：按季度报送。"
    assert source.notes == ()


def test_words_wrapped_at_the_edge_of_a_cell_are_joined() -> None:
    rows = (*_ROWS[:2], ("2", "开展公平竞争审查工作并同步建立\n长效机制", "市科技局", "", "长期坚持"))
    (table,) = _texts(_pdf(_words("任务分解表", 200, 740) + _drawn(rows)))
    assert table[2][1] == "开展公平竞争审查工作并同步建立长效机制"


def test_a_cell_without_lines_inside_is_merged() -> None:
    content = _drawn(_ROWS)
    edge = _edges()[0]
    left = f"{edge} {_TOP - 2 * _HIGH} m {_edges()[-1]} {_TOP - 2 * _HIGH} l S\n"
    content = content.replace(left, f"{_edges()[1]} {_TOP - 2 * _HIGH} m {_edges()[-1]} {_TOP - 2 * _HIGH} l S\n")
    content = content.replace(_words("2", edge + 4, _TOP - 2 * _HIGH - 14), "")
    (table,) = _texts(_pdf(_words("任务分解表", 200, 740) + content))
    assert [row[0] for row in table] == ["序号", "1", "1", "3"]


def test_a_frame_round_a_page_is_no_table() -> None:
    frame = "20 20 560 760 re S\n"
    data = _pdf(frame + "".join(_words(f"第{n}段文字说明工作安排和要求", 60, 700 - 20 * n) for n in range(6)))
    assert _texts(data) == []


def test_a_page_full_of_lines_is_a_drawing() -> None:
    drawing = "".join(f"{10 + n % 500} {10 + n // 10} m {18 + n % 500} {10 + n // 10} l S\n" for n in range(3_100))
    source = read_document(_pdf(drawing + _words("任务分解表", 200, 740) + _drawn(_ROWS)), "图.pdf")
    assert source.tables == ()
    assert "市司法局" in source.text


def test_a_table_without_lines_is_told() -> None:
    data = _pdf(_words("任务分解表", 200, 740) + _drawn(_ROWS, lines=""))
    source = read_document(data, "文.pdf")
    assert source.tables == ()
    assert source.notes[0].startswith("PDF 第 1 页的表格没有画线，分不出各列")


def test_radicals_that_a_font_writes_for_letters_are_the_letters() -> None:
    assert read_document(_pdf(_words("推进⼯作任务落地⻅效", 60, 700)), "文.pdf").text == "推进工作任务落地见效"


def test_a_list_in_a_pdf_goes_on_over_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "清单.pdf"
    path.write_bytes(
        _pdf(
            _words("任务分解表", 200, 740) + _drawn(_ROWS),
            _drawn((("4", "另一页的任务", "市科技局", "", "2026年8月"), ("5", "最后的任务", "市财政局", "", ""))),
        )
    )
    (table,) = read_lists(read_list_file(path), NAMES, date(2026, 3, 10))
    assert [(task.ref, task.lead_office, task.co_offices, task.due_on) for task in table.tasks] == [
        ("1", "市司法局", ("市财政局", "市发改委"), "2026-06-30"),
        ("2", "市市场监管局", ("市司法局",), None),
        ("3", "市大数据局", (), "2026-09-30"),
        ("4", "市科技局", (), "2026-08-31"),
        ("5", "市财政局", (), None),
    ]


def test_a_list_in_a_pdf_without_lines_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "清单.pdf"
    path.write_bytes(_pdf(_words("任务分解表", 200, 740) + _drawn(_ROWS, lines="")))
    with pytest.raises(WorkbookError, match=r"「清单\.pdf」没有按清单读取：PDF 第 1 页的表格没有画线.*原件。$"):
        read_list_file(path)
