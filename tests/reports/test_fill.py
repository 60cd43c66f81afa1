"""What goes into a document comes out as it went in; what is missing, marked or too long is seen to."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from resources.packaging.papers.words import paragraph
from tracker.errors import InputError
from tracker.reports import fill
from tracker.reports.fill import DEMO_MARK, fill_template
from tracker.reports.fonts import Font
from tracker.reports.names import CIRCULAR, ORDER
from tracker.reports.template_files import shipped_template
from tracker.reports.template_parts import text_of

Make = Callable[..., Path]
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0c"
    b"IDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00\x00\x00IEND\xaeB`\x82"
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


@pytest.mark.parametrize(
    "value",
    [
        "a < b & c > d", "</w:t></w:r></w:p>", "&lt;", "“引号”与'撇号'\"", "{{ 红灯 }}", "{% if x %}", "{_{ x }_}",
        "{_% %_}", "𠮷野家 😀", "第一行\n第二行", "制表\t符", "=1+1", "｛｛红灯｝｝",
         "{%p for 行 in 单位排名 %}", " 两端空格 ",
    ],
)  # fmt: skip
def test_a_value_comes_out_as_it_went_in(template: Make, value: str) -> None:
    content = fill_template(template("{{ 引言 }}", "后文"), CIRCULAR, {"引言": value})
    assert [text_of(each._p) for each in opened(content).paragraphs] == [value, "后文"]


@pytest.mark.parametrize("value", ["响\a铃", "换\f页", "零\0", "半\ud800个", "垂\x1f直", "尾\uffff"])
def test_what_a_document_cannot_hold_is_left_out(template: Make, value: str) -> None:
    content = fill_template(template("{{ 引言 }}", "后文"), CIRCULAR, {"引言": value})
    assert [each.text for each in opened(content).paragraphs] in (
        [value[0] + value[2:], "后文"],
        [f"{value[0]}\n{value[2:]}", "后文"],
    )


def test_a_name_without_a_value_stays_empty(template: Make) -> None:
    assert opened(fill_template(template("甲{{ 引言 }}乙"), CIRCULAR, {})).paragraphs[0].text == "甲乙"


def test_a_value_without_a_name_is_a_mistake_of_ours(template: Make) -> None:
    with pytest.raises(KeyError, match="没有这个名称"):
        fill_template(template("甲"), CIRCULAR, {"没有这个名称": 1})


def test_a_wrong_template_is_refused_before_anything_is_drawn(template: Make) -> None:
    def draw() -> bytes:
        pytest.fail("drawn for a template that cannot be used")

    with pytest.raises(InputError, match="任务总量"):
        fill_template(template("{{ 任务总量 }}{{ 图_单位亮灯 }}"), CIRCULAR, {"图_单位亮灯": draw})


def test_a_picture_is_drawn_only_where_the_template_shows_it(template: Make) -> None:
    drawn = []

    def draw() -> bytes:
        drawn.append(1)
        return PNG

    fill_template(template("没有图"), CIRCULAR, {"图_单位亮灯": draw})
    assert drawn == []
    content = fill_template(template("{{ 图_单位亮灯 }}"), CIRCULAR, {"图_单位亮灯": draw})
    assert drawn == [1]
    (shape,) = opened(content).inline_shapes
    assert round(shape.width.mm) == 155


def test_demonstration_data_is_marked_where_the_template_does_not(template: Make) -> None:
    document = opened(fill_template(template("正文"), CIRCULAR, {}, is_demo=True))
    section = document.sections[0]
    assert [section.header.paragraphs[0].text, section.even_page_header.paragraphs[0].text] == [DEMO_MARK, DEMO_MARK]


def test_demonstration_data_is_marked_once(template: Make) -> None:
    document = opened(fill_template(template("{{ 期号 }}"), CIRCULAR, {"期号": f"第1期{DEMO_MARK}"}, is_demo=True))
    assert document.sections[0].header.is_linked_to_previous
    assert opened(fill_template(template("正文"), CIRCULAR, {})).sections[0].header.is_linked_to_previous


@pytest.mark.parametrize(("words", "points"), [("督查通报", 40), ("一" * 11, 40), ("一" * 12, 32), ("一" * 20, 22)])
def test_the_masthead_fits_on_a_line(words: str, points: int) -> None:
    document = opened(fill_template(shipped_template(CIRCULAR), CIRCULAR, {"机关标志": words}))
    first = document.paragraphs[0]
    size = first.runs[0].font.size or first.style.font.size
    assert (first.text, size.pt) == (words, points)


def test_fonts_of_this_pc_take_the_place_of_official_ones() -> None:
    fonts = {"方正小标宋简体": Font("宋体", bold=True), "仿宋_GB2312": Font("仿宋"), "黑体": Font("黑体")}
    document = opened(fill_template(shipped_template(CIRCULAR), CIRCULAR, {}, fonts=fonts))
    styles = {style.name: style for style in document.styles}
    named = {name: style.element.rPr.rFonts.get(f"{W}eastAsia") for name, style in styles.items() if style.type == 1}
    assert (named["公文正文"], named["公文标题"], named["一级标题"]) == ("仿宋", "宋体", "黑体")
    assert styles["公文标题"].font.bold
    assert not styles["公文正文"].font.bold


def test_a_slips_title_has_the_colour_of_its_level() -> None:
    document = opened(fill_template(shipped_template(ORDER), ORDER, {}, colour="123ABC"))
    assert str(next(style for style in document.styles if style.name == "单据标题").font.color.rgb) == "123ABC"


def test_the_file_says_what_it_is_and_who_made_it(template: Make) -> None:
    now = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
    values = {"标题": "关于任务\n推进情况的通报", "印发单位": "督查室"}
    known = opened(fill_template(template("{{ 标题 }}"), CIRCULAR, values, now=now)).core_properties
    assert (known.title, known.author, known.created) == ("关于任务 推进情况的通报", "督查室", now)


def test_broken_text_from_the_engine_is_a_sentence(template: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from markupsafe import Markup

    monkeypatch.setattr(fill, "plain_text", lambda value: Markup("</w:t>") if value == "坏" else value)
    with pytest.raises(InputError, match="生成不了文件"):
        fill_template(template("{{ 引言 }}"), CIRCULAR, {"引言": "坏"})


def test_tracked_changes_of_a_template_do_not_leave_the_office(template: Make) -> None:
    traced = (
        paragraph("改过", "Body")
        .replace("<w:r>", '<w:ins w:id="1" w:author="某人"><w:r>')
        .replace("</w:r>", "</w:r></w:ins>")
    )
    content = fill_template(template(traced), CIRCULAR, {})
    assert "某人" not in opened(content).element.xml
    assert opened(content).paragraphs[0].text == "改过"
