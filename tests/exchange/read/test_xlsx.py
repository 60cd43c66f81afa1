"""The workbook around the sheets: relations, names, states, the date system, parts in odd places."""

from collections.abc import Callable
from typing import Any

import pytest

from tracker.exchange.read.open_book import read_raw
from tracker.exchange.read.xlsx_formats import read_styles
from tracker.exchange.read.xlsx_strings import read_strings
from tracker.exchange.read.xlsx_workbook import read_workbook_part

Make = Callable[..., Any]
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def test_workbook_part() -> None:
    part = read_workbook_part(
        "workbook.xml",
        f"""<workbook {R}><workbookPr date1904="1"/><sheets>
        <sheet name="任务清单" sheetId="1" r:id="rId3"/><sheet name="_meta" state="veryHidden" r:id="rId4"/></sheets>
        <definedNames><definedName name="ZC_code">'任务清单'!$B$4</definedName>
        <definedName name="bad">#REF!</definedName></definedNames></workbook>""".encode(),
    )
    assert part.sheets == [("任务清单", "rId3", "visible"), ("_meta", "rId4", "veryHidden")]
    assert part.names == {"ZC_code": "'任务清单'!$B$4", "bad": "#REF!"}
    assert part.date1904


def test_date1904_of_an_extension_counts(xlsx: Make) -> None:
    book = f'<workbook {R}><workbookPr/><x15:workbookPr xmlns:x15="x" date1904="true"/><sheets/></workbook>'
    assert read_raw(xlsx(parts={"xl/workbook.xml": book})).date1904


def test_parts_in_the_wrong_case_are_found(xlsx: Make) -> None:
    data = xlsx(parts={"xl/sharedStrings.xml": None, "xl/SharedStrings.xml": "<sst><si><t>大写</t></si></sst>"})
    assert read_raw(data).sheets[0].text(1, 1) == "大写"


@pytest.mark.parametrize("target", ["/xl/worksheets/sheet1.xml", "worksheets\\sheet1.xml", "./worksheets/sheet1.xml"])
def test_targets_in_other_forms(target: str, xlsx: Make, relations_of: Make) -> None:
    rels = relations_of(("worksheet", target), ("sharedStrings", "sharedStrings.xml"))
    assert read_raw(xlsx(parts={"xl/_rels/workbook.xml.rels": rels})).sheets[0].text(1, 1) == "ok"


def test_without_relations_the_usual_places_count(xlsx: Make) -> None:
    data = xlsx(parts={"xl/_rels/workbook.xml.rels": None, "_rels/.rels": None})
    assert read_raw(data).sheets[0].text(1, 1) == "ok"


def test_strict_relation_types(xlsx: Make) -> None:
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    rels = (
        f'<Relationships><Relationship Id="rId1" Type="{strict}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{strict}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    assert read_raw(xlsx(parts={"xl/_rels/workbook.xml.rels": rels})).sheets[0].text(1, 1) == "ok"


def test_chart_sheets_are_passed_over(xlsx: Make, relations_of: Make) -> None:
    rels = relations_of(("chartsheet", "chartsheets/sheet1.xml"))
    assert read_raw(xlsx(parts={"xl/_rels/workbook.xml.rels": rels})).sheets == ()


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("<t>甲</t>", "甲"),
        ("<r><t>关于</t></r><r><rPr/><t>重点</t></r>", "关于重点"),
        ("<t>張</t><rPh sb='0' eb='1'><t>ちょう</t></rPh><phoneticPr/>", "張"),
        ("<t xml:space='preserve'> 前后 </t>", " 前后 "),
        ("\n  <t>甲</t>\n", "甲"),
        ("<t>a_x000D_b</t>", "a\rb"),
        ("", ""),
    ],
)
def test_shared_strings(item: str, expected: str) -> None:
    found = read_strings("sst", f"<sst><si>{item}</si><si><t>尾</t></si></sst>".encode()).items
    assert found == [expected, "尾"]


def test_number_formats_by_style() -> None:
    data = """<styleSheet><numFmts><numFmt numFmtId="176" formatCode="0.0%"/></numFmts>
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
    <cellXfs><xf/><xf numFmtId="176"/><xf numFmtId="31"/><xf numFmtId="999"/><xf numFmtId="x"/></cellXfs>
    </styleSheet>"""
    assert read_styles("styles", data.encode()).formats == ["", "0.0%", "yyyy-mm-dd", "", ""]
