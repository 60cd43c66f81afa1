"""The sheet of GB/T 9704-2012 as a Word package: margins, styles, fonts, page numbers; the same bytes every time."""

import io
import re
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

from resources.packaging.papers.words import field, run, twips
from tracker.reports.fonts import BODY, HEADING, LATIN, PLAIN, SUBHEADING, SUBSTITUTES, TITLE

#: Lines of exactly 28.9 pt give 22 on 225 mm; 29 would rest on a program's tolerance. In twentieths of a point.
LINE = 578
#: 28 characters of 16 pt are wider than 156 mm: a quarter point less between them makes them fit.
_TIGHT, _EVEN = '<w:spacing w:val="-5"/>', '<w:spacing w:val="0"/>'
#: What Word does by itself. LibreOffice reads it the other way round and keeps punctuation inside the text, which is
#: wanted there: it loses a semicolon that hangs beside it.
_HANGING = '<w:overflowPunct w:val="1"/>'
_RED = "C00000"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DAY = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Page:
    """Margins in millimetres, and whether pages are numbered."""

    top: float = 37
    bottom: float = 35
    left: float = 28
    right: float = 26
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: name people see, font, size in points, and what it does to the paragraph."""

    id: str
    name: str
    font: str = BODY
    size: float = 16
    paragraph: str = ""
    run: str = ""
    line: int = LINE  # twentieths of a point, exact; 0 lets the line grow with what stands in it


def fonts(family: str) -> str:
    """Return the font slots of a style: Chinese family, Latin digits, punctuation to the Chinese family."""
    return f'<w:rFonts w:hint="eastAsia" w:eastAsia="{family}" w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}"/>'


def _indent(left: float = 0, right: float = 0, first: float = 0) -> str:
    """Return indents in twentieths of a point."""
    return f'<w:ind w:left="{left:g}" w:right="{right:g}" w:firstLine="{first:g}"/>'


_TWO_CHARACTERS = '<w:ind w:firstLineChars="200" w:firstLine="630"/>'
_CENTRED = '<w:jc w:val="center"/>'
#: Signature and date are centred on one line 4 characters from the right: half a date of 116 pt more from there.
_SIGNED_AT = twips(156) - 64 * 20 - 58 * 20
RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="5" w:color="{_RED}"/></w:pBdr>'
RIGHT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{twips(156)}"/></w:tabs>'

STYLES = (
    Style("Body", "公文正文", paragraph=_TWO_CHARACTERS),
    Style("Flush", "顶格"),
    Style("Closing", "结束段", paragraph=f"<w:keepNext/>{_TWO_CHARACTERS}"),
    Style("Masthead", "机关标志", TITLE, 40, _CENTRED, f'<w:color w:val="{_RED}"/>', 0),
    Style("Issue", "期号", paragraph=_CENTRED),
    Style("Issuer", "印发", paragraph=f"{RULE}{RIGHT_TAB}"),
    Style("PaperTitle", "公文标题", TITLE, 22, f'<w:spacing w:before="{LINE}" w:after="0"/>{_CENTRED}', line=700),
    Style("SlipTitle", "单据标题", TITLE, 22, _CENTRED, line=700),
    Style("Part", "一级标题", HEADING, paragraph=f'<w:keepNext/>{_TWO_CHARACTERS}<w:outlineLvl w:val="0"/>'),
    Style("Subpart", "二级标题", SUBHEADING, paragraph=f'<w:keepNext/>{_TWO_CHARACTERS}<w:outlineLvl w:val="1"/>'),
    Style("TableTitle", "表题", HEADING, 12, f"<w:keepNext/>{_CENTRED}", line=480),
    Style("TableHead", "表头", BODY, 10.5, f"<w:keepNext/>{_CENTRED}", line=360),
    Style("TableText", "表文", BODY, 10.5, _CENTRED, line=360),
    Style("TableLeft", "表文左", BODY, 10.5, '<w:jc w:val="left"/>', line=360),
    Style("TableNote", "表注", BODY, 10.5, '<w:keepLines/><w:jc w:val="left"/>', line=360),
    Style("Picture", "图", BODY, 12, f"<w:keepNext/>{_CENTRED}", line=0),
    Style("PictureTitle", "图题", HEADING, 12, _CENTRED, line=480),
    Style("Annexes", "附件说明", paragraph=f"<w:keepNext/>{_indent(left=630)}"),
    Style("Signature", "落款", paragraph=f'<w:keepNext/><w:tabs><w:tab w:val="center" w:pos="{_SIGNED_AT}"/></w:tabs>'),
    Style("Annex", "附件", HEADING, paragraph="<w:pageBreakBefore/>"),
    Style("AnnexTitle", "附件标题", TITLE, 22, _CENTRED, line=700),
    Style("Number", "编号", paragraph='<w:jc w:val="right"/>'),
    Style("Label", "表格标签", HEADING, 12, _CENTRED, line=360),
    Style("Value", "表格内容", BODY, 12, f'{_indent(left=57)}<w:jc w:val="left"/>', line=360),
    Style("FigureNumber", "数字", TITLE, 22, f'<w:spacing w:before="60" w:after="0"/>{_CENTRED}', line=560),
    Style("PageOdd", "页码单", PLAIN, 14, f'{_indent(right=280)}<w:jc w:val="right"/>', line=320),
    Style("PageEven", "页码双", PLAIN, 14, f'{_indent(left=280)}<w:jc w:val="left"/>', line=320),
)


def package(body: str, page: Page, changes: dict[str, Style] | None = None, title: str = "") -> bytes:
    """Return the document as a .docx; `changes` puts other styles in the place of those of the same id."""
    styles = [(changes or {}).get(style.id, style) for style in STYLES]
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            ("officeDocument", "word/document.xml"), ("extended-properties", "docProps/app.xml")
        ).replace("</Relationships>", f"{_CORE}</Relationships>"),
        "docProps/app.xml": _APP,
        "docProps/core.xml": _core(title),
        "word/document.xml": _document(body, page),
        "word/_rels/document.xml.rels": _relationships(*_DOCUMENT_PARTS),
        "word/styles.xml": _styles(styles),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/theme/theme1.xml": _theme(),
        "word/footer1.xml": _footer("PageOdd"),
        "word/footer2.xml": _footer("PageEven"),
    }
    return _zipped(parts)


def _zipped(parts: dict[str, str]) -> bytes:
    """Return the parts unpacked and dated alike: no library's compression shows in the bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system = 0
            archive.writestr(entry, _HEAD + text)
    return stream.getvalue()


def _document(body: str, page: Page) -> str:
    numbers = '<w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="even" r:id="rId6"/>'
    # Half a line of 16 pt above the middle of the number's line, which is 7 mm below the text.
    footer = twips(page.bottom - 7) - 160
    margins = f'w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}"'
    return (
        f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}<w:sectPr>{numbers if page.numbered else ""}'
        f'<w:pgSz w:w="{twips(210)}" w:h="{twips(297)}"/><w:pgMar {margins} w:left="{twips(page.left)}" '
        f'w:header="851" w:footer="{footer}" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _styles(styles: list[Style]) -> str:
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY)}<w:kern w:val="0"/><w:sz w:val="32"/>'
        '<w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:widowControl w:val="0"/>{_spacing(LINE)}<w:jc w:val="both"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:rPr>{fonts(BODY)}{_TIGHT}</w:rPr></w:style>"
    )
    plain_table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    )
    return f'<w:styles xmlns:w="{_W}">{defaults}{normal}{plain_table}{"".join(map(_style, styles))}</w:styles>'


def _style(style: Style) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{_ordered(style.paragraph, style.line)}</w:pPr>'
        f"<w:rPr>{fonts(style.font)}{style.run}{_TIGHT if style.size == 16 else _EVEN}"
        f'<w:sz w:val="{style.size * 2:g}"/><w:szCs w:val="{style.size * 2:g}"/></w:rPr></w:style>'
    )


#: The order in which Word's schema wants the properties of a paragraph.
_ORDER = (
    *("keepNext", "keepLines", "pageBreakBefore", "pBdr", "tabs", "overflowPunct", "spacing", "ind", "jc"),
    "outlineLvl",
)


def _ordered(properties: str, line: int) -> str:
    """Return a style's paragraph properties with its line spacing, in the schema's order."""
    pieces = {}
    for match in re.finditer(r"<w:(\w+)(?:[^>]*/>|[^>]*>.*?</w:\1>)", properties):
        pieces[match[1]] = match.group()
    around = {side: int(points) for side, points in re.findall(r'w:(before|after)="(\d+)"', pieces.get("spacing", ""))}
    pieces |= {"spacing": _spacing(line, **around), "overflowPunct": _HANGING}
    return "".join(pieces[name] for name in _ORDER if name in pieces)


def _spacing(line: int, before: int = 0, after: int = 0) -> str:
    height = f'w:line="{line}" w:lineRule="exact"' if line else 'w:line="240" w:lineRule="auto"'
    return f'<w:spacing w:before="{before}" w:after="{after}" {height}/>'


def _footer(style: str) -> str:
    number = f"{run('— ')}{field('PAGE')}{run(' —')}"
    return f'<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{number}</w:p></w:ftr>'


def _settings() -> str:
    return (
        f'<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:spaceForUL/>'
        "<w:balanceSingleByteDoubleByteWidth/>"
        "<w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/>"
        '<w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _font_table() -> str:
    families = (BODY, SUBHEADING, TITLE, HEADING, PLAIN)
    listed = "".join(_font(family) for family in families)
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    return f'<w:fonts xmlns:w="{_W}">{listed}{latin}</w:fonts>'


def _font(family: str) -> str:
    others = [font.family for font in SUBSTITUTES.get(family, ()) if font.family != family]
    alternative = f'<w:altName w:val="{escape(others[0])}"/>' if others else ""
    return f'<w:font w:name="{family}">{alternative}<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'


def _theme() -> str:
    slots = f'<a:latin typeface="{LATIN}"/><a:ea typeface="{PLAIN}"/><a:cs typeface="{LATIN}"/>'
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS)
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="公文"><a:themeElements>'
        f'<a:clrScheme name="公文">{colours}</a:clrScheme><a:fontScheme name="公文"><a:majorFont>{slots}</a:majorFont>'
        f'<a:minorFont>{slots}</a:minorFont></a:fontScheme><a:fmtScheme name="公文"><a:fillStyleLst>{fill * 3}'
        f"</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


_COLOURS = (
    *(("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "1F2937"), ("lt2", "F2F2F2")),
    *(
        (f"accent{n}", colour)
        for n, colour in enumerate(("C00000", "BE7A0A", "2B7CC9", "2F9460", "7F7F7F", "000000"), 1)
    ),
    *(("hlink", "0563C1"), ("folHlink", "954F72")),
)
_DOCUMENT_PARTS = (
    *(("styles", "styles.xml"), ("settings", "settings.xml"), ("fontTable", "fontTable.xml")),
    *(("theme", "theme/theme1.xml"), ("footer", "footer1.xml"), ("footer", "footer2.xml")),
)
_CORE = (
    '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
    'core-properties" Target="docProps/core.xml"/>'
)
_APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>ZhizaoLedger</Application></Properties>"
)


def _core(title: str) -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(title)}</dc:title>'
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created></cp:coreProperties>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def _content_types() -> str:
    parts = {
        "/word/document.xml": f"{_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_TYPE}.styles+xml",
        "/word/settings.xml": f"{_TYPE}.settings+xml",
        "/word/fontTable.xml": f"{_TYPE}.fontTable+xml",
        "/word/footer1.xml": f"{_TYPE}.footer+xml",
        "/word/footer2.xml": f"{_TYPE}.footer+xml",
        "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )
