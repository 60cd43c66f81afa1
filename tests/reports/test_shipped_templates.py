"""The shipped templates are those the script makes, sound, and set as GB/T 9704-2012 wants it."""

import io
import re
import zipfile
from typing import Any

import docx
import pytest

from resources.packaging.papers.__main__ import FOLDER, templates
from tracker.reports.names import BRIEF, CIRCULAR, LETTERS, ORDER, PAPERS
from tracker.reports.template_check import check_template
from tracker.reports.template_files import shipped_template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MADE = templates()


def parts(paper: str) -> dict[str, str]:
    with zipfile.ZipFile(shipped_template(paper)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def opened(paper: str) -> Any:
    return docx.Document(str(shipped_template(paper)))


def test_every_paper_has_one() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(PAPERS) == set(MADE)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_script_makes_the_same_bytes(paper: str) -> None:
    assert shipped_template(paper).read_bytes() == MADE[paper] == templates()[paper]


@pytest.mark.parametrize("paper", PAPERS)
def test_it_passes_its_own_check(paper: str) -> None:
    assert check_template(shipped_template(paper), paper) == []


@pytest.mark.parametrize("paper", [CIRCULAR, *LETTERS])
def test_the_sheet_has_the_margins_of_the_standard(paper: str) -> None:
    section = opened(paper).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm, 1) for side in sides] == [37.0, 35.0, 28.0, 26.0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]


@pytest.mark.parametrize(("paper", "margins"), [(BRIEF, [25, 20, 28, 26]), (ORDER, [30, 28, 28, 26])])
def test_papers_of_one_page_have_their_own_margins(paper: str, margins: list[int]) -> None:
    section = opened(paper).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == margins


@pytest.mark.parametrize(
    ("style", "family", "points", "exact"),
    [
        ("公文正文", "仿宋_GB2312", 16, 28.9), ("公文标题", "方正小标宋简体", 22, 35), ("一级标题", "黑体", 16, 28.9),
        ("二级标题", "楷体_GB2312", 16, 28.9), ("机关标志", "方正小标宋简体", 40, None), ("表题", "黑体", 12, 24),
        ("表文", "仿宋_GB2312", 10.5, 18), ("图题", "黑体", 12, 24), ("附件", "黑体", 16, 28.9),
        ("页码单", "宋体", 14, 16),
    ],
)  # fmt: skip
def test_a_style_has_its_font(style: str, family: str, points: float, exact: float | None) -> None:
    found = next(each for each in opened(CIRCULAR).styles if each.name == style)
    fonts = found.element.rPr.rFonts
    assert (fonts.get(f"{W}eastAsia"), fonts.get(f"{W}hint")) == (family, "eastAsia")
    assert found.font.size.pt == points
    spacing = found.element.pPr.find(f"{W}spacing")
    assert spacing.get(f"{W}lineRule") == ("exact" if exact else "auto")
    assert exact is None or int(spacing.get(f"{W}line")) == exact * 20


@pytest.mark.parametrize("paper", PAPERS)
def test_every_font_slot_is_set_and_none_comes_from_the_theme(paper: str) -> None:
    for name, text in parts(paper).items():
        assert "Theme=" not in text, name
        assert not re.search("MS Mincho|Calibri|等线|docGrid", text), name
        for slots in re.findall("<w:rFonts[^>]*>", text):
            assert all(f"w:{slot}=" in slots for slot in ("eastAsia", "ascii", "hAnsi", "hint")), slots
    theme = parts(paper)["word/theme/theme1.xml"]
    assert set(re.findall('<a:(?:latin|ea) typeface="([^"]*)"', theme)) == {"宋体", "Times New Roman"}


def test_characters_of_the_text_stand_closer_so_that_28_fit() -> None:
    body = next(each for each in opened(CIRCULAR).styles if each.name == "公文正文")
    assert body.element.rPr.find(f"{W}spacing").get(f"{W}val") == "-5"


def test_page_numbers_stand_outside() -> None:
    document = opened(CIRCULAR)
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert "PAGE" in paragraph._p.xml
        assert paragraph.text == "— 1 —"
        assert paragraph.style.element.pPr.jc.get(f"{W}val") == side


@pytest.mark.parametrize("paper", [CIRCULAR, BRIEF, *LETTERS])
def test_the_first_row_of_a_list_is_repeated_and_no_row_is_cut(paper: str) -> None:
    lists = [table for table in opened(paper).tables if "{%tr" in table._tbl.xml]
    assert lists
    for table in lists:
        assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
        assert all(row._tr.trPr.find(f"{W}cantSplit") is not None for row in table.rows)


@pytest.mark.parametrize("paper", PAPERS)
def test_tables_are_no_wider_than_the_text(paper: str) -> None:
    for table in opened(paper).tables:
        widths = [int(column.get(f"{W}w")) for column in table._tbl.tblGrid.findall(f"{W}gridCol")]
        assert sum(widths) / 1440 * 25.4 == pytest.approx(156, abs=0.2)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_missing_font_has_another_name_to_be_found_by(paper: str) -> None:
    table = parts(paper)["word/fontTable.xml"]
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in table
    assert '<w:font w:name="楷体_GB2312"><w:altName w:val="楷体"/>' in table


def test_dates_inside_are_fixed() -> None:
    with zipfile.ZipFile(io.BytesIO(MADE[CIRCULAR])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
