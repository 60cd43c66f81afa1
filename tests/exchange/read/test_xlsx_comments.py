"""Comments as other programs write them: only what a person typed is their text."""

from collections.abc import Callable
from typing import Any

import pytest

from tracker.exchange.read.open_book import read_raw

Make = Callable[..., Any]
RELATIONS = (
    '<Relationships><Relationship Id="rId1" Type="http://o/relationships/comments" Target="../comments1.xml"/>'
    "</Relationships>"
)
#: How LibreOffice 7.4 and later describe the box of a comment, beside its text.
LAYOUT = (
    '<mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="v2"><commentPr autoFill="true" autoScale="false" '
    'colHidden="false" locked="false" rowHidden="false" textHAlign="justify" textVAlign="top">'
    '<anchor moveWithCells="false" sizeWithCells="false"><xdr:from xmlns:xdr="d"><xdr:col>4</xdr:col>'
    "<xdr:colOff>120</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>15</xdr:rowOff></xdr:from></anchor></commentPr>"
    "</mc:Choice><mc:Fallback/></mc:AlternateContent>"
)
TEXTS = {
    "plain": ("<text><t>请核实</t></text>", "请核实"),
    "runs": ("<text><r><rPr><b/></rPr><t>请</t></r><r><t>核实</t></r></text>", "请核实"),
    "indented": ("\n <text>\n  <r>\n   <t>请核实</t>\n  </r>\n </text>\n", "请核实"),
    "layout after": (f"<text><r><t>请核实</t></r></text>{LAYOUT}", "请核实"),
    "layout before": (f"{LAYOUT}<text><r><t>请核实</t></r></text>", "请核实"),
    "text in the layout": ("<text><t>请核实</t></text><m:Choice xmlns:m='m'><m:t>1</m:t></m:Choice>", "请核实"),
    "reading aid": ("<text><r><t>核実</t></r><rPh sb='0' eb='2'><t>かくじつ</t></rPh><phoneticPr/></text>", "核実"),
    "reading aid first": ("<text><rPh sb='0' eb='2'><t>かくじつ</t></rPh><r><t>核実</t></r></text>", "核実"),
}  # fmt: skip


def notes(xlsx: Make, *comments: str) -> tuple[str, ...]:
    authors = "<authors>\n<author>王五</author><author>台账系统</author>\n</authors>"
    part = f"<comments>\n{authors}\n<commentList>{''.join(comments)}</commentList></comments>"
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": RELATIONS, "xl/comments1.xml": part}
    found: tuple[str, ...] = read_raw(xlsx(parts=parts)).sheets[0].notes
    return found


@pytest.mark.parametrize(("inside", "text"), TEXTS.values(), ids=TEXTS)
def test_only_what_was_typed_is_the_text_of_a_comment(inside: str, text: str, xlsx: Make) -> None:
    comment = f'<comment ref="B2" authorId="0">{inside}</comment>'
    assert notes(xlsx, comment) == (f"单元格 B2 有批注「{text}」，批注不会导入，请核对",)


def test_a_comment_with_a_layout_and_no_text_is_none(xlsx: Make) -> None:
    assert notes(xlsx, f'<comment ref="B2" authorId="0"><text/>{LAYOUT}</comment>') == ()


def test_our_own_comments_are_passed_over(xlsx: Make) -> None:
    ours = f'<comment ref="B2" authorId="1"><text><t>请补充</t></text>{LAYOUT}</comment>'
    theirs = '<comment ref="B3" authorId="7"><text><t>已补充</t></text></comment>'
    assert [note[:7] for note in notes(xlsx, ours, theirs)] == ["单元格 B3 "]


def test_what_stands_there_twice_for_old_programs_is_read_once(xlsx: Make) -> None:
    """LibreOffice and others write what only newer programs know beside what older ones can read."""
    text = "<text><r><t>请核对</t></r></text>"
    choice = (
        f'<mc:Choice Requires="v2">{text}<commentPr><anchor><from><col>0</col></from></anchor></commentPr></mc:Choice>'
    )
    both = f"<mc:AlternateContent>{choice}<mc:Fallback>{text}</mc:Fallback></mc:AlternateContent>"
    spaces = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    after = f"{text}<mc:AlternateContent>{choice.replace(text, '')}<mc:Fallback/></mc:AlternateContent>"
    for inside in (both, after):
        part = (
            f"<comments {spaces}><authors><author> </author></authors><commentList>"
            f'<comment ref="B2" authorId="0">{inside}</comment>'
            f'<comment ref="C3" authorId="0"><text><t>台账系统：我方 40%</t></text></comment></commentList></comments>'
        )
        relation = '<r><Relationship Id="rId1" Type="x/comments" Target="../comments1.xml"/></r>'
        parts = {"xl/worksheets/_rels/sheet1.xml.rels": relation, "xl/comments1.xml": part}
        (sheet,) = read_raw(xlsx(parts=parts)).sheets
        assert sheet.notes == ("单元格 B2 有批注「请核对」，批注不会导入，请核对",)
